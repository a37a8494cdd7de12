"""What a plan file may refer to: what it declares itself, and what its plan already holds."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from actions.fichier.champs import Fiche
from actions.fichier.existant import Existant
from actions.fichier.organisations import Entree, places_renommees, plier
from actions.fichier.pieces import Piece
from partenariat.parties.natures import Nature


@dataclass
class Connus:
    axes: set[str]
    volets: dict[str, set[str]]
    """By the code of the axe."""
    objectifs: set[str]
    domaines: set[str]
    sources: set[str]
    actions: set[str]
    organisations: dict[str, str]
    """Identifier → name."""
    existant: Existant = field(default_factory=Existant)
    """What the database holds of this plan: the other floors compare their own part with it."""
    dossier: Path = field(default_factory=Path)
    """Where the plan file is: what it names beside itself is found from there."""
    pieces: dict[int, Piece] = field(default_factory=dict)
    """The files of the documents of actions, by the `id` of their entries."""
    _arrondissements: dict[str, str] = field(default_factory=dict)

    def arrondissement(self, nom: str) -> str | None:
        """The identifier of a borough given by name, identifier or official code."""
        return self._arrondissements.get(plier(nom))

    @property
    def arrondissements(self) -> list[str]:
        """The boroughs by name, for a message."""
        return sorted({self.organisations[identifiant] for identifiant in self._arrondissements.values()})


def connus(fiche: Fiche, entrees: list[Entree], existant: Existant, dossier: Path) -> Connus:
    def codes(section: str) -> set[str]:
        return {element["code"] for element in fiche.get(section, ()) if "code" in element}

    volets: dict[str, set[str]] = defaultdict(set)
    for axe, volet in existant.volets:
        volets[axe].add(volet)
    for axe in fiche.get("axes", ()):
        volets[axe.get("code", "")] |= {volet["code"] for volet in axe.get("volets", ()) if "code" in volet}
    renommes = {place.identifiant for place in places_renommees(entrees, existant).values()}
    places = [place for place in existant.places.values() if place.identifiant not in renommes]
    trouves = Connus(
        axes=codes("axes") | existant.axes.keys(),
        volets=volets,
        objectifs=codes("objectifs") | existant.objectifs.keys(),
        domaines=codes("domaines") | existant.domaines.keys(),
        sources=fiche.get("sources", {}).keys() | existant.sources.keys(),
        actions=codes("actions") | existant.actions.keys(),
        organisations={place.identifiant: place.organisation.nom for place in places}
        | {entree.identifiant: entree.fiche["nom"] for entree in entrees},
        existant=existant,
        dossier=dossier,
    )
    for place in places:
        if place.organisation.nature == Nature.ARRONDISSEMENT:
            _nommer(trouves, place.identifiant, place.organisation.nom, place.organisation.code_officiel)
    for entree in entrees:
        if entree.nature == Nature.ARRONDISSEMENT:
            _nommer(trouves, entree.identifiant, entree.fiche["nom"], entree.fiche.get("code_mamh", ""))
    return trouves


def _nommer(trouves: Connus, identifiant: str, *noms: str) -> None:
    trouves._arrondissements |= {plier(nom): identifiant for nom in (identifiant, *noms) if nom}
