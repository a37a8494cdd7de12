"""The meetings as an iCalendar file (RFC 5545)."""

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


def calendrier(plan: Plan) -> bytes:
    """One event a meeting of the plan. A meeting without an hour takes the whole day. Two queries."""
    seances = (
        Seance.objects.filter(plan=plan)
        .select_related("plan")
        .prefetch_related("deplacements")
        .avec_ecriture()
    )
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
    # When the meeting was last written, by the clock of the database: the web's may be behind it.
    evenement.add("dtstamp", min(seance.ecrite_le, timezone.now()).astimezone(UTC))
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
