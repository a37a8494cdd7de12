"""Two people on the same page who change different things: both are kept, and neither is refused."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Jalon
from tests.factories import (
    ActionFactory,
    DomaineFactory,
    JalonFactory,
    ObjectifFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, lire, ouvrir, texte
from tests.partenariat.deux import Seconde

REFUS = "Quelqu'un a enregistré cette fiche pendant que vous écriviez"
GARDE = "Une autre personne écrivait ici en même temps"


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


@pytest.fixture
def personnes(client_de):
    return [client_de(UtilisateurFactory(coordination=True)) for _ in range(2)]


@pytest.fixture
def action(db):
    return ActionFactory(code="1.1", titre="Titre d'avant", description="Description d'avant")


def dits(reponse) -> str:
    return " ".join(str(message) for message in get_messages(reponse.wsgi_request))


def test_a_milestone_ticked_elsewhere_does_not_refuse_an_open_form(personnes, action):
    jalon = JalonFactory(action=action, titre="Étude remise")
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    hier = timezone.localdate().isoformat()
    coche = {"jalons-0-atteint_le": hier}
    assert envoyer(premiere, page(action), ouvrir(premiere, page(action)), **coche).status_code == 302
    suite = envoyer(seconde, page(action), vu, titre="Titre de Dominique")
    assert suite.status_code == 302
    assert GARDE in dits(suite)
    assert "Étude remise" in dits(suite)
    jalon.refresh_from_db()
    assert jalon.atteint_le == timezone.localdate()
    assert Action.objects.get(pk=action.pk).titre == "Titre de Dominique"


def test_a_milestone_ticked_by_another_screen_which_moves_no_version_is_seen(personnes, action):
    """Lists and the minute screen write rows, not the page: what one did not touch there is kept as well."""
    jalon = JalonFactory(action=action, titre="Avant")
    vu = ouvrir(personnes[0], page(action))
    Jalon.objects.filter(pk=jalon.pk).update(titre="Par la liste")
    assert Action.objects.get(pk=action.pk).version == int(vu["version"][0])
    jour = timezone.localdate().isoformat()
    assert envoyer(personnes[0], page(action), vu, **{"jalons-0-atteint_le": jour}).status_code == 302
    jalon.refresh_from_db()
    assert (jalon.titre, jalon.atteint_le) == ("Par la liste", timezone.localdate())


def test_a_row_that_both_changed_is_refused_even_if_no_version_moved(personnes, action):
    jalon = JalonFactory(action=action, titre="Avant")
    vu = ouvrir(personnes[0], page(action))
    Jalon.objects.filter(pk=jalon.pk).update(titre="Par la liste")
    lue = texte(envoyer(personnes[0], page(action), vu, **{"jalons-0-titre": "Par la page"}))
    assert REFUS in lue
    jalon.refresh_from_db()
    assert jalon.titre == "Par la liste"


def test_two_fields_of_one_row_are_both_kept(personnes, action):
    jalon = JalonFactory(action=action, titre="Avant", poids=1)
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), **{"jalons-0-titre": "Autre"})
    assert envoyer(seconde, page(action), vu, **{"jalons-0-poids": "3"}).status_code == 302
    jalon.refresh_from_db()
    assert (jalon.titre, jalon.poids) == ("Autre", 3)


def test_a_row_that_one_deletes_and_the_other_changes_is_refused(personnes, action):
    JalonFactory(action=action, titre="Avant")
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), **{"jalons-0-titre": "Autre"})
    assert REFUS in texte(envoyer(seconde, page(action), vu, **{"jalons-0-DELETE": "on"}))
    assert action.jalons.get().titre == "Autre"


def test_a_row_that_both_delete_is_gone_and_nobody_is_refused(personnes, action):
    JalonFactory(action=action)
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), **{"jalons-0-DELETE": "on"})
    assert envoyer(seconde, page(action), vu, **{"jalons-0-DELETE": "on"}).status_code == 302
    assert not action.jalons.exists()


def test_rows_that_each_adds_are_both_there(personnes, action):
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))

    def ajout(titre):
        return {
            "jalons-TOTAL_FORMS": "1",
            "jalons-0-titre": titre,
            "jalons-0-echeance": "2027-05-01",
            "jalons-0-poids": "1",
        }

    envoyer(premiere, page(action), ouvrir(premiere, page(action)), **ajout("Le sien"))
    assert envoyer(seconde, page(action), vu, **ajout("Le mien")).status_code == 302
    assert set(action.jalons.values_list("titre", flat=True)) == {"Le sien", "Le mien"}


def test_the_same_value_typed_twice_contradicts_nobody(personnes, action):
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), titre="Le bon", budget_prevu="1500")
    pareil = {"titre": "Le bon", "budget_prevu": "1 500", "description": "Autre"}
    assert envoyer(seconde, page(action), vu, **pareil).status_code == 302
    action.refresh_from_db()
    assert (action.titre, action.budget_prevu, action.description) == ("Le bon", 1500, "Autre")


def test_lists_of_different_fields_are_both_kept(personnes, action):
    objectif, domaine = ObjectifFactory(plan=action.plan), DomaineFactory(plan=action.plan)
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), objectifs=[str(objectif.pk)])
    assert envoyer(seconde, page(action), vu, domaines=[str(domaine.pk)]).status_code == 302
    assert list(action.objectifs.all()) == [objectif]
    assert list(action.domaines.all()) == [domaine]


def test_a_step_on_what_was_not_read_is_refused(personnes, client_de, action):
    """Whoever validates has read what they validate."""
    Action.objects.filter(pk=action.pk).update(
        publication="a_valider", soumise_par=UtilisateurFactory(), soumise_le=timezone.now()
    )
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), description="Autre description")
    reponse = envoyer(seconde, page(action), vu, bouton="_valider")
    assert REFUS in texte(reponse)
    assert "Vous n'y avez pas touché." in texte(reponse)
    assert Action.objects.get(pk=action.pk).publication == "a_valider"


def test_a_mistake_of_ones_own_keeps_what_the_other_changed(personnes, action):
    """A form given back for another reason stands on the database as it is now."""
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), description="Autre description")
    rendue = envoyer(seconde, page(action), vu, titre="")
    lue = texte(rendue)
    assert REFUS not in lue
    assert GARDE in lue
    assert envoyer(seconde, page(action), lire(rendue), titre="Repris").status_code == 302
    action.refresh_from_db()
    assert (action.titre, action.description) == ("Repris", "Autre description")


def test_two_changes_that_do_not_hold_together_are_refused_by_the_rule(personnes, db):
    """Each is right alone; together, the end comes before the start."""
    premiere, seconde = personnes
    action = ActionFactory(debut="2026-01-01", fin="2027-12-31")
    vu = ouvrir(seconde, page(action))
    sienne = envoyer(premiere, page(action), ouvrir(premiere, page(action)), debut="2027-06-01")
    assert sienne.status_code == 302
    reponse = envoyer(seconde, page(action), vu, fin="2027-01-31", motif_report="Plus tôt que prévu, dit-on.")
    assert reponse.status_code == 200
    assert str(Action.objects.get(pk=action.pk).fin) == "2027-12-31"


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_at_once_waits_and_both_are_kept(client_de):
    action = ActionFactory(titre="Avant", description="Avant")
    jalon = JalonFactory(action=action)
    premiere, seconde = (client_de(UtilisateurFactory(coordination=True)) for _ in range(2))
    vus = [ouvrir(client, page(action)) for client in (premiere, seconde)]
    statuts = []

    def saisir():
        jour = timezone.localdate().isoformat()
        statuts.append(envoyer(seconde, page(action), vus[1], **{"jalons-0-atteint_le": jour}).status_code)

    autre = Seconde(saisir)
    with transaction.atomic():
        assert envoyer(premiere, page(action), vus[0], titre="Après").status_code == 302
        autre.start()
        assert autre.attend()
    autre.join(20)
    connection.close()
    assert (autre.erreur, statuts) == (None, [302])
    lue = Action.objects.get(pk=action.pk)
    jalon.refresh_from_db()
    assert (lue.titre, jalon.atteint_le) == ("Après", timezone.localdate())
    assert lue.version == action.version + 2, "each save moves the version"
