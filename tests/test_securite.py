"""`docs/securite.md`: every attack and every fault names a test, and each of those tests exists."""

import ast
import re
from functools import cache

import pytest

from tests.test_tout import RACINE

PAGE = (RACINE / "docs" / "securite.md").read_text()
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ENTREE = re.compile(r"^(\d+)\. (.*(?:\n {3,}.*)*)", re.MULTILINE)
EXIGENCE = re.compile(r"\[((?:V\d+(?:\.\d+){0,2}[–, ]*)+)\]")


def entrees(titre: str) -> dict[int, str]:
    """The numbered entries of a section."""
    section = re.search(rf"^## {titre}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    return {int(numero): dit for numero, dit in ENTREE.findall(section)}


ATTAQUES, FAUTES = entrees("Attacks"), entrees("Faults")
TOUTES = [f"{quoi} {n}" for quoi, dites in (("attaque", ATTAQUES), ("faute", FAUTES)) for n in dites]


@cache
def essais_de(chemin: str) -> set[str]:
    """The tests of a file, by name: functions, and methods of classes."""
    arbre = ast.parse((RACINE / chemin).read_text())
    return {
        noeud.name
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.FunctionDef) and noeud.name.startswith("test_")
    }


@pytest.mark.parametrize(("dites", "au_moins"), [(ATTAQUES, 40), (FAUTES, 25)], ids=["attaques", "fautes"])
def test_there_are_as_many_as_were_promised_and_no_two_are_one(dites, au_moins):
    assert list(dites) == list(range(1, len(dites) + 1))
    assert len(dites) >= au_moins
    assert len({tuple(TEST.findall(dit)) for dit in dites.values()}) == len(dites)


@pytest.mark.parametrize("quoi", TOUTES)
def test_each_names_tests_that_exist(quoi):
    sorte, numero = quoi.split()
    cites = TEST.findall((ATTAQUES if sorte == "attaque" else FAUTES)[int(numero)])
    assert cites
    assert not [(chemin, nom) for chemin, nom in cites if nom not in essais_de(chemin)]


@pytest.mark.parametrize("numero", ATTAQUES)
def test_an_attack_says_which_requirement_it_is_of(numero):
    assert EXIGENCE.search(ATTAQUES[numero])


def test_no_test_is_named_outside_of_an_entry():
    assert len(TEST.findall(PAGE)) == sum(
        len(TEST.findall(dit)) for dit in (*ATTAQUES.values(), *FAUTES.values())
    )


def test_what_is_false_is_seen():
    assert "test_rien" not in essais_de("tests/test_securite.py")
    assert TEST.findall("`tests/test_securite.py::test_rien`") == [("tests/test_securite.py", "test_rien")]
