"""Help: the commonest tasks in steps that lead somewhere, and what each role is told the first time."""

import re
from datetime import timedelta
from html import unescape

import pghistory
import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from actions.models import Jalon
from engagements.models import Acteur
from partenariat.aide import marches
from partenariat.aide.marches import LIGNES, marches_de, premiere_fois_de
from partenariat.histoire.sceau import au_nom_de
from partenariat.parties.roles import ROLES
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    JalonFactory,
    MembreFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    PresenceFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.formulaires import envoyer, lire_celui

pytestmark = pytest.mark.django_db

NOMS = [role.nom for role in ROLES]
PREMIERE = "/espace/premiere-fois/"


def compte(role: str):
    return UtilisateurFactory(**{role: True})


def page_de(client: Client, adresse: str) -> str:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, (adresse, reponse.status_code)
    return unescape(reponse.content.decode())


def test_each_role_is_told_five_lines_and_how_it_does_what_it_does():
    assert sorted(marches._lignes) == sorted(NOMS)
    for role in NOMS:
        ((nom, lignes),) = premiere_fois_de(compte(role))
        assert nom == role
        assert len(lignes) == LIGNES
        assert any(pas.adresse for pas in lignes)
    dites = {role: [str(marche.titre) for marche in marches_de(compte(role))] for role in NOMS}
    commune = ["Donner une nouvelle", "Cocher un jalon", "Entrer une mesure"]
    commune.append("Changer plusieurs actions à la fois")
    suite = "Répondre à une suite du comité"
    assert dites["redaction"] == [*commune, "Soumettre une action", suite]
    seances = ["Préparer une séance", "Tenir une séance"]
    assert dites["coordination"] == [*commune, "Valider une action", *seances]
    engagements = ["Signer un engagement", "Déclarer où l'on en est"]
    assert dites["partenaire"] == [*engagements, "Confirmer ou contester une déclaration", suite]


def test_help_is_on_pages_that_exist():
    connus = {nom for nom in get_resolver().reverse_dict if isinstance(nom, str)}
    for _rang, marche in marches._marches:
        for nom in marche.sur:
            assert nom in connus or _de_l_administration(nom), nom


def _de_l_administration(nom: str) -> bool:
    for arguments in ([], [1]):
        try:
            return bool(reverse(f"admin:{nom}", args=arguments))
        except NoReverseMatch:
            continue
    return False


@pytest.mark.parametrize("role", NOMS)
@pytest.mark.parametrize("langue", ["", "/en"])
def test_each_step_leads_that_role_to_a_page(client_de, role, langue):
    PlanFactory(actif=True)
    client = client_de(compte(role))
    page = page_de(client, langue + PREMIERE)
    principal = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
    adresses = set(re.findall(r'<li><a href="([^"]+)"', principal))
    assert adresses
    for adresse in adresses:
        assert client.get(adresse, follow=True).status_code == 200, adresse


@pytest.mark.parametrize(
    ("role", "adresse"),
    [
        ("redaction", "/admin/"),
        ("coordination", "/admin/"),
        ("partenaire", "/espace/"),
        ("comite", "/espace/"),
    ],
)
def test_the_desk_offers_it_until_it_is_put_aside(client_de, role, adresse):
    PlanFactory(actif=True)
    personne = compte(role)
    client = client_de(personne)
    assert PREMIERE in page_de(client, adresse)
    reponse = client.get(adresse)
    champs = lire_celui(reponse, f'action="{PREMIERE}"')
    assert envoyer(client, PREMIERE, champs)["Location"] == adresse
    assert PREMIERE not in page_de(client, adresse)
    assert client.get(PREMIERE).status_code == 200
    autre_session = client_de(personne)
    assert PREMIERE not in page_de(autre_session, adresse), "put aside for good, and not until one leaves"


def test_whoever_did_something_once_is_never_offered_it_again(client_de):
    personne = compte("redaction")
    nouvelle = NouvelleFactory(auteur=personne)
    assert PREMIERE not in page_de(client_de(personne), "/admin/")
    nouvelle.delete()
    assert PREMIERE not in page_de(client_de(personne), "/admin/")


def _coche(personne):
    jalon = JalonFactory()
    with pghistory.context(user=personne.pk), au_nom_de(user=personne.pk):
        Jalon.objects.filter(pk=jalon.pk).update(atteint_le=timezone.localdate())


def _conteste(personne):
    VerificationFactory(declaration=DeclarationFactory(), contestee=True, par=personne)


def _repond_a_une_suite(personne):
    seance = SeanceFactory(tenue=True, date=timezone.localdate() - timedelta(days=3))
    suite = SuiteFactory(seance=seance, responsable=personne.organisation)
    suite.repondre(Acteur(personne.organisation, personne), "en_cours", "On avance.")


def _siege(personne):
    membre = MembreFactory(utilisateur=personne)
    seance = SeanceFactory(plan=membre.plan, tenue=True, date=timezone.localdate() - timedelta(days=3))
    PresenceFactory(seance=seance, membre=membre)


@pytest.mark.parametrize(
    ("role", "agir"),
    [
        ("redaction", _coche),
        ("partenaire", _conteste),
        ("partenaire", _repond_a_une_suite),
        ("comite", _siege),
    ],
)
def test_every_gesture_ends_it(client_de, role, agir):
    personne = UtilisateurFactory(**{role: True}, organisation=OrganisationFactory())
    assert PREMIERE in page_de(client_de(personne), "/espace/")
    agir(personne)
    assert PREMIERE not in page_de(client_de(personne), "/espace/")


def test_the_desk_does_not_offer_it_to_who_wrote_something(client_de):
    personne = compte("redaction")
    client = client_de(personne)
    assert PREMIERE in page_de(client, "/admin/")
    NouvelleFactory(auteur=personne)
    assert PREMIERE not in page_de(client, "/admin/")


def test_an_account_without_a_role_is_told_so(client_de):
    client = client_de(UtilisateurFactory())
    assert "n'a pas de rôle ici" in page_de(client, PREMIERE).replace("’", "'")
    assert PREMIERE not in page_de(client, "/espace/")


def test_a_visitor_is_sent_to_the_login():
    assert Client().get(PREMIERE).status_code == 302


def test_forms_have_the_help_of_what_is_done_there(client_de):
    plan = PlanFactory(actif=True)
    bureau = client_de(compte("coordination"))
    action, seance = ActionFactory(plan=plan), SeanceFactory(plan=plan)
    fiche = page_de(bureau, f"/admin/actions/action/{action.pk}/change/")
    assert "Cocher un jalon" in fiche
    assert "Préparer une séance" not in fiche
    assert "Préparer une séance" in page_de(bureau, f"/admin/comite/seance/{seance.pk}/change/")
    assert 'class="aide"' not in page_de(bureau, "/admin/actions/axe/add/")
    engagement = EngagementFactory(publie=True, partie=OrganisationFactory())
    partenaire = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))
    assert "Déclarer où l'on en est" in page_de(partenaire, f"/espace/engagements/{engagement.pk}/").replace(
        "’", "'"
    )
