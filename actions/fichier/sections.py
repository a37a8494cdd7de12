"""Parts of the plan file that other floors read: they register here, since this one never imports them.

An application calls `enregistrer` once, in its `ready()`. A part that is awaited but not registered is
accepted and kept aside with the plan, so that the export gives it back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actions.fichier.constat import Constat
from actions.fichier.noeuds import Noeud

if TYPE_CHECKING:
    from actions.fichier.champs import Fiche
    from actions.fichier.chargement import Chargement
    from actions.fichier.connus import Connus
    from actions.models import Plan

Motifs = dict[tuple[str, str], tuple[str, str]]
ATTENDUES = ("comite_mise_en_oeuvre", "engagements", "seances")


@dataclass(frozen=True)
class Section:
    """A part of the file, named by its key.

    retenir: slug of the plan → holds, before the actions, the rows whose holders go on to write actions.
    motifs: node → by action code and statut, the number and the reason of the decision that it tells.
    valider: node, references known to the file, findings → the checked value that `charger` receives.
    charger: checked value, loading under way (`plan`, `organisation()`, `action()`, `differences`) → writes.
    exporter: plan, whether only what is public → plain value for the file; None leaves the key out. An
        `Organisation` in it is written as its identifier.
    """

    nom: str
    retenir: Callable[[str], None]
    motifs: Callable[[Noeud], Motifs]
    valider: Callable[[Noeud, "Connus", Constat], Any]
    charger: Callable[[Any, "Chargement"], None]
    exporter: Callable[["Plan", bool], Any]


_sections: dict[str, Section] = {}

Verification = Callable[["Fiche", "Connus", Constat], None]
"""The whole file, its parts checked; references known to it; findings → adds what is wrong between parts."""
_ensemble: list[Verification] = []


def enregistrer(
    nom: str, *, valider, charger, exporter, retenir=lambda _slug: None, motifs=lambda _noeud: {}
) -> None:
    """Makes a part of the file known. A second registration of the same name is a programming error."""
    if nom in _sections:
        raise ValueError(f"La section « {nom} » est déjà enregistrée.")
    _sections[nom] = Section(nom, retenir, motifs, valider, charger, exporter)


def retirer(nom: str) -> None:
    """Forgets a part (tests)."""
    _sections.pop(nom)


def verifier_l_ensemble(verification: Verification) -> None:
    """Has every file checked so once its parts are, whichever parts it has."""
    _ensemble.append(verification)


def de_l_ensemble() -> tuple[Verification, ...]:
    return tuple(_ensemble)


def enregistrees() -> tuple[Section, ...]:
    return tuple(_sections.values())


def a_charger() -> list[Section]:
    """In the order of `ATTENDUES`, then the others: meetings name members and commitments of their file."""
    rangs = {nom: rang for rang, nom in enumerate(ATTENDUES)}
    return sorted(_sections.values(), key=lambda section: rangs.get(section.nom, len(rangs)))


def noms() -> tuple[str, ...]:
    """Every part that the file may have besides those of this floor."""
    return tuple(dict.fromkeys((*ATTENDUES, *_sections)))


def gardees() -> tuple[str, ...]:
    """The parts that nobody reads yet, kept aside as they came."""
    return tuple(nom for nom in noms() if nom not in _sections)
