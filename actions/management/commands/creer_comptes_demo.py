"""The demonstration accounts: one a role, one password, nobody's name."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import PartiePrenante
from partenariat.environnement import env
from partenariat.models import Organisation, Utilisateur
from partenariat.parties.roles import ROLES


@dataclass(frozen=True)
class Compte:
    nom: str
    role: str
    """Name of the role; empty for the superuser."""
    organisation: str
    """Identifier of the body in the active plan, or its acronym; empty for none."""
    ou: str
    """Where to go after signing in."""


COMPTES = (
    Compte("admin", "", "", "/admin/"),
    Compte("coordination", "coordination", "SDE", "/admin/"),
    Compte("redaction", "redaction", "SDE", "/admin/"),
    Compte("partenaire", "partenaire", "CESIM", "/espace/"),
    Compte("comite", "comite", "", "/espace/"),
)
FONCTION = "Compte de démonstration"


class Command(BaseCommand):
    help = "Crée les comptes de démonstration (mot de passe : DEMO_MOT_DE_PASSE). Relancée, ne change rien."

    @transaction.atomic
    def handle(self, *args, **options):
        mot_de_passe = env.str("DEMO_MOT_DE_PASSE", "")
        if not mot_de_passe.strip():
            raise CommandError(
                _("Donnez le mot de passe des comptes de démonstration dans DEMO_MOT_DE_PASSE.")
            )
        for compte in COMPTES:
            etabli = etablir(compte, mot_de_passe)
            role = compte.role or "superutilisateur"
            pour = f" ({etabli.organisation})" if etabli.organisation else ""
            self.stdout.write(f"  {compte.nom:<12}  {role:<16}  {compte.ou:<8}  {_description(compte)}{pour}")


def etablir(compte: Compte, mot_de_passe: str) -> Utilisateur:
    """Creates the account, or sets right what differs; a password that already works is left alone.

    Raises:
        CommandError: somebody has an account of that name.
    """
    utilisateur, cree = Utilisateur.objects.get_or_create(username=compte.nom)
    if not cree and utilisateur.fonction != FONCTION:
        texte = _("Le compte « %(nom)s » n'est pas de la démonstration : aucun compte n'est changé.")
        raise CommandError(texte % {"nom": compte.nom})
    voulu = {
        "fonction": FONCTION,
        "organisation": _organisation(compte.organisation) if compte.organisation else None,
        "is_active": True,
        "is_superuser": not compte.role,
        "is_staff": not compte.role or _role(compte).equipe,
    }
    change = [champ for champ, valeur in voulu.items() if getattr(utilisateur, champ) != valeur]
    for champ in change:
        setattr(utilisateur, champ, voulu[champ])
    if not utilisateur.check_password(mot_de_passe):
        utilisateur.set_password(mot_de_passe)
        change.append("password")
    if change:
        utilisateur.save(update_fields=change)
    utilisateur.groups.set(Group.objects.filter(name=compte.role))
    return utilisateur


def _organisation(identifiant: str) -> Organisation | None:
    places = PartiePrenante.objects.filter(plan__actif=True, identifiant=identifiant)
    place = places.select_related("organisation").first()
    return place.organisation if place else Organisation.objects.filter(sigle=identifiant).first()


def _role(compte: Compte):
    return next(role for role in ROLES if role.nom == compte.role)


def _description(compte: Compte) -> str:
    if compte.role:
        return str(_role(compte).description)
    return _("Peut tout, comptes et rôles compris.")
