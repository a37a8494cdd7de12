"""Texts of the plan in the visitor's language."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language


class Traduit:
    """Model mixin: a field `x` (French, the source) may have a translation in `x_en`."""

    def traduit(self, champ: str) -> str:
        """The text of `champ` in the active language; the French one where no translation was given."""
        traduction = getattr(self, f"{champ}_en", "") if _anglais() else ""
        return traduction or getattr(self, champ)

    def est_traduit(self, champ: str) -> bool:
        """Whether `traduit` gives English."""
        return _anglais() and bool(getattr(self, f"{champ}_en", ""))

    def reste_francais(self, champ: str) -> bool:
        """Whether `traduit` gives French on an English page."""
        return _anglais() and not self.est_traduit(champ)


def _anglais() -> bool:
    return (get_language() or "fr").startswith("en")


def traduit(chemin: str):
    """Likewise as an expression, for queries that read no object; `chemin` leads to the French field."""
    return Coalesce(NullIf(F(f"{chemin}_en"), Value("")), F(chemin)) if _anglais() else F(chemin)
