"""That this database came from an archive, and what has not been said or done since."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Restauration(models.Model):
    """The last restoration: its one row is written in the very transaction that restored."""

    # The web reads it, and lifts nothing (partenariat.histoire.droits).
    AJOUT_SEULEMENT = ECRIT_PAR_DECLENCHEUR = True

    archive = models.CharField(_("archive"), max_length=255)
    faite_le = models.DateTimeField(_("archive faite le"))
    restauree_le = models.DateTimeField(_("restaurée le"))
    achevee = models.BooleanField(_("restauration achevée"), default=False)
    courriels_permis = models.BooleanField(_("courriels permis"), default=False)

    class Meta:
        app_label = "partenariat"
        verbose_name = _("restauration")
        verbose_name_plural = _("restaurations")

    def __str__(self) -> str:
        return self.archive
