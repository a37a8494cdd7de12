"""Numbered decisions, with what they do to the plan, and the follow-ups that they open."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from actions.models.etats import VISIBLES_DU_PUBLIC
from comite.models import gardes
from comite.models.effet import Effet, dits
from comite.models.etats import EtatProcesVerbal, Genre, Vote
from comite.models.lus import DE_LA_SEANCE, decision_lue
from comite.models.point import Point
from comite.models.seance import NUMERO, Seance
from engagements.models import Engagement
from engagements.models.etats import VISIBLES_DU_PUBLIC as ENGAGEMENTS_VISIBLES
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.champs import un_compte
from partenariat.donnees.recherche import CleExacte, champ_recherche
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, sans_avenir
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.models import Utilisateur

POINT_RETIRE = _("Ce point vient d'être retiré de l'ordre du jour.")
SANS_QUORUM = _(
    "Le quorum n'est pas consigné : la séance recommande, et ne change rien au plan. Inscrivez les "
    "présences, ou retirez l'effet."
)


class DecisionQuerySet(RequeteHistorique["Decision"]):
    def sur_du_public(self) -> Self:
        """Those about nothing unpublished: neither their point, nor their effect, nor what they concern."""
        effets = Effet.objects.caches().filter(decision=OuterRef("pk"))
        actions = self.model.actions.through.objects.filter(decision=OuterRef("pk"))
        engagements = self.model.engagements.through.objects.filter(decision=OuterRef("pk"))
        return self.filter(
            ~Exists(effets),
            Q(point__isnull=True) | Q(point__in=Point.objects.publics()),
            ~Exists(actions.exclude(action__publication__in=VISIBLES_DU_PUBLIC)),
            ~Exists(engagements.exclude(engagement__publication__in=ENGAGEMENTS_VISIBLES)),
        )

    def publiques(self) -> Self:
        """Those whose words are public: the minutes are approved, and all that they are about is public."""
        return self.sur_du_public().filter(seance__etat_pv=EtatProcesVerbal.APPROUVE)

    def avec_paroles(self) -> Self:
        """Annotates `paroles_publiques`: whether its words may be read (`publiques`)."""
        publiques = type(self)(self.model, using=self.db).publiques()
        return self.annotate(paroles_publiques=Exists(publiques.filter(pk=OuterRef("pk"))))

    def avec_objets(self) -> Self:
        """With `actions_visibles` and `engagements_visibles`: what the public may see of what they concern.
        Two queries."""
        actions = Action.objects.consultables().select_related("plan").par_code()
        engagements = Engagement.objects.consultables().select_related("plan").par_code()
        lies: tuple[Any, ...] = (
            Prefetch("actions", actions, to_attr="actions_visibles"),
            Prefetch("engagements", engagements, to_attr="engagements_visibles"),
        )
        return self.prefetch_related(*lies)

    def avec_genre(self) -> Self:
        """Annotates `genre_lu`: `Decision.genre`, for lists."""
        decidees = When(sans_quorum=False, seance__quorum=True, then=Value(Genre.DECISION.value))
        return self.annotate(genre_lu=Case(decidees, default=Value(Genre.RECOMMANDATION.value)))

    def avec_effets(self) -> Self:
        """With what they do to the plan, in order. One query."""
        return self.prefetch_related(Prefetch("effets", Effet.objects.select_related("jalon")))


@historise()
@retirable("libelle", ou="seance", publics=({**DE_LA_SEANCE, "": decision_lue},))
class Decision(models.Model):
    """One numbered decision; a recommendation, where attendance as recorded does not make quorum.

    A recommendation stays one: what counts is what was known when it was written (`sans_quorum`). Where
    attendance is recorded afterwards, what is to change the plan is decided again, under another number.
    Its effects are applied in the transaction that writes it (`Decision.prendre`).
    """

    seance = models.ForeignKey(Seance, models.PROTECT, related_name="decisions", verbose_name=_("séance"))
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("point")
    )
    numero = models.CharField(_("numéro"), max_length=40, validators=[NUMERO])
    libelle = models.TextField(
        _("décision"), help_text=_("Publique seulement quand le procès-verbal est approuvé.")
    )
    vote = models.CharField(
        _("vote"), max_length=10, choices=Vote, blank=True, help_text=_("Vide : il n'est pas consigné.")
    )
    actions = models.ManyToManyField(
        Action, blank=True, related_name="decisions", verbose_name=_("actions concernées")
    )
    engagements = models.ManyToManyField(
        Engagement, blank=True, related_name="decisions", verbose_name=_("engagements concernés")
    )
    # Set by a trigger (comite.models.gardes): attendance taken afterwards decides nothing.
    sans_quorum = models.BooleanField(_("écrite sans quorum"), default=False, editable=False)
    par = un_compte(_("inscrite par"), editable=False)
    le = models.DateTimeField(_("inscrite le"), default=timezone.now, editable=False)
    recherche = champ_recherche(A="numero", B="libelle")

    paroles_publiques: bool
    """What `avec_paroles` adds."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["seance__date", "seance", "id"]
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        indexes = [
            GinIndex(fields=["recherche"], name="decision_recherche"),
            models.Index(CleExacte("numero"), name="decision_numero_exact"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="decision_numero_unique",
                fields=["seance", "numero"],
                violation_error_message=_(
                    "Ce numéro est déjà celui d'une autre décision : choisissez-en un autre."
                ),
            ),
            sans_avenir("decision_sans_avenir", instants=["le"]),
            models.CheckConstraint(name="decision_libelle_non_vide", condition=~Q(libelle="")),
            models.CheckConstraint(name="decision_vote_connu", condition=Q(vote__in=["", *Vote.values])),
        ]
        triggers = gardes.DECISION

    def __str__(self) -> str:
        return self.numero

    @classmethod
    @transaction.atomic
    def prendre(
        cls,
        seance: Seance,
        par: "Utilisateur | AnonymousUser",
        *,
        point: Point | None = None,
        actions: Iterable[Action] = (),
        engagements: Iterable[Engagement] = (),
        effets: Iterable[dict[str, Any]] = (),
        **champs: Any,
    ) -> Self:
        """Writes a decision and applies its effects: all, or nothing.

        Args:
            seance: a meeting that is held or called, whose minutes are not approved.
            actions, engagements: what it concerns, besides what its effects aim at.
            effets: the fields of each `Effet`, in the order in which they apply.

        Raises:
            TransitionRefusee: the meeting or the object does not allow it (one French sentence).
            ValidationError: an effect is incomplete.
        """
        seance.verrouiller()
        if not seance.peut_deliberer:
            raise TransitionRefusee(
                gettext(
                    "Cette séance ne prend pas, ou plus, de décision : choisissez une séance qui se tient."
                )
            )
        if point is not None and not seance.points.filter(pk=point.pk).exists():
            raise TransitionRefusee(POINT_RETIRE)
        dits = list(effets)
        if dits and not seance.quorum:
            raise TransitionRefusee(SANS_QUORUM)
        decision = cls(seance=seance, point=point, par=par, numero=cls._numero_suivant(seance), **champs)
        decision.full_clean()
        decision.save()
        appliques = []
        for dit in dits:
            effet = Effet(decision=decision, **dit)
            effet.full_clean()
            effet.save()
            effet.appliquer()
            appliques.append(effet)
        vises = {a for a in (*actions, point and point.action) if a}
        decision.actions.set(vises | {effet.action for effet in appliques if effet.action})
        vises_aussi = {e for e in (*engagements, point and point.engagement) if e}
        decision.engagements.set(vises_aussi | {e.engagement for e in appliques if e.engagement})
        return decision

    @classmethod
    def _numero_suivant(cls, seance: Seance) -> str:
        debut = f"{seance.numero}-R"
        pris = (
            cls.objects.filter(seance=seance, numero__startswith=debut)
            .annotate(fin=Substr("numero", len(debut) + 1))
            .values_list("fin", flat=True)
        )
        return f"{debut}{max((int(fin) for fin in pris if fin.isdecimal()), default=0) + 1}"

    @property
    def recommandation(self) -> bool:
        """Whether it only recommends: no quorum was recorded when it was written, or none is any more."""
        return self.sans_quorum or not self.seance.quorum

    @property
    def genre(self) -> Genre:
        return Genre.RECOMMANDATION if self.recommandation else Genre.DECISION

    @property
    def vote_dit(self) -> str:
        """How it was taken, in words; « vote non consigné » where nobody wrote it."""
        return str(Vote(self.vote).label) if self.vote else gettext("Vote non consigné")

    @property
    def effets_dits(self) -> list[tuple[str, str]]:
        """What it did to the plan and why (reads `avec_effets`)."""
        return dits(self.effets.all())

    def corriger(self, libelle: str, vote: str) -> None:
        """Mends the words of a decision, until the minutes are approved. What it did to the plan stays.

        Raises:
            TransitionRefusee: the minutes are approved.
            ValidationError: no words, or an unknown vote.
        """
        self.seance.verrouiller()
        if not self.seance.peut_deliberer:
            raise TransitionRefusee(
                gettext(
                    "Cette séance ne prend pas, ou plus, de décision : choisissez une séance qui se tient."
                )
            )
        self.libelle, self.vote = libelle.strip(), vote
        self.full_clean()
        self.save(update_fields=["libelle", "vote"])
