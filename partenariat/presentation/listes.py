"""What a list page shows around its rows: facets, removable criteria, what to relax when nothing answers."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, TextField, Value
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from partenariat.donnees.filtres import FiltreAFacettes

PAR_PAGE = 25
VALEURS_REPETEES = 60
MOTS_ESSAYES = 4
"""Words of a search tried one by one when nothing answers."""


@dataclass(frozen=True)
class Valeur:
    valeur: str
    nom: str
    compte: int
    cochee: bool


@dataclass(frozen=True)
class Facette:
    param: str
    titre: str
    valeurs: list[Valeur]

    ouverte: bool


@dataclass(frozen=True)
class Critere:
    """One criterion in force and the query string without it."""

    filtre: str
    nom: str
    sans: str


@dataclass(frozen=True)
class Essai:
    """A less demanding search, and what it finds, in words."""

    nom: str
    adresse: str
    trouve: str


def facettes(filtre: FiltreAFacettes) -> list[Facette]:
    """The facets that have something to choose: values that count, and those already chosen."""
    resultat = []
    for param in filtre.FACETTES:
        champ = filtre.form.fields[param]
        choisies = set(filtre.form.cleaned_data.get(param) or []) if filtre.is_bound else set()
        comptes = filtre.comptes[param]
        valeurs = [
            Valeur(valeur, nom, comptes.get(valeur, 0), valeur in choisies)
            for valeur, nom in champ.choices
            if comptes.get(valeur) or valeur in choisies
        ]
        if valeurs:
            ouverte = param in filtre.OUVERTES or any(v.cochee for v in valeurs)
            resultat.append(Facette(param, champ.label, valeurs, ouverte))
    return resultat


def criteres_connus(filtre: FiltreAFacettes, requete: QueryDict) -> QueryDict:
    """The query string as links repeat it: known filters only, each value once, on the first page.

    What is not a filter is not echoed, and ten thousand times the same value is one.
    """
    connus = QueryDict(mutable=True)
    for param in (*filtre.base_filters, "au"):
        if valeurs := list(dict.fromkeys(requete.getlist(param)))[:VALEURS_REPETEES]:
            connus.setlist(param, valeurs)
    return connus


def criteres(filtre: FiltreAFacettes, requete: QueryDict) -> list[Critere]:
    """The criteria in force, each with the address without it."""
    resultat = []
    for param in filtre.criteres:
        valeurs = requete.getlist(param)
        for valeur in valeurs:
            canonique = filtre.mots.alias[param].get(valeur.casefold(), valeur)
            reste = _avec(requete, param, [v for v in valeurs if v != valeur])
            resultat.append(Critere(filtre.form.fields[param].label, filtre.nom(param, canonique), reste))
    return resultat


def essais(filtre: FiltreAFacettes, requete: QueryDict) -> list[Essai]:
    """What to relax when nothing answers: one criterion less, or one word of the search alone. One query.

    Only what would find something.
    """
    saisie = requete.get("q", "")
    mots = list(dict.fromkeys(saisie.split()))[:MOTS_ESSAYES] if len(saisie.split()) > 1 else []
    propositions = {f"sans {param}": filtre.objets(sans=param) for param in filtre.criteres} | {
        f"mot {mot}": filtre.objets(sans="q").filter(filtre.condition("q", mot)) for mot in mots
    }
    if not propositions:
        return []
    branches = [
        actions.annotate(e_cle=Value(cle, TextField()))
        .values("e_cle")
        .annotate(e_n=Count("pk"))
        .values_list("e_cle", "e_n")
        for cle, actions in propositions.items()
    ]
    comptes = dict(branches[0].union(*branches[1:], all=True))
    sans = [
        Essai(
            gettext("Sans le critère %(filtre)s") % {"filtre": filtre.form.fields[param].label},
            _avec(requete, param, []),
            filtre.compter(n),
        )
        for param in filtre.criteres
        if (n := comptes.get(f"sans {param}"))
    ]
    seuls = [
        Essai(
            gettext("Seulement « %(mot)s »") % {"mot": mot},
            _avec(requete, "q", [mot]),
            filtre.compter(n),
        )
        for mot in mots
        if (n := comptes.get(f"mot {mot}"))
    ]
    return [*sans, *seuls]


def contexte_de_liste(request: HttpRequest, filtre: FiltreAFacettes, lignes, *, adresse, nom: str) -> dict:
    """What the template `liste.html` reads.

    Args:
        lignes: `filtre.qs` with what the rows need joined.
        adresse: gives the address of a page of the plan by name (`Plan.adresse`).
        nom: name of the list's address, and of its dataset.
    """
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    requete = criteres_connus(filtre, request.GET)
    return {
        "filtre": filtre,
        "facettes": facettes(filtre),
        "criteres": criteres(filtre, requete),
        "essais": [] if page.paginator.count else essais(filtre, requete),
        "laisses_de_cote": filtre.laisses_de_cote(),
        "page": page,
        "compte": filtre.compter(page.paginator.count),
        "pages_elidees": page.paginator.get_elided_page_range(page.number),
        "saisie": request.GET.get("q", ""),
        "requete": requete.urlencode(),
        "tris": [(cle, nom) for cle, (nom, _ordre) in filtre.TRIS.items()],
        "tri": filtre.tri,
        "adresse_liste": adresse(nom),
        "fichiers": [
            (format_.upper(), adresse(f"donnees-{nom}", format_=format_))
            for format_ in ("csv", "xlsx", "json")
        ],
    }


def _avec(requete: QueryDict, param: str, valeurs: list[str]) -> str:
    """The query string with these values for one filter, back on the first page."""
    reste = requete.copy()
    reste.pop("page", None)
    reste.setlist(param, valeurs)
    return reste.urlencode()
