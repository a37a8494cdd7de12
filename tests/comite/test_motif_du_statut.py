"""The reason under a status is that of this status: the same on the page, in the packet and in the files."""

import re
from html import unescape

import pytest
from django.test import Client

from actions.models import Action
from comite.models.etats import NatureEffet as Nature
from tests.factories import ActionFactory, comite

pytestmark = pytest.mark.django_db
MOTIF = re.compile(r'<p class="motif">\s*<strong>Motif[^<]*</strong>\s*<span lang="fr">([^<]*)</span>')


def decider(nature: Nature):
    def geste(action, seance, membre):
        comite.prendre(seance, membre, action=action, effet=nature, motif=f"Motif de {nature.value}.")

    return geste


def inscrire(**champs):
    return lambda action, seance, membre: Action.objects.filter(pk=action.pk).update(**champs)


SUITES = {
    "suspended by a decision": ([decider(Nature.SUSPENDRE)], "Motif de suspendre.", True),
    "resumed by a decision": (
        [decider(Nature.SUSPENDRE), decider(Nature.REPRENDRE)],
        "Motif de reprendre.",
        True,
    ),
    "done since it was resumed": (
        [decider(Nature.SUSPENDRE), decider(Nature.REPRENDRE), inscrire(statut="realisee")],
        None,
        False,
    ),
    "suspended by its organisation": (
        [inscrire(statut="suspendue", motif="Le chantier attend.")],
        "Le chantier attend.",
        False,
    ),
    "under way with what is left of a suspension": (
        [inscrire(statut="suspendue", motif="Le chantier attend."), inscrire(statut="en_cours")],
        None,
        False,
    ),
    "under way": ([], None, False),
}


@pytest.mark.parametrize(("gestes", "dit", "decide"), SUITES.values(), ids=SUITES.keys())
def test_the_page_shows_the_reason_and_the_decision_that_the_file_gives(
    gestes, dit, decide, plan, seance, membre
):
    action = ActionFactory(plan=plan, publiee=True, code="2.3")
    for geste in gestes:
        geste(action, seance, membre)
        action.refresh_from_db()
    (ligne,) = Client().get("/plans/actif/donnees/actions.json").json()
    assert (ligne["motif"] is None) is (dit is None)
    assert (ligne["motif"] or "").endswith(dit or "")
    assert bool(ligne["decision"]) is decide
    page = Client().get(action.get_absolute_url()).content.decode().split("</article>")[0]
    lus = [unescape(lu).replace("\u00a0", " ") for lu in MOTIF.findall(page)]
    assert lus == ([ligne["motif"].replace("\u00a0", " ")] if dit else [])
    assert action.motif_dit == (ligne["motif"] or "")
