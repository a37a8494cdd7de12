"""The ground floor's models, gathered where Django looks for them."""

from partenariat.donnees.synonymes import Synonyme
from partenariat.entree.essais import Essai
from partenariat.histoire.appellations import Appellation
from partenariat.histoire.revision import Revision
from partenariat.parties.organisations import Organisation, OrganisationQuerySet, RepondPour, connue_par
from partenariat.parties.suppleances import Suppleance, UnitesDe
from partenariat.parties.utilisateurs import Utilisateur
from partenariat.retraits.modele import Retrait
from partenariat.sauvegarde.modele import Restauration
from partenariat.textes.equipe import Equipe
from partenariat.textes.modele import TexteDuSite
from partenariat.une_fois.envois import Envoi

__all__ = [
    "Appellation",
    "Envoi",
    "Equipe",
    "Essai",
    "Organisation",
    "OrganisationQuerySet",
    "RepondPour",
    "Restauration",
    "Retrait",
    "Revision",
    "Suppleance",
    "Synonyme",
    "TexteDuSite",
    "UnitesDe",
    "Utilisateur",
    "connue_par",
]
