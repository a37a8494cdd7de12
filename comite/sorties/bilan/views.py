"""The annual reviews, in public."""

from functools import partial, reduce
from operator import getitem

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from comite import en_bref
from comite.models import Bilan
from comite.sorties.bilan import fabrication as regles
from partenariat.presentation.pages import Tables


@vue_du_plan
def bilans(request: HttpRequest, plan: Plan) -> HttpResponse:
    publies = Bilan.objects.publics().filter(plan=plan).select_related("plan").defer("donnees")
    dit = en_bref.des_bilans(plan, [bilan.annee for bilan in publies])
    return render(request, "bilans/liste.html", {"plan": plan, "bilans": publies, "en_bref": dit})


def _bilan(plan: Plan, annee: int) -> Bilan:
    return get_object_or_404(Bilan.objects.publics().filter(plan=plan).select_related("plan"), annee=annee)


LISTES = {
    "page-ajoutees": (("changements", "ajoutees"), gettext_lazy("Nouvelles actions")),
    "page-fusionnees": (("changements", "fusionnees"), gettext_lazy("Actions fusionnées")),
    "page-abandonnees": (("changements", "abandonnees"), gettext_lazy("Actions abandonnées")),
    "page-suspendues": (("changements", "suspendues"), gettext_lazy("Actions suspendues")),
    "page-reprises": (("changements", "reprises"), gettext_lazy("Actions reprises")),
    "page-reformulees": (("changements", "reformulees"), gettext_lazy("Titres reformulés")),
    "page-retires": (("changements", "retires"), gettext_lazy("Engagements retirés")),
    "page-reports": (("changements", "reports"), gettext_lazy("Dates déplacées")),
    "page-atteints": (("jalons", "atteints"), gettext_lazy("Atteints")),
    "page-manques": (("jalons", "manques"), gettext_lazy("Attendus et non atteints")),
    "page-indicateurs": (("indicateurs",), gettext_lazy("Indicateurs")),
    "page-sans-jalon": (("non_mesures", "actions"), gettext_lazy("Actions sans jalon")),
    "page-sans-mesure": (("non_mesures", "indicateurs"), gettext_lazy("Indicateurs sans mesure")),
}
"""The lists of a review, by the name of their parameter: where they stand in its data, and their title. The
document has them whole."""


@partial(vue_du_plan, numeros=LISTES)
def bilan(request: HttpRequest, plan: Plan, annee: int) -> HttpResponse:
    """One review, from its frozen data. A draft does not exist here."""
    ce_bilan = _bilan(plan, annee)
    lues = regles.donnees(ce_bilan)
    tables = Tables(request.GET, noms=LISTES)
    pages = {
        nom.removeprefix("page-").replace("-", "_"): tables.page(nom, reduce(getitem, ou, lues), str(titre))
        for nom, (ou, titre) in LISTES.items()
    }
    contexte = {"plan": plan, "bilan": ce_bilan, "d": lues, "pages": pages, "figure": regles.figure(lues)}
    contexte["en_bref"] = en_bref.du_bilan(plan, ce_bilan)
    return render(request, "bilans/detail.html", contexte)


@vue_du_plan
def bilan_pdf(request: HttpRequest, plan: Plan, annee: int) -> HttpResponse:
    """The same data, as a document."""
    reponse = HttpResponse(regles.pdf(_bilan(plan, annee)), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="bilan-{annee}.pdf"'
    return reponse
