"""A body that merged into another: who acts for it, in whose name it is written, what the database says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from actions.models import Action, Nouvelle
from comite.models import Demande, Suite
from comite.rondes.reponses import demandes_de, repondre
from engagements.attentes import de_l_acteur
from engagements.models import Acteur, Declaration, Engagement, LienSigne, Signature, Verification
from engagements.models.etats import Genre, Verdict
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.sceau import au_nom_de
from partenariat.models import Organisation
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    PlanFactory,
    RondeFactory,
    SuiteFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)


def succeder(ancien: Organisation, suivant: Organisation, jusqu_a=HIER) -> None:
    modifie(ancien, successeur=suivant, jusqu_a=jusqu_a)
    for corps in (ancien, suivant):
        corps.refresh_from_db()


@pytest.fixture
def ancien(db):
    return OrganisationFactory(service=True, nom="Service du développement économique")


@pytest.fixture
def suivant(ancien):
    suivant = OrganisationFactory(service=True, nom="Service de l'économie")
    succeder(ancien, suivant)
    return suivant


@pytest.fixture
def agent(suivant):
    return UtilisateurFactory(redaction=True, organisation=suivant)


@pytest.fixture
def engagement(ancien):
    return EngagementFactory(partie=ancien, publie=True, signe=True)


# --- The rule --------------------------------------------------------------------------------------------


def test_a_body_answers_for_those_that_it_succeeded_one_after_the_other(ancien, suivant):
    dernier, etranger = OrganisationFactory(service=True), OrganisationFactory()
    succeder(suivant, dernier)
    assert dernier.repond_pour == {ancien.pk, suivant.pk, dernier.pk}
    # What was closed keeps its own, and gains nothing of what came after.
    assert ancien.repond_pour == {ancien.pk}
    assert etranger.repond_pour == {etranger.pk}


@pytest.mark.parametrize(("ecart", "repond"), [(-1, True), (0, False), (9, False)])
def test_it_answers_from_the_day_after_the_other_s_last(ecart, repond):
    ancien, suivant = OrganisationFactory(), OrganisationFactory()
    succeder(ancien, suivant, timezone.localdate() + timedelta(days=ecart))
    assert (ancien.pk in suivant.repond_pour) is repond


def test_a_loop_that_no_guard_would_let_in_ends(ancien, suivant):
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("ALTER TABLE public.partenariat_organisation DISABLE TRIGGER USER")
        curseur.execute(
            "UPDATE public.partenariat_organisation SET successeur_id = %s, jusqu_a = %s WHERE id = %s",
            [ancien.pk, HIER, suivant.pk],
        )
    assert Organisation.objects.get(pk=ancien.pk).repond_pour == {ancien.pk, suivant.pk}


# --- Actions, rounds, follow-ups -------------------------------------------------------------------------


def test_the_successor_s_accounts_keep_the_actions_up_to_date_and_so_do_those_left_behind(ancien, agent):
    action = ActionFactory(responsable=ancien)
    reste = UtilisateurFactory(redaction=True, organisation=ancien)
    ActionFactory()
    for personne in (agent, reste):
        assert list(Action.objects.modifiables_par(personne)) == [action]
        assert action.peut_soumettre(personne)
    sienne = ActionFactory(responsable=agent.organisation)
    assert set(Action.objects.modifiables_par(agent)) == {action, sienne}
    assert list(Action.objects.modifiables_par(reste)) == [action]


def test_the_form_of_an_action_offers_the_body_that_was_and_the_one_that_is(ancien, agent):
    action = ActionFactory(responsable=ancien)
    client = Client()
    client.force_login(agent)
    page = texte(client.get(f"/admin/actions/action/{action.pk}/change/"))
    assert ancien.nom in page
    assert agent.organisation.nom in page


def test_the_successor_answers_the_rounds_and_the_follow_ups_of_the_former(ancien, suivant, agent):
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, publiee=True, responsable=ancien)
    RondeFactory(plan=plan).ouvrir()
    demande = Demande.objects.get()
    assert demande.organisation == ancien
    assert list(demandes_de(Acteur(suivant, agent))) == [demande]
    repondre(demande, Acteur(suivant, agent), Genre.AVANCE, "Le bail est signé.")
    assert Nouvelle.objects.get(action=action).auteur == agent
    assert Demande.objects.avec_reponse().get().repondue
    suite = SuiteFactory(responsable=ancien)
    acteur = Acteur(suivant, agent)
    assert list(Suite.objects.attendues_de(acteur)) == [suite]
    assert suite.repondre(acteur, "fait", "C'est fait.").organisation == ancien
    client = Client()
    client.force_login(agent)
    assert "la vôtre a succédé" in texte(client.get(f"/espace/suites/{suite.pk}/"))


# --- Commitments -----------------------------------------------------------------------------------------


def test_the_successor_declares_and_it_is_written_in_the_name_that_signed(ancien, suivant, agent, engagement):
    acteur = Acteur(suivant, agent)
    assert list(Engagement.objects.ouverts_a(acteur)) == [engagement]
    assert "a-declarer" in {attente.cle for attente in de_l_acteur(acteur) if attente.choses}
    declaration = engagement.declarer(acteur, Genre.AVANCE, "Un local est ouvert.")
    assert (declaration.organisation, declaration.par) == (ancien, agent)
    preuve = engagement.deposer(acteur, type_="rapport", titre="Bilan", source="https://exemple.test/b.pdf")
    assert preuve.organisation == ancien
    client = Client()
    client.force_login(agent)
    assert client.get(f"/espace/engagements/{engagement.pk}/declarer/").status_code == 200


def test_the_successor_replies_to_what_is_contested(ancien, suivant, agent, engagement):
    declaration = engagement.declarer(Acteur(ancien), Genre.AVANCE, "Un local est ouvert.")
    verification = VerificationFactory(declaration=declaration, contestee=True)
    verification.declaration.engagement.refresh_from_db()
    assert verification.repondre(Acteur(suivant, agent), "Il ouvre demain.").organisation == ancien


def test_the_successor_of_whom_it_was_promised_to_verifies_once(ancien, suivant, agent):
    engagement = EngagementFactory(envers=ancien, publie=True, signe=True)
    declaration = engagement.declarer(Acteur(engagement.partie), Genre.AVANCE, "Un local est ouvert.")
    acteur = Acteur(suivant, agent)
    assert declaration.verifier(acteur, Verdict.CONFIRMEE).organisation == ancien
    encore = Declaration.objects.get(pk=declaration.pk)
    assert not encore.peut_verifier(acteur)


def test_a_text_is_signed_by_the_very_body_that_it_names(ancien, suivant, agent, comme_le_web):
    engagement = EngagementFactory(partie=ancien, aux_parties=True)
    assert not engagement.peut_signer(Acteur(suivant, agent))
    signature = Signature(engagement=engagement, organisation=ancien, par=agent, fonction="Direction",
                          empreinte=engagement.empreinte)  # fmt: skip
    with refusee("geste_compte_de_l_organisation"):
        comme_le_web(lambda: Signature.objects.bulk_create([signature]), par=agent)


def test_two_sides_that_merged_verify_nothing_of_their_own(ancien, comme_le_web):
    suivant = OrganisationFactory()
    agent = UtilisateurFactory(partenaire=True, organisation=suivant)
    engagement = EngagementFactory(partie=ancien, envers=suivant, publie=True, signe=True)
    succeder(ancien, suivant)
    declaration = engagement.declarer(Acteur(ancien), Genre.AVANCE, "Un local est ouvert.")
    acteur = Acteur(suivant, agent)
    assert not declaration.peut_verifier(acteur)
    with pytest.raises(TransitionRefusee):
        declaration.verifier(acteur, Verdict.CONFIRMEE)
    dite = Verification(declaration=declaration, organisation=suivant, par=agent, verdict="confirmee")
    with refusee("geste_de_la_partie_seule"):
        comme_le_web(lambda: Verification.objects.bulk_create([dite]), par=agent)


def test_a_body_that_the_party_succeeded_neither_signs_nor_verifies_its_word(ancien, comme_le_web):
    partie = OrganisationFactory()
    agent = UtilisateurFactory(partenaire=True, organisation=ancien)
    engagement = EngagementFactory(partie=partie, envers=ancien, publie=True, signe=True)
    propose = EngagementFactory(partie=partie, envers=ancien, aux_parties=True)
    declaration = engagement.declarer(Acteur(partie), Genre.AVANCE, "Un local est ouvert.")
    succeder(ancien, partie)
    ancien.refresh_from_db()
    acteur = Acteur(ancien, agent)
    assert not Declaration.objects.get(pk=declaration.pk).peut_verifier(acteur)
    assert not propose.peut_signer(acteur)
    dite = Verification(declaration=declaration, organisation=ancien, par=agent, verdict="confirmee")
    with refusee("geste_de_la_partie_seule"):
        comme_le_web(lambda: Verification.objects.bulk_create([dite]), par=agent)


@pytest.mark.parametrize("qui", ["successeur", "etranger"])
def test_the_database_lets_the_successor_speak_and_nobody_else(ancien, agent, engagement, comme_le_web, qui):
    personne = agent if qui == "successeur" else UtilisateurFactory(
        redaction=True, organisation=OrganisationFactory(service=True)
    )  # fmt: skip
    dite = Declaration(engagement=engagement, organisation=ancien, par=personne, genre="avance", texte="Oui.")

    def ecrire():
        comme_le_web(lambda: Declaration.objects.bulk_create([dite]), par=personne)

    if qui == "successeur":
        ecrire()
        assert Declaration.objects.get().mains == [personne.pk]
    else:
        with refusee("geste_compte_de_l_organisation"):
            ecrire()


def test_a_link_of_the_successor_opens_what_the_former_promised(ancien, suivant, engagement):
    coordination = UtilisateurFactory(coordination=True)
    with au_nom_de(user=coordination.pk):
        lien, _jeton = LienSigne.ouvrir(organisation=suivant, destinataire="Direction", par=coordination)
    declaration = engagement.declarer(Acteur(suivant, lien=lien), Genre.AVANCE, "Un local est ouvert.")
    assert (declaration.organisation, declaration.lien) == (ancien, lien)
    with refusee("geste_lien_de_l_organisation"), au_nom_de(lien=lien.pk):
        Declaration.objects.bulk_create(
            [Declaration(engagement=engagement, organisation=OrganisationFactory(), lien=lien, genre="avance",
                         texte="Oui.")]
        )  # fmt: skip
