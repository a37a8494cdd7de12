"""What has happened is not dated tomorrow, wherever the committee writes it down."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.actions.refus import modifie, refusee
from tests.factories import (
    BilanFactory,
    DecisionFactory,
    DemandeFactory,
    DossierFactory,
    PlanFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
HIER, DEMAIN = AUJOURD_HUI - timedelta(days=1), AUJOURD_HUI + timedelta(days=1)
JOURS = pytest.mark.parametrize("jour", [HIER, AUJOURD_HUI, DEMAIN], ids=["hier", "aujourd'hui", "demain"])


def debut(jour):
    """The first instant of that day in Montréal."""
    return timezone.make_aware(datetime.combine(jour, time()))


def seance_convoquee(jour):
    SeanceFactory(tenue=True, date=HIER, convoquee_le=jour, convoquee_pour=HIER)


def seance_annulee(jour):
    SeanceFactory(annulee=True, annulee_le=jour)


def pv_approuve(jour):
    seance = SeanceFactory(tenue=True, proces_verbal="Texte.", date=HIER - timedelta(days=9))
    modifie(
        seance,
        etat_pv="approuve",
        approuve_a=SeanceFactory(plan=seance.plan, tenue=True),
        approuve_le=debut(jour),
    )


def bilan_publie(jour):
    bilan = BilanFactory(annee=2024)
    modifie(bilan, publication="publiee", donnees="{}", publie_le=debut(jour))


FAITS = {
    "held": (lambda jour: SeanceFactory(tenue=True, date=jour), "seance_tenue_sans_avenir"),
    "called": (seance_convoquee, "seance_faits_sans_avenir"),
    "cancelled": (seance_annulee, "seance_faits_sans_avenir"),
    "minutes approved": (pv_approuve, "seance_faits_sans_avenir"),
    "follow-up closed": (lambda jour: SuiteFactory(etat="fait", close_le=jour), "suite_close_sans_avenir"),
    "round opened": (lambda jour: RondeFactory(ouverte_le=debut(jour)), "ronde_ouverte_sans_avenir"),
    "question answered": (lambda jour: DemandeFactory(repondue_le=debut(jour)), "demande_faits_sans_avenir"),
    "question recalled": (lambda jour: DemandeFactory(rappelee_le=jour), "demande_faits_sans_avenir"),
    "review published": (bilan_publie, "bilan_publie_sans_avenir"),
    "packet prepared": (
        lambda jour: DossierFactory(arret=debut(HIER), le=debut(jour)),
        "dossier_sans_avenir",
    ),
    "decided": (
        lambda jour: DecisionFactory(seance=SeanceFactory(convoquee=True, date=jour)),
        "decision_seance_tenue",
    ),
}


@JOURS
@pytest.mark.parametrize(("ecrire", "contrainte"), FAITS.values(), ids=FAITS)
def test_a_past_fact_is_not_dated_tomorrow(ecrire, contrainte, jour):
    if jour <= AUJOURD_HUI:
        ecrire(jour)
        return
    with refusee(contrainte):
        ecrire(jour)


@JOURS
def test_minutes_are_approved_at_a_meeting_that_has_begun(jour):
    seance = SeanceFactory(tenue=True, proces_verbal="Texte.", date=HIER - timedelta(days=9))
    autre = SeanceFactory(plan=seance.plan, convoquee=True, date=jour)
    champs = {"etat_pv": "approuve", "approuve_a": autre, "approuve_le": timezone.now()}
    if jour <= AUJOURD_HUI:
        modifie(seance, **champs)
        return
    with refusee("seance_pv_approuve_plus_tard"):
        modifie(seance, **champs)


def test_a_meeting_that_approved_minutes_is_not_put_off():
    seance = SeanceFactory(tenue=True, proces_verbal="Texte.", date=HIER - timedelta(days=9))
    autre = SeanceFactory(plan=seance.plan, convoquee=True)
    seance.approuver(autre, UtilisateurFactory(coordination=True))
    autre.date, autre.motif_deplacement = DEMAIN, "Salle prise."
    with refusee("seance_approuve_d_autres"):
        autre.save()


@pytest.mark.parametrize(
    ("arret", "publiable"),
    [(HIER, True), (AUJOURD_HUI, True), (DEMAIN, False)],
    ids=["hier", "aujourd'hui", "demain"],
)
def test_a_published_review_covers_no_day_to_come(arret, publiable):
    bilan = BilanFactory(annee=arret.year, arret=arret)
    champs = {"publication": "publiee", "donnees": "{}", "publie_le": timezone.now()}
    if publiable:
        modifie(bilan, **champs)
        return
    with refusee("bilan_publie_sans_avenir"):
        modifie(bilan, **champs)


def test_a_follow_up_closed_tomorrow_is_refused_with_words():
    suite = SuiteFactory.build(seance=SeanceFactory(tenue=True), etat="fait", close_le=DEMAIN)
    with pytest.raises(ValidationError, match="est pas à venir"):
        suite.full_clean(exclude=["responsable"])


def test_what_is_only_planned_may_be_to_come():
    plan = PlanFactory()
    SeanceFactory(plan=plan, date=DEMAIN)
    SuiteFactory(seance=SeanceFactory(plan=plan, tenue=True), echeance=DEMAIN)
    approuver(SeanceFactory(plan=plan, tenue=True, date=HIER - timedelta(days=30)))
