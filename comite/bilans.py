"""The annual review: figures as of the cut-off, what changed in the plan itself, what is not measured.

Page and PDF read the same data; they are frozen when the review is published.
"""

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions import lectures
from actions.historique import exiger_histoire, histoire_depuis
from actions.models import Action, Axe, Jalon
from actions.models.etats import AVEC_MOTIF, Publication
from actions.models.publication import TransitionRefusee
from actions.portraits import Portrait
from comite import documents, graphiques, mesures
from comite.changements import Periode, avant, changements
from comite.mesures import Perimetre
from comite.models import Bilan
from comite.models.bilan import PublicationBilan
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.arbre import arbre
from partenariat.presentation.formats import date_longue
from partenariat.presentation.pdf import DocumentRefuse, composer

GABARIT = documents.GABARITS / "bilan.typ"


def donnees(bilan: Bilan) -> dict[str, Any]:
    """Frozen where the review is published, else as they would be."""
    return json.loads(bilan.donnees) if bilan.public else calculer(bilan)


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
    groupes = _groupes(mesures.axes(perimetre), [r.axe for r in recits.values()])
    comptes = [g for g in groupes if g.total]
    cotes, indicateurs = mesures.engagements(perimetre), mesures.indicateurs(perimetre)
    actions = list(
        Action.objects.publiques()
        .filter(plan=plan)
        .avec_lectures()
        .select_related("responsable")
        .order_by("cle_code", "pk")
    )
    return {
        "titre": _("Bilan %(annee)d") % {"annee": bilan.annee},
        "langue": "fr",
        "date": bilan.arret.isoformat(),
        "annee": bilan.annee,
        "plan": plan.titre,
        "arret_dit": date_longue(bilan.arret),
        # Before its first day, history knows nothing: it is said, and nothing is made up.
        "histoire_depuis": date_longue(periode.depart) if periode.depart >= periode.debut else "",
        "introduction": bilan.introduction,
        "axes": [
            documents.groupe(g)
            | {"nom": str(g.axe.titre), "recit": recits[g.axe.pk].recit if g.axe.pk in recits else ""}
            for g in groupes
            if g.total or g.axe.pk in recits
        ],
        "ensemble": documents.groupe(mesures.ensemble(comptes)) if comptes else None,
        "engagements": [documents.promesses(c) for c in cotes],
        "couverture": documents.couverture(*mesures.couverture(perimetre)),
        "jalons": _jalons(plan, periode.debut, bilan.arret),
        "changements": changements(plan, actions, anciennes, periode),
        "indicateurs": [documents.indicateur(i) for i in indicateurs if i.derniere_mesure],
        "non_mesures": {
            "actions": [{"code": a.code, "titre": a.titre} for a in actions if a.avancement is None],
            "indicateurs": [
                {"code": i.action.code, "titre": i.nom} for i in indicateurs if not i.derniere_mesure
            ],
        },
    }


def _groupes(lus: list[Portrait], racontes: list[Axe]) -> list[Portrait]:
    """The axes of the day, and those that someone tells of although the plan did not have them yet."""
    connus = {g.axe.pk for g in lus}
    vide = dict.fromkeys(lectures.agregats(), 0)
    return sorted(
        [*lus, *(Portrait(vide, axe) for axe in racontes if axe.pk not in connus)], key=lambda g: g.axe.numero
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


@transaction.atomic
def publier(bilan: Bilan, par) -> None:
    """Freezes the figures and makes the review public.

    Raises:
        TransitionRefusee: not the coordination, not a draft, before its cut-off, with no word written, where
            history does not reach the cut-off, or where the document cannot be printed.
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
    exiger_histoire(bilan.plan, bilan.arret)
    lues = calculer(bilan)
    _exiger_imprimable(lues)
    bilan.donnees = json.dumps(lues, ensure_ascii=False, sort_keys=True, indent=1)
    bilan.publication, bilan.publie_le = PublicationBilan.PUBLIEE, timezone.now()
    bilan.save(update_fields=["donnees", "publication", "publie_le"])


def _exiger_imprimable(lues: dict[str, Any]) -> None:
    """A review that has no PDF is not published: the public would meet an error instead of it."""
    try:
        composer_pdf(lues)
    except DocumentRefuse as refus:
        raise TransitionRefusee(
            _("Le bilan ne s'imprime pas : un texte ou une image en empêche la mise en page (%(raison)s).")
            % {"raison": str(refus)[:200]}
        ) from refus


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


def dessin(lues: dict[str, Any]) -> str:
    """The chart of the review, from its data: every action of each axis; empty where there is none."""
    axes = [a | {"echeanciers": _dans_l_ordre(a["lectures"])} for a in lues["axes"] if a["total"]]
    return graphiques.axes_du_bilan(axes) if axes else ""


def _dans_l_ordre(comptes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """From what is over to what is set aside, as the bars of the dashboard."""
    ordre = list(graphiques.COULEURS_ECHEANCIER)
    return sorted(comptes, key=lambda c: ordre.index(c["etat"]))


def pdf(bilan: Bilan) -> bytes:
    """The review as an accessible PDF: the same data give the same bytes."""
    return composer_pdf(donnees(bilan))


def composer_pdf(lues: dict[str, Any]) -> bytes:
    with translation.override("fr-ca"):
        figure = dessin(lues)
    riches = {
        "introduction_riche": arbre(lues["introduction"]),
        "axes": [axe | {"recit_riche": arbre(axe["recit"])} for axe in lues["axes"]],
    }
    return composer(GABARIT, lues | riches | {"figure": figure})
