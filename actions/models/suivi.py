"""Progress notes and documents."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.etats import Visibilite
from actions.models.gardes import nouvelle_de
from actions.models.jalon import AujourdHui
from partenariat.histoire.suivi import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles


class SuiviQuerySet(RequeteHistorique, models.QuerySet):
    def publics(self):
        return self.filter(visibilite=Visibilite.PUBLIQUE)


@historise()
class Suivi(models.Model):
    """A dated progress note."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="suivis", verbose_name=_("action"))
    date = models.DateField(_("date"), default=timezone.localdate)
    texte = models.TextField(_("texte"), help_text=_("Markdown simple : paragraphes, listes, gras, liens."))
    visibilite = models.CharField(
        _("visibilité"), max_length=10, choices=Visibilite, default=Visibilite.INTERNE
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("inscrit par"),
    )
    # `date` is what the note is about; this is when it was written.
    cree_le = models.DateTimeField(_("inscrit le"), default=timezone.now, editable=False)

    objects = SuiviQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")
        constraints = [
            dates_possibles("suivi_dates_possibles", "date"),
            models.CheckConstraint(
                name="suivi_sans_avenir",
                condition=Q(date__lte=AujourdHui()),
                violation_error_message=_("Un suivi dit ce qui est fait : sa date n'est pas à venir."),
            ),
            models.CheckConstraint(name="suivi_texte_non_vide", condition=~Q(texte="")),
            models.CheckConstraint(
                name="suivi_visibilite_connue", condition=Q(visibilite__in=Visibilite.values)
            ),
        ]
        triggers = [nouvelle_de("ligne.action_id", "ligne.date")]

    def __str__(self):
        return f"{self.date} : {self.texte[:60]}"


class DocumentQuerySet(RequeteHistorique, models.QuerySet):
    def publics(self):
        return self.filter(visibilite=Visibilite.PUBLIQUE)


@historise()
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

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["action", "-date", "id"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
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
