"""Parts that other floors add to this floor's pages: they register here, since this one never imports them.

A page asks `greffes(page, …)` and includes each one's template, in which `greffe` holds what its function
gave. Pages: `accueil` (plan), `action` (plan, action), `organisation` (plan,
organisation, tables; `phrase`: the template of a sentence for its head, `frise`: a row of its drawing of
time), `donnees` (plan), `espace` (acteur, personne), `nouvelle` (action, personne: the
minute screen, above its form). A
part of the home page names the template of each of its `PLACES`. `tables`: what pages the page's tables
(`presentation.pages.Tables`).
"""

from collections.abc import Callable
from typing import Any

PLACES: dict[str, Any] = {"rang": 0, "detail": False, "porte": "", "attention": "", "attendus": 0, "cote": ""}
"""Of the home page: the part's rank; whether its template is a detail of the figures; a door; rows of what
demands attention, and how many do; what stands aside."""
_greffes: dict[str, list[tuple[str, Callable[..., dict[str, Any]]]]] = {}


def enregistrer(page: str, gabarit: str, contexte: Callable[..., dict[str, Any]]) -> None:
    """Adds a part to a page.

    Args:
        gabarit: the template; it reads `greffe`.
        contexte: called with the page's objects by name; gives what the template reads.
    """
    _greffes.setdefault(page, []).append((gabarit, contexte))


def greffes(page: str, **objets: Any) -> list[dict[str, Any]]:
    """The parts of a page, in the order of their registration."""
    return [{"gabarit": gabarit, **contexte(**objets)} for gabarit, contexte in _greffes.get(page, ())]
