"""What waits: one kind of thing, its rows, how pressing each is and since when it waits."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html

from partenariat.presentation.formats import delai, depuis_combien, il_y_a
from partenariat.presentation.texte import champ_en_langue
from partenariat.presentation.traduction import Traduit

if TYPE_CHECKING:
    from django.db.models import QuerySet

D_ICI = timedelta(days=60)
"""How far ahead a date waits for somebody: a milestone, the end of an action, a meeting."""


def jour_de(instant: datetime | None) -> date | None:
    """The day of a moment, here."""
    return timezone.localdate(instant) if instant else None


class Palier(IntEnum):
    """How pressing a thing is, the most pressing first; within one, what comes or came first."""

    RETARD = 0
    """Its day is past, or someone says that it is not so: what the public sees in red."""
    DATE = 1
    """It has a day, which is near."""
    QUELQU_UN = 2
    """Somebody waits for it: a party, a colleague, the public."""
    LIBRE = 3
    """Nothing presses."""


class Qui(Enum):
    """Whose act a thing waits for."""

    MOI = "moi"
    AUTRES = "autres"
    """Somebody else's: what I asked, and where it stands."""
    PLUS_TARD = "plus-tard"
    """Mine, when there is something to say: it is not counted among what waits."""
    LIRE = "lire"
    """Nobody's: it only says something."""


@dataclass(frozen=True)
class Ligne:
    """One thing that waits, and the address of the very act that it waits for."""

    titre: str
    adresse: str
    etat: str
    """Its shape (`presentation.etats`): never colour alone."""
    mot: str
    """The word of that shape."""
    palier: Palier = Palier.QUELQU_UN
    fiche: str = ""
    """The page of the thing itself; empty where it has none that this person reads."""
    dit: str = ""
    """Why it waits, in one sentence; may be empty."""
    depuis: date | None = None
    """Since when it waits."""
    pour: date | None = None
    """Until when, which says more: `depuis` is then not told."""
    bouton: str | Promise = ""
    """The word of its act; that of its kind where empty."""
    code: str = ""
    """What tells its button from the others of the page."""
    francais: bool = False
    """Whether its title stays in French, whatever the page."""

    @property
    def rang(self) -> tuple[Palier, date]:
        """In what order it stands among the others."""
        return self.palier, self.pour or self.depuis or date.max

    @property
    def quand(self) -> str:
        """« dans 19 jours », « en retard de 26 jours », « il y a 14 jours »; empty where no day is known."""
        if self.pour:
            return delai(self.pour)
        return il_y_a(self.depuis) if self.depuis else ""

    @property
    def presse(self) -> str:
        """The same within a sentence about it: « depuis 14 jours »."""
        if self.pour or not self.depuis:
            return self.quand
        return depuis_combien(self.depuis)


def nom_de(objet: Any) -> str:
    """What a record is called: its code, its title, told apart where it stays in French."""
    if not isinstance(objet, Traduit):
        return str(objet)
    champ = "titre" if hasattr(objet, "titre") else "nom"
    dit = champ_en_langue(objet, champ)
    return format_html("{} · {}", objet.code, dit) if hasattr(objet, "code") else dit


def _sans_sujet(_chose: Any) -> None:
    return None


class EnBase:
    """What waits, left in the database: counted there, and read a page at a time."""

    def __init__(self, lignes: "QuerySet[Any]"):
        self.lignes = lignes

    @cached_property
    def _total(self) -> int:
        return self.lignes.order_by().count()

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, ou: Any) -> Any:
        return self.lignes[ou]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.lignes)

    def sans(self, cles: Iterable[int]) -> "EnBase":
        """Without those of these keys."""
        return EnBase(self.lignes.exclude(pk__in=list(cles)))


@dataclass(frozen=True)
class Attente:
    """One kind of thing that waits.

    Attributes:
        cle: names its place in the page, and in its address.
        titre: the act, as one is asked for it: « Signer ».
        nom: what they are, after how many there are: « textes à signer ».
        bouton: the word of the act of each row.
        choses: what waits, all of it, the most pressing first; in the database where it may be long.
        dire: the row of one of them; asked for those that are shown only.
        sujet: what kind of record a thing is about, and its key, so that it waits once though two kinds
            hold it (`prime`).
        genre: that kind of record, where the things are such records themselves.
        prime: whether what it holds stands here, and in no other kind.
    """

    cle: str
    titre: str | Promise
    nom: Callable[[int], str]
    bouton: str | Promise
    choses: Sequence[Any] | EnBase
    dire: Callable[[Any], Ligne]
    qui: Qui = Qui.MOI
    sujet: Callable[[Any], tuple[str, int] | None] = _sans_sujet
    genre: str = ""
    prime: bool = False

    def sans(self, prises: Collection[tuple[str, int]]) -> "Attente":
        """Without what stands elsewhere."""
        cles = {cle for genre, cle in prises if genre == self.genre}
        if not cles:
            return self
        choses = self.choses
        if isinstance(choses, EnBase):
            return replace(self, choses=choses.sans(cles))
        return replace(self, choses=[chose for chose in choses if chose.pk not in cles])

    @property
    def parametre(self) -> str:
        """Of its pages, and the anchor of its rows."""
        return f"page-{self.cle}"


@dataclass(frozen=True)
class Annonce:
    """A sentence of the head of the desk: « Séance du comité le 9 décembre. »."""

    texte: str
    adresse: str = ""


@dataclass(frozen=True)
class Fait:
    """One thing that I did."""

    le: datetime
    quoi: str
    """« Modification », « Signature »: in words."""
    titre: str = ""
    adresse: str = ""
    sujet: tuple[type, Any] | None = None
    """What it was done to: its kind and its key."""
    erreur: str = ""
    """Where it is annulled, while it may be."""
