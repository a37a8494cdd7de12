"""The decisions that the actions and commitments of a file rest on: told by it, or held by the database."""

from actions.fichier.champs import Fiche, proche
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from comite.fichier.validation import Lues
from comite.models import Decision
from comite.models.etats import EtatSeance
from engagements.fichier.validation import Ensemble


def verifier_les_numeros(fiche: Fiche, connus: Connus, constat: Constat) -> None:
    """The rule of the guard `decision_du_comite`, told at its place in the file."""
    lues, ensemble = fiche.get("seances"), fiche.get("engagements")
    liantes = _liantes(lues if isinstance(lues, Lues) else None, connus)
    engagements = [prevu.fiche for prevu in ensemble.prevus] if isinstance(ensemble, Ensemble) else []
    for dite in (*fiche.get("actions", ()), *engagements):
        numero = dite.get("decision")
        # Without its node, it comes from the effect of a decision, which is checked there.
        if not numero or not dite.noeud.sous("decision") or liantes.get(numero):
            continue
        lieu = dite.lieu("decision")
        if numero in liantes:
            constat.erreur(
                lieu,
                f"trouvé {lieu.trouve}, une recommandation (le quorum n'est pas consigné) ; attendu : une "
                "décision prise avec quorum, ou la clé « sans_decision ».",
            )
        else:
            constat.erreur(
                lieu,
                f"trouvé {lieu.trouve} ; attendu : le numéro d'une décision du comité"
                f"{proche(numero, liantes)}, ou la clé « sans_decision ».",
            )


def _liantes(lues: Lues | None, connus: Connus) -> dict[str, bool]:
    """By number, whether a decision binds: those of the database, then those that the file adds."""
    quorums = lues.quorums if lues else {}
    liantes, closes = {}, set()
    plan = connus.existant.plan
    for decision in Decision.objects.filter(seance__plan=plan).select_related("seance") if plan else ():
        avec_quorum = quorums.get(decision.seance.numero, bool(decision.seance.quorum))
        liantes[decision.numero] = avec_quorum and not decision.sans_quorum
    if plan:
        closes = {s.numero for s in plan.seances.all() if s.approuvee or s.etat == EtatSeance.ANNULEE}
    for seance in lues.fiches if lues else ():
        # Of a closed meeting, nothing more is read.
        for decision in seance.get("decisions", ()) if seance.get("numero") not in closes else ():
            if decision.get("numero"):
                prise = quorums.get(seance.get("numero", ""), False) and not decision.get("recommandation")
                liantes.setdefault(decision["numero"], prise)
    return liantes
