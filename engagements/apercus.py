"""The card of a commitment (`presentation.apercu`)."""

from django.utils.translation import gettext as _

from actions.models import Plan
from engagements.models import Engagement
from partenariat.presentation.apercu import Apercu
from partenariat.presentation.formats import date_longue


def de_l_engagement(plan: Plan, engagement: Engagement) -> Apercu:
    entre = _("%(partie)s → %(envers)s") % {"partie": engagement.partie, "envers": engagement.envers}
    quand = ""
    if engagement.echeance:
        quand = _("Échéance : %(date)s") % {"date": date_longue(engagement.echeance)}
    return Apercu(
        surtitre=_("Engagement %(code)s") % {"code": engagement.code},
        titre=engagement.traduit("titre"),
        etats=engagement.etats_en_tete,
        lignes=[ligne for ligne in (entre, quand) if ligne],
        avis=plan.traduit("avis"),
    )
