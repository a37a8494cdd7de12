"""Where a page that a plan lacks is found: in the other plans that the public may know of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from actions.historique import histoire_depuis
from actions.models import Plan
from partenariat.histoire.appellations import NOMMES, designes
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.plan_du_site import PagesNommees, sortes


def ailleurs(plan: Plan, page: str, noms: Mapping[str, Any], le: date | None = None) -> list[tuple[str, str]]:
    """The same page of the other plans, under any name that the public knew it by: address, and words that
    lead to it. Two queries at most, and what reading a past day takes.

    What is not public is in none of them, nor is it asked whether the plan itself has it.

    Args:
        page: name of its address.
        noms: what names it there.
        le: the past day that is read; None for today.
    """
    sorte = next((sorte for sorte in sortes() if sorte.page == page), None)
    if sorte is None:
        return []
    # Plans are read in the present: they are what their addresses mean today.
    autres = {
        autre.pk: autre
        for autre in Plan.objects.publics().exclude(pk=plan.pk).avec_histoire()
        if le is None or ((depuis := histoire_depuis(autre)) and depuis <= le)
    }
    memes = [_du_plan(sorte, autre, noms[sorte.parametre]) for autre in autres.values()]
    with au(fin_du_jour(le) if le else None):
        trouves = dict(memes[0].union(*memes[1:], all=True)) if memes else {}
    date_lue = f"?au={le.isoformat()}" if le else ""
    return [
        (
            autre.adresse(page, **{**noms, sorte.parametre: trouves[cle]}) + date_lue,
            _("Cette page existe dans le plan « %(plan)s »") % {"plan": autre},
        )
        for cle, autre in autres.items()
        if cle in trouves
    ]


def _du_plan(sorte: PagesNommees, autre: Plan, nom: Any) -> QuerySet[Any, tuple[int, str]]:
    """(Key of the plan, name of the row) of what is so named there."""
    publics = sorte.publics(autre).order_by()
    nommee = Q(**{sorte.champ: nom})
    if publics.model in NOMMES:
        nommee |= Q(pk__in=designes(publics.model, nom, autre.pk))
    return publics.filter(nommee).values_list(
        Value(autre.pk, IntegerField()), Cast(F(sorte.champ), CharField())
    )
