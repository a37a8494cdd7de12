"""What was written stays what it was: neither a later attendance, nor a move, nor another date changes it."""

from datetime import timedelta

import pghistory
import pytest
from django.utils import timezone

from actions.models import Jalon
from comite.models import Decision, Effet, Presence, Seance
from comite.models.etats import NatureEffet as Nature
from tests.actions.refus import modifie, refusee
from tests.comite.test_numeros import au_bout
from tests.comite.test_quorum import SUSPENDRE, reunie
from tests.factories import (
    ActionFactory,
    BilanFactory,
    DecisionFactory,
    DemandeFactory,
    MembreFactory,
    OrganisationFactory,
    PointFactory,
    PresenceFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]

AUJOURD_HUI = timezone.localdate()
HIER, DEMAIN = AUJOURD_HUI - timedelta(days=1), AUJOURD_HUI + timedelta(days=1)
JADIS = timezone.localtime() - timedelta(days=100)
RESTENT = "pour changer le plan, inscrivez une autre décision"


# --- A recommendation stays one --------------------------------------------------------------------------


def test_a_recommendation_has_no_effect_whoever_comes_after(plan, action, comme_le_web):
    seance = reunie(plan, 1, 2)
    decision = DecisionFactory(seance=seance)
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    assert Seance.objects.get().quorum

    def inscrire():
        Effet.objects.create(decision=decision, action=action, **SUSPENDRE)

    for ecrire in (inscrire, lambda: comme_le_web(inscrire)):
        with refusee("effet_d_une_recommandation"):
            ecrire()


def test_the_page_says_so_once_attendance_is_taken(plan, action, membre, client_de):
    seance = reunie(plan, None, 2)
    point = PointFactory(seance=seance, rang=1, action=action)
    membres = [MembreFactory(plan=plan).pk for _ in range(2)]
    client, effets = client_de(membre), {f"p{point.pk}-effet": "suspendre", f"p{point.pk}-motif": "Budget."}
    paroles = {"point": point.pk, f"p{point.pk}-vote": "unanimite"}
    client.post(seance.adresse("decider"), paroles | {f"p{point.pk}-libelle": "AVIS"})
    assert RESTENT not in texte(client.get(seance.adresse("tenue")))
    page = texte(client.post(seance.adresse("presences"), {"present": membres}, follow=True))
    assert "Les recommandations déjà inscrites le restent" in page
    assert page.count(RESTENT) == 2
    # The clear way: decided again.
    client.post(seance.adresse("decider"), paroles | effets | {f"p{point.pk}-libelle": "DÉCIDÉ"})
    avis, decidee = Decision.objects.order_by("pk")
    assert (avis.recommandation, avis.effets.count()) == (True, 0)
    assert (decidee.recommandation, decidee.effets.count()) == (False, 1)


def test_where_nothing_was_recommended_the_page_says_nothing_of_it(plan, membre, client_de):
    seance = reunie(plan, None, 1)
    presents = {"present": [MembreFactory(plan=plan).pk]}
    assert "le restent" not in texte(
        client_de(membre).post(seance.adresse("presences"), presents, follow=True)
    )


# --- The quorum that a meeting asks ----------------------------------------------------------------------


def avec_presence(plan) -> Seance:
    return reunie(plan, 1, 6)


def avec_decision(plan) -> Seance:
    return DecisionFactory(seance=reunie(plan, None, 6)).seance


def tenue(plan) -> Seance:
    return SeanceFactory(plan=plan, tenue=True, quorum_requis=6)


def du_jour(plan) -> Seance:
    return reunie(plan, None, 6)


def prevue(plan) -> Seance:
    return SeanceFactory(plan=plan, quorum_requis=6)


def jamais_dit(plan) -> Seance:
    return DecisionFactory(seance=reunie(plan, 1, None)).seance


@pytest.mark.parametrize("requis", [1, 9, None], ids=["moins", "plus", "aucun"])
@pytest.mark.parametrize(
    ("faire", "permis"),
    [
        (avec_presence, False),
        (avec_decision, False),
        (tenue, False),
        (du_jour, True),
        (prevue, True),
        (jamais_dit, True),
    ],
    ids=lambda valeur: getattr(valeur, "__name__", ""),
)
def test_the_quorum_is_said_before_it_is_counted(plan, comme_le_web, faire, permis, requis):
    seance = faire(plan)
    seance.refresh_from_db()
    assert seance.quorum_fixe is not permis
    if permis:
        comme_le_web(lambda: modifie(seance, quorum_requis=requis))
        assert Seance.objects.get().quorum_requis == requis
        return
    with refusee("seance_quorum_requis_fixe"):
        comme_le_web(lambda: modifie(seance, quorum_requis=requis))


def test_attendance_is_not_taken_away_for_the_quorum_to_be_said_again(plan, comme_le_web):
    seance = reunie(plan, 1, 6)
    ailleurs = SeanceFactory(plan=plan, convoquee=True, date=HIER)
    presence = seance.presences.get()
    with refusee("presence_gardee"):
        comme_le_web(lambda: Presence.objects.filter(pk=presence.pk).delete())
    with refusee("presence_seance_fixe"):
        comme_le_web(lambda: modifie(presence, seance=ailleurs))
    comme_le_web(lambda: modifie(presence, present=False))
    assert Seance.objects.get(pk=seance.pk).presents == 0


def test_nor_is_the_number_of_the_archives(plan, comme_le_web):
    seance = SeanceFactory(plan=plan, convoquee=True, presents_consignes=1, quorum_requis=6)
    with refusee("seance_presents_du_fichier"):
        comme_le_web(lambda: modifie(seance, presents_consignes=None))


# --- What is of a meeting stays there --------------------------------------------------------------------

AILLEURS = {
    "du_meme_plan": lambda plan: SeanceFactory(plan=plan, tenue=True),
    "d_un_autre_plan": lambda plan: SeanceFactory(tenue=True),
    "a_venir": lambda plan: SeanceFactory(plan=plan),
    "annulee": lambda plan: SeanceFactory(plan=plan, annulee=True),
}


@pytest.mark.parametrize("ailleurs", AILLEURS.values(), ids=AILLEURS)
@pytest.mark.parametrize(
    ("fabrique", "contrainte"),
    [
        (DecisionFactory, "decision_fixe"),
        (SuiteFactory, "suite_seance_fixe"),
        (PointFactory, "point_seance_fixe"),
    ],
    ids=["decision", "suite", "point"],
)
def test_what_is_of_a_meeting_stays_of_it(plan, comme_le_web, ailleurs, fabrique, contrainte):
    objet, la = fabrique(seance=SeanceFactory(plan=plan, tenue=True)), ailleurs(plan)
    if fabrique is PointFactory and la.etat == "annulee":
        # Looked at before: an agenda that was cancelled takes no point from anywhere.
        contrainte = "point_seance_annulee"
    with refusee(contrainte):
        comme_le_web(lambda: modifie(objet, seance=la))


@pytest.mark.parametrize("champ", ["ronde", "organisation", "action"])
def test_a_question_that_was_asked_stays_as_it_was(comme_le_web, champ):
    demande = DemandeFactory()
    autre = {
        "ronde": lambda: RondeFactory(
            plan=demande.ronde.plan, ouvre_le=HIER - timedelta(days=30), ferme_le=HIER - timedelta(days=20)
        ),
        "organisation": OrganisationFactory,
        "action": lambda: ActionFactory(plan=demande.ronde.plan),
    }[champ]()
    with refusee("demande_fixe"):
        comme_le_web(lambda: modifie(demande, **{champ: autre}))


def test_a_round_that_asked_keeps_its_meeting_and_its_moment(plan, comme_le_web):
    ronde = RondeFactory(plan=plan, ouverte_le=timezone.now())
    for champs in ({"seance": SeanceFactory(plan=plan)}, {"ouverte_le": JADIS}, {"ouverte_le": None}):
        with refusee("ronde_ouverte_fixe"):
            comme_le_web(lambda champs=champs: modifie(ronde, **champs))


# --- Who wrote it, and when ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "champs", [lambda: {"le": JADIS}, lambda: {"par": UtilisateurFactory()}], ids=["le", "par"]
)
def test_who_wrote_a_decision_and_when_stays_so(comme_le_web, champs):
    decision, autres = DecisionFactory(), champs()
    with refusee("decision_fixe"):
        comme_le_web(lambda: modifie(decision, **autres))


def test_the_web_dates_no_decision(comme_le_web):
    seance = SeanceFactory(tenue=True)
    comme_le_web(lambda: DecisionFactory(seance=seance, le=JADIS))
    assert Decision.objects.get().le > timezone.now() - timedelta(hours=1)
    DecisionFactory(seance=seance, le=JADIS)
    assert Decision.objects.latest("pk").le == JADIS


def a_approuver() -> tuple[Seance, dict]:
    seance = SeanceFactory(tenue=True, date=HIER - timedelta(days=30), proces_verbal="Texte.")
    autre = SeanceFactory(plan=seance.plan, tenue=True)
    return seance, {"etat_pv": "approuve", "approuve_a": autre, "approuve_le": JADIS}


ACTES = {
    "approbation": (a_approuver, "approuve_le"),
    "convocation": (
        lambda: (SeanceFactory(), {"etat": "convoquee", "convoquee_le": HIER, "convoquee_pour": HIER}),
        "convoquee_le",
    ),
    "annulation": (
        lambda: (SeanceFactory(), {"etat": "annulee", "annulee_le": HIER, "motif": "Tempête de neige."}),
        "annulee_le",
    ),
    "ouverture": (lambda: (RondeFactory(), {"ouverte_le": JADIS}), "ouverte_le"),
    "reponse": (lambda: (DemandeFactory(), {"repondue_le": JADIS}), "repondue_le"),
    "rappel": (lambda: (DemandeFactory(), {"rappelee_le": HIER}), "rappelee_le"),
    "suite_close": (lambda: (SuiteFactory(), {"etat": "fait", "close_le": HIER}), "close_le"),
    "bilan": (
        lambda: (
            BilanFactory(annee=2025),
            {"publication": "publiee", "publie_le": JADIS, "donnees": "{}"},
        ),
        "publie_le",
    ),
}


@pytest.mark.parametrize(("faire", "champ"), ACTES.values(), ids=ACTES)
def test_the_web_says_that_it_happens_the_server_when(comme_le_web, faire, champ):
    objet, champs = faire()
    comme_le_web(lambda: modifie(objet, **champs))
    objet.refresh_from_db()
    lu = getattr(objet, champ)
    assert (timezone.localdate(lu) if champs[champ] is JADIS else lu) == AUJOURD_HUI
    if champ == "convoquee_le":
        assert objet.convoquee_pour == objet.date


@pytest.mark.parametrize(("faire", "champ"), ACTES.values(), ids=ACTES)
def test_the_owner_tells_of_the_past(faire, champ):
    objet, champs = faire()
    modifie(objet, **champs)
    objet.refresh_from_db()
    assert getattr(objet, champ) == champs[champ]


def test_an_answer_keeps_its_date():
    demande = DemandeFactory(repondue_le=JADIS)
    for le in (timezone.now(), None):
        with refusee("demande_repondue"):
            modifie(demande, repondue_le=le)


# --- An effect happened ----------------------------------------------------------------------------------

DANS_UN_AN = AUJOURD_HUI + timedelta(days=365)
EFFETS = {
    Nature.SUSPENDRE: {},
    Nature.REPRENDRE: {},
    Nature.ABANDONNER: {},
    Nature.DEPLACER_FIN: {"nouvelle_date": DANS_UN_AN},
    Nature.DEPLACER_JALON: {"nouvelle_date": DANS_UN_AN},
    Nature.REFORMULER: {"nouveau_texte": "Ouvrir cent locaux"},
    Nature.RETIRER: {},
}


def effet(nature: Nature, action, engagement) -> dict:
    if nature == Nature.REPRENDRE:
        modifie(action, statut="suspendue", motif="Budget.", sans_decision="")
    vise = {"engagement": engagement} if nature == Nature.RETIRER else {"action": action}
    if nature == Nature.DEPLACER_JALON:
        vise["jalon"] = Jalon.objects.get(action=action, titre="Premier local")
    return {"nature": nature, "motif": "Budget coupé.", **vise, **EFFETS[nature]}


@pytest.mark.parametrize("nature", EFFETS)
def test_what_the_web_writes_of_an_effect_is_so(
    seance, action, engagement, coordination, comme_le_web, nature
):
    dit = effet(nature, action, engagement)
    decision = DecisionFactory(seance=Seance.objects.get(pk=seance.pk))

    def inscrire_sans_appliquer():
        Effet.objects.create(decision=decision, **dit)
        au_bout()

    with refusee("effet_accompli"):
        comme_le_web(inscrire_sans_appliquer)

    def prendre():
        Decision.prendre(
            Seance.objects.get(pk=seance.pk), coordination, libelle="x", vote="unanimite", effets=[dit]
        )
        au_bout()

    with pghistory.context(user=coordination.pk):
        comme_le_web(prendre)
    assert Effet.objects.get().nature == nature


@pytest.mark.parametrize("nature", [Nature.SUSPENDRE, Nature.RETIRER])
def test_an_effect_is_that_of_its_own_decision(seance, action, engagement, comme_le_web, nature):
    """What another one did is not done again."""
    seance = Seance.objects.get(pk=seance.pk)
    premiere, seconde = DecisionFactory(seance=seance), DecisionFactory(seance=seance)
    dit = effet(nature, action, engagement)
    etat = {"statut": "suspendue"} if nature == Nature.SUSPENDRE else {"etat": "retire"}
    modifie(dit.get("action") or engagement, **etat, motif="Budget.", decision=premiere.numero)

    def inscrire(decision):
        Effet.objects.create(decision=decision, **dit)
        au_bout()

    comme_le_web(lambda: inscrire(premiere))
    with refusee("effet_accompli"):
        comme_le_web(lambda: inscrire(seconde))
