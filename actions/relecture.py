"""What is read again before it is published: which actions wait, in which order, and what changed of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.models import Action, ActionQuerySet
from actions.models.etats import VISIBLES_DU_PUBLIC, Publication
from partenariat.administration.historique import Ligne, Morceau, entrees
from partenariat.histoire.evenements import evenements_de

SANS_LA_PUBLICATION = ("publication", "soumise_par", "validee_par", "note_retour")
"""What the steps themselves write: not what one reads again."""


def soumises(actions: ActionQuerySet) -> ActionQuerySet:
    """Those that wait for validation, the first submitted first: the order of the desk."""
    return actions.filter(publication=Publication.A_VALIDER).order_by("soumise_le", "cle_code", "id")


@dataclass(frozen=True)
class Suite:
    """What this person may validate beside one action."""

    prochaine: Action | None
    """What comes after it on their desk; what was passed over, after the last; none where nothing is left."""
    restent: int


def suite(personne: Any, action: Action) -> Suite:
    """Read before the step is taken: it then waits no more. One query."""
    miennes = Action.objects.modifiables_par(personne).defer("description", "texte_officiel", "recherche")
    liste = [une for une in soumises(miennes) if une.peut("valider", personne)]
    place = next((rang for rang, une in enumerate(liste) if une.pk == action.pk), -1)
    autres = [une for une in liste[place + 1 :] + liste[: max(place, 0)] if une.pk != action.pk]
    return Suite(autres[0] if autres else None, len(autres))


def depuis_la_publication(action: Action) -> datetime | None:
    """When it ceased to be public, the last time; none where it never was."""
    siens = evenements_de(Action).filter(pgh_obj=action.pk, publication__in=VISIBLES_DU_PUBLIC)
    return siens.order_by("-pgh_id").values_list("remplace_le", flat=True).first()


def depuis_la_version(action: Action, version: str) -> datetime | None:
    """When it ceased to stand as it was read; none where that version is unknown, or the present one."""
    # Typed by a browser: what no version can be names none.
    vue = int(version) if version.isdecimal() and len(version) < 9 else -1
    siens = evenements_de(Action).filter(pgh_obj=action.pk, version=vue)
    return siens.order_by("-pgh_id").values_list("remplace_le", flat=True).first()


def changes(
    action: Action, morceaux: Iterable[Morceau], depuis: datetime | None, sauf: Iterable[str]
) -> list[Ligne]:
    """What of it reads otherwise than it did at that instant: each thing once, before and now."""
    if depuis is None:
        return []
    dites: dict[str, Ligne] = {}
    for entree in reversed(entrees(action, morceaux, sauf=(*sauf, *SANS_LA_PUBLICATION))):
        for ligne in entree.lignes if entree.le >= depuis else ():
            d_abord = dites.get(ligne.quoi, ligne)
            dites[ligne.quoi] = Ligne(ligne.quoi, d_abord.avant, ligne.apres)
    return [ligne for ligne in dites.values() if ligne.avant != ligne.apres]
