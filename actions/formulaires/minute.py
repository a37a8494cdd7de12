"""The forms of the minute screen: those of the back office, cut down to the gesture of every month.

The rules are theirs. What is added is the choice that a milestone asks for, and that nobody reads a note
without its author having said who would.
"""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.formulaires.action import FormulaireAction
from actions.formulaires.lignes import DITES_QUI, LECTEURS, FormulaireIndicateur, FormulaireJalon
from actions.models import Action, Indicateur, Jalon, Nouvelle
from actions.models.etats import AVEC_MOTIF, Confiance, EtatJalon, Statut
from partenariat.administration.champs import DateDuNavigateur
from partenariat.administration.formulaires import Formulaire, sans_retours
from partenariat.donnees.colonnes import sans_controles
from partenariat.donnees.motifs import est_un_motif
from partenariat.histoire.temps import PAS_A_VENIR

PREVU, ATTEINT, DEPLACE = "prevu", "atteint", "deplace"
"""What one says of an open milestone; the first writes nothing."""
SITUATIONS = (
    (PREVU, gettext_lazy("Toujours prévu")),
    (ATTEINT, gettext_lazy("Atteint")),
    (DEPLACE, gettext_lazy("À déplacer")),
)
ECRIT = {PREVU: [], ATTEINT: ["atteint_le"], DEPLACE: ["echeance", "motif_report"]}
"""The fields that each of them fills; the others are not read."""


class JourPropose(DateDuNavigateur):
    """A day of the past; today where none is known, though nothing says so yet."""

    def __init__(self, attrs=None):
        super().__init__(attrs, passee=True)

    def format_value(self, value):
        return super().format_value(value or timezone.localdate())


class FormulaireNouvelle(Formulaire):
    """What was done. Nobody reads it by default: its author says who will."""

    parfois_requis: ClassVar[frozenset[str]] = frozenset({"texte", "visibilite"})

    visibilite = forms.ChoiceField(
        label=gettext_lazy("Qui la lira"), choices=LECTEURS, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Nouvelle
        fields = ("texte", "visibilite")
        widgets: ClassVar[dict[str, Any]] = {"texte": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["texte"].required = False
        self.fields["texte"].help_text = ""
        if not self.is_bound:
            # What answers a form gives the focus to what it refuses.
            self.fields["texte"].widget.attrs["autofocus"] = True
        self.initial.pop("visibilite", None)

    def clean(self):
        super().clean()
        texte = sans_controles(sans_retours(self.cleaned_data.get("texte") or "")).strip()
        self.cleaned_data["texte"] = texte
        if texte and not self.cleaned_data.get("visibilite") and "visibilite" not in self.errors:
            self.add_error("visibilite", DITES_QUI)

    @property
    def ecrite(self) -> bool:
        return bool(self.cleaned_data.get("texte"))


class FormulaireJalonPresse(FormulaireJalon):
    """An open milestone, in one choice: still expected, reached, or to be moved."""

    situation = forms.ChoiceField(
        label=gettext_lazy("Où en est ce jalon"),
        choices=SITUATIONS,
        initial=PREVU,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Jalon
        fields = ("atteint_le", "echeance")
        widgets: ClassVar[dict[str, Any]] = {"atteint_le": JourPropose, "echeance": DateDuNavigateur}
        labels: ClassVar[dict[str, Any]] = {"echeance": gettext_lazy("Nouvelle date")}

    field_order = ("situation", "atteint_le", "echeance", "motif_report")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["echeance"].required = False
        # As it stands: what is typed changes the instance.
        self.en_retard = bool(self.instance.echeance) and (
            self.instance.etat_dans(self.instance.action)[0] == EtatJalon.EN_RETARD
        )
        self.fields["motif_report"].widget = forms.TextInput()
        self.fields["motif_report"].help_text = gettext_lazy("Il sera public, avec les deux dates.")

    @property
    def choisie(self) -> str:
        """What was said of it."""
        dite = self["situation"].data if self.is_bound else PREVU
        return dite if dite in ECRIT else PREVU

    @property
    def remplis(self) -> list[str]:
        """The fields that say something: the choice, and what it asks for."""
        dits = [nom for nom in self.changed_data if (self[nom].data or "").strip()]
        return ["situation", *dits] if self.choisie != PREVU else []

    @cached_property
    def changed_data(self) -> list[str]:
        """What the choice fills, and nothing of what the two others would."""
        return ECRIT[self.choisie]

    def clean(self):
        super().clean()
        for nom in {"atteint_le", "echeance", "motif_report"} - set(self.changed_data):
            self.errors.pop(nom, None)
            self.cleaned_data[nom] = getattr(self.instance, nom)
        if self.choisie != PREVU and self.instance.annule:
            self.add_error(
                "situation", _("Ce jalon est annulé : il n'est plus attendu, laissez-le tel quel.")
            )
        elif self.choisie == ATTEINT:
            self._exiger_un_jour_passe()
        elif self.choisie == DEPLACE:
            self._exiger_une_autre_date()
        self.instance.motif_report = self.cleaned_data.get("motif_report") or ""

    def _exiger_un_jour_passe(self) -> None:
        le = self.cleaned_data.get("atteint_le")
        if le is None and "atteint_le" not in self.errors:
            self.add_error("atteint_le", _("Écrivez le jour où ce jalon a été atteint."))
        elif le is not None and le > timezone.localdate():
            self.add_error("atteint_le", PAS_A_VENIR)

    def _exiger_une_autre_date(self) -> None:
        dite = self.cleaned_data.get("echeance")
        if self.instance.atteint_le:
            self.add_error(
                "situation", _("Ce jalon est atteint : sa date ne se déplace plus, laissez-la telle quelle.")
            )
        elif "echeance" in self.errors:
            pass
        elif dite is None or dite == self.instance.echeance:
            self.add_error("echeance", _("Choisissez la nouvelle date : celle-ci est déjà la sienne."))
        if not est_un_motif(self.cleaned_data.get("motif_report") or ""):
            self.add_error(
                "motif_report", _("Écrivez le motif du report : une date ne se déplace pas sans motif.")
            )
        if self.errors:
            # What the model would say again, of a date that is refused already.
            self.cleaned_data["echeance"] = self.instance.echeance


class FormulaireMesure(FormulaireIndicateur):
    """This period's measure of an indicator; nothing typed, nothing measured."""

    class Meta:
        model = Indicateur
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mesure_date"].label = gettext_lazy("En date du")
        self.fields["mesure_source"].label = gettext_lazy("Source")

    def clean(self):
        super().clean()
        if self.cleaned_data.get("mesure_valeur") is None and not self.cleaned_data.get("mesure_source"):
            self.errors.pop("mesure_date", None)

    @property
    def remplis(self) -> list[str]:
        """The fields that say something."""
        return [nom for nom in self.changed_data if (self[nom].data or "").strip()]

    def attendue_en(self, annee: int) -> bool:
        """Whether its target is of that year or before, and nothing was measured in it yet."""
        cible, derniere = self.instance.cible_annee, self.instance.derniere_mesure
        return bool(cible and cible <= annee and not (derniere and derniere.date.year >= annee))

    @property
    def date_dite(self) -> date:
        """The day of the measure; today where what was typed is none."""
        dite = self["mesure_date"].value()
        if isinstance(dite, str):
            try:
                return date.fromisoformat(dite)
            except ValueError:
                return timezone.localdate()
        return dite or timezone.localdate()

    @property
    def date_ouverte(self) -> bool:
        """Whether its day and source are to be seen: one of them was typed, or refused."""
        dits = {"mesure_date", "mesure_source"}
        return self.is_bound and bool(dits & {*self.changed_data, *self.errors})


class FormulaireEtat(FormulaireAction):
    """Status, its reason, confidence: of the form of an action, what a month may change."""

    codes_remplacee_par = None  # type: ignore[assignment]  # Django's way to leave a field out
    motif_report = None  # type: ignore[assignment]
    note_etape = None  # type: ignore[assignment]
    version = None  # type: ignore[assignment]

    class Meta:
        model = Action
        fields = ("statut", "motif", "confiance")
        widgets: ClassVar[dict[str, Any]] = {
            "confiance": forms.RadioSelect,
            "motif": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["motif"].help_text = ""
        self.fields["confiance"].help_text = ""
        dit, confiance, statut = self.instance.confiance, self.fields["confiance"], self.fields["statut"]
        if isinstance(confiance, forms.ChoiceField):
            vide = [] if dit else [("", gettext_lazy("Non précisée"))]
            confiance.choices = [*vide, *Confiance.choices]
        if isinstance(statut, forms.ChoiceField):
            # It is decided by the committee, or explained by the coordination: never in a minute.
            statut.choices = [
                choix
                for choix in Statut.choices
                if choix[0] != Statut.ABANDONNEE or self.instance.statut == Statut.ABANDONNEE
            ]

    def clean(self):
        super().clean()
        exige = self.cleaned_data.get("statut") in AVEC_MOTIF and self.has_changed()
        if exige and not est_un_motif(self.cleaned_data.get("motif") or ""):
            self.add_error("motif", _("Une action suspendue ou abandonnée doit dire pourquoi (motif)."))
