"""What history is made of: one event table a tracked model, whose rows know from when to when they held."""

from typing import Any

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partenariat.gardes.ecriture import Change


class Evenement(pghistory.models.Event):
    """A row as it stood from `pgh_created_at` (included) to `remplace_le` (excluded).

    Written by triggers alone. The events of one object follow each other without gap nor overlap, whatever
    the order in which transactions that began at other times wrote them.
    """

    pgh_tracked_model: type[models.Model]  # type: ignore[assignment]  # None on the abstract model alone
    remplace_le = models.DateTimeField(_("remplacé le"), null=True, editable=False)

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
RETURN NEW;
"""

REFUS = "RAISE EXCEPTION 'Cannot update or delete rows of %: history is append-only', TG_TABLE_NAME;"


class Reecriture(Change):
    """Anything but learning, once, when one was replaced."""

    def resolve(self, model: type[models.Model]) -> str:
        return f"({super().resolve(model)} OR OLD.remplace_le IS NOT NULL OR NEW.remplace_le IS NULL)"


def reglages(table: str) -> dict[str, Any]:
    """The `Meta` of the event model of that table."""
    return {
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
                func=SUIVRE.format(table=f"public.{table}"),
            ),
            pgtrigger.Trigger(
                name="indelebile", when=pgtrigger.Before, operation=pgtrigger.Delete, func=REFUS
            ),
            pgtrigger.Trigger(
                name="ajout_seulement",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=Reecriture(sauf=["remplace_le"]),
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
