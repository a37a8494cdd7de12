"""Optimistic lock: a record saved by someone else meanwhile is never silently overwritten.

It is refused where both changed the same thing (a field, a field of a row), where a step is asked for of what
was not read, and where what others may see of it changed (`champs_a_dire`). Else what each changed is kept.

Race-free: the row is locked before its version is compared, and stays so until the transaction ends.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db.models import F, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partenariat.administration import historique
from partenariat.administration.conflit import VIDE, Divergence, Rebasage, ligne_bougee
from partenariat.administration.formulaires import FormulaireTemoin


class FormulaireVersionne(FormulaireTemoin):
    """Carries the version that the person has before them."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = str(getattr(self.porteur(), "version", ""))

    def porteur(self) -> Model | None:
        """The record whose version guards this one (itself, or the one it is a part of)."""
        return self.instance if self.instance.pk else None


@dataclass(frozen=True)
class Conflit:
    divergences: list[Divergence]


if TYPE_CHECKING:
    from partenariat.administration.modele import ModeleAdministre
else:
    ModeleAdministre = object


class AvecVersion(ModeleAdministre):
    """Mixin of a `ModeleAdministre` whose records, or the ones they are parts of, have a `version`.

    Its form is a `FormulaireVersionne` and its inlines' forms are `FormulaireTemoin`.
    """

    form = FormulaireVersionne
    change_form_template = "admin/avec_version.html"
    champs_a_dire: tuple[str, ...] = ()
    """Fields outside the form of which a change must be told (the publication)."""

    def porteur(self, objet: Any) -> Any:
        """The record whose version guards this one (itself, or the one it is a part of)."""
        return objet

    def avant_saisie(self, request, object_id):
        super().avant_saisie(request, object_id)
        if object_id is None:
            return
        objet = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, objet):
            return
        porteur = self.porteur(objet)
        type(porteur)._base_manager.select_for_update().filter(pk=porteur.pk).first()
        # Read again, now that nobody else can write.
        objet = self.get_object(request, unquote(object_id))
        porteur = self.porteur(objet)
        champs = flatten_fieldsets(self.get_fieldsets(request, objet))
        form = self.get_form(request, objet, change=True, fields=champs)(
            request.POST, request.FILES, instance=objet
        )
        formsets, _inlines = self._create_formsets(request, objet, change=True)
        request.version_avant = porteur.version
        perimee = request.POST.get("version") != str(porteur.version)
        if perimee or any(ligne_bougee(formset) for formset in formsets):
            self._rebaser(request, objet, porteur, form, formsets)

    def _rebaser(self, request, objet, porteur, form, formsets):
        version_vue = request.POST.get("version", "")
        vus, traces = historique.traces_des_champs(
            porteur, int(version_vue) if version_vue.isdecimal() else 0
        )
        rebasage = Rebasage(
            form,
            formsets,
            lambda nom: self._trace(objet, nom, traces if porteur is objet else {}),
            lambda modele: historique.traces_des_lignes(modele, **{_lien(modele, objet): objet.pk}),
        )
        rebasage.donnees["version"] = str(porteur.version)
        request.POST, request._files = rebasage.donnees, rebasage.fichiers
        arretes = getattr(request, "depots_refuses", {})
        request.depots_refuses = {rebasage.deplace(nom): pourquoi for nom, pourquoi in arretes.items()}
        dehors = self._hors_formulaire(porteur, vus, traces)
        divergences = rebasage.divergences + dehors
        # What a step does, it does to what one has read.
        if rebasage.heurte or dehors or not version_vue or (divergences and _etape_demandee(request)):
            request.conflit = Conflit(divergences)
            request.phrases = (
                _("Une autre personne a enregistré cette fiche depuis que vous l'avez ouverte."),
            )
        elif divergences:
            texte = _(
                "Une autre personne écrivait ici en même temps; ce qu'elle a changé est gardé : %(quoi)s."
            )
            quoi = "; ".join(divergence.quoi for divergence in divergences)
            self.message_user(request, texte % {"quoi": quoi}, messages.INFO)

    def _hors_formulaire(self, porteur, vus: dict, traces: dict) -> list[Divergence]:
        champs = [porteur._meta.get_field(nom) for nom in self.champs_a_dire]
        return [
            Divergence(
                capfirst(champ.verbose_name),
                historique.mots(champ, vus[champ.attname]) or VIDE,
                historique.mots(champ, getattr(porteur, champ.attname)) or VIDE,
                "",
                False,
                traces.get(champ.attname),
            )
            for champ in champs
            if vus and vus[champ.attname] != getattr(porteur, champ.attname)
        ]

    @staticmethod
    def _trace(objet, nom: str, traces: dict) -> historique.Trace | None:
        champ = objet._meta.get_field(nom)
        if not champ.many_to_many:
            return traces.get(champ.attname)
        modele = next(
            (m for m in champ.remote_field.through.__subclasses__() if hasattr(m, "pgh_event_model")), None
        )
        if modele is None:
            return None
        lignes = historique.traces_des_lignes(modele, **{champ.m2m_field_name(): objet.pk})
        return max(lignes.values(), key=lambda trace: trace.le, default=None)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["conflit"] = getattr(request, "conflit", None)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        """Moves the version where only links or parts changed: the trigger sees no change of the row then."""
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            porteur = self.porteur(form.instance)
            type(porteur)._base_manager.filter(pk=porteur.pk, version=request.version_avant).update(
                version=F("version") + 1
            )


ENREGISTRENT = {"_save", "_continue", "_addanother", "_popup", "_to_field"}
"""What Django names so in a form that it saves, and that does no more."""


def _etape_demandee(request) -> bool:
    """Whether the button does more than save."""
    return any(nom.startswith("_") and nom not in ENREGISTRENT for nom in request.POST)


def _lien(modele: type[Model], objet: Model) -> str:
    """The foreign key of a part to the record."""
    return next(c.name for c in modele._meta.fields if c.related_model and isinstance(objet, c.related_model))
