"""Where a follow-up stands: said from whichever page shows it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from actions.models import Plan
from comite.acces import du_comite
from comite.models import Suite
from comite.seance.formulaires import FormulaireNote
from partenariat.administration.phrases import phrase_de
from partenariat.erreurs import pas_inscrit
from partenariat.presentation.retour import RETOUR, chez_nous
from partenariat.une_fois.envois import rien_d_ecrit
from partenariat.une_fois.saisie import ecrit


@du_comite
def noter(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    suite = get_object_or_404(Suite, pk=pk, seance__plan=plan)
    formulaire = FormulaireNote(request.POST)
    # Without a page to come back to, the committee's own.
    vers = chez_nous(request.POST.get(RETOUR, "")) or plan.adresse("comite")
    vers = f"{vers}#suites"
    if request.method != "POST":
        return HttpResponseRedirect(vers)
    raison = (
        phrase_de(lambda: suite.noter(**formulaire.cleaned_data))
        if formulaire.is_valid()
        else " ".join(str(e) for erreurs in formulaire.errors.values() for e in erreurs)
    )
    if not raison:
        messages.success(request, _("La suite est à jour."))
    elif ecrit(request):
        # Several pages show a follow-up: what was typed of it is given back beside the reason.
        return pas_inscrit(request, raison, vers, _("Revenir aux suites"))
    else:
        messages.error(request, raison)
        rien_d_ecrit(request)
    return HttpResponseRedirect(vers)
