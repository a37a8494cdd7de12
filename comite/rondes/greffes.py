"""What rounds add to other pages: the space, the minute screen, the public page of a body."""

from actions import greffes
from actions.models import Plan
from comite.rondes.demandees import de_la_nouvelle
from comite.rondes.taux import taux_de
from engagements.models import Acteur
from partenariat.models import Organisation
from partenariat.presentation.pages import Tables


def de_l_espace(acteur: Acteur | None, personne) -> dict:
    """The doors to the committee for its members."""
    return {"du_comite": personne.is_authenticated and personne.a_role("comite", "coordination")}


def de_l_organisation(plan: Plan, organisation: Organisation, tables: Tables) -> dict:
    return {"taux": taux_de(organisation, plan)}


def poser() -> None:
    """Registers the parts; called once, when the application is ready."""
    greffes.enregistrer("espace", "composants/espace_comite.html", de_l_espace)
    greffes.enregistrer("nouvelle", "composants/nouvelle_demandee.html", de_la_nouvelle)
    greffes.enregistrer("organisation", "composants/organisation_rondes.html", de_l_organisation)
