"""A file that was withdrawn for cause comes back by no door, and its name is not that of a withdrawal."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from actions.models import Indicateur
from actions.models.image import Image
from engagements.models import Acteur
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.depots import examiner
from partenariat.retraits.ailleurs import se_lisent_encore
from tests.documents import PDF, joindre
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    IndicateurFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return ActionFactory(publiee=True, plan__actif=True)


def deposer(action):
    engagement = EngagementFactory(plan=action.plan, signe=True)
    depot = examiner(ContentFile(PDF, "bilan.pdf"))
    return engagement.deposer(Acteur(engagement.partie), type_="rapport", titre="Bilan", source=depot)


PORTES = {"un document": joindre, "une preuve": deposer}


@pytest.mark.parametrize("ensuite", PORTES)
@pytest.mark.parametrize("premier", PORTES)
def test_what_was_withdrawn_of_one_kind_is_refused_of_each(action, premier, ensuite):
    retrait = retirer(PORTES[premier](action), champ="fichier")
    assert Image.revient(retrait.empreintes["fichier"][0])
    with (
        pytest.raises((IntegrityError, TransitionRefusee), match="retiré du site"),
        transaction.atomic(),
    ):
        PORTES[ensuite](action)


def test_the_form_of_evidence_says_so_at_its_field(action, client_de):
    retirer(joindre(action), champ="fichier")
    engagement = EngagementFactory(plan=action.plan, signe=True)
    client = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))
    saisie = {"type": "rapport", "titre": "Bilan", "fichier": SimpleUploadedFile("bilan.pdf", PDF)}
    reponse = client.post(f"/espace/engagements/{engagement.pk}/preuves/", saisie)
    assert reponse.status_code == 200
    assert "Ce fichier a été retiré du site" in texte(reponse)
    assert not engagement.preuves.exists()


def test_the_same_bytes_of_another_kind_are_told_to_whoever_asks(action):
    document, preuve = joindre(action), deposer(action)
    retrait = retirer(document, champ="fichier")
    assert any(preuve.engagement.code in quoi for quoi, _ou in se_lisent_encore(retrait))


def test_a_name_does_not_pass_for_a_withdrawal(action):
    document = joindre(action, nom="[retiré du site le 3 mars 2026].pdf")
    assert document.nom_fichier == "retiré du site le 3 mars 2026].pdf"
    assert not document.retiree


@pytest.mark.parametrize("champ", ["cible", "reference"])
@pytest.mark.parametrize(
    ("annee", "prise"), [(0, False), (1899, False), (1900, True), (2200, True), (2201, False)]
)
def test_a_year_is_one(action, champ, annee, prise):
    """The desk makes a day of it."""
    indicateur = IndicateurFactory(action=action)

    def ecrire():
        dits = {f"{champ}_annee": annee, f"{champ}_valeur": 1}
        Indicateur.objects.filter(pk=indicateur.pk).update(**dits)

    if prise:
        ecrire()
        return
    with pytest.raises(IntegrityError, match=f"indicateur_{champ}_annee_possible"), transaction.atomic():
        ecrire()
