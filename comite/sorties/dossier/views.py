"""The packet of a meeting: prepare it, take it away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comite.acces import seance_du_comite
from comite.gestes import essayer, geste_de, retour
from comite.models import Dossier, Seance
from comite.sorties.dossier import fabrication as regles
from partenariat.erreurs import a_refaire
from partenariat.retraits.citations import tel_qu_il_se_lit


@geste_de("preparation", "titre-dossier")
def preparer(request: HttpRequest, seance: Seance) -> HttpResponse:
    essayer(
        request,
        lambda: regles.preparer(seance, request.user),
        _("Le dossier est prêt, figé avec ses données."),
    )
    return retour(seance, "preparation", "titre-dossier")


def _dossier(request: HttpRequest, seance: Seance) -> Dossier:
    """The packet asked for by its rank, or else the latest."""
    dossiers = seance.dossiers.all()
    if rang := request.GET.get("rang", ""):
        dossiers = dossiers.filter(rang=int(rang) if rang.isdecimal() and len(rang) < 5 else 0)
    dossier = dossiers.last()
    if dossier is None:
        raise Http404
    return dossier


@require_safe
@seance_du_comite
def pdf(request: HttpRequest, seance: Seance) -> HttpResponse:
    dossier = _dossier(request, seance)
    if tel_qu_il_se_lit(dossier.donnees) != dossier.donnees:
        # Its bytes say what its data say: they are made again when these are blanked (`caviarder`).
        return a_refaire(request)
    return _fichier(bytes(dossier.pdf), "application/pdf", f"dossier-{seance.numero}-{dossier.rang}.pdf")


@require_safe
@seance_du_comite
def donnees(request: HttpRequest, seance: Seance) -> HttpResponse:
    dossier = _dossier(request, seance)
    nom = f"dossier-{seance.numero}-{dossier.rang}.json"
    return _fichier(tel_qu_il_se_lit(dossier.donnees).encode(), "application/json", nom)


def _fichier(octets: bytes, type_: str, nom: str) -> HttpResponse:
    reponse = HttpResponse(octets, content_type=type_)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse
