"""The states that a commitment went through: from, to, why, by whom, when."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import DE_L_ENGAGEMENT, Engagement
from engagements.models.etats import Etat
from engagements.models.geste import GesteQuerySet
from partenariat.donnees.champs import un_compte
from partenariat.donnees.recherche import champ_recherche
from partenariat.gardes.regles import ajout_seulement
from partenariat.histoire.historise import historise
from partenariat.retraits.retirable import retirable


@historise(parent="engagement")
@retirable("motif", ou="engagement", copies={"motif": ("engagement__motif",)}, publics=(DE_L_ENGAGEMENT,))
class Passage(models.Model):
    """One change of state. Written by the trigger of `Engagement`, never by hand; append-only."""

    AJOUT_SEULEMENT = True
    ECRIT_PAR_DECLENCHEUR = True

    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="passages", verbose_name=_("engagement")
    )
    de = models.CharField(_("de"), max_length=15, choices=Etat)
    vers = models.CharField(_("vers"), max_length=15, choices=Etat)
    motif = models.TextField(_("motif"), blank=True)
    par = un_compte(_("par"))
    le = models.DateTimeField(_("le"), default=timezone.now)
    recherche = champ_recherche(C="motif")

    objects = GesteQuerySet.as_manager()

    class Meta:
        ordering = ["le", "id"]
        indexes = [
            GinIndex(fields=["recherche"], name="passage_recherche"),
            models.Index(fields=["le"], name="passage_le"),
        ]
        verbose_name = _("changement d'état")
        verbose_name_plural = _("changements d'état")
        triggers = [ajout_seulement("passage_inalterable")]

    def __str__(self):
        return f"{self.get_de_display()} → {self.get_vers_display()}"
