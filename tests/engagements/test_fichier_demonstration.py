"""The demonstration plan: enough commitments to show every state, and no real body shown failing."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from engagements.models import Engagement, Preuve, Refus, Reponse, Signature, Verification
from engagements.models.etats import EN_VIGUEUR, Etat, Verdict
from partenariat.donnees.depots import TYPES
from tests.actions.plan_d_essai import charger, evenements

pytestmark = pytest.mark.django_db

FICHIER = Path(settings.RACINE) / "demonstration" / "plan-demonstration.yaml"
FICTIVES = {"DEMO1", "DEMO2", "DEMO3"}
JOUR_DE_LA_DEMONSTRATION = date(2026, 11, 24)


@pytest.fixture(scope="module")
def dits() -> list[dict]:
    return yaml.safe_load(FICHIER.read_text())["engagements"]


@pytest.fixture(scope="module")
def charges(base_du_module):
    """The demonstration, loaded as on a first start."""
    with base_du_module():
        charger(FICHIER, "--publier")


def test_there_are_enough_and_each_has_its_answer(dits):
    par_code = {dit["code"]: dit for dit in dits}
    assert len(par_code) == len(dits) >= 55
    for dit in dits:
        assert dit["contreparties"], dit["code"]
        for code in dit["contreparties"]:
            autre = par_code[code]
            assert dit["code"] in autre["contreparties"]
            assert (autre["partie"], autre["envers"]) == (dit["envers"], dit["partie"])


def test_every_state_is_shown(dits):
    etats = Counter(dit["etat"] for dit in dits)
    assert set(etats) == {"brouillon", *Etat.values}
    assert sum("condition" in dit for dit in dits) >= 2
    assert sum("remplace" in dit for dit in dits) == 1
    attendus = [dit for dit in dits if dit["etat"] in EN_VIGUEUR or dit["etat"] == "tenu"]
    sans = [dit for dit in attendus if "preuves" not in dit]
    assert len(attendus) / 3 < len(sans) < len(attendus) * 2 / 3


def test_every_text_says_that_it_is_invented_or_holds_to_sourced_facts(dits):
    assert Counter(dit["provenance"] for dit in dits)["inventé"] > len(dits) * 0.9
    assert {dit["provenance"] for dit in dits} <= {"inventé", "mixte"}
    assert all(dit["titre_en"] for dit in dits)


def test_signatures_bear_functions_and_no_name(dits, charges):
    assert not [s for dit in dits for s in dit.get("signatures", ()) if "nom" in s]
    assert {s["fonction"].split()[0] for dit in dits for s in dit.get("signatures", ())} == {"Direction"}
    assert set(Signature.objects.values_list("nom", flat=True)) == {""}


def test_a_fictitious_document_says_so(dits):
    fichiers = {p["fichier"] for dit in dits for p in dit.get("preuves", ()) if "fichier" in p}
    dossier = FICHIER.parent
    assert fichiers == {f"preuves/{chemin.name}" for chemin in (dossier / "preuves").iterdir()}
    assert len(fichiers) == 6
    for dit in dits:
        for preuve in dit.get("preuves", ()):
            if "fichier" in preuve:
                assert dit["partie"] in FICTIVES
                assert "ficti" in preuve["titre"]
                assert (dossier / preuve["fichier"]).stat().st_size < 60_000


def test_an_address_is_that_of_a_source_of_the_plan_under_its_own_title(dits):
    sources = yaml.safe_load(FICHIER.read_text())["sources"].values()
    connues = {(source["titre"], source["adresse"]) for source in sources}
    preuves = [p for dit in dits for p in dit.get("preuves", ()) if "adresse" in p]
    assert len(preuves) > 20
    assert not [p for p in preuves if (p["titre"], p["adresse"]) not in connues]


def test_no_real_body_is_shown_late_contested_or_failing(charges):
    """`meta.regle_image`, asserted from what the site would show."""
    lus = Engagement.objects.avec_lectures().select_related("partie")
    mauvais = {
        e.code: e.partie.sigle
        for e in lus
        if e.en_retard
        or e.conteste
        or e.etat in (Etat.NON_TENU, Etat.TENU_EN_PARTIE, Etat.RETIRE)
        or (e.etat in EN_VIGUEUR and e.echeance and e.echeance < JOUR_DE_LA_DEMONSTRATION)
    }
    assert len(mauvais) >= 7
    assert set(mauvais.values()) <= FICTIVES
    contestees = Verification.objects.filter(verdict=Verdict.CONTESTEE)
    assert {v.organisation.sigle for v in contestees} <= FICTIVES
    assert {v.declaration.engagement.partie.sigle for v in contestees} <= FICTIVES
    assert contestees.count() == 2
    assert Reponse.objects.count() == 1
    assert not Refus.objects.exists()


def test_real_bodies_have_a_year_before_anything_falls_due(charges):
    """A demonstration opened next spring still shows no real body late."""
    reelles = Engagement.objects.filter(etat__in=EN_VIGUEUR).exclude(partie__sigle__in=FICTIVES)
    assert min(reelles.values_list("echeance", flat=True)) >= date(2027, 10, 1)


@pytest.mark.parametrize("sigle", ["SDE", "CESIM"])
def test_the_demonstration_accounts_have_something_to_do(charges, sigle):
    """One to sign, one to declare, one to verify."""
    lus = Engagement.objects.publics().avec_lectures()
    a_signer = lus.filter(etat=Etat.PROPOSE).exclude(signatures__organisation__sigle=sigle)
    assert [e for e in a_signer if sigle in (e.partie.sigle, e.envers.sigle)]
    assert lus.filter(etat=Etat.SIGNE, partie__sigle=sigle, declarations__isnull=True).exists()
    assert lus.filter(a_verifier=True, envers__sigle=sigle).exists()


def test_loading_it_twice_changes_nothing_and_keeps_each_file_once(charges, settings):
    avant = evenements()
    fichiers = {chemin for chemin in Path(settings.MEDIA_ROOT).rglob("*") if chemin.is_file()}
    sortie, erreurs = charger(FICHIER, "--publier")
    assert sortie.startswith("Rien à changer")
    assert erreurs == ""
    assert evenements() == avant
    assert {chemin for chemin in Path(settings.MEDIA_ROOT).rglob("*") if chemin.is_file()} == fichiers
    pieces = Preuve.objects.exclude(fichier="")
    assert {piece.type_media for piece in pieces} == {TYPES[e] for e in ("pdf", "xlsx", "odt", "png")}
    assert all(Path(settings.MEDIA_ROOT, piece.fichier.name) in fichiers for piece in pieces)


def test_the_demonstration_accounts_are_made_after_it(charges, monkeypatch):
    monkeypatch.setenv("DEMO_MOT_DE_PASSE", "un-mot-de-passe-d-essai")
    call_command("creer_comptes_demo", verbosity=0)
