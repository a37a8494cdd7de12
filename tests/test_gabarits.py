"""Walks every template: used, described, without inline style or script, and every string translated."""

import ast
import functools
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.utils.translation.template import templatize

from tests.test_tout import NOS_APPS, RACINE, lus, relatif

GABARITS = sorted((RACINE / "templates").rglob("*.*"))
DE_L_ADMIN = Path(admin.__file__).parent / "templates"
# Found by a convention of Django's or of crispy-forms', never named in the code.
PAR_CONVENTION = {"404.html", "500.html", "403.html", "400.html", "403_csrf.html"}


def nom(gabarit: Path) -> str:
    return gabarit.relative_to(RACINE / "templates").as_posix()


@functools.cache
def sources() -> str:
    return "\n".join(
        c.read_text() for c in lus(".py", ".html", ".txt", ".xml", ".svg") if "tests" not in c.parts
    )


def de_convention(gabarit: Path) -> bool:
    chemin = nom(gabarit)
    if chemin in PAR_CONVENTION or chemin.startswith(f"{settings.CRISPY_TEMPLATE_PACK}/"):
        return True
    # `admin/<app>/<model>/change_form.html` stands for the one of Django's that has the same name.
    return chemin.startswith("admin/") and any(DE_L_ADMIN.rglob(gabarit.name))


@pytest.mark.parametrize("gabarit", GABARITS, ids=nom)
def test_every_template_is_used(gabarit):
    assert de_convention(gabarit) or re.search(rf"""["']{re.escape(nom(gabarit))}["'#]""", sources())


@pytest.mark.parametrize("gabarit", GABARITS, ids=nom)
def test_a_short_comment_ends_on_its_line(gabarit):
    """Django prints one that does not."""
    assert not [ligne for ligne in gabarit.read_text().splitlines() if ligne.count("{#") != ligne.count("#}")]


@pytest.mark.parametrize("gabarit", [g for g in GABARITS if nom(g).startswith("composants/")], ids=nom)
def test_every_piece_begins_by_naming_its_inputs(gabarit):
    assert re.match(r"\s*(\{#\s*\S|\{% comment %\}\s*\S)", gabarit.read_text())


LARGEUR = 120


@pytest.mark.parametrize("gabarit", GABARITS, ids=nom)
def test_no_line_of_a_template_is_too_long_for_a_diff(gabarit):
    longues = [
        f"{relatif(gabarit)}:{numero} : {len(ligne)} caractères"
        for numero, ligne in enumerate(gabarit.read_text().splitlines(), 1)
        if len(ligne) > LARGEUR
    ]
    assert not longues, f"plus de {LARGEUR} caractères :\n" + "\n".join(longues)


EN_LIGNE = {
    "a style attribute": r"<[^>{]*\sstyle\s*=",
    "an event handler": r"<[a-zA-Z][^>]*\son[a-z]+\s*=",
    # A block of data is none: browsers never run it, and the policy says nothing of it.
    "an inline script": r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)",
    "an inline style sheet": r"<style\b",
    "a script address": r"javascript:",
    "a file of another host": (
        r"<(?:script|img|iframe|link|source|video|audio)\b[^>]*"
        r"""\b(?:src|href)=["'](?:https?:)?//"""
    ),
    "a markup function of htmx": r"\bhx-on\b|\bhx-vals=[\"']js:",
}


DES_DOCUMENTS = {"dessins/papier.svg"}
"""Never sent to a browser: typst reads them (`tests/partenariat/test_dessins_papier.py`)."""


@pytest.mark.parametrize("gabarit", GABARITS, ids=nom)
@pytest.mark.parametrize("motif", EN_LIGNE.values(), ids=EN_LIGNE.keys())
def test_no_template_holds_what_the_policy_forbids(motif, gabarit):
    if nom(gabarit) in DES_DOCUMENTS:
        pytest.skip("of a document, which no browser reads")
    texte = re.sub(
        r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", gabarit.read_text(), flags=re.DOTALL
    )
    assert not re.search(motif, texte, flags=re.IGNORECASE)


def test_no_python_of_ours_writes_what_the_policy_forbids():
    for chemin in lus(".py"):
        if "tests" not in chemin.parts:
            chaines = (
                n.value for n in ast.walk(ast.parse(chemin.read_text())) if isinstance(n, ast.Constant)
            )
            fautives = [
                c for c in chaines if isinstance(c, str) and re.search(r"<\w[^>]*\sstyle=|<script|<style", c)
            ]
            assert not fautives, relatif(chemin)


CALCULS = {
    "a sum": r"\|\s*add\s*:",
    "a remainder": r"\|\s*divisibleby\s*:",
    "a proportion": r"\{%\s*widthratio\b",
    "a rounding": r"\|\s*floatformat\b",
    "words looked for in a text": r"""\bin\s+(?:"[^"]*"|'[^']*')""",
}


@pytest.mark.parametrize("motif", CALCULS.values(), ids=CALCULS.keys())
@pytest.mark.parametrize("gabarit", GABARITS, ids=nom)
def test_no_template_computes(gabarit, motif):
    """Views and models count, round and tell states apart: a filter's argument takes no filter, and a text
    holds more than the words that one looks for."""
    balises = re.findall(r"\{[%{].*?[%}]\}", gabarit.read_text(), flags=re.DOTALL)
    assert not [balise for balise in balises if re.search(motif, balise)]


# --- Translations ----------------------------------------------------------------------------------------

FONCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extraites(chemin: Path) -> set[str]:
    """The French strings that a file gives to translate."""
    texte = chemin.read_text()
    if chemin.suffix != ".py":
        texte = "\n".join(ligne.lstrip() for ligne in templatize(texte).splitlines())
    messages = extract(
        "python", io.BytesIO(texte.encode()), keywords=FONCTIONS, options={"encoding": "utf-8"}
    )
    return {
        message[0] if isinstance(message, tuple) else message
        for _ligne, message, _notes, _contexte in messages
    }


def a_traduire() -> dict[str, str]:
    """Every string to translate → one of the files where it is."""
    dossiers = {Path(config.path) for config in NOS_APPS} | {RACINE / "templates"}
    fichiers = [c for c in lus(".py", ".html", ".txt", ".xml") if dossiers & set(c.parents)]
    return {chaine: relatif(c) for c in fichiers for chaine in extraites(c) if chaine}


def test_the_extraction_sees_strings_of_python_and_of_templates():
    trouvees = a_traduire()
    assert trouvees["Service central"] == "partenariat/parties/natures.py"
    assert any(ou.startswith("templates/") for ou in trouvees.values())


def test_no_function_of_translation_goes_by_a_name_that_the_extraction_does_not_know():
    """`gettext as _t`: its strings stay French on the English pages, and nothing says so."""
    inconnus = [
        f"{relatif(chemin)} : {alias.name} as {alias.asname}"
        for chemin in lus(".py")
        for noeud in ast.walk(ast.parse(chemin.read_text()))
        if isinstance(noeud, ast.ImportFrom) and noeud.module == "django.utils.translation"
        for alias in noeud.names
        if alias.asname and alias.asname not in FONCTIONS
    ]
    assert not inconnus


def test_every_string_is_translated_into_english():
    catalogue = RACINE / "locale" / "en" / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as fichier:
        po = read_po(fichier, locale="en")
    traduites = {
        identifiant[0] if isinstance(identifiant, (tuple, list)) else identifiant
        for identifiant in (
            m.id for m in po if m.id and not m.fuzzy and (all(m.string) if m.pluralizable else m.string)
        )
    }
    manquantes = [
        f"{ou} : {chaine}" for chaine, ou in sorted(a_traduire().items()) if chaine not in traduites
    ]
    assert not manquantes, f"{len(manquantes)} chaînes sans traduction :\n" + "\n".join(manquantes)


def test_translations_keep_the_blanks_of_the_source():
    with (RACINE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as fichier:
        po = read_po(fichier, locale="en")
    trous = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")
    for message in po:
        if message.string and isinstance(message.id, str) and message.id:
            assert set(trous.findall(message.id)) == set(trous.findall(message.string)), message.id


NOMS = "(?:o|organisation|organisme|partie|partie_engagee|envers|responsable)"
ELIDE = r"\b(?:de|à|du|au|aux|des)"
ELISION = re.compile(rf"{ELIDE}\s+%\({NOMS}\)s", re.IGNORECASE)
ELISION_DE_GABARIT = re.compile(rf'{ELIDE}" %}}\s*{{{{ *[\w.]*\b{NOMS} *}}}}', re.IGNORECASE)


def test_no_sentence_puts_de_or_a_before_the_name_of_an_organisation():
    """« au nom de Conseil d'économie » : one would have to know the article of every name."""
    assert ELISION.search("Signer au nom de %(o)s")
    assert ELISION_DE_GABARIT.search('{% translate "Répondre à" %} {{ verification.organisation }}')
    fautives = [f"{ou} : {chaine}" for chaine, ou in a_traduire().items() if ELISION.search(chaine)]
    fautives += [nom(g) for g in GABARITS if ELISION_DE_GABARIT.search(g.read_text())]
    assert not fautives


TRADUIT = re.compile(
    r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}"
    r"|\{% blocktranslate.*?\{% endblocktranslate %\}|\{%.*?%\}",
    re.S,
)
EN_FRANCAIS = {"composants/bilan_actions.html", "composants/parole.html"}
"""Where what stands between quotation marks is told to be French (`lang="fr"`), on an English page too."""


@pytest.mark.parametrize("gabarit", [g for g in GABARITS if nom(g) not in EN_FRANCAIS], ids=nom)
def test_quotation_marks_are_those_of_the_language_that_one_reads(gabarit):
    """Outside a translation, they would be French on an English page."""
    assert not re.search("[«»]|&[lr]aquo;", TRADUIT.sub("", gabarit.read_text()))
