"""The four readings and the progress: the SQL against a plain Python reference, from the rule alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from actions import lectures
from actions.models import Action, Jalon
from actions.models.etats import Confiance, Statut
from tests.factories import ActionFactory, AxeFactory, JalonFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

JOUR = date(2025, 6, 15)
"""A past day: the database refuses a milestone reached in the future."""
AUTOUR = [None, *(JOUR + timedelta(days=n) for n in (-400, -31, -30, -1, 0, 1, 29, 30, 31, 400))]


# Shrinking a failure on a database is slow; explaining it, slower still.
REGLAGES = {"deadline": None, "phases": [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]}


# --- The reference ---------------------------------------------------------------------------------------


@dataclass
class Etape:
    echeance: date
    poids: int
    etat: str
    """`ouvert`, `atteint` or `annule`."""


@dataclass
class Cas:
    statut: str
    confiance: str
    fin: date | None
    en_continu: bool
    age: int
    """Days since the last change of status."""
    declare: int | None
    etapes: list[Etape]

    @property
    def echeancier(self) -> str | None:
        if self.statut in ("realisee", "suspendue", "abandonnee"):
            return None
        a_tenir = [etape.echeance for etape in self.etapes if etape.etat == "ouvert"]
        if self.fin and not self.en_continu:
            a_tenir.append(self.fin)
        if any(echeance < JOUR for echeance in a_tenir):
            return "en_retard"
        if any((echeance - JOUR).days <= 30 for echeance in a_tenir) or self.confiance == "faible":
            return "a_surveiller"
        return "dans_les_temps" if a_tenir else "sans_echeance"

    @property
    def fraicheur(self) -> str | None:
        if self.statut in ("realisee", "suspendue", "abandonnee"):
            return None
        # A milestone was reached on the very day.
        age = 0 if any(etape.etat == "atteint" for etape in self.etapes) else self.age
        if age <= 90:
            return "a_jour"
        return "a_rafraichir" if age <= 180 else "perimee"

    @property
    def avancement(self) -> int | None:
        if self.statut == "realisee":
            return 100
        if not self.etapes:
            return None
        atteint = sum(etape.poids for etape in self.etapes if etape.etat == "atteint")
        return demi_vers_le_haut(Decimal(100 * atteint) / sum(etape.poids for etape in self.etapes))


def demi_vers_le_haut(nombre: Decimal) -> int:
    return int(nombre.quantize(Decimal(1), ROUND_HALF_UP))


def moyenne(cas: list[Cas]) -> int | None:
    mesures = [un.avancement for un in cas if un.statut != "abandonnee" and un.avancement is not None]
    return demi_vers_le_haut(Decimal(sum(mesures)) / len(mesures)) if mesures else None


ETAPES = st.builds(
    Etape,
    echeance=st.sampled_from(AUTOUR[1:]),
    poids=st.one_of(st.integers(1, 4), st.integers(1, 1000)),
    etat=st.sampled_from(["ouvert", "atteint", "annule"]),
)
CAS = st.builds(
    Cas,
    statut=st.sampled_from(Statut.values),
    confiance=st.sampled_from(["", *Confiance.values]),
    fin=st.sampled_from(AUTOUR),
    en_continu=st.booleans(),
    age=st.sampled_from([0, 1, 89, 90, 91, 179, 180, 181, 500]),
    declare=st.one_of(st.none(), st.integers(0, 100)),
    etapes=st.lists(ETAPES, max_size=5),
)


def inscrire(cas: list[Cas]) -> list[Action]:
    """Writes the cases in the database, one action each, in their order."""
    axe, responsable = AxeFactory(), OrganisationFactory(service=True)
    actions = Action.objects.bulk_create(
        Action(
            plan=axe.plan,
            axe=axe,
            responsable=responsable,
            code=f"H{rang}",
            titre=f"Action {rang}",
            statut=un.statut,
            motif="Parce que.",
            sans_decision="Avant le registre." if un.statut == "abandonnee" else "",
            confiance=un.confiance,
            fin=un.fin,
            en_continu=un.en_continu,
            avancement_declare=un.declare,
            etat_le=JOUR - timedelta(days=un.age),
        )
        for rang, un in enumerate(cas)
    )
    Jalon.objects.bulk_create(
        Jalon(
            action=action,
            titre="Jalon",
            echeance=etape.echeance,
            echeance_initiale=etape.echeance,
            poids=etape.poids,
            annule=etape.etat == "annule",
            atteint_le=JOUR if etape.etat == "atteint" else None,
        )
        for action, un in zip(actions, cas, strict=True)
        for etape in un.etapes
    )
    return actions


@settings(max_examples=60, **REGLAGES)
@given(st.lists(CAS, min_size=1, max_size=8))
def test_the_readings_in_sql_are_those_of_the_specification(cas):
    with transaction.atomic():
        inscrire(cas)
        lues = Action.objects.annotate(**lectures.annotations(JOUR)).order_by("pk")
        trouve = [(un.echeancier, un.fraicheur, un.avancement) for un in lues]
        groupe = lectures.avancement_groupe(lues.order_by().aggregate(**lectures.agregats()))
        transaction.set_rollback(True)

    assert trouve == [(un.echeancier, un.fraicheur, un.avancement) for un in cas]
    suivies = [un for un in cas if un.statut != "abandonnee"]
    assert groupe.avancement == moyenne(cas)
    assert groupe.suivies == len(suivies)
    assert groupe.mesurees == sum(un.avancement is not None for un in suivies)


@settings(max_examples=15, **REGLAGES)
@given(st.lists(CAS, min_size=1, max_size=8))
def test_counts_by_reading_add_up_to_the_list(cas):
    with transaction.atomic():
        inscrire(cas)
        comptes = Action.objects.annotate(**lectures.annotations(JOUR)).aggregate(**lectures.agregats())
        transaction.set_rollback(True)

    en_vigueur = [un for un in cas if un.statut in ("a_venir", "en_cours")]
    for statut in Statut.values:
        assert comptes[f"statut_{statut}"] == sum(un.statut == statut for un in cas)
    for echeancier in ("en_retard", "a_surveiller", "dans_les_temps", "sans_echeance"):
        assert comptes[f"echeancier_{echeancier}"] == sum(un.echeancier == echeancier for un in cas)
    for fraicheur in ("a_jour", "a_rafraichir", "perimee"):
        assert comptes[f"fraicheur_{fraicheur}"] == sum(un.fraicheur == fraicheur for un in cas)
    for confiance in Confiance.values:
        assert comptes[f"confiance_{confiance}"] == sum(un.confiance == confiance for un in en_vigueur)


# --- In words --------------------------------------------------------------------------------------------


def lecture(nom: str, **kwargs):
    return ActionFactory(**kwargs).lectures[nom]


@pytest.mark.parametrize(
    ("trait", "attendu"),
    [
        ("en_retard", "en_retard"),
        ("a_surveiller", "a_surveiller"),
        ("dans_les_temps", "dans_les_temps"),
        ("realisee", None),
        ("suspendue", None),
        ("abandonnee", None),
        ("archivee", None),
        ("en_continu", "sans_echeance"),
    ],
)
def test_the_schedule_of_an_action_is_computed_from_its_dates(trait, attendu):
    assert lecture("echeancier", **{trait: True}) == attendu


@pytest.mark.parametrize("ferme", ["realisee", "suspendue", "abandonnee"])
def test_an_ended_or_suspended_action_is_never_late(ferme):
    action = ActionFactory(**{ferme: True}, fin=JOUR, debut=None)
    JalonFactory(action=action, en_retard=True)
    assert action.lectures["echeancier"] is None


def test_an_ongoing_action_has_no_end_to_miss_but_its_milestones_do():
    action = ActionFactory(en_continu=True, fin=JOUR, debut=None)
    assert action.lectures["echeancier"] == "sans_echeance"
    JalonFactory(action=action, en_retard=True)
    assert Action.objects.get(pk=action.pk).lectures["echeancier"] == "en_retard"


@pytest.mark.parametrize(
    "fermeture", [{"atteint": True}, {"annule": True, "en_retard": True}], ids=["reached", "cancelled"]
)
def test_a_past_milestone_that_is_closed_makes_nobody_late(fermeture):
    action = ActionFactory(dans_les_temps=True)
    JalonFactory(action=action, **fermeture)
    assert action.lectures["echeancier"] == "dans_les_temps"


def test_low_confidence_asks_for_attention_and_never_hides_lateness():
    assert lecture("echeancier", confiance="faible") == "a_surveiller"
    assert lecture("echeancier", confiance="faible", en_retard=True) == "en_retard"


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"fin": None}, "sans_echeance"),
        ({"fin": None, "confiance": "faible"}, "a_surveiller"),
        ({"en_continu": True, "fin": JOUR, "debut": None}, "sans_echeance"),
    ],
    ids=["no date", "no date, low confidence", "an end that ongoing work does not miss"],
)
def test_where_nothing_can_be_missed_nothing_is_on_time(champs, attendu):
    assert lecture("echeancier", **champs) == attendu


def test_a_closed_milestone_leaves_nothing_to_miss():
    action = ActionFactory(fin=None)
    JalonFactory(action=action, atteint=True)
    assert action.lectures["echeancier"] == "sans_echeance"


@pytest.mark.parametrize(
    ("trait", "attendu"),
    [
        ({}, None),
        ({"publiee": True}, "a_jour"),
        ({"a_rafraichir": True}, "a_rafraichir"),
        ({"perimee": True}, "perimee"),
        ({"perimee": True, "realisee": True}, None),
        ({"perimee": True, "suspendue": True}, None),
        ({"perimee": True, "abandonnee": True}, None),
        ({"perimee": True, "archivee": True}, None),
    ],
)
def test_freshness_counts_the_days_since_the_last_news(trait, attendu):
    assert lecture("fraicheur", **trait) == attendu


def test_progress_without_a_milestone_is_not_measured_rather_than_zero():
    assert lecture("avancement") is None
    assert lecture("avancement", realisee=True) == 100


@pytest.mark.parametrize(
    ("poids", "attendu"),
    [
        ([(1, True), (7, False)], 13),
        ([(1, True), (2, False)], 33),
        ([(2, True), (1, False)], 67),
        ([(1, True), (199, False)], 1),
        ([(1, True), (200, False)], 0),
        ([(1, False)], 0),
        ([(9, True)], 100),
    ],
    ids=["12.5 rounds up", "33.3", "66.7", "0.5 rounds up", "0.497", "none reached", "all reached"],
)
def test_progress_is_the_reached_share_of_the_weights_rounded_half_up(poids, attendu):
    action = ActionFactory()
    for valeur, atteint in poids:
        JalonFactory(action=action, poids=valeur, atteint=atteint)
    assert action.lectures["avancement"] == attendu


def test_dropping_a_milestone_does_not_bring_an_action_closer_to_its_end():
    action = ActionFactory()
    JalonFactory(action=action, atteint=True)
    JalonFactory(action=action, annule=True)
    assert action.lectures["avancement"] == 50


def test_the_declared_percentage_enters_no_computed_figure():
    sans_jalon = ActionFactory(avancement_declare=80)
    avec_jalon = ActionFactory(plan=sans_jalon.plan, avancement_declare=80)
    JalonFactory(action=avec_jalon, atteint=True)
    JalonFactory(action=avec_jalon)
    assert sans_jalon.lectures["avancement"] is None
    assert lectures.avancement_groupe(Action.objects.resume()).avancement == 50


def test_a_group_says_how_many_are_measured_and_leaves_the_abandoned_out():
    mesuree, abandonnee = ActionFactory(), ActionFactory(abandonnee=True)
    JalonFactory(action=mesuree, poids=1)
    JalonFactory(action=mesuree, poids=1, atteint=True)
    JalonFactory(action=abandonnee, atteint=True)
    ActionFactory(realisee=True)
    ActionFactory()

    groupe = lectures.avancement_groupe(Action.objects.resume())

    assert (groupe.avancement, groupe.mesurees, groupe.suivies) == (75, 2, 3)


def test_a_group_where_nothing_is_measured_has_no_progress():
    ActionFactory()
    assert lectures.avancement_groupe(Action.objects.resume()).avancement is None
    assert lectures.avancement_groupe(Action.objects.none().resume()).avancement is None


def test_one_action_reads_as_in_the_list():
    seule = ActionFactory(a_surveiller=True)
    JalonFactory(action=seule, atteint=True)
    de_la_liste = Action.objects.avec_lectures().get(pk=seule.pk)
    assert seule.lectures == de_la_liste.lectures
    assert seule.lectures["avancement"] == 100


def test_readings_serve_to_filter_and_to_sort():
    retard, demi, rien = ActionFactory(en_retard=True), ActionFactory(), ActionFactory()
    JalonFactory(action=retard, atteint=True)
    JalonFactory(action=demi, atteint=True)
    JalonFactory(action=demi)

    lues = Action.objects.avec_lectures()

    assert list(lues.filter(echeancier="en_retard")) == [retard]
    assert list(lues.filter(avancement__gte=50).order_by("avancement")) == [demi, retard]
    assert list(lues.filter(avancement=None)) == [rien]


def test_a_list_with_its_readings_is_one_query(django_assert_num_queries):
    JalonFactory.create_batch(3)
    with django_assert_num_queries(1):
        assert [action.lectures["avancement"] for action in Action.objects.avec_lectures()] == [0, 0, 0]
