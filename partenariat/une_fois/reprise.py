"""A form whose session ended: held by the page that says so, shown filled to whom it was read for.

Nothing of it is kept by the site. What was sent goes, sealed, from the page of the ended session to the login
and from there to a page that shows it: it is sent again by a click, never by itself.

Nobody else can have it shown. Each form's key says, signed, for which account the page was made: a form that
another site, or another account, made up is none of that account's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, Self

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core import signing
from django.http import HttpRequest

from partenariat.une_fois.envois import GARDE
from partenariat.une_fois.saisie import (
    BOUTON,
    CHAMP,
    ILLISIBLE,
    MOT_DE_PASSE,
    Texte,
    champs,
    d_ailleurs,
    textes,
    textes_de,
)

SCEAU = "reprise"
"""The hidden field that carries what is held."""
PLACE = 500_000
"""Characters of a form that are held: with what sealing adds, far below what the site takes in one body."""
PAS_DES_BOUTONS = (IS_POPUP_VAR, TO_FIELD_VAR, ACTION_CHECKBOX_NAME)
"""Begin as the name of a button does, in the back office: a window, a row that was ticked."""
_SEL = __name__


def cle_de(hasard: str, compte: Any) -> str:
    """The key of a form that is written for this account."""
    return signing.Signer(salt=f"{_SEL} {compte.pk}").sign(hasard) if compte else hasard


@dataclass(frozen=True)
class Reprise:
    adresse: str
    cle: str
    champs: list[tuple[str, str]]
    fichiers: list[tuple[str, str]]
    """Name of the field, name of the file: its content is to be given again."""

    @classmethod
    def de(cls, request: HttpRequest) -> Self | None:
        """What this request holds, or sends and could be held: neither a password nor a token."""
        if tenue := cls.retenue(request):
            return tenue
        if not textes(request) or ":" not in (cle := request.POST.get(CHAMP, "")):
            return None
        dits = [(nom, dit) for nom, dit in champs(request) if MOT_DE_PASSE not in nom]
        if sum(len(nom) + len(dit) for nom, dit in dits) > PLACE:
            return None
        fichiers = [(nom, recu.name or "") for nom, recus in request.FILES.lists() for recu in recus]
        return cls(request.get_full_path(), cle, dits, fichiers)

    @classmethod
    def retenue(cls, request: HttpRequest) -> Self | None:
        """What this request holds."""
        if request.method != "POST" or d_ailleurs(request):
            return None
        try:
            sceau = request.POST.get(SCEAU, "")
            adresse, cle, dits, fichiers = signing.loads(sceau, salt=_SEL, max_age=GARDE)
        except (*ILLISIBLE, signing.BadSignature):
            return None
        return cls(adresse, cle, [(nom, dit) for nom, dit in dits], [(nom, dit) for nom, dit in fichiers])

    @cached_property
    def sceau(self) -> str:
        return signing.dumps((self.adresse, self.cle, self.champs, self.fichiers), salt=_SEL, compress=True)

    def est_a(self, compte: Any) -> bool:
        """Whether its page was made for this account."""
        try:
            signing.Signer(salt=f"{_SEL} {compte.pk}").unsign(self.cle)
        except signing.BadSignature:
            return False
        return True

    @property
    def textes(self) -> list[Texte]:
        return textes_de(self.champs, self.fichiers)

    @property
    def boutons(self) -> list[tuple[str, str]]:
        """The one that was pressed, where it has a name: what it says is what is done."""
        return [dit for dit in self.champs if _presse(dit)]

    @property
    def caches(self) -> list[tuple[str, str]]:
        """What goes with the button."""
        return [dit for dit in self.champs if not _presse(dit)]

    @property
    def a_joindre(self) -> Iterable[tuple[str, list[Texte]]]:
        """By field, the files to be given again."""
        for nom, dits in groupby(sorted(self.fichiers), key=itemgetter(0)):
            yield nom, textes_de([], dits)


def _presse(dit: tuple[str, str]) -> bool:
    nom, _valeur = dit
    return nom.startswith(BOUTON) and nom not in PAS_DES_BOUTONS
