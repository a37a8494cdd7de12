"""`exporter_plan`: what `charger_plan` reads back, to the same plan."""

import hashlib
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, models

from actions.models import Action, Document, Indicateur, Jalon, Mesure, Nouvelle, Participation, Plan
from partenariat.models import Organisation
from tests.actions.plan_d_essai import charger, ecrire, exporter, plan

pytestmark = pytest.mark.django_db

DEMONSTRATION = Path(settings.RACINE) / "demonstration" / "plan-demonstration.yaml"
TABLES = (
    "Plan", "Source", "Repere", "Objectif", "Domaine", "Axe", "Volet", "PartiePrenante", "Action",
    "Participation", "Jalon", "Indicateur", "Mesure", "Nouvelle", "Document",
)  # fmt: skip


def photo() -> dict[str, list]:
    """Every row of the plan, field by field, with names for keys."""
    return {
        modele.__name__: sorted(_ligne(objet) for objet in modele.objects.all())
        for modele in (Organisation, *(apps.get_model("actions", nom) for nom in TABLES))
    }


def _ligne(objet: models.Model) -> str:
    valeurs = {}
    for champ in objet._meta.fields + objet._meta.many_to_many:
        if (
            champ.primary_key
            # The name of a file on disk is random; its fingerprint stands beside it.
            or isinstance(champ, models.GeneratedField | models.FileField)
            or champ.name in ("publiee_le", "cree_le")
        ):
            continue
        valeur = getattr(objet, champ.name)
        if champ.many_to_many:
            valeur = sorted(str(lie) for lie in valeur.all())
        elif champ.is_relation and valeur is not None:
            valeur = str(valeur)
        valeurs[champ.name] = valeur.normalize() if isinstance(valeur, Decimal) else valeur
    return str(sorted(valeurs.items(), key=lambda paire: paire[0]))


def vider() -> None:
    """An empty database, as far as plans go; its guards forbid a plain DELETE in places."""
    tables = [apps.get_model("actions", nom)._meta.db_table for nom in TABLES]
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(f"TRUNCATE {', '.join(tables)}, partenariat_organisation CASCADE")
        # As in another transaction: a file names decisions that it tells last.
        curseur.execute("SET CONSTRAINTS ALL DEFERRED")


def remettre_les_pieces(texte: str, dossier: Path) -> None:
    """Puts the files of the evidence, and of the documents, where an exported plan names them."""
    lieux = (DEMONSTRATION.parent / nom for nom in ("preuves", "documents"))
    pieces = {hashlib.sha256(p.read_bytes()).hexdigest(): p for lieu in lieux for p in lieu.iterdir()}
    lu = yaml.safe_load(texte)
    dites = [preuve for engagement in lu["engagements"] for preuve in engagement.get("preuves", ())]
    documents = [document for action in lu["actions"] for document in action.get("documents", ())]
    assert any("fichier" in document for document in documents)
    for dite in (*dites, *documents):
        if "fichier" in dite:
            chemin = dossier / dite["fichier"]
            chemin.parent.mkdir(parents=True)
            chemin.write_bytes(pieces[dite["empreinte"]].read_bytes())


def test_the_demonstration_plan_comes_back_field_by_field(tmp_path):
    charger(DEMONSTRATION, "--publier")
    avant, texte = photo(), exporter()
    assert charger(ecrire(tmp_path, texte), "--publier")[0].startswith("Rien à changer")

    vider()
    assert not Plan.objects.exists()
    assert not Organisation.objects.exists()
    remettre_les_pieces(texte, tmp_path)
    _, erreurs = charger(ecrire(tmp_path, texte), "--publier")
    # What the file does not say, its export does not say either.
    assert all("sans motif" in ligne or "sans décision" in ligne for ligne in erreurs.splitlines())
    assert photo() == avant
    assert exporter() == texte


def riche() -> dict:
    """A plan with every optional key."""
    fichier = plan()
    fichier["meta"] |= {
        "titre_en": "Test",
        "debut": "2025-01-01",
        "fin": "2030-12-31",
        "presentation_fr": "Un\n\ntexte.",
        "presentation_en": "A text.",
        "avis_fr": "Essai",
        "avis_en": "Trial",
        "langue": "fr-CA",
    }
    fichier["contexte"] = [{"fait": "Un fait", "valeur": "2 780 : oui", "source": "S9,S1"}]
    fichier["domaines"] = [{"code": "culture", "titre_fr": "Culture", "titre_en": "Arts"}]
    fichier["axes"][0] |= {
        "titre_court_fr": "Court",
        "titre_court_en": "Short",
        "presentation_fr": "P",
        "presentation_en": "Q",
        "numero": 7,
        "libelle": "sourcé",
    }
    fichier["services_centraux"].append({"id": "X", "nom": "Sans sigle", "sigle": ""})
    fichier["partenaires"] += [
        {
            "id": "SHDM",
            "nom": "Société",
            "type": "organisme",
            "nature": "paramunicipal",
            "nom_en": "Corporation",
        },
        {"id": "NU", "nom": "Sans type"},
    ]
    fichier["actions"][0] |= {
        "code": "1.10",
        "titre_en": "=1+1",
        "description_fr": "Ligne 1\nLigne 2 : « oui »\n\n- a",
        "description_en": "#",
        "texte_officiel": "non",
        "partie_engagee": "conjointe",
        "confiance": "faible",
        "en_continu": True,
        "fin_initiale": "2027-12-31",
        "budget_engage_cad": 0.05,
        "avancement_pct": 0,
        "objectifs": ["O1"],
        "domaines": ["culture"],
        "partenaires": ["CESIM", "VER"],
        "arrondissements": ["Verdun", "IBI"],
        "participations": [
            {"organisation": "RISQ", "role": "bailleur"},
            {"organisation": "X", "role": "partenaire"},
        ],
        "maj_le": "2026-01-31",
        "provenance": "inventé",
        "faits_sources": "2016-01-01",
        "nouvelles": [
            {"date": "2026-01-02", "texte": "Interne", "visibilite": "interne"},
            {"date": "2026-01-02", "texte": "Public", "visibilite": "publique"},
        ],
        "documents": [{"titre": "Guide", "adresse": "https://exemple.org/g?a=1#b", "visibilite": "interne"}],
    }
    fichier["actions"][0]["jalons"] += [
        {"titre": "Annulé", "titre_en": "Off", "prevu": "2026-01-01", "etat": "annule", "poids": 3},
        {"titre": "Reporté", "prevu": "2027-01-01", "echeance_initiale": "2026-01-01"},
    ]
    fichier["actions"][0]["indicateurs"][0] |= {
        "nom_en": "Projects",
        "methode": "M",
        "nature": "N",
        "rupture_le": "2026-01-01",
        "sens": "maintien",
        "cible": {"annee": 2030, "valeur": -0.0001},
        "mesures": [{"date": "2025-12-31", "valeur": 9007199254740993.25, "source": "S"}],
    }
    fichier["actions"][1] |= {"statut": "suspendue", "motif": "Chantier", "arrondissements": ["tous"]}
    fichier["actions"] += [
        fichier["actions"][1]
        | {"code": f"2.{rang}", "titre_fr": f"Abandon {rang}", "statut": "abandonnee", "motif": "Sans suite."}
        | raison
        for rang, raison in enumerate(({"decision": "S-1-R1"}, {"sans_decision": "Trop tard."}), 8)
    ]
    # Nobody says why, nor by which decision.
    inexpliquee = fichier["actions"][1] | {"code": "2.99", "titre_fr": "Sans un mot", "statut": "abandonnee"}
    fichier["actions"].append({cle: valeur for cle, valeur in inexpliquee.items() if cle != "motif"})
    decidee = {"numero": "S-1-R1", "libelle": "On y renonce."}
    fichier["seances"] = [
        {
            "numero": "S-1",
            "date": "2026-02-11",
            "quorum": {"requis": 2, "presents": 2},
            "decisions": [decidee],
        }
    ]
    return fichier  # fmt: skip


def test_a_plan_with_every_key_comes_back_field_by_field(tmp_path):
    texte = ecrire(tmp_path, riche()).read_text().replace("9007199254740994.0", "9007199254740993.25")
    charger(ecrire(tmp_path, texte), "--publier")
    assert Mesure.objects.get().valeur == Decimal("9007199254740993.25")
    avant, texte = photo(), exporter("essai")
    vider()
    charger(ecrire(tmp_path, texte), "--publier")
    assert photo() == avant


def test_loading_the_export_over_the_same_database_changes_nothing(tmp_path):
    charger(ecrire(tmp_path, riche()))
    assert charger(ecrire(tmp_path, exporter()))[0].startswith("Rien à changer")


def test_what_was_edited_on_the_site_is_in_the_export(tmp_path):
    charger(ecrire(tmp_path, plan()))
    action = Action.objects.get(code="1.1")
    action.titre = "  Titre retouché\r\n"
    action.save()
    autre = Organisation.objects.create(nom="Hors du plan", sigle="SDE", slug="hors-plan", nature="organisme")
    Participation.objects.create(action=action, organisation=autre)
    Jalon.objects.filter(action=action).update(titre="Même titre")
    fichier = yaml.safe_load(exporter())
    assert fichier["actions"][0]["titre_fr"] == "  Titre retouché\r\n"
    assert fichier["actions"][0]["partenaires"] == ["CESIM", "hors-plan"]
    assert {"id": "hors-plan", "nom": "Hors du plan", "sigle": "SDE"} in fichier["partenaires"]
    sortie, _ = charger(ecrire(tmp_path, exporter()))
    assert "ajoutés : 1 partie prenante" in sortie
    assert "modifiés" not in sortie
    assert charger(ecrire(tmp_path, exporter()))[0].startswith("Rien à changer")


def test_a_shared_organisation_is_exported_as_its_own_file_names_it(tmp_path):
    charger(ecrire(tmp_path, plan()))
    autre = plan()
    autre["meta"]["slug"] = "autre"
    autre["partenaires"][1]["nom"] = "Réseau d’Investissement Social"
    charger(ecrire(tmp_path, autre))
    assert "nom: Réseau d’Investissement Social" in exporter("autre")
    assert "nom: Réseau d'investissement social" in exporter("essai")


def test_publiques_keeps_only_what_the_public_may_see(tmp_path):
    charger(ecrire(tmp_path, riche()), "--publier")
    Action.objects.filter(code="2.1").update(publication="brouillon")
    tout, public = yaml.safe_load(exporter()), yaml.safe_load(exporter("--publiques"))
    assert [a["code"] for a in tout["actions"]] == ["1.10", "2.1", "2.8", "2.9", "2.99"]
    assert [a["code"] for a in public["actions"]] == ["1.10", "2.8", "2.9", "2.99"]
    assert [s["texte"] for s in public["actions"][0]["nouvelles"]] == ["Public"]
    assert "documents" in tout["actions"][0]
    assert "documents" not in public["actions"][0]


def test_the_active_plan_is_the_default_and_a_file_may_receive_it(tmp_path):
    charger(ecrire(tmp_path, plan()))
    sortie = tmp_path / "copie.yaml"
    call_command("exporter_plan", "--sortie", str(sortie), stdout=StringIO(), stderr=StringIO())
    assert sortie.read_text(encoding="utf-8") == exporter("essai") == exporter()


def test_what_stops_half_way_leaves_the_file_of_before(tmp_path, monkeypatch):
    charger(ecrire(tmp_path, plan()))
    sortie = tmp_path / "copie.yaml"
    sortie.write_text("celui d'avant", encoding="utf-8")
    presents = set(tmp_path.iterdir())

    def tomber(*_arguments):
        raise RuntimeError

    monkeypatch.setattr("actions.fichier.exportation.Exportation._action", tomber)
    with pytest.raises(RuntimeError):
        call_command("exporter_plan", "--sortie", str(sortie), stdout=StringIO(), stderr=StringIO())
    assert sortie.read_text(encoding="utf-8") == "celui d'avant"
    assert set(tmp_path.iterdir()) == presents


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    charger(ecrire(tmp_path, plan()))
    with pytest.raises(CommandError, match="ne s'écrit pas"):
        call_command("exporter_plan", "--sortie", str(tmp_path / "absent" / "x.yaml"))


def test_an_unknown_plan_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(CommandError, match=r"Aucun plan n'est actif. Aucun plan n'est encore chargé."):
        exporter()
    charger(ecrire(tmp_path, plan()))
    with pytest.raises(CommandError, match=r"« tiers » n'existe pas\. Plans connus : essai\."):
        exporter("tiers")


def test_every_field_of_the_plan_that_a_file_can_say_is_in_the_rich_plan(tmp_path):
    """Keeps the round trip honest: a field left empty would come back empty whatever happens."""
    charger(ecrire(tmp_path, riche()), "--publier")
    dehors = {
        "Plan": {"actif"},
        "Action": {"remplacee_par", "auteur", "soumise_par", "soumise_le", "validee_par", "note_retour"}
        | {"change_le"},
        # Of a file: `test_documents_du_fichier`.
        "Document": {"date", "fichier", "nom_fichier", "type_media", "taille", "empreinte"},
        "Nouvelle": {"auteur"}, "Jalon": {"revenu_le"},
        "Organisation": {"depuis", "jusqu_a", "successeur", "site", "courriel_public", "courriel_par"},
    }  # fmt: skip
    modeles = (Plan, Action, Jalon, Indicateur, Mesure, Nouvelle, Document, Organisation)
    for modele in modeles:
        for champ in modele._meta.concrete_fields:
            if champ.name in dehors.get(modele.__name__, ()) or champ.primary_key:
                continue
            valeurs = [getattr(objet, champ.name) for objet in modele.objects.all()]
            remplies = [v for v in valeurs if v is not False and v not in (None, "", {})]
            assert remplies, f"{modele.__name__}.{champ.name}"
