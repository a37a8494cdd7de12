"""The history of one record and of its parts, told: when, by whom, which field, before and after.

Read from the events that PostgreSQL's triggers keep (`partenariat.histoire`), so it also tells what imports,
commands and the shell did. A bounded number of queries: one a kind of part, one a kind of thing named.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import cast

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Field, ForeignKey, GeneratedField, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partenariat.donnees.champs import champ_de
from partenariat.histoire.evenements import evenements_de
from partenariat.presentation.formats import date_longue, heure, nombre
from partenariat.retraits.passe import evenement_masque

MAXIMUM = 1000
"""Events read of each kind, the latest ones."""


@dataclass(frozen=True)
class Morceau:
    """A kind of rows that belong to the record."""

    modele: type[Model]
    chemin: str
    """ORM path, on its events, to the record's id."""
    autre: str = ""
    """For a link table: the field of the other side, by which a link is named."""
    detail: str = ""
    """The field whose text explains an addition (the reason of a moved date)."""
    seul: bool = False
    """Whether there is one at most: its kind names it."""
    annule: bool = False
    """Whether such a row annuls a mistake: what goes in the same transaction is not erased, but corrected."""


@dataclass(frozen=True)
class Ligne:
    quoi: str
    avant: str
    apres: str


@dataclass
class Entree:
    """What one person did in one transaction."""

    le: datetime
    par: str
    lignes: list[Ligne] = field(default_factory=list)


@dataclass(frozen=True)
class Trace:
    """Who, when: of one change."""

    par: str
    le: datetime


def entrees(objet: Model, morceaux: Iterable[Morceau] = (), sauf: Iterable[str] = ()) -> list[Entree]:
    """Every change of `objet` and of its parts, latest first.

    Args:
        sauf: names of fields that only follow from others and would be noise.
    """
    lots = [(Morceau(type(objet), "pgh_obj"), _evenements(type(objet), pgh_obj=objet.pk))]
    lots += [(morceau, _evenements(morceau.modele, **{morceau.chemin: objet.pk})) for morceau in morceaux]
    noms = _Noms(lots)
    annulants = {_geste(evenement) for morceau, lus in lots if morceau.annule for evenement in lus}
    par_geste: dict[tuple, Entree] = {}
    for morceau, evenements in lots:
        avant: dict[int, dict] = {}
        for evenement in evenements:
            lignes = _lignes(morceau, avant.get(evenement["pgh_obj_id"]), evenement, noms, set(sauf), objet)
            avant[evenement["pgh_obj_id"]] = evenement
            geste = _geste(evenement)
            if evenement["pgh_label"] == "delete" and geste in annulants:
                lignes = [replace(ligne, apres=_("annulé par correction")) for ligne in lignes]
            if lignes:
                entree = par_geste.setdefault(
                    geste, Entree(evenement["pgh_created_at"], noms.personne(_auteur(evenement)))
                )
                entree.lignes += lignes
    return [par_geste[geste] for geste in sorted(par_geste, reverse=True)]


def traces_des_champs(objet: Model, depuis_version: int) -> tuple[dict, dict[str, Trace]]:
    """The columns as they stood at a version (none where unknown), and who last changed each since."""
    modele = type(objet)
    lus = evenements_de(modele).filter(pgh_obj=objet.pk, version__gte=depuis_version).order_by("pgh_id")
    evenements = [evenement_masque(modele, lu) for lu in lus.values()]
    noms = _Noms([(None, evenements)])
    traces: dict[str, Trace] = {}
    for avant, apres in pairwise(evenements):
        trace = Trace(noms.personne(_auteur(apres)), apres["pgh_created_at"])
        traces |= {colonne: trace for colonne in apres if avant[colonne] != apres[colonne]}
    vus = [evenement for evenement in evenements if evenement["version"] == depuis_version]
    return (vus[-1] if vus else {}), traces


def traces_des_lignes(modele: type[Model], **filtre) -> dict[int, Trace]:
    """Who last wrote (or deleted) each of these rows, by its id."""
    evenements = _evenements(modele, **filtre)
    noms = _Noms([(None, evenements)])
    return {e["pgh_obj_id"]: Trace(noms.personne(_auteur(e)), e["pgh_created_at"]) for e in evenements}


def mots(champ: Field, valeur, noms: "_Noms | None" = None) -> str:
    """A stored value in the words of the screen; empty for none."""
    if valeur is None or valeur == "":
        return ""
    if isinstance(champ, ForeignKey):
        return noms.objet(champ.related_model, valeur) if noms else str(valeur)
    if isinstance(champ, BooleanField):
        return _("Oui") if valeur else _("Non")
    if champ.choices:
        return str(dict(champ.flatchoices).get(valeur, valeur))
    if isinstance(valeur, dict | list | tuple):
        return _en_lignes(valeur)
    if isinstance(valeur, datetime):
        return f"{date_longue(valeur)}, {heure(valeur)}"
    if isinstance(valeur, date):
        return date_longue(valeur)
    return nombre(valeur) if isinstance(valeur, Decimal) else str(valeur)


def _en_lignes(valeur) -> str:
    """What a file or a list brought, as one reads it: « clé : valeur », one a line.

    What lies deeper is for programs, and counted.
    """
    if isinstance(valeur, dict):
        lignes = (f"{cle}\N{NO-BREAK SPACE}: {_en_un_mot(sien)}" for cle, sien in valeur.items())
        return "\n".join(lignes)
    return "; ".join(map(_en_un_mot, valeur))


def _en_un_mot(valeur) -> str:
    if isinstance(valeur, dict) or (
        isinstance(valeur, list | tuple) and any(isinstance(un, dict | list | tuple) for un in valeur)
    ):
        return ngettext("%(n)d élément", "%(n)d éléments", len(valeur)) % {"n": len(valeur)}
    if isinstance(valeur, list | tuple):
        return ", ".join(map(_en_un_mot, valeur))
    if isinstance(valeur, bool):
        return _("Oui") if valeur else _("Non")
    return "" if valeur is None else str(valeur)


def _evenements(modele: type[Model], **filtre) -> list[dict]:
    """The latest events of a kind, oldest first."""
    evenements = evenements_de(modele).filter(**filtre).order_by("-pgh_id")
    return [evenement_masque(modele, lu) for lu in evenements.values()[:MAXIMUM]][::-1]


def _auteur(evenement: dict) -> int | None:
    return (evenement["pgh_context"] or {}).get("user")


def _geste(evenement: dict) -> tuple[datetime, int]:
    """What one person did in one transaction: when, who."""
    return evenement["pgh_created_at"], _auteur(evenement) or 0


class _Noms:
    """The things that events point to, fetched together: one query a model."""

    def __init__(self, lots):
        cles: dict[type[Model], set] = defaultdict(set)
        for morceau, evenements in lots:
            relations = (
                [c for c in morceau.modele._meta.fields if isinstance(c, ForeignKey)] if morceau else []
            )
            for evenement in evenements:
                cles[get_user_model()].add(_auteur(evenement))
                for champ in relations:
                    cles[champ.related_model].add(evenement.get(champ.attname))
        self._objets = {modele: modele._base_manager.in_bulk(ids - {None}) for modele, ids in cles.items()}

    def brut(self, modele: type[Model], pk) -> Model | None:
        return self._objets.get(modele, {}).get(pk)

    def objet(self, modele: type[Model], pk) -> str:
        objet = self.brut(modele, pk)
        return str(objet) if objet else _("élément supprimé (n° %(pk)s)") % {"pk": pk}

    def personne(self, pk: int | None) -> str:
        return self.objet(get_user_model(), pk) if pk else _("une commande du site")


def _lignes(
    morceau: Morceau, avant: dict | None, apres: dict, noms: _Noms, sauf: set[str], objet: Model
) -> list[Ligne]:
    principal = morceau.modele is type(objet)
    nom = "" if principal else _nom(morceau, apres, noms)
    if apres["pgh_label"] == "delete":
        return [Ligne(nom, "", _("suppression"))]
    if apres["pgh_label"] == "insert":
        return [
            Ligne(
                nom or str(capfirst(objet._meta.verbose_name)),
                "",
                apres.get(morceau.detail) or _("inscription"),
            )
        ]
    if avant is None:
        return []
    return [
        Ligne(
            f"{nom} · {capfirst(champ.verbose_name)}" if nom else str(capfirst(champ.verbose_name)),
            mots(champ, avant[champ.attname], noms),
            mots(champ, apres[champ.attname], noms),
        )
        for champ in morceau.modele._meta.concrete_fields
        # What is generated follows from what is told.
        if champ.name not in sauf
        and not isinstance(champ, GeneratedField)
        and champ.attname in apres
        and avant[champ.attname] != apres[champ.attname]
    ]


def _nom(morceau: Morceau, evenement: dict, noms: _Noms) -> str:
    """« Jalon « Appel de projets » »."""
    meta = morceau.modele._meta
    if morceau.seul:
        return str(capfirst(meta.verbose_name))
    if morceau.autre:
        champ = champ_de(morceau.modele, morceau.autre)
        meta, texte = (
            cast(type[Model], champ.related_model)._meta,
            mots(champ, evenement[champ.attname], noms),
        )
    else:
        texte = str(_instance(morceau.modele, evenement, noms))
    return _("%(genre)s « %(nom)s »") % {"genre": capfirst(meta.verbose_name), "nom": texte}


def _instance(modele: type[Model], evenement: dict, noms: _Noms) -> Model:
    """The row as it stood, with the things it points to at hand, so that its `str` costs no query."""
    champs = [champ for champ in modele._meta.concrete_fields if champ.attname in evenement]
    instance = modele(**{champ.attname: evenement[champ.attname] for champ in champs})
    for champ in champs:
        if isinstance(champ, ForeignKey) and (
            lie := noms.brut(champ.related_model, evenement[champ.attname])
        ):
            champ.set_cached_value(instance, lie)
    return instance
