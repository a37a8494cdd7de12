"""What waits for a member of the staff in the plan, the most pressing first."""

from django.db.models import Q
from django.utils.translation import gettext as _

from actions.models import Action
from actions.models.etats import Echeancier, Fraicheur, Publication
from partenariat.models import Organisation
from partenariat.presentation.pages import Tables
from partenariat.retraits.lectures import recents_de
from partenariat.retraits.modele import RetraitQuerySet

EN_RETARD = Q(echeancier=Echeancier.EN_RETARD)
SANS_NOUVELLES = Q(fraicheur__in=(Fraicheur.A_RAFRAICHIR, Fraicheur.PERIMEE))
"""Of public actions with their readings: what asks for news of whoever answers for them, in that order."""
TABLES = ("page-a-valider", "page-renvoyees", "page-actions-en-retard", "page-sans-nouvelles")


def retires(organisation: Organisation) -> RetraitQuerySet:
    """What was withdrawn lately of the actions that it leads or works at, and of what it says of itself."""
    actions = Action.objects.filter(Q(responsable=organisation) | Q(collaborations=organisation))
    return recents_de(actions, Organisation.objects.filter(pk=organisation.pk))


def attentes(utilisateur, tables: Tables) -> dict:
    """What the person's organisation answers for, by pages; `modifie` is false where no action is theirs."""
    miennes = (
        Action.objects.modifiables_par(utilisateur)
        .avec_lectures()
        .select_related("plan", "responsable", "axe")
        .par_code()
    )
    if not utilisateur.is_authenticated or not (miennes.exists() or utilisateur.is_staff):
        return {"modifie": False}
    publiees = miennes.filter(publication=Publication.PUBLIEE)
    a_valider = [
        action
        for action in miennes.filter(publication=Publication.A_VALIDER)
        if action.peut_valider(utilisateur)
    ]
    renvoyees = miennes.filter(publication=Publication.BROUILLON).exclude(note_retour="")
    en_retard = publiees.filter(EN_RETARD)
    sans_nouvelles = publiees.filter(SANS_NOUVELLES)
    return {
        "modifie": True,
        "tables": [
            tables.page("page-a-valider", a_valider, _("Actions à valider")),
            tables.page("page-renvoyees", renvoyees, _("Actions renvoyées avec une note")),
            tables.page("page-actions-en-retard", en_retard, _("Actions en retard")),
            tables.page(
                "page-sans-nouvelles", sans_nouvelles, _("Actions sans nouvelles depuis plus de 90 jours")
            ),
        ],
    }
