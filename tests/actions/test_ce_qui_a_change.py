"""« Ce qui a changé », on the home page and on an action's: every public event, headed by what changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.derniers_faits import derniers_faits
from actions.models import Action
from partenariat.histoire.temps import au, le_jour
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
)

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)


def deplacer(objet, champ: str) -> None:
    setattr(objet, champ, date(2031, 3, 1))
    objet.motif_report = "Appel d'offres."
    objet.save()


def changer(action: Action, **champs) -> None:
    Action.objects.filter(pk=action.pk).update(**champs)


GESTES = {
    "un jalon atteint": (
        lambda a: JalonFactory(action=a, titre="Bail", atteint_le=HIER, echeance=HIER),
        HIER,
        "Jalon atteint : Bail",
        "",
    ),
    "la fin déplacée": (
        lambda a: deplacer(a, "fin"),
        AUJOURD_HUI,
        "Échéance déplacée du 1er juin 2030 au 1er mars 2031",
        "Appel d'offres.",
    ),
    "un jalon déplacé": (
        lambda a: deplacer(JalonFactory(action=a, titre="Bail", echeance=date(2030, 1, 2)), "echeance"),
        AUJOURD_HUI,
        "Échéance déplacée du 2 janvier 2030 au 1er mars 2031 · Bail",
        "Appel d'offres.",
    ),
    "une nouvelle": (
        lambda a: NouvelleFactory(action=a, publique=True, texte="Les baux sont signés."),
        AUJOURD_HUI,
        "Nouvelle",
        "Les baux sont signés.",
    ),
    "une mesure": (
        lambda a: MesureFactory(
            indicateur=IndicateurFactory(action=a, nom="Emplois", unite="emplois"), date=HIER
        ),
        HIER,
        "Emplois : 10 emplois",
        "",
    ),
    "un statut": (
        lambda a: changer(a, statut="suspendue", motif="Chantier voisin."),
        AUJOURD_HUI,
        "Statut : En cours → Suspendue",
        "Chantier voisin.",
    ),
    "une confiance": (
        lambda a: changer(a, confiance="faible"),
        AUJOURD_HUI,
        "Confiance : non dite → Faible",
        "",
    ),
    "une archive": (lambda a: changer(a, publication="archivee"), AUJOURD_HUI, "Action archivée", ""),
}


@pytest.fixture
def action(plan, axe) -> Action:
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True, fin=date(2030, 6, 1))


def sans_insecables(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u2019", "'").replace("&#x27;", "'")


@pytest.mark.parametrize(("geste", "le", "tete", "texte"), GESTES.values(), ids=GESTES.keys())
def test_each_public_event_is_told_at_home_and_on_its_action_s_page(client, action, geste, le, tete, texte):
    assert derniers_faits(action.plan) == []
    geste(action)
    (fait,) = derniers_faits(action.plan)
    assert (fait.date, fait.code) == (le, "1.1")
    assert (sans_insecables(fait.fait.tete), fait.fait.texte) == (tete, texte)
    accueil = sans_insecables(client.get("/").content.decode())
    page = sans_insecables(client.get(action.get_absolute_url()).content.decode())
    ici = page[page.index("titre-historique") :]
    assert f"<strong>{tete}</strong>" in accueil
    for mot in (*tete.split(" : ")[-1].replace("non dite → ", "").split(" → "), texte):
        assert mot in ici


TUS = {
    "une note interne": lambda a: NouvelleFactory(action=a),
    "un jalon prévu": lambda a: JalonFactory(action=a),
    "une description": lambda a: changer(a, description="Mieux dit."),
    "l'archive d'un brouillon": lambda a: (
        changer(a, publication="brouillon"),
        changer(a, publication="archivee"),
    ),
    "une archive reprise": lambda a: (
        changer(a, publication="archivee"),
        changer(a, publication="publiee"),
    ),
    "un statut dans un brouillon": lambda a: (
        changer(a, publication="brouillon"),
        changer(a, statut="realisee"),
    ),
}


@pytest.mark.parametrize("geste", TUS.values(), ids=TUS.keys())
def test_what_the_public_does_not_read_is_no_fact_of_the_home_page(action, geste):
    geste(action)
    assert derniers_faits(action.plan) == []


@pytest.mark.parametrize(
    ("jours", "dite"), [(-1, False), (0, False), (1, True)], ids=["hier", "aujourd'hui", "demain"]
)
def test_an_action_published_after_the_history_begins_is_new(plan, axe, jours, dite):
    ActionFactory(plan=plan, axe=axe, publiee=True, publiee_le=timezone.now() + timedelta(days=jours))
    with le_jour(AUJOURD_HUI + timedelta(days=1)):
        faits = derniers_faits(plan)
    assert [fait.fait.tete for fait in faits] == (["Nouvelle action"] if dite else [])


def test_what_changes_in_an_archived_action_does_not_archive_it_again(action):
    changer(action, publication="archivee")
    changer(action, description="Mieux dit.")
    assert [fait.fait.tete for fait in derniers_faits(action.plan)] == ["Action archivée"]


def test_two_changes_of_one_action_are_two_facts(action):
    changer(action, statut="suspendue", motif="Chantier.")
    changer(action, statut="en_cours", motif="")
    assert [sans_insecables(fait.fait.tete) for fait in derniers_faits(action.plan)] == [
        "Statut : Suspendue → En cours",
        "Statut : En cours → Suspendue",
    ]


def test_a_status_changed_out_of_sight_is_a_fact_when_the_public_reads_it_again(client, action):
    changer(action, publication="brouillon")
    changer(action, statut="realisee")
    changer(action, publication="publiee")
    assert [sans_insecables(f.fait.tete) for f in derniers_faits(action.plan)] == [
        "Statut : En cours → Réalisée"
    ]
    page = client.get(action.get_absolute_url()).content.decode()
    assert "<del>En cours</del> → <ins>Réalisée</ins>" in page[page.index("titre-historique") :]


def test_the_home_page_of_the_past_knows_nothing_of_what_came_after(maintenant):
    action = ActionFactory(publiee=True)
    avant = maintenant()
    NouvelleFactory(action=action, publique=True)
    with au(avant):
        assert derniers_faits(action.plan) == []
    assert len(derniers_faits(action.plan)) == 1


def test_the_facts_of_the_home_page_are_one_query(action, django_assert_num_queries):
    changer(action, confiance="faible")
    MesureFactory(indicateur=IndicateurFactory(action=action))
    derniers_faits(action.plan)
    with django_assert_num_queries(1):
        assert len(derniers_faits(action.plan)) == 2
