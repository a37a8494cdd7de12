"""What one answers to an action that waits for validation: that it is published, or why it is sent back."""

from django import forms
from django.utils.translation import gettext_lazy

from actions.models.publication import CYCLE
from partenariat.administration.formulaires import Saisie
from partenariat.cycles.pas import Pas
from partenariat.donnees.motifs import est_un_motif

PAS = ("valider", "renvoyer")
"""The steps that one takes after having read."""


class FormulaireRelecture(Saisie):
    """Carries the version that was read: what is published is what one has seen."""

    version = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Note de retour"),
        required=False,
        # By its placeholder the sheet knows whether anything is written.
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
        help_text=gettext_lazy("Requise pour renvoyer : la personne qui a écrit la lira."),
    )

    @property
    def pas(self) -> Pas | None:
        """The step whose button was pressed."""
        return next((CYCLE[nom] for nom in PAS if CYCLE[nom].champ in self.data), None)

    def clean(self):
        donnees = super().clean()
        if self.pas and self.pas.note and not est_un_motif(donnees.get("note", "")):
            self.add_error("note", self.pas.note)
        return donnees
