"""The bodies that a plan shows: a body known only through something unpublished stays unknown."""

from django.db.models import Count, Exists, OuterRef, Q

from actions.models import Action, Participation, Plan
from actions.models.etats import Publication
from partenariat.models import Organisation
from partenariat.parties.natures import Nature


def organisations_publiques(plan: Plan):
    """Bodies with a role in a published action of the plan."""
    publiques = Action.objects.publiques().filter(plan=plan)
    return Organisation.objects.filter(
        Exists(publiques.filter(responsable=OuterRef("pk")))
        | Exists(Participation.objects.filter(organisation=OuterRef("pk"), action__in=publiques))
    )


def organisations_visibles(plan: Plan):
    """Those that have a public page: the ones with a role, and the boroughs of the plan."""
    avec_role = organisations_publiques(plan).values("pk")
    return Organisation.objects.filter(
        Q(pk__in=avec_role) | Q(places__plan=plan, nature=Nature.ARRONDISSEMENT)
    ).distinct()


def avec_comptes(organisations, plan: Plan):
    """Annotates how many published actions each body answers for, and takes part in."""
    publiee = Publication.PUBLIEE
    return organisations.annotate(
        nb_responsable=Count(
            "actions_responsables",
            distinct=True,
            filter=Q(actions_responsables__plan=plan, actions_responsables__publication=publiee),
        ),
        nb_participations=Count(
            "participations",
            distinct=True,
            filter=Q(participations__action__plan=plan, participations__action__publication=publiee),
        ),
    )
