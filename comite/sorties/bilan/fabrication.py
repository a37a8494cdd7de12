"""The annual review: figures as of the cut-off, what changed in the plan itself, what is not measured.

Page and PDF read the same data; they are frozen when the review is published.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions import lectures
from actions.historique import histoire_depuis
from actions.models import Action, Axe, Jalon
from actions.models.etats import AVEC_MOTIF, Publication
from actions.portraits import PortraitAxe
from comite.mesures.changements import Periode, avant, changements
from comite.mesures.engagements import couverture, engagements
from comite.mesures.indicateurs import indicateurs
from comite.mesures.lectures import axes, ensemble
from comite.mesures.perimetre import Perimetre
from comite.models import Bilan
from comite.mots.engagements import couverture as couverture_dite
from comite.mots.engagements import promesses
from comite.mots.indicateurs import indicateur
from comite.mots.lectures import groupe
from comite.mots.reports import report
from comite.sorties import dessins
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.arbre import arbre
from partenariat.presentation.dessins.papier import document
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.formats import date_longue
from partenariat.presentation.pdf import composer
from partenariat.retraits.citations import tel_qu_il_se_lit

GABARIT = Path(__file__).with_name("bilan.typ")


def donnees(bilan: Bilan) -> dict[str, Any]:
    """Frozen where the review is published, else as they would be."""
    return json.loads(tel_qu_il_se_lit(bilan.donnees)) if bilan.public else calculer(bilan)


def calculer(bilan: Bilan) -> dict[str, Any]:
    """The data of a review, plain JSON values, French; only what was public at the cut-off."""
    # Read in the present: the plan that is meant, and what was written about the past.
    plan, recits = bilan.plan, {r.axe_id: r for r in bilan.axes.select_related("axe__plan")}
    periode = Periode.de_l_annee(bilan.annee, bilan.arret, histoire_depuis(plan))
    with translation.override("fr-ca"):
        anciennes = avant(plan, periode)
        with au(fin_du_jour(bilan.arret) if bilan.arret < timezone.localdate() else None):
            return _calculer(bilan, recits, periode, anciennes)


def _calculer(bilan: Bilan, recits: dict, periode: Periode, anciennes: dict) -> dict[str, Any]:
    plan, perimetre = bilan.plan, Perimetre.du_plan(bilan.plan, None)
    groupes = _groupes(axes(perimetre), [r.axe for r in recits.values()])
    comptes = [g for g in groupes if g.total]
    cotes, lus = engagements(perimetre), indicateurs(perimetre)
    actions = list(
        Action.objects.publiques()
        .filter(plan=plan)
        .avec_lectures()
        .select_related("responsable")
        .order_by("cle_code", "pk")
    )
    changes = changements(plan, actions, anciennes, periode)
    return {
        "titre": _("Bilan %(annee)d") % {"annee": bilan.annee},
        "langue": "fr",
        "date": bilan.arret.isoformat(),
        "annee": bilan.annee,
        "adresse": settings.SITE_URL + bilan.get_absolute_url(),
        "plan": plan.titre,
        "avis": plan.avis,
        "arret_dit": date_longue(bilan.arret),
        # Before its first day, history knows nothing: it is said, and nothing is made up.
        "histoire_depuis": date_longue(periode.depart) if periode.depart >= periode.debut else "",
        "introduction": bilan.introduction,
        "axes": [
            groupe(g)
            | {"nom": str(g.axe.titre), "recit": recits[g.axe.pk].recit if g.axe.pk in recits else ""}
            for g in groupes
            if g.total or g.axe.pk in recits
        ],
        "ensemble": groupe(ensemble(comptes)) if comptes else None,
        "engagements": [promesses(c) for c in cotes],
        "couverture": couverture_dite(*couverture(perimetre)),
        "jalons": _jalons(plan, periode.debut, bilan.arret),
        "changements": changes | {"reports": [report(r) for r in changes["reports"]]},
        "indicateurs": [indicateur(i) for i in lus if i.derniere_mesure],
        "non_mesures": {
            "actions": [{"code": a.code, "titre": a.titre} for a in actions if a.avancement is None],
            "indicateurs": [{"code": i.action.code, "titre": i.nom} for i in lus if not i.derniere_mesure],
        },
    }


def _groupes(lus: list[PortraitAxe], racontes: list[Axe]) -> list[PortraitAxe]:
    """The axes of the day, and those that someone tells of although the plan did not have them yet."""
    connus = {g.axe.pk for g in lus}
    vide = dict.fromkeys(lectures.agregats(), 0)
    return sorted(
        [*lus, *(PortraitAxe(vide, axe) for axe in racontes if axe.pk not in connus)],
        key=lambda g: g.axe.numero,
    )


def _jalons(plan, debut: date, fin: date) -> dict[str, Any]:
    """Those of the year; of an action that is set aside, nothing was expected any more."""
    jalons = Jalon.objects.filter(action__plan=plan, action__publication=Publication.PUBLIEE).select_related(
        "action"
    )
    atteints = jalons.filter(atteint_le__range=(debut, fin)).order_by("atteint_le", "pk")
    manques = (
        jalons.ouverts()
        .filter(echeance__range=(debut, fin))
        .exclude(action__statut__in=AVEC_MOTIF)
        .order_by("echeance", "pk")
    )
    return {
        "atteints": [
            {"code": j.action.code, "titre": j.titre, "le": date_longue(j.atteint_le)} for j in atteints
        ],
        "manques": [
            {"code": j.action.code, "titre": j.titre, "le": date_longue(j.echeance)} for j in manques
        ],
    }


def figure(lues: dict[str, Any]) -> Figure | None:
    """The drawing of the review, from its data: every action of each axis; None where there is none."""
    axes = [axe for axe in lues["axes"] if axe["total"]]
    mots = _("Répartition des actions de chaque axe selon leur état; le tableau donne les nombres.")
    return Figure(dessins.axes_du_bilan(axes), mots) if axes else None


def pdf(bilan: Bilan) -> bytes:
    """The review as an accessible PDF: the same data give the same bytes."""
    return composer_pdf(donnees(bilan))


def composer_pdf(lues: dict[str, Any]) -> bytes:
    with translation.override("fr-ca"):
        dessin = figure(lues)
        svg = document(dessin) if dessin else ""
    riches = {
        "introduction_riche": arbre(lues["introduction"]),
        "axes": [axe | {"recit_riche": arbre(axe["recit"])} for axe in lues["axes"]],
    }
    return composer(GABARIT, lues | riches | {"figure": svg})
