"""A called meeting that was moved: the day and hour for which it was called, why, by whom, when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models.connues import plan_connu
from comite.models.seance import Seance
from partenariat.donnees.champs import un_compte
from partenariat.donnees.motifs import motif_ecrit
from partenariat.gardes.regles import ajout_seulement
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, sans_avenir
from partenariat.presentation.formats import date_longue
from partenariat.retraits.publics import ecrit
from partenariat.retraits.retirable import retirable


@historise()
@retirable("motif", ou="seance", publics=({"seance__plan": plan_connu, "seance__convoquee_le": ecrit},))
class Deplacement(models.Model):
    """Written by the trigger of `Seance` (a plan file tells of the past), never by hand; append-only."""

    AJOUT_SEULEMENT = True
    ECRIT_PAR_DECLENCHEUR = True

    seance = models.ForeignKey(Seance, models.PROTECT, related_name="deplacements", verbose_name=_("séance"))
    ancienne_date = models.DateField(_("ancienne date"))
    ancienne_heure = models.TimeField(_("ancienne heure"), null=True, blank=True)
    motif = models.TextField(_("motif"))
    par = un_compte(_("par"))
    le = models.DateField(_("le"))

    objects = RequeteHistorique["Deplacement"].as_manager()

    class Meta:
        ordering = ["seance", "id"]
        verbose_name = _("déplacement d'une séance")
        verbose_name_plural = _("déplacements de séances")
        constraints = [
            dates_possibles("deplacement_dates_possibles", "ancienne_date", "le"),
            models.CheckConstraint(name="deplacement_motif_non_vide", condition=motif_ecrit("motif")),
            sans_avenir("deplacement_sans_avenir", "le"),
        ]
        triggers = [
            ajout_seulement("deplacement_inalterable", "Le déplacement d'une séance ne se modifie pas.")
        ]

    def __str__(self) -> str:
        return date_longue(self.ancienne_date)
