"""What the space of an account says of absences: who replaces it, whom it replaces, and where to say so."""

from actions import greffes
from partenariat.parties.suppleances import ROLES, suppleances_de


def de_l_espace(acteur, personne) -> dict:
    """One query, for the staff; none for anyone else."""
    du_personnel = personne.is_authenticated and personne.a_role(*ROLES)
    return {"du_personnel": du_personnel, "suppleances": suppleances_de(personne)}


def poser() -> None:
    """Registers the part; called once, when the application is ready."""
    greffes.enregistrer("espace", "composants/espace_absences.html", de_l_espace)
