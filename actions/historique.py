"""Since when the history of a plan is known here: nothing can be shown, nor frozen, of what came before."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models import Plan
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.evenements import evenements_de
from partenariat.presentation.formats import date_longue


def histoire_depuis(plan: Plan) -> date | None:
    """The day this plan's history begins on this site: nothing can be shown of it before.

    One query, or none where the plan was read `avec_histoire`.
    """
    premier = getattr(plan, "premier_evenement", None)
    if premier is None:
        evenements = evenements_de(Plan).filter(pgh_obj=plan.pk)
        premier = evenements.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()
    return timezone.localtime(premier).date() if premier else None


def phrase_avant(depuis: date) -> str:
    """What is said of a day before history begins: unknown is not none."""
    return _("L'historique de ce plan commence ici le %(date)s : avant, rien ne peut être montré.") % {
        "date": date_longue(depuis)
    }


def exiger_histoire(plan: Plan, le: date) -> None:
    """What is frozen as of a day is read from history: it must reach that day, and nothing is made up.

    Raises:
        TransitionRefusee: it begins later.
    """
    debut = histoire_depuis(plan)
    if debut is None or debut > le:
        raise TransitionRefusee(
            _("L'historique du site ne remonte pas au %(date)s : choisissez un arrêt plus récent.")
            % {"date": date_longue(le)}
        )
