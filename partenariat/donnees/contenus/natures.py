"""The kinds of files that are taken, and the sentences that refuse the others."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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


PAS_LU = "pas_lu"
"""The code of what is no fault of the file's."""


def inconnu() -> ValidationError:
    return ValidationError(
        _("Ce fichier n'est pas d'un type accepté : PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, WebP ou HEIC.")
    )


def protege() -> ValidationError:
    return ValidationError(_("Ce document est protégé par un mot de passe : enregistrez-le sans."))


def avec_macros() -> ValidationError:
    return ValidationError(_("Ce document contient des macros : enregistrez-le sans macros."))


def trop_lourd() -> ValidationError:
    return ValidationError(
        _("Ce fichier demande trop de travail pour être lu : simplifiez-le, ou donnez plutôt son adresse.")
    )


def pas_lu() -> ValidationError:
    return ValidationError(
        _("Le site n'a pas pu examiner ce fichier maintenant. Joignez-le de nouveau dans un instant; si cela "
          "dure, donnez plutôt son adresse."),
        code=PAS_LU,
    )  # fmt: skip


def abime() -> ValidationError:
    return ValidationError(_("Cette image est incomplète ou abîmée : enregistrez-la de nouveau."))
