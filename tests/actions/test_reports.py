"""Dates that move: never without a reason, which is written down with its author and kept."""

from datetime import timedelta

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions.models import Action, Jalon, Report
from actions.models.gardes import avec_motif
from tests.actions.refus import modifie, refuse, sql
from tests.factories import ActionFactory, JalonFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
DEMAIN = AUJOURD_HUI + timedelta(days=1)
HIER = AUJOURD_HUI - timedelta(days=1)


@pytest.fixture
def jalon():
    return JalonFactory()


def test_a_date_never_moves_without_a_reason(jalon):
    refuse("report_motif_requis", lambda: modifie(jalon, echeance=DEMAIN))
    refuse("report_motif_requis", lambda: modifie(jalon.action, fin=DEMAIN))
    jalon.echeance = DEMAIN
    refuse("report_motif_requis", jalon.save)
    refuse("report_motif_requis", lambda: Jalon.objects.bulk_update([jalon], ["echeance"]))
    refuse(
        "report_motif_requis", sql, "UPDATE actions_jalon SET echeance = %s WHERE id = %s", DEMAIN, jalon.pk
    )
    refuse("report_motif_requis", sql, "UPDATE actions_action SET fin = NULL WHERE id = %s", jalon.action_id)
    assert not Report.objects.exists()


def test_a_blank_reason_is_no_reason(jalon):
    jalon.echeance, jalon.motif_report = DEMAIN, "   "
    refuse("report_motif_requis", jalon.save)


def test_a_move_with_its_reason_is_written_down_with_its_author(jalon):
    personne, ancienne = UtilisateurFactory(), jalon.echeance
    with pghistory.context(user=personne.pk):
        jalon.echeance, jalon.motif_report = DEMAIN, " Appel d'offres infructueux. "
        jalon.save()

    report = Report.objects.get()
    assert (report.ancienne_date, report.nouvelle_date, report.motif) == (
        ancienne,
        DEMAIN,
        "Appel d'offres infructueux.",
    )
    assert (report.jalon, report.action, report.par) == (jalon, jalon.action, personne)
    assert abs(timezone.now() - report.le) < timedelta(minutes=5)


def test_the_end_of_an_action_moves_with_its_reason_even_to_none():
    action = ActionFactory()
    ancienne = action.fin
    action.fin, action.motif_report = None, "L'action devient continue."
    action.save()
    report = Report.objects.get()
    assert (report.ancienne_date, report.nouvelle_date, report.jalon, report.action) == (
        ancienne,
        None,
        None,
        action,
    )


def test_a_bulk_move_with_a_reason_leaves_one_report_a_row():
    jalons = JalonFactory.create_batch(3)
    with avec_motif("Calendrier revu."):
        Jalon.objects.update(echeance=DEMAIN)
    assert sorted(Report.objects.values_list("jalon", flat=True)) == sorted(jalon.pk for jalon in jalons)


def test_a_reason_serves_once(jalon):
    with avec_motif("Une fois."):
        modifie(jalon, echeance=DEMAIN)
    refuse("report_motif_requis", lambda: modifie(jalon, echeance=HIER))


def test_a_first_end_needs_no_reason_and_saving_the_same_date_moves_nothing(jalon):
    action = ActionFactory(fin=None)
    action.fin = DEMAIN
    action.save()
    jalon.save()
    assert not Report.objects.exists()


def test_a_report_never_changes(jalon):
    with avec_motif("Calendrier revu."):
        modifie(jalon, echeance=DEMAIN)
    report = Report.objects.get()
    for champs in (
        {"motif": "Autre"},
        {"ancienne_date": HIER},
        {"nouvelle_date": HIER},
        {"le": timezone.now()},
        {"jalon": None},
        {"action": ActionFactory()},
    ):
        refuse("report_inalterable", lambda champs=champs: modifie(report, **champs))


def test_a_report_is_not_deleted_on_its_own(jalon):
    with avec_motif("Calendrier revu."):
        modifie(jalon, echeance=DEMAIN)

    @transaction.atomic
    def effacer():
        Report.objects.all().delete()
        connection.check_constraints()  # deferred guards speak here rather than at the commit

    with pytest.raises(IntegrityError):
        effacer()


def test_a_milestone_is_deleted_with_its_reports(jalon):
    with avec_motif("Calendrier revu."):
        modifie(jalon, echeance=DEMAIN)
    jalon.delete()
    connection.check_constraints()
    assert not Report.objects.exists()


def test_the_account_of_a_report_s_author_may_be_deleted(jalon):
    personne = UtilisateurFactory()
    with pghistory.context(user=personne.pk), avec_motif("Calendrier revu."):
        modifie(jalon, echeance=DEMAIN)
    personne.delete()
    assert Report.objects.get().par is None


def test_the_first_dates_are_kept(jalon):
    premiere, fin = jalon.echeance, jalon.action.fin
    refuse("jalon_echeance_initiale_figee", lambda: modifie(jalon, echeance_initiale=DEMAIN))
    with avec_motif("Calendrier revu."):
        modifie(jalon, echeance=DEMAIN)
        modifie(jalon.action, fin=DEMAIN, fin_initiale=DEMAIN)
    jalon.refresh_from_db()
    assert (jalon.echeance, jalon.echeance_initiale) == (DEMAIN, premiere)
    assert Action.objects.get(pk=jalon.action_id).fin_initiale == fin


def test_an_end_given_later_is_the_first_one():
    action = ActionFactory(fin=None)
    modifie(action, fin=DEMAIN)
    action.refresh_from_db()
    assert action.fin_initiale == DEMAIN
