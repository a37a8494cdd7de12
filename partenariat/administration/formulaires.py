"""What the forms of the back office share: a refusal from outside, and what the person saw at first."""

from django import forms
from django.forms.models import InlineForeignKeyField
from django.utils.functional import cached_property

from partenariat.administration.champs import ListeCachee


class Formulaire(forms.ModelForm):
    """A form that can be refused by what only the database knows, and that then shows all that was typed."""

    refus: tuple[str, ...] = ()

    def clean(self):
        super().clean()
        for texte in self.refus:
            self.add_error(None, texte)


class FormulaireTemoin(Formulaire):
    """A form that carries, hidden, each value as the person saw it.

    Three texts are then known of each field (seen, in the database now, typed), so that what was not touched
    is never written and what two people changed can be told (see `conflit`).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        du_modele = {
            champ.name for champ in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)
        }
        for nom in du_modele & self.fields.keys():
            champ = self.fields[nom]
            if not isinstance(champ, InlineForeignKeyField):
                champ.show_hidden_initial = True
                if isinstance(champ, forms.ModelMultipleChoiceField):
                    champ.hidden_widget = ListeCachee

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that the person touched; against the database where what they saw was not sent."""
        return [nom for nom, borne in self._bound_items() if self._touche(borne)]

    def _touche(self, borne: forms.BoundField) -> bool:
        if borne.field.show_hidden_initial and borne.html_initial_name not in self.data:
            return borne.field.has_changed(borne.initial, borne.data)
        return borne._has_changed()

    def clean(self):
        super().clean()
        # Browsers send \r\n for a new line: a text that nobody touched must not count as changed.
        for nom, valeur in self.cleaned_data.items():
            if isinstance(valeur, str):
                intact = (
                    self.instance.pk and self.fields[nom].show_hidden_initial and nom not in self.changed_data
                )
                self.cleaned_data[nom] = (
                    getattr(self.instance, nom) if intact else valeur.replace("\r\n", "\n")
                )

    def _save_m2m(self):
        """Only the lists that were touched."""
        touches = self.changed_data
        for champ in self._meta.model._meta.many_to_many:
            if champ.name in self.cleaned_data and (champ.name in touches):
                champ.save_form_data(self.instance, self.cleaned_data[champ.name])
