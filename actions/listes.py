"""What a list page shows around its rows: facets, removable criteria, what to relax when nothing answers."""

from dataclasses import dataclass

from django.db.models import Count, TextField, Value
from django.http import QueryDict
from django.utils.translation import gettext

from actions.filters import FiltreActions

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

    @property
    def ouverte(self) -> bool:
        return self.param in ("axe", "statut", "echeancier") or any(v.cochee for v in self.valeurs)


@dataclass(frozen=True)
class Critere:
    """One criterion in force and the query string without it."""

    filtre: str
    nom: str
    sans: str


@dataclass(frozen=True)
class Essai:
    """A less demanding search, and how many actions it finds."""

    nom: str
    adresse: str
    compte: int


def facettes(filtre: FiltreActions) -> list[Facette]:
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
            resultat.append(Facette(param, champ.label, valeurs))
    return resultat


def criteres_connus(requete: QueryDict) -> QueryDict:
    """The query string as links repeat it: known filters only, each value once, on the first page.

    What is not a filter is not echoed, and ten thousand times the same value is one.
    """
    connus = QueryDict(mutable=True)
    for param in (*FiltreActions.base_filters, "au"):
        if valeurs := list(dict.fromkeys(requete.getlist(param)))[:VALEURS_REPETEES]:
            connus.setlist(param, valeurs)
    return connus


def criteres(filtre: FiltreActions, requete: QueryDict) -> list[Critere]:
    """The criteria in force, each with the address without it."""
    resultat = []
    for param in filtre.criteres:
        valeurs = requete.getlist(param)
        for valeur in valeurs:
            canonique = filtre.mots.alias[param].get(valeur.casefold(), valeur)
            reste = _avec(requete, param, [v for v in valeurs if v != valeur])
            resultat.append(Critere(filtre.form.fields[param].label, filtre.nom(param, canonique), reste))
    return resultat


def essais(filtre: FiltreActions, requete: QueryDict) -> list[Essai]:
    """What to relax when nothing answers: one criterion less, or one word of the search alone. One query.

    Only what would find something.
    """
    saisie = requete.get("q", "")
    mots = list(dict.fromkeys(saisie.split()))[:MOTS_ESSAYES] if len(saisie.split()) > 1 else []
    propositions = {f"sans {param}": filtre.actions(sans=param) for param in filtre.criteres} | {
        f"mot {mot}": filtre.actions(sans="q").filter(filtre.condition("q", mot)) for mot in mots
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
            comptes.get(f"sans {param}", 0),
        )
        for param in filtre.criteres
    ]
    seuls = [
        Essai(
            gettext("Seulement « %(mot)s »") % {"mot": mot},
            _avec(requete, "q", [mot]),
            comptes.get(f"mot {mot}", 0),
        )
        for mot in mots
    ]
    return [essai for essai in (*sans, *seuls) if essai.compte]


def _avec(requete: QueryDict, param: str, valeurs: list[str]) -> str:
    """The query string with these values for one filter, back on the first page."""
    reste = requete.copy()
    reste.pop("page", None)
    reste.setlist(param, valeurs)
    return reste.urlencode()
