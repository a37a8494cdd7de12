"""The meeting: when, where, who attended, and its minutes."""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Plan
from actions.models.connues import tenir_inconnu
from actions.models.gardes import avec_motif
from comite.models import gardes, gardes_seance
from comite.models.avis import Avis, avis
from comite.models.deroulement import Deroulement
from comite.models.etats import A_VENIR, EtatProcesVerbal, EtatSeance, Genre, Mode
from comite.models.lus import APPROUVEE, DU_PLAN
from comite.models.membre import Membre
from partenariat.donnees.champs import un_compte
from partenariat.donnees.motifs import est_un_motif, motif_ecrit
from partenariat.donnees.recherche import champ_recherche
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.historise import historise
from partenariat.histoire.noms_figes import fige_son_nom, renomme_a_tort
from partenariat.histoire.temps import (
    AujourdHui,
    RequeteHistorique,
    dates_possibles,
    fin_du_jour,
    sans_avenir,
)
from partenariat.retraits.retirable import retirable

SANS_MOTIF = _("Écrivez le motif du déplacement : une séance convoquée ne se déplace pas sans motif.")
NUMERO = RegexValidator(
    r"\A[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*\Z",
    _("Un numéro s'écrit avec des lettres, des chiffres et des tirets (par exemple CMO-2026-01)."),
)


_PRESENTS = Coalesce(F("presents_comptes"), F("presents_consignes"))


def q_ordre_public(seance: str = "") -> Q:
    """`Seance.ordre_public`, for queries; `seance`: the path to the meeting, with its `__`."""
    return Q(**{f"{seance}etat": EtatSeance.TENUE}) | Q(**{f"{seance}convoquee_le__isnull": False})


class SeanceQuerySet(RequeteHistorique["Seance"]):
    def approuvees(self) -> Self:
        """Those whose minutes are approved: the only ones whose deliberations and decisions are public."""
        return self.filter(etat_pv=EtatProcesVerbal.APPROUVE)

    def tenues(self) -> Self:
        return self.filter(etat=EtatSeance.TENUE)

    def a_venir(self) -> Self:
        return self.filter(etat__in=A_VENIR)

    def decommandees(self, le: date) -> Self:
        """Those that the public expected on that day or later, and that were cancelled."""
        return self.filter(etat=EtatSeance.ANNULEE, convoquee_le__isnull=False, date__gte=le)

    def avec_ecriture(self) -> Self:
        """Annotates `ecrite_le`: when it was last written."""
        ecritures = evenements_de(self.model).filter(pgh_obj=OuterRef("pk")).order_by("-pgh_id")
        return self.annotate(ecrite_le=Subquery(ecritures.values("pgh_created_at")[:1]))

    def attendues(self, le: date) -> Self:
        """Those still expected on that day, the next one first."""
        return self.a_venir().filter(date__gte=le)


@fige_son_nom(
    "numero",
    connu=gardes_seance.CONNUE,
    est_connu="connue",
    fige=("seance_numero_fige", gardes_seance.NUMERO_FIGE),
    reste=("seance_tenue_gardee", gardes_seance.SEANCE_RESTE),
    avant=tenir_inconnu("OLD.plan_id"),
)
@historise()
@retirable(
    "lieu",
    "motif",
    "invites",
    "presidee_par",
    "secretaire",
    "proces_verbal",
    publics=(DU_PLAN,),
    publics_de=dict.fromkeys(("invites", "presidee_par", "secretaire", "proces_verbal"), (APPROUVEE,)),
)
class Seance(Deroulement, models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="seances", verbose_name=_("plan"))
    numero = models.CharField(_("numéro"), max_length=30, validators=[NUMERO])
    date = models.DateField(_("date"))
    heure = models.TimeField(_("heure"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.HYBRIDE)
    lieu = models.CharField(_("lieu"), max_length=200, blank=True)
    etat = models.CharField(
        _("état"), max_length=10, choices=EtatSeance, default=EtatSeance.PLANIFIEE, editable=False
    )
    convoquee_le = models.DateField(_("convoquée le"), null=True, blank=True, editable=False)
    convoquee_pour = models.DateField(_("d'abord convoquée pour le"), null=True, blank=True, editable=False)
    annulee_le = models.DateField(_("annulée le"), null=True, blank=True, editable=False)
    motif = models.TextField(_("motif de l'annulation"), blank=True, editable=False)
    quorum_requis = models.PositiveSmallIntegerField(_("quorum requis"), null=True, blank=True)
    presents_consignes = models.PositiveSmallIntegerField(
        _("présences consignées"),
        null=True,
        blank=True,
        help_text=_("Le nombre inscrit aux archives, quand la liste des présences n'y est pas."),
    )
    # Kept by triggers (comite.models.presents).
    presents_comptes = models.PositiveSmallIntegerField(
        _("membres en fonction présents"), null=True, editable=False
    )
    presents = models.GeneratedField(
        verbose_name=_("présences"),
        expression=_PRESENTS,
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    """How many members in office that day attended; None where attendance was not taken."""
    quorum = models.GeneratedField(
        verbose_name=_("quorum"),
        expression=GreaterThanOrEqual(_PRESENTS, F("quorum_requis")),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    """Whether attendance, as recorded, makes the quorum; None where it is unknown."""
    arret_des_donnees = models.DateField(
        _("arrêt des données"),
        null=True,
        blank=True,
        help_text=_("Dernier jour que couvre le dossier; vide : le jour où il est préparé."),
    )
    invites = models.TextField(_("personnes invitées"), blank=True, help_text=_("Une par ligne."))
    presidee_par = models.CharField(_("présidée par"), max_length=200, blank=True)
    secretaire = models.CharField(_("secrétaire"), max_length=200, blank=True)
    proces_verbal = models.TextField(_("procès-verbal"), blank=True)
    etat_pv = models.CharField(
        _("état du procès-verbal"),
        max_length=10,
        choices=EtatProcesVerbal,
        default=EtatProcesVerbal.PROJET,
        editable=False,
    )
    approuve_a = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="proces_verbaux_approuves",
        verbose_name=_("procès-verbal approuvé à la séance"),
    )
    approuve_le = models.DateTimeField(_("approbation inscrite le"), null=True, blank=True, editable=False)
    approuve_par = un_compte(_("approbation inscrite par"), editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    recherche = champ_recherche(A="numero")
    recherche_pv = champ_recherche(C="proces_verbal")

    objects = SeanceQuerySet.as_manager()

    ecrite_le: datetime
    """What `avec_ecriture` adds."""

    motif_deplacement = ""
    """Why this called meeting is being moved; the trigger writes it down (`Deplacement`)."""

    class Meta:
        ordering = ["plan", "date", "numero"]
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        indexes = [GinIndex(fields=["recherche"], name="seance_recherche")]
        constraints = [
            dates_possibles(
                "seance_dates_possibles",
                "date",
                "arret_des_donnees",
                "convoquee_le",
                "convoquee_pour",
                "annulee_le",
            ),
            models.UniqueConstraint(
                name="seance_numero_unique",
                fields=["plan", "numero"],
                violation_error_message=_(
                    "Ce numéro est déjà celui d'une autre séance du plan : choisissez-en un autre."
                ),
            ),
            models.CheckConstraint(name="seance_etat_connu", condition=Q(etat__in=EtatSeance.values)),
            models.CheckConstraint(name="seance_mode_connu", condition=Q(mode__in=Mode.values)),
            models.CheckConstraint(
                name="seance_quorum_positif",
                condition=Q(quorum_requis__isnull=True) | Q(quorum_requis__gte=1),
                violation_error_message=_("Un quorum est d'au moins une personne."),
            ),
            models.CheckConstraint(
                name="seance_annulee_avec_motif",
                condition=~Q(etat=EtatSeance.ANNULEE) | motif_ecrit("motif"),
                violation_error_message=_("Une séance annulée dit pourquoi."),
            ),
            models.CheckConstraint(
                name="seance_convocation_datee",
                condition=Q(convoquee_le__isnull=True, convoquee_pour__isnull=True)
                & ~Q(etat=EtatSeance.CONVOQUEE)
                | Q(convoquee_le__isnull=False, convoquee_pour__isnull=False) & ~Q(etat=EtatSeance.PLANIFIEE),
            ),
            models.CheckConstraint(
                name="seance_annulation_datee",
                condition=Q(etat=EtatSeance.ANNULEE, annulee_le__isnull=False)
                & (Q(convoquee_le__isnull=True) | Q(annulee_le__gte=F("convoquee_le")))
                | ~Q(etat=EtatSeance.ANNULEE) & Q(annulee_le__isnull=True),
            ),
            models.CheckConstraint(
                name="seance_tenue_sans_avenir",
                condition=~Q(etat=EtatSeance.TENUE) | Q(date__lte=AujourdHui()),
                violation_error_message=_(
                    "Une séance tenue n'est pas à venir : corrigez sa date ou son état."
                ),
            ),
            sans_avenir("seance_faits_sans_avenir", "convoquee_le", "annulee_le", instants=["approuve_le"]),
            models.CheckConstraint(
                name="seance_arret_avant_la_seance",
                condition=Q(arret_des_donnees__isnull=True) | Q(arret_des_donnees__lte=F("date")),
                violation_error_message=_("Les données s'arrêtent au plus tard le jour de la séance."),
            ),
            models.CheckConstraint(
                name="seance_pv_approuve_entier",
                condition=Q(
                    etat_pv=EtatProcesVerbal.PROJET, approuve_a__isnull=True, approuve_le__isnull=True
                )
                | Q(
                    etat_pv=EtatProcesVerbal.APPROUVE,
                    etat=EtatSeance.TENUE,
                    approuve_a__isnull=False,
                    approuve_le__isnull=False,
                )
                & ~Q(proces_verbal=""),
            ),
        ]
        triggers = gardes_seance.SEANCE

    def __str__(self) -> str:
        return self.numero

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.motif_deplacement.strip():
            super().save(*args, **kwargs)
            return
        with avec_motif(self.motif_deplacement):
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.plan.adresse("seance", numero=self.numero)

    def adresse(self, nom: str, **parametres: Any) -> str:
        """A committee page of this meeting (`preparation`, `tenue`, `proces-verbal`…)."""
        return self.plan.adresse(f"seance-{nom}", numero=self.numero, **parametres)

    @property
    def a_venir(self) -> bool:
        return self.etat in A_VENIR

    @property
    def ordre_public(self) -> bool:
        """Whether the public may read the agenda: once the meeting is called, whatever becomes of it, or was
        held."""
        return self.tenue or self.convoquee_le is not None

    @property
    def connue(self) -> bool:
        """Whether others have its address: it was called or held, or is in the calendar of a plan that the
        public knows, or ever did. Two queries at most."""
        return self.ordre_public or self.plan.connu

    @property
    def deplacee(self) -> bool:
        """Whether it is on another day than the one for which it was first called."""
        return self.convoquee_pour is not None and self.convoquee_pour != self.date

    @property
    def decommandee(self) -> bool:
        """Whether it was called, then cancelled."""
        return self.etat == EtatSeance.ANNULEE and self.convoquee_le is not None

    @property
    def genre_des_decisions(self) -> Genre:
        """What is written of a decision there, as attendance stands."""
        return Genre.DECISION if self.quorum else Genre.RECOMMANDATION

    @property
    def quorum_fixe(self) -> bool:
        """Whether the quorum that it asks, once said, no longer changes (`seance_quorum_requis_fixe`)."""
        inscrit = self.presents is not None or self.tenue or self.decisions.exists()
        return self.quorum_requis is not None and inscrit

    @property
    def avis(self) -> list[Avis]:
        """What became of it since it was called, with why. One query."""
        return avis(self)

    @cached_property
    def precedente(self) -> "Seance | None":
        """The last meeting held before this one."""
        return type(self).objects.tenues().filter(plan=self.plan_id, date__lt=self.date).last()

    @cached_property
    def vu_jusqu_a(self) -> datetime:
        """The instant up to which the committee was told of the plan: what follows is for the next meeting.

        That of the packet that it had, within the day of the meeting; without one, the end of that day. One
        query.
        """
        fin = fin_du_jour(self.date)
        eus = self.dossiers.filter(le__lte=fin).order_by("-rang", "-pk")
        arret: datetime | None = eus.values_list("arret", flat=True).first()
        return max(arret, fin_du_jour(self.date - timedelta(days=1))) if arret else fin

    @property
    def a_approuver(self) -> SeanceQuerySet:
        """The earlier meetings whose minutes are not approved yet, the oldest first."""
        return (
            type(self)
            .objects.tenues()
            .filter(plan=self.plan_id, date__lt=self.date, etat_pv=EtatProcesVerbal.PROJET)
        )

    def clean(self) -> None:
        if refus := renomme_a_tort(self):
            raise ValidationError(refus)
        if self.arret_des_donnees and self.date and self.arret_des_donnees > self.date:
            raise ValidationError(
                {"arret_des_donnees": _("Les données s'arrêtent au plus tard le jour de la séance.")}
            )
        if self.tenue and self.date and self.date > timezone.localdate():
            raise ValidationError(
                {"date": _("Une séance tenue n'est pas à venir : corrigez sa date ou son état.")}
            )
        convoquee = type(self).objects.filter(pk=self.pk, convoquee_le__isnull=False).first()
        if convoquee is not None:
            self._exiger_a_sa_place(convoquee)

    def _exiger_a_sa_place(self, avant: "Seance") -> None:
        """A called meeting is not moved to a past day, nor without a reason; an hour not said yet may be."""
        if self.date and self.date != avant.date and self.date < timezone.localdate():
            raise ValidationError({"date": gettext(gardes_seance.AU_PASSE)})
        if est_un_motif(self.motif_deplacement):
            return
        for champ in ("date", "heure"):
            ecrit = getattr(avant, champ)
            if ecrit is not None and ecrit != getattr(self, champ):
                raise ValidationError({champ: SANS_MOTIF})


@historise()
class Presence(models.Model):
    seance = models.ForeignKey(Seance, models.CASCADE, related_name="presences", verbose_name=_("séance"))
    membre = models.ForeignKey(Membre, models.PROTECT, related_name="presences", verbose_name=_("membre"))
    present = models.BooleanField(_("présence"), default=True)

    class Meta:
        ordering = ["seance", "id"]
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        constraints = [
            models.UniqueConstraint(
                name="presence_une_par_membre",
                fields=["seance", "membre"],
                violation_error_message=_(
                    "La présence de cette personne est déjà inscrite : corrigez l'autre ligne."
                ),
            )
        ]
        triggers = gardes.PRESENCE

    def __str__(self) -> str:
        return f"{self.membre} · {self.seance}"


def prochaine_date(plan: Plan, jour: date) -> Seance | None:
    """The next meeting that is still expected on `jour`, or None."""
    return Seance.objects.attendues(jour).filter(plan=plan).select_related("plan").first()
