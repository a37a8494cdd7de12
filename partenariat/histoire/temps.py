"""When: the day that readings refer to, and the plan as it stood at a moment.

Inside `with au(moment):` every query on a tracked table reads its history instead: the schema `histoire`
holds, under the same names, views that give the rows as they stood (see `vues`), and `search_path` puts it
first. Pages, exports and files therefore use the very same querysets for today and for a past date.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from typing import Any, Self, TypeVar

from django.db import connection, transaction
from django.db.models import CheckConstraint, DateField, DateTimeField, Func, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREMIERE_DATE, DERNIERE_DATE = date(1900, 1, 1), date(2199, 12, 31)
"""Between them, what is computed from a date (a delay, a curve, an end of day) stays a date."""

AUJOURD_HUI = "(now() AT TIME ZONE 'America/Toronto')::date"
"""SQL: today in Montréal, by the database's clock."""

PAS_A_VENIR = _("Cette date dit ce qui est fait : elle n'est pas à venir.")

M = TypeVar("M", bound=Model)

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_jour: ContextVar[date | None] = ContextVar("jour", default=None)


class HistoireIndisponible(RuntimeError):
    """The historical views are missing: a migration is under way. Never answer with today's rows instead."""


def dates_possibles(nom: str, *champs: str) -> CheckConstraint:
    """Constraint `nom`: each date of `champs`, where there is one, is from 1900 to 2199."""
    return CheckConstraint(
        name=nom,
        condition=Q(*(Q(**{f"{champ}__range": (PREMIERE_DATE, DERNIERE_DATE)}) for champ in champs)),
        violation_error_message=_("Une date va de 1900 à 2199."),
    )


class AujourdHui(Func):
    """Today in Montréal, by the database's clock."""

    template = AUJOURD_HUI
    arity = 0
    output_field = DateField()


class JourDe(Func):
    """The day in Montréal of a moment. Immutable: a generated column may hold it."""

    template = "(%(expressions)s AT TIME ZONE 'America/Toronto')::date"
    arity = 1
    output_field = DateField()


class FinDuJourDe(Func):
    """The last microsecond, in Montréal, of a day (`fin_du_jour`)."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'America/Toronto' - interval '1 microsecond')"
    arity = 1
    output_field = DateTimeField()


class Moment(Func):
    """The moment being read (`au`), by what the connection knows of it; endless where it is the present."""

    template = "coalesce(nullif(current_setting('partenariat.moment', true), '')::timestamptz, 'infinity')"
    arity = 0
    output_field = DateTimeField()


class Maintenant(Func):
    """This instant, by the database's clock; a minute more, since the web's may be ahead of it."""

    template = "(clock_timestamp() + interval '1 minute')"
    arity = 0
    output_field = DateTimeField()


def sans_avenir(nom: str, *champs: str, instants: Iterable[str] = ()) -> CheckConstraint:
    """Constraint `nom`: each date of `champs`, if any, tells of what happened, and not of tomorrow.

    Args:
        instants: fields that hold an hour too: one of today may be to come.
    """
    passes: dict[str, Func] = {f"{champ}__lte": AujourdHui() for champ in champs}
    passes |= {f"{instant}__lte": Maintenant() for instant in instants}
    return CheckConstraint(name=nom, condition=Q(**passes), violation_error_message=PAS_A_VENIR)


def dates_de_faits(modele: type[Model]) -> set[str]:
    """The fields of a model that are never to come, whatever the rest of the row says (`sans_avenir`)."""
    regles = [c.condition for c in modele._meta.constraints if isinstance(c, CheckConstraint)]
    return {nom for regle in regles if isinstance(regle, Q) for nom in _jamais_a_venir(regle)}


def _jamais_a_venir(regle: Q) -> Iterator[str]:
    if regle.connector != Q.AND or regle.negated:
        return
    for critere in regle.children:
        if isinstance(critere, Q):
            yield from _jamais_a_venir(critere)
        elif isinstance(critere, tuple) and isinstance(critere[1], AujourdHui):
            yield critere[0].removesuffix("__lte")


def jour() -> date:
    """The day that readings refer to, in Montréal: that of `au`, or else today."""
    if donne := _jour.get():
        return donne
    moment = _moment.get()
    return timezone.localtime(moment).date() if moment else timezone.localdate()


def jours_depuis(le: date) -> int:
    """Days since that day, of the day that readings refer to; below 0 where it is yet to come."""
    return (jour() - le).days


@contextmanager
def le_jour(donne: date) -> Iterator[None]:
    """Within it, readings refer to that day; rows are still read as they stand."""
    jeton = _jour.set(donne)
    try:
        yield
    finally:
        _jour.reset(jeton)


def moment_courant() -> datetime | None:
    """The moment under which queries read history, or None where they read the present."""
    return _moment.get()


def fin_du_jour(date_: date) -> datetime:
    """The last microsecond of a day, in Montréal: a date given without an hour means the end of that day."""
    lendemain = datetime.combine(date_ + timedelta(days=1), time.min)
    return timezone.make_aware(lendemain) - timedelta(microseconds=1)


def instant_sur() -> datetime:
    """The latest moment whose history is whole: nothing will be written of it any more.

    An event bears the time at which its transaction began, and is seen once it is committed: what is to be
    read again later must be read as of before the oldest transaction under way. (PostgreSQL shows to a role
    its own sessions only: on the web, those of commands run by the owner are not seen.)
    """
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT least(clock_timestamp(), min(xact_start) - interval '1 microsecond') "
            "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        # The web's clock may be ahead of the database's.
        du_serveur: datetime = curseur.fetchone()[0]
        return min(du_serveur, timezone.now())


@contextmanager
def au(moment: datetime | None) -> Iterator[None]:
    """Reads every tracked table as it stood at `moment` (None: as it stands). Read-only by nature.

    Raises:
        HistoireIndisponible: where the historical views do not exist.
    """
    if moment is None:
        yield
        return
    # What is read as of a day knows nothing of what came after it, even when a later moment is asked for.
    moment = min(moment, _moment.get() or moment)
    jeton, imbrique = _moment.set(moment), connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as curseur:
            # Left to right: what stood before is read before it is set.
            curseur.execute(
                "SELECT to_regnamespace('histoire') IS NOT NULL, current_setting('search_path'), "
                "current_setting('partenariat.moment', true), "
                "set_config('search_path', 'histoire, ' || current_setting('search_path'), true), "
                "set_config('partenariat.moment', %s, true)",
                [moment.isoformat()],
            )
            presente, chemin, avant, *_regles = curseur.fetchone()
            if not presente:
                raise HistoireIndisponible("Les vues historiques sont absentes : lancez « migrate ».")
            yield
            # At the end of a transaction of our own, PostgreSQL forgets it by itself.
            if imbrique:
                curseur.execute(
                    "SELECT set_config('search_path', %s, true), set_config('partenariat.moment', %s, true)",
                    [chemin, avant or ""],
                )
    finally:
        _moment.reset(jeton)


class RequeteHistorique(QuerySet[M]):
    """QuerySet of a tracked model: `queryset.au(moment)` gives the rows as they stood at that moment."""

    _au: datetime | None = None

    def au(self, moment: datetime) -> Self:
        """The same queryset, evaluated on history; `moment` is an aware datetime."""
        copie = self.all()
        copie._au = moment
        return copie

    def _clone(self) -> Self:
        copie: Self = super()._clone()  # type: ignore[misc]  # private, so not in the stubs
        copie._au = self._au
        return copie

    def _fetch_all(self) -> None:
        with au(self._au):
            super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        if self._au is None:
            return super().iterator(*args, **kwargs)
        return iter(self._clone())

    def count(self) -> int:
        with au(self._au):
            return super().count()

    def exists(self) -> bool:
        with au(self._au):
            return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with au(self._au):
            return super().aggregate(*args, **kwargs)
