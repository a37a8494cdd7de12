"""Four eyes in the back office: buttons of the form, steps of the list."""

import psycopg2
import pytest
from django.db import connection
from django.urls import reverse

from actions.admin.confirmation import CHOIX, DITE, TOUTES
from actions.models import Action
from tests.factories import ActionFactory, IndicateurFactory, OrganisationFactory, UtilisateurFactory
from tests.formulaires import envoyer, lire, ouvrir, texte

pytestmark = pytest.mark.django_db

LISTE = "/admin/actions/action/"
BOUTONS = ("_soumettre", "_valider", "_renvoyer", "_retirer", "_archiver")


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def proposes(client, action) -> set[str]:
    contenu = client.get(page(action)).content.decode()
    return {bouton for bouton in BOUTONS if f'name="{bouton}"' in contenu}


@pytest.fixture
def unite():
    return OrganisationFactory(service=True)


@pytest.fixture
def redactrice(unite):
    return UtilisateurFactory(redaction=True, organisation=unite)


@pytest.fixture
def coordonnatrice():
    return UtilisateurFactory(coordination=True)


@pytest.mark.parametrize(
    ("etat", "redaction", "coordination"),
    [
        ({}, {"_soumettre"}, {"_soumettre"}),
        ({"a_valider": True}, set(), {"_valider", "_renvoyer"}),
        ({"publiee": True}, set(), {"_retirer", "_archiver"}),
        ({"archivee": True}, set(), {"_retirer"}),
    ],
    ids=["draft", "to validate", "published", "archived"],
)
def test_each_role_is_offered_the_steps_it_may_take(
    client_de, redactrice, coordonnatrice, etat, redaction, coordination
):
    action = ActionFactory(responsable=redactrice.organisation, **etat)
    assert proposes(client_de(redactrice), action) == redaction
    assert proposes(client_de(coordonnatrice), action) == coordination


def test_saving_and_submitting_keeps_what_was_typed(client_de, redactrice):
    action = ActionFactory(responsable=redactrice.organisation)
    client = client_de(redactrice)
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), bouton="_soumettre", titre="Fini")
    assert reponse["Location"] == page(action)
    action.refresh_from_db()
    assert (action.titre, action.publication, action.soumise_par) == ("Fini", "a_valider", redactrice)


def test_a_new_action_is_written_and_submitted_at_once(client_de, redactrice):
    modele = ActionFactory(plan__actif=True)
    client = client_de(redactrice)
    champs = ouvrir(client, "/admin/actions/action/add/")
    envoyer(
        client,
        "/admin/actions/action/add/",
        champs,
        bouton="_soumettre",
        code="9.9",
        titre="Neuve",
        axe=modele.axe_id,
    )
    assert Action.objects.get(code="9.9").publication == "a_valider"


def test_an_editor_never_publishes_even_by_hand(client_de, redactrice):
    action = ActionFactory(responsable=redactrice.organisation, a_valider=True)
    client = client_de(redactrice)
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), bouton="_valider")
    assert "Seule la coordination peut publier" in texte(client.get(reponse["Location"]))
    action.refresh_from_db()
    assert action.publication == "a_valider"


@pytest.mark.parametrize("qui", ["auteur", "soumise_par"])
def test_who_wrote_or_submitted_never_validates(client_de, coordonnatrice, qui):
    action = ActionFactory(a_valider=True, **{qui: coordonnatrice})
    client = client_de(coordonnatrice)
    assert "_valider" not in proposes(client, action)
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), bouton="_valider")
    assert "n'est ni celle qui écrit ni celle qui soumet" in texte(client.get(reponse["Location"]))
    action.refresh_from_db()
    assert action.publication == "a_valider"


def test_another_person_publishes(client_de, coordonnatrice):
    action = ActionFactory(a_valider=True)
    client = client_de(coordonnatrice)
    envoyer(client, page(action), ouvrir(client, page(action)), bouton="_valider")
    action.refresh_from_db()
    assert (action.publication, action.validee_par) == ("publiee", coordonnatrice)
    assert action.publiee_le


def test_who_rewrites_while_validating_becomes_the_one_who_submits(client_de, coordonnatrice):
    action = ActionFactory(a_valider=True)
    client = client_de(coordonnatrice)
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), bouton="_valider", titre="Récrit")
    assert "Ce que vous avez écrit est enregistré" in texte(client.get(reponse["Location"]))
    action.refresh_from_db()
    assert (action.titre, action.publication, action.soumise_par) == ("Récrit", "a_valider", coordonnatrice)
    autre = client_de(UtilisateurFactory(coordination=True))
    envoyer(autre, page(action), ouvrir(autre, page(action)), bouton="_valider")
    action.refresh_from_db()
    assert action.publication == "publiee"


def test_sending_back_needs_a_note_that_the_author_then_reads(client_de, redactrice, coordonnatrice):
    action = ActionFactory(responsable=redactrice.organisation, a_valider=True)
    client = client_de(coordonnatrice)
    refus = envoyer(client, page(action), ouvrir(client, page(action)), bouton="_renvoyer", titre="Corrigé")
    assert "Un retour en brouillon s'explique" in texte(refus)
    assert lire(refus)["titre"] == ["Corrigé"]
    envoyer(client, page(action), lire(refus), bouton="_renvoyer", note_etape="Précisez la cible")
    action.refresh_from_db()
    assert (action.publication, action.titre) == ("brouillon", "Corrigé")
    lue = texte(client_de(redactrice).get(page(action)))
    assert "Renvoyée en brouillon" in lue
    assert "Précisez la cible" in lue


@pytest.mark.parametrize(("bouton", "attendu"), [("_retirer", "brouillon"), ("_archiver", "archivee")])
def test_the_coordination_takes_down_and_archives(client_de, coordonnatrice, bouton, attendu):
    action = ActionFactory(publiee=True)
    client = client_de(coordonnatrice)
    envoyer(client, page(action), ouvrir(client, page(action)), bouton=bouton, note_etape="Remplacée")
    action.refresh_from_db()
    assert action.publication == attendu


def test_enter_saves_and_never_publishes(client_de, coordonnatrice):
    contenu = client_de(coordonnatrice).get(page(ActionFactory(a_valider=True))).content.decode()
    formulaire = contenu.split('id="action_form"')[1]
    assert formulaire.index('name="_save"') < formulaire.index('name="_valider"')


# --- On the list -----------------------------------------------------------------------------------------


def lot(client, geste: str, *actions):
    # Thin ones too, knowing it (`test_confirmation`).
    cles = [action.pk for action in actions]
    donnees = {"action": geste, "_selected_action": cles, CHOIX: TOUTES, DITE: cles}
    return texte(client.post(LISTE, donnees, follow=True))


def test_bulk_publication_says_how_many_and_which_were_refused_and_why(client_de, coordonnatrice):
    prete, brouillon = ActionFactory(a_valider=True), ActionFactory(code="B1", titre="Pas prête")
    mienne = ActionFactory(a_valider=True, soumise_par=coordonnatrice, code="M1", titre="La mienne")
    lue = lot(client_de(coordonnatrice), "publier_en_lot", prete, brouillon, mienne)
    assert "1 action publiée." in lue
    assert "B1 · Pas prête : Cette action est en brouillon : soumettez-la d'abord." in lue
    assert (
        "M1 · La mienne : La personne qui valide n'est ni celle qui écrit ni celle qui soumet : "
        "demandez à une autre." in lue
    )
    etats = {a.pk: a.publication for a in Action.objects.all()}
    assert etats == {prete.pk: "publiee", brouillon.pk: "brouillon", mienne.pk: "a_valider"}


def test_an_editor_submits_in_bulk_but_is_not_offered_to_publish(client_de, redactrice):
    actions = [ActionFactory(responsable=redactrice.organisation) for _ in range(2)]
    etrangere = ActionFactory()
    client = client_de(redactrice)
    contenu = client.get(LISTE).content.decode()
    assert "soumettre_en_lot" in contenu
    assert "publier_en_lot" not in contenu
    assert "2 actions soumises." in lot(client, "soumettre_en_lot", *actions, etrangere)
    lot(client, "publier_en_lot", *actions)
    assert set(Action.objects.values_list("publication", flat=True)) == {"a_valider", "brouillon"}
    etrangere.refresh_from_db()
    assert etrangere.publication == "brouillon"


def test_bulk_archiving(client_de, coordonnatrice):
    actions = [ActionFactory(publiee=True) for _ in range(2)]
    assert "2 actions archivées." in lot(client_de(coordonnatrice), "archiver_en_lot", *actions)


@pytest.mark.django_db(transaction=True)
def test_a_lock_held_elsewhere_is_said_on_the_list(client_de):
    action = ActionFactory(a_valider=True)
    client = client_de(UtilisateurFactory(coordination=True))
    ailleurs = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with ailleurs.cursor() as curseur, connection.cursor() as ici:
            curseur.execute("SELECT 1 FROM actions_action WHERE id = %s FOR UPDATE", [action.pk])
            ici.execute("SET lock_timeout = '50ms'")
            lue = lot(client, "publier_en_lot", action)
            ici.execute("RESET lock_timeout")
    finally:
        ailleurs.close()
    assert "Une autre personne enregistre cette fiche en ce moment" in lue
    action.refresh_from_db()
    assert action.publication == "a_valider"


def test_a_validator_who_forges_what_was_seen_changes_nothing(client_de, coordonnatrice):
    """The hidden witness of a field is sent by the browser: it is never believed against the row."""
    action = ActionFactory(a_valider=True)
    client = client_de(coordonnatrice)
    champs = ouvrir(client, page(action))
    envoyer(
        client, page(action), champs, bouton="_valider",
        budget_prevu="9999999", **{"initial-budget_prevu": "9999999"},
    )  # fmt: skip
    action.refresh_from_db()
    assert (action.publication, action.budget_prevu) == ("publiee", None)


def test_who_changes_an_indicator_does_not_validate_its_action(client_de, coordonnatrice):
    action = ActionFactory(a_valider=True)
    indicateur = IndicateurFactory(action=action)
    client = client_de(coordonnatrice)
    fiche = reverse("admin:actions_indicateur_change", args=[indicateur.pk])
    envoyer(client, fiche, ouvrir(client, fiche, "indicateur_form"), nom="Réécrit par qui valide")
    indicateur.refresh_from_db()
    assert indicateur.nom == "Réécrit par qui valide"
    envoyer(client, page(action), ouvrir(client, page(action)), bouton="_valider")
    action.refresh_from_db()
    assert (action.publication, action.soumise_par) == ("a_valider", coordonnatrice)
