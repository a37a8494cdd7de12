"""How pressing the news that an action owes are, in SQL: the order of the desk, of which one reads a part."""

from datetime import date

from django.db.models import (
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from actions.attentes import D_ICI, a_mesurer
from actions.models import Action
from actions.models.action import ActionQuerySet
from actions.models.etats import Echeancier
from partenariat.histoire.temps import jour
from partenariat.poste.attentes import Palier

RANG = ("urgence", "urgence_le", "cle_code", "pk")
"""What the desk sorts by; the last one is of one action alone."""


def par_urgence(actions: ActionQuerySet) -> "QuerySet[Action]":
    """The most pressing first, with its `urgence` (a `Palier`) and `urgence_le`, the day that presses or
    since which it is silent.

    Args:
        actions: that owe news, with their readings (`attentes.a_nourrir`).
    """
    annee = a_mesurer().filter(action=OuterRef("pk")).values("cible_annee")[:1]
    fin_d_annee = Func(Subquery(annee), Value(12), Value(31), function="make_date", output_field=DateField())
    proche = Case(
        When(prochaine_echeance__lte=jour() + D_ICI, then=F("prochaine_echeance")),
        default=None,
        output_field=DateField(),
    )
    en_retard = Q(echeancier=Echeancier.EN_RETARD)
    datees = actions.annotate(
        presse_le=Case(
            When(en_retard, then=F("prochaine_echeance")),
            default=Least(proche, fin_d_annee),
            output_field=DateField(),
        )
    )
    return datees.annotate(
        urgence=Case(
            When(en_retard, then=Value(Palier.RETARD.value)),
            When(presse_le__isnull=False, then=Value(Palier.DATE.value)),
            default=Value(Palier.QUELQU_UN.value),
            output_field=IntegerField(),
        ),
        urgence_le=Coalesce("presse_le", "frais_depuis", Value(date.max, DateField())),
    ).order_by(*RANG)


def apres(actions: "QuerySet[Action]", rang: tuple) -> "QuerySet[Action]":
    """Those of `par_urgence` that come after that rank (the values of `RANG`)."""
    suite, egaux = Q(), Q()
    for nom, valeur in zip(RANG, rang, strict=True):
        suite |= egaux & Q(**{f"{nom}__gt": valeur})
        egaux &= Q(**{nom: valeur})
    return actions.filter(suite)
