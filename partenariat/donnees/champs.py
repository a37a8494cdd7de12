"""The fields of models: by name, and the one of long words."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import PROTECT, Field, ForeignKey, Model, TextField
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django import forms

    from partenariat.models import Utilisateur


def un_compte(
    libelle: Any, *, efface: Any = PROTECT, **options: Any
) -> "ForeignKey[Utilisateur | None, Utilisateur | None]":
    """By whose account something was done; none where a command, or the file of a plan, did it.

    Args:
        efface: what becomes of it where that account goes.
    """
    return ForeignKey(
        settings.AUTH_USER_MODEL,
        efface,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=libelle,
        **options,
    )


def cle_lue(texte: str) -> int | None:
    """The key of a row that an address or a form gives, or None where it is none."""
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) < 19 else None


def sans_coupure(champs: "Iterable[forms.Field]") -> None:
    """Takes from what is typed the length at which a browser cuts what one pastes, without a word: the form
    says that it is too long, and keeps it."""
    for champ in champs:
        champ.widget.attrs.pop("maxlength", None)


COURRIEL = r"^[^\s@?&=#%]+@[^\s@?&=#%]+\.[^\s@?&=#%]+$"
"""An address that one writes to by a link: what an address of the Web holds besides its path (« ?bcc= ») is
nobody's."""
COURRIEL_MAL_ECRIT = _(
    "Écrivez une adresse de courriel simple, comme equipe@exemple.ca : sans signe de ponctuation "
    "ni d'opération."
)

LONG = 20_000
"""Characters of a text that people write at length, wherever it comes from: beyond, its Markdown is no longer
read, and PostgreSQL may no longer index its words."""


class TexteRiche(TextField):  # type: ignore[type-arg]
    """Markdown, within `LONG`: the plan file reads that length here, the column has it too.

    A form gives a text that is too long back as it came. A length of its own would have the browser cut what
    one pastes, without a word.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "max_length": LONG})
        self.validators.append(
            MaxLengthValidator(
                LONG, _("Ce texte a %(show_value)d caractères; il en tient au plus %(limit_value)d.")
            )
        )

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        nom, chemin, arguments, options = super().deconstruct()
        options.pop("max_length")
        return nom, chemin, arguments, options

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return f"varchar({LONG})"

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{**options, "max_length": None})


def champ_de(modele: type[Model], nom: str) -> "Field[Any, Any]":
    """A column or a list of `modele`, never a relation that another model declares.

    Raises:
        FieldDoesNotExist: where the model has no such name.
        TypeError: where another model declares it.
    """
    champ = modele._meta.get_field(nom)
    if not isinstance(champ, Field):
        raise TypeError(f"{modele.__name__}.{nom}")
    return champ
