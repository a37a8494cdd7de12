"""What commitments add to « Ce qui a changé » on the home page."""

import pytest

from actions.derniers_faits import GENRES, derniers_faits
from engagements.models import Engagement
from tests.factories import (
    DeclarationFactory,
    EngagementFactory,
    PreuveFactory,
    ReponseFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.passe import reculer
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


def dits(plan) -> list[tuple[str, str, str]]:
    return [(fait.fait.dit.replace("\u00a0", " "), fait.page, fait.code) for fait in derniers_faits(plan)]


def _declarer(engagement, **champs):
    return DeclarationFactory(engagement=engagement, organisation=engagement.partie, **champs)


def _verifier(engagement, **champs):
    return VerificationFactory(declaration=_declarer(engagement), **champs)


def _verifier_la_preuve(engagement, **champs):
    preuve = PreuveFactory(engagement=engagement, titre="Bail")
    return VerificationFactory(declaration=None, preuve=preuve, **champs)


# By kind: what is done, how the home page heads it, and what the page of the commitment says of it.
GESTES = {
    "déclaration": (
        lambda e: _declarer(e, genre="avance", texte="Les travaux avancent."),
        "Déclaration : ",
        "Les travaux avancent.",
    ),
    "preuve": (lambda e: PreuveFactory(engagement=e, titre="Bail"), "Preuve déposée : Bail", "Bail"),
    "vérification": (_verifier, "Vérification : Confirmée", "Confirme"),
    "preuve vérifiée": (_verifier_la_preuve, "Preuve confirmée : Bail", "Confirme"),
    "réponse": (
        lambda e: ReponseFactory(verification=_verifier(e, contestee=True), texte="Il ouvre en mai."),
        "Réponse",
        "Il ouvre en mai.",
    ),
    "passage": (
        lambda e: e.constater(UtilisateurFactory(coordination=True), "non_tenu", "Le local est vendu."),
        "Engagement : En cours → Non tenu",
        "Le local est vendu.",
    ),
    "signature": (lambda _e: None, "Signature : ", "Signature"),
    "retrait d'un engagement": (
        lambda e: retirer(e.signatures.first()),
        "Retiré pour cause : Signature du ",
        "[retiré du site le ",
    ),
    "engagement archivé": (
        lambda e: e.archiver(UtilisateurFactory(coordination=True)),
        "Engagement archivé",
        "archivé",
    ),
    "engagement publié": (lambda _e: reculer(2), "Engagement publié", "Publié le"),
}


def test_every_kind_of_fact_of_a_commitment_is_walked_below():
    assert {nom for nom, genre in GENRES.items() if genre.page == "engagement"} == GESTES.keys()


CAS = [
    pytest.param(*cas, public, id=f"{nom}-{'public' if public else 'aux parties'}")
    for nom, cas in GESTES.items()
    for public in (True, False)
    # Only what is public is archived.
    if public or nom != "engagement archivé"
]


@pytest.mark.parametrize(("geste", "tete", "ici", "public"), CAS)
def test_an_act_on_a_public_commitment_is_a_fact_of_the_plan_and_of_its_page(
    client, geste, tete, ici, public
):
    engagement = EngagementFactory(plan__actif=True, en_cours=True, publie=public, aux_parties=not public)
    geste(engagement)
    faits = dits(engagement.plan)
    assert any(dit.startswith(tete) for dit, _page, _code in faits) == public
    if public:
        assert {(page, code) for _dit, page, code in faits} == {("engagement", engagement.code)}
        assert f'href="{engagement.get_absolute_url()}"' in client.get("/").content.decode()
        assert ici in client.get(engagement.get_absolute_url()).content.decode()
    else:
        assert faits == []


def test_evidence_that_is_contested_is_told_so():
    engagement = EngagementFactory(en_cours=True, publie=True)
    _verifier_la_preuve(engagement, contestee=True)
    assert ("Preuve contestée : Bail", "engagement", engagement.code) in dits(engagement.plan)


def test_a_change_of_state_is_headed_by_the_two_states():
    engagement = EngagementFactory(signe=True, publie=True)
    assert ("Engagement : Proposé → Signé", "engagement", engagement.code) in dits(engagement.plan)


def test_a_commitment_that_comes_back_had_left():
    engagement = EngagementFactory(publie=True, signe=True)
    EngagementFactory(plan=engagement.plan, publie=True, signe=True)
    for publication in ("archivee", "publiee"):
        Engagement.objects.filter(pk=engagement.pk).update(publication=publication)
    assert [code for dit, _page, code in dits(engagement.plan) if dit == "Engagement archivé"] == [
        engagement.code
    ]
