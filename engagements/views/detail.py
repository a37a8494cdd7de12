"""One commitment in public: both sides, what was said and proven, the exact text, its evidence."""

from functools import partial
from typing import TypeGuard

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from engagements import apercus, en_bref
from engagements.chronologie import avec_parties, chronologie, entourer, fil, marque_commune, signatures
from engagements.differences import comparaison
from engagements.enonce import enonce
from engagements.faces import faces, sceau
from engagements.models import Engagement, Preuve
from engagements.models.etats import VISIBLES_DU_PUBLIC
from engagements.vie import ligne_de_vie
from partenariat.donnees.depots import remettre
from partenariat.donnees.preparees import preparee
from partenariat.presentation.publique import la_seule
from partenariat.retraits.pages import retire


@vue_du_plan
def engagement(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """One commitment. An unpublished one does not exist here: same 404 as a code that never was."""
    cet_engagement = entourer(la_seule(_lire(plan, code)))
    signees = signatures(cet_engagement)
    moments = fil(chronologie(cet_engagement))
    ancien, nouveau = cet_engagement.remplace, getattr(cet_engagement, "remplacant", None)
    return render(
        request,
        "engagements/detail.html",
        {
            "plan": plan,
            "engagement": cet_engagement,
            "en_bref": en_bref.de_l_engagement(plan, cet_engagement),
            "enonce": enonce(cet_engagement),
            "vie": ligne_de_vie(cet_engagement, moments),
            "sceau": sceau(cet_engagement),
            "faces": faces(cet_engagement, cet_engagement.contreparties_publiques, signees),
            "fil": moments,
            "marque_commune": marque_commune(moments),
            "signe_par_les_deux": all(attendu.signature for attendu in signees),
            "remplace": ancien if _visible(ancien) else None,
            "remplacant": nouveau if _visible(nouveau) else None,
            "differences": comparaison(ancien, cet_engagement) if _visible(ancien) else [],
        },
    )


@vue_du_plan
def apercu(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """The card of its page."""
    return apercus.de_l_engagement(plan, la_seule(_lire(plan, code))).reponse()


@preparee(Plan, str)
def _lire(plan: Plan, code: str) -> QuerySet[Engagement]:
    return avec_parties(Engagement.objects.consultables().filter(plan=plan, code=code)).order_by()


def _visible(engagement: Engagement | None) -> TypeGuard[Engagement]:
    return engagement is not None and engagement.publication in VISIBLES_DU_PUBLIC


@vue_du_plan
def texte(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """The exact text that the parties signed, byte for byte: `sha256sum` gives its fingerprint."""
    cet_engagement = get_object_or_404(Engagement.objects.consultables().filter(plan=plan), code=code)
    if retire_ := retire(request, cet_engagement, "texte_fige"):
        return retire_
    return HttpResponse(cet_engagement.texte_fige.encode(), content_type="text/plain; charset=utf-8")


@partial(vue_du_plan, fichier=True)
def preuve(request: HttpRequest, plan: Plan, code: str, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence of a public commitment."""
    preuves = Preuve.objects.publiques().filter(engagement__plan=plan, engagement__code=code)
    cette_preuve = get_object_or_404(preuves.exclude(fichier=""), pk=pk)
    if retiree := retire(request, cette_preuve, "fichier"):
        return retiree
    try:
        return remettre(cette_preuve.fichier, cette_preuve.nom_fichier, cette_preuve.type_media)
    except FileNotFoundError as absent:
        raise Http404 from absent
