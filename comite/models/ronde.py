"""Rounds of updates: before a meeting, each responsible body and committed party gives one answer."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import add
from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet, Nouvelle, Plan
from actions.models.etats import EN_VIGUEUR
from comite.models.cycle import RONDE
from comite.models.lus import DU_PLAN
from comite.models.reponses import NouvelleRepond
from comite.models.seance import Seance
from engagements.models import Declaration, Engagement
from engagements.models.etats import EN_VIGUEUR as ENGAGEMENTS_EN_VIGUEUR
from partenariat.cycles.cycle import AvecCycle
from partenariat.gardes.dates import date_par_le_serveur, jours_par_le_serveur
from partenariat.gardes.regles import (
    du_meme,
    fige_quand,
    sans_chevauchement,
)
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, jour, sans_avenir
from partenariat.models import Organisation, Utilisateur
from partenariat.retraits.publics import ecrit
from partenariat.retraits.retirable import retirable


def _actions() -> ActionQuerySet:
    """The actions of which a round asks news."""
    return Action.objects.publiques().filter(statut__in=EN_VIGUEUR)


def _engagements() -> "models.QuerySet[Engagement]":
    """The commitments of which it does."""
    return Engagement.objects.publics().filter(etat__in=ENGAGEMENTS_EN_VIGUEUR)


def _compte(objets: "models.QuerySet[Any]", **quels: Any) -> Coalesce:
    """How many of them there are, within a query."""
    comptes = objets.filter(**quels).order_by().annotate(un=Value(1)).values("un").annotate(n=Count("pk"))
    return Coalesce(Subquery(comptes.values("n")), Value(0))


class RondeQuerySet(RequeteHistorique["Ronde"]):
    def ouvertes(self, le=None) -> Self:
        """Those that take answers on that day (today unless given)."""
        le = le or jour()
        return self.filter(ouverte_le__isnull=False, ouvre_le__lte=le, ferme_le__gte=le)

    def a_ouvrir(self, le=None) -> Self:
        """Those whose day is come on that day (today unless given), and whose questions were not sent."""
        le = le or jour()
        return self.filter(ouverte_le__isnull=True, ouvre_le__lte=le, ferme_le__gte=le)

    def avec_a_demander(self) -> Self:
        """With how many questions each would ask today (`a_demander`)."""
        comptes = (_compte(objets, plan=OuterRef("plan")) for objets in (_actions(), _engagements()))
        return self.annotate(a_demander=reduce(add, comptes))

    def lancees(self) -> Self:
        """Those whose questions were sent: the only ones that the public sees."""
        return self.filter(ouverte_le__isnull=False)


@historise()
@retirable("titre", publics=({**DU_PLAN, "ouverte_le": ecrit},))
class Ronde(AvecCycle, models.Model):
    CYCLE = RONDE

    a_demander: int
    """What `avec_a_demander` adds."""
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rondes", verbose_name=_("plan"))
    seance = models.OneToOneField(
        Seance,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ronde",
        verbose_name=_("séance"),
        help_text=_("La séance que cette ronde prépare."),
    )
    titre = models.CharField(_("titre"), max_length=150)
    ouvre_le = models.DateField(_("ouvre le"))
    ferme_le = models.DateField(_("ferme le"), help_text=_("Dernier jour pour répondre."))
    ouverte_le = models.DateTimeField(_("demandes envoyées le"), null=True, blank=True, editable=False)

    objects = RondeQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-ouvre_le", "-id"]
        verbose_name = _("ronde de nouvelles")
        verbose_name_plural = _("rondes de nouvelles")
        constraints = [
            dates_possibles("ronde_dates_possibles", "ouvre_le", "ferme_le"),
            models.CheckConstraint(
                name="ronde_dates_en_ordre",
                condition=Q(ferme_le__gte=F("ouvre_le")),
                violation_error_message=_("La ronde ferme avant d'ouvrir."),
            ),
            sans_avenir("ronde_ouverte_sans_avenir", instants=["ouverte_le"]),
            models.CheckConstraint(name="ronde_titre_non_vide", condition=~Q(titre="")),
        ]
        triggers = [
            # One note would answer two rounds.
            sans_chevauchement(
                "ronde_une_a_la_fois",
                "Une autre ronde du plan est ouverte à ces dates.",
                dans="plan",
                periode=("ouvre_le", "ferme_le"),
            ),
            du_meme("ronde_seance_du_plan", "Cette séance est d'un autre plan.", seance__plan="plan"),
            # Its questions are of its plan.
            fige_quand("ronde_plan_fixe", "Une ronde ne change pas de plan.", seulement=["plan"]),
            date_par_le_serveur("ouverte_le"),
            # Its rate is public: what was written before its questions were sent answers none of them.
            fige_quand(
                "ronde_ouverte_fixe",
                "Une ronde ouverte garde sa séance et le moment de son ouverture.",
                "OLD.ouverte_le IS NOT NULL AND NOT public.session_du_proprietaire()",
                seulement=["seance", "ouverte_le"],
            ),
        ]

    def __str__(self):
        return self.titre

    def get_absolute_url(self) -> str:
        return self.plan.adresse("rondes")

    def clean(self):
        if self.ferme_le and self.seance and self.ferme_le > self.seance.date:
            raise ValidationError({"ferme_le": _("La ronde ferme au plus tard le jour de la séance.")})
        if self.ouverte_le and self.ferme_le and self.ferme_le < jour():
            raise ValidationError({"ferme_le": _("Une ronde ouverte ferme au plus tôt aujourd'hui.")})

    @property
    def ouverte(self) -> bool:
        return self.ouverte_le is not None and self.ouvre_le <= jour() <= self.ferme_le

    @property
    def lancee(self) -> bool:
        """Whether its questions were sent."""
        return self.ouverte_le is not None

    @transaction.atomic
    def ouvrir(self, le: date | None = None, par: Utilisateur | None = None) -> int:
        """Asks: one question an action in force, one a commitment in force. Returns how many; again: none.

        Args:
            le: the day, today unless given.
            par: who opens it; None for the command of every day.

        Raises:
            TransitionRefusee: that day is not one of the round's.
        """
        self.verrouiller()
        return 0 if self.lancee else self.faire("ouvrir", par, le=le)

    def poser_les_demandes(self) -> int:
        """What `ouvrir` asks; returns how many questions."""
        actions, engagements = _actions().filter(plan=self.plan_id), _engagements().filter(plan=self.plan_id)
        demandes = [Demande(ronde=self, organisation_id=a.responsable_id, action=a) for a in actions]
        demandes += [Demande(ronde=self, organisation_id=e.partie_id, engagement=e) for e in engagements]
        Demande.objects.bulk_create(demandes)
        return len(demandes)


class DemandeQuerySet(RequeteHistorique["Demande"]):
    def avec_reponse(self) -> Self:
        """Annotates `repondue`: the body asked answered, from the sending of the questions to the last day.

        A public update of the action, or a declaration, *is* the answer: nothing is typed twice. What counts
        is when it was written, and that it is the word of the body asked (`NouvelleRepond`), or given for it
        (`repondue_le`).
        """
        nouvelles = Nouvelle.objects.filter(NouvelleRepond(), action=OuterRef("action"))
        declarations = Declaration.objects.annotate(jour=TruncDate("le")).filter(
            engagement=OuterRef("engagement"),
            organisation=OuterRef("organisation"),
            le__gte=OuterRef("ronde__ouverte_le"),
            jour__lte=OuterRef("ronde__ferme_le"),
        )
        return self.annotate(
            repondue=Case(
                When(repondue_le__date__lte=F("ronde__ferme_le"), then=Value(True)),
                When(action__isnull=False, then=Exists(nouvelles)),
                default=Exists(declarations),
                output_field=models.BooleanField(),
            )
        )

    def publiques(self) -> Self:
        """Those on what the public may see."""
        return self.filter(
            Q(action__in=Action.objects.consultables()) | Q(engagement__in=Engagement.objects.consultables())
        )

    def taux_par_organisation(self) -> list[Mapping[str, Any]]:
        """Asked and answered, by body: `organisation`, `nom`, `slug`, `demandes`, `reponses`. One query."""
        repondues = Q(Exists(Demande.objects.avec_reponse().filter(Q(repondue=True), pk=OuterRef("pk"))))
        return list(
            self.order_by()
            .values(
                "organisation",
                nom=F("organisation__nom"),
                sigle=F("organisation__sigle"),
                slug=F("organisation__slug"),
                cle=F("organisation__cle_tri"),
            )
            .annotate(demandes=Count("pk"), reponses=Count("pk", filter=repondues))
            .order_by("cle", "organisation")
        )


@historise()
class Demande(models.Model):
    """One question of a round, to one body, about one action or one commitment."""

    ronde = models.ForeignKey(Ronde, models.PROTECT, related_name="demandes", verbose_name=_("ronde"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="demandes", verbose_name=_("organisation")
    )
    repondue: bool
    """What `avec_reponse` adds."""
    action = models.ForeignKey(
        Action, models.CASCADE, null=True, blank=True, related_name="demandes", verbose_name=_("action")
    )
    engagement = models.ForeignKey(
        Engagement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="demandes",
        verbose_name=_("engagement"),
    )
    rappelee_le = models.DateField(_("rappelée le"), null=True, blank=True, editable=False)
    # Set by an answer to the question itself, which someone else may write for the body.
    repondue_le = models.DateTimeField(_("réponse reçue le"), null=True, blank=True, editable=False)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        ordering = ["ronde", "organisation", "id"]
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        constraints = [
            models.CheckConstraint(
                name="demande_un_seul_objet",
                condition=Q(action__isnull=False, engagement__isnull=True)
                | Q(action__isnull=True, engagement__isnull=False),
            ),
            sans_avenir("demande_faits_sans_avenir", "rappelee_le", instants=["repondue_le"]),
            models.UniqueConstraint(name="demande_une_par_action", fields=["ronde", "action"]),
            models.UniqueConstraint(name="demande_une_par_engagement", fields=["ronde", "engagement"]),
        ]
        triggers = [
            du_meme(
                "demande_du_plan",
                "Une demande porte sur le plan de sa ronde.",
                action__plan="ronde__plan",
                engagement__plan="ronde__plan",
            ),
            date_par_le_serveur("repondue_le"),
            jours_par_le_serveur("rappelee_le"),
            fige_quand(
                "demande_fixe",
                "Une demande posée garde sa ronde, son organisation et son objet.",
                seulement=["ronde", "organisation", "action", "engagement"],
            ),
            fige_quand(
                "demande_repondue",
                "Une réponse reçue garde sa date.",
                "OLD.repondue_le IS NOT NULL",
                seulement=["repondue_le"],
            ),
        ]

    def __str__(self):
        return str(self.action or self.engagement)

    @property
    def objet(self) -> Action | Engagement:
        # One and one only: `demande_un_seul_objet`.
        return cast(Action | Engagement, self.action or self.engagement)
