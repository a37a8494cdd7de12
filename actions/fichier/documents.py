"""The documents of an action in a plan file: each a file beside it, or an address."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from actions.fichier import pieces
from actions.fichier.champs import Fiche
from actions.fichier.constat import Constat, FichierRefuse
from actions.fichier.existant import apparier
from actions.models import Action, Document
from partenariat.models import Retrait
from partenariat.retraits.registre import ADRESSE, est_retire
from partenariat.retraits.retirable import MEME_FICHIER

if TYPE_CHECKING:
    from actions.fichier.connus import Connus


def verifier(fiche: Fiche, garde: Action | None, connus: "Connus", constat: Constat) -> None:
    """Examines each file once, and keeps what it is for the loading (`Connus.pieces`)."""
    gardes = list(garde.documents.all()) if garde else []
    deja = {document.empreinte for document in gardes} - {""}
    lus = fiche.get("documents", ())
    for lu in lus:
        connus.pieces[id(lu)] = pieces.piece(lu, connus.dossier, deja, constat)
    for lu, document in apparier(lus, gardes, sources(connus, gardes), pieces.source_gardee)[0]:
        if document is None:
            _exiger_neuf(lu, connus.pieces[id(lu)].empreinte, constat)


def sources(connus: "Connus", gardes: Iterable[Document]) -> Callable[[Fiche], str]:
    """By what an entry is known among the documents of its action."""
    retirees = {document.empreinte for document in gardes if document.retiree} - {""}
    return lambda lu: pieces.source_lue(lu, connus.pieces[id(lu)], retirees)


def _exiger_neuf(lu: Fiche, empreinte: str, constat: Constat) -> None:
    """What was withdrawn does not come back."""
    lieu = lu.lieu("fichier")
    if est_retire(lu.get("fichier", "")):
        constat.erreur(lieu, f"trouvé {lieu.trouve} ; attendu : un fichier d'un autre nom.")
    elif empreinte and Retrait.objects.du_fichier(empreinte).exists():
        constat.erreur(lieu, f"trouvé {lieu.trouve} ; refusé : {gettext(MEME_FICHIER)}")


def joindre(document: Document, lu: Fiche, piece: pieces.Piece) -> None:
    """What a new document holds: its file, written with the transaction, or its address.

    Raises:
        FichierRefuse: the file is no longer the one that was checked.
    """
    if piece.chemin is None:
        document.recevoir(lu.get("adresse", ADRESSE))
        return
    try:
        with piece.chemin.open("rb") as fichier:
            document.recevoir(pieces.ouvrir(piece, fichier))
    except (ValidationError, OSError) as erreur:
        raison = " ".join(getattr(erreur, "messages", [str(erreur)]))
        raise FichierRefuse(f"{lu.noeud.ou} · {document.titre} : {raison}") from erreur
