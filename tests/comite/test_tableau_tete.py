"""The head of the dashboard: what asks for a decision first, four figures, and axes against states."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comite.mesures.perimetre import Perimetre
from comite.sorties.tableau.matrice import ETATS, MARQUES
from comite.sorties.tableau.tete import AU_PLUS, ADecider, grands_chiffres
from partenariat.presentation.formats import date_longue
from tests.comite.tableau import compte
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DeclarationFactory,
    EngagementFactory,
    JalonFactory,
    PreuveFactory,
    SeanceFactory,
    SuiteFactory,
    VerificationFactory,
)
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
TABLEAU = "/plans/actif/tableau-de-bord/"


def il_y_a(jours: int):
    return AUJOURD_HUI - timedelta(days=jours)


def lire(client, requete: str = "") -> str:
    return unescape(client.get(TABLEAU + requete).content.decode())


def a_decider(page: str) -> list[tuple[str, str, str]]:
    """(address, title, why) of each line."""
    morceau = page[page.index('class="a-decider"') :].split("</section>")[0]
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>\s*<p>([^<]+)</p>', morceau)


def test_nothing_to_decide_is_not_said_and_no_meeting_is(plan, axe, membre, client_de):
    page = lire(client_de(membre))
    assert "Aucune séance n'est prévue." in page.replace("’", "'")
    assert "a-decider" not in page
    assert "demande" not in page.split("tableau__phrase")[1].split("</p>")[0]


def test_the_next_meeting_leads_with_its_days(plan, axe, membre, client_de):
    prochaine = SeanceFactory(plan=plan, numero="CMO-2027-01", date=AUJOURD_HUI + timedelta(days=13))
    page = lire(client_de(membre))
    assert "<strong>dans 13 jours</strong>" in page
    assert f'href="{prochaine.adresse("preparation")}"' in page
    prochaine.date = AUJOURD_HUI
    prochaine.save()
    assert "<strong>aujourd'hui</strong>" in lire(client_de(membre)).replace("’", "'")


def test_minutes_come_first_then_the_longest_late_then_what_is_contested(
    plan, axe, service, membre, client_de
):
    seance = SeanceFactory(plan=plan, tenue=True, date=il_y_a(40))
    SuiteFactory(seance=seance, responsable=service, echeance=il_y_a(20), libelle="Une suite due")
    SuiteFactory(seance=seance, responsable=service, echeance=il_y_a(-20), libelle="Une suite à temps")
    ActionFactory(plan=plan, axe=axe, publiee=True, code="1.1", titre="Peu", debut=il_y_a(90), fin=il_y_a(3))
    ActionFactory(
        plan=plan, axe=axe, publiee=True, code="1.2", titre="Long", debut=il_y_a(90), fin=il_y_a(50)
    )
    ActionFactory(plan=plan, axe=axe, code="1.3", titre="Brouillon", debut=il_y_a(90), fin=il_y_a(80))
    conteste = EngagementFactory(plan=plan, publie=True, signe=True, code="E-1", titre="Disputé")
    VerificationFactory(declaration=DeclarationFactory(engagement=conteste), preuve=None, contestee=True)
    lignes = a_decider(lire(client_de(membre)))
    assert [titre.split(" · ")[-1] for _adresse, titre, _dit in lignes[1:]] == [
        "Long",
        "Une suite due",
        "Peu",
        "Disputé",
    ]
    assert lignes[0][1].startswith("Approuver le procès-verbal du ")
    assert "50 jours de retard" in lignes[1][2]
    assert "20 jours de retard" in lignes[2][2]
    assert "Sans preuve" in lignes[4][2]
    assert lignes[2][0] == seance.get_absolute_url(), "no meeting is called where it could be noted"
    page = lire(client_de(membre))
    assert "5 choses demandent une décision." in page
    approuver(seance)
    assert date_longue(seance.date) in lignes[0][1]
    assert date_longue(seance.date) not in a_decider(lire(client_de(membre)))[0][1]


def test_beyond_some_lines_the_counts_lead_to_the_rest(plan, axe, membre, client_de):
    for rang in range(AU_PLUS + 3):
        debut, fin = il_y_a(300), il_y_a(10 + rang)
        ActionFactory(plan=plan, axe=axe, publiee=True, code=f"1.{rang}", debut=debut, fin=fin)
    client = client_de(membre)
    page = lire(client)
    lignes = a_decider(page)
    assert [titre.split(" ")[0] for _a, titre, _d in lignes] == [
        f"1.{AU_PLUS + 2 - r}" for r in range(AU_PLUS)
    ]
    adresse, _dit = re.search(rf'<a href="([^"]+)">({AU_PLUS + 3} actions en retard)</a>', page).groups()
    assert compte(client, page, adresse) == AU_PLUS + 3
    assert f"{AU_PLUS + 3} choses" in page


def test_what_is_filtered_is_not_asked(plan, axe, membre, client_de):
    autre = AxeFactory(plan=plan, numero=2, code="A2")
    ActionFactory(plan=plan, axe=axe, publiee=True, code="1.1", debut=il_y_a(90), fin=il_y_a(9))
    ActionFactory(plan=plan, axe=autre, publiee=True, code="2.1", debut=il_y_a(90), fin=il_y_a(9))
    assert [t.split(" ")[0] for _a, t, _d in a_decider(lire(client_de(membre), "?axe=2"))] == ["2.1"]


def test_the_head_reads_nothing_that_the_modules_do_not(plan, axe, service, django_assert_num_queries):
    ActionFactory(plan=plan, axe=axe, publiee=True, debut=il_y_a(90), fin=il_y_a(9))
    perimetre = Perimetre.du_plan(plan, None)
    for lu in ("actions_lues", "engagements_lus", "suites_lues", "prochaine", "portraits", "jalons_lus"):
        getattr(perimetre, lu)
    with django_assert_num_queries(0):
        grands_chiffres(perimetre, [])
        tete = ADecider(perimetre, [])
    with django_assert_num_queries(1):
        assert len(tete.lignes) == 1


def test_a_year_is_drawn_where_a_year_is_known(plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    JalonFactory(action=action, echeance=il_y_a(20), atteint_le=il_y_a(20))
    (jalons,) = [r for r in grands_chiffres(Perimetre.du_plan(plan, None), []) if r.nom == "Jalons atteints"]
    assert (jalons.valeur, jalons.note, jalons.figure) == ("1", "", "")
    JalonFactory(action=action, echeance=il_y_a(500), atteint_le=il_y_a(500))
    (jalons,) = [r for r in grands_chiffres(Perimetre.du_plan(plan, None), []) if r.nom == "Jalons atteints"]
    assert jalons.valeur == "2"
    assert jalons.note.startswith("1 il y a un an")
    assert 'role="img" aria-label="Jalons atteints en cumulé' in jalons.figure


def test_each_figure_of_the_head_leads_to_what_it_counts(plan, axe, service, membre, client_de):
    ActionFactory(plan=plan, axe=axe, publiee=True, debut=il_y_a(90), fin=il_y_a(9))
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    JalonFactory(action=action, atteint=True)
    PreuveFactory(engagement=EngagementFactory(plan=plan, publie=True, signe=True, partie=service))
    EngagementFactory(plan=plan, publie=True, signe=True, partie=service)
    client = client_de(membre)
    page = lire(client)
    tetes = re.findall(
        r'<p class="quatre__nom"><a href="([^"]+)">([^<]+)</a></p>\s*<p><strong>(\d+)</strong>', page
    )
    assert [(nom.replace("’", "'"), int(n)) for _a, nom, n in tetes] == [
        ("Actions en retard", 1),
        ("Jalons atteints", 1),
        ("Engagements appuyés d'une preuve", 1),
    ]
    for adresse, nom, n in tetes:
        assert compte(client, page, adresse) == int(n), nom
    client.post(f"{TABLEAU}modules/", {"module": ["suites"]})
    page = lire(client)
    ancres = re.findall(r'class="quatre__nom"><a href="#([^"]+)"', page)
    assert not ancres, "no figure leads to a module that is not there"


def test_every_action_is_in_one_column_and_marks_are_as_many(plan, axe, membre, client_de):
    for rang in range(MARQUES + 1):
        ActionFactory(plan=plan, axe=axe, publiee=True, realisee=True, code=f"1.{rang}")
    for rang in range(3):
        ActionFactory(plan=plan, axe=axe, publiee=True, suspendue=True, code=f"2.{rang}")
    page = lire(client_de(membre))
    matrice = page[page.index('class="matrice"') : page.index("</table>", page.index('class="matrice"'))]
    rangee = matrice[matrice.index("<tbody>") : matrice.index("</tbody>")]
    par_etat = dict(re.findall(r'<td class="mx mx--(\w+)">(.*?)</td>', rangee, flags=re.S))
    assert set(par_etat) == {"realisee", "suspendue"}, "a state where nothing stands has no column"
    assert par_etat["suspendue"].count("<svg") == 3
    assert par_etat["realisee"].count("<svg") == 1, "one mark stands for many, and the count says how many"
    assert sum(int(n) for n in re.findall(r">(\d+)</a></td>", rangee)) == 2 * (MARQUES + 4)
    assert len(ETATS) == len(set(ETATS)) == 7
