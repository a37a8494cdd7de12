"""The answers against the history: what was said saved is there, and nothing else; none overwrote unseen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from actions.models import Action, Jalon, Mesure, Nouvelle
from bench.ecritures.registre import Edition, Touche, ecrit
from partenariat.histoire.evenements import evenements_de

SUIVIS: dict[type[Model], tuple[str, ...]] = {
    Action: ("description", "confiance", "statut", "motif"),
    Jalon: ("titre", "atteint_le", "echeance"),
    Nouvelle: ("texte",),
    Mesure: ("valeur",),
}
"""What the hands type; all the rest follows from it."""
D_UN_MOT = (("statut", "motif"), ("atteint_le", "echeance"))
"""Fields that one word answers for: who changed one may be told of the other."""
SANS_TEMOIN = ("motif",)
"""What one may set without having seen it: it is emptied with the status that asked for it."""


@dataclass(frozen=True)
class Fait:
    """One field of one row that history says was written."""

    modele: type[Model]
    cle: int
    champ: str
    avant: str | None
    """None: the row was added."""
    apres: str
    par: int | None
    le: datetime


class Histoire:
    """What history holds since the hands began."""

    def __init__(self, editions: list[Edition], depuis: datetime):
        self.de: dict[int, list[Fait]] = {rang: [] for rang in range(len(editions))}
        """What each edit wrote: an account does one thing at a time."""
        self.de_personne: list[Fait] = []
        self.ailleurs: dict[tuple, list[tuple[Fait, Edition]]] = defaultdict(list)
        """What was written of each row, and by which edit."""
        for fait in (fait for modele in SUIVIS for fait in _faits(modele) if fait.le >= depuis):
            rang = next((r for r, e in enumerate(editions) if e.par == fait.par and e.tient(fait.le)), None)
            if rang is None:
                self.de_personne.append(fait)
            else:
                self.de[rang].append(fait)
                self.ailleurs[fait.modele, fait.cle].append((fait, editions[rang]))

    def pendant(self, edition: Edition, touche: Touche) -> Iterator[Fait]:
        """What others wrote of a row while the form was open: dated by its beginning, a write is seen from
        its answer on at the latest."""
        for fait, autre in self.ailleurs[touche.lieu]:
            if autre.par != edition.par and autre.croise(edition):
                yield fait


def _faits(modele: type[Model]) -> Iterator[Fait]:
    lignes: dict[int, list[dict]] = defaultdict(list)
    for evenement in evenements_de(modele).order_by("pgh_id").values():
        lignes[evenement["pgh_obj_id"]].append(evenement)
    for cle, suite in lignes.items():
        avant: dict | None = None
        for apres in suite:
            for champ in SUIVIS[modele]:
                ancien, nouveau = avant and ecrit(avant[champ]), ecrit(apres[champ])
                if ancien != nouveau:
                    par = (apres["pgh_context"] or {}).get("user")
                    yield Fait(modele, cle, champ, ancien, nouveau, par, apres["pgh_created_at"])
            avant = apres


def fautes(editions: Iterable[Edition], depuis: datetime) -> list[str]:
    """Every broken promise, in words; none where all is well."""
    editions = list(editions)
    histoire = Histoire(editions, depuis)
    dites = [f"{faute} : {edition}" for edition in editions for faute in edition.fautes]
    for rang, edition in enumerate(editions):
        dites += [f"{faute} : {edition}" for faute in _fautes_de(edition, histoire.de[rang], histoire)]
    dites += [f"écrit par personne : {fait}" for fait in histoire.de_personne]
    return [*dites, *_hors_de_l_histoire()]


def _fautes_de(edition: Edition, siens: list[Fait], histoire: Histoire) -> Iterator[str]:
    for touche in edition.gardees:
        if not any(_est(fait, touche) for fait in siens) and not _deja(histoire, edition, touche):
            yield f"dit enregistré, et perdu ({touche.champ} {touche.cle} = « {touche.saisi} »)"
    for touche in edition.refusees:
        if any(_est(fait, touche) for fait in siens):
            yield f"dit refusé, et écrit ({touche.champ} {touche.cle} = « {touche.saisi} »)"
    yield from _fautes_des_faits(edition, siens)
    if edition.refusees and not _se_comprend(edition, histoire):
        yield f"refusé sans que personne n'ait touché à ces champs ({edition.phrase})"


def _fautes_des_faits(edition: Edition, siens: list[Fait]) -> Iterator[str]:
    for fait in siens:
        touche = next((t for t in edition.touches if _est(fait, t)), None)
        if touche is None:
            if fait.champ not in SANS_TEMOIN and fait.avant is not None:
                yield f"écrit sans avoir été tapé ({fait.champ} {fait.cle} = « {fait.apres} »)"
        elif touche.cle and touche.vu is not None and fait.avant not in (touche.vu, touche.saisi):
            ou = f"{fait.champ} {fait.cle}, vu « {touche.vu} »"
            yield f"« {fait.avant} » est écrasé sans avoir été vu ({ou})"


def _est(fait: Fait, touche: Touche) -> bool:
    lieu = touche.cle in (fait.cle, None) and (touche.cle is None) == (fait.avant is None)
    return lieu and (fait.modele, fait.champ, fait.apres) == (touche.modele, touche.champ, touche.saisi)


def _deja(histoire: Histoire, edition: Edition, touche: Touche) -> bool:
    """Whether it stood there already: somebody else had written the same since the form was opened."""
    ecrits = histoire.pendant(edition, touche)
    return any((fait.champ, fait.apres) == (touche.champ, touche.saisi) for fait in ecrits)


OCCUPE = ("en ce moment", "en même temps", "encore en cours")
"""What the site says where it waited for somebody else in vain: nobody needs to have written by then."""


def _se_comprend(edition: Edition, histoire: Histoire) -> bool:
    """Whether somebody else changed, while the form was open, one of the things that it changes."""
    if any(mot in edition.phrase for mot in OCCUPE):
        return True
    for touche in edition.refusees:
        champs = next((noms for noms in D_UN_MOT if touche.champ in noms), (touche.champ,))
        if any(fait.champ in champs for fait in histoire.pendant(edition, touche)):
            return True
    # A milestone that was reached meanwhile is not moved, however often one asks.
    return edition.reprend is not None and _se_comprend(edition.reprend, histoire)


def _hors_de_l_histoire() -> Iterator[str]:
    """Rows that are not as their last event says."""
    for modele, champs in SUIVIS.items():
        derniers = {e["pgh_obj_id"]: e for e in evenements_de(modele).order_by("pgh_id").values()}
        for ligne in modele._base_manager.values("pk", *champs):
            for champ in champs:
                if derniers[ligne["pk"]][champ] != ligne[champ]:
                    yield f"hors de l'historique : {modele.__name__} {ligne['pk']} {champ}"
