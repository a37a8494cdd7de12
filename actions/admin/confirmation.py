"""Before several actions become public at once, it is said how many are thin, and what each lacks."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, ActionQuerySet
from actions.models.manques import A_LA_PUBLICATION, Manque
from actions.models.publication import CYCLE
from partenariat.administration.etapes import AvecEtapes
from partenariat.cycles.pas import Pas
from partenariat.donnees.champs import cle_lue
from partenariat.presentation.formats import nombre
from partenariat.une_fois.envois import rien_d_ecrit

GESTE = "publier_en_lot"
CHOIX, DITE = "minces", "mince"
TOUTES, COMPLETES = "toutes", "completes"
"""What is answered: all of them, or those that lack nothing."""
A_LA_FOIS = 500
"""Actions published at once, confirmed or not: each is named in the form that confirms."""
NOMMEES = 50
"""Thin actions named on the page that confirms: more are counted."""


class ConfirmeLaPublication(AvecEtapes):
    """Mixin of the admin of actions: a bulk publication is confirmed where it is of thin actions."""

    def avant_le_lot(self, request: HttpRequest, pas: Pas, queryset: ActionQuerySet) -> HttpResponse | None:
        if not _publie(pas):
            return super().avant_le_lot(request, pas, queryset)
        cles = list(queryset.order_by("pk").values_list("pk", flat=True)[: A_LA_FOIS + 1])
        if len(cles) > A_LA_FOIS:
            rien_d_ecrit(request)
            texte = _("Publiez au plus %(n)s actions à la fois : resserrez la liste par ses filtres.")
            self.message_user(request, texte % {"n": nombre(A_LA_FOIS)}, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        publiables = _publiables(pas, cles, request.user)
        minces = Action.objects.filter(pk__in=publiables).minces()
        dites = _dites(request)
        if request.POST.get(CHOIX) == COMPLETES or not minces.exclude(pk__in=dites).exists():
            return super().avant_le_lot(request, pas, queryset)
        return _page(self, request, minces, cles, len(publiables))

    def franchir_en_lot(self, request: HttpRequest, pas: Pas, queryset: ActionQuerySet) -> None:
        """Judged as they are now, while nobody else writes them: what was completed meanwhile is complete,
        what was emptied is not published without its having been said."""
        if not _publie(pas):
            super().franchir_en_lot(request, pas, queryset)
            return
        with transaction.atomic():
            choisies = list(queryset.order_by("pk").values_list("pk", flat=True))
            tenues = list(self.a_tenir().filter(pk__in=choisies).values_list("pk", flat=True))
            minces = Action.objects.filter(pk__in=_publiables(pas, tenues, request.user)).minces()
            laissees = set(minces.order_by().values_list("pk", flat=True)) - _dites(request)
            # By key: what came into the list since was neither judged nor told.
            jugees = self.get_queryset(request).filter(pk__in=set(tenues) - laissees)
            super().franchir_en_lot(request, pas, jugees)
        if laissees:
            texte = ngettext(
                "%(n)d action mince n'est pas publiée et attend toujours : complétez-la, ou publiez-la "
                "telle quelle.",
                "%(n)d actions minces ne sont pas publiées et attendent toujours : complétez-les, ou "
                "publiez-les telles quelles.",
                len(laissees),
            )
            self.message_user(request, texte % {"n": len(laissees)}, messages.INFO)


def _publie(pas: Pas) -> bool:
    return pas.lot is not None and pas.lot.nom == GESTE


def _publiables(pas: Pas, cles: list[int], personne: Any) -> list[int]:
    """Those that this person may publish now: the others are refused, each with its reason, thin or not."""
    return [a.pk for a in Action.objects.filter(pk__in=cles).order_by("pk") if CYCLE.peut(pas, a, personne)]


def _dites(request: HttpRequest) -> set[int]:
    """The thin actions that the page named or counted, and that one publishes all the same."""
    if request.POST.get(CHOIX) != TOUTES:
        return set()
    return {cle for dite in request.POST.getlist(DITE) if (cle := cle_lue(dite)) is not None}


def _page(
    administration: Any, request: HttpRequest, minces: ActionQuerySet, cles: list[int], publiables: int
) -> HttpResponse:
    manques = {m.value: m.label for m in A_LA_PUBLICATION}
    nommees = list(minces.avec_manques(A_LA_PUBLICATION).par_code()[:NOMMEES])
    comptes = minces.compter_les_manques(A_LA_PUBLICATION)
    dites = list(minces.order_by("pk").values_list("pk", flat=True))
    combien = len(dites)
    contexte = {
        **administration.admin_site.each_context(request),
        "title": _("Publier les actions choisies"),
        "opts": administration.opts,
        "choisies": cles,
        "combien": combien,
        "publiables": publiables,
        "completes": publiables - combien,
        "refusees": len(cles) - publiables,
        "dites": dites,
        "dite": DITE,
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
