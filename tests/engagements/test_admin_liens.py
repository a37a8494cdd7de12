"""Signed links in the back office: sent, or else shown once; revoked; never changed nor deleted."""

import re
from smtplib import SMTPException

import pytest
from django.core import signing
from django.core.mail import EmailMessage
from django.test import Client

from engagements.admin.lien_signe import A_MONTRER
from engagements.models import LienSigne
from engagements.models.lien_signe import SEL
from tests.factories import LienSigneFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db
LISTE = "/admin/engagements/liensigne/"


@pytest.fixture
def bureau(client_de, coordination):
    return client_de(coordination)


def creer(bureau, organisme, **saisies):
    champs = ouvrir(bureau, f"{LISTE}add/", "liensigne_form")
    donnees = {"organisation": organisme.pk, "destinataire": "Direction générale", **saisies}
    return envoyer(bureau, f"{LISTE}add/", champs, "_save", **donnees)


def test_the_address_is_shown_once_and_opens_the_space(bureau, plan, organisme):
    creee = creer(bureau, organisme)
    lien = LienSigne.objects.get()
    assert (creee.status_code, creee.url) == (302, f"{LISTE}{lien.pk}/adresse/")
    reponse = bureau.get(creee.url)
    assert "private, no-store" in reponse["Cache-Control"]
    adresse = re.search(r'value="([^"]*/espace/lien/[^"]+)"', reponse.content.decode())[1]
    chemin = "/espace/" + adresse.split("/espace/")[1]
    visiteur = Client()
    assert visiteur.get(chemin).status_code == 302
    assert visiteur.get("/espace/").status_code == 200
    encore = bureau.get(creee.url, follow=True)
    assert "/espace/lien/" not in encore.content.decode()
    assert "ne se montre qu'une fois" in texte(encore)
    assert chemin.split("/")[-2] not in bureau.get(f"{LISTE}{lien.pk}/change/").content.decode()
    assert "Ouverture de l'espace" in texte(bureau.get(f"{LISTE}{lien.pk}/change/"))


def test_a_link_posted_twice_is_made_once_and_its_address_still_shown(bureau, organisme):
    champs = ouvrir(bureau, f"{LISTE}add/", "liensigne_form")
    dites = {"organisation": organisme.pk, "destinataire": "Direction générale"}
    premiere, seconde = (envoyer(bureau, f"{LISTE}add/", champs, "_save", **dites) for _ in range(2))
    assert LienSigne.objects.count() == 1
    assert premiere.url == seconde.url
    assert "/espace/lien/" in bureau.get(seconde.url).content.decode()


def test_nothing_that_is_kept_opens_the_link(bureau, organisme):
    """Neither the row nor the session of whoever made it."""
    creee = creer(bureau, organisme)
    lien = LienSigne.objects.get()
    (graine,) = bureau.session[A_MONTRER].values()
    for gardee in (graine, lien.cle):
        assert LienSigne.objects.du_jeton(signing.dumps([lien.pk, gardee], salt=SEL)) is None
    assert LienSigne.objects.du_jeton(lien.jeton(graine)) == lien
    bureau.get(creee.url)
    assert bureau.session[A_MONTRER] == {}


def test_nobody_else_is_shown_the_address(bureau, organisme, client_de):
    adresse = creer(bureau, organisme).url
    autre = client_de(UtilisateurFactory(coordination=True))
    assert "/espace/lien/" not in autre.get(adresse, follow=True).content.decode()
    assert client_de(UtilisateurFactory(redaction=True)).get(adresse).status_code in (302, 403, 404)
    assert bureau.post(adresse).status_code == 405


@pytest.fixture
def joignable(organisme):
    organisme.courriel_public = "dg@exemple.test"
    organisme.save()
    return organisme


def test_where_the_organisation_can_be_written_to_the_link_goes_there_and_nowhere_else(
    bureau, plan, joignable, mailoutbox
):
    reponse = creer(bureau, joignable)
    (lettre,) = mailoutbox
    assert lettre.to == ["dg@exemple.test"]
    chemin = re.search(r"/espace/lien/\S+", lettre.body)[0]
    assert "/espace/lien/" not in reponse.content.decode()
    lien = LienSigne.objects.get()
    fiche = bureau.get(f"{LISTE}{lien.pk}/change/")
    assert "/espace/lien/" not in fiche.content.decode()
    assert "dg@exemple.test" in texte(fiche)
    assert Client().get(chemin).status_code == 302


def test_a_link_that_could_not_be_sent_is_revoked_and_not_shown(bureau, joignable, monkeypatch):
    def panne(_lettre):
        raise SMTPException("en panne")

    monkeypatch.setattr(EmailMessage, "send", panne)
    reponse = creer(bureau, joignable)
    assert "/espace/lien/" not in reponse.content.decode()
    assert "n'a pas pu partir" in texte(bureau.get(LISTE)) + texte(reponse)
    assert LienSigne.objects.get().revoque_le


@pytest.mark.parametrize("duree", ["0", "91", "abc"])
def test_a_link_lasts_from_one_to_ninety_days(bureau, organisme, duree):
    assert creer(bureau, organisme, duree=duree).status_code == 200
    assert not LienSigne.objects.exists()


def test_one_click_revokes_it(bureau):
    lien = LienSigneFactory()
    adresse = f"{LISTE}{lien.pk}/change/"
    envoyer(bureau, adresse, ouvrir(bureau, adresse, "liensigne_form"), "_revoquer")
    lien.refresh_from_db()
    assert lien.revoque_le
    assert "Révoqué" in texte(bureau.get(adresse))


def test_a_forged_form_changes_nothing_else(bureau, organisme):
    lien = LienSigneFactory()
    adresse = f"{LISTE}{lien.pk}/change/"
    bureau.post(adresse, {"organisation": organisme.pk, "destinataire": "Pirate", "_save": "1"})
    avant = lien.organisation
    lien.refresh_from_db()
    assert (lien.organisation, lien.destinataire) == (avant, "Direction générale")


def test_it_is_never_deleted(bureau):
    lien = LienSigneFactory()
    assert bureau.post(f"{LISTE}{lien.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["redaction", "partenaire", "comite"])
def test_other_roles_see_no_trace_of_it(client_de, role):
    client = client_de(UtilisateurFactory(**{role: True}))
    assert client.get(LISTE).status_code in (302, 403, 404)
    assert client.get(f"{LISTE}{LienSigneFactory().pk}/change/").status_code in (302, 403, 404)


def test_the_list_says_the_state_of_each(bureau):
    LienSigneFactory()
    LienSigneFactory().revoquer()
    vue = texte(bureau.get(LISTE))
    assert "Valide" in vue
    assert "Révoqué" in vue
