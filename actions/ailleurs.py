"""Where a page that a plan lacks is found: in the other plans that the public may know of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from actions.models import Plan
from partenariat.presentation.plan_du_site import genres


def ailleurs(plan: Plan, page: str, noms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same page of the other plans: address, and words that lead to it. Two queries at most.

    What is not public is in none of them, nor is it asked whether the plan itself has it.

    Args:
        page: name of its address.
        noms: what names it there.
    """
    genre = next((genre for genre in genres() if genre.page == page), None)
    if genre is None:
        return []
    autres = {autre.pk: autre for autre in Plan.objects.publics().exclude(pk=plan.pk)}
    memes: list[QuerySet] = [
        genre.publics(autre)
        .filter(**{genre.champ: noms[genre.parametre]})
        .order_by()
        .annotate(a_plan=Value(autre.pk, IntegerField()))
        .values_list("a_plan", flat=True)
        for autre in autres.values()
    ]
    trouves = set(memes[0].union(*memes[1:])) if memes else set()
    return [
        (autre.adresse(page, **noms), _("Cette page existe dans le plan « %(plan)s »") % {"plan": autre})
        for cle, autre in autres.items()
        if cle in trouves
    ]
