"""Mandates, quorum, the states of a meeting, minutes that freeze it, follow-ups that are carried over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from comite.models import Decision, Membre, Point, Presence, Seance, Suite
from comite.models.etats import EtatSeance
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.temps import fin_du_jour
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    DossierFactory,
    MembreFactory,
    PlanFactory,
    PointFactory,
    PresenceFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import approuver, prendre
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
HIER, DEMAIN = timedelta(days=-1), timedelta(days=1)


# --- Mandates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("debut", "fin", "siege"),
    [
        pytest.param(date(2026, 3, 1), None, True, id="from that very day"),
        pytest.param(date(2026, 3, 2), None, False, id="from the day after"),
        pytest.param(date(2025, 1, 1), date(2026, 3, 1), True, id="until that very day"),
        pytest.param(date(2025, 1, 1), date(2026, 2, 28), False, id="until the day before"),
    ],
)
def test_who_is_in_office_on_a_day(plan, debut, fin, siege):
    membre = MembreFactory(plan=plan, mandat_debut=debut, mandat_fin=fin)
    assert (membre in Membre.objects.en_fonction(date(2026, 3, 1))) is siege


def test_only_one_person_presides_at_a_time(plan):
    MembreFactory(plan=plan, presidence=True, mandat_debut=date(2025, 1, 1), mandat_fin=date(2025, 12, 31))
    MembreFactory(plan=plan, presidence=True, mandat_debut=date(2026, 1, 1))
    with refusee("membre_une_presidence"):
        MembreFactory(plan=plan, presidence=True, mandat_debut=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="Une seule personne préside"):
        MembreFactory.build(
            plan=plan, organisation=None, presidence=True, mandat_debut=date(2025, 6, 1)
        ).full_clean()
    MembreFactory(presidence=True, mandat_debut=date(2026, 6, 1))


def test_a_mandate_does_not_end_before_it_begins(plan):
    with refusee("membre_mandat_en_ordre"):
        MembreFactory(plan=plan, mandat_debut=date(2026, 2, 1), mandat_fin=date(2026, 1, 1))


# --- Quorum ----------------------------------------------------------------------------------------------


def test_the_quorum_counts_only_the_members_in_office_that_day(plan):
    seance = SeanceFactory(plan=plan, convoquee=True, quorum_requis=2)
    jour = seance.date
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan, mandat_fin=jour + HIER))
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan, mandat_debut=jour + DEMAIN))
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan), present=False)
    seance.refresh_from_db()
    assert (seance.presents, seance.quorum) == (1, False)
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan, mandat_fin=jour))
    seance = Seance.objects.get(pk=seance.pk)
    assert (seance.presents, seance.quorum) == (2, True)


def test_without_a_roll_call_the_number_of_the_archives_counts_and_is_else_unknown(plan):
    seance = SeanceFactory(plan=plan, tenue=True, presents_consignes=8, quorum_requis=6)
    assert (seance.presents, seance.quorum) == (8, True)
    assert SeanceFactory(plan=plan, tenue=True, quorum_requis=6).quorum is None
    assert SeanceFactory(plan=plan, tenue=True, presents_consignes=8, quorum_requis=None).quorum is None


def test_a_member_of_another_plan_s_committee_is_not_at_this_meeting(plan):
    with refusee("presence_membre_du_plan"):
        PresenceFactory(seance=SeanceFactory(plan=plan), membre=MembreFactory())


# --- States ----------------------------------------------------------------------------------------------


def test_a_meeting_is_called_with_an_agenda_then_held_with_its_attendance(plan):
    seance = SeanceFactory(plan=plan, date=timezone.localdate())
    with pytest.raises(TransitionRefusee, match="ordre du jour"):
        seance.convoquer()
    PointFactory(seance=seance)
    seance.convoquer()
    with pytest.raises(TransitionRefusee, match="présences"):
        seance.tenir()
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    seance.tenir()
    assert seance.etat == EtatSeance.TENUE


def test_a_meeting_to_come_is_not_held_yet(plan):
    seance = SeanceFactory(plan=plan, convoquee=True, date=timezone.localdate() + DEMAIN)
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    with pytest.raises(TransitionRefusee, match="à venir"):
        seance.tenir()


def test_a_cancelled_meeting_says_why_and_stays_cancelled(plan):
    seance = SeanceFactory(plan=plan)
    with pytest.raises(TransitionRefusee, match="pourquoi"):
        seance.annuler(" ")
    seance.annuler("Tempête de neige.")
    with refusee("seance_passage_permis"):
        Seance.objects.filter(pk=seance.pk).update(etat=EtatSeance.TENUE)


def test_a_held_meeting_is_neither_undone_nor_deleted(plan):
    seance = SeanceFactory(plan=plan, tenue=True)
    with refusee("seance_passage_permis"):
        Seance.objects.filter(pk=seance.pk).update(etat=EtatSeance.PLANIFIEE)
    with refusee("seance_tenue_gardee"):
        seance.delete()


def test_only_a_planned_meeting_is_called(plan):
    for trait in ("convoquee", "tenue", "annulee"):
        seance = SeanceFactory(plan=plan, **{trait: True})
        with pytest.raises(TransitionRefusee, match="Seule une séance planifiée se convoque"):
            seance.convoquer()


def test_only_a_meeting_to_come_that_decided_nothing_is_cancelled(plan, coordination):
    for trait in ("tenue", "annulee"):
        with pytest.raises(TransitionRefusee, match="Seule une séance à venir s'annule"):
            SeanceFactory(plan=plan, **{trait: True}).annuler("Tempête de neige.")
    decidee, approbation = (SeanceFactory(plan=plan, convoquee=True) for _ in range(2))
    prendre(decidee, coordination, libelle="Prendre acte.")
    SeanceFactory(plan=plan, tenue=True, proces_verbal="Texte.").approuver(approbation, coordination)
    for seance in (decidee, approbation):
        with pytest.raises(TransitionRefusee, match="a déjà pris une décision"):
            seance.annuler("Tempête de neige.")
        seance.refresh_from_db()
        assert seance.etat == EtatSeance.CONVOQUEE
    seance = SeanceFactory(plan=plan, convoquee=True)
    seance.annuler("Tempête de neige.")
    assert seance.etat == EtatSeance.ANNULEE


def test_attendance_waits_until_the_meeting_is_called(plan, client_de, membre):
    seance = SeanceFactory(plan=plan, date=timezone.localdate())
    en_fonction = MembreFactory(plan=plan)
    with pytest.raises(TransitionRefusee, match="Les présences se prennent à une séance convoquée"):
        seance.faire_l_appel({en_fonction.pk}, set())
    reponse = client_de(membre).post(seance.adresse("presences"), {"present": [en_fonction.pk]})
    assert reponse.status_code == 422
    assert not Presence.objects.exists()


# --- Minutes ---------------------------------------------------------------------------------------------


def test_minutes_are_approved_at_a_later_meeting_of_the_same_plan(plan, coordination):
    seance = SeanceFactory(plan=plan, tenue=True, proces_verbal="La séance est ouverte.")
    for autre in (
        None,
        SeanceFactory(plan=plan, tenue=True, date=seance.date - timedelta(days=9)),
        SeanceFactory(plan=plan, date=seance.date + timedelta(days=9)),
        SeanceFactory(plan=PlanFactory(), tenue=True, date=seance.date + DEMAIN),
    ):
        with pytest.raises(TransitionRefusee, match="plus tard"):
            seance.approuver(autre, coordination)
    suivante = SeanceFactory(plan=plan, convoquee=True)
    seance.approuver(suivante, coordination)
    assert seance.approuvee
    assert seance.approuve_a == suivante


@pytest.mark.parametrize("trait", [{}, {"convoquee": True}, {"annulee": True}], ids=str)
def test_only_the_minutes_of_a_held_meeting_are_approved(plan, coordination, trait):
    jour = timezone.localdate() + HIER
    seance = SeanceFactory(plan=plan, proces_verbal="Texte.", **trait | {"date": jour})
    with pytest.raises(TransitionRefusee, match="Seul le projet d'une séance tenue s'approuve"):
        seance.approuver(SeanceFactory(plan=plan, convoquee=True), coordination)
    seance.refresh_from_db()
    assert not seance.approuvee


def test_minutes_are_approved_once(plan, coordination):
    seance = approuver(SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=30)))
    with pytest.raises(TransitionRefusee, match="Seul le projet d'une séance tenue s'approuve"):
        seance.approuver(SeanceFactory(plan=plan, convoquee=True), coordination)


def test_minutes_without_a_text_are_not_approved(plan, coordination):
    seance = SeanceFactory(plan=plan, tenue=True)
    with pytest.raises(TransitionRefusee, match="vide"):
        seance.approuver(SeanceFactory(plan=plan, convoquee=True), coordination)


def test_raw_sql_cannot_approve_minutes_at_an_earlier_meeting(plan):
    seance = SeanceFactory(plan=plan, tenue=True, proces_verbal="Texte.")
    avant = SeanceFactory(plan=plan, tenue=True, date=seance.date - timedelta(days=30))
    with refusee("seance_pv_approuve_plus_tard"):
        Seance.objects.filter(pk=seance.pk).update(
            etat_pv="approuve", approuve_a=avant, approuve_le=timezone.now()
        )


def test_once_approved_nothing_of_the_meeting_changes(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=30))
    point, decision = PointFactory(seance=seance), DecisionFactory(seance=seance)
    presence = PresenceFactory(seance=seance)
    approuver(seance)
    refusees = {
        "point_pv_approuve": lambda: Point.objects.filter(pk=point.pk).update(delibere="Autre chose."),
        "decision_pv_approuve": lambda: Decision.objects.filter(pk=decision.pk).update(libelle="Autre."),
        "presence_pv_approuve": lambda: Presence.objects.filter(pk=presence.pk).update(present=False),
        "seance_pv_fige": lambda: Seance.objects.filter(pk=seance.pk).update(proces_verbal="Autre texte."),
        "decision_action_pv_approuve": lambda: decision.actions.add(ActionFactory(plan=plan)),
    }
    for contrainte, faire in refusees.items():
        with refusee(contrainte):
            faire()
    for nom, objet in {"point": point, "decision": decision, "presence": presence}.items():
        with refusee(f"{nom}_pv_approuve"):
            objet.delete()


# --- Follow-ups ------------------------------------------------------------------------------------------


def test_a_follow_up_is_carried_to_every_next_meeting_until_it_is_closed(plan):
    premiere = SeanceFactory(plan=plan, tenue=True, date=date(2026, 2, 1))
    suite = SuiteFactory(seance=premiere, libelle="Déposer l'évaluation")
    deuxieme = SeanceFactory(plan=plan, tenue=True, date=date(2026, 4, 1))
    troisieme = SeanceFactory(plan=plan)
    assert suite in Suite.objects.reportees_a(deuxieme)
    assert suite in Suite.objects.reportees_a(troisieme)
    assert suite not in Suite.objects.reportees_a(premiere)
    suite.noter("fait")
    assert suite.close_le == timezone.localdate()
    # Closed since the last meeting: the next one hears of it once.
    assert suite in Suite.objects.reportees_a(Seance.objects.get(pk=troisieme.pk))
    Suite.objects.filter(pk=suite.pk).update(close_le=date(2026, 3, 1))
    assert suite not in Suite.objects.reportees_a(Seance.objects.get(pk=troisieme.pk))


@pytest.mark.parametrize(
    ("arret", "dite"),
    [
        (lambda: timezone.now() - timedelta(minutes=1), True),
        (lambda: fin_du_jour(timezone.localdate()), False),
    ],
    ids=["après le dossier", "avant le dossier"],
)
def test_a_follow_up_closed_on_the_day_of_a_meeting_after_its_packet_is_for_the_next(plan, arret, dite):
    ancienne = SeanceFactory(plan=plan, tenue=True, date=date(2026, 2, 1))
    suite = SuiteFactory(seance=ancienne)
    derniere = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate())
    DossierFactory(seance=derniere, arret=arret())
    suite.noter("fait")
    assert (suite in Suite.objects.reportees_a(SeanceFactory(plan=plan))) == dite


def test_late_is_computed_and_an_obsolete_follow_up_says_why(plan):
    suite = SuiteFactory(echeance=timezone.localdate() + HIER)
    assert suite.en_retard
    assert suite in Suite.objects.en_retard()
    with pytest.raises(ValidationError, match="pourquoi"):
        suite.noter("caduque")
    suite.noter("caduque", "Le programme est fermé.")
    assert not suite.en_retard
    with pytest.raises(ValidationError, match="n'existe pas"):
        suite.noter("en_retard")
    with refusee("suite_close_datee"):
        Suite.objects.filter(pk=suite.pk).update(close_le=None)


# --- What is not known is not none -----------------------------------------------------------------------


def test_decisions_that_are_not_public_are_not_said_to_be_none(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=30))
    decision = DecisionFactory(seance=seance)
    decision.actions.add(ActionFactory(plan=plan))
    approuver(seance)
    assert "Aucune décision publique n'y a été prise" in texte(Client().get(seance.get_absolute_url()))


@pytest.mark.parametrize(
    ("champs", "dite"), [({}, True), ({"convoquee": True}, False)], ids=["planned", "called"]
)
def test_only_an_agenda_that_is_not_called_is_said_to_wait(plan, champs, dite):
    seance = SeanceFactory(plan=plan, **champs)
    page = texte(Client().get(seance.get_absolute_url()))
    assert ("L'ordre du jour est public quand la séance est convoquée" in page) is dite


def test_the_preparation_says_from_when_on_changes_are_known(plan, client_du_comite):
    SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=400))
    seance = SeanceFactory(plan=plan)
    assert "L'historique du site commence le" in texte(client_du_comite.get(seance.adresse("preparation")))
