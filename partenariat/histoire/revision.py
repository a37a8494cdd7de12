"""The revision of what is public: one number a table, that its writes move (see `historise.historise`)."""

import threading
from collections import Counter
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple

from django.db import OperationalError, connection, models
from django.utils.translation import gettext_lazy as _

TOUT = "*"
"""In the tables that a page read: one cannot tell which, so all of them."""

SILENCE = 2.0
"""Seconds after which those who wait for one answer take it that none will come."""


class Revision(models.Model):
    """One counter of one table; several of one table where several wrote it at once: their sum counts."""

    relation = models.CharField(_("relation"), max_length=63)
    numero = models.BigIntegerField(_("numéro"))
    retrait = models.BigIntegerField(
        _("retrait"),
        default=0,
        db_default=0,
        help_text=_("Ce qui était public a pu cesser de l'être : aucune page d'avant n'est plus montrée."),
    )

    class Meta:
        app_label = "partenariat"
        verbose_name = _("révision")
        verbose_name_plural = _("révisions")

    def __str__(self) -> str:
        return f"{self.relation}:{self.numero}"


class Etat(NamedTuple):
    """Where the data stand. Equal twice only if nothing that the public reads was written in between."""

    numero: int
    retrait: int
    """Moves with `numero` each time that something public may have ceased to be so."""
    compteurs: str | None = None
    """Those of each table, as the database gives them; None where they are not known."""

    def vaut(self, autre: "Etat", relations: Collection[str]) -> bool:
        """Whether these tables hold the same in both, for all that the public reads of them."""
        if self.numero == autre.numero:
            return True
        if TOUT in relations or self.compteurs is None or autre.compteurs is None:
            return False
        les_siens, les_autres = _compter(self.compteurs), _compter(autre.compteurs)
        return all(les_siens[relation] == les_autres[relation] for relation in relations)


@lru_cache(maxsize=64)
def _compter(compteurs: str) -> Counter[str]:
    par_relation: Counter[str] = Counter()
    for compteur in compteurs.split(","):
        relation, numero = compteur.split(":")
        par_relation[relation] += int(numero)
    return par_relation


def revision() -> Etat:
    """The current state, asked of the database."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT coalesce(sum(numero), 0)::bigint, coalesce(sum(retrait), 0)::bigint,"
            " string_agg(relation || ':' || numero, ',') FROM partenariat_revision"
        )
        return Etat(*curseur.fetchone())


class Lecture:
    """`revision`, asked once for all those who ask together.

    Who arrives while it is being asked shares the *next* asking: what one is told is never older than one's
    question, and a crowd holds one connection.
    """

    def __init__(self, lire: Callable[[], Etat] = revision):
        self._lire = lire
        self._tour = threading.Condition()
        self._commencees = self._finies = 0
        self._en_cours = False
        self._derniere: Etat | BaseException = Etat(0, 0)

    def __call__(self) -> Etat:
        if connection.in_atomic_block:
            # What this very transaction wrote is seen by it alone.
            return self._lire()
        with self._tour:
            la_mienne = self._commencees + 1
            if not self._tour.wait_for(lambda: self._finies >= la_mienne or not self._en_cours, SILENCE):
                # One asks, and hears nothing: a database that is there and does not answer is away.
                raise OperationalError("la base de données ne répond pas")
            if self._finies >= la_mienne:
                if isinstance(self._derniere, BaseException):
                    raise OperationalError(str(self._derniere)) from self._derniere
                return self._derniere
            self._commencees, self._en_cours = la_mienne, True
        lue: Etat | BaseException = OperationalError()
        try:
            lue = self._lire()
            return lue
        except BaseException as erreur:
            lue = erreur
            raise
        finally:
            with self._tour:
                self._derniere, self._finies, self._en_cours = lue, la_mienne, False
                self._tour.notify_all()
