"""What the committee did is among the latest facts of the plan."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actions.derniers_faits import GENRES, ce_qui_a_change, derniers_faits
from actions.models.gardes import avec_motif
from partenariat.presentation.formats import date_longue
from tests.factories import ActionFactory, PointFactory, SeanceFactory
from tests.factories.comite import approuver, prendre
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
DANS_UN_MOIS = AUJOURD_HUI + timedelta(days=30)


def dits(plan) -> list[tuple[str, str, str]]:
    return [
        (fait.fait.dit, fait.fait.suite, fait.nom) for fait in derniers_faits(plan) if fait.page == "seance"
    ]


def test_a_meeting_called_moved_cancelled_is_told_each_time_by_its_own_day(plan):
    seance = SeanceFactory(plan=plan, numero="CMO-2026-09", date=DANS_UN_MOIS)
    PointFactory(seance=seance)
    assert dits(plan) == []
    seance.convoquer()
    convoquee = (f"Séance du {date_longue(DANS_UN_MOIS)} convoquée", "", "CMO-2026-09")
    assert dits(plan) == [convoquee]
    with avec_motif("Salle inondée."):
        seance.date = DANS_UN_MOIS + timedelta(days=7)
        seance.save()
    vers = date_longue(DANS_UN_MOIS + timedelta(days=7))
    deplacee = (
        f"Séance du {date_longue(DANS_UN_MOIS)} déplacée au {vers}",
        "Salle inondée.",
        "CMO-2026-09",
    )
    assert set(dits(plan)) == {convoquee, deplacee}
    seance.annuler("Tempête de neige.")
    annulee = (f"Séance du {date_longue(seance.date)} annulée", "Tempête de neige.", "CMO-2026-09")
    assert set(dits(plan)) == {convoquee, deplacee, annulee}
    page = Client().get("/")
    assert f'href="{seance.get_absolute_url()}"' in page.content.decode()
    assert annulee[0].replace("\u00a0", " ") in texte(page).replace("\u00a0", " ")


def test_each_move_of_a_meeting_says_from_when_to_when(plan):
    seance = SeanceFactory(plan=plan, date=DANS_UN_MOIS, heure=time(13, 30))
    PointFactory(seance=seance)
    seance.convoquer()
    jours = [DANS_UN_MOIS, *(DANS_UN_MOIS + timedelta(days=n) for n in (7, 9))]
    with avec_motif("Salle inondée."):
        for seance.date in jours[1:]:
            seance.save()
        seance.heure = time(15, 0)
        seance.save()
    un, deux, trois = map(date_longue, jours)
    dites = {dit for dit, suite, _nom in dits(plan) if suite}
    assert dites == {
        f"Séance du {un} déplacée au {deux}",
        f"Séance du {deux} déplacée au {trois}",
        f"Séance du {trois} déplacée à une autre heure",
    }


def test_minutes_are_told_once_they_are_approved(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI - timedelta(days=30))
    assert dits(plan) == []
    approuver(seance)
    assert (f"Procès-verbal de la séance du {date_longue(seance.date)} approuvé", "", seance.numero) in dits(
        plan
    )


def test_the_meetings_of_another_plan_are_not_told(plan):
    PointFactory(seance=SeanceFactory(convoquee=True))
    assert dits(plan) == []


def test_every_kind_of_fact_of_a_meeting_is_told_above():
    siens = {nom for nom, genre in GENRES.items() if genre.page == "seance"}
    assert siens - {"retrait d'une séance"} == {"convocation", "déplacement", "annulation", "approbation"}


EFFETS = {
    "suspendre": ({}, {}, "Statut : En cours → Suspendue"),
    "abandonner": ({}, {}, "Statut : En cours → Abandonnée"),
    "reprendre": ({"suspendue": True}, {}, "Statut : Suspendue → En cours"),
    "deplacer_fin": (
        {"fin": date(2030, 6, 1)},
        {"nouvelle_date": date(2031, 6, 1)},
        "Fin reportée du 1er juin 2030 au 1er juin 2031",
    ),
}


@pytest.mark.parametrize(("action", "effet", "dit"), EFFETS.values(), ids=EFFETS.keys())
def test_what_a_decision_does_to_an_action_is_told_with_its_reason(
    request, plan, axe, coordination, client, action, effet, dit
):
    nature = request.node.callspec.id
    visee = ActionFactory(plan=plan, axe=axe, publiee=True, **action)
    seance = SeanceFactory(plan=plan, numero="CMO-2026-05", convoquee=True)
    prendre(seance, coordination, effet=nature, action=visee, motif="Le bail est signé.", **effet)
    motif = "Décision CMO-2026-05-R1\u00a0: Le bail est signé."
    for faits in (derniers_faits(plan), ce_qui_a_change(visee)):
        assert (dit, motif) in [(f.fait.dit.replace("\u00a0", " "), f.fait.motif) for f in faits]
    assert "Le bail est signé." in client.get(visee.get_absolute_url()).content.decode()


def test_a_title_that_a_decision_rewords_is_told(plan, axe, coordination):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    seance = SeanceFactory(plan=plan, convoquee=True)
    champs = {"nouveau_texte": "Ouvrir dix locaux", "motif": "Le nombre est connu."}
    prendre(seance, coordination, effet="reformuler", action=action, **champs)
    for faits in (derniers_faits(plan), ce_qui_a_change(action)):
        assert ("Titre reformulé", "Ouvrir dix locaux") in [(f.fait.tete, f.fait.suite) for f in faits]
