"""A decision beside its point: what it says, and what it does to the plan."""

from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action, Jalon, Plan
from actions.models.etats import Statut
from comite.models import Decision, Point
from comite.models.etats import AVEC_DATE, Effet, Vote
from comite.seance.formulaires import JOUR, LONG, SaisieEnSeance
from engagements.formulaires import Saisie
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR
from partenariat.donnees.colonnes import sans_controles
from partenariat.presentation.formats import date_longue


class FormulaireParoles(Saisie):
    """The words of a decision to take, and how it is taken."""

    libelle = forms.CharField(
        label=gettext_lazy("Décision"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Reste entre vous jusqu'à l'approbation du procès-verbal."),
    )
    vote = forms.ChoiceField(label=gettext_lazy("Vote"), choices=Vote.choices, initial=Vote.UNANIMITE)


class FormulaireDecision(FormulaireParoles):
    """Its effect aims at the point's own action or commitment, or at the one chosen for it (`cible`)."""

    effet = forms.ChoiceField(label=gettext_lazy("Effet sur le plan"), choices=Effet.choices, required=False)
    jalon = forms.ModelChoiceField(
        label=gettext_lazy("Jalon à déplacer"), queryset=Jalon.objects.none(), required=False
    )
    nouvelle_date = forms.DateField(label=gettext_lazy("Nouvelle date"), required=False, widget=JOUR)
    nouveau_texte = forms.CharField(label=gettext_lazy("Nouveau titre"), max_length=300, required=False)
    motif = forms.CharField(
        label=gettext_lazy("Motif public de l'effet"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Requis avec un effet : il paraît aussitôt à côté de lui, avec le numéro de la décision."
        ),
    )

    def __init__(self, data=None, *, point: Point, cible: "Action | Engagement | None" = None, **kwargs):
        super().__init__(data, prefix=f"p{point.pk}", **kwargs)
        self.point = point
        vise = cible or point.action or point.engagement
        self.action = vise if isinstance(vise, Action) else None
        self.engagement = vise if isinstance(vise, Engagement) else None
        effets = list(effets_possibles(self.action, self.engagement))
        cast(forms.ChoiceField, self.fields["effet"]).choices = [
            (effet.value, effet.label) for effet in effets
        ]
        if self.action and Effet.DEPLACER_JALON in effets:
            jalon = cast(forms.ModelChoiceField, self.fields["jalon"])
            jalon.queryset = self.action.jalons.ouverts()
            # Offered from what the page already read.
            jalon.choices = [
                ("", "–"),
                *((j.pk, f"{j} ({date_longue(j.echeance)})") for j in _ouverts(self.action)),
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
    def vise(self) -> "Action | Engagement | None":
        return self.action or self.engagement

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
            "action": self.action if effet and effet != Effet.RETIRER else None,
            "engagement": self.engagement if effet == Effet.RETIRER else None,
            "jalon": dit.get("jalon") if effet == Effet.DEPLACER_JALON else None,
            "nouvelle_date": dit.get("nouvelle_date") if effet in AVEC_DATE else None,
            "nouveau_texte": dit.get("nouveau_texte", "") if effet == Effet.REFORMULER else "",
            # Without effect, what was aimed at is still what the decision is about.
            "actions": [self.action] if self.action else [],
            "engagements": [self.engagement] if self.engagement else [],
        }


class FormulaireCorrection(SaisieEnSeance):
    """The same words, mended before the minutes are approved."""

    class Meta:
        model = Decision
        fields = ("libelle", "vote")
        widgets = {"libelle": forms.Textarea(attrs={"rows": 3})}


def cible(plan: Plan, code: str) -> "Action | Engagement":
    """What a decision on a general point aims at, by its code. Raises `ValidationError` where unknown."""
    code = sans_controles(code).strip()[:60]
    for modele in (Action.objects.publiques(), Engagement.objects.publics()):
        trouve = modele.filter(plan=plan, code=code).select_related("plan").first()
        if trouve:
            return trouve
    raise forms.ValidationError(
        _("« %(code)s » n'est le code d'aucune action ni d'aucun engagement public.") % {"code": code}
    )


def _ouverts(action: Action) -> list[Jalon]:
    return [j for j in action.jalons.all() if j.atteint_le is None and not j.annule]


def effets_possibles(action: Action | None, engagement: Engagement | None):
    """The effects that this action or this commitment allows today, none first."""
    yield Effet.AUCUN
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
