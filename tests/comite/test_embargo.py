"""Before the minutes are approved, nothing said nor decided is to be found in public; after, all of it is."""

import json
from datetime import timedelta

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from actions.fichier.exportation import exporter
from comite.models import Decision, Seance
from comite.models.etats import NatureEffet as Nature
from tests.factories import (
    ActionFactory,
    MembreFactory,
    OrganisationFactory,
    PointFactory,
    PresenceFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver, prendre
from tests.reponses import corps

pytestmark = pytest.mark.django_db
SECRETS = ("DÉLIBÉRÉ-SECRET", "DÉCISION-SECRÈTE", "SUITE-SECRÈTE", "PROCÈS-SECRET")
MOTIF = "Avis juridique complémentaire."


@pytest.fixture
def deliberee(plan, action, engagement, service) -> Seance:
    """Held a month ago: a decision moved the end of the action; nothing is approved."""
    seance = SeanceFactory(
        plan=plan, numero="CMO-2026-07", convoquee=True, date=timezone.localdate() - timedelta(days=30)
    )
    point = PointFactory(
        seance=seance, rang=1, titre="Action 1.1", nature="action", action=action, delibere=SECRETS[0],
        motif="MOTIF-INTERNE",
    )  # fmt: skip
    for fonction in ("Direction", "Présidence"):
        PresenceFactory(seance=seance, membre=MembreFactory(plan=plan, fonction=fonction))
    decision = prendre(
        seance,
        UtilisateurFactory(comite=True),
        point=point,
        libelle=SECRETS[1],
        effet=Nature.DEPLACER_FIN,
        action=action,
        nouvelle_date=timezone.localdate() + timedelta(days=500),
        motif=MOTIF,
        engagements=[engagement],
    )
    SuiteFactory(seance=seance, decision=decision, libelle=SECRETS[2], responsable=service)
    seance.tenir()
    seance.proces_verbal = SECRETS[3]
    seance.save()
    return seance


def pages(action, engagement, service) -> list[str]:
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    chemins = [
        "/",
        "/plans/actif/axes/1/",
        "/plans/actif/actions/",
        "/plans/actif/actions/?q=SECRET",
        f"/plans/actif/actions/{action.code}/",
        f"/plans/actif/engagements/{engagement.code}/",
        "/plans/actif/engagements/?q=SECRET",
        f"/plans/actif/organisations/{service.slug}/",
        "/plans/actif/organisations/",
        "/plans/actif/comite/",
        "/plans/actif/comite/seances/CMO-2026-07/",
        "/plans/actif/comite/decisions/",
        "/plans/actif/comite/decisions/?q=SECRET",
        "/plans/actif/comite/rondes/",
        "/plans/actif/comite/calendrier.ics",
        "/plans/actif/bilans/",
        "/plans/actif/donnees/",
        *(
            f"/plans/actif/donnees/{jeu}.{f}"
            for jeu in ("actions", "engagements", "decisions")
            for f in ("csv", "json")
        ),
    ]
    return chemins + [f"/en{c}" for c in chemins] + [f"{c}?au={hier}" for c in chemins if "?" not in c]


def lire(chemins) -> dict[str, str]:
    client = Client()
    return {chemin: corps(client.get(chemin)).decode(errors="replace") for chemin in chemins}


def test_nothing_deliberated_is_public_before_approval(deliberee, action, engagement, service):
    for chemin, texte in lire(pages(action, engagement, service)).items():
        for secret in (*SECRETS, "MOTIF-INTERNE"):
            assert secret not in texte, f"{chemin} : {secret}"


def test_the_effect_and_its_number_are_public_at_once(deliberee, action):
    page = lire([f"/plans/actif/actions/{action.code}/"]).popitem()[1]
    assert "CMO-2026-07-R1" in page
    assert MOTIF in page
    assert "sera public à l'approbation" in page.replace("&#x27;", "'")


def test_all_of_it_is_public_once_approved(deliberee, action, engagement, service):
    approuver(deliberee)
    lues = lire(
        [
            "/plans/actif/comite/seances/CMO-2026-07/",
            "/plans/actif/comite/decisions/",
            "/plans/actif/donnees/decisions.json",
        ]
    )
    for secret in SECRETS:
        assert secret in lues["/plans/actif/comite/seances/CMO-2026-07/"]
    assert SECRETS[1] in lues["/plans/actif/comite/decisions/"]
    assert "MOTIF-INTERNE" not in lues["/plans/actif/comite/seances/CMO-2026-07/"]
    ligne = json.loads(lues["/plans/actif/donnees/decisions.json"])[0]
    assert (ligne["numero"], ligne["genre"], ligne["effets"][0]["effet"]) == (
        "CMO-2026-07-R1", "decision", "deplacer_fin",
    )  # fmt: skip
    assert (ligne["actions"], ligne["engagements"]) == (["1.1"], ["E-01"])


def _du_fichier(plan, *, publiques: bool) -> str:
    lu = yaml.safe_load("".join(exporter(plan, publiques=publiques)))
    return json.dumps(lu, ensure_ascii=False, default=str)


def test_the_public_file_of_the_plan_holds_nothing_deliberated(deliberee, plan):
    texte = _du_fichier(plan, publiques=True)
    assert "CMO-2026-07" in texte
    for secret in (*SECRETS, "MOTIF-INTERNE"):
        assert secret not in texte
    entier = _du_fichier(plan, publiques=False)
    assert all(secret in entier for secret in SECRETS)


@pytest.mark.parametrize(
    "chemin",
    [
        "/plans/actif/comite/seances/CMO-2026-07/preparation/",
        "/plans/actif/comite/seances/CMO-2026-07/tenue/",
        "/plans/actif/comite/seances/CMO-2026-07/proces-verbal/",
        "/plans/actif/comite/seances/CMO-2026-07/dossier.pdf",
        "/plans/actif/comite/seances/CMO-2026-07/dossier.json",
        "/plans/actif/tableau-de-bord/",
    ],
)
def test_the_committee_s_own_pages_do_not_exist_for_others(deliberee, chemin, client_de, service):
    assert Client().get(chemin).status_code == 302
    for compte in ({"partenaire": True}, {"redaction": True}, {}):
        personne = UtilisateurFactory(organisation=OrganisationFactory(), **compte)
        assert client_de(personne).get(chemin).status_code == 404
    attendu = 404 if "dossier" in chemin else 200
    for compte in ({"comite": True}, {"coordination": True}):
        assert client_de(UtilisateurFactory(**compte)).get(chemin).status_code == attendu


def test_the_agenda_is_public_once_the_meeting_is_called(plan, action):
    seance = SeanceFactory(plan=plan, numero="CMO-2026-08")
    PointFactory(seance=seance, titre="Un sujet à venir")
    PointFactory(seance=seance, titre="Sur un brouillon", action=ActionFactory(plan=plan))
    chemin = seance.get_absolute_url()
    assert "Un sujet à venir" not in lire([chemin])[chemin]
    seance.convoquer()
    page = lire([chemin])[chemin]
    assert "Un sujet à venir" in page
    # A point on an action that is not public stays unsaid.
    assert "Sur un brouillon" not in page


def test_an_unpublished_action_is_not_named_by_a_public_decision(deliberee, plan):
    cachee = ActionFactory(plan=plan, code="9.9", titre="ACTION-CACHÉE")
    Decision.objects.get().actions.add(cachee)
    approuver(deliberee)
    for texte in lire(
        [
            "/plans/actif/comite/decisions/",
            "/plans/actif/comite/seances/CMO-2026-07/",
            "/plans/actif/donnees/decisions.json",
        ]
    ).values():
        assert "9.9" not in texte
        assert "ACTION-CACHÉE" not in texte
