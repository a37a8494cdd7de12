"""Correcting a piece of evidence begins from what was said of it: nothing is lost unseen."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from engagements.models import Acteur, Preuve
from partenariat.donnees.depots import examiner
from tests.factories import EngagementFactory
from tests.formulaires import lire_celui

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def deposer(plan, organisme, ville):
    """The address where `organisme` files evidence of what it promised."""
    engagement = EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)
    return engagement, f"/espace/engagements/{engagement.pk}/preuves/"


@pytest.mark.parametrize("source", ["fichier", "adresse"])
def test_correcting_begins_from_what_was_said(source, deposer, organisme, partenaire, client_de):
    (engagement, page), client = deposer, client_de(partenaire)
    piece = examiner(ContentFile(PDF, "avis.pdf")) if source == "fichier" else "https://exemple.ca/avis"
    dit = {"type_": "rapport", "titre": "Avis final", "date": date(2026, 1, 20)}
    preuve = engagement.deposer(Acteur(organisme), source=piece, **dit)
    adresse = f"{page}?corrige={preuve.pk}"
    lue = client.get(adresse)
    champs = lire_celui(lue, 'name="titre"')
    dits = {nom: champs[nom][0] for nom in ("type", "titre", "date", "adresse")}
    assert dits == {"type": "rapport", "titre": "Avis final", "date": "2026-01-20", "adresse": preuve.adresse}
    assert ("Le fichier est à joindre de nouveau." in lue.content.decode()) == bool(preuve.fichier)
    envoi = champs | {"titre": "Avis final, corrigé"}
    if preuve.fichier:
        envoi["fichier"] = SimpleUploadedFile("avis.pdf", PDF + b"bis")
    client.post(adresse, envoi)
    corrigee = Preuve.objects.get(corrige=preuve)
    assert (corrigee.date, corrigee.type, corrigee.adresse) == (preuve.date, "rapport", preuve.adresse)


def test_filing_another_piece_begins_from_nothing(deposer, partenaire, client_de):
    champs = lire_celui(client_de(partenaire).get(deposer[1]), 'name="titre"')
    assert (champs["titre"], champs["date"], champs["adresse"]) == ([""], [""], [""])
