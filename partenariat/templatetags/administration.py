"""What the templates of the back office say of a kind of things."""

import json
from typing import Any

from django import template
from django.contrib.admin.helpers import InlineAdminFormSet
from django.db.models.options import Options
from django.utils.translation import gettext as _

from partenariat.administration import noms

register = template.Library()


@register.simple_tag
def lignes_a_ajouter(lignes: InlineAdminFormSet) -> str:
    """What Django's inlines.js is told of the rows of a form: « Ajouter un jalon », « Enlever »."""
    prefixe = lignes.formset.prefix
    mots = {"addText": noms.ajouter(lignes.opts.model), "deleteText": _("Enlever")}
    return json.dumps({"name": f"#{prefixe}", "options": {"prefix": prefixe, **mots}})


@register.simple_tag
def et_un_autre(opts: "Options[Any]") -> str:
    """What saves, then begins another."""
    if noms.est_feminin(opts.model):
        return _("Enregistrer et en ajouter une autre")
    return _("Enregistrer et en ajouter un autre")
