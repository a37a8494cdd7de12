# ruff: noqa: E501, DTZ001 (a table of cases reads better one a line; a cell has no time zone)
"""`charger_plan` and workbooks: the same checks, with sheet and cell."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from actions.models import Action, Plan
from tests.actions.plan_d_essai import charger, ecrire, exporter, plan, refus

pytestmark = pytest.mark.django_db

FEUILLES = {
    "meta": [["titre", "slug"], ["Plan d'essai", "essai"]],
    "sources": [["code", "titre"], ["S1", "Une source"]],
    "objectifs": [["code", "titre_fr"], ["O1", "Reconnaître"]],
    "axes": [["code", "titre_fr"], ["A1", "Soutien"], ["A2", "Grands projets"]],
    "volets": [["axe", "code", "titre_fr"], ["A1", "A1a", "Ancrage"]],
    "organisations": [
        ["id", "nom", "nature", "type", "code_mamh"],
        ["VER", "Verdun", "arrondissement", None, "REM12"],
        ["SDE", "Service du développement économique", "service_central", None, None],
        ["CESIM", "Conseil d'économie sociale", None, "pôle régional", None],
    ],
    "actions": [
        ["code", "axe", "volet", "titre_fr", "responsable", "partenaires", "arrondissements", "debut", "statut", "budget_cad", "sources", "en_continu"],
        ["1.1", "A1", "A1a", "Soutenir", "SDE", "CESIM ; VER", "tous", datetime(2025, 1, 15), "en_cours", 2500.5, "S1", True],
        ["1.2", "A2", None, "Clause", "VER", None, "Verdun", "2026-01-01", "a_venir", 3000000, None, None],
    ],
    "jalons": [["action", "titre", "prevu", "reel"], ["1.1", "Bilan", date(2026, 3, 31), date(2026, 3, 27)]],
    "indicateurs": [
        ["action", "nom", "unite", "reference_annee", "reference_valeur"], ["1.1", "Projets", "projets", 2024, 40],
    ],
    "mesures": [["action", "indicateur", "date", "valeur"], ["1.1", "Projets", date(2025, 12, 31), 46.5]],
}  # fmt: skip


def classeur(retouche=None, **feuilles) -> bytes:
    """A workbook of `FEUILLES`, with some sheets replaced; `retouche` is given the workbook before it is
    saved."""
    livre = openpyxl.Workbook()
    livre.remove(livre.active)
    for nom, lignes in (FEUILLES | feuilles).items():
        feuille = livre.create_sheet(nom)
        for ligne in lignes:
            feuille.append(ligne)
    if retouche:
        retouche(livre)
    octets = io.BytesIO()
    livre.save(octets)
    return octets.getvalue()


@pytest.fixture
def fichier(tmp_path):
    return lambda octets: ecrire(tmp_path, octets, "plan.xlsx")


def avec(feuille: str, ligne: int, colonne: str, valeur) -> dict:
    """The sheet with one cell replaced; `ligne` as in the spreadsheet."""
    lignes = [list(cellules) for cellules in FEUILLES[feuille]]
    lignes[ligne - 1][lignes[0].index(colonne)] = valeur
    return {feuille: lignes}


def test_a_workbook_loads_and_a_second_load_changes_nothing(fichier):
    chemin = fichier(classeur())
    sortie, erreurs = charger(chemin, "--publier")
    assert "2 actions" in sortie
    assert erreurs == ""
    action = Action.objects.get(code="1.1")
    assert (action.debut, action.budget_prevu, action.en_continu, action.volet.code) == (
        date(2025, 1, 15),
        Decimal("2500.5"),
        True,
        "A1a",
    )
    assert {(p.organisation.sigle, p.role) for p in action.participations.all()} == {
        ("CESIM", "partenaire"),
        ("VER", "collaborateur"),
    }
    assert action.jalons.get().atteint_le == date(2026, 3, 27)
    assert action.indicateurs.get().reference_valeur == 40
    assert action.indicateurs.get().mesures.get().valeur == Decimal("46.5")
    assert [o.nom for o in Action.objects.get(code="1.2").arrondissements.all()] == ["Verdun"]
    assert charger(chemin, "--publier")[0].startswith("Rien à changer")


def test_a_cell_that_was_neutralised_on_its_way_out_comes_back_as_it_was(fichier):
    charger(fichier(classeur(**avec("actions", 2, "titre_fr", "'=Soutenir"))))
    assert Action.objects.get(code="1.1").titre == "=Soutenir"


def test_a_workbook_and_a_yaml_file_of_the_same_plan_agree(fichier, tmp_path):
    charger(fichier(classeur()))
    texte = exporter()
    assert charger(ecrire(tmp_path, texte))[0].startswith("Rien à changer")


FAUTES = {
    "a number for a code": (
        avec("actions", 2, "code", 1.1), "feuille « actions », cellule A2", "attendu : un code dans une cellule au format Texte",
    ),
    "a bad date": (avec("actions", 3, "debut", "2026-02-30"), "feuille « actions », cellule H3", "trouvé « 2026-02-30 »"),
    "a time": (avec("actions", 3, "debut", datetime(2026, 1, 1, 8)), "cellule H3", "attendu : une date"),
    "a negative budget": (avec("actions", 3, "budget_cad", -3), "cellule J3", "attendu : un nombre d'au moins 0"),
    "an unknown body": (avec("actions", 3, "responsable", "NUL"), "cellule E3 · actions[2] « 1.2 » › responsable", "« NUL »"),
    "an unknown partner": (avec("actions", 3, "partenaires", "CESIM, NUL"), "cellule F3", "partenaires[2] : trouvé « NUL »"),
    "a missing title": (avec("actions", 3, "titre_fr", None), "feuille « actions », ligne 3", "la clé « titre_fr » manque"),
    "an orphan milestone": (avec("jalons", 2, "action", "9.9"), "feuille « jalons », cellule A2", "trouvé « 9.9 »"),
    "a milestone of nothing": (avec("jalons", 2, "action", None), "feuille « jalons », ligne 2", "la colonne « action » est vide"),
    "a milestone of a number": (avec("jalons", 2, "action", 1.1), "feuille « jalons », cellule A2", "au format Texte"),
    "an orphan measure": (avec("mesures", 2, "indicateur", "Rien"), "feuille « mesures », cellule B2", "un indicateur de cette action"),
    "half a reference": (avec("indicateurs", 2, "reference_annee", None), "feuille « indicateurs », ligne 2", "la clé « annee » manque"),
    "an unknown nature": (avec("organisations", 4, "nature", "club"), "cellule C4", "trouvé « club »"),
    "a code twice": (avec("actions", 3, "code", "1.1"), "cellule A3", "déjà à la feuille « actions », cellule A2"),
    "a column twice": ({"objectifs": [["code", "code", "titre_fr"]]}, "cellule B1", "colonne « code » en double"),
    "a source twice": ({"sources": [["code", "titre"], ["S1", "a"], ["S1", "b"]]}, "cellule A3", "en double"),
    "an error value": (avec("actions", 3, "titre_fr", "#REF!"), "cellule D3", "trouvé '#REF!'"),
}  # fmt: skip


@pytest.mark.parametrize(("feuilles", "place", "attendu"), FAUTES.values(), ids=FAUTES.keys())
def test_a_fault_is_told_with_its_sheet_and_cell(fichier, feuilles, place, attendu):
    message = refus(fichier(classeur(**feuilles)))
    assert place in message
    assert attendu in message
    assert not Plan.objects.exists()


def test_unknown_sheets_and_columns_are_warnings_with_a_suggestion(fichier):
    _, erreurs = charger(
        fichier(classeur(action=[["x"]], objectifs=[["code", "titre_fr", "titre_em"], ["O1", "R", "x"]]))
    )
    assert "feuille « action » : feuille inconnue, ignorée ; vouliez-vous dire « actions » ?" in erreurs
    assert "cellule C1 : colonne inconnue « titre_em », ignorée ; vouliez-vous dire « titre_en » ?" in erreurs


def test_formulas_are_not_computed(fichier):
    message = refus(fichier(classeur(**avec("actions", 3, "titre_fr", '=HYPERLINK("http://x")'))))
    assert "ligne 3" in message
    assert "la clé « titre_fr » manque" in message


def archive(parties: dict[str, bytes]) -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as sortie:
        for nom, contenu in parties.items():
            sortie.writestr(nom, contenu)
    return octets.getvalue()


def parties(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as entree:
        return {nom: entree.read(nom) for nom in entree.namelist()}


def test_a_zip_bomb_is_refused_by_its_size_once_opened(fichier):
    bombe = archive(parties(classeur()) | {"xl/worksheets/sheet1.xml": b" " * (70 * 2**20)})
    assert len(bombe) < 2**20
    assert "Le classeur dépasse 60 Mio une fois décompressé." in refus(fichier(bombe))


def test_an_entity_bomb_is_refused(fichier):
    contenu = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "DOCTYPE" in refus(fichier(archive(parties(classeur()) | {"xl/workbook.xml": contenu})))


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (b"PK", "Ce n'est pas un classeur .xlsx."),
        (b"meta: {}", "Ce n'est pas un classeur .xlsx."),
        (archive({"a.txt": b"x"}), "Le classeur ne se lit pas"),
        (b"", "Le fichier est vide."),
    ],
    ids=["cut", "text", "another zip", "empty"],
)
def test_what_is_not_a_workbook_is_refused(fichier, octets, attendu):
    assert attendu in refus(fichier(octets))


def test_a_workbook_without_any_known_sheet_is_refused(fichier):
    livre = openpyxl.Workbook()
    octets = io.BytesIO()
    livre.save(octets)
    assert "aucune des feuilles attendues : meta, sources" in refus(fichier(octets.getvalue()))


def test_yaml_and_workbook_share_the_whole_format(fichier):
    """A sheet or a column that the format does not know would be lost in silence."""
    assert plan().keys() - {"arrondissements", "services_centraux", "partenaires"} <= FEUILLES.keys()
