"""The tries of a secret (password, signed link): counted exactly, whatever the number of processes.

A try is counted *before* its secret is read, and given back where it was right: twenty-four at once are five.
Where only tries that are still being read fill a count, one waits for what they were: many may come in at
once by one address, and none of them is refused because of the others.

Three counts, of failures: an account from an address, refused from the sixth; an address, whatever the
account; an account, whatever the address, which refuses nobody. It only makes wait, longer and longer, an
address that has already failed there: strangers cannot keep the owner out.
"""

import math
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import sleep
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.empreintes import LONGUEUR
from partenariat.donnees.tenues import tenir
from partenariat.entree.visiteur import reseau

FENETRE = timedelta(minutes=15)
"""From its first failure, how long a count lasts."""
PAR_COUPLE = 5
CALME = 10
"""Failures of one account, all addresses together, before one waits between two tries."""
ATTENTE_MAX = 60
"""Seconds."""
LECTURE = timedelta(seconds=20)
"""No secret takes as long to be read: beyond, what read it was stopped, and its try stays a failure."""
PAS = 0.05
"""Seconds between two looks at tries that are being read."""

CONNEXION, LIEN = "connexion", "lien"
"""What is tried. An address that failed at one is not refused the other."""


class EssaiQuerySet(models.QuerySet["Essai"]):
    def perimes(self) -> Self:
        return self.filter(depuis__lt=timezone.now() - FENETRE)

    def oublier(self) -> None:
        """But what someone holds, who would wait for us, and we for him."""
        with transaction.atomic():
            libres = self.select_for_update(skip_locked=True).values("pk")
            self.model.objects.filter(pk__in=libres).delete()


class Essai(models.Model):
    """A count of failures. Its key is a fingerprint: neither the name tried nor the address is kept."""

    cle = models.CharField(_("empreinte de qui essaie quoi"), primary_key=True, max_length=LONGUEUR)
    rates = models.PositiveIntegerField(_("essais ratés, ou en cours de lecture"), default=0)
    en_lecture = models.PositiveIntegerField(_("dont en cours de lecture"), default=0)
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
    def tenus(cls, cles: Sequence[str], maintenant: datetime) -> list[Self]:
        """The counts under these keys, held until the end of the transaction; what is over starts again."""
        tenus = tenir([cls(cle=cle, depuis=maintenant, dernier=maintenant) for cle in cles])
        for essai in tenus.values():
            if essai.depuis < maintenant - FENETRE:
                essai.rates, essai.en_lecture, essai.depuis = 0, 0, maintenant
            elif essai.dernier < maintenant - LECTURE:
                essai.en_lecture = 0
        return [tenus[cle] for cle in cles]

    def sans_lectures(self) -> Self:
        """What this count becomes where all that is being read is right."""
        return type(self)(rates=self.rates - self.en_lecture, depuis=self.depuis, dernier=self.dernier)


def demander(quoi: str, adresse: str, compte: str | None = None) -> int:
    """Counts a try; 0 where it may be made, else the seconds to wait, and it is not to be made.

    What it was is told after, by `reussi` or `rate`.

    Args:
        compte: the name that was typed, whether an account bears it or not: both are answered alike.
    """
    cles = _cles(quoi, adresse, compte)
    for _regard in range(int(LECTURE.total_seconds() / PAS)):
        maintenant = timezone.now()
        with transaction.atomic():
            tenus = Essai.tenus(cles, maintenant)
            if not (attente := _attente(tenus, maintenant)):
                for essai in tenus:
                    essai.rates, essai.en_lecture = essai.rates + 1, essai.en_lecture + 1
                    essai.dernier = maintenant
                Essai.objects.bulk_update(tenus, ["rates", "en_lecture", "depuis", "dernier"])
                return 0
            # What is refused writes nothing, and holds nothing: a flood does not fill the table.
            transaction.set_rollback(True)
        if _attente([essai.sans_lectures() for essai in tenus], maintenant):
            break
        sleep(PAS)
    return attente


def reussi(quoi: str, adresse: str, compte: str | None = None) -> None:
    """The secret was right: the try that was counted is given back and, to the account, its owner's mistakes.

    To the address, the try alone: whoever has an account would otherwise wipe out, by signing in, what he
    tried on others.
    """
    cles = _cles(quoi, adresse, compte)
    with transaction.atomic():
        adresse_, *du_compte = tenus = _lus(cles)
        adresse_.rates = max(adresse_.rates - 1, 0)
        if du_compte:
            couple, lui = du_compte
            # What is still being read stays counted.
            rendus = couple.rates - couple.en_lecture
            couple.rates, lui.rates = couple.en_lecture, max(lui.rates - rendus, 0)
        _ecrire(tenus)


def rate(quoi: str, adresse: str, compte: str | None = None) -> int:
    """The secret was wrong: its try stays counted.

    Returns:
        How many more this address has (of this account), whether one bears that name or not.
    """
    with transaction.atomic():
        adresse_, *du_compte = tenus = _lus(_cles(quoi, adresse, compte))
        _ecrire(tenus)
    restants = [
        settings.ESSAIS_PAR_ADRESSE - adresse_.rates,
        *(PAR_COUPLE - un.rates for un in du_compte[:1]),
    ]
    return max(min(restants), 0)


def _lus(cles: Sequence[str]) -> list[Essai]:
    """The counts of a try that was read."""
    tenus = Essai.tenus(cles, timezone.now())
    for essai in tenus:
        essai.en_lecture = max(essai.en_lecture - 1, 0)
    return tenus


def _ecrire(tenus: Sequence[Essai]) -> None:
    Essai.objects.bulk_update(tenus, ["rates", "en_lecture", "depuis"])
    Essai.objects.filter(cle__in=[essai.cle for essai in tenus], rates=0).delete()


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


def _attente(tenus: Sequence[Essai], maintenant: datetime) -> int:
    """Seconds until another try may be made: of the address, then of both, then of the account."""
    adresse, *du_compte = tenus
    attente = _reste(adresse, settings.ESSAIS_PAR_ADRESSE, maintenant)
    if du_compte and not attente:
        couple, lui = du_compte
        attente = _reste(couple, PAR_COUPLE, maintenant) or _patience(couple, lui, maintenant)
    return attente


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
