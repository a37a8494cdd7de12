"""The page of style: of the team alone, since it says nothing to the public."""

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comite.style import dessins, etats
from comite.style.champs import formulaires
from comite.style.exemples import Exemples
from comite.style.histoires import histoires
from comite.style.jetons import nuances, pas, tailles
from comite.style.promesses import Promesses
from partenariat.parties.utilisateurs import RequeteConnectee


class Message(SimpleNamespace):
    """As `base.html` shows those of a request."""

    tags: str
    dit: str

    def __str__(self) -> str:
        return self.dit


@require_safe
def style(request: RequeteConnectee) -> HttpResponse:
    """Each component in each state. For others than the coordination, it does not exist."""
    if not request.user.a_role("coordination"):
        raise Http404
    exemples = Exemples()
    reponse = render(request, "style/page.html", _contexte(exemples, Promesses(exemples)))
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def _contexte(exemples: Exemples, promesses: Promesses) -> dict[str, Any]:
    action, temps = exemples.prevu_et_reel
    return {
        "ex": exemples,
        "pr": promesses,
        "exemple": exemples.plan,
        "messages": _messages(),
        "nuances": nuances(),
        "tailles": tailles(),
        "pas": pas(),
        "formulaires": formulaires(),
        "groupes": etats.groupes(),
        "sceaux": etats.sceaux(),
        "fiche": action,
        "temps": temps,
        "histoires": histoires(exemples),
        "icone": static("img/icone-180.png"),
        "figures": [dessins.barres(), dessins.courbe(), dessins.cibles(), dessins.etincelle()],
        "modules": dessins.modules(),
    }


def _messages() -> list[Message]:
    dits = {
        "success": _("C'est inscrit."),
        "info": _("Une information."),
        "warning": _("Une mise en garde."),
        "error": _("Un refus, qui dit quoi faire."),
    }
    return [Message(tags=tags, dit=dit) for tags, dit in dits.items()]
