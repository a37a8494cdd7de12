"""What the parties do leaves rows that nobody can change: who, on whose behalf, by which door, when."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models.mains import Voie
from partenariat.donnees.champs import un_compte
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.regles import ajout_seulement
from partenariat.histoire.sceau import au_nom_de
from partenariat.histoire.temps import RequeteHistorique, sans_avenir
from partenariat.models import Organisation, RepondPour, UnitesDe, Utilisateur

if TYPE_CHECKING:
    from engagements.models.lien_signe import LienSigne


M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Acteur:
    """Who acts, for which body: by an account of it, by a signed link, or staff on its behalf."""

    organisation: Organisation
    utilisateur: Utilisateur | None = None
    lien: "LienSigne | None" = None
    saisi_pour: bool = False
    """Staff enters what the body told them; shown so in public."""

    @property
    def mains(self) -> frozenset[int]:
        """The accounts whose hand is in what this actor does (`engagements.models.mains`)."""
        siennes = frozenset((self.utilisateur.pk,)) if self.utilisateur else frozenset()
        return siennes | (self.lien.mains if self.lien else frozenset())

    def repond_de(self, corps: int) -> bool:
        """Whether it acts for the body of that key: its own, or one that its own succeeded. One query at
        most, of a body that is not its own."""
        return corps == self.organisation.pk or corps in self.organisation.repond_pour

    def a_rejoint(self, corps: int) -> bool:
        """Whether the body of that key succeeded its own: they are one. No query, of a body that nobody
        succeeded."""
        sienne = self.organisation
        return sienne.successeur_id is not None and (
            sienne.pk in Organisation.objects.get(pk=corps).repond_pour and sienne.pk != corps
        )

    @property
    def bureau(self) -> Func:
        """SQL: keys of the bodies whose desk it keeps: those that it acts for, and, by an account, that of
        whom it replaces. For what asks no one's signature: a follow-up, news of an action."""
        if self.utilisateur and not self.saisi_pour:
            return UnitesDe(self.utilisateur.pk)
        return RepondPour(self.organisation.pk)

    def tient(self, corps: int) -> bool:
        """Whether the body of that key is of its desk. One query at most."""
        return (
            corps == self.organisation.pk
            or Organisation.objects.filter(pk__in=self.bureau).filter(pk=corps).exists()
        )

    def au_titre_de(self, corps: int) -> "Acteur":
        """The same, for a body that its own answers for, by its key: what is written keeps the name that was
        engaged. One query, of a body that is not its own."""
        if corps == self.organisation.pk:
            return self
        return replace(self, organisation=Organisation.objects.get(pk=corps))

    @property
    def trace(self) -> dict:
        """The fields that a `Geste` keeps of it."""
        return {
            "organisation": self.organisation,
            "par": self.utilisateur,
            "lien": self.lien,
            "saisi_pour": self.saisi_pour,
        }


def gardes(nom: str) -> list[pgtrigger.Trigger]:
    """What every act keeps: `<nom>_inalterable`, and the date of the day where the web writes it."""
    return [ajout_seulement(f"{nom}_inalterable"), date_par_le_serveur()]


class GesteQuerySet(RequeteHistorique[M]):
    pass


class Geste(models.Model):
    """Abstract: one act of a party. Append-only (docs/decisions/0007)."""

    AJOUT_SEULEMENT = True
    """The web role may insert here, and never update nor delete (partenariat.histoire.droits)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    par = un_compte(_("inscrit par"))
    lien = models.ForeignKey(
        "engagements.LienSigne",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par lien signé"),
    )
    saisi_pour = models.BooleanField(
        _("saisi pour l'organisation"),
        default=False,
        help_text=_("Le personnel de la Ville a inscrit ce que l'organisation lui a transmis."),
    )
    le = models.DateTimeField(_("le"), default=timezone.now)
    # Written by the trigger `mains`.
    mains = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("comptes qui ont agi"),
    )
    lien_a_l_ecran = models.BooleanField(_("par un lien remis à l'écran"), default=False, editable=False)

    objects = GesteQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["le", "id"]
        # The latest of a plan are found without reading the others (`engagements.faits`).
        indexes = [models.Index(fields=["le"], name="%(class)s_le")]
        constraints = [
            sans_avenir("%(class)s_fait_sans_avenir", instants=["le"]),
            models.CheckConstraint(
                name="%(class)s_une_seule_porte", condition=Q(par__isnull=True) | Q(lien__isnull=True)
            ),
            models.CheckConstraint(
                name="%(class)s_saisi_par_une_personne", condition=Q(saisi_pour=False) | Q(par__isnull=False)
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A signed link signs nobody in: which one acts is sealed here.
        with au_nom_de(user=self.par_id, lien=self.lien_id):
            super().save(*args, **kwargs)

    @property
    def voie(self) -> Voie:
        """By which door it came in."""
        if self.saisi_pour:
            return Voie.SAISIE
        if self.lien_id:
            return Voie.LIEN_A_L_ECRAN if self.lien_a_l_ecran else Voie.LIEN
        return Voie.COMPTE if self.par_id else Voie.CHARGEE
