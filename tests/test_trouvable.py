"""What a list shows is found there by typing it: every code, number, name and word of the demonstration."""

import re
from collections import defaultdict
from collections.abc import Iterable

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict

from actions import demonstration
from actions.filters import FiltreActions
from actions.models import Action, Indicateur, Jalon, Plan
from comite.decisions.filters import FiltreDecisions
from comite.models import Decision, Seance
from engagements.filters import FiltreEngagements
from engagements.models import Engagement
from partenariat.donnees.recherche import correspond
from partenariat.models import Organisation
from tests.factories import NouvelleFactory

pytestmark = pytest.mark.django_db
TIRETS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212/_"


@pytest.fixture(scope="module", autouse=True)
def plan(base_du_module):
    with base_du_module():
        demonstration.charger()
        with connection.cursor() as curseur:
            curseur.execute("ANALYZE")
        return Plan.objects.actif()


def filtre(classe, plan, saisie: str):
    requete = QueryDict(mutable=True)
    requete["q"] = saisie
    return classe(requete, plan=plan)


def trouves(classe, plan, saisie: str) -> set[int]:
    return set(filtre(classe, plan, saisie).objets().values_list("pk", flat=True))


def cherchables(texte: str) -> list[str]:
    """What a person may type of it: what stands between blanks, where there is a letter or a figure."""
    return [mot for mot in texte.split() if re.search(r"\w", mot)]


def par_mot(textes: Iterable[tuple[int, str]]) -> dict[str, set[int]]:
    """Word → the keys of what is so written."""
    dits = defaultdict(set)
    for cle, texte in textes:
        for mot in cherchables(texte):
            dits[mot].add(cle)
    return dits


def manques(classe, plan, textes: Iterable[tuple[int, str]]) -> dict[str, set[int]]:
    """The words by which something is not found in its own list."""
    dits = par_mot(textes)
    assert dits
    reste = {mot: cles - trouves(classe, plan, mot) for mot, cles in dits.items()}
    return {mot: cles for mot, cles in reste.items() if cles}


# --- Codes, numbers, names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classe", "publics", "champ", "combien"),
    [
        (FiltreActions, Action.objects.publiques(), "code", 44),
        (FiltreEngagements, Engagement.objects.publics(), "code", 65),
        (FiltreDecisions, Decision.objects.publiques(), "numero", 1),
    ],
    ids=["actions", "commitments", "decisions"],
)
def test_each_is_found_by_its_code_and_few_others_are(classe, publics, champ, combien, plan):
    tous = dict(publics.all().values_list("pk", champ))
    assert len(tous) == combien
    for cle, code in tous.items():
        reponses = trouves(classe, plan, code)
        assert cle in reponses, code
        # What answers besides names it, or has a code that begins alike.
        assert len(reponses) <= 1 + combien / 3, code


def test_a_decision_is_found_by_the_number_of_its_meeting_and_the_codes_that_it_shows(plan):
    publiques = Decision.objects.publiques()
    assert publiques.exists()
    for decision in publiques.select_related("seance"):
        assert decision.pk in trouves(FiltreDecisions, plan, decision.seance.numero)
        for code in (
            *decision.actions.publiques().values_list("code", flat=True),
            *decision.engagements.publics().values_list("code", flat=True),
        ):
            assert decision.pk in trouves(FiltreDecisions, plan, code), code


def test_a_commitment_is_found_by_the_codes_of_its_actions_and_by_both_bodies(plan):
    publics = Engagement.objects.publics().select_related("partie", "envers")
    for engagement in publics:
        for nom in (engagement.partie.nom, engagement.envers.nom, engagement.partie.sigle):
            assert not nom or engagement.pk in trouves(FiltreEngagements, plan, nom[:200]), nom
    liens = publics.filter(actions__in=Action.objects.publiques()).values_list("pk", "actions__code")
    assert len(liens) > 20
    for cle, code in liens:
        assert cle in trouves(FiltreEngagements, plan, code), code


def test_actions_are_found_by_each_of_the_boroughs_by_its_full_name(plan):
    arrondissements = list(Organisation.objects.arrondissements())
    assert len(arrondissements) == 19
    for arrondissement in arrondissements:
        ici = Q(tout_le_territoire=True) | Q(arrondissements=arrondissement) | Q(responsable=arrondissement)
        attendues = set(Action.objects.publiques().filter(ici).values_list("pk", flat=True))
        assert attendues
        assert attendues <= trouves(FiltreActions, plan, arrondissement.nom), arrondissement.nom


def test_every_body_is_found_by_its_name_its_acronym_and_each_word_of_its_name():
    for organisation in Organisation.objects.all():
        dits = [organisation.nom, organisation.sigle, *cherchables(organisation.nom)]
        for dit in filter(None, dits):
            assert organisation in Organisation.objects.filter(correspond("recherche", dit)), dit


@pytest.mark.parametrize("tiret", [*TIRETS, " ", " – "])
def test_a_borough_is_found_by_any_dash(tiret):
    nom = f"Rosemont{tiret}La Petite{tiret}Patrie"
    reponses = Organisation.objects.filter(correspond("recherche", nom))
    assert [o.nom for o in reponses] == ["Rosemont–La Petite-Patrie"]


def test_a_part_of_a_joined_name_and_a_range_of_years_are_found(plan):
    noms = Organisation.objects.filter(correspond("recherche", "Hochelaga")).values_list("nom", flat=True)
    assert "Mercier–Hochelaga-Maisonneuve" in noms
    assert trouves(FiltreActions, plan, "Hochelaga")
    action = Action.objects.publiques().first()
    Action.objects.filter(pk=action.pk).update(titre="Bilan de l'année 2025-2026")
    for dite in ("2025-2026", "2025–2026", "2025/2026", "2025 2026", "2026"):
        assert action.pk in trouves(FiltreActions, plan, dite), dite
    assert action.pk not in trouves(FiltreActions, plan, "2026-2025")


# --- Words ------------------------------------------------------------------------------------------------


def test_every_word_of_the_titles_of_actions_and_of_what_is_theirs_finds_them(plan):
    publiques = Action.objects.publiques()
    for textes in (
        publiques.values_list("pk", "titre"),
        Jalon.objects.filter(action__in=publiques).values_list("action", "titre"),
        Indicateur.objects.filter(action__in=publiques).values_list("action", "nom"),
        publiques.values_list("pk", "responsable__nom"),
    ):
        assert manques(FiltreActions, plan, textes) == {}


def test_every_word_of_the_updates_that_are_public_finds_their_action(plan):
    """The demonstration has none: the descriptions of other actions are as varied."""
    un, *autres = Action.objects.publiques().exclude(description="").order_by("pk")[:4]
    for autre in autres:
        NouvelleFactory(action=un, texte=autre.description, publique=True)
    assert manques(FiltreActions, plan, [(un.pk, autre.description) for autre in autres]) == {}


def test_every_word_of_the_titles_of_commitments_finds_them(plan):
    assert manques(FiltreEngagements, plan, Engagement.objects.publics().values_list("pk", "titre")) == {}


def test_every_word_of_a_decision_finds_it(plan):
    libelles = Decision.objects.publiques().values_list("pk", "libelle")
    assert manques(FiltreDecisions, plan, libelles) == {}


def test_every_title_finds_what_bears_it(plan):
    for classe, publics in (
        (FiltreActions, Action.objects.publiques()),
        (FiltreEngagements, Engagement.objects.publics()),
    ):
        for cle, titre in publics.values_list("pk", "titre"):
            assert cle in trouves(classe, plan, titre[:200].rsplit(" ", 1)[0]), titre


def test_words_that_stand_in_several_places_are_found_together(plan):
    action = Action.objects.publiques().filter(tout_le_territoire=False).first()
    Action.objects.filter(pk=action.pk).update(titre="Loger en wolframite")
    lieu = Organisation.objects.get(nom="Rosemont–La Petite-Patrie")
    action.arrondissements.set([lieu])
    jalon = action.jalons.first()
    Jalon.objects.filter(pk=jalon.pk).update(titre="Signer le bail")
    assert trouves(FiltreActions, plan, "wolframite Rosemont–La Petite-Patrie bail") == {action.pk}
    assert trouves(FiltreActions, plan, "wolframite Verdun") == set()
    assert trouves(FiltreActions, plan, "wolframite absinthe") == set()


def test_meetings_are_indexed_by_their_number():
    for seance in Seance.objects.all():
        assert seance in Seance.objects.filter(correspond("recherche", seance.numero))
