"""Statements: accessibility, privacy, and how every figure is made."""

from collections.abc import Callable

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from actions import en_bref, lectures
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from partenariat.models import Retrait
from partenariat.presentation.en_bref import EnBref
from partenariat.presentation.pages import Tables
from partenariat.retraits.lectures import liens


def _texte(gabarit: str, dit: Callable[[], EnBref]) -> Callable[..., HttpResponseBase]:
    def vue(request: HttpRequest, plan: Plan | None) -> HttpResponse:
        return render(request, gabarit, {"plan": plan, "en_bref": dit(), "regles": lectures.REGLES})

    return vue_du_plan(vue, du_site=True, sans_date=True)


def _retraits(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    """The register of what was withdrawn for cause: when, what, why. What was short could be guessed from its
    fingerprint, which is kept inside."""
    lus = Retrait.objects.confirmes().filter(avec=None).annotate(n_suites=Count("suites"))
    page = Tables(request.GET, noms=("page",)).page("page", lus.order_by("-decide_le", "-pk"))
    contexte = {
        "plan": plan,
        "page": page,
        "lignes": liens(list(page)),
        "en_bref": en_bref.des_retraits(page.number),
    }
    return render(request, "textes/retraits.html", contexte)


def _opensearch(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    """How a browser searches this site from its own bar."""
    contexte = {"recherche": reverse("recherche"), "ici": request.path}
    type_ = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "opensearch.xml", contexte, content_type=type_)


opensearch = vue_du_plan(_opensearch, du_site=True, sans_date=True)
retraits = vue_du_plan(_retraits, du_site=True, sans_date=True, parametres=("page",))
accessibilite = _texte("textes/accessibilite.html", en_bref.de_l_accessibilite)
confidentialite = _texte("textes/confidentialite.html", en_bref.de_la_confidentialite)
methode = _texte("textes/methode.html", en_bref.de_la_methode)
