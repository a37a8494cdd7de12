"""One axis in time, and what a body answers for: each a drawing of one row (`actions.frises.plan`)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actions.frises.marques import Sujet
from actions.frises.plan import Frise, a_dessiner, dessiner
from actions.models import Action, Axe, Plan
from partenariat.donnees.en_une_fois import lecture
from partenariat.models import Organisation


@lecture(Axe)
def _de_l_axe(axe: Axe) -> dict[str, QuerySet[Any, Any]]:
    return a_dessiner(Action.objects.publiques().filter(axe=axe).order_by())


@lecture(Plan, Organisation)
def _de_l_organisation(plan: Plan, organisation: Organisation) -> dict[str, QuerySet[Any, Any]]:
    siennes = Action.objects.publiques().filter(plan=plan, responsable=organisation).order_by()
    # One row for all its axes: what is counted is counted together.
    return a_dessiner(siennes, par="responsable")


def frise_de_l_axe(plan: Plan, axe: Axe) -> Frise:
    """The milestones of an axis. One query."""
    sujet = Sujet(str(axe), f"{plan.adresse('actions')}?axe={axe.numero}")
    return dessiner(plan, {axe.pk: (sujet, None)}, **_de_l_axe(axe))


def frise_de_l_organisation(plan: Plan, organisation: Organisation) -> Frise:
    """The milestones of the actions of which a body answers. One query."""
    adresse = f"{plan.adresse('actions')}?organisation={organisation.slug}"
    sujet = Sujet(_("Ses actions"), adresse)
    return dessiner(plan, {organisation.pk: (sujet, None)}, **_de_l_organisation(plan, organisation))
