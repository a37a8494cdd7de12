"""The four readings and the progress, each rule written once, as SQL expressions.

What does not depend on the day stands in columns of `Action`: what it keeps of its parts by triggers
(`actions/models/sommes.py`), and what is generated from it (`avancement`, `prochaine_echeance`,
`frais_depuis`). What depends on the day is a comparison with it. `tests/actions/test_lectures.py` holds all
of it against a plain Python reference. A reading is computed for a day (`jour`), today unless history is
read.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Expression,
    F,
    IntegerField,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE

from actions.models.etats import (
    EN_VIGUEUR,
    SANS_ECHEANCIER,
    Confiance,
    Echeancier,
    Fraicheur,
    Publication,
    Statut,
)
from partenariat.histoire.temps import JourDe, jour
from partenariat.presentation.formats import moyenne

PREAVIS = timedelta(days=30)
"""How far ahead a due date asks for attention."""
A_JOUR_JUSQU_A = timedelta(days=90)
A_RAFRAICHIR_JUSQU_A = timedelta(days=180)
REGLES = {
    "preavis": PREAVIS.days,
    "a_jour": A_JOUR_JUSQU_A.days,
    "a_rafraichir": A_RAFRAICHIR_JUSQU_A.days,
}
"""The same in days, for the page that says how figures are made."""

_CLOSE = Q(statut__in=SANS_ECHEANCIER) | Q(publication=Publication.ARCHIVEE)
"""Ended, set aside, archived: no longer held to a schedule, and owes no news."""


def prochaine_echeance() -> Least:
    """The earliest date that can still be missed: the action's own end (unless it is ongoing) or an open
    milestone's; NULL where there is none."""
    fin = Case(When(en_continu=False, then=F("fin")), default=None, output_field=DateField())
    return Least(fin, F("echeance_jalon"))


def avancement() -> Case:
    """Progress of an action, 0–100: reached weight ÷ total weight × 100, half-up, in whole arithmetic.

    `realisee` is 100; no milestone is NULL (« non mesuré »), never 0. A cancelled milestone still counts in
    the total weight: an action does not come closer to its end by dropping a step.
    """
    return Case(
        When(statut=Statut.REALISEE, then=Value(100)),
        When(
            poids_total__gt=0,
            then=(Value(200) * F("poids_atteint") + F("poids_total")) / (Value(2) * F("poids_total")),
        ),
        default=None,
        output_field=IntegerField(),
    )


def frais_depuis() -> Coalesce:
    """The day from which freshness counts: the last news, else the day it became public."""
    return Coalesce(F("maj_le"), JourDe("publiee_le"))


def q_en_retard(jour: date) -> Q:
    """The condition that something of an action has been due before that day, and it is not closed."""
    return ~_CLOSE & Q(prochaine_echeance__lt=jour)


def q_sans_echeance() -> Q:
    """The condition that nothing of an action, which is not closed, can be missed."""
    return ~_CLOSE & Q(prochaine_echeance__isnull=True)


def q_tenue(action: str = "") -> Q:
    """The condition that an action is public and held to a schedule.

    Args:
        action: the path to it, with its `__`.
    """
    return Q(
        **{f"{action}statut__in": EN_VIGUEUR, f"{action}publication": Publication.PUBLIEE},
    )


def q_attendue(jour: date, d_ici: timedelta) -> Q:
    """The condition that something of an action is due from that day on, soon, and it is not closed."""
    return ~_CLOSE & Q(prochaine_echeance__gte=jour, prochaine_echeance__lte=jour + d_ici)


def echeancier(jour: date) -> Case:
    """Reading 2: `en_retard`, `a_surveiller`, `dans_les_temps`; `sans_echeance` where no date can be missed.

    NULL for what is no longer held to a schedule: ended, suspended, archived.
    """
    return Case(
        When(_CLOSE, then=None),
        When(q_en_retard(jour), then=Value(Echeancier.EN_RETARD.value)),
        When(
            Q(prochaine_echeance__lte=jour + PREAVIS) | Q(confiance=Confiance.FAIBLE),
            then=Value(Echeancier.A_SURVEILLER.value),
        ),
        When(q_sans_echeance(), then=Value(Echeancier.SANS_ECHEANCE.value)),
        default=Value(Echeancier.DANS_LES_TEMPS.value),
        output_field=CharField(),
    )


def fraicheur(jour: date) -> Case:
    """Reading 4: days since the last news that the public can read (`maj_le`).

    An action that has shown nothing yet owes news from the day it became public; one that never did owes
    none (NULL), nor does one that is ended, suspended, archived.
    """
    return Case(
        When(_CLOSE | Q(frais_depuis__isnull=True), then=None),
        When(frais_depuis__gte=jour - A_JOUR_JUSQU_A, then=Value(Fraicheur.A_JOUR.value)),
        When(frais_depuis__gte=jour - A_RAFRAICHIR_JUSQU_A, then=Value(Fraicheur.A_RAFRAICHIR.value)),
        default=Value(Fraicheur.PERIMEE.value),
        output_field=CharField(),
    )


NOMS = ("poids_total", "poids_atteint", "prochaine_echeance", "echeancier", "fraicheur", "avancement")


def annotations(jour: date) -> dict[str, Case]:
    """The readings that depend on the day, by name; the others are columns."""
    return {"echeancier": echeancier(jour), "fraicheur": fraicheur(jour)}


DE_QUOI = (
    "statut",
    "confiance",
    "publication",
    "fin",
    "en_continu",
    "poids_total",
    "poids_atteint",
    "echeance_jalon",
    "maj_le",
    "publiee_le",
)
"""The columns that the readings are computed from."""
COLONNES = ("avancement", "prochaine_echeance", "frais_depuis")
"""The readings that stand in columns."""


def relire(action: Any) -> None:
    """Sets the readings of an action upon what it holds now, unsaved. One query, that reads no table: the
    expressions are given its values in place of its columns, as `Q.check` does."""
    requete = Query(None)
    for nom in DE_QUOI:
        champ = action._meta.get_field(nom)
        requete.add_annotation(Cast(Value(getattr(action, nom), champ), champ), nom, select=False)
    lues = {nom: action._meta.get_field(nom).expression for nom in COLONNES} | annotations(jour())
    for nom, expression in lues.items():
        requete.add_annotation(expression, nom)
    valeurs = requete.get_compiler(connection=connection).execute_sql(SINGLE)
    for nom, valeur in zip(lues, valeurs, strict=True):
        setattr(action, nom, valeur)


@dataclass(frozen=True)
class AvancementGroupe:
    """Progress of several actions, and the parts that explain it."""

    somme: int
    """Sum of the measured percentages."""
    mesurees: int
    """Actions with a measure."""
    suivies: int
    """Actions that could have one: all but the abandoned."""

    @property
    def avancement(self) -> int | None:
        """Mean of the measured, 0–100, half-up; None where nothing is measured."""
        return moyenne(self.somme, self.mesurees)


def agregats() -> dict[str, Expression]:
    """Aggregates over a queryset that carries `annotations`: counts by reading, parts of the progress."""
    mesurees = Q(avancement__isnull=False) & ~Q(statut=Statut.ABANDONNEE)
    en_vigueur = Q(statut__in=EN_VIGUEUR)
    return {
        "total": Count("pk"),
        "suivies": Count("pk", filter=~Q(statut=Statut.ABANDONNEE)),
        "mesurees": Count("pk", filter=mesurees),
        "somme": Coalesce(Sum("avancement", filter=mesurees), Value(0)),
        "sans_motif": Count("pk", filter=Q(motif_inconnu=True)),
        "sans_decision": Count("pk", filter=Q(decision_inconnue=True)),
        **{f"statut_{statut.value}": Count("pk", filter=Q(statut=statut)) for statut in Statut},
        **{f"echeancier_{e.value}": Count("pk", filter=Q(echeancier=e)) for e in Echeancier},
        **{f"fraicheur_{f.value}": Count("pk", filter=Q(fraicheur=f)) for f in Fraicheur},
        **{f"confiance_{c.value}": Count("pk", filter=Q(confiance=c) & en_vigueur) for c in Confiance},
    }


def avancement_groupe(parts: dict[str, int]) -> AvancementGroupe:
    """The group's progress from a row of `agregats`."""
    return AvancementGroupe(somme=parts["somme"], mesurees=parts["mesurees"], suivies=parts["suivies"])
