"""« Relire et valider »: an action as everyone will read it, and beside it the two answers to give."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from actions.fiche import fiche_de
from actions.formulaires.relecture import FormulaireRelecture
from actions.models import Action
from actions.models.manques import A_LA_PUBLICATION, Manque
from actions.models.publication import CYCLE
from actions.relecture import Suite, changes, depuis_la_publication, depuis_la_version, suite
from partenariat.cycles.pas import Geste, TransitionRefusee
from partenariat.donnees.vignettes import TYPE_MEDIA
from partenariat.models import Utilisateur
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from partenariat.administration.modele import ModeleAdministre
else:
    ModeleAdministre = object

FAIT = {"valider": gettext_lazy("Publiée : %(code)s."), "renvoyer": gettext_lazy("Renvoyée : %(code)s.")}


class AvecRelecture(ModeleAdministre):
    """Mixin of the back office of actions."""

    def get_urls(self):
        vue = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.relire_view))
        image = self.admin_site.admin_view(require_safe(self.relire_image_view))
        return [
            path("<path:object_id>/relire/", vue, name="actions_action_relire"),
            path("<path:object_id>/relire/image.webp", image, name="actions_action_relire_image"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.peut("valider", request.user):
            context["relire"] = reverse("admin:actions_action_relire", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def publication_a_relire(self, request: HttpRequest) -> Any:
        """The column of the list that leads to the reading of what this person may validate; the same one
        for the whole request, by which the list knows it."""
        if not hasattr(request, "_publication_a_relire"):
            request._publication_a_relire = _colonne(request.user)  # type: ignore[attr-defined]
        return request._publication_a_relire  # type: ignore[attr-defined]

    def relire_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Writes nothing unless a button is pressed; to who may not validate it, it is nowhere."""
        # Nobody else enters the back office.
        personne = cast(Utilisateur, request.user)
        action = self.get_object(request, unquote(object_id))
        if request.method == "POST":
            with transaction.atomic():
                return self._repondre(request, personne, action)
        if not action.peut("valider", personne):
            raise Http404
        return self._page(request, action, FormulaireRelecture(), suite(personne, action))

    def relire_image_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The picture of what is read again: it has no public address yet."""
        action = self.get_object(request, unquote(object_id))
        image = action.images.montrees().first()
        if image is None or image.retiree or not action.peut("valider", request.user):
            raise Http404
        try:
            reponse = FileResponse(image.fichier.open("rb"), content_type=TYPE_MEDIA)
        except FileNotFoundError as absent:
            raise Http404 from absent
        reponse["X-Content-Type-Options"] = "nosniff"
        reponse["Cache-Control"] = "private, no-store"
        return reponse

    def _repondre(self, request: HttpRequest, personne: Utilisateur, action: Action) -> HttpResponse:
        if not personne.a_role(*CYCLE["valider"].roles):
            raise Http404
        try:
            action.verrouiller()
        except Action.DoesNotExist as parti:
            raise Http404 from parti
        ensuite = suite(personne, action)
        if not action.peut("valider", personne):
            # Somebody else answered meanwhile, or wrote in it what this person may no longer judge.
            raison = _refus(action, personne)
            rien_d_ecrit(request)
            return self._vers_la_suivante(
                request, f"{action.code}\N{NO-BREAK SPACE}: {raison}", ensuite, messages.WARNING
            )
        lue = FormulaireRelecture(request.POST)
        if not lue.is_valid() or lue.pas is None:
            return self._page(request, action, lue, ensuite)
        if lue.cleaned_data["version"] != str(action.version):
            return self._page(request, action, lue, ensuite, lue.cleaned_data["version"])
        try:
            action.faire(lue.pas.nom, personne, lue.cleaned_data["note"])
        except TransitionRefusee as refus:
            lue.add_error(None, refus.messages[0])
            return self._page(request, action, lue, ensuite)
        dit = str(FAIT[lue.pas.nom]) % {"code": action.code}
        return self._vers_la_suivante(request, dit, ensuite, messages.SUCCESS)

    def _vers_la_suivante(
        self, request: HttpRequest, dit: str, ensuite: Suite, ton: int
    ) -> HttpResponseRedirect:
        if prochaine := ensuite.prochaine:
            reste = ngettext(
                "Suivante : %(code)s (%(n)s reste).", "Suivante : %(code)s (%(n)s restent).", ensuite.restent
            ) % {"code": prochaine.code, "n": ensuite.restent}
            self.message_user(request, f"{dit} {reste}", ton)
            return redirect("admin:actions_action_relire", prochaine.pk)
        self.message_user(request, f"{dit} {_('Il ne reste rien à valider.')}", ton)
        return redirect("admin:index")

    def _page(
        self, request: HttpRequest, action: Action, lue: FormulaireRelecture, ensuite: Suite, vue: str = ""
    ) -> HttpResponse:
        """Args:
        vue: the version that was read, where somebody changed it meanwhile.
        """
        action = (
            Action.objects.filter(pk=action.pk)
            .avec_lectures()
            .avec_manques(A_LA_PUBLICATION)
            .select_related("axe__plan", "volet", "responsable", "plan", "soumise_par")
            .order_by()
            .get()
        )
        change = []
        if vue:
            change = self._changes(action, depuis_la_version(action, vue))
        contexte = {
            "plan": action.plan,
            "action": action,
            **fiche_de(action.plan, action),
            "relue": True,
            "source": reverse("admin:actions_action_relire_image", args=[action.pk]),
            "manques": [Manque(manque).label for manque in action.manques],
            "entre_temps": bool(vue),
            "changes_entre_temps": change,
            "deja_publique": bool(action.publiee_le),
            "changes": self._changes(action, depuis_la_publication(action)) if action.publiee_le else [],
            "form": lue,
            "renvoyable": action.peut("renvoyer", request.user),
            "prochaine": ensuite.prochaine,
            "restent": ensuite.restent,
        }
        reponse = render(request, "actions/relire.html", contexte)
        reponse["Cache-Control"] = "private, no-store"
        return reponse

    def _changes(self, action: Action, depuis: Any) -> list:
        return changes(action, self.morceaux_de_l_historique, depuis, self.champs_sans_historique)


def _refus(action: Action, personne: Utilisateur) -> str:
    """Why it is not validated, in the words of the cycle."""
    try:
        CYCLE.exiger(CYCLE["valider"], Geste(action, personne))
    except TransitionRefusee as refus:
        return str(refus.messages[0])
    raise AssertionError(action)


def _colonne(personne: Any) -> Any:
    @admin.display(description=gettext_lazy("publication"), ordering="publication")
    def publication_lue(action: Action) -> SafeString | str:
        mot = action.get_publication_display()
        if not action.peut("valider", personne):
            return mot
        return format_html(
            '{}<br><a href="{}">{} <span class="visually-hidden">{}</span></a>',
            mot,
            reverse("admin:actions_action_relire", args=[action.pk]),
            _("Relire et valider"),
            action.code,
        )

    return publication_lue
