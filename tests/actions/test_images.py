"""Faces: who may hand one in, what the database refuses, where it is shown, and to whom it is not."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow

from actions.models import Image
from actions.models.etats import Publication
from partenariat.donnees import reception
from partenariat.donnees.vignettes import reduire
from partenariat.histoire.integrite import verifier
from partenariat.retraits.caviardage import caviarder
from tests.actions.refus import modifie, refuse
from tests.factories import (
    ActionFactory,
    AxeFactory,
    ImageFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir, texte
from tests.formulaires import lire as lire_formulaire
from tests.passe import reculer
from tests.reponses import sans_la_demande
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
AJOUT = "/admin/actions/image/add/"


def adresse(image: Image, plan: str = "actif") -> str:
    return f"/plans/{plan}/images/{image.empreinte}.webp"


def balises(page: str) -> list[str]:
    return re.findall(r"<img\b[^>]*>", page)


def lire(chemin: str) -> str:
    reponse = Client().get(chemin)
    assert reponse.status_code == 200, chemin
    return reponse.content.decode()


@pytest.fixture
def action(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)


@pytest.fixture
def image(action):
    return ImageFactory(action=action, texte="Un étal au marché", credit="Photo : A. Roy")


# --- What the database refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize("combien", ["none", "two"])
def test_a_picture_is_of_one_thing(action, axe, combien):
    autres = {"action": None} if combien == "none" else {"action": action, "axe": axe}
    refuse("image_d_un_seul_sujet", lambda: ImageFactory(**autres))


def test_a_picture_says_what_it_shows_and_who_made_it(image):
    refuse("image_texte_non_vide", lambda: modifie(image, texte=" "))
    refuse("image_credit_ecrit", lambda: modifie(image, credit=""))
    logo = ImageFactory(action=None, organisation=OrganisationFactory(), credit="")
    refuse("image_texte_non_vide", lambda: modifie(logo, texte=""))


@pytest.mark.parametrize("champ", ["empreinte", "largeur", "hauteur", "fichier", "action_id"])
def test_the_file_of_a_picture_never_changes(image, champ):
    autre = ImageFactory()
    valeur = {"largeur": 90, "hauteur": 90}.get(champ) or str(getattr(autre, champ))
    refuse("image_figee", lambda: modifie(image, **{champ: valeur}))


@pytest.mark.parametrize(("champ", "valeur"), [("largeur", 961), ("hauteur", 23), ("empreinte", "zz")])
def test_a_picture_has_the_size_and_the_fingerprint_of_its_file(champ, valeur):
    refuse("image_fichier_empreint", lambda: ImageFactory(**{champ: valeur}))


@pytest.mark.parametrize("sujet", ["action", "axe", "organisation"])
def test_one_picture_is_shown_at_a_place(action, axe, sujet):
    de = {"action": action, "axe": axe, "organisation": action.responsable}[sujet]
    premiere = ImageFactory(**{"action": None, sujet: de})
    refuse(f"image_une_par_{sujet}", lambda: ImageFactory(**{"action": None, sujet: de}))
    modifie(premiere, montree=False)
    ImageFactory(**{"action": None, sujet: de})


# --- Where it is shown --------------------------------------------------------------------------------------


def test_an_action_shows_its_picture_sized_and_lazy_with_its_credit(image):
    page = lire("/plans/actif/actions/1.1/")
    (balise,) = balises(page)
    assert f'src="{adresse(image)}"' in balise
    for attribut in (
        'alt="Un étal au marché"',
        'width="96"',
        'height="64"',
        'loading="lazy"',
        'decoding="async"',
    ):
        assert attribut in balise
    assert "A. Roy</figcaption>" in page


def test_an_axis_and_a_body_show_theirs(action, axe):
    de_l_axe = ImageFactory(action=None, axe=axe)
    logo = ImageFactory(action=None, organisation=action.responsable, credit="")
    (balise,) = balises(lire("/plans/actif/axes/1/"))
    assert adresse(de_l_axe) in balise
    (balise,) = balises(lire(f"/plans/actif/organisations/{action.responsable.slug}/"))
    assert adresse(logo) in balise
    (balise,) = balises(lire("/plans/actif/organisations/"))
    assert adresse(logo) in balise
    assert 'alt=""' in balise, "its name stands beside it"
    assert {lire_image(adresse(une)) for une in (de_l_axe, logo)} == {(96, 64)}


def lire_image(chemin: str) -> tuple[int, int]:
    reponse = Client().get(chemin)
    assert reponse["Content-Type"] == "image/webp"
    assert reponse["X-Content-Type-Options"] == "nosniff"
    return Pillow.open(io.BytesIO(reponse.content)).size


def test_an_english_page_says_it_in_english_where_it_can(image):
    chemin = "/en/plans/actif/actions/1.1/"
    (balise,) = balises(lire(chemin))
    assert 'alt="Un étal au marché"' in balise
    assert 'lang="fr"' in balise
    modifie(image, texte_en="A market stall")
    (balise,) = balises(lire(chemin))
    assert 'alt="A market stall"' in balise
    assert "lang=" not in balise


# --- Where it is not ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("publication", [Publication.BROUILLON, Publication.A_VALIDER])
def test_the_picture_of_what_is_not_public_does_not_exist(plan, axe, publication):
    cachee = ImageFactory(action=ActionFactory(plan=plan, axe=axe, publication=publication))
    absente = Client().get(f"/plans/actif/images/{'0' * 64}.webp")
    reponse = Client().get(adresse(cachee))
    assert (reponse.status_code, absente.status_code) == (404, 404)
    assert sans_la_demande(reponse) == sans_la_demande(absente)


def test_the_picture_of_what_leaves_the_site_leaves_with_it(action, image):
    assert Client().get(adresse(image)).status_code == 200
    modifie(action, publication=Publication.BROUILLON)
    assert Client().get(adresse(image)).status_code == 404


def test_a_logo_is_shown_where_its_body_is(action, image):
    inconnue = ImageFactory(action=None, organisation=OrganisationFactory(), credit="")
    assert Client().get(adresse(inconnue)).status_code == 404
    assert inconnue.empreinte not in lire("/plans/actif/organisations/")
    autre = ActionFactory(plan=PlanFactory(slug="autre"), publiee=True)
    d_un_autre_plan = ImageFactory(action=autre)
    assert Client().get(adresse(d_un_autre_plan)).status_code == 404
    assert Client().get(adresse(d_un_autre_plan, "autre")).status_code == 200


def test_a_picture_taken_down_stays_in_the_day_when_it_was_shown(action, image):
    reculer(3)
    modifie(image, montree=False)
    neuve = ImageFactory(action=action)
    hier = timezone.localdate() - timedelta(days=1)
    assert Client().get(adresse(image)).status_code == 404
    (balise,) = balises(lire("/plans/actif/actions/1.1/"))
    assert adresse(neuve) in balise
    (balise,) = balises(lire(f"/plans/actif/actions/1.1/?au={hier}"))
    assert f"{adresse(image)}?au={hier}" in balise
    assert Client().get(f"{adresse(image)}?au={hier}").status_code == 200
    assert Client().get(f"{adresse(neuve)}?au={hier}").status_code == 404


# --- Withdrawn for cause ------------------------------------------------------------------------------------


@pytest.mark.parametrize("champ", ["", "fichier"], ids=["whole", "its file"])
def test_a_picture_withdrawn_is_seen_on_no_day(image, champ):
    reculer(3)
    hier = timezone.localdate() - timedelta(days=1)
    retrait = retirer(image, **({"champ": champ} if champ else {}))
    assert retrait.quoi == ("Fichier · Image de l'action 1.1" if champ else "Image de l'action 1.1")
    for jour in ("", f"?au={hier}"):
        assert not balises(lire(f"/plans/actif/actions/1.1/{jour}"))
        assert Client().get(f"{adresse(image)}{jour}").status_code == 410
    chemin = image.fichier.storage.path(image.fichier.name)
    assert [nom for nom in caviarder().fichiers if chemin.endswith(nom)]
    assert not image.fichier.storage.exists(image.fichier.name)
    assert dict(verifier())["Fichiers déposés"] == []


def test_its_page_in_the_back_office_says_where_one_asks(image, coordination):
    page = coordination.get(f"/admin/actions/image/{image.pk}/change/").content.decode()
    assert f"/admin/partenariat/retrait/add/?de=actions_image:{image.pk}" in page


def test_its_file_is_among_those_that_are_verified(image):
    assert dict(verifier())["Fichiers déposés"] == []
    chemin = Path(image.fichier.storage.path(image.fichier.name))
    chemin.write_bytes(chemin.read_bytes() + b"!")
    (faute,) = dict(verifier())["Fichiers déposés"]
    assert "altéré" in faute


# --- The back office ----------------------------------------------------------------------------------------


def piece(taille=(1200, 800), nom="Marché.jpg") -> SimpleUploadedFile:
    sortie = io.BytesIO()
    Pillow.new("RGB", taille, (40, 90, 60)).save(sortie, "JPEG")
    return SimpleUploadedFile(nom, sortie.getvalue())


def test_the_coordination_hands_in_a_picture(coordination, action):
    champs = ouvrir(coordination, AJOUT, "image_form")
    saisie = {"action": str(action.pk), "texte": "Un étal", "credit": "Ville de Montréal", "image": piece()}
    assert envoyer(coordination, AJOUT, champs, **saisie).status_code == 302
    image = Image.objects.get()
    assert (image.action, image.largeur, image.hauteur) == (action, 960, 640)
    assert image.nom_fichier == "Marché.webp"
    assert lire_image(adresse(image)) == (960, 640)


def test_an_action_is_also_named_by_its_code_and_a_logo_is_small(coordination, action):
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"texte": "Un étal", "credit": "Ville", "codes_action": "1.1", "image": piece()}
    assert envoyer(coordination, AJOUT, champs, **dit).status_code == 302
    dit = {"texte": "Logo", "organisation": str(action.responsable_id), "image": piece()}
    assert envoyer(coordination, AJOUT, ouvrir(coordination, AJOUT, "image_form"), **dit).status_code == 302
    assert set(Image.objects.values_list("largeur", "hauteur")) == {(960, 640), (288, 192)}


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"image": SimpleUploadedFile("a.jpg", b"<svg/>")}, "n'est pas une image que le site sait lire"),
        ({"image": None}, "Ce champ est obligatoire"),
        ({"credit": ""}, "L'image d'un axe, d'une action ou d'une histoire a un crédit."),
        ({"texte": ""}, "Ce champ est obligatoire"),
        ({"codes_action": ""}, "choisissez-en un, et un seul"),
    ],
    ids=["not a picture", "none", "no credit", "no words", "of nothing"],
)
def test_what_is_missing_is_said_and_nothing_is_kept(coordination, action, saisie, phrase):
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "credit": "Ville", "image": piece()} | saisie
    reponse = envoyer(coordination, AJOUT, champs, **dit)
    assert reponse.status_code == 200
    assert phrase in texte(reponse).replace("’", "'").replace("\u00a0", " ")
    assert not Image.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_words(coordination, action, monkeypatch):
    monkeypatch.setattr(reception, "TAILLE_MAX", 1000)
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "credit": "Ville", "image": piece()}
    reponse = envoyer(coordination, AJOUT, champs, **dit)
    dits = texte(reponse).replace("\u00a0", " ")
    assert "Ce fichier dépasse 20 Mo, la limite" in dits
    assert "Ce champ est obligatoire" not in dits


def test_what_is_said_of_a_picture_changes_and_its_file_does_not(coordination, image):
    page = f"/admin/actions/image/{image.pk}/change/"
    champs = ouvrir(coordination, page, "image_form")
    assert not {"image", "action", "codes_action"} & champs.keys()
    assert envoyer(coordination, page, champs, texte="Deux étals", montree=None).status_code == 302
    relue = Image.objects.get(pk=image.pk)
    assert (relue.texte, relue.montree, relue.empreinte) == ("Deux étals", False, image.empreinte)
    assert relue.version == image.version + 1


def test_two_people_who_say_otherwise_of_one_picture_are_told(coordination, image):
    page = f"/admin/actions/image/{image.pk}/change/"
    champs = ouvrir(coordination, page, "image_form")
    modifie(image, texte="Écrit entre-temps")
    reponse = envoyer(coordination, page, champs, texte="Écrit ensuite")
    assert "Quelqu'un a enregistré cette fiche" in texte(reponse)
    assert Image.objects.get(pk=image.pk).texte == "Écrit entre-temps"


def test_only_the_coordination_hands_in_pictures(client_de, redaction, image):
    page = f"/admin/actions/image/{image.pk}/change/"
    assert redaction.get(AJOUT).status_code == 403
    assert redaction.get(page).status_code in (403, 404)
    lecteur = client_de(UtilisateurFactory())
    assert lecteur.get(AJOUT).status_code in (302, 403)


def test_a_second_axis_of_the_same_number_has_its_own(plan, axe):
    """An axis is known by its row, and not by its number."""
    autre = AxeFactory(plan=PlanFactory(slug="autre"), numero=1)
    ActionFactory(plan=autre.plan, axe=autre, publiee=True)
    sienne = ImageFactory(action=None, axe=autre)
    assert not balises(lire("/plans/actif/axes/1/"))
    (balise,) = balises(lire("/plans/autre/axes/1/"))
    assert adresse(sienne, "autre") in balise


def test_a_missing_credit_does_not_lose_the_chosen_file(coordination, action):
    """No browser keeps a chosen file: the form gives it back, made small."""
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "image": piece()}
    rendue = envoyer(coordination, AJOUT, champs, **dit)
    assert rendue.status_code == 200
    assert "Gardée" in texte(rendue)
    champs = lire_formulaire(rendue, "image_form")
    assert envoyer(coordination, AJOUT, champs, credit="Ville").status_code == 302
    gardee = Image.objects.get()
    assert (gardee.nom_fichier, gardee.credit) == ("Marché.webp", "Ville")
    assert lire_image(adresse(gardee)) == (gardee.largeur, gardee.hauteur)


def test_a_picture_that_is_given_back_is_the_same_to_the_byte(coordination, action):
    """It is known by its fingerprint: a consent that is taken back finds it again."""
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "image": piece()}
    rendue = lire_formulaire(envoyer(coordination, AJOUT, champs, **dit), "image_form")
    assert envoyer(coordination, AJOUT, rendue, credit="Ville").status_code == 302
    assert Image.objects.get().empreinte == reduire(piece()).empreinte


def test_a_picture_that_may_not_come_back_is_not_given_back(coordination, action, monkeypatch):
    monkeypatch.setattr(Image, "revient", lambda _empreinte: True)
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "credit": "Ville", "image": piece()}
    rendue = envoyer(coordination, AJOUT, champs, **dit)
    assert rendue.status_code == 200
    assert lire_formulaire(rendue, "image_form")["image_tenue"] in ("", [""])
    assert not Image.objects.exists()


def test_a_picture_that_the_form_did_not_give_back_is_none(coordination, action):
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "credit": "Ville", "image_tenue": "contrefaite"}
    assert "Ce champ est obligatoire" in texte(envoyer(coordination, AJOUT, champs, **dit))
    assert not Image.objects.exists()


def test_a_picture_is_given_back_to_nobody_else(coordination, action, client_de):
    champs = ouvrir(coordination, AJOUT, "image_form")
    dit = {"codes_action": "1.1", "texte": "Un étal", "credit": " ", "image": piece()}
    tenue = lire_formulaire(envoyer(coordination, AJOUT, champs, **dit), "image_form")["image_tenue"]
    autre = client_de(UtilisateurFactory(coordination=True))
    siens = {**dit, "credit": "Ville", "image": None, "image_tenue": tenue}
    refus = envoyer(autre, AJOUT, ouvrir(autre, AJOUT, "image_form"), **siens)
    assert "Ce champ est obligatoire" in texte(refus)
    assert not Image.objects.exists()
    assert envoyer(coordination, AJOUT, ouvrir(coordination, AJOUT, "image_form"), **siens).status_code == 302
