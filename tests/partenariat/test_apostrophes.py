"""The last step of a page: ’ and the blanks of French in what is read, and nothing else touched."""

import re
from html.parser import HTMLParser
from time import perf_counter

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from partenariat.presentation.typographie import APOSTROPHE, Typographie, a_l_ecran

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("l'eau", "l’eau"),
        ("l&#x27;eau d&#39;ici", "l’eau d’ici"),
        ("<p>aujourd'hui</p>", "<p>aujourd’hui</p>"),
        ('d\'<a href="/">une</a>', 'd’<a href="/">une</a>'),
        ("<em>PME MTL</em>'s own, the parties' words", "<em>PME MTL</em>’s own, the parties’ words"),
        ("« Élan »'s", f"«{NB}Élan{NB}»’s"),
        ("qu'« un »", f"qu’«{NB}un{NB}»"),
        ("<title>L'eau</title>", "<title>L’eau</title>"),
        ('<a aria-label="l\'eau" title="l&#x27;eau">', '<a aria-label="l’eau" title="l’eau">'),
        ("<img alt='l&#39;eau' src=\"/l'eau\">", "<img alt='l’eau' src=\"/l'eau\">"),
        ('<meta name="description" content="l\'eau">', '<meta name="description" content="l’eau">'),
        ('<meta property="og:title" content="l&#x27;eau">', '<meta property="og:title" content="l’eau">'),
        ("<option value=\"l'eau\">l'eau</option>", '<option value="l\'eau">l’eau</option>'),
        ("<svg><title>l'eau</title><text>d'ici</text>", "<svg><title>l’eau</title><text>d’ici</text>"),
        ("<code>l'eau</code> l'eau", "<code>l'eau</code> l’eau"),
        ("<b data-exact>l'<b>eau</b> d'ici</b> l'eau", "<b data-exact>l'<b>eau</b> d'ici</b> l’eau"),
        ("<P DATA-x='1'>l'eau</P><CODE>l'eau</CODE>", "<P DATA-x='1'>l’eau</P><CODE>l'eau</CODE>"),
        ("<b title='un data-exact'>l'eau</b>", "<b title='un data-exact'>l’eau</b>"),
        ("<b data-exacte>l'eau</b>", "<b data-exacte>l’eau</b>"),
        ("oui ; non ? 60 % « mot » : fin", f"oui; non? 60{NB}% «{NB}mot{NB}»{NB}: fin"),
        ("<b>oui</b> : non", f"<b>oui</b>{NB}: non"),
    ],
)
def test_what_is_read_is_shown_right(avant, apres):
    assert a_l_ecran(avant) == apres


@pytest.mark.parametrize(
    "tel_quel",
    [
        "",
        "'cité",
        "5'10 et 12'",
        "&amp;#x27; l&amp;#39;eau",
        "<!-- l'eau ; « x » -->",
        "<script>const a = b'c' ;</script>",
        "<style>a::after{content:'l'}</style>",
        "<textarea>l'eau ; « x »</textarea>",
        "<textarea>l'eau, jamais fermé",
        "<pre>l'eau <b>d'ici</b></pre>",
        "<input value=\"l'eau\"><input value='l&#x27;eau'>",
        '<a href="/?q=l\'eau" data-x="l\'eau" hx-vals=\'{"q": "l&#x27;eau"}\'>x</a>',
        "<a data-y=\"title='l'eau'\">x</a>",
        "<option>l'eau</option><option selected>l'eau</option>",
        '<meta name="htmx-config" content=\'{"a": "l"}\'><meta property="og:url" content="/l\'eau">',
        "https://exemple.test/l'eau d",
        "o'brien@exemple.test",
        "<b data-exact>l'eau ; « x »</b>",
        "<div data-exact>l'eau, jamais fermé",
        "<p>\n  : au début d\n  ; une ligne</p>",
    ],
)
def test_what_is_not_words_to_read_is_left_alone(tel_quel):
    assert a_l_ecran(tel_quel) == tel_quel


# --- Whatever the page -----------------------------------------------------------------------------------

MOTS = st.text(st.sampled_from("l'é ;:?!%«»\u00a0\n1@.&"), max_size=12).map(
    lambda mots: mots.replace("&", "&amp;")
)
ENTITES = st.sampled_from(["&#x27;", "&#39;", "&amp;", "&lt;", "&nbsp;"])
VALEURS = st.text(st.sampled_from("l'e =<>:/;"), max_size=8)
NOMS = st.sampled_from(["href", "value", "title", "alt", "class", "data-x", "aria-label", "content"])
ATTRIBUTS = st.lists(st.tuples(NOMS, VALEURS), max_size=3, unique_by=lambda couple: couple[0])


@st.composite
def elements(tirer, contenu):
    nom = tirer(st.sampled_from(["p", "b", "a", "code", "pre", "option", "svg", "q"]))
    attributs = "".join(f' {cle}="{valeur}"' for cle, valeur in tirer(ATTRIBUTS))
    exact = " data-exact" if tirer(st.integers(0, 5)) == 0 else ""
    return f"<{nom}{attributs}{exact}>{''.join(tirer(st.lists(contenu, max_size=4)))}</{nom}>"


# No « < » there: the reader of these tests would take a field's for a tag.
BRUTS = st.tuples(st.sampled_from(["script", "style", "textarea"]), st.text("l'e ;:«", max_size=9)).map(
    lambda brut: f"<{brut[0]}>{brut[1]}</{brut[0]}>"
)
COMMENTAIRES = st.text("l'e ;:«<", max_size=9).map(lambda mots: f"<!--{mots}-->")
PAGES = st.lists(
    st.recursive(MOTS | ENTITES | BRUTS | COMMENTAIRES, elements, max_leaves=12), max_size=6
).map("".join)


class Lecture(HTMLParser):
    """What a page is made of, in order; the words to read apart."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=False)
        self.suite, self.mots, self.exacts = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, nom, attributs):
        exact = nom in ("code", "pre", "script", "style", "textarea") or "data-exact" in dict(attributs)
        exact = exact or (nom == "option" and "value" not in dict(attributs))
        self.exacts.append(exact or any(self.exacts))
        gardes = [(c, v) for c, v in attributs if c not in ("title", "alt", "aria-label")]
        self.suite.append((nom, gardes, [c for c, _ in attributs]))

    def handle_endtag(self, nom):
        self.suite.append(nom)
        if self.exacts:
            self.exacts.pop()

    def handle_comment(self, mots):
        self.suite.append(("commentaire", mots))

    def handle_data(self, mots):
        (self.suite if any(self.exacts) else self.mots).append(mots)

    def handle_charref(self, nom):
        self.handle_data("'")

    def handle_entityref(self, nom):
        self.handle_data(f"&{nom};")


def lettres(mots: list[str]) -> str:
    """Without what may change: blanks, and which apostrophe it is."""
    return re.sub(r"\s", "", "".join(mots)).replace(APOSTROPHE, "'")


@given(PAGES)
@settings(max_examples=400, deadline=None)
def test_tags_attributes_comments_and_scripts_are_those_of_before(page):
    apres = a_l_ecran(page)
    avant, lue = Lecture(page), Lecture(apres)
    for des_mots in (True, False):
        siens, siens_avant = (
            [s for s in lecture.suite if isinstance(s, str) is des_mots] for lecture in (lue, avant)
        )
        # A run of words may be read in two.
        assert "".join(siens) == "".join(siens_avant) if des_mots else siens == siens_avant
    assert lettres(lue.mots) == lettres(avant.mots)


@given(PAGES)
@settings(max_examples=400, deadline=None)
def test_a_second_time_changes_nothing(page):
    assert a_l_ecran(a_l_ecran(page)) == a_l_ecran(page)


LIGNE = (
    '<li class="ligne axe-1"><a href="/plans/actif/actions/1.1/?a=1&amp;b=2">L&#x27;action d\'un plan</a>'
    ' <span class="note">un texte assez long, comme il y en a</span></li>\n'
)


def test_a_page_of_a_hundred_thousand_characters_takes_milliseconds():
    page = LIGNE * (100_000 // len(LIGNE))
    durees = []
    for _fois in range(7):
        debut = perf_counter()
        a_l_ecran(page)
        durees.append(perf_counter() - debut)
    # Two on a quiet machine; this one may be busy.
    assert min(durees) < 0.02


@pytest.mark.parametrize(
    "mots",
    [
        " " * 60_000 + ":",
        "a " * 60_000 + "'b",
        "<" * 20_000,
        "&#" * 60_000,
        "« " * 20_000,
        "l'x@" * 9000,
        "a'" * 60_000,
    ],
)
def test_no_text_makes_it_work_for_long(mots):
    debut = perf_counter()
    a_l_ecran(mots)
    assert perf_counter() - debut < 1


# --- What is a page --------------------------------------------------------------------------------------


def rendre(reponse):
    return Typographie(lambda _request: reponse)(RequestFactory().get("/"))


@pytest.fixture
def en_ligne(settings):
    settings.TYPOGRAPHIE = True


def test_a_page_says_how_long_it_became(en_ligne):
    reponse = HttpResponse("<p>l'eau</p>", headers={"Content-Length": "12"})
    assert rendre(reponse).content.decode() == "<p>l’eau</p>"
    assert reponse["Content-Length"] == "14"


@pytest.mark.parametrize(
    "reponse",
    [
        HttpResponse("l'eau", content_type="text/plain"),
        HttpResponse("l'eau", content_type="text/csv"),
        HttpResponse("l'eau", content_type="text/calendar"),
        JsonResponse({"a": "l'eau"}),
        HttpResponse("l'eau", headers={"Content-Disposition": "attachment; filename=x.html"}),
        HttpResponse("l'eau", headers={"Content-Encoding": "br"}),
    ],
    ids=lambda reponse: str(reponse.headers),
)
def test_a_file_is_handed_out_as_it_came(reponse, en_ligne):
    avant = reponse.content
    assert rendre(reponse).content == avant


@pytest.mark.django_db
def test_what_is_streamed_is_not_read(en_ligne, tmp_path):
    assert b"".join(rendre(StreamingHttpResponse(iter([b"l'eau"])))) == b"l'eau"
    (tmp_path / "x.html").write_text("l'eau")
    fichier = rendre(FileResponse((tmp_path / "x.html").open("rb")))
    assert b"".join(fichier.streaming_content) == b"l'eau"
    fichier.close()


def test_it_can_be_turned_off(settings):
    settings.TYPOGRAPHIE = False
    assert rendre(HttpResponse("l'eau")).content == b"l'eau"


def test_an_attribute_of_many_apostrophes_takes_milliseconds():
    page = f'<b title="{"a&#39;" * 40_000}">x</b>'
    debut = perf_counter()
    assert "’" in a_l_ecran(page)
    assert perf_counter() - debut < 1
