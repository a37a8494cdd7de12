"""Where a follow-up stands: said from whichever page shows it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.models import Plan
from comite.acces import du_comite
from comite.gestes import essayer
from comite.models import Suite
from comite.seance.formulaires import FormulaireNote
from partenariat.une_fois.envois import rien_d_ecrit


@require_POST
@du_comite
def noter(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    suite = get_object_or_404(Suite, pk=pk, seance__plan=plan)
    formulaire = FormulaireNote(request.POST)
    if formulaire.is_valid():
        essayer(request, lambda: suite.noter(**formulaire.cleaned_data), _("La suite est à jour."))
    else:
        rien_d_ecrit(request)
        messages.error(request, " ".join(str(e) for erreurs in formulaire.errors.values() for e in erreurs))
    vers = request.POST.get("retour", "")
    # Without a page to come back to, the committee's own.
    if not (vers.startswith("/") and url_has_allowed_host_and_scheme(vers, allowed_hosts=None)):
        vers = plan.adresse("comite")
    return HttpResponseRedirect(f"{vers}#suites")
