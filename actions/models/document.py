"""Documents that bear on an action."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.etats import DE_L_ACTION, Visibilite
from partenariat.donnees.recherche import champ_recherche
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, sans_avenir
from partenariat.retraits.retirable import retirable


class DocumentQuerySet(RequeteHistorique["Document"]):
    def publics(self) -> Self:
        return self.filter(visibilite=Visibilite.PUBLIQUE)


@historise(parent="action")
@retirable(
    "titre",
    adresses=("adresse",),
    ou="action",
    publics=({**DE_L_ACTION, "visibilite": (Visibilite.PUBLIQUE,)},),
)
class Document(models.Model):
    """A document that bears on an action, at its public address."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="documents", verbose_name=_("action"))
    titre = models.CharField(_("titre"), max_length=250)
    adresse = models.URLField(
        _("adresse"), max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    date = models.DateField(_("date"), null=True, blank=True)
    visibilite = models.CharField(
        _("visibilité"), max_length=10, choices=Visibilite, default=Visibilite.PUBLIQUE
    )
    recherche = champ_recherche(B="titre")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["action", "-date", "id"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [GinIndex(fields=["recherche"], name="document_recherche")]
        constraints = [
            dates_possibles("document_dates_possibles", "date"),
            sans_avenir("document_sans_avenir", "date"),
            models.CheckConstraint(
                name="document_adresse_sure",
                condition=Q(adresse__startswith="https://") | Q(adresse__startswith="http://"),
                violation_error_message=_("L'adresse d'un document commence par https:// ou http://."),
            ),
            models.CheckConstraint(
                name="document_visibilite_connue", condition=Q(visibilite__in=Visibilite.values)
            ),
        ]

    def __str__(self):
        return self.titre
