"""Which plan an address speaks of: the active one without prefix, another under `/plans/<slug>/`."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from actions.historique import histoire_depuis, phrase_avant
from actions.models import Plan
from actions.renommes import Renommes, adresse
from partenariat.donnees.preparees import preparee
from partenariat.histoire.appellations import Porteur
from partenariat.presentation.publique import RequeteDatee, publique


@preparee()
def _actif() -> QuerySet[Plan]:
    return Plan.objects.filter(actif=True).avec_histoire().order_by()


def vue_du_plan(
    vue: Callable[..., HttpResponseBase],
    *,
    sans_plan: bool = False,
    sans_date: bool = False,
    fichier: bool = False,
    jeu: bool = False,
    parametres: Iterable[str] = (),
    numeros: Iterable[str] = (),
    renommes: Renommes | None = None,
) -> Callable[..., HttpResponseBase]:
    """Declares a public view whose second argument is the plan.

    The plan itself is read in the present, also where the page reads a past date: it is what the address
    means today. An unknown or unpublished plan is a 404; the active plan under its prefix is redirected to
    its address without one. Without any active plan the view receives None, if it accepts it (`sans_plan`).

    On a day before the plan's history the view is not asked: nothing is known, which is not to say that
    there was nothing. The sentence that says so is the whole answer, unless nothing on the page depends on
    the day (`sans_date`).

    Args:
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
            en_fichier = fichier or not request.path.endswith("/")
            return avant_l_histoire(request, plan, depuis, en_fichier=en_fichier, nomme=bool(kwargs))
        if renommes and plan and designe:
            return renommes.alors(request, plan, designe, vue, kwargs)
        return vue(request, plan, **kwargs)

    interieure = publique(wraps(vue)(depuis_son_histoire), parametres=parametres, numeros=numeros, jeu=jeu)

    @wraps(vue)
    def enveloppe(request: HttpRequest, plan: str = "", **kwargs) -> HttpResponseBase:
        publics = Plan.objects.publics().avec_histoire()
        trouve = publics.filter(slug=plan).first() if plan else next(iter(_actif()), None)
        if plan and trouve and trouve.actif:
            requete = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
            return redirect(adresse(request, trouve, kwargs) + requete)
        if trouve is None and (plan or not sans_plan):
            raise Http404
        if renommes and trouve:
            return renommes.servir(request, trouve, interieure, kwargs)
        return interieure(request, trouve, **kwargs)

    enveloppe.parametres = interieure.parametres  # type: ignore[attr-defined]  # read by `parametres_de`
    return login_not_required(enveloppe)


def avant_l_histoire(
    request: RequeteDatee, plan: Plan, depuis: date, *, en_fichier: bool = False, nomme: bool = False
) -> HttpResponse:
    """The one sentence: as a page, missing where its address names something; or in place of a file."""
    phrase = phrase_avant(depuis)
    if en_fichier:
        return HttpResponse(phrase, status=404, content_type="text/plain; charset=utf-8")
    contexte = {"plan": plan, "phrase": phrase, "depuis": depuis}
    return render(request, "avant_histoire.html", contexte, status=404 if nomme else 200)
