"""What is computed of a commitment, each rule written once, as SQL expressions.

Usable for one commitment, in filters, facets, sort and counts, for today or for the day being read. No
GROUP BY: the historical views have no primary key.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    Expression,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from engagements.models.etats import A_VERIFIER, EN_VIGUEUR, Attention, Etat, LecturePreuve, Verdict


def _objets(nom: str) -> QuerySet[Any]:
    objets: QuerySet[Any] = apps.get_model("engagements", nom)._default_manager.order_by()
    return objets


def _preuves() -> QuerySet[Any]:
    """The current pieces of evidence: those that no later one corrects."""
    corrections = _objets("Preuve").filter(corrige=OuterRef("pk"))
    return _objets("Preuve").filter(~Exists(corrections), engagement=OuterRef("pk"))


def _preuves_verifiees() -> QuerySet[Any]:
    """Confirmed by another body, contested by none."""
    verdicts = _objets("Verification").filter(preuve=OuterRef("pk"))
    return _preuves().filter(
        Exists(verdicts.filter(verdict=Verdict.CONFIRMEE)),
        ~Exists(verdicts.filter(verdict=Verdict.CONTESTEE)),
    )


def _nombre(requete: QuerySet[Any]) -> Coalesce:
    comptes = requete.values("engagement").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(comptes, output_field=IntegerField()), 0)


def q_preuve(*lectures: str) -> Q:
    """The condition that the evidence reading is one of these.

    Plain EXISTS, which PostgreSQL turns into joins: comparing the annotation would compute it row by row.
    """
    voulues = frozenset(lectures)
    existe, verifiee = Q(Exists(_preuves())), Q(Exists(_preuves_verifiees()))
    v, d, s = LecturePreuve.VERIFIEE, LecturePreuve.DEPOSEE, LecturePreuve.SANS
    conditions: dict[frozenset[str], Q] = {
        frozenset(): Q(pk__in=[]),
        frozenset({v}): verifiee,
        frozenset({d}): existe & ~verifiee,
        frozenset({s}): ~existe,
        frozenset({v, d}): existe,
        frozenset({d, s}): ~verifiee,
        frozenset({v, s}): verifiee | ~existe,
    }
    return conditions.get(voulues, Q())


def preuve() -> Case:
    """`verifiee`, `deposee` or `sans`: never NULL, since « sans preuve » is said."""
    return Case(
        When(Exists(_preuves_verifiees()), then=Value(LecturePreuve.VERIFIEE.value)),
        When(Exists(_preuves()), then=Value(LecturePreuve.DEPOSEE.value)),
        default=Value(LecturePreuve.SANS.value),
        output_field=CharField(),
    )


def _dernieres_declarations() -> QuerySet[Any]:
    """The latest declaration of each commitment."""
    plus_recentes = _objets("Declaration").filter(engagement=OuterRef("engagement"), le__gt=OuterRef("le"))
    return _objets("Declaration").filter(~Exists(plus_recentes), engagement=OuterRef("pk"))


def q_attention(nom: str, jour: date) -> Q:
    """The condition that one thing calls for attention, among the commitments in force.

    `en_retard`: due before `jour`. `conteste`: its latest declaration is contested (what the party said
    before no longer counts). `a_verifier`: its latest declaration claims what nobody has verified yet.
    """
    verifications = _objets("Verification").filter(declaration=OuterRef("pk"))
    match nom:
        case Attention.EN_RETARD:
            condition = Q(echeance__isnull=False, echeance__lt=jour)
        case Attention.CONTESTE:
            contestees = verifications.filter(verdict=Verdict.CONTESTEE)
            condition = Q(Exists(_dernieres_declarations().filter(Exists(contestees))))
        case Attention.A_VERIFIER:
            condition = Q(
                Exists(_dernieres_declarations().filter(~Exists(verifications), genre__in=A_VERIFIER))
            )
        case _:
            raise ValueError(nom)
    return Q(etat__in=EN_VIGUEUR) & condition


def derniere_declaration() -> Subquery:
    """When the party last spoke; NULL where it never did."""
    return Subquery(_objets("Declaration").filter(engagement=OuterRef("pk")).order_by("-le").values("le")[:1])


NOMS = ("preuve", "nb_preuves", "nb_preuves_verifiees", "en_retard", "conteste", "a_verifier", "declare_le")


def annotations(jour: date) -> "dict[str, Expression | Subquery[Any]]":
    """Every reading, by name."""
    return {
        "preuve": preuve(),
        "nb_preuves": _nombre(_preuves()),
        "nb_preuves_verifiees": _nombre(_preuves_verifiees()),
        **{
            attention.value: Case(
                When(q_attention(attention, jour), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
            for attention in Attention
        },
        "declare_le": derniere_declaration(),
    }


def comptes() -> dict[str, Count]:
    """Aggregates over a queryset that carries `annotations`: counts by state and by evidence."""
    return {
        "total": Count("pk"),
        **{f"etat_{etat.value}": Count("pk", filter=Q(etat=etat)) for etat in Etat},
        **{f"preuve_{p.value}": Count("pk", filter=Q(preuve=p)) for p in LecturePreuve},
    }
