"""What SQL of the web cannot do to commitments, past the pages and the models."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from engagements.models import Acteur, Engagement, Signature
from engagements.models.etats import Etat, Publication, Verdict
from partenariat.models import Organisation
from tests.actions.refus import modifie, refuse, refusee
from tests.factories import DeclarationFactory, EngagementFactory, OrganisationFactory, UtilisateurFactory
from tests.factories.engagements import Genre

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]


@pytest.fixture
def proposee(role_web):
    """A commitment that one wrote and another proposed."""
    engagement = EngagementFactory()
    engagement.proposer(UtilisateurFactory(coordination=True))
    return engagement


def publiee_par(personne, **champs) -> dict:
    return {
        "publication": Publication.PUBLIEE, "publie_le": timezone.now(), "publie_par": personne, **champs,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("oublie", "role", "contrainte"),
    [
        ({"auteur": None}, "auteur", "engagement_auteur_garde"),
        ({"propose_par": None}, "propose_par", "engagement_propose_par_garde"),
    ],
    ids=["auteur", "proposant"],
)
@pytest.mark.parametrize("ensemble", [True, False], ids=["en_publiant", "avant"])
def test_who_wrote_or_proposed_is_not_forgotten_so_as_to_publish(
    comme_le_web, proposee, oublie, role, contrainte, ensemble
):
    change = publiee_par(getattr(proposee, role), **oublie) if ensemble else oublie
    with refusee(contrainte):
        comme_le_web(lambda: modifie(proposee, **change))


@pytest.mark.parametrize(
    ("change", "contrainte"),
    [
        ({"auteur": None}, "engagement_auteur_garde"),
        (
            {"publication": Publication.AUX_PARTIES, "propose_le": timezone.now()},
            "engagement_propose_par_quelqu_un",
        ),
    ],
    ids=["auteur", "sans_proposant"],
)
def test_nor_in_a_draft(comme_le_web, change, contrainte):
    with refusee(contrainte):
        comme_le_web(lambda: modifie(EngagementFactory(), **change))


def test_who_published_stays_said(comme_le_web, proposee):
    personne = UtilisateurFactory(coordination=True)
    proposee.publier(personne)
    for autre in (None, UtilisateurFactory(coordination=True)):
        with refusee("engagement_publie_par_garde"):
            comme_le_web(lambda autre=autre: modifie(proposee, publie_par=autre))
    Engagement.objects.get().depublier(personne, "Une erreur.")


def test_the_steps_of_four_eyes_are_open_to_the_web(comme_le_web, proposee):
    qui = UtilisateurFactory(coordination=True)
    comme_le_web(lambda: Engagement.objects.get().publier(qui), par=qui)
    assert Engagement.objects.get().publication == Publication.PUBLIEE


# --- Hands -----------------------------------------------------------------------------------------------


def compte_de(organisation, **champs):
    return UtilisateurFactory(organisation=organisation, **champs)


MAINS = {
    "de_l_organisation": (lambda a, b: (compte_de(a), False), True),
    "fermee": (lambda a, b: (compte_de(a, is_active=False), False), False),
    "d_une_autre": (lambda a, b: (compte_de(b), False), False),
    "de_personne": (lambda a, b: (compte_de(None), False), False),
    "coordination_qui_saisit": (lambda a, b: (compte_de(b, coordination=True), True), True),
    "coordination_qui_ne_le_dit_pas": (lambda a, b: (compte_de(b, coordination=True), False), False),
    "coordination_fermee": (lambda a, b: (compte_de(b, coordination=True, is_active=False), True), False),
    "saisie_par_une_autre": (lambda a, b: (compte_de(b), True), False),
}


@pytest.mark.parametrize(("main", "permise"), MAINS.values(), ids=MAINS)
def test_an_account_acts_for_its_body_while_it_is_open(comme_le_web, proposee, main, permise):
    personne, saisi = main(proposee.partie, proposee.envers)
    acteur = Acteur(proposee.partie, personne, saisi_pour=saisi)

    def signer():
        Signature.objects.create(
            engagement=proposee, fonction="Direction", empreinte=proposee.empreinte, **acteur.trace
        )

    if permise:
        comme_le_web(signer)
        assert proposee.signatures.get().mains == [personne.pk]
        return
    refuse("geste_compte_de_l_organisation", comme_le_web, signer)


# --- A commitment reopened -------------------------------------------------------------------------------


def test_what_was_reopened_is_not_kept_again_on_the_old_confirmation(comme_le_web):
    engagement = EngagementFactory(tenu=True)
    engagement.rouvrir(UtilisateurFactory(coordination=True), "Le local a fermé.")
    tenir = {"etat": Etat.TENU, "motif": ""}
    with refusee("engagement_tenu_verifie"):
        comme_le_web(lambda: modifie(engagement, **tenir))
    declaration = DeclarationFactory(engagement=engagement, genre=Genre.TENU)
    with refusee("engagement_tenu_verifie"):
        modifie(engagement, **tenir)
    declaration.verifier(Acteur(engagement.envers), Verdict.CONFIRMEE)
    assert Engagement.objects.get().etat == Etat.TENU


# --- Parties that swap -----------------------------------------------------------------------------------


@pytest.mark.parametrize("longueur", [2, 3], ids=["l_une_de_l_autre", "en_chaine"])
def test_no_body_succeeds_itself_through_others(comme_le_web, longueur):
    corps = OrganisationFactory.create_batch(longueur)
    for un, suivant in pairwise(corps):
        modifie(un, successeur=suivant, jusqu_a="2026-01-01")
    with refusee("organisation_successeur_sans_boucle"):
        comme_le_web(lambda: modifie(corps[-1], successeur=corps[0], jusqu_a="2026-01-01"))
    premiere, derniere = (Organisation.objects.get(pk=corps[rang].pk) for rang in (0, -1))
    derniere.successeur, derniere.jusqu_a = premiere, timezone.localdate()
    with pytest.raises(ValidationError, match="même par d'autres"):
        derniere.full_clean()


@pytest.mark.parametrize("cote", ["partie", "envers"])
def test_no_body_comes_over_to_the_other_side(comme_le_web, cote):
    ancien = EngagementFactory(signe=True)
    en_face = "envers" if cote == "partie" else "partie"
    modifie(getattr(ancien, cote), successeur=getattr(ancien, en_face), jusqu_a="2026-01-01")
    tiers = OrganisationFactory()
    modifie(getattr(ancien, en_face), successeur=tiers, jusqu_a="2026-01-01")
    ancien = Engagement.objects.get()
    nouveau = ancien.remplacer(UtilisateurFactory(coordination=True))
    change = {cote: getattr(ancien, en_face), en_face: tiers}
    with refusee("engagement_memes_parties"):
        comme_le_web(lambda: modifie(nouveau, **change))
    nouveau = Engagement.objects.get(pk=nouveau.pk)
    for nom, organisation in change.items():
        setattr(nouveau, nom, organisation)
    with pytest.raises(ValidationError, match="garde les deux parties"):
        nouveau.full_clean()
