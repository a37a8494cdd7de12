"""Is every kind of page read by all: what axe finds and what overflows, in each way of looking at it?

    DEMO_MOT_DE_PASSE=… python -m bench.regards 8000

Wide, on a phone, at 320 pixels; light and dark; forced colours, more contrast, reduced motion; letters twice
as large, and spaced as WCAG 1.4.12 says. Of a site that runs: in French and in English, by a visitor then by
each account of the demonstration.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NORMES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Regard:
    """A way of looking at a page.

    Attributes:
        largeur: px of the window.
        media: what the person asks of all sites (`emulate_media`).
        texte: px of the root's letters, 16 as nobody asked; 32 are « 200 % ».
        espace: whether letters, words and lines are spaced as WCAG 1.4.12 says.
    """

    largeur: int
    media: tuple[tuple[str, str], ...] = ()
    texte: int = 16
    espace: bool = False

    def __str__(self) -> str:
        demandes = [f"{nom} {valeur}" for nom, valeur in self.media]
        demandes += ["texte à 200 %"] * (self.texte > 16) + ["texte espacé"] * self.espace
        return ", ".join([f"{self.largeur} px", *demandes])


CLAIR, SOMBRE = ("color_scheme", "light"), ("color_scheme", "dark")
FORCE = ("forced_colors", "active")
PLUS = ("contrast", "more")
CALME = ("reduced_motion", "reduce")
REGARDS = (
    Regard(1280, (CLAIR,)),
    Regard(1280, (SOMBRE,)),
    Regard(360, (SOMBRE, CALME)),
    Regard(320, (CLAIR, PLUS)),
    Regard(1280, (CLAIR, FORCE)),
    Regard(360, (SOMBRE, FORCE)),
    Regard(1280, (CLAIR,), texte=32),
    # As narrow as 320 px is to who reads at 100 %.
    Regard(640, (CLAIR,), texte=32),
    Regard(1280, (SOMBRE,), espace=True),
    Regard(320, (CLAIR,), espace=True),
)
ORDINAIRE = {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"}
ORDINAIRE["reduced_motion"] = "no-preference"
# A sheet of the document, not of its text: the content policy lets no other in.
LETTRES = """([px, espace]) => {
  document.documentElement.style.fontSize = px === 16 ? "" : `${px / 16 * 100}%`;
  const feuille = new CSSStyleSheet();
  if (espace) feuille.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [feuille];
  // What changes slowly is read once it has changed.
  document.getAnimations().forEach(mouvement => mouvement.finish());
}"""
DEBORDE = """largeur => {
  if (document.documentElement.scrollWidth <= largeur) return "";
  const roule = e => e && e !== document.body &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX) || roule(e.parentElement));
  const fautif = [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > largeur + 1 && e.checkVisibility())
    .findLast(e => !roule(e.parentElement));
  const nom = fautif && `${fautif.tagName}.${fautif.getAttribute("class")}`;
  return `${document.documentElement.scrollWidth} px : ${nom} ${fautif?.textContent.trim().slice(0, 40)}`;
}"""


def regarder(page: Page, regard: Regard) -> None:
    """Makes the page that is open be looked at that way."""
    page.set_viewport_size({"width": regard.largeur, "height": 800})
    demandes: dict[str, Any] = {**ORDINAIRE, **dict(regard.media)}
    page.emulate_media(**demandes)
    page.evaluate(LETTRES, [regard.texte, regard.espace])


def plaintes(page: Page, *, axe: bool = True) -> list[str]:
    """What is wrong with the page as it is looked at: it scrolls sideways, or axe finds a violation.

    Args:
        axe: whether axe reads it too: half a second.
    """
    dites = []
    if fautif := page.evaluate(DEBORDE, page.viewport_size["width"] if page.viewport_size else 0):
        dites.append(f"déborde à {fautif}")
    if axe:
        choix = {"runOnly": {"type": "tag", "values": NORMES}, "resultTypes": ["violations"]}
        for violation in Axe().run(page, options=choix).response["violations"]:
            noeud = violation["nodes"][0]
            dites.append(f"{violation['id']} × {len(violation['nodes'])} : {noeud['html'][:160]}")
            dites[-1] += f" ({noeud['failureSummary'].splitlines()[-1].strip()[:160]})"
    return dites


def principal() -> None:
    import shutil

    from playwright.sync_api import sync_playwright

    from bench.nu import COMPTES
    from bench.parcours import CHEZ_SOI, DEPARTS, entrer, lecteur, parcourir, preparer_les_motifs
    from bench.visiteur import Visiteur

    arguments = lecteur("regards", __doc__)
    arguments.add_argument("--genre", default="", help="les genres de pages où se trouve ce texte")
    choix = arguments.parse_args()
    chemin = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chemin:
        print("Chromium est introuvable : rien n’est regardé.")
        return
    preparer_les_motifs()
    mot_de_passe, vus, trouvees, regardees = os.environ.get("DEMO_MOT_DE_PASSE", ""), set(), [], 0
    with sync_playwright() as pilote:
        navigateur = pilote.chromium.launch(executable_path=chemin, args=["--no-sandbox"])
        for compte in ("", *COMPTES) if mot_de_passe else ("",):
            visiteur = entrer(choix.port, compte, mot_de_passe) if compte else Visiteur(choix.port)
            site = f"http://127.0.0.1:{choix.port}"
            contexte = navigateur.new_context(base_url=site)
            contexte.add_cookies([{"name": n, "value": v, "url": site} for n, v in visiteur.cookies.items()])
            page = contexte.new_page()
            for lue in parcourir(visiteur, (*CHEZ_SOI, *DEPARTS) if compte else DEPARTS):
                if lue.genre in vus or choix.genre not in lue.genre:
                    continue
                vus.add(lue.genre)
                page.goto(lue.adresse)
                for regard in REGARDS:
                    regarder(page, regard)
                    regardees += 1
                    for dite in plaintes(page):
                        trouvees.append((compte, lue.genre, lue.adresse, str(regard), dite))
                        print(" | ".join(trouvees[-1]), flush=True)
            contexte.close()
        navigateur.close()
    print(f"{len(vus)} genres de pages, {regardees} regards, {len(trouvees)} plaintes")
    if choix.json:
        Path(choix.json).write_text(json.dumps(trouvees, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    principal()
