"""What the committee adds to the pages of the plan: home, action, open data, and the bodies it names."""

from itertools import chain

from django.db.models import Exists, OuterRef, Q

from actions import greffes, organisations
from actions.models import Action, Plan
from comite.decisions.exports import jeux_de_donnees
from comite.models import Decision, Membre, Seance, Suite
from comite.rondes import greffes as greffes_rondes
from partenariat.donnees.en_une_fois import lire
from partenariat.histoire.temps import jour


def de_l_accueil(plan: Plan) -> dict:
    """The next meeting, and the last one whose minutes are approved. One query."""
    seances = Seance.objects.filter(plan=plan)
    lus = lire(
        prochaine=seances.attendues(jour())[:1],
        derniere=seances.approuvees().reverse()[:1],
    )
    for seance in chain(*lus.values()):
        seance.plan = plan
    return {nom: next(iter(trouvees), None) for nom, trouvees in lus.items()}


def de_l_action(plan: Plan, action: Action) -> dict:
    """The decisions that concern it: what they changed here at once, their words once the minutes are
    approved. One query."""
    ici = Decision.objects.filter(pk=OuterRef("pk"))
    decisions = (
        Decision.objects.avec_paroles()
        .annotate(
            concerne=Exists(ici.filter(actions=action)),
            effet_public=Exists(ici.effets_sur(action)),
        )
        .filter(Q(effet_public=True) | Q(concerne=True, paroles_publiques=True))
        .select_related("seance__plan", "jalon")
        .order_by("-seance__date", "-id")
    )
    return {"decisions": decisions}


def parties_publiques(plan: Plan):
    """The condition that a body sits on the committee, or answers for a public follow-up."""
    suites = Suite.objects.publiques().filter(seance__plan=plan, responsable=OuterRef("pk"))
    membres = Membre.objects.filter(plan=plan, organisation=OuterRef("pk"))
    return Exists(suites) | Exists(membres)


def poser() -> None:
    """Registers the parts; called once, when the application is ready."""
    greffes.enregistrer("accueil", "composants/accueil_comite.html", de_l_accueil)
    greffes.enregistrer("action", "composants/action_decisions.html", de_l_action)
    greffes.enregistrer("donnees", "composants/jeux_engagements.html", jeux_de_donnees)
    organisations.enregistrer_role(parties_publiques)
    greffes_rondes.poser()
