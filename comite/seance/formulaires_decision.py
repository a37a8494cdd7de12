"""A decision beside its point: what it says, and what it does to the plan."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action, Jalon, Plan
from comite.models import Decision, Point
from comite.models.effet import STATUTS, permis
from comite.models.etats import EXIGE, NatureEffet, Vote
from comite.seance.formulaires import JOUR, LONG, SaisieEnSeance
from engagements.formulaires import Saisie
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR
from partenariat.donnees.colonnes import sans_controles
from partenariat.donnees.motifs import est_un_motif
from partenariat.presentation.formats import date_longue

SANS_VOTE = ("", gettext_lazy("Choisissez"))
AUCUN = ("", gettext_lazy("Aucun changement"))


class FormulaireDecision(Saisie):
    """Words, vote, and what it does to the point's own action or commitment, or to the one chosen for it
    (`cible`): each thing that may change has its own field, and several may.

    Without quorum it is refused with what would change the plan: the meeting recommends. The fields stay
    offered, since attendance may be taken on the same page meanwhile.
    """

    parfois_requis = frozenset({"motif"})

    libelle = forms.CharField(
        # As attendance stands, the button says which: it may be taken while one writes.
        label=gettext_lazy("Décision ou recommandation"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Reste entre vous jusqu'à l'approbation du procès-verbal."),
    )
    vote = forms.ChoiceField(label=gettext_lazy("Vote"), choices=[SANS_VOTE, *Vote.choices])
    effet = forms.ChoiceField(label=gettext_lazy("Statut de l'action"), required=False)
    nouvelle_date = forms.DateField(label=gettext_lazy("Nouvelle fin"), required=False, widget=JOUR)
    nouveau_texte = forms.CharField(label=gettext_lazy("Nouveau titre"), max_length=300, required=False)
    retirer = forms.BooleanField(label=gettext_lazy("Retirer l'engagement"), required=False)
    motif = forms.CharField(
        label=gettext_lazy("Motif public"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Requis si le plan change : il paraît aussitôt à côté, avec le numéro de la décision."
        ),
    )

    def __init__(self, data=None, *, point: Point, cible: "Action | Engagement | None" = None, **kwargs):
        super().__init__(data, prefix=f"p{point.pk}", **kwargs)
        self.point = point
        vise = cible or point.action or point.engagement
        self.action = vise if isinstance(vise, Action) else None
        self.engagement = vise if isinstance(vise, Engagement) else None
        natures = set(effets_possibles(self.action, self.engagement))
        statuts = [(n, NatureEffet(n).label) for n in STATUTS if n in natures]
        cast(forms.ChoiceField, self.fields["effet"]).choices = [AUCUN, *statuts]
        offerts = {
            "effet": bool(statuts),
            "nouvelle_date": NatureEffet.DEPLACER_FIN in natures,
            "nouveau_texte": NatureEffet.REFORMULER in natures,
            "retirer": NatureEffet.RETIRER in natures,
            "motif": bool(natures),
        }
        for nom, offert in offerts.items():
            if not offert:
                del self.fields[nom]
        if self.action and self.action.fin and "nouvelle_date" in self.fields:
            self.fields["nouvelle_date"].help_text = _("Prévue le %(date)s.") % {
                "date": date_longue(self.action.fin)
            }
        self.jalons = {
            f"jalon_{jalon.pk}": jalon
            for jalon in (
                _ouverts(self.action) if self.action and NatureEffet.DEPLACER_JALON in natures else ()
            )
        }
        for nom, jalon in self.jalons.items():
            self.fields[nom] = _champ_du_jalon(jalon)
        self.order_fields(
            ["libelle", "vote", "effet", "nouvelle_date", *self.jalons, "nouveau_texte", "retirer", "motif"]
        )

    @property
    def vise(self) -> "Action | Engagement | None":
        return self.action or self.engagement

    @property
    def champs(self) -> dict[str, Any]:
        """What `Decision.prendre` takes."""
        dit = self.cleaned_data
        return {
            "libelle": dit["libelle"],
            "vote": dit["vote"],
            "effets": [effet | {"motif": dit["motif"]} for effet in self._effets()],
            # Without effect, what was aimed at is still what the decision is about.
            "actions": [self.action] if self.action else [],
            "engagements": [self.engagement] if self.engagement else [],
        }

    def clean(self) -> dict[str, Any]:
        dit = super().clean()
        if not self.errors and list(self._effets()) and not est_un_motif(dit.get("motif", "")):
            self.add_error("motif", _("Un effet sur le plan s'explique : écrivez le motif."))
        return dit

    def _effets(self) -> Iterator[dict[str, Any]]:
        """What was asked, in the order in which it applies: dates and title while the action is in force, so
        after what resumes it, and before what sets it aside."""
        dit = self.cleaned_data
        statut = [self._effet(NatureEffet(n)) for n in (dit.get("effet"),) if n]
        reprise = statut if dit.get("effet") == NatureEffet.REPRENDRE else []
        yield from reprise
        if dit.get("retirer"):
            yield self._effet(NatureEffet.RETIRER)
        if nouvelle := dit.get("nouvelle_date"):
            yield self._effet(NatureEffet.DEPLACER_FIN, nouvelle_date=nouvelle)
        for nom, jalon in self.jalons.items():
            if nouvelle := dit.get(nom):
                yield self._effet(NatureEffet.DEPLACER_JALON, jalon=jalon, nouvelle_date=nouvelle)
        if titre := dit.get("nouveau_texte"):
            yield self._effet(NatureEffet.REFORMULER, nouveau_texte=titre)
        yield from () if reprise else statut

    def _effet(self, nature: NatureEffet, **dits: Any) -> dict[str, Any]:
        """What an effect of that nature aims at and sets, as `EXIGE` says."""
        donnes = {"action": self.action, "engagement": self.engagement, **dits}
        return {"nature": nature} | {champ: donnes[champ] for champ in EXIGE[nature]}


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
        _("« %(code)s » n'est le code d'aucune action ni d'aucun engagement public : vérifiez-le.")
        % {"code": code}
    )


DATES = {nature for nature, exiges in EXIGE.items() if "nouvelle_date" in exiges}


def _ouverts(action: Action) -> list[Jalon]:
    return [jalon for jalon in action.jalons.all() if jalon.ouvert]


def _champ_du_jalon(jalon: Jalon) -> forms.DateField:
    """The new date of one milestone; one that holds its action late says so."""
    aide = _("Prévu le %(date)s.") % {"date": date_longue(jalon.echeance)}
    if jalon.en_retard and jalon.action.en_vigueur:
        aide += " " + _("En retard : l'action le reste tant que cette échéance n'est pas déplacée.")
    return forms.DateField(
        label=_("Nouvelle échéance du jalon « %(jalon)s »") % {"jalon": jalon},
        required=False,
        widget=JOUR,
        help_text=aide,
    )


def effets_possibles(action: Action | None, engagement: Engagement | None) -> Iterator[str]:
    """The effects that this action or this commitment allows today."""
    if engagement is not None and engagement.retirable and engagement.etat in EN_VIGUEUR:
        yield NatureEffet.RETIRER
    if action is None:
        return
    natures = permis(action.statut)
    if NatureEffet.REPRENDRE in natures:
        # The decision that resumes it may say its new dates too.
        natures |= permis(STATUTS[NatureEffet.REPRENDRE]) & DATES
    if not _ouverts(action):
        natures.discard(NatureEffet.DEPLACER_JALON)
    yield from natures
