"""`charger_plan` and cells: each is read as whoever filled it sees it; what is left out is said."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from actions.fichier import cellules, schema
from actions.models import Action, Indicateur, Plan
from tests.actions.plan_d_essai import charger, ecrire, plan, refus
from tests.actions.test_charger_plan_classeur import FEUILLES, avec, classeur

pytestmark = pytest.mark.django_db


@pytest.fixture
def fichier(tmp_path):
    return lambda octets: ecrire(tmp_path, octets, "plan.xlsx")


def place(feuille: str, colonne: str, ligne: int) -> str:
    return f"{get_column_letter(FEUILLES[feuille][0].index(colonne) + 1)}{ligne}"


def avec_colonne(nom: str, valeur) -> list[list]:
    """The sheet of actions with one more column, filled for the first action."""
    entetes, premiere, *autres = FEUILLES["actions"]
    return [[*entetes, nom], [*premiere, valeur], *autres]


SEULES = {"jalons": [], "indicateurs": [], "mesures": []}


class Cellule:
    def __init__(self, valeur, format_="General"):
        self.value, self.number_format = valeur, format_


@pytest.mark.parametrize(
    ("valeur", "format_", "lue"),
    [
        (1, "0%", 100), (0.45, "0%", 45), (0.125, "0.0%", Decimal("12.5")), (0, "0%", 0),
        (0.285, "0.00 %", Decimal("28.5")), (-0.1, "0%;[Red]-0%", -10), (45, '0" %"', 45), (45, r"0\%", 45),
        (45, "General", 45), (45, None, 45), (1234.5600000000002, "General", Decimal("1234.56")),
        (0.1 + 0.2, "0.00", Decimal("0.3")), (2500.5, '#,##0.00 "$"', Decimal("2500.5")),
        (True, "General", True),
    ],
)  # fmt: skip
def test_a_number_is_what_its_cell_shows(valeur, format_, lue):
    trouvee = cellules.lire(Cellule(valeur, format_), None)
    assert trouvee == lue
    assert type(trouvee) is type(lue)


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("ligne 1_x000D_\nligne 2", "ligne 1\nligne 2"), ("a_x000D_b", "a\nb"), ("a\r\nb", "a\nb"),
        ("_x005F_x000D_", "_x000D_"), ("\u200bSDE\N{NO-BREAK SPACE}", "SDE"), ("\ufeffcode ", "code"),
        ("deux  mots", "deux  mots"), ("'=1+1", "=1+1"),
    ],
)  # fmt: skip
def test_a_text_is_read_without_what_nobody_sees(ecrit, lu):
    assert cellules.lire(Cellule(ecrit), None) == lu


@pytest.mark.parametrize(
    ("colonne", "ecrit", "lu"),
    [
        ("budget_cad", "3000000", 3_000_000),
        ("budget_cad", "1\N{NARROW NO-BREAK SPACE}250\N{NO-BREAK SPACE}000,50 $", Decimal("1250000.50")),
        ("avancement_pct", "45", 45),
        ("avancement_pct", "45 %", 45),
        ("en_continu", "oui", True),
        ("en_continu", "Non", False),
        ("en_continu", "peut-être", "peut-être"),
        ("budget_cad", "douze", "douze"),
        ("titre_fr", "2026", "2026"),
        ("titre_fr", "oui", "oui"),
    ],
)
def test_a_text_is_a_number_or_a_boolean_only_where_its_column_awaits_one(colonne, ecrit, lu):
    trouvee = cellules.lire(Cellule(ecrit), schema.ACTION[colonne])
    assert trouvee == lu
    assert type(trouvee) is type(lu)


def test_percentages_of_a_workbook_lose_no_zero(fichier):
    feuilles = {
        "actions": avec_colonne("avancement_pct", 1.0),
        "indicateurs": [
            ["action", "nom", "unite", "reference_annee", "reference_valeur", "cible_annee", "cible_valeur"],
            ["1.1", "Part", "%", 2024, 0.1, 2028, 0.45],
        ],
        "mesures": [["action", "indicateur", "date", "valeur"], ["1.1", "Part", date(2025, 12, 31), 0.3]],
    }  # fmt: skip

    def en_pourcentage(livre):
        livre["actions"].cell(2, len(feuilles["actions"][0])).number_format = "0%"
        for feuille, cases in (("indicateurs", "EG"), ("mesures", "D")):
            for case in cases:
                livre[feuille][f"{case}2"].number_format = "0%"

    charger(fichier(classeur(en_pourcentage, **feuilles)))
    assert Action.objects.get(code="1.1").avancement_declare == 100
    lu = Indicateur.objects.get()
    assert (lu.reference_valeur, lu.cible_valeur, lu.mesures.get().valeur) == (10, 45, 30)


def test_a_carriage_return_of_a_workbook_is_a_line_break(fichier):
    lignes = avec_colonne("description_fr", "ligne 1_x000D_\nligne 2")
    charger(fichier(classeur(actions=lignes)))
    assert Action.objects.get(code="1.1").description == "ligne 1\nligne 2"


@pytest.mark.parametrize("code", [1, 1.1], ids=["whole", "decimal"])
def test_a_code_that_is_kept_as_a_number_is_refused(fichier, code):
    message = refus(fichier(classeur(**avec("actions", 2, "code", code))))
    assert f"cellule {place('actions', 'code', 2)}" in message
    assert "attendu : un code dans une cellule au format Texte" in message


def test_a_workbook_without_an_action_is_refused(fichier):
    message = refus(fichier(classeur(actions=FEUILLES["actions"][:1], **SEULES)))
    assert "feuille « actions » : aucune action lue" in message
    assert not Plan.objects.exists()


def test_headers_that_nobody_knows_are_named_where_nothing_is_read(fichier):
    message = refus(
        fichier(
            classeur(
                actions=[["Numéro", "Intitulé"], ["1.1", "Titre"]], jalons=[], indicateurs=[], mesures=[]
            )
        )
    )
    assert "aucune action lue" in message
    assert "cellule A1 : colonne inconnue « Numéro », ignorée" in message


def test_a_yaml_file_without_an_action_loads_says_so_and_takes_no_home_page(tmp_path, client):
    contenu = {cle: valeur for cle, valeur in plan().items() if cle in ("meta", "axes")} | {"actions": []}
    for _ in range(2):
        _, erreurs = charger(ecrire(tmp_path, contenu), "--publier")
        assert "aucune action lue\u00a0: la liste est vide ; rien n'est retiré du plan" in erreurs.replace(
            " :", "\u00a0:"
        )
        assert [p.actif for p in Plan.objects.all()] == [False]
    sortie, _ = charger(ecrire(tmp_path, plan()), "--publier")
    assert [p.actif for p in Plan.objects.all()] == [True]
    assert "n'est pas le plan actif" not in sortie
    charger(ecrire(tmp_path, contenu), "--publier")
    assert [(p.actif, p.actions.count() > 0) for p in Plan.objects.all()] == [(True, True)]
    autre = plan() | {"meta": {"slug": "autre", "titre": "Autre"}}
    charger(ecrire(tmp_path, autre), "--publier")
    assert Plan.objects.get(actif=True).slug == "essai"


@pytest.mark.parametrize("sans", ["absent", "null"])
def test_a_yaml_file_that_forgets_its_actions_is_refused(tmp_path, sans):
    contenu = {cle: valeur for cle, valeur in plan().items() if cle in ("meta", "axes")}
    contenu |= {"actions": None} if sans == "null" else {}
    assert "actions" in refus(ecrire(tmp_path, contenu))
    assert not Plan.objects.exists()


@pytest.mark.parametrize("entete", ["Responsable", "RESPONSABLE", "\ufeffresponsable", " responsable\u200b"])
def test_a_header_is_known_whatever_its_capitals_and_blanks(fichier, entete):
    lignes = [[entete if c == "responsable" else c for c in FEUILLES["actions"][0]], *FEUILLES["actions"][1:]]
    charger(fichier(classeur(actions=lignes)))
    assert Action.objects.get(code="1.2").responsable.nom == "Verdun"


def test_what_is_hidden_is_read_and_said_by_name(fichier):
    def cacher(livre):
        livre["actions"].row_dimensions[3].hidden = True
        livre["actions"].column_dimensions["D"].hidden = True
        livre["jalons"].sheet_state = "hidden"

    chemin = fichier(classeur(cacher))
    sortie, erreurs = charger(chemin, "--publier")
    assert "2 actions" in sortie
    assert "feuille « actions » : 1 ligne masquée, lue quand même : 3." in erreurs
    assert "feuille « actions » : colonne masquée, lue quand même : D." in erreurs
    assert "feuille « jalons » : feuille masquée ; lue quand même (1 ligne)." in erreurs


def test_a_refusal_says_also_what_was_left_aside(fichier):
    message = refus(fichier(classeur(Actions1=[["x"]], **avec("actions", 2, "code", 1))))
    assert "Attention, feuille « Actions1 » : feuille inconnue, ignorée" in message


def test_merged_cells_are_refused_where_there_are_rows(fichier):
    message = refus(fichier(classeur(lambda livre: livre["jalons"].merge_cells("A2:A3"))))
    assert "feuille « jalons », cellule A2 : cellules fusionnées" in message


def test_a_row_of_blanks_is_no_row_and_a_format_far_below_no_value(fichier):
    def loin(livre):
        livre["actions"].append([" ", "\N{NO-BREAK SPACE}"])
        livre["actions"].cell(30_000, 1).font = Font(bold=True)
        livre["actions"].cell(1_048_576, 3).value = " "

    charger(fichier(classeur(loin)))
    assert Action.objects.count() == 2


def test_a_value_far_below_is_named(fichier):
    def loin(livre):
        livre["actions"].cell(30_000, 3).value = "perdue"

    assert "feuille « actions », cellule C30000 : une valeur après la ligne 20000" in refus(
        fichier(classeur(loin))
    )


@pytest.mark.parametrize("valeur", [1, 1.2], ids=["whole", "decimal"])
def test_a_code_alone_in_a_list_is_told_in_the_words_of_a_cell(fichier, valeur):
    message = refus(fichier(classeur(**avec("actions", 2, "sources", valeur))))
    assert f"cellule {place('actions', 'sources', 2)}" in message
    assert "crochets" not in message
