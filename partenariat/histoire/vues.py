"""The views of the schema `histoire`: under each table's name, its rows as they stood at a moment."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from partenariat.histoire.evenements import DUREE, Evenement, modeles_historiques
from partenariat.histoire.historise import RETIRANTES
from partenariat.retraits.sql import dans_le_passe

# Accounts have no past to show: whoever signed a change then is named as they are named now.
SANS_VUE = {"partenariat.Utilisateur"}
MOMENT = "current_setting('partenariat.moment')::timestamptz"


def historises() -> list[type[Evenement]]:
    """The event models whose tracked model has a view. What is withdrawn is so, whatever the day."""
    return [e for e in modeles_historiques() if not _lu_au_present(e.pgh_tracked_model)]


def _lu_au_present(modele: type[models.Model]) -> bool:
    return modele._meta.label in SANS_VUE or modele._meta.db_table in RETIRANTES


def noms() -> set[str]:
    """The tables that have a view."""
    return {evenement.pgh_tracked_model._meta.db_table for evenement in historises()}


def sql(connexion: BaseDatabaseWrapper) -> str:
    """The schema anew, with every view."""
    return "".join(
        ["DROP SCHEMA IF EXISTS histoire CASCADE; CREATE SCHEMA histoire;\n"]
        + [_vue(evenement, connexion) for evenement in historises()]
    )


def _vue(evenement: type[Evenement], connexion: BaseDatabaseWrapper) -> str:
    modele = evenement.pgh_tracked_model
    colonnes = ", ".join(_colonne(champ, evenement, connexion) for champ in modele._meta.concrete_fields)
    return (
        f"CREATE VIEW histoire.{modele._meta.db_table} AS SELECT {colonnes} "
        f"FROM public.{evenement._meta.db_table} AS etat "
        # A view on one table alone could be written through.
        "CROSS JOIN (VALUES (true)) AS lecture (lecture_seule) "
        f"WHERE {DUREE} @> {MOMENT};\n"
    )


def _colonne(
    champ: "models.Field[Any, Any]", evenement: type[Evenement], connexion: BaseDatabaseWrapper
) -> str:
    """The column itself; NULL for what history never holds.

    The key is read from `pgh_obj_id`, which bears it too and has an index: what joins two tables of the past
    finds its row.
    """
    if champ.primary_key:
        return f'pgh_obj_id AS "{champ.column}"'
    if any(f.column == champ.column for f in evenement._meta.concrete_fields):
        return dans_le_passe(evenement.pgh_tracked_model, str(champ.column))
    return f'NULL::{champ.db_type(connexion)} AS "{champ.column}"'
