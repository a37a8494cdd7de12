"""Beyond a list that can be read, the forms of the back office offer what is chosen; the rest has a code."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from partenariat.administration import champs
from tests.factories import ActionFactory, EngagementFactory, PlanFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db
FORM = "engagement_form"
LISTE = "/admin/engagements/engagement/"


@pytest.fixture
def bureau(client_de, coordination) -> Client:
    return client_de(coordination)


@pytest.fixture
def brouillon(plan, ville, organisme, coordination):
    return EngagementFactory(plan=plan, code="E-07", partie=organisme, envers=ville, auteur=coordination)


@pytest.fixture
def longues(monkeypatch, plan, ville, organisme, brouillon):
    """Four actions and four counterparts, where a list offers three."""
    monkeypatch.setattr(champs, "CHOIX_MAX", 3)
    actions = [ActionFactory(plan=plan, code=f"7.{n}", publiee=True) for n in range(4)]
    autre = ActionFactory(plan=plan, code="8.1").responsable
    retours = [EngagementFactory(plan=plan, code=f"E-2{n}", partie=autre, envers=ville) for n in range(4)]
    return actions, retours


def page(engagement) -> str:
    return f"{LISTE}{engagement.pk}/change/"


def enregistrer(client, engagement, **saisies):
    lus = ouvrir(client, page(engagement), FORM)
    return envoyer(client, page(engagement), lus, **saisies)


def rangee(lue: HttpResponse) -> str:
    """The classes of the row where a code is written: a hidden one is not shown."""
    (classes,) = re.findall(r'class="(form-row[^"]*field-codes_actions[^"]*)"', lue.content.decode())
    return " ".join(classes.split())


def test_a_short_list_is_offered_whole_and_asks_for_no_code(bureau, brouillon, plan):
    action = ActionFactory(plan=plan, code="7.1")
    lue = bureau.get(page(brouillon))
    assert str(action) in texte(lue)
    assert rangee(lue) == "form-row hidden field-codes_actions"
    assert 'type="hidden" name="codes_actions"' in lue.content.decode()


def test_a_long_one_offers_what_is_chosen_and_adds_what_a_code_names(bureau, brouillon, longues):
    actions, retours = longues
    brouillon.actions.add(actions[0])
    lue = bureau.get(page(brouillon))
    assert str(actions[0]) in texte(lue)
    assert str(actions[1]) not in texte(lue)
    assert rangee(lue) == "form-row field-codes_actions"
    assert "Autres actions, par leur code" in texte(lue)
    reponse = enregistrer(bureau, brouillon, codes_actions="7.2, 7.3;7.2", codes_contreparties="E-21")
    assert reponse.status_code == 302
    assert set(brouillon.actions.all()) == {actions[0], actions[2], actions[3]}
    assert set(brouillon.contreparties.all()) == {retours[1]}


def test_what_is_unticked_goes_though_another_is_named(bureau, brouillon, longues):
    actions, _retours = longues
    brouillon.actions.add(actions[0])
    enregistrer(bureau, brouillon, actions=None, codes_actions="7.1")
    assert list(brouillon.actions.all()) == [actions[1]]


def test_left_as_they_are_the_lists_change_nothing(bureau, brouillon, longues):
    actions, retours = longues
    brouillon.actions.set(actions)
    brouillon.contreparties.set(retours)
    enregistrer(bureau, brouillon, titre="Un autre titre")
    brouillon.refresh_from_db()
    assert brouillon.titre == "Un autre titre"
    assert set(brouillon.actions.all()) == set(actions)
    assert set(brouillon.contreparties.all()) == set(retours)


def test_what_the_two_bodies_promise_each_other_stays_offered(bureau, brouillon, longues, ville, organisme):
    retour = EngagementFactory(plan=brouillon.plan, code="E-30", partie=ville, envers=organisme)
    assert f'name="contreparties" value="{retour.pk}"' in bureau.get(page(brouillon)).content.decode()


REFUSES = {
    "inconnu": ("codes_actions", "7.1, 99.9", "Aucune fiche de ce plan n'a ce code : 99.9."),
    "d'un autre plan": ("codes_actions", "A-1", "Aucune fiche de ce plan n'a ce code : A-1."),
    "soi-même": ("codes_contreparties", "E-07", "Une contrepartie est l'engagement d'une autre"),
    "de la même partie": ("codes_contreparties", "E-40", "Une contrepartie est l'engagement d'une autre"),
}


@pytest.mark.parametrize(("champ", "dit", "phrase"), REFUSES.values(), ids=REFUSES)
def test_a_code_that_cannot_be_is_refused_in_words(bureau, brouillon, longues, champ, dit, phrase, organisme):
    ActionFactory(plan=PlanFactory(), code="A-1")
    EngagementFactory(plan=brouillon.plan, code="E-40", partie=organisme, envers=brouillon.envers)
    reponse = enregistrer(bureau, brouillon, **{champ: dit})
    assert phrase in texte(reponse).replace("\u00a0", " ")
    assert f'value="{dit}"' in reponse.content.decode()
    assert not brouillon.actions.exists()


def test_a_new_commitment_names_its_actions_by_their_code(bureau, plan, ville, organisme, longues):
    actions, _retours = longues
    lus = ouvrir(bureau, f"{LISTE}add/", FORM)
    saisies = {
        "partie": ville.pk,
        "envers": organisme.pk,
        "titre": "Prêter une salle",
        "texte": "Prêter une salle deux fois par année.",
        "nature": "local",
        "codes_actions": "7.3",
    }
    assert envoyer(bureau, f"{LISTE}add/", lus, "_save", **saisies).status_code == 302
    assert [engagement.titre for engagement in actions[3].engagements.all()] == ["Prêter une salle"]


@pytest.fixture
def fiche(plan, longues):
    return f"/admin/actions/action/{longues[0][0].pk}/change/"


def test_an_action_names_by_its_code_the_one_that_takes_its_place(bureau, longues, fiche):
    actions, _retours = longues
    lus = ouvrir(bureau, fiche)
    assert envoyer(bureau, fiche, lus, codes_remplacee_par="7.2").status_code == 302
    actions[0].refresh_from_db()
    assert actions[0].remplacee_par == actions[2]
    lus = ouvrir(bureau, fiche)
    assert lus["remplacee_par"] == [str(actions[2].pk)]
    assert envoyer(bureau, fiche, lus).status_code == 302
    actions[0].refresh_from_db()
    assert actions[0].remplacee_par == actions[2]
    reponse = envoyer(bureau, fiche, ouvrir(bureau, fiche), codes_remplacee_par="7.1 7.3")
    assert "Donnez un seul code." in texte(reponse)


@pytest.mark.usefixtures("longues")
def test_a_draft_of_another_unit_has_no_code_here(client_de, plan):
    brouillon = ActionFactory(plan=plan, code="9.9")
    redaction = UtilisateurFactory(redaction=True, organisation=ActionFactory(plan=plan).responsable)
    sienne = ActionFactory(plan=plan, code="9.1", responsable=redaction.organisation)
    client, adresse = client_de(redaction), f"/admin/actions/action/{sienne.pk}/change/"
    reponse = envoyer(client, adresse, ouvrir(client, adresse), codes_remplacee_par=brouillon.code)
    assert "Aucune fiche de ce plan n'a ce code" in texte(reponse)
    sienne.refresh_from_db()
    assert sienne.remplacee_par is None


def test_neither_form_weighs_more_with_twice_the_plan(monkeypatch, bureau, plan, brouillon, longues, fiche):
    adresses = (page(brouillon), f"{LISTE}add/", fiche, "/admin/actions/action/add/")
    avant = [len(bureau.get(adresse).content) for adresse in adresses]
    axe = longues[0][0].axe
    for n in range(20):
        ActionFactory(plan=plan, axe=axe, responsable=longues[0][0].responsable, code=f"77.{n}", publiee=True)
        EngagementFactory(plan=plan, code=f"E-9{n}", partie=longues[1][0].partie, envers=brouillon.envers)
    assert [len(bureau.get(adresse).content) for adresse in adresses] == pytest.approx(avant, abs=60)


def test_what_is_not_offered_is_completed_by_the_browser_from_its_code_or_its_title(
    bureau, brouillon, longues
):
    """No script: three fields, each with the browser's own list; and what is typed in each of them counts."""
    actions, _retours = longues
    brouillon.actions.add(actions[0])
    html = bureau.get(page(brouillon)).content.decode()
    assert html.count('list="id_codes_actions_codes"') == 3
    (liste,) = re.findall(r'<datalist id="id_codes_actions_codes">(.*?)</datalist>', html)
    assert "7.1" in liste
    assert escape(actions[1].titre) in liste
    assert 'value="7.0"' not in liste, "it is ticked already"
    assert enregistrer(bureau, brouillon, codes_actions=["7.2", "", "7.3"]).status_code == 302
    assert set(brouillon.actions.all()) == {actions[0], actions[2], actions[3]}


def test_44_actions_are_not_44_boxes(bureau, brouillon, plan):
    for rang in range(44):
        ActionFactory(plan=plan, code=f"9.{rang}")
    html = bureau.get(page(brouillon)).content.decode()
    assert 'name="actions" value' not in html
    assert html.count('<option value="9.') == 44
