"""The proposed agenda, its order, and « depuis la dernière séance »."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action
from actions.models.gardes import avec_motif
from comite.mesures.depuis import depuis
from comite.models import Point, Seance
from comite.seance import preparation
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.temps import fin_du_jour
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    JalonFactory,
    NouvelleFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
    VerificationFactory,
)
from tests.factories.comite import approuver, prendre

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def tenue(plan) -> Seance:
    return SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI - timedelta(days=60))


@pytest.fixture
def prochaine(plan, tenue) -> Seance:
    return SeanceFactory(plan=plan, numero="CMO-2026-09")


def vieillir(action: Action, jours: int) -> None:
    Action.objects.filter(pk=action.pk).update(etat_le=AUJOURD_HUI - timedelta(days=jours))


def proposees(seance: Seance, groupe: str) -> dict[str, str]:
    return {
        (p.action or p.engagement).code: p.motif
        for p in preparation.propositions(Seance.objects.get(pk=seance.pk))[groupe]
    }


def test_the_state_of_the_plan_proposes_each_action_with_its_reason(plan, axe, prochaine):
    def action(code, jours=0, **champs):
        une = ActionFactory(plan=plan, axe=axe, code=code, publiee=True, **champs)
        vieillir(une, jours)

    action("tard", en_retard=True)
    action("risque", confiance="faible")
    action("muette", jours=61)
    action("finie", jours=400, realisee=True)
    action("calme", jours=59)
    ActionFactory(plan=plan, axe=axe, code="brouillon", en_retard=True)
    ActionFactory(code="ailleurs", publiee=True, en_retard=True)
    motifs = proposees(prochaine, "actions")
    assert list(motifs) == ["tard", "muette", "risque"] or set(motifs) == {"tard", "muette", "risque"}
    assert next(iter(motifs)) == "tard"
    assert motifs["tard"].startswith("En retard\u00a0: échéance du")
    assert motifs["risque"] == "À risque\u00a0: confiance faible"
    assert motifs["muette"].startswith("Sans nouvelle depuis le")


def test_contested_unverified_and_late_commitments_are_proposed(plan, prochaine):
    conteste = EngagementFactory(plan=plan, code="E-C", publie=True, signe=True)
    VerificationFactory(declaration=DeclarationFactory(engagement=conteste), contestee=True)
    DeclarationFactory(engagement=EngagementFactory(plan=plan, code="E-V", publie=True, signe=True))
    EngagementFactory(plan=plan, code="E-R", publie=True, signe=True, en_retard=True)
    EngagementFactory(plan=plan, code="E-S", publie=True, signe=True)
    EngagementFactory(plan=plan, code="E-X", signe=True, en_retard=True)
    assert proposees(prochaine, "engagements") == {
        "E-C": "Contesté",
        "E-R": "Échéance dépassée",
        "E-V": "Déclaration que personne n'a vérifiée",
    }


def test_one_click_adds_a_point_and_it_is_proposed_no_more(plan, axe, prochaine, membre, client_de):
    ActionFactory(plan=plan, axe=axe, code="4.4", publiee=True, en_retard=True)
    client = client_de(membre)
    page = client.get(prochaine.adresse("preparation")).content.decode()
    assert "4.4" in page
    action = Action.objects.get(code="4.4")
    client.post(prochaine.adresse("ajouter"), {"cle": f"action:{action.pk}"})
    point = Point.objects.get()
    assert (point.action, point.rang) == (action, 1)
    assert "En retard" in point.motif
    assert "4.4" not in proposees(prochaine, "actions")
    # The same click twice adds nothing.
    client.post(prochaine.adresse("ajouter"), {"cle": f"action:{action.pk}"})
    assert Point.objects.count() == 1


def test_calling_and_cancelling_are_two_forms_and_cancelling_says_why(prochaine, membre, client_de):
    preparation.ajouter(prochaine, titre="Un sujet")
    client = client_de(membre)

    def etat() -> str:
        prochaine.refresh_from_db()
        return prochaine.etat

    sans_motif = client.post(prochaine.adresse("annuler"), {"motif": " "})
    assert (sans_motif.status_code, etat()) == (422, "planifiee")
    # The Enter key, in the field of the reason, used to press the first button: that which calls.
    client.post(prochaine.adresse("convoquer"), {"motif": "Tempête de neige."})
    assert etat() == "convoquee"
    client.post(prochaine.adresse("annuler"), {"motif": "Tempête de neige."})
    assert (etat(), prochaine.motif) == ("annulee", "Tempête de neige.")


def test_the_usual_points_frame_the_agenda(plan, prochaine, tenue, membre, client_de):
    SuiteFactory(seance=tenue)
    preparation.ajouter(prochaine, titre="Un sujet")
    client_de(membre).post(prochaine.adresse("ajouter"), {"cle": "usages"})
    preparation.ajouter(prochaine, titre="Un autre sujet")
    natures = list(prochaine.points.values_list("nature", flat=True))
    assert natures == ["adoption", "proces_verbal", "suites", "autre", "autre", "varia"]
    assert list(prochaine.points.values_list("rang", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_order_changes_by_buttons_and_by_dragging(prochaine, membre, client_de):
    a, b, c = (preparation.ajouter(prochaine, titre=titre) for titre in "abc")
    client = client_de(membre)
    client.post(prochaine.adresse("ordonner"), {"point": c.pk, "sens": "haut"})
    assert [p.titre for p in prochaine.points.all()] == ["a", "c", "b"]
    client.post(prochaine.adresse("ordonner"), {"point": a.pk, "sens": "haut"})
    assert [p.titre for p in prochaine.points.all()] == ["a", "c", "b"]
    reponse = client.post(prochaine.adresse("ordonner"), {"ordre": f"{b.pk},{a.pk},{c.pk}"})
    assert reponse.json() == {"raison": ""}
    assert [p.titre for p in prochaine.points.all()] == ["b", "a", "c"]
    perimee = client.post(prochaine.adresse("ordonner"), {"ordre": f"{b.pk},{a.pk}"})
    assert perimee.status_code == 409
    assert "a changé entre-temps" in perimee.json()["raison"]


def test_a_point_that_was_discussed_stays(prochaine):
    PointFactory(seance=prochaine, rang=1, delibere="On en a parlé.")
    with pytest.raises(TransitionRefusee, match="délibéré"):
        preparation.retirer(prochaine, prochaine.points.get())


def test_the_agenda_of_a_cancelled_meeting_does_not_change(plan):
    with pytest.raises(TransitionRefusee, match="ne change plus"):
        preparation.ajouter(SeanceFactory(plan=plan, annulee=True), titre="Un sujet")


# --- Since the last meeting ------------------------------------------------------------------------------


def test_what_moved_and_what_did_not_by_axis_and_by_body(plan, axe, service):
    le = AUJOURD_HUI - timedelta(days=10)

    def action(code):
        return ActionFactory(plan=plan, axe=axe, code=code, publiee=True, responsable=service)

    jalon = JalonFactory(action=action("1"), titre="Ouverture", echeance=AUJOURD_HUI)
    jalon.atteint_le = AUJOURD_HUI
    jalon.save()
    reportee = action("2")
    reportee.fin, reportee.motif_report = AUJOURD_HUI + timedelta(days=900), "Appel d'offres."
    reportee.save()
    NouvelleFactory(action=action("3"), date=AUJOURD_HUI, publique=True, texte="Le bail est signé.")
    NouvelleFactory(action=action("4"), date=AUJOURD_HUI - timedelta(days=11), publique=True)
    NouvelleFactory(action=action("5"), date=AUJOURD_HUI, texte="NOTE-INTERNE")
    ActionFactory(plan=plan, axe=axe, code="6", publiee=True, realisee=True)
    lu = depuis(plan, fin_du_jour(le))
    assert {(f.objet.code, f.quoi) for f in lu.faits} == {
        ("1", "Jalon atteint"),
        ("2", "Échéance déplacée"),
        ("3", "Nouvelle"),
    }
    assert "Appel d'offres." in next(f.texte for f in lu.faits if f.objet.code == "2")
    assert [a.code for a in lu.immobiles] == ["4", "5"]
    (groupe,) = lu.axes
    assert (len(groupe.faits), [a.code for a in groupe.immobiles]) == (3, ["4", "5"])
    assert [(g.nom, len(g.faits)) for g in lu.organisations] == [(service.nom, 3)]


def test_a_commitment_s_states_and_declarations_are_told(plan, action):
    engagement = EngagementFactory(plan=plan, code="E-9", publie=True, signe=True)
    engagement.actions.add(action)
    DeclarationFactory(engagement=engagement, texte="Un local est ouvert.")
    with avec_motif("Rien."):
        lu = depuis(plan, fin_du_jour(AUJOURD_HUI - timedelta(days=1)))
    dits = {f.quoi for f in lu.faits if f.objet == engagement}
    assert dits == {"État", "Déclaration"}
    assert any(f.objet == engagement for f in lu.axes[0].faits)


@pytest.mark.django_db(transaction=True)
def test_a_new_action_and_a_new_status_are_known_from_history(maintenant, plan, axe):
    ancienne = ActionFactory(plan=plan, axe=axe, code="1", publiee=True)
    assert maintenant()
    lu = depuis(plan, fin_du_jour(AUJOURD_HUI - timedelta(days=1)))
    # History begins today: what it does not know is not called new.
    assert not [f for f in lu.faits if f.quoi in ("Nouvelle action", "Statut")]
    assert ancienne in lu.immobiles


def test_preparing_costs_the_same_whatever_the_plan(plan, axe, prochaine, membre, client_de):
    client = client_de(membre)

    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert client.get(prochaine.adresse("preparation")).status_code == 200
        return len(requetes)

    def garnir(n):
        for _ in range(n):
            action = ActionFactory(plan=plan, axe=axe, publiee=True, en_retard=True)
            JalonFactory(action=action, atteint=True)
            EngagementFactory(plan=plan, publie=True, signe=True, en_retard=True).actions.add(action)
            SuiteFactory(seance=prochaine.precedente)

    garnir(3)
    peu = cout()
    garnir(20)
    assert cout() == peu
    assert peu <= 41


# --- What is proposed ------------------------------------------------------------------------------------


def usages(seance: Seance) -> list[tuple[str, str]]:
    """The usual points that are proposed: title and reason, with plain spaces."""
    proposes = preparation.propositions(Seance.objects.get(pk=seance.pk))["usage"]
    return [(p.titre.replace("\u00a0", " "), p.motif.replace("\u00a0", " ")) for p in proposes]


def test_the_follow_ups_are_proposed_with_how_many_are_still_open(prochaine, tenue):
    assert not [titre for titre, _motif in usages(prochaine) if titre.startswith("Suites")]
    faite = SuiteFactory(seance=tenue)
    faite.noter("fait")
    # Closed since the last meeting: it is heard of, and is nothing to discuss.
    assert not [titre for titre, _motif in usages(prochaine) if titre.startswith("Suites")]
    SuiteFactory(seance=tenue)
    SuiteFactory(seance=tenue, etat="en_cours")
    SuiteFactory(seance=prochaine)
    SuiteFactory()
    assert ("Suites de la dernière séance", "Suites encore ouvertes : 2") in usages(prochaine)


def test_every_earlier_meeting_whose_minutes_wait_is_proposed_the_oldest_first(plan):
    def seance(mois, **champs):
        return SeanceFactory(plan=plan, date=date(2026, mois, 3), **champs)

    # Approved at a meeting of January 10th, whose own minutes wait.
    approuver(seance(1, tenue=True))
    avril = seance(4, tenue=True)
    seance(5, annulee=True)
    seance(6)
    prochaine = seance(9)
    seance(10, tenue=True)
    SeanceFactory(tenue=True, date=date(2026, 2, 2))
    debut = "Approbation du procès-verbal du"

    def approbations():
        return [titre for titre, _motif in usages(prochaine) if titre.startswith(debut)]

    assert approbations() == [f"{debut} 10 janvier 2026", f"{debut} 3 avril 2026"]
    # Its words prove nothing: the point says which meeting it is about, or approves none of them.
    PointFactory(seance=prochaine, nature="proces_verbal", titre=f"{debut} 3 avril 2026")
    assert approbations() == [f"{debut} 10 janvier 2026", f"{debut} 3 avril 2026"]
    PointFactory(seance=prochaine, nature="proces_verbal", titre="Le procès-verbal", approuve=avril)
    assert approbations() == [f"{debut} 10 janvier 2026"]


def test_a_proposed_approval_is_that_of_its_meeting_whatever_its_title_becomes(plan, tenue, prochaine):
    (cle,) = (p.cle for p in preparation.proposees(prochaine, "usage") if p.nature == "proces_verbal")
    point = preparation.ajouter(prochaine, cle)
    assert point.approuve == tenue
    Point.objects.filter(pk=point.pk).update(titre="Autres mots")
    assert not [p for p in preparation.proposees(prochaine, "usage") if p.nature == "proces_verbal"]


@pytest.mark.parametrize(
    ("champs", "motif"),
    [
        ({"a_surveiller": True}, "À surveiller : échéance du"),
        ({"a_surveiller": True, "confiance": "faible"}, "À risque : confiance faible"),
        ({"dans_les_temps": True}, None),
    ],
    ids=["due within thirty days", "due and of low confidence", "due later"],
)
def test_an_action_to_watch_is_proposed_with_its_reason(plan, axe, prochaine, champs, motif):
    ActionFactory(plan=plan, axe=axe, code="4.4", publiee=True, **champs)
    dit = proposees(prochaine, "actions").get("4.4")
    assert (dit is None) if motif is None else dit.replace("\u00a0", " ").startswith(motif)


def test_what_is_proposed_from_an_english_page_is_french(plan, axe, prochaine, tenue, membre, client_de):
    action = ActionFactory(plan=plan, axe=axe, code="4.4", publiee=True, en_retard=True, titre_en="Open")
    SuiteFactory(seance=tenue)
    client = client_de(membre)
    preparer, ajouter = (f"/en{prochaine.adresse(page)}" for page in ("preparation", "ajouter"))
    page = client.get(preparer).content.decode().replace("&#x27;", "'")
    for attendu in ("Suites de la dernière séance", "En retard\u00a0: échéance du", action.titre):
        assert attendu in page
    client.post(ajouter, {"cle": "usages"})
    client.post(ajouter, {"cle": f"action:{action.pk}"})
    titres = [p.titre for p in prochaine.points.all()]
    assert titres[0] == "Adoption de l'ordre du jour"
    assert titres[2:] == ["Suites de la dernière séance", f"Action 4.4\u00a0: {action.titre}", "Varia"]
    assert prochaine.points.get(action=action).motif.startswith("En retard\u00a0: échéance du")


def test_a_point_on_which_something_was_decided_stays(seance, point, coordination):
    prendre(seance, coordination, point=point, libelle="Prendre acte.")
    with pytest.raises(TransitionRefusee, match="délibéré"):
        preparation.retirer(seance, point)
    assert point in seance.points.all()


# --- The meeting before ----------------------------------------------------------------------------------


def test_the_meeting_before_was_held_on_an_earlier_day(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=date(2026, 5, 10), numero="S-5")
    SeanceFactory(plan=plan, tenue=True, date=date(2026, 5, 10), numero="S-4")
    SeanceFactory(plan=plan, convoquee=True, date=date(2026, 5, 9))
    SeanceFactory(plan=plan, annulee=True, date=date(2026, 5, 8))
    SeanceFactory(tenue=True, date=date(2026, 5, 7))
    SeanceFactory(plan=plan, tenue=True, date=date(2026, 5, 11))
    assert seance.precedente is None
    for mois in (3, 4):
        avant = SeanceFactory(plan=plan, tenue=True, date=date(2026, mois, 10))
    assert Seance.objects.get(pk=seance.pk).precedente == avant
