"""A bulk publication of thin actions is confirmed, knowing which they are."""

import pytest
from django.contrib.messages import get_messages

from actions.admin import confirmation
from actions.models import Action
from partenariat.une_fois.envois import Envoi
from tests.actions.test_manques import complete
from tests.factories import ActionFactory, UtilisateurFactory
from tests.formulaires import lire, texte
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db
LISTE = "/admin/actions/action/"


def publier(client, *actions, **suite):
    donnees = {"action": "publier_en_lot", "_selected_action": [a.pk for a in actions], **suite}
    return client.post(LISTE, donnees)


def publiees() -> set[str]:
    return set(Action.objects.publiques().values_list("code", flat=True))


@pytest.fixture
def choisies(axe):
    """A lacks nothing; B a milestone, an indicator and a description; C a description."""
    b = ActionFactory(axe=axe, code="B", titre="Deuxième", a_valider=True)
    c = complete(axe=axe, code="C", a_valider=True)
    Action.objects.filter(pk=c.pk).update(description="")
    return [complete(axe=axe, code="A", a_valider=True), b, c]


def test_it_is_said_first_how_many_are_thin_and_which(coordination, choisies):
    reponse = publier(coordination, *choisies)
    lue = texte(reponse)
    assert reponse.status_code == 200
    assert not publiees()
    phrase = "2 des 3 actions à publier sont minces : 1 sans jalon, 1 sans indicateur, 2 sans description."
    assert phrase in lue.replace("\N{NO-BREAK SPACE}", " ")
    assert "B · Deuxième" in lue
    assert "sans jalon, sans indicateur, sans description" in lue
    assert "Publier celle qui est complète" in lue
    assert "Publier quand même les 3" in lue
    assert not Envoi.objects.exists(), "nothing was done yet"


def test_all_of_them_are_published_knowing_it(coordination, choisies):
    champs = lire(publier(coordination, *choisies), "confirmation_form")
    reponse = coordination.post(LISTE, {**champs, "minces": "toutes"}, follow=True)
    assert publiees() == {"A", "B", "C"}
    assert "3 actions publiées." in texte(reponse)


def test_or_only_those_that_lack_nothing(coordination, choisies):
    champs = lire(publier(coordination, *choisies), "confirmation_form")
    # Judged as it is now: what was completed meanwhile is complete.
    Action.objects.filter(code="C").update(description="Maintenant dite.")
    coordination.post(LISTE, {**champs, "minces": "completes"})
    assert publiees() == {"A", "C"}


def test_the_confirmed_form_does_it_once(coordination, choisies):
    champs = lire(publier(coordination, *choisies), "confirmation_form") | {"minces": "toutes"}
    reponses = [coordination.post(LISTE, champs) for _ in range(2)]
    assert {r.status_code for r in reponses} == {302}
    dits = {str(m) for m in get_messages(reponses[1].wsgi_request)}
    assert dits == {"3 actions publiées."}, "the second is not told that they are published already"


def test_complete_actions_are_published_at_once(coordination, choisies):
    assert publier(coordination, choisies[0]).status_code == 302
    assert publiees() == {"A"}


def test_what_is_not_to_be_validated_is_refused_and_not_asked_about(coordination, axe):
    reponse = publier(coordination, ActionFactory(axe=axe, titre="Pas prête"))
    assert reponse.status_code == 302
    assert "soumettez-la d'abord" in str(next(iter(get_messages(reponse.wsgi_request))))


def sans_espaces_dures(reponse) -> str:
    return texte(reponse).replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_not_to_be_published_is_counted_neither_thin_nor_complete(coordination, choisies, axe):
    autres = [ActionFactory(axe=axe, code=f"P{n}", publiee=True) for n in range(2)]
    brouillon = ActionFactory(axe=axe, code="Q", titre="Pas prête")
    reponse = publier(coordination, *choisies, *autres, brouillon)
    lue = sans_espaces_dures(reponse)
    assert "2 des 3 actions à publier sont minces" in lue
    assert "3 autres actions choisies ne peuvent pas être publiées par vous maintenant" in lue
    assert "Publier celle qui est complète" in lue
    assert "Publier quand même les 3" in lue
    suite = coordination.post(LISTE, {**lire(reponse, "confirmation_form"), "minces": "completes"})
    assert publiees() == {"A", "P0", "P1"}
    dits = [str(m) for m in get_messages(suite.wsgi_request)]
    assert sum("déjà publiée" in dit for dit in dits) == 2
    assert any("Pas prête" in dit and "soumettez-la d'abord" in dit for dit in dits), "each says why"
    assert any("2 actions minces ne sont pas publiées et attendent" in dit for dit in dits)


def test_what_one_may_not_publish_oneself_is_not_counted_either(client_de, axe, choisies):
    moi = UtilisateurFactory(coordination=True)
    mienne = ActionFactory(axe=axe, code="M", a_valider=True, soumise_par=moi)
    lue = sans_espaces_dures(publier(client_de(moi), *choisies, mienne))
    assert "2 des 3 actions à publier sont minces" in lue
    assert "1 autre action choisie ne peut pas être publiée par vous maintenant" in lue


def test_one_alone_and_all_of_them_are_not_said_of_how_many(coordination, choisies):
    assert "L'action à publier est mince : 1 sans description." in sans_espaces_dures(
        publier(coordination, choisies[2])
    )
    lue = sans_espaces_dures(publier(coordination, *choisies[1:]))
    assert "Les 2 actions à publier sont minces" in lue
    assert "complète" not in lue.split("Les 2 actions", 1)[1]


@pytest.mark.parametrize("minces", ["toutes", "completes"])
def test_a_thin_action_that_was_not_told_is_never_published(coordination, choisies, axe, minces):
    champs = lire(publier(coordination, *choisies), "confirmation_form")
    Action.objects.filter(code="A").update(description="")
    reponse = coordination.post(LISTE, {**champs, "minces": minces})
    assert "A" not in publiees()
    if minces == "toutes":
        assert "Les 3 actions à publier sont minces" in sans_espaces_dures(reponse), "asked again"
        coordination.post(LISTE, {**lire(reponse, "confirmation_form"), "minces": minces})
        assert publiees() == {"A", "B", "C"}


@pytest.mark.parametrize("suite", [{}, {"select_across": "1"}, {"mince": ["x", "-1"]}])
def test_an_answer_made_by_hand_skips_nothing(coordination, choisies, suite):
    reponse = publier(coordination, *choisies, minces="toutes", **suite)
    assert reponse.status_code == 200
    assert "2 des 3 actions à publier sont minces" in sans_espaces_dures(reponse)
    assert not publiees()


@pytest.mark.parametrize("minces", ["toutes", "completes"])
def test_nor_how_many_at_once(coordination, choisies, monkeypatch, minces):
    monkeypatch.setattr(confirmation, "A_LA_FOIS", 2)
    reponse = publier(coordination, choisies[0], select_across="1", minces=minces)
    assert "au plus 2 actions à la fois" in str(next(iter(get_messages(reponse.wsgi_request))))
    assert not publiees()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("minces", ["toutes", "completes"])
def test_what_is_emptied_as_one_confirms_is_judged_once_nobody_else_writes_it(client_de, choisies, minces):
    client = client_de(UtilisateurFactory(coordination=True))
    champs = lire(publier(client, *choisies), "confirmation_form")
    refus = a_la_fois(
        lambda: Action.objects.filter(code="A").update(description=""),
        lambda: client.post(LISTE, {**champs, "minces": minces}),
    )
    assert refus is None
    assert publiees() == ({"B", "C"} if minces == "toutes" else set())


def test_who_may_not_publish_is_not_asked(client_de, unite, choisies):
    client = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    Action.objects.update(responsable=unite)
    publier(client, *choisies)
    publier(client, *choisies, minces="toutes")
    assert not publiees()


def test_the_two_pairs_of_eyes_stay(client_de, axe):
    moi = UtilisateurFactory(coordination=True)
    mienne = ActionFactory(axe=axe, a_valider=True, soumise_par=moi)
    publier(client_de(moi), mienne, minces="toutes")
    assert not publiees()


def test_too_many_are_not_named_in_one_form(coordination, choisies, monkeypatch):
    monkeypatch.setattr(confirmation, "A_LA_FOIS", 2)
    reponse = publier(coordination, choisies[0], select_across="1")
    assert reponse.status_code == 302
    assert "au plus 2 actions à la fois" in str(next(iter(get_messages(reponse.wsgi_request))))
    assert not publiees()
    assert not Envoi.objects.exists()


def test_the_whole_list_chosen_is_the_list_that_was_shown(coordination, choisies, axe):
    reponse = publier(coordination, choisies[0], select_across="1")
    complete(axe=axe, code="Z", a_valider=True)
    champs = lire(reponse, "confirmation_form")
    coordination.post(LISTE, {**champs, "minces": "toutes"})
    assert publiees() == {"A", "B", "C"}


def test_many_thin_actions_are_counted_and_the_first_named(coordination, choisies, monkeypatch):
    monkeypatch.setattr(confirmation, "NOMMEES", 1)
    lue = texte(publier(coordination, *choisies))
    assert "Et 1 autre." in lue
    assert "sont minces" in lue
