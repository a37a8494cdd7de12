"""The letters that remind: one row each, written before it is sent and after."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.empreintes import LONGUEUR
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique
from partenariat.models import Organisation


class GenreRappel(models.TextChoices):
    DEMANDES = "demandes", _("Demandes sans réponse")
    SUITES = "suites", _("Suites en retard")


class EtatRappel(models.TextChoices):
    EN_COURS = "en_cours", _("En cours d'envoi")
    ENVOYE = "envoye", _("Envoyé")
    REFUSE = "refuse", _("Refusé par le serveur de courriel")
    INTERROMPU = "interrompu", _("Interrompu : peut-être parti")


class RappelQuerySet(RequeteHistorique["Rappel"]):
    def partis(self) -> Self:
        return self.filter(etat=EtatRappel.ENVOYE)

    @transaction.atomic
    def interrompre(self) -> list["Rappel"]:
        """Those whose sending was cut: no one but a server of mail knows whether they left.

        Under the lock of the sending: none of them is being sent.
        """
        coupes = list(self.filter(etat=EtatRappel.EN_COURS).select_related("organisation"))
        for rappel in coupes:
            rappel._passer(EtatRappel.INTERROMPU)
        return coupes


# A letter is nobody's page: it moves no public one.
@historise(interne=True)
class Rappel(models.Model):
    """One letter to one body, known by what it asks and since when: the same letter has the same key."""

    cle = models.CharField(_("clé"), max_length=LONGUEUR, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rappels", verbose_name=_("organisation")
    )
    genre = models.CharField(_("genre"), max_length=10, choices=GenreRappel)
    etat = models.CharField(_("état"), max_length=10, choices=EtatRappel, default=EtatRappel.EN_COURS)
    commence_le = models.DateTimeField(_("commencé le"), default=timezone.now)
    envoye_le = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    objects = RappelQuerySet.as_manager()

    class Meta:
        ordering = ["-commence_le", "-id"]
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        constraints = [
            models.CheckConstraint(name="rappel_etat_connu", condition=Q(etat__in=EtatRappel.values)),
            models.CheckConstraint(name="rappel_genre_connu", condition=Q(genre__in=GenreRappel.values)),
            models.CheckConstraint(
                name="rappel_envoye_date",
                condition=Q(etat=EtatRappel.ENVOYE, envoye_le__isnull=False)
                | ~Q(etat=EtatRappel.ENVOYE) & Q(envoye_le__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_genre_display()}"

    @classmethod
    def commencer(cls, cle: str, organisation: Organisation, genre: GenreRappel) -> "Rappel | None":
        """Says, before it is sent, that it is about to be; None where it left already."""
        rappel, nouveau = cls.objects.get_or_create(
            cle=cle, defaults={"organisation": organisation, "genre": genre}
        )
        if rappel.etat == EtatRappel.ENVOYE:
            return None
        if not nouveau:
            rappel._passer(EtatRappel.EN_COURS, commence_le=timezone.now())
        return rappel

    def partir(self) -> None:
        self._passer(EtatRappel.ENVOYE, envoye_le=timezone.now())

    def refuser(self) -> None:
        """The server of mail did not take it: it did not leave."""
        self._passer(EtatRappel.REFUSE)

    def _passer(self, etat: EtatRappel, **champs: Any) -> None:
        for nom, valeur in {"etat": etat, **champs}.items():
            setattr(self, nom, valeur)
        self.save(update_fields=["etat", *champs])
