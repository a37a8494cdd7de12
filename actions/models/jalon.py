"""Milestones, and the moves of dates: old, new, why, by whom, when."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import sommes
from actions.models.action import Action
from actions.models.etats import (
    AVEC_MOTIF,
    DE_L_ACTION,
    EN_VIGUEUR,
    REPORTE,
    EtatJalon,
    NatureCorrection,
    Publication,
    Statut,
)
from actions.models.gardes import (
    avec_motif,
    coquille,
    correction_du_jalon,
    report_sans_motif,
    reports,
)
from actions.models.gardes_action import publique
from actions.models.vue import hors_de_vue
from partenariat.donnees.champs import un_compte
from partenariat.donnees.expressions import oui_ou_non
from partenariat.donnees.motifs import est_un_motif, motif_ecrit
from partenariat.donnees.recherche import champ_recherche
from partenariat.gardes.ecriture import refus
from partenariat.gardes.regles import ECRIRE, fige_quand
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, jour, sans_avenir
from partenariat.presentation.formats import affichable
from partenariat.presentation.traduction import Traduit
from partenariat.retraits.retirable import retirable


class JalonQuerySet(RequeteHistorique["Jalon"]):
    def ouverts(self) -> Self:
        return self.filter(atteint_le__isnull=True, annule=False)

    def attendus(self) -> Self:
        """Open ones, of actions that are held to a schedule: neither ended, set aside nor archived."""
        return (
            self.ouverts()
            .filter(action__statut__in=EN_VIGUEUR)
            .exclude(action__publication=Publication.ARCHIVEE)
        )

    def en_retard(self) -> Self:
        """As `Jalon.etat_dans` reads it: expected, and its date is past."""
        return self.attendus().filter(echeance__lt=jour())

    def avec_manque(self) -> Self:
        """With `manque`: whether its date is past without it; of an action that is set aside, nothing is
        expected."""
        passe = Q(atteint_le__isnull=True, annule=False, echeance__lt=jour())
        return self.annotate(manque=oui_ou_non(passe & ~Q(action__statut__in=AVEC_MOTIF)))

    def avec_etat(self) -> Self:
        """With `etat`, as `Jalon.etat_dans` reads it, save that one whose date was put off is « reporte » as
        long as it is only expected; with `le`, the day at which a drawing puts it; and `mois`, its month."""
        etat = Case(
            When(atteint_le__isnull=False, then=Value(EtatJalon.ATTEINT.value)),
            When(annule=True, then=Value(EtatJalon.ANNULE.value)),
            When(action__statut=Statut.REALISEE, then=Value(EtatJalon.NON_ATTEINT.value)),
            When(action__publication=Publication.ARCHIVEE, then=Value(EtatJalon.NON_ATTEINT.value)),
            When(_a_ete_reporte() & Q(echeance__gte=jour()), then=Value(REPORTE)),
            When(echeance__gte=jour(), then=Value(EtatJalon.PREVU.value)),
            When(action__statut__in=EN_VIGUEUR, then=Value(EtatJalon.EN_RETARD.value)),
            default=F("action__statut"),
            output_field=models.CharField(),
        )
        le = Coalesce("atteint_le", "echeance")
        return self.annotate(etat=etat, le=le, mois=Cast(TruncMonth(le), models.DateField()))


def _a_ete_reporte() -> Q:
    """Whether its date was put off, by a move that the public could read."""
    dits = Report.objects.publics().filter(jalon=OuterRef("pk"), nouvelle_date=OuterRef("echeance"))
    return Q(echeance__gt=F("echeance_initiale")) & Q(Exists(dits.order_by()))


@historise(parent="action")
@retirable("titre", "titre_en", ou="action", publics=(DE_L_ACTION,))
class Jalon(Traduit, models.Model):
    action = models.ForeignKey(Action, models.CASCADE, related_name="jalons", verbose_name=_("action"))
    titre = models.CharField(_("titre"), max_length=250)
    titre_en = models.CharField(_("titre en anglais"), max_length=250, blank=True)
    echeance = models.DateField(_("échéance"))
    echeance_initiale = models.DateField(_("échéance prévue au départ"), editable=False)
    atteint_le = models.DateField(_("atteint le"), null=True, blank=True)
    annule = models.BooleanField(
        _("annulé"), default=False, help_text=_("N'est plus attendu; compte toujours dans le total.")
    )
    # Written by the trigger `revenu_le`: of those that have none, the row tells all (`actions.faits`).
    revenu_le = models.DateTimeField(_("revenu le sur ce qui était dit"), null=True, editable=False)
    poids = models.PositiveSmallIntegerField(_("poids"), default=1)
    recherche = champ_recherche(B="titre titre_en")

    objects = JalonQuerySet.as_manager()

    motif_report = ""

    class Meta:
        ordering = ["action", "echeance", "id"]
        verbose_name = _("jalon")
        verbose_name_plural = _("jalons")
        indexes = [
            GinIndex(fields=["recherche"], name="jalon_recherche"),
            models.Index(fields=["atteint_le"], name="jalon_atteint_le"),
            models.Index(fields=["revenu_le"], name="jalon_revenu_le"),
        ]
        constraints = [
            dates_possibles("jalon_dates_possibles", "echeance", "atteint_le"),
            sans_avenir("jalon_atteint_sans_avenir", "atteint_le"),
            models.CheckConstraint(
                name="jalon_poids_positif",
                condition=Q(poids__gte=1),
                violation_error_message=_("Le poids d'un jalon est d'au moins 1."),
            ),
            models.CheckConstraint(
                name="jalon_atteint_ou_annule",
                condition=Q(annule=False) | Q(atteint_le__isnull=True),
                violation_error_message=_(
                    "Un jalon atteint ne peut pas être annulé : effacez d'abord sa date d'atteinte."
                ),
            ),
            models.CheckConstraint(name="jalon_titre_non_vide", condition=~Q(titre="")),
        ]
        triggers = [
            reports("echeance", action="NEW.action_id", jalon="NEW.id"),
            *sommes.DES_JALONS,
            fige_quand(
                "jalon_echeance_initiale_figee",
                "L'échéance prévue au départ ne se modifie pas.",
                seulement=["echeance_initiale"],
            ),
            pgtrigger.Trigger(
                name="revenu_le",
                when=pgtrigger.Before,
                operation=ECRIRE,
                func=f"""
-- Nobody gives it: what was said reached, or cancelled, and is no longer, is told; not what a correction
-- puts back as it was.
IF TG_OP = 'UPDATE' AND {correction_du_jalon("NEW.id")} THEN
  RETURN NEW;
ELSIF TG_OP = 'INSERT' THEN
  NEW.revenu_le := NULL;
ELSIF (OLD.atteint_le IS NOT NULL AND NEW.atteint_le IS NULL) OR (OLD.annule AND NOT NEW.annule) THEN
  NEW.revenu_le := now();
ELSE
  NEW.revenu_le := OLD.revenu_le;
END IF;
RETURN NEW;
""",
            ),
            # It goes with its action, never alone: a promise that is given up is cancelled, and seen.
            pgtrigger.Trigger(
                name="garde",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=f"""
IF EXISTS (SELECT 1 FROM public.actions_action WHERE id = OLD.action_id AND publiee_le IS NOT NULL)
THEN{
                    refus(
                        "jalon_garde",
                        "Le jalon d'une action qui a été publiée ne s'efface pas : annulez-le.",
                    )
                }END IF;
RETURN NULL;
""",
            ),
            # The decision that moves a milestone names its action too.
            fige_quand("jalon_action_fixe", "Un jalon ne change pas d'action.", seulement=["action"]),
        ]

    def __str__(self) -> str:
        return self.traduit("titre")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.echeance_initiale is None:
            self.echeance_initiale = self.echeance
        with avec_motif(self.motif_report):
            super().save(*args, **kwargs)

    @property
    def ouvert(self) -> bool:
        """Neither reached nor cancelled (`JalonQuerySet.ouverts`)."""
        return self.atteint_le is None and not self.annule

    @property
    def en_retard(self) -> bool:
        return self.ouvert and self.echeance < jour()

    def etat_dans(self, action: Action) -> tuple[str, str]:
        """How it reads in its action, as (state, word): late only where the action is held to a schedule.

        What a finished or archived action did not reach is « non atteint »: nothing is expected any more.
        """
        if self.atteint_le:
            etat = EtatJalon.ATTEINT
        elif self.annule:
            etat = EtatJalon.ANNULE
        elif action.close:
            etat = EtatJalon.NON_ATTEINT
        elif not self.en_retard:
            etat = EtatJalon.PREVU
        elif action.en_vigueur:
            etat = EtatJalon.EN_RETARD
        else:
            return action.statut, str(action.get_statut_display())
        return etat.value, str(etat.label)

    @property
    def jour_dessine(self) -> date:
        """The day at which a drawing puts it: reached, or else due (`JalonQuerySet.avec_etat`)."""
        return self.atteint_le or self.echeance

    def etat_dessine(self, action: Action, reports: Iterable["Report"]) -> tuple[str, str]:
        """How a drawing reads it, as (state, word): as `etat_dans`, « reporté » where it was put off in sight
        of all and is only expected (`JalonQuerySet.avec_etat`).

        Args:
            reports: its moves that the public could read.
        """
        etat, mot = self.etat_dans(action)
        reporte = self.echeance > self.echeance_initiale and any(
            r.nouvelle_date == self.echeance for r in reports
        )
        return (REPORTE, mot) if etat == EtatJalon.PREVU and reporte else (etat, mot)

    @property
    def reporte(self) -> bool:
        return self.echeance != self.echeance_initiale

    def clean(self) -> None:
        if self.pk and not est_un_motif(self.motif_report):
            avant = type(self).objects.filter(pk=self.pk).values_list("echeance", flat=True).first()
            if avant and self.echeance and avant != self.echeance:
                raise ValidationError({"echeance": report_sans_motif()})


def _au_vu(cle: str) -> str:
    """SQL: whether the action was public as that date was moved (`ReportQuerySet.publics`)."""
    return f"""NOT EXISTS (
  SELECT FROM public.actions_report t
  JOIN public.actions_actionevent a ON a.pgh_obj_id = t.action_id AND NOT {publique("a")}
  AND (a.pgh_created_at < t.le AND (a.remplace_le IS NULL OR a.remplace_le >= t.le)
    OR a.pgh_created_at <= t.le AND (a.remplace_le IS NULL OR a.remplace_le > t.le))
  WHERE t.id = {cle})"""


class ReportQuerySet(RequeteHistorique["Report"]):
    def publics(self) -> Self:
        """Of dates that the public could read: a draft, even once published, keeps its words to itself; what
        was moved by mistake, and annulled, is no move."""
        return self.exclude(hors_de_vue("action", "le")).exclude(corrections__nature=NatureCorrection.REPORT)


@historise(parent="action")
@retirable("motif", ou="action", publics=({**DE_L_ACTION, "": _au_vu},))
class Report(models.Model):
    """A date that was moved. Written by the triggers of `Jalon` and `Action`, never by hand; append-only."""

    ECRIT_PAR_DECLENCHEUR = True
    """The web role may not insert here: the triggers of dates do (partenariat.histoire.droits)."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="reports", verbose_name=_("action"))
    jalon = models.ForeignKey(
        Jalon,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("jalon"),
        help_text=_("Vide : la fin de l'action elle-même."),
    )
    ancienne_date = models.DateField(_("ancienne date"))
    nouvelle_date = models.DateField(_("nouvelle date"), null=True, blank=True)
    motif = models.TextField(_("motif"))
    par = un_compte(_("par"), efface=models.SET_NULL)
    le = models.DateTimeField(_("le"), default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-le", "-id"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["le"], name="report_le")]
        constraints = [
            models.CheckConstraint(name="report_motif_non_vide", condition=motif_ecrit("motif")),
            models.CheckConstraint(
                name="report_date_differente",
                condition=Q(nouvelle_date__isnull=True) | ~Q(nouvelle_date=F("ancienne_date")),
            ),
        ]
        triggers = [
            # The author's account may be closed (SET NULL), its words corrected; nothing else may change.
            fige_quand(
                "report_inalterable",
                "Un report ne se modifie pas.",
                sauf=coquille("report_id", "NEW.id"),
                libres=["par"],
            ),
            pgtrigger.Trigger(
                name="indelebile",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                # Deferred: a report goes with its action or its milestone, never alone.
                timing=pgtrigger.Deferred,
                func=f"""
IF EXISTS (SELECT 1 FROM public.actions_action WHERE id = OLD.action_id)
AND (OLD.jalon_id IS NULL OR EXISTS (SELECT 1 FROM public.actions_jalon WHERE id = OLD.jalon_id)) THEN
  {refus("report_indelebile", "Un report ne s'efface pas.")}
END IF;
RETURN NULL;
""",
            ),
        ]

    def __str__(self) -> str:
        return f"{affichable(self.ancienne_date)} → {affichable(self.nouvelle_date)}"

    @property
    def quoi(self) -> str:
        """What was moved: a milestone, by its title, or the end of the action."""
        return str(self.jalon) if self.jalon else gettext("Fin de l'action")
