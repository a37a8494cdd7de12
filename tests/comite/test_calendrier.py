"""The calendar to subscribe to: hours in universal time, cancelled meetings, whole days."""

import time as time_
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from comite.seance.calendrier import calendrier
from partenariat.histoire.temps import au
from tests.factories import SeanceFactory

pytestmark = pytest.mark.django_db
ETE, HIVER = date(2026, 7, 15), date(2026, 1, 15)


@pytest.fixture
def evenement(plan):
    """The event of the only meeting of the plan, as a calendar reads it."""

    def lire():
        reponse = Client().get("/plans/actif/comite/calendrier.ics")
        assert reponse["Content-Type"].startswith("text/calendar")
        (lu,) = Calendar.from_ical(reponse.content).walk("VEVENT")
        return lu

    return lire


@pytest.mark.parametrize(("jour", "heure"), [(ETE, 17), (HIVER, 18)], ids=["summer", "winter"])
def test_an_hour_of_montreal_is_told_in_universal_time(plan, evenement, jour, heure):
    SeanceFactory(plan=plan, date=jour, heure=time(13, 30))
    lu = evenement()
    assert lu.decoded("dtstart") == datetime(jour.year, jour.month, jour.day, heure, 30, tzinfo=UTC)
    assert lu["dtstart"].to_ical().endswith(b"Z")
    assert lu["dtend"].to_ical().endswith(b"Z")


def test_a_meeting_without_an_hour_takes_the_whole_day(plan, evenement):
    SeanceFactory(plan=plan, date=ETE)
    lu = evenement()
    assert lu["dtstart"].to_ical() == b"20260715"
    assert lu["dtstart"].params["VALUE"] == "DATE"
    assert "dtend" not in lu


@pytest.mark.parametrize(
    ("traits", "statut"),
    [
        pytest.param({}, "TENTATIVE", id="planned"),
        pytest.param({"convoquee": True}, "CONFIRMED", id="called"),
        pytest.param({"tenue": True}, "CONFIRMED", id="held"),
        pytest.param({"annulee": True}, "CANCELLED", id="cancelled"),
    ],
)
def test_a_calendar_knows_whether_the_meeting_stands(plan, evenement, traits, statut):
    SeanceFactory(plan=plan, **traits)
    assert evenement()["status"] == statut


def test_a_meeting_that_changes_is_a_later_version_of_the_same_event(plan, evenement):
    seance = SeanceFactory(plan=plan)
    avant = evenement()
    seance.lieu = "Hôtel de ville"
    seance.save()
    apres = evenement()
    assert apres["uid"] == avant["uid"]
    assert apres["sequence"] > avant["sequence"]
    assert apres["location"] == "Hôtel de ville"


@pytest.mark.parametrize("jours", [-400, -1, 0, 1, 400])
def test_the_stamp_is_when_the_meeting_was_written_whatever_its_day(plan, evenement, jours):
    """Never of the future, and the same from one reading to the next."""
    avant = timezone.now().replace(microsecond=0)
    SeanceFactory(plan=plan, date=timezone.localdate() + timedelta(days=jours), heure=time(23, 59))
    lu = evenement().decoded("dtstamp")
    assert avant - timedelta(minutes=5) <= lu <= timezone.now()
    assert evenement().decoded("dtstamp") == lu


@pytest.mark.django_db(transaction=True)
def test_a_meeting_that_is_moved_has_a_later_stamp(plan, evenement):
    seance = SeanceFactory(plan=plan, convoquee=True)
    avant = evenement().decoded("dtstamp")
    time_.sleep(1.1)
    seance.date, seance.motif_deplacement = seance.date + timedelta(days=400), "Salle prise."
    seance.save()
    assert avant < evenement().decoded("dtstamp") <= timezone.now()


def test_the_calendar_of_the_past_bears_the_stamps_of_the_past(plan, maintenant):
    seance = SeanceFactory(plan=plan)
    avant = maintenant()
    seance.lieu = "Ailleurs"
    seance.save()
    with au(avant):
        (lu,) = Calendar.from_ical(calendrier(plan)).walk("VEVENT")
    assert lu.decoded("dtstamp") <= avant
    assert "location" not in lu


def test_the_calendar_takes_two_queries(plan, django_assert_num_queries):
    SeanceFactory.create_batch(3, plan=plan)
    with django_assert_num_queries(2):
        calendrier(plan)
