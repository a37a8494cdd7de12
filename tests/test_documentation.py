"""What the documentation names exists: paths of the repository, names in them, commands, links."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from tests.test_tout import RACINE, lus, relatif

DOCUMENTS = [RACINE / "README.md", RACINE / "CONTRIBUTING.md", *sorted((RACINE / "docs").rglob("*.md"))]
FICHIERS = {relatif(chemin) for chemin in lus()}
DOSSIERS = {str(parent) for fichier in FICHIERS for parent in Path(fichier).parents}
NOMS = {Path(chemin).name for chemin in FICHIERS | DOSSIERS}

CITE = re.compile(r"`([^`\n]+)`")
# An address of the site begins with « / »; a trou (`<jeu>`, `…`), a glob or a space is no path.
CHEMIN = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
FICHIER = re.compile(r"\w\.(?:py|md|html|css|js|po|toml|typ|yaml|txt)\Z")
CIBLE = re.compile(r"^([a-z-]+):", re.MULTILINE)
# What the site makes, or the person: never in the repository.
FABRIQUES = (".donnees", ".venv", "preuves")
D_EXEMPLE = {"mon-plan.yaml", "copie.yaml"}


def cites(texte: str) -> set[str]:
    return set(CITE.findall(texte))


def chemins(texte: str) -> set[str]:
    """The paths that a text names between backticks; « chemin: NOM » names one too."""
    bruts = {cite.split(":")[0] for cite in cites(texte)}
    return {
        brut
        for brut in bruts
        if CHEMIN.fullmatch(brut) and ("/" in brut or FICHIER.search(brut)) and _de_nous(brut)
    }


def _de_nous(chemin: str) -> bool:
    return chemin.split("/")[0] not in FABRIQUES and chemin not in D_EXEMPLE


def existe(chemin: str) -> bool:
    """A file or a folder from the root; a name alone is that of one wherever it is."""
    return chemin.rstrip("/") in FICHIERS | DOSSIERS | NOMS


def commandes(texte: str, outil: str) -> set[str]:
    """The commands of `outil` (make, manage.py), between backticks or in an indented block."""
    blocs = [*cites(texte), *re.findall(r"^ {4}(.+)$", texte, re.MULTILINE)]
    return {
        commande
        for bloc in blocs
        for commande in re.findall(rf"(?:^|[\s/]){re.escape(outil)} ([a-z_]+(?:-[a-z]+)*)", bloc)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=relatif)
def test_every_path_that_is_named_exists(document):
    absents = {chemin for chemin in chemins(document.read_text()) if not existe(chemin)}
    assert not absents


@pytest.mark.parametrize("document", DOCUMENTS, ids=relatif)
def test_every_name_said_to_be_in_a_file_is_there(document):
    """« `nom` (`chemin.py`) », the way in which these pages say where something is."""
    couples = re.findall(r"`([\w.]+)`(?:, `[\w.]+`)* \(`([\w/.-]+\.py)`", document.read_text())
    absents = [
        f"{nom} : {chemin}"
        for nom, chemin in couples
        if existe(chemin) and not re.search(rf"\b{nom.split('.')[-1]}\b", (RACINE / chemin).read_text())
    ]
    assert not absents


@pytest.mark.parametrize("document", DOCUMENTS, ids=relatif)
def test_every_link_leads_to_a_file(document):
    liens = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())
    assert not [lien for lien in liens if not (document.parent / unquote(lien)).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=relatif)
def test_every_command_that_is_named_exists(document):
    texte = document.read_text()
    cibles = set(CIBLE.findall((RACINE / "Makefile").read_text()))
    assert commandes(texte, "make") <= cibles
    assert commandes(texte, "manage.py") <= get_commands().keys()


def test_every_path_that_python_names_in_prose_exists():
    """In docstrings and comments: a page of `docs/`, or between backticks a file (or the end of its path)."""
    absents = []
    for source in lus(".py"):
        if source == Path(__file__) or "migrations" in source.parts:
            continue
        texte = source.read_text()
        pages = re.findall(r"docs/(?:decisions/\d{4}|[\w-]+\.md)", texte)
        absents += [(relatif(source), p) for p in pages if not any(f.startswith(p) for f in FICHIERS)]
        nommes = [c for c in chemins(texte) if FICHIER.search(c) and not existe(c)]
        absents += [(relatif(source), c) for c in nommes if not any(f.endswith(f"/{c}") for f in FICHIERS)]
    assert not absents


def test_the_walk_sees_what_is_false():
    texte = "`actions/absent.py`, `absent.html`, `actions/models/etats.py: RIEN`, `/actions/`, `make rien`"
    assert {c for c in chemins(texte) if not existe(c)} == {"actions/absent.py", "absent.html"}
    assert commandes(texte + "\n    .venv/bin/python manage.py rien --vite\n", "make") == {"rien"}
    assert commandes("    .venv/bin/python manage.py rien --vite\n", "manage.py") == {"rien"}
