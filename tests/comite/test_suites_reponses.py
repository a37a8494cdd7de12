"""What bodies say of a follow-up: the last answer alone in lists, the rest by pages, so many in a day; when
the committee has heard it; and what stands once on a desk."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import comite
from comite.models import ReponseDeSuite, Seance, Suite
from comite.models.suite import PAR_JOUR, POURQUOI
from comite.suites.attendues import remises_au_comite, suites_attendues
from comite.suites.views import PAR_PAGE, FormulaireReponseDeSuite
from engagements.models import Acteur
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.evenements import evenements_de
from tests.actions.refus import modifie, refusee
from tests.factories import (
    OrganisationFactory,
    PlanFactory,
    ReponseDeSuiteFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver
from tests.formulaires import texte
from tests.passe import sans_gardes

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


def dans(jours: int):
    return AUJOURD_HUI + timedelta(days=jours)


def a(heure: int, jours: int = -1) -> datetime:
    """That hour of a day: yesterday unless said."""
    return timezone.make_aware(datetime.combine(dans(jours), time(heure)))


@pytest.fixture
def tenue(plan):
    return SeanceFactory(plan=plan, numero="CMO-2026-04", tenue=True, date=dans(-20))


@pytest.fixture
def suite(tenue, service) -> Suite:
    return SuiteFactory(seance=tenue, libelle="Signer le bail", responsable=service, echeance=dans(-3))


@pytest.fixture
def agent(service):
    return UtilisateurFactory(redaction=True, organisation=service)


@pytest.fixture
def acteur(agent):
    return Acteur(agent.organisation, agent)


@pytest.fixture
def client_agent(agent):
    client = Client()
    client.force_login(agent)
    return client


# --- When the committee has heard it ---------------------------------------------------------------------


def impossible(suite, le: datetime) -> None:
    ReponseDeSuiteFactory(suite=suite, etat="impossible", texte="Le propriétaire a vendu.", le=le)


def lever(seance, le: datetime) -> None:
    """As if the meeting had been closed at that moment."""
    evenements = evenements_de(Seance).model
    with sans_gardes(evenements):
        evenements.objects.filter(pgh_obj=seance, etat="tenue").update(pgh_created_at=le)


@pytest.mark.parametrize(
    ("dite", "levee", "revue"),
    [
        (a(23, -2), a(12), True),
        (a(9), a(12), True),
        (a(15), a(12), False),
        (a(0, 0), a(12), False),
        (a(15), a(9, 0), True),
        (a(0, 0), a(9, 0), False),
    ],
    ids=[
        "hier",
        "le matin d'une séance levée à midi",
        "l'après-midi, une fois la séance levée",
        "demain",
        "le jour d'une séance levée le lendemain",
        "le lendemain, avant qu'elle soit levée",
    ],
)
def test_a_meeting_heard_what_was_said_before_its_end(plan, acteur, suite, dite, levee, revue):
    seance = SeanceFactory(plan=plan, tenue=True, date=dans(-1))
    lever(seance, levee)
    impossible(suite, dite)
    assert [s.suite for s in suites_attendues(acteur)] == ([suite] if revue else [])
    assert [s.suite for s in remises_au_comite(acteur)] == ([] if revue else [suite])


def test_a_meeting_of_another_plan_heard_nothing(acteur, suite):
    SeanceFactory(plan=PlanFactory(), tenue=True, date=dans(-1))
    impossible(suite, a(9))
    assert [s.suite for s in remises_au_comite(acteur)] == [suite]


def test_what_one_body_cannot_is_not_the_word_of_the_next(acteur, suite):
    impossible(suite, a(9))
    suivant = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    modifie(suite, responsable=suivant.organisation)
    (attendue,) = suites_attendues(Acteur(suivant.organisation, suivant))
    assert attendue.suite == suite
    assert "Répondu" not in attendue.dit
    client = Client()
    client.force_login(suivant)
    for adresse in ("/espace/", "/espace/suites/", f"/espace/suites/{suite.pk}/"):
        lue = texte(client.get(adresse))
        assert "Signer le bail" in lue
        assert "Répondu le" not in lue
        assert "propriétaire" not in lue


# --- How many, and how they are read ---------------------------------------------------------------------


@pytest.fixture
def lues(monkeypatch):
    """How many answers are read from the database."""
    lues = []
    d_avant = ReponseDeSuite.from_db.__func__

    def from_db(cls, *args, **options):
        lue = d_avant(cls, *args, **options)
        lues.append(lue)
        return lue

    monkeypatch.setattr(ReponseDeSuite, "from_db", classmethod(from_db))
    return lues


def test_lists_read_the_last_answer_alone(plan, service, tenue, suite, membre, client_agent, lues):
    toutes = [suite, *(SuiteFactory(seance=tenue, responsable=service) for _ in range(2))]
    prochaine = SeanceFactory(plan=plan, convoquee=True)
    du_comite = Client()
    du_comite.force_login(membre)
    pages = {
        "bureau": (client_agent, "/espace/"),
        "administration": (client_agent, "/admin/"),
        "suites": (client_agent, "/espace/suites/"),
        "préparation": (du_comite, prochaine.adresse("preparation")),
        "tenue": (du_comite, tenue.adresse("tenue")),
        "publique": (Client(), tenue.get_absolute_url()),
    }

    def couts() -> dict[str, tuple[int, int]]:
        dits = {}
        for nom, (client, adresse) in pages.items():
            lues.clear()
            with CaptureQueriesContext(connection) as requetes:
                assert client.get(adresse).status_code == 200
            dits[nom] = len(requetes), len(lues)
        return dits

    for une in toutes:
        ReponseDeSuiteFactory(suite=une, etat="en_cours", texte="D'abord.")
    couts()
    un = couts()
    for rang in range(30):
        for une in toutes:
            ReponseDeSuiteFactory(suite=une, etat="en_cours", texte=f"Réponse {rang}.")
    assert couts() == un
    assert {nom: n for nom, (_requetes, n) in un.items()} == {**dict.fromkeys(pages, 3), "publique": 0}
    assert "Réponse 29." in texte(du_comite.get(prochaine.adresse("preparation")))
    approuver(tenue)
    lues.clear()
    lue = texte(Client().get(tenue.get_absolute_url()))
    assert len(lues) == 3
    assert lue.count("Réponse 29.") == 3
    assert "Réponse 28." not in lue


def test_its_page_gives_them_by_pages_the_last_first(suite, client_agent, lues):
    for rang in range(PAR_PAGE + 2):
        ReponseDeSuiteFactory(suite=suite, etat="en_cours", texte=f"Réponse {rang:02}.")
    adresse = f"/espace/suites/{suite.pk}/"
    premiere = texte(client_agent.get(adresse))
    assert len(lues) == PAR_PAGE + 1
    assert premiere.index("Réponse 06.") < premiere.index("Réponse 02.")
    assert "Réponse 01." not in premiere
    assert "page 1 sur 2" in premiere
    seconde = texte(client_agent.get(f"{adresse}?page-reponses=2"))
    assert "Réponse 01." in seconde
    assert "Réponse 02." not in seconde
    # Nor does a refused form lose the form.
    envoi = client_agent.post(f"{adresse}?page-reponses=2", {"reponse": "en_cours", "texte": ""})
    assert "Votre réponse" in texte(envoi)


def test_so_many_in_a_day_and_the_sentence_says_what_to_do(suite, acteur, client_agent, comme_le_web):
    for rang in range(PAR_JOUR):
        suite.repondre(acteur, "en_cours", f"Réponse {rang}.")
    with pytest.raises(TransitionRefusee, match="répondez demain, ou écrivez à la coordination"):
        suite.repondre(acteur, "en_cours", "Encore.")
    envoi = {"reponse": "en_cours", "texte": "Encore une."}
    reponse = client_agent.post(f"/espace/suites/{suite.pk}/", envoi)
    assert "Dix réponses" in texte(reponse)
    assert "Encore une." in texte(reponse)
    dite = ReponseDeSuite(
        suite=suite, organisation=suite.responsable, par=acteur.utilisateur, etat="en_cours", texte="Encore."
    )
    with refusee("reponse_de_suite_par_jour"):
        comme_le_web(lambda: ReponseDeSuite.objects.bulk_create([dite]), par=acteur.utilisateur)
    assert suite.reponses.count() == PAR_JOUR
    # Another follow-up, and another day, have their own.
    autre = SuiteFactory(seance=suite.seance, responsable=suite.responsable)
    autre.repondre(acteur, "en_cours", "Oui.")
    with sans_gardes(ReponseDeSuite):
        suite.reponses.update(le=a(9))
    suite.repondre(acteur, "fait", "Le bail est signé.")


# --- Said once -------------------------------------------------------------------------------------------


def test_why_it_cannot_is_asked_in_one_sentence(acteur, suite):
    phrase = str(POURQUOI)
    formulaire = FormulaireReponseDeSuite({"reponse": "impossible", "texte": "sans raison"})
    assert formulaire.errors == {"texte": [phrase]}
    with pytest.raises(TransitionRefusee) as refus:
        suite.repondre(acteur, "impossible", "sans raison")
    assert refus.value.messages == [phrase]
    dite = ReponseDeSuite(suite=suite, etat="impossible", texte="sans raison")
    contrainte = next(c for c in dite._meta.constraints if c.name == "reponse_de_suite_expliquee")
    assert str(contrainte.violation_error_message) == phrase
    sources = "".join(p.read_text() for p in Path(comite.__file__).parent.rglob("*.py"))
    assert sources.replace("migrations", "").count(f'_("{phrase}")') == 1


def test_a_row_of_the_desk_says_its_delay_once(suite, client_agent):
    for porte in ("/espace/", "/admin/"):
        assert texte(client_agent.get(porte)).lower().count("retard de 3 jours") == 1
    modifie(suite, echeance=dans(5))
    assert texte(client_agent.get("/espace/")).count("dans 5 jours") == 1
    # Where no delay stands beside it, the row says so.
    modifie(suite, echeance=None)
    assert texte(client_agent.get("/espace/")).count("Sans échéance.") == 1


def suites_du_bureau(client, porte) -> dict[str, int]:
    sections = client.get(porte).context["poste"].sections
    return {s.attente.cle: s.page.total for s in sections if "suites" in s.attente.cle}


@pytest.mark.parametrize("porte", ["/espace/", "/admin/"])
@pytest.mark.parametrize("pour", [False, True], ids=["de son unité", "pour un organisme"])
def test_one_late_follow_up_waits_once_of_whoever_must_do_it(tenue, suite, service, engagement, pour, porte):
    coordination = UtilisateurFactory(coordination=True, organisation=None if pour else service)
    client = Client()
    client.force_login(coordination)
    if pour:
        modifie(suite, responsable=engagement.partie)
        client.post("/espace/pour/", {"organisation": engagement.partie.slug})
    assert suites_du_bureau(client, porte) == {"suites": 1}
    # That of another body is to be reminded.
    SuiteFactory(seance=tenue, responsable=OrganisationFactory(service=True), echeance=dans(-1))
    assert suites_du_bureau(client, porte) == {"suites": 1, "suites-en-retard": 1}


@pytest.mark.parametrize(
    ("etat", "jours"),
    # A meeting to come was not held.
    [
        (etat, n)
        for etat in ("tenue", "convoquee", "planifiee")
        for n in (-1, 0, 1)
        if (etat, n) != ("tenue", 1)
    ],
)
@pytest.mark.parametrize("du_plan", [True, False])
def test_where_minutes_may_be_approved_is_said_once(plan, membre, jours, du_plan, etat):
    projet = SeanceFactory(plan=plan, tenue=True, date=dans(-9), proces_verbal="On s'est vus.")
    autre = SeanceFactory(
        plan=plan if du_plan else PlanFactory(),
        date=dans(jours),
        **({} if etat == "planifiee" else {etat: True}),
    )
    peut = du_plan and (etat == "tenue" or (etat == "convoquee" and jours <= 0))
    assert projet.s_approuve_a(autre) is peut
    assert (autre in projet.peut_approuver_a) is peut
    client = Client()
    client.force_login(membre)
    ouverts = next(
        (
            s.attente.choses
            for s in client.get("/espace/").context["poste"].sections
            if s.attente.cle == "proces-verbaux"
        ),
        [],
    )
    assert (projet in ouverts) is peut
    if peut:
        projet.approuver(autre, membre)
        return
    with pytest.raises(TransitionRefusee):
        projet.approuver(autre, membre)


# --- What is seen of an answer ---------------------------------------------------------------------------


def test_once_answered_its_page_shows_the_answer_folds_the_form_and_leads_on(
    tenue, service, suite, client_agent
):
    prochaine = SuiteFactory(seance=tenue, libelle="Meubler", responsable=service, echeance=dans(5))
    adresse = f"/espace/suites/{suite.pk}/"
    assert "Répondre de nouveau" not in texte(client_agent.get(adresse))
    page = client_agent.post(adresse, {"reponse": "en_cours", "texte": "Le bail est relu."}, follow=True)
    lue = texte(page)
    assert "Votre réponse est inscrite" in lue
    assert "Le bail est relu." in lue
    ouverte, repli = page.content.decode().split("<summary>Répondre de nouveau</summary>")
    assert '<form method="post" class="saisie">' in repli
    assert '<form method="post" class="saisie">' not in ouverte
    assert f'href="/espace/suites/{prochaine.pk}/"' in repli
    assert "Retour à l'espace" in lue
    # What was refused is never folded away.
    refusee_ = client_agent.post(adresse, {"reponse": "impossible", "texte": ""}).content.decode()
    assert "<summary>Répondre de nouveau" not in refusee_
    client_agent.post(f"/espace/suites/{prochaine.pk}/", {"reponse": "en_cours", "texte": "Commandé."})
    assert "Suite suivante" not in texte(client_agent.get(adresse))


def test_the_desk_says_that_it_was_answered_and_its_delay_once(suite, client_agent):
    client_agent.post(f"/espace/suites/{suite.pk}/", {"reponse": "en_cours", "texte": "Le bail est relu."})
    for adresse in ("/espace/", "/espace/suites/"):
        lue = texte(client_agent.get(adresse))
        assert lue.count("Répondu le") == 1
        assert lue.lower().count("retard de 3 jours") == 1
    assert texte(client_agent.get("/espace/suites/")).lower().count("en retard") == 1


def test_who_follows_it_up_reads_what_was_answered(plan, suite, service, acteur, membre, coordination):
    SeanceFactory(plan=plan, date=dans(9))
    suite.repondre(acteur, "impossible", "Le propriétaire a vendu.")
    fiche, client = f"/admin/comite/suite/{suite.pk}/change/", Client()
    for compte, attendue in ((coordination, fiche), (membre, f"#suite-{suite.pk}")):
        client.force_login(compte)
        sections = client.get("/espace/").context["poste"].sections
        (section,) = [s for s in sections if s.attente.cle == "suites-en-retard"]
        (ligne,) = section.lignes
        assert ligne.adresse.endswith(attendue)
        assert ligne.dit.startswith(f"{service} a répondu ne pas le pouvoir, aujourd'hui.")
        assert "Relancer" not in str(section.attente.titre)
    assert f'id="suite-{suite.pk}"' in client.get(ligne.adresse.partition("#")[0]).content.decode()
    client.force_login(coordination)
    historique = f"/admin/comite/suite/{suite.pk}/history/"
    for page, devant in ((fiche, "Réponses reçues"), (historique, "Réponse à une suite")):
        lue = texte(client.get(page)).split(devant)[1]
        assert str(service) in lue
        assert "Ne peut pas" in lue
        assert "Le propriétaire a vendu." in lue
        assert "<p>" not in lue
