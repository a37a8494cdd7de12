"""What an effect refuses, in words and without a trace; what it clears; what the public reads of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from actions.models import Action, Report
from comite.models import Decision, effet
from comite.models.etats import NatureEffet as Nature
from partenariat.cycles.pas import TransitionRefusee
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    EffetFactory,
    EngagementFactory,
    JalonFactory,
    PointFactory,
    SeanceFactory,
    comite,
)
from tests.factories.comite import approuver
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
FIN = timezone.localdate() + timedelta(days=200)
ECHEANCE = timezone.localdate() + timedelta(days=60)
DANS_UN_AN = timezone.localdate() + timedelta(days=365)
MOTIF = "Avis juridique complémentaire."


def prendre(seance, par, **champs) -> Decision:
    return comite.prendre(seance, par, **{"libelle": "MOTS-DE-LA-DÉCISION", "motif": MOTIF} | champs)


REPRISE = "Seule une action suspendue ou abandonnée se reprend."
SUSPENSION = "Seule une action à venir ou en cours se suspend."
ABANDON = "Une action réalisée ou déjà abandonnée ne s'abandonne pas."
JALON = "Un jalon atteint ou annulé n'a plus d'échéance à déplacer : choisissez-en un autre."
DATES = (
    "Les dates d'une action suspendue, abandonnée ou réalisée ne se déplacent pas; la même décision peut "
    "reprendre une action suspendue ou abandonnée."
)


@pytest.mark.parametrize(
    ("etat", "jalon", "champs", "phrase"),
    [
        pytest.param({}, {}, {"effet": Nature.REPRENDRE}, REPRISE, id="resume what is under way"),
        pytest.param({"realisee": True}, {}, {"effet": Nature.REPRENDRE}, REPRISE, id="resume a done one"),
        pytest.param({"suspendue": True}, {}, {"effet": Nature.SUSPENDRE}, SUSPENSION, id="suspend twice"),
        pytest.param(
            {"abandonnee": True}, {}, {"effet": Nature.SUSPENDRE}, SUSPENSION, id="suspend an abandoned one"
        ),
        pytest.param({"realisee": True}, {}, {"effet": Nature.ABANDONNER}, ABANDON, id="abandon a done one"),
        pytest.param({"abandonnee": True}, {}, {"effet": Nature.ABANDONNER}, ABANDON, id="abandon twice"),
        pytest.param(
            {}, {}, {"effet": Nature.DEPLACER_FIN, "nouvelle_date": FIN},
            "L'action finit déjà à cette date : écrivez-en une autre.", id="the end that it has",
        ),
        pytest.param(
            {}, {"atteint": True}, {"effet": Nature.DEPLACER_JALON, "nouvelle_date": DANS_UN_AN},
            JALON, id="a milestone reached",
        ),
        pytest.param(
            {}, {"annule": True}, {"effet": Nature.DEPLACER_JALON, "nouvelle_date": DANS_UN_AN},
            JALON, id="a milestone cancelled",
        ),
        pytest.param(
            {}, {"echeance": ECHEANCE}, {"effet": Nature.DEPLACER_JALON, "nouvelle_date": ECHEANCE},
            "Ce jalon a déjà cette échéance : écrivez une autre date.", id="the date that it has",
        ),
        pytest.param(
            {}, {}, {"effet": Nature.REFORMULER, "nouveau_texte": " Ouvrir des locaux "},
            "L'action porte déjà ce titre : écrivez le nouveau.", id="the title that it has",
        ),
        *(
            pytest.param(
                {etat: True}, jalon, {"effet": nature, "nouvelle_date": DANS_UN_AN}, DATES,
                id=f"{nature}, {etat}",
            )
            for etat in ("suspendue", "abandonnee", "realisee")
            for nature, jalon in ((Nature.DEPLACER_FIN, {}), (Nature.DEPLACER_JALON, {"titre": "Local"}))
        ),
    ],
)  # fmt: skip
def test_a_refused_effect_says_why_and_leaves_no_trace(seance, membre, plan, etat, jalon, champs, phrase):
    action = ActionFactory(plan=plan, publiee=True, fin=FIN, titre="Ouvrir des locaux", **etat)
    if jalon:
        champs = champs | {"jalon": JalonFactory(action=action, **jalon)}
    avant = Action.objects.filter(pk=action.pk).values().get()
    jalons = list(action.jalons.values())
    with pytest.raises(TransitionRefusee) as refus:
        prendre(seance, membre, action=action, **champs)
    assert refus.value.messages == [phrase]
    assert not Decision.objects.exists()
    assert not Report.objects.exists()
    assert Action.objects.filter(pk=action.pk).values().get() == avant
    assert list(action.jalons.values()) == jalons


def test_an_end_before_the_beginning_is_refused_and_leaves_no_trace(seance, membre, action):
    with pytest.raises(ValidationError):
        prendre(
            seance,
            membre,
            action=action,
            effet=Nature.DEPLACER_FIN,
            nouvelle_date=action.debut - timedelta(days=1),
        )
    assert not Decision.objects.exists()
    assert Action.objects.get(pk=action.pk).fin == action.fin


def test_a_decision_stands_instead_of_the_reason_for_having_none(seance, membre, plan):
    action = ActionFactory(plan=plan, publiee=True, sans_decision="Avant le registre.")
    decision = prendre(seance, membre, effet=Nature.ABANDONNER, action=action)
    action.refresh_from_db()
    assert (action.decision, action.sans_decision) == (decision.numero, "")


def test_a_reworded_title_loses_the_translation_of_the_former_one(seance, membre, action):
    Action.objects.filter(pk=action.pk).update(titre_en="Open premises")
    prendre(seance, membre, effet=Nature.REFORMULER, action=action, nouveau_texte="Ouvrir dix locaux")
    action.refresh_from_db()
    assert (action.titre, action.titre_en) == ("Ouvrir dix locaux", "")


def test_a_decision_takes_the_number_after_the_greatest(seance, membre):
    premiere, _deuxieme, troisieme = (prendre(seance, membre, motif="") for _ in range(3))
    premiere.delete()
    assert prendre(seance, membre, motif="").numero == "CMO-2026-05-R4"
    DecisionFactory(seance=seance, numero="CMO-2026-05-R10")
    DecisionFactory(seance=seance, numero="CMO-2026-05-Rbis")
    assert prendre(seance, membre, motif="").numero == "CMO-2026-05-R11"
    assert troisieme.numero == "CMO-2026-05-R3"


# --- What the public reads of it -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"effet": Nature.SUSPENDRE}, "Action suspendue"),
        ({"effet": Nature.ABANDONNER}, "Action abandonnée"),
        ({"effet": Nature.DEPLACER_FIN, "nouvelle_date": DANS_UN_AN}, "Fin de l’action portée au"),
        (
            {"effet": Nature.DEPLACER_JALON, "nouvelle_date": DANS_UN_AN},
            "Jalon « Premier local » porté au",
        ),
        ({"effet": Nature.REFORMULER, "nouveau_texte": "Ouvrir dix locaux"}, "Titre reformulé"),
    ],
    ids=lambda valeur: str(valeur["effet"]) if isinstance(valeur, dict) else "",
)
def test_the_reason_of_each_effect_is_on_its_action_at_once(seance, membre, action, champs, dit):
    if champs["effet"] == Nature.DEPLACER_JALON:
        champs = champs | {"jalon": action.jalons.get()}
    prendre(seance, membre, action=action, **champs)
    page = texte(Client().get(action.get_absolute_url())).replace("'", "’").replace("\u202f", " ")
    assert dit in page
    assert MOTIF in page.split("Ce que le comité a décidé")[1]
    assert "MOTS-DE-LA-DÉCISION" not in page


def test_the_reason_that_stays_is_in_french_whoever_decides(seance, membre, action, monkeypatch):
    """Even were its sentence translated: what is written stays, and is not that of one reader."""

    def traduire(phrase: str) -> str:
        return phrase if translation.get_language() == "fr-ca" else f"EN {phrase}"

    monkeypatch.setattr(effet, "gettext", traduire)
    with translation.override("en"):
        prendre(seance, membre, action=action, effet=Nature.SUSPENDRE)
    decision = Decision.objects.get()
    assert Action.objects.get(pk=action.pk).motif == f"Décision {decision.numero} : {MOTIF}"


def test_what_only_concerns_an_action_waits_for_the_minutes(plan, seance, membre, action):
    visee = ActionFactory(plan=plan, axe=action.axe, code="1.2", publiee=True)
    prendre(seance, membre, effet=Nature.SUSPENDRE, action=visee, actions=[action])
    page = texte(Client().get(action.get_absolute_url()))
    assert "CMO-2026-05-R1" not in page
    assert MOTIF not in page
    assert "CMO-2026-05-R1" in texte(Client().get(visee.get_absolute_url()))
    seance.tenir()
    seance.date, seance.motif_deplacement = timezone.localdate() - timedelta(days=30), "Devancée."
    seance.save()
    approuver(seance)
    page = texte(Client().get(action.get_absolute_url()))
    assert "MOTS-DE-LA-DÉCISION" in page
    # The effect is on the other one.
    assert "Action suspendue" not in page


@pytest.mark.parametrize(
    "cas", ["point on an action", "point on a commitment", "effect on an action", "effect on a commitment"]
)
def test_a_decision_about_what_is_not_public_stays_unsaid_though_approved(plan, cas):
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=30))
    ouverte = DecisionFactory(seance=seance, numero="R-OUVERTE", point=PointFactory(seance=seance))
    objet = EngagementFactory(plan=plan, signe=True) if "commitment" in cas else ActionFactory(plan=plan)
    nom = objet._meta.model_name
    point = PointFactory(seance=seance, **({nom: objet} if "point" in cas else {}))
    cachee = DecisionFactory(seance=seance, numero="R-CACHEE", point=point, reunie=True)
    if "effect" in cas:
        nature = Nature.SUSPENDRE if nom == "action" else Nature.RETIRER
        EffetFactory(decision=cachee, nature=nature, **{"action": None, nom: objet})
    approuver(seance)
    assert list(Decision.objects.publiques()) == [ouverte]
    for chemin in (
        "/plans/actif/comite/decisions/",
        seance.get_absolute_url(),
        "/plans/actif/donnees/decisions.json",
    ):
        page = Client().get(chemin).content.decode()
        assert "R-OUVERTE" in page
        assert "R-CACHEE" not in page
