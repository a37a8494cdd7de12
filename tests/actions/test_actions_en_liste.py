"""Several actions at a time: their body, confidence and status; what is refused is named row by row."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.formulaires.en_liste import LISTE_DES_NOMS
from actions.models import Action
from tests.factories import ActionFactory, JalonFactory, OrganisationFactory, UtilisateurFactory
from tests.formulaires import lire, texte

pytestmark = pytest.mark.django_db
PAGE = "/admin/actions/action/plusieurs/"


def ouvrir(client, adresse: str = PAGE) -> dict:
    return lire(client.get(adresse), "liste_form")


@pytest.fixture
def trois(axe, unite):
    """Three public actions of the unit, under way."""
    return [ActionFactory(axe=axe, code=code, responsable=unite, publiee=True) for code in "ABC"]


def dits(**champs) -> dict:
    """« statut » of each action, by the field's name and the action."""
    return {
        f"r{action.pk}-{nom}": valeur for nom, paires in champs.items() for action, valeur in paires.items()
    }


def lues() -> dict[str, Action]:
    return {action.code: action for action in Action.objects.all()}


def test_confidence_status_and_body_of_several_are_saved_at_once(coordination, trois):
    a, b, c = trois
    autre = OrganisationFactory(service=True, nom="Service de la culture", sigle="SC")
    saisie = dits(
        confiance={a: "faible", b: "elevee"},
        statut={b: "suspendue", c: "abandonnee"},
        responsable={a: "  service de la CULTURE ", c: "SC"},
    )
    saisie |= {"motif": "En attente du règlement.", "sans_decision": "Avant le registre."}
    reponse = coordination.post(PAGE, ouvrir(coordination) | saisie, follow=True)
    assert "3 actions enregistrées." in texte(reponse)
    actions = lues()
    assert [x.confiance for x in actions.values()] == ["faible", "elevee", ""]
    assert [x.statut for x in actions.values()] == ["en_cours", "suspendue", "abandonnee"]
    assert [x.motif for x in actions.values()] == ["", "En attente du règlement.", "En attente du règlement."]
    assert [x.sans_decision for x in actions.values()] == ["", "", "Avant le registre."]
    assert {x.responsable for x in (actions["A"], actions["C"])} == {autre}


def test_what_the_model_asks_a_reason_for_is_refused_without_and_the_rest_saved(redaction, trois):
    a, b, c = trois
    saisie = dits(statut={a: "suspendue", b: "a_venir"}, confiance={a: "faible", c: "moyenne"})
    reponse = redaction.post(PAGE, ouvrir(redaction) | saisie)
    lue = texte(reponse)
    assert "2 actions enregistrées." in lue
    assert "doit dire pourquoi (motif)" in lue
    assert f"{a} :" in lue
    champs = lire(reponse, "liste_form")
    assert (champs[f"r{a.pk}-statut"], champs[f"r{a.pk}-confiance"]) == (["suspendue"], ["faible"])
    actions = lues()
    assert (actions["A"].statut, actions["A"].confiance) == ("en_cours", "")
    assert (actions["B"].statut, actions["C"].confiance) == ("a_venir", "moyenne")
    assert redaction.post(PAGE, champs | {"motif": "En attente du règlement."}).status_code == 302
    assert lues()["A"].statut == "suspendue"


def test_only_the_coordination_abandons_without_a_decision_or_gives_to_another(redaction, trois):
    page = redaction.get(PAGE).content.decode()
    assert "-responsable" not in page
    assert LISTE_DES_NOMS not in page
    saisie = dits(statut={trois[0]: "abandonnee"}, responsable={trois[1]: OrganisationFactory().nom})
    saisie |= {"motif": "Remplacée.", "sans_decision": "Avant le registre."}
    lue = texte(redaction.post(PAGE, ouvrir(redaction) | saisie))
    assert "Une action s'abandonne par décision du comité" in lue
    assert (lues()["A"].statut, lues()["B"].responsable) == ("en_cours", trois[0].responsable)


def test_a_status_that_asks_for_no_reason_does_not_inherit_one(redaction, trois):
    Action.objects.filter(code="A").update(statut="suspendue", motif="Autrefois.")
    redaction.post(PAGE, ouvrir(redaction) | dits(statut={trois[0]: "en_cours"}) | {"motif": "Un motif"})
    assert (lues()["A"].statut, lues()["A"].motif) == ("en_cours", "")


def test_the_reason_of_what_is_not_touched_stays(redaction, trois):
    Action.objects.filter(code="A").update(statut="suspendue", motif="Autrefois.")
    redaction.post(PAGE, ouvrir(redaction) | dits(confiance={trois[0]: "faible"}) | {"motif": "Un motif"})
    assert (lues()["A"].confiance, lues()["A"].motif) == ("faible", "Autrefois.")


def test_a_name_that_nobody_has_is_refused_by_row(coordination, trois):
    reponse = coordination.post(PAGE, ouvrir(coordination) | dits(responsable={trois[0]: "Personne"}))
    assert "Aucune organisation n'a ce nom" in texte(reponse)
    assert lire(reponse, "liste_form")[f"r{trois[0].pk}-responsable"] == ["Personne"]


def test_the_same_field_changed_meanwhile_is_refused_another_is_not(redaction, trois):
    vu = ouvrir(redaction)
    Action.objects.filter(code="A").update(confiance="elevee")
    Action.objects.filter(code="B").update(confiance="elevee", titre="Autre titre")
    saisie = dits(confiance={trois[0]: "faible"}, statut={trois[1]: "a_venir"})
    lue = texte(redaction.post(PAGE, vu | saisie))
    assert "« Élevée » maintenant" in lue.replace("\N{NO-BREAK SPACE}", " ")
    actions = lues()
    assert actions["A"].confiance == "elevee"
    assert (actions["B"].confiance, actions["B"].statut, actions["B"].titre) == (
        "elevee",
        "a_venir",
        "Autre titre",
    )


def test_who_changes_what_waits_submits_it_and_is_told_what_reads_oddly(client_de, unite, axe):
    moi = UtilisateurFactory(redaction=True, organisation=unite)
    attend = ActionFactory(axe=axe, responsable=unite, a_valider=True)
    JalonFactory(action=attend, titre="Bilan")
    client = client_de(moi)
    reponse = client.post(PAGE, ouvrir(client) | dits(statut={attend: "realisee"}))
    assert Action.objects.get().soumise_par == moi
    assert any("non atteint" in str(m) and "Bilan" in str(m) for m in get_messages(reponse.wsgi_request))


def test_the_rows_are_those_of_the_list_as_it_is_filtered(coordination, redaction, trois):
    ActionFactory(axe=trois[0].axe, code="Z", realisee=True)

    def codes(client, **filtres) -> list[str]:
        return [f.instance.code for f in client.get(PAGE, filtres).context["rangees"]]

    assert codes(coordination) == ["A", "B", "C", "Z"]
    assert codes(coordination, statut__exact="realisee") == ["Z"]
    assert codes(coordination, manque="jalon", responsable__id__exact=trois[0].responsable_id) == [
        "A",
        "B",
        "C",
    ]
    assert codes(redaction) == ["A", "B", "C"]
    assert (
        '?statut__exact=realisee"' in coordination.get(PAGE, {"statut__exact": "realisee"}).content.decode()
    )


def test_an_action_of_another_unit_is_not_written(redaction, trois):
    autre = ActionFactory(axe=trois[0].axe)
    champs = ouvrir(redaction)
    champs["rangee"].append(str(autre.pk))
    redaction.post(PAGE, champs | dits(confiance={autre: "faible"}))
    autre.refresh_from_db()
    assert autre.confiance == ""


def test_fifty_rows_cost_what_three_do(coordination, trois):
    def cout() -> int:
        with CaptureQueriesContext(connection) as capture:
            assert coordination.get(PAGE).status_code == 200
        return len(capture)

    cout()
    avec_3 = cout()
    for rang in range(55):
        ActionFactory(axe=trois[0].axe, code=f"D{rang}")
    assert cout() == avec_3 <= 14
    assert len(coordination.get(PAGE).context["rangees"]) == 50
    assert len(coordination.get(PAGE, {"p": "2"}).context["rangees"]) == 8


def test_the_same_form_twice_does_it_once(redaction, trois):
    champs = ouvrir(redaction) | dits(confiance={trois[0]: "faible"})
    reponses = [redaction.post(PAGE, champs) for _ in range(2)]
    assert {r.status_code for r in reponses} == {302}
    assert lues()["A"].version == trois[0].version + 1


def test_two_who_suspend_the_same_action_do_not_lose_the_second_reason(redaction, trois):
    vu = ouvrir(redaction)
    Action.objects.filter(code="A").update(statut="suspendue", motif="Le bail a tardé.")
    saisie = dits(statut={trois[0]: "suspendue", trois[1]: "suspendue"}) | {"motif": "Budget reporté."}
    reponse = redaction.post(PAGE, vu | saisie)
    assert "pour ce motif : « Le bail a tardé. »" in texte(reponse).replace("\N{NO-BREAK SPACE}", " ")
    assert lire(reponse, "liste_form")["motif"] == ["Budget reporté."]
    actions = lues()
    assert actions["A"].motif == "Le bail a tardé."
    assert (actions["B"].statut, actions["B"].motif) == ("suspendue", "Budget reporté.")
    # For the same reason, they agree.
    saisie = dits(statut={trois[0]: "suspendue"}) | {"motif": "Le bail a tardé."}
    assert redaction.post(PAGE, vu | saisie).status_code == 302


def test_after_a_refusal_the_list_still_counts_all_of_it(redaction, trois):
    saisie = dits(statut={trois[0]: "suspendue"}, confiance={trois[1]: "faible"})
    lue = texte(redaction.post(PAGE, ouvrir(redaction) | saisie))
    assert "2 actions restent : à corriger, ou laissées telles quelles." in lue
    assert "1 ligne n'est pas enregistrée" in lue


def test_a_wrong_address_loses_nothing_of_what_is_sent(redaction, trois):
    saisie = dits(statut={trois[0]: "suspendue"}, confiance={trois[1]: "faible"})
    reponse = redaction.post(f"{PAGE}?plan__id__exact=x", ouvrir(redaction) | saisie)
    assert reponse.status_code == 200
    assert lire(reponse, "liste_form")[f"r{trois[0].pk}-statut"] == ["suspendue"]
    assert lues()["B"].confiance == "faible"
