"""The steps of the commonest tasks, and what each role finds here: registered by the apps, read by roles."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.models import Utilisateur

LIGNES = 5
"""Of what is said to each role the first time."""


@dataclass(frozen=True)
class Pas:
    """One step: a sentence, which leads to its page where it has one."""

    dit: Promise
    page: str = ""
    """The name of its address, which takes no argument."""
    requete: str = ""
    """What its address asks: `?publication__exact=a_valider`."""
    ecran: str = ""
    """The name of the page that bears the labels that the sentence quotes (« … »); said of all that quote."""

    @property
    def adresse(self) -> str:
        return reverse(self.page) + self.requete if self.page else ""


@dataclass(frozen=True)
class Marche:
    """How one common thing is done."""

    titre: Promise
    roles: tuple[str, ...]
    """Those who do it."""
    pas: tuple[Pas, ...]
    sur: tuple[str, ...] = ()
    """The names of the pages on which it is done: its help is there too."""
    aussi: tuple[str, ...] = ()
    """Other roles that do it sometimes: they are helped on its pages, and not on their desk."""


_marches: list[tuple[int, Marche]] = []
_lignes: dict[str, list[tuple[int, Pas]]] = {}


def inscrire(rang: int, *marches: Marche) -> None:
    """Adds these, after those of a lower rank."""
    _marches.extend((rang, marche) for marche in marches)
    _marches.sort(key=lambda une: une[0])


def inscrire_premiere_fois(role: str, *lignes: tuple[int, Pas]) -> None:
    """Adds to what a role is told the first time: each line with its place among the five."""
    _lignes[role] = sorted([*_lignes.get(role, ()), *lignes], key=lambda ligne: ligne[0])


def marches_de(
    personne: "Utilisateur | AnonymousUser", page: str = "", *, par_lien: bool = False
) -> list[Marche]:
    """Those of the roles that the person holds; on one page, those that are done there.

    Args:
        page: the name of its address; empty for the desk, which has them all.
        par_lien: whether one comes without an account, by a link that a body was given: as a partner does.
    """
    siennes = [marche for _rang, marche in _marches if not page or page in marche.sur]
    if not personne.is_authenticated:
        return [marche for marche in siennes if par_lien and "partenaire" in marche.roles]
    # Roles are asked of the database once, and only where there is something to tell.
    return [m for m in siennes if personne.a_role(*m.roles, *(m.aussi if page else ()))]


def premiere_fois_de(personne: "Utilisateur | AnonymousUser") -> list[tuple[str, list[Pas]]]:
    """What each of the person's roles is told: its name, its lines."""
    if not personne.is_authenticated:
        return []
    siens = {role: lignes for role, lignes in _lignes.items() if personne.a_role(role)}
    return [(role, [pas for _rang, pas in lignes]) for role, lignes in siens.items()]
