"""What only the last word of a party settles, who files evidence, and when a commitment hears no more: held
by PostgreSQL against whoever writes as the web."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models.gardes import avec_motif
from engagements.models import Acteur, Declaration, Engagement, Preuve, Verification
from engagements.models.etats import Etat, Publication, TypeDePreuve, Verdict
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.adresses import memes
from tests.actions.refus import modifie, refusee
from tests.factories import (
    EngagementFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.factories.engagements import Genre, mener
from tests.passe import sans_gardes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]


def compte(organisation):
    return UtilisateurFactory(organisation=organisation)


def relu(engagement) -> Engagement:
    return Engagement.objects.get(pk=engagement.pk)


def declarer(engagement, genre=Genre.TENU) -> Declaration:
    partie = engagement.partie
    return relu(engagement).declarer(Acteur(partie, compte(partie)), genre, "Un second local est ouvert.")


def verifie(chose, organisation, verdict=Verdict.CONFIRMEE) -> Verification:
    """As SQL would: the row alone."""
    sur = "declaration" if isinstance(chose, Declaration) else "preuve"
    texte = "" if verdict == Verdict.CONFIRMEE else "Il est fermé."
    return Verification.objects.create(
        **{sur: chose}, organisation=organisation, par=compte(organisation), verdict=verdict, texte=texte
    )


def preuve(engagement, organisation=None, adresse="https://exemple.test/bilan", **dites) -> Preuve:
    organisation = organisation or engagement.partie
    return Preuve.objects.create(
        engagement=engagement, organisation=organisation, par=compte(organisation), adresse=adresse,
        type=TypeDePreuve.RAPPORT, titre="Bilan", **dites,
    )  # fmt: skip


@pytest.fixture
def a_trois():
    """Under way, with the counterpart of a third body, that may verify too."""
    engagement = EngagementFactory(publie=True)
    retour = EngagementFactory(plan=engagement.plan, partie=OrganisationFactory(), envers=engagement.partie)
    engagement.contreparties.add(retour)
    mener(engagement, Etat.EN_COURS)
    return engagement, retour.partie


# --- The last word ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("genre", [Genre.AVANCE, Genre.IMPOSSIBLE_A_EVALUER])
def test_what_was_taken_back_is_neither_confirmed_nor_kept(comme_le_web, genre):
    engagement = EngagementFactory(publie=True, en_cours=True)
    reprise = declarer(engagement)
    verifie(reprise, engagement.envers)
    autre = declarer(EngagementFactory(publie=True, en_cours=True))
    declarer(engagement, genre)
    declarer(autre.engagement, genre)
    with refusee("engagement_tenu_verifie"):
        comme_le_web(lambda: modifie(engagement, etat=Etat.TENU))
    with refusee("verification_derniere_parole"):
        comme_le_web(lambda: verifie(autre, autre.engagement.envers))
    acteur = Acteur(autre.engagement.envers, compte(autre.engagement.envers))
    autre = Declaration.objects.get(pk=autre.pk)
    assert not autre.peut_verifier(acteur)
    with pytest.raises(TransitionRefusee, match="ne se vérifie pas"):
        autre.verifier(acteur, Verdict.CONFIRMEE)
    assert relu(autre.engagement).etat == Etat.EN_COURS


def test_nothing_to_report_takes_back_nothing(comme_le_web):
    """Else a « tenu » that is public could no longer be contested."""
    engagement = EngagementFactory(publie=True, en_cours=True)
    tenue = declarer(engagement)
    rien = declarer(engagement, Genre.RIEN_A_SIGNALER)
    acteur = Acteur(engagement.envers, compte(engagement.envers))
    assert relu(engagement).a_verifier
    assert relu(engagement).attend_verification_de(acteur)
    with refusee("verification_derniere_parole"):
        comme_le_web(lambda: verifie(rien, engagement.envers))
    Declaration.objects.get(pk=tenue.pk).verifier(acteur, Verdict.CONTESTEE, "Il est fermé.")
    declarer(engagement, Genre.RIEN_A_SIGNALER)
    assert relu(engagement).conteste


def test_a_contestation_is_not_washed_away_by_saying_the_same_again(comme_le_web, a_trois):
    engagement, tiers = a_trois
    envers = Acteur(engagement.envers, compte(engagement.envers))
    declarer(engagement).verifier(envers, Verdict.CONTESTEE, "Il est fermé.")
    encore = declarer(engagement)
    assert relu(engagement).conteste
    Declaration.objects.get(pk=encore.pk).verifier(Acteur(tiers, compte(tiers)), Verdict.CONFIRMEE)
    assert (relu(engagement).etat, relu(engagement).conteste) == (Etat.EN_COURS, True)
    with refusee("engagement_tenu_verifie"):
        comme_le_web(lambda: modifie(engagement, etat=Etat.TENU))
    comme_le_web(lambda: Declaration.objects.get(pk=encore.pk).verifier(envers, Verdict.CONFIRMEE))
    assert (relu(engagement).etat, relu(engagement).conteste) == (Etat.TENU, False)


def test_a_third_body_does_not_keep_again_what_was_reopened(comme_le_web, a_trois):
    engagement, tiers = a_trois
    declaration = declarer(engagement)
    declaration.verifier(Acteur(engagement.envers, compte(engagement.envers)), Verdict.CONFIRMEE)
    relu(engagement).rouvrir(UtilisateurFactory(coordination=True), "Le local a fermé.")
    declaration = Declaration.objects.get(pk=declaration.pk)
    assert not declaration.peut_verifier(Acteur(tiers, compte(tiers)))
    with refusee("verification_derniere_parole"):
        comme_le_web(lambda: verifie(declaration, tiers))
    encore = declarer(engagement)
    encore.verifier(Acteur(tiers, compte(tiers)), Verdict.CONFIRMEE)
    assert relu(engagement).etat == Etat.TENU


def test_what_the_coordination_held_unkept_by_mistake_may_still_be_confirmed():
    engagement = EngagementFactory(publie=True, en_cours=True)
    declaration, coordination = declarer(engagement), UtilisateurFactory(coordination=True)
    relu(engagement).constater(coordination, Etat.NON_TENU, "Aucun local n'a ouvert.")
    assert not Declaration.objects.get(pk=declaration.pk).peut_verifier(Acteur(engagement.envers))
    relu(engagement).rouvrir(coordination, "Le local était ouvert.")
    Declaration.objects.get(pk=declaration.pk).verifier(Acteur(engagement.envers), Verdict.CONFIRMEE)
    assert relu(engagement).etat == Etat.TENU


def test_a_second_body_may_contest_before_it_is_kept(a_trois):
    engagement, tiers = a_trois
    declaration = declarer(engagement)
    declaration.verifier(Acteur(tiers, compte(tiers)), Verdict.CONTESTEE, "Il est fermé.")
    declaration = Declaration.objects.get(pk=declaration.pk)
    declaration.verifier(Acteur(engagement.envers, compte(engagement.envers)), Verdict.CONFIRMEE)
    assert relu(engagement).etat == Etat.EN_COURS


@pytest.mark.parametrize("dernier", [Verdict.CONFIRMEE, Verdict.CONTESTEE])
def test_what_one_confirms_and_another_contests_may_still_be_verified_by_a_third(
    comme_le_web, a_trois, dernier
):
    engagement, tiers = a_trois
    quatrieme = EngagementFactory(
        plan=engagement.plan, partie=OrganisationFactory(), envers=engagement.partie
    )
    with sans_gardes(Engagement.contreparties.through):
        engagement.contreparties.add(quatrieme)
    declaration = declarer(engagement)
    declaration.verifier(Acteur(tiers, compte(tiers)), Verdict.CONTESTEE, "Il est fermé.")
    Declaration.objects.get(pk=declaration.pk).verifier(Acteur(engagement.envers), Verdict.CONFIRMEE)
    declaration = Declaration.objects.get(pk=declaration.pk)
    acteur = Acteur(quatrieme.partie, compte(quatrieme.partie))
    assert declaration.peut_verifier(acteur)
    comme_le_web(lambda: declaration.verifier(acteur, dernier, "Vu."))
    assert relu(engagement).etat == Etat.EN_COURS


def test_of_two_declarations_of_one_moment_the_last_written_counts(comme_le_web):
    engagement = EngagementFactory(publie=True, en_cours=True)
    le = timezone.now()
    tenue, reprise = (
        Declaration.objects.create(
            engagement=engagement, organisation=engagement.partie, genre=genre, texte="Dit.", le=le
        )
        for genre in (Genre.TENU, Genre.AVANCE)
    )
    assert relu(engagement).parole == reprise
    with refusee("verification_derniere_parole"):
        comme_le_web(lambda: verifie(tenue, engagement.envers))
    verifie(tenue, engagement.envers)
    with refusee("engagement_tenu_verifie"):
        comme_le_web(lambda: modifie(engagement, etat=Etat.TENU))


def test_the_page_of_a_commitment_costs_the_same_whatever_it_holds(client_de):
    """Whether each declaration and piece may be verified is asked of what was read."""
    engagement = EngagementFactory(publie=True, en_cours=True)
    client = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.envers))
    adresse = reverse("espace-engagement", args=[engagement.pk])

    def requetes() -> int:
        with CaptureQueriesContext(connection) as lues:
            assert client.get(adresse).status_code == 200
        return len(lues)

    preuve(engagement)
    requetes()
    une = requetes()
    for rang in range(5):
        preuve(engagement, adresse=f"https://exemple.test/{rang}")
        declarer(engagement, Genre.AVANCE)
    assert requetes() == une <= 15


# --- What hears no more ----------------------------------------------------------------------------------


def retirer(engagement):
    with avec_motif("Projet abandonné."):
        modifie(engagement, etat=Etat.RETIRE, motif="Projet abandonné.", sans_decision="Avant le registre.")


def archiver(engagement):
    modifie(engagement, publication=Publication.ARCHIVEE)


def tenir(engagement):
    declarer(engagement).verifier(Acteur(engagement.envers), Verdict.CONFIRMEE)


@pytest.mark.parametrize(
    ("finir", "preuves"),
    [(retirer, False), (archiver, False), (tenir, True)],
    ids=["retire", "archive", "tenu"],
)
def test_what_is_over_is_no_longer_verified_and_evidence_comes_until_it_is_withdrawn(
    comme_le_web, finir, preuves
):
    engagement = EngagementFactory(publie=True, en_cours=True)
    piece, acteur = preuve(engagement), Acteur(engagement.envers, compte(engagement.envers))
    finir(engagement)
    declaration, piece = relu(engagement).declarations.last(), Preuve.objects.get(pk=piece.pk)
    with refusee("verification_hors_cours"):
        comme_le_web(lambda: verifie(declaration, engagement.envers))
    assert not declaration.peut_verifier(acteur)
    assert piece.peut_verifier(acteur) == preuves
    deposant = Acteur(engagement.partie, compte(engagement.partie))
    assert relu(engagement).peut_deposer(deposant) == preuves
    if preuves:
        comme_le_web(lambda: verifie(preuve(engagement, adresse="https://exemple.test/2"), engagement.envers))
        return
    with refusee("preuve_hors_cours"):
        comme_le_web(lambda: preuve(engagement, adresse="https://exemple.test/2"))
    with refusee("verification_hors_cours"):
        comme_le_web(lambda: verifie(piece, engagement.envers))


# --- Evidence --------------------------------------------------------------------------------------------


def test_evidence_is_filed_by_the_committed_party_alone(comme_le_web, a_trois):
    engagement, tiers = a_trois
    for autre in (engagement.envers, tiers, OrganisationFactory()):
        with refusee("preuve_partie"):
            comme_le_web(lambda autre=autre: preuve(engagement, autre))
    comme_le_web(lambda: preuve(engagement))


@pytest.mark.parametrize("avant", [{}, {"aux_parties": True}], ids=["brouillon", "propose"])
def test_what_is_not_signed_has_no_evidence(comme_le_web, avant):
    engagement = EngagementFactory(**avant)
    with refusee("preuve_hors_cours"):
        comme_le_web(lambda: preuve(engagement))


ADRESSE = "https://exemple.test/Bilan"


@pytest.mark.parametrize(
    ("autre", "meme"),
    [
        (ADRESSE, True),
        (ADRESSE + "/", True),
        (ADRESSE + "/#", True),
        (ADRESSE + "?", True),
        ("http://exemple.test/Bilan", True),
        ("https://EXEMPLE.test/Bilan", True),
        ("https://exemple.test/bilan", False),
        (ADRESSE + "/2", False),
        (ADRESSE + "?p=2", False),
        # A sheet of a workbook, a page of a site that its anchors name.
        (ADRESSE + "#gid=12", False),
        (ADRESSE + "#/2", False),
    ],
)
def test_an_address_written_otherwise_is_not_other_evidence(comme_le_web, autre, meme):
    engagement = EngagementFactory(publie=True, en_cours=True)
    preuve(engagement, adresse=ADRESSE)
    assert memes(ADRESSE, autre) == meme
    assert relu(engagement).deja_au_dossier(autre) == meme
    if meme:
        with refusee("preuve_deja_au_dossier"):
            comme_le_web(lambda: preuve(engagement, adresse=autre))
    else:
        comme_le_web(lambda: preuve(engagement, adresse=autre))
