"""What a list page shows around its rows: facets, removable criteria, what to relax when nothing answers."""

from dataclasses import dataclass

from django.db.models import Count, TextField, Value
from django.http import QueryDict

from actions.filters import FiltreActions

VISIBLES = 8
"""Values of a facet shown at once; the others are one click away."""


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
    compte_sans: int | None = None


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


def criteres(filtre: FiltreActions, requete: QueryDict, *, relacher: bool) -> list[Critere]:
    """The criteria in force. `relacher`: also count what each, left out, would let through (one query)."""
    if not filtre.criteres:
        return []
    comptes = _comptes_sans(filtre) if relacher else {}
    resultat = []
    for param in filtre.criteres:
        valeurs = requete.getlist(param)
        for valeur in valeurs:
            reste = requete.copy()
            reste.pop("page", None)
            reste.setlist(param, [v for v in valeurs if v != valeur])
            canonique = filtre.mots.alias[param].get(valeur.casefold(), valeur)
            resultat.append(
                Critere(
                    filtre.form.fields[param].label,
                    filtre.nom(param, canonique),
                    reste.urlencode(),
                    comptes.get(param),
                )
            )
    return resultat


def _comptes_sans(filtre: FiltreActions) -> dict[str, int]:
    branches = [
        filtre.actions(sans=param)
        .annotate(c_param=Value(param, TextField()))
        .values("c_param")
        .annotate(c_n=Count("pk"))
        .values_list("c_param", "c_n")
        for param in filtre.criteres
    ]
    return dict(branches[0].union(*branches[1:], all=True))
