"""Filters of a list, for its page, its files and what comes after: one declaration an app.

Each filter is a condition; each facet counts its values under all the *other* conditions, in one query.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_
from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass
class Vocabulaire:
    """By filter: value → name, in the plan's order; and other spellings of a value (an acronym, a code)."""

    noms: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    alias: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


class ChampChoix(forms.MultipleChoiceField):
    """Several values; accepts other spellings of one (`alias`) and names the one that does not exist."""

    default_error_messages = {
        "invalid_choice": _("« %(value)s » n'est pas connu ici; ce critère est laissé de côté.")
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.alias: dict[str, str] = {}

    def to_python(self, value):
        return [self.alias.get(v.casefold(), v) for v in dict.fromkeys(super().to_python(value)) if v]


class Choix(django_filters.MultipleChoiceFilter):
    field_class = ChampChoix

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class Tri(django_filters.ChoiceFilter):
    """The order asked for, among `tris` (value → name, expression)."""

    def __init__(self, tris: dict):
        super().__init__(
            label=_("Trier par"),
            choices=[(cle, libelle) for cle, (libelle, _ordre) in tris.items()],
            empty_label=None,
            null_label=None,
        )


class FiltreAFacettes(django_filters.FilterSet):
    """A list's filters. What cannot be used of the query string is left aside and told by `laisses_de_cote`.

    A subclass declares its filters (`q`, one `Choix` a facet, `tri`), the class attributes below, and
    `condition`, `chemins` and `compter`.
    """

    TRIS: ClassVar[dict]
    """Value → (name, expression); the first is the usual order."""
    FACETTES: ClassVar[tuple[str, ...]]
    OUVERTES: ClassVar[tuple[str, ...]] = ()
    """The facets that are open before anyone chose anything."""

    def __init__(self, data: QueryDict | None, *, queryset, mots: Vocabulaire):
        self.mots = mots
        super().__init__(data, queryset=queryset)

    def get_form_class(self):
        classe = super().get_form_class()
        for param, noms in self.mots.noms.items():
            classe.base_fields[param].choices = list(noms.items())
            classe.base_fields[param].alias = self.mots.alias[param]
        return classe

    # --- What a subclass says -----------------------------------------------------------------------------
    @staticmethod
    def condition(nom: str, valeurs) -> Q:
        """The condition of one filter; `valeurs` is a text for `q`, else a list."""
        raise NotImplementedError

    @staticmethod
    def chemins() -> Iterator[tuple[str, str]]:
        """(facet, ORM path of its value): the branches of the count."""
        raise NotImplementedError

    @staticmethod
    def compter(n: int) -> str:
        """« Aucune action », « 12 actions »."""
        raise NotImplementedError

    # --- What is found ------------------------------------------------------------------------------------
    @cached_property
    def criteres(self) -> dict[str, Q]:
        """The conditions asked for, by filter."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        donnees = self.form.cleaned_data
        return {nom: self.condition(nom, donnees[nom]) for nom in ("q", *self.FACETTES) if donnees.get(nom)}

    @cached_property
    def _lues(self):
        return self.queryset.avec_lectures().order_by()

    def objets(self, sans: str = ""):
        """What answers every condition but `sans`, with its readings, unordered."""
        conditions = [condition for nom, condition in self.criteres.items() if nom != sans]
        return self._lues.filter(reduce(and_, conditions, Q()))

    @property
    def tri(self) -> str:
        """The order in force."""
        usuel = next(iter(self.TRIS))
        if not self.is_bound or self.criteres is None:
            return usuel
        return self.form.cleaned_data.get("tri") or usuel

    @property
    def qs(self):
        """What was asked for, in the order asked for."""
        return self.objets().order_by(self.TRIS[self.tri][1], "cle_code")

    @cached_property
    def comptes(self) -> dict[str, dict[str, int]]:
        """By facet: value → number of rows under the other conditions. One query."""
        branches = [self.branche(nom, chemin) for nom, chemin in self.chemins()]
        comptes: dict[str, dict[str, int]] = {nom: {} for nom in self.FACETTES}
        for nom, valeur, n in branches[0].union(*branches[1:], all=True):
            if valeur is not None:
                comptes[nom][valeur] = comptes[nom].get(valeur, 0) + n
        return comptes

    def branche(self, nom: str, chemin: str | None):
        """One branch of the count: rows by the value at `chemin` (None: all of them, under « * »)."""
        return self.denombrer(self.objets(sans=nom), nom, chemin)

    @staticmethod
    def denombrer(lignes, nom: str, chemin: str | None, etiquette: str = "*"):
        valeur = Cast(F(chemin), TextField()) if chemin else Value(etiquette, TextField())
        return (
            lignes.annotate(f_nom=Value(nom, TextField()), f_valeur=valeur)
            .values("f_nom", "f_valeur")
            # A row that a value reaches twice (two actions of one axis) counts once.
            .annotate(f_n=Count("pk", distinct=True))
            .values_list("f_nom", "f_valeur", "f_n")
        )

    # --- What is said -------------------------------------------------------------------------------------
    def nom(self, param: str, valeur: str) -> str:
        """The name of a value, for the chips."""
        if param == "q":
            return gettext("« %(texte)s »") % {"texte": valeur}
        return dict(self.form.fields[param].choices).get(valeur, valeur)

    def laisses_de_cote(self) -> list[str]:
        """What was left aside, in sentences."""
        if not self.is_bound:
            return []
        return [
            gettext("%(filtre)s : %(raison)s") % {"filtre": self.form.fields[nom].label, "raison": raison}
            for nom, raisons in self.form.errors.items()
            for raison in raisons
        ]
