"""What was withdrawn is said wherever the committee showed it: what, when, why."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from comite.models import Decision, Effet, Membre, Ronde, Seance, Suite
from tests.factories import AxeFactory, OrganisationFactory, PlanFactory, SeanceFactory, UtilisateurFactory
from tests.passe import reculer
from tests.retirables import du_comite
from tests.retraits import MOTIF, retirer

pytestmark = pytest.mark.django_db

PAGES = {
    "membre": (Membre, "", "/plans/actif/comite/", "nom"),
    "séance annulée": (Seance, "motif", "/plans/actif/comite/", "motif"),
    "décision": (Decision, "", "/plans/actif/comite/decisions/", "libelle"),
    "effet": (Effet, "motif", "/plans/actif/comite/decisions/", "motif"),
    "ronde": (Ronde, "", "/plans/actif/comite/rondes/", "titre"),
}


@pytest.fixture
def plan():
    plan, service = PlanFactory(actif=True), OrganisationFactory(service=True)
    du_comite(plan, AxeFactory(plan=plan, numero=1), service)
    demain = timezone.localdate() + timedelta(days=9)
    SeanceFactory(
        plan=plan, numero="S9", annulee=True, convoquee_le=timezone.localdate(), convoquee_pour=demain,
        date=demain, motif="Camille est malade.",
    )  # fmt: skip
    reculer(2)
    return plan


def le_premier(modele, champ):
    lus = modele.objects.exclude(**{champ: ""})
    return lus.filter(numero="S9").get() if modele is Seance else lus.first()


def lue(client, adresse: str) -> str:
    return html.unescape(client.get(adresse).content.decode())


@pytest.mark.parametrize(("modele", "champ", "adresse", "dit"), PAGES.values(), ids=PAGES)
def test_a_page_of_the_committee_says_what_was_withdrawn_of_what_it_shows(
    client, plan, modele, champ, adresse, dit
):
    avis = "Retiré de cette page pour cause"
    assert avis not in lue(client, adresse)
    retrait = retirer(le_premier(modele, dit), champ=champ)
    for quand in ("", f"?au={timezone.localdate() - timedelta(days=1)}"):
        page = lue(client, f"{adresse}{quand}")
        assert page.count(avis) == 2, "its title, and the name of its part"
        assert MOTIF in page
        assert f"#retrait-{retrait.pk}" in page
        assert retrait.quoi in page


def test_the_home_of_the_committee_says_it_of_a_meeting_cancelled_long_ago(client, plan):
    """Its reason is in the table of all the meetings, and not among those to come."""
    hier = timezone.localdate() - timedelta(days=1)
    passee = SeanceFactory(plan=plan, numero="S8", annulee=True, date=hier, motif="Camille est malade.")
    retrait = retirer(passee, champ="motif")
    assert retrait.quoi in lue(client, "/plans/actif/comite/")


def test_the_pages_of_a_meeting_say_it_to_those_who_hold_it(client_de, plan):
    suite = Suite.objects.get()
    retrait = retirer(suite)
    coordination = client_de(UtilisateurFactory(coordination=True))
    for nom in ("tenue", "preparation"):
        assert retrait.quoi in lue(coordination, f"/plans/actif/comite/seances/S1/{nom}/"), nom


def test_a_follow_up_that_was_put_off_says_it_in_the_meeting_that_takes_it_up(client_de, plan):
    prochaine = SeanceFactory(plan=plan, numero="S10", convoquee=True)
    suite = Suite.objects.get()
    coordination = client_de(UtilisateurFactory(coordination=True))
    adresse = f"/plans/actif/comite/seances/{prochaine.numero}/preparation/"
    assert suite.libelle in lue(coordination, adresse)
    retrait = retirer(suite)
    assert retrait.quoi in lue(coordination, adresse)


@pytest.mark.parametrize("modele", [Decision, Effet])
def test_the_page_of_an_action_says_what_was_withdrawn_of_a_decision_that_concerns_it(client, plan, modele):
    effet = Effet.objects.exclude(action=None).first()
    adresse, avis = effet.action.get_absolute_url(), "Retiré de cette page pour cause"
    assert avis not in lue(client, adresse)
    retrait = retirer(effet, champ="motif") if modele is Effet else retirer(effet.decision)
    page = lue(client, adresse)
    assert page.count(avis) == 2, "its title, and the name of its part"
    assert retrait.quoi in page
    assert MOTIF in page
