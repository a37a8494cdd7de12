"""What actions lack: one rule each; the filter that counts them, the file that says them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from actions.models import Action
from actions.models.manques import A_LA_PUBLICATION, Manque
from tests.factories import (
    ActionFactory,
    AxeFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
)
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
LISTE = "/admin/actions/action/"


def complete(**traits) -> Action:
    """An action that lacks nothing."""
    action = ActionFactory(description="Ce qu'elle prévoit.", **traits)
    JalonFactory(action=action)
    MesureFactory(indicateur=IndicateurFactory(action=action))
    return action


def sans_echeance(action: Action) -> None:
    action.jalons.all().delete()
    JalonFactory(action=action, atteint=True)
    Action.objects.filter(pk=action.pk).update(en_continu=True)


OTER = {
    Manque.JALON: lambda action: action.jalons.all().delete(),
    Manque.INDICATEUR: lambda action: (
        NouvelleFactory(action=action, visibilite="publique"),
        action.indicateurs.all().delete(),
    ),
    Manque.ECHEANCE: sans_echeance,
    Manque.DESCRIPTION: lambda action: Action.objects.filter(pk=action.pk).update(description=""),
    Manque.NOUVELLE: lambda action: [i.mesures.all().delete() for i in action.indicateurs.all()],
}


@pytest.mark.parametrize("manque", Manque)
def test_each_lack_is_told_alone_by_its_own_rule(coordination, manque):
    temoin, action = complete(), complete()
    assert codes(coordination, manque="un") == set()
    OTER[manque](action)
    assert codes(coordination, manque=manque.value) == codes(coordination, manque="un") == {action.code}
    lues = {a.pk: a.manques for a in Action.objects.avec_manques()}
    assert lues == {temoin.pk: [], action.pk: [manque.value]}
    assert Action.objects.compter_les_manques() == {m: int(m is manque) for m in Manque}
    assert Action.objects.minces().exists() is (manque in A_LA_PUBLICATION)


def test_what_is_only_cancelled_is_a_milestone_all_the_same(coordination):
    action = complete()
    action.jalons.update(annule=True)
    assert codes(coordination, manque="jalon") == set()


def test_a_closed_action_misses_no_date(coordination):
    for trait in ("realisee", "archivee", "suspendue"):
        ActionFactory(fin=None, **{trait: True})
    assert codes(coordination, manque="echeance") == set()
    assert set(Action.objects.avec_lectures().values_list("echeancier", flat=True)) == {None}


def test_without_a_date_reads_as_the_schedule_does(coordination):
    action = ActionFactory(fin=None)
    assert (
        codes(coordination, manque="echeance")
        == codes(coordination, echeancier="sans_echeance")
        == {action.code}
    )
    assert Action.objects.avec_lectures().get().echeancier == "sans_echeance"


# --- The filter ------------------------------------------------------------------------------------------


def codes(client, **parametres) -> set[str]:
    return {action.code for action in client.get(LISTE, parametres).context["cl"].result_list}


@pytest.fixture
def trois(unite, axe):
    """C lacks nothing; U, of the unit, has no description; D, of another, neither that nor a milestone."""
    complete(axe=axe, code="C")
    sans = complete(axe=axe, code="U", responsable=unite)
    Action.objects.filter(pk=sans.pk).update(description="")
    MesureFactory(indicateur=IndicateurFactory(action=ActionFactory(axe=axe, code="D")))
    return unite


def test_the_filter_keeps_what_lacks_it_within_the_other_filters(coordination, trois):
    assert codes(coordination, manque="description") == {"U", "D"}
    assert codes(coordination, manque="jalon") == {"D"}
    assert codes(coordination, manque="un") == {"U", "D"}
    assert codes(coordination, manque="description", responsable__id__exact=trois.pk) == {"U"}
    assert codes(coordination, manque="autre") == {"C", "U", "D"}


def test_each_lack_is_counted_of_what_the_other_filters_leave(coordination, trois):
    lue = texte(coordination.get(LISTE))
    for dit in ("sans description (2)", "sans jalon (1)", "sans indicateur (0)", "au moins un manque (2)"):
        assert dit in lue, dit
    # The filter itself does not count: what it leaves is not all that there is.
    assert "sans jalon (1)" in texte(coordination.get(LISTE, {"manque": "indicateur"}))
    lue = texte(coordination.get(LISTE, {"responsable__id__exact": trois.pk}))
    assert "sans description (1)" in lue
    assert "sans jalon (0)" in lue


def test_an_editor_s_counts_tell_nothing_of_other_units(redaction, trois):
    lue = texte(redaction.get(LISTE))
    assert "sans description (1)" in lue
    assert "sans jalon (0)" in lue


def test_the_counts_of_all_lacks_are_one_query(coordination):
    action = ActionFactory(axe=AxeFactory(plan=PlanFactory(actif=True)))
    coordination.get(LISTE)
    with CaptureQueriesContext(connection) as capture:
        coordination.get(LISTE, {"manque": "jalon"})
    assert sum("FILTER (WHERE" in q["sql"] for q in capture) == 1
    avant = len(capture)
    for rang in range(49):
        JalonFactory(action=ActionFactory(axe=action.axe, responsable=action.responsable, code=f"B{rang}"))
    with CaptureQueriesContext(connection) as capture:
        coordination.get(LISTE, {"manque": "indicateur"})
    assert len(capture) == avant <= 16


# --- The file --------------------------------------------------------------------------------------------


def lignes(reponse) -> list[dict]:
    contenu = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    return list(csv.DictReader(io.StringIO(contenu.decode("utf-8-sig"))))


def test_the_list_is_exported_as_it_is_filtered_with_what_lacks(coordination, trois):
    reponse = coordination.get(f"{LISTE}liste.csv", {"manque": "un"})
    assert {ligne["code"]: ligne["manque"] for ligne in lignes(reponse)} == {
        "U": "sans description",
        "D": "sans jalon | sans description",
    }
    assert "attachment" in reponse["Content-Disposition"]
    premiere = lignes(coordination.get(f"{LISTE}liste.csv"))[0]
    lus = [premiere[nom] for nom in ("publication", "statut", "echeancier", "fraicheur", "manque")]
    assert not any("_" in mot or mot.islower() for mot in lus[:-1]), "the words of the screen, no code"
    reponse = coordination.get(f"{LISTE}liste.xlsx", {"responsable__id__exact": trois.pk})
    feuille = load_workbook(io.BytesIO(reponse.content)).active
    assert [rangee[1] for rangee in feuille.iter_rows(min_row=2, values_only=True)] == ["U"]


def test_what_one_person_may_read_is_for_no_other_site_and_no_cache(redaction, trois):
    reponse = redaction.get(f"{LISTE}liste.csv")
    assert [ligne["code"] for ligne in lignes(reponse)] == ["U"]
    assert "Access-Control-Allow-Origin" not in reponse
    assert reponse["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in reponse["Cache-Control"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("faux", [{"fin__an": "x"}, {"plan__id__exact": "x"}, {"code__regex": "("}])
def test_a_filter_that_is_not_understood_is_said_by_the_list(coordination, trois, faux):
    reponse = coordination.get(f"{LISTE}liste.csv", faux, follow=True)
    assert reponse.status_code in (200, 400)


def test_the_list_leads_to_its_file_and_to_its_rows_under_the_same_filters(coordination, trois):
    page = coordination.get(LISTE, {"manque": "jalon"}).content.decode()
    for adresse in ("liste.csv", "liste.xlsx", "plusieurs/"):
        assert f'href="{LISTE}{adresse}?manque=jalon"' in page
    assert f'href="{LISTE}jalons/"' in page


def test_the_file_costs_the_same_with_2_and_50_rows(coordination, axe):
    unite = OrganisationFactory(service=True)

    def cout() -> int:
        with CaptureQueriesContext(connection) as capture:
            assert coordination.get(f"{LISTE}liste.csv").status_code == 200
        return len(capture)

    for rang in range(2):
        ActionFactory(axe=axe, code=f"A{rang}", responsable=unite)
    cout()
    avec_2 = cout()
    for rang in range(48):
        ActionFactory(axe=axe, code=f"B{rang}", fin=timezone.localdate() + timedelta(days=rang))
    assert cout() == avec_2
