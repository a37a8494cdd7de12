"""« Ce que j'ai fait dernièrement » : every gesture, by any door, by its name, annulled from there."""

from html import unescape

import pghistory
import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action, Jalon
from comite.models import Suite
from engagements.models import Acteur
from partenariat.histoire.sceau import au_nom_de
from partenariat.poste import gestes, sources
from tests.actions.corrections_d_essai import vieillir
from tests.factories import (
    ActionFactory,
    AxeFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    PlanFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.formulaires import lire
from tests.postes import dans, poste

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return PlanFactory(actif=True, slug="actif")


@pytest.fixture
def service(db):
    return OrganisationFactory(service=True)


@pytest.fixture
def redaction(service):
    return UtilisateurFactory(redaction=True, organisation=service)


def comme(personne, ecrire):
    """What the site writes in a request of that person."""
    with pghistory.context(user=personne.pk), au_nom_de(user=personne.pk):
        return ecrire()


def dits(personne) -> list[tuple[str, str]]:
    return [(unescape(f.quoi), unescape(f.titre)) for f in poste(personne)[0].faits]


def une_action(plan, service, **traits):
    return ActionFactory(plan=plan, axe=AxeFactory(plan=plan), responsable=service, publiee=True, **traits)


def nom(action) -> str:
    return f"{action.code} · {action.titre}"


def test_each_gesture_on_an_action_is_told_by_its_name(plan, service, redaction):
    action = une_action(plan, service)
    jalon, indicateur = JalonFactory(action=action), IndicateurFactory(action=action)

    def cocher():
        Jalon.objects.filter(pk=jalon.pk).update(atteint_le=dans(-1))

    def rouvrir():
        Jalon.objects.filter(pk=jalon.pk).update(atteint_le=None)

    def statuer():
        Action.objects.filter(pk=action.pk).update(statut="en_cours", confiance="faible")

    attendus = []
    for ecrire, quoi in (
        (cocher, "Jalon atteint"),
        (rouvrir, "Jalon de nouveau attendu"),
        (lambda: MesureFactory(indicateur=indicateur, date=dans(-1)), "Mesure entrée"),
        (lambda: JalonFactory(action=action), "Ajout · jalon"),
        (lambda: Jalon.objects.filter(pk=jalon.pk).update(titre="Autre titre"), "Modification · jalon"),
        (lambda: Jalon.objects.filter(pk=jalon.pk).update(annule=True), "Jalon annulé"),
        (lambda: Action.objects.filter(pk=action.pk).update(description="Autre."), "Modification · action"),
    ):
        comme(redaction, ecrire)
        vieillir(5)
        attendus.insert(0, (quoi, nom(action)))
        assert dits(redaction) == attendus
    comme(redaction, statuer)
    ((quoi, _titre), *_autres) = dits(redaction)
    assert "Confiance\N{NO-BREAK SPACE}: " in quoi
    assert not dits(UtilisateurFactory(redaction=True, organisation=service)), "somebody else's"


def test_what_one_transaction_wrote_of_one_action_is_one_line(plan, service, redaction):
    action = une_action(plan, service)
    for _ in range(3):
        JalonFactory(action=action)

    def cocher():
        Jalon.objects.filter(action=action).update(atteint_le=dans(-1))
        Action.objects.filter(pk=action.pk).update(description="Autre.")

    comme(redaction, cocher)
    ((quoi, titre),) = dits(redaction)
    assert set(quoi.split("; ")) == {"Jalon atteint, 3 fois", "Modification · action"}
    assert titre == nom(action)


def test_a_list_of_milestones_ticked_at_once_is_told(plan, service, redaction):
    """By the very page, that writes no entry of the log."""
    jalons = [JalonFactory(action=une_action(plan, service), echeance=dans(-3)) for _ in range(2)]
    client = Client()
    client.force_login(redaction)
    page = "/admin/actions/action/jalons/?quand=toutes"
    coches = {f"r{jalon.pk}-atteint": "on" for jalon in jalons}
    assert client.post(page, lire(client.get(page), "liste_form") | coches).status_code == 302
    assert not LogEntry.objects.exists()
    assert sorted(dits(redaction)) == sorted(("Jalon atteint", nom(j.action)) for j in jalons)


@pytest.mark.parametrize(
    "faire",
    [
        PlanFactory,
        AxeFactory,
        OrganisationFactory,
        SeanceFactory,
        RondeFactory,
    ],
)
def test_each_kind_that_the_coordination_writes_has_its_name_and_its_link(plan, faire):
    coordination = UtilisateurFactory(coordination=True)
    objet = comme(coordination, faire)
    lu, _page = poste(coordination, "/admin/")
    fait = next(f for f in lu.faits if f.sujet == (type(objet), objet.pk))
    assert fait.quoi == f"Ajout · {objet._meta.verbose_name}"
    assert fait.titre
    client = Client()
    client.force_login(coordination)
    assert client.get(fait.adresse).status_code == 200


def test_every_kind_whose_writes_are_told_is_named():
    for suivi in sources.SUIVIS.values():
        assert suivi.sujet in sources.LISIBLES, suivi


def test_a_name_that_one_may_no_longer_read_is_not_shown(plan, service, redaction):
    gardee, partie = une_action(plan, service), une_action(plan, service, titre="ACTION-PARTIE")
    for action in (gardee, partie):
        comme(redaction, lambda: Action.objects.filter(pk=action.pk).update(description="Autre."))  # noqa: B023
    assert sorted(titre for _quoi, titre in dits(redaction)) == sorted([nom(gardee), nom(partie)])
    Action.objects.filter(pk=partie.pk).update(responsable=OrganisationFactory(service=True))
    lu, page = poste(redaction)
    lus = sorted((unescape(f.titre), bool(f.adresse)) for f in lu.faits)
    assert lus == [("", False), (nom(gardee), True)]
    assert "ACTION-PARTIE" not in page
    redaction.groups.clear()
    assert {titre for _quoi, titre in dits(redaction)} == {""}


# --- A mistake -------------------------------------------------------------------------------------------
def test_what_may_still_be_annulled_leads_there_and_nothing_else_does(plan, service, redaction):
    action = une_action(plan, service)
    jalon = JalonFactory(action=action)
    vieillir(100)
    comme(redaction, lambda: Jalon.objects.filter(pk=jalon.pk).update(atteint_le=dans(-1)))
    vieillir(10)
    comme(redaction, lambda: Action.objects.filter(pk=action.pk).update(description="Autre."))
    corrections = f"/admin/actions/action/{action.pk}/corrections/"
    lu, page = poste(redaction)
    assert [(f.quoi, f.erreur) for f in lu.faits] == [
        ("Modification · action", ""),
        ("Jalon atteint", corrections),
    ]
    assert page.count(f'href="{corrections}"') == 1
    vieillir(25 * 3600)
    assert [f.erreur for f in poste(redaction)[0].faits] == ["", ""]


def test_what_a_colleague_built_on_is_no_more_annulled_from_the_desk(plan, service, redaction):
    jalon = JalonFactory(action=une_action(plan, service))
    vieillir(100)
    comme(redaction, lambda: Jalon.objects.filter(pk=jalon.pk).update(atteint_le=dans(-1)))
    assert [bool(f.erreur) for f in poste(redaction)[0].faits] == [True]
    vieillir(10)
    autre = UtilisateurFactory(redaction=True, organisation=service)
    comme(autre, lambda: Jalon.objects.filter(pk=jalon.pk).update(atteint_le=dans(-2)))
    assert [bool(f.erreur) for f in poste(redaction)[0].faits] == [False]


def test_the_minute_screen_offers_it_after_saving(plan, service, redaction):
    from tests.formulaires import envoyer, lire

    action = une_action(plan, service)
    adresse = f"/espace/actions/{action.pk}/nouvelle/"
    client = Client()
    client.force_login(redaction)
    champs = lire(client.get(adresse), "minute") | {
        "nouvelle-texte": ["Une nouvelle."],
        "nouvelle-visibilite": ["publique"],
    }
    assert envoyer(client, adresse, champs).status_code == 302
    assert f"/admin/actions/action/{action.pk}/corrections/" in client.get("/espace/").content.decode()


# --- The committee ---------------------------------------------------------------------------------------
def test_an_answer_to_a_follow_up_is_told_to_who_gave_it_once(plan, redaction, service):
    seance = SeanceFactory(plan=plan, tenue=True, date=dans(-9))
    suite = SuiteFactory(seance=seance, responsable=service)
    comme(redaction, lambda: suite.repondre(Acteur(service, redaction), "en_cours", "On avance."))
    lu, _page = poste(redaction)
    assert [(f.quoi, f.titre, f.adresse) for f in lu.faits] == [
        ("Réponse à une suite", suite.libelle, f"/espace/suites/{suite.pk}/")
    ]
    assert not Suite.objects.filter(pk=suite.pk, etat="a_faire")
    Suite.objects.filter(pk=suite.pk).update(responsable=OrganisationFactory(service=True))
    assert poste(redaction)[0].faits == []


def test_an_answer_to_a_round_is_told_as_the_news_that_it_is(plan, service, redaction):
    from comite.models import Demande
    from comite.rondes.reponses import repondre

    action = une_action(plan, service)
    ronde = RondeFactory(plan=plan, ouverte_le=timezone.now())
    demande = Demande.objects.create(ronde=ronde, action=action, organisation=service)
    comme(redaction, lambda: repondre(demande, Acteur(service, redaction), "avance", "On avance."))
    assert dits(redaction) == [("Nouvelle", nom(action))]


# --- What it costs ---------------------------------------------------------------------------------------
def test_it_takes_as_many_queries_for_many_gestures_as_for_one(plan, service, redaction):
    # In one transaction, what is written after somebody wrote is theirs too.
    action, *autres = [une_action(plan, service) for _ in range(13)]

    def cout() -> int:
        client = Client()
        client.force_login(redaction)
        client.get("/espace/")
        with CaptureQueriesContext(connection) as requetes:
            client.get("/espace/")
        return len(requetes)

    vieillir(100)
    comme(redaction, lambda: Action.objects.filter(pk=action.pk).update(description="Autre."))
    comme(redaction, lambda: JalonFactory(action=action, en_retard=True))
    peu = cout()
    for n, autre in enumerate(autres):
        comme(redaction, lambda: JalonFactory(action=autre, en_retard=True))  # noqa: B023
        comme(redaction, lambda: Action.objects.filter(pk=autre.pk).update(description=f"N° {n}"))  # noqa: B023
    assert cout() == peu


def test_only_the_last_events_of_a_kind_are_looked_through(monkeypatch, plan, service, redaction):
    comme(redaction, lambda: JalonFactory(action=une_action(plan, service)))
    assert dits(redaction)
    monkeypatch.setattr(gestes, "DERNIERS", 0)
    assert not dits(redaction)
