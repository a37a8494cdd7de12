"""« Depuis la dernière séance » as its page shows it: all of it, or one axis or body at a time."""

import datetime
from dataclasses import dataclass

from actions.models import Axe
from comite.mesures.depuis import Depuis, Groupe
from partenariat.presentation.pages import Tables, UnePage

GROUPE = "groupe"
"""The parameter that names the axis, or the body, that is opened."""
LISTES = ("page-faits", "page-immobiles", "page-ecartes")
ENTIER = 800
"""Lines that the page shows at once. Beyond, it says how many there are, and opens one group at a time."""


@dataclass(frozen=True)
class GroupeLu:
    """An axis, or a body: how much of it moved, and its lists where they are shown."""

    cle: str
    nom: str
    faits: int
    immobiles: int
    adresse: str
    """Where it is opened; empty where it is shown."""
    ouvert: bool = False
    listes: tuple[UnePage, UnePage, UnePage] | None = None
    """What happened, what stood still, what is set aside."""


@dataclass(frozen=True)
class DepuisLu:
    date: datetime.date
    histoire: datetime.date | None
    axes: list[GroupeLu]
    organisations: list[GroupeLu]


def par_groupes(lu: Depuis, tables: Tables, choisi: str) -> DepuisLu:
    """
    Args:
        choisi: the key of the group that is opened, where not all are shown.
    """
    groupes = (*lu.axes, *lu.organisations)
    entier = sum(len(g.faits) + len(g.immobiles) + len(g.ecartes) for g in groupes) <= ENTIER

    def un(groupe: Groupe) -> GroupeLu:
        cle = _cle(groupe)
        compte = (cle, groupe.nom, len(groupe.faits), len(groupe.immobiles))
        if not entier and cle != choisi:
            return GroupeLu(*compte, adresse=f"{tables.chemin}?{GROUPE}={cle}#{cle}")
        contenu = (groupe.faits, groupe.immobiles, groupe.ecartes)
        par_page = {"par_page": ENTIER} if entier else {}
        faits, immobiles, ecartes = (
            tables.page(nom, lignes, groupe.nom, **par_page)
            for nom, lignes in zip(LISTES, contenu, strict=True)
        )
        return GroupeLu(*compte, adresse="", ouvert=not entier, listes=(faits, immobiles, ecartes))

    return DepuisLu(lu.date, lu.histoire, [un(g) for g in lu.axes], [un(g) for g in lu.organisations])


def _cle(groupe: Groupe) -> str:
    objet = groupe.objet
    return f"axe-{objet.numero}" if isinstance(objet, Axe) else f"organisation-{objet.slug}"
