"""The odd texts and numbers of `tests/test_extremes.py`, where the committee reads and writes them: meetings,
minutes, dashboard, packet and annual review, on screen and on paper."""

import html
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actions.models import Plan
from comite.models import Decision, Seance
from comite.sorties.bilan import publication
from comite.sorties.dossier import fabrication
from tests.actions.plan_d_essai import charger, ecrire, exporter
from tests.comite import dossiers
from tests.factories import BilanAxeFactory, BilanFactory, UtilisateurFactory
from tests.passe import reculer
from tests.test_extremes import contenu

pytestmark = pytest.mark.django_db(transaction=True)

NB = "\N{NO-BREAK SPACE}"
PLAN = "/plans/essai-textes"
PIEGE = "Bidi \N{RIGHT-TO-LEFT OVERRIDE}eipèg\N{POP DIRECTIONAL FORMATTING} fin"
DROITE = "שלום عربي et emoji 👩🏽‍🌾🇨🇦"
FORMULE = '=HYPERLINK("http://127.0.0.1/";"clic")'
BALISES = "#let x = 1 *gras* <script>alert(1)</script> $x$ _a_ [b](javascript:c) \\ `d`"
LONG = "W" * 300
TARD = "2030-12-31"
TEXTES = (DROITE, FORMULE, BALISES, LONG, PIEGE, "0")
AVANT = [
    {
        "numero": "S-0", "date": "2026-06-01", "etat": "tenue", "quorum": {"requis": 1}, "presences": ["P"],
        "lieu": "L" * 200, "invites": [FORMULE, DROITE, "I" * 200], "presidee_par": "-1", "secretaire": "+1",
        "ordre_du_jour": [
            {"titre": LONG, "nature": "autre", "delibere": "D" * 5000},
            {"titre": DROITE, "action": "1.10", "delibere": PIEGE},
            {"titre": FORMULE, "engagement": "E-0", "delibere": BALISES},
            {"titre": "0", "delibere": "0"},
        ],
        "decisions": [
            {"numero": "S-0-R1", "libelle": "L" * 5000, "vote": "unanimité", "action": "1.20"},
            {
                "numero": "S-0-R2", "libelle": DROITE, "point": DROITE,
                "effets": [
                    {"effet": "reformuler", "action": "1.20", "nouveau_texte": LONG, "motif": BALISES},
                    {"effet": "deplacer_fin", "action": "2.4", "nouvelle_date": TARD, "motif": DROITE},
                ],
            },
            {"numero": "S-0-R3", "libelle": "0", "engagements": ["E-3", "E-9"]},
        ],
        "suites": [
            {"libelle": LONG, "responsable": "SDE", "etat": "a_faire", "echeance": "2026-07-01"},
            {"libelle": DROITE, "responsable": "COEUR", "etat": "caduque", "note": BALISES,
             "close_le": "2026-07-02"},
        ],
        "proces_verbal": {"etat": "approuve", "approuve_a": "S-1", "texte": "\n\n".join(TEXTES)},
    },
    {
        "numero": "S-1", "date": "2026-09-01", "etat": "tenue", "quorum": {"requis": 1, "presents": 0},
        "decisions": [{"numero": "S-1-R1", "libelle": BALISES, "actions": ["0.0", "1.11"]}],
    },
]  # fmt: skip
# The same, of which the minutes are still to be written.
A_ECRIRE = AVANT[0] | {
    "numero": "S-00",
    "date": "2026-05-01",
    "decisions": [{"numero": f"S-00-R{rang}", "libelle": texte} for rang, texte in enumerate(TEXTES, 1)],
    "proces_verbal": None,
}


@pytest.fixture
def plan(tmp_path) -> Plan:
    """Loaded long ago; a meeting is called for today on every action and commitment."""
    lu = contenu()
    sujets = [{"titre": f"Sur {a['code']}", "action": a["code"], "motif": BALISES} for a in lu["actions"]]
    sujets += [{"titre": f"Sur {e['code']}", "engagement": e["code"]} for e in lu["engagements"]]
    aujourd_hui = timezone.localdate().isoformat()
    ouverte = {
        "numero": "S-2", "date": aujourd_hui, "etat": "convoquee", "lieu": DROITE, "ordre_du_jour": sujets,
    }  # fmt: skip
    lu["seances"] += [A_ECRIRE, *AVANT, ouverte]
    charger(ecrire(tmp_path, lu), "--publier")
    reculer(900)
    return Plan.objects.get()


@pytest.fixture
def comite(client_de) -> Client:
    return client_de(UtilisateurFactory(roles=("comite", "coordination")))


def pages(plan: Plan) -> list[str]:
    lues = [
        plan.adresse("comite"),
        plan.adresse("decisions"),
        f"{PLAN}/tableau-de-bord/",
        f"{PLAN}/comite/calendrier.ics",
    ]
    for seance in Seance.objects.filter(plan=plan).select_related("plan"):
        lues.append(seance.get_absolute_url())
        lues += [seance.adresse(nom) for nom in ("preparation", "tenue", "proces-verbal")]
    return lues


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
def test_every_page_of_the_committee_answers(plan, comite, langue):
    lues = {page: comite.get(langue + page, follow=True).status_code for page in pages(plan)}
    assert {page: code for page, code in lues.items() if code != 200} == {}


def test_the_public_page_of_a_meeting_says_every_text_as_it_is(plan):
    page = dits(Client().get(f"{PLAN}/comite/seances/S-0/").content.decode())
    assert [texte for texte in TEXTES if dits(texte) not in page] == []
    assert "<script>alert(1)" not in Client().get(f"{PLAN}/comite/seances/S-0/").content.decode()


def test_the_minutes_and_the_sheet_of_the_meeting_say_every_text(plan, comite):
    for nom in ("tenue", "proces-verbal"):
        lue = comite.get(f"{PLAN}/comite/seances/S-00/{nom}/").content.decode()
        assert [texte for texte in TEXTES if dits(texte) not in dits(lue)] == [], nom
        assert "<script>alert(1)" not in lue


def test_nobody_present_is_zero_and_no_quorum(plan, comite):
    assert Decision.objects.get(numero="S-1-R1").recommandation
    page = dits(comite.get(f"{PLAN}/comite/seances/S-1/proces-verbal/").content.decode())
    assert "Membres présents : 0." in page


def test_the_plan_comes_back_unchanged(plan, tmp_path):
    retour = tmp_path / "retour"
    retour.mkdir()
    assert charger(ecrire(retour, exporter()), "--publier")[0].startswith("Rien à changer")


def test_the_dashboard_says_zero_and_tells_it_from_what_is_not_measured(plan, comite):
    modules = comite.get(f"{PLAN}/tableau-de-bord/").content.decode()
    modules += comite.get(f"{PLAN}/tableau-de-bord/modules/").content.decode()
    assert f"0{NB}%" in modules
    assert "non mesuré" in modules
    assert "nan" not in modules.lower().split()
    assert "None" not in modules


def test_the_packet_is_made_again_and_says_zero(plan):
    dossier = fabrication.preparer(Seance.objects.select_related("plan").get(numero="S-2"))
    assert fabrication.refaire(dossier)
    lues = json.loads(dossier.donnees)
    actions = {action["code"]: action for action in lues["actions"]}
    assert (actions["0.0"]["avancement"], actions["0.0"]["avancement_dit"]) == (0, f"0{NB}%")
    assert (actions["2.3"]["avancement"], actions["2.3"]["avancement_dit"]) == (None, "non mesuré")
    # A cancelled milestone still counts: nothing reached of two is zero.
    assert actions["2.2"]["avancement"] == 0
    assert actions["1.10"]["titre"] == DROITE
    montants = {engagement["code"]: engagement["montant"] for engagement in lues["pages_engagements"]}
    assert montants["E-0"] == f"0{NB}$"
    _lire(bytes(dossier.pdf))


def test_the_annual_review_is_shown_and_printed_with_them(plan):
    jour = timezone.localdate() - timedelta(days=1)
    bilan = BilanFactory(plan=plan, annee=jour.year, arret=jour, introduction="\n\n".join(TEXTES))
    BilanAxeFactory(bilan=bilan, axe=plan.axes.get(), recit="\n\n".join(TEXTES))
    publication.publier(bilan, UtilisateurFactory(coordination=True))
    page = Client().get(f"{PLAN}/bilans/{jour.year}/").content.decode()
    assert [texte for texte in (DROITE, FORMULE, LONG, PIEGE) if dits(texte) not in dits(page)] == []
    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page
    reponse = Client().get(f"{PLAN}/bilans/{jour.year}.pdf")
    assert reponse.status_code == 200
    _lire(reponse.content)


def _lire(pdf: bytes) -> None:
    """What no embedded font draws is shown, never left out; nothing turns the line around."""
    assert pdf.startswith(b"%PDF-")
    lu = dossiers.texte(pdf)
    assert "□" in lu
    assert "None" not in lu
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in lu


def dits(texte: str) -> str:
    """On one line, whatever marks stand for the signs of HTML and of typography."""
    return " ".join(html.unescape(texte).replace("’", "'").replace(NB, " ").split())
