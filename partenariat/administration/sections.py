"""The parts of a long form, which fold: each stands open where it is needed, or has something to correct.

Folded by the browser itself, without a script; printed, they are all open.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst


@dataclass(frozen=True)
class Section:
    ancre: str
    nom: str
    """Empty for fields that stand under no title."""
    pliable: bool
    ouverte: bool
    nombre: int | None = None
    """How many rows it has; none where it is no list."""
    champs: Any = None
    """The fields, as Django groups them."""
    lignes: Any = None
    """Or the rows."""

    @property
    def lien(self) -> str:
        """Where one goes to it: what folds it, from where the next key unfolds it."""
        return f"pli-{self.ancre}" if self.pliable else self.ancre


def sections(contexte: dict[str, Any], ouvertes: Container[str] | None) -> list[Section]:
    """Args:
    contexte: that of a form (`render_change_form`).
    ouvertes: fields, or rows by the name of their relation, whose sections stand open; None where only what
        says so folds (`collapse`).
    """
    form = contexte["adminform"].form
    en_faute = set(form.errors) if form.is_bound else set()
    faites = []
    for rang, groupe in enumerate(contexte["adminform"]):
        noms = {nom for ligne in groupe.fields for nom in ([ligne] if isinstance(ligne, str) else ligne)}
        pliable = bool(groupe.name) and (ouvertes is not None or "collapse" in groupe.classes)
        voulue = ouvertes is not None and any(nom in ouvertes for nom in noms)
        ancre = f"fieldset-0-{rang}-heading"
        ouverte = voulue or bool(noms & en_faute)
        faites.append(Section(ancre, groupe.name or "", pliable, ouverte, champs=groupe))
    for lignes in contexte["inline_admin_formsets"]:
        formset, prefixe = lignes.formset, lignes.formset.prefix
        fautive = formset.is_bound and (any(formset.errors) or bool(formset.non_form_errors()))
        pliable = ouvertes is not None or "collapse" in lignes.classes
        ouverte = fautive or (ouvertes is not None and prefixe in ouvertes)
        nom, nombre = str(capfirst(lignes.opts.verbose_name_plural)), formset.initial_form_count()
        faites.append(Section(f"{prefixe}-heading", nom, pliable, ouverte, nombre, lignes=lignes))
    return faites
