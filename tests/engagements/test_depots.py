"""A partner files a document or a photo: whom it names is told first; no photo says who took it."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from engagements.models import LienSigne, Preuve
from partenariat.donnees.contenus.lectures import LECTEUR
from partenariat.donnees.contenus.natures import ACCEPTES
from partenariat.donnees.ecriture import PARTIEL
from partenariat.donnees.stockage import VIEUX, StockageEntier, balayer
from tests.factories import EngagementFactory
from tests.formulaires import texte
from tests.partenariat.test_depots import docx
from tests.partenariat.test_depots_archives import CORE, pdf
from tests.partenariat.test_depots_photos import SECRETS, photo

pytestmark = pytest.mark.django_db
NOMME = docx(**{"docProps/core.xml": CORE})


@pytest.fixture
def engagement(plan, organisme, ville):
    return EngagementFactory(plan=plan, code="E-1", partie=organisme, envers=ville, signe=True)


@pytest.fixture(params=["compte", "lien"])
def client(request, client_de, partenaire, organisme, coordination):
    if request.param == "compte":
        return client_de(partenaire)
    _lien, jeton = LienSigne.ouvrir(organisation=organisme, destinataire="Direction", par=coordination)
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    return client


def deposer(client, engagement, contenu: bytes, nom: str = "Bilan.docx", ou: str = "preuves", **autres):
    saisie = {"type": "rapport", "titre": "Mon bilan", "genre": "avance", "texte": "Un local."} | autres
    piece = {"fichier": SimpleUploadedFile(nom, contenu)} if contenu else {}
    return client.post(f"/espace/engagements/{engagement.pk}/{ou}/", saisie | piece)


def case(reponse) -> tuple[str, bool]:
    """The value of the box, and whether it is ticked."""
    (balise,) = re.findall(r'<input[^>]*name="nommes_sus"[^>]*>', reponse.content.decode())
    return re.search(r'value="([0-9a-f]{64})"', balise)[1], "checked" in balise


@pytest.mark.parametrize("ou", ["preuves", "declarer"])
def test_whom_a_document_names_is_told_before_it_is_filed(engagement, client, ou):
    reponse = deposer(client, engagement, NOMME, ou=ou)
    assert reponse.status_code == 200
    assert "Ce fichier nomme : Alex Roy, Sam Côté." in texte(reponse).replace("\u00a0", " ")
    assert 'value="Mon bilan"' in reponse.content.decode()
    assert not Preuve.objects.exists()
    valeur, cochee = case(reponse)
    assert not cochee
    assert deposer(client, engagement, NOMME, ou=ou, nommes_sus=valeur).status_code == 302
    assert Preuve.objects.get().empreinte == valeur


def facultatifs(page: str) -> set[str]:
    """The fields whose label says that they may be left out."""
    etiquettes = re.findall(r'<label for="id_(\w+)"[^>]*>(.*?)</label>', page, re.DOTALL)
    return {nom for nom, dit in etiquettes if "(facultatif)" in dit}


@pytest.mark.parametrize(("ou", "restent"), [("preuves", {"date"}), ("declarer", {"date", "type"})])
def test_no_label_says_of_what_may_be_required_that_it_may_be_left_out(engagement, client, ou, restent):
    vide = client.get(f"/espace/engagements/{engagement.pk}/{ou}/").content.decode()
    refusee = deposer(client, engagement, NOMME, ou=ou).content.decode()
    assert 'name="nommes_sus"' in refusee
    assert facultatifs(vide) == facultatifs(refusee) == restent


def test_where_its_photos_were_taken_is_told_before_it_is_filed(engagement, client):
    document = docx(**{"word/media/image1.jpeg": photo("jpeg")})
    reponse = deposer(client, engagement, document)
    assert "Une photo de ce fichier dit où elle a été prise." in texte(reponse)
    assert not Preuve.objects.exists()
    assert deposer(client, engagement, document, nommes_sus=case(reponse)[0]).status_code == 302


def test_the_box_is_that_of_one_file(engagement, client):
    valeur, _cochee = case(deposer(client, engagement, NOMME))
    autre = docx(**{"docProps/core.xml": CORE.replace("Alex", "Camille")})
    reponse = deposer(client, engagement, autre, nommes_sus=valeur)
    assert "Camille Roy" in texte(reponse)
    nouvelle, cochee = case(reponse)
    assert (nouvelle != valeur, cochee) == (True, False)
    assert not Preuve.objects.exists()


def test_ticked_once_it_stays_so_while_the_rest_is_put_right(engagement, client):
    valeur, _cochee = case(deposer(client, engagement, NOMME))
    assert case(deposer(client, engagement, NOMME, nommes_sus=valeur, titre="")) == (valeur, True)


def test_ticked_without_the_file_it_asks_for_it_again(engagement, client):
    valeur, _cochee = case(deposer(client, engagement, NOMME))
    reponse = deposer(client, engagement, b"", nommes_sus=valeur)
    assert "Joignez de nouveau le fichier" in texte(reponse)
    assert case(reponse) == (valeur, True)


def test_a_document_that_names_nobody_asks_nothing(engagement, client):
    assert "nommes_sus" not in client.get(f"/espace/engagements/{engagement.pk}/preuves/").content.decode()
    assert deposer(client, engagement, docx()).status_code == 302


@pytest.mark.parametrize("sorte", ["jpeg", "png", "webp", "heic"])
def test_a_photo_downloaded_says_neither_where_nor_who(engagement, client, sorte):
    reponse = deposer(client, engagement, photo(sorte, orientation=6), f"Chantier.{sorte}")
    page = texte(client.get(reponse.url))
    assert ("La photo HEIC est gardée en JPEG." in page) == (sorte == "heic")
    preuve = Preuve.objects.get()
    servie = client.get(f"/espace/preuves/{preuve.pk}/fichier/")
    contenu = b"".join(servie.streaming_content)
    assert not [secret for secret in SECRETS if secret in contenu]
    assert not Image.open(io.BytesIO(contenu)).getexif().get_ifd(0x8825)
    assert len(contenu) == preuve.taille


@pytest.mark.parametrize("ou", ["preuves", "declarer"])
def test_a_file_field_says_what_it_takes(engagement, client, ou):
    page = client.get(f"/espace/engagements/{engagement.pk}/{ou}/").content.decode()
    (champ,) = re.findall(r'<input[^>]*type="file"[^>]*>', page)
    assert f'accept="{ACCEPTES}"' in champ
    assert {".heic", ".jpg", "image/heic", "application/pdf"} <= set(ACCEPTES.split(","))


@pytest.mark.parametrize("ou", ["preuves", "declarer"])
def test_a_file_that_the_machine_cannot_read_now_inscribes_nothing_and_keeps_what_was_typed(
    engagement, client, monkeypatch, ou
):
    monkeypatch.setattr(LECTEUR, "delai", 0.001)
    reponse = deposer(client, engagement, pdf(), "Bilan.pdf", ou=ou)
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "5")
    page = reponse.content.decode().replace("&#x27;", "'")
    assert "n'a pas pu examiner ce fichier maintenant" in page
    assert 'value="Mon bilan"' in page
    assert not Preuve.objects.exists()
    monkeypatch.undo()
    assert deposer(client, engagement, pdf(), "Bilan.pdf", ou=ou).status_code == 302


# --- The disk --------------------------------------------------------------------------------------------
@pytest.fixture
def dossier(tmp_path):
    return tmp_path / "depots"


def garder(dossier, nom: str = "ab/abc.pdf") -> str:
    return StockageEntier(location=dossier).save(nom, ContentFile(b"x" * 1000))


def fichiers(dossier) -> list[str]:
    return sorted(chemin.name for chemin in dossier.rglob("*") if chemin.is_file())


def test_what_is_kept_is_for_its_owner_alone(dossier, settings):
    garder(dossier)
    chemin = dossier / "ab/abc.pdf"
    assert chemin.read_bytes() == b"x" * 1000
    assert chemin.stat().st_mode & 0o777 == settings.FILE_UPLOAD_PERMISSIONS


@pytest.mark.parametrize("geste", ["fsync", "link", "open"])
def test_a_failure_leaves_no_part_of_a_file(dossier, monkeypatch, geste, caplog):
    def plein(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"partenariat.donnees.ecriture.os.{geste}", plein)
    with pytest.raises(OSError, match="No space"):
        garder(dossier)
    assert not fichiers(dossier)
    assert [trace.getMessage() for trace in caplog.records] == ["Fichier non gardé : No space left on device"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("defaire", "reste"),
    [(None, ["abc.pdf"]), ("tout", []), ("dedans", []), ("panne", [])],
    ids=["gardée", "défaite", "défaite dedans", "en panne"],
)
def test_a_file_goes_with_the_transaction_that_is_undone(dossier, defaire, reste):
    try:
        with transaction.atomic():
            with transaction.atomic():
                garder(dossier)
                assert fichiers(dossier) == ["abc.pdf"]
                transaction.set_rollback(defaire == "dedans")
            assert fichiers(dossier) == ([] if defaire == "dedans" else ["abc.pdf"])
            if defaire == "panne":
                raise KeyboardInterrupt
            transaction.set_rollback(defaire == "tout")
    except KeyboardInterrupt:
        pass
    assert fichiers(dossier) == reste


def test_what_a_killed_process_was_writing_is_swept_once_it_is_old(dossier, monkeypatch):
    garder(dossier)
    for nom in ("vieux", "neuf"):
        (dossier / f"ab/{nom}.pdf{PARTIEL}").write_bytes(b"x")
    assert balayer(dossier) == 0
    maintenant = (dossier / "ab/vieux.pdf.partiel").stat().st_mtime
    monkeypatch.setattr("partenariat.donnees.stockage.time.time", lambda: maintenant + VIEUX + 60)
    (dossier / f"ab/neuf.pdf{PARTIEL}").unlink()
    assert balayer(dossier) == 1
    assert fichiers(dossier) == ["abc.pdf"]
