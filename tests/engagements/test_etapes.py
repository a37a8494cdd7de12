"""A step that is refused blames what keeps it from being taken: where the commitment stands, or who asks."""

import pytest

from engagements.models.etats import Etat
from partenariat.cycles.pas import TransitionRefusee
from tests.factories import EngagementFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

GESTES = {
    "proposer": lambda e, qui: e.proposer(qui),
    "reprendre": lambda e, qui: e.reprendre(qui, "À revoir."),
    "publier": lambda e, qui: e.publier(qui),
    "depublier": lambda e, qui: e.depublier(qui, "Erreur."),
    "archiver": lambda e, qui: e.archiver(qui),
    "constater": lambda e, qui: e.constater(qui, Etat.NON_TENU, "Rien n'a ouvert."),
    "rouvrir": lambda e, qui: e.rouvrir(qui, "Un local ouvre."),
    "retirer": lambda e, qui: e.retirer(qui, "Caduc.", sans_decision="Avant le registre."),
    "remplacer": lambda e, qui: e.remplacer(qui),
}
EN_BROUILLON, PROPOSE = "est en brouillon", "déjà proposé aux parties, sans être publié"
CAUSES = {
    "proposer": {"aux_parties": PROPOSE, "publie": "est déjà publié", "archive": "est archivé"},
    "reprendre": {"": "est déjà en brouillon", "signe": "déjà signé", "archive": "est archivé"},
    "publier": {"": EN_BROUILLON, "publie": "est déjà publié", "archive": "est archivé"},
    "depublier": {"": EN_BROUILLON, "aux_parties": PROPOSE, "archive": "est archivé"},
    "archiver": {"": EN_BROUILLON, "aux_parties": PROPOSE, "archive": "est archivé"},
    "constater": {"signe": "Seul un engagement en cours", "tenu": "Seul un engagement en cours"},
    "rouvrir": {"en_cours": "dont l'issue est constatée"},
    "retirer": {"tenu": "Seul un engagement proposé ou en vigueur"},
    "remplacer": {"aux_parties": "signé et en vigueur", "tenu": "signé et en vigueur"},
}
OUVERTS = {
    "proposer": "",
    "reprendre": "aux_parties",
    "publier": "aux_parties",
    "depublier": "publie",
    "archiver": "publie",
    "constater": "en_cours",
    "rouvrir": "non_tenu",
    "retirer": "aux_parties",
    "remplacer": "signe",
}


def engagement_a(etat: str):
    return EngagementFactory(**({etat: True} if etat else {}))


@pytest.mark.parametrize(
    ("geste", "etat", "cause"),
    [(geste, etat, cause) for geste, causes in CAUSES.items() for etat, cause in causes.items()],
)
def test_the_coordination_is_told_what_keeps_a_step_from_being_taken(geste, etat, cause):
    engagement = engagement_a(etat)
    with pytest.raises(TransitionRefusee, match=cause):
        GESTES[geste](engagement, UtilisateurFactory(coordination=True))


@pytest.mark.parametrize("geste", GESTES)
def test_whoever_is_not_the_coordination_is_told_so_and_the_coordination_takes_the_step(geste):
    engagement = engagement_a(OUVERTS[geste])
    with pytest.raises(TransitionRefusee, match="Seule la coordination le fait"):
        GESTES[geste](engagement, UtilisateurFactory(redaction=True))
    GESTES[geste](engagement, UtilisateurFactory(coordination=True))


def test_a_version_that_is_already_begun_is_named():
    engagement, coordination = engagement_a("signe"), UtilisateurFactory(coordination=True)
    nouveau = engagement.remplacer(coordination)
    with pytest.raises(TransitionRefusee) as refus:
        engagement.remplacer(coordination)
    assert refus.value.messages == [f"La version qui le remplace existe déjà\u00a0: ouvrez {nouveau.code}."]
