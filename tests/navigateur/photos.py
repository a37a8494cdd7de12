"""Pictures of pages, kept small, and what tells two of them apart.

A picture is kept at half its size and in few colours (`garder`): letters smoothed otherwise by another
machine weigh little there. Two are the same page where they are as large, where few of their points differ,
and where no square of theirs does for a good part: a word, a colour, a mark that moved is seen, were it
alone.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

MOITIE = 2
COULEURS = (32, 64, 128, 256)
FIDELE = 20
"""Of 255: how far a kept point may be from the one that was taken."""
SEUIL = 40
"""Of 255: how far apart two points must be, in one of their colours, to differ."""
CARRE = 16
"""Points, once halved: the side of a square."""
PART_DU_CARRE, PART_DU_TOUT = 0.16, 0.004
"""How much of a square, and of the whole, may differ."""


@dataclass(frozen=True)
class Ecart:
    """How two pictures differ: the share of their points, and that of their worst square; 0 to 1."""

    tout: float
    carre: float
    masque: Image.Image

    @property
    def visible(self) -> bool:
        return self.tout > PART_DU_TOUT or self.carre > PART_DU_CARRE

    def __str__(self) -> str:
        return f"{self.tout:.2%} des points, {self.carre:.0%} du carré le plus changé"


def reduire(photo: Image.Image) -> Image.Image:
    """As it is compared."""
    return photo.convert("RGB").reduce(MOITIE)


def garder(photo: Image.Image, chemin: Path) -> None:
    """Writes it in as few colours as tell each of its points."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    photo = photo.convert("RGB")
    for couleurs in COULEURS:
        peu = photo.quantize(palette=_palette(photo, couleurs), dither=Image.Dither.NONE)
        ecarts = ImageChops.difference(peu.convert("RGB"), photo).getextrema()
        if max(pire for _moindre, pire in ecarts) <= FIDELE:
            break
    peu.save(chemin, optimize=True)


def _palette(photo: Image.Image, couleurs: int) -> Image.Image:
    """The grounds as they are; then the farthest colours first: a small red mark keeps its own."""
    comptes = sorted(photo.getcolors(photo.width * photo.height), reverse=True)
    exactes = [couleur for _combien, couleur in comptes[: couleurs // 2]]
    reste = photo.quantize(couleurs - len(exactes), method=Image.Quantize.MAXCOVERAGE).getpalette()
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for couleur in exactes for part in couleur] + reste)
    return palette


def comparer(gardee: Image.Image, prise: Image.Image) -> Ecart:
    """What differs between two pictures; what one has and the other has not differs too."""
    cote = tuple(max(a, b) for a, b in zip(gardee.size, prise.size, strict=True))
    commun = tuple(min(a, b) for a, b in zip(gardee.size, prise.size, strict=True))
    une, autre = (image.convert("RGB").crop((0, 0, *commun)) for image in (gardee, prise))
    rouge, vert, bleu = ImageChops.difference(une, autre).split()
    plus = ImageChops.lighter(ImageChops.lighter(rouge, vert), bleu)
    # Whole squares: each then weighs the same.
    carres = tuple(-(-n // CARRE) for n in cote)
    masque = Image.new("L", tuple(CARRE * n for n in carres))
    masque.paste(255, (0, 0, *cote))
    masque.paste(plus.point([255 if v > SEUIL else 0 for v in range(256)]), (0, 0))
    pire = masque.resize(carres, Image.Resampling.BOX).getextrema()[1]
    return Ecart(masque.histogram()[255] / (cote[0] * cote[1]), pire / 255, masque)


def montrer(gardee: Image.Image, prise: Image.Image, ecart: Ecart, chemin: Path) -> Path:
    """Writes side by side what is kept, what was taken, and where they differ."""
    images = [gardee.convert("RGB"), prise.convert("RGB"), ecart.masque.convert("RGB")]
    planche = Image.new("RGB", (sum(i.width + 8 for i in images), max(i.height for i in images)), "gray")
    x = 0
    for image in images:
        planche.paste(image, (x, 0))
        x += image.width + 8
    chemin.parent.mkdir(parents=True, exist_ok=True)
    planche.save(chemin)
    return chemin
