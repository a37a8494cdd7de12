"""Walks every French text of the screen: one word a concept (docs/glossaire.md)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

APPS = ("partenariat", "actions", "engagements", "comite")
INTERDITS = {
    r"arrim(?:age|er|e|ent|ée?s?)s?": "coordination, avancer ensemble",
    r"organismes?": "organisation",
    r"périmée?s?": "sans nouvelles depuis 6 mois",
    r"emport(?:er|ez|ent|e|able)s?": "télécharger",
    r"agendas?": "ordre du jour",
    r"les minutes de la (?:séance|réunion)": "procès-verbal",
    r"le suivi|un suivi|les suivis": "nouvelle; suite (d'une décision)",
    r"états? d['’]avancement": "nouvelle; avancement",
    r"réunions?": "séance",
    r"porteu(?:r|se)s? de (?:l'action|projet)": "responsable",
    r"dates? butoirs?|deadlines?": "échéance",
    r"orientations? stratégiques?": "axe d'intervention",
}
"""The words that say what another one says already, and that other one."""
PERMIS = {
    "Organisme": "a kind of bodies, as the City's own lists name it; it stands in files",
    "Organisme paramunicipal": "the name that the law and the City give to it",
}
"""The whole texts that keep one, and why."""
DE_LA_LOI = ("confidentialite.md", "demande_acces.md")
"""They say « organisme (public) » in the words of the law."""
FONCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
TRADUITE = re.compile(r"\{% translate (\"[^\"]*\"|'[^']*')")
BLOC = re.compile(r"\{% blocktranslate\b[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)


def _de_python(chemin: Path) -> Iterator[str]:
    for noeud in ast.walk(ast.parse(chemin.read_text())):
        if isinstance(noeud, ast.Call) and getattr(noeud.func, "id", "") in FONCTIONS:
            yield from (
                dit.value
                for dit in noeud.args
                if isinstance(dit, ast.Constant) and isinstance(dit.value, str)
            )


def _du_gabarit(source: str) -> Iterator[str]:
    yield from (dit[1:-1] for dit in TRADUITE.findall(source))
    yield from (" ".join(BALISE.sub(" ", bloc).split()) for bloc in BLOC.findall(source))


def _des_textes_d_origine() -> Iterator[tuple[Path, Iterator[str]]]:
    for chemin in sorted(Path("partenariat/textes/origine").glob("*.md")):
        if chemin.name not in DE_LA_LOI:
            yield chemin, iter(chemin.read_text().splitlines())


def _sources() -> Iterator[tuple[Path, Iterator[str]]]:
    """Each file that says something on screen, and what it says."""
    for app in APPS:
        modules = (c for c in sorted(Path(app).rglob("*.py")) if "migrations" not in c.parts)
        yield from ((chemin, _de_python(chemin)) for chemin in modules)
    gabarits = (
        c for c in sorted(Path("templates").rglob("*.*")) if c.suffix in (".html", ".txt", ".xml", ".svg")
    )
    yield from ((chemin, _du_gabarit(chemin.read_text())) for chemin in gabarits)
    yield from _des_textes_d_origine()


@cache
def textes() -> dict[str, str]:
    """Each text of the screen, and where it is written first."""
    dits: dict[str, str] = {}
    for chemin, siens in _sources():
        for dit in siens:
            dits.setdefault(dit, str(chemin))
    return dits


def fautes(texte: str) -> list[str]:
    """What a text says, and what it should."""
    if texte in PERMIS:
        return []
    return [
        f"« {lu[0]} » : {voulu}"
        for mot, voulu in INTERDITS.items()
        if (lu := re.search(rf"(?<!\w)(?:{mot})(?!\w)", texte, re.IGNORECASE))
    ]


@pytest.mark.parametrize(
    ("texte", "faute"),
    [
        ("Veiller à l'arrimage des actions.", True),
        ("Un organisme, un code", True),
        ("Périmée au-delà.", True),
        ("Emporter la liste", True),
        ("L'agenda de la séance", True),
        ("Le suivi du plan", True),
        ("La réunion du comité", True),
        ("Organisme paramunicipal", False),
        ("L'organisation suit son action; l'action suivie change.", False),
        ("Dans quelques minutes.", False),
        ("L'ordre du jour de la séance", False),
    ],
)
def test_the_rule_tells_them_apart(texte, faute):
    assert bool(fautes(texte)) is faute


def test_the_texts_of_the_screen_are_read():
    dits = textes()
    assert len(dits) > 2000
    for dit in ("Où en est le plan", "Ordre du jour", "Organisme"):
        assert dit in dits, dit


def test_each_text_uses_the_word_of_the_glossary():
    assert [f"{ou} : {dit!r} : {f}" for dit, ou in textes().items() for f in fautes(dit)] == []


def test_no_exception_is_idle():
    assert [dit for dit in PERMIS if dit not in textes()] == []
