"""Which plan an address speaks of, and the address that it has for ever: `/plans/<slug>/…`.

An address without prefix speaks of the active plan, whichever it is that day. A page sends on to the plan's
own address; a file is given, and says where the same will always be (`Link: rel="canonical"`). The active
plan may change: no short address is one to keep.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from actions.adresse_durable import (
    adresse_durable,
    dire_ou,
    donne_un_fichier,
    nom_demande,
    vers_l_adresse_durable,
)
from actions.ailleurs import ailleurs
from actions.historique import histoire_depuis, phrase_avant
from actions.models import Plan
from actions.renommes import Renommes, tel_quel
from partenariat.donnees.preparees import preparee
from partenariat.erreurs import introuvable
from partenariat.histoire.appellations import Porteur
from partenariat.presentation.publique import RequeteDatee, publique
from partenariat.textes.equipe import Equipe, equipe_a_joindre


@preparee()
def _actif() -> QuerySet[Plan]:
    return Plan.objects.filter(actif=True).avec_histoire().annotate(equipe=equipe_a_joindre()).order_by()


@preparee(str)
def _public(slug: str) -> QuerySet[Plan]:
    return (
        Plan.objects.publics()
        .filter(slug=slug)
        .avec_histoire()
        .annotate(equipe=equipe_a_joindre())
        .order_by()
    )


def _plan_de(slug: str, *, obligatoire: bool) -> Plan | None:
    """The plan that an address names, or the active one where it names none.

    Raises:
        Http404: the public knows of none of that name; or there is none, where one is needed.
    """
    trouve = next(iter(_public(slug) if slug else _actif()), None)
    if trouve is None and (slug or obligatoire):
        raise Http404
    return trouve


def _dire_qui_joindre(request: HttpRequest, plan: Plan | None) -> None:
    """The plan's own query brings it; without a plan, the foot of the page asks (`presentation.contexte`)."""
    if plan:
        request.equipe = Equipe.lue(plan.equipe)  # type: ignore[attr-defined]


def vue_du_plan(
    vue: Callable[..., HttpResponseBase],
    *,
    sans_plan: bool = False,
    du_site: bool = False,
    sans_date: bool = False,
    fichier: bool = False,
    jeu: bool = False,
    parametres: Iterable[str] = (),
    numeros: Iterable[str] = (),
    renommes: Renommes | None = None,
) -> Callable[..., HttpResponseBase]:
    """Declares a public view whose second argument is the plan.

    The plan itself is read in the present, also where the page reads a past date: it is what the address
    means today. An unknown or unpublished plan is a 404; a page that it lacks and that another plan has, one
    that leads there. Without prefix, it is the active plan: a page sends on to the plan's own address, a file
    is given.

    On a day before the plan's history the view is not asked: nothing is known, which is not to say that
    there was nothing. The sentence that says so is the whole answer, unless nothing on the page depends on
    the day (`sans_date`).

    Args:
        sans_plan: the page is shown at its short address too, where the view receives the active plan, or
            None without any.
        du_site: likewise, and the page is of no plan: it has no other address.
        fichier: the view gives a file, though its address ends as a page's.
        jeu: the view gives a dataset to programs, which it refuses what it does not read (`publique`).
        parametres, numeros: those of its address that it reads besides `au` (`publique`).
        renommes: what its address names; under a former name it leads to the present one (301), and on a
            past day to what that name designates.
    """

    def depuis_son_histoire(
        request: RequeteDatee, plan: Plan | None, designe: Porteur | None = None, **kwargs
    ) -> HttpResponseBase:
        depuis = histoire_depuis(plan) if plan and request.au else None
        if request.au and (depuis is None or request.au < depuis):
            # There are as many days as one likes before it, and one answer.
            request.valeurs_inconnues = True
        if plan and depuis and request.au and request.au < depuis and not sans_date:
            en_fichier = fichier or donne_un_fichier(request)
            return avant_l_histoire(request, plan, depuis, en_fichier=en_fichier, nomme=bool(kwargs))
        if renommes and plan and designe:
            return renommes.alors(request, plan, designe, vue, kwargs)
        return vue(request, plan, **kwargs)

    interieure = publique(wraps(vue)(depuis_son_histoire), parametres=parametres, numeros=numeros, jeu=jeu)
    courte = sans_plan or du_site
    servir = renommes.servir if renommes else tel_quel

    @wraps(vue)
    def enveloppe(request: HttpRequest, plan: str = "", **kwargs) -> HttpResponseBase:
        request.sans_date = sans_date  # type: ignore[attr-defined]  # read by `presentation.contexte`
        trouve = _plan_de(plan, obligatoire=not courte)
        _dire_qui_joindre(request, trouve)
        if trouve is None or du_site:
            return interieure(request, trouve, **kwargs)
        en_fichier = fichier or donne_un_fichier(request)
        if request.method in ("GET", "HEAD") and not (plan or courte or en_fichier):
            return vers_l_adresse_durable(request, trouve, kwargs)
        request.adresse_durable = adresse_durable(request, trouve, kwargs)  # type: ignore[attr-defined]
        reponse = _ou_ailleurs(servir, request, trouve, interieure, kwargs)
        if en_fichier:
            dire_ou(request, reponse, trouve, kwargs)
        return reponse

    enveloppe.parametres = interieure.parametres  # type: ignore[attr-defined]  # read by `parametres_de`
    return login_not_required(enveloppe)


def _ou_ailleurs(
    servir: Callable[..., HttpResponseBase],
    request: HttpRequest,
    plan: Plan,
    vue: Callable[..., HttpResponseBase],
    dits: dict[str, Any],
) -> HttpResponseBase:
    """The page; where this plan has none such and another one has, a 404 that leads there."""
    try:
        return servir(request, plan, vue, dits)
    except Http404:
        memes = ailleurs(plan, nom_demande(request), dits, getattr(request, "au", None))
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
    request.rien_a_citer = True
    # It has no figure: its foot says the day of none.
    contexte = {"plan": plan, "phrase": phrase, "depuis": depuis, "chiffres_du": None}
    return render(request, "avant_histoire.html", contexte, status=404 if nomme else 200)
