"""Texts of the plan in the visitor's language."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact

from partenariat.presentation.langue import anglais
from partenariat.retraits.dit import dit_en_langue
from partenariat.retraits.registre import est_retire


class Traduit:
    """Model mixin: a field `x` (French, the source) may have a translation in `x_en`."""

    def traduit(self, champ: str) -> str:
        """The text of `champ` in the active language; the French one where no translation was given."""
        traduction = getattr(self, f"{champ}_en", "") if anglais() else ""
        return dit_en_langue(traduction or getattr(self, champ))

    def est_traduit(self, champ: str) -> bool:
        """Whether `traduit` gives English."""
        return anglais() and (bool(getattr(self, f"{champ}_en", "")) or est_retire(getattr(self, champ)))

    def reste_francais(self, champ: str) -> bool:
        """Whether `traduit` gives French on an English page."""
        return anglais() and not self.est_traduit(champ)


def traduit(chemin: str):
    """Likewise as an expression, for queries that read no object; `chemin` leads to the French field."""
    return Coalesce(NullIf(F(f"{chemin}_en"), Value("")), F(chemin)) if anglais() else F(chemin)


def reste_francais(chemin: str):
    """Likewise, whether `traduit(chemin)` gives French on an English page."""
    if not anglais():
        # Never the same twice in a query: where rows are filtered on a window, Django reads equals as one.
        return Exact(Value(chemin), Value(""))
    return Case(When(**{f"{chemin}_en": ""}, then=Value(True)), default=Value(False))
