"""What waits for a member of the staff in the plan, the most pressing first."""

from django.db.models import Q

from actions.models import Action
from actions.models.etats import Echeancier, Fraicheur, Publication


def attentes(utilisateur) -> dict:
    """What the person's organisation answers for; `modifie` is false for whoever keeps no action."""
    miennes = (
        Action.objects.modifiables_par(utilisateur)
        .avec_lectures()
        .select_related("plan", "responsable", "axe")
        .par_code()
    )
    publiees = miennes.filter(publication=Publication.PUBLIEE)
    return {
        "modifie": utilisateur.is_authenticated and (miennes.exists() or utilisateur.is_staff),
        "renvoyees": miennes.filter(publication=Publication.BROUILLON).exclude(note_retour=""),
        "a_valider": [
            action
            for action in miennes.filter(publication=Publication.A_VALIDER)
            if action.peut_valider(utilisateur)
        ],
        "en_retard": publiees.filter(Q(echeancier=Echeancier.EN_RETARD)),
        "sans_nouvelles": publiees.filter(Q(fraicheur__in=(Fraicheur.A_RAFRAICHIR, Fraicheur.PERIMEE))),
    }
