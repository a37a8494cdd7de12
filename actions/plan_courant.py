"""Which plan an address speaks of, and the address that it has for ever: `/plans/<slug>/…`.

An address without prefix speaks of the active plan, whichever it is that day. A page sends on to the plan's
own address; a file is given, and says where the same will always be (`Link: rel="canonical"`). The active
plan may change: no short address is one to keep.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from actions import en_bref
from actions.ailleurs import ailleurs
from actions.historique import histoire_depuis, phrase_avant
from actions.models import Plan
from partenariat.donnees.preparees import preparee
from partenariat.erreurs import introuvable
from partenariat.presentation.publique import RequeteDatee, publique


@preparee()
def _actif() -> QuerySet[Plan]:
    return Plan.objects.filter(actif=True).avec_histoire().order_by()


@preparee(str)
def _public(slug: str) -> QuerySet[Plan]:
    return Plan.objects.publics().filter(slug=slug).avec_histoire().order_by()


def adresse_durable(request: HttpRequest, plan: Plan, **kwargs: object) -> str:
    """The address that this page of `plan` has for ever, without its query."""
    return plan.adresse(_nom(request), **kwargs)


def _nom(request: HttpRequest) -> str:
    """The name of the address that is asked for."""
    return (request.resolver_match.url_name if request.resolver_match else None) or ""


def vers_l_adresse_durable(request: HttpRequest, plan: Plan, **kwargs: object) -> HttpResponse:
    """Sends on a short address, with its query."""
    return redirect(adresse_durable(request, plan, **kwargs) + _requete(request))


def _requete(request: HttpRequest) -> str:
    return f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""


def donne_un_fichier(request: HttpRequest) -> bool:
    """Whether its address ends as a file's: it is read by programs, some of which follow no redirection."""
    return not request.path.endswith("/")


def dire_ou(request: HttpRequest, reponse: HttpResponseBase, plan: Plan, **kwargs: object) -> None:
    """Says in the head of a file where the same will always be."""
    durable = settings.SITE_URL + adresse_durable(request, plan, **kwargs) + _requete(request)
    reponse["Link"] = f'<{durable}>; rel="canonical"'


def vue_du_plan(
    vue: Callable[..., HttpResponseBase],
    *,
    sans_plan: bool = False,
    du_site: bool = False,
    sans_date: bool = False,
    fichier: bool = False,
    parametres: Iterable[str] = (),
    numeros: Iterable[str] = (),
) -> Callable[..., HttpResponseBase]:
    """Declares a public view whose second argument is the plan.

    The plan itself is read in the present, also where the page reads a past date: it is what the address
    means today. An unknown or unpublished plan is a 404; a page that it lacks and that another plan has, one
    that leads there. Without prefix, it is the active plan: a page sends
    on to the plan's own address, a file is given.

    On a day before the plan's history the view is not asked: nothing is known, which is not to say that
    there was nothing. The sentence that says so is the whole answer, unless nothing on the page depends on
    the day (`sans_date`).

    Args:
        sans_plan: the page is shown at its short address too, where the view receives the active plan, or
            None without any.
        du_site: likewise, and the page is of no plan: it has no other address.
        fichier: the view gives a file, though its address ends as a page's.
        parametres, numeros: those of its address that it reads besides `au` (`publique`).
    """

    def depuis_son_histoire(request: RequeteDatee, plan: Plan | None, **kwargs) -> HttpResponseBase:
        depuis = histoire_depuis(plan) if plan and request.au else None
        if request.au and (depuis is None or request.au < depuis):
            # There are as many days as one likes before it, and one answer.
            request.valeurs_inconnues = True
        if plan and depuis and request.au and request.au < depuis and not sans_date:
            en_fichier = fichier or donne_un_fichier(request)
            return avant_l_histoire(request, plan, depuis, en_fichier=en_fichier, nomme=bool(kwargs))
        return vue(request, plan, **kwargs)

    interieure = publique(wraps(vue)(depuis_son_histoire), parametres=parametres, numeros=numeros)
    courte = sans_plan or du_site

    @wraps(vue)
    def enveloppe(request: HttpRequest, plan: str = "", **kwargs) -> HttpResponseBase:
        trouve = next(iter(_public(plan) if plan else _actif()), None)
        if trouve is None and (plan or not courte):
            raise Http404
        en_fichier = fichier or donne_un_fichier(request)
        if trouve and not (plan or courte or en_fichier):
            return vers_l_adresse_durable(request, trouve, **kwargs)
        if trouve and not du_site:
            request.adresse_durable = adresse_durable(request, trouve, **kwargs)  # type: ignore[attr-defined]
        reponse = _ou_ailleurs(interieure, request, trouve, **kwargs)
        if trouve and en_fichier and not du_site:
            dire_ou(request, reponse, trouve, **kwargs)
        return reponse

    enveloppe.parametres = interieure.parametres  # type: ignore[attr-defined]  # read by `parametres_de`
    return login_not_required(enveloppe)


def _ou_ailleurs(
    vue: Callable[..., HttpResponseBase], request: HttpRequest, plan: Plan | None, **kwargs
) -> HttpResponseBase:
    """What the view gives; where this plan has no such page and another one has, a 404 that leads there."""
    try:
        return vue(request, plan, **kwargs)
    except Http404:
        memes = ailleurs(plan, _nom(request), kwargs) if plan else []
        if not memes:
            raise
        return introuvable(request, ailleurs=memes)


def avant_l_histoire(
    request: RequeteDatee, plan: Plan, depuis: date, *, en_fichier: bool = False, nomme: bool = False
) -> HttpResponse:
    """The one sentence: as a page, missing where its address names something; or in place of a file."""
    phrase = phrase_avant(depuis)
    if en_fichier:
        return HttpResponse(phrase, status=404, content_type="text/plain; charset=utf-8")
    dit = en_bref.d_avant_l_histoire(plan, phrase)
    contexte = {"plan": plan, "phrase": phrase, "depuis": depuis, "en_bref": dit}
    return render(request, "avant_histoire.html", contexte, status=404 if nomme else 200)
