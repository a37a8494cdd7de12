"""The revision of what is public: a number that every write moves (see `historise.historise`)."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """One counter a database connection; only their sum means something."""

    casier = models.PositiveSmallIntegerField(_("casier"), primary_key=True)
    numero = models.BigIntegerField(_("numéro"))

    class Meta:
        app_label = "partenariat"
        verbose_name = _("révision")
        verbose_name_plural = _("révisions")

    def __str__(self) -> str:
        return f"{self.casier}:{self.numero}"


def revision() -> int:
    """The current revision: equal twice only if nothing was written in between."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT coalesce(sum(numero), 0)::bigint FROM partenariat_revision")
        somme: int = curseur.fetchone()[0]
        return somme
