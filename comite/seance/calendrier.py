"""The meetings as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from icalendar import Calendar, Event

from actions.models import Plan
from comite.models import Seance
from comite.models.etats import EtatSeance

DUREE = timedelta(hours=2)
"""How long a meeting is taken to last: its end is not entered."""
STATUTS = {
    EtatSeance.PLANIFIEE: "TENTATIVE",
    EtatSeance.CONVOQUEE: "CONFIRMED",
    EtatSeance.TENUE: "CONFIRMED",
    EtatSeance.ANNULEE: "CANCELLED",
}


def calendrier(plan: Plan, seances: Iterable[Seance]) -> bytes:
    """One event a meeting. A meeting without an hour takes the whole day."""
    fichier = Calendar()
    fichier.add("prodid", f"-//Partenariat//Comite//{(get_language() or 'fr')[:2].upper()}")
    fichier.add("version", "2.0")
    fichier.add("x-wr-calname", gettext("Comité de mise en œuvre · %(plan)s") % {"plan": plan})
    for seance in seances:
        fichier.add_component(_evenement(seance))
    return fichier.to_ical()


def _evenement(seance: Seance) -> Event:
    evenement = Event()
    hote = urlsplit(settings.SITE_URL).hostname
    evenement.add("uid", f"{seance.plan.slug}-{seance.numero}@{hote}")
    evenement.add("sequence", seance.version)
    # The stamp says when the row was read, and a kept page must not change from one reading to the next.
    evenement.add("dtstamp", datetime.combine(seance.date, datetime.min.time(), tzinfo=UTC))
    evenement.add(
        "summary", gettext("Comité de mise en œuvre, séance %(numero)s") % {"numero": seance.numero}
    )
    evenement.add("status", STATUTS[EtatSeance(seance.etat)])
    if avis := seance.avis:
        evenement.add("description", "\n".join(map(str, avis)))
    evenement.add("url", settings.SITE_URL + seance.get_absolute_url())
    if seance.lieu:
        evenement.add("location", seance.lieu)
    if seance.heure is None:
        evenement.add("dtstart", seance.date)
        return evenement
    debut = datetime.combine(seance.date, seance.heure, tzinfo=timezone.get_default_timezone())
    # In universal time: no time zone table has to travel with the file.
    evenement.add("dtstart", debut.astimezone(UTC))
    evenement.add("dtend", (debut + DUREE).astimezone(UTC))
    return evenement
