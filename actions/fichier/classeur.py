from actions.fichier.constat import Constat, FichierRefuse
from actions.fichier.noeuds import Noeud


def arbre(octets: bytes, constat: Constat) -> Noeud:
    raise FichierRefuse("à faire")
