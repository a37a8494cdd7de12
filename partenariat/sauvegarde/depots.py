"""The files that rows name: which they are, whether they are there, how they are put back."""

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import FileField, Model
from django.utils import timezone

from partenariat.donnees.empreintes import empreinte_fichier
from partenariat.histoire.evenements import evenements_de
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE

EN_COURS, ECARTES = ".restauration-", ".avant-restauration-"
EN_VOL = 3600
"""Seconds: a file younger than that may wait for the row that names it."""
LOT = 500


def racine() -> Path:
    return Path(settings.MEDIA_ROOT)


def champs() -> Iterator[tuple[type[Model], "FileField"]]:
    """Every column that names a file, those of history too."""
    for modele in apps.get_models():
        if modele._meta.managed and not modele._meta.proxy:
            for champ in modele._meta.local_concrete_fields:
                if isinstance(champ, FileField):
                    yield modele, champ


def nommes(using: str = "default") -> set[str]:
    """The files that some row names."""
    noms: set[str] = set()
    for modele, champ in champs():
        lus = modele._base_manager.using(using).exclude(**{champ.name: ""})
        noms.update(filter(None, lus.values_list(champ.name, flat=True).iterator()))
    return noms


def partis(using: str = "default") -> set[str]:
    """The files that `caviarder` took away: rows name them still, and nobody is to look for them."""
    noms: set[str] = set()
    for modele, quoi in REGISTRE.items():
        if champ := quoi.fichier:
            retires = Retrait.objects.using(using).exclude(caviarde_le=None)
            cles = retires.filter(relation=modele._meta.db_table, champ__in=quoi.avec(champ)).values("cle")
            # History names the file of a row that went since, too.
            lus = evenements_de(modele).using(using).exclude(**{champ: ""}).filter(pgh_obj__in=cles)
            noms.update(lus.values_list(champ, flat=True))
    return noms


def fautes() -> Iterator[str]:
    """Each file that a row names and that is not there, or is no longer what was deposited.

    A model says by `EMPREINTES` (file's field → fingerprint's field) which column keeps its SHA-256.
    """
    attendus_nulle_part = partis()
    for modele, champ in champs():
        somme = getattr(modele, "EMPREINTES", {}).get(champ.name)
        if somme is None:
            continue
        lus = modele._base_manager.exclude(**{champ.name: ""}).order_by("pk").only(champ.name, somme)
        for objet in lus.iterator(LOT):
            depot = getattr(objet, champ.name)
            try:
                with depot.open("rb") as fichier:
                    if empreinte_fichier(fichier) != getattr(objet, somme):
                        yield f"{depot.name} ({modele._meta.label} {objet.pk}) : altéré"
            except FileNotFoundError:
                if depot.name not in attendus_nulle_part:
                    yield f"{depot.name} ({modele._meta.label} {objet.pk}) : absent"


def orphelins() -> Iterator[str]:
    """Each file of the folder that no row names. What a restoration put aside is not looked at."""
    limite = time.time() - EN_VOL
    for lot in _lots(_presents(limite)):
        connus: set[str] = set()
        for modele, champ in champs():
            connus.update(
                modele._base_manager.filter(**{f"{champ.name}__in": lot}).values_list(champ.name, flat=True)
            )
        yield from sorted(set(lot) - connus)


def _lots(noms: Iterator[str]) -> Iterator[list[str]]:
    while lot := list(islice(noms, LOT)):
        yield lot


def _presents(avant: float) -> Iterator[str]:
    depart = racine()
    for chemin in depart.rglob("*"):
        relatif = chemin.relative_to(depart)
        if not relatif.parts[0].startswith(".") and chemin.is_file() and chemin.stat().st_mtime < avant:
            yield relatif.as_posix()


@contextmanager
def arrivee() -> Iterator[Path]:
    """A folder beside the files in place, on the same disk, that goes at the end."""
    racine().mkdir(mode=0o700, parents=True, exist_ok=True)
    for reste in racine().glob(f"{EN_COURS}*"):
        shutil.rmtree(reste, ignore_errors=True)
    dossier = racine() / f"{EN_COURS}{timezone.now():%Y%m%dT%H%M%SZ}"
    dossier.mkdir(mode=0o700)
    try:
        yield dossier
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


class Echange:
    """Puts files in the place of those that are there, which are set aside; can be undone.

    Entry by entry, within the folder: a folder that is a mount point has no other name to take.
    """

    def __init__(self, arrives: Path):
        self._arrives = arrives
        self._faits: list[tuple[Path, Path]] = []
        self.ecartes: Path | None = None

    def faire(self) -> None:
        try:
            anciens = self._entrees(racine())
            if anciens:
                self.ecartes = racine() / f"{ECARTES}{timezone.now():%Y%m%dT%H%M%SZ}"
                self.ecartes.mkdir(mode=0o700)
                self._deplacer(anciens, self.ecartes)
            self._deplacer(self._entrees(self._arrives), racine())
        except OSError:
            self.defaire()
            raise

    def defaire(self) -> None:
        for avant, apres in reversed(self._faits):
            apres.rename(avant)
        self._faits.clear()
        if self.ecartes:
            self.ecartes.rmdir()
            self.ecartes = None

    def _deplacer(self, entrees: Iterable[Path], vers: Path) -> None:
        for entree in entrees:
            entree.rename(vers / entree.name)
            self._faits.append((entree, vers / entree.name))

    @staticmethod
    def _entrees(dossier: Path) -> list[Path]:
        return sorted(entree for entree in dossier.iterdir() if not entree.name.startswith("."))
