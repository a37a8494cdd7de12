"""What only the last word of a party settles, who files evidence, and when a commitment hears no more: held
by PostgreSQL against whoever writes as the web."""

from datetime import timedelta

import pghistory
import pytest
from django.utils import timezone

from actions.models.gardes import avec_motif
from actions.models.publication import TransitionRefusee
from engagements.models import Acteur, Declaration, Engagement, Preuve, Refus, Signature, Verification
from engagements.models.etats import Etat, Publication, TypeDePreuve, Verdict
from partenariat.donnees.adresses import memes
from tests.actions.refus import modifie, refusee
from tests.factories import EngagementFactory, LienSigneFactory, OrganisationFactory, UtilisateurFactory
from tests.factories.engagements import Genre, mener

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


@pytest.mark.parametrize("genre", [Genre.AVANCE, Genre.IMPOSSIBLE_A_EVALUER, Genre.RIEN_A_SIGNALER])
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
        (ADRESSE + "#page=4", True),
        (ADRESSE + "/#", True),
        ("http://exemple.test/Bilan", True),
        ("https://EXEMPLE.test/Bilan", True),
        ("https://exemple.test/bilan", False),
        (ADRESSE + "/2", False),
        (ADRESSE + "?p=2", False),
        (ADRESSE + "#/2", False),
        (ADRESSE + "#!2", False),
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


# --- Hands, and dates ------------------------------------------------------------------------------------


def test_who_declined_for_one_side_does_not_sign_for_the_other(comme_le_web):
    engagement = EngagementFactory(aux_parties=True)
    main = compte(engagement.partie)
    engagement = relu(engagement)
    dites = {"engagement": engagement, "par": main, "empreinte": engagement.empreinte}
    Refus.objects.create(organisation=engagement.partie, motif="La date ne convient pas.", **dites)
    modifie(main, organisation=engagement.envers)
    assert not relu(engagement).peut_signer(Acteur(engagement.envers, main))
    with refusee("geste_d_un_seul_cote"):
        comme_le_web(
            lambda: Signature.objects.create(organisation=engagement.envers, fonction="Direction", **dites)
        )
    assert relu(engagement).peut_signer(Acteur(engagement.partie, compte(engagement.partie)))


QUI = {
    "coordination": ({"coordination": True}, True),
    "superutilisateur": ({"is_superuser": True}, True),
    "fermee": ({"coordination": True, "is_active": False}, False),
    "redaction": ({"redaction": True}, False),
    "sans role": ({}, False),
}


@pytest.mark.parametrize(("traits", "permis"), QUI.values(), ids=QUI)
def test_open_accounts_of_the_coordination_alone_propose_publish_and_make_links(comme_le_web, traits, permis):
    qui, hier = UtilisateurFactory(**traits), timezone.localtime() - timedelta(days=1)
    engagement, propose_deja = EngagementFactory(), EngagementFactory(aux_parties=True)
    propose = {"publication": Publication.AUX_PARTIES, "propose_le": hier}
    publie = {"publication": Publication.PUBLIEE, "publie_le": hier}
    gestes = {
        "engagement_propose_par_quelqu_un": lambda: modifie(engagement, propose_par=qui, **propose),
        "engagement_publie_par_quelqu_un": lambda: modifie(propose_deja, publie_par=qui, **publie),
        "lien_de_la_coordination": lambda: LienSigneFactory(cree_par=qui),
    }
    if not permis:
        for contrainte, geste in gestes.items():
            with refusee(contrainte):
                comme_le_web(geste)
        return
    for geste in gestes.values():
        comme_le_web(geste)
    # What the web writes is of now, whatever it says.
    assert Engagement.objects.get(propose_par=qui).propose_le > hier
    assert Engagement.objects.get(publie_par=qui).publie_le > hier


def test_neither_first_date_moves_once_it_is_said(comme_le_web):
    engagement, jadis = EngagementFactory(publie=True), timezone.localtime() - timedelta(days=900)
    with refusee("engagement_publie_le_garde"):
        comme_le_web(lambda: modifie(engagement, publie_le=jadis))
    with refusee("engagement_propose_par_garde"):
        comme_le_web(lambda: modifie(engagement, propose_le=jadis))


def test_a_link_is_dated_by_the_server(comme_le_web):
    lien, jadis = LienSigneFactory(), timezone.localtime() - timedelta(days=20)
    comme_le_web(lambda: LienSigneFactory(cree_le=jadis, cle="a" * 64))
    comme_le_web(lambda: modifie(lien, revoque_le=jadis))
    lien.refresh_from_db()
    assert lien.revoque_le > jadis
    assert type(lien).objects.get(cle="a" * 64).cree_le > jadis


@pytest.mark.parametrize(
    ("depart", "vers"),
    [("en_cours", Etat.NON_TENU), ("en_cours", Etat.TENU_EN_PARTIE), ("tenu", Etat.EN_COURS)],
)
def test_an_outcome_is_stated_and_reopened_by_someone(comme_le_web, depart, vers):
    engagement = EngagementFactory(publie=True, **{depart: True})

    def passer():
        with avec_motif("Un seul local a ouvert."):
            modifie(engagement, etat=vers, motif="Un seul local a ouvert.")

    with refusee("engagement_constat_de_quelqu_un"):
        comme_le_web(passer)
    qui = UtilisateurFactory(coordination=True)
    with pghistory.context(user=qui.pk):
        comme_le_web(passer)
    assert relu(engagement).passages.last().par == qui


def test_the_version_that_a_link_signs_makes_the_former_give_way(comme_le_web):
    ancien = EngagementFactory(signe=True)
    nouveau = ancien.remplacer(UtilisateurFactory(coordination=True))
    relu(nouveau).proposer(UtilisateurFactory(coordination=True))
    liens = [LienSigneFactory(organisation=o) for o in (ancien.partie, ancien.envers)]

    def signer():
        for lien in liens:
            lu = relu(nouveau)
            lu.signer(Acteur(lien.organisation, lien=lien), fonction="Direction", empreinte=lu.empreinte)

    comme_le_web(signer)
    assert [relu(nouveau).etat, relu(ancien).etat] == [Etat.SIGNE, Etat.RETIRE]


# --- Successions -----------------------------------------------------------------------------------------


def test_a_succession_on_which_a_version_rests_is_not_undone(comme_le_web):
    ancien = EngagementFactory(signe=True)
    nouveau = ancien.remplacer(UtilisateurFactory(coordination=True))
    suivante, autre = OrganisationFactory.create_batch(2)
    modifie(ancien.partie, successeur=autre, jusqu_a="2026-01-01")
    modifie(ancien.partie, successeur=suivante)
    modifie(nouveau, partie=suivante)
    for defaite in (None, autre):
        with refusee("organisation_succession_gardee"):
            comme_le_web(lambda defaite=defaite: modifie(ancien.partie, successeur=defaite))
    with refusee("organisation_successeur_a_la_fin"):
        comme_le_web(lambda: modifie(ancien.partie, jusqu_a=None))
    with refusee("engagement_remplace_fixe"):
        comme_le_web(lambda: modifie(nouveau, remplace=None))
    modifie(nouveau, partie=ancien.partie)
    comme_le_web(lambda: modifie(ancien.partie, successeur=None))
