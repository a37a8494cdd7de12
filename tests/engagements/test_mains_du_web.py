"""Whose hand and which date the web may write on a commitment, and which successions hold."""

from contextlib import nullcontext
from datetime import timedelta

import pghistory
import pytest
from django.utils import timezone

from actions.models.gardes import avec_motif
from engagements.models import Acteur, Engagement, Refus, Signature
from engagements.models.etats import Etat, Publication
from tests.actions.refus import modifie, refusee
from tests.engagements.test_parole_du_web import compte, relu
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    LienSigneFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.factories.engagements import mener
from tests.passe import sans_gardes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]


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
    for role in ({}, {"comite": True}, {"coordination": True, "is_active": False}):
        qui = UtilisateurFactory(organisation=engagement.partie, **role)
        with pghistory.context(user=qui.pk), refusee("engagement_constat_de_quelqu_un"):
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


@pytest.mark.parametrize("permis", [True, False], ids=["signée", "pas encore signée"])
def test_the_next_version_withdraws_the_former_once_it_is_signed_and_does_nothing_else(comme_le_web, permis):
    ancien = EngagementFactory(en_cours=True)
    nouveau = ancien.remplacer(UtilisateurFactory(coordination=True))
    relu(nouveau).proposer(UtilisateurFactory(coordination=True))
    if permis:
        with sans_gardes(Engagement):
            modifie(nouveau, etat=Etat.SIGNE)
    retrait = {"etat": Etat.RETIRE, "motif": "Remplacé par un autre.", "sans_decision": "Remplacé."}

    def passer(**champs):
        with avec_motif("Remplacé par un autre."):
            modifie(ancien, **champs)

    with refusee("engagement_constat_de_quelqu_un"):
        comme_le_web(lambda: passer(etat=Etat.NON_TENU, motif="Aucun local n'a ouvert."))
    with nullcontext() if permis else refusee("engagement_constat_de_quelqu_un"):
        comme_le_web(lambda: passer(**retrait))


def test_nothing_begins_beyond_draft_without_whom_that_asks(comme_le_web):
    with refusee("engagement_propose_par_quelqu_un"):
        comme_le_web(lambda: EngagementFactory(aux_parties=True))
    propose = UtilisateurFactory(coordination=True)
    with refusee("engagement_publie_par_quelqu_un"):
        comme_le_web(lambda: EngagementFactory(publie=True, propose_par=propose), par=propose)
    with refusee("action_soumise_par_quelqu_un"):
        comme_le_web(lambda: ActionFactory(a_valider=True, soumise_par=UtilisateurFactory()))


def test_a_public_version_is_not_withdrawn_by_nobody_because_the_next_is_signed(comme_le_web):
    ancien = EngagementFactory(signe=True, publie=True)
    nouveau = ancien.remplacer(UtilisateurFactory(coordination=True))
    relu(nouveau).proposer(UtilisateurFactory(coordination=True))
    mener(relu(nouveau), Etat.SIGNE)

    def retirer_():
        with avec_motif("Le local est vendu."):
            modifie(ancien, etat=Etat.RETIRE, motif="Le local est vendu.", sans_decision="Remplacé.")

    with refusee("engagement_constat_de_quelqu_un"):
        comme_le_web(retirer_)


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
