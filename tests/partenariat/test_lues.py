"""What a page was seen to read; which writes of the parts of something move what."""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import OperationalError, connection, connections, transaction

from actions.models import Action, Document, Jalon, Mesure, Participation
from engagements.models import Reponse, Verification
from partenariat.histoire import lues
from partenariat.histoire.historise import MOUVANTES
from partenariat.histoire.lues import _de, relations_lues
from partenariat.histoire.revision import TOUT, Etat, revision
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    DocumentFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    ParticipationFactory,
    ReponseFactory,
    VerificationFactory,
)

RETRAIT = "partenariat_retrait"
TOUJOURS = (RETRAIT, "actions_accordretire")
"""What withdraws from the public may change any page."""

# --- What is read ----------------------------------------------------------------------------------------

REQUETES = {
    "the ORM's": ('SELECT "actions_plan"."id" FROM "actions_plan"', {"actions_plan"}),
    "by hand": ("select * from public.Actions_Plan p", {"actions_plan"}),
    "after a comma": ("SELECT 1 FROM actions_plan, actions_axe", {"actions_plan", "actions_axe"}),
    "within": (
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM actions_axe) AS t) FROM actions_plan",
        {"actions_plan", "actions_axe"},
    ),
    "named apart": ("WITH p AS (SELECT * FROM actions_plan) SELECT * FROM p", {"actions_plan"}),
    "parts, with what says whether they are seen": (
        "SELECT 1 FROM actions_mesure",
        {"actions_mesure", "actions_indicateur", "actions_action"},
    ),
    "the past": ("SELECT 1 FROM histoire.actions_plan", {"actions_plan"}),
    "events": ("SELECT 1 FROM actions_planevent", {"actions_plan"}),
    "nothing": ("SELECT set_config('a', %s, true)", set()),
    "a savepoint": ('SAVEPOINT "s1"', set()),
    "what never moves": ("SELECT 1 FROM django_content_type", set()),
    "what has no revision": ("SELECT 1 FROM django_session", {TOUT}),
    "what nobody knows": ("SELECT 1 FROM ailleurs", {TOUT}),
    "a function that reads": ("SELECT public.retrait_dits('actions_plan', 1, NULL)", {TOUT}),
    "what was typed, by the groups of synonyms": (
        "SELECT public.requete_recherche('coop'), cardinality(public.termes_recherche('coop'))",
        {"partenariat_synonyme"},
    ),
    "what was prepared elsewhere": ("EXECUTE page (1)", {TOUT}),
    "several statements": ("SET LOCAL a = 1; SELECT 1 FROM actions_plan", {TOUT}),
    "a cursor": ("FETCH 10 FROM c", {TOUT}),
}


@pytest.mark.parametrize(("requete", "attendues"), REQUETES.values(), ids=REQUETES)
def test_what_a_query_reads(requete, attendues):
    vues = _de(requete)
    # Where one cannot tell, the rest says nothing more.
    assert (vues == attendues) or (TOUT in vues and TOUT in attendues)


@pytest.mark.django_db
def test_a_page_reads_what_its_queries_name_and_what_withdraws():
    Action.objects.exists()
    with relations_lues() as vues:
        Jalon.objects.exists()
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1 FROM actions_plan")
        list(Document.objects.iterator())
    Mesure.objects.exists()
    assert vues == {"actions_jalon", "actions_action", "actions_plan", "actions_document", *TOUJOURS}


@pytest.mark.django_db
def test_what_is_not_a_text_may_read_anything():
    with relations_lues() as vues, connection.cursor() as curseur:
        curseur.execute(b"SELECT 1")
    assert TOUT in vues


@pytest.mark.django_db
def test_nothing_can_be_read_under_a_name_that_is_not_known():
    """Tables, views and functions of the database: each is one of ours, or reads none of them."""
    with connection.cursor() as curseur:
        curseur.execute("""
            SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname !~ '^pg_|^information_schema$'
        """)
        noms = {nom for (nom,) in curseur.fetchall()}
        curseur.execute("""
            SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE nspname = 'public' AND prorettype <> 'trigger'::regtype
               AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        """)
        fonctions = {nom: set(re.findall(r"\w+", texte)) for nom, texte in curseur.fetchall()}
    connus = lues.compteurs()
    # Read by the site's own machinery, and under no public page: one that did would depend on everything.
    assert noms - set(connus) <= {"django_migrations", "cle_du_sceau", "sceau"}
    lisent = {nom for nom, mots in fonctions.items() if mots & set(connus)}
    assert lisent
    assert lisent <= lues.fonctions_qui_lisent()


def test_what_moves_is_known_by_its_own_name():
    tables = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    assert set(MOUVANTES) <= tables
    assert all(nom in lues_avec <= tables for nom, lues_avec in MOUVANTES.items())


ETATS = {
    "the same": (Etat(2, 0, "a:1,b:1"), {"a", "b"}, True),
    "another table moved": (Etat(3, 0, "a:1,b:2"), {"a"}, True),
    "it moved": (Etat(3, 0, "a:2,b:1"), {"a"}, False),
    "it moved in two rows": (Etat(3, 0, "a:1,b:1,a:1"), {"a"}, False),
    "another moved in two rows": (Etat(3, 0, "a:1,b:1,b:1"), {"a"}, True),
    "written for the first time": (Etat(3, 0, "a:1,b:1,c:1"), {"c"}, False),
    "one cannot tell what was read": (Etat(3, 0, "a:1,b:2"), {"a", TOUT}, False),
    "one cannot tell what moved": (Etat(3, 0), {"a"}, False),
}


@pytest.mark.parametrize(("autre", "relations", "vaut"), ETATS.values(), ids=ETATS)
def test_when_a_page_is_still_true(autre, relations, vaut):
    un = Etat(2, 0, "a:1,b:1")
    assert un.vaut(autre, relations) is autre.vaut(un, relations) is vaut


# --- The parts of what the public does not see -----------------------------------------------------------


@contextmanager
def _mouvement():
    """The tables whose counter moves within it; `retrait` where something may have been withdrawn."""
    avant, vus = revision(), set()
    yield vus
    apres = revision()
    vus.update(table for table in MOUVANTES if not apres.vaut(avant, {table}))
    vus.update({"retrait"} if apres.retrait > avant.retrait else ())


PARENTS = {"draft": False, "public": True}


@pytest.mark.django_db
@pytest.mark.parametrize("publiee", PARENTS.values(), ids=PARENTS)
def test_what_is_written_of_the_parts_of_an_action(publiee):
    action = ActionFactory(publiee=publiee)
    with _mouvement() as ajout:
        document = DocumentFactory(action=action)
    with _mouvement() as changement:
        Document.objects.filter(pk=document.pk).update(titre="Autre")
    with _mouvement() as fin:
        document.delete()
    assert (ajout, changement, fin) == (
        ({"actions_document"}, {"actions_document", "retrait"}, {"actions_document", "retrait"})
        if publiee
        else (set(), set(), set())
    )


@pytest.mark.django_db
@pytest.mark.parametrize("publiee", PARENTS.values(), ids=PARENTS)
def test_what_is_written_of_the_parts_of_a_part(publiee):
    indicateur = IndicateurFactory(action=ActionFactory(publiee=publiee))
    with _mouvement() as vus:
        MesureFactory(indicateur=indicateur)
    assert ("actions_mesure" in vus) is publiee


@pytest.mark.django_db
@pytest.mark.parametrize("publie", PARENTS.values(), ids=PARENTS)
def test_what_is_written_of_the_parts_of_a_commitment(publie):
    promesse = EngagementFactory(signe=True, **{"publie" if publie else "aux_parties": True})
    with _mouvement() as vus:
        declaration = DeclarationFactory(engagement=promesse)
        ReponseFactory(verification=VerificationFactory(declaration=declaration, contestee=True))
    tables = {"engagements_declaration", Verification._meta.db_table, Reponse._meta.db_table}
    assert vus & tables == (tables if publie else set())


@pytest.mark.django_db
def test_a_link_is_seen_where_both_its_ends_are():
    publique, brouillon = ActionFactory(publiee=True), ActionFactory()
    promesse = EngagementFactory(plan=publique.plan, publie=True)
    with _mouvement() as vus:
        EngagementFactory(plan=publique.plan, partie=promesse.partie).actions.add(publique)
        brouillon.documents.create(titre="t", adresse="https://exemple.test/")
    assert vus <= {"partenariat_organisation", "partenariat_utilisateur"}
    with _mouvement() as vus:
        promesse.actions.add(publique)
    assert "engagements_engagement_actions" in vus


@pytest.mark.django_db
@pytest.mark.parametrize("vers", ["draft to public", "public to draft"])
def test_a_part_that_passes_from_one_to_another(vers):
    brouillon, publique = ActionFactory(), ActionFactory(publiee=True)
    de, a = (brouillon, publique) if vers == "draft to public" else (publique, brouillon)
    participation = ParticipationFactory(action=de)
    with _mouvement() as vus:
        Participation.objects.filter(pk=participation.pk).update(action=a)
    assert "actions_participation" in vus


@pytest.mark.django_db
def test_what_becomes_public_shows_its_parts_to_those_who_read_them():
    action = ActionFactory()
    JalonFactory(action=action)
    with relations_lues() as vues:
        list(Jalon.objects.all())
    avant = revision()
    Action.objects.filter(pk=action.pk).update(publication="publiee", publiee_le="2026-01-01T12:00Z")
    assert not revision().vaut(avant, vues)


@pytest.fixture
def autre():
    """A second session, with its own transaction."""
    connexion = connections.create_connection("default")
    connexion.set_autocommit(False)
    with connexion.cursor() as curseur:
        curseur.execute("SET lock_timeout = '200ms'")
        yield curseur
    connexion.rollback()
    connexion.close()


PUBLIER = "UPDATE actions_action SET publication = 'publiee', publiee_le = now() WHERE id = %s"


@pytest.mark.django_db(transaction=True)
def test_a_part_of_what_another_is_publishing_is_not_taken_for_a_draft_s(autre):
    document = DocumentFactory()
    autre.execute(PUBLIER, [document.action_id])
    with _mouvement() as vus:
        Document.objects.filter(pk=document.pk).update(titre="Vu")
    assert "actions_document" in vus


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_while_its_parts_are_being_written(autre):
    document = DocumentFactory()
    autre.execute("UPDATE actions_document SET titre = 'Bientôt' WHERE id = %s", [document.pk])
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL lock_timeout = '200ms'")
        with pytest.raises(OperationalError):
            curseur.execute(PUBLIER, [document.action_id])
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_table_do_not_queue(autre):
    un, deux = ActionFactory(publiee=True), ActionFactory(publiee=True)
    avant = revision()
    autre.execute("UPDATE actions_action SET titre = 'Un' WHERE id = %s", [un.pk])
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL lock_timeout = '200ms'")
        Action.objects.filter(pk=deux.pk).update(titre="Deux")
    entre = revision()
    assert not entre.vaut(avant, {"actions_action"})
    autre.connection.commit()
    assert not revision().vaut(entre, {"actions_action"})
