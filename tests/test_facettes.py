"""What the facets of each list count, against a count row by row in Python."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from actions.filters import FiltreActions
from actions.models import Action, Report
from comite.decisions.filters import FiltreDecisions
from engagements.filters import FiltreEngagements
from engagements.models import Engagement
from engagements.models.etats import Attention
from partenariat.donnees.filtres import FiltreAFacettes
from partenariat.histoire.temps import au
from partenariat.models import Organisation
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DecisionFactory,
    DeclarationFactory,
    DomaineFactory,
    EngagementFactory,
    JalonFactory,
    ObjectifFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    PreuveFactory,
    SeanceFactory,
    UtilisateurFactory,
    VerificationFactory,
    VoletFactory,
)
from tests.factories.comite import approuver, prendre

pytestmark = pytest.mark.django_db
MOTS = ("moulin", "verger", "brasserie")
"""Words of which some texts are made; the names of bodies hold others."""
SAISIES = (
    *MOTS,
    "moulin verger",
    "verger moulin brasserie",
    "sigle0",
    "sigle3",
    "lieu1",
    "introuvable moulin",
)


@pytest.fixture
def plan(db):
    """Actions, commitments and decisions with something of everything, and another plan beside."""
    plan = PlanFactory(actif=True, slug="actif")
    peupler(plan, random.Random(9))
    autre = AxeFactory(plan=PlanFactory(slug="autre"), numero=1)
    ActionFactory(plan=autre.plan, axe=autre, publiee=True)
    return plan


def peupler(plan, hasard: random.Random) -> None:
    def parmi(valeurs, au_plus: int = 2):
        return hasard.sample(valeurs, hasard.randint(0, au_plus))

    def texte():
        return " ".join(["Projet", *parmi(MOTS, 3)])

    axes = [AxeFactory(plan=plan, numero=n, code=f"A{n}") for n in (1, 2, 3)]
    volets = {axe: [VoletFactory(axe=axe, code=f"{axe.code}{lettre}") for lettre in "ab"] for axe in axes}
    objectifs = [ObjectifFactory(plan=plan, code=f"O{n}") for n in range(3)]
    domaines = [DomaineFactory(plan=plan, slug=f"d{n}") for n in range(3)]
    corps = [OrganisationFactory(nom=f"Corps sigle{n}", slug=f"o{n}", service=n < 2) for n in range(4)]
    lieux = [OrganisationFactory(nom=f"Lieu{n}", slug=f"l{n}", arrondissement=True) for n in range(3)]
    for lieu in lieux:
        PartiePrenanteFactory(plan=plan, organisation=lieu)
    actions = []
    for rang in range(24):
        axe = hasard.choice(axes)
        action = ActionFactory(
            plan=plan,
            axe=axe,
            volet=hasard.choice([None, *volets[axe]]),
            titre=texte(),
            responsable=hasard.choice(corps),
            tout_le_territoire=rang % 5 == 0,
            publiee=rang % 8 != 7,
            **{
                hasard.choice(["en_retard", "a_surveiller", "dans_les_temps", "realisee", "abandonnee"]): True
            },
            **{hasard.choice(["perimee", "a_rafraichir", "en_continu"]): True},
        )
        for organisation in parmi(corps):
            # A body may both answer for an action and take part in it: only the form refuses it.
            ParticipationFactory(action=action, organisation=organisation)
        for champ, valeurs in (("objectifs", objectifs), ("domaines", domaines), ("arrondissements", lieux)):
            getattr(action, champ).set(parmi(valeurs))
        if rang % 3 == 0:
            jalon = JalonFactory(action=action)
            if rang % 2:
                jalon.echeance += timedelta(days=10)
                jalon.motif_report = "Plus de temps."
                jalon.save()
        actions.append(action)
    abandonnees = [action.pk for action in actions if action.statut == "abandonnee"]
    inconnus = {"motif_inconnu": True, "decision_inconnue": True}
    Action.objects.filter(pk__in=abandonnees[::2]).update(motif="", sans_decision="", **inconnus)
    _engager(plan, hasard, corps, actions, parmi, texte)
    _decider(plan, hasard, actions, parmi, texte)


def _engager(plan, hasard, corps, actions, parmi, texte) -> None:
    etats = ("aux_parties", "signe", "en_cours", "tenu", "retire")
    for rang in range(15):
        partie, envers = hasard.sample(corps, 2)
        engagement = EngagementFactory(
            plan=plan,
            titre=texte(),
            partie=partie,
            envers=envers,
            nature=hasard.choice(["local", "expertise"]),
            publie=rang % 7 != 6,
            en_retard=rang % 2 == 0,
            **{etats[rang % 5]: True},
        )
        engagement.actions.set(parmi(actions, 4))
        if engagement.etat == "retire" and rang % 2:
            Engagement.objects.filter(pk=engagement.pk).update(decision_inconnue=True)
        if engagement.etat == "en_cours":
            declaration = DeclarationFactory(engagement=engagement)
            if rang % 2:
                VerificationFactory(declaration=declaration, verdict="contestee", texte="Non.")
            preuve = PreuveFactory(engagement=engagement)
            if rang > 6:
                VerificationFactory(declaration=None, preuve=preuve, organisation=envers)


def _decider(plan, hasard, actions, parmi, texte) -> None:
    publiques = [action for action in actions if action.publication == "publiee"]
    par, jour = UtilisateurFactory(comite=True), timezone.localdate()
    for age in (30, 400, 800):
        seance = SeanceFactory(plan=plan, tenue=True, date=jour - timedelta(days=age))
        for _ in range(4):
            vote = hasard.choice(["unanimite", "majorite"])
            DecisionFactory(seance=seance, libelle=texte(), vote=vote).actions.set(parmi(publiques, 4))
        DecisionFactory(seance=seance, libelle=texte()).actions.set(actions)
        prendre(
            seance,
            par,
            libelle=texte(),
            motif="Avis.",
            effet="reformuler",
            action=publiques[age % 7],
            nouveau_texte=texte(),
        )
        if age > 30:
            approuver(seance)


# --- Each row, said in Python -----------------------------------------------------------------------------
def mots(*textes: str) -> list[set[str]]:
    return [set(texte.lower().split()) for texte in textes]


def dire_action(action, lieux) -> dict:
    participants = [p.organisation for p in action.participations.all()]
    siens = list(action.arrondissements.all())
    tous = Organisation.objects.filter(slug__in=lieux)
    vises = tous if action.tout_le_territoire else siens
    return {
        "textes": mots(action.titre, action.responsable.nom, *(o.nom for o in (*participants, *vises))),
        "axe": {str(action.axe.numero)},
        "volet": {action.volet.code} if action.volet else set(),
        "objectif": {objectif.code for objectif in action.objectifs.all()},
        "domaine": {domaine.slug for domaine in action.domaines.all()},
        "statut": {action.statut},
        "echeancier": {action.echeancier} - {None},
        "fraicheur": {action.fraicheur} - {None},
        "motif": {"sans"} if action.motif_inconnu else set(),
        "decision": {"sans"} if action.decision_inconnue else set(),
        "report": {"deplacee"} if Report.objects.filter(action=action).exists() else set(),
        "organisation": {o.slug for o in (action.responsable, *participants)},
        "arrondissement": set(lieux) if action.tout_le_territoire else {o.slug for o in siens},
        "territoire": {"tout" if action.tout_le_territoire else "precise" if siens else "inconnue"},
    }


def dire_engagement(engagement, _lieux) -> dict:
    publiques = [a for a in engagement.actions.all() if a.publication == "publiee"]
    return {
        "textes": mots(engagement.titre, engagement.partie.nom, engagement.envers.nom),
        "partie": {engagement.partie.partie},
        "etat": {engagement.etat},
        "preuve": {engagement.preuve},
        "tenu": {engagement.preuve} if engagement.etat == "tenu" else set(),
        "decision": {"sans"} if engagement.decision_inconnue else set(),
        "attention": {nom.value for nom in Attention if getattr(engagement, nom.value)},
        "nature": {engagement.nature},
        "axe": {str(a.axe.numero) for a in publiques},
        "organisation": {engagement.partie.slug},
        "envers": {engagement.envers.slug},
    }


def dire_decision(decision, _lieux) -> dict:
    return {
        "textes": mots(decision.libelle),
        "annee": {str(decision.seance.date.year)},
        "axe": {str(a.axe.numero) for a in decision.actions.all() if a.publication == "publiee"},
        "genre": {decision.genre.value},
        "effet": {effet.nature for effet in decision.effets.all()},
        "vote": {decision.vote},
    }


LISTES = [
    pytest.param(FiltreActions, dire_action, id="actions"),
    pytest.param(FiltreEngagements, dire_engagement, id="engagements"),
    pytest.param(FiltreDecisions, dire_decision, id="decisions"),
]


def lignes(classe: type[FiltreAFacettes], dire, plan) -> list[dict]:
    filtre = classe(None, plan=plan)
    return [dire(objet, filtre.mots.noms["arrondissement"]) for objet in filtre.objets()]


def repond(ligne: dict, choisis: dict, sans: str = "") -> bool:
    saisie = set(choisis.get("q", "").split()) if sans != "q" else set()
    # Each word, in one of its texts or another.
    return saisie <= set().union(*ligne["textes"]) and all(
        ligne[nom] & set(valeurs) for nom, valeurs in choisis.items() if nom not in ("q", sans)
    )


def comparer(filtre: FiltreAFacettes, lues: list[dict]) -> None:
    choisis = filtre.choisis
    trouvees = sum(repond(ligne, choisis) for ligne in lues)
    assert filtre.total == len(list(filtre.qs)) == trouvees
    for critere in filtre.facettes():
        nom = critere.nom
        attendus = Counter(
            valeur for ligne in lues if repond(ligne, choisis, sans=nom) for valeur in ligne[nom]
        )
        assert filtre.comptes[nom] == attendus, nom
    sans, seuls = filtre.relacher(MOTS)
    assert sans == +Counter({nom: sum(repond(x, choisis, sans=nom) for x in lues) for nom in choisis})
    assert seuls == +Counter(
        {mot: sum(repond(ligne, {**choisis, "q": mot}) for ligne in lues) for mot in MOTS}
    )


@pytest.mark.parametrize(("classe", "dire"), LISTES)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    # Explaining a failure on a database takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
@given(data=st.data())
def test_each_count_is_that_of_the_rows_read_one_by_one(plan, classe, dire, data):
    lues = lignes(classe, dire, plan)
    libre = classe(None, plan=plan)
    requete = QueryDict(mutable=True)
    if saisie := data.draw(st.sampled_from(["", "", "", *SAISIES]), "q"):
        requete["q"] = saisie
    noms = st.sampled_from([critere.nom for critere in libre.facettes()])
    for nom in data.draw(st.lists(noms, max_size=4, unique=True), "criteres"):
        valeurs = st.sampled_from([valeur for valeur, _ in libre.form.fields[nom].choices])
        requete.setlist(nom, data.draw(st.lists(valeurs, min_size=1, max_size=2, unique=True), nom))
    filtre = classe(requete, plan=plan)
    assert not filtre.laisses_de_cote()
    comparer(filtre, lues)


@pytest.mark.parametrize(("classe", "dire"), LISTES)
def test_the_counts_of_a_past_moment_are_those_of_its_rows(plan, classe, dire):
    lues = lignes(classe, dire, plan)
    with au(timezone.now()):
        for requete in ("", "axe=1&axe=2", "q=moulin&axe=2"):
            comparer(classe(QueryDict(requete), plan=plan), lues)


@pytest.mark.parametrize(("classe", "dire"), LISTES)
def test_the_total_and_every_facet_take_one_query(plan, classe, dire):
    filtre = classe(QueryDict("q=moulin&axe=1&axe=2"), plan=plan)
    with CaptureQueriesContext(connection) as requetes:
        assert filtre.total <= sum(filtre.comptes["axe"].values())
    assert len(requetes) == 1
