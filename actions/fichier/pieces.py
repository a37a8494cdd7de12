"""The files that a plan file names beside itself: within its folder, examined before anything is written.

The documents of actions, and the evidence of commitments: what is a file or an address (`AvecPiece`).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import File

from actions.fichier.champs import Fiche
from actions.fichier.constat import Constat
from actions.fichier.noeuds import Noeud
from partenariat.donnees.contenus.natures import PAS_LU
from partenariat.donnees.depots import Depot, examiner
from partenariat.donnees.pieces import AvecPiece
from partenariat.retraits.registre import ADRESSE, est_retire


@dataclass(frozen=True)
class Piece:
    """The file of a row; empty where it is an address, or was refused."""

    empreinte: str = ""
    chemin: Path | None = None
    """None where the database already holds it."""


def piece(lue: Fiche, dossier: Path, deja: set[str], constat: Constat) -> Piece:
    """Examines the file of an entry.

    Args:
        deja: fingerprints of the files that its action, or its commitment, already has.
    """
    fichier, dite = lue.get("fichier", ""), lue.get("empreinte", "")
    if bool(fichier) == bool(lue.get("adresse")):
        if fichier or not {"fichier", "adresse"} & lue.noeud.valeur.keys():
            constat.erreur(lue.noeud, "attendu : « adresse » ou « fichier », l'un ou l'autre.")
        return Piece()
    if not fichier:
        if dite:
            constat.erreur(
                lue.lieu("empreinte"), "une empreinte va avec « fichier », et non avec « adresse »."
            )
        return Piece()
    if est_retire(fichier):
        # Its very name was withdrawn: nothing is to be looked for, and it is no new file.
        return Piece(ADRESSE)
    chemin = _dans(dossier, fichier, lue.lieu("fichier"), constat)
    if chemin is None:
        return Piece()
    if dite and dite in deja:
        return Piece(dite)
    return _examinee(lue, chemin, constat)


def _examinee(lue: Fiche, chemin: Path, constat: Constat) -> Piece:
    """What the file is, if it is what the plan says."""
    noeud, dite = lue.lieu("fichier"), lue.get("empreinte", "")
    if not chemin.is_file():
        suite = f" ; déposez-y le fichier dont l'empreinte est {dite[:12]}…" if dite else ""
        constat.erreur(
            noeud, f"trouvé {noeud.trouve} ; ce fichier n'existe pas dans le dossier du plan{suite}."
        )
        return Piece()
    try:
        with chemin.open("rb") as ouvert:
            empreinte = examiner(File(ouvert, name=chemin.name)).empreinte
    except ValidationError as refus:
        verdict = "non lu" if refus.code == PAS_LU else "refusé"
        constat.erreur(noeud, f"trouvé {noeud.trouve} ; {verdict} : {' '.join(refus.messages)}")
        return Piece()
    except OSError as erreur:
        constat.erreur(noeud, f"trouvé {noeud.trouve} ; il ne se lit pas : {erreur.strerror or erreur}.")
        return Piece()
    if dite and dite != empreinte:
        constat.erreur(
            lue.lieu("empreinte"),
            f"l'empreinte de « {lue['fichier']} » est {empreinte[:12]}… ; "
            f"attendu : {dite[:12]}…, comme écrit.",
        )
    return Piece(empreinte, chemin)


def ouvrir(piece: Piece, fichier: BinaryIO) -> Depot:
    """The examined file, ready to be kept; `fichier` is `piece.chemin`, open.

    Raises:
        ValidationError: it is no longer the file that was checked.
    """
    nom = Path(fichier.name).name
    depot = examiner(File(fichier, name=nom))
    if depot.empreinte != piece.empreinte:
        raise ValidationError(f"Le fichier « {nom} » a changé pendant le chargement.")
    return depot


def source_lue(lue: Fiche, piece: Piece, retirees: set[str]) -> str:
    """By what an entry is known: its address, or the fingerprint of its file.

    Args:
        retirees: the fingerprints of the files that were withdrawn there: an export of before says them.
    """
    return lue.get("adresse") or (ADRESSE if piece.empreinte in retirees else piece.empreinte)


def source_gardee(objet: AvecPiece) -> str:
    """By what a row is known, likewise."""
    return ADRESSE if objet.retiree else objet.adresse or objet.empreinte


def dire_la_piece(objet: AvecPiece, dossier: str) -> dict[str, str]:
    """What the file of the plan says of a row: the file in that folder, the address, or that it is gone."""
    if objet.retiree:
        # A file too: of what it was, neither the name nor a digit of the fingerprint is said.
        return {"adresse": ADRESSE}
    if not objet.fichier:
        return {"adresse": objet.adresse}
    # The name is kept, in a folder of its own: two files may bear the same.
    ici = f"{dossier}/{objet.empreinte[:12]}/{objet.nom_fichier}"
    return {"fichier": ici, "empreinte": objet.empreinte}


def _dans(dossier: Path, relatif: str, noeud: Noeud, constat: Constat) -> Path | None:
    """The path, if it stays in the folder of the plan once its links are followed."""
    racine = dossier.resolve()
    chemin = Path(relatif)
    try:
        reel = (racine / chemin).resolve()
    except (OSError, RuntimeError, ValueError):
        reel = None
    if chemin.is_absolute() or ".." in chemin.parts or reel is None or not reel.is_relative_to(racine):
        constat.erreur(
            noeud,
            f"trouvé {noeud.trouve} ; attendu : un chemin relatif, dans le dossier du fichier du plan, "
            "sans « .. ».",
        )
        return None
    return racine / chemin
