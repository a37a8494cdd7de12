"""A dataset as a file: CSV, JSON or XLSX, from the same columns.

Rows are read and written by pieces: ten thousand actions take no more memory than five hundred. The file
is whole before its first byte leaves, on disk where it is large: what fails on the way is an error, never a
file cut short, and a slow reader holds no transaction.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.utils.exceptions import WorkbookAlreadySaved

from partenariat.donnees.colonnes import Colonne
from partenariat.donnees.filtres import FiltreAFacettes

if TYPE_CHECKING:
    from partenariat.presentation.publique import RequeteDatee

MORCEAU = 500
"""Rows read at a time, with all that their columns read."""
EN_MEMOIRE = 600_000
"""Bytes; a larger file waits on disk, and is sent from there. What the cache of pages keeps is smaller."""
BLOC = 64 * 1024


def en_json(colonnes: Sequence[Colonne], objets: Iterable[Any], sortie: IO[bytes]) -> None:
    debut = "["
    for objet in objets:
        ligne = json.dumps({c.nom: c.json(objet) for c in colonnes}, ensure_ascii=False, indent=1)
        # One level deeper; in a text, the end of a line is written « \n ».
        sortie.write(f"{debut}\n{ligne}".replace("\n", "\n ").encode())
        debut = ","
    sortie.write(b"[]" if debut == "[" else b"\n]")


def en_csv(colonnes: Sequence[Colonne], objets: Iterable[Any], sortie: IO[bytes]) -> None:
    # A mark by which Excel knows the encoding.
    texte = io.TextIOWrapper(sortie, encoding="utf-8-sig", newline="")
    ecrivain = csv.writer(texte)
    ecrivain.writerow([colonne.nom for colonne in colonnes])
    ecrivain.writerows([colonne.plat(objet) for colonne in colonnes] for objet in objets)
    texte.detach()


def en_xlsx(colonnes: Sequence[Colonne], objets: Iterable[Any], sortie: IO[bytes]) -> None:
    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("donnees")
    try:
        feuille.append([colonne.nom for colonne in colonnes])
        for objet in objets:
            feuille.append([colonne.cellule(objet) for colonne in colonnes])
        classeur.save(sortie)
    except BaseException:
        _abandonner(feuille)
        raise


def _abandonner(feuille: Any) -> None:
    """Given up open, a sheet complains when it is collected, in the middle of whatever runs then; and its own
    file would stay until this process ends."""
    # On a full disk it cannot even be finished.
    with suppress(OSError, WorkbookAlreadySaved):
        feuille.close()
    if Path(feuille._writer.out).exists():
        feuille._writer.cleanup()


Ecrire = Callable[[Sequence[Colonne], Iterable[Any], IO[bytes]], None]
FORMATS: dict[str, tuple[str, Ecrire]] = {
    "csv": ("text/csv; charset=utf-8", en_csv),
    "json": ("application/json", en_json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", en_xlsx),
}


def fichiers(adresse: Callable[..., str]) -> list[tuple[str, str]]:
    """A dataset in the formats that a page offers, in order: how each is called, and where it is.

    Args:
        adresse: of the file in one format (`format_`).
    """
    return [(format_.upper(), adresse(format_=format_)) for format_ in ("csv", "xlsx", "json")]


def fichier_prive(
    nom: str, format_: str, colonnes: Sequence[Colonne], objets: QuerySet[Any]
) -> HttpResponseBase:
    """The rows that one person may read, as a response that no other site and no cache reads. `format_` is a
    key of `FORMATS`."""
    reponse = _piece(nom, format_, colonnes, objets)
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def fichier(nom: str, format_: str, colonnes: Sequence[Colonne], objets: QuerySet[Any]) -> HttpResponseBase:
    """The dataset `nom` as a response. `format_` is a key of `FORMATS`."""
    reponse = _piece(nom, format_, colonnes, objets)
    # Open data is for every site to use.
    reponse["Access-Control-Allow-Origin"] = "*"
    reponse["Cross-Origin-Resource-Policy"] = "cross-origin"
    return reponse


def _piece(nom: str, format_: str, colonnes: Sequence[Colonne], objets: QuerySet[Any]) -> HttpResponseBase:
    type_, ecrire = FORMATS[format_]
    reponse = _envoyer(lambda sortie: _ecrire(ecrire, colonnes, objets, sortie), type_)
    disposition = "inline" if format_ == "json" else "attachment"
    reponse["Content-Disposition"] = f'{disposition}; filename="{nom}.{format_}"'
    return reponse


def _ecrire(ecrire: Ecrire, colonnes: Sequence[Colonne], objets: QuerySet[Any], sortie: IO[bytes]) -> None:
    # One cursor, of which each piece is a short statement: the web's time limit is for one, not for all.
    # It is closed before its transaction, even where what it gave could not be written.
    with transaction.atomic(), closing(objets.iterator(MORCEAU)) as lus:  # type: ignore[type-var]  # a generator
        ecrire(colonnes, lus, sortie)


def _envoyer(ecrire: Callable[[IO[bytes]], None], type_: str) -> HttpResponseBase:
    sortie = tempfile.SpooledTemporaryFile(EN_MEMOIRE)  # noqa: SIM115  # closed with the response
    try:
        ecrire(sortie)
        taille = sortie.tell()
        sortie.seek(0)
        if taille > EN_MEMOIRE:
            entiere = FileResponse(sortie, content_type=type_)
            entiere.block_size = BLOC
            entiere["Content-Length"] = str(taille)
            return entiere
        with sortie:
            return HttpResponse(sortie.read(), content_type=type_)
    except BaseException:
        sortie.close()
        raise


def erreurs_en_json(request: "RequeteDatee", filtre: FiltreAFacettes) -> JsonResponse | None:
    """A criterion that cannot be used is an error: a program must not take other rows than it asked."""
    erreurs = [*filtre.refus(), *([request.au_laisse_de_cote] if request.au_laisse_de_cote else [])]
    if erreurs:
        return refus_en_json(erreurs, 400)
    return None


def refus_en_json(dits: Sequence[str], statut: int) -> JsonResponse:
    """What refuses, in the terms of a program."""
    return JsonResponse({"erreurs": dits}, status=statut, json_dumps_params={"ensure_ascii": False})
