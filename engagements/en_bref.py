"""What the pages of commitments say of themselves in brief (`presentation.en_bref`)."""

from django.utils.translation import gettext as _

from actions.en_bref import d_une_page_du_plan, nom_si_autre
from actions.models import Plan
from engagements.models import Engagement
from engagements.models.etats import Publication
from partenariat.presentation.en_bref import EnBref, phrase
from partenariat.presentation.formats import date_longue


def de_l_engagement(engagement: Engagement) -> EnBref:
    etats = [mot for _etat, mot in engagement.etats]
    if engagement.publication == Publication.ARCHIVEE:
        etats = [str(Publication.ARCHIVEE.label)]
    tete = _("Engagement %(code)s : %(etats)s.") % {
        "code": engagement.code,
        "etats": ", ".join(mot.lower() for mot in etats),
    }
    qui = _("%(partie)s s'engage envers %(envers)s.") % {
        "partie": engagement.partie,
        "envers": engagement.envers,
    }
    quand = ""
    if engagement.echeance:
        quand = _("Échéance : %(date)s.") % {"date": date_longue(engagement.echeance)}
    titre = f"{engagement.code} · {engagement.traduit('titre')}"
    carte = engagement.plan.adresse("apercu-engagement", code=engagement.code)
    return EnBref(titre, phrase(tete, quand, qui, plan=nom_si_autre(engagement.plan)), carte)


def par_axe(plan: Plan) -> EnBref:
    dite = _("Quelle organisation s'engage dans quel axe, et les axes qui reposent sur une seule.")
    return d_une_page_du_plan(plan, _("Qui s'engage dans quel axe"), dite)
