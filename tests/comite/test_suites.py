"""Follow-ups of the committee, where the bodies that must do them see them and answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comite.models import ReponseDeSuite, Suite
from comite.models.etats import EtatSuite
from comite.suites.attendues import remises_au_comite, suites_attendues
from engagements.models import Acteur, LienSigne
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.sceau import au_nom_de
from partenariat.histoire.temps import fin_du_jour
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    OrganisationFactory,
    ReponseDeSuiteFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
DECISION, NOTE = "Le comité retient le local de la rue Ontario.", "Reste à signer."


def dans(jours: int):
    return AUJOURD_HUI + timedelta(days=jours)


@pytest.fixture
def tenue(plan):
    return SeanceFactory(plan=plan, numero="CMO-2026-04", tenue=True)


@pytest.fixture
def suite(tenue, service) -> Suite:
    """Late by three days, of a meeting that was held; its minutes are not approved."""
    decision = DecisionFactory(seance=tenue, libelle=DECISION)
    return SuiteFactory(
        seance=tenue, libelle="Signer le bail", responsable=service, echeance=dans(-3), decision=decision
    )


@pytest.fixture
def agent(service):
    return UtilisateurFactory(redaction=True, organisation=service, first_name="Lou", last_name="Roy")


@pytest.fixture
def acteur(agent):
    return Acteur(agent.organisation, agent)


def page(compte, suite, **envoi):
    client = Client()
    client.force_login(compte)
    adresse = f"/espace/suites/{suite.pk}/"
    return client.post(adresse, envoi) if envoi else client.get(adresse)


# --- What waits ------------------------------------------------------------------------------------------


def test_what_waits_is_open_given_and_the_body_s_own_what_is_due_first(plan, tenue, service, acteur, suite):
    sans_date = SuiteFactory(seance=tenue, responsable=service)
    bientot = SuiteFactory(seance=tenue, responsable=service, echeance=dans(5), etat="en_cours")
    SuiteFactory(seance=tenue, responsable=service, etat="fait")
    SuiteFactory(seance=tenue)
    SuiteFactory(seance=SeanceFactory(plan=plan, convoquee=True), responsable=service)
    assert list(Suite.objects.attendues_de(acteur)) == [suite, bientot, sans_date]
    attendues = suites_attendues(acteur)
    assert [(a.suite, a.adresse, a.echeance) for a in attendues] == [
        (s, f"/espace/suites/{s.pk}/", s.echeance) for s in (suite, bientot, sans_date)
    ]
    assert [a.dit for a in attendues] == ["En retard de 3 jours.", "À faire dans 5 jours.", "Sans échéance."]


def test_what_it_cannot_do_waits_for_the_committee_until_it_has_met_again(plan, acteur, suite):
    ce_matin = fin_du_jour(dans(-1)) + timedelta(microseconds=1)
    ReponseDeSuiteFactory(suite=suite, etat="impossible", texte="Le propriétaire a vendu.", le=ce_matin)
    assert not suites_attendues(acteur)
    assert [a.suite for a in remises_au_comite(acteur)] == [suite]
    reponse = ReponseDeSuite.objects.get()
    # The meeting that was held before it was said did not hear it.
    assert reponse.suite.seance.date < AUJOURD_HUI
    SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI)
    assert [a.suite for a in suites_attendues(acteur)] == [suite]
    assert not remises_au_comite(acteur)


def test_the_last_answer_counts(acteur, suite):
    suite.repondre(acteur, "impossible", "Le propriétaire a vendu.")
    suite.repondre(acteur, "en_cours", "Un autre local est trouvé.")
    (attendue,) = suites_attendues(acteur)
    assert "Répondu le" in attendue.dit
    assert "c'est en cours." in attendue.dit


def test_reading_what_waits_costs_the_same_for_one_and_for_twenty(acteur, tenue, service, suite):
    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            suites_attendues(acteur)
        return len(requetes)

    un = cout()
    for _ in range(20):
        ReponseDeSuiteFactory(suite=SuiteFactory(seance=tenue, responsable=service))
    assert cout() == un == 2


# --- Answering -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("etat", ["en_cours", "fait"])
def test_what_the_body_says_stands_at_once_and_leaves_the_committee_s_note(acteur, suite, etat):
    modifie(suite, note=NOTE)
    suite.repondre(acteur, etat, " Le bail est signé. ")
    suite.refresh_from_db()
    assert (suite.etat, suite.note) == (etat, NOTE)
    assert suite.close_le == (AUJOURD_HUI if etat == "fait" else None)
    reponse = suite.derniere_reponse
    assert (reponse.etat, reponse.texte, reponse.organisation, reponse.par) == (
        etat, "Le bail est signé.", acteur.organisation, acteur.utilisateur,
    )  # fmt: skip


def test_what_it_cannot_do_leaves_the_follow_up_as_it_stands(acteur, suite):
    suite.repondre(acteur, "impossible", "Le propriétaire a vendu.")
    suite.refresh_from_db()
    assert suite.etat == EtatSuite.A_FAIRE


@pytest.mark.parametrize(
    ("etat", "dit", "phrase"),
    [
        ("caduque", "On passe.", "Choisissez"),
        ("fait", "  ", "quelques mots"),
        ("impossible", "sans raison", "pourquoi"),
    ],
)
def test_an_answer_that_says_nothing_is_refused_in_words(acteur, suite, etat, dit, phrase):
    with pytest.raises(TransitionRefusee, match=phrase):
        suite.repondre(acteur, etat, dit)
    assert not ReponseDeSuite.objects.exists()


def test_only_its_body_answers_and_only_what_is_open_and_given(plan, service, acteur, suite):
    with pytest.raises(TransitionRefusee, match="Seule l'organisation qui répond"):
        suite.repondre(Acteur(OrganisationFactory()), "fait", "C'est fait.")
    promise = SuiteFactory(seance=SeanceFactory(plan=plan, convoquee=True), responsable=service)
    for celle_ci in (promise, SuiteFactory(seance=suite.seance, responsable=service, etat="fait")):
        with pytest.raises(TransitionRefusee, match="close"):
            celle_ci.repondre(acteur, "fait", "C'est fait.")


def test_the_committee_may_say_otherwise_afterwards(acteur, suite):
    suite.repondre(acteur, "fait", "Le bail est signé.")
    suite.noter("en_cours", "Il manque une signature.")
    (attendue,) = suites_attendues(acteur)
    assert "le comité la garde ouverte" in attendue.dit


# --- Guards in the database ------------------------------------------------------------------------------


def test_the_database_refuses_an_answer_of_another_or_to_what_is_closed_or_not_given(plan, suite):
    with refusee("reponse_de_suite_du_responsable"):
        ReponseDeSuiteFactory(suite=suite, organisation=OrganisationFactory())
    for autre in (SuiteFactory(etat="fait"), SuiteFactory(seance=SeanceFactory(plan=plan))):
        with refusee("reponse_de_suite_ouverte"):
            ReponseDeSuiteFactory(suite=autre)
    with refusee("reponse_de_suite_dite"):
        ReponseDeSuiteFactory(suite=suite, texte="")
    with refusee("reponse_de_suite_expliquee"):
        ReponseDeSuiteFactory(suite=suite, etat="impossible", texte="sans motif")
    with refusee("reponse_de_suite_connue"):
        ReponseDeSuiteFactory(suite=suite, etat="caduque")


def test_an_answer_is_never_written_over(suite):
    reponse = ReponseDeSuiteFactory(suite=suite)
    with refusee("reponse_de_suite_inalterable"):
        modifie(reponse, texte="Autre chose.")
    with refusee("reponse_de_suite_inalterable"):
        reponse.delete()


def test_the_web_answers_as_who_signed_in_and_for_their_body(comme_le_web, suite, agent):
    def inscrire(compte, de):
        dite = ReponseDeSuite(
            suite=suite, organisation=suite.responsable, par=compte, etat="fait", texte="Oui."
        )
        comme_le_web(lambda: ReponseDeSuite.objects.bulk_create([dite]), par=de)

    etranger = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    with refusee("geste_compte_de_l_organisation"):
        inscrire(etranger, etranger)
    with refusee("geste_de_la_session"):
        inscrire(agent, etranger)
    inscrire(agent, agent)
    assert ReponseDeSuite.objects.get().mains == [agent.pk]


# --- The page --------------------------------------------------------------------------------------------


def test_a_body_reads_its_follow_up_before_the_minutes_are_approved_but_not_the_decision(agent, suite):
    modifie(suite, note=NOTE)
    dite = texte(page(agent, suite))
    assert "Signer le bail" in dite
    assert "En retard de 3 jours" in dite
    # What the committee wrote is read with its minutes.
    assert NOTE not in dite
    assert "pas encore public" in dite
    assert "aura approuvé le procès-verbal" in dite
    assert DECISION not in dite
    assert suite.decision.numero not in dite


def test_once_approved_it_reads_the_decision_too(agent, suite):
    approuver(suite.seance)
    dite = texte(page(agent, suite))
    assert DECISION in dite
    assert suite.decision.numero in dite
    assert "pas encore public" not in dite


def test_of_a_decision_on_something_hidden_it_never_reads_the_words(plan, axe, agent, suite):
    suite.decision.actions.add(ActionFactory(plan=plan, axe=axe))
    approuver(suite.seance)
    dite = texte(page(agent, suite))
    assert "n'est pas publique" in dite
    assert DECISION not in dite
    assert suite.decision.numero not in dite


def test_another_s_or_one_that_is_not_given_is_not_found(plan, service, agent, suite):
    etranger = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    promise = SuiteFactory(seance=SeanceFactory(plan=plan, convoquee=True), responsable=service)
    assert page(etranger, suite).status_code == 404
    assert page(etranger, suite, reponse="fait", texte="Oui.").status_code == 404
    assert page(agent, promise).status_code == 404
    assert Client().get(f"/espace/suites/{suite.pk}/").status_code == 302


def test_it_is_answered_there_and_said_to_the_committee(agent, membre, plan, suite):
    prochaine = SeanceFactory(plan=plan, convoquee=True)
    reponse = page(agent, suite, reponse="en_cours", texte="Le bail est chez le notaire.")
    assert reponse.status_code == 302
    assert "Le bail est chez le notaire." in texte(page(agent, suite))
    client = Client()
    client.force_login(membre)
    for lue in ("preparation", "tenue"):
        dite = texte(client.get(prochaine.adresse(lue)))
        assert "Le bail est chez le notaire." in dite
        assert "Lou Roy" in dite


def test_a_form_that_says_nothing_comes_back_with_what_was_typed(agent, suite):
    reponse = page(agent, suite, reponse="impossible", texte="Aucune raison")
    assert "Écrivez pourquoi" in texte(reponse)
    assert "Aucune raison" in texte(reponse)
    assert "Choisissez" in texte(page(agent, suite, texte="Le bail est signé."))
    assert not ReponseDeSuite.objects.exists()


def test_a_closed_one_is_read_and_no_longer_answered(agent, acteur, suite):
    suite.repondre(acteur, "fait", "Le bail est signé.")
    assert "plus rien ne vous y est demandé" in texte(page(agent, suite))
    reponse = page(agent, suite, reponse="fait", texte="Encore.")
    assert "est close" in texte(reponse) or reponse.status_code == 302
    assert ReponseDeSuite.objects.count() == 1


def test_a_signed_link_answers_too(service, suite, coordination):
    with au_nom_de(user=coordination.pk):
        lien, jeton = LienSigne.ouvrir(organisation=service, destinataire="Direction", par=coordination)
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    client.post(f"/espace/suites/{suite.pk}/", {"reponse": "fait", "texte": "Le bail est signé."})
    reponse = ReponseDeSuite.objects.get()
    assert (reponse.lien, reponse.par, reponse.organisation) == (lien, None, service)
    assert lien.usages.filter(geste__contains=suite.seance.numero).exists()


def test_the_space_says_what_waits_and_what_the_committee_will_see_again(agent, acteur, tenue, suite):
    autre = SuiteFactory(seance=tenue, responsable=agent.organisation, libelle="Écrire le guide")
    client = Client()
    client.force_login(agent)
    dite = texte(client.get("/espace/"))
    assert "2 suites à faire" in dite
    assert "Signer le bail" in dite
    autre.repondre(acteur, "impossible", "Personne n'est libre.")
    dite = texte(client.get("/espace/"))
    assert "1 suite à faire" in dite
    assert "1 suite qu'il reverra à sa prochaine séance" in dite
    toutes = texte(client.get("/espace/suites/"))
    assert "Signer le bail" in toutes
    assert toutes.index("Ce que le comité reverra") < toutes.index("Écrire le guide")


def test_the_body_reads_neither_the_committee_nor_another_before_the_minutes(agent, acteur, suite):
    suite.repondre(acteur, "en_cours", "Le bail est chez le notaire.")
    Suite.objects.filter(pk=suite.pk).update(note="Entre nous, il tarde.")
    autre = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    Suite.objects.filter(pk=suite.pk).update(responsable=autre.organisation)
    client = Client()
    client.force_login(autre)
    lue = texte(client.get(f"/espace/suites/{suite.pk}/"))
    assert "Signer le bail" in lue
    assert "Entre nous" not in lue
    assert "chez le notaire" not in lue
    approuver(suite.seance)
    lue = texte(client.get(f"/espace/suites/{suite.pk}/"))
    assert "Entre nous" in lue
    assert "chez le notaire" in lue
    assert str(agent) not in lue


# --- In public -------------------------------------------------------------------------------------------


def test_the_public_reads_the_answer_with_its_follow_up_and_without_the_account(client, acteur, suite):
    suite.repondre(acteur, "en_cours", "Le bail est chez le notaire.")
    adresse = suite.seance.get_absolute_url()
    assert "chez le notaire" not in texte(client.get(adresse))
    approuver(suite.seance)
    dite = texte(client.get(adresse))
    assert "Le bail est chez le notaire." in dite
    assert "par un compte de l'organisation" in dite
    assert "Lou Roy" not in dite
