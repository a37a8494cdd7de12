"""« Ce qui a changé », on the home page and on an action's: every public event, headed by what changed."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.derniers_faits import GENRES, NOMBRE, ce_qui_a_change, derniers_faits
from actions.models import Action, Jalon
from actions.models.etats import CHANGEMENTS
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.formats import date_longue
from tests.actions.changements_d_essai import annuler, changer, deplacer, dits, rendre, sans_insecables
from tests.factories import (
    ActionFactory,
    DocumentFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    ParticipationFactory,
)
from tests.passe import reculer
from tests.retraits import retirer

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)


GESTES = {
    "un jalon atteint": (
        lambda a: JalonFactory(action=a, titre="Bail", atteint_le=HIER, echeance=HIER),
        "jalon",
        HIER,
        "Jalon atteint : Bail",
        "",
    ),
    "un jalon annulé": (
        lambda a: annuler(JalonFactory(action=a, titre="Bail")),
        "jalon annulé",
        AUJOURD_HUI,
        "Jalon annulé : Bail",
        "",
    ),
    "un jalon dit atteint, puis non": (
        lambda a: rendre(JalonFactory(action=a, titre="Bail", atteint_le=HIER, echeance=HIER)),
        "jalon rouvert",
        AUJOURD_HUI,
        f"Jalon de nouveau attendu : Bail, dit atteint le {sans_insecables(date_longue(HIER))}",
        "",
    ),
    "la fin reportée": (
        lambda a: deplacer(a, "fin", date(2031, 3, 1)),
        "report",
        AUJOURD_HUI,
        "Fin reportée du 1er juin 2030 au 1er mars 2031",
        "Appel d'offres.",
    ),
    "la fin devancée": (
        lambda a: deplacer(a, "fin", date(2030, 3, 1)),
        "report",
        AUJOURD_HUI,
        "Fin devancée du 1er juin 2030 au 1er mars 2030",
        "Appel d'offres.",
    ),
    "la fin retirée": (
        lambda a: deplacer(a, "fin", None),
        "report",
        AUJOURD_HUI,
        "Fin du 1er juin 2030 retirée",
        "Appel d'offres.",
    ),
    "un jalon reporté": (
        lambda a: deplacer(un_jalon(a), "echeance", date(2031, 3, 1)),
        "report",
        AUJOURD_HUI,
        "Jalon « Bail » reporté du 2 janvier 2030 au 1er mars 2031",
        "Appel d'offres.",
    ),
    "un jalon devancé": (
        lambda a: deplacer(un_jalon(a), "echeance", date(2029, 3, 1)),
        "report",
        AUJOURD_HUI,
        "Jalon « Bail » devancé du 2 janvier 2030 au 1er mars 2029",
        "Appel d'offres.",
    ),
    "une nouvelle": (
        lambda a: NouvelleFactory(action=a, publique=True, texte="Les baux sont signés."),
        "nouvelle",
        AUJOURD_HUI,
        "Nouvelle",
        "Les baux sont signés.",
    ),
    "une mesure": (
        lambda a: MesureFactory(
            indicateur=IndicateurFactory(action=a, nom="Emplois", unite="emplois"), date=HIER
        ),
        "mesure",
        HIER,
        "Emplois : 10 emplois",
        "",
    ),
    "un statut": (
        lambda a: changer(a, statut="suspendue", motif="Chantier voisin."),
        "changement",
        AUJOURD_HUI,
        "Statut : En cours → Suspendue",
        "Chantier voisin.",
    ),
    "une confiance": (
        lambda a: changer(a, confiance="faible"),
        "changement",
        AUJOURD_HUI,
        "Confiance : non dite → Faible",
        "",
    ),
    "un avancement déclaré": (
        lambda a: changer(a, avancement_declare=40),
        "changement",
        AUJOURD_HUI,
        "Taux d'avancement déclaré (%) : – → 40",
        "",
    ),
    "un début": (
        lambda a: changer(a, debut=date(2027, 2, 3)),
        "changement",
        AUJOURD_HUI,
        "Début : 4 mai 2026 → 3 février 2027",
        "",
    ),
    "en continu": (
        lambda a: changer(a, en_continu=True),
        "changement",
        AUJOURD_HUI,
        "En continu : non → oui",
        "",
    ),
    "un budget prévu": (
        lambda a: changer(a, budget_prevu=2500),
        "changement",
        AUJOURD_HUI,
        "Budget prévu ($) : – → 2 500",
        "",
    ),
    "un budget engagé": (
        lambda a: changer(a, budget_engage=2500),
        "changement",
        AUJOURD_HUI,
        "Budget engagé ($) : – → 2 500",
        "",
    ),
    "un titre": (
        lambda a: changer(a, titre="Ouvrir dix locaux"),
        "changement",
        AUJOURD_HUI,
        "Titre reformulé",
        "Ouvrir dix locaux",
    ),
    "une description": (
        lambda a: changer(a, description="Mieux dit."),
        "changement",
        AUJOURD_HUI,
        "Description reformulée",
        "Mieux dit.",
    ),
    "un texte officiel": (
        lambda a: changer(a, texte_officiel="Tel qu'adopté."),
        "changement",
        AUJOURD_HUI,
        "Texte officiel reformulé",
        "Tel qu'adopté.",
    ),
    "un retrait": (
        lambda a: retirer(DocumentFactory(action=a), motif="Nomme une personne."),
        "retrait",
        AUJOURD_HUI,
        "Retiré pour cause : Document · action 1.1",
        "Nomme une personne.",
    ),
    "une archive": (
        lambda a: changer(a, publication="archivee"),
        "archive",
        AUJOURD_HUI,
        "Action archivée",
        "",
    ),
    "une publication": (lambda a: reculer(2), "publication", AUJOURD_HUI, "Action publiée", ""),
}


def un_jalon(action: Action) -> Jalon:
    return JalonFactory(action=action, titre="Bail", echeance=date(2030, 1, 2))


@pytest.fixture
def action(plan, axe) -> Action:
    return ActionFactory(
        plan=plan, axe=axe, code="1.1", publiee=True, debut=date(2026, 5, 4), fin=date(2030, 6, 1)
    )


def test_every_kind_of_fact_of_an_action_is_walked_below():
    registres = {nom for nom, genre in GENRES.items() if genre.page == "action"}
    # A correction is told of something that was written: `test_corrections`.
    assert {genre for _geste, genre, *_reste in GESTES.values()} == registres - {"correction"}
    champs = {"statut", "confiance", "avancement_declare", "debut", "en_continu", "budget_prevu"}
    assert champs | {"budget_engage", "titre", "description", "texte_officiel"} == set(CHANGEMENTS)


@pytest.mark.parametrize(("geste", "genre", "le", "dit", "suite"), GESTES.values(), ids=GESTES.keys())
def test_each_public_event_is_told_at_home_and_on_its_action_s_page(
    client, action, geste, genre, le, dit, suite
):
    assert derniers_faits(action.plan) == []
    geste(action)
    (fait,) = derniers_faits(action.plan)
    (ici,) = [f for f in ce_qui_a_change(action) if f.genre != "publication" or genre == "publication"]
    assert (fait.date, fait.code, fait.genre) == (le, "1.1", genre)
    assert (sans_insecables(fait.fait.dit), sans_insecables(fait.fait.suite)) == (dit, suite)
    assert (ici.date, ici.instant, ici.fait) == (fait.date, fait.instant, fait.fait)
    accueil = sans_insecables(client.get("/").content.decode())
    page = sans_insecables(client.get(action.get_absolute_url()).content.decode())
    page = page[page.index("titre-historique") :]
    assert f"<strong>{dit}</strong>" in accueil
    tete, *cotes = re.split(" : | → ", dit) if fait.fait.change else [dit]
    assert tete in page
    for mot in (*cotes, suite):
        assert mot in accueil
        assert mot in page


TUS = {
    "une note interne": lambda a: NouvelleFactory(action=a),
    "un jalon prévu": lambda a: JalonFactory(action=a),
    "un jalon né annulé": lambda a: JalonFactory(action=a, annule=True),
    "une collaboration": lambda a: ParticipationFactory(action=a),
    "l'archive d'un brouillon": lambda a: (
        changer(a, publication="brouillon"),
        changer(a, publication="archivee"),
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
    reculer(1)
    ActionFactory(plan=plan, axe=axe, publiee=True, publiee_le=timezone.now() + timedelta(days=jours - 1))
    faits = derniers_faits(plan)
    assert [fait.fait.tete for fait in faits] == (["Action publiée"] if dite else [])


def test_what_changes_in_an_archived_action_does_not_archive_it_again(action):
    changer(action, publication="archivee")
    changer(action, description="Mieux dit.")
    assert [fait.fait.tete for fait in derniers_faits(action.plan)] == ["Action archivée"]


def test_two_changes_of_one_action_are_two_facts(action):
    changer(action, statut="suspendue", motif="Chantier.")
    changer(action, statut="en_cours", motif="")
    assert dits(derniers_faits(action.plan)) == [
        "Statut : Suspendue → En cours",
        "Statut : En cours → Suspendue",
    ]


def test_a_status_changed_out_of_sight_is_a_fact_when_the_public_reads_it_again(client, action):
    changer(action, publication="brouillon")
    changer(action, statut="realisee")
    changer(action, publication="publiee")
    assert dits(derniers_faits(action.plan)) == ["Statut : En cours → Réalisée"]
    page = client.get(action.get_absolute_url()).content.decode()
    assert "<del>En cours</del> → <ins>Réalisée</ins>" in page[page.index("titre-historique") :]


def test_the_home_page_of_the_past_knows_nothing_of_what_came_after(maintenant):
    action = ActionFactory(publiee=True)
    avant = maintenant()
    NouvelleFactory(action=action, publique=True)
    with au(avant):
        assert derniers_faits(action.plan) == []
    assert len(derniers_faits(action.plan)) == 1


def test_the_facts_of_home_and_of_an_action_are_one_query_each(action, django_assert_num_queries):
    changer(action, confiance="faible")
    MesureFactory(indicateur=IndicateurFactory(action=action))
    derniers_faits(action.plan), ce_qui_a_change(action)
    with django_assert_num_queries(1):
        assert len(derniers_faits(action.plan)) == 2
    with django_assert_num_queries(1):
        assert len(ce_qui_a_change(action)) == 3


def test_an_action_that_the_public_could_not_read_for_a_while_is_published_again(client, maintenant):
    action = ActionFactory(publiee=True, plan__actif=True)
    changer(action, publication="brouillon")
    changer(action, publication="publiee", titre="Mieux dit")
    assert dits(derniers_faits(action.plan)) == ["Titre reformulé", "Action publiée de nouveau"]
    assert dits(ce_qui_a_change(action))[:2] == ["Titre reformulé", "Action publiée de nouveau"]
    changer(action, publication="archivee")
    changer(action, publication="publiee")
    suite = ["Action publiée de nouveau", "Action archivée"]
    assert dits(derniers_faits(action.plan))[:2] == suite
    assert dits(ce_qui_a_change(action))[:2] == suite
    assert "Action publiée de nouveau" in client.get("/").content.decode()


def test_what_happened_last_in_the_day_comes_first_whatever_its_code_and_its_kind(maintenant, plan, axe):
    un, deux = (ActionFactory(plan=plan, axe=axe, code=code, publiee=True) for code in ("1", "2"))
    changer(un, confiance="faible")
    NouvelleFactory(action=deux, publique=True)
    jalon = JalonFactory(action=un, titre="Bail", echeance=AUJOURD_HUI)
    changer(deux, statut="suspendue", motif="Chantier.")
    un.refresh_from_db()
    deplacer(un, "fin", date(2031, 3, 1))
    Jalon.objects.filter(pk=jalon.pk).update(atteint_le=AUJOURD_HUI)
    MesureFactory(indicateur=IndicateurFactory(action=deux), date=AUJOURD_HUI)
    faits = derniers_faits(plan)
    assert [fait.genre for fait in faits] == [
        "mesure",
        "jalon",
        "report",
        "changement",
        "nouvelle",
        "changement",
    ]
    assert [fait.code for fait in faits] == ["2", "1", "1", "2", "2", "1"]
    assert [fait.genre for fait in ce_qui_a_change(un)][:3] == ["jalon", "report", "changement"]


def test_what_was_told_after_its_day_is_of_the_end_of_that_day(maintenant, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    NouvelleFactory(action=action, publique=True, date=HIER)
    (fait,) = derniers_faits(plan)
    assert (fait.date, fait.instant) == (HIER, fin_du_jour(HIER))


def test_of_more_milestones_in_a_day_than_the_home_page_holds_the_last_reached_are_told(
    maintenant, plan, axe
):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    jalons = [
        JalonFactory(action=action, titre=f"Jalon {n}", echeance=AUJOURD_HUI) for n in range(NOMBRE + 2)
    ]
    for jalon in reversed(jalons):
        Jalon.objects.filter(pk=jalon.pk).update(atteint_le=AUJOURD_HUI)
    assert dits(derniers_faits(plan)) == [f"Jalon atteint : Jalon {n}" for n in range(NOMBRE)]


def test_the_reason_belongs_to_the_change_that_it_was_asked_for(action):
    changer(action, statut="suspendue", motif="Chantier.", titre="Mieux dit", confiance="faible")
    motifs = {fait.fait.tete: fait.fait.motif for fait in ce_qui_a_change(action)}
    assert motifs == {"Action publiée": "", "Statut": "Chantier.", "Titre reformulé": "", "Confiance": ""}


@pytest.mark.parametrize(
    ("statut", "motif", "dit"),
    [
        ("en_cours", "Chantier.", ""),
        ("en_cours", "Le local est trouvé.", "Le local est trouvé."),
        ("en_cours", "", ""),
        ("abandonnee", "Chantier.", "Chantier."),
    ],
    ids=["resté là", "écrit pour elle", "aucun", "le même, exigé"],
)
def test_a_reason_that_stayed_from_the_status_before_says_nothing_of_the_new_one(action, statut, motif, dit):
    changer(action, statut="suspendue", motif="Chantier.")
    changer(action, statut=statut, motif=motif, sans_decision="Pour essai.")
    fait, _suspension = (f.fait for f in ce_qui_a_change(action) if f.fait.tete == "Statut")
    assert (fait.avant, fait.motif) == ("Suspendue", dit)


def test_history_read_at_a_moment_knows_nothing_of_what_followed_in_the_day(maintenant):
    action = ActionFactory(publiee=True)
    jalon = JalonFactory(action=action)
    changer(action, confiance="faible")
    avant = maintenant()
    changer(action, confiance="elevee")
    annuler(jalon)
    with au(avant):
        assert dits(derniers_faits(action.plan)) == ["Confiance : non dite → Faible"]
        assert len(ce_qui_a_change(action)) == 2
    assert len(derniers_faits(action.plan)) == 3
