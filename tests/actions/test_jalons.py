"""How a milestone reads, on its action's page and wherever its state is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from tests.actions.plan_d_essai import charger, ecrire, plan
from tests.factories import ActionFactory, JalonFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
HIER, DEMAIN = AUJOURD_HUI - timedelta(days=1), AUJOURD_HUI + timedelta(days=1)
DITS = {
    "en cours, hier": ("en_cours", HIER, "En retard"),
    "en cours, aujourd'hui": ("en_cours", AUJOURD_HUI, "Prévu"),
    "en cours, demain": ("en_cours", DEMAIN, "Prévu"),
    "réalisée, hier": ("realisee", HIER, "Non atteint"),
    "réalisée, demain": ("realisee", DEMAIN, "Non atteint"),
    "archivée, hier": ("archivee", HIER, "Non atteint"),
    "archivée, demain": ("archivee", DEMAIN, "Non atteint"),
    "suspendue, hier": ("suspendue", HIER, "Suspendue"),
    "suspendue, demain": ("suspendue", DEMAIN, "Prévu"),
    "abandonnée, hier": ("abandonnee", HIER, "Abandonnée"),
}


def dans_l_etat(etat: str) -> Action:
    traits = {etat: True} if etat != "en_cours" else {}
    return ActionFactory(**({"publiee": True} if etat != "archivee" else {}), **traits, plan__actif=True)


@pytest.mark.parametrize(("etat", "echeance", "attendu"), DITS.values(), ids=DITS.keys())
def test_an_open_milestone_is_late_only_where_something_is_still_expected(client, etat, echeance, attendu):
    action = dans_l_etat(etat)
    JalonFactory(action=action, echeance=echeance)
    page = client.get(action.get_absolute_url()).content.decode()
    section = page[page.index("titre-jalons") :][:900]
    assert attendu in section
    assert ("En retard" in page) == (attendu == "En retard")


@pytest.mark.parametrize(
    ("ferme", "mot"),
    [({"atteint": True}, "Atteint"), ({"annule": True}, "Annulé")],
    ids=["atteint", "annulé"],
)
def test_what_was_reached_or_cancelled_stays_so_in_a_finished_action(ferme, mot):
    action = dans_l_etat("realisee")
    assert JalonFactory(action=action, **ferme).etat_dans(action)[1] == mot


def realisee(*jalons: dict) -> dict:
    fichier = plan()
    fichier["actions"][0] |= {"statut": "realisee", "jalons": list(jalons)}
    return fichier


def test_a_file_that_leaves_a_milestone_open_in_a_finished_action_is_told_so_and_loads(tmp_path):
    ouvert = {"titre": "Ouverture", "prevu": "2020-01-01"}
    atteint = {"titre": "Bail", "prevu": "2020-01-01", "reel": "2020-01-01"}
    _, erreurs = charger(ecrire(tmp_path, realisee(ouvert, atteint)))
    assert erreurs.count("non atteint") == 1
    assert "jalons[1] › titre : l'action est réalisée, et le jalon « Ouverture »" in erreurs
    assert charger(ecrire(tmp_path, realisee(ouvert, atteint)))[1] == ""


def test_an_editor_who_ends_an_action_is_told_of_its_open_milestones(redaction, unite):
    action = ActionFactory(publiee=True, responsable=unite)
    JalonFactory(action=action, titre="Ouverture des portes")
    adresse = f"/admin/actions/action/{action.pk}/change/"
    assert envoyer(redaction, adresse, ouvrir(redaction, adresse), statut="realisee").status_code == 302
    assert "se lisent « non atteint »" in texte(redaction.get(adresse))
    assert Action.objects.get(pk=action.pk).statut == "realisee"
