"""The form of a story: what the database asks is said first, and a consent taken back is one tick."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.formulaires.action import plan_propose
from actions.models import Action, Histoire, Plan
from actions.models.histoire import CITATION, MOTS_CONSENTIS
from partenariat.administration.champs import ChampCodes, offrir
from partenariat.administration.formulaires import AvecCodes
from partenariat.administration.version import FormulaireVersionne

GUILLEMETS = re.compile(r'(?:«\s*|[“"])([^«»“”"]*?)(?:\s*»|[”"])')
"""A whole quote within its marks, and none within it."""
LONGS = {"texte": 8, "citation": 3}
"""Fields in which one writes on several lines, and how many are shown."""


class FormulaireHistoire(AvecCodes, FormulaireVersionne):
    codes_action = ChampCodes(
        label=gettext_lazy("Ou l'action, par son code"),
        required=False,
        help_text=gettext_lazy("Du plan actif; par exemple 1.1."),
    )
    accord_repris = forms.BooleanField(
        label=gettext_lazy("L'accord est retiré"),
        required=False,
        help_text=gettext_lazy(
            "La personne citée ou montrée a retiré son accord. Enregistrée avec cette case cochée, "
            "l'histoire quitte aussitôt le site, pages des jours passés comprises, et n'y revient jamais."
        ),
    )

    class Meta:
        model = Histoire
        fields = "__all__"

    def clean(self):
        super().clean()
        if not self.instance.pk:
            plan = Plan.objects.filter(pk__in=[plan_propose(Plan.objects.all())]).first()
            self.choisir_par_code("action", plan)
            if not self.cleaned_data.get("action") and "action" not in self.errors:
                self.add_error("action", ValidationError(_("Choisissez l'action."), code="required"))
        if self.instance.publiee_le and not str(self.cleaned_data.get("texte", "-")).strip():
            self.add_error("texte", _("Une histoire publiée a un texte."))
        changes = set(self.changed_data)
        autres_mots = bool(self.cleaned_data.get("citation") and changes & set(CITATION))
        if self.initial.get("accord_le") and autres_mots and not changes & {"accord_le", "accord_donne"}:
            self.add_error("accord_le", _(MOTS_CONSENTIS))

    def clean_citation(self) -> str:
        """What stands within the marks: the page puts them."""
        citation = str(self.cleaned_data["citation"]).strip()
        entre = GUILLEMETS.fullmatch(citation)
        return entre[1] if entre else citation


def preparer(champs: dict[str, forms.Field], histoire: Histoire | None) -> None:
    """Sets what this form asks: of a new story, its action; of a published one, not its quote."""
    for nom, lignes in LONGS.items():
        if nom in champs:
            # A length of its own would have the browser cut what one pastes, without a word.
            attributs = {"rows": lignes, "class": "vLargeTextField"}
            champs[nom].widget = forms.Textarea(attrs=attributs)
    if histoire is None:
        champs.pop("accord_repris", None)
        champs["action"].required = False
        actions = Action.objects.filter(plan=plan_propose(Plan.objects.all()))
        offrir(champs, "action", actions.par_code(), ())
    else:
        champs.pop("codes_action", None)


def figes(histoire: Histoire | None) -> tuple[str, ...]:
    """The fields of a story that are read and no longer written."""
    if histoire is None:
        return ()
    return ("action", *(CITATION if histoire.publiee_le else ()))
