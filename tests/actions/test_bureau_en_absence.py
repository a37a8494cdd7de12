"""What the desk and the lists say to whoever keeps, for some days, the unit of somebody else too."""

import pytest

from actions.attentes import attentes
from actions.models import Action
from tests.actions.refus import modifie
from tests.factories import (
    ActionFactory,
    JalonFactory,
    OrganisationFactory,
    PlanFactory,
    SuppleanceFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte
from tests.postes import dans

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(actif=True)


@pytest.fixture
def absente():
    return UtilisateurFactory(redaction=True, organisation__nom="Service de l'absente", last_name="Roy")


@pytest.fixture
def collegue():
    return UtilisateurFactory(redaction=True, organisation__nom="Service de la collègue")


@pytest.fixture
def siennes(plan, absente):
    """A draft that the absent began, and what they submitted."""
    dites = {"plan": plan, "responsable": absente.organisation, "auteur": absente}
    return ActionFactory(**dites), ActionFactory(**dites, a_valider=True, soumise_par=absente)


def lues(rf, personne) -> dict[str, list[Action]]:
    requete = rf.get("/admin/")
    requete.user = type(personne).objects.get(pk=personne.pk)
    return {attente.cle: list(attente.choses) for attente in attentes(requete)}


@pytest.mark.parametrize("role", ["redaction", "coordination"])
def test_what_the_absent_began_and_submitted_is_on_the_desk_of_the_colleague(
    rf, absente, collegue, siennes, client_de, role
):
    if role == "coordination":
        collegue = UtilisateurFactory(coordination=True)
    brouillon, soumise = siennes
    assert brouillon not in lues(rf, collegue)["brouillons"]
    assert soumise not in lues(rf, collegue)["soumises"]
    suppleance = SuppleanceFactory(absent=absente, suppleant=collegue)
    for qui in (collegue, absente):
        siennes_lues = lues(rf, qui)
        assert siennes_lues["brouillons"] == [brouillon]
        assert siennes_lues["soumises"] == [soumise]
    page = texte(client_de(collegue).get("/admin/")).replace("’", "'")
    assert f"Le brouillon de {absente} n'est pas encore soumis." in page
    assert f"Soumise par {absente}; la coordination la relit." in page
    # Sent back, it is corrected by who keeps the desk.
    modifie(soumise, publication="brouillon", note_retour="Précisez.")
    assert lues(rf, collegue)["renvoyees"] == [soumise]
    suppleance.finir(collegue)
    apres = lues(rf, collegue)
    assert [apres["brouillons"], apres["renvoyees"]] == [[], []]
    assert lues(rf, absente)["brouillons"] == [brouillon]


def test_a_row_of_the_desk_says_of_which_unit_it_is_where_one_keeps_several(
    absente, collegue, siennes, client_de
):
    def page() -> str:
        return client_de(collegue).get("/admin/").content.decode().replace("&#x27;", "'").replace("’", "'")

    ActionFactory(plan=siennes[0].plan, responsable=collegue.organisation, auteur=collegue)
    assert '<strong lang="fr">' not in page()
    SuppleanceFactory(absent=absente, suppleant=collegue)
    assert page().count('<strong lang="fr">Service de l\'absente</strong> · ') == 2
    assert '<strong lang="fr">Service de la collègue' not in page()


def test_the_lists_say_of_which_unit_where_one_keeps_several(absente, collegue, siennes, client_de):
    sienne = ActionFactory(plan=siennes[0].plan, responsable=collegue.organisation)
    client, liste = client_de(collegue), "/admin/actions/action/"
    for action in (sienne, siennes[0]):
        JalonFactory(action=action, echeance=dans(1))
    jalons = f"{liste}jalons/"
    assert "responsable" not in client.get(liste).context["cl"].list_display
    assert client.get(jalons).context["filtre"].choix_unite == []
    SuppleanceFactory(absent=absente, suppleant=collegue)
    cl = client.get(liste).context["cl"]
    assert "responsable" in cl.list_display
    assert "responsable__id__exact" in {
        parametre for filtre in cl.filter_specs for parametre in filtre.expected_parameters()
    }
    page = client.get(jalons)
    cles = [cle for cle, _dit in page.context["filtre"].choix_unite[1:]]
    assert set(cles) == {str(absente.organisation_id), str(collegue.organisation_id)}
    # Both, as one comes; then one of them.
    assert len(page.context["rangees"]) == 2
    une = client.get(jalons, {"unite": absente.organisation_id}).context["rangees"]
    assert [rangee.instance.action for rangee in une] == [siennes[0]]


def test_a_merged_unit_counts_as_another(collegue, client_de):
    ancienne = OrganisationFactory(service=True)
    modifie(ancienne, jusqu_a=dans(-1), successeur=collegue.organisation)
    cl = client_de(collegue).get("/admin/actions/action/").context["cl"]
    assert "responsable" in cl.list_display
