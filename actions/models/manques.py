"""What an action lacks to be followed: one rule each.

The filter of the back office, its counts, the column of the file and the warning before publication derive
from it.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Exists, Func, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from actions import lectures
from partenariat.histoire.temps import RequeteHistorique

M = TypeVar("M", bound=models.Model)


class Manque(models.TextChoices):
    JALON = "jalon", _("sans jalon")
    INDICATEUR = "indicateur", _("sans indicateur")
    ECHEANCE = "echeance", _("sans échéance")
    DESCRIPTION = "description", _("sans description")
    NOUVELLE = "nouvelle", _("sans nouvelle")


A_LA_PUBLICATION = (Manque.JALON, Manque.INDICATEUR, Manque.ECHEANCE, Manque.DESCRIPTION)
"""What makes an action thin as it is published: what the public has never read owes it no news yet."""


def _sans_indicateur() -> Q:
    siens = apps.get_model("actions", "Indicateur").objects.filter(action=OuterRef("pk"))
    return Q(~Exists(siens))


_CONDITIONS: Mapping[Manque, Callable[[], Q]] = {
    # A milestone weighs at least 1 (`jalon_poids_positif`): their sum says whether there is one.
    Manque.JALON: lambda: Q(poids_total=0),
    Manque.INDICATEUR: _sans_indicateur,
    Manque.ECHEANCE: lectures.q_sans_echeance,
    Manque.DESCRIPTION: lambda: Q(description=""),
    # Whatever the public reads as one: a note, a milestone reached, a measure, a change of state.
    Manque.NOUVELLE: lambda: Q(maj_le__isnull=True),
}


def q_manque(*manques: Manque) -> Q:
    """The condition that an action lacks one of these at least."""
    return reduce(or_, (_CONDITIONS[manque]() for manque in manques))


class _Tableau(Func):
    """The values that are not NULL, in order, as one array."""

    template = "array_remove(ARRAY[%(expressions)s], NULL)"
    output_field = ArrayField(models.TextField())


class RequeteDesManques(RequeteHistorique[M]):
    """What querysets of actions say of what these lack."""

    def minces(self) -> Self:
        """Those that would be published with something lacking (`A_LA_PUBLICATION`)."""
        return self.filter(q_manque(*A_LA_PUBLICATION))

    def avec_manques(self, parmi: Iterable[Manque] = tuple(Manque)) -> Self:
        """With `manques`: the values of what each lacks, in the order in which they are said."""
        dits = (
            Case(When(_CONDITIONS[m](), then=Value(m.value)), output_field=models.TextField()) for m in parmi
        )
        return self.annotate(manques=_Tableau(*dits))

    def compter_les_manques(self, parmi: Iterable[Manque] = tuple(Manque)) -> dict[Manque, int]:
        """How many lack each, in one query."""
        comptes = self.aggregate(**{m.value: Count("pk", filter=_CONDITIONS[m]()) for m in parmi})
        return {Manque(nom): combien for nom, combien in comptes.items()}
