"""What a form refuses, first on its page: each error names its field, and leads there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Erreur:
    ou: str
    """« Jalon 2, échéance »; empty for what no field says."""
    champ: BoundField | None
    """What it leads to."""
    texte: str


def resume(contexte: dict[str, Any]) -> list[Erreur]:
    """Every error of the page, in the order in which it is read."""
    form = contexte["adminform"].form
    if not form.is_bound:
        return []
    dites = list(du_formulaire(form))
    if contexte.get("conflit"):
        # Said whole beneath, by its own table.
        dites = [dite for dite in dites if dite.texte not in form.phrases]
    for formset in contexte["inline_admin_formsets"]:
        genre = str(capfirst(formset.opts.verbose_name))
        pluriel = str(capfirst(formset.opts.verbose_name_plural))
        dites += [Erreur(pluriel, None, texte) for texte in formset.formset.non_form_errors()]
        for rang, ligne in enumerate(formset.formset.forms, 1):
            dites += du_formulaire(ligne, f"{genre} {rang}")
    return dites


def du_formulaire(form: Any, ligne: str = "") -> Iterator[Erreur]:
    """Every error of a form. `ligne`: what it is of, where the page has several alike."""
    for texte in form.non_field_errors():
        yield Erreur(ligne, None, texte)
    for champ in form:
        for texte in champ.errors:
            if champ.is_hidden:
                yield Erreur(ligne, None, texte)
            elif ligne:
                nom = str(champ.label)
                # Not an abbreviation, nor a name: « Jalon 2, échéance ».
                nom = nom if nom[1:2].isupper() else nom[:1].lower() + nom[1:]
                yield Erreur(_("%(ligne)s, %(champ)s") % {"ligne": ligne, "champ": nom}, champ, texte)
            else:
                yield Erreur(str(capfirst(champ.label)), champ, texte)
