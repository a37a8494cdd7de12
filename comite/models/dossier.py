"""The packet of a meeting, frozen: its cut-off, its data, its PDF and their fingerprints."""

from typing import Self

from django.db import models
from django.db.models import CharField, F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comite.models.seance import Seance
from partenariat.donnees.champs import un_compte
from partenariat.donnees.empreintes import EmpreinteTexte
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.regles import ajout_seulement
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, sans_avenir


class DossierQuerySet(RequeteHistorique["Dossier"]):
    def sans_octets(self) -> Self:
        """Without the PDF itself: lists do not read it."""
        return self.defer("pdf", "donnees")

    def alteres(self) -> Self:
        """Those whose document or data no longer have their fingerprint; PostgreSQL computes it."""
        somme = Func("pdf", template="encode(sha256(%(expressions)s), 'hex')", output_field=CharField())
        sommes = self.annotate(somme=somme, somme_donnees=EmpreinteTexte("donnees"))
        return sommes.exclude(somme=F("empreinte"), somme_donnees=F("empreinte_donnees")).sans_octets()


# The bytes stand once: they follow from the data, and the row never changes.
@historise(exclude=("pdf",))
class Dossier(models.Model):
    AJOUT_SEULEMENT = True
    """The web role may insert here, and never update nor delete (partenariat.histoire.droits)."""

    seance = models.ForeignKey(Seance, models.PROTECT, related_name="dossiers", verbose_name=_("séance"))
    rang = models.PositiveSmallIntegerField(_("rang"), default=1)
    arret = models.DateTimeField(_("arrêt des données"))
    donnees = models.TextField(_("données"), help_text=_("JSON, tel que figé."))
    empreinte_donnees = models.CharField(_("empreinte des données"), max_length=64)
    pdf = models.BinaryField(_("document"))
    empreinte = models.CharField(_("empreinte du document"), max_length=64)
    par = un_compte(_("préparé par"))
    le = models.DateTimeField(_("préparé le"), default=timezone.now)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["seance", "rang"]
        verbose_name = _("dossier de séance")
        verbose_name_plural = _("dossiers de séance")
        constraints = [
            models.UniqueConstraint(name="dossier_rang_unique", fields=["seance", "rang"]),
            sans_avenir("dossier_sans_avenir", "arret__date", instants=["le"]),
            models.CheckConstraint(
                name="dossier_empreintes",
                condition=Q(empreinte__regex="^[0-9a-f]{64}$") & Q(empreinte_donnees__regex="^[0-9a-f]{64}$"),
            ),
        ]
        triggers = [
            ajout_seulement("dossier_inalterable", "Un dossier est figé : préparez-en un autre."),
            # It is dated before it is composed: what is read of the meeting is what stood then.
            date_par_le_serveur(recul="1 hour"),
        ]

    def __str__(self):
        return f"{self.seance} · {self.rang}"
