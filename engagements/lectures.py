"""What is computed of a commitment, each rule written once, as SQL expressions.

Usable for one commitment, in filters, facets, sort and counts, for today or for the day being read. No
GROUP BY: the historical views have no primary key.
"""

from datetime import date

from django.apps import apps
from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from engagements.models.etats import A_VERIFIER, EN_VIGUEUR, Etat, LecturePreuve, Verdict


def _objets(nom: str):
    return apps.get_model("engagements", nom).objects.order_by()


def _preuves():
    """The current pieces of evidence: those that no later one corrects."""
    corrections = _objets("Preuve").filter(corrige=OuterRef("pk"))
    return _objets("Preuve").filter(~Exists(corrections), engagement=OuterRef("pk"))


def _preuves_verifiees():
    """Confirmed by another body, contested by none."""
    verdicts = _objets("Verification").filter(preuve=OuterRef("pk"))
    return _preuves().filter(
        Exists(verdicts.filter(verdict=Verdict.CONFIRMEE)),
        ~Exists(verdicts.filter(verdict=Verdict.CONTESTEE)),
    )


def _nombre(requete):
    comptes = requete.values("engagement").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(comptes, output_field=IntegerField()), 0)


def preuve():
    """`verifiee`, `deposee` or `sans`: never NULL, since « sans preuve » is said."""
    return Case(
        When(Exists(_preuves_verifiees()), then=Value(LecturePreuve.VERIFIEE.value)),
        When(Exists(_preuves()), then=Value(LecturePreuve.DEPOSEE.value)),
        default=Value(LecturePreuve.SANS.value),
        output_field=CharField(),
    )


def en_retard(jour: date):
    """Signed, unsettled, and due before `jour`."""
    return Case(When(Q(etat__in=EN_VIGUEUR, echeance__lt=jour), then=Value(True)), default=Value(False))


def conteste():
    """Its latest declaration is contested: what the party said before no longer counts."""
    plus_recente = _objets("Declaration").filter(engagement=OuterRef("engagement"), le__gt=OuterRef("le"))
    derniere = _objets("Declaration").filter(~Exists(plus_recente), engagement=OuterRef("pk"))
    contestations = _objets("Verification").filter(declaration=OuterRef("pk"), verdict=Verdict.CONTESTEE)
    return Case(
        When(Q(etat__in=EN_VIGUEUR) & Exists(derniere.filter(Exists(contestations))), then=Value(True)),
        default=Value(False),
    )


def a_verifier():
    """Its latest declaration claims something that nobody has verified yet."""
    plus_recente = _objets("Declaration").filter(engagement=OuterRef("engagement"), le__gt=OuterRef("le"))
    derniere = _objets("Declaration").filter(
        ~Exists(plus_recente), engagement=OuterRef("pk"), genre__in=A_VERIFIER
    )
    verifications = _objets("Verification").filter(declaration=OuterRef("pk"))
    return Case(
        When(Q(etat__in=EN_VIGUEUR) & Exists(derniere.filter(~Exists(verifications))), then=Value(True)),
        default=Value(False),
    )


def derniere_declaration():
    """When the party last spoke; NULL where it never did."""
    return Subquery(_objets("Declaration").filter(engagement=OuterRef("pk")).order_by("-le").values("le")[:1])


NOMS = ("preuve", "nb_preuves", "nb_preuves_verifiees", "en_retard", "conteste", "a_verifier", "declare_le")


def annotations(jour: date) -> dict:
    """Every reading, by name."""
    return {
        "preuve": preuve(),
        "nb_preuves": _nombre(_preuves()),
        "nb_preuves_verifiees": _nombre(_preuves_verifiees()),
        "en_retard": en_retard(jour),
        "conteste": conteste(),
        "a_verifier": a_verifier(),
        "declare_le": derniere_declaration(),
    }


def comptes() -> dict:
    """Aggregates over a queryset that carries `annotations`: counts by state, evidence, attention."""
    return {
        "total": Count("pk"),
        **{f"etat_{etat.value}": Count("pk", filter=Q(etat=etat)) for etat in Etat},
        **{f"preuve_{p.value}": Count("pk", filter=Q(preuve=p)) for p in LecturePreuve},
        **{nom: Count("pk", filter=Q(**{nom: True})) for nom in ("en_retard", "conteste", "a_verifier")},
    }
