"""What the pages of commitments say of themselves in brief (`presentation.en_bref`)."""

from django.utils.translation import gettext as _

from actions import donnees_liees
from actions.en_bref import du_plan
from actions.models import Plan
from engagements.models import Engagement
from partenariat.presentation.en_bref import EnBref
from partenariat.presentation.formats import date_longue


def de_l_engagement(plan: Plan, engagement: Engagement) -> EnBref:
    tete = _("Engagement %(code)s : %(etats)s.") % {
        "code": engagement.code,
        "etats": ", ".join(mot.lower() for _etat, mot in engagement.etats_en_tete),
    }
    qui = _("%(partie)s s'engage envers %(envers)s.") % {
        "partie": engagement.partie,
        "envers": engagement.envers,
    }
    quand = ""
    if engagement.echeance:
        quand = _("Échéance : %(date)s.") % {"date": date_longue(engagement.echeance)}
    titre = f"{engagement.code} · {engagement.traduit('titre')}"
    carte = plan.adresse("apercu-engagement", code=engagement.code)
    liees = _liees(engagement)
    return du_plan(plan, titre, tete, quand, qui, de=engagement, apercu=carte, donnees=liees)


def _liees(engagement: Engagement) -> donnees_liees.Liees:
    """Who promises what to whom, and by when, in the terms of schema.org."""
    plan = engagement.plan
    return {
        "@type": "Action",
        "@id": donnees_liees.adresse_de(engagement.get_absolute_url()),
        "identifier": engagement.code,
        "name": engagement.traduit("titre"),
        "agent": donnees_liees.qui(plan, engagement.partie),
        "recipient": donnees_liees.qui(plan, engagement.envers),
        "endTime": engagement.echeance.isoformat() if engagement.echeance else None,
    }


def par_axe(plan: Plan) -> EnBref:
    dite = _("Quelle organisation s'engage dans quel axe, et les axes qui reposent sur une seule.")
    return du_plan(plan, _("Qui s'engage dans quel axe"), dite)
