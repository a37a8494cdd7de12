"""Who takes part in an action."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.etats import RoleParticipation
from partenariat.histoire.historise import historise
from partenariat.models import Organisation


@historise(parent="action")
class Participation(models.Model):
    """A body that takes part in an action without answering for it."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="participations", verbose_name=_("action")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("rôle"), max_length=15, choices=RoleParticipation, default=RoleParticipation.PARTENAIRE
    )

    class Meta:
        ordering = ["action", "id"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                name="participation_unique",
                fields=["action", "organisation"],
                violation_error_message=_(
                    "Cette organisation participe déjà à l'action : retirez une des deux lignes."
                ),
            ),
            models.CheckConstraint(
                name="participation_role_connu", condition=Q(role__in=RoleParticipation.values)
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"

    def clean(self):
        if self.action_id and self.organisation_id == self.action.responsable_id:
            raise ValidationError(
                {
                    "organisation": _(
                        "Cette organisation est déjà responsable de l'action : retirez cette ligne."
                    )
                }
            )
