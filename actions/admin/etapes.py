"""The steps of publication in the back office: a button each on the form, three of them on the list.

A step never costs what was typed: the button saves first, then takes the step. Who writes does not validate:
changing an action that waits for validation makes one the person who submits it.
"""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.models import Action, ActionQuerySet
from actions.models.etats import Publication
from actions.models.publication import TransitionRefusee


@dataclass(frozen=True)
class Etape:
    nom: str
    """The method of `Action` that takes the step; `peut_<nom>` says whether a person may."""
    bouton: Promise
    fait: Promise
    avec_note: bool = False

    @property
    def champ(self) -> str:
        return f"_{self.nom}"

    def ouverte(self, action: Action, personne) -> bool:
        return getattr(action, f"peut_{self.nom}")(personne)

    def franchir(self, action: Action, personne, note: str = "") -> None:
        """Takes the step, or raises `TransitionRefusee`."""
        geste = getattr(action, self.nom)
        geste(personne, note) if self.avec_note else geste(personne)


SOUMETTRE = Etape(
    "soumettre",
    gettext_lazy("Enregistrer et soumettre à la validation"),
    gettext_lazy("L'action est soumise à la validation."),
)
VALIDER = Etape("valider", gettext_lazy("Enregistrer et publier"), gettext_lazy("L'action est publiée."))
RENVOYER = Etape(
    "renvoyer",
    gettext_lazy("Enregistrer et renvoyer en brouillon"),
    gettext_lazy("L'action est renvoyée en brouillon."),
    avec_note=True,
)
RETIRER = Etape(
    "retirer",
    gettext_lazy("Enregistrer et retirer du site"),
    gettext_lazy("L'action est retirée du site."),
    avec_note=True,
)
ARCHIVER = Etape("archiver", gettext_lazy("Enregistrer et archiver"), gettext_lazy("L'action est archivée."))
ETAPES = (SOUMETTRE, VALIDER, RENVOYER, RETIRER, ARCHIVER)
AVEC_NOTE = tuple(etape for etape in ETAPES if etape.avec_note)


def etapes_ouvertes(action: Action | None, personne) -> list[Etape]:
    """The steps that this person may take; a new action can only be submitted."""
    return [e for e in ETAPES if e.ouverte(action, personne)] if action else [SOUMETTRE]


def demandee(request: HttpRequest) -> Etape | None:
    return next((etape for etape in ETAPES if etape.champ in request.POST), None)


def reprendre_la_soumission(action: Action, personne) -> None:
    """Who changes an action that waits for validation becomes its submitter: another will validate."""
    if action.publication == Publication.A_VALIDER and action.soumise_par_id != personne.pk:
        action.soumise_par, action.soumise_le = personne, timezone.now()
        action.save(update_fields=["soumise_par", "soumise_le"])


class EtapesEnLot:
    """Mixin of the admin of actions: the steps of the list."""

    @admin.action(
        description=gettext_lazy("Soumettre les actions choisies à la validation"), permissions=["change"]
    )
    def soumettre_en_lot(self, request, queryset: ActionQuerySet):
        self._en_lot(request, queryset, SOUMETTRE)

    @admin.action(description=gettext_lazy("Publier les actions choisies"), permissions=["valider"])
    def publier_en_lot(self, request, queryset: ActionQuerySet):
        self._en_lot(request, queryset, VALIDER)

    @admin.action(description=gettext_lazy("Archiver les actions choisies"), permissions=["valider"])
    def archiver_en_lot(self, request, queryset: ActionQuerySet):
        self._en_lot(request, queryset, ARCHIVER)

    def has_valider_permission(self, request) -> bool:
        return request.user.has_perm("actions.valider_action")

    def _en_lot(self, request, queryset: ActionQuerySet, etape: Etape) -> None:
        """Takes the step where it is open, and says for each other action why not."""
        faites, refusees = 0, []
        with transaction.atomic():
            choisies = queryset.order_by("pk").values_list("pk", flat=True)
            for action in (
                Action.objects.select_for_update(of=("self",)).filter(pk__in=list(choisies)).par_code()
            ):
                try:
                    etape.franchir(action, request.user)
                    faites += 1
                except TransitionRefusee as refus:
                    refusees.append(
                        _("%(action)s : %(raison)s") % {"action": action, "raison": refus.messages[0]}
                    )
        if faites:
            self.message_user(request, _DIT_EN_LOT[etape](faites), messages.SUCCESS)
        for phrase in refusees:
            self.message_user(request, phrase, messages.WARNING)


_DIT_EN_LOT = {
    SOUMETTRE: lambda n: ngettext("%(n)d action soumise.", "%(n)d actions soumises.", n) % {"n": n},
    VALIDER: lambda n: ngettext("%(n)d action publiée.", "%(n)d actions publiées.", n) % {"n": n},
    ARCHIVER: lambda n: ngettext("%(n)d action archivée.", "%(n)d actions archivées.", n) % {"n": n},
}


def etat_de_publication(action: Action) -> str:
    """Where the action stands, in a sentence: « À valider ; soumise par X »."""
    texte = str(Publication(action.publication).label)
    if action.publication == Publication.A_VALIDER:
        return _("%(etat)s; soumise par %(personne)s") % {"etat": texte, "personne": action.soumise_par}
    if action.publication == Publication.BROUILLON and action.note_retour:
        return _("%(etat)s; renvoyée avec cette note : %(note)s") % {
            "etat": texte,
            "note": action.note_retour,
        }
    return texte
