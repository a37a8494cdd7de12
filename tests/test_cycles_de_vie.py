"""The life cycles: what is said of them, and what the database holds of them, is what their tables say."""

import os
import re

import pytest
from django.db import connection

from actions.models import Action, Histoire
from comite.models import Bilan, Ronde, Seance
from engagements.models import Engagement
from partenariat.cycles.cycle import CYCLES
from partenariat.cycles.page import page
from partenariat.cycles.pas import TransitionRefusee, par_la_coordination
from tests.factories import ActionFactory, UtilisateurFactory
from tests.lancement import RACINE

PAGE = RACINE / "docs/cycles-de-vie.md"
MODELES = (Action, Engagement, Histoire, Seance, Bilan, Ronde)


def test_the_page_says_what_the_tables_say():
    if os.environ.get("CYCLES") == "refaire":
        PAGE.write_text(page())
    assert PAGE.read_text() == page()


def test_every_table_is_that_of_a_model():
    assert {id(modele.CYCLE) for modele in MODELES} == {id(cycle) for cycle in CYCLES}


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m.__name__)
def test_every_step_leads_from_and_to_states_that_exist(modele):
    champs = {champ.name: champ for champ in modele._meta.concrete_fields}
    for pas in modele.CYCLE:
        for nom in {*pas.de, *pas.vers}:
            etats = {*pas.de.get(nom, ()), *filter(None, [pas.vers.get(nom)])}
            if nom in champs:
                assert etats <= set(dict(champs[nom].choices))
            else:
                assert isinstance(getattr(modele, nom), property)


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m.__name__)
def test_every_state_from_which_a_step_does_not_lead_has_its_sentence(modele):
    """A refusal always says why, from whatever state."""
    cycle = modele.CYCLE
    champs = {champ.name: champ for champ in modele._meta.concrete_fields}
    for pas in cycle:
        # What follows from another act is never asked for.
        for nom in pas.de if pas.qui else ():
            ailleurs = set(dict(champs[nom].choices)) - set(pas.de[nom]) if nom in champs else set()
            for etat in ailleurs:
                assert str(cycle._phrase(pas, nom, etat)), (pas.nom, nom, etat)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "champ", "cycle"),
    [
        ("actions_action", "publication", Action.CYCLE),
        ("engagements_engagement", "publication", Engagement.CYCLE),
        ("engagements_engagement", "etat", Engagement.CYCLE),
        ("comite_seance", "etat", Seance.CYCLE),
    ],
)
def test_the_database_reads_a_step_a_line(table, champ, cycle):
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT prosrc FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid"
            " WHERE t.tgrelid = %s::regclass AND prosrc LIKE %s",
            [table, f"%CASE OLD.{champ} ||%"],
        )
        (texte,) = curseur.fetchone()
    lignes = [ligne.strip() for ligne in texte.splitlines() if ligne.strip().startswith("WHEN '")]
    assert lignes == [
        f"WHEN '{de} > {vers}' THEN true  -- {pas.nom}" for de, vers, pas in cycle.menent(champ)
    ]


@pytest.mark.django_db
def test_a_step_of_what_somebody_erased_says_so():
    action, personne = ActionFactory(publication="brouillon"), UtilisateurFactory(coordination=True)
    Action.objects.get(pk=action.pk).delete()
    with pytest.raises(TransitionRefusee, match="effacé entre-temps"):
        action.soumettre(personne)


def test_who_coordinates_and_what_refuses_a_step_are_said_once():
    """One `Qui` for the coordination alone, one place to import the refusal from."""
    sources = {
        chemin.relative_to(RACINE).as_posix(): chemin.read_text()
        for etage in ("partenariat", "actions", "engagements", "comite", "bench", "tests")
        for chemin in (RACINE / etage).rglob("*.py")
    }
    seule = re.compile(r'Qui\(\s*_\("la coordination"\)')
    assert [nom for nom, texte in sources.items() if seule.search(texte)] == ["partenariat/cycles/pas.py"]
    importe = re.compile(r"^from (\S+) import (?:\([^)]*|[^(\n]*)\bTransitionRefusee\b", re.M)
    origines = {origine for texte in sources.values() for origine in importe.findall(texte)}
    assert origines == {"partenariat.cycles.pas"}


def test_what_the_coordination_alone_does_is_refused_to_anyone_else():
    for cycle in CYCLES:
        for pas in cycle:
            if pas.qui and pas.roles == ("coordination",) and not pas.qui.vrai:
                assert pas.qui == par_la_coordination(pas.qui.refus)
