"""« Relire et valider »: what is read before it is published, who may, what is answered, and what follows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.attentes import attentes
from actions.models import Action, Jalon
from tests.actions.changements_d_essai import sans_insecables
from tests.documents import joindre
from tests.factories import (
    ActionFactory,
    ImageFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, lire, ouvrir, texte

pytestmark = pytest.mark.django_db
FORMULAIRE = {"_valider": "publier", "_renvoyer": "renvoyer"}


@pytest.fixture
def coordonnatrice():
    return UtilisateurFactory(coordination=True)


@pytest.fixture
def client(client_de, coordonnatrice):
    return client_de(coordonnatrice)


def a_valider(plan, code, **champs):
    return ActionFactory(plan=plan, axe=plan.axes.get(), code=code, a_valider=True, **champs)


def page(action) -> str:
    return reverse("admin:actions_action_relire", args=[action.pk])


def repondre(client, action, bouton, **saisies):
    return envoyer(client, page(action), ouvrir(client, page(action), FORMULAIRE[bouton]), bouton, **saisies)


def etat(action) -> str:
    return Action.objects.get(pk=action.pk).publication


# --- What is read -----------------------------------------------------------------------------------------


def test_it_is_read_as_everyone_will_read_it(client, plan):
    action = a_valider(plan, "1.1", description="Des ateliers **partout**.")
    JalonFactory(action=action, titre="Bail signé")
    MesureFactory(indicateur=IndicateurFactory(action=action, nom="Logements"), valeur=12)
    NouvelleFactory(action=action, texte="Un mot pour nous seuls.", visibilite="interne")
    lue = texte(client.get(page(action)))
    for dit in ("Bail signé", "Logements", "Voici ce que tout le monde lira"):
        assert dit in lue
    assert "Un mot pour nous seuls." not in lue
    assert "<strong>partout</strong>" in client.get(page(action)).content.decode()
    article = client.get(page(action)).content.decode().split("<article>")[1].split("</article>")[0]
    Action.objects.get(pk=action.pk).faire("valider", UtilisateurFactory(coordination=True))
    publique = client.get(action.get_absolute_url()).content.decode()
    assert article.split("<h1>")[1].split("</h1>")[0] in publique


def test_what_it_lacks_is_said_and_nothing_where_it_lacks_nothing(client, plan):
    mince = a_valider(plan, "1.1", description="", fin=None)
    assert "sans jalon, sans indicateur, sans échéance, sans description" in texte(client.get(page(mince)))
    pleine = a_valider(plan, "1.2", description="Des ateliers.", fin="2027-06-30")
    JalonFactory(action=pleine)
    IndicateurFactory(action=pleine)
    assert "Il lui manque" not in texte(client.get(page(pleine)))


def test_what_changed_since_it_was_public_is_said_once_each(client, plan, coordonnatrice):
    action = ActionFactory(plan=plan, axe=plan.axes.get(), publiee=True, titre="Des ateliers")
    JalonFactory(action=action, titre="Bail")
    action.faire("retirer", coordonnatrice, "À revoir")
    for titre in ("Un brouillon", "Des fabriques"):
        Action.objects.filter(pk=action.pk).update(titre=titre)
    Jalon.objects.filter(action=action).update(titre="Bail signé")
    action.refresh_from_db()
    action.faire("soumettre", UtilisateurFactory(coordination=True))
    (changes,) = [client.get(page(action)).context["changes"]]
    dits = {(ligne.quoi, ligne.avant, ligne.apres) for ligne in changes}
    assert ("Titre", "Des ateliers", "Des fabriques") in dits
    assert any(apres == "Bail signé" and avant == "Bail" for _quoi, avant, apres in dits)
    assert not any("Publication" in quoi for quoi, _avant, _apres in dits)
    assert "depuis qu'elle était publiée" in texte(client.get(page(action)))
    assert "depuis qu'elle était publiée" not in texte(client.get(page(a_valider(plan, "7.7"))))


def test_its_files_and_its_picture_are_read_before_they_have_a_public_address(client, client_de, plan, unite):
    action = a_valider(plan, "1.1", responsable=unite)
    ImageFactory(action=action, texte="Un atelier")
    (source,) = re.findall(r'<img src="([^"]+)"', client.get(page(action)).content.decode())
    lue = client.get(source)
    assert (lue.status_code, lue["Content-Type"]) == (200, "image/webp")
    assert b"".join(lue.streaming_content)
    autre = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    assert autre.get(source).status_code == 404
    assert client.get(source.replace(f"/{action.pk}/", f"/{a_valider(plan, '1.2').pk}/")).status_code == 404
    document = joindre(action)
    assert reverse("espace-document", args=[document.pk]) in client.get(page(action)).content.decode()


# --- Who --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("qui", ["auteur", "soumise_par"])
def test_it_is_nowhere_to_who_wrote_or_submitted_it(client, plan, coordonnatrice, qui):
    action = a_valider(plan, "1.1", **{qui: coordonnatrice})
    assert client.get(page(action)).status_code == 404
    client.post(page(action), {"version": action.version, "_valider": "1"})
    assert etat(action) == "a_valider"


def test_it_is_nowhere_to_who_does_not_validate(client_de, plan, unite):
    action = a_valider(plan, "1.1", responsable=unite)
    autre = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    assert autre.get(page(action)).status_code == 404
    assert autre.post(page(action), {"version": action.version, "_valider": "1"}).status_code == 404
    assert etat(action) == "a_valider"


@pytest.mark.parametrize(
    "champs", [{}, {"publiee": True}, {"archivee": True}], ids=["draft", "public", "old"]
)
def test_what_does_not_wait_is_not_read_there(client, plan, champs):
    action = ActionFactory(plan=plan, axe=plan.axes.get(), **champs)
    assert client.get(page(action)).status_code == 404


def test_reading_writes_nothing(client, plan):
    action = a_valider(plan, "1.1")
    avant = Action.objects.filter(pk=action.pk).values().get()
    client.get(page(action) + "?_valider=1")
    client.head(page(action))
    assert client.put(page(action)).status_code == 405
    assert Action.objects.filter(pk=action.pk).values().get() == avant


# --- What is answered -------------------------------------------------------------------------------------


def test_publishing_says_so_and_opens_the_next_in_the_order_of_the_desk(client, plan, coordonnatrice, rf):
    une, deux, trois = (a_valider(plan, code) for code in ("1.3", "1.2", "1.1"))
    requete = rf.get("/")
    requete.user = coordonnatrice
    (attente,) = [une for une in attentes(requete) if une.cle == "a-valider"]
    ordre = [action.pk for action in attente.choses]
    assert ordre == [une.pk, deux.pk, trois.pk]
    assert [attente.dire(action).adresse for action in attente.choses] == [
        page(a) for a in (une, deux, trois)
    ]
    reponse = repondre(client, deux, "_valider")
    assert reponse["Location"] == page(trois)
    assert "Publiée : 1.2. Suivante : 1.1 (2 restent)." in texte(client.get(reponse["Location"]))
    # What was passed over comes after the last.
    reponse = repondre(client, trois, "_valider")
    assert reponse["Location"] == page(une)
    assert "Suivante : 1.3 (1 reste)." in texte(client.get(page(une)))
    reponse = repondre(client, une, "_valider")
    assert reponse["Location"] == reverse("admin:index")
    assert "Publiée : 1.3. Il ne reste rien à valider." in texte(client.get(reponse["Location"]))
    assert {etat(action) for action in (une, deux, trois)} == {"publiee"}
    deux.refresh_from_db()
    assert deux.validee_par == coordonnatrice


def test_sending_back_takes_a_note_said_at_its_field_and_keeps_what_was_typed(client, plan):
    action = a_valider(plan, "1.1")
    refus = repondre(client, action, "_renvoyer", note="  ")
    assert refus.status_code == 200
    assert "Un retour en brouillon s'explique : écrivez une note." in texte(refus)
    corps = refus.content.decode()
    assert 'aria-invalid="true"' in corps.split('id="renvoyer"')[1]
    assert 'href="#id_note"' in corps
    assert etat(action) == "a_valider"
    assert repondre(client, action, "_renvoyer", note="Dites pour qui.").status_code == 302
    action.refresh_from_db()
    assert (action.publication, action.note_retour) == ("brouillon", "Dites pour qui.")


def test_sent_without_a_button_it_answers_nothing(client, plan):
    action = a_valider(plan, "1.1")
    assert client.post(page(action), {"version": action.version}).status_code == 200
    assert etat(action) == "a_valider"


# --- Somebody else meanwhile ------------------------------------------------------------------------------


def test_what_was_changed_meanwhile_is_read_before_it_is_published(client, client_de, plan):
    action = a_valider(plan, "1.1", titre="Des ateliers")
    champs = ouvrir(client, page(action), "renvoyer")
    Action.objects.filter(pk=action.pk).update(titre="Des fabriques")
    refus = envoyer(client, page(action), champs, "_renvoyer", note="Dites pour qui.")
    lue = texte(refus)
    assert "Quelqu'un a changé cette action pendant que vous la lisiez" in lue
    assert "Des ateliers → Des fabriques" in lue
    assert "Dites pour qui." in refus.content.decode().split("<textarea")[1]
    assert etat(action) == "a_valider"
    # Read again, it is answered again.
    assert envoyer(client, page(action), lire(refus, "renvoyer"), "_renvoyer").status_code == 302
    assert etat(action) == "brouillon"


@pytest.mark.parametrize("version", ["", "abc", "9" * 40])
def test_a_version_that_is_none_publishes_nothing(client, plan, version):
    action = a_valider(plan, "1.1")
    assert client.post(page(action), {"version": version, "_valider": "1"}).status_code == 200
    assert etat(action) == "a_valider"


def test_what_somebody_else_answered_meanwhile_is_said_and_one_goes_on(client, plan):
    action, autre = a_valider(plan, "1.1"), a_valider(plan, "1.2")
    champs = ouvrir(client, page(action), "publier")
    Action.objects.get(pk=action.pk).faire("valider", UtilisateurFactory(coordination=True))
    reponse = envoyer(client, page(action), champs, "_valider")
    assert reponse["Location"] == page(autre)
    lue = sans_insecables(texte(client.get(page(autre))))
    assert "1.1 : Cette action est déjà publiée. Suivante : 1.2 (1 reste)." in lue


# --- Where it is reached, and what it costs ---------------------------------------------------------------


def test_the_list_and_the_long_form_lead_there_who_may(client, plan, coordonnatrice):
    action, mienne = a_valider(plan, "1.1"), a_valider(plan, "1.2", soumise_par=coordonnatrice)
    liste = client.get("/admin/actions/action/").content.decode()
    assert page(action) in liste
    assert page(mienne) not in liste
    for une, dite in ((action, True), (mienne, False)):
        fiche = client.get(reverse("admin:actions_action_change", args=[une.pk])).content.decode()
        assert (page(une) in fiche) is dite
    # Sorted by that column as by the others.
    colonne = liste.count('class="sortable', 0, liste.index("Publication")) if "Publication" in liste else 6
    assert client.get(f"/admin/actions/action/?o={colonne + 1}").status_code == 200


def test_the_number_of_queries_does_not_depend_on_what_waits(client, plan):
    action = a_valider(plan, "0.1")
    JalonFactory(action=action)
    client.get(page(action))

    def compte() -> int:
        with CaptureQueriesContext(
            connection,
        ) as requetes:
            assert client.get(page(action)).status_code == 200
        return len(requetes)

    avant = compte()
    for rang in range(6):
        a_valider(plan, f"2.{rang}")
        JalonFactory(action=action)
        MesureFactory(indicateur=IndicateurFactory(action=action))
    assert compte() <= avant + 1
    assert avant <= 45
