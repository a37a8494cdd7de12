"""The long form of an action: what is folded, what stands in its bar, where its errors lead."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actions.changements_d_essai import sans_insecables
from tests.factories import ActionFactory, JalonFactory, SourceFactory, UtilisateurFactory
from tests.formulaires import envoyer, lire, ouvrir, texte

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def client(client_de):
    return client_de(UtilisateurFactory(coordination=True))


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def corps(reponse) -> str:
    return sans_insecables(reponse.content.decode())


# --- The bar ----------------------------------------------------------------------------------------------


def barre(contenu: str) -> tuple[str, str]:
    """What stands in view, and what unfolds beside it."""
    toute = contenu.split('<div class="barre">')[1]
    return toute.split("<details")[0], toute.split("<details")[1].split("</details>")[0]


@pytest.mark.parametrize(
    ("etat", "en_vue", "autres"),
    [
        ({}, "_soumettre", []),
        ({"a_valider": True}, "_valider", ["_renvoyer"]),
        # What takes an action from the public is chosen, never at hand.
        ({"publiee": True}, None, ["_retirer", "_archiver"]),
    ],
    ids=["draft", "to validate", "published"],
)
def test_what_comes_next_stands_in_view_beside_what_saves(client, etat, en_vue, autres):
    vus, replies = barre(corps(client.get(page(ActionFactory(**etat)))))
    gestes = r'class="etape" name="(\w+)"'
    assert re.findall(gestes, vus) == ([en_vue] if en_vue else [])
    assert re.findall(gestes, replies) == autres
    assert 'name="_save"' in vus


def test_the_note_stands_beside_the_button_that_asks_for_it_and_nowhere_else(client):
    action = ActionFactory(a_valider=True)
    contenu = corps(client.get(page(action)))
    assert contenu.count('name="note_etape"') == 1
    assert 'name="note_etape"' in barre(contenu)[1]
    assert "note_etape" not in corps(client.get(page(ActionFactory())))
    refus = envoyer(client, page(action), ouvrir(client, page(action)), bouton="_renvoyer")
    assert '<details class="barre__autres" open>' in corps(refus)
    assert 'href="#id_note_etape"' in corps(refus)


# --- Its sections -----------------------------------------------------------------------------------------


def test_its_links_lead_to_what_unfolds_each_section(client):
    contenu = corps(client.get(page(ActionFactory(publiee=True))))
    liens = re.findall(r'href="#([^"]+)"', contenu.split('class="sections"')[1].split("</nav>")[0])
    assert len(liens) > 10
    replis = re.findall(r'<summary id="([^"]+)"', contenu)
    assert liens == replis


def test_what_is_reached_is_read_in_one_line_and_unfolds(client):
    action = ActionFactory(publiee=True)
    JalonFactory(action=action, titre="Bail", atteint_le=AUJOURD_HUI, echeance=AUJOURD_HUI)
    JalonFactory(action=action, titre="Plans", echeance=AUJOURD_HUI + timedelta(days=30))
    JalonFactory(action=action, titre="Rue", annule=True, echeance=AUJOURD_HUI + timedelta(days=60))
    assert corps(client.get(page(action))).count('<details class="repliee">') == 2
    lue = texte(client.get(page(action)))
    assert re.search(r"Jalon : Bail\s+atteint le \S+ \S+ \S+\s+Modifier", sans_insecables(lue))
    # What is to correct there is not folded away.
    champs = ouvrir(client, page(action))
    refus = corps(envoyer(client, page(action), champs, **{"jalons-0-titre": ""}))
    assert refus.count('<details class="repliee">') == 1


# --- Its errors -------------------------------------------------------------------------------------------


def test_a_date_moved_without_a_reason_is_refused_at_the_reason(client):
    action = ActionFactory(publiee=True, fin=AUJOURD_HUI + timedelta(days=90))
    JalonFactory(action=action, echeance=AUJOURD_HUI + timedelta(days=30))
    loin = (AUJOURD_HUI + timedelta(days=400)).isoformat()
    deplaces = {"fin": loin, "jalons-0-echeance": loin}
    refus = envoyer(client, page(action), ouvrir(client, page(action)), **deplaces)
    resume = corps(refus).split('a-regler" role=')[1].split("</section>")[0]
    assert re.findall(r'href="#([^"]+)"', resume) == ["id_motif_report", "id_jalons-0-motif_report"]
    assert "Motif du report : Écrivez le motif du report" in sans_insecables(texte(refus))
    ecrits = {"motif_report": "Avis juridique attendu.", "jalons-0-motif_report": "Avis juridique attendu."}
    assert envoyer(client, page(action), lire(refus), **ecrits).status_code == 302
    action.refresh_from_db()
    assert action.fin.isoformat() == action.jalons.get().echeance.isoformat() == loin


# --- What is typed rather than ticked ---------------------------------------------------------------------


@pytest.fixture
def citante():
    action = ActionFactory(publiee=True)
    sources = [SourceFactory(plan=action.plan, code=f"S{n}", titre=f"Rapport {n}") for n in range(30)]
    action.sources.set(sources[:2])
    return action


def test_of_many_sources_only_those_that_are_cited_are_boxes(client, citante):
    contenu = corps(client.get(page(citante)))
    assert len(re.findall(r'type="checkbox" name="sources"', contenu)) == 2
    assert '<option value="S5">Rapport 5</option>' in contenu
    assert '<option value="S0">' not in contenu


def test_a_source_is_added_by_its_code_and_the_others_stay(client, citante):
    champs = ouvrir(client, page(citante))
    assert envoyer(client, page(citante), champs, codes_sources="S5, S6").status_code == 302
    assert set(citante.sources.values_list("code", flat=True)) == {"S0", "S1", "S5", "S6"}
    sans = {**ouvrir(client, page(citante)), "sources": [str(citante.sources.get(code="S5").pk)]}
    assert envoyer(client, page(citante), sans).status_code == 302
    assert set(citante.sources.values_list("code", flat=True)) == {"S5"}
    refus = envoyer(client, page(citante), ouvrir(client, page(citante)), codes_sources="S99")
    assert "Aucune fiche de ce plan n'a ce code : S99" in sans_insecables(texte(refus))
    assert set(citante.sources.values_list("code", flat=True)) == {"S5"}


def test_what_replaces_an_action_is_typed_among_many(client, citante):
    autre = ActionFactory(plan=citante.plan, axe=citante.axe, publiee=True, code="3.7")
    for n in range(25):
        ActionFactory(plan=citante.plan, axe=citante.axe, publiee=True, code=f"4.{n}")
    choix = corps(client.get(page(citante))).split('<select name="remplacee_par"')[1].split("</select>")[0]
    assert choix.count("<option") == 1
    champs = ouvrir(client, page(citante))
    assert envoyer(client, page(citante), champs, codes_remplacee_par="3.7").status_code == 302
    citante.refresh_from_db()
    assert citante.remplacee_par == autre


def test_its_queries_do_not_depend_on_its_sources(client, citante):
    client.get(page(citante))

    def compte() -> int:
        with CaptureQueriesContext(connection) as requetes:
            client.get(page(citante))
        return len(requetes)

    avant = compte()
    citante.sources.set(citante.plan.sources.all())
    JalonFactory(action=citante, atteint_le=AUJOURD_HUI)
    JalonFactory(action=citante, atteint_le=AUJOURD_HUI)
    assert compte() <= avant
