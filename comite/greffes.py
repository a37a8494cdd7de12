"""What the committee adds to the pages of the plan: home, action, open data, and the bodies it names."""

from collections import defaultdict
from itertools import chain

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from actions import greffes
from actions.cles import inscrire_les_decisions
from actions.models import Action, Plan
from actions.organisations import Role, enregistrer_roles
from comite.decisions.exports import jeux_de_donnees
from comite.models import Bilan, Decision, Effet, Membre, Seance, Suite
from comite.models.effet import dits
from comite.rondes import greffes as greffes_rondes
from partenariat.donnees.en_une_fois import lecture
from partenariat.donnees.preparees import preparee
from partenariat.histoire.temps import JourDe, jour
from partenariat.presentation.plan_du_site import PagesNommees, inscrire


@lecture(Plan)
def _seances(plan: Plan) -> dict:
    seances = Seance.objects.filter(plan=plan)
    return {
        "prochaine": seances.attendues(jour())[:1],
        "derniere": seances.approuvees().reverse()[:1],
        "decommandees": seances.decommandees(jour()),
    }


def de_l_accueil(plan: Plan) -> dict:
    """The next meeting, the last whose minutes are approved, those that were called off. One query."""
    lus = _seances(plan)
    for seance in chain(*lus.values()):
        seance.plan = plan
    une = {nom: next(iter(lus[nom]), None) for nom in ("prochaine", "derniere")}
    pieces = {"rang": 2, "porte": "composants/porte_comite.html", "cote": "composants/prochaine_seance.html"}
    return une | pieces | {"decommandees": lus["decommandees"]}


def de_l_action(plan: Plan, action: Action) -> dict:
    """The decisions that concern it: what they changed here at once, their words once the minutes are
    approved. Two queries."""
    decisions, ici = _concernant(action), defaultdict(list)
    for effet in _effets_sur(action) if decisions else ():
        ici[effet.decision_id].append(effet)
    lues = [d for d in decisions if ici[d.pk] or d.paroles_publiques]
    return {
        "decisions": [{"decision": d, "effets": dits(ici[d.pk])} for d in lues],
        # What was withdrawn of them is told here too.
        "lus": [*lues, *(effet for d in lues for effet in ici[d.pk])],
    }


@preparee(Action)
def _concernant(action: Action):
    """Every decision that names it, with what the public may know of each."""
    # What an effect aims at, its decision concerns (`Decision.prendre`).
    liees = Decision.actions.through.objects.filter(action=action).values("decision")
    return (
        Decision.objects.avec_paroles()
        .filter(pk__in=liees)
        .select_related("seance__plan")
        .order_by("-seance__date", "-id")
    )


@preparee(Action)
def _effets_sur(action: Action):
    """What decisions changed of it: public at once, with their number and their reason."""
    return Effet.objects.filter(action=action).select_related("jalon").order_by("pk")


def _mandats(plan: Plan):
    return Membre.objects.filter(plan=plan, organisation=OuterRef("pk"))


def _siege(plan: Plan) -> Exists:
    return Exists(_mandats(plan).en_fonction(jour()))


def _a_siege(plan: Plan) -> Q:
    return ~Q(_siege(plan)) & Q(Exists(_mandats(plan).filter(mandat_fin__lt=jour())))


def _repond_d_une_suite(plan: Plan) -> Exists:
    return Exists(Suite.objects.publiques().filter(seance__plan=plan, responsable=OuterRef("pk")))


ROLES = (
    Role(_("siège au comité de mise en œuvre"), _siege),
    Role(_("a siégé au comité de mise en œuvre"), _a_siege),
    Role(_("répond d'au moins une suite du comité"), _repond_d_une_suite),
)
"""A body sits on the committee while a mandate holds on the day being read, and not because one once did."""


def poser() -> None:
    """Registers the parts; called once, when the application is ready."""
    publies = Bilan.objects.publics
    greffes.enregistrer("accueil", "composants/prochaine_seance.html", de_l_accueil)
    greffes.enregistrer("action", "composants/action_decisions.html", de_l_action)
    greffes.enregistrer("donnees", "composants/jeux_engagements.html", jeux_de_donnees)
    enregistrer_roles(*ROLES)
    inscrire_les_decisions(
        lambda plan: Decision.objects.publiques().filter(seance__plan=plan).values_list("numero", flat=True)
    )
    inscrire(
        PagesNommees("seance", "numero", "numero", lambda plan: Seance.objects.filter(plan=plan)),
        # Frozen by its publication.
        PagesNommees(
            "bilan", "annee", "annee", lambda plan: publies().filter(plan=plan), JourDe("publie_le")
        ),
    )
    greffes_rondes.poser()
