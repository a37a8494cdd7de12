"""Holding a meeting: attendance, deliberation, decision with its effect, follow-ups, minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from comite.models import Decision, Point, Seance, Suite
from tests.factories import (
    MembreFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import prendre
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
DANS_UN_AN = (timezone.localdate() + timedelta(days=365)).isoformat()


def decider(client, seance, point, **champs):
    donnees = {f"p{point.pk}-{nom}": valeur for nom, valeur in {"vote": "unanimite", **champs}.items()}
    return client.post(seance.adresse("decider"), {"point": point.pk, **donnees})


def test_attendance_is_taken_among_the_members_in_office(plan, client_du_comite):
    seance = SeanceFactory(plan=plan, convoquee=True, quorum_requis=1)
    present, absent = MembreFactory(plan=plan), MembreFactory(plan=plan)
    ancien = MembreFactory(plan=plan, mandat_fin=seance.date - timedelta(days=1))
    client_du_comite.post(
        seance.adresse("presences"), {"present": [present.pk, ancien.pk], "secretaire": "Coordination"}
    )
    assert dict(seance.presences.values_list("membre", "present")) == {present.pk: True, absent.pk: False}
    seance.refresh_from_db()
    assert seance.secretaire == "Coordination"
    page = client_du_comite.get(seance.adresse("tenue")).content.decode()
    assert "Quorum atteint" in page


def test_a_decision_moves_a_date_and_both_are_shown(seance, point, action, client_du_comite):
    reponse = decider(
        client_du_comite, seance, point, libelle="Reporter la fin.", nouvelle_date=DANS_UN_AN,
        motif="Appel d'offres.",
    )  # fmt: skip
    assert reponse.status_code == 302
    decision = Decision.objects.get()
    assert (decision.point, decision.par.a_role("comite")) == (point, True)
    assert Action.objects.get(pk=action.pk).fin.isoformat() == DANS_UN_AN
    assert decision.numero in client_du_comite.get(seance.adresse("tenue")).content.decode()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"vote": ""}, "Ce champ est obligatoire."),
        ({"effet": "suspendre"}, "écrivez le motif"),
        ({"nouvelle_date": DANS_UN_AN}, "écrivez le motif"),
        ({"effet": "retirer", "motif": "x"}, "Sélectionnez un choix valide"),
        ({"motif": "x", "nouvelle_date": "demain"}, "date valide"),
    ],
)
def test_a_refused_decision_says_why_and_loses_nothing(seance, point, client_du_comite, champs, phrase):
    reponse = decider(client_du_comite, seance, point, libelle="TEXTE-TAPÉ", **champs)
    page = reponse.content.decode().replace("&#x27;", "'")
    assert reponse.status_code == 422
    assert phrase in page
    assert "TEXTE-TAPÉ" in page
    assert not Decision.objects.exists()


def test_only_the_effects_that_the_object_allows_are_offered(plan, seance, client_du_comite, engagement):
    sans_objet = PointFactory(seance=seance, rang=5)
    PointFactory(seance=seance, rang=6, engagement=engagement)
    page = client_du_comite.get(seance.adresse("tenue")).content.decode()
    assert f'name="p{sans_objet.pk}-libelle"' in page
    assert f'name="p{sans_objet.pk}-effet"' not in page
    assert page.count('type="checkbox" name="p') == 1


def test_what_was_said_is_written_beside_its_point(seance, point, client_du_comite):
    client_du_comite.post(
        seance.adresse("deliberer", pk=point.pk), {"delibere": "Le service explique le retard."}
    )
    point.refresh_from_db()
    assert point.delibere == "Le service explique le retard."


def test_a_meeting_that_is_only_planned_takes_nothing(plan, membre, client_du_comite):
    seance = SeanceFactory(plan=plan)
    point = PointFactory(seance=seance)
    assert decider(client_du_comite, seance, point, libelle="Trop tôt.").status_code == 422
    client_du_comite.post(seance.adresse("deliberer", pk=point.pk), {"delibere": "Trop tôt."})
    client_du_comite.post(seance.adresse("presences"), {})
    client_du_comite.post(seance.adresse("suite"), {"libelle": "Trop tôt", "responsable": ""})
    point.refresh_from_db()
    assert (point.delibere, seance.presences.count(), Suite.objects.count()) == ("", 0, 0)


def test_a_point_of_another_meeting_is_not_found(seance, plan, client_du_comite):
    ailleurs = PointFactory(seance=SeanceFactory(plan=plan))
    assert decider(client_du_comite, seance, ailleurs, libelle="x").status_code == 404
    assert client_du_comite.post(seance.adresse("deliberer", pk=ailleurs.pk)).status_code == 404
    assert client_du_comite.post(seance.adresse("retirer", pk=ailleurs.pk)).status_code == 404


def test_follow_ups_are_added_and_those_of_before_are_noted(plan, seance, service, client_du_comite):
    client_du_comite.post(
        seance.adresse("suite"),
        {"libelle": "Déposer le bilan", "responsable": service.pk, "echeance": DANS_UN_AN},
    )
    suite = Suite.objects.get(seance=seance)
    assert suite.echeance.isoformat() == DANS_UN_AN
    ancienne = SuiteFactory(seance=SeanceFactory(plan=plan, tenue=True), libelle="Suite d'avant")
    assert "Suite d&#x27;avant" in client_du_comite.get(seance.adresse("tenue")).content.decode()
    chemin = plan.adresse("suite-noter", pk=ancienne.pk)
    client_du_comite.post(chemin, {"etat": "fait", "retour": seance.adresse("tenue")})
    ancienne.refresh_from_db()
    assert ancienne.etat == "fait"
    # The way back never leaves the site.
    reponse = client_du_comite.post(chemin, {"etat": "fait", "retour": "https://ailleurs.test/"})
    assert reponse["Location"] == "/plans/actif/comite/#suites"


def test_the_draft_of_the_minutes_holds_what_minutes_must(
    plan, seance, point, service, membre, client_du_comite
):
    seance.lieu, seance.secretaire, seance.invites = "Hôtel de ville", "Coordination", "Zoé\nÉmile"
    seance.save()
    point.delibere = "Le service explique le retard."
    point.save()
    prendre(seance, membre, point=point, libelle="Prendre acte du retard.")
    SuiteFactory(seance=seance, libelle="Déposer le bilan", responsable=service)
    seance.tenir()
    texte = client_du_comite.get(seance.adresse("proces-verbal")).context["form"]["proces_verbal"].value()
    attendus = [
        "Comité de mise en œuvre",
        "Procès-verbal de la séance CMO-2026-05",
        "Hôtel de ville",
        "Présences\u00a0:",
        "Personnes invitées\u00a0: Émile; Zoé.",
        "il est atteint",
        "Secrétariat\u00a0: Coordination.",
        "1. Action 1.1",
        "Le service explique le retard.",
        "CMO-2026-05-R1 · Prendre acte du retard. (à l'unanimité)",
        "Déposer le bilan",
        "Levée de la séance",
    ]
    places = [texte.find(attendu) for attendu in attendus]
    assert -1 not in places, attendus[places.index(-1)]
    assert places == sorted(places)


def test_two_people_do_not_overwrite_each_other_s_minutes(plan, membre, client_du_comite):
    seance = SeanceFactory(plan=plan, tenue=True, proces_verbal="Premier texte.")
    seance.refresh_from_db()
    vue = seance.version
    Seance.objects.filter(pk=seance.pk).update(proces_verbal="Texte de l'autre.")
    reponse = client_du_comite.post(
        seance.adresse("proces-verbal"), {"proces_verbal": "MON-TEXTE", "version": vue}
    )
    page = reponse.content.decode().replace("&#x27;", "'")
    assert reponse.status_code == 422
    assert "MON-TEXTE" in page
    assert "Texte de l'autre." in page
    seance.refresh_from_db()
    assert seance.proces_verbal == "Texte de l'autre."


def test_minutes_are_approved_from_their_page_at_a_later_meeting(plan, client_du_comite):
    seance = SeanceFactory(plan=plan, tenue=True, proces_verbal="Texte.")
    assert "s'approuve à une séance ultérieure" in client_du_comite.get(
        seance.adresse("proces-verbal")
    ).content.decode().replace("&#x27;", "'")
    suivante = SeanceFactory(plan=plan, convoquee=True)
    client_du_comite.post(seance.adresse("approuver"), {"seance": "inconnue"})
    seance.refresh_from_db()
    assert not seance.approuvee
    client_du_comite.post(seance.adresse("approuver"), {"seance": suivante.numero})
    seance.refresh_from_db()
    assert seance.approuve_a == suivante
    assert client_du_comite.get(seance.adresse("proces-verbal")).status_code == 302


# --- Several people, one meeting ---------------------------------------------------------------------------


def deliberer(client, seance, point, texte, vu=""):
    donnees = {"delibere": texte, "initial-delibere": vu}
    return client.post(seance.adresse("deliberer", pk=point.pk), donnees)


def test_a_deliberation_written_by_someone_else_meanwhile_is_shown_not_lost(
    seance, point, client_du_comite, client_de, coordination
):
    assert deliberer(client_du_comite, seance, point, "Premier texte.").status_code == 302
    autre = client_de(coordination)
    reponse = deliberer(autre, seance, point, "Second texte.")
    assert reponse.status_code == 422
    page = texte(reponse)
    assert "Une autre personne a écrit ici" in page
    assert "Premier texte." in page
    assert "Second texte." in page
    point.refresh_from_db()
    assert point.delibere == "Premier texte."
    # Having read the other's text, one may replace it.
    assert deliberer(autre, seance, point, "Second texte.", vu="Premier texte.").status_code == 302
    point.refresh_from_db()
    assert point.delibere == "Second texte."


def test_saving_a_deliberation_leaves_the_order_alone(seance, point, client_du_comite):
    PointFactory(seance=seance, rang=2)
    page = client_du_comite.get(seance.adresse("tenue"))
    assert page.status_code == 200
    Point.objects.filter(pk=point.pk).update(rang=7)
    deliberer(client_du_comite, seance, point, "Dit.")
    point.refresh_from_db()
    assert (point.rang, point.delibere) == (7, "Dit.")


def test_what_another_person_ticked_or_typed_meanwhile_stays(plan, client_du_comite):
    seance = SeanceFactory(plan=plan, convoquee=True)
    un, deux = MembreFactory(plan=plan), MembreFactory(plan=plan)
    client_du_comite.post(seance.adresse("presences"), {"present": [un.pk], "presidee_par": "Une élue"})
    # Someone who opened the page before ticks the other one: both are there.
    client_du_comite.post(
        seance.adresse("presences"),
        {"present": [deux.pk], "initial-presidee_par": "", "presidee_par": "", "secretaire": "Coordination"},
    )
    assert dict(seance.presences.values_list("membre", "present")) == {un.pk: True, deux.pk: True}
    seance.refresh_from_db()
    assert (seance.presidee_par, seance.secretaire) == ("Une élue", "Coordination")
    # Unticked knowingly: gone.
    client_du_comite.post(seance.adresse("presences"), {"present": [deux.pk], "vus": [un.pk, deux.pk]})
    assert dict(seance.presences.values_list("membre", "present")) == {un.pk: False, deux.pk: True}


@pytest.mark.parametrize(
    ("adresse", "donnees"),
    [
        ("presences", {"presidee_par": "TAPÉ" + "x" * 250}),
        ("deliberer", {"delibere": "TAPÉ\0"}),
        ("suite", {"libelle": "TAPÉ" + "x" * 400}),
    ],
    ids=["too long", "a control character", "a follow-up too long"],
)
def test_what_cannot_be_kept_is_said_and_shown_again(seance, point, client_du_comite, adresse, donnees):
    cles = {"pk": point.pk} if adresse == "deliberer" else {}
    reponse = client_du_comite.post(seance.adresse(adresse, **cles), donnees)
    assert reponse.status_code == 422
    assert "TAPÉ" in reponse.content.decode()
    assert "champ__erreur" in reponse.content.decode()


def test_nothing_is_written_of_a_meeting_before_its_day(plan, action, client_du_comite):
    seance = SeanceFactory(plan=plan, convoquee=True, date=timezone.localdate() + timedelta(days=30))
    MembreFactory(plan=plan)
    point = PointFactory(seance=seance, action=action)
    refusees = [
        decider(client_du_comite, seance, point, libelle="Abandonner.", effet="abandonner", motif="m"),
        deliberer(client_du_comite, seance, point, "Dit."),
        client_du_comite.post(seance.adresse("presences"), {}),
    ]
    assert [reponse.status_code for reponse in refusees] == [422, 422, 422]
    assert not Decision.objects.exists()
    assert not seance.presences.exists()
    assert Action.objects.get(pk=action.pk).statut == "en_cours"
