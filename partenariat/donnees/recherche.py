"""Search and order: accent-blind, French, without any extension.

The SQL functions are created by the first migration of `partenariat`; those that stored generated columns use
are immutable, and all are qualified: a dump restores under an empty search path. What is written and what is
typed are cut into words by one of them (`coupe_recherche`), and never by PostgreSQL's own parser.
"""

from collections.abc import Iterable
from typing import Any
from unicodedata import normalize

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    F,
    Func,
    GeneratedField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.sql.compiler import SQLCompiler


class SansAccents(Func):
    """Lower case, no diacritics, œ → oe, æ → ae."""

    function = "public.sans_accents"
    output_field = TextField()


_LETTRES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})


def sans_accents(texte: str) -> str:
    """The same key as `SansAccents`, for what is sorted in Python."""
    decompose = normalize("NFD", texte.translate(_LETTRES))
    return "".join(c for c in decompose if not "\u0300" <= c <= "\u036f").lower()


class CleNaturelle(Func):
    """Sort key in which « 1.10 » comes after « 1.9 »."""

    function = "public.cle_naturelle"
    output_field = TextField()


class CleExacte(Func):
    """What names a row, less its case, its accents, its dashes, its blanks and what surrounds it."""

    function = "public.cle_exacte"
    output_field = TextField()


class TexteCherchable(Func):
    """The tsvector of texts, each under its weight (`poids`, one letter each): plain words, and stems."""

    template = "public.vecteur_recherche('%(poids)s', %(expressions)s)"
    output_field = SearchVectorField()


class Cles(Func):
    """The key of each expression, one a line, as search compares them: by stem; equal ones once."""

    function = "public.cles_recherche"
    output_field = ArrayField(TextField())


class Coupee(str):
    """What a person typed, once it is cut: the text of its terms (`tsquery[]`), each of which must be found.

    It is searched for as what was typed is, by `requete` and `Repondent`, without being cut again.
    """

    saisie: str = ""
    """As it was typed."""
    requete: str = ""
    """The text of all the terms together (`tsquery`)."""
    cles: frozenset[str] = frozenset()
    """What it is the same expression as (`Cles`)."""


def couper(*saisies: str) -> list[Coupee]:
    """What was typed, each text cut once for several searches. One query."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT coalesce(public.termes_recherche(s), '{}')::text, s, public.requete_recherche(s)::text, "
            "public.cles_recherche(s) FROM unnest(%s::text[]) WITH ORDINALITY AS t (s, rang) ORDER BY rang",
            [list(saisies)],
        )
        return [_coupee(*lue) for lue in curseur.fetchall()]


def _coupee(termes: str, saisie: str, requete: str, cles: list[str]) -> Coupee:
    coupee = Coupee(termes)
    coupee.saisie, coupee.requete, coupee.cles = saisie, requete, frozenset(cles)
    return coupee


def requete(saisie: str) -> Func:
    """The tsquery of what a person typed, made once for all the rows that it is asked of."""
    sql = "public.requete_recherche(%(expressions)s)"
    if isinstance(saisie, Coupee):
        sql = (
            "coalesce(string_agg('(' || terme::text || ')', ' & '), '')::tsquery "
            "FROM unnest((%(expressions)s)::tsquery[]) AS terme"
        )
    return Func(Value(saisie), template=f"(SELECT {sql})", output_field=SearchVectorField())


class Trouve(Func):
    """`vecteur @@ requete`, usable in a filter."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()
    conditional = True


class Terme(Expression):
    """One term of what was typed, within `Repondent`."""

    output_field = SearchVectorField()

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return "question.terme", ()


class Repondent(Expression):
    """The keys of the rows where every term of what was typed is found, each in any of the branches.

    One statement, whatever the number of terms; nothing where nothing was typed.

    Args:
        branches: querysets of one column, the key of a row, of what holds `Terme`.
    """

    output_field = BigIntegerField()
    # A bit a term: those that a row holds are gathered in one pass, without being sorted.
    SQL = """(
WITH dite AS MATERIALIZED (SELECT {termes} AS termes),
question AS MATERIALIZED (
  SELECT terme, set_bit(repeat('0', cardinality(termes))::varbit, rang::int - 1, 1) AS place
  FROM dite CROSS JOIN LATERAL unnest(termes) WITH ORDINALITY AS t (terme, rang))
SELECT cle FROM question CROSS JOIN LATERAL ({branches}) AS reponse (cle) WHERE cle IS NOT NULL
GROUP BY cle HAVING bit_or(place) = (SELECT repeat('1', cardinality(termes))::varbit FROM dite))"""

    def __init__(self, saisie: str, branches: Iterable[QuerySet[Any, Any]]) -> None:
        super().__init__()
        self.saisie, self.branches = saisie, tuple(branches)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        lues, valeurs = [], [self.saisie]
        for branche in self.branches:
            try:
                sql, siennes = branche.query.get_compiler(connection=connection).as_sql()
            except EmptyResultSet:
                continue
            lues.append(sql)
            valeurs += siennes
        termes = "(%s)::tsquery[]" if isinstance(self.saisie, Coupee) else "public.termes_recherche(%s)"
        return self.SQL.format(termes=termes, branches=" UNION ALL ".join(lues)), tuple(valeurs)


class ChampRecherche(GeneratedField):
    """A stored tsvector, to search in and never to read: rows come without it."""

    db_returning = False  # type: ignore[assignment]  # the stubs know the one value of Django's own

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, tuple[()]]:
        return "NULL", ()


def champ_tri(source: str) -> GeneratedField:
    """A stored key that sorts `source` in French order, accent-blind."""
    return GeneratedField(
        expression=SansAccents(F(source)), output_field=TextField(), db_persist=True, editable=False
    )


def champ_recherche(**sources: str) -> ChampRecherche:
    """A stored tsvector over the text fields of each weight; give it a GIN index.

    Args:
        sources: weight (`A`, what names a thing, to `D`) → names of fields, by spaces.
    """
    champs = [(poids, nom) for poids, noms in sources.items() for nom in noms.split()]
    return ChampRecherche(
        expression=TexteCherchable(
            *[F(nom) for _poids, nom in champs], poids="".join(poids for poids, _nom in champs)
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )


def correspond(chemin: str, saisie: str) -> Trouve:
    """The condition that the tsvector at `chemin` (ORM path) holds every term of what was typed."""
    return Trouve(F(chemin), requete(saisie))


def tient(chemin: str) -> Trouve:
    """The condition that the tsvector at `chemin` holds `Terme`."""
    return Trouve(F(chemin), Terme())
