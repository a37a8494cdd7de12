"""The desk as both pages show it: what waits for me, what waits for others, what I did lately."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from partenariat.gardes.comptes import PERSONNEL
from partenariat.parties.roles import NOMS
from partenariat.poste import sources
from partenariat.poste.attentes import Annonce, Attente, Fait, Ligne, Qui
from partenariat.poste.gestes import de_l_histoire
from partenariat.poste.journal import du_journal
from partenariat.presentation.formats import en_lettres
from partenariat.presentation.pages import Tables, UnePage

PAR_SECTION = 8
"""Rows of one kind; the others are one click further."""
TOUT, PAR_PAGE = "tout", 100
"""What asks for all the rows of one kind, by its key; and how many of them stand on one page."""
FAITS = 10
"""Of what I did lately."""


@dataclass(frozen=True)
class Section:
    """One kind of thing that waits, one page of it."""

    attente: Attente
    page: UnePage
    premiere: Ligne
    """The most pressing of them, on whatever page it stands."""

    @property
    def nom(self) -> str:
        return self.attente.nom(self.page.total)

    @property
    def lignes(self) -> list[Ligne]:
        return [self.attente.dire(chose) for chose in self.page]

    @property
    def toutes(self) -> str:
        """Where all of them are read, while there are more than these; empty once they are."""
        if self.page.total <= PAR_SECTION or self.page.paginator.per_page > PAR_SECTION:
            return ""
        return f"?{TOUT}={self.attente.cle}#{self.page.ancre}"


class Poste:
    """What one person finds on opening the desk. Read once a request, by the templates."""

    def __init__(self, request: HttpRequest):
        self.request, self.personne = request, request.user

    @cached_property
    def pour(self) -> Any:
        """The body for which the person acts, or None."""
        return next(filter(None, (lire(self.request) for lire in sources.POUR)), None)

    @cached_property
    def _sections(self) -> list[Section]:
        attentes = list(une_fois(chain.from_iterable(lire(self.request) for lire in sources.ATTENTES)))
        tout = self.request.GET.get(TOUT)
        tables = Tables(self.request.GET, (TOUT,), [attente.parametre for attente in attentes])
        lues = []
        for attente in attentes:
            if not (total := len(attente.choses)):
                continue
            page = tables.page(
                attente.parametre,
                attente.choses,
                str(attente.titre),
                total=total,
                par_page=PAR_PAGE if attente.cle == tout else PAR_SECTION,
            )
            # Taken by a colleague since it was counted: nothing waits any more.
            if not (lue := page.object_list if page.number == 1 else attente.choses[:1]):
                continue
            premiere = lue[0]
            lues.append(Section(attente, page, attente.dire(premiere)))
        return sorted(lues, key=lambda section: section.premiere.rang)

    def _de(self, qui: Qui) -> list[Section]:
        return [section for section in self._sections if section.attente.qui == qui]

    @cached_property
    def sections(self) -> list[Section]:
        """What waits for me, the most pressing first."""
        return self._de(Qui.MOI)

    @cached_property
    def autres(self) -> list[Section]:
        """What waits for somebody else."""
        return self._de(Qui.AUTRES)

    @cached_property
    def plus_tard(self) -> list[Section]:
        """What I may do when there is something to say."""
        return self._de(Qui.PLUS_TARD)

    @cached_property
    def a_lire(self) -> list[Section]:
        return self._de(Qui.LIRE)

    @cached_property
    def gestes(self) -> int:
        return sum(section.page.total for section in self.sections)

    @property
    def gestes_dits(self) -> str:
        return capfirst(en_lettres(self.gestes))

    @property
    def plus_pressee(self) -> Ligne | None:
        """Where several wait."""
        return self.sections[0].premiere if self.gestes > 1 else None

    @cached_property
    def annonces(self) -> list[Annonce]:
        return list(chain.from_iterable(lire(self.request) for lire in sources.ANNONCES))

    @cached_property
    def faits(self) -> list[Fait]:
        """What I did lately, the last first; each that may still be annulled leads to where it is."""
        lus = chain(
            de_l_histoire(self.personne),
            du_journal(self.personne),
            *(lire(self.request) for lire in sources.FAITS),
        )
        faits = list(islice(sorted(lus, key=lambda fait: fait.le, reverse=True), FAITS))
        ou: dict[Fait, str] = {}
        for lire in sources.ERREURS:
            ou |= lire(self.personne, faits)
        return [replace(fait, erreur=ou.get(fait, "")) for fait in faits]

    @cached_property
    def du_personnel(self) -> bool:
        """Whether this person says an absence here."""
        return bool(self.personne.is_authenticated and self.personne.a_role(*PERSONNEL))

    @cached_property
    def roles(self) -> list[str]:
        """Those that the person holds, in words."""
        if not self.personne.is_authenticated:
            return []
        # An account without a name is called by what one signs in with, which may be its role.
        dits = {nom: str(mot).lower() for nom, mot in NOMS.items() if self.personne.a_role(nom)}
        return [mot for nom, mot in dits.items() if str(self.personne).lower() not in (nom, mot)]


def une_fois(attentes: Iterable[Attente]) -> Iterator[Attente]:
    """Each thing in one kind only: that which `prime`, where one does."""
    lues = list(attentes)
    sujets = (lue.sujet(chose) for lue in lues if lue.prime for chose in lue.choses)
    prises = {sujet for sujet in sujets if sujet is not None}
    for lue in lues:
        yield lue if lue.prime else lue.sans(prises)
