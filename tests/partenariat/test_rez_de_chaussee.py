"""The ground floor knows the upper ones neither by import nor by name: they register."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

SOL = Path(apps.get_app_config("partenariat").path)
# What joins the floors: the settings list the apps, the addresses include them by name.
JONCTIONS = {"settings.py", "urls.py"}
ETAGES = {
    config.label
    for config in apps.get_app_configs()
    if Path(config.path).parent == settings.RACINE and Path(config.path) != SOL
}
# « actions.action », « comite_seance », « engagements »; not a role, which bears the name of who holds it.
_UN = "|".join(sorted(ETAGES))
NOMME = re.compile(rf"(?<![\w-])(?:{_UN})[._]\w|\A(?:{_UN})\Z")
ROLES = {"comite"}


def fichiers() -> list[str]:
    relatifs = {str(chemin.relative_to(SOL)) for chemin in SOL.rglob("*.py")}
    return sorted(relatifs - JONCTIONS)


def importes(arbre: ast.Module) -> set[str]:
    noms = set()
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom):
            noms.add(noeud.module or "")
    return {nom for nom in noms if nom.split(".")[0] in ETAGES}


def textes(arbre: ast.Module) -> set[str]:
    """Every text of the code; prose that stands alone (docstrings) is not code."""
    prose = {id(noeud.value) for noeud in ast.walk(arbre) if isinstance(noeud, ast.Expr)}
    return {
        noeud.value
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and id(noeud) not in prose
    }


def nommes(arbre: ast.Module) -> set[str]:
    return {texte for texte in textes(arbre) if NOMME.search(texte)} - ROLES


def test_the_walk_sees_the_floors_and_the_files():
    assert {"actions", "engagements", "comite"} <= ETAGES
    assert {"parties/roles.py", "presentation/contexte.py", "lancement/preparatifs.py"} <= set(fichiers())


@pytest.mark.parametrize("fichier", fichiers())
def test_no_file_of_the_ground_floor_names_an_upper_one(fichier):
    arbre = ast.parse((SOL / fichier).read_text(encoding="utf-8"))
    assert (importes(arbre), nommes(arbre)) == (set(), set())


@pytest.mark.parametrize(
    "code",
    [
        "from actions.models import Plan",
        "def f():\n    import comite.models",
        'apps.get_model("actions", "Plan")',
        'droit = "engagements.view_preuve"',
        "sql = \"SELECT to_regclass('histoire.actions_action')\"",
        'sql = f"SELECT {colonne} FROM public.comite_seance"',
        'chemin = plan.adresse("actions")',
    ],
)
def test_each_way_of_naming_one_is_seen(code):
    arbre = ast.parse(code)
    assert importes(arbre) or nommes(arbre)


@pytest.mark.parametrize(
    "code",
    [
        '"""Of actions.models and comite_seance."""',
        'personne.a_role("comite")',
        "from partenariat.models import Organisation",
        'classe = "bloc-actions.css"',
        'texte = "Voir toutes les actions"',
        'chemin = "transactions.sql"',
    ],
)
def test_prose_and_roles_are_not_names(code):
    arbre = ast.parse(code)
    assert not importes(arbre)
    assert not nommes(arbre)
