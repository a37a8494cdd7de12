"""What was withdrawn for cause does not come back by a plan file that still holds it; it is said."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from typing import Any

from django.db import models

from actions.fichier.constat import Constat
from actions.fichier.differences import Differences
from actions.fichier.noeuds import Noeud
from partenariat.donnees.empreintes import EmpreinteTexte, empreinte_texte
from partenariat.models import Retrait
from partenariat.retraits.formulations import formulation
from partenariat.retraits.registre import ADRESSE, REGISTRE, est_retire

DIT = "retiré du site pour cause : ce qui s'y lit ne revient pas ; ôtez-le du fichier"


def oter_les_retires(arbre: Noeud, constat: Constat) -> None:
    """Puts the mask in place of every text of the file that was withdrawn, known by its fingerprint."""
    if mots := _mots():
        _oter(arbre, mots, constat)


def _mots() -> dict[str, str]:
    """By fingerprint, what stands in its place; but for what another record still says in public."""
    mots: dict[str, str] = {}
    for retrait in Retrait.objects.confirmes():
        if retrait.modele is None:
            continue
        quoi = REGISTRE[retrait.modele]
        # Of what is replaced, see `sans_les_retires`: the same words elsewhere are others'.
        for champ in quoi.tenus:
            dit = ADRESSE if champ in quoi.adresses else retrait.dit
            mots |= dict.fromkeys(retrait.empreintes.get(champ, ()), dit)
    for modele, quoi in REGISTRE.items() if mots else ():
        for champ in quoi.champs:
            ailleurs = modele._base_manager.annotate(somme=EmpreinteTexte(champ)).filter(somme__in=list(mots))
            for somme in ailleurs.values_list("somme", flat=True):
                mots.pop(somme, None)
    return mots


def _oter(noeud: Noeud, mots: Mapping[str, str], constat: Constat) -> None:
    match noeud.valeur:
        case str():
            if dit := _masque(noeud.valeur, mots):
                noeud.valeur = noeud.texte = dit
                constat.avertir(noeud, DIT)
        case dict():
            for sous in noeud.valeur.values():
                _oter(sous, mots, constat)
        case list() as lignes:
            # A list that is kept as the lines of one text.
            textes = [ligne.valeur for ligne in lignes if isinstance(ligne.valeur, str)]
            if textes and len(textes) == len(lignes) and (dit := _masque("\n".join(textes), mots)):
                lignes[0].valeur = lignes[0].texte = dit
                del lignes[1:]
                constat.avertir(noeud, DIT)
                return
            for ligne in lignes:
                _oter(ligne, mots, constat)


def connue_par(
    gardes: Iterable[Any], cle: Callable[[Any], Hashable], lues: Iterable[Hashable]
) -> Callable[[Any], Hashable]:
    """By what each row is known to a file: one that is masked, by those words of the file that were withdrawn
    from it, which other rows may still say.

    Args:
        cle: what a row is known by, as it stands; its words, or words at the end of a tuple.
        lues: what the entries of the file are known by.
    """
    # A file of after the withdrawal says the mask itself.
    masques = list(filter(_est_masque, gardes))
    connues = set(lues) if masques else set()
    masques = [objet for objet in masques if cle(objet) not in connues]
    par_somme: dict[str, list[Hashable]] = defaultdict(list)
    for lue in connues if masques else ():
        par_somme[empreinte_texte(_mots_de_cle(lue)[1])].append(lue)
    siennes: dict[int, Hashable] = {}
    for objet in masques:
        for retrait in Retrait.objects.confirmes().de(objet):
            sommes = chain.from_iterable(retrait.empreintes.get(c, ()) for c in REGISTRE[type(objet)].champs)
            for lue in chain.from_iterable(par_somme.get(somme, ()) for somme in sommes):
                if _mots_de_cle(lue)[0] == _mots_de_cle(cle(objet))[0]:
                    siennes[objet.pk] = lue
    return lambda objet: siennes.get(objet.pk) or cle(objet)


def _mots_de_cle(cle: Hashable) -> tuple[Hashable, str]:
    """What is not words in a key, and its words."""
    return (cle[:-1], str(cle[-1])) if isinstance(cle, tuple) else (None, str(cle))


def _est_masque(objet: models.Model) -> bool:
    quoi = REGISTRE.get(type(objet))
    return quoi is not None and any(est_retire(getattr(objet, champ)) for champ in quoi.champs)


def _masque(texte: str, mots: Mapping[str, str]) -> str:
    dits = (mots.get(empreinte_texte(t), "") for t in (texte, texte.strip()))
    return next(filter(None, dits), "")


def sans_les_retires(
    objet: models.Model, dites: Mapping[str, Any], differences: Differences, nom: str
) -> Mapping[str, Any]:
    """What a file says of an object, but for the fields withdrawn from it: they stay as they are."""
    quoi = REGISTRE.get(type(objet))
    if quoi is None:
        return dites
    masques = [c for c in quoi.tenus if c in dites and est_retire(getattr(objet, c))]
    remplaces = [c for c in quoi.remplacables if dites.get(c) and dites[c] != getattr(objet, c)]
    if not masques and not remplaces:
        return dites
    formulations = set(Retrait.objects.confirmes().de(objet).values_list("champ", "formulation"))
    pars = {champ for champ, _formulation in formulations}
    tenus = {champ for champ in masques if not pars.isdisjoint(quoi.avec(champ))}
    tenus |= {champ for champ in remplaces if (champ, formulation(dites[champ])) in formulations}
    if any(dites[champ] != getattr(objet, champ) for champ in tenus):
        differences.tenir(objet, nom)
    return {champ: dit for champ, dit in dites.items() if champ not in tenus}


def retires_entiers(modele: type[models.Model]) -> set[int]:
    """The keys of the records of that model that were withdrawn whole."""
    entiers = Retrait.objects.confirmes().filter(relation=modele._meta.db_table, champ="")
    return set(entiers.values_list("cle", flat=True))
