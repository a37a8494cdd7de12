"""A picture is withdrawn as bytes: whoever else holds them, and whoever hands them in again."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow

from actions.models import Image
from partenariat.models import Retrait
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.modele import RetraitRefuse
from partenariat.retraits.registre_de_fichier import exporter, rejouer
from tests.actions.refus import modifie, refuse
from tests.actions.test_images import AJOUT, adresse, balises, lire
from tests.factories import (
    ActionFactory,
    HistoireFactory,
    ImageFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir, texte
from tests.passe import reculer
from tests.retraits import demander, retirer

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)


def la_meme(image: Image, **reste) -> Image:
    """Another row of the same bytes."""
    with image.fichier.open("rb") as lu:
        octets = lu.read()
    return ImageFactory(fichier=SimpleUploadedFile("autre.webp", octets), empreinte=image.empreinte, **reste)


def statut(chemin: str) -> int:
    return Client().get(chemin).status_code


@pytest.fixture
def actions(plan, axe):
    return [ActionFactory(plan=plan, axe=axe, code=code, publiee=True) for code in ("1.1", "1.2")]


@pytest.fixture
def image(actions):
    return ImageFactory(action=actions[0], texte="Un étal", credit="Photo : A. Roy")


@pytest.mark.parametrize("champ", ["", "fichier"], ids=["whole", "its file"])
@pytest.mark.parametrize("laquelle", [0, 1])
def test_it_leaves_every_place_where_the_same_bytes_are(actions, image, champ, laquelle):
    autre = la_meme(image, action=actions[1])
    ailleurs = la_meme(image, action=ActionFactory(plan=PlanFactory(slug="autre"), publiee=True))
    logo = la_meme(image, action=None, organisation=actions[0].responsable, credit="")
    reculer(3)
    assert {statut(adresse(image)), statut(adresse(ailleurs, "autre"))} == {200}
    retrait = retirer((image, autre)[laquelle], champ=champ)
    assert set(retrait.suites.values_list("cle", "champ")) == {
        (une.pk, champ) for une in (image, autre, ailleurs, logo) if une.pk != retrait.cle
    }
    for jour in ("", f"?au={HIER}"):
        assert statut(f"{adresse(image)}{jour}") == 410
        assert statut(f"{adresse(ailleurs, 'autre')}{jour}") == 410
        for page in ("actions/1.1", "actions/1.2", f"organisations/{logo.organisation.slug}"):
            assert not balises(lire(f"/plans/actif/{page}/{jour}"))
    assert len(caviarder().fichiers) == 4
    assert not any(une.fichier.storage.exists(une.fichier.name) for une in (image, autre, ailleurs, logo))


def test_the_pictures_of_an_action_and_of_its_stories_go_with_it_whole(actions, image):
    histoire = ImageFactory(action=None, histoire=HistoireFactory(action=actions[0], publiee=True))
    cachee = la_meme(image, action=actions[0], montree=False)
    ailleurs = [la_meme(une, action=actions[1], montree=une is image) for une in (image, histoire)]
    reculer(3)
    retrait = retirer(actions[0])
    images = [image, histoire, cachee, *ailleurs]
    suites = retrait.suites.filter(relation=Image._meta.db_table)
    assert sorted(suites.values_list("cle", flat=True)) == sorted(une.pk for une in images)
    assert {statut(f"{adresse(image)}{jour}") for jour in ("", f"?au={HIER}")} == {410}
    assert len(caviarder().fichiers) == len(images)
    assert not any(une.fichier.storage.exists(une.fichier.name) for une in images)


def test_its_words_alone_take_no_other(actions, image):
    autre = la_meme(image, action=actions[1])
    retirer(image, champ="credit")
    assert statut(adresse(autre)) == 200
    assert not Retrait.objects.de(autre).exists()


def test_who_asks_reads_what_else_goes_and_what_waits_is_settled_first(client_de, actions, image):
    autre = la_meme(image, action=actions[1])
    demande = demander(image)
    page = client_de(UtilisateurFactory(coordination=True)).get(
        f"/admin/partenariat/retrait/{demande.pk}/change/"
    )
    assert "Image de l'action 1.2" in texte(page).replace("’", "'")
    demander(autre)
    with pytest.raises(RetraitRefuse, match="Réglez d'abord"):
        demande.confirmer(UtilisateurFactory(coordination=True))


@pytest.mark.parametrize("quand", ["before", "after"])
def test_taken_down_it_is_gone_as_well(image, quand):
    reculer(3)
    if quand == "before":
        modifie(image, montree=False)
    assert statut(adresse(image)) == (404 if quand == "before" else 200)
    retirer(image)
    modifie(image, montree=False)
    assert statut(adresse(image)) == 410


def test_one_that_was_never_shown_is_not_said_to_be_gone(actions):
    jamais = ImageFactory(action=actions[0], montree=False)
    absente = f"/plans/actif/images/{'0' * 64}.webp"
    retirer(jamais)
    assert (statut(adresse(jamais)), statut(absente)) == (404, 404)


def test_nor_one_of_a_draft_or_of_a_body_that_nobody_knows(plan, axe):
    brouillon = ActionFactory(plan=plan, axe=axe, code="1.98")
    cachees = [
        ImageFactory(action=brouillon),
        ImageFactory(action=None, organisation=OrganisationFactory(), credit=""),
    ]
    for cachee in cachees:
        assert not retirer(cachee).public
        assert statut(adresse(cachee)) == 404


def piece() -> SimpleUploadedFile:
    sortie = io.BytesIO()
    Pillow.new("RGB", (1200, 800), (40, 90, 60)).save(sortie, "JPEG")
    return SimpleUploadedFile("Marché.jpg", sortie.getvalue())


def deposer(client, code: str):
    dit = {"codes_action": code, "texte": "Un étal", "credit": "Ville", "image": piece()}
    return envoyer(client, AJOUT, ouvrir(client, AJOUT, "image_form"), **dit)


def test_the_same_file_is_not_handed_in_again(coordination, actions):
    assert deposer(coordination, "1.1").status_code == 302
    retirer(Image.objects.get())
    reponse = deposer(coordination, "1.2")
    assert reponse.status_code == 200
    dit = texte(reponse).replace("’", "'").replace("\u00a0", " ")
    assert "Ce fichier a été retiré du site : il ne s'y dépose pas de nouveau." in dit
    assert Image.objects.count() == 1


def test_nor_written_in_the_database(actions, image):
    demande = demander(image)
    autre = la_meme(image, action=actions[1], montree=False)
    demande.confirmer(UtilisateurFactory(coordination=True))
    assert Retrait.objects.de(autre).exists(), "what waits takes what comes meanwhile"
    refuse("retrait_meme_fichier", lambda: la_meme(image, action=actions[1]))
    ImageFactory(action=actions[1])


def test_an_older_copy_knows_what_was_read(actions, image):
    jamais = ImageFactory(action=actions[1], montree=False)
    retirer(image)
    retirer(jamais)
    dits = exporter()
    for dit in dits:
        dit["cle"] += 1_000
    rejouer(dits)
    lus = dict(Retrait.objects.filter(cle__gt=1_000).values_list("cle", "public"))
    assert lus == {image.pk + 1_000: True, jamais.pk + 1_000: False}
