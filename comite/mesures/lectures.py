"""The readings of the actions: by axis, what is late, which dates were moved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from actions.historique import histoire_depuis
from actions.models import Action, Report
from actions.models.etats import Echeancier
from actions.portraits import Portrait, PortraitAxe, portrait_d_ensemble
from comite.mesures.perimetre import Perimetre
from partenariat.histoire.temps import au


def axes(perimetre: Perimetre) -> list[PortraitAxe]:
    """Readings by axis. One query, once."""
    return perimetre.portraits


def ensemble(portraits: Sequence[Portrait]) -> Portrait:
    return portrait_d_ensemble(portraits)


@dataclass(frozen=True)
class Retards:
    """What is late, what became so, and which dates were moved."""

    en_retard: list[Any]
    """Of `Perimetre.actions_lues`, as those that follow."""
    nouveaux: list[Any] | None
    """Late today, and not on the day of the last meeting; None where history does not reach that day."""
    reportees: list[Any]
    reportees_depuis: list[Any]
    """Empty, and not measured, where history does not reach that day."""
    deplacements: dict[int, list[Report]] = field(default_factory=dict)
    """By action, the moves since the last meeting."""

    @property
    def depuis_mesure(self) -> bool:
        """Whether what happened since the last meeting is known: history writes it, from its first day on."""
        return self.nouveaux is not None


def retards(perimetre: Perimetre) -> Retards:
    """Six queries. The same actions are compared then and now, whatever filter they answered then."""
    actions = {a.pk: a for a in perimetre.actions_lues}
    en_retard = [a for a in actions.values() if a.echeancier == Echeancier.EN_RETARD]
    nouveaux: list[Any] | None = None
    debut = histoire_depuis(perimetre.plan)
    if perimetre.depart and perimetre.depuis and debut and debut <= perimetre.depuis:
        with au(perimetre.depart):
            avant = set(
                Action.objects.publiques()
                .filter(pk__in=[a.pk for a in en_retard])
                .avec_lectures()
                .filter(Q(echeancier=Echeancier.EN_RETARD))
                .values_list("pk", flat=True)
            )
        nouveaux = [a for a in en_retard if a.pk not in avant]
    reports = Report.objects.publics().filter(action__in=perimetre.actions.values("pk"))
    tous = set(reports.order_by().values_list("action_id", flat=True).distinct())
    deplacements: dict[int, list[Report]] = {}
    if perimetre.depart:
        depuis = reports.filter(le__gt=perimetre.depart)
        for report in depuis.select_related("jalon").order_by("le", "id"):
            deplacements.setdefault(report.action_id, []).append(report)
    return Retards(
        en_retard,
        nouveaux,
        [a for pk, a in actions.items() if pk in tous],
        [a for pk, a in actions.items() if pk in deplacements],
        deplacements,
    )
