"""The parts `comite_mise_en_oeuvre` and `seances` of the plan file (docs/format-du-plan.md).

One direction, that of `actions.fichier`: `schema` (node → checked values) → `validation` → `chargement`;
`exportation` writes what `chargement` reads. `numeros` looks at the whole file: what rests on a decision.
"""

from actions.fichier.sections import enregistrer, verifier_l_ensemble
from comite.fichier import chargement, exportation, motifs, validation
from comite.fichier.numeros import verifier_les_numeros


def inscrire() -> None:
    """Makes both parts known; members first, whom meetings name."""
    enregistrer(
        "comite_mise_en_oeuvre",
        valider=validation.valider_comite,
        charger=chargement.charger_comite,
        exporter=exportation.exporter_comite,
    )
    enregistrer(
        "seances",
        retenir=chargement.retenir_seances,
        motifs=motifs.motifs_des_decisions,
        valider=validation.valider_seances,
        charger=chargement.charger_seances,
        exporter=exportation.exporter_seances,
    )
    verifier_l_ensemble(verifier_les_numeros)
