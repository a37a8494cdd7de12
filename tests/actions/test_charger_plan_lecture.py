"""`charger_plan` and files that are not what they should be: no traceback, no delay, one French sentence."""

import tracemalloc
from time import monotonic

import pytest

from actions.fichier.ouverture import LIMITE
from actions.models import Plan
from tests.actions.plan_d_essai import charger, ecrire, plan, refus

pytestmark = pytest.mark.django_db

BOMBE = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{lettre}: &{lettre} [{','.join([f'*{avant}'] * 9)}]\n"
    for avant, lettre in zip("abcdefgh", "bcdefghi", strict=True)
)

ILLISIBLES = {
    "empty": ("", "Le fichier est vide."),
    "blank": (" \n\n", "Le fichier est vide."),
    "only a comment": ("# rien\n", "Le fichier est vide."),
    "null": ("---\n~\n", "Le fichier est vide."),
    "a list": ("- a\n- b\n", "ligne 1 : trouvé une liste ; attendu : un groupe de clés"),
    "a text": ("bonjour\n", "trouvé « bonjour » ; attendu : un groupe de clés"),
    "unclosed bracket": ("meta: [a, b\naxes: c\n", "Erreur de syntaxe YAML, ligne 2, colonne 5"),
    "unclosed quote": ("meta: 'a\n", "le fichier s'arrête au milieu d'un texte entre guillemets"),
    "tab": (
        "meta:\n\ttitre: x\n",
        "ligne 2, colonne 1 : un caractère ne peut pas commencer une valeur (tabulation",
    ),
    "colon too many": ("meta: a: b\n", "ligne 1, colonne 8 : un « : » de trop"),
    "bad indentation": ("meta:\n  titre: x\n slug: y\n", "ligne 3, colonne 2 : "),
    "two documents": ("meta: {}\n---\nmeta: {}\n", "Ligne 2 : un fichier contient un seul plan"),
    "key that is a list": ("? [a]\n: b\n", "Ligne 1 : une clé est un texte simple"),
    "braces of a template": ("meta: {{ titre }}\n", "Ligne 1 : une clé est un texte simple"),
    "latin-1": (
        "meta:\n  titre: Économie\n".encode("latin-1"),
        "Ligne 2, octet 16 : l'octet 0xC9 n'est pas de l'UTF-8 ; enregistrez le fichier en UTF-8.",
    ),
    "utf-16": ("meta: {}".encode("utf-16"), "Le fichier est en UTF-16 ; enregistrez le fichier en UTF-8."),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "n'est pas un fichier texte (octet nul à la position 9)"),
    "control character": (b"meta: {titre: a\x07b}", "un caractère de contrôle s'est glissé"),
    "escaped NUL": ('meta: {titre: "a\\0b"}\n', "ligne 1 · meta › titre : trouvé un caractère de contrôle"),
    "deep lists": ("[" * 10_000, "Ligne 1 : plus de 20 niveaux imbriqués."),
    "deep groups": ("a: " + "{a: " * 10_000, "Ligne 1 : plus de 20 niveaux imbriqués."),
    "deep blocks": (
        "".join(f"{' ' * n}a:\n" for n in range(300)),
        "Ligne 21 : plus de 20 niveaux imbriqués.",
    ),
    "YAML bomb": (BOMBE, "ligne 2 · b[1] : les renvois YAML (« *a ») sont refusés"),
    "recursive alias": ("a: &a [*a]\n", "les renvois YAML (« *a ») sont refusés"),
    "merge key": ("meta: {<<: {titre: x}}\n", "les clés de fusion (« << ») sont refusées"),
    "python object": (
        "meta: !!python/object/apply:os.system ['echo non']\n",
        "ligne 1 · meta : l'étiquette YAML « !!python/object/apply:os.system » est refusée",
    ),
    "custom tag": ("meta: {titre: !secret x}\n", "meta › titre : l'étiquette YAML « !secret » est refusée"),
    "binary tag": ("meta: {titre: !!binary aGVsbG8=}\n", "l'étiquette YAML « !!binary » est refusée"),
    "unknown tag handle": ("meta: !a!b c\n", "une étiquette YAML (« !… ») est inconnue"),
}


@pytest.mark.parametrize(("contenu", "attendu"), ILLISIBLES.values(), ids=ILLISIBLES.keys())
def test_what_is_not_a_plan_is_refused_in_one_french_sentence(tmp_path, contenu, attendu):
    debut = monotonic()
    assert attendu in refus(ecrire(tmp_path, contenu))
    assert monotonic() - debut < 2
    assert not Plan.objects.exists()


def test_a_key_written_twice_is_told_with_both_lines(tmp_path):
    message = refus(ecrire(tmp_path, "meta: {titre: x}\naxes: []\nactions: []\nmeta: {titre: y}\n"))
    assert "ligne 4 · meta : clé en double : elle est déjà écrite à la ligne 1." in message


def test_a_key_written_twice_deep_in_an_action_is_told_with_its_path(tmp_path):
    texte = "meta: {titre: x}\naxes: []\nactions:\n- code: '1.1'\n  titre_fr: a\n  titre_fr: b\n"
    assert "ligne 6 · actions[1] « 1.1 » › titre_fr : clé en double" in refus(ecrire(tmp_path, texte))


def test_faults_of_writing_and_of_content_are_told_together(tmp_path):
    message = refus(ecrire(tmp_path, "meta: {titre: x, titre: y}\naxes: *rien\nactions: 3\n"))
    assert "clé en double" in message
    assert "« *rien »" in message
    assert "trouvé le nombre 3" in message


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path):
    chemin = ecrire(tmp_path, b"x: y\n")
    with chemin.open("r+b") as fichier:
        fichier.truncate(50 * 2**20)
    debut = monotonic()
    tracemalloc.start()
    message = refus(chemin)
    _, sommet = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "Le fichier pèse 50,0 Mio ; la limite est de 5 Mio." in message
    assert monotonic() - debut < 1
    assert sommet < 3 * LIMITE


def test_millions_of_tiny_values_are_refused(tmp_path):
    assert "ce n'est pas un plan" in refus(ecrire(tmp_path, "[" + "a," * 2_000_000 + "]"))


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("absent.yaml", "n'existe pas"),
        ("dossier.yaml", "est un dossier"),
        ("plan.txt", "un plan est un fichier .yaml ou .xlsx"),
        ("plan", "un plan est un fichier .yaml ou .xlsx"),
    ],
)
def test_what_is_not_a_file_of_the_right_kind_is_refused(tmp_path, nom, attendu):
    (tmp_path / "dossier.yaml").mkdir()
    assert attendu in refus(tmp_path / nom)


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    chemin = ecrire(tmp_path, plan())

    def interdire(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", interdire)
    assert "ne se lit pas : la permission manque" in refus(chemin)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path):
    texte = ecrire(tmp_path, plan()).read_bytes().replace(b"\n", b"\r\n")
    charger(ecrire(tmp_path, b"\xef\xbb\xbf" + texte))
    assert Plan.objects.get().actions.count() == 2


def test_an_anchor_that_nothing_refers_to_is_harmless(tmp_path):
    texte = ecrire(tmp_path, plan()).read_text().replace("meta:", "meta: &ancre", 1)
    charger(ecrire(tmp_path, texte))
    assert Plan.objects.exists()


def test_bare_dates_are_dates(tmp_path):
    texte = ecrire(tmp_path, plan()).read_text().replace("'2025-01-15'", "2025-01-15")
    charger(ecrire(tmp_path, texte))
    assert Plan.objects.get().actions.get(code="1.1").debut.isoformat() == "2025-01-15"
