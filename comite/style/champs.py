"""A form in each of its states: the fields of the style page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Exemple(forms.Form):
    """One field of each kind that the site asks for."""

    nom = forms.CharField(label=_("Nom"), help_text=_("Celui de votre organisation."), max_length=80)
    courriel = forms.EmailField(label=_("Courriel"), required=False)
    jour = forms.DateField(
        label=_("Échéance"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    genre = forms.ChoiceField(label=_("Genre"), choices=[("a", _("Rapport ou bilan")), ("b", _("Photo"))])
    texte = forms.CharField(label=_("Texte"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    accord = forms.BooleanField(label=_("J'ai lu le texte"), required=False)


class UnChamp(forms.Form):
    """One field alone: what takes the keyboard."""

    foyer = forms.CharField(label=_("Mot"))


class UnChoix(forms.Form):
    """One choice among a few, none of them made."""

    verdict = forms.ChoiceField(
        label=_("Ce que vous en dites"),
        choices=[("confirmee", _("Confirmée")), ("contestee", _("Contestée"))],
        widget=forms.RadioSelect,
    )


SAISIE = {
    "nom": "Coopérative de la rue Ontario",
    "courriel": "bonjour@exemple.test",
    "jour": "2026-06-30",
    "genre": "b",
    "texte": "Deux locaux sont ouverts.",
    "accord": "on",
}


def formulaires() -> dict[str, forms.Form]:
    """By state: empty, filled, refused, disabled; each with ids of its own."""

    def envoye(etat: str, saisie: dict[str, str]) -> Exemple:
        return Exemple({f"{etat}-{nom}": dit for nom, dit in saisie.items()}, prefix=etat, auto_id="%s")

    desactive = Exemple(initial=SAISIE, prefix="desactive", auto_id="%s")
    for champ in desactive.fields.values():
        champ.disabled = True
    refus = {"courriel": "bonjour", "genre": "c", "jour": "2026-02-31"}
    return {
        "vide": Exemple(prefix="vide", auto_id="%s"),
        "rempli": Exemple(
            {f"rempli-{nom}": dit for nom, dit in SAISIE.items()}, prefix="rempli", auto_id="%s"
        ),
        "refuse": Exemple(
            {f"refuse-{nom}": dit for nom, dit in refus.items()}, prefix="refuse", auto_id="%s"
        ),
        "desactive": desactive,
        "foyer": UnChamp(prefix="un", auto_id="%s"),
        "choix": UnChoix(prefix="choix", auto_id="%s"),
    }
