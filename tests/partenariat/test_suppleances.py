"""During an absence, a colleague keeps the desk of a unit: what they may, until when, what they may not."""

import pytest
from django.test import Client

from actions.models import Action, Nouvelle
from comite.models import Demande, ReponseDeSuite, Suite
from comite.rondes.reponses import demandes_de, repondre
from engagements.models import Acteur, Declaration, Engagement
from engagements.models.etats import Genre
from partenariat.cycles.pas import TransitionRefusee
from partenariat.models import Suppleance
from partenariat.parties.suppleances import suppleances_de
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    PlanFactory,
    RondeFactory,
    SuiteFactory,
    SuppleanceFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte
from tests.postes import dans

pytestmark = pytest.mark.django_db


def client_de(compte) -> Client:
    client = Client()
    client.force_login(compte)
    return client


# --- What it gives ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("du", "au", "tient"), [(-7, 7, True), (0, 0, True), (-7, -1, False), (1, 7, False)])
def test_the_colleague_writes_for_the_unit_from_the_first_day_to_the_last(absente, collegue, du, au, tient):
    action = ActionFactory(responsable=absente.organisation)
    sienne = ActionFactory(responsable=collegue.organisation)
    SuppleanceFactory(absent=absente, suppleant=collegue, du=dans(du), au=dans(au))
    assert set(Action.objects.modifiables_par(collegue)) == ({action, sienne} if tient else {sienne})
    assert list(Action.objects.modifiables_par(absente)) == [action]


def test_history_says_who_really_wrote(absente, collegue, suppleance):
    action = ActionFactory(responsable=absente.organisation)
    client = client_de(collegue)
    page = client.get(f"/admin/actions/action/{action.pk}/change/")
    assert page.status_code == 200
    action.soumettre(collegue)
    assert action.soumise_par == collegue


def test_four_eyes_are_still_four(suppleance):
    """Of two people of the coordination, one replaces the other: neither validates what it wrote itself."""
    absente, collegue = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    SuppleanceFactory(absent=absente, suppleant=collegue)
    action = ActionFactory(auteur=collegue)
    action.soumettre(absente)
    for personne in (collegue, absente):
        with pytest.raises(TransitionRefusee):
            action.valider(personne)


def test_it_gives_no_role(absente, collegue, suppleance):
    action = ActionFactory(responsable=absente.organisation, auteur=absente)
    action.soumettre(absente)
    with pytest.raises(TransitionRefusee):
        action.valider(collegue)


def test_nobody_signs_nor_declares_for_whom_they_replace(absente, collegue, suppleance, comme_le_web):
    engagement = EngagementFactory(partie=absente.organisation, publie=True, signe=True)
    acteur = Acteur(collegue.organisation, collegue)
    assert not Engagement.objects.ouverts_a(acteur).exists()
    with pytest.raises(TransitionRefusee):
        engagement.declarer(acteur, Genre.AVANCE, "Un local est ouvert.")
    dite = Declaration(
        engagement=engagement, organisation=absente.organisation, par=collegue, genre="avance", texte="Oui."
    )
    with refusee("geste_compte_de_l_organisation"):
        comme_le_web(lambda: Declaration.objects.bulk_create([dite]), par=collegue)


def test_the_colleague_answers_the_follow_ups_and_the_rounds_on_actions(absente, collegue, comme_le_web):
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, publiee=True, responsable=absente.organisation)
    EngagementFactory(plan=plan, partie=absente.organisation, publie=True, signe=True)
    RondeFactory(plan=plan).ouvrir()
    suite = SuiteFactory(responsable=absente.organisation)
    acteur = Acteur(collegue.organisation, collegue)
    dite = ReponseDeSuite(
        suite=suite, organisation=absente.organisation, par=collegue, etat="en_cours", texte="Oui."
    )
    assert not Suite.objects.attendues_de(acteur).exists()
    assert not demandes_de(acteur).exists()
    with refusee("geste_compte_de_l_organisation"):
        comme_le_web(lambda: ReponseDeSuite.objects.bulk_create([dite]), par=collegue)
    SuppleanceFactory(absent=absente, suppleant=collegue)
    assert list(Suite.objects.attendues_de(acteur)) == [suite]
    comme_le_web(lambda: ReponseDeSuite.objects.bulk_create([dite]), par=collegue)
    reponse = suite.repondre(acteur, "fait", "C'est fait.")
    assert (reponse.organisation, reponse.par) == (absente.organisation, collegue)
    assert "pendant une absence" in texte(client_de(collegue).get(f"/espace/suites/{suite.pk}/"))
    # Not the one on the commitment.
    demande = Demande.objects.get(action=action)
    assert list(demandes_de(acteur)) == [demande]
    repondre(demande, acteur, Genre.AVANCE, "Le bail est signé.")
    assert Nouvelle.objects.get().auteur == collegue


# --- What is refused -------------------------------------------------------------------------------------


def test_what_a_delegation_cannot_be(absente, collegue):
    dites = {"absent": absente, "suppleant": collegue}
    with refusee("suppleance_dates_en_ordre"):
        SuppleanceFactory(**dites, du=dans(2), au=dans(1))
    with refusee("suppleance_bornee"):
        SuppleanceFactory(**dites, du=dans(0), au=dans(366))
    with refusee("suppleance_par_un_autre"):
        SuppleanceFactory(absent=absente, suppleant=absente)
    SuppleanceFactory(**dites, du=dans(0), au=dans(365))


@pytest.mark.parametrize("cas", ["partenaire", "ferme", "absent_sans_role"])
def test_it_goes_from_one_open_account_of_the_staff_to_another(absente, collegue, cas):
    dites = {"absent": absente, "suppleant": collegue}
    if cas == "partenaire":
        dites["suppleant"] = UtilisateurFactory(partenaire=True, organisation=OrganisationFactory())
    elif cas == "ferme":
        modifie(collegue, is_active=False)
    else:
        dites["absent"] = UtilisateurFactory(comite=True)
    with refusee("suppleance_du_personnel"):
        SuppleanceFactory(**dites)


def test_whoever_replaces_the_coordination_is_of_it(collegue):
    with refusee("suppleance_meme_role"):
        SuppleanceFactory(absent=UtilisateurFactory(coordination=True), suppleant=collegue)


@pytest.mark.parametrize("cas", ["encore_absente", "collegue_absent", "absente_remplace"])
def test_neither_two_at_once_nor_one_after_the_other(absente, collegue, suppleance, cas):
    tiers = UtilisateurFactory(redaction=True)
    de, a = {
        "encore_absente": (absente, tiers),
        "collegue_absent": (collegue, tiers),
        "absente_remplace": (tiers, absente),
    }[cas]
    with refusee("suppleance_sans_chaine"):
        SuppleanceFactory(absent=de, suppleant=a)
    apres = {"du": dans(8), "au": dans(9)}
    SuppleanceFactory(absent=de, suppleant=a, **apres)


def test_one_may_keep_several_desks(collegue, suppleance):
    autre = UtilisateurFactory(redaction=True)
    SuppleanceFactory(absent=autre, suppleant=collegue)
    action = ActionFactory(responsable=autre.organisation)
    assert action in Action.objects.modifiables_par(collegue)


def test_it_is_said_by_oneself_or_by_the_coordination(absente, collegue, comme_le_web):
    def ecrire(par):
        dite = Suppleance(absent=absente, suppleant=collegue, du=dans(0), au=dans(3))
        comme_le_web(lambda: Suppleance.objects.bulk_create([dite]), par=par)

    with refusee("suppleance_par_soi"):
        ecrire(collegue)
    ecrire(absente)
    dite = Suppleance.objects.get()
    with refusee("suppleance_par_soi"):
        comme_le_web(lambda: modifie(dite, au=dans(9)), par=collegue)
    # Nor taken by whoever it names.
    with refusee("suppleance_de_ces_deux"):
        comme_le_web(lambda: modifie(dite, absent=collegue, suppleant=absente), par=collegue)
    with refusee("suppleance_inscrite"):
        comme_le_web(dite.delete, par=collegue)
    a_venir = SuppleanceFactory(absent=absente, suppleant=collegue, du=dans(8), au=dans(9))
    with refusee("suppleance_par_soi"):
        comme_le_web(a_venir.delete, par=collegue)
    comme_le_web(lambda: modifie(dite, au=dans(1)), par=UtilisateurFactory(coordination=True))


# --- Its pages -------------------------------------------------------------------------------------------


def test_one_says_it_in_the_space_and_both_desks_show_it(absente, collegue):
    client = client_de(absente)
    saisie = {"suppleant": collegue.pk, "du": dans(0).isoformat(), "au": dans(5).isoformat(), "motif": ""}
    assert client.post("/espace/absence/", saisie).status_code == 302
    assert "Sam Côté vous remplace jusqu'au" in texte(client.get("/espace/"))
    assert "Lou Roy vous confie son poste jusqu'au" in texte(client_de(collegue).get("/espace/"))
    assert [s.absent for s in suppleances_de(collegue)] == [absente]


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"au": -1}, "Ce jour est passé"),
        ({"au": 900}, "au plus un an"),
        ({"du": 9}, "au plus tôt"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(absente, collegue, saisie, phrase):
    jours = {"du": 0, "au": 5, **saisie}
    if saisie.get("au") == -1:
        jours["du"] = -3
    envoi = {"suppleant": collegue.pk, **{nom: dans(n).isoformat() for nom, n in jours.items()}}
    assert phrase in texte(client_de(absente).post("/espace/absence/", envoi))
    assert not Suppleance.objects.exists()


def test_an_overlap_is_said_on_the_form(absente, collegue, suppleance):
    envoi = {"suppleant": collegue.pk, "du": dans(0).isoformat(), "au": dans(5).isoformat()}
    assert "une délégation ne se délègue pas" in texte(client_de(absente).post("/espace/absence/", envoi))
    assert Suppleance.objects.count() == 1


def test_the_page_is_of_the_staff(absente):
    for compte in (
        UtilisateurFactory(partenaire=True, organisation=OrganisationFactory()),
        UtilisateurFactory(),
    ):
        assert client_de(compte).get("/espace/absence/").status_code == 404
    assert Client().get("/espace/absence/").status_code == 302
    assert client_de(absente).get("/espace/absence/").status_code == 200


def test_the_coordination_says_it_in_the_back_office(absente, collegue):
    client = client_de(UtilisateurFactory(coordination=True))
    assert client.get("/admin/partenariat/suppleance/add/").status_code == 200
    saisie = {
        "absent": absente.pk,
        "suppleant": collegue.pk,
        "du": dans(0).isoformat(),
        "au": dans(4).isoformat(),
    }
    client.post("/admin/partenariat/suppleance/add/", {**saisie, "motif": ""})
    assert Suppleance.objects.get().absent == absente
    assert client_de(absente).get("/admin/partenariat/suppleance/").status_code == 403


def test_the_colleague_does_not_take_the_actions_of_the_unit(absente, collegue, suppleance, comme_le_web):
    action = ActionFactory(responsable=absente.organisation)
    page = client_de(collegue).get(f"/admin/actions/action/{action.pk}/change/")
    champ = page.context["adminform"].form.fields["responsable"]
    assert list(champ.queryset) == [absente.organisation]
    with refusee("action_responsable_par_la_coordination"):
        comme_le_web(lambda: modifie(action, responsable=collegue.organisation), par=collegue)


def test_no_absence_is_said_of_a_past_day(absente, collegue):
    envoi = {"suppleant": collegue.pk, "du": str(dans(-3)), "au": str(dans(3))}
    assert "Ce jour est passé" in texte(client_de(absente).post("/espace/absence/", envoi))
    assert not Suppleance.objects.exists()


def test_nor_written_by_the_web(absente, collegue, comme_le_web):
    dite = Suppleance(absent=absente, suppleant=collegue, du=dans(-1), au=dans(3))
    with refusee("suppleance_du_a_venir"):
        comme_le_web(lambda: Suppleance.objects.bulk_create([dite]), par=absente)
