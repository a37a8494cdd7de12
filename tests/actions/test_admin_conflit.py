"""Two people on the same page: the second save is refused, explained, and loses nothing."""

import threading

import pghistory
import psycopg2
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Jalon
from tests.factories import (
    ActionFactory,
    DomaineFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    ObjectifFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, lire, ouvrir, texte

REFUS = "Quelqu'un a enregistré cette fiche pendant que vous écriviez"


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


@pytest.fixture
def personnes(client_de):
    """Two signed-in people of the coordination, Alex Un and Dominique Deux."""
    return [
        client_de(UtilisateurFactory(coordination=True, first_name=prenom, last_name=nom))
        for prenom, nom in (("Alex", "Un"), ("Dominique", "Deux"))
    ]


@pytest.fixture
def action(db):
    return ActionFactory(code="1.1", titre="Titre d'avant", description="Description d'avant")


def test_a_stale_save_is_refused_and_shows_the_three_texts(personnes, action):
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    assert (
        envoyer(premiere, page(action), ouvrir(premiere, page(action)), titre="Titre d'Alex").status_code
        == 302
    )
    reponse = envoyer(seconde, page(action), vu, titre="Titre de Dominique")
    lue = texte(reponse)
    assert REFUS in lue
    for attendu in ("Titre d'avant", "Titre d'Alex", "Titre de Dominique", "Alex Un"):
        assert attendu in lue
    assert lire(reponse)["titre"] == ["Titre de Dominique"]
    assert Action.objects.get(pk=action.pk).titre == "Titre d'Alex"


def test_having_seen_it_one_may_save_over(personnes, action):
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), titre="Titre d'Alex")
    refus = envoyer(seconde, page(action), vu, titre="Titre de Dominique")
    assert envoyer(seconde, page(action), lire(refus)).status_code == 302
    assert Action.objects.get(pk=action.pk).titre == "Titre de Dominique"


def test_having_seen_it_one_is_still_stopped_by_a_third_save(personnes, action):
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), titre="Deux")
    refus = envoyer(seconde, page(action), vu, titre="Le mien")
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), titre="Trois")
    lue = texte(envoyer(seconde, page(action), lire(refus)))
    assert REFUS in lue
    assert "Trois" in lue


def test_what_was_not_touched_takes_the_other_persons_value(personnes, action):
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    alex = {"description": "Description d'Alex", "tout_le_territoire": "on", "budget_prevu": "1 500,50"}
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), **alex)
    assert envoyer(seconde, page(action), vu, titre="Titre de Dominique").status_code == 302
    action.refresh_from_db()
    assert action.titre == "Titre de Dominique"
    assert action.description == "Description d'Alex"
    assert action.tout_le_territoire is True
    assert str(action.budget_prevu) == "1500.50"


def test_an_untick_by_the_other_person_is_kept(personnes, action):
    Action.objects.filter(pk=action.pk).update(tout_le_territoire=True)
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), tout_le_territoire=None)
    assert envoyer(seconde, page(action), vu, titre="Autre").status_code == 302
    action.refresh_from_db()
    assert (action.titre, action.tout_le_territoire) == ("Autre", False)


def test_links_of_both_people_are_told_and_kept(personnes, action):
    un, deux = (ObjectifFactory(plan=action.plan, titre=f"Objectif {n}") for n in ("un", "deux"))
    domaine = DomaineFactory(plan=action.plan, titre="Habitation")
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    alex = {"objectifs": [str(un.pk)], "domaines": [str(domaine.pk)]}
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), **alex)
    assert Action.objects.get(pk=action.pk).version == action.version + 1, "links alone move the version"
    refus = envoyer(seconde, page(action), vu, objectifs=[str(deux.pk)])
    lue = texte(refus)
    assert REFUS in lue
    assert "Objectif un" in lue
    assert "Alex Un" in lue
    assert lire(refus)["objectifs"] == [str(deux.pk)]
    assert lire(refus)["domaines"] == [str(domaine.pk)]


def test_a_milestone_alone_moves_the_version(personnes, action):
    jalon = JalonFactory(action=action)
    avant = Action.objects.get(pk=action.pk).version
    envoyer(personnes[0], page(action), ouvrir(personnes[0], page(action)), **{"jalons-0-titre": "Autre"})
    assert Jalon.objects.get(pk=jalon.pk).titre == "Autre"
    assert Action.objects.get(pk=action.pk).version == avant + 1


def test_rows_changed_added_and_deleted_by_the_other_person_are_told(personnes, action):
    jalons = [JalonFactory(action=action, titre=f"Jalon {n}", echeance=f"2027-0{n}-01") for n in (1, 2, 3)]
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    alex = {
        "jalons-0-titre": "Jalon 1 d'Alex",
        "jalons-1-DELETE": "on",
        "jalons-TOTAL_FORMS": "4",
        "jalons-3-titre": "Jalon ajouté par Alex",
        "jalons-3-echeance": "2027-05-01",
        "jalons-3-poids": "1",
    }
    assert envoyer(premiere, page(action), ouvrir(premiere, page(action)), **alex).status_code == 302
    deux = {"jalons-1-titre": "Jalon 2 de Dominique", "jalons-2-titre": "Jalon 3 de Dominique"}
    refus = envoyer(seconde, page(action), vu, **deux)
    lue = texte(refus)
    for attendu in (
        "Jalon 1 d'Alex",
        "Jalon ajouté par Alex",
        "Jalon 2 de Dominique",
        "suppression",
        "Alex Un",
    ):
        assert attendu in lue
    champs = lire(refus)
    assert champs["jalons-INITIAL_FORMS"] == ["3"]
    assert envoyer(seconde, page(action), champs).status_code == 302
    titres = set(action.jalons.values_list("titre", flat=True))
    assert titres == {
        "Jalon 1 d'Alex", "Jalon 2 de Dominique", "Jalon 3 de Dominique", "Jalon ajouté par Alex"
    }  # fmt: skip
    assert not Jalon.objects.filter(pk=jalons[1].pk).exists()


def test_a_row_deleted_outside_the_back_office_does_not_crash_the_save(personnes, action):
    jalon, reste = JalonFactory(action=action, titre="Effacé"), JalonFactory(action=action, titre="Reste")
    vu = ouvrir(personnes[0], page(action))
    jalon.delete()
    suite = envoyer(personnes[0], page(action), vu, titre="Mon titre")
    assert suite.status_code == 302
    assert "Effacé" in texte(personnes[0].get(suite.url)), "what the other did is told"
    assert list(action.jalons.all()) == [reste]
    assert Action.objects.get(pk=action.pk).titre == "Mon titre"


def test_publishing_meanwhile_is_told_too(personnes, client_de, action):
    Action.objects.filter(pk=action.pk).update(
        publication="a_valider", soumise_par=UtilisateurFactory(), soumise_le=timezone.now()
    )
    premiere, seconde = personnes
    vu = ouvrir(seconde, page(action))
    envoyer(premiere, page(action), ouvrir(premiere, page(action)), bouton="_valider")
    lue = texte(envoyer(seconde, page(action), vu, titre="X"))
    assert REFUS in lue
    assert "Publiée" in lue


def test_a_save_that_does_not_say_what_it_saw_is_refused_with_both_texts(personnes, action):
    champs = {
        nom: valeur
        for nom, valeur in ouvrir(personnes[0], page(action)).items()
        if nom != "version" and not nom.startswith("initial-")
    }
    lue = texte(envoyer(personnes[0], page(action), champs, titre="Titre du script"))
    assert "Titre d'avant" in lue
    assert "Titre du script" in lue
    assert Action.objects.get(pk=action.pk).titre == "Titre d'avant"


def test_an_indicator_is_guarded_by_the_version_of_its_action(personnes):
    indicateur = IndicateurFactory(nom="Nom d'avant")
    mesure = MesureFactory(indicateur=indicateur, valeur=10)
    adresse = reverse("admin:actions_indicateur_change", args=[indicateur.pk])
    premiere, seconde = personnes
    vu = ouvrir(seconde, adresse, "indicateur_form")
    avant = Action.objects.get(pk=indicateur.action_id).version
    envoyer(premiere, adresse, ouvrir(premiere, adresse, "indicateur_form"), **{"mesures-0-valeur": "11"})
    assert Action.objects.get(pk=indicateur.action_id).version == avant + 1
    refus = envoyer(seconde, adresse, vu, nom="Nom de Dominique", **{"mesures-0-valeur": "12"})
    lue = texte(refus)
    assert REFUS in lue
    assert envoyer(seconde, adresse, lire(refus, "indicateur_form")).status_code == 302
    mesure.refresh_from_db()
    assert mesure.valeur == 12


def test_an_indicator_saves_where_the_other_person_changed_something_else(personnes):
    indicateur = IndicateurFactory()
    adresse = reverse("admin:actions_indicateur_change", args=[indicateur.pk])
    vu = ouvrir(personnes[1], adresse, "indicateur_form")
    envoyer(
        personnes[0],
        page(indicateur.action),
        ouvrir(personnes[0], page(indicateur.action)),
        titre="Autre titre",
    )
    assert envoyer(personnes[1], adresse, vu, nom="Nom neuf").status_code == 302
    indicateur.refresh_from_db()
    assert indicateur.nom == "Nom neuf"


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_instant_never_both_pass(client_de):
    action = ActionFactory(titre="Avant")
    clients = [client_de(UtilisateurFactory(coordination=True)) for _ in range(4)]
    vus = [ouvrir(client, page(action)) for client in clients]
    depart, statuts = threading.Barrier(len(clients)), []

    def enregistrer(rang):
        try:
            depart.wait()
            statuts.append(envoyer(clients[rang], page(action), vus[rang], titre=f"Titre {rang}").status_code)
        finally:
            connection.close()

    fils = [threading.Thread(target=enregistrer, args=[rang]) for rang in range(len(clients))]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(statuts) == [200, 200, 200, 302]
    assert Action.objects.get(pk=action.pk).version == action.version + 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_held_elsewhere_is_said_in_the_form(client_de):
    action = ActionFactory()
    client = client_de(UtilisateurFactory(coordination=True))
    vu = ouvrir(client, page(action))
    ailleurs = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with ailleurs.cursor() as curseur, connection.cursor() as ici:
            curseur.execute("SELECT 1 FROM actions_action WHERE id = %s FOR UPDATE", [action.pk])
            ici.execute("SET lock_timeout = '50ms'")
            reponse = envoyer(client, page(action), vu, titre="Mon titre")
            ici.execute("RESET lock_timeout")
    finally:
        ailleurs.close()
    assert "Une autre personne enregistre cette fiche en ce moment" in texte(reponse)
    assert lire(reponse)["titre"] == ["Mon titre"]


@pytest.mark.django_db(transaction=True)
def test_a_slow_database_is_said_in_the_form(client_de, monkeypatch):
    action = ActionFactory()
    client = client_de(UtilisateurFactory(coordination=True))
    vu = ouvrir(client, page(action))

    def lent(*_args, **_kwargs):
        with connection.cursor() as curseur:
            curseur.execute("SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(1)")

    monkeypatch.setattr(Action, "save", lent)
    reponse = envoyer(client, page(action), vu, titre="Mon titre")
    assert "La base de données a mis trop de temps" in texte(reponse)
    assert lire(reponse)["titre"] == ["Mon titre"]


def test_who_and_when_come_from_history_for_a_command_too(personnes, action):
    vu = ouvrir(personnes[0], page(action))
    with pghistory.context(source="essai"):
        Action.objects.filter(pk=action.pk).update(titre="Titre de la commande")
    lue = texte(envoyer(personnes[0], page(action), vu, titre="Le mien"))
    assert "Titre de la commande" in lue
    assert "une commande du site" in lue
