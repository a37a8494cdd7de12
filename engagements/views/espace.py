"""The space: what waits for my organisation, one commitment, and the doors in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.validators import slug_re
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from actions.attentes import retires
from actions.greffes import greffes
from actions.models import Plan
from engagements.acteur import (
    LIEN,
    POUR,
    RequeteActeur,
    RequeteSansActeur,
    acteur_requis,
    discrete,
    lien_ferme,
)
from engagements.chronologie import avec_parties, chronologie, entourer, fil, marque_commune, signatures
from engagements.models import Acteur, Engagement, LienSigne, Preuve
from engagements.models.etats import Publication
from partenariat.donnees.depots import remettre
from partenariat.entree import essais
from partenariat.entree.visiteur import adresse_du_visiteur
from partenariat.erreurs import trop_d_essais
from partenariat.histoire.sceau import au_nom_de
from partenariat.models import Organisation
from partenariat.poste.page import Poste
from partenariat.retraits.pages import retire
from partenariat.une_fois.reception import plusieurs_fois


def _espace(request: RequeteSansActeur) -> HttpResponse:
    """What waits for me: the desk (`partenariat.poste`), then the doors that this person has besides."""
    personne = request.user
    return render(
        request,
        "espace/accueil.html",
        {
            "plan": Plan.objects.actif(),
            "acteur": request.acteur,
            "poste": Poste(request),
            "retires": list(retires(request.acteur.organisation)) if request.acteur else [],
            "greffes": greffes("espace", acteur=request.acteur, personne=personne),
            "organisations": _representables() if _peut_representer(personne) else None,
        },
    )


espace = acteur_requis(require_safe(_espace), sans_acteur=True)


def _peut_representer(personne) -> bool:
    return personne.is_authenticated and personne.a_role("coordination")


def _representables():
    """The organisations that have something to answer."""
    ouverts = Engagement.objects.exclude(publication=Publication.BROUILLON)
    return Organisation.objects.filter(
        Q(Exists(ouverts.filter(partie=OuterRef("pk")))) | Q(Exists(ouverts.filter(envers=OuterRef("pk"))))
    )


@acteur_requis
@require_safe
def engagement(request: RequeteActeur, pk: int) -> HttpResponse:
    """One commitment as its parties see it, with what this organisation may do."""
    cet_engagement = de_l_acteur(request.acteur, pk)
    moments = fil(chronologie(cet_engagement))
    acteur = request.acteur
    return render(
        request,
        "espace/engagement.html",
        {
            "plan": cet_engagement.plan,
            "acteur": acteur,
            "engagement": cet_engagement,
            "signatures": signatures(cet_engagement),
            "fil": moments,
            "marque_commune": marque_commune(moments),
            "peut_signer": cet_engagement.peut_signer(acteur),
            "peut_declarer": cet_engagement.peut_declarer(acteur),
            "peut_deposer": cet_engagement.peut_deposer(acteur),
            "a_verifier": [d for d in cet_engagement.declarations.all() if d.peut_verifier(acteur)],
            "a_repondre": [
                v
                for d in cet_engagement.declarations.all()
                for v in d.verifications.all()
                if v.peut_repondre(acteur)
            ],
            "preuves": [(p, p.courante and p.peut_verifier(acteur)) for p in cet_engagement.preuves.all()],
            "refus": cet_engagement.refus.select_related("organisation").filter(
                empreinte=cet_engagement.empreinte
            ),
        },
    )


def de_l_acteur(acteur: Acteur, pk: int) -> Engagement:
    """The commitment, if this organisation has to do with it; else 404, as if it did not exist."""
    ouverts = Engagement.objects.ouverts_a(acteur)
    return entourer(get_object_or_404(avec_parties(ouverts), pk=pk))


@acteur_requis
@require_safe
def fichier(request: RequeteActeur, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence, public or not yet, for those whom it concerns."""
    preuve = get_object_or_404(Preuve.objects.ouvertes_a(request.acteur).exclude(fichier=""), pk=pk)
    if retiree := retire(request, preuve, "fichier", du_public=False):
        return retiree
    try:
        return remettre(preuve.fichier, preuve.nom_fichier, preuve.type_media)
    except FileNotFoundError as absent:
        raise Http404 from absent


@login_not_required
@require_safe
@sensitive_variables("jeton")
def lien(request: HttpRequest, jeton: str) -> HttpResponseBase:
    """Opens the space by a signed link: the session remembers which, and it is checked at each request."""
    if request.user.is_authenticated:
        messages.info(request, _("Vous êtes déjà dans un compte : déconnectez-vous pour utiliser ce lien."))
        return discrete(redirect("espace"))
    adresse = adresse_du_visiteur(request)
    if attente := essais.demander(essais.LIEN, adresse):
        return discrete(trop_d_essais(request, attente))
    trouve = LienSigne.objects.du_jeton(jeton)
    if trouve is None:
        essais.rate(essais.LIEN, adresse)
        return discrete(lien_ferme(request, 404))
    essais.reussi(essais.LIEN, adresse)
    request.session.flush()
    request.session[LIEN] = trouve.pk
    # An address that one reads says of itself of nobody who acts.
    with au_nom_de(lien=trouve.pk):
        trouve.noter(_("Ouverture de l'espace"))
    return discrete(redirect("espace"))


def _pour(request: HttpRequest) -> HttpResponse:
    """Staff: begins to answer on behalf of an organisation, or stops (no `organisation`)."""
    if not _peut_representer(request.user):
        raise Http404
    if request.method != "POST":
        return redirect("espace")
    request.session.pop(POUR, None)
    if slug := request.POST.get("organisation", ""):
        if not slug_re.match(slug):
            raise Http404
        request.session[POUR] = get_object_or_404(_representables(), slug=slug).pk
    return redirect("espace")


pour = plusieurs_fois(acteur_requis(_pour, sans_acteur=True))
