"""`exporter_plan` writes commitments that `charger_plan` reads back, to the same state."""

import pytest
import yaml
from django.utils import timezone

from engagements.models import Acteur, Declaration, Engagement, Preuve, Reponse, Signature, Verification
from engagements.models.etats import Genre, Publication
from tests.actions.plan_d_essai import charger, ecrire, evenements, exporter, plan, refus
from tests.actions.test_exporter_plan import vider
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
from tests.factories import OrganisationFactory, PlanFactory
from tests.factories.engagements import EngagementFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n% un document d'essai\n%%EOF\n"
REPONSE = {"reponse": {"texte": "Il rouvre lundi.", "le": "2026-06-12"}}


def un_de_chaque() -> dict:
    """A commitment in each state, with each kind of act."""
    ville = {"partie": "CESIM", "envers": "SDE"}
    preuves = [
        {"type": "rapport", "titre": "Bilan", "le": "2026-06-02", "fichier": "bilan.pdf", "declaration": 2},
        {
            "type": "rapport",
            "titre": "Bilan",
            "le": "2026-06-03",
            "adresse": "https://exemple.org/b",
            "corrige": 1,
        },
    ]
    return avec(
        tenu(
            actions=["1.1", "2.1"],
            titre_en="Offer a space",
            echeance="2027-06-30",
            montant_cad=25000.5,
            condition="Si le budget est adopté.",
            provenance="inventé",
            contreparties=["E-02"],
            preuves=[preuves[0] | {"verifications": [CONFIRMEE]}, preuves[1]],
        ),
        engagement(code="E-02", **ville, etat_depuis="2026-01-04"),
        engagement(code="E-03", etat="brouillon"),
        engagement(code="E-04", signatures=[SIGNATURES[0] | {"nom": "Camille Roy"}]),
        signe(code="E-05", declarations=[{"le": "2026-02-01", "genre": "rien_a_signaler"}]),
        en_cours(code="E-06", declarations=[AVANCE, TENU | {"verifications": [CONTESTEE | REPONSE]}]),
        signe(code="E-06-v2", remplace="E-06"),
        en_cours(code="E-07", etat="non_tenu", motif="Bail refusé.", etat_depuis="2026-09-01"),
        en_cours(code="E-08", etat="tenu_en_partie", motif="La moitié.", etat_depuis="2026-09-01"),
        engagement(code="E-09", etat="retire", motif="Sans suite.", etat_depuis="2026-09-01"),
        tenu(code="E-10", etat="en_cours", motif="Fermé depuis.", etat_depuis="2026-09-01"),
    )


def photo() -> list:
    """What the public may check of every commitment: text, state, acts and their days."""

    def jour(objet):
        return timezone.localdate(objet.le).isoformat()

    def gestes(modele, *champs):
        lignes = (
            (jour(o), o.organisation.sigle, *(str(getattr(o, c)) for c in champs))
            for o in modele.objects.all()
        )
        return sorted(lignes)

    return [
        sorted(
            (
                e.code, e.texte_fige, e.empreinte, e.titre_en, e.etat, e.motif, e.publication, e.provenance,
                str(e.montant), str(e.remplace or ""), sorted(a.code for a in e.actions.all()),
                sorted(c.code for c in e.contreparties.all()),
                [(p.de, p.vers, jour(p)) for p in e.passages.all()],
            )
            for e in Engagement.objects.all()
        ),
        gestes(Signature, "engagement", "nom", "fonction", "empreinte"),
        gestes(Declaration, "engagement", "genre", "texte"),
        gestes(Verification, "declaration", "preuve", "verdict", "texte"),
        gestes(Reponse, "verification", "texte"),
        gestes(
            Preuve, "engagement", "type", "titre", "date", "adresse", "nom_fichier", "empreinte",
            "declaration", "corrige",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("options", [(), ("--publier",)], ids=["aux parties", "publiés"])
def test_every_state_comes_back_on_an_empty_database(tmp_path, options):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    charger(ecrire(tmp_path, un_de_chaque()), *options)
    avant, texte = photo(), exporter()

    # The evidence is already on file here: the exported file needs nothing beside it.
    compte = evenements()
    assert charger(ecrire(tmp_path, texte, "relu.yaml"), *options)[0].startswith("Rien à changer")
    assert evenements() == compte

    vider()
    assert not Engagement.objects.exists()
    assert "déposez-y le fichier dont l'empreinte est" in refus(ecrire(tmp_path, texte, "relu.yaml"))
    chemin = tmp_path / next(
        preuve["fichier"]
        for dit in yaml.safe_load(texte)["engagements"]
        for preuve in dit.get("preuves", ())
        if "fichier" in preuve
    )
    chemin.parent.mkdir(parents=True)
    chemin.write_bytes(PDF)
    _, erreurs = charger(ecrire(tmp_path, texte, "relu.yaml"), *options)
    assert erreurs == ""
    assert photo() == avant
    assert exporter() == texte


def test_only_what_the_public_may_see_is_exported_for_the_public(tmp_path):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    fichier = un_de_chaque()
    charger(ecrire(tmp_path, fichier), "--publier")
    Engagement.objects.filter(code="E-05").update(publication=Publication.AUX_PARTIES)
    Engagement.objects.get(code="E-01").actions.get(code="2.1").__class__.objects.filter(code="2.1").update(
        publication="brouillon"
    )
    texte = exporter("--publiques")
    dits = {dit["code"]: dit for dit in yaml.safe_load(texte)["engagements"]}
    # Neither a draft nor what is only with the parties; a superseded text keeps its public page.
    assert {"E-03", "E-05"}.isdisjoint(dits)
    assert {"E-01", "E-02", "E-06", "E-06-v2"} <= dits.keys()
    assert dits["E-01"]["actions"] == ["1.1"]
    assert "Camille Roy" not in texte
    assert dits["E-04"]["signatures"][0]["fonction"] == "Direction du service"


def test_links_to_what_is_not_public_are_left_out(tmp_path):
    retour = signe(code="E-02", partie="CESIM", envers="SDE", contreparties=["E-01"])
    charger(ecrire(tmp_path, avec(signe(), retour)), "--publier")
    Engagement.objects.filter(code="E-02").update(publication=Publication.AUX_PARTIES)
    assert "E-02" not in exporter("--publiques")


def test_a_party_without_a_place_in_the_plan_gets_one_in_the_file(tmp_path):
    charger(ecrire(tmp_path, plan()))
    essai = PlanFactory._meta.model.objects.get()
    autre = OrganisationFactory(nom="Une autre coopérative", sigle="UAC")
    EngagementFactory(
        plan=essai,
        code="E-1",
        partie=autre,
        envers=OrganisationFactory._meta.model.objects.get(sigle="SDE"),
        signe=True,
    )
    lu = yaml.safe_load(exporter())
    assert lu["engagements"][0]["partie"] == "UAC"
    assert "UAC" in {partenaire["id"] for partenaire in lu["partenaires"]}
    assert "engagement" not in charger(ecrire(tmp_path, exporter()))[0]


def test_what_the_site_wrote_comes_back_too(tmp_path):
    """Acts of accounts, several on one day, more than the file knew."""
    charger(ecrire(tmp_path, avec(en_cours())))
    lu = Engagement.objects.get()
    for texte in ("Un.", "Deux.", "Trois."):
        lu.declarer(Acteur(lu.partie), Genre.AVANCE, texte)
    texte = exporter()
    assert charger(ecrire(tmp_path, texte))[0].startswith("Rien à changer")
    assert charger(ecrire(tmp_path, avec(en_cours())))[0].startswith("Rien à changer")
    vider()
    charger(ecrire(tmp_path, texte))
    assert [d.texte for d in Declaration.objects.order_by("le", "id")][1:] == ["Un.", "Deux.", "Trois."]


def test_a_plan_without_commitments_has_no_such_part(tmp_path):
    charger(ecrire(tmp_path, plan()))
    assert "engagements" not in yaml.safe_load(exporter())
