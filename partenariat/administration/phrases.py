"""What PostgreSQL refuses, in one French sentence: the last guard speaks like the first, and as plainly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, Error, connection, transaction
from django.db.models import BaseConstraint, F, Q, UniqueConstraint
from django.db.models.expressions import BaseExpression
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partenariat.gardes.ecriture import NOMMES

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


@dataclass(frozen=True)
class Refus:
    """What the database refused of a form."""

    phrase: str
    champs: tuple[str, ...] = ()
    """Those that it speaks of."""
    prefixe: str = ""
    """That of the row of the form that was being written; empty for the record itself."""


def refus_de(erreur: Error) -> Refus | None:
    """What a form is told of it, or None where the error is a fault of ours."""
    texte = phrase(erreur)
    if texte is None:
        return None
    cause: Any = erreur.__cause__
    nom = cause.diag.constraint_name
    contrainte = _contrainte(nom)
    champs = champs_nommes(contrainte) if contrainte else NOMMES.get(nom, ())
    if not champs and cause.diag.column_name:
        champs = (cause.diag.column_name.removesuffix("_id"),)
    return Refus(texte, champs, getattr(erreur, "prefixe", ""))


def champs_nommes(contrainte: BaseConstraint) -> tuple[str, ...]:
    """The fields of its model that a constraint speaks of."""
    if isinstance(contrainte, UniqueConstraint):
        lus = [*contrainte.fields, *(nom for une in contrainte.expressions for nom in _lus(une))]
    else:
        lus = list(_lus(getattr(contrainte, "condition", None)))
    return tuple(dict.fromkeys(nom.split("__")[0] for nom in lus))


def champs_de_la_phrase(modele: Any, texte: str) -> tuple[str, ...]:
    """Those of the constraint of `modele` that says so, where it is one."""
    for contrainte in modele._meta.constraints:
        if str(contrainte.violation_error_message) == texte:
            return champs_nommes(contrainte)
    return ()


def _lus(condition: Any) -> Iterator[str]:
    match condition:
        case Q():
            for enfant in condition.children:
                yield from _lus(enfant)
        case (str() as nom, valeur):
            yield nom
            # A list of two values is no pair of a field and its value.
            if isinstance(valeur, Q | F | BaseExpression):
                yield from _lus(valeur)
        case F():
            yield condition.name  # type: ignore[attr-defined]  # forgotten by the stubs
        case BaseExpression():
            for source in condition.get_source_expressions():
                yield from _lus(source)


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
