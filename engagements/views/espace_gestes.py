"""What the parties do in the space: sign or decline, declare, file evidence, verify, reply."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.acteur import RequeteActeur, acteur_requis, ferme, inscrire
from engagements.chronologie import signatures
from engagements.faces import faces, sceau
from engagements.formulaires import (
    FormulaireDeclaration,
    FormulairePreuve,
    FormulaireRefus,
    FormulaireReponse,
    FormulaireSignature,
    FormulaireVerification,
)
from engagements.models import Acteur, Declaration, Engagement, Preuve, Verification
from partenariat.administration.phrases import phrase_de
from partenariat.donnees.contenus.natures import PAS_LU
from partenariat.donnees.stockage import ESPACE_INSUFFISANT

AVEC = ("engagement__plan", "engagement__partie", "organisation")


def geste(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page that shows a form and takes it. What the rules refuse meanwhile is told in one sentence."""
    return acteur_requis(require_http_methods(["GET", "HEAD", "POST"])(vue))


def _engagement(acteur: Acteur, pk: int) -> Engagement:
    engagements = Engagement.objects.ouverts_a(acteur).avec_lectures()
    return get_object_or_404(engagements.select_related("partie", "envers", "plan"), pk=pk)


def _ferme(request: RequeteActeur, engagement: Engagement, phrase_: str) -> HttpResponse:
    """This act was open to this organisation, and no longer is; or not to whoever acts for it."""
    phrase = phrase_de(lambda: engagement.exiger_libre(request.acteur)) or phrase_
    return ferme(request, phrase, reverse("espace-engagement", args=[engagement.pk]), engagement.code)


def _reussi(request: RequeteActeur, engagement: Engagement, geste_: str, merci: str) -> HttpResponse:
    if request.acteur.lien:
        request.acteur.lien.noter(f"{geste_} · {engagement.code}")
    messages.success(request, merci)
    return redirect("espace-engagement", pk=engagement.pk)


def _page(
    request: RequeteActeur, gabarit: str, engagement: Engagement, formulaire, **contexte
) -> HttpResponse:
    statut = 200
    if getattr(request, "espace_manque", False):
        statut = ESPACE_INSUFFISANT
    elif formulaire.has_error("fichier", PAS_LU):
        statut = 503
    return render(
        request,
        gabarit,
        {
            "plan": engagement.plan,
            "acteur": request.acteur,
            "engagement": engagement,
            "form": formulaire,
            **contexte,
        },
        status=statut,
    )


@geste
def signer(request: RequeteActeur, pk: int) -> HttpResponse:
    """The whole text, then the signature."""
    engagement = _engagement(request.acteur, pk)
    if request.acteur.organisation.pk not in engagement.signataires:
        raise Http404
    if not engagement.peut_signer(request.acteur):
        return _ferme(
            request,
            engagement,
            _("Cet engagement n'attend pas, ou plus, votre signature : relisez-le ci-dessous."),
        )
    personne = request.acteur.utilisateur
    initial = {"empreinte": engagement.empreinte}
    if personne and not request.acteur.saisi_pour:
        initial |= {"nom": personne.get_full_name(), "fonction": personne.fonction}
    formulaire = FormulaireSignature(request.POST or None, initial=initial)
    if request.method == "POST" and formulaire.is_valid():
        dit = {nom: formulaire.cleaned_data[nom] for nom in ("nom", "fonction", "empreinte")}
        if inscrire(request, formulaire, lambda: engagement.signer(request.acteur, **dit)):
            return _reussi(request, engagement, _("Signature"), _("Votre signature est inscrite."))
    return _page(request, "espace/signer.html", engagement, formulaire, **_face_a_face(request, engagement))


def _face_a_face(request: RequeteActeur, engagement: Engagement) -> dict:
    """Both promises of a text to sign. One query: the counterparts that this body may read."""
    contreparties = Engagement.objects.ouverts_a(request.acteur).filter(contreparties=engagement)
    lues = list(contreparties.avec_lectures().select_related("partie", "envers", "plan").par_code())
    return {"faces": faces(engagement, lues, signatures(engagement)), "sceau": sceau(engagement)}


@geste
def refuser(request: RequeteActeur, pk: int) -> HttpResponse:
    """Declines to sign, with the reason: the coordination takes the text up again."""
    engagement = _engagement(request.acteur, pk)
    if request.acteur.organisation.pk not in engagement.signataires:
        raise Http404
    if not engagement.peut_refuser(request.acteur):
        return _ferme(
            request,
            engagement,
            _("Cet engagement n'attend pas, ou plus, votre signature : relisez-le ci-dessous."),
        )
    formulaire = FormulaireRefus(request.POST or None, initial={"empreinte": engagement.empreinte})
    if request.method == "POST" and formulaire.is_valid():
        dit = formulaire.cleaned_data
        if inscrire(request, formulaire, lambda: engagement.refuser(request.acteur, **dit)):
            merci = _("Votre demande est transmise à la coordination, qui vous proposera un autre texte.")
            return _reussi(request, engagement, _("Demande de modification"), merci)
    return _page(request, "espace/refuser.html", engagement, formulaire, **_face_a_face(request, engagement))


@geste
def declarer(request: RequeteActeur, pk: int) -> HttpResponse:
    """Where the commitment stands, in one choice, with a text and a piece of evidence where there is one."""
    engagement = _engagement(request.acteur, pk)
    if not request.acteur.repond_de(engagement.partie_id):
        raise Http404
    if not engagement.peut_declarer(request.acteur):
        return _ferme(
            request,
            engagement,
            _("Seul un engagement signé et en vigueur se déclare : voyez son état ci-dessous."),
        )
    formulaire = _avec_fichiers(FormulaireDeclaration, request, engagement=engagement)
    if request.method == "POST" and formulaire.is_valid():
        dit = formulaire.cleaned_data

        def faire():
            faite = engagement.declarer(request.acteur, dit["genre"], dit["texte"])
            if formulaire.avec_preuve:
                engagement.deposer(request.acteur, **formulaire.piece, declaration=faite)

        if _inscrire_et_garder(request, formulaire, faire):
            merci = _("Votre déclaration est inscrite.")
            return _reussi(request, engagement, _("Déclaration"), _et_converti(merci, formulaire))
    return _page(request, "espace/declarer.html", engagement, formulaire)


def _avec_fichiers(classe, request: RequeteActeur, **options):
    if request.method != "POST":
        return classe(**options)
    # Reading POST first: the files are received then, and `depots_refuses` is known after.
    donnees, fichiers = request.POST, request.FILES
    return classe(donnees, fichiers, refuses=getattr(request, "depots_refuses", {}), **options)


def _inscrire_et_garder(request: RequeteActeur, formulaire, faire: Callable[[], None]) -> bool:
    """Does what a form asks, its file included, or nothing of it; what was typed stays on the form."""
    try:
        return inscrire(request, formulaire, faire)
    except OSError:
        request.espace_manque = True
        formulaire.add_error(
            None,
            _("Rien n'a été inscrit : l'espace manque pour garder le fichier. Ce que vous avez écrit est "
              "ci-dessous; joignez le fichier et envoyez de nouveau, plus tard."),
        )  # fmt: skip
        return False


def _et_converti(merci: str, formulaire) -> str:
    """What was done of a photo that was not kept as it came."""
    depot = formulaire.cleaned_data["fichier"]
    if depot and depot.converti:
        return f"{merci} {_('La photo HEIC est gardée en JPEG.')}"
    return merci


@geste
def deposer(request: RequeteActeur, pk: int) -> HttpResponse:
    """One more piece of evidence, or one that corrects another (`?corrige=`)."""
    engagement = _engagement(request.acteur, pk)
    if not request.acteur.repond_de(engagement.partie_id):
        raise Http404
    if not engagement.peut_deposer(request.acteur):
        return _ferme(
            request,
            engagement,
            _("Cet engagement ne reçoit pas, ou plus, de preuve : voyez son état ci-dessous."),
        )
    corrige = None
    if numero := request.GET.get("corrige", ""):
        siennes = engagement.preuves.courantes().filter(organisation=engagement.partie_id)
        corrige = siennes.filter(pk=int(numero)).first() if numero.isdecimal() and len(numero) < 18 else None
        if corrige is None:
            raise Http404
        if corrige.retiree:
            texte = _("Cette preuve a été retirée pour cause : déposez-en une nouvelle.")
            return _ferme(request, engagement, texte)
    options = {"initial": FormulairePreuve.deja_dit(corrige)} if corrige else {}
    formulaire = _avec_fichiers(FormulairePreuve, request, engagement=engagement, corrige=corrige, **options)
    if request.method == "POST" and formulaire.is_valid():

        def faire():
            engagement.deposer(request.acteur, **formulaire.piece, corrige=corrige)

        if _inscrire_et_garder(request, formulaire, faire):
            merci = _("Votre preuve est au dossier.")
            return _reussi(request, engagement, _("Preuve"), _et_converti(merci, formulaire))
    return _page(request, "espace/preuve.html", engagement, formulaire, corrige=corrige)


@geste
def verifier(request: RequeteActeur, pk: int) -> HttpResponse:
    """Confirms or contests a declaration."""
    declarations = Declaration.objects.select_related(
        "engagement__plan", "engagement__partie", "organisation"
    )
    return _verifier(request, get_object_or_404(declarations.filter(engagement__in=_ouverts(request)), pk=pk))


@geste
def verifier_preuve(request: RequeteActeur, pk: int) -> HttpResponse:
    """Confirms or contests a piece of evidence."""
    preuves = Preuve.objects.select_related(*AVEC)
    return _verifier(request, get_object_or_404(preuves.filter(engagement__in=_ouverts(request)), pk=pk))


def _ouverts(request: RequeteActeur):
    return Engagement.objects.ouverts_a(request.acteur)


def _verifier(request: RequeteActeur, objet: Declaration | Preuve) -> HttpResponse:
    engagement = objet.engagement
    if any(request.acteur.repond_de(corps) for corps in (engagement.partie_id, objet.organisation_id)):
        raise Http404
    if not objet.peut_verifier(request.acteur):
        return _ferme(
            request,
            engagement,
            _("Cela ne se vérifie pas, ou plus, par vous : voyez l'engagement ci-dessous."),
        )
    formulaire = FormulaireVerification(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        dit = formulaire.cleaned_data
        if inscrire(
            request, formulaire, lambda: objet.verifier(request.acteur, dit["verdict"], dit["texte"])
        ):
            return _reussi(request, engagement, _("Vérification"), _("Votre vérification est inscrite."))
    return _page(
        request,
        "espace/verifier.html",
        engagement,
        formulaire,
        objet=objet,
        declaration=objet if isinstance(objet, Declaration) else None,
    )


@geste
def repondre(request: RequeteActeur, pk: int) -> HttpResponse:
    """The right of reply to a contested declaration: the party's own."""
    verifications = Verification.objects.select_related(
        "declaration__engagement__plan", "declaration__engagement__partie", "organisation", "reponse"
    ).filter(declaration__engagement__in=_ouverts(request))
    verification = get_object_or_404(verifications, pk=pk)
    if verification.declaration is None:
        raise Http404
    engagement = verification.declaration.engagement
    if not request.acteur.repond_de(engagement.partie_id):
        raise Http404
    if not verification.peut_repondre(request.acteur):
        return _ferme(
            request,
            engagement,
            _(
                "Seule l'organisation contestée répond, une fois, par elle-même : "
                "voyez l'engagement ci-dessous."
            ),
        )
    formulaire = FormulaireReponse(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        texte = formulaire.cleaned_data["texte"]
        if inscrire(request, formulaire, lambda: verification.repondre(request.acteur, texte)):
            return _reussi(request, engagement, _("Réponse"), _("Votre réponse est inscrite."))
    return _page(request, "espace/repondre.html", engagement, formulaire, verification=verification)
