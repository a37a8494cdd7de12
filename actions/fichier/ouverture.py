"""From a path to a tree: what may be opened, how big, in which encoding."""

from pathlib import Path

from actions.fichier import classeur, lecture
from actions.fichier.constat import Constat, FichierRefuse
from actions.fichier.noeuds import Noeud

LIMITE = 5 * 2**20
YAML = (".yaml", ".yml")
CLASSEUR = ".xlsx"


def ouvrir(chemin: Path, constat: Constat) -> Noeud:
    """The tree of a plan file.

    Raises:
        FichierRefuse: with one French sentence, where the file cannot be read.
    """
    suffixe = chemin.suffix.lower()
    if suffixe not in (*YAML, CLASSEUR):
        raise FichierRefuse(f"« {chemin.name} » : un plan est un fichier .yaml ou .xlsx.")
    octets = _octets(chemin)
    if suffixe == CLASSEUR:
        return classeur.arbre(octets, constat)
    return lecture.arbre(_texte(octets), constat)


def _octets(chemin: Path) -> bytes:
    try:
        if chemin.is_dir():
            raise FichierRefuse(f"« {chemin} » est un dossier ; attendu : un fichier .yaml ou .xlsx.")
        if not chemin.exists():
            raise FichierRefuse(f"« {chemin} » n'existe pas.")
        if not chemin.is_file():
            raise FichierRefuse(f"« {chemin} » n'est pas un fichier ordinaire.")
        with chemin.open("rb") as fichier:
            octets = fichier.read(LIMITE + 1)
            taille = chemin.stat().st_size
    except OSError as erreur:
        raise FichierRefuse(f"« {chemin} » ne se lit pas : {_raison(erreur)}.") from None
    if len(octets) > LIMITE:
        lue, limite = f"{taille / 2**20:.1f}".replace(".", ","), LIMITE // 2**20
        raise FichierRefuse(f"Le fichier pèse {lue} Mio ; la limite est de {limite} Mio.")
    if not octets.strip():
        raise FichierRefuse("Le fichier est vide.")
    return octets


def _raison(erreur: OSError) -> str:
    return "la permission manque" if isinstance(erreur, PermissionError) else (erreur.strerror or str(erreur))


def _texte(octets: bytes) -> str:
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FichierRefuse("Le fichier est en UTF-16 ; enregistrez le fichier en UTF-8.")
    if (nul := octets.find(b"\x00")) >= 0:
        raise FichierRefuse(f"Ce n'est pas un fichier texte (octet nul à la position {nul + 1}).")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = octets.count(b"\n", 0, erreur.start) + 1
        raise FichierRefuse(
            f"Ligne {ligne}, octet {erreur.start + 1} : l'octet 0x{octets[erreur.start]:02X} n'est pas de "
            "l'UTF-8 ; enregistrez le fichier en UTF-8."
        ) from None
