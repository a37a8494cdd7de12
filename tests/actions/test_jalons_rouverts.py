"""A milestone that was said reached, or cancelled, and is no longer: told, and never deleted instead."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actions.derniers_faits import ce_qui_a_change
from actions.models import Jalon
from partenariat.presentation.formats import date_longue
from tests.actions.changements_d_essai import annuler, changer, dits, rendre, sans_insecables
from tests.actions.refus import refusee
from tests.factories import ActionFactory, JalonFactory, UtilisateurFactory
from tests.passe import reculer

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)
AVANT = AUJOURD_HUI - timedelta(days=9)


def jour(le) -> str:
    return sans_insecables(date_longue(le))


def dits_des_jalons(action) -> list[str]:
    return dits(fait for fait in ce_qui_a_change(action) if fait.genre.startswith("jalon"))


def test_a_milestone_that_was_cancelled_and_is_no_longer_was(plan):
    action = ActionFactory(plan=plan, publiee=True)
    jalon = annuler(JalonFactory(action=action, titre="Bail"))
    reculer(1)
    rendre(jalon)
    faits = [fait for fait in ce_qui_a_change(action) if fait.genre.startswith("jalon")]
    assert [(fait.date, fait.genre) for fait in faits] == [
        (AUJOURD_HUI, "jalon rouvert"),
        (HIER, "jalon annulé"),
    ]
    assert dits(faits)[0] == "Jalon de nouveau attendu : Bail, qui avait été annulé"


def test_each_time_is_told_and_so_is_what_became_of_it(plan):
    action = ActionFactory(plan=plan, publiee=True)
    jalon = JalonFactory(action=action, titre="Bail", atteint_le=AVANT, echeance=AVANT)
    for atteint in (HIER, None):
        rendre(jalon)
        reculer(1)
        jalon.atteint_le = atteint
        jalon.save()
        reculer(1)
    assert dits_des_jalons(action) == [
        f"Jalon de nouveau attendu : Bail, dit atteint le {jour(HIER)}",
        f"Jalon de nouveau attendu : Bail, dit atteint le {jour(AVANT)}",
    ]
    jalon.atteint_le = AUJOURD_HUI
    jalon.save()
    assert dits_des_jalons(action)[1] == (
        f"Jalon de nouveau attendu : Bail, dit atteint le {jour(HIER)} (atteint depuis)"
    )


def test_one_that_was_cancelled_and_is_reached_was_cancelled(plan):
    action = ActionFactory(plan=plan, publiee=True)
    jalon = annuler(JalonFactory(action=action, titre="Bail", echeance=HIER))
    reculer(1)
    jalon.annule, jalon.atteint_le = False, AUJOURD_HUI
    jalon.save()
    assert dits_des_jalons(action) == ["Jalon atteint : Bail", "Jalon annulé : Bail"]


def test_what_was_undone_of_a_draft_is_not_told(plan):
    action = ActionFactory(plan=plan)
    rendre(JalonFactory(action=action, titre="Bail", atteint_le=HIER, echeance=HIER))
    reculer(1)
    changer(action, publication="publiee", publiee_le=timezone.now())
    assert "jalon rouvert" not in [fait.genre for fait in ce_qui_a_change(action)]


def test_nobody_says_by_hand_that_a_milestone_is_expected_again(comme_le_web):
    action = ActionFactory(publiee=True)
    comme_le_web(lambda: JalonFactory(action=action, revenu_le=timezone.now()))
    comme_le_web(lambda: Jalon.objects.update(revenu_le=timezone.now()))
    assert Jalon.objects.get().revenu_le is None


@pytest.mark.parametrize("publiee", [True, False], ids=["publiée", "brouillon"])
def test_a_milestone_that_the_public_read_is_cancelled_and_not_deleted(client_de, publiee):
    action = ActionFactory(publiee=publiee)
    JalonFactory(action=action)
    page = client_de(UtilisateurFactory(is_superuser=True, is_staff=True)).get(
        reverse("admin:actions_action_change", args=[action.pk])
    )
    (jalons,) = [f for f in page.context["inline_admin_formsets"] if f.opts.model is Jalon]
    assert jalons.formset.can_delete is not publiee
    with refusee("jalon_garde") if publiee else nullcontext():
        Jalon.objects.get().delete()
        with connection.cursor() as curseur:
            curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL DEFERRED")
    with refusee("action_gardee") if publiee else nullcontext():
        action.delete()
