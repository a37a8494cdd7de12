# ruff: noqa: E501 (a table of cases reads better one a line)
"""`charger_plan`: every error of the content at once, each with its place, and nothing written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Plan
from partenariat.models import Organisation
from tests.actions.plan_d_essai import charger, ecrire, plan, refus

pytestmark = pytest.mark.django_db

EN_TETE = "meta: {titre: Essai}\naxes: [{code: A1, titre_fr: Un}]\nservices_centraux: [{id: SDE, nom: Service}]\nactions:\n"
DEMAIN = (timezone.localdate() + timedelta(days=1)).isoformat()


def essai(modifier) -> dict:
    """The test plan, changed by `modifier(plan, first action)`."""
    fichier = plan()
    modifier(fichier, fichier["actions"][0])
    return fichier


def jalon(**cles):
    return lambda _plan, action: action["jalons"][0].update(cles)


def action(**cles):
    return lambda _plan, action: action.update(cles)


def sans(cle):
    return lambda _plan, action: action.pop(cle)


def meta(**cles):
    return lambda plan, _action: plan["meta"].update(cles)


FAUTES = {
    # --- required keys
    "no meta": (lambda p, a: p.pop("meta"), "ligne 1 : la clé « meta » manque ; elle est requise."),
    "no axes": (lambda p, a: p.pop("axes"), "la clé « axes » manque"),
    "no actions": (lambda p, a: p.pop("actions"), "la clé « actions » manque"),
    "null actions": (lambda p, a: p.update(actions=None), "actions : trouvé rien ; attendu : une liste"),
    "neither title nor slug": (lambda p, a: p.update(meta={"x": 1}), "meta : la clé « titre » manque"),
    "no code": (sans("code"), "actions[1] : la clé « code » manque"),
    "no responsable": (sans("responsable"), "actions[1] « 1.1 » : la clé « responsable » manque"),
    "no statut": (sans("statut"), "la clé « statut » manque"),
    "null title": (action(titre_fr=None), "titre_fr : trouvé rien ; attendu : un texte"),
    "blank title": (action(titre_fr="   "), "attendu : un texte qui n'est pas vide"),
    "an entry is null": (lambda p, a: p["actions"].append(None), "actions[3] : trouvé rien ; attendu : un groupe"),
    "an entry is a text": (lambda p, a: p["actions"].append("x"), "actions[3] : trouvé « x » ; attendu : un groupe"),
    # --- wrong types
    "actions is a text": (lambda p, a: p.update(actions="x"), "actions : trouvé « x » ; attendu : une liste"),
    "meta is a list": (lambda p, a: p.update(meta=[]), "meta : trouvé une liste ; attendu : un groupe de clés"),
    "partners is a text": (action(partenaires="CESIM"), "partenaires : trouvé « CESIM » ; attendu : une liste"),
    "title is a list": (action(titre_fr=["x"]), "titre_fr : trouvé une liste ; attendu : un texte"),
    "title is a group": (action(titre_fr={"fr": "x"}), "titre_fr : trouvé un groupe de clés ; attendu : un texte"),
    "title is false": (action(titre_fr=False), "trouvé « false », lu comme faux ; attendu : un texte entre guillemets"),
    "en_continu is a text": (action(en_continu="oui"), "trouvé « oui » ; attendu : true ou false"),
    "budget is a text": (action(budget_cad="3 M$"), "trouvé « 3 M$ » ; attendu : un nombre"),
    "budget is true": (action(budget_cad=True), "budget_cad : trouvé « true », lu comme vrai ; attendu : un nombre"),
    "percentage is a fraction": (action(avancement_pct=12.5), "attendu : un pourcentage entier de 0 à 100"),
    # --- bounds
    "percentage 140": (action(avancement_pct=140), "trouvé le nombre 140 ; attendu : un pourcentage entier"),
    "percentage -1": (action(avancement_pct=-1), "trouvé le nombre -1 ; attendu : un pourcentage entier"),
    "negative budget": (action(budget_cad=-5), "trouvé le nombre -5 ; attendu : un nombre d'au moins 0"),
    "infinite budget": (action(budget_cad=float("inf")), "trouvé « .inf » ; attendu : un nombre"),
    "budget not a number": (action(budget_cad=float("nan")), "trouvé « .nan » ; attendu : un nombre"),
    "huge budget": (action(budget_cad=10**30), "attendu : un nombre d'au plus 12 chiffres"),
    "monstrous budget": (action(budget_cad=10**4000), "attendu : un nombre"),
    "too many decimals": (action(budget_cad=1.234), "attendu : un nombre d'au plus 2 décimales"),
    "title too long": (action(titre_fr="x" * 301), "un texte d'au plus 300 caractères (celui-ci en a 301)"),
    "provenance too long": (action(provenance="x" * 31), "un texte d'au plus 30 caractères"),
    "huge weight": (jalon(poids=99999), "attendu : un nombre entier de 1 à 32767"),
    "year out of bounds": (
        lambda p, a: a["indicateurs"][0].update(cible={"annee": 40000, "valeur": 1}), "attendu : une année de 1900 à 2199",
    ),
    "target without year": (
        lambda p, a: a["indicateurs"][0].update(cible={"valeur": 1}), "cible : la clé « annee » manque",
    ),
    # --- dates
    "no such day": (action(debut="2026-02-30"), "trouvé « 2026-02-30 » ; attendu : une date qui existe"),
    "year only": (action(debut=2026), "debut : trouvé le nombre 2026 ; attendu : une date qui existe"),
    "written otherwise": (action(debut="30/06/2026"), "attendu : une date qui existe, écrite AAAA-MM-JJ"),
    "year one": (action(debut="0001-01-01"), "attendu : une date de 1900 à 2199"),
    "end before start": (
        action(debut="2026-06-30", fin="2026-06-29"), "fin : trouvé une fin le 2026-06-29 ; attendu : pas avant le début",
    ),
    "plan ends before it starts": (meta(debut="2026-01-02", fin="2026-01-01"), "meta › fin : trouvé une fin"),
    "reached tomorrow": (jalon(reel=DEMAIN), f"jalons[1] › reel : trouvé « {DEMAIN} » ; attendu : une date qui n'est pas à venir"),
    "note of tomorrow": (action(nouvelles=[{"date": DEMAIN, "texte": "x"}]), "nouvelles[1] › date : trouvé"),
    "note under both keys": (
        action(suivis=[], nouvelles=[]), "suivis : clé en double : « suivis » se lit « nouvelles »",
    ),
    "measured tomorrow": (
        lambda p, a: a["indicateurs"][0].update(mesures=[{"date": DEMAIN, "valeur": 1}]), "mesures[1] › date : trouvé",
    ),
    "document of tomorrow": (
        action(documents=[{"titre": "x", "adresse": "https://x.org/y", "date": DEMAIN}]), "› date : trouvé",
    ),
    "fresh tomorrow": (action(maj_le=DEMAIN), "maj_le : trouvé"),
    # --- milestones
    "reached without date": (jalon(reel=None), "jalons[1] › etat : trouvé « atteint » sans date"),
    "reached but planned": (jalon(etat="prevu"), "trouvé « prevu », mais « reel » dit qu'il est atteint"),
    "reached but cancelled": (jalon(etat="annule"), "trouvé « annule », mais « reel »"),
    "unknown state": (jalon(etat="fini"), "etat : trouvé « fini » ; attendu : l'un de prevu, atteint"),
    "no due date": (lambda p, a: a["jalons"][0].pop("prevu"), "jalons[1] : la clé « prevu » manque"),
    # --- choices
    "unknown statut": (action(statut="encours"), "attendu : l'un de a_venir, en_cours, realisee, suspendue, abandonnee ; vouliez-vous dire « en_cours » ?"),
    "statut as label": (action(statut="Réalisée"), "statut : trouvé « Réalisée »"),
    "unknown party": (action(partie_engagee="tous"), "attendu : l'un de ville, partenaire, conjointe"),
    "null party": (action(partie_engagee=None), "partie_engagee : trouvé rien"),
    "empty reason": (action(statut="suspendue", motif=""), "motif : trouvé rien ; attendu : pourquoi"),
    "unknown statut in statuts": (lambda p, a: p.update(statuts=[{"code": "fini"}]), "statuts[1] « fini » › code"),
    # --- references
    "unknown axe": (action(axe="A9"), "axe : trouvé « A9 » ; attendu : le code d'un axe"),
    "unknown volet": (action(volet="A1z"), "volet : trouvé « A1z » ; attendu : le code d'un volet de l'axe A1."),
    "volet of another axe": (action(axe="A2"), "volet : trouvé « A1a » ; attendu : le code d'un volet de l'axe A2"),
    "unknown responsable": (action(responsable="SDEE"), "trouvé « SDEE » ; attendu : l'identifiant d'une organisation ; vouliez-vous dire « SDE » ?"),
    "unknown partner": (action(partenaires=["CESIM", "NUL"]), "partenaires[2] : trouvé « NUL »"),
    "unknown participant": (action(participations=[{"organisation": "NUL", "role": "bailleur"}]), "participations[1] › organisation : trouvé « NUL »"),
    "partner twice": (action(partenaires=["CESIM", "CESIM"]), "partenaires[2] : trouvé « CESIM » deux fois"),
    "partner and participant": (
        action(participations=[{"organisation": "CESIM", "role": "bailleur"}]), "trouvé « CESIM » deux fois dans cette action",
    ),
    "responsable among partners": (action(partenaires=["SDE"]), "trouvé « SDE », déjà responsable"),
    "unknown borough": (action(arrondissements=["Verdum"]), "trouvé « Verdum » ; attendu : le nom d'un arrondissement, ou « tous » ; vouliez-vous dire « Verdun » ?"),
    "a service is no borough": (action(arrondissements=["SDE"]), "arrondissements[1] : trouvé « SDE »"),
    "borough twice": (action(arrondissements=["Verdun", "VER"]), "trouvé « VER » deux fois"),
    "all and one": (action(arrondissements=["tous", "Verdun"]), "« tous » va seul"),
    "unknown source": (action(sources=["S1", "S2"]), "sources[2] : trouvé « S2 » ; attendu : le code d'une source"),
    "unknown objective": (action(objectifs=["O2"]), "objectifs[1] : trouvé « O2 »"),
    "unknown domain": (action(domaines=["culture"]), "domaines[1] : trouvé « culture »"),
    "unknown source of context": (
        lambda p, a: p.update(contexte=[{"fait": "x", "valeur": "y", "source": "S8,S9"}]), "contexte[1] › source : trouvé « S8,S9 »",
    ),
    # --- codes
    "code with a space": (action(code="1 1"), "code : trouvé « 1 1 » ; attendu : un code comme '2.3'"),
    "slug with capitals": (meta(slug="Mon Plan"), "meta › slug : trouvé « Mon Plan » ; attendu : un code comme plan-2026"),
    "document that runs": (
        action(documents=[{"titre": "x", "adresse": "javascript:alert(1)"}]), "adresse : trouvé « javascript:alert(1) »",
    ),
    "same number twice": (
        lambda p, a: [axe.update(numero=3) for axe in p["axes"]], "axes[2] « A2 » › numero : numero le nombre 3 en double",
    ),
    "same measure twice": (
        lambda p, a: a["indicateurs"][0]["mesures"].append({"date": "2025-12-31", "valeur": 1}), "mesures[2] › date : trouvé « 2025-12-31 », déjà à la ligne",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("modifier", "attendu"), FAUTES.values(), ids=FAUTES.keys())
def test_a_fault_is_told_with_its_place_and_nothing_is_written(tmp_path, modifier, attendu):
    message = refus(ecrire(tmp_path, essai(modifier)), "--publier")
    assert attendu in message
    assert "ligne " in message
    assert not Plan.objects.exists()
    assert not Organisation.objects.exists()


def test_every_error_is_told_at_once_in_the_order_of_the_file(tmp_path):
    fichier = plan()
    fichier["actions"][1] |= {"axe": "A7", "statut": "fini"}
    fichier["actions"][0] |= {"avancement_pct": 140}
    fichier["axes"][0]["titre_fr"] = None
    lignes = refus(ecrire(tmp_path, fichier)).splitlines()
    assert lignes[1] == "4 erreurs ; rien n'a été écrit."
    numeros = [int(ligne.split()[1]) for ligne in lignes[2:]]
    assert numeros == sorted(numeros)
    assert len(numeros) == 4


def test_the_line_is_that_of_the_fault(tmp_path):
    texte = (
        "meta: {titre: Essai}\n"
        "axes:\n- {code: A1, titre_fr: Un}\n"
        "services_centraux:\n- {id: SDE, nom: Service}\n"
        "actions:\n"
        "- code: '1.1'\n"
        "  axe: A1\n"
        "  titre_fr: Une\n"
        "  responsable: SDE\n"
        "  statut: en_cours\n"
        "  jalons:\n"
        "  - titre: Bilan\n"
        "    prevu: 2026-02-30\n"
    )
    assert (
        "ligne 14 · actions[1] « 1.1 » › jalons[1] › prevu : trouvé « 2026-02-30 » ; "
        "attendu : une date qui existe, écrite AAAA-MM-JJ." in refus(ecrire(tmp_path, texte))
    )


def test_two_actions_with_the_same_code_are_told_with_both_lines(tmp_path):
    texte = EN_TETE + (
        "- {code: '1.1', axe: A1, titre_fr: Une, responsable: SDE, statut: en_cours}\n"
        "- {code: '1.1', axe: A1, titre_fr: Deux, responsable: SDE, statut: en_cours}\n"
    )
    assert "ligne 6 · actions[2] « 1.1 » › code : code « 1.1 » en double : déjà à la ligne 5" in refus(
        ecrire(tmp_path, texte)
    )


@pytest.mark.parametrize("code", ["1.10", "2.3", "1e3", "yes", "on"])
def test_a_code_without_quotes_is_refused_where_yaml_would_change_it(tmp_path, code):
    texte = EN_TETE + f"- {{code: {code}, axe: A1, titre_fr: Une, responsable: SDE, statut: en_cours}}\n"
    if code == "1e3":  # Text for YAML 1.1: nothing is lost.
        charger(ecrire(tmp_path, texte))
    else:
        assert f"guillemets, '{code}'" in refus(ecrire(tmp_path, texte))


@pytest.mark.parametrize("code", ["12", "012", "A.1"])
def test_a_code_that_yaml_leaves_alone_needs_no_quotes(tmp_path, code):
    texte = EN_TETE + f"- {{code: {code}, axe: A1, titre_fr: Une, responsable: SDE, statut: en_cours}}\n"
    charger(ecrire(tmp_path, texte))
    assert Plan.objects.get().actions.get().code == code


def test_fifty_errors_are_shown_and_the_others_are_counted(tmp_path):
    fichier = plan()
    modele = fichier["actions"][1]
    fichier["actions"] = [modele | {"code": f"3.{rang}", "axe": "A9"} for rang in range(1, 61)]
    message = refus(ecrire(tmp_path, fichier))
    assert message.count("trouvé « A9 »") == 50
    assert message.splitlines()[1].startswith("60 erreurs")
    assert message.endswith("… et 10 autres")


def test_a_refused_value_is_not_told_twice(tmp_path):
    message = refus(ecrire(tmp_path, essai(jalon(reel="2026-02-30"))))
    assert "1 erreur ; rien n'a été écrit." in message


def test_a_known_plan_keeps_its_data_when_a_file_is_refused(tmp_path):
    charger(ecrire(tmp_path, plan()))
    refus(ecrire(tmp_path, essai(action(titre_fr="Autre", avancement_pct=140))))
    assert Plan.objects.get().actions.get(code="1.1").titre == "Soutenir les entreprises"


def test_the_date_first_promised_does_not_change(tmp_path):
    charger(ecrire(tmp_path, plan()))
    message = refus(ecrire(tmp_path, essai(jalon(echeance_initiale="2026-01-01"))))
    assert (
        "trouvé 2026-01-01 ; attendu : 2026-03-31, la date prévue au départ, qui ne se modifie pas" in message
    )


def test_an_axe_cannot_take_the_number_of_another_of_its_plan(tmp_path):
    charger(ecrire(tmp_path, plan()))
    fichier = plan()
    fichier["axes"][1]["numero"] = 1
    assert "le numéro 1 est déjà celui de l'axe « A1 » du plan" in refus(ecrire(tmp_path, fichier))
