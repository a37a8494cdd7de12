"""Rows by pages, wherever there may be many: the lists, and the tables that stand several on a page.

Each has a parameter of its own, which is also its anchor where the page holds more than it: one lands on the
table that one turns, and the others stay where they were.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from partenariat.donnees.criteres import VALEUR_MAX
from partenariat.presentation.parametres import numero_de_page

PAR_TABLE = 50
"""Rows of a table that is one of several on its page."""
VALEURS_MAX = 60
"""Values of one parameter that links repeat."""

_servis: ContextVar[dict[str, int] | None] = ContextVar("servis", default=None)


@contextmanager
def numeros_servis() -> Iterator[dict[str, int]]:
    """The page that each list gives within it, by the name of its parameter: seen, and never declared."""
    servis: dict[str, int] = {}
    jeton = _servis.set(servis)
    try:
        yield servis
    finally:
        _servis.reset(jeton)


def repris(requete: QueryDict, noms: Iterable[str]) -> QueryDict:
    """What links repeat of an address: these parameters only, each value once, none that nobody typed."""
    reprise = QueryDict(mutable=True)
    for nom in dict.fromkeys(noms):
        dites = [dite for dite in dict.fromkeys(requete.getlist(nom)) if 0 < len(dite) <= VALEUR_MAX]
        if dites:
            reprise.setlist(nom, dites[:VALEURS_MAX])
    return reprise


@dataclass(frozen=True)
class Lien:
    """One place of the pagination: a page, or the gap between two."""

    numero: int | None
    adresse: str = ""
    courante: bool = False


class UnePage(Page):
    """A page of rows, which knows the addresses of the others."""

    paginator: "Pages"

    @property
    def total(self) -> int:
        return self.paginator.count

    @property
    def ancre(self) -> str:
        return self.paginator.ancre

    @property
    def titre(self) -> str:
        return self.paginator.titre

    @property
    def ici(self) -> str:
        """The query of this very page; empty on the first, which is the page as one comes to it."""
        return self.paginator.requete_de(self.number) if self.number > 1 else ""

    @property
    def precedente(self) -> str:
        return self.paginator.adresse(self.number - 1) if self.has_previous() else ""

    @property
    def suivante(self) -> str:
        return self.paginator.adresse(self.number + 1) if self.has_next() else ""

    @property
    def liens(self) -> Iterator[Lien]:
        for n in self.paginator.get_elided_page_range(self.number):
            if isinstance(n, int):
                yield Lien(n, self.paginator.adresse(n), n == self.number)
            else:
                yield Lien(None)


class Pages(Paginator):
    """Pages of rows that are counted already, or that are counted only where the first page is full.

    Args:
        lignes: what is sliced: a list, a queryset, `Tranches`.
        total: how many they are, where it is known.
        requete: the query string that the links keep, without `parametre`.
        ancre: where the links land in the page; at its top where empty.
        titre: of the table, where it is not alone.
        chemin: where the links lead, where the page may be shown under the address of a form that it refused.
    """

    def __init__(
        self,
        lignes: Any,
        par_page: int,
        *,
        total: int | None = None,
        parametre: str = "page",
        requete: str = "",
        ancre: str = "",
        titre: str = "",
        chemin: str = "",
    ):
        super().__init__(lignes, par_page)
        self.total, self.parametre, self.requete = total, parametre, requete
        self.ancre, self.titre, self.chemin = ancre, titre, chemin
        self._lues: list[Any] | None = None

    def demandee(self, dit: str | None) -> UnePage:
        """The page that an address asks for: the first where it is not a number, the last beyond it."""
        numero = numero_de_page(dit or "")
        if self.total is None and numero == 1:
            # One row more than the page says whether there are others: the rest is counted only then.
            self._lues = list(self.object_list[: self.per_page + 1])
        page = cast(UnePage, self.get_page(numero))
        if (servis := _servis.get()) is not None:
            servis[self.parametre] = page.number
        return page

    @cached_property
    def count(self) -> int:
        if self.total is not None:
            return self.total
        if self._lues is not None and len(self._lues) <= self.per_page:
            return len(self._lues)
        return super().count

    def page(self, number: int | str) -> UnePage:
        numero = self.validate_number(number)
        debut = (numero - 1) * self.per_page
        if self._lues is not None and numero == 1:
            lignes = self._lues[: self.per_page]
        else:
            lignes = list(self.object_list[debut : debut + self.per_page])
        return UnePage(lignes, numero, self)

    def requete_de(self, numero: int) -> str:
        requete = f"{self.requete}&" if self.requete else ""
        return f"?{requete}{self.parametre}={numero}"

    def adresse(self, numero: int) -> str:
        return f"{self.chemin}{self.requete_de(numero)}" + (f"#{self.ancre}" if self.ancre else "")


@dataclass(frozen=True)
class Tables:
    """The tables of one page of the site: where each stands, and what their links keep.

    Args:
        criteres: the query of the address.
        gardes: the parameters that the links keep besides `au`.
        noms: those of the tables.
        chemin: as that of `Pages`.
    """

    criteres: QueryDict = field(default_factory=QueryDict)
    gardes: Iterable[str] = ()
    noms: Iterable[str] = ()
    chemin: str = ""

    def page(
        self, nom: str, lignes: Any, titre: str = "", *, total: int | None = None, par_page: int = 0
    ) -> UnePage:
        """The page that the address asks for of this table, whose parameter, and anchor, is its name."""
        pages = Pages(
            lignes,
            par_page or PAR_TABLE,
            total=total,
            parametre=nom,
            requete=self._sans(nom),
            ancre=nom,
            titre=titre,
            chemin=self.chemin,
        )
        return pages.demandee(self.criteres.get(nom))

    def _sans(self, nom: str) -> str:
        """What links keep: known parameters only, the place of each other table once."""
        gardee = repris(self.criteres, ("au", *self.gardes))
        for table in self.noms:
            place = numero_de_page(self.criteres.get(table, ""))
            if table != nom and place > 1:
                gardee[table] = str(place)
        return gardee.urlencode()


PREMIERES = Tables()
"""The first page of each table."""
