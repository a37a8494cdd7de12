"""Whoever wrote the address to which a signed link is sent could open it: their hand is in what it does."""

import pghistory
import pytest
from django.db import connection

from engagements.models import Acteur, LienSigne, Signature
from partenariat.cycles.pas import TransitionRefusee
from partenariat.models import Organisation
from tests.actions.refus import modifie, refuse, refusee
from tests.engagements.test_mains import Monde
from tests.factories import OrganisationFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db
ADRESSE = "direction@exemple.test"


@pytest.fixture
def monde(db):
    return Monde()


def inscrire(organisation: Organisation, par, adresse: str = ADRESSE) -> None:
    """As the back office does, under the account that acts."""
    with pghistory.context(user=par.pk):
        modifie(organisation, courriel_public=adresse)
    organisation.refresh_from_db()


def ouvrir(monde: Monde, organisation: Organisation) -> Acteur:
    """A link that somebody else makes, for this body."""
    lien, _jeton = LienSigne.ouvrir(
        organisation=organisation, destinataire="Direction", par=monde.comptes["fait_le_lien"]
    )
    return Acteur(organisation, lien=lien)


def refusent(monde: Monde, acteur: Acteur) -> None:
    """The model and the database alike."""
    with pytest.raises(TransitionRefusee, match="deux parties"):
        monde.signer(acteur)
    engagement = type(monde.engagement).objects.get()
    refuse(
        "geste_d_un_seul_cote",
        lambda: Signature.objects.create(
            engagement=engagement, fonction="Direction", empreinte=engagement.empreinte, **acteur.trace
        ),
    )


def test_who_wrote_the_address_does_not_sign_for_the_other_side(monde):
    inscrire(monde.a, monde.comptes["partie_b"])
    monde.signer(ouvrir(monde, monde.a))
    refusent(monde, Acteur(monde.b, monde.comptes["partie_b"]))
    monde.signer(Acteur(monde.b, monde.comptes["coordination"], saisi_pour=True))


def test_nor_does_their_link_once_they_signed(monde):
    monde.signer(Acteur(monde.b, monde.comptes["partie_b"]))
    inscrire(monde.a, monde.comptes["partie_b"])
    refusent(monde, ouvrir(monde, monde.a))


def test_a_link_keeps_whom_it_was_sent_to(monde):
    """Another account mends the address afterwards: the link went to the first one."""
    inscrire(monde.a, monde.comptes["partie_b"])
    acteur = ouvrir(monde, monde.a)
    inscrire(monde.a, monde.comptes["coordination"], "autre@exemple.test")
    monde.signer(Acteur(monde.b, monde.comptes["partie_b"]))
    refusent(monde, acteur)
    monde.signer(ouvrir(monde, monde.a))


@pytest.mark.parametrize(
    ("change", "ecrivain"),
    [
        ({"courriel_public": "autre@exemple.test"}, "seconde"),
        ({"courriel_public": ADRESSE}, "premiere"),
        ({"site": "https://exemple.test/"}, "premiere"),
        ({"courriel_par": None}, "premiere"),
    ],
    ids=["autre_adresse", "la_meme", "autre_chose", "efface"],
)
def test_the_last_writer_of_the_address_is_kept_and_no_one_says_who(change, ecrivain):
    comptes = {"premiere": UtilisateurFactory(), "seconde": UtilisateurFactory()}
    organisation = OrganisationFactory()
    inscrire(organisation, comptes["premiere"])
    with pghistory.context(user=comptes["seconde"].pk):
        modifie(organisation, **change)
    organisation.refresh_from_db()
    assert organisation.courriel_par == comptes[ecrivain].pk


def test_the_back_office_says_who_writes_the_address(client_de):
    personne = UtilisateurFactory(superutilisateur=True)
    organisation = OrganisationFactory()
    adresse = f"/admin/partenariat/organisation/{organisation.pk}/change/"
    client = client_de(personne)
    formulaire = client.get(adresse).context["adminform"].form
    dites = {nom: formulaire[nom].value() or "" for nom in formulaire.fields}
    client.post(adresse, dites | {"courriel_public": ADRESSE})
    organisation.refresh_from_db()
    assert (organisation.courriel_public, organisation.courriel_par) == (ADRESSE, personne.pk)


@pytest.mark.xdist_group("role_web")
def test_the_web_writes_no_address_by_nobody(role_web):
    organisation = OrganisationFactory()
    with connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        with refusee("organisation_courriel_de_quelqu_un"):
            modifie(organisation, courriel_public=ADRESSE)
        curseur.execute("RESET ROLE")
