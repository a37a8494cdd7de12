"""What is kept: the decorator that every tracked model wears.

One line on a model gives it a history by trigger (append-only, also against bulk writes, imports and the
shell) and makes each of its writes move the public revision, on which the page cache is keyed.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

from partenariat.histoire.evenements import Evenement, reglages

M = TypeVar("M", bound=models.Model)


def _revision(colonnes: tuple[str, ...]) -> pgtrigger.Trigger:
    modifier = pgtrigger.UpdateOf(*colonnes) if colonnes else pgtrigger.Update  # type: ignore[no-untyped-call]
    return pgtrigger.Trigger(
        name="revision",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | modifier | pgtrigger.Delete,
        # One row a connection (modulo 1,024) and not one row for all: writers do not queue behind each other,
        # and a transaction that commits late still changes the sum that readers compare.
        func=(
            "INSERT INTO public.partenariat_revision AS r (casier, numero, retrait) "
            "VALUES (pg_backend_pid() % 1024, 1, 1) "
            "ON CONFLICT (casier) DO UPDATE SET numero = r.numero + 1, retrait = r.retrait + 1; RETURN NULL;"
        ),
    )


def historise(
    *, exclude: tuple[str, ...] = (), revision: tuple[str, ...] = ()
) -> Callable[[type[M]], type[M]]:
    """Class decorator: tracks every field but `exclude`; generated ones are generated in the events too.

    Args:
        exclude: names of fields that history must never hold (a password hash).
        revision: the only fields whose change moves the public revision; all of them where not given.
    """

    def decorer(modele: type[M]) -> type[M]:
        pgtrigger.register(_revision(revision))(modele)
        nom = f"{modele.__name__}Event"
        pghistory.track(
            exclude=list(exclude),
            base_model=Evenement,
            model_name=nom,
            append_only=False,
            meta=reglages(f"{modele._meta.app_label}_{nom.lower()}", modele),
        )(modele)
        return modele

    return decorer
