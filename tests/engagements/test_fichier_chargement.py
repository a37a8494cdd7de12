"""`charger_plan` leads commitments through the same acts as life."""

import hashlib

import pytest
from django.utils import timezone

from engagements.models import Declaration, Engagement, Passage, Preuve, Reponse, Signature, Verification
from tests.actions.plan_d_essai import charger, ecrire, evenements
from tests.engagements.engagements_d_essai import (
    AVANCE,
    CONFIRMEE,
    CONTESTEE,
    SIGNATURES,
    TENU,
    avec,
    en_cours,
    engagement,
    signe,
    tenu,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n% un document d'essai\n%%EOF\n"


@pytest.fixture
def charge(tmp_path):
    """Writes and loads a plan with these commitments."""

    def faire(*engagements, options=()):
        return charger(ecrire(tmp_path, avec(*engagements)), *options)[0]

    return faire


@pytest.fixture(autouse=True)
def depots(settings, tmp_path):
    """Where files are kept, for this test alone."""
    settings.MEDIA_ROOT = tmp_path / "depots"
    return settings.MEDIA_ROOT


def fichiers(dossier) -> list:
    return [chemin for chemin in dossier.rglob("*") if chemin.is_file()]


def jour(moment) -> str:
    return timezone.localdate(moment).isoformat()


# --- what is written -------------------------------------------------------------------------------------


def test_every_value_goes_where_it_belongs(charge):
    charge(
        engagement(
            titre_en="Offer a space",
            actions=["1.1"],
            echeance="2027-06-30",
            montant_cad=25000.5,
            condition="Si le budget est adopté.",
            provenance="inventé",
            etat_depuis="2026-01-10",
        )
    )
    lu = Engagement.objects.get()
    assert (lu.code, lu.partie.sigle, lu.envers.sigle, lu.titre_en) == (
        "E-01",
        "SDE",
        "CESIM",
        "Offer a space",
    )
    assert (str(lu.echeance), str(lu.montant), lu.nature) == ("2027-06-30", "25000.50", "local")
    assert (lu.conditionnel, lu.condition, lu.provenance) == (True, "Si le budget est adopté.", "inventé")
    assert [a.code for a in lu.actions.all()] == ["1.1"]
    assert (lu.etat, lu.publication, jour(lu.propose_le)) == ("propose", "aux_parties", "2026-01-10")


@pytest.mark.parametrize(
    ("dit", "etat", "passages"),
    [
        (engagement(etat="brouillon"), "propose", []),
        (engagement(), "propose", []),
        (engagement(signatures=SIGNATURES[:1]), "propose", []),
        (signe(), "signe", ["2026-01-20"]),
        (signe(declarations=[{"le": "2026-02-01", "genre": "rien_a_signaler"}]), "signe", ["2026-01-20"]),
        (en_cours(), "en_cours", ["2026-01-20", "2026-03-02"]),
        (tenu(), "tenu", ["2026-01-20", "2026-03-02", "2026-06-10"]),
        (tenu(etat_depuis="2026-07-01"), "tenu", ["2026-01-20", "2026-03-02", "2026-07-01"]),
        (
            en_cours(etat="non_tenu", motif="Bail refusé.", etat_depuis="2026-09-01"),
            "non_tenu",
            ["2026-01-20", "2026-03-02", "2026-09-01"],
        ),
        (
            en_cours(etat="tenu_en_partie", motif="50 m².", etat_depuis="2026-09-01"),
            "tenu_en_partie",
            ["2026-01-20", "2026-03-02", "2026-09-01"],
        ),
        (engagement(etat="retire", motif="Retiré.", etat_depuis="2026-09-01"), "retire", ["2026-09-01"]),
        (
            tenu(etat="en_cours", motif="Fermé depuis.", etat_depuis="2026-09-01"),
            "en_cours",
            ["2026-01-20", "2026-03-02", "2026-09-01", "2026-09-01"],
        ),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) else "",
)
def test_a_commitment_is_led_to_its_state_and_each_step_bears_its_date(charge, dit, etat, passages):
    charge(dit)
    lu = Engagement.objects.get()
    assert lu.etat == etat
    assert lu.publication == ("brouillon" if dit["etat"] == "brouillon" else "aux_parties")
    assert [jour(p.le) for p in lu.passages.all()] == passages
    assert lu.motif == dit.get("motif", "")
    if dit.get("motif"):
        assert lu.passages.last().motif == dit["motif"]


def test_acts_keep_their_author_and_their_date(charge):
    contestee = CONTESTEE | {"reponse": {"texte": "Il rouvre lundi.", "le": "2026-06-12"}}
    charge(en_cours(declarations=[AVANCE, TENU | {"verifications": [contestee]}]))
    assert [(s.organisation.sigle, s.fonction, jour(s.le), s.nom) for s in Signature.objects.all()] == [
        ("SDE", "Direction du service", "2026-01-15", ""),
        ("CESIM", "Direction générale", "2026-01-20", ""),
    ]
    lu = Engagement.objects.get()
    assert {s.empreinte for s in Signature.objects.all()} == {lu.empreinte}
    assert [(d.genre, d.texte, jour(d.le)) for d in Declaration.objects.all()] == [
        ("avance", "Le local est choisi.", "2026-03-02"),
        ("tenu", "Le local est ouvert.", "2026-06-01"),
    ]
    verification, reponse = Verification.objects.get(), Reponse.objects.get()
    assert (verification.declaration.genre, verification.organisation.sigle) == ("tenu", "CESIM")
    assert (verification.verdict, verification.texte, jour(verification.le)) == (
        "contestee",
        "Il est fermé.",
        "2026-06-10",
    )
    assert (reponse.texte, reponse.organisation.sigle, jour(reponse.le)) == (
        "Il rouvre lundi.",
        "SDE",
        "2026-06-12",
    )


def test_counterparts_are_linked_both_ways_whichever_side_says_it(charge):
    retour = engagement(code="E-02", partie="CESIM", envers="SDE")
    charge(engagement(contreparties=["E-02"]), retour)
    assert [c.code for c in Engagement.objects.get(code="E-02").contreparties.all()] == ["E-01"]
    # The other side says it too: nothing changes.
    assert "Rien à changer" in charge(engagement(), retour | {"contreparties": ["E-01"]})


@pytest.mark.parametrize("options", [(), ("--publier",)], ids=["aux parties", "publiés"])
def test_a_signed_version_supersedes_the_one_before_whatever_the_order_of_the_file(charge, options):
    ancien = en_cours()
    nouveau = signe(code="E-01-v2", remplace="E-01", titre_fr="Offrir deux locaux")
    charge(nouveau, ancien, options=options)
    etats = dict(Engagement.objects.values_list("code", "publication"))
    assert etats["E-01-v2"] == ("publiee" if options else "aux_parties")
    if options:
        assert etats["E-01"] == "archivee"
    else:
        assert Engagement.objects.get(code="E-01").motif == "Remplacé par E-01-v2."
    assert "Rien à changer" in charge(nouveau, ancien, options=options)


def test_without_publier_a_commitment_stays_with_the_parties_and_a_second_load_publishes_it(charge):
    charge(signe())
    assert not Engagement.objects.publics().exists()
    sortie = charge(signe(), options=("--publier", "--simuler"))
    assert "~ engagement E-01" in sortie
    assert not Engagement.objects.publics().exists()
    charge(signe(), engagement(code="E-02", etat="brouillon"), options=("--publier",))
    assert [e.code for e in Engagement.objects.publics()] == ["E-01"]


def test_what_was_taken_off_the_site_is_not_put_back_by_a_file(charge, coordination):
    charge(signe(), options=("--publier",))
    Engagement.objects.get().depublier(coordination, "À revoir.")
    assert "Rien à changer" in charge(signe(), options=("--publier",))
    assert not Engagement.objects.publics().exists()


# --- evidence --------------------------------------------------------------------------------------------

PREUVE = {"type": "rapport", "titre": "Bilan", "le": "2026-06-02"}


def test_evidence_is_an_address_or_a_file_of_the_folder(charge, tmp_path, depots):
    (tmp_path / "preuves").mkdir()
    (tmp_path / "preuves" / "bilan 2026.pdf").write_bytes(PDF)
    adresse = PREUVE | {"adresse": "https://exemple.org/b", "date": "2026-05-01", "declaration": 1}
    fichier = PREUVE | {
        "titre": "Bilan corrigé",
        "fichier": "preuves/bilan 2026.pdf",
        "corrige": 1,
        "verifications": [CONFIRMEE],
    }
    charge(en_cours(preuves=[adresse, fichier]))
    premiere, seconde = Preuve.objects.all()
    assert (premiere.adresse, str(premiere.date), premiere.declaration.genre) == (
        "https://exemple.org/b",
        "2026-05-01",
        "avance",
    )
    # Nobody said of when it is.
    assert (seconde.nom_fichier, seconde.type_media, seconde.date) == (
        "bilan 2026.pdf",
        "application/pdf",
        None,
    )
    assert seconde.empreinte == hashlib.sha256(PDF).hexdigest()
    assert seconde.corrige == premiere
    assert seconde.verifiee
    assert [chemin.read_bytes() for chemin in fichiers(depots)] == [PDF]

    avant = evenements()
    assert "Rien à changer" in charge(en_cours(preuves=[adresse, fichier]))
    assert evenements() == avant
    assert len(fichiers(depots)) == 1


def test_a_simulation_leaves_no_row_and_no_file(charge, tmp_path, depots):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    avant = evenements()
    sortie = charge(en_cours(preuves=[PREUVE | {"fichier": "bilan.pdf"}]), options=("--simuler",))
    assert "+ 1 engagement : E-01" in sortie
    assert "+ 1 preuve : E-01 › Bilan" in sortie
    assert not Engagement.objects.exists()
    assert not fichiers(depots)
    assert evenements() == avant


def test_a_load_that_fails_at_the_end_leaves_no_file(charge, tmp_path, depots, monkeypatch):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    monkeypatch.setattr(
        "engagements.fichier.chargement._lier", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        charge(en_cours(preuves=[PREUVE | {"fichier": "bilan.pdf"}]))
    assert not fichiers(depots)


# --- again -----------------------------------------------------------------------------------------------


def test_twice_changes_nothing_not_even_history(charge):
    dits = [
        tenu(actions=["1.1"], contreparties=["E-02"]),
        engagement(code="E-02", partie="CESIM", envers="SDE"),
    ]
    charge(*dits)
    avant = evenements()
    assert charge(*dits).startswith("Rien à changer")
    assert evenements() == avant


def test_new_acts_are_added_to_what_exists(charge):
    charge(engagement(signatures=SIGNATURES[:1]))
    sortie = charge(tenu())
    assert "1 signature" in sortie
    assert "2 déclarations" in sortie
    assert "1 vérification" in sortie
    lu = Engagement.objects.get()
    assert (lu.etat, Signature.objects.count(), Declaration.objects.count()) == ("tenu", 2, 2)


def test_a_draft_follows_its_file_until_it_is_submitted(charge):
    charge(engagement(etat="brouillon"))
    sortie = charge(engagement(etat="brouillon", titre_fr="Offrir deux locaux"), options=("--simuler",))
    assert "titre : Offrir un local → Offrir deux locaux" in sortie
    charge(engagement(titre_fr="Offrir deux locaux", condition="Si le bail est signé."))
    lu = Engagement.objects.get()
    assert (lu.titre, lu.conditionnel, lu.publication) == ("Offrir deux locaux", True, "aux_parties")
    assert "Offrir deux locaux" in lu.texte_fige


def test_the_site_that_went_further_than_its_file_stays_there(charge):
    charge(signe())
    lu = Engagement.objects.get()
    charge(tenu())
    sortie = charge(signe())
    assert sortie.startswith("Rien à changer")
    assert "E-01 (tenu)" in sortie
    lu.refresh_from_db()
    assert lu.etat == "tenu"


def test_what_the_file_no_longer_says_is_left_and_said(charge):
    charge(signe(), engagement(code="E-02"))
    sortie = charge(signe())
    assert "engagement : E-02" in sortie
    assert Engagement.objects.count() == 2


def test_what_the_parties_do_not_sign_may_still_change(charge):
    charge(signe())
    charge(signe(titre_en="Offer a space", actions=["1.1"], provenance="mixte"))
    lu = Engagement.objects.get()
    assert (lu.titre_en, lu.provenance, [a.code for a in lu.actions.all()]) == (
        "Offer a space",
        "mixte",
        ["1.1"],
    )
    assert Passage.objects.count() == 1
