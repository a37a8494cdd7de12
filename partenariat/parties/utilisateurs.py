"""Who signs in. No personal data beyond name, work e-mail and role."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partenariat.histoire.historise import historise
from partenariat.parties.organisations import Organisation


# Signing in writes `last_login`: it must not empty the page cache.
@historise(
    exclude=("password", "last_login"),
    revision=("username", "first_name", "last_name", "organisation_id", "is_active"),
)
class Utilisateur(AbstractUser):
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="utilisateurs",
        verbose_name=_("organisation"),
    )
    fonction = models.CharField(_("fonction"), max_length=150, blank=True)

    class Meta:
        app_label = "partenariat"
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")

    def __str__(self):
        return self.get_full_name() or self.username

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles held (one query, kept for the life of the object)."""
        return frozenset(self.groups.values_list("name", flat=True))

    def a_role(self, *noms: str) -> bool:
        """Whether an active account holds one of the roles; a superuser holds `coordination`."""
        if not self.is_active:
            return False
        tenus = self.roles | ({"coordination"} if self.is_superuser else frozenset())
        return not tenus.isdisjoint(noms)


class RequeteConnectee(HttpRequest):
    """The request of a view that asks for an account: each that is not declared otherwise."""

    user: Utilisateur
