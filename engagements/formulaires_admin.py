"""The forms of the back office: a commitment, a signed link."""

import re

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.formulaires.action import plan_propose
from actions.models import Action, Plan
from engagements.models import Engagement, LienSigne
from engagements.models.cycle import CYCLE, MOTIF, RETRAIT_DECIDE
from engagements.models.etats import EN_VIGUEUR
from engagements.models.lien_signe import DUREE, DUREE_MAX
from partenariat.administration.champs import CASES_MAX, ChampCodes, offrir, proposer
from partenariat.administration.codes import AvecCodePropose
from partenariat.administration.formulaires import AvecCodes, Formulaire
from partenariat.administration.version import FormulaireVersionne
from partenariat.donnees.motifs import est_un_motif
from partenariat.models import Organisation

NUMERO = re.compile(r"E-(\d{1,6})\Z")


class FormulaireEngagement(AvecCodePropose, AvecCodes, FormulaireVersionne):
    codes_actions = ChampCodes(
        label=gettext_lazy("Autres actions, par leur code"),
        required=False,
        help_text=gettext_lazy("Par exemple 1.1, 2.4."),
    )
    codes_contreparties = ChampCodes(
        label=gettext_lazy("Autres contreparties, par leur code"),
        required=False,
        help_text=gettext_lazy("Par exemple E-07, E-12."),
    )
    note_etape = forms.CharField(
        label=gettext_lazy("Motif ou note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Requis pour reprendre, constater, rouvrir, retirer. Le motif d'un état est public; la note d'un "
            "retour en brouillon reste entre vous."
        ),
    )

    sans_decision_etape = forms.CharField(
        label=gettext_lazy("Sans décision du comité"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Un engagement signé se retire par une décision du comité, prise en séance; s'il faut s'en "
            "passer, écrivez pourquoi. C'est public."
        ),
    )

    class Meta:
        model = Engagement
        fields = "__all__"

    @cached_property
    def changed_data(self) -> list[str]:
        """A note about a step is not a change of the commitment."""
        return [nom for nom in super().changed_data if nom not in ("note_etape", "sans_decision_etape")]

    def code_suivant(self) -> str:
        plan = self.cleaned_data.get("plan")
        return code_libre(plan.pk) if plan else ""

    def clean(self):
        super().clean()
        self.completer_le_code()
        plan = self.instance.plan if self.instance.plan_id else self.cleaned_data.get("plan")
        partie = self.instance.partie if self.instance.fige else self.cleaned_data.get("partie")
        for nom in ("actions", "contreparties"):
            self.choisir_par_code(nom, plan)
            choisis = self.cleaned_data.get(nom) or ()
            etrangers = [str(objet) for objet in choisis if plan and objet.plan_id != plan.pk]
            if etrangers:
                self.add_error(nom, _("D'un autre plan : %(noms)s.") % {"noms": ", ".join(etrangers)})
        siennes = [
            str(objet)
            for objet in self.cleaned_data.get("contreparties") or ()
            if partie and objet.partie_id == partie.pk
        ]
        if siennes:
            texte = _("Une contrepartie est l'engagement d'une autre organisation : %(noms)s.")
            self.add_error("contreparties", texte % {"noms": ", ".join(siennes)})
        demande = any(pas.champ in self.data for pas in CYCLE if pas.note)
        if demande and not est_un_motif(self.cleaned_data.get("note_etape", "")):
            self.add_error("note_etape", MOTIF)
        if (
            "_retirer" in self.data
            and self.instance.etat in EN_VIGUEUR
            and not est_un_motif(self.cleaned_data.get("sans_decision_etape", ""))
        ):
            self.add_error("sans_decision_etape", RETRAIT_DECIDE.phrase)


def proposer_les_choix(champs: dict[str, forms.Field], engagement: Engagement | None) -> None:
    """Sets what each list of the form offers. What is accepted stays wider: the rest is refused in words."""
    plans = [engagement.plan] if engagement else list(Plan.objects.all())
    if "plan" in champs:
        champs["plan"].initial = plan_propose(plans)
    organisations = list(Organisation.objects.all())
    for nom in ("partie", "envers"):
        if nom in champs:
            proposer(champs[nom], organisations)
    tiennent = engagement.actions.par_code() if engagement else ()
    offrir(champs, "actions", Action.objects.filter(plan__in=plans).par_code(), tiennent)
    autres, d_abord = Engagement.objects.filter(plan__in=plans).par_code(), []
    if engagement:
        autres = autres.exclude(pk=engagement.pk).exclude(partie=engagement.partie_id)
        entre_elles = autres.filter(partie=engagement.envers_id, envers=engagement.partie_id)
        d_abord = [*engagement.contreparties.par_code(), *entre_elles[:CASES_MAX]]
    offrir(champs, "contreparties", autres, d_abord, lambda lus: _par_proximite(lus, engagement))
    if "code" in champs and not engagement:
        champs["code"].initial = code_libre(plan_propose(plans))


def _par_proximite(autres: list[Engagement], engagement: Engagement | None) -> list:
    """Those of the organisation that it is made to come first: a counterpart is nearly always one of them."""
    if engagement is None:
        return autres
    proches = [
        e for e in autres if e.partie_id == engagement.envers_id and e.envers_id == engagement.partie_id
    ]
    reste = [e for e in autres if e not in proches]
    if not proches or not reste:
        return autres
    return [(_("Entre ces deux organisations"), proches), (_("Autres engagements"), reste)]


def code_libre(plan: int | None) -> str:
    """The next code of the plan: « E-68 » after « E-67 »."""
    codes = Engagement.objects.filter(plan=plan).values_list("code", flat=True) if plan else ()
    numeros = [int(trouve[1]) for code in codes if (trouve := NUMERO.match(code))]
    return f"E-{max(numeros, default=0) + 1:02d}"


class FormulaireLien(Formulaire):
    """A new link: for whom, for how long."""

    duree = forms.IntegerField(
        label=gettext_lazy("Valable (jours)"),
        initial=DUREE.days,
        validators=[MinValueValidator(1), MaxValueValidator(DUREE_MAX.days)],
        help_text=gettext_lazy("90 jours au plus."),
    )

    class Meta:
        model = LienSigne
        fields = ("organisation", "destinataire")
