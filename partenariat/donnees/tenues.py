"""Rows made where they are absent, and held: in one statement, whatever others do of them meanwhile.

And whether one waited in vain for what others hold.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db import OperationalError, connection, models

M = TypeVar("M", bound=models.Model)

VAINES = (
    "55P03",  # one row was waited for too long
    "57014",  # several, one after the other: the statement took too long
    "40P01",  # each waited for the other
)


def attente_vaine(erreur: OperationalError) -> bool:
    """Whether PostgreSQL gave up because of what somebody else is writing: the same may be asked again."""
    return getattr(erreur.__cause__, "pgcode", None) in VAINES


def tenir(lignes: Sequence[M]) -> dict[object, M]:
    """The rows under the keys of these, held until the end of the transaction: they are made as given where
    there is none. `neuve` says of each whether it was made now.

    « Create where absent, then lock » is two statements: what another takes away between them is in neither.
    Always in the order of the keys: two requests never wait for each other.
    """
    modele, nom = type(lignes[0]), connection.ops.quote_name
    meta = modele._meta
    champs = meta.concrete_fields
    colonnes = ", ".join(nom(str(champ.column)) for champ in champs)
    cle = nom(str(meta.pk.column))
    ligne = f"({', '.join(['%s'] * len(champs))})"
    sql = f"""
        INSERT INTO {nom(meta.db_table)} AS tenue ({colonnes}) VALUES {", ".join([ligne] * len(lignes))}
        ON CONFLICT ({cle}) DO UPDATE SET {cle} = tenue.{cle} RETURNING {colonnes}, xmax = 0 AS neuve
    """  # noqa: S608  # names of columns, no value
    rendues = modele._base_manager.raw(
        sql,
        [
            champ.get_db_prep_save(champ.pre_save(une, True), connection)
            for une in sorted(lignes, key=lambda une: une.pk)
            for champ in champs
        ],
    )
    return {une.pk: une for une in rendues}
