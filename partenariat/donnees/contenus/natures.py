"""The kinds of files that are taken, and the sentences that refuse the others."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partenariat.donnees.colonnes import sans_controles

OOXML = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}wordprocessingml.document",
    "xlsx": f"{OOXML}spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}
"""Extension → media type, of what is kept."""
CONVERTIS = {"heic": "image/heic", "heif": "image/heif"}
"""Likewise, of what is taken and kept as a JPEG."""
ACCEPTES = ",".join(
    [*(f".{extension}" for extension in TYPES | CONVERTIS), *dict.fromkeys((TYPES | CONVERTIS).values())]
)
"""The `accept` of every field of files."""
IMAGES_ACCEPTEES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
"""That of a field of pictures."""


PAS_LU = "pas_lu"
"""The code of what is no fault of the file's."""


def inconnu() -> ValidationError:
    return ValidationError(
        _(
            "Ce type de fichier n'est pas accepté : "
            "choisissez PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, WebP ou HEIC."
        )
    )


def protege() -> ValidationError:
    return ValidationError(_("Ce document est protégé par un mot de passe : enregistrez-le sans."))


def avec_macros() -> ValidationError:
    return ValidationError(_("Ce document contient des macros : enregistrez-le sans macros."))


ACTIFS = {
    # Office documents.
    "lointain": gettext_lazy(
        "Ce document va chercher ailleurs une partie de ce qu'il montre (« %(quoi)s ») : incorporez-la ou "
        "rompez la liaison, ou exportez-le en PDF."
    ),
    "modele": gettext_lazy(
        "Ce document va chercher son modèle sur un serveur (« %(quoi)s ») : détachez ce modèle, ou exportez "
        "le document en PDF."
    ),
    "objet": gettext_lazy(
        "Ce document contient un objet ou un programme (« %(quoi)s ») : remplacez-le par une image ou "
        "ôtez-le, ou exportez le document en PDF."
    ),
    "dde": gettext_lazy(
        "Ce document s'adresse à un autre programme (DDE, « %(quoi)s ») : ôtez ce champ ou cette liaison, ou "
        "exportez-le en PDF."
    ),
    "connexion": gettext_lazy(
        "Ce document se connecte à des données d'ailleurs (« %(quoi)s ») : supprimez cette connexion, ou "
        "exportez-le en PDF."
    ),
    "formule": gettext_lazy(
        "Ce document contient une formule qui sort de lui (« %(quoi)s ») : remplacez-la par sa valeur, ou "
        "exportez-le en PDF."
    ),
    "lien": gettext_lazy(
        "Ce document contient un lien qui lance un programme (« %(quoi)s ») : ôtez ce lien, ou exportez-le "
        "en PDF."
    ),
    "dessin": gettext_lazy(
        "Ce document contient un dessin SVG qui exécute du code (« %(quoi)s ») : remplacez-le par une image."
    ),
    "chemin": gettext_lazy(
        "Ce document contient une partie dont le nom mène hors de lui (« %(quoi)s ») : enregistrez-le de "
        "nouveau, ou exportez-le en PDF."
    ),
    # PDF.
    "javascript": gettext_lazy("Ce PDF contient du code JavaScript : imprimez-le en PDF pour l'ôter."),
    "lance": gettext_lazy(
        "Ce PDF peut lancer un programme ou charger un fichier (« %(quoi)s ») : imprimez-le en PDF pour "
        "l'ôter."
    ),
    "seul": gettext_lazy(
        "Ce PDF agit de lui-même à l'ouverture (« %(quoi)s ») : imprimez-le en PDF pour l'ôter."
    ),
    "media": gettext_lazy("Ce PDF contient une animation qui s'exécute : imprimez-le en PDF pour l'ôter."),
    "xfa": gettext_lazy("Ce PDF est un formulaire dynamique (XFA) : imprimez-le en PDF."),
    "ailleurs": gettext_lazy(
        "Ce PDF va chercher ailleurs une partie de ce qu'il montre (« %(quoi)s ») : imprimez-le en PDF."
    ),
    "joint": gettext_lazy(
        "Ce PDF contient une pièce jointe (« %(quoi)s ») : déposez-la à part, et enregistrez le PDF sans "
        "elle."
    ),
    "double": gettext_lazy("Ce PDF contient aussi un fichier d'un autre format : imprimez-le en PDF."),
    "abime": gettext_lazy(
        "Ce PDF est abîmé, et peut contenir ce qui s'exécute à l'ouverture : imprimez-le en PDF."
    ),
}
"""What runs, fetches or sends something when a document is opened → the sentence that refuses it."""
QUOI_MAX = 80


def actif(code: str, quoi: str = "") -> ValidationError:
    quoi = " ".join(sans_controles(quoi).split())
    return ValidationError(ACTIFS[code] % {"quoi": quoi[:QUOI_MAX]}, code=code)


def trop_lourd() -> ValidationError:
    return ValidationError(
        _("Ce fichier demande trop de travail pour être lu : simplifiez-le."), code="trop_lourd"
    )


def pas_lu() -> ValidationError:
    return ValidationError(
        _("Le site n'a pas pu examiner ce fichier maintenant. Joignez-le de nouveau dans un instant; si cela "
          "dure, donnez plutôt son adresse."),
        code=PAS_LU,
    )  # fmt: skip


def abime() -> ValidationError:
    return ValidationError(_("Cette image est incomplète ou abîmée : enregistrez-la de nouveau."))


def pas_une_image() -> ValidationError:
    return ValidationError(
        _("Ce fichier n'est pas une image que le site sait lire : donnez une image JPEG, PNG, WebP ou HEIC, "
          "entière.")
    )  # fmt: skip


def trop_petite(cote: int) -> ValidationError:
    """Args:
    cote: pixels of a side, at least.
    """
    texte = _("Cette image est trop petite : il lui faut au moins %(cote)d pixels de haut et de large.")
    return ValidationError(texte % {"cote": cote})
