"""A commitment that the file tells badly is refused with its place, before anything is written."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from actions.models import Plan
from engagements.fichier import schema as schema_des_engagements
from engagements.models import Declaration, Engagement
from tests.actions.plan_d_essai import charger, ecrire, refus
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

DEMAIN = (timezone.localdate() + timedelta(days=1)).isoformat()
RETOUR = engagement(code="E-02", partie="CESIM", envers="SDE")
PREUVE = {"type": "rapport", "titre": "Bilan", "le": "2026-06-02"}
PDF = b"%PDF-1.4\n% un document d'essai\n%%EOF\n"


def declare(*declarations, etat="en_cours", **cles) -> dict:
    return signe(etat=etat, declarations=list(declarations), **cles)


def verifie(verification, **cles) -> dict:
    return declare(AVANCE | {"verifications": [verification]}, **cles)


def prouve(*preuves) -> dict:
    return en_cours(preuves=[PREUVE | preuve for preuve in preuves])


REFUS = {
    "clé requise": ([engagement(titre_fr=None)], "engagements[1] « E-01 » : la clé « titre_fr » manque"),
    "code en double": ([engagement(), engagement()], "code « E-01 » en double : déjà à la ligne"),
    "partie inconnue": (
        [engagement(partie="SDEE")],
        "› partie : trouvé « SDEE » ; attendu : l'identifiant d'une organisation ; vouliez-vous dire « SDE »",
    ),
    "envers soi": ([engagement(envers="SDE")], "› envers : trouvé la partie engagée"),
    "action inconnue": (
        [engagement(actions=["1.2"])],
        "› actions[1] : trouvé « 1.2 » ; attendu : le code d'une",
    ),
    "nature": ([engagement(nature="achats")], "› nature : trouvé « achats » ; attendu : l'un de financement"),
    "montant": ([engagement(montant_cad=-1)], "› montant_cad : trouvé le nombre -1"),
    "état": ([engagement(etat="en-cours")], "vouliez-vous dire « en_cours » ?"),
    "contrepartie inconnue": (
        [engagement(contreparties=["E-3"]), RETOUR],
        "› contreparties[1] : trouvé « E-3 » ; attendu : le code d'un autre engagement",
    ),
    "contrepartie de soi": ([engagement(contreparties=["E-01"])], "le code d'un autre engagement"),
    "contrepartie de la même partie": (
        [engagement(contreparties=["E-02"]), engagement(code="E-02")],
        "pris par la même partie",
    ),
    "remplace inconnu": ([engagement(remplace="E-09")], "› remplace : trouvé « E-09 »"),
    "remplace un texte proposé": (
        [engagement(), engagement(code="E-02", remplace="E-01")],
        "dont l'état est « propose » ; attendu : un engagement signé ou en cours",
    ),
    "remplacé deux fois": (
        [signe(), engagement(code="E-02", remplace="E-01"), engagement(code="E-03", remplace="E-01")],
        "déjà remplacé par « E-02 »",
    ),
    "remplace en changeant de partie": (
        [signe(), engagement(code="E-02", remplace="E-01", envers="RISQ")],
        "› envers : trouvé « RISQ » ; attendu : la même organisation que dans « E-01 »",
    ),
    "se remplace par détour": (
        [signe(remplace="E-02"), signe(code="E-02", remplace="E-01")],
        "un engagement ne se remplace pas lui-même",
    ),
    "signature d'une autre": (
        [engagement(signatures=[SIGNATURES[0] | {"organisation": "RISQ"}])],
        "› signatures[1] › organisation : seules la partie et l'organisation",
    ),
    "signature deux fois": (
        [engagement(signatures=[SIGNATURES[0], SIGNATURES[0]])],
        "› signatures[2] › organisation : trouvé « SDE » deux fois",
    ),
    "signature à venir": (
        [engagement(signatures=[SIGNATURES[0] | {"le": DEMAIN}])],
        f"› signatures[1] › le : trouvé le {DEMAIN} ; attendu : une date passée",
    ),
    "déclaration avant la signature": (
        [declare(AVANCE | {"le": "2026-01-19"})],
        "› declarations[1] › le : trouvé le 2026-01-19 ; attendu : pas avant la dernière signature",
    ),
    "déclaration muette": ([declare(AVANCE | {"texte": ""})], "› declarations[1] › texte : la clé « texte »"),
    "vérification par la partie": (
        [verifie(CONFIRMEE | {"organisation": "SDE"})],
        "› verifications[1] › organisation : trouvé « SDE », la partie engagée",
    ),
    "vérification par une inconnue du sujet": (
        [verifie(CONFIRMEE | {"organisation": "RISQ"})],
        "trouvé « RISQ » ; attendu : l'organisation envers qui",
    ),
    "vérification trop tôt": ([verifie(CONFIRMEE | {"le": "2026-03-01"})], "pas avant ce qu'elle vérifie"),
    "contestation muette": ([verifie(CONTESTEE | {"texte": ""})], "elle dit ce qui est contesté"),
    "réponse sans contestation": (
        [verifie(CONFIRMEE | {"reponse": {"texte": "Oui.", "le": "2026-06-12"}})],
        "on ne répond qu'à une vérification « contestee »",
    ),
    "réponse trop tôt": (
        [verifie(CONTESTEE | {"reponse": {"texte": "Non.", "le": "2026-06-01"}})],
        "› reponse › le : trouvé le 2026-06-01 ; attendu : pas avant la contestation",
    ),
    # --- the state told against the acts told
    "brouillon signé": (
        [engagement(etat="brouillon", signatures=SIGNATURES[:1])],
        "› signatures : un brouillon n'a ni signature",
    ),
    "proposé, signé par les deux": (
        [engagement(signatures=SIGNATURES)],
        "› etat : les deux parties ont signé",
    ),
    "signé par une seule": (
        [signe(signatures=SIGNATURES[:1])],
        "› etat : trouvé « signe » ; il manque la signature de CESIM.",
    ),
    "signé par personne": ([signe(signatures=None)], "il manque la signature de SDE et CESIM."),
    "déclaré avant de signer": (
        [engagement(signatures=SIGNATURES[:1], declarations=[AVANCE])],
        "› declarations : rien ne se déclare ni ne se dépose avant la signature de CESIM.",
    ),
    "signé qui avance": (
        [en_cours(etat="signe")],
        "› etat : une déclaration dit plus que « rien_a_signaler »",
    ),
    "en cours sans nouvelle": ([signe(etat="en_cours")], "› etat : trouvé « en_cours » ; attendu : d'abord"),
    "tenu sans le dire": ([en_cours(etat="tenu")], "il y manque une déclaration « tenu »"),
    "tenu sans vérification": ([declare(TENU, etat="tenu")], "n'est confirmée par personne"),
    "tenu et contesté": (
        [declare(TENU | {"verifications": [CONTESTEE]}, etat="tenu")],
        "› etat : trouvé « tenu », mais la dernière déclaration « tenu » est contestée",
    ),
    "confirmé mais en cours": ([tenu(etat="en_cours")], "une déclaration « tenu » est confirmée"),
    "non tenu sans motif": (
        [en_cours(etat="non_tenu")],
        "la clé « motif » manque ; elle dit pourquoi l'engagement est « non_tenu ».",
    ),
    "non tenu jamais signé": (
        [engagement(etat="non_tenu", motif="x")],
        "il manque la signature de SDE et CESIM",
    ),
    "retiré sans motif": ([engagement(etat="retire")], "la clé « motif » manque"),
    # --- evidence
    "preuve sans source": ([prouve({})], "› preuves[1] : attendu : « adresse » ou « fichier »"),
    "preuve à deux sources": (
        [prouve({"adresse": "https://exemple.org/a", "fichier": "a.pdf"})],
        "› preuves[1] : attendu : « adresse » ou « fichier »",
    ),
    "adresse sans https": ([prouve({"adresse": "ftp://exemple.org/a"})], "› preuves[1] › adresse : trouvé"),
    "fichier absent": (
        [prouve({"fichier": "absent.pdf"})],
        "ce fichier n'existe pas dans le dossier du plan.",
    ),
    "fichier absent, attendu": (
        [prouve({"fichier": "absent.pdf", "empreinte": "ab" * 32})],
        "déposez-y le fichier dont l'empreinte est abababababab…",
    ),
    "fichier d'un autre": (
        [prouve({"fichier": "bilan.pdf", "empreinte": "ab" * 32})],
        "› preuves[1] › empreinte : l'empreinte de « bilan.pdf » est",
    ),
    "fichier hors du dossier": (
        [prouve({"fichier": "../bilan.pdf"})],
        "attendu : un chemin relatif, dans le",
    ),
    "chemin absolu": ([prouve({"fichier": "/etc/hostname"})], "attendu : un chemin relatif, dans le dossier"),
    "lien qui s'échappe": ([prouve({"fichier": "lien.pdf"})], "attendu : un chemin relatif, dans le dossier"),
    "fichier d'un type refusé": (
        [prouve({"fichier": "page.pdf"})],
        "› preuves[1] › fichier : trouvé « page.pdf » ; refusé : Ce type de fichier n'est pas accepté",
    ),
    "dossier": ([prouve({"fichier": "dossier"})], "ce fichier n'existe pas dans le dossier du plan."),
    "empreinte d'une adresse": (
        [prouve({"adresse": "https://exemple.org/a", "empreinte": "ab" * 32})],
        "une empreinte va avec « fichier »",
    ),
    "déclaration qui n'existe pas": (
        [prouve({"adresse": "https://exemple.org/a", "declaration": 2})],
        "› declaration : trouvé le nombre 2 ; attendu : le rang d'une déclaration (il y en a 1)",
    ),
    "corrige ce qui suit": (
        [prouve({"adresse": "https://exemple.org/a", "corrige": 1})],
        "› corrige : trouvé le nombre 1 ; attendu : le rang d'une preuve qui précède (il y en a 0)",
    ),
}


@pytest.fixture
def dossier(tmp_path):
    """The folder of a plan file, with files beside it and one outside."""
    plan = tmp_path / "plan"
    (plan / "dossier").mkdir(parents=True)
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    (plan / "bilan.pdf").write_bytes(PDF)
    (plan / "page.pdf").write_bytes(b"<html><script>alert(1)</script></html>")
    (plan / "lien.pdf").symlink_to(tmp_path / "bilan.pdf")
    return plan


@pytest.mark.parametrize(("dits", "attendu"), REFUS.values(), ids=REFUS.keys())
def test_the_file_is_refused_with_its_place_and_nothing_is_written(dossier, dits, attendu):
    message = refus(ecrire(dossier, avec(*dits)))
    assert attendu in message
    assert re.search(r"ligne \d+ · engagements", message)
    assert not Plan.objects.exists()


def test_every_error_is_told_at_once(dossier):
    message = refus(ecrire(dossier, avec(engagement(partie="X", envers="Y"), signe(code="E-02", nature="z"))))
    assert "3 erreurs ; rien n'a été écrit." in message


def test_something_else_than_a_list_is_refused(dossier):
    message = refus(ecrire(dossier, avec() | {"engagements": {"E-01": 1}}))
    assert "engagements : trouvé un groupe de clés ; attendu : une liste" in message


def test_an_unknown_key_and_a_useless_reason_are_warnings(dossier):
    _, erreurs = charger(ecrire(dossier, avec(engagement(titre="x", motif="y"))))
    assert "engagements[1] « E-01 » › titre : clé inconnue, ignorée" in erreurs
    assert "un état « propose » n'a pas de motif : il est ignoré." in erreurs


# --- against what the database holds ---------------------------------------------------------------------

FIGE = (
    "le texte de l'engagement E-01 est proposé ou signé : il ne se modifie plus; inscrivez une nouvelle "
    "version avec « remplace »"
)


@pytest.mark.parametrize("dit", [engagement, signe, tenu], ids=["proposé", "signé", "tenu"])
@pytest.mark.parametrize(
    ("cle", "valeur"),
    [
        ("partie", "RISQ"),
        ("envers", "RISQ"),
        ("titre_fr", "Autre titre"),
        ("texte_fr", "Autre texte."),
        ("nature", "achat"),
        ("echeance", "2027-01-01"),
        ("montant_cad", 5),
        ("condition", "Si…"),
        ("remplace", "E-00"),
    ],
)
def test_a_frozen_text_that_the_file_changes_is_refused_at_its_place(dossier, dit, cle, valeur):
    ancien = signe(code="E-00")
    charger(ecrire(dossier, avec(ancien, dit())))
    message = refus(ecrire(dossier, avec(ancien, dit(**{cle: valeur}))))
    assert f"engagements[2] « E-01 » › {cle} : {FIGE}" in message


@pytest.mark.parametrize(
    ("apres", "attendu"),
    [
        (
            tenu(signatures=[SIGNATURES[0] | {"fonction": "Direction adjointe"}, SIGNATURES[1]]),
            "› fonction : trouvé « Direction adjointe » ; la base contient déjà « Direction du service »",
        ),
        (
            tenu(declarations=[AVANCE | {"texte": "Autre chose."}, TENU | {"verifications": [CONFIRMEE]}]),
            "› declarations[1] › texte : trouvé « Autre chose. » ; la base contient déjà",
        ),
        (
            tenu(declarations=[AVANCE, TENU | {"verifications": [CONTESTEE]}], etat="en_cours"),
            "› verifications[1] › verdict : trouvé « contestee » ; la base contient déjà « confirmee »",
        ),
        (
            tenu(preuves=[PREUVE | {"adresse": "https://exemple.org/a", "titre": "Autre"}]),
            "› preuves[1] › titre : trouvé « Autre » ; la base contient déjà « Bilan »",
        ),
        (
            tenu(declarations=[AVANCE, TENU | {"verifications": [CONFIRMEE]}, AVANCE | {"le": "2026-07-01"}]),
            "› declarations[3] : l'engagement E-01 est « tenu » dans la base",
        ),
        (
            tenu(etat="retire", motif="x"),
            "› etat : trouvé « retire » ; cet état ne peut pas suivre « tenu », celui de la base.",
        ),
    ],
    ids=["signature", "déclaration", "vérification", "preuve", "déclaration de plus", "état"],
)
def test_what_is_written_is_never_rewritten(dossier, apres, attendu):
    charger(ecrire(dossier, avec(tenu(preuves=[PREUVE | {"adresse": "https://exemple.org/a"}]))))
    assert attendu in refus(ecrire(dossier, avec(apres)))
    assert Engagement.objects.get().etat == "tenu"
    assert Declaration.objects.count() == 2


def test_an_archived_commitment_receives_nothing_more(dossier):
    dits = [en_cours(), signe(code="E-02", remplace="E-01")]
    charger(ecrire(dossier, avec(*dits)), "--publier")
    dits[0] = declare(AVANCE, AVANCE | {"le": "2026-08-01"})
    assert "l'engagement E-01 est archivé" in refus(ecrire(dossier, avec(*dits)))


def test_a_withdrawn_commitment_receives_neither_signature_nor_evidence(dossier):
    charger(ecrire(dossier, avec(en_cours(etat="retire", motif="x"))))
    message = refus(
        ecrire(
            dossier,
            avec(en_cours(etat="retire", motif="x", preuves=[PREUVE | {"adresse": "https://exemple.org/a"}])),
        )
    )
    assert "est « retire » dans la base : il ne reçoit plus de preuve" in message


# --- other ways in ---------------------------------------------------------------------------------------


def test_a_sheet_of_commitments_is_said_to_come_by_yaml_only(tmp_path):
    import openpyxl

    from tests.actions.plan_d_essai import PLAN

    classeur = openpyxl.Workbook()
    feuilles = {
        "meta": [["titre"], [PLAN["meta"]["titre"]]],
        "axes": [["code", "titre_fr"], ["A1", "Soutien"]],
        "organisations": [["id", "nom", "nature"], ["SDE", "Service", "service_central"]],
        "actions": [
            ["code", "axe", "titre_fr", "responsable", "statut"],
            ["a", "A1", "T", "SDE", "en_cours"],
        ],
        "engagements": [["code"], ["E-01"]],
    }
    for nom, lignes in feuilles.items():
        feuille = classeur.create_sheet(nom)
        for ligne in lignes:
            feuille.append(ligne)
    del classeur["Sheet"]
    classeur.save(tmp_path / "plan.xlsx")
    _, erreurs = charger(tmp_path / "plan.xlsx")
    assert "feuille « engagements » : feuille ignorée : cette partie ne s'écrit qu'en YAML." in erreurs


def test_the_documentation_names_every_key_of_a_commitment():
    documentation = (Path(settings.RACINE) / "docs" / "format-du-plan.md").read_text()
    groupes = [v for nom, v in vars(schema_des_engagements).items() if nom.isupper() and isinstance(v, dict)]
    cles = {cle for groupe in groupes for cle in groupe}
    assert len(cles) > 30
    assert not {cle for cle in cles if f"`{cle}`" not in documentation}


def test_the_same_address_is_not_evidence_twice(tmp_path):
    preuves = [PREUVE, PREUVE | {"titre": "Autre titre"}]
    preuves = [p | {"adresse": "https://exemple.org/bilan"} for p in preuves]
    assert "déjà au dossier" in refus(ecrire(tmp_path, avec(tenu(preuves=preuves))))


def test_the_same_file_is_not_evidence_twice_but_to_correct_what_is_said_of_it(dossier):
    preuves = [PREUVE | {"fichier": "bilan.pdf"}, PREUVE | {"fichier": "bilan.pdf", "titre": "Autre titre"}]
    assert "déjà au dossier" in refus(ecrire(dossier, avec(tenu(preuves=preuves))))
    assert not Engagement.objects.exists()
    preuves[1]["corrige"] = 1
    charger(ecrire(dossier, avec(tenu(preuves=preuves))))
    assert Engagement.objects.get().nb_preuves == 1
