"""What the page of the rounds says of itself in brief (`presentation.en_bref`)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from actions.en_bref import du_plan
from actions.models import Plan
from comite.rondes.taux import RondeLue
from partenariat.presentation.en_bref import EnBref
from partenariat.presentation.formats import nombre, pourcent, proportion


def des_rondes(plan: Plan, rondes: Sequence[RondeLue]) -> EnBref:
    demandes, reponses = sum(lue.demandes for lue in rondes), sum(lue.reponses for lue in rondes)
    dites = [_("Qui répond quand le comité demande des nouvelles des actions et des engagements.")]
    if demandes:
        dites.append(
            _("Réponses : %(reponses)s sur %(demandes)s (%(taux)s).")
            % {
                "reponses": nombre(reponses),
                "demandes": nombre(demandes),
                "taux": pourcent(proportion(reponses, demandes)),
            }
        )
    return du_plan(plan, _("Qui répond aux demandes de nouvelles"), *dites)
