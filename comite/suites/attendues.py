"""What waits for a body among the follow-ups of the committee, and how it is said."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from comite.models import Suite
from comite.models.etats import EtatReponse
from engagements.models import Acteur
from partenariat.histoire.temps import jours_depuis
from partenariat.presentation.formats import dans_combien, date_longue, jours


@dataclass(frozen=True)
class SuiteAttendue:
    """One follow-up that waits for a body."""

    suite: Suite
    adresse: str
    """Where it is answered, by an account as by a signed link."""
    dit: str
    """In one sentence: when it is due, or how late it is, and what was last said of it."""
    echeance: date | None


def suites_attendues(acteur: Acteur) -> list[SuiteAttendue]:
    """The open follow-ups that wait for this actor's body, what is due first, without date last.

    As `Suite.objects.attendues_de`. Two queries, whatever their number.
    """
    lues = Suite.objects.attendues_de(acteur).select_related("seance__plan", "responsable").avec_reponses()
    return [_dite(suite) for suite in lues]


def remises_au_comite(acteur: Acteur) -> list[SuiteAttendue]:
    """Those of which this body said that it cannot: the committee has not met since. Two queries."""
    lues = Suite.objects.remises_par(acteur).select_related("seance__plan", "responsable").avec_reponses()
    return [_dite(suite) for suite in lues]


def _dite(suite: Suite) -> SuiteAttendue:
    dit = " ".join(filter(None, (delai(suite), _deja_dit(suite))))
    return SuiteAttendue(suite, reverse("espace-suite", args=[suite.pk]), dit, suite.echeance)


def delai(suite: Suite) -> str:
    """« En retard de 12 jours. », « À faire dans 5 jours. », « Sans échéance. »; blank of a closed one."""
    if not suite.ouverte:
        return ""
    if suite.echeance is None:
        return _("Sans échéance.")
    if suite.en_retard:
        return _("En retard de %(jours)s.") % {"jours": jours(jours_depuis(suite.echeance))}
    return _("À faire %(quand)s.") % {"quand": dans_combien(suite.echeance)}


def _deja_dit(suite: Suite) -> str:
    reponse = suite.derniere_reponse
    if reponse is None:
        return ""
    if reponse.etat == EtatReponse.IMPOSSIBLE:
        phrase = _("Votre organisation a dit le %(date)s ne pas le pouvoir.")
    elif reponse.etat == EtatReponse.FAIT:
        phrase = _("Votre organisation l'a dite faite le %(date)s; le comité la garde ouverte.")
    else:
        phrase = _("Votre organisation l'a dite en cours le %(date)s.")
    return phrase % {"date": date_longue(reponse.le)}
