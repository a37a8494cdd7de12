"""The forms of the rows of an action: milestones, indicators with their latest measure."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Indicateur, Jalon, Mesure
from actions.models.etats import Visibilite
from partenariat.administration.champs import ChampNombre, DateDuNavigateur
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.administration.version import FormulaireVersionne
from partenariat.histoire.temps import PAS_A_VENIR
from partenariat.presentation.formats import date_longue

LECTEURS = (
    (Visibilite.PUBLIQUE, gettext_lazy("Tout le monde la lira")),
    (Visibilite.INTERNE, gettext_lazy("Interne : la Ville et le comité")),
)
"""Who reads a note, as one is asked of a new one."""
DITES_QUI = gettext_lazy("Dites qui lira cette nouvelle.")


class FormulaireNouvelleEnLigne(FormulaireTemoin):
    """A note in the form of its action. Nobody reads it by default: its author says who will."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        visibilite = self.fields.get("visibilite")
        if isinstance(visibilite, forms.ChoiceField) and self.instance.pk is None:
            visibilite.choices = [("", _("Choisir")), *LECTEURS]
            visibilite.initial = self.initial["visibilite"] = ""
            visibilite.error_messages["required"] = DITES_QUI


class FormulaireJalon(FormulaireTemoin):
    motif_report = forms.CharField(
        label=gettext_lazy("Motif du report"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Requis pour déplacer l'échéance."),
    )

    class Meta:
        model = Jalon
        fields = "__all__"

    @property
    def repliee(self) -> str:
        """What is read in place of its fields, once it is reached or cancelled; empty where it is open."""
        jalon = self.instance
        if not jalon.pk or (self.is_bound and (self.errors or self.changed_data)):
            return ""
        if jalon.atteint_le:
            return _("atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}
        return _("annulé") if jalon.annule else ""

    def clean(self):
        super().clean()
        self.instance.motif_report = self.cleaned_data.get("motif_report", "")


class FormulaireIndicateur(FormulaireTemoin):
    """An indicator in a few lines, and room for its latest measure: the gesture of every month."""

    mesure_date = forms.DateField(
        label=gettext_lazy("Nouvelle mesure, en date du"),
        required=False,
        widget=DateDuNavigateur(passee=True),
        initial=timezone.localdate,
    )
    mesure_valeur = ChampNombre(
        label=gettext_lazy("Valeur mesurée"), required=False, max_digits=20, decimal_places=4
    )
    mesure_source = forms.CharField(
        label=gettext_lazy("Source de la mesure"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Indicateur
        fields = "__all__"

    def clean(self):
        super().clean()
        saisie = self.cleaned_data
        if saisie.get("mesure_valeur") is None:
            if saisie.get("mesure_source"):
                self.add_error("mesure_valeur", _("Écrivez la valeur de cette mesure."))
            return
        if not saisie.get("mesure_date"):
            self.add_error("mesure_date", _("Écrivez la date de cette mesure."))
        elif saisie["mesure_date"] > timezone.localdate():
            self.add_error("mesure_date", PAS_A_VENIR)
        elif self.instance.pk and self.instance.mesures.filter(date=saisie["mesure_date"]).exists():
            self.add_error(
                "mesure_date",
                _("Cet indicateur a déjà une mesure à cette date : corrigez-la, ou changez la date."),
            )

    def nouvelle_mesure(self) -> Mesure | None:
        """The measure that was typed, unsaved."""
        saisie = self.cleaned_data
        if saisie.get("mesure_valeur") is None:
            return None
        return Mesure(
            indicateur=self.instance,
            date=saisie["mesure_date"],
            valeur=saisie["mesure_valeur"],
            source=saisie["mesure_source"],
        )


class FormulaireIndicateurSeul(FormulaireVersionne):
    """An indicator on its own page: guarded by the version of its action."""

    def porteur(self):
        return self.instance.action if self.instance.pk else None
