"""The plan as it stood: what was written, when, and never rewritten."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pghistory
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models import Max, TextField, UniqueConstraint
from django.db.models.functions import Cast
from django.utils import timezone

from actions.filters import RECHERCHE
from actions.models import Action, Jalon, Plan
from partenariat.donnees.recherche import correspond
from partenariat.histoire import pose
from partenariat.histoire.evenements import modeles_historiques
from partenariat.histoire.temps import (
    HistoireIndisponible,
    au,
    fin_du_jour,
    instant_sur,
    jour,
    moment_courant,
)
from partenariat.models import Organisation, Utilisateur
from tests.factories import ActionFactory, DomaineFactory, JalonFactory, OrganisationFactory, PlanFactory

# Real transactions: all the events of one transaction bear the same time.
pytestmark = pytest.mark.django_db(transaction=True)


def chemin() -> str:
    with connection.cursor() as curseur:
        curseur.execute("SHOW search_path")
        return curseur.fetchone()[0]


def test_a_row_is_read_as_it_stood_before_it_was_changed(maintenant):
    action = ActionFactory(titre="Créer un fonds")
    avant = maintenant()
    action.titre = "Créer deux fonds"
    action.save()
    assert Action.objects.au(avant).get().titre == "Créer un fonds"
    assert Action.objects.au(maintenant()).get().titre == "Créer deux fonds"
    assert Action.objects.get().titre == "Créer deux fonds"


def test_a_deleted_row_is_still_there_before_it_was_deleted(maintenant):
    jalon = JalonFactory()
    numero, avant = jalon.pk, maintenant()
    jalon.delete()
    assert Jalon.objects.au(avant).get().pk == numero
    assert not Jalon.objects.au(maintenant()).exists()


def test_bulk_writes_leave_their_history(maintenant):
    actions = ActionFactory.create_batch(3)
    avant = maintenant()
    Action.objects.update(statut="realisee")
    assert Action.objects.au(avant).filter(statut="realisee").count() == 0
    assert Action.objects.au(maintenant()).filter(statut="realisee").count() == len(actions)


def test_a_link_made_or_undone_is_part_of_the_past(maintenant):
    action = ActionFactory()
    ancien, nouveau = DomaineFactory(plan=action.plan), DomaineFactory(plan=action.plan)
    action.domaines.add(ancien)
    avant = maintenant()
    action.domaines.set([nouveau])
    with au(avant):
        assert list(action.domaines.all()) == [ancien]
        assert list(Action.objects.filter(domaines=nouveau)) == []
    assert list(action.domaines.all()) == [nouveau]


def test_what_is_prefetched_is_of_the_same_moment(maintenant):
    action = ActionFactory()
    domaine = DomaineFactory(plan=action.plan)
    action.domaines.add(domaine)
    avant = maintenant()
    action.domaines.clear()
    lue = Action.objects.au(avant).prefetch_related("domaines").get()
    assert list(lue.domaines.all()) == [domaine]


def test_an_organisation_keeps_the_name_of_the_day(maintenant):
    organisation = OrganisationFactory(nom="Comité sectoriel")
    ActionFactory(responsable=organisation)
    avant = maintenant()
    Organisation.objects.filter(pk=organisation.pk).update(nom="Conseil de l'économie sociale")
    assert Action.objects.au(avant).select_related("responsable").get().responsable.nom == "Comité sectoriel"


def test_search_and_order_follow_the_texts_of_the_day(maintenant):
    OrganisationFactory(nom="Épicerie solidaire")
    zebre = OrganisationFactory(nom="Zèbre")
    avant = maintenant()
    Organisation.objects.filter(pk=zebre.pk).update(nom="Abeille")

    au_passe = Organisation.objects.au(avant)

    assert [o.nom for o in au_passe] == ["Épicerie solidaire", "Zèbre"]
    assert [o.nom for o in Organisation.objects.all()] == ["Abeille", "Épicerie solidaire"]
    assert au_passe.filter(correspond("recherche", "zebre")).count() == 1
    assert au_passe.filter(correspond("recherche", "abeille")).count() == 0
    assert au_passe.filter(partie="economie_sociale").count() == 2


def test_an_action_is_found_by_what_its_milestones_said_that_day(maintenant):
    action = ActionFactory(publiee=True, titre="Ouvrir un atelier")
    jalon = JalonFactory(action=action, titre="Signer le bail")
    avant = maintenant()
    Jalon.objects.filter(pk=jalon.pk).update(titre="Percer le mur")

    def trouvees(saisie):
        return [a.code for a in Action.objects.filter(RECHERCHE.condition(saisie))]

    assert (trouvees("atelier bail"), trouvees("atelier mur")) == ([], [action.code])
    with au(avant):
        assert (trouvees("atelier bail"), trouvees("atelier mur")) == ([action.code], [])


@pytest.mark.parametrize("champ", ["cle_tri", "recherche", "partie"])
def test_what_is_computed_is_computed_alike_in_the_past(champ, maintenant):
    OrganisationFactory(nom="Cœur d’Érables 10", sigle="CÉ", arrondissement=True)
    # As a text: a search vector is never read as such.
    lues = Organisation.objects.annotate(lu=Cast(champ, TextField())).values_list("lu", flat=True)
    with au(maintenant()):
        passe = lues.get()
    assert passe
    assert passe == lues.get()


def test_the_natural_order_of_codes_holds_in_the_past(maintenant):
    plan = PlanFactory()
    for code in ("1.10", "1.2"):
        ActionFactory(plan=plan, code=code)
    assert list(Action.objects.au(maintenant()).par_code().values_list("code", flat=True)) == ["1.2", "1.10"]


def test_readings_are_those_of_the_day_asked_for(maintenant):
    action = ActionFactory(fin=timezone.localdate() + timedelta(days=10), debut=None)
    JalonFactory(action=action, atteint=True)
    avant = maintenant()
    JalonFactory(action=action)
    with au(avant):
        assert Action.objects.avec_lectures().get().avancement == 100
        assert Action.objects.resume()["somme"] == 100
    assert Action.objects.avec_lectures().get().avancement == 50


def test_a_moment_before_anything_existed_gives_nothing(maintenant):
    avant = maintenant()
    ActionFactory()
    for moment in (avant, datetime(1999, 1, 1, tzinfo=avant.tzinfo)):
        assert list(Action.objects.au(moment)) == []
        assert Action.objects.au(moment).count() == 0
        assert not Action.objects.au(moment).exists()
        assert Action.objects.au(moment).first() is None
        assert list(Action.objects.au(moment).iterator()) == []
        assert Action.objects.au(moment).resume()["total"] == 0


def test_a_moment_follows_the_queryset_through_every_step(maintenant):
    ActionFactory(titre="Un")
    avant = maintenant()
    Action.objects.update(titre="Deux")
    passe = Action.objects.au(avant)
    assert passe.filter(titre="Un").exclude(titre="x").order_by("pk").count() == 1
    assert passe.values_list("titre", flat=True)[:1][0] == "Un"
    assert [action.titre for action in passe.all().iterator(chunk_size=5)] == ["Un"]
    assert passe.in_bulk().popitem()[1].titre == "Un"
    assert passe.aggregate(titre=Max("titre")) == {"titre": "Un"}


def test_moments_nest_and_each_is_found_again(maintenant):
    plan = PlanFactory(titre="Un")
    un = maintenant()
    Plan.objects.update(titre="Deux")
    deux = maintenant()
    Plan.objects.update(titre="Trois")

    def titre():
        return Plan.objects.get(pk=plan.pk).titre

    with au(deux):
        assert titre() == "Deux"
        with au(un):
            assert titre() == "Un"
            assert moment_courant() == un
        assert moment_courant() == deux
        assert titre() == "Deux"
        assert Plan.objects.au(un).get().titre == "Un"
        assert titre() == "Deux"
    assert titre() == "Trois"
    assert moment_courant() is None


def test_the_present_is_found_again_after_an_error(maintenant):
    PlanFactory(titre="Un")
    avant, normal = maintenant(), chemin()
    Plan.objects.update(titre="Deux")

    @au(avant)
    def tomber():
        assert chemin() != normal
        raise LookupError

    with pytest.raises(LookupError):
        tomber()
    assert (chemin(), moment_courant(), Plan.objects.get().titre) == (normal, None, "Deux")


def test_the_present_is_found_again_after_a_database_error(maintenant):
    PlanFactory()
    normal = chemin()
    with pytest.raises(ProgrammingError), au(maintenant()), connection.cursor() as curseur:
        curseur.execute("SELECT * FROM table_absente")
    assert (chemin(), Plan.objects.count()) == (normal, 1)


def test_the_past_is_read_only(maintenant):
    plan = PlanFactory(titre="Un")
    with pytest.raises(Exception, match=r"(?i)view|vue"), au(maintenant()):
        Plan.objects.filter(pk=plan.pk).update(titre="Deux")
    assert Plan.objects.get().titre == "Un"


def test_today_is_never_shown_for_the_past_where_history_is_out_of_reach(maintenant):
    PlanFactory()
    try:
        pose.retirer()
        with pytest.raises(HistoireIndisponible, match="lancez « migrate »"):
            list(Plan.objects.au(maintenant()))
        with pytest.raises(HistoireIndisponible), au(maintenant()):
            pass
        assert moment_courant() is None
    finally:
        pose.poser()
    assert Plan.objects.au(maintenant()).count() == 1


def test_every_view_answers_and_a_second_installation_changes_nothing(maintenant):
    JalonFactory()
    pose.poser()
    pose.poser()
    with au(maintenant()):
        for evenement in modeles_historiques():
            modele = evenement.pgh_tracked_model
            assert modele._default_manager.order_by().count() == _au_present(modele)


def _au_present(modele) -> int:
    with connection.cursor() as curseur:
        curseur.execute(f'SELECT count(*) FROM public."{modele._meta.db_table}"')
        return curseur.fetchone()[0]


def test_a_date_alone_means_the_end_of_that_day_in_montreal():
    fin = fin_du_jour(date(2026, 3, 31))
    assert fin.isoformat() == "2026-03-31T23:59:59.999999-04:00"
    # The day on which clocks go back has 25 hours.
    assert fin_du_jour(date(2026, 11, 1)).isoformat() == "2026-11-01T23:59:59.999999-05:00"


def test_readings_refer_to_the_day_of_the_moment_in_montreal():
    with au(datetime.fromisoformat("2026-03-31T23:30:00-04:00")):
        assert jour() == date(2026, 3, 31)
    assert jour() == timezone.localdate()


def test_history_never_holds_a_password():
    champs = {champ.name for champ in Utilisateur.pgh_event_model._meta.get_fields()}
    assert not champs & {"password", "last_login"}


@pytest.mark.xdist_group("role_web")
def test_the_web_role_reads_history_and_never_writes_it(role_web):
    with connection.cursor() as curseur:
        for evenement in modeles_historiques():
            droits = {}
            for droit in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
                table = f'public."{evenement._meta.db_table}"'
                curseur.execute("SELECT has_table_privilege(%s, %s, %s)", [role_web, table, droit])
                droits[droit] = curseur.fetchone()[0]
            assert droits == {
                "SELECT": True,
                "INSERT": False,
                "UPDATE": False,
                "DELETE": False,
                "TRUNCATE": False,
            }, evenement


@pytest.mark.xdist_group("role_web")
def test_the_web_role_works_on_the_plan_and_reads_its_past(role_web):
    with pghistory.context(), connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        plan = PlanFactory(titre="Un")
        plan.titre = "Deux"
        plan.save()
        with au(timezone.now()):
            assert Plan.objects.count() == 1
        with (
            pytest.raises(ProgrammingError, match=r"(?i)permission denied|droit refusé"),
            transaction.atomic(),
        ):
            curseur.execute("UPDATE actions_planevent SET titre = 'Trois'")
        curseur.execute("RESET ROLE")


@pytest.mark.xdist_group("role_web")
def test_a_temporary_table_cannot_stand_in_for_history(role_web):
    """Triggers would otherwise write to `pg_temp.actions_planevent`, found before ours."""
    plan = PlanFactory(titre="Un")
    with connection.cursor() as curseur:
        curseur.execute("CREATE TEMP TABLE actions_planevent (LIKE public.actions_planevent INCLUDING ALL)")
        Plan.objects.filter(pk=plan.pk).update(titre="Réécrit sans trace")
        curseur.execute("SELECT count(*) FROM pg_temp.actions_planevent")
        assert curseur.fetchone()[0] == 0
        curseur.execute("SELECT titre FROM public.actions_planevent ORDER BY pgh_id DESC LIMIT 1")
        assert curseur.fetchone()[0] == "Réécrit sans trace"


def test_a_past_read_within_another_knows_nothing_of_what_came_after_the_first(db):
    avant = timezone.now()
    with au(avant - timedelta(days=1)):
        with au(avant):
            assert moment_courant() == avant - timedelta(days=1)
        with au(avant - timedelta(days=2)):
            assert moment_courant() == avant - timedelta(days=2)


def test_what_must_be_read_again_is_read_before_whoever_is_still_writing(db):
    autre = connections.create_connection("default")
    try:
        autre.ensure_connection()
        with autre.cursor() as curseur:
            curseur.execute("BEGIN")
            curseur.execute("SELECT now()")
            debut = curseur.fetchone()[0]
            assert instant_sur() < debut
            curseur.execute("COMMIT")
        assert instant_sur() > debut
    finally:
        autre.close()


def test_what_finds_a_row_today_finds_it_in_the_past(db):
    """Each event table knows when its rows held, and has the indexes of its model."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        index = defaultdict(set)
        for table, sql in curseur.fetchall():
            index[table].add(sql.partition(" USING ")[2].partition(" WHERE ")[0])
    manquants = []
    for evenement in modeles_historiques():
        modele, siens = evenement.pgh_tracked_model, index[evenement._meta.db_table]
        voulus = {"gist (tstzrange(pgh_created_at, remplace_le))"}
        for unique in modele._meta.constraints:
            if isinstance(unique, UniqueConstraint) and len(unique.fields) > 1:
                colonnes = (modele._meta.get_field(nom).column for nom in unique.fields)
                voulus.add(f"btree ({', '.join(colonnes)})")
        manquants += [(modele.__name__, voulu) for voulu in voulus - siens]
    assert not manquants


def test_the_readings_of_one_row_do_not_sort_the_whole_history(db):
    """A condition reaches the index of the events: « DISTINCT ON » would read them all for each row."""
    jalon = JalonFactory()
    with connection.cursor() as curseur, transaction.atomic():
        curseur.execute("SET LOCAL enable_seqscan = off")
        # Of a table of one row, statistics choose either index: that of periods is not asked about.
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("DROP INDEX jalon_duree")
        curseur.execute("SELECT set_config('partenariat.moment', now()::text, true)")
        curseur.execute(
            "EXPLAIN SELECT 1 FROM histoire.actions_jalon WHERE action_id = %s", [jalon.action_id]
        )
        plan = "\n".join(ligne for (ligne,) in curseur.fetchall())
        transaction.set_rollback(True)
    assert "Index Cond: (action_id" in plan, plan
