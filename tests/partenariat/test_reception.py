"""Files on their way in: one that is stopped does not take the rest of the form with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from partenariat.donnees import depots, reception

PDF = b"%PDF-1.7\n%%EOF\n"


def envoyer(**fichiers):
    envois = {nom: SimpleUploadedFile(f"{nom}.pdf", contenu) for nom, contenu in fichiers.items()}
    requete = RequestFactory().post("/", {"texte": "Ce que j'ai écrit", **envois})
    assert requete.POST["texte"] == "Ce que j'ai écrit"
    return requete


def test_a_good_file_comes_in():
    requete = envoyer(fichier=PDF)
    with requete.FILES["fichier"] as fichier:
        assert fichier.read() == PDF
    assert not hasattr(requete, "depots_refuses")


def test_a_file_that_is_too_big_is_stopped_alone(monkeypatch):
    monkeypatch.setattr(reception, "TAILLE_MAX", 1000)
    requete = envoyer(fichier=b"x" * 1001, autre=PDF)
    assert set(requete.FILES) == {"autre"}
    assert "20 Mo" in requete.depots_refuses["fichier"]
    requete.FILES["autre"].close()


@pytest.mark.parametrize("geste", ["write", "open"])
def test_a_full_disk_stops_the_file_alone(monkeypatch, geste):
    def plein(*args, **kwargs):
        raise OSError(28, "No space left on device")

    if geste == "open":
        monkeypatch.setattr("partenariat.donnees.reception.tempfile.TemporaryFile", plein)
    else:
        monkeypatch.setattr(
            "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", plein
        )
    requete = envoyer(fichier=PDF)
    assert not requete.FILES
    assert "l'espace manque" in requete.depots_refuses["fichier"]


def test_too_many_files_are_stopped():
    requete = envoyer(**{f"f{rang}": PDF for rang in range(reception.FICHIERS_MAX + 1)})
    assert len(requete.FILES) == reception.FICHIERS_MAX
    for fichier in requete.FILES.values():
        fichier.close()


def test_the_limit_on_the_way_in_is_that_of_the_examination():
    assert reception.TAILLE_MAX == depots.TAILLE_MAX == 20 * 1024 * 1024
