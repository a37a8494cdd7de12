"""The annual review: figures as of the cut-off, what changed in the plan itself, what is not measured.

Page and PDF read the same data; they are frozen when the review is published.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.historique import histoire_depuis
from actions.models import Action, Jalon, Plan, Report
from actions.models.etats import Publication, Statut
from actions.models.publication import TransitionRefusee
from comite import graphiques, mesures
from comite.mesures import Perimetre
from comite.models import Bilan
from comite.models.bilan import PublicationBilan
from engagements.models.etats import Etat, LecturePreuve
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.formats import date_longue, mesure, nombre, pourcent
from partenariat.presentation.pdf import composer

GABARIT = Path(__file__).parent / "gabarits" / "bilan.typ"


def donnees(bilan: Bilan) -> dict[str, Any]:
    """Frozen where the review is published, else as they would be."""
    return json.loads(bilan.donnees) if bilan.public else calculer(bilan)


def calculer(bilan: Bilan) -> dict[str, Any]:
    """The data of a review, plain JSON values, French; only what was public at the cut-off."""
    passe = bilan.arret < timezone.localdate()
    # Read in the present: the plan that is meant, and what was written about the past.
    plan, recits = bilan.plan, {recit.axe_id: recit.recit for recit in bilan.axes.all()}
    with translation.override("fr-ca"), au(fin_du_jour(bilan.arret) if passe else None):
        return _calculer(bilan, plan, recits)


def _calculer(bilan: Bilan, plan: Plan, recits: dict[int, str]) -> dict[str, Any]:
    debut = date(bilan.annee, 1, 1)
    perimetre = Perimetre.du_plan(plan, None)
    axes = [b for b in mesures.axes(perimetre) if b.total]
    depuis = histoire_depuis(plan)
    actions = list(
        Action.objects.publiques().filter(plan=plan).avec_lectures().select_related("responsable").par_code()
    )
    indicateurs = mesures.indicateurs(perimetre)
    return {
        "titre": _("Bilan %(annee)d") % {"annee": bilan.annee},
        "langue": "fr",
        "date": bilan.arret.isoformat(),
        "annee": bilan.annee,
        "plan": plan.titre,
        "arret_dit": date_longue(bilan.arret),
        # Before its first day, history knows nothing: it is said, and nothing is made up.
        "histoire_depuis": date_longue(depuis) if depuis and depuis > debut else "",
        "introduction": bilan.introduction,
        "axes": [
            _groupe(b)
            | {
                "numero": b.axe.numero,
                "nom": str(b.axe.titre),
                "recit": recits.get(b.axe.pk, ""),
            }
            for b in axes
        ],
        "ensemble": _groupe(mesures.ensemble(axes)) if axes else None,
        "engagements": [
            {
                "partie": str(p.partie.label),
                "cote": p.partie.value,
                "total": p.total,
                "etats": [{"etat": e.value, "nom": str(e.label), "nombre": p.etats[e]} for e in Etat],
                "preuves": [
                    {"etat": e.value, "nom": str(e.label), "nombre": p.preuves[e]} for e in LecturePreuve
                ],
            }
            for p in mesures.engagements(perimetre)
        ],
        "jalons": _jalons(plan, debut, bilan.arret),
        "changements": _changements(actions, plan, debut, bilan.arret),
        "indicateurs": [_indicateur(i) for i in indicateurs if i.derniere_mesure],
        "non_mesures": {
            "actions": [{"code": a.code, "titre": a.titre} for a in actions if a.avancement is None],
            "indicateurs": [
                {"code": i.action.code, "titre": i.nom} for i in indicateurs if not i.derniere_mesure
            ],
        },
    }


def _groupe(bilan) -> dict[str, Any]:
    groupe = bilan.avancement
    return {
        "total": bilan.total,
        "statuts": [{"etat": c.etat, "nom": str(c.nom), "nombre": c.nombre} for c in bilan.statuts],
        "echeanciers": [{"etat": c.etat, "nom": str(c.nom), "nombre": c.nombre} for c in bilan.echeanciers],
        "avancement": groupe.avancement,
        "avancement_dit": pourcent(groupe.avancement),
        "mesurees": groupe.mesurees,
        "suivies": groupe.suivies,
    }


def _jalons(plan, debut: date, fin: date) -> dict[str, Any]:
    jalons = Jalon.objects.filter(action__plan=plan, action__publication=Publication.PUBLIEE).select_related(
        "action"
    )
    atteints = jalons.filter(atteint_le__range=(debut, fin)).order_by("atteint_le", "id")
    manques = jalons.ouverts().filter(echeance__range=(debut, fin)).order_by("echeance", "id")
    return {
        "atteints": [
            {"code": j.action.code, "titre": j.titre, "le": date_longue(j.atteint_le)} for j in atteints
        ],
        "manques": [
            {"code": j.action.code, "titre": j.titre, "le": date_longue(j.echeance)} for j in manques
        ],
    }


def _changements(actions: list[Action], plan, debut: date, fin: date) -> dict[str, Any]:
    """What changed in the plan itself during the year."""
    reports = (
        Report.objects.filter(action__plan=plan, action__publication=Publication.PUBLIEE)
        .annotate(jour=TruncDate("le"))
        .filter(jour__range=(debut, fin))
        .select_related("action", "jalon")
        .order_by("le", "id")
    )

    def dite(action: Action) -> dict[str, str]:
        return {"code": action.code, "titre": action.titre, "motif": action.motif}

    archivees = Action.objects.filter(
        plan=plan, publication=Publication.ARCHIVEE, remplacee_par__publication=Publication.PUBLIEE
    ).select_related("remplacee_par")
    return {
        "nouvelles": [
            dite(a) for a in actions if a.publiee_le and debut <= timezone.localdate(a.publiee_le) <= fin
        ],
        "fusionnees": [
            dite(a) | {"vers": a.remplacee_par.code, "vers_titre": a.remplacee_par.titre}
            for a in archivees.par_code()
        ],
        "abandonnees": [
            dite(a) | {"decision": a.decision, "sans_decision": a.sans_decision}
            for a in actions
            if a.statut == Statut.ABANDONNEE
        ],
        "suspendues": [dite(a) for a in actions if a.statut == Statut.SUSPENDUE],
        "reports": [
            {
                "code": r.action.code,
                "quoi": r.jalon.titre if r.jalon else _("Fin de l'action"),
                "avant": date_longue(r.ancienne),
                "apres": date_longue(r.nouvelle) or "–",
                "motif": r.motif,
                "le": date_longue(r.le),
            }
            for r in reports
        ],
    }


def _indicateur(indicateur) -> dict[str, Any]:
    derniere = indicateur.derniere_mesure
    return {
        "code": indicateur.action.code,
        "nom": indicateur.nom,
        "mesure": mesure(derniere.valeur, indicateur.unite),
        "le": date_longue(derniere.date),
        "cible": mesure(indicateur.cible_valeur, indicateur.unite),
        "ecart": nombre(indicateur.ecart),
    }


@transaction.atomic
def publier(bilan: Bilan, par) -> None:
    """Freezes the figures and makes the review public.

    Raises:
        TransitionRefusee: not the coordination, not a draft, before its cut-off, or with no word written.
    """
    bilan.refresh_from_db(from_queryset=Bilan.objects.select_for_update())
    _exiger(par.a_role("coordination"), _("Seule la coordination publie un bilan."))
    _exiger(not bilan.public, _("Ce bilan est déjà publié."))
    _exiger(
        bilan.arret < timezone.localdate(),
        _("Un bilan se publie une fois passé le jour où ses données s'arrêtent."),
    )
    _exiger(
        bool(bilan.introduction.strip()) or bilan.axes.exists(),
        _("Écrivez au moins l'introduction, ou le récit d'un axe."),
    )
    bilan.donnees = json.dumps(calculer(bilan), ensure_ascii=False, sort_keys=True, indent=1)
    bilan.publication, bilan.publie_le = PublicationBilan.PUBLIE, timezone.now()
    bilan.save(update_fields=["donnees", "publication", "publie_le"])


@transaction.atomic
def depublier(bilan: Bilan, par) -> None:
    """Back to draft: its figures will be computed anew."""
    bilan.refresh_from_db(from_queryset=Bilan.objects.select_for_update())
    _exiger(par.a_role("coordination") and bilan.public, _("Seule la coordination reprend un bilan publié."))
    bilan.donnees, bilan.publication = "", PublicationBilan.BROUILLON
    bilan.save(update_fields=["donnees", "publication"])


def _exiger(condition: bool, phrase: str) -> None:
    if not condition:
        raise TransitionRefusee(phrase)


def pdf(bilan: Bilan) -> bytes:
    """The review as an accessible PDF: the same data give the same bytes."""
    lues = donnees(bilan)
    with translation.override("fr-ca"):
        figure = graphiques.axes_du_bilan(lues["axes"]) if lues["axes"] else ""
    return composer(GABARIT, lues | {"figure": figure})
