"""The four roles: name, who holds it, what it may do. Groups are made from these after migrations.

A role gives *kinds* of things one may do; *which* things is a queryset (`Action.objects.modifiables_par`).
Each app says what a role may do with its own models (`permettre`), when it is ready.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ECRIRE = ("view", "add", "change", "delete")
SANS_EFFACER = ("view", "add", "change")
LIRE = ("view",)


@dataclass(frozen=True)
class Role:
    nom: str
    description: str | Promise
    equipe: bool = False
    """Whether its holders enter the back office (`is_staff`)."""
    _permissions: list[str] = field(default_factory=list, compare=False)

    @property
    def permissions(self) -> tuple[str, ...]:
        """As « app.geste_modele »."""
        return tuple(self._permissions)

    def permettre(self, gestes: Iterable[str], *modeles: type[Model]) -> None:
        """Its holders may do this to these kinds of things.

        Args:
            gestes: `view`, `add`, `change`, `delete`, or a permission that the model itself declares.
        """
        self._permissions.extend(
            f"{modele._meta.app_label}.{get_permission_codename(geste, modele._meta)}"
            for modele in modeles
            for geste in gestes
        )


COORDINATION = Role(
    "coordination",
    _("Tient tout le plan à jour, valide les publications, gère les organisations."),
    equipe=True,
)
REDACTION = Role(
    "redaction",
    _("Tient à jour les actions de sa propre unité et les soumet à la validation."),
    equipe=True,
)
PARTENAIRE = Role("partenaire", _("Répond des engagements de sa propre organisation."))
COMITE = Role("comite", _("Suit les tableaux de bord, les dossiers et les notes internes."))
ROLES = (COORDINATION, REDACTION, PARTENAIRE, COMITE)
NOMS = {
    COORDINATION.nom: _("Coordination"),
    REDACTION.nom: _("Rédaction"),
    PARTENAIRE.nom: _("Partenaire"),
    COMITE.nom: _("Comité"),
}
"""What each is called on the screen."""


def donner_les_droits(sender=None, **_kwargs) -> None:
    """Gives each role exactly its permissions that exist. Runs after migrations; idempotent.

    The signal comes once an app: the last one's is enough, when every permission is there.
    """
    if sender is not None and sender is not [c for c in apps.get_app_configs() if c.models_module][-1]:
        return
    for role in ROLES:
        groupe, _cree = Group.objects.get_or_create(name=role.nom)
        voulues = Q(pk__in=[])
        for permission in role.permissions:
            app, code = permission.split(".")
            voulues |= Q(content_type__app_label=app, codename=code)
        groupe.permissions.set(Permission.objects.filter(voulues))
