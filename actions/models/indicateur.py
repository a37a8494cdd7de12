"""Indicators and their measurements."""

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.etats import DE_L_ACTION, VISIBLES_DU_PUBLIC, Sens
from actions.models.sommes import DES_INDICATEURS, DES_MESURES
from partenariat.donnees.recherche import champ_recherche
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import dates_possibles, sans_avenir
from partenariat.presentation.formats import date_longue, deux_points, nombre
from partenariat.presentation.traduction import Traduit
from partenariat.retraits.retirable import retirable

ANNEES = (1900, 2200)


def _ensemble(annee: str, valeur: str) -> Q:
    return Q(**{f"{annee}__isnull": True, f"{valeur}__isnull": True}) | Q(
        **{f"{annee}__isnull": False, f"{valeur}__isnull": False}
    )


@historise(parent="action")
@retirable(
    "nom",
    "nom_en",
    "unite",
    "methode",
    "nature",
    ou="action",
    parties=("mesures",),
    publics=(DE_L_ACTION,),
)
class Indicateur(Traduit, models.Model):
    action = models.ForeignKey(Action, models.CASCADE, related_name="indicateurs", verbose_name=_("action"))
    nom = models.CharField(_("nom"), max_length=250)
    nom_en = models.CharField(_("nom en anglais"), max_length=250, blank=True)
    unite = models.CharField(_("unité"), max_length=40)
    sens = models.CharField(_("sens"), max_length=10, choices=Sens, default=Sens.HAUSSE)
    reference_annee = models.PositiveSmallIntegerField(_("année de référence"), null=True, blank=True)
    reference_valeur = models.DecimalField(
        _("valeur de référence"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    cible_annee = models.PositiveSmallIntegerField(_("année de la cible"), null=True, blank=True)
    cible_valeur = models.DecimalField(_("cible"), max_digits=20, decimal_places=4, null=True, blank=True)
    methode = models.TextField(_("méthode"), blank=True)
    nature = models.CharField(_("nature des données"), max_length=250, blank=True)
    rupture_le = models.DateField(
        _("rupture de série"),
        null=True,
        blank=True,
        help_text=_("À partir de cette date, les mesures ne se comparent plus aux précédentes."),
    )
    recherche = champ_recherche(B="nom nom_en")

    class Meta:
        ordering = ["action", "id"]
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        indexes = [GinIndex(fields=["recherche"], name="indicateur_recherche")]
        constraints = [
            models.CheckConstraint(
                name="indicateur_reference_datee",
                condition=_ensemble("reference_annee", "reference_valeur"),
                violation_error_message=_("La valeur de référence et son année vont ensemble."),
            ),
            models.CheckConstraint(
                name="indicateur_cible_datee",
                condition=_ensemble("cible_annee", "cible_valeur"),
                violation_error_message=_("La cible et son année vont ensemble."),
            ),
            *(
                models.CheckConstraint(
                    name=f"indicateur_{champ}_possible",
                    condition=Q(**{f"{champ}__isnull": True}) | Q(**{f"{champ}__range": ANNEES}),
                    violation_error_message=_("Écrivez une année de quatre chiffres, de 1900 à 2200."),
                )
                for champ in ("reference_annee", "cible_annee")
            ),
            models.CheckConstraint(name="indicateur_sens_connu", condition=Q(sens__in=Sens.values)),
            models.CheckConstraint(name="indicateur_nom_non_vide", condition=~Q(nom="")),
        ]
        triggers = DES_INDICATEURS

    def __str__(self):
        return self.traduit("nom")

    @cached_property
    def derniere_mesure(self) -> "Mesure | None":
        """The latest measurement (uses what was prefetched)."""
        return max(self.mesures.all(), key=lambda mesure: mesure.date, default=None)

    @property
    def ecart(self) -> Decimal | None:
        """Variance: latest value minus target, in the indicator's unit; None where one is missing."""
        if self.cible_valeur is None or self.derniere_mesure is None:
            return None
        return self.derniere_mesure.valeur - self.cible_valeur

    @property
    def cible_atteinte(self) -> bool | None:
        """Whether the latest value meets the target, in the wanted direction; None where one is missing."""
        if self.ecart is None:
            return None
        vers = {Sens.HAUSSE: self.ecart >= 0, Sens.BAISSE: self.ecart <= 0, Sens.MAINTIEN: self.ecart == 0}
        return vers[Sens(self.sens)]


@historise(parent="indicateur__action")
@retirable(
    "source",
    ou="indicateur__action",
    publics=({"indicateur__action__publication": VISIBLES_DU_PUBLIC},),
)
class Mesure(models.Model):
    indicateur = models.ForeignKey(
        Indicateur, models.CASCADE, related_name="mesures", verbose_name=_("indicateur")
    )
    date = models.DateField(_("date"))
    valeur = models.DecimalField(_("valeur"), max_digits=20, decimal_places=4)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        ordering = ["indicateur", "date", "id"]
        indexes = [models.Index(fields=["date"], name="mesure_date")]
        verbose_name = _("mesure")
        verbose_name_plural = _("mesures")
        constraints = [
            dates_possibles("mesure_dates_possibles", "date"),
            sans_avenir("mesure_sans_avenir", "date"),
            models.UniqueConstraint(
                name="mesure_une_par_date",
                fields=["indicateur", "date"],
                violation_error_message=_(
                    "Cet indicateur a déjà une mesure à cette date : corrigez-la, ou changez la date."
                ),
            ),
        ]
        triggers = DES_MESURES

    def __str__(self):
        return f"{date_longue(self.date)}{deux_points()} {nombre(self.valeur)}"
