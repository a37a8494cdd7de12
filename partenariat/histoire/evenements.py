"""What history is made of: one event table a tracked model, whose rows know from when to when they held."""

from typing import Any

import pghistory.models
import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from partenariat.gardes.ecriture import Change, refus
from partenariat.histoire.temps import FinDuJourDe


class Evenement(pghistory.models.Event):
    """A row as it stood from `pgh_created_at` (included) to `remplace_le` (excluded).

    Written by triggers alone. The events of one object follow each other without gap nor overlap, whatever
    the order in which transactions that began at other times wrote them.
    """

    pgh_tracked_model: type[models.Model]  # type: ignore[assignment]  # None on the abstract model alone
    remplace_le = models.DateTimeField(_("remplacé le"), null=True, editable=False)
    mots_retires = models.JSONField(_("ce qui en est retiré"), null=True, editable=False)
    """What is read in place of what was withdrawn for cause, by field, until its words are blanked here."""

    class Meta:
        abstract = True


SUIVRE = """
-- The one before ends where this one begins; this one never begins before what is already written.
UPDATE {table} SET remplace_le = greatest(pgh_created_at, NEW.pgh_created_at)
 WHERE pgh_obj_id = NEW.pgh_obj_id AND remplace_le IS NULL;
NEW.pgh_created_at := greatest(
  NEW.pgh_created_at, (SELECT max(remplace_le) FROM {table} WHERE pgh_obj_id = NEW.pgh_obj_id));
-- What is deleted held for no time at all.
IF NEW.pgh_label = 'delete' THEN NEW.remplace_le := NEW.pgh_created_at; END IF;
-- Whoever says without proof who acts is not believed.
IF NEW.pgh_context IS NOT NULL THEN NEW.pgh_context := public.contexte_de_la_session(); END IF;
-- The site writes within a request, which its process seals, signed in or not; a command is the owner's.
IF NEW.pgh_context IS NULL AND NOT public.session_du_proprietaire() THEN{sans_sceau}END IF;
RETURN NEW;
"""
SANS_SCEAU = refus("ecrit_par_le_site", "Rien ne s'inscrit en dehors du site.")

REFUS = "RAISE EXCEPTION 'Cannot update or delete rows of %: history is append-only', TG_TABLE_NAME;"


class Reecriture(Change):
    """Anything but learning, once, when one was replaced; and, as the register says, what is withdrawn."""

    def __init__(self) -> None:
        super().__init__(sauf=["remplace_le", "mots_retires"])

    def resolve(self, model: type[models.Model]) -> str:
        table = model.pgh_tracked_model._meta.db_table  # type: ignore[attr-defined]  # by pghistory
        return f"""({super().resolve(model)}
 OR OLD.remplace_le IS NOT DISTINCT FROM NEW.remplace_le
    AND OLD.mots_retires IS NOT DISTINCT FROM NEW.mots_retires
 OR OLD.remplace_le IS DISTINCT FROM NEW.remplace_le
    AND (OLD.remplace_le IS NOT NULL OR NEW.remplace_le IS NULL)
 OR OLD.mots_retires IS DISTINCT FROM NEW.mots_retires
    AND NEW.mots_retires IS DISTINCT FROM public.retrait_dits('{table}', NEW.pgh_obj_id, to_jsonb(OLD)))"""


class Duree(models.Func):
    """From when to when an event held: PostgreSQL keeps statistics of it, and finds what holds a moment."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


BORNES = ("pgh_created_at", "remplace_le")
DUREE = f"{Duree.function}({', '.join(BORNES)})"
"""The same, as the views write it."""


def _index(modele: type[models.Model]) -> list[models.Index]:
    """By duration; then those of the model and of its unique constraints, but of one field alone: what finds
    a row today finds it in the past."""
    lus = [i.fields for i in modele._meta.indexes if type(i) is models.Index]
    lus += [c.fields for c in modele._meta.constraints if isinstance(c, models.UniqueConstraint)]
    # A key alone already has its own; expressions name no field.
    deja = {(), *((champ.name,) for champ in modele._meta.fields if champ.is_relation)}
    memes = [models.Index(fields=champs) for champs in dict.fromkeys(map(tuple, lus)) if champs not in deja]
    duree = GistIndex(Duree(*BORNES), name=f"{modele.__name__.lower()}_duree")
    return [duree, *memes]


def reglages(table: str, modele: type[models.Model]) -> dict[str, Any]:
    """The `Meta` of the event model, in that table, of a model."""
    return {
        "indexes": _index(modele),
        "constraints": [
            models.UniqueConstraint(
                name=f"{table}_courant", fields=["pgh_obj"], condition=Q(remplace_le__isnull=True)
            )
        ],
        "triggers": [
            pgtrigger.Trigger(
                name="suivre",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SUIVRE.format(table=f"public.{table}", sans_sceau=SANS_SCEAU),
            ),
            pgtrigger.Trigger(
                name="indelebile", when=pgtrigger.Before, operation=pgtrigger.Delete, func=REFUS
            ),
            pgtrigger.Trigger(
                name="ajout_seulement",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=Reecriture(),
                func=REFUS,
            ),
        ],
    }


def modeles_historiques() -> list[type[Evenement]]:
    """The event models, one a tracked model, in the order of the apps."""
    return [modele for modele in apps.get_models() if issubclass(modele, Evenement)]


def evenements_de(modele: type[models.Model]) -> models.Manager[Any]:
    """The events of a tracked model, to query."""
    evenements: models.Manager[Any] = modele.pgh_event_model.objects  # type: ignore[attr-defined]  # by pghistory
    return evenements


def venait_d_etre(modele: type[models.Model], cle: str, instant: str, **etat: Any) -> models.Exists:
    """Whether history knows that a row was so, the moment before what is being read.

    What one transaction writes bears one instant: what it says of a row that it publishes is of before.

    Args:
        cle: field of what is being read that holds the key of the row.
        instant: field of what is being read that says when.
        etat: the values that its fields had (`publication__in`).
    """
    avant = evenements_de(modele).filter(
        Q(remplace_le__isnull=True) | Q(remplace_le__gte=models.OuterRef(instant)),
        pgh_obj=models.OuterRef(cle),
        pgh_created_at__lt=models.OuterRef(instant),
        **etat,
    )
    return models.Exists(avant)


def devenait(modele: type[models.Model], cle: str, instant: str, **etat: Any) -> models.Exists:
    """Likewise for the moment after: what one transaction wrote on the way, nobody ever read."""
    apres = evenements_de(modele).filter(
        Q(remplace_le__isnull=True) | Q(remplace_le__gt=models.OuterRef(instant)),
        pgh_obj=models.OuterRef(cle),
        pgh_created_at__lte=models.OuterRef(instant),
        **etat,
    )
    return models.Exists(apres)


def instant_du_jour(modele: type[models.Model], champ: str) -> models.Expression:
    """Of a row that bears a day (`champ`) and no hour: when that was written, or else the end of that day."""
    ecrits = evenements_de(modele).filter(pgh_obj=models.OuterRef("pk"), **{champ: models.OuterRef(champ)})
    ecrit = models.Subquery(ecrits.order_by("pgh_id").values("pgh_created_at")[:1])
    return Least(ecrit, FinDuJourDe(champ))
