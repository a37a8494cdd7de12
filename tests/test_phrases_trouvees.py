"""Whatever made a row be found is shown beside it: its title, whose it is, or the sentence that says so."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField
from django.test import Client
from django.utils import timezone, translation

from actions.models import Jalon, Plan
from comite.models import Decision
from engagements.models import Engagement
from partenariat.donnees.criteres import Lien, ParTexte, Partout
from partenariat.lancement import demonstration
from partenariat.models import Organisation
from partenariat.recherche.genres import genre as genre_de
from partenariat.recherche.genres import genres
from partenariat.recherche.question import radicaux
from partenariat.recherche.reponse import resultats_de
from partenariat.recherche.surlignage import MOT, cle_du_mot
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    NouvelleFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PointFactory,
    SeanceFactory,
)
from tests.factories.comite import approuver
from tests.paroles import dire, entourer
from tests.passe import reculer

pytestmark = pytest.mark.django_db
PAR_LIEN = 25
"""Words of the demonstration that are tried of each link; those of what is made here are tried too."""


@pytest.fixture(scope="module")
def plan(base_du_module):
    """The demonstration, and a row that is found by something of each kind, in both languages."""
    with base_du_module():
        for part in demonstration.manquantes():
            part.charger()
        plan = Plan.objects.actif()
        remplir(plan)
        return plan


def une_organisation(radical: str, **traits) -> Organisation:
    dite = {"nom": f"{radical}al", "nom_en": f"{radical}ish", "sigle": f"{radical}X".upper()}
    return OrganisationFactory(**(dite | traits))


def remplir(plan: Plan) -> None:
    axe = plan.axes.first()
    dites = {"titre": "Bâtir", "titre_en": "Frameworking", "description": "Un girofard.", "publiee": True}
    action = ActionFactory(axe=axe, code="87.1", responsable=une_organisation("brozim"), **dites)
    JalonFactory(action=action, titre="Le quornel", titre_en="The wexford")
    IndicateurFactory(action=action, nom="Les zolites", nom_en="The yarrows")
    NouvelleFactory(action=action, texte="Un **mirliflor** fut posé.", publique=True)
    ParticipationFactory(action=action, organisation=une_organisation("cralin"))
    verdun = Organisation.objects.get(nom="Verdun")
    Organisation.objects.filter(pk=verdun.pk).update(nom_en="Verdunville")
    action.arrondissements.add(verdun)
    partout = ActionFactory(axe=axe, code="87.2", tout_le_territoire=True, publiee=True)
    parties = {"partie": une_organisation("dravol"), "envers": une_organisation("fulgan")}
    engagement = EngagementFactory(
        plan=plan, code="E-872", titre="Offrir", titre_en="Offering", publie=True, **parties
    )
    engagement.actions.add(action, partout)
    entourer(action)
    dire(engagement)
    lieu = une_organisation("gromel", arrondissement=True)
    PartiePrenanteFactory(plan=plan, organisation=lieu)
    seance = SeanceFactory(plan=plan, numero="KZ-2026-77", tenue=True, lieu="Salle Hurtebise")
    seance.proces_verbal = "On ouvre. Le jabiru est entendu."
    PointFactory(seance=seance, titre="Le kakapo", delibere="On parle de lampyres.")
    decision = DecisionFactory(seance=seance, numero="R-771", libelle="Le comité approuve.", reunie=True)
    decision.actions.add(action)
    decision.engagements.add(engagement)
    approuver(seance)
    assert Decision.objects.publiques().filter(pk=decision.pk).exists()


# --- Each link of each kind -------------------------------------------------------------------------------


def liens_de(un, monkeypatch) -> tuple[Lien | Partout, ...]:
    """What its search looks in, whatever the kind says of it; nothing where it is its row's words alone."""
    lus = []
    condition = ParTexte.condition

    def retenir(recherche: ParTexte, saisie: str):
        lus.append(recherche.liens)
        return condition(recherche, saisie)

    with monkeypatch.context() as pendant:
        pendant.setattr(ParTexte, "condition", retenir)
        un.condition("x")
    return lus[0] if lus else ()


class Lexemes(Func):
    function = "tsvector_to_array"
    output_field = ArrayField(TextField())


def lexemes(lien: Lien | Partout) -> dict[int, set[str]]:
    """Key of a row → what the link holds of it."""
    tenus: dict[int, set[str]] = {}
    if isinstance(lien, Partout):
        tous = set().union(*lien.valeurs.values_list(Lexemes(F(lien.valeur)), flat=True))
        return dict.fromkeys(lien.lignes.values_list("pk", flat=True), tous)
    for cle, siens in lien.objets.order_by().values_list(lien.ligne, Lexemes(F(lien.valeur))):
        tenus.setdefault(cle, set()).update(siens)
    return tenus


def seuls(rang: int, liens: list[dict[int, set[str]]], cles: set[int]) -> list[tuple[int, str]]:
    """(Key, word): what a row is found by thanks to one of its links alone."""
    trouves = []
    for cle in cles & liens[rang].keys():
        autres = set().union(*(lien.get(cle, set()) for i, lien in enumerate(liens) if i != rang))
        mots = {lexeme for lexeme in liens[rang][cle] if not lexeme.startswith("/")}
        dits = radicaux(mots)
        trouves += [(cle, mot) for mot in mots if autres.isdisjoint({mot, *(f"/{r}" for r in dits[mot])})]
    return sorted(trouves)


def est_dit(resultat, mot: str) -> bool:
    """Whether the result shows the word, or one that begins so."""
    vu = f"{resultat.titre}{resultat.contexte}{''.join(phrase.texte for phrase in resultat.phrases)}"
    du_code = [cle_du_mot(lu) for lu in MOT.findall(resultat.code)]
    return "<mark>" in vu or any(lu.startswith(mot) for lu in du_code)


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
def test_a_word_that_one_link_alone_holds_is_shown(langue, plan, monkeypatch):
    vus = 0
    for un in genres():
        liens = liens_de(un, monkeypatch)
        cles = set(un.lignes(plan).values_list("pk", flat=True))
        tenus = [lexemes(lien) for lien in liens]
        for rang in range(len(liens)):
            if all(lexeme.startswith("/") for siens in tenus[rang].values() for lexeme in siens):
                # What such a row is called (`du_nom`): the heading says it.
                continue
            tous = seuls(rang, tenus, cles)
            assert tous, (un.nom, rang, "nothing is found by this link alone")
            faits = [(cle, mot) for cle, mot in tous if cle == max(cles)]
            for cle, mot in {*tous[:: max(1, len(tous) // PAR_LIEN)], *faits}:
                assert un.trouvees(plan, mot).filter(pk=cle).exists(), (un.nom, rang, mot)
                objets = un.montrables(un.lignes(plan).filter(pk=cle))
                with translation.override(langue):
                    (resultat,) = resultats_de(plan, un, mot, list(objets))
                assert est_dit(resultat, mot), (un.nom, rang, mot)
                vus += 1
    assert vus > 300


def resultat_de(plan, nom: str, saisie: str, code: str, langue: str = "fr-ca"):
    un = genre_de(nom)
    with translation.override(langue):
        objets = un.montrables(un.trouvees(plan, saisie))
        (resultat,) = (dit for dit in resultats_de(plan, un, saisie, list(objets)) if dit.code == code)
    return resultat


def dits(resultat) -> list[tuple[str, str, str]]:
    """What is shown beside: what it is, its language, its words with their marks between brackets."""
    textes = (re.sub(r"<mark>(.*?)</mark>", r"[\1]", phrase.texte) for phrase in resultat.phrases)
    return [
        (phrase.etiquette, phrase.langue, unescape(texte))
        for phrase, texte in zip(resultat.phrases, textes, strict=True)
    ]


@pytest.mark.parametrize(
    ("nom", "code", "saisie", "attendu"),
    [
        ("actions", "87.1", "quornel", ("Jalon", "fr", "Le [quornel]")),
        ("actions", "87.1", "wexford", ("Jalon", "en", "The [wexford]")),
        ("actions", "87.1", "zolites", ("Indicateur", "fr", "Les [zolites]")),
        ("actions", "87.1", "yarrows", ("Indicateur", "en", "The [yarrows]")),
        ("actions", "87.1", "mirliflor", ("Nouvelle", "fr", "Un [mirliflor] fut posé.")),
        ("actions", "87.1", "cralinx", ("Participe", "fr", "cralinal ([CRALINX])")),
        ("actions", "87.1", "cralinish", ("Participe", "en", "[cralinish] (CRALINX)")),
        ("actions", "87.1", "brozimx", ("Responsable", "fr", "brozimal ([BROZIMX])")),
        ("actions", "87.1", "verdunville", ("Arrondissement", "en", "[Verdunville] (VER)")),
        ("actions", "87.2", "Verdun", ("Sur tout le territoire", "fr", "[Verdun] (VER)")),
        ("actions", "87.2", "gromelal", ("Sur tout le territoire", "fr", "[gromelal] (GROMELX)")),
        ("engagements", "E-872", "dravolx", ("Qui s'engage", "fr", "dravolal ([DRAVOLX])")),
        ("engagements", "E-872", "fulganish", ("Envers qui", "en", "[fulganish] (FULGANX)")),
        ("engagements", "E-872", "87.1", ("Action", "fr", "[87.1] · Bâtir")),
        ("decisions", "R-771", "87.1", ("Action", "fr", "[87.1] · Bâtir")),
        ("decisions", "R-771", "E-872", ("Engagement", "fr", "[E-872] · Offrir")),
        ("decisions", "R-771", "KZ-2026-77", ("Séance", "fr", "[KZ-2026-77]")),
        ("seances", "KZ-2026-77", "kakapo", ("Ordre du jour", "fr", "Le [kakapo]")),
        ("seances", "KZ-2026-77", "lampyres", ("Délibéré", "fr", "On parle de [lampyres].")),
        ("seances", "KZ-2026-77", "jabiru", ("Procès-verbal", "fr", "Le [jabiru] est entendu.")),
        ("organisations", "BROZIMX", "brozimish", ("", "en", "[brozimish]")),
    ],
)
def test_what_it_is_found_by_is_named_in_its_language(nom, code, saisie, attendu, plan):
    lues = [
        (quoi, langue, texte.replace("(VER)", "").strip() if "(VER)" not in attendu[2] else texte)
        for quoi, langue, texte in dits(resultat_de(plan, nom, saisie, code))
    ]
    assert lues == [attendu]


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ("87.1", ("Action", "en", "[87.1] · Frameworking")),
        ("87.2", ("Action", "fr", "[87.2] · ")),
        ("dravolx", ("Who commits", "en", "dravolish ([DRAVOLX])")),
        ("dravolal", ("Who commits", "fr", "[dravolal] (DRAVOLX)")),
    ],
)
def test_the_language_of_the_page_is_preferred(saisie, attendu, plan):
    ((quoi, langue, texte),) = dits(resultat_de(plan, "engagements", saisie, "E-872", "en"))
    assert (quoi, langue) == attendu[:2]
    assert texte.startswith(attendu[2])


def test_what_stands_in_several_places_is_all_shown_and_no_place_twice(plan):
    resultat = resultat_de(plan, "actions", "girofard quornel bâtir cralinx frameworking", "87.1")
    assert "<mark>Bâtir</mark>" in resultat.titre
    assert dits(resultat) == [
        ("", "fr", "Un [girofard]."),
        ("", "en", "[Frameworking]"),
        ("Jalon", "fr", "Le [quornel]"),
        ("Participe", "fr", "cralinal ([CRALINX])"),
    ]


def test_what_the_title_says_is_not_said_again_by_what_hangs_from_it(plan):
    JalonFactory(action=plan.actions.get(code="87.1"), titre="Bâtir encore")
    assert dits(resultat_de(plan, "actions", "bâtir", "87.1")) == []


@pytest.mark.parametrize(
    ("prefixe", "saisie", "langue"),
    [("", "wexford", "en"), ("/en", "quornel", "fr"), ("", "quornel", None), ("/en", "wexford", None)],
)
def test_a_sentence_in_another_language_than_the_page_says_so(prefixe, saisie, langue, plan):
    page = Client().get(prefixe + plan.adresse("recherche"), {"q": saisie}).content.decode()
    (attribut,) = re.findall(rf"<span([^>]*)>[^<]*<mark>{saisie}</mark>", page)
    assert attribut == (f' lang="{langue}"' if langue else "")


def test_on_a_past_day_it_is_what_stood_that_day(plan):
    reculer(30)
    Jalon.objects.filter(titre="Le quornel").update(titre="Le wapiti")
    hier = {"au": (timezone.localdate() - timedelta(days=1)).isoformat()}
    for saisie, dates, trouvee in (
        ("quornel", hier, True),
        ("quornel", {}, False),
        ("wapiti", {}, True),
        ("wapiti", hier, False),
    ):
        page = Client().get(plan.adresse("recherche"), {"q": saisie, **dates}).content.decode()
        assert (f"Le <mark>{saisie}</mark>" in page) is trouvee, (saisie, dates)


@pytest.mark.parametrize("nom", ["actions", "engagements", "decisions", "seances"])
def test_what_hangs_from_many_rows_is_read_in_one_query(nom, plan, django_assert_num_queries):
    un = genre_de(nom)
    cles = list(un.lignes(plan).values_list("pk", flat=True)[:10])
    with django_assert_num_queries(1):
        lues = list(un.ailleurs(cles))
    assert {cle for cle, _texte in lues} <= set(cles)
    assert list(un.ailleurs(cles)) == lues


def test_an_action_that_is_not_public_is_not_said_of_what_it_is_joined_to(plan):
    engagement = Engagement.objects.get(plan=plan, code="E-872")
    engagement.actions.add(ActionFactory(axe=plan.axes.first(), code="87.9", titre="Un secret"))
    textes = [texte.texte for _cle, texte in genre_de("engagements").ailleurs([engagement.pk])]
    assert any("87.1" in texte for texte in textes)
    assert not any("87.9" in texte or "secret" in texte for texte in textes)


# --- The word of the kind --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "saisie", "code"),
    [
        ("actions", "action girofard", "87.1"),
        ("actions", "girofard actions", "87.1"),
        ("engagements", "engagement dravolal", "E-872"),
        ("engagements", "commitments dravolal", "E-872"),
        ("organisations", "organisation brozimal", "BROZIMX"),
        ("organisations", "l'organization brozimal", "BROZIMX"),
        ("arrondissements", "arrondissement gromelal", "GROMELX"),
        ("arrondissements", "gromelal borough", "GROMELX"),
        ("seances", "séance hurtebise", "KZ-2026-77"),
        ("seances", "meeting hurtebise", "KZ-2026-77"),
        ("decisions", "décision 87.1", "R-771"),
    ],
)
def test_the_word_of_a_kind_asks_nothing_more_of_it(nom, saisie, code, plan):
    un = genre_de(nom)
    montres = [un.montrer(plan, objet).code for objet in un.montrables(un.trouvees(plan, saisie))]
    assert montres == [code]


def test_the_word_of_a_kind_is_one_of_the_others_as_any(plan):
    assert not genre_de("actions").trouvees(plan, "arrondissement girofard").exists()
    assert not genre_de("actions").trouvees(plan, "« action girofard »").exists()


# --- What a Montrealer types -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saisie", "nom"),
    [
        ("arrondissement Rosemont", "Rosemont–La Petite-Patrie"),
        ("Rosemont borough", "Rosemont–La Petite-Patrie"),
        ("RPP", "Rosemont–La Petite-Patrie"),
        ("RDP", "Rivière-des-Prairies–Pointe-aux-Trembles"),
        ("pat rdp", "Rivière-des-Prairies–Pointe-aux-Trembles"),
        ("RDP-PAT", "Rivière-des-Prairies–Pointe-aux-Trembles"),
        ("RDP–PAT", "Rivière-des-Prairies–Pointe-aux-Trembles"),
        ("NDG", "Côte-des-Neiges–Notre-Dame-de-Grâce"),
        ("CDN", "Côte-des-Neiges–Notre-Dame-de-Grâce"),
        ("CDN-NDG", "Côte-des-Neiges–Notre-Dame-de-Grâce"),
        ("arrondissement NDG", "Côte-des-Neiges–Notre-Dame-de-Grâce"),
        ("MHM", "Mercier–Hochelaga-Maisonneuve"),
        ("homa", "Mercier–Hochelaga-Maisonneuve"),
        ("IBSG", "L'Île-Bizard–Sainte-Geneviève"),
        ("Ste-Geneviève", "L'Île-Bizard–Sainte-Geneviève"),
        ("ste geneviève", "L'Île-Bizard–Sainte-Geneviève"),
        ("VSMPE", "Villeray–Saint-Michel–Parc-Extension"),
        ("VSP", "Villeray–Saint-Michel–Parc-Extension"),
        ("St-Michel", "Villeray–Saint-Michel–Parc-Extension"),
        ("parc ex", "Villeray–Saint-Michel–Parc-Extension"),
        ("St-Léonard", "Saint-Léonard"),
        ("st laurent", "Saint-Laurent"),
        ("Saint Laurent", "Saint-Laurent"),
        ("Mtl-Nord", "Montréal-Nord"),
        ("PMR", "Le Plateau-Mont-Royal"),
        ("Plateau", "Le Plateau-Mont-Royal"),
    ],
)
def test_a_borough_is_found_as_it_is_called_here(saisie, nom, plan):
    un = genre_de("arrondissements")
    assert list(un.trouvees(plan, saisie).values_list("nom", flat=True)) == [nom]
    (resultat,) = resultats_de(plan, un, saisie, list(un.trouvees(plan, saisie)))
    assert "<mark>" in f"{resultat.titre}{resultat.contexte}" or resultat.code == saisie


@pytest.mark.parametrize("saisie", ["FDÉS", "fdes", "fonds de développement de l'économie sociale"])
def test_the_fund_is_found_by_its_acronym_and_by_its_name(saisie, plan):
    trouvees = genre_de("actions").trouvees(plan, saisie)
    assert plan.actions.get(code="1.1") in trouvees
    ecrit = ActionFactory(
        axe=plan.axes.first(),
        code=f"88.{len(saisie)}",
        titre="Le Fonds de développement de l'économie sociale",
        publiee=True,
    )
    assert ecrit in genre_de("actions").trouvees(plan, saisie)


def test_the_boroughs_of_the_demonstration_have_their_own_acronym(plan):
    sigles = dict(plan.territoire().values_list("nom", "sigle"))
    assert sigles["Rosemont–La Petite-Patrie"] == "RPP"
    assert sigles["Rivière-des-Prairies–Pointe-aux-Trembles"] == "RDP"


@pytest.mark.parametrize(
    ("nom", "saisie", "code"), [("engagements", "commi", "E-872"), ("actions", "acti", "87.1")]
)
def test_the_first_letters_of_the_word_of_a_kind_are_not_it(nom, saisie, code, plan):
    un = genre_de(nom)
    assert not un.trouvees(plan, saisie).filter(code=code).exists()
    assert un.trouvees(plan, un.NOMS[-1]).filter(code=code).exists()
