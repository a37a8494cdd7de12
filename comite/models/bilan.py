"""The annual review: written by axis, figures as of the cut-off, frozen when it is published."""

from typing import Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from actions.models import Axe, Plan
from actions.models.connues import plan_connu
from comite.models.cycle import BILAN
from comite.models.etats import PublicationBilan
from comite.models.lus import DU_PLAN
from partenariat.cycles.cycle import AvecCycle
from partenariat.donnees.champs import TexteRiche
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.regles import (
    du_meme,
    fige_avec,
    fige_quand,
    version,
)
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.historise import historise
from partenariat.histoire.noms_figes import fige_son_nom, renomme_a_tort
from partenariat.histoire.temps import AujourdHui, Maintenant, RequeteHistorique, dates_possibles
from partenariat.retraits.retirable import retirable


class BilanQuerySet(RequeteHistorique["Bilan"]):
    def publics(self) -> Self:
        return self.filter(publication=PublicationBilan.PUBLIEE)


ANNEE_FIGEE = gettext_noop("L'année d'un bilan qui a été publié ne change plus : elle est dans son adresse.")
FUT_PUBLIE = f"""
EXISTS (
  SELECT 1 FROM public.comite_bilanevent b
  WHERE b.pgh_obj_id = OLD.id AND b.publication = '{PublicationBilan.PUBLIEE}'
)"""


@fige_son_nom(
    "annee",
    connu=FUT_PUBLIE,
    est_connu="fut_publie",
    fige=("bilan_repris_annee_figee", ANNEE_FIGEE),
    reste=("bilan_repris_reste", "Un bilan qui a été publié ne s'efface pas : son adresse reste la sienne."),
)
@historise()
@retirable("introduction", publics=({**DU_PLAN, "publication": (PublicationBilan.PUBLIEE,)},))
class Bilan(AvecCycle, models.Model):
    CYCLE = BILAN

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="bilans", verbose_name=_("plan"))
    annee = models.PositiveSmallIntegerField(_("année"))
    arret = models.DateField(_("arrêt des données"), help_text=_("Dernier jour que le bilan couvre."))
    introduction = TexteRiche(
        _("introduction"), blank=True, help_text=_("Markdown simple : paragraphes, listes, gras, liens.")
    )
    publication = models.CharField(
        _("publication"),
        max_length=10,
        choices=PublicationBilan,
        default=PublicationBilan.BROUILLON,
        editable=False,
    )
    publie_le = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    donnees = models.TextField(_("données figées"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = BilanQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-annee"]
        verbose_name = _("bilan annuel")
        verbose_name_plural = _("bilans annuels")
        constraints = [
            dates_possibles("bilan_dates_possibles", "arret"),
            models.UniqueConstraint(
                name="bilan_annee_unique",
                fields=["plan", "annee"],
                violation_error_message=_(
                    "Le bilan de cette année existe déjà : ouvrez-le, ou changez l'année."
                ),
            ),
            models.CheckConstraint(
                name="bilan_annee_possible",
                condition=Q(annee__range=(2009, 2100)),
                violation_error_message=_("Le partenariat date de 2009."),
            ),
            models.CheckConstraint(
                name="bilan_publication_connue", condition=Q(publication__in=PublicationBilan.values)
            ),
            models.CheckConstraint(
                name="bilan_publie_fige",
                condition=Q(publication=PublicationBilan.BROUILLON, donnees="")
                | Q(publication=PublicationBilan.PUBLIEE, publie_le__isnull=False) & ~Q(donnees=""),
            ),
            models.CheckConstraint(
                name="bilan_publie_sans_avenir",
                condition=Q(publication=PublicationBilan.BROUILLON)
                | Q(publie_le__lte=Maintenant(), arret__lte=AujourdHui()),
            ),
            models.CheckConstraint(
                name="bilan_arret_de_l_annee",
                condition=Q(arret__year=F("annee")) | Q(arret__year=F("annee") + 1),
                violation_error_message=_(
                    "Les données d'un bilan s'arrêtent dans l'année qu'il couvre, ou dans la suivante."
                ),
            ),
        ]
        triggers = [
            version(),
            date_par_le_serveur("publie_le"),
            fige_quand("bilan_plan_fixe", "Un bilan ne change pas de plan.", seulement=["plan"]),
            fige_quand(
                "bilan_publie_fige",
                "Un bilan publié est figé : reprenez-le d'abord en brouillon.",
                f"OLD.publication = '{PublicationBilan.PUBLIEE}'",
                sauf=f"NEW.publication = '{PublicationBilan.BROUILLON}'",
                libres=["version"],
                a=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self):
        return _("Bilan %(annee)s") % {"annee": self.annee}

    def get_absolute_url(self) -> str:
        return self.plan.adresse("bilan", annee=self.annee)

    def clean(self) -> None:
        if refus := renomme_a_tort(self):
            raise ValidationError(refus)

    @property
    def fut_publie(self) -> bool:
        """Whether it is public, or ever was. One query."""
        return evenements_de(Bilan).filter(pgh_obj=self.pk, publication=PublicationBilan.PUBLIEE).exists()

    @property
    def public(self) -> bool:
        return self.publication == PublicationBilan.PUBLIEE


@historise()
@retirable(
    "recit",
    ou="bilan",
    publics=({"bilan__plan": plan_connu, "bilan__publication": (PublicationBilan.PUBLIEE,)},),
)
class BilanAxe(models.Model):
    """What the review tells of an axis."""

    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="axes", verbose_name=_("bilan"))
    axe = models.ForeignKey(Axe, models.PROTECT, related_name="+", verbose_name=_("axe"))
    recit = TexteRiche(_("récit"), help_text=_("Markdown simple : paragraphes, listes, gras, liens."))

    class Meta:
        ordering = ["bilan", "axe__numero", "id"]
        verbose_name = _("récit d'un axe")
        verbose_name_plural = _("récits des axes")
        constraints = [
            models.UniqueConstraint(
                name="bilan_axe_une_fois",
                fields=["bilan", "axe"],
                violation_error_message=_("Cet axe a déjà son récit : corrigez celui-là."),
            ),
            models.CheckConstraint(name="bilan_recit_non_vide", condition=~Q(recit="")),
        ]
        triggers = [
            du_meme("bilan_axe_du_plan", "Cet axe est d'un autre plan.", axe__plan="bilan__plan"),
            fige_avec(
                "bilan",
                f"ensemble.publication = '{PublicationBilan.PUBLIEE}'",
                "bilan_axe_publie_fige",
                "Un bilan publié est figé : reprenez-le d'abord en brouillon.",
            ),
        ]

    def __str__(self):
        return f"{self.bilan} · {self.axe}"
