"""The committee in the back office: what its forms begin with, how they write an hour."""

from datetime import time

import pytest

from comite.models import Ronde, Seance
from tests.factories import PlanFactory, SeanceFactory, UtilisateurFactory
from tests.formulaires import lire

pytestmark = pytest.mark.django_db
FICHES = [
    f"/admin/{chemin}/add/"
    for chemin in (
        "comite/membre",
        "comite/seance",
        "comite/ronde",
        "comite/bilan",
        "actions/action",
        "actions/axe",
        "engagements/engagement",
    )
]


@pytest.fixture
def bureau(client_de):
    return client_de(UtilisateurFactory(coordination=True))


def champs(client, adresse: str) -> dict[str, list[str]]:
    return lire(client.get(adresse), f"{adresse.split('/')[3]}_form")


@pytest.mark.parametrize("adresse", FICHES)
@pytest.mark.parametrize(
    ("plans", "propose"),
    [
        ([{"actif": True}], 0),
        ([{"actif": False}], 0),
        ([{"actif": False}, {"actif": True}], 1),
        ([{"actif": False}, {"actif": False}], None),
    ],
    ids=["un plan actif", "un seul plan", "l'actif des deux", "deux sans actif"],
)
def test_a_new_record_begins_with_the_plan_that_one_would_choose(adresse, plans, propose, bureau):
    faits = [PlanFactory(**traits) for traits in plans]
    assert champs(bureau, adresse)["plan"] == ["" if propose is None else str(faits[propose].pk)]


def test_the_plan_that_was_not_touched_is_written(bureau):
    plan = PlanFactory(actif=True)
    saisie = champs(bureau, "/admin/comite/ronde/add/")
    saisie |= {"titre": "Avant la séance", "ouvre_le": "2026-11-01", "ferme_le": "2099-12-01"}
    bureau.post("/admin/comite/ronde/add/", saisie)
    assert Ronde.objects.get().plan == plan
    saisie = champs(bureau, "/admin/comite/seance/add/")
    bureau.post("/admin/comite/seance/add/", saisie | {"numero": "C-1", "date": "2099-12-01", "heure": "9 h"})
    assert (Seance.objects.get().plan, Seance.objects.get().heure) == (plan, time(9))


@pytest.mark.parametrize(("heure", "ecrite"), [(time(9), "9 h"), (time(13, 30), "13 h 30")], ids=str)
def test_an_hour_is_written_in_its_field_as_on_the_site(heure, ecrite, bureau):
    seance = SeanceFactory(heure=heure)
    adresse = f"/admin/comite/seance/{seance.pk}/change/"
    lus = champs(bureau, adresse)
    assert lus["heure"][0].replace("\N{NO-BREAK SPACE}", " ") == ecrite
    bureau.post(adresse, lus | {"lieu": "Hôtel de ville"})
    seance.refresh_from_db()
    assert (seance.heure, seance.lieu) == (heure, "Hôtel de ville")
