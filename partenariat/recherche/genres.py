"""The kinds of results: each app registers its own when it is ready, and says how its rows are found and
shown. What the public may not read is in no `lignes`, and what has no public page in no `nommables`:
everything here is made of those rows alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Case, F, Func, IntegerField, Model, Q, QuerySet, TextField, Value, When, Window
from django.db.models.aggregates import Count
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from partenariat.donnees.criteres import Dit, Lien, ParTexte, Partout, textes_lies
from partenariat.donnees.preparees import preparee
from partenariat.donnees.recherche import CleExacte, Coupee, requete, sans_accents
from partenariat.histoire.appellations import NOMMES, designes
from partenariat.presentation.langue import langue
from partenariat.presentation.traduction import Traduit
from partenariat.recherche.surlignage import sans_markdown

Lignes = QuerySet[Any, Any]

TROUVEE, NOMMEE, PAR_SON_NOM, AUTREFOIS = range(4)
"""A row answers; what was typed is its code; its name in words; its code before."""


class Pertinence(Func):
    """How well a tsvector answers a tsquery, by the weights of its words."""

    function = "ts_rank"
    arity = 2


class ConcatWS(Func):
    """Texts one after the other, with the first argument between them."""

    function = "concat_ws"
    output_field = TextField()


@dataclass(frozen=True)
class Texte:
    """A public text of a row, in which the sentence that answered is looked for.

    Args:
        etiquette: what the text is (« Jalon »); empty for the row's own.
        langue: "fr" or "en", whatever the page's language.
        traduit: the row's title says it, in another language: it is shown for what nothing else says.
    """

    texte: str
    etiquette: str = ""
    langue: str = "fr"
    traduit: bool = False


@dataclass(frozen=True)
class Trouvaille:
    """A row as the results show it.

    Args:
        ancre: where it stands on the page that `adresse` leads to.
        titre: in `langue`, whatever the page's language.
        contexte: who, when, in one line.
        marques: what its list says of it at a glance, as (state, word).
    """

    code: str
    titre: str
    adresse: str
    ancre: str = ""
    contexte: str = ""
    textes: Sequence[Texte] = ()
    langue: str = "fr"
    marques: Sequence[tuple[str, str]] = ()


def textes_de(objet: Traduit, champ: str) -> list[Texte]:
    """A field in French and in English, those that are written: first the one that the page shows."""
    textes = [Texte(getattr(objet, champ)), Texte(getattr(objet, f"{champ}_en", ""), langue="en")]
    return [texte for texte in (reversed(textes) if objet.est_traduit(champ) else textes) if texte.texte]


class Genre:
    """A kind of results whose rows are a queryset. A subclass says the attributes and methods below."""

    nom: ClassVar[str]
    """In the address: `?genre=`."""
    libelle: ClassVar[Any]
    rang: ClassVar[int]
    """Its place on the page."""
    liste: ClassVar[str] = ""
    """Name of the address of its own list, that finds the same by `?q=`; without one, the page of results
    lists it."""
    EXACTS: ClassVar[tuple[str, ...]] = ()
    """The fields whose whole value names a row: a code, a number, an acronym. Where it is the one that is
    kept for ever (`histoire.appellations`), so does what it was before."""
    EXACTS_PAR_NOM: ClassVar[tuple[str, ...]] = ()
    """Those that name it in words: it comes first then, and not alone."""
    SEULEMENT_APPELE: ClassVar[bool] = False
    """A row is named only with what it is called: « 2 » alone is no axis."""
    NOMS: ClassVar[tuple[str, ...]] = ()
    """What such a row is called, in each language, accents left out: « engagement E-06 » names E-06."""
    MOTS: ClassVar[tuple[str, ...]] = ()
    """The fields whose words a mistyped one is compared with."""
    DEPARTAGE: ClassVar[tuple[str, ...]] = ("cle_code", "id")
    """The order of what is as relevant; it ends with a unique key."""

    def lignes(self, plan: Any) -> Lignes:
        """The rows of the plan that the public may read."""
        raise NotImplementedError

    def nommables(self, plan: Any) -> Lignes:
        """The rows that have a public page: what is named leads there, though no list holds it any more."""
        return self.lignes(plan)

    def liens(self) -> tuple[Lien | Partout, ...]:
        """What joins a row to the words by which it is found: those of its list's own search, where it has
        one."""
        raise NotImplementedError

    def vecteur(self) -> Combinable:
        """The tsvector by which rows are ranked."""
        return F("recherche")

    def montrables(self, lignes: Lignes) -> Lignes:
        """These rows, with what `montrer` reads of other tables."""
        return lignes

    def montrer(self, plan: Any, objet: Any) -> Trouvaille:
        raise NotImplementedError

    def ailleurs(self, cles: Sequence[int]) -> Iterator[tuple[int, Texte]]:
        """What these rows may be found by and is not their own (key of the row, text): the language of the
        page first. One query at most."""
        if not self._dits:
            return
        for cle, rang, _objet, francais, anglais in self._lies(",".join(map(str, cles))):
            quoi, textes = str(self._dits[rang][1].quoi), {"fr": francais, "en": anglais}
            for dite in sorted(textes, key=lambda dite: dite != langue()):
                if textes[dite]:
                    yield cle, Texte(sans_markdown(textes[dite]), quoi, dite)

    @cached_property
    def _dits(self) -> list[tuple[Lien | Partout, Dit]]:
        return [(lien, lien.dit) for lien in self.liens() if lien.dit]

    @cached_property
    def _lies(self) -> Callable[[str], list[Any]]:
        return preparee(str)(lambda cles: textes_lies(self._dits, cles))

    @staticmethod
    def compter(n: int) -> str:
        """« 23 actions »."""
        raise NotImplementedError

    # --- What follows from these ---------------------------------------------------------------------------
    def condition(self, saisie: str) -> Q:
        """That a row answers what was typed."""
        return ParTexte("q", self.libelle, self.liens()).condition(saisie)

    def trouvees(self, plan: Any, saisie: str) -> Lignes:
        """The rows that answer, unordered."""
        return self.lignes(plan).filter(self.condition(saisie)).order_by()

    def classees(self, lignes: Lignes, saisie: str) -> Lignes:
        """These rows, the most relevant first."""
        classees = lignes.annotate(pertinence=Pertinence(self.vecteur(), requete(saisie)))
        return classees.order_by("-pertinence", *self.DEPARTAGE)

    def exactes(self, plan: Any, dite: "Designation") -> Lignes:
        """The rows that what was typed names (`b_exacte` says how), where the kind has `EXACTS`."""
        if not self.EXACTS:
            return self.lignes(plan).none()
        cle = dite.cle(self)
        par_code = {f"x_{champ}": CleExacte(Cast(F(champ), TextField())) for champ in self.EXACTS}
        par_nom = {f"x_{champ}": CleExacte(F(champ)) for champ in self.EXACTS_PAR_NOM}
        lues = self.nommables(plan).order_by().alias(**par_code, **par_nom, x_dite=cle).exclude(x_dite="")
        du_code, toutes = (
            reduce(or_, (Q(**{nom: cle}) for nom in noms)) for noms in (par_code, par_code | par_nom)
        )
        nomme = NOMMES.get(lues.model)
        if nomme and [*self.EXACTS] == [nomme.champ]:
            # Found by an index that knows them all; on a past day, a name that came later is not told.
            lues = lues.filter(pk__in=designes(lues.model, cle, plan.pk)).filter(
                du_code | Q(pk__in=designes(lues.model, cle, plan.pk, deja=True))
            )
        else:
            lues = lues.filter(toutes)
        sorte = Case(
            When(du_code, then=NOMMEE),
            When(toutes, then=PAR_SON_NOM),
            default=AUTREFOIS,
            output_field=IntegerField(),
        )
        return lues.annotate(b_exacte=sorte)

    def mots(self, plan: Any) -> Lignes:
        """The words of each row, in one text."""
        colles: Any = ConcatWS(Value(" "), *(Cast(F(champ), TextField()) for champ in self.MOTS))
        return self.lignes(plan).order_by().annotate(b_texte=colles).values_list("b_texte")


_genres: list[Genre] = []


def inscrire(*genres: Genre) -> None:
    """Adds kinds, in the order of their `rang`."""
    _genres.extend(genres)
    _genres.sort(key=lambda genre: genre.rang)


def genres() -> list[Genre]:
    return list(_genres)


def genre(nom: str) -> Genre | None:
    return next((un for un in _genres if un.nom == nom), None)


@dataclass(frozen=True)
class Trouvees:
    """What one kind has: how many rows answer, the keys of the first ones, and of those named exactly."""

    total: int = 0
    premieres: tuple[int, ...] = ()
    exactes: tuple[int, ...] = ()
    exactes_trouvees: int = 0
    """Of those named exactly, how many are among the rows that answer."""
    autrefois: tuple[int, ...] = ()
    """Of those named exactly, which ones are called otherwise now."""
    par_leur_nom: bool = False
    """Whether one is named in words."""


COMBIEN = 10
"""Keys that are read of each kind: twice what the page shows."""

_lecteurs: list[Callable[[Any, Coupee, str, str, str], list[Any]]] = []
_compteurs: list[Callable[[Any, Coupee], list[Any]]] = []


def inscrire_le_plan(modele: type[Model]) -> None:
    """Says which model the plans are of: the SQL of all kinds is then written once (`preparee`)."""
    _lecteurs[:] = [preparee(modele, Coupee, str, str, str, planifiee=True)(_de_chaque_genre)]
    _compteurs[:] = [preparee(modele, Coupee, planifiee=True)(_compte_de_chaque_genre)]


def chercher(plan: Any, dite: Coupee) -> dict[str, Trouvees]:
    """What each kind finds, `COMBIEN` rows of each at most. One query, whatever their number; another for a
    kind that names a row and has more that answer."""
    lues: dict[Genre, list[tuple[int, int, int]]] = {un: [] for un in _genres}
    nommee = designation(dite.saisie)
    for rang, exacte, total, cle in _lecteurs[0](plan, dite, nommee.brute, nommee.sans_nom, nommee.de):
        lues[_genres[rang]].append((cle, exacte, total))
    return {un.nom: _trouvees(un, plan, dite, lignes) for un, lignes in lues.items()}


def compter_tout(plan: Any, dite: Coupee) -> int:
    """How many rows of all kinds a question finds. One query."""
    return sum(n for _rang, n in _compteurs[0](plan, dite))


@dataclass(frozen=True)
class Designation:
    """What was typed, as the name of a row.

    Args:
        brute: all of it.
        sans_nom: « E-06 », of « engagement E-06 » and of « l'engagement no E-06 ».
        de: the kinds whose rows are called so there, each between two commas.
    """

    brute: str
    sans_nom: str
    de: str

    def cle(self, genre: Genre) -> CleExacte:
        """The key to compare with those of a kind's rows: « 1.1 » of « engagement 1.1 » is no action's."""
        appelee = GreaterThan(StrIndex(Value(self.de), Value(f",{genre.nom},")), 0)
        sinon = Value("") if genre.SEULEMENT_APPELE else Value(self.brute)
        return CleExacte(
            Case(When(appelee, then=Value(self.sans_nom)), default=sinon, output_field=TextField())
        )


def designation(saisie: str) -> Designation:
    """What was typed, less what the row that it names is called."""
    lue, de = sans_accents(saisie), {}
    for un in _genres:
        noms = "|".join(un.NOMS) or "(?!)"
        trouvee = re.fullmatch(rf"\W*(?:l')?(?:{noms})s?\W+(?:n[o°º]\W+)?(\S.*)", lue)
        if trouvee:
            de[un.nom] = trouvee[1]
    # A word calls one kind's rows, or those of several: what is left is the same.
    return Designation(saisie, next(iter(de.values()), ""), f",{','.join(de)},")


def _de_chaque_genre(plan: Any, saisie: str, *designation: str) -> Lignes:
    branches, dite = [], Designation(*designation)
    for rang, un in enumerate(_genres):
        classees = un.classees(un.trouvees(plan, saisie), saisie)
        branches.append(_branche(classees.annotate(b_exacte=Value(TROUVEE, IntegerField())), rang))
        if un.EXACTS:
            branches.append(_branche(un.exactes(plan, dite).order_by(*un.DEPARTAGE), rang))
    return branches[0].union(*branches[1:], all=True)


def _compte_de_chaque_genre(plan: Any, saisie: str) -> Lignes:
    branches = [
        un.trouvees(plan, saisie)
        .annotate(b_rang=Value(rang, IntegerField()))
        .values("b_rang")
        .annotate(n=Count("*"))
        .values_list("b_rang", "n")
        for rang, un in enumerate(_genres)
    ]
    return branches[0].union(*branches[1:], all=True)


def _branche(lignes: Lignes, rang: int) -> Lignes:
    return lignes.annotate(
        b_rang=Value(rang, IntegerField()),
        b_total=Window(Count("*")),
    ).values_list("b_rang", "b_exacte", "b_total", "pk")[:COMBIEN]


def _trouvees(un: Genre, plan: Any, dite: Coupee, lignes: list[tuple[int, int, int]]) -> Trouvees:
    total = next((n for _cle, exacte, n in lignes if exacte == TROUVEE), 0)
    premieres = tuple(cle for cle, exacte, _n in lignes if exacte == TROUVEE)
    nommees = tuple(cle for cle, exacte, _n in lignes if exacte != TROUVEE)
    dedans, loin = set(nommees) & set(premieres), set(nommees) - set(premieres)
    if loin and total > len(premieres):
        dedans |= set(un.trouvees(plan, dite).filter(pk__in=loin).values_list("pk", flat=True))
    autrefois = tuple(cle for cle, exacte, _n in lignes if exacte == AUTREFOIS)
    par_leur_nom = any(exacte == PAR_SON_NOM for _cle, exacte, _n in lignes)
    return Trouvees(total, premieres, nommees, len(dedans), autrefois, par_leur_nom)
