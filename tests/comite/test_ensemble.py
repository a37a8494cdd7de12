"""Two people at the same instant: one answer to a question, one number a decision."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from actions.models import Nouvelle
from comite.models import Decision, Demande, Seance
from comite.rondes import reponses
from engagements.models import Acteur
from engagements.models.etats import Genre
from partenariat.cycles.pas import TransitionRefusee
from tests.factories import ActionFactory, PlanFactory, RondeFactory, SeanceFactory, UtilisateurFactory
from tests.formulaires import texte

pytestmark = pytest.mark.django_db(transaction=True)


def en_meme_temps(faire: Callable[[], object]) -> list[object]:
    """Does it twice at once: the first keeps its transaction open until the second waits for it.

    Returns what each gave, or the error that it met, in order.
    """
    ouvert, libre = threading.Event(), threading.Event()
    rendus: list[object] = [None, None]

    def premier():
        try:
            with transaction.atomic():
                rendus[0] = faire()
                ouvert.set()
                libre.wait(30)
        except Exception as erreur:  # told to the test
            rendus[0] = erreur
        finally:
            ouvert.set()
            connection.close()

    def second():
        ouvert.wait(30)
        try:
            rendus[1] = faire()
        except Exception as erreur:  # told to the test
            rendus[1] = erreur
        finally:
            connection.close()

    fils = [threading.Thread(target=premier), threading.Thread(target=second)]
    for fil in fils:
        fil.start()
    limite = time.monotonic() + 20
    while fils[1].is_alive() and not _attend() and time.monotonic() < limite:
        time.sleep(0.02)
    libre.set()
    for fil in fils:
        fil.join(30)
    return rendus


def _attend() -> bool:
    """Whether someone waits for another's lock in this database."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return curseur.fetchone()[0]


def test_a_question_answered_twice_at_once_has_one_answer():
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, publiee=True)
    RondeFactory(plan=plan).ouvrir()
    pk = Demande.objects.get(action=action).pk

    def repondre():
        demande = Demande.objects.select_related("ronde", "action").get(pk=pk)
        reponses.repondre(demande, Acteur(action.responsable), Genre.AVANCE, "Le bail est signé.")

    premier, second = en_meme_temps(repondre)
    assert premier is None
    assert isinstance(second, TransitionRefusee)
    assert second.messages == ["Cette demande a déjà sa réponse : relisez-la dans votre espace."]
    assert Nouvelle.objects.count() == 1


def test_two_decisions_taken_at_once_have_each_their_number():
    pk = SeanceFactory(numero="CMO-2026-05", convoquee=True).pk
    membre = UtilisateurFactory(comite=True)

    def prendre():
        return Decision.prendre(Seance.objects.get(pk=pk), membre, libelle="Le comité décide.").numero

    assert en_meme_temps(prendre) == ["CMO-2026-05-R1", "CMO-2026-05-R2"]
    assert Decision.objects.count() == 2


# --- One after the other, on the same page -----------------------------------------------------------------


@pytest.fixture
def seance(transactional_db):
    return SeanceFactory(plan=PlanFactory(actif=True), convoquee=True, presidee_par="Avant")


def ecrire(client_de, seance, **tapes):
    champs = {f"initial-{nom}": "Avant" if nom == "presidee_par" else "" for nom in tapes} | tapes
    return client_de(UtilisateurFactory(comite=True)).post(seance.adresse("presences"), champs)


def test_what_someone_else_wrote_meanwhile_is_shown_and_kept_until_it_was_read(seance, client_de):
    assert ecrire(client_de, seance, presidee_par="Une élue").status_code == 302
    reponse = ecrire(client_de, seance, presidee_par="Un élu")
    assert reponse.status_code == 422
    lue = texte(reponse)
    assert "Une autre personne a écrit ici entre-temps" in lue
    assert "Une élue" in lue
    formulaire = reponse.context["entete"]
    assert formulaire["presidee_par"].value() == "Un élu"
    seance.refresh_from_db()
    assert seance.presidee_par == "Une élue"
    # Having read it, one may replace it: the page sends back what it showed.
    cache = formulaire["presidee_par"].as_hidden(only_initial=True)
    assert 'value="Une élue"' in cache
    vu = {"initial-presidee_par": "Une élue", "presidee_par": "Un élu"}
    client = client_de(UtilisateurFactory(comite=True))
    assert client.post(seance.adresse("presences"), vu).status_code == 302
    seance.refresh_from_db()
    assert seance.presidee_par == "Un élu"


@pytest.mark.parametrize(
    ("autre", "tape", "garde"),
    [
        pytest.param("Une élue", "Une élue", "Une élue", id="both wrote the same"),
        pytest.param("Une élue", "Avant", "Une élue", id="only the other one wrote"),
        pytest.param("Avant", "Un élu", "Un élu", id="only this one wrote"),
    ],
)
def test_two_people_who_do_not_contradict_each_other_are_not_stopped(seance, client_de, autre, tape, garde):
    ecrire(client_de, seance, presidee_par=autre)
    assert ecrire(client_de, seance, presidee_par=tape, secretaire="Camille").status_code == 302
    seance.refresh_from_db()
    assert (seance.presidee_par, seance.secretaire) == (garde, "Camille")
