"""Who sits on the committee, and from when to when."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actions.models import Plan
from comite.models.etats import EtatProcesVerbal, Qualite
from comite.models.lus import DU_PLAN
from comite.models.presents import DES_MANDATS, en_fonction
from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import interdit, rattachement, sans_chevauchement
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles
from partenariat.models import Organisation
from partenariat.retraits.registre import DEBUT
from partenariat.retraits.retirable import retirable

MANDAT = ("mandat_debut", "mandat_fin")
UN_MANDAT = ("membre_un_mandat_a_la_fois", "Cette personne siège déjà pendant ce mandat.")


class MembreQuerySet(RequeteHistorique["Membre"]):
    def en_fonction(self, jour: date) -> Self:
        """Those whose mandate holds that day (`comite.models.presents.en_fonction`, in Python)."""
        return self.filter(Q(mandat_fin__isnull=True) | Q(mandat_fin__gte=jour), mandat_debut__lte=jour)

    def par_rang(self) -> Self:
        """The chair first, then by quality, function and organisation."""
        ordre = models.Case(
            *(models.When(qualite=qualite, then=rang) for rang, qualite in enumerate(Qualite.values)),
            output_field=models.IntegerField(),
        )
        return self.select_related("organisation").order_by("-presidence", ordre, "fonction", "id")


@historise()
@retirable("nom", publics=(DU_PLAN,))
class Membre(models.Model):
    """One mandate: a new one is a new row. The public reads its function, body and name, if any."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="membres", verbose_name=_("plan"))
    nom = models.CharField(_("nom"), max_length=150, blank=True, help_text=_("Peut rester vide."))
    fonction = models.CharField(_("fonction"), max_length=200)
    qualite = models.CharField(_("qualité"), max_length=20, choices=Qualite)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="membres_du_comite",
        verbose_name=_("organisation"),
    )
    mandat_debut = models.DateField(_("début du mandat"))
    mandat_fin = models.DateField(
        _("fin du mandat"), null=True, blank=True, help_text=_("Dernier jour; vide tant qu'il dure.")
    )
    presidence = models.BooleanField(_("présidence"), default=False)
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mandats",
        verbose_name=_("compte"),
    )

    objects = MembreQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "mandat_debut", "id"]
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        constraints = [
            dates_possibles("membre_dates_possibles", "mandat_debut", "mandat_fin"),
            models.CheckConstraint(
                name="membre_mandat_en_ordre",
                condition=Q(mandat_fin__isnull=True) | Q(mandat_fin__gte=F("mandat_debut")),
                violation_error_message=_("La fin du mandat précède son début."),
            ),
            models.CheckConstraint(name="membre_qualite_connue", condition=Q(qualite__in=Qualite.values)),
            models.CheckConstraint(name="membre_fonction_non_vide", condition=~Q(fonction="")),
        ]
        triggers = [
            sans_chevauchement(
                "membre_une_presidence",
                "Une seule personne préside à la fois.",
                dans="plan",
                periode=MANDAT,
                memes=["presidence"],
                quand=pgtrigger.Q(new__presidence=True),
            ),
            # Twice on the committee would be twice in the quorum.
            sans_chevauchement(
                *UN_MANDAT, nom="un_mandat_par_compte", dans="plan", periode=MANDAT, memes=["utilisateur"]
            ),
            sans_chevauchement(
                *UN_MANDAT,
                nom="un_mandat_par_nom",
                dans="plan",
                periode=MANDAT,
                memes=["nom"],
                # Two names that were withdrawn are not one person's.
                quand=pgtrigger.Condition(f"NEW.nom <> '' AND NOT starts_with(NEW.nom, '{DEBUT}')"),
            ),
            rattachement(
                "plan",
                "presences",
                "membre_plan_garde",
                "Cette personne a siégé : elle reste au comité de ce plan.",
            ),
            interdit(
                "membre_mandat_compte",
                "Un procès-verbal approuvé compte cette personne au quorum, ou ne l'y compte pas : "
                "gardez son mandat autour de cette séance.",
                f"""
EXISTS (
  SELECT 1 FROM public.comite_presence p
  JOIN public.comite_seance s ON s.id = p.seance_id
  WHERE p.membre_id = NEW.id
  AND p.present
  AND s.etat_pv = '{EtatProcesVerbal.APPROUVE}'
  AND ({en_fonction("OLD", "s.date")}) <> ({en_fonction("NEW", "s.date")})
)""",
                champs=["mandat_debut", "mandat_fin"],
                quand=Change(*MANDAT),
                avant="""
-- Dates out of order are refused by their own constraint, after the triggers.
IF NEW.mandat_fin < NEW.mandat_debut THEN RETURN NEW; END IF;
-- The meetings where this person sat are held: their minutes are not approved on a count that changes.
PERFORM 1 FROM public.comite_seance
WHERE id IN (SELECT seance_id FROM public.comite_presence WHERE membre_id = NEW.id)
ORDER BY id FOR NO KEY UPDATE;
""",
            ),
            DES_MANDATS,
        ]

    def __str__(self):
        qui = [self.nom, self.fonction, str(self.organisation) if self.organisation else ""]
        return ", ".join(dit for dit in qui if dit)

    def get_absolute_url(self) -> str:
        return self.plan.adresse("comite")

    def clean(self):
        if not (self.plan_id and self.presidence and self.mandat_debut):
            return
        autres = type(self).objects.filter(plan=self.plan_id, presidence=True).exclude(pk=self.pk)
        fin = Q(mandat_debut__lte=self.mandat_fin) if self.mandat_fin else Q()
        if autres.filter(fin, Q(mandat_fin__isnull=True) | Q(mandat_fin__gte=self.mandat_debut)).exists():
            raise ValidationError({"presidence": _("Une seule personne préside à la fois.")})
