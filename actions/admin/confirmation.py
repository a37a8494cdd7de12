"""Before several actions become public at once, it is said how many are thin, and what each lacks."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from actions.models import ActionQuerySet
from actions.models.etats import Publication
from actions.models.manques import A_LA_PUBLICATION, Manque
from partenariat.administration.etapes import AvecEtapes
from partenariat.cycles.pas import Pas
from partenariat.presentation.formats import nombre
from partenariat.une_fois.envois import rien_d_ecrit

GESTE = "publier_en_lot"
CHOIX = "minces"
TOUTES, COMPLETES = "toutes", "completes"
"""What is answered: all of them, or those that lack nothing."""
A_LA_FOIS = 500
"""Actions published at once: each is named in the form that confirms."""
NOMMEES = 50
"""Thin actions named on the page that confirms: more are counted."""


class ConfirmeLaPublication(AvecEtapes):
    """Mixin of the admin of actions: a bulk publication is confirmed where it is of thin actions."""

    def avant_le_lot(self, request: HttpRequest, pas: Pas, queryset: ActionQuerySet) -> HttpResponse | None:
        if pas.lot is None or pas.lot.nom != GESTE or request.POST.get(CHOIX) in (TOUTES, COMPLETES):
            return super().avant_le_lot(request, pas, queryset)
        # What does not wait for validation is refused with its reason: it is not published thin.
        minces = queryset.filter(publication=Publication.A_VALIDER).minces()
        if not minces.exists():
            return super().avant_le_lot(request, pas, queryset)
        cles = list(queryset.order_by("pk").values_list("pk", flat=True)[: A_LA_FOIS + 1])
        if len(cles) > A_LA_FOIS:
            rien_d_ecrit(request)
            texte = _("Publiez au plus %(n)s actions à la fois : resserrez la liste par ses filtres.")
            self.message_user(request, texte % {"n": nombre(A_LA_FOIS)}, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return _page(self, request, minces, cles)

    def franchir_en_lot(self, request: HttpRequest, pas: Pas, queryset: ActionQuerySet) -> None:
        """Judged as they are now: what was completed meanwhile is complete."""
        if pas.lot and pas.lot.nom == GESTE and request.POST.get(CHOIX) == COMPLETES:
            queryset = queryset.exclude(pk__in=queryset.order_by().minces().values("pk"))
        super().franchir_en_lot(request, pas, queryset)


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
        "geste": GESTE,
        "choix": CHOIX,
        "toutes": TOUTES,
        "sans_minces": COMPLETES,
    }
    request.current_app = administration.admin_site.name  # read by `{% url %}`
    return TemplateResponse(request, "admin/actions/action/confirmer.html", contexte)
