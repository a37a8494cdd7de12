"""What the page of an action or of a commitment shows finds it, from the list and from the box.

Its strand, its objectives, its domains, its sources; what was declared, filed, contested, answered.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from actions.filters import FiltreActions
from actions.models import Action, Document, Domaine, Objectif, Plan, Source, Volet
from engagements.filters import FiltreEngagements
from engagements.models import Declaration, Engagement, Passage, Preuve, Reponse, Verification
from engagements.models.etats import Etat
from partenariat.recherche.genres import genre as genre_de
from partenariat.recherche.reponse import resultats_de
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    DomaineFactory,
    EngagementFactory,
    PlanFactory,
    PreuveFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.paroles import dire, entourer
from tests.passe import reculer
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
FILTRES = {"actions": FiltreActions, "engagements": FiltreEngagements}
CODES = {"actions": "1.1", "engagements": "E-01"}
DITS = [
    ("actions", "quagga", "Volet", "fr", "V-ZIB · Le [quagga]"),
    ("actions", "quokka", "Volet", "en", "V-ZIB · The [quokka]"),
    ("actions", "V-ZIB", "Volet", "fr", "[V-ZIB] · Le quagga"),
    ("actions", "drongo", "Objectif", "fr", "O-GLIM · Le [drongo]"),
    ("actions", "drabble", "Objectif", "en", "O-GLIM · The [drabble]"),
    ("actions", "O-GLIM", "Objectif", "fr", "[O-GLIM] · Le drongo"),
    ("actions", "trogon", "Domaine", "fr", "Le [trogon]"),
    ("actions", "tamarin", "Domaine", "en", "The [tamarin]"),
    ("actions", "manakin", "Source", "fr", "Le rapport [Manakin]"),
    ("actions", "jacana", "Document", "fr", "Le plan du [jacana]"),
    ("actions", "bettongs", "", "en", "Some [bettongs]."),
    ("actions", "kakariki", "", "fr", "Un fonds du [kakariki]."),
    ("engagements", "pangolin", "Déclaration", "fr", "Le [pangolin] est livré."),
    ("engagements", "okapi", "Preuve", "fr", "Bilan de l'[okapi]"),
    ("engagements", "tatou", "Vérification", "fr", "Le [tatou] manque."),
    ("engagements", "fennec", "Vérification", "fr", "Le [fennec] y est."),
    ("engagements", "numbat", "Réponse", "fr", "Le [numbat] arrive."),
    ("engagements", "dugong", "Motif", "fr", "Le [dugong] a fui avant la fin."),
    ("engagements", "addax", "", "fr", "Un [addax] est revenu depuis."),
    ("engagements", "okoumé", "", "fr", "Si l'[okoumé] est là."),
]
"""Kind, word, and the sentence shown: what it is (empty where the row's own), its language, its text."""


@pytest.fixture(scope="module")
def plan(base_du_module) -> Plan:
    """An action and a commitment that have all that a page shows, beside others that have none of it."""
    with base_du_module():
        plan = PlanFactory(actif=True)
        dites = {"description_en": "Some bettongs.", "faits_sources": "Un fonds du kakariki."}
        action = ActionFactory(
            plan=plan, code="1.1", titre="Ouvrir", description="Un mot.", publiee=True, **dites
        )
        entourer(action)
        ActionFactory(plan=plan, code="1.2", titre="Fermer", axe=action.axe, publiee=True)
        promis = {"conditionnel": True, "condition": "Si l'okoumé est là."}
        dire(EngagementFactory(plan=plan, code="E-01", titre="Semer", publie=True, **promis))
        EngagementFactory(plan=plan, code="E-02", titre="Prêter", publie=True)
        return plan


def trouves(plan: Plan, nom: str, saisie: str) -> list[str]:
    """The codes that the list finds, which the box finds too."""
    requete = QueryDict(mutable=True)
    requete["q"] = saisie
    codes = sorted(ligne.code for ligne in FILTRES[nom](requete, plan=plan).qs)
    assert codes == sorted(genre_de(nom).trouvees(plan, saisie).values_list("code", flat=True))
    return codes


def phrases(plan: Plan, nom: str, saisie: str, langue: str = "fr-ca") -> list[tuple[str, str, str]]:
    """What stands beside the only result: what it is, its language, its words with the marks in brackets."""
    un = genre_de(nom)
    with translation.override(langue):
        (resultat,) = resultats_de(plan, un, saisie, list(un.montrables(un.trouvees(plan, saisie))))
    return [
        (phrase.etiquette, phrase.langue, unescape(re.sub(r"<mark>(.*?)</mark>", r"[\1]", phrase.texte)))
        for phrase in resultat.phrases
    ]


@pytest.mark.parametrize(("nom", "mot", "quoi", "langue", "texte"), DITS, ids=[dit[1] for dit in DITS])
def test_a_word_of_a_page_finds_its_row_and_is_shown(nom, mot, quoi, langue, texte, plan):
    page = plan.adresse({"actions": "action", "engagements": "engagement"}[nom], code=CODES[nom])
    lue = Client().get(f"{'/en' if langue == 'en' else ''}{page}").content.decode().lower()
    # Its code is that of its list alone (`?volet=`).
    assert mot in lue or mot in ("V-ZIB", "O-GLIM"), "the page shows no such word"
    assert trouves(plan, nom, mot) == [CODES[nom]]
    assert phrases(plan, nom, mot) == [(quoi, langue, texte)]


@pytest.mark.parametrize(
    ("nom", "saisie"),
    [
        ("actions", "quagga drongo trogon manakin jacana ouvrir kakariki"),
        ("engagements", "pangolin okapi tatou fennec numbat dugong semer"),
    ],
)
def test_words_of_several_places_are_found_together_and_each_is_shown(nom, saisie, plan):
    assert trouves(plan, nom, saisie) == [CODES[nom]]
    dits = " ".join(texte for _quoi, _langue, texte in phrases(plan, nom, saisie)).lower()
    montres = [mot for mot in saisie.split() if f"[{mot}]" in dits]
    assert montres == [mot for mot in saisie.split() if mot not in ("ouvrir", "semer")]
    assert trouves(plan, nom, f"{saisie} wolframite") == []


def test_the_language_of_the_page_is_preferred(plan):
    assert phrases(plan, "actions", "V-ZIB", "en") == [("Strand", "en", "[V-ZIB] · The quokka")]


def test_a_strand_finds_all_its_actions_and_no_other(plan):
    volet = Volet.objects.get(code="V-ZIB")
    ActionFactory(plan=plan, code="1.3", axe=volet.axe, volet=volet, publiee=True)
    ActionFactory(plan=plan, code="1.4", axe=volet.axe, volet=volet)
    assert trouves(plan, "actions", "quagga") == ["1.1", "1.3"]


# --- What is withdrawn for cause --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modele", "nom", "mot"),
    [
        (Document, "actions", "jacana"),
        (Declaration, "engagements", "pangolin"),
        (Preuve, "engagements", "okapi"),
        (Verification, "engagements", "tatou"),
        (Reponse, "engagements", "numbat"),
        (Passage, "engagements", "dugong"),
    ],
    ids=lambda valeur: getattr(valeur, "__name__", ""),
)
def test_what_is_withdrawn_for_cause_is_found_no_more_on_any_day(modele, nom, mot, plan):
    reculer(5)
    hier = {"q": mot, "au": (timezone.localdate() - timedelta(days=1)).isoformat()}
    adresse = plan.adresse(nom)
    champ = {Document: "titre", Preuve: "titre", Passage: "motif"}.get(modele, "texte")
    (objet,) = modele.objects.filter(**{f"{champ}__contains": mot})
    assert trouves(plan, nom, mot) == [CODES[nom]]
    assert Client().get(adresse, hier).context["filtre"].total == 1
    retirer(objet)
    assert trouves(plan, nom, mot) == []
    assert Client().get(adresse, hier).context["filtre"].total == 0
    boite = Client().get(plan.adresse("recherche"), {"q": f"{mot} {CODES[nom]}"}).content.decode()
    assert f"<mark>{mot}" not in boite


# --- The past, and the pages that are kept ----------------------------------------------------------------


def test_on_a_past_day_it_is_what_stood_that_day(plan):
    reculer(5)
    Domaine.objects.filter(titre="Le trogon").update(titre="Le quetzal")
    engagement = Engagement.objects.get(plan=plan, code="E-01")
    DeclarationFactory(engagement=engagement, texte="Un ouistiti passe.")
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    for nom, mot, maintenant, alors in (
        ("actions", "trogon", 0, 1),
        ("actions", "quetzal", 1, 0),
        ("engagements", "ouistiti", 1, 0),
        ("engagements", "pangolin", 1, 1),
    ):
        for dates, attendu in (({}, maintenant), ({"au": hier}, alors)):
            page = Client().get(plan.adresse(nom), {"q": mot, **dates})
            assert page.context["filtre"].total == attendu, (mot, dates)


@pytest.mark.parametrize("nom", ["liste", "boite"])
@pytest.mark.parametrize(
    ("genre", "changer"),
    [
        ("actions", lambda plan: Volet.objects.filter(code="V-ZIB").update(titre="Le nandou")),
        ("actions", lambda plan: Objectif.objects.filter(code="O-GLIM").update(titre="Le nandou")),
        ("actions", lambda plan: Domaine.objects.filter(titre="Le trogon").update(titre="Le nandou")),
        ("actions", lambda plan: Source.objects.filter(plan=plan).update(titre="Le nandou")),
        ("actions", lambda plan: Document.objects.filter(titre__contains="jacana").update(titre="Le nandou")),
        ("actions", lambda plan: nouveau_domaine(plan)),
        ("engagements", lambda plan: DeclarationFactory(engagement=signe(plan), texte="Le nandou.")),
        ("engagements", lambda plan: PreuveFactory(engagement=signe(plan), titre="Le nandou")),
        ("engagements", lambda plan: verifier(plan)),
    ],
    ids=["strand", "objective", "domain", "source", "document", "link", "declared", "filed", "verified"],
)
def test_a_kept_page_of_a_search_is_made_again_when_one_changes(nom, genre, changer, plan, pages_gardees):
    adresse = plan.adresse(genre if nom == "liste" else "recherche")
    saisie = {"q": "nandou"}
    avant = Client().get(adresse, saisie).content
    assert Client().get(adresse, saisie).content == avant
    changer(plan)
    apres = Client().get(adresse, saisie).content.decode()
    assert apres.encode() != avant
    assert CODES[genre] in apres


def signe(plan: Plan) -> Engagement:
    return Engagement.objects.get(plan=plan, code="E-01")


def nouveau_domaine(plan: Plan) -> None:
    Action.objects.get(plan=plan, code="1.1").domaines.add(DomaineFactory(plan=plan, titre="Le nandou"))


def verifier(plan: Plan) -> None:
    preuve = PreuveFactory(engagement=signe(plan))
    VerificationFactory(declaration=None, preuve=preuve, texte="Le nandou.")


# --- What it costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["engagements", "actions", "recherche"])
def test_how_much_was_said_asks_no_more_queries(nom, plan):
    adresse, saisie = plan.adresse(nom), {"q": "semer ouvrir" if nom == "recherche" else "gibbon"}
    Client().get(adresse, saisie)

    def combien() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert Client().get(adresse, saisie).status_code == 200
        return len(requetes)

    for code in ("E-11", "E-12"):
        dire(EngagementFactory(plan=plan, code=code, titre="Gibbon", publie=True))
    for code in ("1.5", "1.6"):
        ActionFactory(plan=plan, code=code, titre="Gibbon", publiee=True)
    avant = combien()
    for rang in range(3, 9):
        dire(EngagementFactory(plan=plan, code=f"E-1{rang}", titre="Gibbon", publie=True))
        ActionFactory(plan=plan, code=f"2.{rang}", titre="Gibbon", publiee=True).domaines.set(
            plan.domaines.all()
        )
    for _fois in range(4):
        DeclarationFactory(engagement=signe(plan), texte="Un gibbon.")
    assert combien() == avant


@pytest.mark.parametrize("table", ["declaration", "preuve", "verification", "reponse", "passage", "document"])
def test_what_grows_is_searched_by_an_index(table, plan):
    table = f"{'actions' if table == 'document' else 'engagements'}_{table}"
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
        curseur.execute(
            f"EXPLAIN SELECT 1 FROM public.{table} WHERE recherche @@ public.requete_recherche('gibbon')"
        )
        assert any("_recherche" in ligne for (ligne,) in curseur.fetchall())


def test_a_withdrawal_without_a_decision_is_found_by_why(plan):
    engagement = EngagementFactory(plan=plan, code="E-20", titre="Tenir", publie=True, signe=True)
    engagement.retirer(
        UtilisateurFactory(coordination=True),
        "Le gerfaut est parti du quartier.",
        sans_decision="Le comité ne siège pas en période de wombat.",
    )
    assert engagement.etat == Etat.RETIRE
    for mot in ("gerfaut", "wombat"):
        assert trouves(plan, "engagements", mot) == ["E-20"]
        ((quoi, _langue, texte),) = phrases(plan, "engagements", mot)
        assert (quoi, f"[{mot}]" in texte) == ("", True)
