"""Reads the English catalogue: whole, faithful to its French source, each language in its own typography.

That the catalogue knows every string of the code is checked beside, in `test_gabarits`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation

from tests.test_tout import RACINE

CATALOGUE = RACINE / "locale" / "en" / "LC_MESSAGES" / "django.po"
INSECABLE = "\N{NO-BREAK SPACE}"


def catalogue():
    with CATALOGUE.open("rb") as fichier:
        return read_po(fichier, locale="en", abort_invalid=True)


COMPTE = Template(
    "{% load i18n %}{% blocktranslate count n=n %}{{ n }} résultat{% plural %}{{ n }} résultats"
    "{% endblocktranslate %}"
)


def formes(texte: str | Iterable[str]) -> list[str]:
    """The singular and the plural, or the only form."""
    return [texte] if isinstance(texte, str) else list(texte)


def couples(message: Message) -> list[tuple[str, str]]:
    """Each form beside its translation."""
    return list(zip(formes(message.id), formes(message.string), strict=True))


def fautifs(faux: Callable[[Message], object]) -> str:
    """The messages of which `faux` says something, one a line, with their first place in the source."""
    lignes = []
    for message in catalogue():
        if message.id and (raison := faux(message)):
            fichier, ligne = (message.locations or [("?", 0)])[0]
            lignes.append(f"{fichier}:{ligne} : {formes(message.id)[0]!r} : {raison}")
    return "\n".join(lignes)


# --- The translation -------------------------------------------------------------------------------------


def test_the_catalogue_is_english_with_two_plural_forms():
    entete = catalogue().mime_headers
    assert ("Plural-Forms", "nplurals=2; plural=(n != 1);") in entete
    assert ("Language", "en") in entete


def test_every_message_is_translated_in_each_of_its_forms():
    assert not fautifs(lambda m: [source for source, texte in couples(m) if not texte.strip()])


@pytest.mark.parametrize(("n", "forme"), [(-1, 0), (0, 0), (1, 0), (2, 1), (11, 1)], ids=str)
def test_french_counts_as_french_does_in_every_message(n, forme):
    """None and one are singular."""
    messages = [message for message in catalogue() if message.pluralizable]
    assert len(messages) > 20
    with translation.override("fr-ca"):
        for message in messages:
            if message.context:
                dit = translation.npgettext(message.context, *message.id, n)
            else:
                dit = translation.ngettext(*message.id, n)
            assert dit == message.id[forme]


@pytest.mark.parametrize(("n", "dit"), [(0, "0 results"), (1, "1 result"), (2, "2 results")], ids=str)
def test_english_counts_as_english_does(n, dit):
    with translation.override("en"):
        assert COMPTE.render(Context({"n": n})) == dit


@pytest.mark.parametrize(("n", "dit"), [(0, "0 résultat"), (1, "1 résultat"), (2, "2 résultats")], ids=str)
def test_a_template_counts_as_french_does(n, dit):
    assert COMPTE.render(Context({"n": n})) == dit


def test_the_site_has_one_name():
    """« Partenariat » is its name in both languages; the agreement, « le partenariat », is translated."""

    def perdu(message: Message) -> bool:
        return any(
            source.count("Partenariat") != texte.count("Partenariat") for source, texte in couples(message)
        )

    assert not fautifs(perdu)


def test_no_translation_waits_to_be_checked():
    assert not fautifs(lambda m: m.fuzzy)


def test_the_catalogue_says_each_message_once():
    """GNU gettext refuses a catalogue that says one twice; the reader of these tests does not."""
    dits = re.findall(r'^((?:msgctxt .*\n)?msgid (?:".*"\n)+)', CATALOGUE.read_text(), re.MULTILINE)
    assert [dit for dit, n in Counter(dits).items() if n > 1] == []


def test_the_catalogue_keeps_no_message_that_the_site_no_longer_says():
    assert not catalogue().obsolete


# `%(nom)s`, a doubled percent sign, and the markup that a template lets through.
A_GARDER = re.compile(r"%\(\w+\)[sdf]|%%|\{\w*\}|</?\w+[^>]*>|&\w+;")


def test_a_translation_keeps_the_blanks_and_the_markup_of_its_source():
    def perdus(message: Message) -> Counter:
        ecarts = Counter()
        for source, traduction in couples(message):
            avant, apres = Counter(A_GARDER.findall(source)), Counter(A_GARDER.findall(traduction))
            ecarts += (avant - apres) + (apres - avant)
        return ecarts

    assert not fautifs(perdus)


def test_a_translation_begins_and_ends_as_its_source_does():
    def bords(texte: str) -> tuple[bool, bool]:
        return texte.startswith("\n"), texte.endswith("\n")

    assert not fautifs(lambda m: any(bords(source) != bords(texte) for source, texte in couples(m)))


# --- Typography ------------------------------------------------------------------------------------------

# What obeys no rule of writing: code, addresses, the criteria of an address, the blanks of a message.
HORS_TEXTE = re.compile(
    r"<code>.*?</code>|https?://\S*|\?\w+=\S*|\{\{.*?\}\}|\{\w*\}|%\(\w+\)[sdf]|</?\w+[^>]*>|&\w+;",
    flags=re.DOTALL,
)
FRANCAIS = {
    "une espace insécable précède « : »": rf"(?<!{INSECABLE}):(?!\w)",
    "une espace insécable précède « % » et « $ »": rf"(?<![{INSECABLE}(])(?<!^)[%$]",
    "une espace insécable suit « « »": rf"«(?!{INSECABLE})",
    "une espace insécable précède « » »": rf"(?<!{INSECABLE})»",
    "aucune espace ne précède « ; », « ! » ni « ? »": r"\s[;!?]",
}
ANGLAIS = {
    "no space before : ; ! ? %": r"(?<!^)\s[:;!?%]",
    "no French quotation marks": r"[«»]",
}


def fautes(texte: str, regles: dict[str, str]) -> list[str]:
    """The rules that a text breaks. Each blank and each piece of code stands for one word."""
    mots = HORS_TEXTE.sub("X", texte).replace("%%", "%")
    return [nom for nom, motif in regles.items() if re.search(motif, mots)]


@pytest.mark.parametrize(
    "texte",
    [
        "%(action)s\N{NO-BREAK SPACE}: %(raison)s",
        "%(taux)s\N{NO-BREAK SPACE}%% des jalons",
        "%(n)s action",
        "taux déclaré (%)",
        "«\N{NO-BREAK SPACE}%(nom)s\N{NO-BREAK SPACE}» sert!",
        "L'adresse commence par https:// ou http://.",
        "Ajoutez ?au=2026-03-31 à une adresse; voilà.",
        "Les fichiers\N{NO-BREAK SPACE}: <code>?statut=en_cours&amp;axe=1 ; x : y</code>.",
        "Le code {{ a ? b : c }} reste tel quel.",
        "Résultats\N{NO-BREAK SPACE}:",
        "À 10:30?",
    ],
)
def test_the_rules_of_french_leave_alone_what_is_right(texte):
    assert fautes(texte, FRANCAIS) == []


@pytest.mark.parametrize(
    "texte",
    [
        "%(action)s: %(raison)s",
        "%(action)s : %(raison)s",
        "Résultats :",
        "100 %%.",
        "100%",
        "« mot\N{NO-BREAK SPACE}»",
        "«\N{NO-BREAK SPACE}mot »",
        "Vraiment ?",
        "Un point\N{NO-BREAK SPACE}; un autre",
        "Attention !",
    ],
)
def test_the_rules_of_french_see_what_is_wrong(texte):
    assert len(fautes(texte, FRANCAIS)) == 1


def test_the_french_source_follows_french_typography():
    assert not fautifs(lambda m: [f for texte in formes(m.id) for f in fautes(texte, FRANCAIS)])


def test_the_english_translation_follows_english_typography():
    assert not fautifs(lambda m: [f for texte in formes(m.string) for f in fautes(texte, ANGLAIS)])
