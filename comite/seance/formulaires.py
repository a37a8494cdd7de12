"""The forms of a meeting: agenda, attendance, deliberation, follow-up, minutes."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comite.models import Decision, Point, Seance, Suite
from comite.models.etats import EtatSuite
from engagements.formulaires import Saisie
from partenariat.administration.champs import DateDuNavigateur
from partenariat.administration.formulaires import FormulaireTemoin, sans_retours
from partenariat.administration.version import FormulaireVersionne
from partenariat.donnees.champs import LONG
from partenariat.donnees.colonnes import sans_controles
from partenariat.models import Organisation

JOUR = DateDuNavigateur()


class FormulairePoint(Saisie):
    """A subject in one's own words."""

    titre = forms.CharField(
        label=gettext_lazy("Ajouter un autre sujet"),
        max_length=300,
        error_messages={"required": gettext_lazy("Écrivez le titre du point.")},
    )


class FormulaireMotif(Saisie):
    """Why a meeting is cancelled."""

    motif = forms.CharField(
        label=gettext_lazy("Motif (public)"),
        max_length=500,
        error_messages={"required": gettext_lazy("Une séance annulée dit pourquoi.")},
    )


class FormulaireSeance(FormulaireVersionne):
    """The sheet of a meeting, in the back office."""

    motif_deplacement = forms.CharField(
        label=gettext_lazy("Motif du déplacement (public)"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Requis pour changer la date ou l'heure d'une séance convoquée."),
    )

    class Meta:
        model = Seance
        fields = "__all__"

    def clean(self):
        super().clean()
        self.instance.motif_deplacement = self.cleaned_data.get("motif_deplacement", "")


class FormulaireNote(Saisie):
    """Where a follow-up stands."""

    etat = forms.ChoiceField(choices=EtatSuite.choices)
    note = forms.CharField(required=False, max_length=2000)


class SaisieEnSeance(FormulaireTemoin):
    """Part of a meeting, which several people write at once.

    What was not touched is never written; what someone else changed meanwhile is shown, not lost.
    """

    def clean(self):
        super().clean()
        actuel = type(self.instance).objects.filter(pk=self.instance.pk).first()
        for nom in self.changed_data if actuel else ():
            borne, ecrit = self[nom], getattr(actuel, nom)
            vu = sans_retours(self.data.get(borne.html_initial_name, ecrit))
            if nom in self.cleaned_data and ecrit not in (vu, self.cleaned_data[nom]):
                self.add_error(
                    nom,
                    _(
                        "Une autre personne a écrit ici entre-temps : « %(texte)s ». Votre texte est gardé : "
                        "enregistrez de nouveau pour remplacer le sien."
                    )
                    % {"texte": ecrit},
                )
                # Typed by a person, never given by a program.
                saisi = cast(QueryDict, self.data).copy()
                saisi[borne.html_initial_name] = ecrit
                self.data = saisi


class FormulaireDelibere(SaisieEnSeance):
    delibere = forms.CharField(
        label=gettext_lazy("Délibéré"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Ce qui s'est dit. Public seulement quand le procès-verbal est approuvé."),
    )

    class Meta:
        model = Point
        fields = ("delibere",)

    def save(self, commit=True):
        """Only this column: the rank may have changed meanwhile."""
        self.instance.save(update_fields=["delibere"])
        return self.instance


class FormulaireSeanceTenue(SaisieEnSeance):
    """Who chaired and wrote, who was invited."""

    class Meta:
        model = Seance
        fields = ("presidee_par", "secretaire", "invites")
        widgets = {"invites": forms.Textarea(attrs={"rows": 2})}


class FormulaireSuite(Saisie, forms.ModelForm):
    class Meta:
        model = Suite
        fields = ("libelle", "responsable", "echeance", "decision")
        widgets = {"echeance": JOUR}

    def __init__(self, *args, seance: Seance, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.seance = seance
        cast(forms.ModelChoiceField, self.fields["responsable"]).queryset = Organisation.objects.filter(
            jusqu_a__isnull=True
        )
        decision = cast(forms.ModelChoiceField, self.fields["decision"])
        decision.queryset, decision.required = Decision.objects.filter(seance=seance), False

    def clean_libelle(self) -> str:
        """A follow-up is known by its words, in the plan file too."""
        libelle = sans_controles(self.cleaned_data["libelle"]).strip()
        if self.instance.seance.suites.filter(libelle=libelle).exists():
            raise forms.ValidationError(_("Cette suite est déjà inscrite : corrigez celle qui l'est."))
        return libelle


class FormulaireProcesVerbal(Saisie, forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Seance
        fields = ("proces_verbal",)
        widgets = {"proces_verbal": forms.Textarea(attrs={"rows": 28})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def clean_version(self) -> int:
        """The text that is replaced must be the one that was read."""
        lue = self.cleaned_data["version"]
        if lue != self.instance.version:
            raise forms.ValidationError(
                _(
                    "Le procès-verbal a changé pendant que vous écriviez. Votre texte est gardé ci-dessous : "
                    "comparez-le à celui qui est enregistré, puis enregistrez de nouveau."
                )
            )
        return lue
