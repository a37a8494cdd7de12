"""What PostgreSQL refuses of evidence: a correction of another, the same file twice, what is neither."""

import hashlib
from types import SimpleNamespace

import pytest

from engagements.models import Preuve
from tests.engagements.test_gardes import refuse
from tests.factories import DeclarationFactory, EngagementFactory, PreuveFactory

pytestmark = pytest.mark.django_db


def test_evidence_corrects_only_its_own():
    preuve, autre = PreuveFactory(), PreuveFactory()
    refuse("preuve_corrige_la_sienne", lambda: PreuveFactory(engagement=preuve.engagement, corrige=autre))
    refuse(
        "preuve_declaration_du_meme",
        lambda: PreuveFactory(engagement=preuve.engagement, declaration=DeclarationFactory()),
    )
    refuse("preuve_hors_cours", lambda: PreuveFactory(engagement=EngagementFactory()))


def piece(engagement, contenu: str, **dites) -> Preuve:
    """A file of this content, as its row says it."""
    return PreuveFactory(
        engagement=engagement,
        adresse="",
        fichier=f"preuves/{contenu}.pdf",
        nom_fichier="bilan.pdf",
        type_media="application/pdf",
        taille=10,
        empreinte=hashlib.sha256(contenu.encode()).hexdigest(),
        **dites,
    )


def test_the_same_file_is_not_evidence_twice_but_for_a_correction_of_itself():
    engagement = EngagementFactory(signe=True)
    premiere = piece(engagement, "un")
    refuse("preuve_deja_au_dossier", lambda: piece(engagement, "un"))
    piece(EngagementFactory(signe=True), "un")
    autre = piece(engagement, "deux")
    # A correction brings in no file that another piece already holds.
    refuse("preuve_deja_au_dossier", lambda: piece(engagement, "un", corrige=autre))
    seconde = piece(engagement, "un", titre="Le bon titre", corrige=premiere)
    troisieme = piece(engagement, "un", titre="Le meilleur titre", corrige=seconde)
    depot = SimpleNamespace(empreinte=premiere.empreinte)
    assert engagement.deja_au_dossier(depot)
    assert engagement.deja_au_dossier(depot, autre)
    assert not engagement.deja_au_dossier(depot, troisieme)
    assert not engagement.deja_au_dossier(SimpleNamespace(empreinte="0" * 64))


def test_the_same_address_is_not_evidence_twice_but_for_a_correction_of_itself():
    engagement, adresse = EngagementFactory(signe=True), "https://exemple.test/bilan"
    premiere = PreuveFactory(engagement=engagement, adresse=adresse)
    refuse("preuve_deja_au_dossier", lambda: PreuveFactory(engagement=engagement, adresse=adresse))
    PreuveFactory(engagement=EngagementFactory(signe=True), adresse=adresse)
    autre = PreuveFactory(engagement=engagement, adresse=f"{adresse}/2")
    refuse(
        "preuve_deja_au_dossier", lambda: PreuveFactory(engagement=engagement, adresse=adresse, corrige=autre)
    )
    seconde = PreuveFactory(engagement=engagement, adresse=adresse, titre="Le bon titre", corrige=premiere)
    assert engagement.deja_au_dossier(adresse)
    assert engagement.deja_au_dossier(adresse, autre)
    assert not engagement.deja_au_dossier(adresse, seconde)
    assert not engagement.deja_au_dossier(f"{adresse}/3")


def test_evidence_is_a_file_or_an_address():
    refuse("preuve_fichier_ou_adresse", lambda: PreuveFactory(adresse=""))
    refuse("preuve_adresse_sure", lambda: PreuveFactory(adresse="javascript:alert(1)"))


# --- Links -----------------------------------------------------------------------------------------------
