"""The life of a meeting: called, held, cancelled; its minutes written, then approved at a later one."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comite.models.cycle import COMITE, SEANCE
from comite.models.etats import A_VENIR, EtatProcesVerbal, EtatSeance
from partenariat.cycles.cycle import AvecCycle, exiger

ROLES = COMITE.roles

if TYPE_CHECKING:
    import datetime

    from django.db.models.fields.related_descriptors import RelatedManager

    from actions.models import Plan
    from comite.models.decision import Decision
    from comite.models.point import Point
    from comite.models.seance import Presence, Seance
    from partenariat.models import Utilisateur

    Modele = models.Model
else:
    Modele = object


class Deroulement(AvecCycle, Modele):
    """Mixin of `Seance`. Each step saves, or raises `TransitionRefusee` with one French sentence."""

    CYCLE = SEANCE

    # What it reads and writes of the meeting.
    objects: "models.Manager[Seance]"
    plan: "Plan"
    plan_id: int
    date: "datetime.date"
    etat: str
    motif: str
    presents_consignes: int | None
    proces_verbal: str
    etat_pv: str
    approuve_a: "Seance | None"
    approuve_le: "datetime.datetime | None"
    approuve_par: "Utilisateur | None"
    points: "RelatedManager[Point]"
    points_d_approbation: "RelatedManager[Point]"
    presences: "RelatedManager[Presence]"
    decisions: "RelatedManager[Decision]"
    proces_verbaux_approuves: "RelatedManager[Seance]"

    @property
    def tenue(self) -> bool:
        return self.etat == EtatSeance.TENUE

    @property
    def approuvee(self) -> bool:
        return self.etat_pv == EtatProcesVerbal.APPROUVE

    @property
    def peut_preparer(self) -> bool:
        """Whether the agenda may still change."""
        return self.etat in A_VENIR or (self.etat == EtatSeance.TENUE and not self.approuvee)

    @property
    def peut_deliberer(self) -> bool:
        """Whether attendance, deliberations and decisions may be written: from the day of the meeting, once
        it is called, until its minutes are approved."""
        return self.a_lieu and not self.approuvee

    @property
    def peut_tenir(self) -> bool:
        return self.etat == EtatSeance.CONVOQUEE and self.date <= timezone.localdate()

    @property
    def a_lieu(self) -> bool:
        """Held, or under way: the minutes of an earlier meeting may be approved there."""
        return self.etat == EtatSeance.TENUE or self.peut_tenir

    def convoquer(self, par=None) -> None:
        """Makes the agenda public: the notice of meeting."""
        self.faire("convoquer", par)

    @transaction.atomic
    def faire_l_appel(self, presents: set[int], vus: set[int]) -> None:
        """Writes who attends, among the members in office that day.

        Args:
            presents: the members ticked now.
            vus: those who were ticked when the page was read: what another person ticked meanwhile stays.
        """
        self.verrouiller()
        exiger(self.peut_deliberer, _("Les présences se prennent à une séance convoquée."))
        inscrites = {presence.membre_id: presence for presence in self.presences.all()}
        for membre in self.plan.membres.en_fonction(self.date):
            present = membre.pk in presents
            presence = inscrites.get(membre.pk)
            if presence is None:
                self.presences.create(membre=membre, present=present)
            elif present != (membre.pk in vus) and presence.present != present:
                presence.present = present
                presence.save(update_fields=["present"])

    def tenir(self, par=None) -> None:
        """Closes the meeting: it was held, with what was written of it."""
        self.faire("tenir", par)

    def annuler(self, motif: str, par=None) -> None:
        self.faire("annuler", par, motif)

    def approuver(self, a, par) -> None:
        """The minutes are approved at the meeting `a`: from then on they are public, and nothing changes.

        Raises:
            TransitionRefusee: not held, no text, or `a` is not a later meeting that was held.
        """
        self.faire("approuver", par, a=a)

    def s_approuve_a(self, seance: "Seance") -> bool:
        """Whether that meeting may approve these minutes: a later one of the plan, held or under way."""
        return seance.plan_id == self.plan_id and seance.date > self.date and seance.a_lieu

    @property
    def peut_approuver_a(self):
        """The later meetings, held or under way, at which these minutes may be approved: first the one whose
        agenda has a point for it."""
        prevues = set(self.points_d_approbation.values_list("seance", flat=True))
        suivantes = type(self).objects.filter(
            plan=self.plan_id, date__gt=self.date, etat__in=(EtatSeance.CONVOQUEE, EtatSeance.TENUE)
        )
        return sorted(filter(self.s_approuve_a, suivantes), key=lambda s: s.pk not in prevues)
