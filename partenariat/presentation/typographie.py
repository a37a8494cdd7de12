"""The blanks and the apostrophes of a page: shown right, stored, signed and handed out as they came.

What people typed or a file brought gets the blanks of French where a template shows it (`typographie`). The
whole page gets its apostrophes, and the blanks that a template forgot, once it is made (`a_l_ecran`):
docs/decisions/0029.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

INSECABLE = "\N{NO-BREAK SPACE}"
_REGLES = (
    # Canadian French: none before ; ! ?
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[;!?](?:\s|$))"), ""),
    (re.compile(r"(?<! ) +(?=[:%»])"), INSECABLE),
    (re.compile(r"(?<=«) +"), INSECABLE),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), INSECABLE),
    (re.compile(r"(?<=\d) (?=(?:[kMG]?\$|%))"), INSECABLE),
    # An hour: « 9 h », « 13 h 30 ».
    (re.compile(r"(?<=\d) (?=h\b)"), INSECABLE),
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d\b)"), INSECABLE),
)


def typographie(texte: str) -> str:
    """French text with the blanks that Québec's usage asks for: « 60 000 $ ; oui » → « 60 000 $; oui »."""
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


# --- A whole page ---------------------------------------------------------------------------------------

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
EXACT = "data-exact"
"""Attribute of an element whose words are shown to the letter: what was signed, what one will copy."""
EXACTS = {"code", "pre", "kbd", "samp", "script", "style", "textarea"}
"""Elements that are so by their nature (the last three where they are never closed)."""
VIDES = {"br", "hr", "img", "input", "link", "meta", "wbr"}
LUS = {"alt", "aria-description", "aria-label", "hx-confirm", "label", "placeholder", "title"}
"""Attributes that are words to read; every other one is left as it is, the value of a field first of all."""
META = {"description", "og:title", "og:description", "og:image:alt"}
# Bounded, or a run of apostrophes would be read again from each of them; a local part has 64 letters at most.
PAS_UNE_BOITE = r"(?![\w.+'-]{0,64}+@)"
BLANCS = (" ;", " !", " ?", " :", " %", " »", "« ", "\u00a0;", "\u00a0!", "\u00a0?")

# What nothing is done to is run through at once: two thousand tags would cost as many calls. What follows may
# be missing, or a run that ends before a lone « < » would be read again from each of its letters.
_PAGE = r"""
    (?P<suite>(?:
        {texte}
      | &(?!\#(?:x27|39);)
      | h(?!ttps?://)
      | <(?!!--|(?:script|style|textarea|code|pre|kbd|samp|option)\b{exact})
        [/!a-z][^<>'"&]*+(?:"(?:[^"'&]++|&(?!\#))*+"[^<>'"&]*+)*+>
    )++)?
    (?:
        (?P<apostrophe>(?:'|&\#(?:x27|39);){pas_boite})
      | <!--.*?-->
      | <(?P<brut>script|style|textarea)\b.*?</(?P=brut)\s*+>
      | </?(?P<nom>[a-zA-Z][\w:-]*+)(?P<attributs>(?:[^"'<>]++|"[^"]*"|'[^']*')*+)>
      # An address in words is copied, and so is one of a letter box (above).
      | https?://[^\s<>"]++
      {blancs}
    )?
"""
_BLANCS = r"""
      | (?P<ote>(?<=\S)[ \u00a0\u202f]{1,4}+(?=[;!?](?:[\s<]|\Z)))
      | (?P<lie>(?<=\S)[ ]{1,4}+(?=[:%»])|(?<=«)[ ]{1,4}+)
"""


@lru_cache(maxsize=4)
def _page(exact: bool, blancs: bool) -> re.Pattern[str]:
    avec = r"[^<'&h \u00a0\u202f]++|(?<!«)[ \u00a0\u202f](?![ \u00a0\u202f]{0,4}[:%»;!?])"
    motif = _PAGE.format(
        pas_boite=PAS_UNE_BOITE,
        texte=avec if blancs else "[^<'&h]++",
        exact=rf'|[a-z](?:"[^"]*+"|[^<>"])*?\s{EXACT}' if exact else "",
        blancs=_BLANCS if blancs else "| (?P<ote>(?!))(?P<lie>(?!))",
    )
    return re.compile(motif, re.VERBOSE | re.DOTALL)


_ATTRIBUT = re.compile(r"""([^\s=>"'/]++)\s*+=\s*+("[^"]*"|'[^']*')""")
_FERMANTE = re.compile(r"</[a-zA-Z][\w:-]*+\s*+>")
_DANS_UN_MOT = re.compile(rf"(?<=[^\W\d_])(?:'|&#(?:x27|39);){PAS_UNE_BOITE}|https?://\S++")
_EXACT = re.compile(rf"\s{EXACT}(?=[\s=/]|\Z)")
_VALEUR = re.compile(r""""[^"]*"|'[^']*'""")


def a_l_ecran(html: str) -> str:
    """A page, or a part of one, with the apostrophe ’ and the blanks of French in the words that one reads.

    Markup, scripts, forms' values and what is shown to the letter (`EXACT`, `EXACTS`) stay as they are. What
    it gives, it leaves alone a second time.
    """
    blancs = any(blanc in html for blanc in BLANCS)
    if not blancs and "'" not in html and "&#x27;" not in html and "&#39;" not in html:
        return html
    return _page(EXACT in html, blancs).sub(_Lecture(html), html)


class _Lecture:
    """What is put in the place of each match of `_page`, from the first to the last of a page."""

    def __init__(self, html: str):
        self.html = html
        self.jusque = 0
        """Where what is shown to the letter ends."""

    def __call__(self, m: re.Match[str]) -> str:
        suite = m["suite"] or ""
        debut = m.start() + len(suite)
        if debut < self.jusque:
            return m[0]
        if m["apostrophe"]:
            return suite + (APOSTROPHE if _dans_un_mot(self.html, debut, m.end()) else m["apostrophe"])
        if m["nom"] and self.html[debut + 1] != "/":
            return suite + self.balise(self.html[debut : m.end()], m["nom"].lower(), m["attributs"], m.end())
        if m["ote"] or m["lie"]:
            return suite + ("" if m["ote"] else INSECABLE)
        return m[0]

    def balise(self, tout: str, nom: str, attributs: str, fin: int) -> str:
        exact = EXACT in attributs and _EXACT.search(_VALEUR.sub('""', attributs))
        if nom in EXACTS or exact or (nom == "option" and "value=" not in attributs):
            self.jusque = _fin(self.html, nom, fin)
        elif "'" in attributs or "&#" in attributs:
            return _attributs_lus(tout, nom, attributs)
        return tout


def _dans_un_mot(html: str, debut: int, fin: int) -> bool:
    """After a letter, wherever it is (« l'<a>action</a> », « the parties' »); after the end of an element or
    a closing mark, before a letter (« <cite>PME MTL</cite>'s »)."""
    avant = html[debut - 1 : debut]
    if avant.isalpha():
        return True
    if avant == ">":
        balise = html[html.rfind("<", 0, debut) : debut]
        return bool(_FERMANTE.fullmatch(balise)) and html[fin : fin + 1].isalpha()
    return avant in ("»", ")", "”") and html[fin : fin + 1].isalpha()


def _fin(html: str, nom: str, depuis: int) -> int:
    """Where an element ends, whatever is nested in it; the end of the page for one that never does."""
    if nom in VIDES:
        return depuis
    profondeur = 1
    for balise in _du_nom(nom).finditer(html, depuis):
        profondeur += -1 if balise[1] else 1
        if not profondeur:
            return balise.end()
    return len(html)


@lru_cache(maxsize=32)
def _du_nom(nom: str) -> re.Pattern[str]:
    return re.compile(rf"""<(/?){re.escape(nom)}(?![\w:-])(?:[^"'<>]++|"[^"]*"|'[^']*')*+>""", re.IGNORECASE)


def _attributs_lus(balise: str, nom: str, attributs: str) -> str:
    lus = LUS
    if nom == "meta":
        dits = {cle: valeur[1:-1] for cle, valeur in _ATTRIBUT.findall(attributs)}
        lus = {"content"} if (dits.get("name") or dits.get("property")) in META else set()

    def mettre(m: re.Match[str]) -> str:
        if m[1] not in lus:
            return m[0]
        guillemet, valeur = m[2][0], m[2][1:-1]
        debut = m[0][: -len(m[2])]
        return f"{debut}{guillemet}{_DANS_UN_MOT.sub(_courbe, valeur)}{guillemet}"

    return _ATTRIBUT.sub(mettre, balise)


def _courbe(m: re.Match[str]) -> str:
    return m[0] if m[0].startswith("http") else APOSTROPHE


class Typographie:
    """Middleware: every page made by the site, before the page cache keeps it and before its fingerprint.

    What is no page (files, data, calendars) and what is sent as it is read are left as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reponse = self.get_response(request)
        if isinstance(reponse, HttpResponse):
            mettre_a_l_ecran(reponse)
        return reponse


def mettre_a_l_ecran(reponse: HttpResponse) -> None:
    """`a_l_ecran` of an answer, where it is a page that is neither compressed nor handed out as a file."""
    if (
        not settings.TYPOGRAPHIE
        or not reponse.get("Content-Type", "").startswith("text/html")
        or reponse.has_header("Content-Encoding")
        or reponse.has_header("Content-Disposition")
    ):
        return
    avant = reponse.content.decode(reponse.charset)
    apres = a_l_ecran(avant)
    if apres != avant:
        reponse.content = apres.encode(reponse.charset)
        if reponse.has_header("Content-Length"):
            reponse["Content-Length"] = str(len(reponse.content))
