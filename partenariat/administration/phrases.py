"""What PostgreSQL refuses, in one French sentence: the last guard speaks like the first."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, Error, connection, transaction
from django.db.models import BaseConstraint
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_PAR_CODE = {
    "22001": _("Un texte est trop long pour son champ : raccourcissez-le."),
    "22003": _("Un nombre est trop grand pour son champ : écrivez-en un plus petit."),
    "23502": _("Il manque une valeur obligatoire : remplissez les champs requis."),
    "23503": _("Un élément lié vient d'être supprimé, ou sert encore ailleurs : rechargez la page."),
    "23505": _("Cette valeur est déjà prise : choisissez-en une autre."),
    "23514": _("Une règle refuse cette valeur : corrigez-la, ou écrivez à la coordination."),
    "40001": _("Une autre personne enregistrait en même temps : enregistrez de nouveau."),
    "40P01": _("Une autre personne enregistrait en même temps : enregistrez de nouveau."),
    "55P03": _("Une autre personne enregistre cette fiche en ce moment : réessayez dans un instant."),
    "57014": _("La base de données a mis trop de temps à répondre : réessayez dans un instant."),
}


def phrase(erreur: Error) -> str | None:
    """The sentence for the person, or None where the error is a fault of ours that must be heard (a 500)."""
    cause: Any = erreur.__cause__
    code = getattr(cause, "pgcode", None)
    if code not in _PAR_CODE:
        return None
    contrainte = _contrainte(cause.diag.constraint_name)
    if contrainte and contrainte.violation_error_message != BaseConstraint.default_violation_error_message:
        return str(contrainte.violation_error_message)
    if code == "23514" and cause.diag.constraint_name and contrainte is None:
        # Raised by one of our triggers: its message is already a sentence.
        return gettext(cause.diag.message_primary)
    return str(_PAR_CODE[code])


def phrase_de(faire: Callable[[], object]) -> str:
    """Does it in one transaction; gives the sentence that says why not, or an empty text."""
    try:
        with transaction.atomic():
            faire()
            # What waits for the commit speaks now: the commit is that of the whole request.
            connection.check_constraints()
    except ValidationError as erreur:
        return " ".join(erreur.messages)
    except DatabaseError as erreur:
        texte = phrase(erreur)
        if texte is None:
            raise
        return texte
    return ""


def _contrainte(nom: str | None) -> BaseConstraint | None:
    for modele in apps.get_models():
        for contrainte in modele._meta.constraints:
            if contrainte.name == nom:
                return contrainte
    return None
