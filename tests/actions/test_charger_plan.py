"""`charger_plan`: what a good file does to the database, the first time and the next."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.fichier import schema as schema_du_plan
from actions.models import Action, Axe, Domaine, Jalon, Participation, Plan
from partenariat.histoire.revision import revision
from tests.actions.plan_d_essai import charger, ecrire, evenements, plan

pytestmark = pytest.mark.django_db

DEMONSTRATION = Path(settings.RACINE) / "demonstration" / "plan-demonstration.yaml"
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def charge(tmp_path):
    """Writes and loads a plan."""
    return lambda fichier, *options: charger(ecrire(tmp_path, fichier), *options)


# --- the first time --------------------------------------------------------------------------------------


def test_the_demonstration_plan_loads_and_a_second_load_says_that_nothing_changes():
    sortie, _ = charger(DEMONSTRATION, "--publier")
    assert "44 actions, 102 jalons, 52 indicateurs, 63 mesures" in sortie
    assert Action.objects.publiques().count() == 44

    avant = evenements(), revision()
    sortie, erreurs = charger(DEMONSTRATION, "--publier")
    assert sortie.startswith("Rien à changer : le plan « Jeu de démonstration")
    assert "Attention" not in erreurs
    assert (evenements(), revision()) == avant


def test_a_second_load_writes_to_no_table(charge):
    def ecritures() -> list[str]:
        with CaptureQueriesContext(connection) as requetes:
            charge(plan(), "--publier")
        return [r["sql"] for r in requetes if re.search('INSERT INTO|UPDATE "|DELETE FROM', r["sql"])]

    assert len(ecritures()) > 10
    assert ecritures() == []


def test_the_first_plan_becomes_the_active_one_and_the_next_waits(charge):
    charge(plan())
    autre = plan()
    autre["meta"] = {"titre": "Plan d'ailleurs"}
    sortie, _ = charge(autre)
    assert "activer_plan plan-dailleurs" in sortie
    assert [(p.slug, p.actif) for p in Plan.objects.all()] == [("essai", True), ("plan-dailleurs", False)]


def test_every_value_of_an_action_goes_where_it_belongs(charge):
    fichier = plan()
    fichier["domaines"] = [{"code": "culture", "titre_fr": "Culture", "titre_en": "Culture"}]
    fichier["actions"][0] |= {
        "titre_en": "Support",
        "description_fr": "Décrire",
        "description_en": "Describe",
        "texte_officiel": "Le libellé",
        "partie_engagee": "conjointe",
        "confiance": "faible",
        "budget_engage_cad": 12.5,
        "objectifs": ["O1"],
        "domaines": ["culture"],
        "fin_initiale": "2027-12-31",
        "participations": [{"organisation": "RISQ", "role": "bailleur"}],
        "en_continu": True,
        "nouvelles": [{"date": "2026-02-01", "texte": "Bon départ", "visibilite": "publique"}],
        "documents": [{"titre": "Guide", "adresse": "https://exemple.org/guide", "date": "2026-01-01"}],
        "provenance": "sourcé+",
        "faits_sources": "Un fait.",
    }
    charge(fichier)
    action = Action.objects.get(code="1.1")
    assert (action.titre, action.titre_en, action.description, action.description_en) == (
        "Soutenir les entreprises",
        "Support",
        "Décrire",
        "Describe",
    )
    assert (action.axe.code, action.volet.code, action.responsable.sigle) == ("A1", "A1a", "SDE")
    assert (action.debut, action.fin, action.fin_initiale) == (
        date(2025, 1, 15),
        date(2028, 12, 31),
        date(2027, 12, 31),
    )
    assert (action.statut, action.confiance, action.avancement_declare) == ("en_cours", "faible", 45)
    assert (action.budget_prevu, action.budget_engage) == (Decimal(3_000_000), Decimal("12.5"))
    assert (action.partie_engagee, action.en_continu, action.tout_le_territoire) == ("conjointe", True, True)
    assert (action.texte_officiel, action.provenance, action.faits_sources) == (
        "Le libellé",
        "sourcé+",
        "Un fait.",
    )
    assert [o.code for o in action.objectifs.all()] == ["O1"]
    assert [d.slug for d in action.domaines.all()] == ["culture"]
    assert [s.code for s in action.sources.all()] == ["S1"]
    assert {(p.organisation.sigle, p.role) for p in action.participations.all()} == {
        ("CESIM", "partenaire"),
        ("RISQ", "bailleur"),
    }
    assert [
        (j.titre, j.echeance, j.echeance_initiale, j.atteint_le) for j in action.jalons.order_by("id")
    ] == [
        ("Bilan", date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 27)),
        ("Bilan", date(2027, 3, 31), date(2027, 3, 31), None),
    ]
    indicateur = action.indicateurs.get()
    assert (indicateur.reference_annee, indicateur.reference_valeur, indicateur.cible_valeur) == (
        2024,
        40,
        None,
    )
    assert indicateur.mesures.get().valeur == Decimal("46.5")
    assert (action.nouvelles.get().texte, action.nouvelles.get().visibilite) == ("Bon départ", "publique")
    assert action.documents.get().adresse == "https://exemple.org/guide"
    assert [o.nom for o in Action.objects.get(code="2.1").arrondissements.all()] == ["Verdun"]


def test_a_city_body_collaborates_and_any_other_is_a_partner(charge):
    fichier = plan()
    fichier["actions"][0]["partenaires"] = ["CESIM", "VER"]
    charge(fichier)
    roles = dict(Participation.objects.values_list("organisation__sigle", "role"))
    assert roles == {"CESIM": "partenaire", "VER": "collaborateur"}


@pytest.mark.parametrize(
    ("codes", "numeros"),
    [
        (["A1", "A2"], [1, 2]),
        (["AXE-30", "AXE-10"], [30, 10]),
        (["A1", "B1"], [1, 2]),
        (["Nord", "Sud"], [1, 2]),
        (["A0", "A1"], [1, 2]),
        (["A9", "Sud"], [1, 2]),
    ],
    ids=["digits", "odd digits", "digits twice", "no digit", "zero", "some without"],
)
def test_an_axe_takes_its_number_from_its_code_or_else_from_its_rank(charge, codes, numeros):
    fichier = plan()
    fichier["axes"] = [{"code": code, "titre_fr": code} for code in codes]
    fichier["actions"] = []
    charge(fichier)
    assert [Axe.objects.get(code=code).numero for code in codes] == numeros


def test_an_explicit_number_wins_and_the_others_go_around_it(charge):
    fichier = plan()
    fichier["axes"] = [{"code": "Nord", "titre_fr": "N", "numero": 2}, {"code": "Sud", "titre_fr": "S"}]
    fichier["actions"] = []
    charge(fichier)
    assert dict(Axe.objects.values_list("code", "numero")) == {"Nord": 2, "Sud": 3}


# --- publication -----------------------------------------------------------------------------------------


def test_new_actions_are_drafts_unless_asked(charge):
    charge(plan())
    assert set(Action.objects.values_list("publication", flat=True)) == {"brouillon"}


def test_publier_publishes_drafts_without_validator_and_leaves_the_archived(charge):
    charge(plan())
    Action.objects.filter(code="2.1").update(publication="archivee", publiee_le=timezone.now())
    sortie, _ = charge(plan(), "--publier")
    assert "publiées : 1 action" in sortie
    action = Action.objects.get(code="1.1")
    assert action.publication == "publiee"
    assert action.publiee_le
    assert action.validee_par is None
    assert action.soumise_par is None
    assert Action.objects.get(code="2.1").publication == "archivee"


def test_a_load_without_publier_unpublishes_nothing(charge):
    charge(plan(), "--publier")
    fichier = plan()
    fichier["actions"][0]["titre_fr"] = "Autre titre"
    charge(fichier)
    assert Action.objects.publiques().count() == 2


# --- freshness -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cles", "attendue"),
    [
        ({"maj_le": "2026-05-05"}, date(2026, 5, 5)),
        ({}, date(2026, 3, 27)),
        (
            {"nouvelles": [{"date": "2026-06-01", "texte": "Note", "visibilite": "publique"}]},
            date(2026, 6, 1),
        ),
        ({"nouvelles": [{"date": "2026-06-01", "texte": "Note"}]}, date(2026, 3, 27)),
        ({"jalons": [], "indicateurs": []}, None),
    ],
    ids=["said", "latest fact", "public update", "internal note", "nothing dated"],
)
def test_loading_a_file_is_not_news_of_a_new_action(charge, cles, attendue):
    fichier = plan()
    fichier["actions"][0] |= cles
    charge(fichier, "--publier")
    assert Action.objects.get(code="1.1").maj_le == attendue


CHANGEMENTS: dict[str, tuple[dict, date]] = {
    "le même fichier": ({}, date(2026, 3, 27)),
    "un titre": ({"titre_fr": "Soutenir mieux"}, date(2026, 3, 27)),
    "un statut": ({"statut": "realisee"}, AUJOURD_HUI),
    "un statut, et son jour": ({"statut": "realisee", "maj_le": "2026-07-07"}, date(2026, 7, 7)),
    "un jour sans changement": ({"maj_le": "2026-07-07"}, date(2026, 3, 27)),
}


@pytest.mark.parametrize(("cles", "attendue"), CHANGEMENTS.values(), ids=CHANGEMENTS.keys())
def test_a_file_is_news_where_it_changes_a_status_and_only_there(charge, cles, attendue):
    charge(plan(), "--publier")
    fichier = plan()
    fichier["actions"][0] |= cles
    charge(fichier, "--publier")
    assert Action.objects.get(code="1.1").maj_le == attendue
    assert Action.objects.get(code="2.1").version == 1


# --- simulation ------------------------------------------------------------------------------------------


def test_a_simulation_shows_each_change_and_writes_nothing(charge):
    charge(plan())
    avant = evenements(), revision()
    fichier = plan()
    fichier["actions"][0] |= {"titre_fr": "Soutenir mieux", "budget_cad": 2500000.5}
    fichier["actions"][1] |= {"code": "2.2"}
    sortie, _ = charge(fichier, "--publier", "--simuler")
    assert sortie.startswith("Simulation, rien n'est écrit.")
    assert "~ action 1.1" in sortie
    assert "titre : Soutenir les entreprises → Soutenir mieux" in sortie
    assert "budget prévu ($) : 3000000 → 2500000.5" in sortie
    assert "+ 1 action : 2.2" in sortie
    assert "↑ 2 actions à publier : 1.1, 2.2" in sortie
    assert (evenements(), revision()) == avant
    assert list(Action.objects.par_code().values_list("code", "titre", "publication")) == [
        ("1.1", "Soutenir les entreprises", "brouillon"),
        ("2.1", "Clause sociale", "brouillon"),
    ]


def test_a_simulation_of_a_first_plan_leaves_no_plan(charge):
    charge(plan(), "--simuler")
    assert not Plan.objects.exists()


# --- history ---------------------------------------------------------------------------------------------


def test_history_knows_which_file_wrote(charge):
    charge(plan())
    evenement = apps.get_model("actions", "ActionEvent").objects.filter(pgh_label="insert").first()
    assert evenement.pgh_context == {
        "source": "charger_plan",
        "fichier": "plan.yaml",
        "plan": "essai",
    }


def test_what_the_format_does_not_know_is_kept_with_its_owner(charge):
    fichier = plan()
    fichier["meta"]["regle"] = {"jours": [1, 2.5, True, None]}
    fichier["axes"][0]["libelle"] = "sourcé"
    charge(fichier)
    trouve = Plan.objects.get()
    assert trouve.meta == {"regle": {"jours": [1, 2.5, True, None]}}
    assert Axe.objects.get(code="A1").donnees == {"libelle": "sourcé"}
    assert trouve.places.get(identifiant="VER").donnees == {"reconnu_29_1": False}


def test_an_unknown_key_is_a_warning_with_a_suggestion(charge):
    fichier = plan()
    fichier["actions"][0]["titre_fre"] = "x"
    fichier["actions"][0]["couleur"] = "vert"
    fichier["domaine"] = []
    _, erreurs = charge(fichier)
    assert "actions[1] « 1.1 » › couleur : clé inconnue, ignorée." in erreurs
    assert "domaine : clé inconnue, ignorée ; vouliez-vous dire « domaines » ?" in erreurs
    assert erreurs.count("ligne ") == 3


def test_a_domain_is_declared_then_named_by_its_code(charge):
    fichier = plan()
    fichier["domaines"] = [{"code": "habitation", "titre_fr": "Habitation"}]
    fichier["actions"][1]["domaines"] = ["habitation"]
    charge(fichier)
    assert Domaine.objects.get().actions.get().code == "2.1"


def test_a_date_to_come_stays_possible_for_what_is_only_planned(charge):
    fichier = plan()
    lointaine = (AUJOURD_HUI + timedelta(days=4000)).isoformat()
    fichier["actions"][1]["jalons"] = [{"titre": "Loin", "prevu": lointaine}]
    charge(fichier)
    assert Jalon.objects.get(titre="Loin").echeance.isoformat() == lointaine


def test_the_smallest_plan_of_the_documentation_loads(tmp_path):
    documentation = (Path(settings.RACINE) / "docs" / "format-du-plan.md").read_text()
    exemple = documentation.partition("```yaml\n")[2].partition("```")[0]
    charger(ecrire(tmp_path, exemple))
    assert Action.objects.get().responsable.sigle == "SDE"


def test_the_documentation_names_every_key_of_the_format():
    documentation = (Path(settings.RACINE) / "docs" / "format-du-plan.md").read_text()
    groupes = (cles for nom, cles in vars(schema_du_plan).items() if nom.isupper() and isinstance(cles, dict))
    cles = {cle for groupe in groupes for cle in groupe}
    assert len(cles) > 60
    assert not {cle for cle in cles if f"`{cle}`" not in documentation}
