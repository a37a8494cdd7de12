"""Organisations and accounts in the back office."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from partenariat.models import Organisation, Utilisateur
from tests.factories import OrganisationFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

ORGANISATIONS, COMPTES = "/admin/partenariat/organisation/", "/admin/partenariat/utilisateur/"


def test_the_coordination_keeps_the_organisations(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    organisation = OrganisationFactory(nom="Réseau d'économie sociale")
    OrganisationFactory(nom="Autre")
    lue = texte(client.get(ORGANISATIONS, {"q": "reseau economie"}))
    assert "Réseau d'économie sociale" in lue
    assert "Autre" not in lue
    adresse = f"{ORGANISATIONS}{organisation.pk}/change/"
    assert (
        envoyer(client, adresse, ouvrir(client, adresse, "organisation_form"), sigle="RES").status_code == 302
    )
    organisation.refresh_from_db()
    assert organisation.sigle == "RES"
    assert client.post(f"{ORGANISATIONS}{organisation.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_official_code_already_taken_is_refused_in_the_form(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    OrganisationFactory(arrondissement=True, code_officiel="REM99")
    autre = OrganisationFactory(arrondissement=True)
    adresse = f"{ORGANISATIONS}{autre.pk}/change/"
    champs = ouvrir(client, adresse, "organisation_form")
    lue = texte(envoyer(client, adresse, champs, code_officiel="REM99"))
    assert "Ce code officiel est déjà celui d'une autre organisation : vérifiez-le." in lue


@pytest.mark.parametrize("role", ["coordination", "redaction"])
def test_only_superusers_see_the_accounts(client_de, role):
    personne = UtilisateurFactory(**{role: True})
    client = client_de(personne)
    assert client.get(COMPTES).status_code == 403
    assert client.get(f"{COMPTES}{personne.pk}/change/").status_code in (403, 404)
    assert client.post(f"{COMPTES}{personne.pk}/change/", {"is_superuser": "on"}).status_code in (403, 404)
    assert "Comptes" not in texte(client.get("/admin/"))
    assert not Utilisateur.objects.get(pk=personne.pk).is_superuser


def test_an_editor_has_no_access_to_the_organisations(client_de):
    assert client_de(UtilisateurFactory(redaction=True)).get(ORGANISATIONS).status_code == 403


def test_entering_the_back_office_follows_from_the_role(client_de):
    client = client_de(UtilisateurFactory(superutilisateur=True))
    compte = UtilisateurFactory(partenaire=True)
    adresse = f"{COMPTES}{compte.pk}/change/"
    champs = ouvrir(client, adresse, "utilisateur_form")
    redaction, partenaire = (Group.objects.get(name=nom) for nom in ("redaction", "partenaire"))
    assert envoyer(client, adresse, champs, groups=[str(redaction.pk)]).status_code == 302
    compte.refresh_from_db()
    assert compte.is_staff
    champs = ouvrir(client, adresse, "utilisateur_form")
    envoyer(client, adresse, champs, groups=[str(partenaire.pk)])
    compte.refresh_from_db()
    assert not compte.is_staff


def test_an_account_is_created_with_its_password_and_never_deleted(client_de):
    client = client_de(UtilisateurFactory(superutilisateur=True))
    champs = ouvrir(client, f"{COMPTES}add/", "utilisateur_form")
    secret = "une-longue-phrase-de-passe"
    reponse = envoyer(
        client, f"{COMPTES}add/", champs, username="nouvelle", password1=secret, password2=secret
    )
    compte = Utilisateur.objects.get(username="nouvelle")
    assert reponse["Location"] == f"{COMPTES}{compte.pk}/change/"
    assert compte.check_password(secret)
    assert client.get(f"{COMPTES}{compte.pk}/delete/").status_code == 403
    assert client.get(f"{COMPTES}{compte.pk}/history/").status_code == 200
    assert client.get(f"{COMPTES}{compte.pk}/password/").status_code == 200


def test_roles_are_not_edited_by_hand(client_de):
    client = client_de(UtilisateurFactory(superutilisateur=True))
    assert client.get("/admin/auth/group/").status_code == 404


def test_an_organisation_that_someone_else_refers_to_is_not_deleted(client_de):
    compte = UtilisateurFactory(redaction=True)
    client = client_de(UtilisateurFactory(superutilisateur=True))
    reponse = client.post(f"{ORGANISATIONS}{compte.organisation_id}/delete/", {"post": "yes"})
    assert reponse.status_code == 200
    assert Organisation.objects.filter(pk=compte.organisation_id).exists()


def test_the_order_of_the_index_is_that_of_the_work(client_de):
    lue = texte(client_de(UtilisateurFactory(coordination=True)).get("/admin/"))
    assert lue.index("Tenir le plan") < lue.index("Personnes et accès") < lue.index("Le site")


def test_signing_out_of_the_back_office_is_signing_out_of_the_site(client_de):
    contenu = client_de(UtilisateurFactory(coordination=True)).get("/admin/").content.decode()
    assert f'action="{reverse("deconnexion")}"' in contenu
