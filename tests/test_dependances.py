"""What is imported is declared: a package that only another one brings may leave with it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text())
SITE = ("partenariat", "actions", "engagements", "comite", "manage.py")
"""What runs in production; the rest of the Python files serve those who work on it."""
OUTILS = ("tests", "bench")
A_NOUS = {Path(nom).stem for nom in (*SITE, *OUTILS)}
DISTRIBUTIONS = packages_distributions()


def nom(exigence: str) -> str:
    """« whitenoise[brotli]>=6.9 » → « whitenoise »."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", exigence)[0]).lower()


DU_SITE = {nom(exigence) for exigence in PROJET["project"]["dependencies"]}
DES_OUTILS = DU_SITE | {nom(exigence) for exigence in PROJET["dependency-groups"]["dev"]}


def fichiers(parties: tuple[str, ...]) -> Iterator[Path]:
    for partie in parties:
        chemin = RACINE / partie
        yield from [chemin] if chemin.is_file() else chemin.rglob("*.py")


def pour_les_types(noeud: ast.AST) -> bool:
    """`if TYPE_CHECKING:`, which the running program never enters."""
    return isinstance(noeud, ast.If) and isinstance(noeud.test, ast.Name) and noeud.test.id == "TYPE_CHECKING"


def importes(noeud: ast.AST, types: bool = False) -> Iterator[tuple[str, bool]]:
    """Top-level modules that are imported, each with whether it is for the types alone."""
    if isinstance(noeud, ast.Import):
        yield from ((alias.name.partition(".")[0], types) for alias in noeud.names)
    elif isinstance(noeud, ast.ImportFrom) and not noeud.level:
        yield noeud.module.partition(".")[0], types
    sous_types = noeud.body if pour_les_types(noeud) else ()
    for enfant in ast.iter_child_nodes(noeud):
        yield from importes(enfant, types or enfant in sous_types)


def manquants(parties: tuple[str, ...], declares: set[str], declares_pour_les_types: set[str]) -> set[str]:
    """« file: module » of what is imported without being declared."""
    return {
        f"{chemin.relative_to(RACINE)} : {module}"
        for chemin in fichiers(parties)
        for module, types in importes(ast.parse(chemin.read_text()))
        if module not in sys.stdlib_module_names
        and module not in A_NOUS
        and not {nom(distribution) for distribution in DISTRIBUTIONS.get(module, ())}
        & (declares_pour_les_types if types else declares)
    }


def test_what_the_site_imports_is_declared():
    assert not manquants(SITE, DU_SITE, DES_OUTILS)


def test_what_the_tests_and_the_measures_import_is_declared():
    assert not manquants(OUTILS, DES_OUTILS, DES_OUTILS)


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ("import a.b, c", [("a", False), ("c", False)]),
        ("from a.b import c", [("a", False)]),
        ("from . import a", []),
        ("def f():\n    import a", [("a", False)]),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", [("a", True), ("b", False)]),
    ],
    ids=["several", "from", "relative", "within a function", "for the types"],
)
def test_imports_are_seen(source, attendu):
    assert list(importes(ast.parse(source))) == attendu


def test_a_module_that_nobody_declares_is_told():
    assert any(ligne.endswith(" : django") for ligne in manquants(("manage.py",), set(), set()))
