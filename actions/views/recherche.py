"""One box for every kind of public record."""

from functools import partial
from unicodedata import normalize
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from actions import en_bref
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from partenariat.donnees.criteres import VALEUR_MAX
from partenariat.presentation import listes
from partenariat.presentation.en_bref import numero_de_page
from partenariat.presentation.formats import nombre
from partenariat.presentation.pages import Pages, repris
from partenariat.presentation.publique import RequeteDatee
from partenariat.recherche.genres import Genre, genre
from partenariat.recherche.reponse import repondre, resultats_de
from partenariat.recherche.vocabulaire import suggestions


@partial(vue_du_plan, parametres=("q", "genre", "page"))
def recherche(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """What is found of every kind, the code that was typed first; or all that is found of one kind."""
    # A letter and its accent are one character, in codes too.
    saisie = normalize("NFC", request.GET.get("q", "").replace("\0", " ").strip())
    nomme = request.GET.get("genre", "")
    un = genre(nomme)
    if (nomme and un is None) or len(request.GET.getlist("genre")) > 1:
        request.valeurs_inconnues = True
    contexte = {"plan": plan, "saisie": saisie, "trop_long": len(saisie) > VALEUR_MAX, "maximum": VALEUR_MAX}
    if not saisie or contexte["trop_long"]:
        return render(request, "recherche/boite.html", contexte | {"en_bref": en_bref.de_la_recherche(plan)})
    if un is not None:
        return render(request, "recherche/genre.html", contexte | _d_un_genre(request, plan, un, saisie))
    reponse = repondre(plan, saisie, request.au)
    essais = [] if reponse.total or reponse.exacts else suggestions(plan, saisie)
    compte = _compte(reponse.total)
    return render(
        request,
        "recherche/resultats.html",
        {
            **contexte,
            "reponse": reponse,
            "en_bref": en_bref.de_la_recherche(plan, saisie, f"{compte}."),
            "compte": compte,
            "autres": _autres(reponse.autres),
            "essais": [
                {
                    "saisie": une.saisie,
                    "compte": _compte(une.trouve),
                    "requete": _requete(request, une.saisie),
                }
                for une in essais
            ],
        },
    )


def _compte(n: int) -> str:
    """« 12 résultats »."""
    return ngettext("%(n)s résultat", "%(n)s résultats", n) % {"n": nombre(n)}


def _autres(n: int) -> str:
    return ngettext("Et %(n)s autre résultat", "Et %(n)s autres résultats", n) % {"n": nombre(n)}


def _requete(request: RequeteDatee, saisie: str) -> str:
    """The query of this page for that question, on the date being read."""
    return urlencode({"q": saisie} | ({"au": request.au.isoformat()} if request.au else {}))


def _d_un_genre(request: RequeteDatee, plan: Plan, un: Genre, saisie: str) -> dict[str, object]:
    lignes = un.montrables(un.classees(un.trouvees(plan, saisie), saisie))
    requete = repris(request.GET, ("q", "genre", "au")).urlencode()
    pages = Pages(lignes, listes.PAR_PAGE, requete=requete)
    page = pages.demandee(request.GET.get("page"))
    compte = un.compter(page.total)
    return {
        "en_bref": en_bref.de_la_recherche(plan, saisie, numero_de_page(page.number), f"{compte}."),
        "genre": un,
        "partout": _requete(request, saisie),
        "page": page,
        "compte": compte,
        "resultats": resultats_de(plan, un, saisie, list(page)),
    }
