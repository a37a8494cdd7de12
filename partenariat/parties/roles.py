"""The four roles: name, who holds it, what it may do. Groups are made from these by a migration.

A role gives *kinds* of things one may do; *which* things is a queryset (`Action.objects.modifiables_par`).
Permissions are named as text: the ground floor imports no app.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ECRIRE = ("view", "add", "change", "delete")
GESTES = (
    "signature",
    "refus",
    "declaration",
    "verification",
    "reponse",
    "preuve",
    "passage",
    "usagelien",
)
CONTENU = ("jalon", "nouvelle", "indicateur", "mesure", "document", "participation")


@dataclass(frozen=True)
class Role:
    nom: str
    description: str
    permissions: tuple[str, ...]
    equipe: bool = False
    """Whether its holders enter the back office (`is_staff`)."""


def _droits(app: str, modeles: tuple[str, ...], gestes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{app}.{geste}_{modele}" for modele in modeles for geste in gestes)


ROLES = (
    Role(
        "coordination",
        _("Tient tout le plan à jour, valide les publications, gère les organisations."),
        (
            *_droits("actions", ("action", *CONTENU), ECRIRE),
            *_droits(
                "actions",
                ("plan", "objectif", "axe", "volet", "domaine", "source", "repere"),
                ("view", "add", "change"),
            ),
            *_droits("actions", ("report",), ("view",)),
            *_droits("partenariat", ("organisation",), ("view", "add", "change")),
            "actions.valider_action",
            *_droits("engagements", ("engagement",), ECRIRE),
            *_droits("engagements", ("liensigne",), ("view", "add", "change")),
            *_droits("engagements", GESTES, ("view",)),
            *_droits("comite", ("membre", "ronde", "bilan", "bilanaxe", "suite"), ECRIRE),
            *_droits("comite", ("seance", "point"), ("view", "add", "change")),
            *_droits("comite", ("presence", "decision", "demande", "dossier"), ("view",)),
        ),
        equipe=True,
    ),
    Role(
        "redaction",
        _("Tient à jour les actions de sa propre unité et les soumet à la validation."),
        (
            *_droits("actions", ("action",), ("view", "add", "change")),
            *_droits("actions", CONTENU, ECRIRE),
            *_droits("actions", ("report",), ("view",)),
        ),
        equipe=True,
    ),
    Role("partenaire", _("Répond des engagements de sa propre organisation."), ()),
    Role("comite", _("Suit les tableaux de bord, les dossiers et les notes internes."), ()),
)


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
