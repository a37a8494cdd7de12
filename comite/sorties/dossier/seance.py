"""The meeting in its packet: when and where, who sits, what is on its agenda, what earlier ones left open."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comite.models import Membre, Point, Seance, Suite
from partenariat.histoire.temps import jours_depuis
from partenariat.presentation.formats import date_longue, heure, jours


def de_la_seance(pk: int, le: datetime) -> tuple[dict[str, Any], Seance, list[Point], Seance | None]:
    """What the packet says of the meeting, then the rows that it was read from.

    To be called within `au(le)`: the meeting as it stood when the packet was prepared.
    """
    seance = Seance.objects.select_related("plan").get(pk=pk)
    # Two more queries rather than two joins: a historical view that is joined is computed whole.
    points = list(
        Point.objects.filter(seance=seance).prefetch_related("action", "engagement").order_by("rang", "pk")
    )
    membres = Membre.objects.filter(plan=seance.plan).en_fonction(seance.date).par_rang()
    suites = Suite.objects.reportees_a(seance).select_related("responsable", "seance")
    donnees = {
        "titre": _("Dossier de la séance %(numero)s") % {"numero": seance.numero},
        "numero": seance.numero,
        "plan": seance.plan.titre,
        "avis_du_plan": seance.plan.avis,
        "quand": date_longue(seance.date) + (f", {heure(seance.heure)}" if seance.heure else ""),
        "jour": date_longue(seance.date),
        "heure": heure(seance.heure),
        "mode": str(seance.get_mode_display()),
        "lieu": seance.lieu,
        "avis": [str(avis) for avis in seance.avis],
        "quorum": seance.quorum_requis,
        "prepare_apres": _prepare_apres(seance, le),
        "points": [_point(p) for p in points],
        "membres": [str(m) for m in membres],
        "suites": [_suite(s) for s in suites.order_by("seance__date", "pk")],
    }
    return donnees, seance, points, seance.precedente


def _prepare_apres(seance: Seance, le: datetime) -> str:
    """The sentence that says that the committee did not have this packet at its meeting; else empty."""
    if not seance.tenue and timezone.localdate(le) <= seance.date:
        return ""
    return _("Ce dossier a été préparé après la séance, le %(date)s, %(heure)s.") % {
        "date": date_longue(le),
        "heure": heure(le),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "rang": point.rang,
        "titre": point.titre,
        "nature": point.nature,
        "motif": point.motif,
        "action": point.action.code if point.action else None,
        "engagement": point.engagement.code if point.engagement else None,
    }


def _suite(suite: Suite) -> dict[str, Any]:
    return {
        "libelle": suite.libelle,
        "seance": suite.seance.numero,
        "responsable": suite.responsable.nom_court,
        "echeance": date_longue(suite.echeance) or "–",
        "etat": str(_("En retard") if suite.en_retard else suite.get_etat_display()),
        "en_retard": suite.en_retard,
        "retard": jours(jours_depuis(suite.echeance)) if suite.en_retard and suite.echeance else "",
        "note": suite.note,
    }
