"""Search and order: accent-blind, French, without any extension.

The SQL functions are created by the first migration of `partenariat`, immutable so that stored generated
columns and indexes may use them, and qualified: a dump restores under an empty search path.
"""

from typing import Any
from unicodedata import normalize

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, GeneratedField, TextField, Value


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


class TexteCherchable(Func):
    """The tsvector of one text: French stems, and the plain words for prefixes while one types."""

    template = "public.vecteur_recherche(%(expressions)s)"
    output_field = SearchVectorField()


class Requete(Func):
    """The tsquery of what a person typed: every word by its stem, the last one also as a prefix."""

    function = "public.requete_recherche"
    output_field = SearchVectorField()


class Trouve(Func):
    """`vecteur @@ requete`, usable in a filter."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()
    conditional = True


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


def champ_recherche(*sources: str) -> ChampRecherche:
    """A stored tsvector over the named text fields; give it a GIN index."""
    return ChampRecherche(
        expression=TexteCherchable(*[F(source) for source in sources]),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )


def correspond(chemin: str, saisie: str) -> Trouve:
    """The condition that the tsvector at `chemin` (ORM path) answers what was typed."""
    return Trouve(F(chemin), Requete(Value(saisie)))
