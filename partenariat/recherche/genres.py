"""The kinds of results: each app registers its own when it is ready, and says how its rows are found and
shown. What the public may not read is in no `lignes`: everything here is made of those rows alone.
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
from django.db.models.functions import Cast

from partenariat.donnees.criteres import Dit, Lien, Partout, textes_lies
from partenariat.donnees.preparees import preparee
from partenariat.donnees.recherche import CleExacte, Coupee, requete, sans_accents
from partenariat.histoire.appellations import NOMMES, designes
from partenariat.presentation.langue import langue
from partenariat.presentation.traduction import Traduit
from partenariat.recherche.surlignage import sans_markdown

Lignes = QuerySet[Any, Any]

TROUVEE, NOMMEE, AUTREFOIS = range(3)
"""A row answers; what was typed is its name; it was."""


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
    """

    texte: str
    etiquette: str = ""
    langue: str = "fr"


@dataclass(frozen=True)
class Trouvaille:
    """A row as the results show it.

    Args:
        ancre: where it stands on the page that `adresse` leads to.
        titre: in `langue`, whatever the page's language.
        contexte: who, when, in one line.
    """

    code: str
    titre: str
    adresse: str
    ancre: str = ""
    contexte: str = ""
    textes: Sequence[Texte] = ()
    langue: str = "fr"


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
    """The fields whose whole value names a row: a code, a number, an acronym."""
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

    def condition(self, saisie: str) -> Q:
        """That a row answers what was typed."""
        raise NotImplementedError

    def vecteur(self) -> Combinable:
        """The tsvector by which rows are ranked."""
        return F("recherche")

    def montrables(self, lignes: Lignes) -> Lignes:
        """These rows, with what `montrer` reads of other tables."""
        return lignes

    def montrer(self, plan: Any, objet: Any) -> Trouvaille:
        raise NotImplementedError

    def liens(self) -> tuple[Lien | Partout, ...]:
        """What joins a row to the words by which it is found (`condition`), where some are not its own."""
        return ()

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
    def trouvees(self, plan: Any, saisie: str) -> Lignes:
        """The rows that answer, unordered."""
        return self.lignes(plan).filter(self.condition(saisie)).order_by()

    def classees(self, lignes: Lignes, saisie: str) -> Lignes:
        """These rows, the most relevant first."""
        classees = lignes.annotate(pertinence=Pertinence(self.vecteur(), requete(saisie)))
        return classees.order_by("-pertinence", *self.DEPARTAGE)

    def exactes(self, plan: Any, saisie: str) -> Lignes:
        """The rows that what was typed names, now or formerly (`b_exacte`), where the kind has `EXACTS`.

        Args:
            saisie: without what such a row is called (`sans_le_nom`).
        """
        dite = CleExacte(Value(saisie))
        nommees = {f"x_{champ}": CleExacte(F(champ)) for champ in self.EXACTS}
        lues = self.nommables(plan).order_by().alias(**nommees, x_dite=dite).exclude(x_dite="")
        if not nommees:
            return lues.none()
        maintenant = reduce(or_, (Q(**{nom: dite}) for nom in nommees))
        nomme = NOMMES.get(lues.model)
        if nomme and [*self.EXACTS] == [nomme.champ]:
            lues = lues.filter(pk__in=designes(lues.model, dite, plan.pk))
        else:
            lues = lues.filter(maintenant)
        sorte = Case(When(maintenant, then=NOMMEE), default=AUTREFOIS, output_field=IntegerField())
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


COMBIEN = 10
"""Keys that are read of each kind: twice what the page shows."""

_lecteurs: list[Callable[[Any, Coupee, str], list[Any]]] = []
_compteurs: list[Callable[[Any, Coupee], list[Any]]] = []


def inscrire_le_plan(modele: type[Model]) -> None:
    """Says which model the plans are of: the SQL of all kinds is then written once (`preparee`)."""
    _lecteurs[:] = [preparee(modele, Coupee, str, planifiee=True)(_de_chaque_genre)]
    _compteurs[:] = [preparee(modele, Coupee, planifiee=True)(_compte_de_chaque_genre)]


def chercher(plan: Any, dite: Coupee) -> dict[str, Trouvees]:
    """What each kind finds, `COMBIEN` rows of each at most. One query, whatever their number; another for a
    kind that names a row and has more that answer."""
    lues: dict[Genre, list[tuple[int, int, int]]] = {un: [] for un in _genres}
    for rang, exacte, total, cle in _lecteurs[0](plan, dite, sans_le_nom(dite.saisie)):
        lues[_genres[rang]].append((cle, exacte, total))
    return {un.nom: _trouvees(un, plan, dite, lignes) for un, lignes in lues.items()}


def compter_tout(plan: Any, dite: Coupee) -> int:
    """How many rows of all kinds a question finds. One query."""
    return sum(n for _rang, n in _compteurs[0](plan, dite))


def sans_le_nom(saisie: str) -> str:
    """« E-06 », of « engagement E-06 » and of « l'engagement no E-06 »; else what was typed."""
    noms = "|".join(nom for un in _genres for nom in un.NOMS)
    lue = re.fullmatch(rf"\W*(?:l')?(?:{noms})s?\W+(?:n[o°]\W+)?(\S.*)", sans_accents(saisie))
    return lue[1] if lue else saisie


def _de_chaque_genre(plan: Any, saisie: str, nommee: str) -> Lignes:
    branches = []
    for rang, un in enumerate(_genres):
        classees = un.classees(un.trouvees(plan, saisie), saisie)
        branches.append(_branche(classees.annotate(b_exacte=Value(TROUVEE, IntegerField())), rang))
        if un.EXACTS:
            branches.append(_branche(un.exactes(plan, nommee).order_by(*un.DEPARTAGE), rang))
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
    return Trouvees(total, premieres, nommees, len(dedans), autrefois)
