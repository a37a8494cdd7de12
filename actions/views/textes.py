"""Statements: accessibility, privacy, whom to ask…, and how every figure is made."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from actions import en_bref, lectures
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from partenariat.models import Retrait
from partenariat.presentation.pages import Tables
from partenariat.presentation.temoins import temoins as temoins_du_site
from partenariat.retraits.lectures import liens
from partenariat.textes.cles import Cle
from partenariat.textes.en_bref import du_texte
from partenariat.textes.modele import texte_du_site


def _texte(
    cle: Cle,
    gabarit: str = "textes/texte.html",
    reste: Callable[[], Mapping[str, Any]] = dict,
) -> Callable[..., HttpResponseBase]:
    """A page that is a text of the site.

    Args:
        reste: what its template shows besides.
    """

    def vue(request: HttpRequest, plan: Plan | None) -> HttpResponse:
        contexte = {"plan": plan, "texte": texte_du_site(cle), "en_bref": du_texte(cle)}
        return render(request, gabarit, {**contexte, **reste()})

    return vue_du_plan(vue, du_site=True, sans_date=True)


def _methode(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    contexte = {"plan": plan, "en_bref": en_bref.de_la_methode(), "regles": lectures.REGLES}
    return render(request, "textes/methode.html", contexte)


def _retraits(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    """The register of what was withdrawn for cause: when, what, why. What was short could be guessed from its
    fingerprint, which is kept inside; so is what the public never read, be it by its name."""
    lus = Retrait.objects.dits().annotate(n_suites=Count("suites", filter=Q(suites__public=True)))
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
accessibilite = _texte(Cle.ACCESSIBILITE)
confidentialite = _texte(Cle.CONFIDENTIALITE)
temoins = _texte(Cle.TEMOINS, "textes/temoins.html", lambda: {"temoins": temoins_du_site()})
licence = _texte(Cle.LICENCE)
demande_acces = _texte(Cle.DEMANDE_ACCES)
contact = _texte(Cle.CONTACT, "textes/contact.html")
methode = vue_du_plan(_methode, du_site=True, sans_date=True)
