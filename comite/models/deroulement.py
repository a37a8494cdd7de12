"""The life of a meeting: called, held, cancelled; its minutes written, then approved at a later one."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models.publication import TransitionRefusee
from comite.models.etats import A_VENIR, EtatProcesVerbal, EtatSeance
from partenariat.donnees.motifs import est_un_motif

ROLES = ("comite", "coordination")
"""Who prepares, holds and follows up the meetings."""


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


class Deroulement(Modele):
    """Mixin of `Seance`. Each step saves, or raises `TransitionRefusee` with one French sentence."""

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

    def verrouiller(self) -> None:
        """Holds the row until the transaction ends, and reads it again."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())

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

    @transaction.atomic
    def convoquer(self) -> None:
        """Makes the agenda public: the notice of meeting."""
        self.verrouiller()
        self._exiger(self.etat == EtatSeance.PLANIFIEE, _("Seule une séance planifiée se convoque."))
        self._exiger(self.points.exists(), _("Une convocation donne un ordre du jour : ajoutez des points."))
        self.etat = EtatSeance.CONVOQUEE
        self.save(update_fields=["etat"])
        self.refresh_from_db(fields=["convoquee_le", "convoquee_pour"])

    @transaction.atomic
    def faire_l_appel(self, presents: set[int], vus: set[int]) -> None:
        """Writes who attends, among the members in office that day.

        Args:
            presents: the members ticked now.
            vus: those who were ticked when the page was read: what another person ticked meanwhile stays.
        """
        self.verrouiller()
        self._exiger(self.peut_deliberer, _("Les présences se prennent à une séance convoquée."))
        inscrites = {presence.membre_id: presence for presence in self.presences.all()}
        for membre in self.plan.membres.en_fonction(self.date):
            present = membre.pk in presents
            presence = inscrites.get(membre.pk)
            if presence is None:
                self.presences.create(membre=membre, present=present)
            elif present != (membre.pk in vus) and presence.present != present:
                presence.present = present
                presence.save(update_fields=["present"])

    @transaction.atomic
    def tenir(self) -> None:
        """Closes the meeting: it was held, with what was written of it."""
        self.verrouiller()
        self._exiger(self.etat == EtatSeance.CONVOQUEE, _("Seule une séance convoquée se tient."))
        self._exiger(self.date <= timezone.localdate(), _("Cette séance est encore à venir."))
        self._exiger(
            self.presences.exists() or self.presents_consignes is not None,
            _("Inscrivez les présences avant de lever la séance."),
        )
        self.etat = EtatSeance.TENUE
        self.save(update_fields=["etat"])

    @transaction.atomic
    def annuler(self, motif: str) -> None:
        self.verrouiller()
        self._exiger(self.etat in A_VENIR, _("Seule une séance à venir s'annule."))
        self._exiger(est_un_motif(motif), _("Une séance annulée dit pourquoi."))
        self._exiger(
            not self.decisions.exists() and not self.proces_verbaux_approuves.exists(),
            _("Cette séance a déjà pris une décision : gardez-la telle quelle."),
        )
        self.etat, self.motif = EtatSeance.ANNULEE, motif.strip()
        self.save(update_fields=["etat", "motif"])
        self.refresh_from_db(fields=["annulee_le"])

    @transaction.atomic
    def approuver(self, a, par) -> None:
        """The minutes are approved at the meeting `a`: from then on they are public, and nothing changes.

        Raises:
            TransitionRefusee: not held, no text, or `a` is not a later meeting that was held.
        """
        self.verrouiller()
        self._exiger(self.tenue and not self.approuvee, _("Seul le projet d'une séance tenue s'approuve."))
        self._exiger(bool(self.proces_verbal.strip()), _("Le procès-verbal est vide."))
        self._exiger(
            a is not None and a.plan_id == self.plan_id and a.date > self.date and a.a_lieu,
            _("Un procès-verbal s'approuve à une séance tenue plus tard, du même plan."),
        )
        self.etat_pv = EtatProcesVerbal.APPROUVE
        self.approuve_a, self.approuve_le, self.approuve_par = a, timezone.now(), par
        self.save(update_fields=["etat_pv", "approuve_a", "approuve_le", "approuve_par"])

    @property
    def peut_approuver_a(self):
        """The later meetings, held or under way, at which these minutes may be approved: first the one whose
        agenda has a point for it."""
        prevues = set(self.points_d_approbation.values_list("seance", flat=True))
        suivantes = type(self).objects.filter(
            plan=self.plan_id, date__gt=self.date, etat__in=(EtatSeance.CONVOQUEE, EtatSeance.TENUE)
        )
        return sorted((s for s in suivantes if s.a_lieu), key=lambda s: s.pk not in prevues)

    @staticmethod
    def _exiger(condition: bool, phrase: str) -> None:
        if not condition:
            raise TransitionRefusee(phrase)
