"""What one answers to an action that waits for validation: that it is published, or why it is sent back."""

from django import forms
from django.utils.translation import gettext_lazy

from actions.models.publication import CYCLE
from partenariat.cycles.pas import Pas
from partenariat.donnees.champs import sans_coupure
from partenariat.donnees.motifs import est_un_motif

PAS = ("valider", "renvoyer")
"""The steps that one takes after having read."""


class FormulaireRelecture(forms.Form):
    """Carries the version that was read: what is published is what one has seen."""

    version = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Note de retour"),
        required=False,
        # By its placeholder the sheet knows whether anything is written.
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
        help_text=gettext_lazy("Requise pour renvoyer : la personne qui a écrit la lira."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sans_coupure(self.fields.values())

    @property
    def pas(self) -> Pas | None:
        """The step whose button was pressed."""
        return next((CYCLE[nom] for nom in PAS if CYCLE[nom].champ in self.data), None)

    def clean(self):
        super().clean()
        if self.pas and self.pas.note and not est_un_motif(self.cleaned_data.get("note", "")):
            self.add_error("note", self.pas.note)
