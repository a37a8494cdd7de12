"""What was written by mistake and is annulled: nothing is erased, it counts nowhere from then on.

The row says what is annulled; PostgreSQL puts back what was there before, in the same statement
(`gardes_correction`), so that none annuls nothing. What is annulled stays in history, as what was public
then: a date moved by mistake is no longer one of `Report.objects.publics()`, and the events of an action
between the mistake and its correction are read as if it had not been written (`lus`).
"""

from datetime import datetime
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import gardes_correction
from actions.models.action import Action
from actions.models.etats import NatureCorrection
from actions.models.indicateur import Indicateur
from actions.models.jalon import Jalon, Report
from actions.models.vue import hors_de_vue
from partenariat.donnees.champs import un_compte
from partenariat.gardes.ecriture import refus
from partenariat.gardes.regles import fige_quand
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique
from partenariat.retraits.retirable import retirable

DU_STATUT = (NatureCorrection.STATUT, NatureCorrection.CONFIANCE)


class CorrectionQuerySet(RequeteHistorique["Correction"]):
    def publiques(self) -> Self:
        """Of what the public could read: those made in sight of it."""
        return self.exclude(hors_de_vue("action", "le"))


@historise(parent="action")
@retirable("raison", ou="action", publics=())
class Correction(models.Model):
    """A mistake that is annulled. Append-only; inserted by `actions.corrections.corriger` alone."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="corrections", verbose_name=_("action"))
    nature = models.CharField(_("nature"), max_length=10, choices=NatureCorrection)
    jalon = models.ForeignKey(
        Jalon, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("jalon")
    )
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("report")
    )
    indicateur = models.ForeignKey(
        Indicateur,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("indicateur"),
    )
    evenement = models.BigIntegerField(
        _("événement annulé"), help_text=_("Sa clé dans l'historique de ce qui est corrigé.")
    )
    # Written by the trigger `vise`, that nobody else may say.
    dernier = models.BigIntegerField(_("dernier événement annulé"), null=True, editable=False)
    fait_le = models.DateTimeField(_("inscrit par erreur le"))
    fait_par = un_compte(_("inscrit par erreur par"), efface=models.SET_NULL)
    raison = models.CharField(_("raison"), max_length=200, help_text=_("Interne : pour l'historique."))
    par = un_compte(_("par"), efface=models.SET_NULL)
    le = models.DateTimeField(_("le"), default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-le", "-id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [
            models.Index(fields=["le"], name="correction_le"),
            models.Index(fields=["action", "nature"], name="correction_action_nature"),
        ]
        constraints = [
            models.CheckConstraint(name="correction_raison_ecrite", condition=Q(raison__regex=r"\S")),
            models.CheckConstraint(
                name="correction_nature_connue", condition=Q(nature__in=NatureCorrection.values)
            ),
            models.CheckConstraint(
                name="correction_objet",
                condition=Q(nature__in=DU_STATUT, jalon=None, report=None, indicateur=None)
                | Q(nature=NatureCorrection.REPORT, report__isnull=False, indicateur=None)
                | Q(nature=NatureCorrection.MOTIF, indicateur=None)
                | Q(nature=NatureCorrection.JALON, jalon__isnull=False, report=None, indicateur=None)
                | Q(nature=NatureCorrection.MESURE, indicateur__isnull=False, jalon=None, report=None),
            ),
        ]
        triggers = [
            *gardes_correction.GARDES,
            fige_quand(
                "correction_inalterable", "Une correction ne se modifie pas.", libres=["par", "fait_par"]
            ),
            pgtrigger.Trigger(
                name="indelebile",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                # Deferred: it goes with its action, or with the part that it corrects, never alone.
                timing=pgtrigger.Deferred,
                func=f"""
IF EXISTS (SELECT 1 FROM public.actions_action WHERE id = OLD.action_id)
AND (OLD.jalon_id IS NULL OR EXISTS (SELECT 1 FROM public.actions_jalon WHERE id = OLD.jalon_id))
AND (OLD.indicateur_id IS NULL
  OR EXISTS (SELECT 1 FROM public.actions_indicateur WHERE id = OLD.indicateur_id)) THEN
  {refus("correction_indelebile", "Une correction ne s'efface pas.")}
END IF;
RETURN NULL;
""",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_nature_display())


def sans_les_erreurs(evenements: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Events of milestones but those that were annulled: the states of a mistake follow nothing."""
    erreurs = Correction.objects.filter(
        nature=NatureCorrection.JALON,
        jalon=OuterRef("pgh_obj"),
        evenement__lte=OuterRef("pgh_id"),
        dernier__gte=OuterRef("pgh_id"),
    )
    return evenements.exclude(Exists(erreurs.order_by()))


LUS = ("statut", "confiance", "motif")
"""The fields of an action that a correction annuls in its events."""


def lus(evenements: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Events of actions with `lu_<champ>` for each of `LUS`: as it is read since what was written by mistake
    is annulled, as it was written where nothing is."""
    return evenements.annotate(**{f"lu_{champ}": _lu(champ) for champ in LUS})


def _lu(champ: str) -> Coalesce:
    """Within what is annulled, a state is what it was before; and the words of a reason, what they became."""
    corrigees = Correction.objects.filter(
        action=OuterRef("pgh_obj"), evenement__lte=OuterRef("pgh_id"), dernier__gte=OuterRef("pgh_id")
    ).order_by("-evenement", "-pk")
    siens = evenements_de(Action).filter(pgh_obj=OuterRef("action"))
    avant = siens.filter(pgh_id__lt=OuterRef("evenement")).order_by("-pgh_id").values(champ)[:1]
    natures = DU_STATUT if champ == "confiance" else DU_STATUT[:1]
    lectures = [Subquery(corrigees.filter(nature__in=natures).annotate(lu=Subquery(avant)).values("lu")[:1])]
    if champ == "motif":
        apres = siens.filter(pgh_id__gt=OuterRef("dernier")).order_by("pgh_id").values(champ)[:1]
        coquilles = corrigees.filter(nature=NatureCorrection.MOTIF, report=None)
        lectures.append(Subquery(coquilles.annotate(lu=Subquery(apres)).values("lu")[:1]))
    return Coalesce(*lectures, F(champ))


def statuts_corriges(actions: list[int], moment: datetime) -> QuerySet[Any, Any]:
    """Of these actions (keys), those whose status was then one that was annulled since: (key, what it was
    before the mistake). One query."""
    avant = evenements_de(Action).filter(pgh_obj=OuterRef("action"), pgh_id__lt=OuterRef("evenement"))
    corriges = Correction.objects.filter(
        nature=NatureCorrection.STATUT, action__in=actions, fait_le__lte=moment, le__gt=moment
    )
    lus = corriges.annotate(avant=Subquery(avant.order_by("-pgh_id").values("statut")[:1]))
    return lus.order_by("pk").values_list("action", "avant")
