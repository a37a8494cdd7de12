"""What the public pages of the committee say of themselves in brief (`presentation.en_bref`)."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions import donnees_liees
from actions.en_bref import du_plan
from actions.models import Plan
from comite.models import Bilan, Seance
from comite.models.etats import EtatSeance
from partenariat.presentation.en_bref import EnBref
from partenariat.presentation.formats import date_longue, nombre


def du_comite(plan: Plan, prochaine: Seance | None, membres: int, le: date) -> EnBref:
    """Args:
    le: the day of whose composition the page tells.
    """
    quand = ""
    if prochaine:
        quand = _("Prochaine séance : %(date)s.") % {"date": date_longue(prochaine.date)}
    siegent = ngettext("%(n)s membre le %(date)s.", "%(n)s membres le %(date)s.", membres) % {
        "n": nombre(membres),
        "date": date_longue(le),
    }
    dites = (quand, siegent, _("Qui y siège, ses séances, ses décisions."))
    return du_plan(plan, _("Comité de mise en œuvre"), *dites)


def de_la_seance(plan: Plan, seance: Seance, decisions: int | None) -> EnBref:
    """Args:
    decisions: how many the public may read; None before the minutes are approved.
    """
    tete = _("Séance %(numero)s du comité, le %(date)s : %(etat)s.") % {
        "numero": seance.numero,
        "date": date_longue(seance.date),
        "etat": str(seance.get_etat_display()).lower(),
    }
    dites = []
    if decisions is not None:
        dites = [_("Procès-verbal approuvé."), _decisions(decisions)]
    elif seance.tenue:
        dites = [_("Procès-verbal à approuver.")]
    titre = _("Séance du %(date)s") % {"date": date_longue(seance.date)}
    return du_plan(plan, f"{titre} · {seance.numero}", tete, *dites, donnees=_rencontre(seance))


def _rencontre(seance: Seance) -> donnees_liees.Liees:
    """When and where, in the terms of schema.org."""
    quand = seance.date.isoformat()
    if seance.heure:
        quand = timezone.make_aware(datetime.combine(seance.date, seance.heure)).isoformat()
    annulee = seance.etat == EtatSeance.ANNULEE
    return {
        "@type": "Event",
        "@id": donnees_liees.adresse_de(seance.get_absolute_url()),
        "name": _("Séance %(numero)s du comité de mise en œuvre") % {"numero": seance.numero},
        "startDate": quand,
        "eventStatus": f"https://schema.org/{'EventCancelled' if annulee else 'EventScheduled'}",
    }


def _decisions(n: int) -> str:
    return ngettext("%(n)s décision publique.", "%(n)s décisions publiques.", n) % {"n": nombre(n)}


def des_bilans(plan: Plan, annees: list[int]) -> EnBref:
    if annees:
        dite = _("Bilans annuels du plan : %(annees)s.") % {"annees": ", ".join(map(str, annees))}
    else:
        dite = _("Bilans annuels du plan : aucun n'est publié.")
    return du_plan(plan, _("Bilans annuels"), dite)


def du_bilan(plan: Plan, bilan: Bilan) -> EnBref:
    titre = _("Bilan %(annee)s") % {"annee": bilan.annee}
    dite = _(
        "Bilan %(annee)s du plan, données arrêtées le %(date)s : avancement par axe, jalons, indicateurs."
    )
    dits = {"annee": bilan.annee, "date": date_longue(bilan.arret)}
    liees = {
        "@type": "Report",
        "@id": donnees_liees.adresse_de(plan.adresse("bilan", annee=bilan.annee)),
        "name": f"{titre} · {plan}",
        "datePublished": timezone.localdate(bilan.publie_le).isoformat() if bilan.publie_le else None,
    }
    return du_plan(plan, titre, dite % dits, donnees=liees)
