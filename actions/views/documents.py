"""The files that are deposited with actions: what the public reads, and what staff keep inside."""

from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from actions.models import Action, Document, Plan
from actions.plan_courant import vue_du_plan
from partenariat.donnees.depots import remettre
from partenariat.retraits.pages import retire


@partial(vue_du_plan, fichier=True)
def document(request: HttpRequest, plan: Plan, code: str, pk: int) -> HttpResponseBase:
    """The file of a public document of a published action: any other answers as one that never was."""
    siens = Document.objects.filter(action__plan=plan, action__code=code, pk=pk).exclude(fichier="")
    # One that left with its action is said too.
    return retire(request, siens, "fichier") or _remettre(siens.lus(), pk)


@require_safe
def document_interne(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same, public or not, for whoever may change the action."""
    siens = Document.objects.filter(action__in=Action.objects.modifiables_par(request.user))
    siens = siens.exclude(fichier="")
    retiree = retire(request, get_object_or_404(siens, pk=pk), "fichier", du_public=False)
    reponse = retiree or _remettre(siens, pk)
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def _remettre(documents: QuerySet[Document], pk: int) -> HttpResponseBase:
    """
    Raises:
        Http404: there is none such, or its bytes are not there.
    """
    lu = get_object_or_404(documents, pk=pk)
    try:
        return remettre(lu.fichier, lu.nom_fichier, lu.type_media)
    except FileNotFoundError as absent:
        raise Http404 from absent
