"""What a meeting left to do, and what the body that must do it says of it."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Least
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from comite.models import gardes
from comite.models.decision import Decision
from comite.models.etats import OUVERTES, EtatProcesVerbal, EtatReponse, EtatSeance, EtatSuite
from comite.models.lus import DE_LA_SEANCE, decision_lue
from comite.models.seance import Seance
from engagements.models import Acteur
from engagements.models.geste import Geste, GesteQuerySet
from engagements.models.geste import gardes as gardes_d_un_geste
from engagements.models.mains import des_mains
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.motifs import est_un_motif, motif_ecrit
from partenariat.gardes.ecriture import parmi
from partenariat.gardes.regles import ABSENT, Regle, interdits
from partenariat.histoire.evenements import evenements_de, instant_du_jour
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import (
    AUJOURD_HUI,
    FinDuJourDe,
    JourDe,
    RequeteHistorique,
    dates_possibles,
    jour,
    sans_avenir,
)
from partenariat.models import Organisation
from partenariat.retraits.citations import abreger
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

FERMEE = gettext_noop("Cette suite est close, ou n'est pas encore donnée : relisez-la.")
D_UN_AUTRE = gettext_noop("Seule l'organisation qui répond de cette suite y répond.")
POURQUOI = _("Écrivez pourquoi votre organisation ne le peut pas.")
PAR_JOUR = 10
"""Answers to one follow-up in a day: they stay, and are read."""
ASSEZ = gettext_noop(
    "Dix réponses sont déjà inscrites aujourd'hui à cette suite, et une réponse ne s'efface pas : répondez "
    "demain, ou écrivez à la coordination."
)


def sans_raison(etat: str, texte: str) -> bool:
    """Whether a body says that it cannot, and does not say why (`POURQUOI`)."""
    return etat == EtatReponse.IMPOSSIBLE and not est_un_motif(texte)


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

    def donnees(self) -> Self:
        """Those that a held meeting gave: the body that must do one reads it from then on."""
        return self.filter(seance__etat=EtatSeance.TENUE)

    def de(self, acteur: Acteur) -> Self:
        """Those that the bodies of this desk must do: its own, those it succeeded, an absent colleague."""
        return self.donnees().filter(responsable__in=acteur.bureau)

    def attendues_de(self, acteur: Acteur) -> Self:
        """The open ones that wait for this actor's body, what is due first.

        Not those of which it said that it cannot: they wait for the committee, until it has met again.
        """
        return self._ouvertes_de(acteur).filter(~Exists(ReponseDeSuite.objects.remises()))

    def remises_par(self, acteur: Acteur) -> Self:
        """Those of which this body said that it cannot: the committee has not met since."""
        return self._ouvertes_de(acteur).filter(Exists(ReponseDeSuite.objects.remises()))

    def _ouvertes_de(self, acteur: Acteur) -> Self:
        # What another body said before it was given to this one is not this one's word.
        siennes = ReponseDeSuite.objects.filter(suite=OuterRef("pk"), organisation=OuterRef("responsable"))
        dites = siennes.order_by("-le", "-pk")
        return (
            self.de(acteur)
            .ouvertes()
            .annotate(derniere=Subquery(dites.values("pk")[:1]))
            .order_by(F("echeance").asc(nulls_last=True), "id")
        )

    def avec_derniere_reponse(self) -> Self:
        """With what was last said of each, and nothing before it (`derniere_reponse`). One query."""
        lues = ReponseDeSuite.objects.select_related("organisation", "par", "lien")
        dernieres = lues.order_by("suite_id", "-le", "-pk").distinct("suite_id")
        return self.prefetch_related(Prefetch("reponses", dernieres, to_attr="dernieres"))

    def reportees_a(self, seance: Seance) -> Self:
        """What opens this meeting: what earlier meetings left open, or closed since the last one was told."""
        depuis = seance.precedente
        lues = self.annotate(close_a=instant_du_jour(Suite, "close_le"))
        closes = Q(close_le__gte=depuis.date, close_a__gt=depuis.vu_jusqu_a) if depuis else Q()
        return lues.filter(
            Q(etat__in=OUVERTES) | closes, seance__plan=seance.plan_id, seance__date__lt=seance.date
        )


@historise()
@retirable("libelle", "note", ou="seance", publics=({**DE_LA_SEANCE, "decision": decision_lue},))
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

    if TYPE_CHECKING:
        reponses: "RelatedManager[ReponseDeSuite]"
        dernieres: list["ReponseDeSuite"]
        """What `avec_derniere_reponse` adds: the last answer, or none."""

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
                condition=~Q(etat=EtatSuite.CADUQUE) | motif_ecrit("note"),
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

    @property
    def derniere_reponse(self) -> "ReponseDeSuite | None":
        """What the body that must do it said last. No query after `avec_derniere_reponse`; one, else."""
        dites = vars(self).get("dernieres")
        if dites is None:
            dites = self.reponses.order_by("-le", "-pk")[:1]
        return next(iter(dites), None)

    @property
    def donnee(self) -> bool:
        """Whether a held meeting gave it."""
        return self.seance.tenue

    def peut_repondre(self, acteur: Acteur) -> bool:
        """The body that must do it, while it is open."""
        return self.ouverte and self.donnee and acteur.tient(self.responsable_id)

    @transaction.atomic
    def repondre(self, acteur: Acteur, etat: str, texte: str) -> "ReponseDeSuite":
        """Writes what the body says of it; under way or done, it stands so at once. The committee's note
        stays, and the committee may say otherwise (`noter`).

        Raises:
            TransitionRefusee: closed, not given yet, of another body, nothing said, or `PAR_JOUR` times today
                already.
        """
        # Locked first, read after: two people of the same body may answer at once.
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
        if not acteur.tient(self.responsable_id):
            raise TransitionRefusee(gettext(D_UN_AUTRE))
        if not (self.ouverte and self.donnee):
            raise TransitionRefusee(gettext(FERMEE))
        if etat not in EtatReponse.values:
            raise TransitionRefusee(gettext("Choisissez l'une des réponses."))
        if not texte.strip():
            raise TransitionRefusee(gettext("Dites en quelques mots où on en est."))
        if sans_raison(etat, texte):
            raise TransitionRefusee(POURQUOI)
        if self.reponses.filter(le__date=timezone.localdate()).count() >= PAR_JOUR:
            raise TransitionRefusee(gettext(ASSEZ))
        trace = acteur.au_titre_de(self.responsable_id).trace
        reponse = self.reponses.create(etat=etat, texte=texte.strip(), **trace)
        if etat != EtatReponse.IMPOSSIBLE:
            self.etat = etat
            self.save(update_fields=["etat", "close_le"])
        return reponse

    def noter(self, etat: str, note: str = "") -> None:
        """Says where it stands; closing dates it. It may be said after the minutes are approved too.

        Raises:
            ValidationError: unknown state, or an obsolete one without its reason.
        """
        if etat not in EtatSuite.values:
            raise ValidationError(_("Cet état n'existe pas : choisissez-en un de la liste."))
        if etat == EtatSuite.CADUQUE and not est_un_motif(note):
            raise ValidationError(_("Une suite caduque dit pourquoi."))
        if self.ouverte:
            self.close_le = None
        self.etat, self.note = etat, note.strip()
        self.save(update_fields=["etat", "note", "close_le"])


class ReponseDeSuiteQuerySet(GesteQuerySet["ReponseDeSuite"]):
    def remises(self) -> Self:
        """Within a query of follow-ups that says the `derniere` answer of each: that one, where the body
        cannot, and the committee has not met since.

        A meeting heard what was said before its end: when it was closed, where that was on its day; else, the
        end of that day.
        """
        levees = evenements_de(Seance).filter(pgh_obj=OuterRef("pk"), etat=EtatSeance.TENUE)
        levee = Subquery(levees.order_by("pgh_id").values("pgh_created_at")[:1])
        fin = FinDuJourDe("date")
        revue = Seance.objects.tenues().filter(
            GreaterThanOrEqual(
                Case(When(GreaterThan(JourDe(levee), F("date")), then=fin), default=Least(levee, fin)),
                OuterRef("le"),
            ),
            plan=OuterRef("suite__seance__plan"),
            date__gte=JourDe(OuterRef("le")),
        )
        return self.filter(~Exists(revue), pk=OuterRef("derniere"), etat=EtatReponse.IMPOSSIBLE)


@historise()
@retirable(
    "texte",
    ou="suite__seance",
    publics=({f"suite__{chemin}": lu for chemin, lu in {**DE_LA_SEANCE, "decision": decision_lue}.items()},),
)
class ReponseDeSuite(Geste):
    """What the body that must do it says of a follow-up: public with it, once the minutes are approved."""

    suite = models.ForeignKey(Suite, models.PROTECT, related_name="reponses", verbose_name=_("suite"))
    etat = models.CharField(_("réponse"), max_length=10, choices=EtatReponse)
    texte = models.TextField(_("texte"))

    objects = ReponseDeSuiteQuerySet.as_manager()  # type: ignore[misc]  # as `Preuve.objects`

    class Meta(Geste.Meta):
        verbose_name = _("réponse à une suite")
        verbose_name_plural = _("réponses aux suites")
        constraints = [
            *Geste.Meta.constraints,
            models.CheckConstraint(name="reponse_de_suite_connue", condition=Q(etat__in=EtatReponse.values)),
            models.CheckConstraint(name="reponse_de_suite_dite", condition=~Q(texte="")),
            models.CheckConstraint(
                name="reponse_de_suite_expliquee",
                condition=~Q(etat=EtatReponse.IMPOSSIBLE) | motif_ecrit("texte"),
                violation_error_message=POURQUOI,
            ),
        ]
        triggers = [
            *gardes_d_un_geste("reponse_de_suite"),
            des_mains(engagement=None),
            interdits(
                "reponse_de_suite",
                Regle(
                    "reponse_de_suite_du_responsable", D_UN_AUTRE, "NEW.organisation_id <> s.responsable_id"
                ),
                Regle(
                    "reponse_de_suite_ouverte",
                    FERMEE,
                    f"""{ABSENT} OR s.etat NOT IN {parmi(OUVERTES)} OR NOT EXISTS (
  SELECT FROM public.comite_seance c WHERE c.id = s.seance_id AND c.etat = '{EtatSeance.TENUE}')""",
                ),
                Regle(
                    "reponse_de_suite_par_jour",
                    ASSEZ,
                    f"""NOT public.session_du_proprietaire() AND (
  SELECT count(*) FROM public.comite_reponsedesuite r
  WHERE r.suite_id = NEW.suite_id AND (r.le AT TIME ZONE 'America/Toronto')::date = {AUJOURD_HUI}
) >= {PAR_JOUR}""",
                ),
                a=pgtrigger.Insert,
                declare={"s": "public.comite_suite%ROWTYPE"},
                avant="""
-- The row is held: the follow-up is neither closed nor given to another while this is being said of it.
SELECT * INTO s FROM public.comite_suite WHERE id = NEW.suite_id FOR UPDATE;
""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_etat_display()} · {abreger(self.texte, 60)}"
