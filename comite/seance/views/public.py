"""The committee in public: mandate, composition on a date, calendar, meetings, approved minutes."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from comite import en_bref
from comite.annee import annee_du_comite
from comite.models import Decision, Membre, Point, Seance, Suite
from comite.models.seance import prochaine_date
from comite.seance import calendrier as ics
from partenariat.histoire.temps import jour
from partenariat.presentation.date_demandee import ORIGINE, lire_date
from partenariat.presentation.publique import RequeteDatee


@partial(vue_du_plan, parametres=("le",))
def comite(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """Who sits on the day asked (`?le=`, today unless given), the meetings, the latest decisions."""
    le, laisse_de_cote = lire_date(request.GET.get("le", ""), depuis=ORIGINE)
    jour_lu = le or jour()
    membres = list(Membre.objects.filter(plan=plan).en_fonction(jour_lu).par_rang())
    if le and not membres:
        # Nobody sat on any of the days before the first mandate.
        request.valeurs_inconnues = True
    seances = Seance.objects.filter(plan=plan).select_related("plan").order_by("-date", "-numero")
    prochaine = prochaine_date(plan, jour())
    decommandees = [s for s in seances if s.decommandee and s.date >= jour()]
    return render(
        request,
        "comite/accueil.html",
        {
            "plan": plan,
            "le": jour_lu,
            "le_laisse_de_cote": laisse_de_cote,
            "membres": membres,
            "prochaine": prochaine,
            "en_bref": en_bref.du_comite(plan, prochaine, len(membres), jour_lu),
            "decommandees": decommandees,
            "lus": [*membres, *(s for s in seances if s.annulee_le)],
            "seances": seances,
            "annee": annee_du_comite(plan, seances),
        },
    )


@vue_du_plan
def seance(request: HttpRequest, plan: Plan, numero: str) -> HttpResponse:
    """One meeting: its agenda once it is called; what was said and decided once its minutes are approved."""
    seances = Seance.objects.filter(plan=plan).select_related("plan", "approuve_a__plan")
    cette_seance = get_object_or_404(seances, numero=numero)
    contexte: dict[str, Any] = {"plan": plan, "seance": cette_seance}
    if cette_seance.ordre_public:
        contexte["points"] = (
            Point.objects.publics()
            .filter(seance=cette_seance)
            .select_related("action__plan", "engagement__plan")
        )
    if cette_seance.approuvee:
        publiques = Decision.objects.publiques().filter(seance=cette_seance)
        contexte["decisions"] = list(publiques.select_related("seance__plan").avec_objets().avec_effets())
        suites = Suite.objects.publiques().filter(seance=cette_seance)
        contexte["suites"] = suites.select_related("responsable", "decision").avec_derniere_reponse()
    decisions = len(contexte["decisions"]) if cette_seance.approuvee else None
    contexte["en_bref"] = en_bref.de_la_seance(plan, cette_seance, decisions)
    return render(request, "comite/seance.html", contexte)


@vue_du_plan
def calendrier(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The meetings as a calendar to subscribe to: dates and places, never what is said there."""
    reponse = HttpResponse(ics.calendrier(plan), content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'inline; filename="comite.ics"'
    return reponse
