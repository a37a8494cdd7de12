"""A dataset as a file: CSV, JSON or XLSX, from the same columns."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from openpyxl import Workbook

from partenariat.donnees.colonnes import Colonne
from partenariat.donnees.filtres import FiltreAFacettes

if TYPE_CHECKING:
    from partenariat.presentation.publique import RequeteDatee


def en_json(colonnes: Sequence[Colonne], objets: Iterable[Any]) -> bytes:
    lignes = [{colonne.nom: colonne.json(objet) for colonne in colonnes} for objet in objets]
    return json.dumps(lignes, ensure_ascii=False, indent=1).encode()


def en_csv(colonnes: Sequence[Colonne], objets: Iterable[Any]) -> bytes:
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie)
    ecrivain.writerow([colonne.nom for colonne in colonnes])
    ecrivain.writerows([colonne.plat(objet) for colonne in colonnes] for objet in objets)
    return sortie.getvalue().encode()


def en_xlsx(colonnes: Sequence[Colonne], objets: Iterable[Any]) -> bytes:
    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("donnees")
    feuille.append([colonne.nom for colonne in colonnes])
    for objet in objets:
        feuille.append([colonne.plat(objet) for colonne in colonnes])
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Sequence[Colonne], Iterable[Any]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", en_csv),
    "json": ("application/json", en_json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", en_xlsx),
}


def fichier(nom: str, format_: str, colonnes: Sequence[Colonne], objets: Iterable[Any]) -> HttpResponse:
    """The dataset `nom` as a response. `format_` is a key of `FORMATS`."""
    type_, ecrire = FORMATS[format_]
    reponse = HttpResponse(ecrire(colonnes, objets), content_type=type_)
    disposition = "inline" if format_ == "json" else "attachment"
    reponse["Content-Disposition"] = f'{disposition}; filename="{nom}.{format_}"'
    # Open data is for every site to use.
    reponse["Access-Control-Allow-Origin"] = "*"
    reponse["Cross-Origin-Resource-Policy"] = "cross-origin"
    return reponse


def erreurs_en_json(request: "RequeteDatee", filtre: FiltreAFacettes) -> JsonResponse | None:
    """A criterion that cannot be used is an error: a program must not take other rows than it asked."""
    erreurs = [*filtre.laisses_de_cote(), *([request.au_laisse_de_cote] if request.au_laisse_de_cote else [])]
    if erreurs:
        return JsonResponse({"erreurs": erreurs}, status=400, json_dumps_params={"ensure_ascii": False})
    return None
