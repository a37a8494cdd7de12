"""Filters of a list, for its page, its files and what comes after: one declaration an app.

Each criterion is a condition; each facet counts its values under all the *other* conditions, in one query.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, reduce
from operator import and_
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.criteres import PARTOUT, VALEUR_MAX, Critere, CritereAFacette
from partenariat.donnees.denombrement import TOUT, Denombrement, Groupe, Sql, colonne, constante
from partenariat.donnees.expressions import oui_ou_non

DITE_MAX = 60
"""Characters of a refused value that are said again."""


@dataclass
class Vocabulaire:
    """By filter: value → name, in the plan's order; other spellings of a value (an acronym, a code); and the
    values whose name is French on an English page."""

    noms: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    alias: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    francais: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class Tri(django_filters.ChoiceFilter):
    """The order asked for, among `tris` (value → name, expression)."""

    def __init__(self, tris: dict[str, tuple[Any, Any]]) -> None:
        super().__init__(
            label=_("Trier par"),
            choices=[(cle, libelle) for cle, (libelle, _ordre) in tris.items()],
            empty_label=None,
            null_label=None,
        )


class FiltreAFacettes(django_filters.FilterSet):
    """A list's filters. What cannot be used of the query string is left aside and told by `laisses_de_cote`.

    A subclass gives the class attributes below and `compter`.
    """

    CRITERES: ClassVar[tuple[Critere, ...]] = ()
    """In the order in which they are shown."""
    TRIS: ClassVar[dict[str, tuple[Any, Any]]] = {}
    """Value → (name, expression); the first is the usual order."""
    DEPARTAGE: ClassVar[tuple[str, ...]] = ("cle_code", "id")
    """The order of what the order asked for leaves equal."""

    def __init__(self, data: QueryDict | None, *, queryset: QuerySet[Any], mots: Vocabulaire) -> None:
        self.mots = mots
        super().__init__(data, queryset=queryset)

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        return {critere.nom: critere.filtre() for critere in cls.CRITERES} | {"tri": Tri(cls.TRIS)}

    def get_form_class(self) -> Any:
        classe = super().get_form_class()
        for param, noms in self.mots.noms.items():
            classe.base_fields[param].choices = list(noms.items())
            classe.base_fields[param].alias = self.mots.alias[param]
        return classe

    # --- What a subclass says -----------------------------------------------------------------------------
    @classmethod
    def condition(cls, nom: str, valeurs: Any) -> Q:
        """The condition of one criterion; `valeurs` is a text for a search, else a list."""
        return cls.critere(nom).condition(valeurs)

    @classmethod
    def critere(cls, nom: str) -> Critere:
        return next(critere for critere in cls.CRITERES if critere.nom == nom)

    @classmethod
    def facettes(cls) -> list[CritereAFacette]:
        return [critere for critere in cls.CRITERES if isinstance(critere, CritereAFacette)]

    @staticmethod
    def compter(n: int) -> str:
        """« Aucune action », « 12 actions »."""
        raise NotImplementedError

    # --- What is found ------------------------------------------------------------------------------------
    @cached_property
    def _donnees(self) -> dict[str, Any]:
        """What the form could use of the query string."""
        if not self.data:
            # Nothing was asked for: most visitors, who need no form to be read.
            return {}
        self.form.is_valid()
        donnees: dict[str, Any] = self.form.cleaned_data
        return donnees

    @cached_property
    def choisis(self) -> dict[str, Any]:
        """What was asked for, by criterion: a text for a search, else a list of values."""
        return {c.nom: self._donnees[c.nom] for c in self.CRITERES if self._donnees.get(c.nom)}

    @cached_property
    def criteres(self) -> dict[str, Q]:
        """The conditions asked for, by criterion."""
        return {nom: self.condition(nom, valeurs) for nom, valeurs in self.choisis.items()}

    @cached_property
    def _lues(self) -> Any:
        return self.queryset.avec_lectures().order_by()

    def objets(self) -> Any:
        """What answers every condition, with its readings, unordered."""
        return self._lues.filter(reduce(and_, self.criteres.values(), Q()))

    @property
    def tri(self) -> str:
        """The order in force."""
        return self._donnees.get("tri") or next(iter(self.TRIS))

    @property
    def qs(self) -> Any:
        """What was asked for, in the order asked for."""
        return self.objets().order_by(self.TRIS[self.tri][1], *self.DEPARTAGE)

    # --- How many -----------------------------------------------------------------------------------------
    @cached_property
    def _comptes(self) -> dict[str, dict[str, int]]:
        """The total (under « »), and each facet. One query."""
        denombrement = self._denombrement(self.CRITERES)
        denombrement.ajouter("", TOUT, self._retenues())
        for critere in self.facettes():
            for groupe in critere.groupes():
                denombrement.ajouter(critere.nom, groupe, self._retenues(sans=critere.nom))
        return denombrement.executer()

    @property
    def total(self) -> int:
        """How many rows answer every condition."""
        return self._comptes[""].get("", 0)

    @cached_property
    def comptes(self) -> dict[str, dict[str, int]]:
        """By facet: value → number of rows under the other conditions; no row, no value.

        A row that has every value counts in every value that the plan knows.
        """
        comptes = {critere.nom: dict(self._comptes[critere.nom]) for critere in self.facettes()}
        for nom, de_la_facette in comptes.items():
            if partout := de_la_facette.pop(PARTOUT, 0):
                for valeur in self.mots.noms[nom]:
                    de_la_facette[valeur] = de_la_facette.get(valeur, 0) + partout
        return comptes

    def relacher(self, mots: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
        """How many rows there would be without each criterion in force, and with each of these words as the
        whole search. One query.

        Returns:
            criterion → number of rows, word → number of rows; what finds none is left out.
        """
        colonnes = {mot: f"m_{rang}" for rang, mot in enumerate(mots)}
        denombrement = self._denombrement(
            [critere for critere in self.CRITERES if critere.nom in self.choisis],
            **{nom: oui_ou_non(self.condition("q", mot)) for mot, nom in colonnes.items()},
        )
        for nom in self.choisis:
            denombrement.ajouter("sans", Groupe(constante(nom)), self._retenues(sans=nom))
        for mot, nom in colonnes.items():
            denombrement.ajouter("mots", Groupe(constante(mot), (colonne(nom),)), self._retenues(sans="q"))
        comptes = denombrement.executer()
        return comptes["sans"], comptes["mots"]

    def _denombrement(self, criteres: Iterable[Critere], **colonnes: Combinable) -> Denombrement:
        """The plan's rows, ready to be counted by these criteria."""
        for critere in criteres:
            colonnes |= critere.colonnes(self.choisis.get(critere.nom))
        return Denombrement(self._lues, colonnes)

    def _retenues(self, sans: str = "") -> list[Sql]:
        """The conditions in force but one, over the columns of `_denombrement`."""
        return [
            critere.retenue(valeurs)
            for critere in self.CRITERES
            if (valeurs := self.choisis.get(critere.nom)) and critere.nom != sans
        ]

    def dits_autrement(self) -> bool:
        """Whether a value in force is said by another of its spellings: cases of letters alone are many."""
        return bool(self.data) and any(
            set(self.data.getlist(critere.nom)) - {"", *self.choisis.get(critere.nom, ())}
            for critere in self.facettes()
        )

    # --- What is said -------------------------------------------------------------------------------------
    def nom(self, param: str, valeur: str) -> str:
        """The name of a value, for the chips."""
        critere = self.critere(param)
        if not isinstance(critere, CritereAFacette):
            return gettext("« %(texte)s »") % {"texte": valeur}
        noms: dict[str, str] = dict(self.choix(critere))
        return noms.get(valeur, valeur)

    def choix(self, critere: CritereAFacette) -> Iterable[tuple[str, Any]]:
        """The values of a criterion, with their names: its own, or else the plan's."""
        return critere.choix or self.mots.noms[critere.nom].items()

    def laisses_de_cote(self) -> list[str]:
        """What was left aside, in sentences."""
        if not self.data:
            return []
        return [
            gettext("%(filtre)s : %(raison)s") % {"filtre": self.form.fields[nom].label, "raison": raison}
            for nom, raisons in self.form.errors.items()
            for raison in raisons
        ]

    def refus(self) -> list[str]:
        """The same, for a file, which is refused instead: each with the nearest value that it accepts."""
        if not self.data:
            return []
        return [
            gettext("%(filtre)s : %(raison)s")
            % {"filtre": self.form.fields[nom].label, "raison": self._refus(nom, erreur)}
            for nom, erreurs in self.form.errors.as_data().items()
            for erreur in erreurs
        ]

    def _refus(self, nom: str, erreur: ValidationError) -> str:
        dits: dict[str, Any] = erreur.params or {}
        if erreur.code == "max_length":
            # How a page says it tells that it leaves it aside.
            return gettext("Ce texte est trop long (%(max)d caractères au plus).") % {"max": VALEUR_MAX}
        if erreur.code != "invalid_choice":
            return str(erreur.messages[0])
        valeur = str(dits.get("value", ""))
        connues = self._connues(nom)
        proches = get_close_matches(valeur.casefold(), connues, n=1)
        dits = {"valeur": valeur if len(valeur) <= DITE_MAX else f"{valeur[:DITE_MAX]}…"}
        if not proches:
            return gettext("« %(valeur)s » n'est pas connu ici.") % dits
        dits["proche"] = connues[proches[0]]
        return gettext("« %(valeur)s » n'est pas connu ici. Vouliez-vous dire « %(proche)s »?") % dits

    def _connues(self, nom: str) -> dict[str, str]:
        """The values that a criterion accepts, by all that may be meant for them: their names too."""
        champ: Any = self.form.fields[nom]
        connues = {str(libelle).casefold(): str(valeur) for valeur, libelle in champ.choices}
        return connues | getattr(champ, "alias", {}) | {v.casefold(): v for v in connues.values()}
