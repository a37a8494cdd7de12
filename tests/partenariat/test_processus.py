"""A program that reads or makes for us: what it says of a file is the file's, all else is the machine's."""

import subprocess
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from partenariat.donnees import depots, processus
from partenariat.donnees.contenus import enfant
from partenariat.donnees.contenus.lectures import LECTEUR
from partenariat.donnees.contenus.natures import PAS_LU
from partenariat.donnees.processus import Indisponible
from partenariat.presentation.fabrique import ATELIER
from tests.partenariat.test_depots_archives import pdf
from tests.partenariat.test_depots_photos import photo

PROGRAMMES = {"atelier": ATELIER, "lecteur": LECTEUR}


@pytest.fixture
def remplacer(monkeypatch, tmp_path):
    """Puts other programs in the place of both."""

    def mettre(code: str) -> None:
        faux = tmp_path / "faux.py"
        faux.write_text(code)
        for programme in PROGRAMMES.values():
            monkeypatch.setattr(programme, "fichier", faux)

    return mettre


def refus(contenu: bytes = b"") -> ValidationError:
    with pytest.raises(ValidationError) as refuse:
        depots.examiner(ContentFile(contenu or pdf(), "avis.pdf"))
    return refuse.value


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_a_program_is_given_no_secret(programme, remplacer, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "un secret")
    monkeypatch.setenv("PYTHONPATH", "/ailleurs")
    remplacer("import os; print(sorted(os.environ))")
    dits = set(eval(programme.faire("outil", b"")))  # noqa: S307
    assert dits <= {"PATH", "LD_LIBRARY_PATH", "TMPDIR", "TZ", "LC_CTYPE"}


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=PROGRAMMES)
def test_a_place_is_given_back_whatever_happens(programme, remplacer):
    for code in ("raise ValueError", "import sys; sys.exit(3)", "print()"):
        remplacer(code)
        for _ in range(programme.a_la_fois + 1):
            try:
                programme.faire("outil", b"")
            except (Indisponible, *programme.refus.values()):
                pass
    assert programme.places._value == programme.a_la_fois


def test_what_the_reader_says_of_a_file_is_the_file_s(remplacer, caplog):
    remplacer(f"import sys; sys.exit({enfant.DEMESURE})")
    dit = refus()
    assert "trop de travail" in dit.messages[0]
    assert dit.code != PAS_LU
    assert not caplog.records


@pytest.mark.parametrize(
    "code", ["bytearray(4 * 1024**3)", "while True: pass"], ids=["de la mémoire", "du temps"]
)
def test_a_file_that_asks_for_more_than_it_may_is_refused(monkeypatch, tmp_path, code):
    """The reader as it is, a second of work allowed, with a file that makes its library do that."""
    source = LECTEUR.fichier.read_text().replace("SECONDES_MAX = 20", "SECONDES_MAX = 1")
    faux = tmp_path / "enfant.py"
    faux.write_text(source.replace("    import pikepdf\n", f"    {code}\n", 1))
    monkeypatch.setattr(LECTEUR, "fichier", faux)
    assert "trop de travail" in refus().messages[0]


PANNES = {
    "tué": ("import os; os.kill(os.getpid(), 9)", "terminé par -9"),
    "tombé": ("import os; os.abort()", "terminé par -6"),
    "en erreur": ("raise MemoryError('mots du fichier')", "terminé par 1"),
    "trop lent": ("import time; time.sleep(60)", "arrêté après 0.5 s"),
}


@pytest.mark.parametrize(("code", "dit"), PANNES.values(), ids=PANNES)
@pytest.mark.parametrize("contenu", [pdf(), photo("heic")], ids=["pdf", "heic"])
def test_where_the_machine_fails_the_file_is_not_blamed(remplacer, monkeypatch, caplog, contenu, code, dit):
    remplacer(code)
    if "sleep" in code:
        monkeypatch.setattr(LECTEUR, "delai", 0.5)
    lu = refus(contenu)
    assert lu.code == PAS_LU
    assert "n'a pas pu examiner ce fichier maintenant" in lu.messages[0]
    (ligne,) = caplog.records
    assert dit in ligne.getMessage()
    # What a reader says before it dies may be words of the file.
    assert "mots du fichier" not in caplog.text


@pytest.mark.parametrize("numero", [11, 12], ids=["aucun processus", "aucune mémoire"])
def test_a_process_that_cannot_start_blames_nobody(monkeypatch, caplog, numero):
    def echouer(*_args, **_options):
        raise OSError(numero, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", echouer)
    assert refus().code == PAS_LU
    assert "n'a pas démarré" in caplog.text


def test_without_a_place_one_is_told_to_come_back(monkeypatch, caplog):
    monkeypatch.setattr(LECTEUR, "patience", 0.01)
    monkeypatch.setattr(LECTEUR, "places", threading.BoundedSemaphore(1))
    LECTEUR.places.acquire()
    assert refus().code == PAS_LU
    assert "aucune place" in caplog.text


def test_the_places_of_the_one_are_not_those_of_the_other():
    assert ATELIER.places is not LECTEUR.places
    assert processus.DELAI > enfant.SECONDES_MAX, "a file that works too long is told so, not the machine"
