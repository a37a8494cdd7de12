"""What an open round asks of whoever may give news of an action: those news are the answer."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext

from actions.demandees import DEMANDEURS, Demandeur
from actions.ecrivables import ecrivables_par
from actions.models import Action
from comite.models import Demande, Ronde
from partenariat.models import UnitesDe
from partenariat.presentation.formats import delai


def _du_bureau(personne: Any) -> Q:
    """The questions to which news of this account would be the answer (`NouvelleRepond`)."""
    return Q(action__isnull=False, organisation__in=UnitesDe(personne.pk))


def a_nourrir_par(personne: Any) -> Q:
    """Those, among all questions, that this account answers in the minute screen: it may write the action,
    and its news are the word of the body asked."""
    if not personne.is_authenticated or not personne.a_role("coordination", "redaction"):
        return Q(pk=None)
    return _du_bureau(personne) & Q(action__in=ecrivables_par(personne).publiques().order_by().values("pk"))


def demandee_le(personne: Any) -> Subquery:
    """Within a query of actions: the last day to answer of the question of an open round that waits."""
    demandes = Demande.objects.avec_reponse().filter(
        _du_bureau(personne), action=OuterRef("pk"), ronde__in=Ronde.objects.ouvertes().order_by()
    )
    attendues = demandes.filter(Q(repondue=False)).order_by("ronde__ferme_le", "id")
    return Subquery(attendues.values("ronde__ferme_le")[:1])


def demande_dite(le: date) -> str:
    return gettext("Demandé par le comité, %(quand)s.") % {"quand": delai(le)}


def de_la_nouvelle(action: Action, personne: Any) -> dict[str, Any]:
    """What the minute screen says of it. One query."""
    lues = Action.objects.publiques().filter(pk=action.pk).annotate(demandee_le=demandee_le(personne))
    return {"demandee_le": lues.order_by().values_list("demandee_le", flat=True).first()}


def inscrire() -> None:
    """Called once, when the application is ready."""
    DEMANDEURS.append(Demandeur("demandee_par_une_ronde", demandee_le, demande_dite))
