"""The form of an action."""

import json
from collections.abc import Iterable

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action, Axe, Domaine, Objectif, Plan, Source, Volet
from actions.models.codes import codes_suivants
from actions.models.etats import AVEC_MOTIF
from partenariat.administration.champs import CASES_MAX, ChampCodes, offrir, proposer
from partenariat.administration.codes import AvecCodePropose
from partenariat.administration.formulaires import AvecCodes
from partenariat.administration.version import FormulaireVersionne
from partenariat.donnees.motifs import est_un_motif
from partenariat.models import Organisation, UnitesDe

NOTE_REQUISE = ("_renvoyer", "_retirer")
"""The buttons that take an action back to draft."""


class FormulaireAction(AvecCodePropose, AvecCodes, FormulaireVersionne):
    codes_remplacee_par = ChampCodes(
        label=gettext_lazy("Remplacée par une autre, par son code"),
        required=False,
        help_text=gettext_lazy("Par exemple 2.4."),
    )
    codes_sources = ChampCodes(
        label=gettext_lazy("Autres sources, par leur code"),
        required=False,
        help_text=gettext_lazy("Un code par case; ce qui est coché plus haut reste."),
    )
    motif_report = forms.CharField(
        label=gettext_lazy("Motif du report"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Requis pour déplacer la fin d'une action; publié avec l'ancienne et la nouvelle date."
        ),
    )
    note_etape = forms.CharField(
        label=gettext_lazy("Note de retour"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Requise pour renvoyer en brouillon ou retirer du site; montrée à la personne qui a écrit."
        ),
    )

    class Meta:
        model = Action
        fields = "__all__"

    @cached_property
    def changed_data(self) -> list[str]:
        """A note about a step is not a change of the action."""
        return [nom for nom in super().changed_data if nom != "note_etape"]

    @property
    def plan(self) -> Plan | None:
        return self.instance.plan if self.instance.plan_id else self.cleaned_data.get("plan")

    def clean(self):
        super().clean()
        self.instance.motif_report = self.cleaned_data.get("motif_report", "")
        if plan := self.plan:
            self._exiger_du_plan(plan)
        self.completer_le_code()
        if any(bouton in self.data for bouton in NOTE_REQUISE) and not est_un_motif(
            self.cleaned_data.get("note_etape", "")
        ):
            self.add_error("note_etape", _("Un retour en brouillon s'explique : écrivez une note."))

        # The reason spoke of the status before: one that asks for none does not inherit it.
        if (
            "statut" in self.changed_data
            and "motif" not in self.changed_data
            and self.cleaned_data.get("statut") not in AVEC_MOTIF
        ):
            self.cleaned_data["motif"] = ""

    def code_suivant(self) -> str:
        axe = self.cleaned_data.get("axe")
        return codes_suivants([axe])[axe.pk] if axe else ""

    def _exiger_du_plan(self, plan: Plan) -> None:
        """Everything of a plan belongs to the plan. The axis and its strand are the model's own rule."""
        self.choisir_par_code("sources", plan)
        for nom in ("objectifs", "domaines", "sources"):
            etrangers = [
                str(element) for element in self.cleaned_data.get(nom) or () if element.plan_id != plan.pk
            ]
            if etrangers:
                self.add_error(
                    nom,
                    _("D'un autre plan que « %(plan)s » : %(noms)s.")
                    % {"plan": plan, "noms": ", ".join(etrangers)},
                )
        self.choisir_par_code("remplacee_par", plan)
        remplacante = self.cleaned_data.get("remplacee_par")
        if remplacante and remplacante.plan_id != plan.pk and "remplacee_par" in self.changed_data:
            self.add_error(
                "remplacee_par", _("Cette action est d'un autre plan que « %(plan)s ».") % {"plan": plan}
            )


def plan_propose(plans: Iterable[Plan]) -> int | None:
    """The plan that a new form begins with, by its key: the active one, or the only one."""
    plans = list(plans)
    return next((plan.pk for plan in plans if plan.actif or len(plans) == 1), None)


def proposer_les_choix(champs: dict[str, forms.Field], action: Action | None, personne) -> None:
    """Sets what each list of the form offers, and what it accepts, for this person and this plan.

    What is accepted is wider than what is offered, so that a choice from another plan is refused with a
    sentence; but never wider than what the person may know to exist.
    """
    plans = [action.plan] if action else list(Plan.objects.all())
    if "plan" in champs:
        champs["plan"].initial = plan_propose(plans)
    seul = len(plans) == 1

    def par_plan(nom: str, modele) -> None:
        if nom in champs:
            elements = list(modele.objects.filter(plan__in=plans))
            groupes = [(str(plan), [e for e in elements if e.plan_id == plan.pk]) for plan in plans]
            a_plat = isinstance(champs[nom], forms.ModelMultipleChoiceField) and seul
            proposer(champs[nom], elements if seul or a_plat else groupes)

    for nom, modele in (("axe", Axe), ("objectifs", Objectif), ("domaines", Domaine)):
        par_plan(nom, modele)
    _proposer_sources(champs, action, plans)
    if "volet" in champs:
        volets = list(Volet.objects.filter(axe__plan__in=plans).select_related("axe", "axe__plan"))
        axes = list(dict.fromkeys(volet.axe for volet in volets))
        proposer(
            champs["volet"],
            [
                (str(axe) if seul else f"{axe.plan} · {axe}", [v for v in volets if v.axe_id == axe.pk])
                for axe in axes
            ],
        )
    if "code" in champs and not action:
        _proposer_un_code(champs["code"], plans)
    _proposer_responsable(champs.get("responsable"), action, personne)
    if "arrondissements" in champs:
        proposer(champs["arrondissements"], list(Organisation.objects.arrondissements()))
    _proposer_remplacante(champs, action, plans, personne)


def _proposer_sources(champs: dict[str, forms.Field], action: Action | None, plans: list[Plan]) -> None:
    """Those that it cites, whatever there is; all of them in one query."""
    if "sources" not in champs:
        return
    liens = Action.sources.through.objects.filter(action=action, source=OuterRef("pk"))
    # Read here: what `offrir` takes of them is no query more.
    sources = Source.objects.filter(plan__in=plans).annotate(citee=Exists(liens))
    offrir(champs, "sources", sources, [source for source in sources if source.citee])


def _proposer_un_code(champ: forms.Field, plans: list[Plan]) -> None:
    """The next of each axis: typed by a script once the axis is chosen, or given where none is typed."""
    suivants = codes_suivants(Axe.objects.filter(plan__in=plans))
    champ.widget.attrs["data-suivants"] = json.dumps(suivants)
    champ.help_text = _("Laissé vide, le prochain de son axe.")


def _proposer_responsable(champ: forms.Field | None, action: Action | None, personne) -> None:
    """Only the coordination gives an action to another body: a colleague gives it back as it was."""
    if not isinstance(champ, forms.ModelChoiceField):
        return
    if not personne.a_role("coordination"):
        siennes = Q(pk=action.responsable_id) if action else Q(pk__in=UnitesDe(personne.pk))
        champ.queryset = Organisation.objects.filter(siennes)
        champ.initial = personne.organisation_id
        champ.error_messages["invalid_choice"] = _("Votre compte n'inscrit que des actions de votre unité.")
    proposer(champ, list(champ.queryset or ()))


def _proposer_remplacante(champs: dict[str, forms.Field], action: Action | None, plans, personne) -> None:
    """Actions that this person may see: published ones, and those of their unit."""
    champ = champs.get("remplacee_par")
    if not isinstance(champ, forms.ModelChoiceField):
        return
    connues = Action.objects.consultables() | Action.objects.modifiables_par(personne)
    if action:
        connues = (connues | Action.objects.filter(Q(pk=action.remplacee_par_id))).exclude(pk=action.pk)
    champ.queryset = connues
    remplacante = [action.remplacee_par] if action and action.remplacee_par else []
    offrir(champs, "remplacee_par", connues.filter(plan__in=plans).par_code(), remplacante, menu=CASES_MAX)
