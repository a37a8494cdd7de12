"""The code of a new record: the form offers the next free one, the constraint decides."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _


class AvecCodePropose(forms.ModelForm):
    """Of a new record, an empty code takes the next one; of two who take it at once, the second is told, and
    offered the one after.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "code" in self.fields:
            self.fields["code"].required = False

    def code_suivant(self) -> str:
        """The next free code by what is said so far; empty where nothing says of which series."""
        raise NotImplementedError

    def place(self, champs: tuple[str, ...]) -> str | None:
        """Who is refused a code chooses another, not another plan."""
        if not self.instance.pk and "code" in champs:
            return "code"
        return super().place(champs)  # type: ignore[misc]  # that of `Formulaire`

    def completer_le_code(self) -> None:
        """To be called once what says its series is clean."""
        if self.instance.pk or "code" not in self.fields or "code" in self.errors:
            return
        if not self.cleaned_data.get("code"):
            self.cleaned_data["code"] = self.code_suivant()
            if not self.cleaned_data["code"]:
                self.add_error("code", self.fields["code"].error_messages["required"])

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]  # private, so not in the stubs
        if self.instance.pk or "code" not in self.errors:
            return
        pris, plan = self.instance.code, self.instance.plan_id
        if not pris or not type(self.instance)._base_manager.filter(plan=plan, code=pris).exists():
            return
        if suivant := self.code_suivant():
            texte = _(
                "Le code %(pris)s est déjà pris : gardez %(suivant)s, proposé à sa place, "
                "ou écrivez-en un autre."
            )
            self.errors["code"] = self.error_class(
                [texte % {"pris": pris, "suivant": suivant}], field_id=self["code"].auto_id
            )
            # Typed by a person, never given by a program.
            rendues = cast(QueryDict, self.data).copy()
            rendues[self.add_prefix("code")] = suivant
            self.data = rendues
