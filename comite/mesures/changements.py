"""What changed in the plan itself over a year: read from history, between two moments.

The first moment is the eve of the year, or the end of the first day that the site's history knows: what was
there on that day is not new, and what was then suspended was not suspended during the year.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from actions.models import Action, Plan, Report
from actions.models.correction import statuts_corriges
from actions.models.etats import VISIBLES_DU_PUBLIC, Publication, Statut
from comite.models import Effet
from comite.models.etats import NatureEffet
from engagements.models import Passage
from engagements.models.etats import VISIBLES_DU_PUBLIC as ENGAGEMENTS_VISIBLES
from engagements.models.etats import Etat
from partenariat.histoire.temps import fin_du_jour

Ligne = dict[str, Any]


@dataclass(frozen=True)
class Periode:
    """The days told: from `debut` to `fin`, compared with the end of the day `depart`."""

    debut: date
    fin: date
    depart: date

    @classmethod
    def de_l_annee(cls, annee: int, arret: date, histoire: date | None) -> "Periode":
        debut = date(annee, 1, 1)
        veille = debut - timedelta(days=1)
        return cls(debut, arret, max(veille, histoire) if histoire else veille)


def avant(plan: Plan, periode: Periode) -> dict[int, Ligne]:
    """The actions that were public at the departure: `statut`, `titre`, by key. Read on its own, since a
    moment is not read from within another. A status that was written by mistake is read as it was before."""
    if periode.depart >= timezone.localdate():
        lues = Action.objects.all()
    else:
        lues = Action.objects.au(fin_du_jour(periode.depart))
    lignes = lues.filter(plan=plan, publication__in=VISIBLES_DU_PUBLIC).order_by()
    avant = {ligne["pk"]: dict(ligne) for ligne in lignes.values("pk", "publication", "statut", "titre")}
    for pk, statut in statuts_corriges(list(avant), fin_du_jour(periode.depart)):
        avant[pk]["statut"] = statut
    return avant


def changements(
    plan: Plan, actions: list[Action], anciennes: dict[int, Ligne], periode: Periode
) -> dict[str, list]:
    """To be called within `au(arret)`: lines by kind; under `reports`, the dates that were moved.

    Args:
        actions: the public ones at the cut-off, in order.
        anciennes: what `avant` gives.
    """

    def arrivees_a(statut: Statut) -> list[Action]:
        return [
            a
            for a in actions
            if a.statut == statut and anciennes.get(a.pk, {"statut": None})["statut"] != statut
        ]

    titres = _decisions(plan, periode, NatureEffet.REFORMULER)
    return {
        "ajoutees": [_dite(a) for a in actions if a.pk not in anciennes and _publiee_dans(a, periode)],
        "fusionnees": _fusionnees(plan, anciennes),
        "abandonnees": [_motivee(a) for a in arrivees_a(Statut.ABANDONNEE)],
        "suspendues": [_motivee(a) for a in arrivees_a(Statut.SUSPENDUE)],
        "reprises": [
            _dite(a) | {"decision": a.decision, "statut": str(a.get_statut_display())}
            for a in actions
            if a.pk in anciennes
            and anciennes[a.pk]["statut"] in (Statut.SUSPENDUE, Statut.ABANDONNEE)
            and a.statut not in (Statut.SUSPENDUE, Statut.ABANDONNEE)
        ],
        "reformulees": [
            _dite(a) | {"avant": anciennes[a.pk]["titre"], "decision": titres.get(a.pk, "")}
            for a in actions
            if a.pk in anciennes and anciennes[a.pk]["titre"] != a.titre
        ],
        "retires": _retires(plan, periode),
        "reports": _reports(plan, periode),
    }


def _dite(action: Action) -> Ligne:
    return {"code": action.code, "titre": action.titre}


def _motivee(action: Action) -> Ligne:
    """Where it was set aside the reason is told; elsewhere it would speak of something else."""
    return _dite(action) | {
        "motif": action.motif_dit,
        "decision": action.decision,
        "sans_decision": action.sans_decision_dit,
    }


def _publiee_dans(action: Action, periode: Periode) -> bool:
    return periode.depart < timezone.localdate(action.publiee_le) <= periode.fin


def _fusionnees(plan: Plan, anciennes: dict[int, Ligne]) -> list[Ligne]:
    archivees = (
        Action.objects.filter(
            plan=plan, publication=Publication.ARCHIVEE, remplacee_par__publication=Publication.PUBLIEE
        )
        .select_related("remplacee_par")
        .order_by("cle_code", "pk")
    )
    return [
        _dite(a) | {"vers": a.remplacee_par.code, "vers_titre": a.remplacee_par.titre}
        for a in archivees
        if a.remplacee_par and a.pk in anciennes and anciennes[a.pk]["publication"] == Publication.PUBLIEE
    ]


def _decisions(plan: Plan, periode: Periode, nature: NatureEffet) -> dict[int, str]:
    """The number of the last decision of the period that had this effect, by action."""
    prises = Effet.objects.filter(
        decision__seance__plan=plan,
        decision__seance__date__range=(periode.debut, periode.fin),
        nature=nature,
    )
    return dict(prises.order_by("decision__seance__date", "pk").values_list("action", "decision__numero"))


def _retires(plan: Plan, periode: Periode) -> list[Ligne]:
    passages = (
        Passage.objects.filter(
            engagement__plan=plan, engagement__publication__in=ENGAGEMENTS_VISIBLES, vers=Etat.RETIRE
        )
        .annotate(jour=TruncDate("le"))
        .filter(Q(jour__range=(periode.debut, periode.fin)))
        .select_related("engagement")
        .order_by("engagement__cle_code", "pk")
    )
    return [
        {
            "code": p.engagement.code,
            "titre": p.engagement.titre,
            "decision": p.engagement.decision,
            "sans_decision": p.engagement.sans_decision_dit,
        }
        for p in passages
    ]


def _reports(plan: Plan, periode: Periode) -> list[Report]:
    return list(
        Report.objects.publics()
        .filter(action__plan=plan, action__publication=Publication.PUBLIEE)
        .annotate(jour=TruncDate("le"))
        .filter(Q(jour__range=(periode.debut, periode.fin)))
        .select_related("action", "jalon")
        .order_by("le", "pk")
    )
