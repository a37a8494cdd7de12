"""Form fields and widgets of the back office."""

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTimeWidget
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from partenariat.histoire.temps import DERNIERE_DATE, PREMIERE_DATE
from partenariat.presentation.formats import heure


class ChampNombre(forms.DecimalField):
    """A number as people write it: « 2 500 000,50 $ » as well as « 2500000.5 »."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {"invalid": _("Écrivez un nombre, par exemple 2 500 000,50.")}

    def to_python(self, value):
        if isinstance(value, str):
            for signe in (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "$"):
                value = value.replace(signe, "")
            value = value.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal | int | float):
            try:
                return f"{Decimal(value).normalize():f}".replace(".", ",")
            except InvalidOperation:
                return value
        return value


class ChampCodes(forms.CharField):
    """Codes of records, as people write them: « 1.1, 2.4 »."""

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(re.split(r"[\s,;]+", super().clean(value).strip()))) if value else []


PLACES = 3
"""Codes that one names at a time, each in a field of its own: a browser completes one value a field."""


class SaisieParCode(forms.TextInput):
    """Codes, which the browser itself completes from what one types of a code or of a title.

    Its own list (`<datalist>`) needs no script, and where there is none the code is typed whole.

    Args:
        offerts: (code, title) of what is proposed; any other code may be typed.
        nom: the name of the field, for those that its label does not reach.
    """

    def __init__(self, offerts: Iterable[tuple[str, str]], nom: str, *, places: int) -> None:
        super().__init__()
        self.offerts, self.nom, self.places = list(offerts), nom, places

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        dits = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ", ".join(filter(None, (dit.strip() for dit in dits)))

    def render(self, name, value, attrs=None, renderer=None):
        identifiant = (attrs or {}).get("id", f"id_{name}")
        liste = f"{identifiant}_codes"
        communs = {**(attrs or {}), "list": liste, "autocomplete": "off"}
        champs = [super().render(name, value, communs, renderer)]
        for rang in range(1, self.places):
            suite = {**communs, "id": f"{identifiant}_{rang}", "aria-label": f"{self.nom} ({rang + 1})"}
            champs.append(super().render(name, "", suite, renderer))
        options = format_html_join("", '<option value="{}">{}</option>', self.offerts)
        return format_html(
            '<span class="par-code">{}<datalist id="{}">{}</datalist></span>',
            format_html_join(" ", "{}", ((champ,) for champ in champs)),
            liste,
            options,
        )


class DateDuNavigateur(forms.DateInput):
    """A day, between those that the database takes.

    Args:
        passee: of what has taken place: none to come.
    """

    input_type = "date"

    def __init__(self, attrs=None, *, passee: bool = False):
        super().__init__(attrs, format="%Y-%m-%d")
        self.passee = passee

    def get_context(self, name, value, attrs):
        dernier = timezone.localdate() if self.passee else DERNIERE_DATE
        bornes = {"min": PREMIERE_DATE.isoformat(), "max": dernier.isoformat()}
        return super().get_context(name, value, {**bornes, **(attrs or {})})


class HeureEnMots(AdminTimeWidget):
    """An hour as the site writes it: « 9 h », where the format of the language says « 09 h 00 »."""

    def format_value(self, value):
        return heure(value) if isinstance(value, time) else super().format_value(value)


class ListeCachee(forms.HiddenInput):
    """Several values in one hidden field: an empty list is also said, unlike with one field a value."""

    def format_value(self, value):
        return ",".join(sorted(str(element) for element in value or ()))

    def value_from_datadict(self, data, files, name):
        valeur = data.get(name)
        return valeur.split(",") if valeur else []


CHAMPS_DE_FORMULAIRE: dict[type[models.Field], dict[str, Any]] = {
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})},
    models.URLField: {"assume_scheme": "https"},
    # The browser's own: keyboard, phone and screen reader already know it, and it needs no script.
    models.DateField: {"widget": DateDuNavigateur},
    models.TimeField: {"widget": HeureEnMots},
    models.DecimalField: {"form_class": ChampNombre},
    models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
}
"""`formfield_overrides` of every admin and inline of the site."""


def proposer(champ: forms.Field | None, options: Sequence[Any]) -> None:
    """Gives a choice field its options, ready made: one query for a whole page however many rows it has.

    Args:
        options: objects, or `(group label, [objects])` for groups. What is *accepted* stays `champ.queryset`.
    """
    if not isinstance(champ, forms.ModelChoiceField):
        raise TypeError(champ)
    choix: list[tuple[Any, Any]] = [
        (option[0], [(objet.pk, str(objet)) for objet in option[1]])
        if isinstance(option, tuple)
        else (option.pk, str(option))
        for option in options
    ]
    if not isinstance(champ, forms.ModelMultipleChoiceField):
        choix.insert(0, ("", champ.empty_label or "–"))
    champ.choices = choix


CASES_MAX = 20
"""Boxes that are ticked one by one; of more, those that are ticked, and the others by their code."""
CHOIX_MAX = 200
"""Options that a list of the back office offers: more are not read, and weigh 375 bytes each."""


def offrir(
    champs: dict[str, forms.Field],
    nom: str,
    tous: models.QuerySet[Any],
    choisis: Iterable[Any],
    ranger: Callable[[list[Any]], Sequence[Any]] = list,
    *,
    menu: int | None = None,
) -> None:
    """Offers them all where the list can be read. Of more, those that are chosen; others are named by their
    code, in the field beside (`AvecCodes`).

    Args:
        choisis: what is to be offered whatever there is: what is not would be taken for unticked.
        ranger: makes groups.
        menu: options of a list that one unrolls, beyond which one types; `CHOIX_MAX` where nothing is said.
    """
    if nom not in champs:
        return
    lus = list(tous[: CHOIX_MAX + 1])
    cases = isinstance(champs[nom], forms.ModelMultipleChoiceField)
    longue = len(lus) > min((CASES_MAX if cases else menu) or CHOIX_MAX, CHOIX_MAX)
    offerts = list(dict.fromkeys(choisis))
    proposer(champs[nom], ranger(offerts if longue else lus))
    # Of a form that is shared by every page: this one is changed, not that one.
    champs[par_code(nom)] = cache = copy(champs[par_code(nom)])
    if longue:
        autres = [(objet.code, objet.titre) for objet in lus[:CHOIX_MAX] if objet not in set(offerts)]
        cache.widget = SaisieParCode(autres, str(cache.label), places=PLACES if cases else 1)
    else:
        cache.widget = forms.HiddenInput()


def par_code(nom: str) -> str:
    """The field that names by their code what the list of that name does not offer."""
    return f"codes_{nom}"
