"""Freshness: the day of the last news that the public can read, and of nothing else."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.models import Action, Nouvelle
from partenariat.histoire.temps import au
from tests.factories import (
    ActionFactory,
    DocumentFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
)

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()


def il_y_a(jours: int) -> date:
    return AUJOURD_HUI - timedelta(days=jours)


AVANT = il_y_a(300)
"""The last news of the action of these tests."""


def maj_le(action: Action) -> date | None:
    return Action.objects.values_list("maj_le", flat=True).get(pk=action.pk)


def deplacer(action: Action) -> None:
    action.fin, action.motif_report = il_y_a(-500), "Appel d'offres."
    action.save()


def note(action: Action, jours: int = 0, **champs) -> Nouvelle:
    return NouvelleFactory(action=action, date=il_y_a(jours), **champs)


GESTES = {
    # What the public reads.
    "une nouvelle publique": (lambda a: note(a, publique=True), AUJOURD_HUI),
    "une nouvelle publique d'un fait passé": (lambda a: note(a, 100, publique=True), il_y_a(100)),
    "une nouvelle publique plus ancienne": (lambda a: note(a, 400, publique=True), AVANT),
    "un jalon atteint": (
        lambda a: JalonFactory(action=a, echeance=il_y_a(9), atteint_le=il_y_a(20)),
        il_y_a(20),
    ),
    "une mesure": (
        lambda a: MesureFactory(indicateur=IndicateurFactory(action=a), date=il_y_a(5)),
        il_y_a(5),
    ),
    "un statut": (lambda a: Action.objects.filter(pk=a.pk).update(statut="realisee"), AUJOURD_HUI),
    "une confiance": (lambda a: Action.objects.filter(pk=a.pk).update(confiance="faible"), AUJOURD_HUI),
    # What it does not, and what tells nothing.
    "une note interne": (note, AVANT),
    "un point final": (lambda a: Action.objects.filter(pk=a.pk).update(description="Dit."), AVANT),
    "un titre": (lambda a: Action.objects.filter(pk=a.pk).update(titre="Autre"), AVANT),
    "un taux déclaré": (lambda a: Action.objects.filter(pk=a.pk).update(avancement_declare=5), AVANT),
    "un budget": (lambda a: Action.objects.filter(pk=a.pk).update(budget_engage=5), AVANT),
    "une date déplacée": (deplacer, AVANT),
    "un jalon prévu": (lambda a: JalonFactory(action=a), AVANT),
    "un indicateur": (lambda a: IndicateurFactory(action=a), AVANT),
    "un document": (lambda a: DocumentFactory(action=a), AVANT),
    "une archive": (lambda a: Action.objects.filter(pk=a.pk).update(publication="archivee"), AVANT),
    "le même enregistrement": (lambda a: a.save(), AVANT),
}


@pytest.mark.parametrize(("geste", "attendue"), GESTES.values(), ids=GESTES.keys())
def test_only_what_the_public_can_read_is_news(geste, attendue):
    action = ActionFactory(publiee=True, etat_le=AVANT)
    geste(action)
    assert maj_le(action) == attendue


RETRAITS = {
    "une nouvelle rendue interne": (
        lambda a: note(a, publique=True),
        lambda n: Nouvelle.objects.filter(pk=n.pk).update(visibilite="interne"),
    ),
    "une nouvelle effacée": (lambda a: note(a, publique=True), lambda n: n.delete()),
    "un jalon qui n'est plus atteint": (
        lambda a: JalonFactory(action=a, atteint=True),
        lambda j: type(j).objects.filter(pk=j.pk).update(atteint_le=None),
    ),
    "une mesure effacée": (
        lambda a: MesureFactory(indicateur=IndicateurFactory(action=a), date=timezone.localdate()),
        lambda m: m.delete(),
    ),
    "un indicateur effacé avec ses mesures": (
        lambda a: MesureFactory(indicateur=IndicateurFactory(action=a), date=timezone.localdate()),
        lambda m: m.indicateur.delete(),
    ),
    "un indicateur donné à une autre action": (
        lambda a: MesureFactory(indicateur=IndicateurFactory(action=a), date=timezone.localdate()),
        lambda m: (
            type(m.indicateur)
            .objects.filter(pk=m.indicateur_id)
            .update(action=ActionFactory(plan=m.indicateur.action.plan))
        ),
    ),
}


@pytest.mark.parametrize(("geste", "retrait"), RETRAITS.values(), ids=RETRAITS.keys())
def test_what_is_taken_away_takes_its_date_back(geste, retrait):
    action = ActionFactory(publiee=True, etat_le=AVANT)
    fait = geste(action)
    assert maj_le(action) != AVANT
    retrait(fait)
    assert maj_le(action) == AVANT


def test_a_measure_that_moves_to_another_date_moves_the_freshness():
    action = ActionFactory(publiee=True)
    mesure = MesureFactory(indicateur=IndicateurFactory(action=action), date=il_y_a(5))
    type(mesure).objects.update(date=il_y_a(50))
    assert maj_le(action) == il_y_a(50)


def test_a_word_corrected_in_an_update_is_not_news():
    action = ActionFactory(publiee=True)
    nouvelle = note(action, 120, publique=True)
    Nouvelle.objects.filter(pk=nouvelle.pk).update(texte="Corrigé.")
    assert maj_le(action) == il_y_a(120)


@pytest.mark.parametrize(
    ("statut", "attendu"), [("en_cours", "a_jour"), ("realisee", None)], ids=["unchanged", "changed"]
)
def test_what_becomes_public_for_the_first_time_has_not_changed(statut, attendu):
    action = ActionFactory()
    Action.objects.filter(pk=action.pk).update(statut=statut)
    Action.objects.filter(pk=action.pk).update(publication="publiee", publiee_le=timezone.now())
    assert maj_le(action) is None
    assert Action.objects.get(pk=action.pk).lectures["fraicheur"] == attendu


@pytest.mark.parametrize(
    ("statut", "attendue"), [("en_cours", None), ("realisee", AUJOURD_HUI)], ids=["unchanged", "changed"]
)
def test_a_status_changed_out_of_sight_is_news_when_the_public_reads_it_again(statut, attendue):
    action = ActionFactory(publiee=True)
    mienne = Action.objects.filter(pk=action.pk)
    mienne.update(publication="brouillon")
    mienne.update(statut="suspendue", motif="Le temps de voir.")
    mienne.update(statut=statut, motif="")
    assert maj_le(action) is None
    mienne.update(publication="publiee")
    assert maj_le(action) == attendue


@pytest.mark.parametrize(
    ("jours", "attendu"), [(90, "a_jour"), (91, "a_rafraichir"), (181, "perimee")], ids=str
)
def test_an_action_that_has_said_nothing_owes_news_since_its_publication(client, jours, attendu):
    action = ActionFactory(
        plan__actif=True, publiee=True, publiee_le=timezone.localtime() - timedelta(days=jours), code="7.1"
    )
    assert action.lectures["fraicheur"] == attendu
    page = client.get(action.get_absolute_url()).content.decode()
    assert "aucune" in page[page.index("Dernière nouvelle") :][:200]


def test_the_date_shown_is_that_of_something_shown(client):
    action = ActionFactory(plan__actif=True, publiee=True, code="7.1")
    note(action)
    page = client.get(action.get_absolute_url()).content.decode()
    assert "aucune" in page[page.index("Dernière nouvelle") :][:200]


CLOSES = ("realisee", "suspendue", "abandonnee")


def test_a_closed_action_has_no_freshness_on_its_page_in_the_list_in_a_facet_or_in_a_file(client):
    plan = ActionFactory(plan__actif=True, publiee=True, perimee=True, code="1.1").plan
    closes = [
        ActionFactory(plan=plan, publiee=True, perimee=True, code=f"2.{rang}", **{etat: True})
        for rang, etat in enumerate(CLOSES)
    ]
    accueil = client.get("/").content.decode()
    assert re.search(
        r'href="/plans/actif/actions/\?fraicheur=perimee">.*?depuis plus de 6 mois</span> <strong>1</strong>',
        accueil,
    )
    liste = client.get("/plans/actif/actions/?fraicheur=perimee").content.decode()
    assert 'id="compte"' in liste
    assert re.search(r'id="compte"[^>]*>\s*1 action', liste)
    facette = client.get("/plans/actif/actions/").content.decode()
    assert re.search(r'value="perimee"><span>[^<]*</span> <span class="case__compte">1<', facette)
    lus = {
        ligne["code"]: ligne["fraicheur"] for ligne in client.get("/plans/actif/donnees/actions.json").json()
    }
    assert lus == {"1.1": "perimee"} | {action.code: None for action in closes}
    for action in closes:
        assert (
            "Sans nouvelles depuis plus de 6 mois"
            not in client.get(action.get_absolute_url()).content.decode()
        )


def test_an_action_closed_since_then_still_had_its_freshness_in_the_past(maintenant):
    action = ActionFactory(publiee=True, perimee=True)
    avant = maintenant()
    Action.objects.filter(pk=action.pk).update(statut="realisee")
    assert Action.objects.get(pk=action.pk).lectures["fraicheur"] is None
    with au(avant):
        assert Action.objects.get(pk=action.pk).lectures["fraicheur"] == "perimee"


def test_the_past_keeps_the_news_that_it_knew(maintenant):
    action = ActionFactory(publiee=True, etat_le=AVANT)
    avant = maintenant()
    note(action, publique=True)
    with au(avant):
        assert maj_le(action) == AVANT
