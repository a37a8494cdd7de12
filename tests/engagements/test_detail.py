"""The page of one commitment, its exact text, the files of its evidence."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.differences import comparaison
from engagements.models.etats import Verdict
from partenariat.donnees.depots import examiner
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    OrganisationFactory,
    PreuveFactory,
    ReponseFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.reponses import corps, sans_la_demande

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def engagement(plan, ville, organisme):
    return EngagementFactory(
        plan=plan,
        code="E-1",
        partie=organisme,
        envers=ville,
        titre="Former trente personnes",
        texte="Former trente personnes par année.\n\nPublier un bilan.",
        publie=True,
        signe=True,
    )


@pytest.fixture
def page(client):
    def lire(suite: str = "") -> str:
        return client.get(f"/plans/actif/engagements/E-1/{suite}").content.decode()

    return lire


def test_the_two_sides_stand_face_to_face(engagement, plan, ville, organisme, page):
    retour = EngagementFactory(
        plan=plan, code="E-2", partie=ville, envers=organisme, titre="Prêter une salle", publie=True
    )
    engagement.contreparties.add(retour)
    texte = page()
    assert texte.index("Former trente personnes par année.") < texte.index("promet en retour")
    assert "en retour, Service de l&#x27;habitation : Prêter une salle." in texte
    assert "Sans contrepartie" not in texte
    assert "/plans/actif/engagements/E-2/" in texte


def test_a_promise_without_a_return_says_so(engagement, page):
    assert "Sans contrepartie" in page()


def test_an_unpublished_counterpart_or_action_stays_unknown(engagement, plan, ville, organisme, page):
    avant = page()
    retour = EngagementFactory(plan=plan, partie=ville, envers=organisme, titre="Salle", aux_parties=True)
    engagement.contreparties.add(retour)
    engagement.actions.add(ActionFactory(plan=plan, titre="Action secrète"))
    assert page() == avant


def test_without_evidence_it_says_so_aloud(engagement, page):
    assert "Sans preuve." in page()
    PreuveFactory(engagement=engagement, titre="Bilan 2026")
    texte = page()
    assert "Sans preuve." not in texte
    assert "Bilan 2026" in texte
    assert "Pas encore vérifiée" in texte


def test_what_was_said_stands_in_order_with_the_right_of_reply(engagement, page):
    declaration = DeclarationFactory(engagement=engagement, texte="Trente personnes formées.")
    verification = VerificationFactory(
        declaration=declaration, verdict=Verdict.CONTESTEE, texte="Vingt seulement."
    )
    ReponseFactory(verification=verification, texte="Dix de plus en décembre.")
    DeclarationFactory(engagement=engagement, texte="Les dix y sont.")
    texte = page()
    suite = ["Trente personnes formées.", "Vingt seulement.", "Dix de plus en décembre.", "Les dix y sont."]
    places = [texte.index(dit) for dit in suite]
    assert places == sorted(places)


def test_a_corrected_piece_of_evidence_stays_and_points_to_the_new_one(engagement, page):
    ancienne = PreuveFactory(engagement=engagement, titre="Bilan fautif")
    nouvelle = PreuveFactory(engagement=engagement, titre="Bilan corrigé", corrige=ancienne)
    texte = page()
    assert "Bilan fautif" in texte
    assert f'href="#preuve-{nouvelle.pk}"' in texte


def test_the_accounts_of_those_who_acted_are_never_shown(engagement, partenaire, page):
    DeclarationFactory(engagement=engagement, par=partenaire)
    assert partenaire.last_name not in page()


def test_the_exact_text_has_the_fingerprint_that_the_page_shows(engagement, client, page):
    reponse = client.get("/plans/actif/engagements/E-1/texte.txt")
    assert reponse["Content-Type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(reponse.content).hexdigest() == engagement.empreinte
    assert engagement.empreinte in page()


@pytest.mark.parametrize("trait", [{}, {"aux_parties": True}, {"signe": True}], ids=str)
@pytest.mark.parametrize("suite", ["", "texte.txt"])
def test_an_unpublished_commitment_is_a_code_that_never_was(plan, client, trait, suite):
    EngagementFactory(plan=plan, code="E-S", **trait)
    secret, absent = (
        client.get(f"/plans/actif/engagements/E-S/{suite}"),
        client.get(f"/plans/actif/engagements/E-A/{suite}"),
    )
    assert secret.status_code == absent.status_code == 404
    assert sans_la_demande(secret) == sans_la_demande(absent)


def fichier(engagement):
    source = examiner(ContentFile(PDF, "Bilan annuel.pdf"))
    return engagement.deposer(acteur(engagement), type_="rapport", titre="Bilan", source=source)


def acteur(engagement):
    from engagements.models import Acteur

    return Acteur(engagement.partie)


def test_a_file_is_a_download_that_no_browser_runs(engagement, client):
    preuve = fichier(engagement)
    reponse = client.get(f"/plans/actif/engagements/E-1/preuves/{preuve.pk}/")
    assert corps(reponse) == PDF
    assert reponse["Content-Disposition"] == 'attachment; filename="Bilan annuel.pdf"'
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert hashlib.sha256(PDF).hexdigest() == preuve.empreinte


def test_a_file_is_reached_only_through_its_own_public_commitment(engagement, plan, client):
    secret = EngagementFactory(plan=plan, code="E-S", signe=True)
    preuve = fichier(secret)
    assert client.get(f"/plans/actif/engagements/E-S/preuves/{preuve.pk}/").status_code == 404
    assert client.get(f"/plans/actif/engagements/E-1/preuves/{preuve.pk}/").status_code == 404
    adresse = PreuveFactory(engagement=engagement)
    assert client.get(f"/plans/actif/engagements/E-1/preuves/{adresse.pk}/").status_code == 404


def test_a_superseded_text_keeps_its_page_and_shows_what_changed(
    engagement, coordination, acteur_ville, acteur_organisme, client, page
):
    nouveau = engagement.remplacer(coordination)
    nouveau.texte = "Former quarante personnes par année.\n\nPublier un bilan."
    nouveau.save()
    nouveau.proposer(coordination)
    for signataire in (acteur_ville, acteur_organisme):
        nouveau.signer(signataire, fonction="Direction", empreinte=nouveau.empreinte)
    assert "Cet engagement est archivé" not in page()
    assert client.get(f"/plans/actif/engagements/{nouveau.code}/").status_code == 404
    nouveau.publier(UtilisateurFactory(coordination=True))
    assert "Cet engagement est archivé" in page()
    assert f"/plans/actif/engagements/{nouveau.code}/" in page()
    nouvelle = client.get(f"/plans/actif/engagements/{nouveau.code}/").content.decode()
    assert "retiré\N{NO-BREAK SPACE}: </span>trente</del>" in nouvelle
    assert "ajouté\N{NO-BREAK SPACE}: </span>quarante</ins>" in nouvelle
    assert [e["code"] for e in client.get("/plans/actif/donnees/engagements.json").json()] == [nouveau.code]


@pytest.mark.parametrize("champ", ["partie", "envers"])
def test_a_new_version_says_which_party_changed(engagement, coordination, champ):
    nouveau = engagement.remplacer(coordination)
    assert comparaison(engagement, nouveau) == []
    setattr(nouveau, champ, OrganisationFactory(nom="Réseau d'essai"))
    with pytest.raises(ValidationError) as refus:
        nouveau.full_clean()
    assert champ in refus.value.message_dict
    (difference,) = comparaison(engagement, nouveau)
    assert "Réseau" in [s.texte for s in difference.segments if s.genre == "ajoute"]


def test_the_page_takes_as_many_queries_for_a_long_story_as_for_a_short_one(engagement, client, page):
    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            page()
        return len(requetes)

    def raconter():
        declaration = DeclarationFactory(engagement=engagement)
        verification = VerificationFactory(declaration=declaration, contestee=True)
        ReponseFactory(verification=verification)
        preuve = PreuveFactory(engagement=engagement)
        VerificationFactory(declaration=None, preuve=preuve, organisation=engagement.envers)
        PreuveFactory(engagement=engagement, corrige=preuve)

    raconter()
    peu = compter()
    for _ in range(6):
        raconter()
    assert compter() == peu <= 8


@pytest.mark.parametrize("prefixe", ["", "/en"])
def test_it_reads_in_both_languages(engagement, client, prefixe):
    assert client.get(f"{prefixe}/plans/actif/engagements/E-1/").status_code == 200
