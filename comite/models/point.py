"""The agenda: what is to be discussed, in which order, why, and what was said."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from actions.models.etats import VISIBLES_DU_PUBLIC
from comite.models import gardes
from comite.models.etats import NaturePoint
from comite.models.lus import A_L_ORDRE, DE_LA_SEANCE, DU_POINT
from comite.models.seance import Seance
from engagements.models import Engagement
from engagements.models.etats import VISIBLES_DU_PUBLIC as ENGAGEMENTS_VISIBLES
from partenariat.donnees.recherche import champ_recherche
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique
from partenariat.retraits.retirable import retirable

OBJET_PUBLIC = (Q(action__isnull=True) | Q(action__publication__in=VISIBLES_DU_PUBLIC)) & (
    Q(engagement__isnull=True) | Q(engagement__publication__in=ENGAGEMENTS_VISIBLES)
)
"""What a point, or the effect of a decision, is about is public, if it is about anything."""


class PointQuerySet(RequeteHistorique["Point"]):
    def publics(self) -> Self:
        """Those whose title the public may read: not on an action or a commitment that is not public."""
        return self.filter(OBJET_PUBLIC)


@historise()
@retirable(
    "titre",
    "motif",
    "delibere",
    ou="seance",
    # As the preparation of a meeting proposes it.
    copies={"titre": ("action__titre", "engagement__titre")},
    publics=A_L_ORDRE,
    publics_de=dict.fromkeys(("motif", "delibere"), ({**DU_POINT, **DE_LA_SEANCE},)),
)
class Point(models.Model):
    seance = models.ForeignKey(Seance, models.CASCADE, related_name="points", verbose_name=_("séance"))
    rang = models.PositiveSmallIntegerField(_("rang"))
    titre = models.CharField(_("titre"), max_length=300)
    nature = models.CharField(_("nature"), max_length=15, choices=NaturePoint, default=NaturePoint.AUTRE)
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="points", verbose_name=_("action")
    )
    engagement = models.ForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("engagement"),
    )
    approuve = models.ForeignKey(
        Seance,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points_d_approbation",
        verbose_name=_("procès-verbal à approuver"),
        help_text=_("La séance antérieure dont ce point approuve le procès-verbal."),
    )
    motif = models.TextField(
        _("motif"), blank=True, help_text=_("Pourquoi ce point est à l'ordre du jour (interne).")
    )
    delibere = models.TextField(
        _("délibéré"), blank=True, help_text=_("Public seulement quand le procès-verbal est approuvé.")
    )

    recherche = champ_recherche(B="titre")
    recherche_delibere = champ_recherche(C="delibere")

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["seance", "rang"]
        verbose_name = _("point")
        verbose_name_plural = _("points")
        constraints = [
            models.UniqueConstraint(
                name="point_rang_unique",
                fields=["seance", "rang"],
                # Two points change places in one transaction.
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="point_titre_non_vide", condition=~Q(titre="")),
            models.CheckConstraint(name="point_nature_connue", condition=Q(nature__in=NaturePoint.values)),
            models.CheckConstraint(
                name="point_un_seul_objet",
                condition=Q(action__isnull=True) | Q(engagement__isnull=True),
                violation_error_message=_(
                    "Un point porte sur une action ou sur un engagement, pas les deux."
                ),
            ),
            models.UniqueConstraint(
                name="point_action_une_fois",
                fields=["seance", "action"],
                violation_error_message=_(
                    "Cette action est déjà à l'ordre du jour : retirez un des deux points."
                ),
            ),
            models.UniqueConstraint(
                name="point_engagement_une_fois",
                fields=["seance", "engagement"],
                violation_error_message=_(
                    "Cet engagement est déjà à l'ordre du jour : retirez un des deux points."
                ),
            ),
            models.UniqueConstraint(
                name="point_approuve_une_fois",
                fields=["seance", "approuve"],
                violation_error_message=_(
                    "L'approbation de ce procès-verbal est déjà à l'ordre du jour : "
                    "retirez un des deux points."
                ),
            ),
            # Minutes older than the site are approved by a point that names no meeting of it.
            models.CheckConstraint(
                name="point_approuve_un_proces_verbal",
                condition=Q(approuve__isnull=True) | Q(nature=NaturePoint.PROCES_VERBAL),
                violation_error_message=_(
                    "Seul un point d'approbation dit de quelle séance il approuve le procès-verbal : "
                    "videz ce champ."
                ),
            ),
        ]
        triggers = gardes.POINT

    def __str__(self) -> str:
        return f"{self.rang}. {self.titre}"


def rang_suivant(seance: Seance) -> int:
    """The rank after the last point of this agenda."""
    dernier: int = seance.points.aggregate(rang=Coalesce(models.Max("rang"), 0))["rang"]
    return dernier + 1
