"""The look of the site is kept: each page as it is seen, in light and in dark, wide and narrow.

The pictures of `tests/captures/` are what was last agreed to; `make captures` takes them again. They are of
one version of Chromium, which draws letters and fields in its own way: under another one they say nothing.
"""

import hashlib
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests.factories import UtilisateurFactory
from tests.navigateur import vitrine
from tests.navigateur.photos import comparer, garder, montrer, reduire

GARDEES: Path = settings.RACINE / "tests" / "captures"
DU_LISEZ_MOI: Path = settings.RACINE / "docs" / "captures"
VERSION = GARDEES / "chromium.txt"
REFAIRE = os.environ.get("CAPTURES") == "refaire"
POIDS_MAX = 2_500_000
"""Bytes of all that is kept."""
POLICES = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
PAGES = {
    "accueil": "/plans/actif/",
    "actions": "/plans/actif/actions/",
    "action": "/plans/actif/actions/1.2/",
    "engagement": "/plans/actif/engagements/E-01/",
    "arrondissements": "/plans/actif/arrondissements/",
    "comite": "/plans/actif/comite/",
    "donnees": "/plans/actif/donnees/",
    "connexion": "/compte/connexion/",
    "style": "/style/",
}
COUPEES = {"donnees": 2400}
"""Pixels: where a page goes on alike to its end, as the dictionary of fields does."""
ILLUSTREES = ("accueil", "action", "engagement")
"""Those that README shows."""
# Letters of the site's own font everywhere, and no day written as the machine writes it: those of this one
# are not another's.
LETTRES = """
code, pre, input, select, textarea, button { font-family: 'Public Sans' !important; }
::-webkit-datetime-edit { visibility: hidden; }
"""


def photographier(page: Page, nom: str) -> Image.Image:
    page.goto(PAGES[nom])
    page.add_style_tag(content=LETTRES)
    if nom == "style":
        page.locator("#un-foyer").focus()
        page.evaluate("window.scrollTo(0, 0)")
    page.evaluate("document.fonts.ready")
    octets = page.screenshot(full_page=True, animations="disabled", caret="hide", scale="css")
    image = Image.open(BytesIO(octets))
    return image.crop((0, 0, image.width, min(image.height, COUPEES.get(nom, image.height))))


def machine(version: str) -> str:
    """What draws the pages: the major version of Chromium, and the fonts that it takes an arrow from."""
    noms = sorted(f.name for dossier in POLICES for f in dossier.rglob("*.*") if f.is_file())
    return f"{version.partition('.')[0]} {hashlib.sha256(chr(10).join(noms).encode()).hexdigest()[:12]}"


@pytest.mark.parametrize("largeur", [1280, 360])
@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_the_look_of_the_pages_is_the_one_that_is_kept(
    largeur, theme, chromium, ouvrir, connecter, transactional_db, time_machine, tmp_path
):
    version = machine(chromium.version)
    gardee = VERSION.read_text().strip() if VERSION.exists() else ""
    if not REFAIRE and version != gardee:
        pytest.skip(f"Captures de Chromium et de polices {gardee}; ici, {version} : « make captures ».")
    time_machine.move_to(vitrine.MOMENT, tick=True)
    vitrine.poser()
    page = ouvrir(
        largeur,
        color_scheme="light" if theme == "clair" else "dark",
        bypass_csp=True,
        reduced_motion="reduce",
    )
    coordination = UtilisateurFactory(coordination=True, username="coordination", last_name="Tremblay")
    fautes = []
    for nom in PAGES:
        if nom == "style":
            connecter(page, coordination)
        entiere = photographier(page, nom)
        prise, chemin = reduire(entiere), GARDEES / f"{nom}-{largeur}-{theme}.png"
        if REFAIRE:
            garder(prise, chemin)
            VERSION.write_text(f"{version}\n")
            if (largeur, theme) == (1280, "clair") and nom in ILLUSTREES:
                garder(entiere.crop((0, 0, 1280, 960)), DU_LISEZ_MOI / f"{nom}.png")
            continue
        with Image.open(chemin) as image:
            ecart = comparer(image, prise)
            if ecart.visible:
                fautes.append(
                    f"{chemin.name} : {ecart}, {montrer(image, prise, ecart, tmp_path / chemin.name)}"
                )
    assert not fautes, "« make captures » si c'est voulu :\n" + "\n".join(fautes)


# --- What is kept ----------------------------------------------------------------------------------------


def test_a_picture_is_kept_of_each_page_and_of_nothing_else():
    voulues = {
        f"{p}-{largeur}-{t}.png" for p in PAGES for largeur in (1280, 360) for t in ("clair", "sombre")
    }
    assert {chemin.name for chemin in GARDEES.glob("*.png")} == voulues
    assert re.fullmatch(r"\d+ [0-9a-f]{12}", VERSION.read_text().strip())


def test_what_is_kept_is_light():
    poids = sum(c.stat().st_size for dossier in (GARDEES, DU_LISEZ_MOI) for c in dossier.glob("*.png"))
    assert poids <= POIDS_MAX


def test_readme_shows_its_pictures_and_says_what_they_are():
    lisez_moi = (settings.RACINE / "README.md").read_text()
    for nom in ILLUSTREES:
        assert (DU_LISEZ_MOI / f"{nom}.png").exists()
        avant, _image, _apres = lisez_moi.partition(f"](docs/captures/{nom}.png)")
        assert len(avant.rpartition("![")[2]) > 20


# --- What tells two pictures apart -----------------------------------------------------------------------


def dessin(**changes) -> Image.Image:
    """A page in short: a word, a rule, a mark."""
    dits = {"mot": (40, 40), "couleur": "#212529", "marque": "#097d6c", "hauteur": 400, **changes}
    image = Image.new("RGB", (320, dits["hauteur"]), "white")
    trait = ImageDraw.Draw(image)
    x, y = dits["mot"]
    for rang in range(6):
        trait.rectangle((x + 9 * rang, y, x + 9 * rang + 4, y + 12), fill=dits["couleur"])
    trait.line((20, 100, 300, 100), fill="#d8d4ca")
    trait.ellipse((200, 200, 212, 212), fill=dits["marque"])
    return image


@pytest.mark.parametrize(
    "changes",
    [{"mot": (44, 40)}, {"mot": (40, 46)}, {"couleur": "#bb0000"}, {"marque": "#bb0000"}, {"hauteur": 390}],
    ids=str,
)
def test_what_moved_or_changed_its_colour_is_seen(changes):
    assert comparer(dessin(), dessin(**changes)).visible


def test_what_another_smoothing_changes_is_not():
    bruit = Image.effect_noise((320, 400), 24).convert("RGB")
    ecart = comparer(dessin(), Image.blend(dessin(), bruit, 0.08))
    assert (ecart.visible, str(ecart)) == (False, "0.00% des points, 0% du carré le plus changé")
    assert not comparer(dessin(), dessin(couleur="#2b3036")).visible


def test_a_picture_that_is_kept_differs_little_from_what_was_taken(tmp_path):
    photo = Image.effect_mandelbrot((320, 200), (-2, -1, 1, 1), 60).convert("RGB")
    garder(photo, tmp_path / "une.png")
    with Image.open(tmp_path / "une.png") as gardee:
        assert not comparer(gardee, photo).visible


def test_what_differs_is_shown_beside_both(tmp_path):
    une, autre = dessin(), dessin(marque="#bb0000")
    chemin = montrer(une, autre, comparer(une, autre), tmp_path / "la" / "planche.png")
    with Image.open(chemin) as planche:
        assert planche.size == (3 * (320 + 8), 400)
