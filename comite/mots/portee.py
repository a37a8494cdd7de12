"""What the dashboard is about under its filters: in words, value by value, and as an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comite.mesures.perimetre import Perimetre
from partenariat.models import Organisation
from partenariat.presentation.formats import nombre
from partenariat.presentation.texte import en_langue

FILTRES = ("axe", "organisation", "arrondissement")


def requete(criteres: QueryDict | Mapping[str, Iterable[str]]) -> str:
    """« ?axe=2&axe=3 »: only the criteria of the dashboard; nothing where there is none."""
    retenus = QueryDict(mutable=True)
    for nom in FILTRES:
        valeurs = criteres.getlist(nom) if isinstance(criteres, QueryDict) else criteres.get(nom, ())
        if siennes := [v for v in valeurs if v]:
            retenus.setlist(nom, siennes)
    return f"?{retenus.urlencode()}" if retenus else ""


def enumerer(mots: list[str]) -> str:
    """« 2 », « 2 et 3 », « 1, 2 et 3 »."""
    if len(mots) < 2:
        return "".join(mots)
    return _("%(debut)s et %(fin)s") % {"debut": ", ".join(mots[:-1]), "fin": mots[-1]}


@dataclass(frozen=True)
class Critere:
    """One value in force, and the address of the dashboard without it."""

    nom: str
    sans: str


@dataclass(frozen=True)
class Filtre:
    param: str
    titre: str
    dit: str
    """What it lets through: « toutes les organisations », « Axes 2 et 3 »."""
    choix: list[tuple[str, str, bool]]
    """(value, name, whether it is chosen)."""


class Portee:
    """Says what a perimeter covers. One query."""

    def __init__(self, perimetre: Perimetre):
        self.perimetre = perimetre

    @cached_property
    def _noms(self) -> dict[str, dict[str, str]]:
        """By filter: value → name, the acronyms in parentheses left out."""
        champs = self.perimetre.filtre.form.fields
        noms = {param: dict(champs[param].choices) for param in FILTRES}
        organisations = Organisation.objects.filter(slug__in=noms["organisation"]).only(
            "slug", "nom", "nom_en", "sigle"
        )
        noms["organisation"] |= {o.slug: o.nom_court for o in organisations}
        return noms

    def _choisies(self, param: str) -> list[str]:
        """The values in force, in the order of the filter."""
        choisies = self.perimetre.choisis.get(param, ())
        return [valeur for valeur in self._noms[param] if valeur in choisies]

    def _dite(self, param: str) -> str:
        valeurs = self._choisies(param)
        if param == "axe":
            return ngettext("Axe %(liste)s", "Axes %(liste)s", len(valeurs)) % {"liste": enumerer(valeurs)}
        return enumerer([self._noms[param][v] for v in valeurs])

    def _bref(self, param: str) -> str:
        """Likewise, in the room of a button."""
        tout = {
            "axe": _("tous"),
            "organisation": _("toutes"),
            "arrondissement": _("tous"),
        }
        n = len(self._choisies(param))
        if param == "axe" and n:
            return enumerer(self._choisies(param))
        if n > 1:
            return nombre(n)
        return self._dite(param) if n else tout[param]

    def phrase(self) -> str:
        """« Axes 2 et 3; Verdun. », or « Tout le plan. »."""
        dites = [self._dite(param) for param in FILTRES if self._choisies(param)]
        tout = _("Tout le plan")
        return f"{'; '.join(dites) or tout}."

    def filtres(self) -> list[Filtre]:
        filtre = self.perimetre.filtre
        champs = filtre.form.fields
        return [
            Filtre(
                param,
                str(champs[param].label),
                self._bref(param),
                [
                    (v, en_langue(nom, v in filtre.mots.francais[param]), v in self._choisies(param))
                    for v, nom in self._noms[param].items()
                ],
            )
            for param in FILTRES
        ]

    def criteres(self) -> list[Critere]:
        """Each value in force, to be taken away."""
        tout = {param: self._choisies(param) for param in FILTRES}
        chemin = self.perimetre.plan.adresse("tableau-de-bord")
        return [
            Critere(
                _("Axe %(n)s") % {"n": valeur} if param == "axe" else self._noms[param][valeur],
                chemin + requete(tout | {param: [v for v in tout[param] if v != valeur]}),
            )
            for param in FILTRES
            for valeur in tout[param]
        ]

    def notes(self) -> list[str]:
        """What these filters do not touch."""
        notes = []
        if self._choisies("arrondissement"):
            notes.append(
                _(
                    "Un engagement, une suite ou une demande ne se rattache pas à un arrondissement : ce "
                    "filtre ne les touche pas."
                )
            )
        if self._choisies("axe"):
            notes.append(_("Une suite ne se rattache pas à un axe : ce filtre ne la touche pas."))
        return notes
