"""A file is written whole or not at all, whoever writes it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from partenariat.donnees.ecriture import ecrire, entier


def noms(dossier: Path) -> list[str]:
    return sorted(chemin.name for chemin in dossier.iterdir())


@pytest.fixture
def umask():
    """Everything that is not asked for is open to others."""
    avant = os.umask(0)
    yield
    os.umask(avant)


def test_it_is_for_its_owner_alone_from_its_first_byte(tmp_path, umask):
    cle = tmp_path / "cle"
    with entier(cle) as sortie:
        assert Path(sortie.name).stat().st_mode & 0o777 == 0o600
        assert not cle.exists()
    assert cle.stat().st_mode & 0o777 == 0o600
    with entier(tmp_path / "page", 0o640):
        pass
    assert (tmp_path / "page").stat().st_mode & 0o777 == 0o640


def test_what_was_there_is_replaced_at_once(tmp_path):
    cle = tmp_path / "cle"
    ecrire(cle, "avant")
    with entier(cle) as sortie:
        sortie.write("après".encode())
        sortie.flush()
        assert cle.read_text() == "avant"
    assert cle.read_text() == "après"
    assert noms(tmp_path) == ["cle"]


def test_a_name_that_is_taken_is_not_written_over(tmp_path):
    cle = tmp_path / "cle"
    ecrire(cle, "avant")
    with pytest.raises(FileExistsError), entier(cle, neuf=True) as sortie:
        sortie.write(b"apres")
    assert cle.read_text() == "avant"
    assert noms(tmp_path) == ["cle"]


def test_the_file_then_its_name_reach_the_disk(tmp_path, monkeypatch):
    vrai, gestes = os.fsync, []

    def fsync(descripteur):
        gestes.append((Path(f"/proc/self/fd/{descripteur}").resolve(), noms(tmp_path)))
        vrai(descripteur)

    monkeypatch.setattr(os, "fsync", fsync)
    ecrire(tmp_path / "cle", "texte")
    (_fichier, avant), (dossier, apres) = gestes
    assert "cle" not in avant
    assert (dossier, apres) == (tmp_path, ["cle"])


PANNES = {"en l'écrivant": 0, "au disque": 1, "au dossier": 2}


@pytest.mark.parametrize("quand", PANNES.values(), ids=PANNES)
@pytest.mark.parametrize("panne", [OSError, KeyboardInterrupt], ids=["panne", "arrêt"])
@pytest.mark.parametrize("neuf", [True, False], ids=["neuf", "remplacé"])
def test_a_failure_leaves_nothing_beside_and_no_new_name(tmp_path, monkeypatch, quand, panne, neuf):
    cle, vrai, restent = tmp_path / "cle", os.fsync, [quand]
    if not neuf:
        ecrire(cle, "avant")

    def fsync(descripteur):
        restent[0] -= 1
        if not restent[0]:
            raise panne
        vrai(descripteur)

    def essayer():
        with entier(cle, neuf=neuf) as sortie:
            sortie.write("après".encode())
            if not quand:
                raise panne

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(panne):
        essayer()
    assert noms(tmp_path) == ([] if neuf else ["cle"])
    if not neuf and quand < PANNES["au dossier"]:
        assert cle.read_text() == "avant"


def test_it_asks_nothing_of_django():
    code = "import partenariat.donnees.ecriture, sys; print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
