"""The steps of publication in the back office.

Who writes does not validate: changing an action that waits for validation makes one the person who submits
it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models import Action
from actions.models.etats import Publication


def reprendre_la_soumission(action: Action, personne) -> None:
    """Who changes an action that waits for validation becomes its submitter: another will validate."""
    if action.publication == Publication.A_VALIDER and action.soumise_par_id != personne.pk:
        action.soumise_par, action.soumise_le = personne, timezone.now()
        action.save(update_fields=["soumise_par", "soumise_le"])


def etat_de_publication(action: Action) -> str:
    """Where the action stands, in a sentence: « À valider; soumise par X »."""
    texte = str(Publication(action.publication).label)
    if action.publication == Publication.A_VALIDER:
        return _("%(etat)s; soumise par %(personne)s") % {"etat": texte, "personne": action.soumise_par}
    if action.publication == Publication.BROUILLON and action.note_retour:
        return _("%(etat)s; renvoyée avec cette note : %(note)s") % {
            "etat": texte,
            "note": action.note_retour,
        }
    return texte
