"""Rounds: what is asked, who answers, what counts as an answer, the public rate, the reminders."""

from datetime import timedelta
from io import StringIO
from smtplib import SMTPException

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from actions.models import Action, Nouvelle
from comite.models import Demande, Ronde
from comite.rondes.reponses import repondre
from comite.rondes.taux import rondes_publiques
from engagements.models import Acteur, Declaration, LienSigne
from engagements.models.etats import Genre
from partenariat.cycles.pas import TransitionRefusee
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    DemandeFactory,
    EngagementFactory,
    NouvelleFactory,
    OrganisationFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte

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
def agent(service):
    """An account of the body that answers for the action."""
    return UtilisateurFactory(redaction=True, organisation=service)


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


def repondues() -> set:
    return {d.objet for d in Demande.objects.avec_reponse().filter(repondue=True)}


def test_a_update_or_a_declaration_in_the_window_is_the_answer(ronde, action, engagement, agent):
    NouvelleFactory(action=action, auteur=agent, publique=True)
    assert repondues() == {action}
    engagement.declarer(Acteur(engagement.partie), Genre.RIEN_A_SIGNALER)
    assert repondues() == {action, engagement}


HIER, JAMAIS = timedelta(days=-1), timedelta(days=8)


def clore(ronde: Ronde) -> None:
    """As if its last day were some days ago."""
    bornes = {"ouvre_le": AUJOURD_HUI + 9 * HIER, "ferme_le": AUJOURD_HUI + 3 * HIER}
    modifie(ronde, **bornes, ouverte_le=timezone.now() + 9 * HIER)
    ronde.refresh_from_db()


@pytest.mark.parametrize(
    "champs",
    [
        pytest.param({"visibilite": "interne"}, id="internal"),
        pytest.param({"auteur": None}, id="of nobody, as in a plan file"),
        pytest.param({"autre": True}, id="of another body"),
        pytest.param({"ecart": HIER}, id="written before the questions were sent"),
        pytest.param({"close": True}, id="written after the last day, whatever the date that it bears"),
    ],
)
def test_what_is_not_an_answer(ronde, action, agent, champs):
    if champs.pop("autre", False):
        champs["auteur"] = UtilisateurFactory(redaction=True, organisation=OrganisationFactory())
    if champs.pop("close", False):
        clore(ronde)
        champs["date"] = ronde.ferme_le
    if "ecart" in champs:
        champs["cree_le"] = timezone.now() + champs.pop("ecart")
    NouvelleFactory(**{"action": action, "auteur": agent, "visibilite": "publique", **champs})
    assert repondues() == set()


def test_a_declaration_made_before_or_after_the_round_is_no_answer(ronde, engagement):
    engagement.declarer(Acteur(engagement.partie), Genre.RIEN_A_SIGNALER, le=timezone.now() + HIER)
    assert repondues() == set()
    clore(ronde)
    engagement.declarer(Acteur(engagement.partie), Genre.RIEN_A_SIGNALER)
    assert repondues() == set()


@pytest.mark.parametrize(("debut", "fin"), [(1, 9), (-9, -1)], ids=["not yet", "over"])
def test_a_round_asks_only_within_its_days(plan, action, debut, fin):
    ronde = RondeFactory(
        plan=plan, ouvre_le=AUJOURD_HUI + timedelta(days=debut), ferme_le=AUJOURD_HUI + timedelta(days=fin)
    )
    with pytest.raises(TransitionRefusee, match="peut s'ouvrir du"):
        ronde.ouvrir()
    assert not ronde.demandes.exists()


def test_a_plan_has_one_round_at_a_time_and_its_meeting_is_of_the_same_plan(plan):
    ronde = RondeFactory(plan=plan)
    with refusee("ronde_une_a_la_fois"):
        RondeFactory(plan=plan, ouvre_le=ronde.ferme_le, ferme_le=ronde.ferme_le + timedelta(days=9))
    RondeFactory(plan=plan, ouvre_le=ronde.ferme_le + timedelta(days=1), ferme_le=ronde.ferme_le + JAMAIS)
    RondeFactory()
    with refusee("ronde_seance_du_plan"):
        RondeFactory(seance=SeanceFactory())


def test_a_body_that_no_longer_answers_for_an_action_does_not_speak_of_it(demande, service):
    Action.objects.filter(pk=demande.action_id).update(responsable=OrganisationFactory())
    demande.refresh_from_db()
    with pytest.raises(TransitionRefusee, match="ne répond plus"):
        repondre(demande, Acteur(service), Genre.AVANCE, "Le bail est signé.")


def test_an_answer_given_in_english_is_kept_in_french(demande, service):
    with translation.override("en"):
        repondre(demande, Acteur(service), Genre.RIEN_A_SIGNALER, "")
    assert Nouvelle.objects.get().texte == "Rien à signaler."


def test_answering_writes_a_public_note_or_a_declaration(ronde, demande, service, partenaire, engagement):
    repondre(demande, Acteur(service), Genre.AVANCE, "Le bail est signé.")
    # Whoever wrote it for the body: the question has its answer.
    assert repondues() == {demande.objet}
    nouvelle = Nouvelle.objects.get()
    assert (nouvelle.texte, nouvelle.visibilite, nouvelle.date) == (
        "Le bail est signé.",
        "publique",
        AUJOURD_HUI,
    )
    autre = Demande.objects.get(engagement=engagement)
    repondre(autre, Acteur(engagement.partie, partenaire), Genre.AVANCE, "Deux locaux.")
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
        repondre(demande, Acteur(service), Genre.AVANCE, "Une première fois.")
    situation = Genre.TENU if cas == "tenu" else Genre.AVANCE
    with pytest.raises(TransitionRefusee, match=phrase):
        repondre(demande, acteur, situation, "" if cas == "muette" else "Texte.")


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


def test_the_rate_of_each_body_is_public(ronde, service, engagement, action, agent):
    NouvelleFactory(action=action, auteur=agent, publique=True)
    page = Client().get("/plans/actif/comite/rondes/").content.decode()
    assert "2 demandes; réponses reçues : 1." in page
    assert "50\u00a0%" in page
    assert "100\u00a0%" in page
    assert (
        "Répond-elle aux demandes"
        in Client().get(f"/plans/actif/organisations/{service.slug}/").content.decode()
    )
    suivante = ronde.ferme_le + timedelta(days=1)
    RondeFactory(plan=ronde.plan, titre="RONDE-À-VENIR", ouvre_le=suivante, ferme_le=suivante)
    assert "RONDE-À-VENIR" not in Client().get("/plans/actif/comite/rondes/").content.decode()


def test_an_action_taken_off_the_site_counts_no_more(ronde, action, coordination):
    action.retirer(coordination, "Erreur.")
    assert [lue.demandes for lue in rondes_publiques(ronde.plan)] == [1]


def test_the_rates_cost_the_same_whatever_the_bodies(plan, axe):
    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert Client().get("/plans/actif/comite/rondes/").status_code == 200
        return len(requetes)

    ronde = RondeFactory(plan=plan, ouverte_le=timezone.now())
    for n in (2, 30):
        for _ in range(n):
            DemandeFactory(ronde=ronde, action=ActionFactory(plan=plan, axe=axe, publiee=True))
        if n == 2:
            peu = cout()
    assert cout() == peu <= 6


# --- Reminders -------------------------------------------------------------------------------------------


def rappeler(*options) -> str:
    sortie = StringIO()
    call_command("envoyer_rappels", *options, stdout=sortie)
    return sortie.getvalue()


def vieillir(ronde: Ronde, jours: int) -> None:
    """As if so many days had passed since it was opened."""
    recul = timedelta(days=jours)
    ronde.refresh_from_db()
    ronde.ouvre_le, ronde.ferme_le = ronde.ouvre_le - recul, ronde.ferme_le - recul
    ronde.ouverte_le -= recul
    ronde.save()
    for demande in ronde.demandes.exclude(rappelee_le=None):
        demande.rappelee_le -= recul
        demande.save()


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
    vieillir(ronde, 4)
    rappeler()
    assert len(mailoutbox) == 1
    # Once more on the last days.
    for _ in range(2):
        vieillir(ronde, 1)
        rappeler()
        assert len(mailoutbox) == 2


@pytest.mark.parametrize(("ecart", "le"), [(-1, -1), (0, 0), (1, 0)], ids=["hier", "aujourd'hui", "demain"])
def test_a_letter_sent_ahead_of_its_day_left_today_once(ronde, partenaire, mailoutbox, ecart, le):
    for _ in range(2):
        rappeler("--date", (AUJOURD_HUI + timedelta(days=ecart)).isoformat())
        assert len(mailoutbox) == 1
    demande = Demande.objects.get(organisation=partenaire.organisation)
    assert demande.rappelee_le == AUJOURD_HUI + timedelta(days=le)


def test_a_server_that_refuses_one_letter_does_not_keep_back_the_others(
    ronde, demande, service, agent, partenaire, mailoutbox, monkeypatch
):
    agent.email = "agent@ville.test"
    agent.save()
    envoyer = EmailMessage.send

    def send(message, *args, **options):
        if partenaire.email in message.bcc:
            raise SMTPException("boîte pleine")
        return envoyer(message, *args, **options)

    monkeypatch.setattr(EmailMessage, "send", send)
    with pytest.raises(CommandError, match="non envoyés : 1"):
        call_command("envoyer_rappels", stdout=StringIO(), stderr=StringIO())
    assert [m.bcc for m in mailoutbox] == [[agent.email]]
    # It will be tried again.
    assert Demande.objects.get(organisation=partenaire.organisation).rappelee_le is None


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
    rappeler("--date", (lundi - timedelta(days=1)).isoformat())
    rappeler("--date", lundi.isoformat())
    assert not mailoutbox
    UtilisateurFactory(partenaire=True, organisation=responsable, email="direction@organisme.test")
    rappeler("--date", lundi.isoformat())
    assert "Déposer le bilan" in mailoutbox[0].body
    assert "/espace/suites/" in mailoutbox[0].body


def test_a_round_of_which_the_public_sees_no_question_has_no_rate(plan):
    ronde = RondeFactory(plan=plan, ouverte_le=timezone.now())
    DemandeFactory(ronde=ronde, action=ActionFactory(plan=plan))
    (lue,) = rondes_publiques(plan)
    assert (lue.demandes, lue.pourcentage) == (0, None)
    page = texte(Client().get("/plans/actif/comite/rondes/"))
    assert "non mesuré" in page
    assert "0\u00a0%" not in page


def test_a_round_says_that_the_meeting_it_prepares_is_cancelled(plan):
    seance = SeanceFactory(plan=plan, convoquee=True)
    RondeFactory(plan=plan, ouverte_le=timezone.now(), seance=seance)
    assert "annulée" not in texte(Client().get("/plans/actif/comite/rondes/"))
    seance.annuler("Tempête de neige.")
    assert f"{seance.numero} (annulée)" in texte(Client().get("/plans/actif/comite/rondes/"))
