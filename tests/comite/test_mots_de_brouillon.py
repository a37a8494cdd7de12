"""What was written of a draft is no public past: once published, nothing tells what history alone knows.

What its page shows today (a milestone reached, a public update, a measure) is public with it, of its own day.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.derniers_faits import GENRES, ce_qui_a_change, derniers_faits
from actions.models import Action
from comite.mesures.depuis import depuis
from comite.mesures.lectures import retards
from comite.mesures.perimetre import Perimetre
from comite.sorties.bilan import fabrication
from comite.sorties.dossier.actions import pages_d_actions
from tests.actions.changements_d_essai import annuler, changer, deplacer, dits
from tests.actions.test_ce_qui_a_change import GESTES
from tests.factories import ActionFactory, BilanFactory, JalonFactory, PointFactory, SeanceFactory
from tests.passe import reculer

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
FIN, PLUS_TARD = date(2030, 6, 1), date(2031, 3, 1)
DE_LA_PAGE = {"jalon", "mesure", "nouvelle", "publication"}
DE_L_HISTOIRE = {"changement", "report", "jalon annulé", "jalon rouvert", "archive"}
DES_PARTIES = {nom for nom, genre in GENRES.items() if genre.page == "engagement"}
"""The acts of a commitment are no draft's: both sides read them, and they are what is published."""
DES_SEANCES = {"convocation", "déplacement", "annulation", "approbation", "retrait d'une séance"}
D_UNE_PAGE_PUBLIQUE = {"correction"}
"""What was a draft when it was written by mistake is corrected by writing it again (`gardes_correction`)."""
DU_REGISTRE = {"retrait"}
"""The register of withdrawals is public, whatever they are of."""
GESTES_DE_BROUILLON = {
    nom: cas[0] for nom, cas in GESTES.items() if cas[1] not in ("publication", "archive", "retrait")
}


def test_every_kind_of_fact_is_walked_below():
    assert (
        GENRES.keys()
        == DE_LA_PAGE | DE_L_HISTOIRE | DES_PARTIES | DES_SEANCES | DU_REGISTRE | D_UNE_PAGE_PUBLIQUE
    )
    assert {cas[1] for cas in GESTES.values()} == DE_LA_PAGE | DE_L_HISTOIRE | DU_REGISTRE


def naitre(plan, axe, **etat) -> Action:
    return ActionFactory(plan=plan, axe=axe, code="1.1", debut=date(2026, 5, 4), fin=FIN, **etat)


def changer_puis_publier(action: Action, geste) -> None:
    """Changed the day after it was what it is, and published the day after that."""
    reculer(1)
    geste(action)
    reculer(1)
    changer(action, publication="publiee", publiee_le=action.publiee_le or timezone.now())
    action.refresh_from_db()


@pytest.mark.parametrize("etat", ["brouillon", "a_valider"])
@pytest.mark.parametrize("geste", GESTES_DE_BROUILLON)
def test_what_happens_in_a_draft_is_no_fact_of_it_once_published(plan, axe, geste, etat):
    action = naitre(plan, axe, publication=etat)
    changer_puis_publier(action, GESTES_DE_BROUILLON[geste])
    for faits in (derniers_faits(plan), ce_qui_a_change(action)):
        genres = {fait.genre for fait in faits}
        assert "publication" in genres
        assert genres - {"publication"} == {GESTES[geste][1]} & DE_LA_PAGE


def test_what_happens_in_an_archived_action_is_told_once_it_is_back_since_the_public_read_it(plan, axe):
    action = naitre(plan, axe, archivee=True)
    jalon = JalonFactory(action=action, titre="Bail")
    reculer(1)
    deplacer(action, "fin", PLUS_TARD)
    annuler(jalon)
    changer(action, publication="publiee")
    assert {fait.genre for fait in ce_qui_a_change(action)} >= {"report", "jalon annulé"}
    assert "Appel d'offres." in [fait.fait.motif for fait in derniers_faits(plan)]


def test_an_end_moved_out_of_sight_is_told_without_the_words_of_the_draft_when_the_public_reads_it_again(
    plan, axe
):
    action = naitre(plan, axe, publiee=True)
    jalon = JalonFactory(action=action, titre="Bail")
    reculer(1)
    changer(action, publication="brouillon")
    action.refresh_from_db()

    def modifier(action):
        deplacer(action, "fin", date(2032, 1, 1))
        deplacer(action, "fin", PLUS_TARD)
        annuler(jalon)

    changer_puis_publier(action, modifier)
    attendus = ["Fin reportée du 1er juin 2030 au 1er mars 2031", "Action publiée de nouveau"]
    assert [dit for dit in dits(derniers_faits(plan)) if dit != "Action publiée"] == attendus
    assert "Appel d'offres." not in [fait.fait.motif for fait in ce_qui_a_change(action)]
    assert "jalon annulé" not in [fait.genre for fait in ce_qui_a_change(action)]


def _bilan(plan, action, client) -> str:
    return str(fabrication.calculer(BilanFactory(plan=plan, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI)))


LECTURES = {
    "l'accueil": lambda plan, action, client: client.get("/").content.decode(),
    "la page de l'action": lambda plan, action, client: client.get(
        action.get_absolute_url()
    ).content.decode(),
    "la liste des dates déplacées": lambda plan, action, client: (
        "Appel d'offres"
        * (action.titre in client.get("/plans/actif/actions/?report=deplacee").content.decode())
    ),
    "le tableau de bord": lambda plan, action, client: (
        "Appel d'offres" * len(retards(Perimetre.du_plan(plan, None)).reportees)
    ),
    "depuis la dernière séance": lambda plan, action, client: str(
        [fait.texte for fait in depuis(plan, timezone.localtime() - timedelta(days=30)).faits]
    ),
    "le dossier": lambda plan, action, client: str(
        pages_d_actions(SeanceFactory(plan=plan), {action.pk})[0]["reports"]
    ),
    "le bilan": _bilan,
}


@pytest.mark.parametrize("lire", LECTURES.values(), ids=LECTURES.keys())
@pytest.mark.parametrize("publique", [True, False], ids=["publique alors", "brouillon alors"])
def test_the_reason_of_a_move_is_read_where_the_public_read_the_date(plan, axe, client, lire, publique):
    action = naitre(plan, axe, publiee=publique, titre="Ouvrir dix locaux")
    changer_puis_publier(action, lambda a: deplacer(a, "fin", PLUS_TARD))
    lu = lire(plan, action, client).replace("&#x27;", "'").replace("\u2019", "'")
    assert ("Appel d'offres" in lu) == publique


def test_of_a_meeting_that_nobody_was_called_to_nothing_is_told(plan):
    seance = SeanceFactory(plan=plan)
    PointFactory(seance=seance)
    seance.date += timedelta(days=7)
    seance.motif_deplacement = "Salle inondée."
    seance.save()
    seance.annuler("Tempête de neige.")
    assert derniers_faits(plan) == []
