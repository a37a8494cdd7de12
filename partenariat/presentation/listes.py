"""What a list page shows around its rows: facets, removable criteria, what to relax when nothing answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from partenariat.donnees.filtres import FiltreAFacettes
from partenariat.donnees.sorties import fichiers
from partenariat.presentation.pages import Pages, repris
from partenariat.presentation.publique import RequeteDatee

PAR_PAGE = 25
PAR_FEUILLE = 500
"""Rows of a list in its paper form: beyond, a file is what one wants."""
PAPIER = "papier"
"""The parameter that asks for that form."""
MOTS_ESSAYES = 4
"""Words of a search tried one by one when nothing answers."""


@dataclass(frozen=True)
class Valeur:
    valeur: str
    nom: str
    compte: int
    cochee: bool
    francais: bool = False
    """Whether its name is French on an English page."""


@dataclass(frozen=True)
class Facette:
    param: str
    titre: str
    valeurs: list[Valeur]

    ouverte: bool


@dataclass(frozen=True)
class Jeton:
    """One value in force, and the query string without it."""

    filtre: str
    nom: str
    sans: str
    francais: bool = False


@dataclass(frozen=True)
class Essai:
    """A less demanding search, and what it finds, in words."""

    nom: str
    adresse: str
    trouve: str


@dataclass(frozen=True)
class Case:
    """A column of a list on paper: its head, and what it says of a row, in words."""

    titre: Any
    dire: Callable[[Any], str]
    nombre: bool = False
    """Whether it is read as a figure: to the right."""


def facettes(filtre: FiltreAFacettes) -> list[Facette]:
    """The facets that have something to choose: values that count, and those already chosen."""
    resultat = []
    for critere in filtre.facettes():
        param = critere.nom
        choisies = set(filtre.choisis.get(param, ()))
        comptes = filtre.comptes[param]
        valeurs = [
            Valeur(
                valeur, nom, comptes.get(valeur, 0), valeur in choisies, valeur in filtre.mots.francais[param]
            )
            for valeur, nom in filtre.choix(critere)
            if comptes.get(valeur) or valeur in choisies
        ]
        if valeurs:
            ouverte = critere.ouverte or any(v.cochee for v in valeurs)
            resultat.append(Facette(param, critere.libelle, valeurs, ouverte))
    return resultat


def criteres(filtre: FiltreAFacettes, requete: QueryDict) -> list[Jeton]:
    """The values in force, each with the address without it."""
    resultat = []
    for param in filtre.choisis:
        valeurs = requete.getlist(param)
        for valeur in valeurs:
            canonique = filtre.mots.alias[param].get(valeur.casefold(), valeur)
            reste = _avec(requete, param, [v for v in valeurs if v != valeur])
            francais = canonique in filtre.mots.francais[param]
            titre = filtre.form.fields[param].label
            resultat.append(Jeton(titre, filtre.nom(param, canonique), reste, francais))
    return resultat


def essais(filtre: FiltreAFacettes, requete: QueryDict) -> list[Essai]:
    """What to relax when nothing answers: one criterion less, or one word of the search alone. One query.

    Only what would find something.
    """
    if not filtre.choisis:
        return []
    mots = list(dict.fromkeys(filtre.choisis.get("q", "").split()))
    mots = mots[:MOTS_ESSAYES] if len(mots) > 1 else []
    sans, seuls = filtre.relacher(mots)
    return [
        Essai(
            gettext("Sans le critère %(filtre)s") % {"filtre": filtre.form.fields[param].label},
            _avec(requete, param, []),
            filtre.compter(sans[param]),
        )
        for param in filtre.choisis
        if param in sans
    ] + [
        Essai(
            gettext("Seulement « %(mot)s »") % {"mot": mot},
            _avec(requete, "q", [mot]),
            filtre.compter(seuls[mot]),
        )
        for mot in mots
        if mot in seuls
    ]


def contexte_de_liste(
    request: RequeteDatee,
    filtre: FiltreAFacettes,
    lignes,
    *,
    adresse,
    nom: str,
    colonnes: Sequence[Case],
    gabarit: str,
) -> dict:
    """What the template of a list reads, and under `gabarit` which one it is: `gabarit`, or that of its
    paper form, where the address asks for it.

    Args:
        lignes: `filtre.qs` with what the rows need joined.
        adresse: gives the address of a page of the plan by name (`Plan.adresse`).
        nom: name of the list's address, and of its dataset.
        colonnes: those of its paper form.
    """
    requete = repris(request.GET, (*filtre.base_filters, "au"))
    laisses_de_cote = filtre.laisses_de_cote()
    if laisses_de_cote or filtre.dits_autrement():
        request.valeurs_inconnues = True
    commun = {
        "filtre": filtre,
        "criteres": criteres(filtre, requete),
        "laisses_de_cote": laisses_de_cote,
        "compte": filtre.compter(filtre.total),
        "requete": requete.urlencode(),
        "tris": [(cle, nom) for cle, (nom, _ordre) in filtre.TRIS.items()],
        "tri": filtre.tri,
        "adresse_liste": adresse(nom),
        "fichiers": fichiers(partial(adresse, f"donnees-{nom}")),
    }
    if request.GET.get(PAPIER):
        page = Pages(lignes, PAR_FEUILLE, total=filtre.total).demandee("")
        cases = [[(case, case.dire(ligne)) for case in colonnes] for ligne in page]
        de_trop = max(filtre.total - PAR_FEUILLE, 0)
        feuille = {"colonnes": colonnes, "cases": cases, "de_trop": de_trop, "par_feuille": PAR_FEUILLE}
        return commun | feuille | {"page": page, "gabarit": "liste_papier.html"}
    pages = Pages(lignes, PAR_PAGE, total=filtre.total, requete=requete.urlencode())
    page = pages.demandee(request.GET.get("page"))
    sur_papier = requete.copy()
    sur_papier[PAPIER] = "1"
    return commun | {
        "facettes": facettes(filtre),
        "essais": [] if page.total else essais(filtre, requete),
        "page": page,
        "saisie": request.GET.get("q", ""),
        "sur_papier": sur_papier.urlencode(),
        "gabarit": gabarit,
    }


def _avec(requete: QueryDict, param: str, valeurs: list[str]) -> str:
    """The query string with these values for one filter, back on the first page."""
    reste = requete.copy()
    reste.pop("page", None)
    reste.setlist(param, valeurs)
    return reste.urlencode()
