"""One step of a life cycle, as a line of its table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partenariat.parties.roles import COORDINATION

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Mots: TypeAlias = "str | StrPromise"


class TransitionRefusee(ValidationError):
    """This step is not open: wrong state, wrong person, or something lacks. Carries one French sentence."""


class Geste(NamedTuple):
    """A step being taken, or asked about."""

    objet: Any
    par: Any
    note: str = ""
    dits: Mapping[str, Any] = {}
    """Other words that it takes, by their names."""


@dataclass(frozen=True)
class Qui:
    """Who takes a step."""

    dit: Mots
    """« la coordination »: for the table that one reads."""
    refus: Mots
    roles: tuple[str, ...] = ()
    vrai: Callable[[Geste], bool] | None = None
    """Where the roles do not say all."""

    def permet(self, geste: Geste) -> bool:
        return self.vrai(geste) if self.vrai else geste.par.a_role(*self.roles)


def par_la_coordination(refus: Mots) -> Qui:
    """The coordination alone; `refus` says so to anyone else."""
    return Qui(_("la coordination"), refus, (COORDINATION.nom,))


@dataclass(frozen=True)
class Exigence:
    """What a step needs, and the sentence said where it lacks."""

    phrase: Mots
    vrai: Callable[[Geste], bool]

    def dite(self, geste: Geste) -> str:
        return str(self.phrase)


@dataclass(frozen=True)
class Lot:
    """The same step, of several rows of a list at once."""

    nom: str
    bouton: Mots
    fait: Callable[[int], str]
    """« 3 actions publiées. »"""
    permission: str = "change"


@dataclass(frozen=True, kw_only=True)
class Pas:
    nom: str
    """The method that takes it, and the name of its button."""
    dit: Mots = ""
    """What it does, in the infinitive, where there is no button to say it."""
    de: Mapping[str, tuple[str | bool, ...]] = field(default_factory=dict)
    """Field → states from which it leads."""
    vers: Mapping[str, str | bool] = field(default_factory=dict)
    qui: Qui | None = None
    """None: it follows from another act, whose guards say whose."""
    si: tuple[Exigence, ...] = ()
    """Where one does not hold, the step is not offered."""
    exige: tuple[Exigence, ...] = ()
    """What lacks, where it is offered and cannot be taken yet."""
    sinon: Mapping[str, Mots] = field(default_factory=dict)
    """Field → what to say where it does not stand in `de`, if not what its cycle says of each state."""
    note: Mots = ""
    """What to say where its note lacks; empty: it takes none."""
    ecrit: Mapping[str, Any] = field(default_factory=dict)
    """Field → what else it writes: a value, or what gives it (`PAR`, `NOTE`, `MAINTENANT`)."""
    avant: Callable[[Geste], None] | None = None
    """What makes way for it, in the same transaction."""
    apres: Callable[[Geste], Any] | None = None
    """What follows, in the same transaction; gives the record that the step makes, if any."""
    bouton: Mots = ""
    fait: Mots = ""
    precisions: tuple[str, ...] = ()
    """Other words that its form gives (`<nom>_etape`)."""
    lot: Lot | None = None

    @property
    def champ(self) -> str:
        """The name of its button."""
        return f"_{self.nom}"

    @property
    def roles(self) -> tuple[str, ...]:
        """Of which roles whoever takes it is: its guard asks as much."""
        return self.qui.roles if self.qui else ()


def PAR(geste: Geste):
    return geste.par


def NOTE(geste: Geste) -> str:
    return geste.note


def MAINTENANT(_geste: Geste):
    return timezone.now()
