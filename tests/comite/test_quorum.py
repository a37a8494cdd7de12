"""Without quorum a meeting recommends: no effect on the plan by page, model or SQL, nor by undoing it."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from actions.models import Action
from actions.models.gardes import avec_motif
from comite.models import Decision, Effet, Membre, Presence, Seance
from comite.models.etats import NatureEffet
from comite.seance.proces_verbal import projet
from partenariat.cycles.pas import TransitionRefusee
from tests.actions.refus import refusee
from tests.factories import (
    DecisionFactory,
    JalonFactory,
    MembreFactory,
    PointFactory,
    PresenceFactory,
    SeanceFactory,
)
from tests.factories.comite import approuver, prendre
from tests.formulaires import texte
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db
DANS_UN_AN = timezone.localdate() + timedelta(days=365)
SUSPENDRE = {"nature": NatureEffet.SUSPENDRE, "motif": "Budget."}


def reunie(plan, presents: int | None, requis: int | None) -> Seance:
    """Called for today: that many attended, of those that the quorum asks (None: nobody wrote it)."""
    seance = SeanceFactory(plan=plan, numero="CMO-2026-06", convoquee=True, quorum_requis=requis)
    if presents is not None:
        for rang in range(max(presents, 1)):
            PresenceFactory(seance=seance, membre=MembreFactory(plan=plan), present=rang < presents)
    return Seance.objects.get(pk=seance.pk)


SANS = [
    pytest.param(1, 6, id="1 of 6"),
    pytest.param(5, 6, id="5 of 6"),
    pytest.param(0, 1, id="nobody"),
    pytest.param(None, 6, id="attendance not taken"),
    pytest.param(8, None, id="quorum not known"),
    pytest.param(None, None, id="nothing known"),
]


@pytest.mark.parametrize(("presents", "requis"), SANS)
def test_without_quorum_no_effect_is_written_by_anyone(plan, action, membre, client_de, presents, requis):
    seance = reunie(plan, presents, requis)
    point = PointFactory(seance=seance, rang=1, action=action)
    decision = DecisionFactory(seance=seance)
    with pytest.raises(TransitionRefusee, match="quorum"):
        Decision.prendre(
            seance, membre, libelle="x", vote="unanimite", effets=[SUSPENDRE | {"action": action}]
        )
    with refusee("effet_avec_quorum"), transaction.atomic():
        Effet.objects.create(decision=decision, action=action, **SUSPENDRE)
    with refusee("effet_avec_quorum"), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO comite_effet (decision_id, nature, action_id, nouveau_texte, motif)"
            " VALUES (%s, 'suspendre', %s, '', 'x')",
            [decision.pk, action.pk],
        )
    # The page refuses it in words, and writes what changes nothing.
    client, prefixe = client_de(membre), f"p{point.pk}"
    page = texte(client.get(seance.adresse("tenue")))
    assert "la séance recommande et ne change rien au plan" in page
    assert "Inscrire la recommandation" in page
    assert "Inscrire la décision" not in page
    donnees = {"libelle": "AVIS", "vote": "unanimite", "effet": "suspendre", "motif": "Budget."}
    champs = {"point": point.pk} | {f"{prefixe}-{n}": v for n, v in donnees.items()}
    reponse = client.post(seance.adresse("decider"), champs)
    assert (reponse.status_code, "Le quorum n'est pas consigné" in texte(reponse)) == (422, True)
    assert not Decision.objects.filter(libelle="AVIS").exists()
    client.post(seance.adresse("decider"), champs | {f"{prefixe}-effet": "", f"{prefixe}-motif": ""})
    assert Decision.objects.get(libelle="AVIS").recommandation
    assert not Effet.objects.exists()
    assert Action.objects.get(pk=action.pk).statut == "en_cours"


@pytest.mark.parametrize(("presents", "requis"), [(6, 6), (7, 6), (1, 1)], ids=["6 of 6", "7 of 6", "1 of 1"])
def test_with_quorum_it_decides(plan, action, membre, presents, requis):
    seance = reunie(plan, presents, requis)
    decision = Decision.prendre(
        seance, membre, libelle="x", vote="unanimite", effets=[SUSPENDRE | {"action": action}]
    )
    assert not decision.recommandation
    assert Action.objects.get(pk=action.pk).statut == "suspendue"


def absent(seance):
    Presence.objects.filter(pk=seance.presences.first().pk).update(present=False)


def efface(seance):
    seance.presences.first().delete()


def mandat(seance):
    Membre.objects.filter(presences__seance=seance).update(mandat_fin="2025-02-01")


def exige(seance):
    Seance.objects.filter(pk=seance.pk).update(quorum_requis=3)


def ignore(seance):
    Seance.objects.filter(pk=seance.pk).update(quorum_requis=None)


def deplace(seance):
    with avec_motif("Erreur de date."):
        Seance.objects.filter(pk=seance.pk).update(date="2024-01-01")


@pytest.mark.parametrize(
    "geste", [absent, efface, mandat, exige, ignore, deplace], ids=lambda geste: geste.__name__
)
def test_attendance_does_not_fall_below_the_quorum_once_an_effect_stands(seance, action, membre, geste):
    sans_effet = Seance.objects.get(pk=SeanceFactory(plan=seance.plan, convoquee=True).pk)
    assert sans_effet.quorum is None
    prendre(seance, membre, effet="suspendre", action=action, motif="m")
    with refusee("seance_quorum_garde"):
        geste(seance)


def test_attendance_may_fall_where_no_effect_stands_and_then_it_recommends(seance, membre):
    decision = prendre(seance, membre)
    assert not decision.recommandation
    absent(seance)
    assert Decision.objects.get().recommandation


def test_what_was_written_without_quorum_stays_a_recommendation_whoever_comes_after(plan, membre):
    seance = reunie(plan, 1, 2)
    avant = Decision.prendre(seance, membre, libelle="Avis.", vote="unanimite")
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    apres = Decision.prendre(seance, membre, libelle="Décidé.", vote="unanimite")
    Decision.objects.update(sans_quorum=False)
    lues = Decision.objects.select_related("seance").in_bulk([avant.pk, apres.pk])
    assert (lues[avant.pk].recommandation, lues[apres.pk].recommandation) == (True, False)


@pytest.mark.parametrize(
    ("champs", "contrainte"),
    [
        ({"quorum_requis": 1}, "seance_quorum_requis_fixe"),
        ({"presents_consignes": 99}, "seance_presents_du_fichier"),
    ],
    ids=["the bar", "the number of the archives"],
)
def test_the_web_moves_neither_the_bar_nor_the_number_of_the_archives(plan, role_web, champs, contrainte):
    seance = reunie(plan, 1, 6)
    with connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        with refusee(contrainte):
            Seance.objects.filter(pk=seance.pk).update(**champs)
        curseur.execute("RESET ROLE")


@pytest.mark.django_db(transaction=True)
def test_an_effect_and_a_departure_at_once_do_not_both_pass(plan, action, membre, seance):
    refusee_par = a_la_fois(
        lambda: prendre(seance, membre, effet="suspendre", action=action, motif="m"),
        lambda: absent(seance),
    )
    assert refusee_par == "seance_quorum_garde"


# --- Named so everywhere -----------------------------------------------------------------------------------


def test_a_recommendation_is_named_so_everywhere(plan, action, membre, client_de):
    seance = SeanceFactory(plan=plan, numero="CMO-2026-06", tenue=True, presents_consignes=1, quorum_requis=6)
    decision = DecisionFactory(seance=seance, numero="CMO-2026-06-R1", libelle="Suspendre l'action.")
    decision.actions.add(action)
    assert "Recommandation" in texte(client_de(membre).get(seance.adresse("tenue")))
    assert "CMO-2026-06-R1 · Recommandation, écrite sans quorum consigné" in projet(
        Seance.objects.get(pk=seance.pk)
    )
    approuver(seance)
    client = Client()
    for adresse in ("/plans/actif/comite/decisions/", seance.get_absolute_url(), action.get_absolute_url()):
        page = texte(client.get(adresse))
        assert "Recommandation" in page, adresse
    assert [d["genre"] for d in client.get("/plans/actif/donnees/decisions.json").json()] == [
        "recommandation"
    ]
    assert "CMO-2026-06-R1" not in texte(client.get("/plans/actif/comite/decisions/", {"genre": "decision"}))
    assert "CMO-2026-06-R1" in texte(
        client.get("/plans/actif/comite/decisions/", {"genre": "recommandation"})
    )


@pytest.mark.parametrize(
    ("lu", "present", "devient"),
    [("recommandation", True, "ce serait une décision"), ("decision", False, "ce serait une recommandation")],
    ids=["attendance taken since", "attendance fallen since"],
)
def test_what_the_button_said_is_what_is_written(plan, action, client_du_comite, lu, present, devient):
    """Attendance is taken on the page where one decides, or in another window."""
    seance = reunie(plan, 1 if present else 0, 1)
    point = PointFactory(seance=seance, action=action)
    donnees = {"libelle": "Suspendre pour un an.", "vote": "unanimite"}
    envoi = {"point": point.pk, "comme": lu} | {f"p{point.pk}-{nom}": dit for nom, dit in donnees.items()}
    reponse = client_du_comite.post(seance.adresse("decider"), envoi)
    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert devient in page
    assert "Suspendre pour un an." in page
    assert not Decision.objects.exists()
    (comme,) = set(re.findall(r'name="comme" value="(\w+)"', page))
    assert client_du_comite.post(seance.adresse("decider"), envoi | {"comme": comme}).status_code == 302
    assert Decision.objects.select_related("seance").get().genre == comme != lu


DANS_DEUX_ANS = timezone.localdate() + timedelta(days=730)


@pytest.mark.parametrize(
    "dit",
    [{"nouvelle_date": DANS_DEUX_ANS}, {"jalon": True}, {"nouveau_texte": "Ouvrir cent locaux"}],
    ids=["la fin", "un jalon", "le titre"],
)
def test_attendance_keeps_the_quorum_of_an_effect_that_the_action_does_not_name(plan, action, membre, dit):
    seance = reunie(plan, 1, 1)
    if "jalon" in dit:
        dit = {"jalon": JalonFactory(action=action), "nouvelle_date": DANS_DEUX_ANS}
        nature = NatureEffet.DEPLACER_JALON
    else:
        nature = NatureEffet.DEPLACER_FIN if "nouvelle_date" in dit else NatureEffet.REFORMULER
    prendre(seance, membre, action=action, effet=nature, motif="Appel d'offres.", **dit)
    assert Action.objects.get(pk=action.pk).decision == ""
    with refusee("seance_quorum_garde"):
        seance.presences.update(present=False)


def decider_sur(client, seance, point, **champs) -> str:
    """The page that follows what is decided on a point."""
    donnees = {"libelle": "Décidé.", "vote": "unanimite", "motif": "Appel d'offres."} | champs
    envoi = {"point": point.pk} | {f"p{point.pk}-{nom}": valeur for nom, valeur in donnees.items()}
    return texte(client.post(seance.adresse("decider"), envoi, follow=True))


@pytest.mark.parametrize("effet", ["suspendre", "abandonner"])
def test_what_a_decision_sets_aside_is_not_said_late(seance, point, action, client_du_comite, effet):
    JalonFactory(action=action, titre="Bail signé", echeance=timezone.localdate() - timedelta(days=1))

    decider = partial(decider_sur, client_du_comite, seance, point)
    page = decider(effet=effet)
    assert "La décision est inscrite." in page
    assert "reste en retard" not in page
    assert "l'action le reste tant que cette échéance n'est pas déplacée" not in page


# --- Several effects, the milestone that holds -------------------------------------------------------------


def test_a_decision_moves_the_end_and_the_milestone_that_holds_it(seance, point, action, client_du_comite):
    jalon = JalonFactory(action=action, titre="Bail signé", echeance=timezone.localdate() - timedelta(days=1))
    page = texte(client_du_comite.get(seance.adresse("tenue")))
    assert "l'action le reste tant que cette échéance n'est pas déplacée" in page

    decider = partial(decider_sur, client_du_comite, seance, point)
    # The end alone: what still holds it is said.
    assert "reste en retard : son jalon « Bail signé »" in decider(nouvelle_date=DANS_UN_AN)
    assert "reste en retard" not in decider(
        nouvelle_date=DANS_UN_AN + timedelta(days=1), **{f"jalon_{jalon.pk}": DANS_UN_AN}
    )
    derniere = Decision.objects.latest("pk")
    assert [e.nature for e in derniere.effets.all()] == ["deplacer_fin", "deplacer_jalon"]
    jalon.refresh_from_db()
    assert jalon.echeance == DANS_UN_AN


def test_no_vote_is_chosen_in_advance(seance, point, client_du_comite):
    page = client_du_comite.get(seance.adresse("tenue")).content.decode()
    assert "selected" not in page.split(f'name="p{point.pk}-vote"')[1].split("</select>")[0].replace(
        '<option value="" selected', ""
    )
    decision = DecisionFactory(seance=seance)
    assert (decision.vote, decision.vote_dit) == ("", "Vote non consigné")
