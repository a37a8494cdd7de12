"""The bodies that a plan shows: a body known only through something unpublished stays unknown."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from actions.models import Action, Participation, Plan
from partenariat.donnees.en_une_fois import lecture
from partenariat.models import Organisation
from partenariat.parties.natures import Nature

_roles: list[Callable[[Plan], Q]] = []


def enregistrer_role(condition: Callable[[Plan], Q]) -> None:
    """Makes public, besides, the bodies that answer `condition(plan)` (a floor above, which this one never
    imports, gives a role too)."""
    _roles.append(condition)


def organisations_publiques(plan: Plan):
    """Bodies with a role in something published of the plan."""
    publiques = Action.objects.publiques().filter(plan=plan)
    condition = Exists(publiques.filter(responsable=OuterRef("pk"))) | Exists(
        Participation.objects.filter(organisation=OuterRef("pk"), action__in=publiques)
    )
    for role in _roles:
        condition |= role(plan)
    return Organisation.objects.filter(condition)


def organisations_visibles(plan: Plan):
    """Those that have a public page: the ones with a role, and the boroughs of the plan."""
    avec_role = organisations_publiques(plan).values("pk")
    return Organisation.objects.filter(
        Q(pk__in=avec_role) | Q(places__plan=plan, nature=Nature.ARRONDISSEMENT)
    ).distinct()


@dataclass(frozen=True)
class Participante:
    """A body with a role in the plan, and in how many published actions."""

    organisation: Organisation
    responsable: int
    participations: int


@lecture(Plan)
def _avec_comptes(plan: Plan) -> dict[str, QuerySet]:
    publiques = Action.objects.publiques().filter(plan=plan).order_by()
    participations = Participation.objects.filter(action__in=publiques).order_by()
    return {
        "organisations": organisations_publiques(plan),
        "responsables": publiques.values("responsable").annotate(n=Count("pk")),
        "participations": participations.values("organisation").annotate(n=Count("pk")),
    }


def participantes(plan: Plan) -> list[Participante]:
    """Every body with a role, in the French order. One query."""
    lus = _avec_comptes(plan)
    responsables = {ligne["responsable"]: ligne["n"] for ligne in lus["responsables"]}
    participations = {ligne["organisation"]: ligne["n"] for ligne in lus["participations"]}
    return [
        Participante(o, responsables.get(o.pk, 0), participations.get(o.pk, 0)) for o in lus["organisations"]
    ]
