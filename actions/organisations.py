"""The bodies that a plan shows: a body known only through something unpublished stays unknown."""

from collections.abc import Callable

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from actions.models import Action, Participation, Plan
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


def avec_comptes(organisations, plan: Plan):
    """Annotates how many published actions each body answers for, and takes part in. Keeps the French order.

    By subqueries: a join would need a GROUP BY, which the historical views (no primary key) cannot have.
    """
    publiques = Action.objects.publiques().filter(plan=plan).order_by()

    def nombre(requete, cle: str):
        comptes = requete.filter(**{cle: OuterRef("pk")}).values(cle).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(comptes), 0)

    return organisations.annotate(
        nb_responsable=nombre(publiques, "responsable"),
        nb_participations=nombre(
            Participation.objects.filter(action__in=publiques).order_by(), "organisation"
        ),
    )
