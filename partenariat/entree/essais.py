"""The tries of a secret (password, signed link): counted exactly, whatever the number of processes.

A try is counted *before* its secret is read, and given back where it was right: twenty-four at once are five.

Three counts, of failures: an account from an address, refused from the sixth; an address, whatever the
account; an account, whatever the address, which refuses nobody. It only makes wait, longer and longer, an
address that has already failed there: strangers cannot keep the owner out.
"""

import math
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.empreintes import LONGUEUR
from partenariat.entree.visiteur import reseau

FENETRE = timedelta(minutes=15)
"""From its first failure, how long a count lasts."""
PAR_COUPLE = 5
CALME = 10
"""Failures of one account, all addresses together, before one waits between two tries."""
ATTENTE_MAX = 60
"""Seconds."""

CONNEXION, LIEN = "connexion", "lien"
"""What is tried. An address that failed at one is not refused the other."""


class EssaiQuerySet(models.QuerySet["Essai"]):
    def perimes(self) -> Self:
        return self.filter(depuis__lt=timezone.now() - FENETRE)


class Essai(models.Model):
    """A count of failures. Its key is a fingerprint: neither the name tried nor the address is kept."""

    cle = models.CharField(_("empreinte de qui essaie quoi"), primary_key=True, max_length=LONGUEUR)
    rates = models.PositiveIntegerField(_("essais ratés"), default=0)
    depuis = models.DateTimeField(_("premier essai raté"), db_index=True)
    dernier = models.DateTimeField(_("dernier essai raté"))

    objects = EssaiQuerySet.as_manager()

    class Meta:
        app_label = "partenariat"
        verbose_name = _("essais d'un secret")
        verbose_name_plural = _("essais de secrets")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.dernier):%Y-%m-%d %H:%M} · {self.rates}"

    @classmethod
    def tenus(cls, cles: Iterable[str], maintenant: datetime) -> dict[str, Self]:
        """The counts under these keys, held until the end of the transaction; what is over starts again."""
        # Always in the same order: two requests never wait for each other.
        ordonnees = sorted(cles)
        cls.objects.bulk_create(
            (cls(cle=cle, depuis=maintenant, dernier=maintenant) for cle in ordonnees), ignore_conflicts=True
        )
        lus = cls.objects.filter(cle__in=ordonnees).order_by("pk").select_for_update()
        tenus = {essai.cle: essai for essai in lus}
        for essai in tenus.values():
            if essai.depuis < maintenant - FENETRE:
                essai.rates, essai.depuis = 0, maintenant
        return tenus


def demander(quoi: str, adresse: str, compte: str | None = None) -> int:
    """Counts a try; 0 where it may be made, else the seconds to wait, and it is not to be made.

    Args:
        compte: the name that was typed, whether an account bears it or not: both are answered alike.
    """
    maintenant = timezone.now()
    cle_adresse, *du_compte = _cles(quoi, adresse, compte)
    with transaction.atomic():
        tenus = Essai.tenus((cle_adresse, *du_compte), maintenant)
        attente = _reste(tenus[cle_adresse], settings.ESSAIS_PAR_ADRESSE, maintenant)
        if du_compte and not attente:
            couple, lui = (tenus[cle] for cle in du_compte)
            attente = _reste(couple, PAR_COUPLE, maintenant) or _patience(couple, lui, maintenant)
        if attente:
            # What is refused writes nothing: a flood does not fill the table.
            Essai.objects.filter(cle__in=tenus, rates=0).delete()
            return attente
        for essai in tenus.values():
            essai.rates, essai.dernier = essai.rates + 1, maintenant
        Essai.objects.bulk_update(tenus.values(), ["rates", "depuis", "dernier"])
    return 0


def reussi(quoi: str, adresse: str, compte: str | None = None) -> None:
    """The secret was right: the try that was counted is given back and, to the account, its owner's mistakes.

    To the address, the try alone: whoever has an account would otherwise wipe out, by signing in, what he
    tried on others.
    """
    cles = _cles(quoi, adresse, compte)
    with transaction.atomic():
        tenus = Essai.tenus(cles, timezone.now())
        adresse_, *du_compte = (tenus[cle] for cle in cles)
        adresse_.rates = max(adresse_.rates - 1, 0)
        if du_compte:
            couple, lui = du_compte
            lui.rates = max(lui.rates - couple.rates, 0)
            couple.rates = 0
        Essai.objects.bulk_update(tenus.values(), ["rates", "depuis"])
        Essai.objects.filter(cle__in=cles, rates=0).delete()


def restants(quoi: str, adresse: str, compte: str) -> int:
    """How many more tries this address has of this account, whether one bears that name or not."""
    cle_adresse, couple, _lui = _cles(quoi, adresse, compte)
    rates = dict(Essai.objects.filter(cle__in=(cle_adresse, couple)).values_list("cle", "rates"))
    d_ici = settings.ESSAIS_PAR_ADRESSE - rates.get(cle_adresse, 0)
    return max(min(PAR_COUPLE - rates.get(couple, 0), d_ici), 0)


def nom_canonique(compte: str) -> str:
    """What one account's name may be typed as: case, width, accents composed or not, blanks."""
    return "".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", compte).casefold()).split())


def _cles(quoi: str, adresse: str, compte: str | None) -> list[str]:
    """The keys of the address and, for an account, of both together, then of the account."""
    d_ici = reseau(adresse)
    cles: list[tuple[str, ...]] = [(quoi, "adresse", d_ici)]
    if compte is not None:
        lui = nom_canonique(compte)
        cles += [(quoi, "couple", lui, d_ici), (quoi, "compte", lui)]
    return [salted_hmac("partenariat.essais", repr(cle), algorithm="sha256").hexdigest() for cle in cles]


def _reste(essai: Essai, limite: int, maintenant: datetime) -> int:
    """Seconds until the count starts again, where its limit is reached."""
    return _secondes(essai.depuis + FENETRE - maintenant) if essai.rates >= limite else 0


def _patience(couple: Essai, lui: Essai, maintenant: datetime) -> int:
    """Seconds between two tries of an address that failed, on an account that many try."""
    if not couple.rates or lui.rates < CALME:
        return 0
    delai = min(2 ** min(lui.rates - CALME, 10), ATTENTE_MAX)
    return max(_secondes(couple.dernier + timedelta(seconds=delai) - maintenant), 0)


def _secondes(duree: timedelta) -> int:
    return math.ceil(duree.total_seconds())
