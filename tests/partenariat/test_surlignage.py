"""What answered is marked: by stem, by prefix, as a phrase; never more than what was written, and escaped."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partenariat.recherche import surlignage
from partenariat.recherche.question import Lexeme, Question, lire_question, question_de, radicaux
from partenariat.recherche.surlignage import LONGUEUR_MAX, Surligneur, sans_markdown
from tests.factories import SynonymeFactory

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


def test_a_sentence_that_answers_nothing_new_is_of_no_use():
    surligneur = Surligneur(lire_question("pret bail"), ["Un prêt.", "Un bail. Un prêt et un bail."])
    assert surligneur.termes("Un prêt.") != surligneur.termes("Un bail.") != frozenset()
    deja = surligneur.termes("Un prêt.")
    textes = [("Un prêt.", 1), ("Deux prêts. Un bail.", 2)]
    montree, source, dits = surligneur.phrase(textes, deja)
    assert (sans_marques(montree), source, dits) == ("Un bail.", 2, surligneur.termes("bail"))
    assert surligneur.phrase(textes, deja | dits) == ("", None, frozenset())


def test_a_long_sentence_is_cut_around_what_is_not_shown_already():
    texte = "un prêt " + "mot " * 200 + "un bail " + "autre " * 200
    surligneur = Surligneur(lire_question("pret bail"), [texte])
    assert "prêt" in surligneur.phrase([(texte, 1)])[0]
    montree, _source, dits = surligneur.phrase([(texte, 1)], surligneur.termes("prêt"))
    assert "<mark>bail</mark>" in montree
    assert dits == surligneur.termes("bail")


def test_what_says_the_same_is_one_term():
    SynonymeFactory(expressions="NDG\nNotre-Dame-de-Grâce")
    surligneur = Surligneur(lire_question("NDG logement"), ["NDG", "Notre-Dame-de-Grâce", "Un logement"])
    assert surligneur.termes("NDG") == surligneur.termes("Notre-Dame-de-Grâce")
    assert len(surligneur.termes("NDG, Notre-Dame-de-Grâce, un logement")) == 2


def test_each_word_is_decided_once_however_often_it_is_written(monkeypatch):
    demandes = []
    cle = surlignage.cle_du_mot
    monkeypatch.setattr(surlignage, "cle_du_mot", lambda mot: (demandes.append(mot), cle(mot))[1])
    texte = "Un prêt pour un logement. " * 500
    surligneur = Surligneur(lire_question("pret logement"), [texte])
    assert surligneur.phrase([(texte, None)])[0].count("<mark>") == 2
    assert surligneur.titre(texte).count("<mark>") == 1_000
    # Once for the stems that are asked, once to be compared.
    assert len(demandes) <= 2 * len({"Un", "prêt", "pour", "un", "logement"})


@pytest.mark.parametrize("mot", ["coopérative ", "coopérative, habitation ", "coopératif. "])
def test_a_megabyte_of_what_is_asked_is_read_in_a_moment(mot):
    """One sentence of it, where every word answers: two minutes once, half a second since."""
    texte = (mot * (1_000_000 // len(mot)))[:1_000_000]
    surligneur = Surligneur(lire_question("coopérative habitation logement"), [texte])
    depart = time.process_time()
    assert "<mark>" in surligneur.phrase([(texte, None)])[0]
    assert time.process_time() - depart < 15


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


@pytest.mark.parametrize(
    ("requete", "termes"),
    [
        ("", ()),
        ("'a'", (0,)),
        ("'a' & 'b':*", (0, 1)),
        ("'a' <-> 'b' | 'c'", (0, 0)),
        ("( 'a' <-> 'b' | 'c' ) & 'd' & ( 'e' | 'f' )", (0, 0, 1, 2)),
        ("'a' & 'b' | 'c' & 'd'", (0,)),
    ],
)
def test_each_sequence_is_of_its_term(requete, termes):
    question = question_de(requete)
    assert question.termes == termes
    assert len(question.suites) == len(termes)


@given(st.text(alphabet="ab'é -/\"«»&|!():*<>\\.,2", max_size=40))
def test_whatever_is_typed_is_read(saisie):
    lire_question(saisie)


def test_stems_are_asked_once(django_assert_num_queries):
    radicaux(["coopératives", "mots"])
    with django_assert_num_queries(0):
        assert radicaux(["mots"]) == {"mots": frozenset({"mot"})}
