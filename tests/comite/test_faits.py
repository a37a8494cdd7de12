"""What the committee did is among the latest facts of the plan."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actions.derniers_faits import derniers_faits
from actions.models.gardes import avec_motif
from partenariat.presentation.formats import date_longue
from tests.factories import PointFactory, SeanceFactory
from tests.factories.comite import approuver
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
DANS_UN_MOIS = AUJOURD_HUI + timedelta(days=30)


def dits(plan) -> list[tuple[str, str, str]]:
    return [
        (fait.fait.tete, fait.fait.texte, fait.nom)
        for fait in derniers_faits(plan)
        if fait.fait.page == "seance"
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
    deplacee = (f"Séance du {date_longue(DANS_UN_MOIS)} déplacée", "Salle inondée.", "CMO-2026-09")
    assert set(dits(plan)) == {convoquee, deplacee}
    seance.annuler("Tempête de neige.")
    annulee = (f"Séance du {date_longue(seance.date)} annulée", "Tempête de neige.", "CMO-2026-09")
    assert set(dits(plan)) == {convoquee, deplacee, annulee}
    page = Client().get("/")
    assert f'href="{seance.get_absolute_url()}"' in page.content.decode()
    assert annulee[0].replace("\u00a0", " ") in texte(page).replace("\u00a0", " ")


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
