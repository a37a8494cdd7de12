"""What a page read: the tables that its queries name, seen as they are run and never declared."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from partenariat.donnees.planifiees import texte_planifie
from partenariat.histoire import fonctions, sceau
from partenariat.histoire.evenements import Evenement
from partenariat.histoire.historise import MOUVANTES, RETIRANTES
from partenariat.histoire.revision import TOUT
from partenariat.retraits import sql as retraits

SANS_EFFET = {
    "partenariat_appellation": "written with the row that it names, whose counter moves",
    "django_content_type": "one row a model: migrations write it",
    "partenariat_revision": "it says where the others stand, and nothing else",
    "pghistory_context": "written with the events that point at it, and never again",
}
"""Tables without revision whose reading changes no page by itself."""

DE_LA_RECHERCHE = {"requete_recherche", "termes_recherche", "synonymes_recherche"}
"""The functions that read the groups of synonyms, and nothing else."""

# What reads tables by these words, or by none, names them. (`CALL`, `FETCH` would not, nor `EXECUTE` of what
# is not ours.)
_LISIBLES = {"select", "with", "insert", "update", "delete"}
_SANS_LECTURE = {"savepoint", "release", "rollback", "begin", "commit", "set"}
_NOM = re.compile(r"\w+")
_FONCTION = re.compile(r"FUNCTION public\.(\w+)")


@contextmanager
def relations_lues() -> Iterator[set[str]]:
    """The tables, by their counters, that the queries of this thread read within it (`Etat.vaut`)."""
    lues = set(RETIRANTES)

    def voir(executer: Callable[..., Any], sql: Any, *suite: Any) -> Any:
        lues.update(_de(sql) if isinstance(sql, str) else {TOUT})
        return executer(sql, *suite)

    with connection.execute_wrapper(voir):
        yield lues


_par_texte: dict[tuple[int, int], frozenset[str]] = {}
"""By fingerprint and length of a query: a thousand texts of thirty kilobytes would weigh more than pages."""
TEXTES_MAX = 4_096


def _de(sql: str) -> frozenset[str]:
    """The counters on which the answer to this query depends; found once for each text."""
    cle = hash(sql), len(sql)
    if (connus := _par_texte.get(cle)) is None:
        if len(_par_texte) >= TEXTES_MAX:
            _par_texte.clear()
        connus = _par_texte[cle] = _lire(sql)
    return connus


def _lire(sql: str) -> frozenset[str]:
    mots = _NOM.findall(sql.lower())
    premier = mots[0] if mots else ""
    if premier == "execute" and (planifie := texte_planifie(mots[1])):
        return _lire(planifie)
    if ";" in sql:
        # Several statements: the first word says nothing of the others.
        return frozenset({TOUT})
    if premier in _SANS_LECTURE:
        return frozenset()
    connues = compteurs()
    nommees = [connues[mot] for mot in set(mots) if mot in connues]
    # Named or not, what is read is read from somewhere.
    if premier not in _LISIBLES or (not nommees and "from" in mots):
        return frozenset({TOUT})
    return frozenset().union(*nommees)


@cache
def compteurs() -> dict[str, frozenset[str]]:
    """By name of a table, or of a function that reads some: the counters that its reading depends on.

    A table is read with what says whether the public sees its rows (`historise(parent=…)`); events move with
    the table that they tell of. What has no counter depends on them all.
    """
    par_nom = dict.fromkeys(fonctions_qui_lisent(), frozenset({TOUT}))
    synonymes = MOUVANTES[apps.get_model("partenariat", "Synonyme")._meta.db_table]
    par_nom |= dict.fromkeys(DE_LA_RECHERCHE, synonymes)
    for modele in apps.get_models(include_auto_created=True):
        table = modele._meta.db_table
        suivi = modele.pgh_tracked_model if issubclass(modele, Evenement) else modele
        if table in SANS_EFFET:
            par_nom[table] = frozenset()
        else:
            par_nom[table] = MOUVANTES.get(suivi._meta.db_table, frozenset({TOUT}))
    return par_nom


def fonctions_qui_lisent() -> set[str]:
    """The functions that may read tables which the query does not name: ours, and that of pghistory."""
    siennes = {"_pgh_attach_context", *DE_LA_RECHERCHE}
    return siennes.union(_FONCTION.findall(fonctions.SQL + sceau.sql() + retraits.fonctions()))
