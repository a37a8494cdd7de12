"""The sources of an action in the long form: those that it cites are ticked, others are named by code."""

import re

import pytest

from partenariat.administration.champs import CASES_MAX
from tests.factories import ActionFactory, SourceFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)


@pytest.fixture
def page(action) -> str:
    return f"/admin/actions/action/{action.pk}/change/"


def cases(reponse) -> list[str]:
    return re.findall(r'<input type="checkbox" name="sources" value="(\d+)"', reponse.content.decode())


def test_more_than_a_screen_of_boxes_is_named_by_code(coordination, plan, action, page):
    sources = [SourceFactory(plan=plan, code=f"S{n:02}") for n in range(CASES_MAX + 1)]
    action.sources.add(sources[0])
    lue = coordination.get(page)
    assert cases(lue) == [str(sources[0].pk)]
    assert '<option value="S07">' in lue.content.decode()
    assert "Autres sources, par leur code" in texte(lue)
    lus = ouvrir(coordination, page)
    assert envoyer(coordination, page, lus, codes_sources=["S03", "", "S04"]).status_code == 302
    assert {source.code for source in action.sources.all()} == {"S00", "S03", "S04"}
    # Left as they are, they change nothing; unticked, one goes.
    assert envoyer(coordination, page, ouvrir(coordination, page)).status_code == 302
    assert action.sources.count() == 3
    envoyer(coordination, page, ouvrir(coordination, page), sources=[str(sources[3].pk)])
    assert {source.code for source in action.sources.all()} == {"S03"}


def test_a_code_that_is_none_is_refused_at_its_field(coordination, plan, action, page):
    for n in range(CASES_MAX + 1):
        SourceFactory(plan=plan, code=f"S{n:02}")
    reponse = envoyer(coordination, page, ouvrir(coordination, page), codes_sources="S99")
    assert "Aucune fiche de ce plan n'a ce code" in texte(reponse).replace("’", "'")
    assert not action.sources.exists()


def test_a_new_action_names_its_sources_so_too(coordination, plan, axe):
    for n in range(CASES_MAX + 1):
        SourceFactory(plan=plan, code=f"S{n:02}")
    assert cases(coordination.get("/admin/actions/action/add/")) == []


def test_few_are_all_boxes(coordination, plan, page):
    sources = [SourceFactory(plan=plan, code=f"S{n:02}") for n in range(3)]
    lue = coordination.get(page)
    assert cases(lue) == [str(source.pk) for source in sources]
    assert "Autres sources, par leur code" not in texte(lue)
