"""What is asked of whoever says that something was a mistake."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partenariat.administration.formulaires import Saisie

LONGUEUR = 5000
"""Characters of a reason whose typo is corrected."""


class FormulaireCorrection(Saisie):
    """Args:
    mots: of a reason, its words as they stand; where given, the new ones are asked for too.
    """

    mots = forms.CharField(
        label=_("Le motif, sans sa coquille"),
        max_length=LONGUEUR,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    raison = forms.CharField(
        label=_("Ce qui était une erreur, en quelques mots"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("Interne : l'historique le garde."),
    )

    def __init__(self, *args, mots: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if mots:
            self.fields["mots"].initial = mots
        else:
            del self.fields["mots"]
