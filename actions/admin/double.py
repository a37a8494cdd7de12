"""An action begun from another: what the plan says of it is copied into the form of a new draft.

Nothing is written before that form is saved. Its notes, measures, documents, dates, state and history are
those of the other alone; milestones keep their titles and weights: those that are given dates of their own
are its own too, and the others are not copied.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from actions.ecrivables import ecrivables_par
from actions.models import Action, Jalon, Participation
from partenariat.administration.modele import LigneAdministree
from partenariat.donnees.champs import cle_lue

REPRIS = ("plan", "titre", "titre_en", "axe", "volet", "description", "description_en", "responsable")
REPRIS_TELS = ("partie_engagee", "tout_le_territoire", "en_continu")
LISTES = ("objectifs", "domaines", "arrondissements")


def modele_de(request: HttpRequest) -> Action | None:
    """The action from which a new one is begun: one that this person may change.

    Raises:
        Http404: there is none such.
    """
    if "modele" not in request.GET:
        return None
    if not hasattr(request, "_modele"):
        cle = cle_lue(request.GET["modele"])
        siennes = ecrivables_par(request.user)
        request._modele = siennes.filter(pk=cle).first() if cle is not None else None  # type: ignore[attr-defined]
    modele: Action | None = request._modele  # type: ignore[attr-defined]
    if modele is None:
        raise Http404
    return modele


def initiales(modele: Action) -> dict[str, Any]:
    """What the form of a new action begins with."""
    dites = {nom: getattr(modele, f"{nom}_id", None) or getattr(modele, nom) for nom in REPRIS}
    dites |= {nom: getattr(modele, nom) for nom in REPRIS_TELS}
    return dites | {nom: list(getattr(modele, nom).values_list("pk", flat=True)) for nom in LISTES}


def lignes_initiales(modele: Action, de: type) -> list[dict[str, Any]]:
    """What the rows of a new action begin with."""
    if de is Jalon:
        return [{**ligne} for ligne in modele.jalons.order_by("echeance", "pk").values("titre", "poids")]
    if de is Participation:
        return [{**ligne} for ligne in modele.participations.order_by("pk").values("organisation", "role")]
    return []


class LigneReprise(LigneAdministree):
    """Rows that a new action takes from the one from which it is begun."""

    def get_extra(self, request, obj=None, **kwargs):
        modele = None if obj else modele_de(request)
        reprises = len(lignes_initiales(modele, self.model)) if modele else 0
        return reprises or super().get_extra(request, obj, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.sans_temoin = obj is None and "modele" in request.GET  # type: ignore[attr-defined]
        return formset


class AvecDouble:
    """Mixin of the page of actions."""

    def get_changeform_initial_data(self, request):
        modele = modele_de(request)
        dites = super().get_changeform_initial_data(request)  # type: ignore[misc]
        return initiales(modele) if modele else dites

    def get_formset_kwargs(self, request, obj, inline, prefix):
        options = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        # What began with is given again as it is sent: a milestone left without a date is one that was not
        # touched. The others are written as they were copied.
        lues = request.method != "POST" or inline.model is Jalon
        modele = modele_de(request) if lues and not obj.pk else None
        reprises = lignes_initiales(modele, inline.model) if modele else []
        return {**options, "initial": reprises} if reprises else options

    def add_view(self, request, form_url="", extra_context=None):
        modele = modele_de(request)
        if modele:
            titre = _("Ajouter une action, sur le modèle de %(code)s") % {"code": modele.code}
            extra_context = {**(extra_context or {}), "title": titre, "modele": modele}
        return super().add_view(request, form_url, extra_context)  # type: ignore[misc]

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        formulaire.sans_temoin = obj is None and "modele" in request.GET
        return formulaire
