"""The ground floor's models, gathered where Django looks for them."""

from partenariat.donnees.synonymes import Synonyme
from partenariat.entree.essais import Essai
from partenariat.histoire.revision import Revision
from partenariat.parties.organisations import Organisation, OrganisationQuerySet
from partenariat.parties.utilisateurs import Utilisateur
from partenariat.retraits.modele import Retrait
from partenariat.sauvegarde.modele import Restauration
from partenariat.une_fois.envois import Envoi

__all__ = [
    "Envoi",
    "Essai",
    "Organisation",
    "OrganisationQuerySet",
    "Restauration",
    "Retrait",
    "Revision",
    "Synonyme",
    "Utilisateur",
]
