"""What is computed of a commitment, each rule written once, as SQL expressions.

What does not depend on the day stands in columns of `Engagement`: what its acts come to, kept by triggers
(`engagements/models/sommes.py`), and what is generated from that (`preuve`, `conteste`, `a_verifier`). What
depends on the day is a comparison with it. `tests/engagements/test_lectures.py` holds all of it against a
plain Python reference. No GROUP BY on the key: the historical views have no primary key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Value, When

from actions.portraits import Compte
from engagements.models.etats import EN_VIGUEUR, SIGNES, AppuiDuTenu, Attention, Etat, LecturePreuve
from partenariat.donnees.expressions import oui_ou_non

if TYPE_CHECKING:
    from engagements.models import Engagement


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
    """Aggregates: counts by state and by evidence, kept ones by both. They read columns alone."""
    return {
        "total": Count("pk"),
        "signes": Count("pk", filter=Q(etat__in=SIGNES)),
        "signes_verifies": Count("pk", filter=Q(etat__in=SIGNES, preuve=LecturePreuve.VERIFIEE)),
        **{f"etat_{etat.value}": Count("pk", filter=Q(etat=etat)) for etat in Etat},
        **{f"preuve_{p.value}": Count("pk", filter=Q(preuve=p)) for p in LecturePreuve},
        **{f"tenu_{a.value}": Count("pk", filter=q_tenu(a)) for a in AppuiDuTenu},
        "sans_decision": Count("pk", filter=q_sans_decision()),
    }


def q_sans_decision() -> Q:
    """The condition that it was withdrawn, and nobody knows by which decision."""
    return Q(decision_inconnue=True)


def q_tenu(appui: str) -> Q:
    """The condition that it is kept, on this footing: « tenu » and evidence are two readings."""
    return Q(etat=Etat.TENU, preuve=AppuiDuTenu(appui).value)


def appui_du_tenu(engagement: "Engagement") -> AppuiDuTenu | None:
    """On what its « tenu » rests; None of what is not kept."""
    return AppuiDuTenu(engagement.preuve) if engagement.etat == Etat.TENU else None


def etat_dit(engagement: "Engagement") -> str:
    """Its state in words; of what is kept, on what that rests."""
    appui = appui_du_tenu(engagement)
    return str(appui.label if appui else Etat(engagement.etat).label)


@dataclass(frozen=True)
class CompteEtat(Compte):
    """How many commitments are in one state; of the kept ones, how many rest on one footing."""

    appui: str = ""

    @property
    def criteres(self) -> dict[str, str]:
        """The filter of the list that it counts."""
        return {"tenu": self.appui} if self.appui else {"etat": self.etat}


def tenus(parts: Mapping[str, int]) -> list[CompteEtat]:
    """The kept commitments of a row of `comptes()`, by what they rest on: their sum is never said alone."""
    return [
        CompteEtat(Etat.TENU.value, str(appui.label), parts[f"tenu_{appui.value}"], appui=appui.value)
        for appui in AppuiDuTenu
    ]


def par_etat(parts: Mapping[str, int]) -> list[CompteEtat]:
    """Counts by state, in order, from a row of `comptes()`; the kept ones as `tenus` splits them."""
    comptes_: list[CompteEtat] = []
    for etat in Etat:
        if etat == Etat.TENU:
            comptes_ += tenus(parts)
        else:
            comptes_.append(CompteEtat(etat.value, str(etat.label), parts[f"etat_{etat.value}"]))
    return comptes_


def tenus_comptes(parts: Mapping[str, int]) -> list[CompteEtat]:
    """The kept ones of a row of `comptes()`; empty where there is none."""
    comptes_ = tenus(parts) if parts["total"] else []
    return comptes_ if any(compte.nombre for compte in comptes_) else []
