"""What follows a withdrawal, by the owner alone: the words leave the database and the disk for good.

History is append-only, for the owner too: within this transaction alone, the one guard that says so sleeps,
on the tables where words go. What is done is nothing but the mask (`sql.masquee`), and nothing on what bears
it already.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.utils import timezone

from partenariat.donnees.champs import champ_de
from partenariat.histoire.evenements import evenements_de
from partenariat.retraits.citations import Mots, mots_de
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE, TOUT
from partenariat.retraits.sql import dits_de, masquee, se_lit

Citees = dict[str, list[str]]
"""What quoted the words, by name → the fingerprints of what it was."""
Citation = Callable[[Mots, bool], Citees]

_citations: dict[Citation, tuple[str, ...]] = {}
"""Each with the tables where it writes."""


class PasLeProprietaire(RuntimeError):
    """Only the owner of the database blanks what is withdrawn."""


@dataclass
class Constat:
    """What was blanked, or would be."""

    retraits: int = 0
    ecritures: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Rows written again, by table."""
    fichiers: list[str] = field(default_factory=list)
    """Names of the files whose bytes are taken away."""
    citations: list[str] = field(default_factory=list)
    """What quoted the words: what stands frozen elsewhere."""


def citent(citation: Citation, *modeles: type[models.Model]) -> None:
    """Registers what else may quote the words: an upper floor blanks them there, and says where.

    Args:
        citation: called with the words and whether this is only to say.
        modeles: where it looks, and writes.
    """
    histoires = [m.pgh_event_model for m in modeles if hasattr(m, "pgh_event_model")]
    _citations[citation] = tuple(modele._meta.db_table for modele in (*modeles, *histoires))


def tables_qui_citent() -> set[str]:
    return {table for tables in _citations.values() for table in tables}


@contextmanager
def endormi(table: str, garde: str) -> Iterator[None]:
    """Within it, one guard of one table sleeps: only its owner can say so."""
    with connection.cursor() as curseur:
        # What waits for the end of the transaction is checked now: a table that waits cannot be altered.
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(
            "SELECT tgname FROM pg_catalog.pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
            [f"public.{table}", f"pgtrigger\\_{garde}\\_%"],
        )
        ((nom,),) = curseur.fetchall()
        curseur.execute(f"ALTER TABLE public.{table} DISABLE TRIGGER {nom}")
        yield
        curseur.execute(f"ALTER TABLE public.{table} ENABLE ALWAYS TRIGGER {nom}")


def caviarder(*, simuler: bool = False) -> Constat:
    """Blanks every confirmed withdrawal: words, and what search made of them, in every event; files on disk.

    Idempotent: what is blank already is left alone.

    Raises:
        PasLeProprietaire: this session is the web's.
    """
    constat, fichiers = Constat(), []
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("SELECT public.session_du_proprietaire()")
            if not curseur.fetchone()[0]:
                raise PasLeProprietaire("« caviarder » est une commande du propriétaire de la base.")
        retraits = list(Retrait.objects.confirmes().select_for_update().order_by("pk"))
        neufs = [retrait for retrait in retraits if retrait.caviarde_le is None]
        for retrait in neufs:
            _la_ou_c_est_cite(retrait, constat, simuler=simuler)
        par_modele: dict[type[models.Model], list[Retrait]] = defaultdict(list)
        for retrait in retraits:
            if modele := retrait.modele:
                par_modele[modele].append(retrait)
        for modele, siens in par_modele.items():
            _blanchir(modele, siens, constat, simuler=simuler)
            fichiers += list(_fichiers(modele, siens))
        constat.fichiers = [nom for _depot, nom in fichiers]
        constat.retraits = len(neufs)
        if not simuler:
            Retrait.objects.filter(pk__in=[r.pk for r in neufs]).update(caviarde_le=timezone.now())
    if not simuler:
        # Once the words are gone for good: a file that stays is found again by the next run.
        for depot, nom in fichiers:
            depot.delete(nom)
    return constat


def _la_ou_c_est_cite(retrait: Retrait, constat: Constat, *, simuler: bool) -> None:
    """Before its words are gone: they are what is looked for."""
    mots = mots_de([retrait])
    citees: Citees = {}
    for citation in _citations if mots else ():
        citees |= citation(mots, simuler)
    constat.citations += [nom for nom in citees if nom not in constat.citations]
    if citees and not simuler:
        retrait.empreintes |= citees
        retrait.save(update_fields=["empreintes"])


def _blanchir(
    modele: type[models.Model], retraits: list[Retrait], constat: Constat, *, simuler: bool
) -> None:
    quoi, table = REGISTRE[modele], modele.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
    mis = ", ".join(f'"{c}" = {masquee(c, quoi, "r.dits", ligne="e.")}' for c in quoi.champs)
    # What took a value keeps the one that history tells: only its mask says otherwise.
    garde = se_lit(modele, "r.dits", quoi.fixes, ligne="e.") if quoi.fixes else "false"
    mis += f", mots_retires = CASE WHEN {garde} THEN r.dits END"
    ou = f"r.pgh_id = e.pgh_id AND ({se_lit(modele, 'r.dits', quoi.champs, ligne='e.')})"
    donnees = [list({retrait.cle for retrait in retraits})]
    dits = dits_de(modele)
    de = f"(SELECT pgh_id, {dits} AS dits FROM public.{table} d WHERE pgh_obj_id = ANY (%s::bigint[])) AS r"
    with connection.cursor() as curseur:
        if simuler:
            curseur.execute(f"SELECT count(*) FROM public.{table} e, {de} WHERE {ou}", donnees)
            nombre = curseur.fetchone()[0]
        else:
            with endormi(table, "ajout_seulement"):
                curseur.execute(f"UPDATE public.{table} e SET {mis} FROM {de} WHERE {ou}", donnees)
                nombre = curseur.rowcount
    if nombre:
        constat.ecritures[table] += nombre


def _fichiers(modele: type[models.Model], retraits: list[Retrait]) -> Iterator[tuple[Storage, str]]:
    """Those that are still on disk."""
    if not (champ := REGISTRE[modele].fichier):
        return
    partis = [r.cle for r in retraits if r.champ in (champ, TOUT)]
    colonne: Any = champ_de(modele, champ)
    depot: Storage = colonne.storage
    # History names the file of a row that went since, too.
    dits = evenements_de(modele).filter(pgh_obj__in=partis).exclude(**{champ: ""})
    for nom in sorted(set(dits.values_list(champ, flat=True))):
        if depot.exists(nom):
            yield depot, nom
