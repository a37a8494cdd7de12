"""Who signs in. No personal data beyond name, work e-mail and role."""

from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION, SUPERUTILISATEUR
from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import TOUT, interdit
from partenariat.histoire.historise import historise
from partenariat.histoire.sceau import au_nom_de
from partenariat.parties.organisations import Organisation

COMPTES_TENUS = gettext_noop("Les comptes et leurs rôles sont tenus par un superutilisateur.")


# Signing in writes `last_login`: it must not empty the page cache.
@historise(
    exclude=("password", "last_login", "premiere_fois_le"),
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
    premiere_fois_le = models.DateTimeField(_("première fois passée le"), null=True, editable=False)
    """When its help was put aside, or was found to be no longer needed: it is not offered again."""

    class Meta:
        app_label = "partenariat"
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        triggers = [
            interdit(
                "compte_par_un_superutilisateur",
                COMPTES_TENUS,
                f"NOT public.session_du_proprietaire() AND NOT {SUPERUTILISATEUR}",
                a=pgtrigger.Insert | pgtrigger.Update,
                # Signing in writes its date, and the password anew where its hash is of another time; the
                # desk, that its help is no longer offered.
                avant="""
IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{password,last_login,premiere_fois_le}'::text[]
  = to_jsonb(OLD) - '{password,last_login,premiere_fois_le}'::text[] THEN RETURN NEW; END IF;""",
            ),
            interdit(
                "compte_mot_de_passe_a_soi",
                gettext_noop(
                    "Un mot de passe ne se change que par son compte : "
                    "demandez-le à la personne, ou à un superutilisateur."
                ),
                f"""
NOT public.session_du_proprietaire()
AND NEW.id IS DISTINCT FROM {COMPTE_DE_LA_SESSION} AND NOT {SUPERUTILISATEUR}""",
                quand=Change("password"),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Whoever signs in is not yet the account of the request when its hash is written anew.
        with au_nom_de(user=self.pk):
            super().save(*args, **kwargs)

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


for _liaison in (Utilisateur.groups.through, Utilisateur.user_permissions.through):
    pgtrigger.register(
        interdit(
            "compte_roles_par_un_superutilisateur",
            COMPTES_TENUS,
            f"NOT public.session_du_proprietaire() AND NOT {SUPERUTILISATEUR}",
            a=TOUT,
        )
    )(_liaison)


class RequeteConnectee(HttpRequest):
    """The request of a view that asks for an account: each that is not declared otherwise."""

    user: Utilisateur
