"""A form whose session ended comes back filled to whom it was read for, and is sent by a click."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import dumps
from django.test import Client

from engagements.models import Declaration, Preuve
from engagements.models.etats import Genre
from partenariat.models import Utilisateur
from partenariat.une_fois import reprise
from tests.factories import EngagementFactory
from tests.formulaires import lire_celui, sceau, texte

pytestmark = pytest.mark.django_db
MOT = "une phrase de passe assez longue"
TAPE = 'Le bail est signé :\n<b>rue "Ontario"</b>.'
CONNEXION = "/compte/connexion/"
ICI = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def engagement(plan, organisme, ville):
    return EngagementFactory(plan=plan, code="E-1", partie=organisme, envers=ville, signe=True)


@pytest.fixture
def partenaire(partenaire) -> Utilisateur:
    partenaire.set_password(MOT)
    partenaire.save()
    return partenaire


class Navigateur:
    """A browser, whose tokens are checked as they are in the world."""

    def __init__(self, qui: Utilisateur):
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(qui)

    def lire(self, adresse: str, dedans: str) -> dict:
        return lire_celui(self.client.get(adresse), dedans)

    def finir(self) -> None:
        del self.client.cookies["session"]

    def envoyer(self, adresse: str, champs: dict):
        return self.client.post(adresse, champs, headers=ICI)

    def reprendre(self, finie, **identite):
        """From the page of the ended session to the login, and in."""
        porte = self.envoyer(_vers(finie), lire_celui(finie, 'name="reprise"'))
        assert "Votre formulaire est gardé" in texte(porte)
        champs = lire_celui(porte, 'name="password"')
        return self.envoyer(_vers(porte), champs | {"password": MOT} | identite)


def _vers(page) -> str:
    return re.search(r'<form method="post" action="([^"]+)"', page.content.decode())[1]


def declarer(engagement) -> str:
    return f"/espace/engagements/{engagement.pk}/declarer/"


@pytest.fixture
def commence(engagement, partenaire):
    """A declaration that was typed, sent once the session is over."""
    navigateur = Navigateur(partenaire)
    champs = navigateur.lire(declarer(engagement), "genre") | {"genre": "avance", "texte": TAPE}
    navigateur.finir()
    return navigateur, navigateur.envoyer(declarer(engagement), champs)


def test_whoever_signs_in_again_reads_the_form_and_sends_it(engagement, partenaire, commence):
    navigateur, finie = commence
    assert finie.status_code == 403
    lue = navigateur.reprendre(finie, username=partenaire.username)
    assert lue.status_code == 200
    assert "no-store" in lue["Cache-Control"]
    assert str(partenaire) in texte(lue)
    assert str(Genre.AVANCE.label) in texte(lue)
    assert TAPE not in lue.content.decode()
    assert "rue &quot;Ontario&quot;" in lue.content.decode()
    assert not Declaration.objects.exists()
    champs = lire_celui(lue, 'class="saisie"')
    assert navigateur.envoyer(declarer(engagement), champs).status_code == 302
    assert "".join(Declaration.objects.get().texte.split()) == "".join(TAPE.split())
    assert navigateur.envoyer(declarer(engagement), champs).status_code == 302
    assert Declaration.objects.count() == 1


def test_a_wrong_password_keeps_the_form(engagement, partenaire, commence):
    navigateur, finie = commence
    refus = navigateur.reprendre(finie, username=partenaire.username, password="autre chose que cela")
    assert "ne vont pas ensemble" in texte(refus)
    champs = lire_celui(refus, 'name="password"') | {"username": partenaire.username, "password": MOT}
    assert "comme vous l'aviez rempli" in texte(navigateur.envoyer(CONNEXION, champs))


def test_too_many_wrong_passwords_keep_the_form(partenaire, commence):
    navigateur, finie = commence
    for _ in range(6):
        reponse = navigateur.reprendre(finie, username=partenaire.username, password="autre chose que cela")
    assert reponse.status_code == 429
    assert "Ontario" in texte(reponse)
    assert reprise.signing.loads(sceau(reponse), salt=reprise.__name__)[0].startswith("/espace/")


def test_another_account_is_not_asked_to_send_it(engagement, verificatrice, commence):
    verificatrice.set_password(MOT)
    verificatrice.save()
    navigateur, finie = commence
    autre = navigateur.reprendre(finie, username=verificatrice.username)
    assert autre.status_code == 403
    assert "Ce formulaire était ouvert par un autre compte" in texte(autre)
    assert f'action="{declarer(engagement)}"' not in autre.content.decode()
    assert not Declaration.objects.exists()


def test_whoever_signed_in_by_another_window_goes_on_at_once(partenaire, commence):
    """Its token is of before: the page that would say that the form has expired shows it instead."""
    navigateur, finie = commence
    tenu = lire_celui(finie, 'name="reprise"')
    champs = navigateur.lire(CONNEXION, 'name="password"')
    navigateur.envoyer(CONNEXION, champs | {"username": partenaire.username, "password": MOT})
    lue = navigateur.envoyer(CONNEXION, tenu)
    assert "comme vous l'aviez rempli" in texte(lue)


def test_a_form_whose_token_is_of_before_is_shown_to_be_sent_again(engagement, partenaire):
    navigateur = Navigateur(partenaire)
    champs = navigateur.lire(declarer(engagement), "genre") | {"genre": "avance", "texte": TAPE}
    del navigateur.client.cookies["csrf"]
    lue = navigateur.envoyer(declarer(engagement), champs)
    assert lue.status_code == 403
    assert navigateur.envoyer(declarer(engagement), lire_celui(lue, 'class="saisie"')).status_code == 302
    assert Declaration.objects.count() == 1


def forgee(cle: str, adresse: str) -> str:
    """What the site would seal of a form that somebody else made up, to have it shown to a victim."""
    finie = Client().post(adresse, {"genre": "avance", "texte": TAPE, "une_fois": cle})
    return sceau(finie)


def test_a_form_of_another_s_page_is_never_shown_to_be_sent(engagement, partenaire, verificatrice):
    """An attacker has keys of their own pages, and whatever they make up; none is of the victim's account."""
    victime = Navigateur(partenaire)
    for cle in (reprise.cle_de("hasard", verificatrice), "hasard:signature"):
        victime.client.get(CONNEXION)
        jeton = {"csrfmiddlewaretoken": victime.lire(declarer(engagement), "genre")["csrfmiddlewaretoken"]}
        page = victime.envoyer(CONNEXION, jeton | {"reprise": forgee(cle, declarer(engagement))})
        assert page.status_code == 403
        assert 'class="saisie"' not in page.content.decode()


AILLEURS = {
    "un autre site": {"Origin": "https://ailleurs.example"},
    "un autre site, sans le nommer": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
}


@pytest.mark.parametrize("entetes", AILLEURS.values(), ids=AILLEURS)
def test_another_site_has_nothing_held_nor_shown(engagement, partenaire, entetes):
    """Not even with a key of the victim's own page, which it cannot read."""
    cle = reprise.cle_de("hasard", partenaire)
    dit = {"genre": "avance", "texte": TAPE, "une_fois": cle}
    tenu = {"reprise": sceau(Client().post(declarer(engagement), dit))}
    client = Client(enforce_csrf_checks=True, headers=entetes)
    for page in (client.post(declarer(engagement), dit), client.post(CONNEXION, tenu)):
        assert page.status_code == 403
        assert "Ontario" not in texte(page)
        assert 'name="reprise"' not in page.content.decode()
    client.force_login(partenaire)
    for page in (client.post(declarer(engagement), dit), client.post(CONNEXION, tenu)):
        assert page.status_code == 403
        assert 'class="saisie"' not in page.content.decode()


def tenue_de(adresse: str, qui: Utilisateur, **dit) -> reprise.Reprise:
    finie = Client().post(adresse, dit | {"une_fois": reprise.cle_de("hasard", qui)})
    return reprise.Reprise(*reprise.signing.loads(sceau(finie), salt=reprise.__name__))


def test_neither_a_password_nor_a_token_is_held(coordination):
    tenue = tenue_de(
        "/admin/partenariat/utilisateur/add/",
        coordination,
        username="camille",
        password1="une phrase",
        password2="une phrase",
        csrfmiddlewaretoken="jeton",
    )
    assert tenue.champs == [["username", "camille"]]


def test_a_file_is_asked_for_again_by_its_name(engagement, partenaire):
    navigateur = Navigateur(partenaire)
    adresse = f"/espace/engagements/{engagement.pk}/preuves/"
    champs = navigateur.lire(adresse, 'name="fichier"') | {
        "titre": "Bail",
        "type": "entente",
        "date": "2026-01-05",
    }
    navigateur.finir()
    pdf = b"%PDF-1.7\n%%EOF\n"
    finie = navigateur.envoyer(adresse, champs | {"fichier": SimpleUploadedFile("bail.pdf", pdf)})
    assert "Fichier : bail.pdf (à joindre de nouveau)" in texte(finie).replace("\u00a0", " ")
    lue = navigateur.reprendre(finie, username=partenaire.username)
    page = lue.content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "bail.pdf (à joindre de nouveau)" in texte(lue)
    champs = lire_celui(lue, " data-rendu>") | {"fichier": SimpleUploadedFile("bail.pdf", pdf)}
    assert navigateur.envoyer(adresse, champs).status_code == 302
    assert Preuve.objects.get().titre == "Bail"


def test_what_was_pressed_is_pressed_again(coordination, plan):
    """And by no one else: its words are on the button."""
    tenue = tenue_de(
        "/admin/actions/action/add/",
        coordination,
        **{"titre": "Un bail", "_etape_publier": "Publier", "_popup": "1", "jalons-0-DELETE": "on"},
    )
    assert ("Jalon 1 · Ligne à supprimer", "coché") in [(dit.nom, dit.valeur) for dit in tenue.textes]
    assert tenue.boutons == [["_etape_publier", "Publier"]]
    assert ["_popup", "1"] in tenue.caches
    client = Client()
    client.force_login(coordination)
    page = client.post(CONNEXION, {"reprise": tenue.sceau}).content.decode()
    assert 'type="submit" name="_etape_publier" value="Publier">Publier</button>' in page


def test_what_was_chosen_in_a_list_of_the_back_office_goes_whole(coordination):
    """The name of a ticked row begins as that of a button, which would be sent without the others."""
    tenue = tenue_de(
        "/admin/actions/action/",
        coordination,
        **{"action": "publier_en_lot", "index": "0", "_selected_action": ["11", "12"]},
    )
    assert tenue.boutons == []
    assert [valeur for nom, valeur in tenue.caches if nom == "_selected_action"] == ["11", "12"]


REFUSES = {
    "rien": "",
    "autre chose": "abc:def",
    "d'un autre sceau": dumps(["/espace/", "x", [], []], salt="ailleurs"),
}


@pytest.mark.parametrize("tenu", REFUSES.values(), ids=REFUSES)
def test_what_the_site_did_not_seal_is_not_read(tenu, partenaire):
    assert "Votre formulaire est gardé" not in texte(Client().post(CONNEXION, {"reprise": tenu}))
    client = Client()
    client.force_login(partenaire)
    assert client.post(CONNEXION, {"reprise": tenu}).status_code == 302


def test_what_is_too_long_is_given_back_to_be_copied(engagement, partenaire):
    cle = reprise.cle_de("hasard", partenaire)
    finie = Client().post(declarer(engagement), {"texte": "Mot " * 200_000, "une_fois": cle})
    assert 'name="reprise"' not in finie.content.decode()
    assert "Copiez d'abord ce que vous aviez écrit" in texte(finie)


def test_the_form_comes_back_on_its_own_page(engagement, partenaire, commence):
    """What is promised, to whom, the words of the button: what is sent is seen, and may still be mended."""
    navigateur, finie = commence
    lue = navigateur.reprendre(finie, username=partenaire.username)
    dite, page = texte(lue), lue.content.decode()
    for mots in ("Où en êtes-vous?", str(engagement.titre), "ne pourra plus être modifiée"):
        assert mots in dite
    assert 'type="submit">Inscrire ma déclaration</button>' in page
    assert re.search(r'<input type="radio" name="genre" value="avance"[^>]* checked', page)
    corrige = lire_celui(lue, " data-rendu>") | {"texte": "Corrigé avant l'envoi."}
    assert navigateur.envoyer(declarer(engagement), corrige).status_code == 302
    assert "Corrigé" in Declaration.objects.get().texte


def test_what_has_no_page_any_more_is_shown_to_be_read(ville, partenaire, commence):
    """The account answers for another organisation meanwhile: what was typed is not lost for it."""
    navigateur, finie = commence
    Utilisateur.objects.filter(pk=partenaire.pk).update(organisation=ville)
    lue = navigateur.reprendre(finie, username=partenaire.username)
    assert " data-rendu>" not in lue.content.decode()
    assert "rue &quot;Ontario&quot;" in lue.content.decode()


def test_whoever_is_in_by_another_account_changes_it_and_goes_on(
    engagement, partenaire, verificatrice, commence
):
    verificatrice.set_password(MOT)
    verificatrice.save()
    navigateur, finie = commence
    autre = navigateur.reprendre(finie, username=verificatrice.username)
    assert str(verificatrice) in texte(autre)
    lue = navigateur.reprendre(autre, username=partenaire.username)
    assert lue.status_code == 200
    assert navigateur.envoyer(declarer(engagement), lire_celui(lue, " data-rendu>")).status_code == 302
    assert Declaration.objects.get().par == partenaire


def test_another_window_that_signed_in_by_another_account_is_said(engagement, partenaire, verificatrice):
    """Not that the form has expired: reloading it would lose what was typed, and be of the other account."""
    verificatrice.set_password(MOT)
    verificatrice.save()
    navigateur = Navigateur(partenaire)
    champs = navigateur.lire(declarer(engagement), "genre") | {"genre": "avance", "texte": TAPE}
    navigateur.finir()
    porte = navigateur.lire(CONNEXION, 'name="password"')
    navigateur.envoyer(CONNEXION, porte | {"username": verificatrice.username, "password": MOT})
    dite = navigateur.envoyer(declarer(engagement), champs)
    assert dite.status_code == 403
    assert "Ce formulaire était ouvert par un autre compte" in texte(dite)
    assert "Ontario" in texte(dite)
    assert navigateur.reprendre(dite, username=partenaire.username).status_code == 200


def test_what_was_sent_is_not_said_to_be_still_to_send(engagement, partenaire, commence):
    """The page of the login, sent again (back, then « renvoyer »), after its form was."""
    navigateur, finie = commence
    lue = navigateur.reprendre(finie, username=partenaire.username)
    navigateur.envoyer(declarer(engagement), lire_celui(lue, " data-rendu>"))
    encore = navigateur.envoyer(CONNEXION, jeton(navigateur) | {"reprise": sceau(finie)})
    assert encore.status_code == 409
    assert "Ce formulaire a déjà été envoyé" in texte(encore)
    assert f'href="/espace/engagements/{engagement.pk}/' in encore.content.decode()
    assert Declaration.objects.count() == 1


def jeton(navigateur: Navigateur) -> dict:
    return {"csrfmiddlewaretoken": navigateur.lire("/espace/", "/compte/deconnexion/")["csrfmiddlewaretoken"]}
