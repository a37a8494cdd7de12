"""What is written in the very act that takes an action off the site was never public."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from comite.mesures.depuis import depuis
from partenariat.histoire.temps import fin_du_jour
from tests.actions.changements_d_essai import changer
from tests.factories import ActionFactory, JalonFactory, OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir

# Real transactions: each act is of its own instant.
pytestmark = pytest.mark.django_db(transaction=True)
HIER = fin_du_jour(timezone.localdate() - timedelta(days=1))
SECRET = "Le sous-traitant est en faute."


@pytest.fixture
def bureau(client_de):
    """The back office of a public action: `(action, envoyer)`."""
    unite = OrganisationFactory(service=True)
    action = ActionFactory(plan=PlanFactory(actif=True), responsable=unite, publiee=True, statut="a_venir")
    JalonFactory(action=action, titre="Bail signé")
    redaction = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    coordination = client_de(UtilisateurFactory(coordination=True))
    adresse = reverse("admin:actions_action_change", args=[action.pk])

    def faire(bouton: str, *, par=coordination, **champs):
        reponse = envoyer(par, adresse, ouvrir(par, adresse), bouton=bouton, **champs)
        assert reponse.status_code == 302, reponse.content.decode()

    def republier():
        faire("_soumettre", par=redaction)
        faire("_valider")

    return action, faire, republier


PENDANT = {
    "une fin déplacée": {"fin": "2031-03-01", "motif_report": SECRET},
    "un statut": {"statut": "suspendue", "motif": SECRET},
    "un jalon annulé": {"jalons-0-annule": "on", "jalons-0-titre": SECRET},
    "un jalon déplacé": {"jalons-0-echeance": "2031-03-01", "jalons-0-motif_report": SECRET},
}
APRES = {
    "un statut": {"statut": "a_venir", "motif": ""},
    "un jalon annulé": {"jalons-0-annule": None, "jalons-0-titre": "Bail signé"},
}


@pytest.mark.parametrize("quoi", PENDANT)
@pytest.mark.parametrize("bouton", ["_retirer", "_archiver"])
def test_what_is_changed_in_taking_it_off_the_site_is_not_told_and_in_archiving_it_is(bureau, quoi, bouton):
    action, faire, republier = bureau
    faire(bouton, **PENDANT[quoi], **({"note_etape": "À revoir : la fin."} if bouton == "_retirer" else {}))
    archivee = bouton == "_archiver"
    if archivee:
        changer(action, publication="publiee")
    else:
        if quoi in APRES:
            faire("_continue", **APRES[quoi])
        republier()
    page = Client().get(action.get_absolute_url()).content.decode()
    accueil = Client().get("/").content.decode()
    lu = str([fait.texte for fait in depuis(action.plan, HIER).faits])
    for texte in (page, accueil, lu):
        assert (SECRET in texte) is archivee


def test_a_reason_written_of_a_draft_does_not_come_out_under_another_status(bureau):
    action, faire, republier = bureau
    faire("_retirer", note_etape="À revoir : la fin.")
    changer(action, statut="suspendue", motif=SECRET)
    changer(action, statut="en_cours")
    republier()
    assert Action.objects.get().statut == "en_cours"
    assert SECRET not in Client().get(action.get_absolute_url()).content.decode()
