"""Before several actions become public at once, it is said how many are thin, and what each lacks."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import ActionQuerySet
from actions.models.etats import Publication
from actions.models.manques import A_LA_PUBLICATION, Manque
from partenariat.presentation.formats import nombre
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from actions.admin.etapes import EtapesEnLot
else:
    EtapesEnLot = object

CHOIX = "minces"
TOUTES, COMPLETES = "toutes", "completes"
"""What is answered: all of them, or those that lack nothing."""
A_LA_FOIS = 500
"""Actions published at once: each is named in the form that confirms."""
NOMMEES = 50
"""Thin actions named on the page that confirms: more are counted."""


class ConfirmeLaPublication(EtapesEnLot):
    """Mixin of the admin of actions, before `EtapesEnLot`: a bulk publication is confirmed where it is of
    thin actions."""

    @admin.action(description=gettext_lazy("Publier les actions choisies"), permissions=["valider"])
    def publier_en_lot(self, request: HttpRequest, queryset: ActionQuerySet) -> HttpResponse | None:
        if isinstance(confirmees := a_confirmer(self, request, queryset), HttpResponse):
            return confirmees
        return None if confirmees is None else super().publier_en_lot(request, confirmees)


def a_confirmer(
    administration: Any, request: HttpRequest, choisies: ActionQuerySet
) -> HttpResponse | ActionQuerySet | None:
    """What is to be published: the chosen actions, or those among them that lack nothing, as was answered.

    The page that asks, where nobody answered yet; None where it is refused in a message.
    """
    reponse = request.POST.get(CHOIX)
    if reponse == TOUTES:
        return choisies
    if reponse == COMPLETES:
        return choisies.exclude(pk__in=choisies.order_by().minces().values("pk"))
    # What does not wait for validation is refused with its reason: it is not published thin.
    minces = choisies.filter(publication=Publication.A_VALIDER).minces()
    if not minces.exists():
        return choisies
    cles = list(choisies.order_by("pk").values_list("pk", flat=True)[: A_LA_FOIS + 1])
    if len(cles) > A_LA_FOIS:
        rien_d_ecrit(request)
        texte = _("Publiez au plus %(n)s actions à la fois : resserrez la liste par ses filtres.")
        administration.message_user(request, texte % {"n": nombre(A_LA_FOIS)}, messages.ERROR)
        return None
    return _page(administration, request, minces, cles)


def _page(administration: Any, request: HttpRequest, minces: ActionQuerySet, cles: list[int]) -> HttpResponse:
    manques = {m.value: m.label for m in A_LA_PUBLICATION}
    nommees = list(minces.avec_manques(A_LA_PUBLICATION).par_code()[:NOMMEES])
    comptes = minces.compter_les_manques(A_LA_PUBLICATION)
    combien = minces.count()
    contexte = {
        **administration.admin_site.each_context(request),
        "title": _("Publier les actions choisies"),
        "opts": administration.opts,
        "choisies": cles,
        "combien": combien,
        "completes": len(cles) - combien,
        "comptes": [f"{nombre(n)} {Manque(m).label}" for m, n in comptes.items() if n],
        "nommees": [(action, ", ".join(str(manques[m]) for m in action.manques)) for action in nommees],
        "autres": combien - len(nommees),
        "case": ACTION_CHECKBOX_NAME,
        "choix": CHOIX,
        "toutes": TOUTES,
        "sans_minces": COMPLETES,
    }
    request.current_app = administration.admin_site.name  # read by `{% url %}`
    return TemplateResponse(request, "admin/actions/action/confirmer.html", contexte)
