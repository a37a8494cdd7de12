"""`docs/cycles-de-vie.md`: the life cycles, as their tables say them."""

from django.utils import translation

from partenariat.cycles.cycle import CYCLES, Cycle
from partenariat.cycles.pas import Exigence, Pas

TETE = """# Life cycles

Every step of what has a life, written from the tables that methods, buttons, batch actions and triggers
read: `{modules}`. Do not edit: `CYCLES=refaire pytest tests/test_cycles_de_vie.py` writes it again.

A step is refused first for where the record stands, then for what it needs before anybody may take it, then
for who asks, then for what lacks. *Follows*: no button; it comes of another act, whose guards say whose.
"""
COLONNES = ("Pas", "Ce qu'il fait", "De", "À", "Qui", "Ce qu'il faut", "En lot")


def page() -> str:
    """The whole page, in Markdown, in French and English as the documentation is."""
    with translation.override("fr-ca"):
        corps = "\n".join(_cycle(cycle) for cycle in _tous())
    return TETE.format(modules="`, `".join(sorted({cycle.module for cycle in CYCLES}))) + "\n" + corps


def _tous() -> list[Cycle]:
    """In an order that no import changes."""
    return sorted(CYCLES, key=lambda cycle: cycle.module)


def _cycle(cycle: Cycle) -> str:
    lignes = [COLONNES, ("---",) * len(COLONNES), *(_ligne(pas) for pas in cycle)]
    tableau = "\n".join(f"| {' | '.join(ligne)} |" for ligne in lignes)
    return f"## {str(cycle.nom).capitalize()}\n\n{tableau}\n"


def _ligne(pas: Pas) -> tuple[str, ...]:
    faut = [_phrase(besoin) for besoin in (*pas.si, *pas.exige)] + ([str(pas.note)] if pas.note else [])
    return (
        f"`{pas.nom}`",
        str(pas.bouton or pas.dit),
        "; ".join(f"{champ} : {', '.join(map(str, etats))}" for champ, etats in pas.de.items()),
        "; ".join(f"{champ} : {etat}" for champ, etat in pas.vers.items()) or "–",
        str(pas.qui.dit) if pas.qui else "*follows*",
        "<br>".join(faut) or "–",
        str(pas.lot.bouton) if pas.lot else "–",
    )


def _phrase(besoin: Exigence) -> str:
    return str(besoin.phrase).replace("%(", "{").replace(")s", "}")
