"""What is computed of a commitment, each rule written once, as SQL expressions.

What does not depend on the day stands in columns of `Engagement`: what its acts come to, kept by triggers
(`engagements/models/sommes.py`), and what is generated from that (`preuve`, `conteste`, `a_verifier`). What
depends on the day is a comparison with it. `tests/engagements/test_lectures.py` holds all of it against a
plain Python reference. No GROUP BY on the key: the historical views have no primary key.
"""

from datetime import date

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Value, When

from engagements.models.etats import EN_VIGUEUR, Attention, Etat, LecturePreuve
from partenariat.donnees.expressions import oui_ou_non


def preuve() -> Case:
    """`verifiee`, `deposee` or `sans`: never NULL, since « sans preuve » is said."""
    return Case(
        When(nb_preuves_verifiees__gt=0, then=Value(LecturePreuve.VERIFIEE.value)),
        When(nb_preuves__gt=0, then=Value(LecturePreuve.DEPOSEE.value)),
        default=Value(LecturePreuve.SANS.value),
        output_field=CharField(),
    )


def conteste() -> Case:
    """Its latest declaration is contested, and it is in force."""
    return _en_vigueur_et("dernier_mot_conteste")


def a_verifier() -> Case:
    """Its latest declaration claims what nobody has verified yet, and it is in force."""
    return _en_vigueur_et("dernier_mot_attend")


def _en_vigueur_et(champ: str) -> Case:
    return Case(When(etat__in=EN_VIGUEUR, then=F(champ)), default=Value(False), output_field=BooleanField())


def q_attention(nom: str, jour: date) -> Q:
    """The condition that one thing calls for attention. `en_retard`: in force, and due before `jour`."""
    if nom == Attention.EN_RETARD:
        return Q(etat__in=EN_VIGUEUR, echeance__isnull=False, echeance__lt=jour)
    return Q(**{Attention(nom).value: True})


NOMS = ("preuve", "nb_preuves", "nb_preuves_verifiees", "en_retard", "conteste", "a_verifier", "declare_le")


def annotations(jour: date) -> "dict[str, ExpressionWrapper[Q]]":
    """The reading that depends on the day, by name; the others are columns."""
    return {"en_retard": oui_ou_non(q_attention(Attention.EN_RETARD, jour))}


def comptes() -> dict[str, Count]:
    """Aggregates: counts by state and by evidence. They read columns alone."""
    return {
        "total": Count("pk"),
        **{f"etat_{etat.value}": Count("pk", filter=Q(etat=etat)) for etat in Etat},
        **{f"preuve_{p.value}": Count("pk", filter=Q(preuve=p)) for p in LecturePreuve},
    }
