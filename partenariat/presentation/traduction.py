"""Texts of the plan in the visitor's language."""

from django.utils.translation import get_language


class Traduit:
    """Model mixin: a field `x` (French, the source) may have a translation in `x_en`."""

    def traduit(self, champ: str) -> str:
        """The text of `champ` in the active language; the French one where no translation was given."""
        if (get_language() or "fr").startswith("en"):
            return getattr(self, f"{champ}_en", "") or getattr(self, champ)
        return getattr(self, champ)
