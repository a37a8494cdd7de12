"""Walks every sentence by which the site refuses: none only says no."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from partenariat.administration.phrases import _PAR_CODE

APPS = ("partenariat", "actions", "engagements", "comite")
LEVES = {"ValidationError", "TransitionRefusee", "RetraitRefuse", "Refuse"}
"""What is raised with a sentence for the person."""
APPELS = {"add_error", "_ferme", "Regle", "interdit", "page_d_erreur"}
"""What is called with one."""
NOMMES = {"violation_error_message", "message", "texte"}
"""The arguments that are one, whatever is called."""
PHRASE = re.compile(r"^[A-ZÀÉÊ«%].*\s.*[.?!]$", re.DOTALL)
NON = re.compile(r"\b(?:ne|n'|refusée?s?|inconnue?s?)\b|\bn'|\bdéjà\b|\bSeule?s?\b|\bincorrecte?s?\b")
"""A sentence that says no: what follows it has to say what to do."""
GESTE = re.compile(r"\b(?!assez\b|chez\b|nez\b)\w{2,}(?:ez|aites|ites)\b|\bfaut\b|\bdoit\b", re.IGNORECASE)
"""An imperative, or what has to be."""
SANS_SUITE = {
    "Ce que l'image montre, pour qui ne la voit pas : une phrase.": "no refusal: help beside a field",
    "Requis, sauf s'il n'y a rien à signaler. "
    "Votre réponse sera publique.": "no refusal: help beside a field",
    "Il cite ce qui a été retiré pour cause; ses "
    "données se lisent déjà sans cela.": "no refusal: what is read",
    "Ce qui est fait, ce qui reste; ou pourquoi votre "
    "organisation ne le peut pas.": "no refusal: help beside a field",
    "C'est déjà corrigé.": "no refusal: the state of a line of the list",
    "Votre envoi a eu sa réponse : rien ne reste à envoyer.": "no refusal: nothing is left to do",
    "Seul un engagement retiré dit la décision qui l'a retiré, ou pourquoi il n'y en a pas.": "what to write",
    "Un engagement signé ne reçoit de nouvelle contrepartie que de l'organisation envers qui il est pris.": (
        "by whom it is done"
    ),
    "Un engagement est publié par une personne de la coordination, qui ne l'a ni rédigé ni proposé.": (
        "by whom it is done"
    ),
    "Un lien est envoyé au courriel public de son organisation; il n'est "
    "remis à l'écran que si elle n'en a pas.": ("where it goes"),
    "Une décision ne change le plan qu'avec un quorum consigné : sans lui, la séance recommande.": (
        "what is left to the meeting"
    ),
}
"""By sentence, why nothing more can be said."""


def _dits(noeud: ast.AST) -> Iterator[str]:
    """The sentences written in a call, those of `_()` and those as they are."""
    for sous in ast.walk(noeud):
        if isinstance(sous, ast.Constant) and isinstance(sous.value, str) and PHRASE.match(sous.value):
            yield sous.value


def _nom(appele: ast.expr) -> str:
    return appele.attr if isinstance(appele, ast.Attribute) else getattr(appele, "id", "")


def _refus_de(chemin: Path) -> Iterator[str]:
    for noeud in ast.walk(ast.parse(chemin.read_text())):
        if isinstance(noeud, ast.Assign) and NOMMES & {_nom(cible) for cible in noeud.targets}:
            yield from _dits(noeud.value)
        if not isinstance(noeud, ast.Call):
            continue
        if _nom(noeud.func) in LEVES | APPELS:
            yield from _dits(noeud)
        for nomme in noeud.keywords:
            if nomme.arg in NOMMES:
                yield from _dits(nomme.value)


@cache
def refus() -> dict[str, str]:
    """Each sentence, and where it is said first."""
    dits: dict[str, str] = {}
    for app in APPS:
        for chemin in sorted(Path(app).rglob("*.py")):
            if "migrations" not in chemin.parts and "commands" not in chemin.parts:
                for dit in _refus_de(chemin):
                    dits.setdefault(dit, str(chemin))
    for dit in _PAR_CODE.values():
        dits.setdefault(str(dit), "partenariat/administration/phrases.py")
    return dits


def ne_dit_que_non(phrase: str) -> bool:
    return bool(NON.search(phrase)) and not GESTE.search(phrase)


@pytest.mark.parametrize(
    ("phrase", "que_non"),
    [
        ("Cette valeur est déjà prise.", True),
        ("Cet engagement n'attend pas, ou plus, votre signature.", True),
        ("Seule la partie engagée déclare.", True),
        ("Cette valeur est déjà prise : choisissez-en une autre.", False),
        ("Une action suspendue doit dire pourquoi.", False),
        ("La fin précède le début.", False),
    ],
)
def test_the_rule_tells_them_apart(phrase, que_non):
    assert ne_dit_que_non(phrase) is que_non


def test_there_are_refusals_to_read():
    dits = refus()
    assert len(dits) > 150
    for debut in (
        "Cette valeur est déjà prise",
        "Votre compte ne donne pas",
        "Seule la partie engagée",
        "Ceci",
    ):
        assert any(dit.startswith(debut) for dit in dits), debut


def test_no_refusal_only_says_no():
    fautifs = [
        f"{ou} : {dit}" for dit, ou in refus().items() if ne_dit_que_non(dit) and dit not in SANS_SUITE
    ]
    assert fautifs == []


def test_no_exception_is_idle():
    assert [dit for dit in SANS_SUITE if not ne_dit_que_non(dit) or dit not in refus()] == []
