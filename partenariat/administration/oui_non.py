"""« Oui », « Non » in words, where Django draws a green tick or a red cross whose only text is « True »."""

from django.contrib.admin.templatetags import admin_list
from django.utils.translation import gettext as _


def _en_mots(valeur: bool | None) -> str:
    return "–" if valeur is None else _("Oui") if valeur else _("Non")


def poser() -> None:
    """In place of Django's own, which its lists and its forms ask for by name; called once, at the start."""
    admin_list._boolean_icon = _en_mots  # type: ignore[attr-defined]  # not in the stubs
