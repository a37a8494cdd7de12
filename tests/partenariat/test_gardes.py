"""The rules that guards keep, one kind at a time, through SQL. Two at once: `test_gardes_a_deux`."""

import re
from datetime import UTC, date, datetime, timedelta

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions.models import Action, Nouvelle
from actions.models.histoire import AccordRetire, Histoire
from comite.models import Bilan, Decision, Demande, Dossier, Ronde, Seance, Suite
from comite.models.cycle import PASSAGES
from comite.models.etats import EtatSeance
from comite.models.liens import DecisionAction
from engagements.models import Engagement, LienSigne, Preuve, UsageLien
from engagements.models.geste import Geste
from partenariat.histoire.sceau import au_nom_de
from partenariat.models import Retrait, Suppleance
from tests.actions.refus import modifie, refuse, refusee, sql
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanFactory,
    DecisionFactory,
    DeclarationFactory,
    DossierFactory,
    EngagementFactory,
    JalonFactory,
    LienSigneFactory,
    MembreFactory,
    PlanFactory,
    PreuveFactory,
    RondeFactory,
    SeanceFactory,
    UtilisateurFactory,
    VoletFactory,
)

pytestmark = pytest.mark.django_db

JADIS, AVENIR = datetime(2020, 3, 1, 12, tzinfo=UTC), datetime(2090, 3, 1, 12, tzinfo=UTC)


def lue(objet, colonne: str):
    return type(objet).objects.values_list(colonne, flat=True).get(pk=objet.pk)


# --- What all of them say --------------------------------------------------------------------------------


def test_a_refusal_is_that_of_a_constraint_in_french():
    jalon = JalonFactory()
    with pytest.raises(IntegrityError) as refus, transaction.atomic():
        sql("UPDATE actions_jalon SET echeance_initiale = '2030-01-01' WHERE id = %s", jalon.pk)
    dit = refus.value.__cause__
    assert (dit.pgcode, dit.diag.constraint_name, dit.diag.message_primary) == (
        "23514",
        "jalon_echeance_initiale_figee",
        "L'échéance prévue au départ ne se modifie pas.",
    )


def test_every_guard_names_its_tables_in_full():
    tables = "|".join(modele._meta.db_table for modele in apps.get_models(include_auto_created=True))
    # Between quotes, a name is a value.
    nue = re.compile(rf"(?<!public\.)(?<!')\b(?:{tables})\b")
    fautifs = {
        f"{modele._meta.label}:{garde.name}"
        for modele, garde in pgtrigger.registered()
        # Those of pghistory, whose functions have a path of their own.
        if garde.name not in ("insert_insert", "update_update", "delete_delete")
        and nue.search(garde.render_func(modele))
    }
    assert not fautifs


# --- version ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fabrique", "change"),
    [
        (ActionFactory, "titre = titre || '.'"),
        (EngagementFactory, "titre = titre || '.'"),
        (SeanceFactory, "lieu = lieu || '.'"),
        (BilanFactory, "introduction = introduction || '.'"),
    ],
    ids=["action", "engagement", "séance", "bilan"],
)
def test_a_change_moves_the_version_once_and_no_change_leaves_it(fabrique, change):
    objet = fabrique()
    table = objet._meta.db_table
    sql(f"UPDATE {table} SET {change} WHERE id = %s", objet.pk)
    assert lue(objet, "version") == 2
    sql(f"UPDATE {table} SET plan_id = plan_id WHERE id = %s", objet.pk)
    assert lue(objet, "version") == 2
    sql(f"UPDATE {table} SET {change}, version = 7 WHERE id = %s", objet.pk)
    assert lue(objet, "version") == 7


def test_the_date_of_the_news_is_no_edit():
    action = ActionFactory()
    sql("UPDATE actions_action SET etat_le = current_date - 9 WHERE id = %s", action.pk)
    assert lue(action, "version") == 1


# --- passages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("vers", EtatSeance, ids=str)
@pytest.mark.parametrize("de", EtatSeance, ids=str)
def test_only_the_states_of_the_table_follow_one_another(de, vers):
    seance = SeanceFactory(etat=de, motif="Neige.", date=timezone.localdate())
    suivre = "UPDATE comite_seance SET etat = %s WHERE id = %s"
    if vers == de or vers in PASSAGES[de]:
        sql(suivre, vers, seance.pk)
        assert lue(seance, "etat") == vers
    else:
        refuse("seance_passage_permis", sql, suivre, vers, seance.pk)


# --- du_meme, d_un_autre, rattachement -------------------------------------------------------------------


def test_what_is_pointed_at_is_of_the_same_plan():
    action, ailleurs = ActionFactory(), AxeFactory()
    pointer = "UPDATE actions_action SET axe_id = %s WHERE id = %s"
    refuse("action_axe_du_plan", sql, pointer, ailleurs.pk, action.pk)
    refuse("action_axe_du_plan", sql, pointer, 0, action.pk)
    sql(pointer, AxeFactory(plan=action.plan).pk, action.pk)


def test_an_empty_pointer_binds_nothing():
    action = ActionFactory(volet=VoletFactory())
    sql("UPDATE actions_action SET volet_id = NULL WHERE id = %s", action.pk)
    assert lue(action, "volet") is None


def test_a_path_goes_through_several_rows():
    decision = DecisionFactory()
    dedans, dehors = ActionFactory(plan=decision.seance.plan), ActionFactory()
    inscrire = "INSERT INTO comite_decision_actions (decision_id, action_id) VALUES (%s, %s)"
    refuse("decision_action_du_plan", sql, inscrire, decision.pk, dehors.pk)
    sql(inscrire, decision.pk, dedans.pk)
    deplacer = "UPDATE comite_decision_actions SET action_id = %s WHERE decision_id = %s"
    refuse("decision_action_du_plan", sql, deplacer, dehors.pk, decision.pk)
    assert DecisionAction.objects.get().action == dedans


def test_two_pairs_are_held_each_on_its_own():
    preuve = PreuveFactory()
    autre = PreuveFactory(engagement=preuve.engagement)
    assert PreuveFactory(engagement=preuve.engagement, corrige=autre).corrige == autre
    with refusee("preuve_corrige_la_sienne"):
        PreuveFactory(engagement=preuve.engagement, organisation=preuve.engagement.envers, corrige=preuve)
    assert Preuve.objects.count() == 3


def test_a_counterpart_is_of_the_same_plan_and_of_another_party():
    engagement = EngagementFactory()
    lier = (
        "INSERT INTO engagements_engagement_contreparties (from_engagement_id, to_engagement_id) "
        "VALUES (%s, %s)"
    )
    for autre in (
        EngagementFactory(),
        EngagementFactory(plan=engagement.plan, partie=engagement.partie),
        engagement,
    ):
        refuse("engagement_contrepartie_d_une_autre", sql, lier, engagement.pk, autre.pk)
    sql(lier, engagement.pk, EngagementFactory(plan=engagement.plan).pk)


def test_what_holds_something_does_not_move_and_what_holds_nothing_does():
    axe, ailleurs = AxeFactory(), PlanFactory()
    deplacer = "UPDATE actions_axe SET plan_id = %s WHERE id = %s"
    sql(deplacer, ailleurs.pk, axe.pk)
    refuse("action_axe_du_plan", sql, deplacer, ailleurs.pk, ActionFactory().axe_id)


# --- fige_quand, fige_avec -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contrainte", "fabrique", "colonne"),
    [
        ("action_plan_fixe", ActionFactory, "plan"),
        ("engagement_plan_fixe", EngagementFactory, "plan"),
        ("seance_plan_fixe", SeanceFactory, "plan"),
        ("ronde_plan_fixe", RondeFactory, "plan"),
        ("bilan_plan_fixe", BilanFactory, "plan"),
        ("jalon_action_fixe", JalonFactory, "action"),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) else "",
)
def test_the_plan_is_chosen_once(contrainte, fabrique, colonne):
    objet = fabrique()
    ailleurs = ActionFactory() if colonne == "action" else PlanFactory()
    champs = {colonne: ailleurs}
    if fabrique is ActionFactory:
        champs["axe"] = AxeFactory(plan=ailleurs)
    refuse(contrainte, lambda: modifie(objet, **champs))


def test_a_frozen_row_is_neither_changed_nor_deleted_until_its_way_out():
    bilan = BilanFactory()
    publier = (
        "UPDATE comite_bilan SET publication = 'publiee', publie_le = now(), donnees = '{}' WHERE id = %s"
    )
    sql(publier, bilan.pk)
    refuse(
        "bilan_publie_fige",
        sql,
        "UPDATE comite_bilan SET introduction = 'Autre' WHERE id = %s",
        bilan.pk,
    )
    refuse("bilan_publie_fige", sql, "DELETE FROM comite_bilan WHERE id = %s", bilan.pk)
    sql("UPDATE comite_bilan SET version = version + 1 WHERE id = %s", bilan.pk)
    sql("UPDATE comite_bilan SET publication = 'brouillon', donnees = '' WHERE id = %s", bilan.pk)
    sql("UPDATE comite_bilan SET introduction = 'Autre' WHERE id = %s", bilan.pk)
    # What was published keeps its address: that refusal is another one (`fige_son_nom`).
    refuse("bilan_repris_reste", sql, "DELETE FROM comite_bilan WHERE id = %s", bilan.pk)
    assert Bilan.objects.get().introduction == "Autre"


def test_a_field_alone_may_be_frozen():
    lien = LienSigneFactory()
    refuse(
        "lien_portee_fixe",
        sql,
        "UPDATE engagements_liensigne SET expire_le = expire_le + interval '1 day' WHERE id = %s",
        lien.pk,
    )
    sql("UPDATE engagements_liensigne SET destinataire = 'Présidence' WHERE id = %s", lien.pk)


# --- sans_chevauchement ----------------------------------------------------------------------------------


@pytest.fixture
def premiere() -> Ronde:
    return RondeFactory(ouvre_le=date(2026, 3, 1), ferme_le=date(2026, 3, 15))


@pytest.mark.parametrize(
    ("debut", "fin"),
    [
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 15), date(2026, 4, 1)),
        (date(2026, 3, 5), date(2026, 3, 6)),
        (date(2026, 1, 1), date(2026, 12, 1)),
    ],
    ids=["its first day", "its last day", "within", "around"],
)
def test_two_periods_of_a_plan_share_no_day(premiere, debut, fin):
    with refusee("ronde_une_a_la_fois"):
        RondeFactory(plan=premiere.plan, ouvre_le=debut, ferme_le=fin)
    RondeFactory(ouvre_le=debut, ferme_le=fin)
    seconde = RondeFactory(plan=premiere.plan, ouvre_le=date(2025, 1, 1), ferme_le=date(2025, 1, 2))
    deplacer = "UPDATE comite_ronde SET ouvre_le = %s, ferme_le = %s WHERE id = %s"
    refuse("ronde_une_a_la_fois", sql, deplacer, debut, fin, seconde.pk)


def test_the_next_day_is_free_and_a_period_does_not_meet_itself(premiere):
    RondeFactory(plan=premiere.plan, ouvre_le=date(2026, 3, 16), ferme_le=date(2026, 3, 20))
    sql("UPDATE comite_ronde SET ferme_le = ferme_le - 1 WHERE id = %s", premiere.pk)
    with refusee("ronde_dates_en_ordre"):
        RondeFactory(plan=premiere.plan, ouvre_le=date(2026, 5, 2), ferme_le=date(2026, 5, 1))


def test_an_empty_last_day_has_no_end():
    membre = MembreFactory(presidence=True, mandat_debut=date(2025, 1, 1))
    with refusee("membre_une_presidence"):
        MembreFactory(plan=membre.plan, presidence=True, mandat_debut=date(2099, 1, 1))
    MembreFactory(plan=membre.plan, mandat_debut=date(2099, 1, 1))
    sql("UPDATE comite_membre SET mandat_fin = '2030-01-01' WHERE id = %s", membre.pk)
    MembreFactory(plan=membre.plan, presidence=True, mandat_debut=date(2099, 1, 1))


def test_a_number_is_taken_in_its_plan_at_any_time():
    decision = DecisionFactory(numero="R1")
    autre = DecisionFactory(seance__plan=decision.seance.plan, numero="R2")
    refuse(
        "decision_numero_du_plan",
        lambda: Decision.objects.bulk_create([Decision(seance=autre.seance, numero="R1", libelle="Autre.")]),
    )
    DecisionFactory(numero="R1")
    sql("UPDATE comite_decision SET libelle = 'Mieux dit.' WHERE id = %s", autre.pk)


# --- ajout_seulement -------------------------------------------------------------------------------------


def test_what_is_only_added_is_neither_changed_nor_deleted():
    dossier = DossierFactory()
    for geste in (
        "UPDATE comite_dossier SET rang = 9 WHERE id = %s",
        "DELETE FROM comite_dossier WHERE id = %s",
    ):
        refuse("dossier_inalterable", sql, geste, dossier.pk)
    assert Dossier.objects.get().rang == dossier.rang


# --- Who dates -------------------------------------------------------------------------------------------


def inscrire(modele, objet, le: datetime) -> datetime:
    """Copies a row by SQL under another date; gives the date that was kept."""
    ecrits = [c for c in modele._meta.concrete_fields if not c.generated]
    champs = [c.column for c in ecrits if c.name not in ("id", "rang", "le")]
    colonnes, valeurs = ", ".join([*champs, "le"]), ", ".join([*champs, "%s"])
    table = modele._meta.db_table
    if modele is Dossier:
        colonnes, valeurs = f"rang, {colonnes}", f"(SELECT max(rang) + 1 FROM {table}), {valeurs}"
    if modele is Preuve:
        # One address is evidence once.
        valeurs = valeurs.replace("adresse", "adresse || '?' || clock_timestamp()")
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {table} ({colonnes}) SELECT {valeurs} FROM {table} WHERE id = %s RETURNING le",
            [le, objet.pk],
        )
        return curseur.fetchone()[0]


def usage() -> UsageLien:
    return UsageLien.objects.create(lien=LienSigneFactory(), geste="Ouverture")


def acte(fabrique):
    """By an account of the committed party."""
    engagement = EngagementFactory(en_cours=True)
    return fabrique(engagement=engagement, par=UtilisateurFactory(organisation=engagement.partie))


DATES = {
    "declaration": lambda: acte(DeclarationFactory),
    "preuve": lambda: acte(PreuveFactory),
    "usage": usage,
    "dossier": DossierFactory,
}


@pytest.mark.parametrize("fabrique", DATES.values(), ids=DATES)
def test_the_web_does_not_date_what_it_writes(role_web, fabrique):
    objet = fabrique()
    with pghistory.context(), au_nom_de(user=getattr(objet, "par_id", None)), connection.cursor() as curseur:
        curseur.execute("SELECT now()")
        (maintenant,) = curseur.fetchone()
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        dates = [inscrire(type(objet), objet, le) for le in (JADIS, AVENIR)]
        curseur.execute("RESET ROLE")
    assert dates == [maintenant, maintenant]


def test_a_packet_keeps_the_moment_at_which_it_was_read(role_web):
    dossier = DossierFactory()
    lu = timezone.now() - timedelta(minutes=5)
    with pghistory.context(), connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        gardee = inscrire(Dossier, dossier, lu)
        curseur.execute("RESET ROLE")
    assert gardee == lu


def test_the_owner_s_commands_tell_of_the_past():
    assert inscrire(UsageLien, usage(), JADIS) == JADIS


def test_every_act_that_bears_a_date_is_dated_so():
    dates = {modele for modele, garde in pgtrigger.registered() if garde.name.endswith("_par_le_serveur")}
    gestes = {modele for modele in apps.get_models() if issubclass(modele, Geste)}
    comite = {Dossier, Decision, Suite, Seance, Ronde, Demande, Bilan}
    assert dates == gestes | comite | {UsageLien, Engagement, LienSigne, Action, Nouvelle, Retrait} | {
        Histoire,
        AccordRetire,
        Suppleance,
    }
