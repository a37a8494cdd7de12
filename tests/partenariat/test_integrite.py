"""`verifier_integrite` names what no longer holds: files, history, frozen texts."""

import os
import time
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models

from actions.models import Nouvelle
from comite.models import Dossier
from engagements.models import Signature
from partenariat.donnees.empreintes import empreinte_fichier
from partenariat.histoire.integrite import verifier
from partenariat.models import Organisation
from partenariat.retraits import sql as retraits
from partenariat.sauvegarde import depots as fichiers
from tests.factories.actions import NouvelleFactory
from tests.factories.comite import DossierFactory
from tests.factories.engagements import PreuveFactory, SignatureFactory
from tests.factories.partenariat import OrganisationFactory
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


def fautes(titre: str) -> list[str]:
    return dict(verifier())[titre]


def executer(requete: str, *valeurs) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(requete, valeurs)


def endormir(modele) -> None:
    executer(f"ALTER TABLE {modele._meta.db_table} DISABLE TRIGGER USER")


@pytest.fixture
def depots(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "depots"
    return settings.MEDIA_ROOT


@pytest.fixture
def preuve(depots):
    fichier = ContentFile(b"%PDF-1.7", name="rapport.pdf")
    return PreuveFactory(
        adresse="",
        fichier=fichier,
        nom_fichier="rapport.pdf",
        type_media="application/pdf",
        taille=8,
        empreinte=empreinte_fichier(fichier),
    )


# --- Files --------------------------------------------------------------------------------------------------


def test_a_file_in_its_place_is_well(preuve):
    assert fautes("Fichiers déposés") == []
    assert fautes("Fichiers orphelins") == []


@pytest.mark.parametrize("comment", ["altéré", "absent"])
def test_a_file_that_is_not_what_was_deposited_is_named(preuve, depots, comment):
    chemin = depots / preuve.fichier.name
    chemin.unlink() if comment == "absent" else chemin.write_bytes(b"%PDF-1.8")
    assert fautes("Fichiers déposés") == [
        f"{preuve.fichier.name} (engagements.Preuve {preuve.pk}) : {comment}"
    ]


@pytest.mark.parametrize(
    ("nom", "age", "nomme"),
    [
        ("ab/perdu.pdf", 7200, True),
        ("ab/perdu.pdf", 60, False),
        (".avant-restauration-20260101T000000Z/ab/perdu.pdf", 7200, False),
    ],
    ids=["sans ligne", "qui vient d'arriver", "mis de côté"],
)
def test_a_file_that_no_row_names_is_named(preuve, depots, nom, age, nomme):
    (depots / nom).parent.mkdir(parents=True, exist_ok=True)
    (depots / nom).write_bytes(b"x")
    quand = time.time() - age
    os.utime(depots / nom, (quand, quand))
    assert fautes("Fichiers orphelins") == ([nom] if nomme else [])


def test_every_file_that_people_hand_in_has_its_fingerprint_beside_it():
    """But in history, which repeats the row's."""
    from partenariat.histoire.evenements import Evenement

    for modele, champ in fichiers.champs():
        if not issubclass(modele, Evenement):
            assert isinstance(modele._meta.get_field(modele.EMPREINTES[champ.name]), models.CharField)


# --- History ------------------------------------------------------------------------------------------------


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    for nom in ("Deux", "Trois"):
        Organisation.objects.filter(pk=organisation.pk).update(nom=nom)
    return organisation


def test_a_history_that_tells_one_story_is_well(organisation):
    autre = OrganisationFactory()
    Organisation.objects.filter(pk=autre.pk).delete()
    assert fautes("Histoire") == []


PREMIER = "pgh_id = (SELECT min(pgh_id) FROM partenariat_organisationevent)"
COURANT = "remplace_le IS NULL"


def changer(quoi: str, ou: str) -> str:
    return f"UPDATE partenariat_organisationevent SET {quoi} WHERE {ou}"


@pytest.mark.parametrize(
    ("requete", "faute"),
    [
        (changer("remplace_le = remplace_le + interval '1 day'", PREMIER), "ne se suivent pas"),
        (changer("pgh_created_at = pgh_created_at + interval '1 day'", COURANT), "ne se suivent pas"),
        (changer("nom = 'Quatre'", COURANT), "dernier événement"),
        (f"DELETE FROM partenariat_organisationevent WHERE {COURANT}", "dernier événement"),
        ("UPDATE partenariat_organisation SET nom = 'Quatre'", "dernier événement"),
        ("DELETE FROM partenariat_organisation", "dernier événement"),
    ],
    ids=["chevauchement", "trou", "réécrit", "perdu", "ligne sans événement", "ligne disparue"],
)
def test_a_history_that_was_touched_is_named(organisation, requete, faute):
    endormir(Organisation)
    endormir(Organisation.pgh_event_model)
    executer(requete)
    (trouvee,) = fautes("Histoire")
    assert trouvee.startswith(f"partenariat.Organisation {organisation.pk} : ")
    assert faute in trouvee


def test_a_past_that_lost_its_mask_is_named_and_masked_again_by_the_next_upgrade():
    nouvelle = NouvelleFactory(texte="Zirconium")
    retirer(nouvelle)
    endormir(Nouvelle.pgh_event_model)
    executer("UPDATE actions_nouvelleevent SET mots_retires = NULL")
    assert fautes("Passé de ce qui est retiré") == [
        f"actions.Nouvelle {nouvelle.pk} : son passé se lit encore"
    ]
    executer(retraits.marquer_tout())
    assert fautes("Passé de ce qui est retiré") == []


# --- Frozen texts -------------------------------------------------------------------------------------------


def test_a_signature_under_another_text_is_named():
    signature = SignatureFactory()
    assert fautes("Textes signés ou refusés") == []
    endormir(Signature)
    executer("UPDATE engagements_signature SET empreinte = repeat('0', 64)")
    assert fautes("Textes signés ou refusés") == [f"signature : {signature}"]


@pytest.mark.parametrize("champ", ["pdf", "donnees"])
def test_a_packet_whose_bytes_changed_is_named(champ):
    pdf, donnees = b"%PDF-1.7", "{}"
    dossier = DossierFactory(
        pdf=pdf,
        empreinte=sha256(pdf).hexdigest(),
        donnees=donnees,
        empreinte_donnees=sha256(donnees.encode()).hexdigest(),
    )
    assert fautes("Dossiers figés") == []
    endormir(Dossier)
    executer(f"UPDATE comite_dossier SET {champ} = %s", b"autre" if champ == "pdf" else "autre")
    assert fautes("Dossiers figés") == [str(dossier)]
