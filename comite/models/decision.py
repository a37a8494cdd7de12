"""Numbered decisions, with what they do to the plan, and the follow-ups that they open."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Jalon
from actions.models.etats import VISIBLES_DU_PUBLIC
from comite.models import gardes
from comite.models.effets import Effets
from comite.models.etats import AVEC_DATE, OUVERTES, SUR_UNE_ACTION, Effet, EtatProcesVerbal, EtatSuite, Vote
from comite.models.point import OBJET_PUBLIC, Point
from comite.models.seance import NUMERO, Seance
from engagements.models import Engagement
from engagements.models.etats import VISIBLES_DU_PUBLIC as ENGAGEMENTS_VISIBLES
from partenariat.donnees.expressions import oui_ou_non
from partenariat.donnees.recherche import champ_recherche
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, jour, sans_avenir
from partenariat.models import Organisation

_SUR_UN_JALON = Q(effet=Effet.DEPLACER_JALON)
_AVEC_DATE = Q(effet__in=AVEC_DATE)
_SUR_UNE_ACTION = Q(effet__in=SUR_UNE_ACTION)
_RETRAIT = Q(effet=Effet.RETIRER)
_REFORMULE = Q(effet=Effet.REFORMULER)


class DecisionQuerySet(RequeteHistorique["Decision"]):
    def sur_du_public(self) -> Self:
        """Those about nothing unpublished: neither their point, nor their effect, nor what they concern."""
        actions = self.model.actions.through.objects.filter(decision=OuterRef("pk"))
        engagements = self.model.engagements.through.objects.filter(decision=OuterRef("pk"))
        return self.filter(
            OBJET_PUBLIC,
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

    def avec_effet_sur(self, action: Action) -> Self:
        """Annotates `effet_public`: whether it changed this action, and so is public at once, with its number
        and its reason."""
        change = Q(action=action) & ~Q(effet=Effet.AUCUN)
        return self.annotate(effet_public=oui_ou_non(change))


@historise()
class Decision(Effets, models.Model):
    """One numbered decision. Its effect is applied in the transaction that writes it (`Decision.prendre`)."""

    seance = models.ForeignKey(Seance, models.PROTECT, related_name="decisions", verbose_name=_("séance"))
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("point")
    )
    numero = models.CharField(_("numéro"), max_length=40, validators=[NUMERO])
    libelle = models.TextField(
        _("décision"), help_text=_("Publique seulement quand le procès-verbal est approuvé.")
    )
    vote = models.CharField(_("vote"), max_length=10, choices=Vote, default=Vote.UNANIMITE)
    actions = models.ManyToManyField(
        Action, blank=True, related_name="decisions", verbose_name=_("actions concernées")
    )
    engagements = models.ManyToManyField(
        Engagement, blank=True, related_name="decisions", verbose_name=_("engagements concernés")
    )
    effet = models.CharField(_("effet"), max_length=15, choices=Effet, blank=True, default=Effet.AUCUN)
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effets",
        verbose_name=_("action visée par l'effet"),
    )
    jalon = models.ForeignKey(
        Jalon,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effets",
        verbose_name=_("jalon visé par l'effet"),
    )
    engagement = models.ForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effets",
        verbose_name=_("engagement visé par l'effet"),
    )
    nouvelle_date = models.DateField(_("nouvelle date"), null=True, blank=True)
    nouveau_texte = models.CharField(_("nouveau titre"), max_length=300, blank=True)
    motif = models.TextField(
        _("motif"), blank=True, help_text=_("Public aussitôt : il accompagne l'effet sur le plan.")
    )
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("inscrite par"),
    )
    le = models.DateTimeField(_("inscrite le"), default=timezone.now, editable=False)
    recherche = champ_recherche("numero", "libelle")

    paroles_publiques: bool
    """What `avec_paroles` adds."""
    effet_public: bool
    """What `avec_effet_sur` adds."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["seance__date", "seance", "id"]
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        constraints = [
            dates_possibles("decision_dates_possibles", "nouvelle_date"),
            models.UniqueConstraint(
                name="decision_numero_unique",
                fields=["seance", "numero"],
                violation_error_message=_("Ce numéro est déjà celui d'une autre décision."),
            ),
            models.CheckConstraint(name="decision_libelle_non_vide", condition=~Q(libelle="")),
            models.CheckConstraint(name="decision_vote_connu", condition=Q(vote__in=Vote.values)),
            models.CheckConstraint(name="decision_effet_connu", condition=Q(effet__in=Effet.values)),
            models.CheckConstraint(
                name="decision_effet_entier",
                condition=(
                    (_SUR_UNE_ACTION & Q(action__isnull=False) | ~_SUR_UNE_ACTION & Q(action__isnull=True))
                    & (_SUR_UN_JALON & Q(jalon__isnull=False) | ~_SUR_UN_JALON & Q(jalon__isnull=True))
                    & (_RETRAIT & Q(engagement__isnull=False) | ~_RETRAIT & Q(engagement__isnull=True))
                    & (
                        _AVEC_DATE & Q(nouvelle_date__isnull=False)
                        | ~_AVEC_DATE & Q(nouvelle_date__isnull=True)
                    )
                    & (_REFORMULE & ~Q(nouveau_texte="") | ~_REFORMULE & Q(nouveau_texte=""))
                ),
                violation_error_message=_("L'effet et ce qu'il vise ne vont pas ensemble."),
            ),
            models.CheckConstraint(
                name="decision_motif_requis",
                condition=Q(effet=Effet.AUCUN) | ~Q(motif=""),
                violation_error_message=_("Un effet sur le plan s'explique : écrivez le motif."),
            ),
        ]
        triggers = gardes.DECISION

    def __str__(self) -> str:
        return self.numero


class SuiteQuerySet(RequeteHistorique["Suite"]):
    def sur_du_public(self) -> Self:
        """Those that follow from nothing unpublished."""
        return self.filter(Q(decision__isnull=True) | Q(decision__in=Decision.objects.sur_du_public()))

    def publiques(self) -> Self:
        return self.sur_du_public().filter(seance__etat_pv=EtatProcesVerbal.APPROUVE)

    def ouvertes(self) -> Self:
        return self.filter(etat__in=OUVERTES)

    def en_retard(self, le: date | None = None) -> Self:
        """Those late on that day (today unless given)."""
        return self.ouvertes().filter(echeance__lt=le or jour())

    def reportees_a(self, seance: Seance) -> Self:
        """What opens this meeting: what earlier meetings left open, or closed since the last one."""
        depuis = seance.precedente
        closes = Q(close_le__gt=depuis.date) if depuis else Q()
        return self.filter(
            Q(etat__in=OUVERTES) | closes, seance__plan=seance.plan_id, seance__date__lt=seance.date
        )


@historise()
class Suite(models.Model):
    """Something to do that a meeting decided: carried to every next meeting until it is closed."""

    seance = models.ForeignKey(Seance, models.PROTECT, related_name="suites", verbose_name=_("séance"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="suites", verbose_name=_("décision")
    )
    libelle = models.CharField(_("libellé"), max_length=300)
    responsable = models.ForeignKey(
        Organisation, models.PROTECT, related_name="suites", verbose_name=_("responsable")
    )
    echeance = models.DateField(_("échéance"), null=True, blank=True)
    etat = models.CharField(_("état"), max_length=10, choices=EtatSuite, default=EtatSuite.A_FAIRE)
    note = models.TextField(_("note"), blank=True, help_text=_("Où on en est; pourquoi elle est caduque."))
    close_le = models.DateField(_("close le"), null=True, blank=True)

    objects = SuiteQuerySet.as_manager()

    class Meta:
        ordering = ["seance__date", "id"]
        verbose_name = _("suite")
        verbose_name_plural = _("suites")
        constraints = [
            dates_possibles("suite_dates_possibles", "echeance", "close_le"),
            sans_avenir("suite_close_sans_avenir", "close_le"),
            models.CheckConstraint(name="suite_libelle_non_vide", condition=~Q(libelle="")),
            models.CheckConstraint(name="suite_etat_connu", condition=Q(etat__in=EtatSuite.values)),
            models.CheckConstraint(
                name="suite_close_datee",
                condition=Q(etat__in=OUVERTES, close_le__isnull=True)
                | ~Q(etat__in=OUVERTES) & Q(close_le__isnull=False),
                violation_error_message=_("Une suite close a une date de fin, et elle seule."),
            ),
            models.CheckConstraint(
                name="suite_caduque_expliquee",
                condition=~Q(etat=EtatSuite.CADUQUE) | ~Q(note=""),
                violation_error_message=_("Une suite caduque dit pourquoi."),
            ),
        ]
        triggers = gardes.SUITE

    def __str__(self) -> str:
        return self.libelle

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.ouverte:
            self.close_le = None
        elif self.close_le is None:
            self.close_le = timezone.localdate()
        super().save(*args, **kwargs)

    @property
    def ouverte(self) -> bool:
        return self.etat in OUVERTES

    @property
    def en_retard(self) -> bool:
        """Computed, never typed: still open after its due date."""
        return self.ouverte and self.echeance is not None and self.echeance < jour()

    @property
    def etats(self) -> list[tuple[str, str]]:
        """Where it may be said to stand: value and words."""
        return [(etat.value, str(etat.label)) for etat in EtatSuite]

    def noter(self, etat: str, note: str = "") -> None:
        """Says where it stands; closing dates it. It may be said after the minutes are approved too.

        Raises:
            ValidationError: unknown state, or an obsolete one without its reason.
        """
        if etat not in EtatSuite.values:
            raise ValidationError(_("Cet état n'existe pas."))
        if etat == EtatSuite.CADUQUE and not note.strip():
            raise ValidationError(_("Une suite caduque dit pourquoi."))
        if self.ouverte:
            self.close_le = None
        self.etat, self.note = etat, note.strip()
        self.save(update_fields=["etat", "note", "close_le"])
