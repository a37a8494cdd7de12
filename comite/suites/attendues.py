"""What waits for a body among the follow-ups of the committee, and how it is said."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comite.models import Suite
from comite.models.etats import EtatReponse
from engagements.models import Acteur
from partenariat.presentation.formats import date_longue, delai, il_y_a


@dataclass(frozen=True)
class SuiteAttendue:
    """One follow-up that waits for a body."""

    suite: Suite
    adresse: str
    """Where it is answered, by an account as by a signed link."""
    delai: str
    """When it is due, or how late it is."""
    deja_dit: str
    """What its body last said of it; may be empty."""
    echeance: date | None

    @property
    def dit(self) -> str:
        return " ".join(filter(None, (self.delai, self.deja_dit)))


def suites_attendues(acteur: Acteur) -> list[SuiteAttendue]:
    """The open follow-ups that wait for this actor's body, what is due first, without date last.

    As `Suite.objects.attendues_de`. Two queries, whatever their number.
    """
    lues = (
        Suite.objects.attendues_de(acteur)
        .select_related("seance__plan", "responsable")
        .avec_derniere_reponse()
    )
    return [_dite(suite) for suite in lues]


def remises_au_comite(acteur: Acteur) -> list[SuiteAttendue]:
    """Those of which this body said that it cannot: the committee has not met since. Two queries."""
    lues = (
        Suite.objects.remises_par(acteur)
        .select_related("seance__plan", "responsable")
        .avec_derniere_reponse()
    )
    return [_dite(suite) for suite in lues]


def _dite(suite: Suite) -> SuiteAttendue:
    adresse = reverse("espace-suite", args=[suite.pk])
    return SuiteAttendue(suite, adresse, delai_de(suite), _deja_dit(suite), suite.echeance)


def delai_de(suite: Suite) -> str:
    """« En retard de 12 jours. », « À faire dans 5 jours. », « Sans échéance. »; blank of a closed one."""
    if not suite.ouverte:
        return ""
    if suite.echeance is None:
        return _("Sans échéance.")
    quand = delai(suite.echeance)
    return f"{capfirst(quand)}." if suite.en_retard else _("À faire %(quand)s.") % {"quand": quand}


def _deja_dit(suite: Suite) -> str:
    reponse = suite.derniere_reponse
    # Nor is it told, with the minutes unread, what another body said of it before.
    if reponse is None or reponse.organisation_id != suite.responsable_id:
        return ""
    if reponse.etat == EtatReponse.IMPOSSIBLE:
        phrase = _("Répondu le %(date)s : votre organisation ne le peut pas.")
    elif reponse.etat == EtatReponse.FAIT:
        phrase = _("Répondu le %(date)s : c'est fait; le comité la garde ouverte.")
    else:
        phrase = _("Répondu le %(date)s : c'est en cours.")
    return phrase % {"date": date_longue(reponse.le)}


def reponse_dite(suite: Suite) -> str:
    """What the body that must do it last said, for whoever follows it up; blank where it said nothing.

    Args:
        suite: `avec_derniere_reponse`.
    """
    reponse = suite.derniere_reponse
    # Another body's, before it was given to this one, says nothing of where it stands.
    if reponse is None or reponse.organisation_id != suite.responsable_id:
        return ""
    if reponse.etat == EtatReponse.IMPOSSIBLE:
        phrase = _("%(qui)s a répondu ne pas le pouvoir, %(quand)s.")
    elif reponse.etat == EtatReponse.FAIT:
        phrase = _("%(qui)s a répondu que c'est fait, %(quand)s.")
    else:
        phrase = _("%(qui)s a répondu que c'est en cours, %(quand)s.")
    return phrase % {"qui": reponse.organisation, "quand": il_y_a(timezone.localdate(reponse.le))}
