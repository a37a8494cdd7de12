"""The steps of publication in the back office: a button each on the form, three of them on the list.

Who writes does not validate: changing an action that waits for validation makes one the person who submits
it.
"""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.models import Action, ActionQuerySet
from actions.models.etats import Publication
from actions.models.publication import TransitionRefusee
from partenariat.administration.etapes import Etape
from partenariat.une_fois.envois import rien_d_ecrit

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
# A new action can only be submitted.
ETAPES = (SOUMETTRE, VALIDER, RENVOYER, RETIRER, ARCHIVER)
AVEC_NOTE = tuple(etape for etape in ETAPES if etape.avec_note)


def reprendre_la_soumission(action: Action, personne) -> None:
    """Who changes an action that waits for validation becomes its submitter: another will validate."""
    if action.publication == Publication.A_VALIDER and action.soumise_par_id != personne.pk:
        action.soumise_par, action.soumise_le = personne, timezone.now()
        action.save(update_fields=["soumise_par", "soumise_le"])


if TYPE_CHECKING:
    from partenariat.administration.modele import ModeleAdministre
else:
    ModeleAdministre = object


class EtapesEnLot(ModeleAdministre):
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
        else:
            rien_d_ecrit(request)
        for phrase in refusees:
            self.message_user(request, phrase, messages.WARNING)


_DIT_EN_LOT = {
    SOUMETTRE: lambda n: ngettext("%(n)d action soumise.", "%(n)d actions soumises.", n) % {"n": n},
    VALIDER: lambda n: ngettext("%(n)d action publiée.", "%(n)d actions publiées.", n) % {"n": n},
    ARCHIVER: lambda n: ngettext("%(n)d action archivée.", "%(n)d actions archivées.", n) % {"n": n},
}


def etat_de_publication(action: Action) -> str:
    """Where the action stands, in a sentence: « À valider; soumise par X »."""
    texte = str(Publication(action.publication).label)
    if action.publication == Publication.A_VALIDER:
        return _("%(etat)s; soumise par %(personne)s") % {"etat": texte, "personne": action.soumise_par}
    if action.publication == Publication.BROUILLON and action.note_retour:
        return _("%(etat)s; renvoyée avec cette note : %(note)s") % {
            "etat": texte,
            "note": action.note_retour,
        }
    return texte
