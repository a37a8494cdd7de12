"""What answered is marked: by stem, by prefix, as a phrase; never more than what was written, and escaped."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partenariat.recherche.question import Lexeme, Question, lire_question, question_de, radicaux
from partenariat.recherche.surlignage import LONGUEUR_MAX, Surligneur, sans_markdown

pytestmark = pytest.mark.django_db


def phrase(saisie: str, *textes: str) -> str:
    surligneur = Surligneur(lire_question(saisie), textes)
    return surligneur.phrase((texte, texte) for texte in textes)[0]


def titre(saisie: str, texte: str) -> str:
    return Surligneur(lire_question(saisie), [texte]).titre(texte)


def sans_marques(html: str) -> str:
    return re.sub(r"</?mark>", "", html)


@pytest.mark.parametrize(
    ("saisie", "texte", "marque"),
    [
        ("cooperative", "Une Coopérative d'habitation.", "Une <mark>Coopérative</mark> d&#x27;habitation."),
        ("coopérative", "Les coopératives.", "Les <mark>coopératives</mark>."),
        ("chevaux", "Un cheval.", "Un <mark>cheval</mark>."),
        ("coop", "Les coopératives.", "Les <mark>coopératives</mark>."),
        ("oeuvre", "Mise en œuvre.", "Mise en <mark>œuvre</mark>."),
        ("l'economie", "L’économie sociale.", "L’<mark>économie</mark> sociale."),
        ("E-06", "Voir E-06.", "Voir <mark>E-06</mark>."),
        ("Plateau", "Le Plateau-Mont-Royal", "Le <mark>Plateau</mark>-Mont-Royal"),
        ("2,5", "Un prêt de 2,5 M$", "Un prêt de <mark>2,5</mark> M$"),
        ("2.5", "Un prêt de 2,5 M$", "Un prêt de <mark>2,5</mark> M$"),
        ("cooperative", "Une coope\u0301rative", "Une <mark>coopérative</mark>"),
        ("rien", "Une coopérative.", "Une coopérative."),
    ],
)
def test_a_word_is_marked_as_postgresql_finds_it(saisie, texte, marque):
    assert titre(saisie, texte) == marque


def test_what_is_quoted_is_marked_as_a_phrase():
    texte = "Une économie très sociale, puis l'économie sociale."
    assert titre("« économie sociale »", texte) == (
        "Une économie très sociale, puis l&#x27;<mark>économie sociale</mark>."
    )


def test_the_sentence_that_answers_most_is_chosen():
    texte = "La coopérative ouvre. L'habitation attend. La coopérative d'habitation de Verdun signe. Fin."
    assert sans_marques(phrase("cooperative habitation", texte)) == (
        "La coopérative d&#x27;habitation de Verdun signe."
    )


def test_of_two_texts_the_first_is_chosen_where_they_answer_as_much():
    assert sans_marques(phrase("pret", "Un prêt ici.", "Un prêt là.")) == "Un prêt ici."


def test_nothing_is_shown_of_a_text_that_does_not_answer():
    assert phrase("zebre", "Une coopérative.") == ""


def test_what_is_written_is_escaped_and_what_is_typed_too():
    assert titre("script", "<script>alert(1)</script> & co") == (
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; co"
    )
    assert "<b>" not in titre("<b>", "un <b> ici")


def test_a_long_sentence_is_cut_around_what_answers():
    texte = "mot " * 200 + "coopérative d'habitation " + "autre " * 200
    montree = sans_marques(phrase("cooperative habitation", texte))
    assert len(montree.replace("&#x27;", "'")) <= LONGUEUR_MAX
    assert montree.startswith("…")
    assert montree.endswith("…")
    assert "coopérative d&#x27;habitation" in montree
    assert phrase("cooperative habitation", texte).count("<mark>") == 2


@given(
    st.lists(
        st.sampled_from(["mot", "coopérative", "L'œuvre", "a<b", "x" * 70, "2,5", "fin.", "\n"]), max_size=90
    )
)
def test_whatever_the_text_only_marks_are_added(mots):
    surligneur = Surligneur(
        Question(
            ((frozenset({Lexeme("cooperative")}),), (frozenset({Lexeme("mot", prefixe=True)}),)), (0, 1)
        ),
        [],
    )
    texte = " ".join(mots)
    from django.utils.html import escape

    assert sans_marques(surligneur.titre(texte)) == escape(texte)
    montree = sans_marques(surligneur.phrase([(texte, None)])[0])
    lisible = montree.replace("&#x27;", "'").replace("&lt;", "<")
    assert len(lisible) <= LONGUEUR_MAX
    assert lisible.strip("…") in re.sub(r"[ \t]+", " ", texte) or not montree


@pytest.mark.parametrize(
    ("source", "mots"),
    [
        ("**Gras** et *italique*", "Gras et italique"),
        ("[le site](https://exemple.org/a_b)", "le site"),
        ("- un\n- deux\n\n1. trois", "un\ndeux\n\ntrois"),
        ("> cité", "cité"),
        ("# Titre\nnom_de_champ", "Titre\nnom_de_champ"),
        ("a\\*b <b>c</b>", "a*b c"),
    ],
)
def test_markdown_leaves_its_words(source, mots):
    assert sans_markdown(source) == mots


# --- What PostgreSQL understood --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requete", "suites"),
    [
        ("", []),
        ("'a'", [[["a"]]]),
        ("'a' & 'b':*", [[["a"]], [["b*"]]]),
        ("( '/coop' | 'cooperative':* ) & 'x'", [[["/coop", "cooperative*"]], [["x"]]]),
        ("'a' <-> 'b' | 'c'", [[["c"]], [["a"], ["b"]]]),
        ("( 'a' | 'b' ) <-> 'c'", [[["a", "b"], ["c"]]]),
        ("'a' <3> 'b'", [[["a"], [], [], ["b"]]]),
        ("!'a' & 'b'", [[["b"]]]),
        ("'l''a'", [[["l'a"]]]),
    ],
)
def test_a_tsquery_is_read_as_it_is_written(requete, suites):
    lues = [
        [sorted(f"{un.texte}{'*' * un.prefixe}" for un in place) for place in suite]
        for suite in question_de(requete).suites
    ]
    assert lues == suites


@given(st.text(alphabet="ab'é -/\"«»&|!():*<>\\.,2", max_size=40))
def test_whatever_is_typed_is_read(saisie):
    lire_question(saisie)


def test_stems_are_asked_once(django_assert_num_queries):
    radicaux(["coopératives", "mots"])
    with django_assert_num_queries(0):
        assert radicaux(["mots"]) == {"mots": frozenset({"mot"})}
