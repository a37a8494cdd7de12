"""The bodies that a plan shows: a body known only through something unpublished stays unknown."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from actions.models import Action, Image, Participation, Plan
from partenariat.donnees.en_une_fois import lecture
from partenariat.donnees.expressions import oui_ou_non
from partenariat.models import Organisation
from partenariat.parties.natures import Nature


@dataclass(frozen=True)
class Role:
    """What makes a body public, besides its actions, and the word that says it."""

    dit: str | Promise
    """« siège au comité »: what stands after the name of the body."""
    condition: Callable[[Plan], Exists | Q]
    """The condition that a body has it in this plan."""


_roles: list[Role] = []


def enregistrer_roles(*roles: Role) -> None:
    """Adds roles (a floor above, which this one never imports, gives some too)."""
    _roles.extend(roles)


def organisations_publiques(plan: Plan):
    """Bodies with a role in something published of the plan."""
    publiques = Action.objects.publiques().filter(plan=plan)
    condition = Exists(publiques.filter(responsable=OuterRef("pk"))) | Exists(
        Participation.objects.filter(organisation=OuterRef("pk"), action__in=publiques)
    )
    for role in _roles:
        condition |= Q(role.condition(plan))
    return Organisation.objects.filter(condition)


def organisations_visibles(plan: Plan):
    """Those that have a public page: the ones with a role, and the boroughs of the plan. See `roles_de`."""
    avec_role = organisations_publiques(plan).values("pk")
    visibles = Organisation.objects.filter(
        Q(pk__in=avec_role) | Q(places__plan=plan, nature=Nature.ARRONDISSEMENT)
    ).distinct()
    return visibles.annotate(**{nom: oui_ou_non(Q(r.condition(plan))) for nom, r in _nommes().items()})


def roles_de(organisation: Organisation) -> list[str]:
    """What one of `organisations_visibles` does in the plan besides its actions."""
    return [str(role.dit) for nom, role in _nommes().items() if getattr(organisation, nom)]


def _nommes() -> dict[str, Role]:
    return {f"role_{rang}": role for rang, role in enumerate(_roles)}


@dataclass(frozen=True)
class Participante:
    """A body with a role in the plan: in how many published actions, and its other roles."""

    organisation: Organisation
    responsable: int
    participations: int
    roles: list[str]
    logo: Image | None


@lecture(Plan)
def _avec_comptes(plan: Plan) -> dict[str, QuerySet]:
    publiques = Action.objects.publiques().filter(plan=plan).order_by()
    participations = Participation.objects.filter(action__in=publiques).order_by()
    return {
        "organisations": organisations_publiques(plan),
        "responsables": publiques.values("responsable").annotate(n=Count("pk")),
        "participations": participations.values("organisation").annotate(n=Count("pk")),
        "logos": Image.objects.montrees().filter(organisation__isnull=False).order_by(),
        **{
            nom: Organisation.objects.filter(role.condition(plan)).order_by().values("id")
            for nom, role in _nommes().items()
        },
    }


def participantes(plan: Plan) -> list[Participante]:
    """Every body with a role, in the French order. One query."""
    lus = _avec_comptes(plan)
    responsables = {ligne["responsable"]: ligne["n"] for ligne in lus["responsables"]}
    participations = {ligne["organisation"]: ligne["n"] for ligne in lus["participations"]}
    logos = {logo.organisation_id: logo for logo in lus["logos"]}
    par_role = [(str(role.dit), {ligne["id"] for ligne in lus[nom]}) for nom, role in _nommes().items()]
    return [
        Participante(
            o,
            responsables.get(o.pk, 0),
            participations.get(o.pk, 0),
            [dit for dit, qui in par_role if o.pk in qui],
            logos.get(o.pk),
        )
        for o in lus["organisations"]
    ]
