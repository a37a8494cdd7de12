"""What a module of the dashboard is made of: figures, a chart, tables, and how they are obtained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comite.mesures.perimetre import Fiches, Perimetre
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.formats import nombre
from partenariat.presentation.pages import Tables, UnePage
from partenariat.presentation.texte import francais_de, passages

T = TypeVar("T", bound=Model)

LONGUE = 15
"""Lines beyond which a table or a list is folded."""
PAR_LISTE = 25
"""Lines of a page of a list."""
MOT_LONG = 30
"""Letters of a word that may be cut at the end of a line; a date, of which blanks do not part, has fewer."""


@dataclass(frozen=True)
class Cellule:
    """A figure or a word, with the list that it counts where there is one; what of it stays in French."""

    texte: str
    adresse: str = ""
    note: str = ""
    francais: tuple[str, ...] = ()

    @classmethod
    def nommee(cls, objet: Any, note: str = "") -> "Cellule":
        """An action or a commitment, by its code and its title, that leads to its page."""
        titre = f"{objet.code} · {objet.traduit('titre')}"
        return cls(titre, objet.get_absolute_url(), note, francais_de(objet))

    @property
    def html(self) -> str:
        """Written here: a plan of 500 actions has thousands of these, and a template takes its time."""
        dit = passages(self.texte, self.francais) if self.francais else self.texte
        texte = format_html('<a href="{}">{}</a>', self.adresse, dit) if self.adresse else dit
        if max(map(len, self.texte.split(" ")), default=0) > MOT_LONG:
            texte = format_html('<span class="mot-long">{}</span>', texte)
        return format_html('{} <span class="note">{}</span>', texte, self.note) if self.note else texte


@dataclass(frozen=True)
class Tableau:
    legende: str
    entetes: list[str]
    lignes: list[list[Cellule]]
    """The first cell of a line names it."""
    cle: str = ""
    """Where a figure that counts every line leads."""
    cle_tete: str = ""
    tete: int = 0
    """The first lines that stand apart, and where a figure that counts them leads."""
    replie: bool = False
    """The table of a chart: folded, whatever its length."""
    page: UnePage | None = None
    """Where its lines are but a page of them."""

    @property
    def longue(self) -> bool:
        return (self.page.total if self.page else len(self.lignes)) > LONGUE

    @property
    def plie(self) -> bool:
        return self.replie or self.longue

    @property
    def titre(self) -> str:
        """What the fold says."""
        return _("Les données du graphique") if self.replie else self.legende

    @property
    def corps(self) -> list[tuple[str, SafeString]]:
        """Each part of the table: its anchor, its lines. A cell says its column, for narrow screens."""
        parts = [(self.cle_tete, self.lignes[: self.tete]), ("", self.lignes[self.tete :])]
        return [
            (cle, format_html_join("", "<tr>{}</tr>", ((self._rangee(ligne),) for ligne in lignes)))
            for cle, lignes in parts
            if lignes
        ]

    def _rangee(self, ligne: list[Cellule]) -> SafeString:
        nom, *autres = ligne
        paires = zip(self.entetes[1:], autres, strict=True)
        cases = format_html_join("", '<td data-colonne="{}">{}</td>', ((e, c.html) for e, c in paires))
        return format_html('<th scope="row">{}</th>{}', nom.html, cases)


@dataclass(frozen=True)
class Chiffre:
    nom: str
    valeur: str
    adresse: str = ""
    """The list that it counts: a page, or a place of this one."""


@dataclass(frozen=True)
class Liste:
    """Some of what enters a figure, one by one: a page of it."""

    titre: str
    page: UnePage
    """What is shown of all that it counts; where the figure that counts this list leads is its anchor."""
    dire: Callable[[Any], Cellule]
    """The line of one of them."""

    @property
    def cle(self) -> str:
        return self.page.ancre

    @property
    def longue(self) -> bool:
        return self.page.total > LONGUE

    @property
    def compte(self) -> str:
        return nombre(self.page.total)

    @property
    def html(self) -> SafeString:
        return format_html_join("", "<li>{}</li>", ((self.dire(une).html,) for une in self.page))


@dataclass(frozen=True)
class Parts:
    """Everything that one figure counts, in one list or several."""

    listes: list[Liste]
    cle: str = ""
    """Where a figure that counts all of them leads."""

    @classmethod
    def de(cls, liste: Liste) -> "Parts":
        """One list. The anchor is the list's own: inside its fold, which the browser then opens."""
        return cls([liste])


@dataclass(frozen=True)
class Lues:
    """What the modules read: the perimeter, and the page that is asked of each list."""

    perimetre: Perimetre
    tables: Tables

    def liste(
        self,
        cle: str,
        titre: str,
        lignes: Sequence[Any],
        fiches: Fiches[T],
        note: Callable[[T, Any], Cellule],
    ) -> Liste:
        """A list of these rows, which bear a `pk`: the records of the page that is shown are read, no other.

        Args:
            note: the line of a record, and of its row.
        """
        page = self.tables.page(cle, lignes, titre, par_page=PAR_LISTE)
        fiches.demander(ligne.pk for ligne in page)
        return Liste(titre, page, lambda ligne: note(fiches[ligne.pk], ligne))


@dataclass(frozen=True)
class Module:
    cle: str
    titre: str
    chiffres: list[Chiffre] = field(default_factory=list)
    graphique: Figure | None = None
    legende: str = ""
    """What the chart shows and leaves out, where that is not all."""
    tableaux: list[Tableau] = field(default_factory=list)
    formule: str = ""
    """How the figures are made."""
    parts: list[Parts] = field(default_factory=list)
    """What enters them, figure by figure."""
    renvoi: Cellule | None = None
    """Where one goes from here."""
    vide: str = ""
    matrice: Any = None
    """Axes against states (`matrice.Matrice`), in the place of a chart and its table."""


def cellules(*valeurs) -> list[Cellule]:
    """A line of a table: numbers are written as such, a pair is a text and its address."""
    return [
        v
        if isinstance(v, Cellule)
        else Cellule(*(v if isinstance(v, tuple) else (v if isinstance(v, str) else nombre(v),)))
        for v in valeurs
    ]


def comptees(n: int, adresse: str) -> tuple[str, str] | str:
    """A count that leads to its list; nothing leads from zero."""
    return (nombre(n), adresse) if n else "0"
