"""What SQL of the web cannot do to actions, past the pages and the models."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Action, Nouvelle
from actions.models.etats import Publication
from tests.actions.refus import modifie, refusee
from tests.factories import ActionFactory, NouvelleFactory, UtilisateurFactory

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]
HIER = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def soumise(role_web):
    """An action that one wrote and another submitted."""
    return ActionFactory(a_valider=True, auteur=UtilisateurFactory(redaction=True))


def publiee_par(personne, **champs) -> dict:
    return {
        "publication": Publication.PUBLIEE, "publiee_le": timezone.now(), "validee_par": personne, **champs,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("oublie", "role", "contrainte"),
    [
        ({"auteur": None}, "auteur", "action_auteur_garde"),
        ({"soumise_par": None, "soumise_le": None}, "soumise_par", "action_soumise_par_gardee"),
    ],
    ids=["auteur", "qui_soumet"],
)
@pytest.mark.parametrize("ensemble", [True, False], ids=["en_publiant", "avant"])
def test_who_wrote_or_submitted_is_not_forgotten_so_as_to_publish(
    comme_le_web, soumise, oublie, role, contrainte, ensemble
):
    change = publiee_par(getattr(soumise, role), **oublie) if ensemble else oublie
    if ensemble and role == "soumise_par":
        contrainte = "action_publiee_par_quelqu_un"
    with refusee(contrainte):
        comme_le_web(lambda: modifie(soumise, **change))


def test_nobody_else_is_said_to_have_submitted_so_as_to_publish(comme_le_web, soumise):
    autre, valide = UtilisateurFactory(redaction=True), UtilisateurFactory(coordination=True)
    with refusee("action_soumise_par_gardee"):
        comme_le_web(lambda: modifie(soumise, **publiee_par(valide, soumise_par=autre)))


QUI = {
    "coordination": ({"coordination": True}, True, True),
    "redaction": ({"redaction": True}, True, False),
    "superutilisateur": ({"is_superuser": True}, True, True),
    "fermee": ({"coordination": True, "is_active": False}, False, False),
    "sans role": ({}, False, False),
    "comite": ({"comite": True}, False, False),
}


@pytest.mark.parametrize(("traits", "soumet", "valide"), QUI.values(), ids=QUI)
def test_open_accounts_alone_submit_and_validate(comme_le_web, soumise, traits, soumet, valide):
    qui, brouillon = UtilisateurFactory(**traits), ActionFactory()
    soumettre = {"publication": Publication.A_VALIDER, "soumise_par": qui, "soumise_le": timezone.now()}
    for permis, contrainte, action, change in (
        (soumet, "action_soumise_par_quelqu_un", brouillon, soumettre),
        (valide, "action_publiee_par_quelqu_un", soumise, publiee_par(qui)),
    ):
        with nullcontext() if permis else refusee(contrainte):
            comme_le_web(lambda action=action, change=change: modifie(action, **change))


def test_the_author_of_a_draft_is_not_forgotten_either(comme_le_web):
    action = ActionFactory(auteur=UtilisateurFactory(redaction=True))
    with refusee("action_auteur_garde"):
        comme_le_web(lambda: modifie(action, auteur=None))


@pytest.mark.parametrize(
    "change",
    [publiee_par(None), {"publication": Publication.ARCHIVEE, "publiee_le": timezone.now()}],
    ids=["publiee", "archivee"],
)
def test_the_web_makes_nothing_public_by_nobody(comme_le_web, soumise, change):
    with refusee("action_publiee_par_quelqu_un"):
        comme_le_web(lambda: modifie(soumise, **change))


def test_nor_a_draft_that_nobody_submitted(comme_le_web):
    change = publiee_par(UtilisateurFactory(coordination=True))
    with refusee("action_publiee_par_quelqu_un"):
        comme_le_web(lambda: modifie(ActionFactory(), **change))


def test_who_validated_stays_said(comme_le_web, soumise):
    coordination = UtilisateurFactory(coordination=True)
    comme_le_web(lambda: soumise.valider(coordination), par=coordination)
    with refusee("action_validee_par_gardee"):
        comme_le_web(lambda: modifie(soumise, validee_par=None))
    comme_le_web(lambda: Action.objects.get().archiver(coordination))
    comme_le_web(lambda: Action.objects.get().retirer(coordination, "À revoir."))


def test_the_web_gives_no_news_by_hand(comme_le_web):
    action = ActionFactory(publiee=True, etat_le=HIER - timedelta(days=400))
    avant = Action.objects.get().etat_le
    comme_le_web(lambda: modifie(action, etat_le=HIER))
    assert Action.objects.get().etat_le == avant
    comme_le_web(lambda: modifie(action, confiance="faible", etat_le=HIER))
    assert Action.objects.get().etat_le == timezone.localdate()
    # The file of a plan knows when.
    modifie(action, etat_le=HIER)
    assert Action.objects.get().etat_le == HIER


def test_what_the_web_adds_bears_no_news_by_hand(comme_le_web):
    modele = ActionFactory()
    comme_le_web(
        lambda: ActionFactory(plan=modele.plan, axe=modele.axe, responsable=modele.responsable, etat_le=HIER)
    )
    assert Action.objects.exclude(pk=modele.pk).get().etat_le is None


JADIS = timezone.localtime() - timedelta(days=400)
ETAPES = {
    "soumise": ({}, {"publication": "a_valider", "soumise_le": JADIS}, "soumise_le"),
    "soumise de nouveau": ({"a_valider": True}, {"soumise_le": JADIS}, "soumise_le"),
    "publiée": ({"a_valider": True}, {"publication": "publiee", "publiee_le": JADIS}, "publiee_le"),
    "datée d'avance": ({}, {"publiee_le": JADIS}, "publiee_le"),
}


@pytest.mark.parametrize(("depart", "change", "champ"), ETAPES.values(), ids=ETAPES.keys())
def test_the_steps_that_the_web_takes_are_of_now(comme_le_web, depart, change, champ):
    action = ActionFactory(**depart)
    if change.get("publication") == "publiee":
        change |= {"validee_par": UtilisateurFactory(coordination=True)}
    elif champ == "soumise_le":
        change |= {"soumise_par": action.soumise_par or UtilisateurFactory(redaction=True)}
    comme_le_web(lambda: modifie(action, **change))
    assert timezone.now() - getattr(Action.objects.get(), champ) < timedelta(minutes=5)


def test_the_web_moves_no_date_of_first_publication(comme_le_web):
    action = ActionFactory(publiee=True)
    with refusee("action_publiee_le_gardee"):
        comme_le_web(lambda: modifie(action, publiee_le=JADIS))


def test_an_update_is_written_when_it_is(comme_le_web):
    nouvelle = NouvelleFactory()
    comme_le_web(lambda: Nouvelle.objects.create(action=nouvelle.action, texte="Hier.", cree_le=JADIS))
    assert timezone.now() - Nouvelle.objects.get(texte="Hier.").cree_le < timedelta(minutes=5)
    with refusee("nouvelle_cree_le_figee"):
        comme_le_web(lambda: modifie(nouvelle, cree_le=JADIS))
    # The owner's commands tell of the past, once.
    assert NouvelleFactory(cree_le=JADIS).cree_le == JADIS
    with refusee("nouvelle_cree_le_figee"):
        modifie(nouvelle, cree_le=JADIS)


@pytest.mark.parametrize(
    ("visibilite", "jours", "permis"),
    [("publique", -1, True), ("publique", 1, False), ("interne", 1, True)],
    ids=["publique, plus tôt", "publique, plus tard", "interne, plus tard"],
)
def test_no_old_news_becomes_fresh_by_its_date(comme_le_web, visibilite, jours, permis):
    nouvelle = NouvelleFactory(visibilite=visibilite, date=HIER)
    nouvelle.date = HIER + timedelta(days=jours)
    with nullcontext() if permis else refusee("nouvelle_pas_plus_tard"):
        comme_le_web(lambda: modifie(nouvelle, date=nouvelle.date))
    if not permis:
        with pytest.raises(ValidationError, match="pas plus tard"):
            nouvelle.full_clean()


@pytest.mark.parametrize("vers", [Publication.PUBLIEE, Publication.ARCHIVEE])
def test_a_draft_goes_public_by_way_of_a_submission(comme_le_web, vers):
    """Its reader read what was submitted; who submitted it had the right to."""
    ferme = UtilisateurFactory(is_active=False)
    change = publiee_par(UtilisateurFactory(coordination=True), soumise_par=ferme)
    with refusee("action_publiee_par_quelqu_un"):
        comme_le_web(lambda: modifie(ActionFactory(), **(change | {"publication": vers})))
