"""Walks every order: the same rows always come in the same one, and titles in that of French."""

import ast

import pytest
from django.contrib import admin
from django.db import connection, models
from django.db.models.expressions import Func, OrderBy

from actions.filters import FiltreActions
from actions.models import Domaine
from comite.decisions.filters import FiltreDecisions
from engagements.filters import FiltreEngagements
from partenariat.donnees.filtres import FiltreAFacettes
from partenariat.donnees.recherche import sans_accents
from tests.factories import ActionFactory, DomaineFactory, PlanFactory
from tests.test_tout import MODELES, NOS_APPS, RACINE, etiquette, lus, relatif

CLES = {"id", "pk", "pgh_id"}


def nom_de(cle) -> str:
    """The field of one term of an order."""
    if isinstance(cle, OrderBy):
        cle = cle.expression
    if isinstance(cle, Func):
        cle = cle.source_expressions[0]
    return (cle if isinstance(cle, str) else cle.name).lstrip("-")


def total(modele: type[models.Model], ordre) -> bool:
    """Whether no two rows are equal under it: it holds a key, or all the fields of a unique constraint."""
    noms = {nom_de(cle) for cle in ordre}
    uniques = [{champ.name} for champ in modele._meta.fields if champ.unique]
    uniques += [
        set(contrainte.fields)
        for contrainte in modele._meta.constraints
        if isinstance(contrainte, models.UniqueConstraint) and contrainte.fields and not contrainte.condition
    ]
    return bool(noms & CLES) or any(unique <= noms for unique in uniques)


@pytest.mark.parametrize("modele", [m for m in MODELES if m._meta.ordering], ids=etiquette)
def test_the_usual_order_of_a_model_is_total(modele):
    assert total(modele, modele._meta.ordering), modele._meta.ordering


@pytest.mark.parametrize(
    "inscrit", [a for m, a in admin.site._registry.items() if m in MODELES and a.ordering], ids=str
)
def test_the_order_of_a_list_of_the_back_office_is_total(inscrit):
    assert total(inscrit.model, inscrit.ordering), inscrit.ordering


FILTRES = (FiltreActions, FiltreEngagements, FiltreDecisions)


def test_every_filtered_list_is_walked():
    assert set(FILTRES) == set(FiltreAFacettes.__subclasses__())


@pytest.mark.parametrize("filtre", FILTRES, ids=lambda filtre: filtre.__name__)
def test_what_an_order_leaves_equal_is_told_apart(filtre):
    assert filtre.DEPARTAGE[-1] in CLES


SEULS = {"slug", "n_rang", "n_mois", "v_valeur", "s_nom", "organisation", "numero", "d_objet"}
"""Names that are unique in what is ordered there."""


def ordres(fichier) -> list[tuple[int, str]]:
    """(line, last term) of every order that is written out in a file."""
    appels = [n for n in ast.walk(ast.parse(fichier.read_text())) if isinstance(n, ast.Call)]
    trouves = []
    for appel in appels:
        if getattr(appel.func, "attr", "") != "order_by" or not appel.args:
            continue
        dernier = appel.args[-1]
        if isinstance(dernier, ast.Constant):
            trouves.append((appel.lineno, str(dernier.value).lstrip("-").rsplit("__")[-1]))
        elif not isinstance(dernier, ast.Starred):
            trouves.append((appel.lineno, ast.unparse(dernier)))
    return trouves


ETAGES = {config.name for config in NOS_APPS}


@pytest.mark.parametrize(
    "fichier",
    [c for c in lus(".py") if "migrations" not in c.parts and c.relative_to(RACINE).parts[0] in ETAGES],
    ids=relatif,
)
def test_every_order_that_is_written_ends_with_a_key(fichier):
    partiels = [(ligne, dernier) for ligne, dernier in ordres(fichier) if dernier not in CLES | SEULS]
    assert not partiels, partiels


TITRES = [
    "Prêt",
    "Propriété",
    "prêt d'essai",
    "Œuvre",
    "oeillet",
    "Été",
    "Zone",
    "Æ",
    "l’an",
    "l'an",
    "Coop",
    "coopé",
]


@pytest.mark.django_db
@pytest.mark.parametrize("titre", TITRES)
def test_python_and_postgresql_have_the_same_key(titre):
    with connection.cursor() as curseur:
        curseur.execute("SELECT public.sans_accents(%s)", [titre])
        assert curseur.fetchone()[0] == sans_accents(titre)


@pytest.mark.django_db
def test_titles_are_in_french_order_wherever_they_are_listed(client):
    plan = PlanFactory(actif=True)
    noms = ["Propriété", "Prêt", "Œuvre", "Ombre", "Été"]
    attendus = ["Été", "Œuvre", "Ombre", "Prêt", "Propriété"]
    for rang, nom in enumerate(noms):
        action = ActionFactory(plan=plan, publiee=True, titre=f"{nom} du titre", code=f"1.{rang}")
        action.domaines.add(DomaineFactory(plan=plan, titre=f"{nom} du domaine"))
    assert [d.titre.split()[0] for d in Domaine.objects.filter(plan=plan)] == attendus
    page = client.get("/plans/actif/actions/?tri=titre").content.decode()
    for suffixe in ("du titre", "du domaine"):
        lus_en_page = [f"{nom} {suffixe}" for nom in attendus]
        assert sorted(lus_en_page, key=page.index) == lus_en_page
