"""What waits for a member of the staff in the plan, the most pressing first."""

from django.db.models import Q
from django.utils.translation import gettext as _

from actions.models import Action
from actions.models.etats import Echeancier, Fraicheur, Publication
from partenariat.presentation.pages import Tables

TABLES = ("page-a-valider", "page-renvoyees", "page-actions-en-retard", "page-sans-nouvelles")


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
    en_retard = publiees.filter(Q(echeancier=Echeancier.EN_RETARD))
    sans_nouvelles = publiees.filter(Q(fraicheur__in=(Fraicheur.A_RAFRAICHIR, Fraicheur.PERIMEE)))
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
