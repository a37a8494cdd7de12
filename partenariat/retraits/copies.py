"""What goes with a withdrawal: what hangs on the record, and what the site itself copied of it elsewhere."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from partenariat.histoire.evenements import evenements_de
from partenariat.retraits.citations import Mots, mots_de, sans_les_mots
from partenariat.retraits.lieux import parties_de
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE, TOUT

Suite = tuple[models.Model, str]
"""A record, and the field of it that goes (`TOUT`: the whole)."""


def suites_de(objet: models.Model, champ: str = TOUT) -> Iterator[Suite]:
    """What goes with a record, or with that field of it; each once."""
    parties = list(parties_de(objet)) if champ == TOUT else []
    partent = [(objet, champ), *((partie, TOUT) for partie in parties)]
    avec = [suite for parti in partent for suite in (*_copies(*parti), *_memes_octets(*parti))]
    # Two parts of the same bytes, and a part that copies another, are told once.
    dits = {(quoi._meta.label, quoi.pk, de_quoi): (quoi, de_quoi) for quoi, de_quoi in partent[1:] + avec}
    yield from dits.values()


def _copies(objet: models.Model, champ: str) -> Iterator[Suite]:
    """The fields that copied the words (`Retirable.copies`), at any moment: the past says them too."""
    for modele, quoi in REGISTRE.items():
        for copie, chemins in quoi.copies.items():
            for pointeur, _, source in (chemin.partition("__") for chemin in chemins):
                if source and _part(objet, source, champ, modele._meta.get_field(pointeur).related_model):
                    yield from _lignes(objet, source, modele, copie, pointeur)


def _memes_octets(objet: models.Model, champ: str) -> Iterator[Suite]:
    """The rows whose file is the same, where an address hands out bytes and not a row."""
    quoi = REGISTRE[type(objet)]
    if quoi.par_empreinte and champ in quoi.avec(quoi.fichier):
        yield from ((autre, champ) for autre in du_meme_fichier(objet, type(objet)))


def memes_fichiers(objet: Any) -> Iterator[models.QuerySet[Any]]:
    """Whatever holds the same file, byte for byte, of each kind."""
    return (du_meme_fichier(objet, modele) for modele, quoi in REGISTRE.items() if quoi.fichier)


def du_meme_fichier(objet: Any, modele: type[models.Model]) -> models.QuerySet[Any]:
    """The other records of that model whose file is the same, byte for byte."""
    memes = modele._base_manager.filter(empreinte=objet.empreinte).order_by("pk")
    return memes.exclude(pk=objet.pk) if modele is type(objet) else memes


def _part(objet: models.Model, source: str, champ: str, vise: Any) -> bool:
    """Whether that field goes, of what is pointed at."""
    return vise is type(objet) and champ in REGISTRE[type(objet)].avec(source)


def _lignes(
    objet: models.Model, source: str, modele: type[models.Model], copie: str, pointeur: str
) -> Iterator[Suite]:
    mots = mots_de([Retrait(relation=objet._meta.db_table, cle=objet.pk, champ=source)])
    # Too short to be looked for anywhere, they are known here: the copy points at what it copied.
    entiers = set(evenements_de(type(objet)).filter(pgh_obj=objet.pk).values_list(source, flat=True)) - {""}
    dits = evenements_de(modele).filter(**{pointeur: objet.pk}).order_by("pgh_id")
    # One that was erased since is known by its last event.
    citent = {e.pgh_obj_id: e for e in dits if _cite(getattr(e, copie), mots, entiers)}
    for cle, evenement in sorted(citent.items()):
        ligne = modele._base_manager.filter(pk=cle).first() or _alors(modele, evenement)
        yield ligne, copie if copie in REGISTRE[modele].un_a_un else TOUT


def _cite(texte: str, mots: Mots, entiers: set[str]) -> bool:
    return sans_les_mots(texte, mots) != texte or any(entier in texte for entier in entiers)


def _alors(modele: type[models.Model], evenement: Any) -> models.Model:
    """A record as that event says it."""
    noms = [champ.attname for champ in modele._meta.concrete_fields]
    return modele(**{nom: getattr(evenement, nom) for nom in noms if hasattr(evenement, nom)})
