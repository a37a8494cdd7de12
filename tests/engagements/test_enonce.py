"""What the page of a commitment says first: one table over what may be known of it, no database."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.utils import translation
from django.utils.functional import Promise

from engagements.enonce import OU_EN_EST, PREUVES, enonce, etat, promesse, situation
from engagements.models import Declaration, Engagement, Reponse, Signature, Verification
from engagements.models.etats import (
    CONSTATS,
    EN_VIGUEUR,
    Etat,
    Genre,
    LecturePreuve,
    Publication,
    Verdict,
)
from partenariat.donnees.en_une_fois import garder
from partenariat.histoire.temps import jour
from partenariat.models import Organisation

PARTIE = Organisation(pk=1, nom="Auberge du Canal", nom_en="Canal Hostel", slug="auberge")
ENVERS = Organisation(pk=2, nom="Coop Les Trois Ponts", slug="coop")
TIERS = Organisation(pk=3, nom="Réseau d'essai", slug="reseau")
TITRE = "Confier l'entretien ménager"
QUAND = datetime(2026, 10, 2, 15, tzinfo=UTC)


def verification(verdict, organisation=ENVERS, *, pk=1, reponse=False) -> Verification:
    v = Verification(pk=pk, verdict=verdict, organisation=organisation, le=QUAND)
    sienne = Reponse(pk=pk, organisation=PARTIE, texte="Non.") if reponse else None
    Verification._meta.get_field("reponse").set_cached_value(v, sienne)
    return v


def declaration(genre, *verifications, pk=1) -> Declaration:
    dite = Declaration(pk=pk, genre=genre, organisation=PARTIE, le=QUAND.replace(day=1 + pk))
    garder(dite, "verifications", list(verifications))
    return dite


def engagement(
    etat_=Etat.EN_COURS,
    *declarations,
    preuve=LecturePreuve.SANS,
    conteste=False,
    en_retard=False,
    signees=(PARTIE, ENVERS),
    contreparties=(),
    **champs,
) -> Engagement:
    champs = {"publication": Publication.PUBLIEE, "code": "E-54", "titre": TITRE, **champs}
    e = Engagement(pk=54, etat=etat_, partie=PARTIE, envers=ENVERS, **champs)
    e.preuve, e.conteste, e.en_retard = preuve, conteste, en_retard
    e.dernier_mot = declarations[-1].genre if declarations else ""
    e.contreparties_publiques = list(contreparties)
    garder(e, "signatures", [Signature(organisation=o) for o in signees])
    garder(e, "declarations", list(declarations))
    return e


def retour(partie=ENVERS, envers=PARTIE) -> Engagement:
    return Engagement(pk=53, code="E-53", titre="Assurer l'entretien", partie=partie, envers=envers)


def dit(e: Engagement) -> str:
    return " ".join(dite.phrase for dite in etat(e))


CONTESTE, CONFIRME = verification(Verdict.CONTESTEE), verification(Verdict.CONFIRMEE)
CAS = {
    "nobody signed": (engagement(Etat.PROPOSE, signees=()), "Proposé, il n'est encore signé par personne."),
    "the committed party signed": (
        engagement(Etat.PROPOSE, signees=(PARTIE,)),
        "La partie engagée l'a signé; l'autre partie ne l'a pas encore signé.",
    ),
    "the other party signed": (
        engagement(Etat.PROPOSE, signees=(ENVERS,)),
        "L'autre partie l'a signé; la partie engagée ne l'a pas encore signé.",
    ),
    "text withdrawn": (
        engagement(Etat.PROPOSE, signees=(), texte_fige="[retiré du site le 1er mai 2026]"),
        "Son texte a été retiré pour cause : il ne peut plus être signé.",
    ),
    "signed": (
        engagement(Etat.SIGNE),
        "Signé par les deux parties, il n'a encore fait l'objet d'aucune déclaration.",
    ),
    "signed, with evidence": (
        engagement(Etat.SIGNE, preuve=LecturePreuve.DEPOSEE),
        "Signé par les deux parties, il n'a encore fait l'objet d'aucune déclaration. "
        "La preuve déposée n'est pas vérifiée.",
    ),
    "nothing to say": (
        engagement(Etat.SIGNE, declaration(Genre.RIEN_A_SIGNALER)),
        "Signé par les deux parties; la partie engagée n'a rien à signaler.",
    ),
    "advanced": (
        engagement(Etat.EN_COURS, declaration(Genre.AVANCE), preuve=LecturePreuve.DEPOSEE),
        "La partie engagée dit avoir avancé; personne ne l'a encore vérifié. "
        "La preuve déposée n'est pas vérifiée.",
    ),
    "advanced, confirmed": (
        engagement(Etat.EN_COURS, declaration(Genre.AVANCE, CONFIRME), preuve=LecturePreuve.VERIFIEE),
        "La partie engagée dit avoir avancé; l'autre partie le confirme. Une preuve vérifiée l'appuie.",
    ),
    "advanced, confirmed by a third body": (
        engagement(Etat.EN_COURS, declaration(Genre.AVANCE, verification(Verdict.CONFIRMEE, TIERS))),
        "La partie engagée dit avoir avancé; Réseau d'essai le confirme. Aucune preuve n'est déposée.",
    ),
    "advanced, contested": (
        engagement(Etat.EN_COURS, declaration(Genre.AVANCE, CONTESTE), conteste=True),
        "La partie engagée dit avoir avancé; l'autre partie le conteste. Aucune preuve n'est déposée.",
    ),
    "kept, it says": (
        engagement(Etat.EN_COURS, declaration(Genre.TENU)),
        "La partie engagée dit avoir tenu parole; personne ne l'a encore vérifié. "
        "Aucune preuve n'est déposée.",
    ),
    "kept, contested": (
        engagement(Etat.EN_COURS, declaration(Genre.TENU, CONTESTE), conteste=True),
        "La partie engagée dit avoir tenu parole; l'autre partie le conteste. Aucune preuve n'est déposée.",
    ),
    "kept, contested, answered": (
        engagement(
            Etat.EN_COURS,
            declaration(Genre.TENU, verification(Verdict.CONTESTEE, reponse=True)),
            conteste=True,
            preuve=LecturePreuve.DEPOSEE,
        ),
        "La partie engagée dit avoir tenu parole; l'autre partie le conteste. Une réponse est donnée. "
        "La preuve déposée n'est pas vérifiée.",
    ),
    "kept, contested by two": (
        engagement(
            Etat.EN_COURS,
            declaration(Genre.TENU, CONTESTE, verification(Verdict.CONTESTEE, TIERS, pk=2)),
            conteste=True,
        ),
        "La partie engagée dit avoir tenu parole; plus d'une organisation le conteste. "
        "Aucune preuve n'est déposée.",
    ),
    "kept again, contested before": (
        engagement(
            Etat.EN_COURS, declaration(Genre.TENU, CONTESTE), declaration(Genre.TENU, pk=2), conteste=True
        ),
        "La partie engagée dit avoir tenu parole; l'autre partie le conteste. Aucune preuve n'est déposée.",
    ),
    "reopened": (
        engagement(Etat.EN_COURS, declaration(Genre.TENU, CONFIRME)),
        "Rouvert, après avoir été dit tenu. Aucune preuve n'est déposée.",
    ),
    "impossible to say": (
        engagement(Etat.EN_COURS, declaration(Genre.IMPOSSIBLE_A_EVALUER)),
        "La partie engagée dit ne pas pouvoir l'évaluer. Aucune preuve n'est déposée.",
    ),
    "kept, proven": (
        engagement(Etat.TENU, declaration(Genre.TENU, CONFIRME), preuve=LecturePreuve.VERIFIEE),
        "Il est tenu, et une preuve vérifiée l'appuie.",
    ),
    "kept, not proven": (
        engagement(Etat.TENU, declaration(Genre.TENU, CONFIRME), preuve=LecturePreuve.DEPOSEE),
        "Il est tenu, sur déclaration confirmée; la preuve déposée n'est pas vérifiée.",
    ),
    "kept, on its word": (
        engagement(Etat.TENU, declaration(Genre.TENU, CONFIRME)),
        "Il est tenu, sur déclaration confirmée seulement.",
    ),
    "kept in part": (
        engagement(Etat.TENU_EN_PARTIE, declaration(Genre.AVANCE), preuve=LecturePreuve.VERIFIEE),
        "La coordination constate qu'il est tenu en partie. Une preuve vérifiée l'appuie.",
    ),
    "not kept": (
        engagement(Etat.NON_TENU, declaration(Genre.AVANCE)),
        "La coordination constate qu'il n'est pas tenu. Aucune preuve n'est déposée.",
    ),
    "withdrawn": (engagement(Etat.RETIRE, decision="CMO-2026-01-R1"), "Il est retiré."),
    "withdrawn without the committee": (
        engagement(Etat.RETIRE, sans_decision="À la demande des deux."),
        "Il est retiré, sans décision du comité.",
    ),
    "withdrawn, nobody knows how": (
        engagement(Etat.RETIRE, decision_inconnue=True),
        "Il est retiré, sans décision consignée.",
    ),
    "superseded": (
        engagement(Etat.EN_COURS, declaration(Genre.AVANCE), publication=Publication.ARCHIVEE, conteste=True),
        "Ce texte est archivé : il n'entre dans aucun compte.",
    ),
}


@pytest.mark.parametrize("cas", CAS)
def test_where_it_stands_is_what_is_known_and_no_more(cas):
    e, attendu = CAS[cas]
    assert dit(e) == attendu


@pytest.mark.parametrize(
    ("jours", "phrase"),
    [(1, "depuis 1 jour."), (26, "depuis 26 jours."), (1234, "depuis 1\N{NO-BREAK SPACE}234 jours.")],
)
def test_a_delay_is_counted_in_days_and_calls(jours, phrase):
    echeance = date.fromordinal(jour().toordinal() - jours)
    e = engagement(Etat.EN_COURS, declaration(Genre.AVANCE), en_retard=True, echeance=echeance)
    lu = enonce(e)
    assert lu.alertes == f"L'échéance est passée {phrase}"
    assert lu.etat.startswith("La partie engagée dit avoir avancé")


def test_what_is_contested_calls_and_the_rest_does_not():
    lu = enonce(CAS["kept, contested, answered"][0])
    assert lu.alertes == "La partie engagée dit avoir tenu parole; l'autre partie le conteste."
    assert lu.etat == "Une réponse est donnée. La preuve déposée n'est pas vérifiée."
    assert enonce(CAS["not kept"][0]).alertes == "La coordination constate qu'il n'est pas tenu."
    assert enonce(CAS["not kept"][0]).etat == "Aucune preuve n'est déposée."
    assert enonce(CAS["superseded"][0]).alertes == ""
    assert enonce(CAS["kept, proven"][0]).alertes == ""


PRODUIT = list(product(Etat, LecturePreuve, (False, True), (0, 1, 2)))


@pytest.mark.parametrize(("etat_", "preuve", "conteste", "combien"), PRODUIT)
def test_every_combination_is_said_whole(etat_, preuve, conteste, combien):
    conteste = conteste and etat_ in EN_VIGUEUR
    declarations = [] if etat_ in (Etat.PROPOSE, Etat.SIGNE, Etat.RETIRE) and not conteste else [Genre.AVANCE]
    e = engagement(
        etat_,
        *(declaration(genre, *([CONTESTE] if conteste else [])) for genre in declarations),
        preuve=preuve,
        conteste=conteste,
        contreparties=[retour() for _rang in range(combien)],
    )
    lu = enonce(e)
    tout = f"{lu.promesse} {lu.alertes} {lu.etat}"
    assert TITRE.replace("'", "&#x27;") in lu.promesse
    assert str(PARTIE) in lu.promesse
    assert "%" not in tout
    for phrase in (lu.promesse, lu.alertes, lu.etat):
        assert phrase == phrase.strip()
        assert not phrase or phrase.endswith(".")
        assert ".." not in phrase
    assert ("conteste" in tout) is conteste
    assert bool(lu.alertes) is (conteste or etat_ == Etat.NON_TENU)
    assert ("sans contrepartie" in lu.promesse) is (combien == 0)
    assert ("Assurer" in lu.promesse) is (combien == 1)
    prouve = preuve == LecturePreuve.VERIFIEE and etat_ in (*EN_VIGUEUR, *CONSTATS, Etat.TENU)
    assert ("preuve vérifiée" in tout) is prouve


@pytest.mark.parametrize(
    ("contreparties", "attendu"),
    [
        ((), "Auberge du Canal s'engage envers Coop Les Trois Ponts, sans contrepartie : {}."),
        ((retour(),), "Auberge du Canal s'engage : {}; en retour, Coop Les Trois Ponts : {}."),
        (
            (retour(TIERS),),
            "Auberge du Canal s'engage envers Coop Les Trois Ponts : {}; en retour, Réseau d'essai : {}.",
        ),
        (
            (retour(), retour()),
            "Auberge du Canal s'engage envers Coop Les Trois Ponts : {}; en retour, 2 engagements.",
        ),
    ],
    ids=["none", "one", "of a third body", "several"],
)
def test_the_deal_names_who_promises_what_to_whom(contreparties, attendu):
    phrase = promesse(engagement(), contreparties).replace("&#x27;", "'")
    assert phrase == attendu.format(TITRE, "Assurer l'entretien")


def test_a_title_is_quoted_as_it_stands_and_escaped():
    phrase = promesse(engagement(titre="Prêter <une> salle & un jardin."), ())
    assert phrase.endswith(": Prêter &lt;une&gt; salle &amp; un jardin.")


def test_in_english_it_takes_the_english_names_and_marks_the_french_ones():
    with translation.override("en"):
        traduit = promesse(engagement(titre_en="Give the cleaning contract"), ())
        reste = promesse(engagement(), ())
    assert "Canal Hostel" in traduit
    assert "Give the cleaning contract" in traduit
    assert 'lang="fr">Confier' in reste


def test_each_sentence_can_be_translated_and_is_said_of_something():
    for phrases in (OU_EN_EST, PREUVES):
        for phrase in phrases.values():
            assert isinstance(phrase, Promise)
            assert str(phrase).replace("%(qui)s", "").count("%") == 0
    dites = {situation(e)[0] for e, _attendu in CAS.values()}
    # A body may verify whatever counts; these two kinds seldom are.
    rares = {f"{g}_{v}" for g in ("impossible_a_evaluer", "rien_a_signaler") for v in Verdict.values}
    assert set(OU_EN_EST) - dites == rares
    for genre, verdict in product((Genre.IMPOSSIBLE_A_EVALUER, Genre.RIEN_A_SIGNALER), Verdict):
        conteste = verdict == Verdict.CONTESTEE
        e = engagement(Etat.EN_COURS, declaration(genre, verification(verdict)), conteste=conteste)
        assert situation(e) == (f"{genre}_{verdict}", "l'autre partie")
