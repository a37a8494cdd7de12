"""Rounds: what is asked, who answers, what counts as an answer, the public rate, the reminders."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Suivi
from actions.models.publication import TransitionRefusee
from comite import rondes
from comite.models import Demande
from engagements.models import Acteur, Declaration, LienSigne
from engagements.models.etats import Genre
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    RondeFactory,
    SuiteFactory,
    SuiviFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def ronde(plan, action, engagement):
    """Open; asks about one action and one commitment."""
    ronde = RondeFactory(plan=plan, titre="Ronde d'automne")
    ronde.ouvrir()
    return ronde


@pytest.fixture
def demande(ronde, action):
    return Demande.objects.get(action=action)


@pytest.fixture
def partenaire(engagement):
    return UtilisateurFactory(
        partenaire=True, organisation=engagement.partie, email="direction@organisme.test"
    )


def test_a_round_asks_once_about_what_is_public_and_in_force(plan, axe, action, engagement):
    for traits in ({"realisee": True}, {"suspendue": True}):
        ActionFactory(plan=plan, axe=axe, publiee=True, **traits)
    ActionFactory(plan=plan, axe=axe)
    ActionFactory(publiee=True)
    EngagementFactory(plan=plan, publie=True, tenu=True)
    EngagementFactory(plan=plan, signe=True)
    ronde = RondeFactory(plan=plan)
    assert ronde.ouvrir() == 2
    assert ronde.ouvrir() == 0
    assert {(d.organisation, d.objet) for d in ronde.demandes.all()} == {
        (action.responsable, action),
        (engagement.partie, engagement),
    }


def test_a_progress_note_or_a_declaration_in_the_window_is_the_answer(ronde, action, engagement):
    def repondues() -> set:
        return {d.objet for d in Demande.objects.avec_reponse().filter(repondue=True)}

    SuiviFactory(action=action, date=ronde.ouvre_le - timedelta(days=1))
    assert repondues() == set()
    SuiviFactory(action=action, date=ronde.ouvre_le)
    assert repondues() == {action}
    engagement.declarer(Acteur(engagement.partie), Genre.RIEN_A_SIGNALER)
    assert repondues() == {action, engagement}


def test_answering_writes_a_public_note_or_a_declaration(ronde, demande, service, partenaire, engagement):
    rondes.repondre(demande, Acteur(service), Genre.AVANCE, "Le bail est signé.")
    suivi = Suivi.objects.get()
    assert (suivi.texte, suivi.visibilite, suivi.date) == ("Le bail est signé.", "publique", AUJOURD_HUI)
    autre = Demande.objects.get(engagement=engagement)
    rondes.repondre(autre, Acteur(engagement.partie, partenaire), Genre.AVANCE, "Deux locaux.")
    assert Declaration.objects.get().texte == "Deux locaux."


@pytest.mark.parametrize(
    ("cas", "phrase"),
    [
        ("autre", "autre organisation"),
        ("fermee", "ronde est fermée"),
        ("deja", "déjà sa réponse"),
        ("muette", "quelques mots"),
        ("tenu", "Choisissez"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(ronde, demande, service, cas, phrase):
    acteur = Acteur(OrganisationFactory() if cas == "autre" else service)
    if cas == "fermee":
        ronde.ouvre_le, ronde.ferme_le = AUJOURD_HUI - timedelta(days=9), AUJOURD_HUI - timedelta(days=1)
        ronde.save()
        demande.refresh_from_db()
    if cas == "deja":
        SuiviFactory(action=demande.action, date=AUJOURD_HUI)
    situation = Genre.TENU if cas == "tenu" else Genre.AVANCE
    with pytest.raises(TransitionRefusee, match=phrase):
        rondes.repondre(demande, acteur, situation, "" if cas == "muette" else "Texte.")


def test_a_partner_answers_in_their_space(ronde, partenaire, engagement, demande, client_de):
    client = client_de(partenaire)
    assert "On vous demande des nouvelles" in client.get("/espace/").content.decode()
    sienne = Demande.objects.get(engagement=engagement)
    assert engagement.code in client.get("/espace/demandes/").content.decode()
    assert client.get(f"/espace/demandes/{demande.pk}/").status_code == 404
    vide = client.post(f"/espace/demandes/{sienne.pk}/", {"texte": "TEXTE-TAPÉ"}).content.decode()
    assert "Choisissez l&#x27;une des réponses." in vide
    assert "TEXTE-TAPÉ" in vide
    client.post(f"/espace/demandes/{sienne.pk}/", {"situation": "avance", "texte": "Deux locaux."})
    assert Declaration.objects.get().par == partenaire
    assert client.get(f"/espace/demandes/{sienne.pk}/").status_code == 302


def test_a_signed_link_answers_too(ronde, engagement, coordination):
    lien, jeton = LienSigne.ouvrir(organisation=engagement.partie, destinataire="Direction", par=coordination)
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    sienne = Demande.objects.get(engagement=engagement)
    client.post(f"/espace/demandes/{sienne.pk}/", {"situation": "rien_a_signaler"})
    assert Declaration.objects.get().lien == lien


def test_the_rate_of_each_body_is_public(ronde, service, engagement, action):
    SuiviFactory(action=action, date=AUJOURD_HUI, public=True)
    page = Client().get("/comite/rondes/").content.decode()
    assert "1 réponse" in page
    assert "50\u00a0%" in page
    assert "100\u00a0%" in page
    assert "Répond-elle aux demandes" in Client().get(f"/organisations/{service.slug}/").content.decode()
    RondeFactory(plan=ronde.plan, titre="RONDE-À-VENIR")
    assert "RONDE-À-VENIR" not in Client().get("/comite/rondes/").content.decode()


def test_an_action_taken_off_the_site_counts_no_more(ronde, action, coordination):
    action.retirer(coordination, "Erreur.")
    assert [lue.demandes for lue in rondes.rondes_publiques(ronde.plan)] == [1]


def test_the_rates_cost_the_same_whatever_the_bodies(plan, axe):
    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert Client().get("/comite/rondes/").status_code == 200
        return len(requetes)

    for n in (2, 30):
        for _ in range(n):
            ActionFactory(plan=plan, axe=axe, publiee=True)
        RondeFactory(plan=plan).ouvrir()
        if n == 2:
            peu = cout()
    assert cout() == peu <= 6


# --- Reminders -------------------------------------------------------------------------------------------


def rappeler(*options) -> str:
    sortie = StringIO()
    call_command("envoyer_rappels", *options, stdout=sortie)
    return sortie.getvalue()


def test_the_command_opens_the_round_and_reminds_once(plan, action, engagement, partenaire, mailoutbox):
    ronde = RondeFactory(plan=plan)
    assert "serait ouverte" in rappeler("--simuler")
    ronde.refresh_from_db()
    assert ronde.ouverte_le is None
    dit = rappeler()
    assert "ouverte, 2 demandes" in dit
    assert "aucune adresse où écrire" in dit
    (message,) = mailoutbox
    assert message.bcc == [partenaire.email]
    assert engagement.titre in message.body
    assert "/espace/demandes/" in message.body
    rappeler()
    assert len(mailoutbox) == 1
    rappeler("--date", (AUJOURD_HUI + timedelta(days=7)).isoformat())
    assert len(mailoutbox) == 2


def test_an_answered_question_is_not_reminded(ronde, engagement, partenaire, mailoutbox):
    engagement.declarer(Acteur(engagement.partie), Genre.RIEN_A_SIGNALER)
    rappeler()
    assert not mailoutbox


def test_a_simulation_sends_nothing_and_a_bad_date_is_refused(ronde, partenaire, mailoutbox):
    assert "serait envoyé" in rappeler("--simuler")
    assert not mailoutbox
    assert not Demande.objects.exclude(rappelee_le=None)
    with pytest.raises(CommandError, match="AAAA-MM-JJ"):
        rappeler("--date", "demain")


def test_late_follow_ups_are_reminded_on_mondays_to_accounts_only(plan, mailoutbox):
    responsable = OrganisationFactory(courriel_public="info@public.test")
    SuiteFactory(
        responsable=responsable, echeance=AUJOURD_HUI - timedelta(days=30), libelle="Déposer le bilan"
    )
    lundi = AUJOURD_HUI - timedelta(days=AUJOURD_HUI.weekday())
    rappeler("--date", (lundi + timedelta(days=1)).isoformat())
    rappeler("--date", lundi.isoformat())
    assert not mailoutbox
    UtilisateurFactory(partenaire=True, organisation=responsable, email="direction@organisme.test")
    rappeler("--date", lundi.isoformat())
    assert "Déposer le bilan" in mailoutbox[0].body
