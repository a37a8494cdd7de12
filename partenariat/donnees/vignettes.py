"""Pictures that pages show: made small, light and anonymous when they are handed in.

Unlike what is filed as evidence (`depots`), they are encoded anew: what a page shows need not be what came
out of the camera, and what a file hides beside its pixels is not carried over.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from partenariat.donnees.contenus import enfant, images, lectures
from partenariat.donnees.depots import TAILLE_MAX, nommer, trop_gros
from partenariat.donnees.empreintes import empreinte_fichier

EXTENSION, TYPE_MEDIA = "webp", "image/webp"
COTE_MIN, COTE_MAX = enfant.COTE_MIN, max(enfant.IMAGE)
"""Pixels of a side."""


@dataclass(frozen=True)
class Vignette:
    """A picture that was examined, as it is kept."""

    fichier: "ContentFile[bytes]"
    nom: str
    """That of the file that was handed in, cleaned, with the extension of what is kept."""
    largeur: int
    """Pixels."""
    hauteur: int
    """Pixels."""
    empreinte: str


def reduire(fichier: "File[bytes]", *, logo: bool = False) -> Vignette:
    """What is kept of a picture: 60 kB at most, within 960 × 960 pixels; 480 × 192 for a logo.

    Raises:
        ValidationError: with the sentence that says why it is not taken.
    """
    if fichier.size > TAILLE_MAX:
        raise trop_gros()
    if not fichier.size:
        raise ValidationError(_("Ce fichier est vide."))
    fichier.seek(0)
    webp, largeur, hauteur = lectures.petite("logo" if logo else "image", fichier.read(TAILLE_MAX + 1))
    garde = ContentFile(images.nettoyer("webp", webp))
    return Vignette(garde, nommer(fichier.name, EXTENSION), largeur, hauteur, empreinte_fichier(garde))
