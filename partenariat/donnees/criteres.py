"""The criteria of a list: each is declared once; its field, its condition and its facet's counts follow.

Four kinds: a text that is searched, a value that a row has at most once, values that rows are linked to, and
facts that are true of a row or not.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Exists, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.denombrement import Groupe, Sql, colonne, constante
from partenariat.donnees.expressions import oui_ou_non
from partenariat.donnees.recherche import Cles, Repondent, tient

PARTOUT = "*"
"""The value under which rows that have every value are counted."""


VALEUR_MAX = 200
"""Characters of one value of an address: longer, it is of no criterion, and no text that anyone searches."""


class ChampChoix(forms.MultipleChoiceField):
    """Several values; accepts other spellings of one (`alias`) and names the one that does not exist."""

    default_error_messages = {
        "invalid_choice": _("« %(value)s » n'est pas connu ici; ce critère est laissé de côté.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alias: dict[str, str] = {}

    def to_python(self, value: Any) -> list[str]:
        return [self.alias.get(v.casefold(), v) for v in dict.fromkeys(super().to_python(value)) if v]


class Choix(django_filters.MultipleChoiceFilter):
    field_class = ChampChoix


@dataclass(frozen=True, eq=False)
class Dit:
    """How the words by which a row was found are said beside it, where they are not its own.

    Args:
        quoi: what they are (« Jalon »).
        texte, texte_en: ORM path, or expression, of the text that they stand in, in each language.
    """

    quoi: Any
    texte: str | Combinable
    texte_en: str | Combinable | None = None

    def colonnes(self) -> tuple[Combinable, Combinable]:
        """Both, as expressions of texts; empty where there is none in English."""
        en_anglais = Value("") if self.texte_en is None else self.texte_en
        dits = (F(dit) if isinstance(dit, str) else dit for dit in (self.texte, en_anglais))
        francais, anglais = (Cast(dit, TextField()) for dit in dits)
        return francais, anglais


@dataclass(frozen=True, eq=False)
class Lien:
    """Objects that each join a row, at the ORM path `ligne`, to a value, at the ORM path `valeur`.

    `repete`: several may join one row to one value. `dit`: how a text that joins them is shown; None where
    the row shows it by itself.
    """

    objets: QuerySet[Any]
    ligne: str
    valeur: str
    repete: bool = False
    dit: Dit | None = None

    def tenant(self) -> QuerySet[Any, Any]:
        """The rows that a tsvector (`valeur`) joins to one term of a search (`recherche.Terme`)."""
        return self.lignes(tient(self.valeur))

    def lignes(self, *conditions: Combinable | Q, **criteres: Any) -> QuerySet[Any, Any]:
        """The rows that an object joins, among those that answer."""
        return self.objets.order_by().filter(*conditions, **criteres).values(self.ligne)

    def paires(self) -> QuerySet[Any, Any]:
        """(`l_objet`, `l_valeur`): a row, and one of its values as a text; each pair once."""
        paires: QuerySet[Any, Any] = (
            self.objets.order_by()
            .annotate(l_objet=F(self.ligne), l_valeur=Cast(F(self.valeur), TextField()))
            .values("l_objet", "l_valeur")
        )
        return paires.distinct() if self.repete else paires

    def textes(self, dit: Dit) -> QuerySet[Any, Any]:
        """What joins a row, as it is shown: `d_ligne`, `d_objet`, and `d_texte` in each language."""
        francais, anglais = dit.colonnes()
        dites: QuerySet[Any, Any] = self.objets.order_by().annotate(
            d_ligne=F(self.ligne), d_objet=F("pk"), d_texte=francais, d_texte_en=anglais
        )
        return dites


@dataclass(frozen=True, eq=False)
class Partout:
    """Rows (`lignes`) that have every value: a term of a search joins them all where a value holds it.

    Args:
        valeurs: what holds the tsvector of each, at the ORM path `valeur`, in the order in which they are
            said.
    """

    lignes: QuerySet[Any]
    valeurs: QuerySet[Any]
    valeur: str
    dit: Dit | None = None

    def tenant(self) -> QuerySet[Any, Any]:
        """As `Lien.tenant`."""
        return self.lignes.order_by().filter(Exists(self.valeurs.filter(tient(self.valeur)))).values("pk")

    def textes(self, dit: Dit) -> QuerySet[Any, Any]:
        """As `Lien.textes`: all the values in one text, one a line."""
        francais, anglais = (
            Func(
                ArraySubquery(self.valeurs.annotate(d_dit=dite).values("d_dit")),
                Value("\n"),
                function="array_to_string",
                output_field=TextField(),
            )
            for dite in dit.colonnes()
        )
        dites: QuerySet[Any, Any] = self.lignes.order_by().annotate(
            d_ligne=F("pk"), d_objet=F("pk"), d_texte=francais, d_texte_en=anglais
        )
        return dites


def du_nom(objets: QuerySet[Any], noms: Iterable[str]) -> Lien:
    """Joins every row of a kind to what such a row is called: « action logement » asks no more of actions
    than « logement » does.

    Args:
        noms: in each language.
    """
    # Their stems alone: who types « com » does not ask for every « commitment ».
    cles = Cles(Value("\n".join(noms)))
    radicaux = Func(cles, function="array_to_tsvector", output_field=SearchVectorField())
    return Lien(objets.annotate(leur_nom=radicaux), "pk", "leur_nom")


class Parmi(Func):
    """The condition that a key is one of those of a text, with commas between them: it can be prepared."""

    template = "%(expressions)s, ',')::bigint[])"
    arg_joiner = " = ANY (string_to_array("
    output_field = BooleanField()
    conditional = True


def textes_lies(liens: Iterable[tuple[Lien | Partout, Dit]], cles: str) -> QuerySet[Any, Any]:
    """What rows may be found by and is not their own, row by row, in the order of the links: key of the row,
    rank of the link, key of what joins, text in French, in English.

    Args:
        cles: keys of the rows, with commas between them.
    """
    branches: list[QuerySet[Any, Any]] = [
        lien.textes(dit)
        .filter(Parmi(F("d_ligne"), Value(cles)))
        .annotate(d_rang=Value(rang, IntegerField()))
        .values_list("d_ligne", "d_rang", "d_objet", "d_texte", "d_texte_en")
        for rang, (lien, dit) in enumerate(liens)
    ]
    toutes: QuerySet[Any, Any] = branches[0].union(*branches[1:], all=True)
    return toutes.order_by("d_ligne", "d_rang", "d_objet")


@dataclass(frozen=True, eq=False)
class Critere:
    """One criterion, under the name that it has in the query string.

    A kind says: the condition that some values ask for (`condition`), what each row must carry for it
    (`colonnes`), the same condition read from that (`retenue`), and how its facet is counted (`groupes`).
    """

    nom: str
    libelle: Any

    def filtre(self) -> django_filters.Filter:
        raise NotImplementedError

    def condition(self, valeurs: Any) -> Q:
        """What `valeurs` (what its field gives) asks of a row."""
        raise NotImplementedError

    def colonnes(self, valeurs: Any) -> dict[str, Combinable]:
        """What each row carries to be counted, `valeurs` being asked for (or nothing)."""
        return {self._retenue: oui_ou_non(self.condition(valeurs))} if valeurs else {}

    def retenue(self, valeurs: Any) -> Sql:
        """`condition`, over `colonnes`."""
        return colonne(self._retenue)

    def groupes(self) -> Iterable[Groupe]:
        """The groups that its facet counts; none where it has no facet."""
        return ()

    @property
    def _retenue(self) -> str:
        return f"c_{self.nom}"

    @property
    def _valeur(self) -> str:
        return f"v_{self.nom}"


@dataclass(frozen=True, eq=False)
class ParTexte(Critere):
    """A search: the rows of which each term is found somewhere in what they are linked to.

    Args:
        liens: what joins a row to a tsvector, its own included.
    """

    liens: tuple[Lien | Partout, ...]

    def filtre(self) -> django_filters.Filter:
        # How long it was is not said: no more of it is read than shows that it is too long.
        trop_long = _(
            "Ce texte est trop long (%(limit_value)d caractères au plus); ce critère est laissé de côté."
        )
        messages = {"max_length": trop_long}
        return django_filters.CharFilter(label=self.libelle, max_length=VALEUR_MAX, error_messages=messages)

    def condition(self, valeurs: str) -> Q:
        return Q(pk__in=Repondent(valeurs, [lien.tenant() for lien in self.liens]))


@dataclass(frozen=True, eq=False)
class CritereAFacette(Critere):
    """One that is chosen among values, counted beside the list.

    Args:
        choix: (value, name); none where they are the plan's (`Vocabulaire`).
        ouverte: its facet is open before anyone chose anything.
    """

    choix: Iterable[tuple[str, Any]] = field(default=(), kw_only=True)
    ouverte: bool = field(default=False, kw_only=True)

    def filtre(self) -> django_filters.Filter:
        return Choix(
            label=self.libelle, choices=self.choix, required=False, widget=forms.CheckboxSelectMultiple
        )


@dataclass(frozen=True, eq=False)
class ParValeur(CritereAFacette):
    """The rows of which the value (ORM path, or annotation) is among those chosen."""

    chemin: str

    def condition(self, valeurs: list[str]) -> Q:
        return Q(**{f"{self.chemin}__in": valeurs})

    def colonnes(self, valeurs: Any) -> dict[str, Combinable]:
        return {self._valeur: Cast(F(self.chemin), TextField())}

    def retenue(self, valeurs: list[str]) -> Sql:
        return Sql(f'"{self._valeur}" = ANY(%s)', (valeurs,))

    def groupes(self) -> Iterator[Groupe]:
        yield Groupe(colonne(self._valeur))


@dataclass(frozen=True, eq=False)
class ParLien(CritereAFacette):
    """The rows that are joined to one of the values chosen.

    Args:
        lien: what joins them.
        aussi: ORM path of one value that a row has besides, by itself.
        partout: the rows that have every value, joined or not.
    """

    lien: Lien
    aussi: str = field(default="", kw_only=True)
    partout: Q | None = field(default=None, kw_only=True)

    def condition(self, valeurs: list[str]) -> Q:
        condition = Q(pk__in=self.lien.lignes(**{f"{self.lien.valeur}__in": valeurs}))
        if self.aussi:
            condition |= Q(**{f"{self.aussi}__in": valeurs})
        return condition if self.partout is None else condition | self.partout

    def colonnes(self, valeurs: Any) -> dict[str, Combinable]:
        colonnes = super().colonnes(valeurs)
        if self.aussi:
            colonnes[self._valeur] = Cast(F(self.aussi), TextField())
        if self.partout is not None:
            colonnes[self._partout] = oui_ou_non(self.partout)
        return colonnes

    def groupes(self) -> Iterator[Groupe]:
        # What a row has by itself or everywhere is counted apart; what joins it to the same adds nothing.
        reste = []
        if self.aussi:
            yield Groupe(colonne(self._valeur))
            reste.append(Sql(f'l_valeur IS DISTINCT FROM "{self._valeur}"'))
        if self.partout is not None:
            yield Groupe(constante(PARTOUT), (colonne(self._partout),))
            reste.append(Sql(f'NOT "{self._partout}"'))
        yield Groupe(colonne("l_valeur"), tuple(reste), self.lien.paires())

    @property
    def _partout(self) -> str:
        return f"p_{self.nom}"


@dataclass(frozen=True, eq=False)
class ParFait(CritereAFacette):
    """The rows of which one of the facts chosen is true; `fait` gives the condition of each."""

    fait: Callable[[str], Q]

    def condition(self, valeurs: list[str]) -> Q:
        return reduce(or_, [self.fait(valeur) for valeur in valeurs])

    def _colonnes(self) -> dict[str, str]:
        """Value → the column that says whether it is true."""
        return {valeur: f"{self._valeur}_{rang}" for rang, (valeur, _nom) in enumerate(self.choix)}

    def colonnes(self, valeurs: Any) -> dict[str, Combinable]:
        return {nom: oui_ou_non(self.fait(valeur)) for valeur, nom in self._colonnes().items()}

    def retenue(self, valeurs: list[str]) -> Sql:
        colonnes = self._colonnes()
        return Sql(f"({' OR '.join(colonne(colonnes[valeur]).texte for valeur in valeurs)})")

    def groupes(self) -> Iterator[Groupe]:
        for valeur, nom in self._colonnes().items():
            yield Groupe(constante(valeur), (colonne(nom),))
