"""What PostgreSQL keeps of words that were blanked: dead rows, statistics, its journal (WAL). They go too.

An update leaves the former row in the file of its table until something takes its place: `caviarder` alone
would leave every word to whoever reads the disk. Each table is written anew (`VACUUM FULL`), which holds it:
it is asked for two seconds at a time, less than the web waits, and left for the next run where it is taken,
or where somebody still reads what stood there before.
"""

import re
import time
from collections.abc import Iterator

from django.db import InternalError, OperationalError, ProgrammingError, connection
from django.utils import timezone

from partenariat.retraits.caviardage import tables_qui_citent
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import de_la_table

DELAI, ATTENTE = 10.0, 1.0
"""Seconds that all tables are asked for again, each once at least, and seconds between two tries."""
PATIENCE = "2s"
ENCORE_LUES = re.compile(r"\n\w+: +[1-9]")
"""What VACUUM says, in any language, of dead rows that it copied: a transaction may still read them."""
STATISTIQUES = "pg_catalog.pg_statistic"
"""Where ANALYZE keeps the commonest words of each column."""
PRISE = "occupée, lue encore, ou d'un autre rôle"
RESTENT = (
    "Les mots restent, jusqu'à leur propre rotation, dans les copies de secours faites avant, les journaux "
    "(WAL) archivés ou déjà envoyés à une réplique, et les instantanés du disque."
)


def compacter() -> list[str]:
    """Finishes what `caviarder` began, outside any transaction; says what is left to be done, in lines.

    Idempotent: a table that could not be had is tried again by the next run.
    """
    retraits = Retrait.objects.exclude(caviarde_le=None).filter(compacte_le=None)
    cles = list(retraits.values_list("pk", flat=True))
    if not cles:
        return []
    relations = set(retraits.values_list("relation", flat=True))
    limite = time.monotonic() + DELAI
    tables = (*sorted(_tables(relations)), STATISTIQUES)
    prises = [table for table in tables if not _reecrire(table, limite)]
    if not prises:
        Retrait.objects.filter(pk__in=cles).update(compacte_le=timezone.now())
    return [
        *(f"{table} n'a pas pu être réécrite ({PRISE}) : relancez." for table in prises),
        *_tourner_le_journal(),
        RESTENT,
    ]


def _tables(relations: set[str]) -> Iterator[str]:
    for relation in relations:
        if modele := de_la_table(relation):
            yield f"public.{relation}"
            yield f"public.{modele.pgh_event_model._meta.db_table}"  # type: ignore[attr-defined]  # by pghistory
    yield from (f"public.{table}" for table in tables_qui_citent())


def _reecrire(table: str, limite: float) -> bool:
    """Whether that table stands in another file than before, without its dead rows."""
    with connection.cursor() as curseur:
        curseur.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            avant = _fichier(table)
            while not _vider(table):
                if time.monotonic() >= limite:
                    return False
                time.sleep(ATTENTE)
            # Of a table that is not its own, a role is told so, and no more.
            return _fichier(table) != avant
        finally:
            curseur.execute("RESET lock_timeout")


def _vider(table: str) -> bool:
    """Whether nobody held that table, nor reads its dead rows still."""
    dits = connection.connection.notices
    dits.clear()
    with connection.cursor() as curseur:
        try:
            curseur.execute(f"VACUUM (FULL, ANALYZE, VERBOSE) {table}")
        except OperationalError:
            return False
    return not any(map(ENCORE_LUES.search, dits))


def _fichier(table: str) -> int:
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_relation_filenode(%s::regclass)", [table])
        numero: int = curseur.fetchone()[0]
        return numero


def _tourner_le_journal() -> Iterator[str]:
    """The journal goes on in another segment, and what comes before is let go, where this role may."""
    with connection.cursor() as curseur:
        for ordre, droit, sinon in (
            (
                "SELECT pg_switch_wal()",
                "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO …",
                "le segment en cours du journal (WAL) les garde jusqu'à ce qu'il soit plein",
            ),
            (
                "CHECKPOINT",
                "GRANT pg_checkpoint TO …",
                "les segments du journal (WAL) les gardent jusqu'au prochain point de contrôle",
            ),
        ):
            try:
                curseur.execute(ordre)
            except (ProgrammingError, OperationalError, InternalError):
                yield f"{ordre} ne m'est pas permis ({droit}) : {sinon}."
        curseur.execute("SHOW wal_recycle")
        if curseur.fetchone()[0] == "on":
            yield (
                "PostgreSQL garde ses segments pour les réécrire (wal_recycle = on) : d'anciens octets y "
                "restent d'ici là."
            )
