"""What is told of one's writes on the ground: parties, accounts, delegations, texts."""

from django.db.models import QuerySet
from django.urls import reverse

from partenariat.models import Equipe, Organisation, Suppleance, Synonyme, TexteDuSite, Utilisateur
from partenariat.poste.sources import inscrire_lisibles, inscrire_suivi, selon_les_droits


def inscrire() -> None:
    """Called once, when the application is ready."""
    # Signing in writes the account, in its own name.
    inscrire_suivi(Utilisateur, pour=lambda personne: personne.is_superuser)
    inscrire_lisibles(Utilisateur, selon_les_droits(Utilisateur))
    for modele in (Organisation, TexteDuSite, Equipe, Synonyme):
        inscrire_suivi(modele)
        inscrire_lisibles(modele, selon_les_droits(modele))
    inscrire_suivi(Suppleance, champs=("finie_le",))
    # Where each of the two reads it, and ends it.
    inscrire_lisibles(Suppleance, _suppleances, lambda _suppleance: reverse("espace-absence"))


def _suppleances(personne: Utilisateur) -> QuerySet[Suppleance]:
    if personne.a_role("coordination"):
        return Suppleance.objects.select_related("absent", "suppleant")
    return Suppleance.objects.de(personne)
