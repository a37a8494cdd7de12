"""The annual reviews, in public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from comite.models import Bilan
from comite.sorties.bilan import fabrication as regles
from partenariat.presentation.graphiques import Figure, figures


@vue_du_plan
def bilans(request: HttpRequest, plan: Plan) -> HttpResponse:
    publies = Bilan.objects.publics().filter(plan=plan).select_related("plan").defer("donnees")
    return render(request, "bilans/liste.html", {"plan": plan, "bilans": publies})


def _bilan(plan: Plan, annee: int) -> Bilan:
    return get_object_or_404(Bilan.objects.publics().filter(plan=plan).select_related("plan"), annee=annee)


@vue_du_plan
def bilan(request: HttpRequest, plan: Plan, annee: int) -> HttpResponse:
    """One review, from its frozen data. A draft does not exist here."""
    ce_bilan = _bilan(plan, annee)
    lues = regles.donnees(ce_bilan)
    mots = _("Répartition des actions de chaque axe selon leur état; le tableau donne les nombres.")
    spec = regles.graphique(lues)
    figure = figures([Figure(spec, mots)])[0] if spec else ""
    contexte = {"plan": plan, "bilan": ce_bilan, "d": lues, "figure": figure}
    return render(request, "bilans/detail.html", contexte)


@vue_du_plan
def bilan_pdf(request: HttpRequest, plan: Plan, annee: int) -> HttpResponse:
    """The same data, as a document."""
    reponse = HttpResponse(regles.pdf(_bilan(plan, annee)), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="bilan-{annee}.pdf"'
    return reponse
