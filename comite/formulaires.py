"""The forms of a meeting: attendance, deliberation, decision, follow-up, minutes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action, Jalon
from actions.models.etats import Statut
from comite.models import Decision, Point, Seance, Suite
from comite.models.etats import AVEC_DATE, Effet, Vote
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR
from partenariat.models import Organisation
from partenariat.presentation.formats import date_longue

_TEXTE = {"rows": 3}
_JOUR = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FormulaireDelibere(forms.ModelForm):
    class Meta:
        model = Point
        fields = ("delibere",)
        widgets = {"delibere": forms.Textarea(attrs=_TEXTE)}


class FormulaireDecision(forms.Form):
    """A decision beside its point. What its effect aims at is the point's own action or commitment."""

    libelle = forms.CharField(
        label=gettext_lazy("Décision"),
        widget=forms.Textarea(attrs=_TEXTE),
        help_text=gettext_lazy("Reste entre vous jusqu'à l'approbation du procès-verbal."),
    )
    vote = forms.ChoiceField(label=gettext_lazy("Vote"), choices=Vote.choices, initial=Vote.UNANIMITE)
    effet = forms.ChoiceField(label=gettext_lazy("Effet sur le plan"), choices=Effet.choices, required=False)
    jalon = forms.ModelChoiceField(
        label=gettext_lazy("Jalon à déplacer"), queryset=Jalon.objects.none(), required=False
    )
    nouvelle_date = forms.DateField(label=gettext_lazy("Nouvelle date"), required=False, widget=_JOUR)
    nouveau_texte = forms.CharField(label=gettext_lazy("Nouveau titre"), max_length=300, required=False)
    motif = forms.CharField(
        label=gettext_lazy("Motif public de l'effet"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Paraît aussitôt à côté de l'effet, avec le numéro de la décision."),
    )

    def __init__(self, *args, point: Point, **kwargs):
        super().__init__(*args, prefix=f"p{point.pk}", **kwargs)
        self.point = point
        effets = list(effets_possibles(point))
        self.fields["effet"].choices = [(effet.value, effet.label) for effet in effets]
        if Effet.DEPLACER_JALON in effets:
            self.fields["jalon"].queryset = point.action.jalons.ouverts()
            # Offered from what the page already read.
            self.fields["jalon"].choices = [
                ("", "–"),
                *((jalon.pk, f"{jalon} ({date_longue(jalon.echeance)})") for jalon in _ouverts(point.action)),
            ]
        else:
            del self.fields["jalon"]
        if not set(effets) & set(AVEC_DATE):
            del self.fields["nouvelle_date"]
        if Effet.REFORMULER not in effets:
            del self.fields["nouveau_texte"]
        if len(effets) == 1:
            del self.fields["effet"], self.fields["motif"]

    @property
    def champs(self) -> dict:
        """What `Decision.prendre` takes: only what the chosen effect uses."""
        dit = self.cleaned_data
        effet = dit.get("effet", "")
        return {
            "libelle": dit["libelle"],
            "vote": dit["vote"],
            "effet": effet,
            "motif": dit.get("motif", "") if effet else "",
            "action": self.point.action if effet and effet != Effet.RETIRER else None,
            "engagement": self.point.engagement if effet == Effet.RETIRER else None,
            "jalon": dit.get("jalon") if effet == Effet.DEPLACER_JALON else None,
            "nouvelle_date": dit.get("nouvelle_date") if effet in AVEC_DATE else None,
            "nouveau_texte": dit.get("nouveau_texte", "") if effet == Effet.REFORMULER else "",
        }


def _ouverts(action: Action) -> list[Jalon]:
    return [j for j in action.jalons.all() if j.atteint_le is None and not j.annule]


def effets_possibles(point: Point):
    """The effects that the object of this point allows today, none first."""
    yield Effet.AUCUN
    action: Action | None = point.action
    engagement: Engagement | None = point.engagement
    if engagement is not None and engagement.retirable and engagement.etat in EN_VIGUEUR:
        yield Effet.RETIRER
    if action is None:
        return
    if action.en_vigueur:
        yield Effet.DEPLACER_FIN
        if _ouverts(action):
            yield Effet.DEPLACER_JALON
        yield Effet.SUSPENDRE
    if action.statut in (Statut.SUSPENDUE, Statut.ABANDONNEE):
        yield Effet.REPRENDRE
    if action.statut not in (Statut.ABANDONNEE, Statut.REALISEE):
        yield Effet.ABANDONNER
    yield Effet.REFORMULER


class FormulaireSuite(forms.ModelForm):
    class Meta:
        model = Suite
        fields = ("libelle", "responsable", "echeance", "decision")
        widgets = {"echeance": _JOUR}

    def __init__(self, *args, seance: Seance, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.seance = seance
        self.fields["responsable"].queryset = Organisation.objects.filter(jusqu_a__isnull=True)
        self.fields["decision"].queryset = Decision.objects.filter(seance=seance)
        self.fields["decision"].required = False


class FormulaireSeanceTenue(forms.ModelForm):
    """Who chaired and wrote, who was invited."""

    class Meta:
        model = Seance
        fields = ("presidee_par", "secretaire", "invites")
        widgets = {"invites": forms.Textarea(attrs={"rows": 2})}


class FormulaireProcesVerbal(forms.ModelForm):
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
