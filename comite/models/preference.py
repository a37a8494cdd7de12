"""Which modules of the dashboard a person keeps in sight."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from partenariat.histoire.historise import historise


# A person's taste is not part of the plan: it moves no public page.
@historise(interne=True)
class Preference(models.Model):
    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="preference_du_tableau",
        verbose_name=_("compte"),
    )
    caches = ArrayField(
        models.CharField(_("module"), max_length=30),
        default=list,
        blank=True,
        verbose_name=_("modules cachés"),
    )

    class Meta:
        verbose_name = _("préférence du tableau de bord")
        verbose_name_plural = _("préférences du tableau de bord")

    def __str__(self):
        return str(self.utilisateur)
