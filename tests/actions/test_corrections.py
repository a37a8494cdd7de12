"""A mistake is not a slip: annulled within the day, it counts nowhere, and nothing of it is erased."""

from datetime import timedelta

import pghistory
import pytest
from django.db import connection
from django.utils import timezone

from actions.corrections import changements, corriger
from actions.derniers_faits import ce_qui_a_change, derniers_faits
from actions.models import Action, Correction, Jalon, Mesure, Report
from actions.models.publication import TransitionRefusee
from partenariat.histoire.evenements import evenements_de
from tests.actions.changements_d_essai import changer, deplacer, sans_insecables
from tests.actions.refus import modifie, refuse, refusee
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.partenariat.deux import a_la_fois
from tests.passe import reculer, sans_gardes

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)
ICI = AUJOURD_HUI + timedelta(days=40)
LA = AUJOURD_HUI + timedelta(days=90)
AVANT = AUJOURD_HUI - timedelta(days=30)


@pytest.fixture
def auteur(unite):
    return UtilisateurFactory(redaction=True, organisation=unite)


@pytest.fixture
def action(plan, unite):
    """Of what was there before: two milestones, a measure, a date of news."""
    action = ActionFactory(plan=plan, publiee=True, responsable=unite, fin=LA, statut="en_cours")
    JalonFactory(action=action, titre="Bail", echeance=ICI)
    JalonFactory(action=action, titre="Plans", echeance=AVANT, atteint_le=AVANT)
    MesureFactory(indicateur=IndicateurFactory(action=action, nom="Logements"), date=AVANT, valeur=3)
    reculer(3)
    return action


def vieillir(secondes: int) -> None:
    """What was written until now was, that long before."""
    modeles = [evenements_de(modele).model for modele in (Action, Jalon, Mesure, Report)]
    with sans_gardes(Report, *modeles), connection.cursor() as curseur:
        for modele in modeles:
            curseur.execute(
                f"UPDATE {modele._meta.db_table} SET "
                "pgh_created_at = pgh_created_at - make_interval(secs => %s), "
                "remplace_le = remplace_le - make_interval(secs => %s)",
                [secondes, secondes],
            )
        for table in ("actions_report", "actions_reportevent"):
            curseur.execute(f"UPDATE {table} SET le = le - make_interval(secs => %s)", [secondes])


def _jalon(action, titre="Bail"):
    return action.jalons.get(titre=titre)


def _fin(action):
    action = Action.objects.get(pk=action.pk)
    deplacer(action, "fin", ICI)


def _echeance(action):
    deplacer(_jalon(action), "echeance", LA)


def _atteint(action):
    Jalon.objects.filter(pk=_jalon(action).pk).update(atteint_le=HIER)


def _jour_d_atteinte(action):
    Jalon.objects.filter(pk=_jalon(action, "Plans").pk).update(atteint_le=HIER)


def _rouvert(action):
    Jalon.objects.filter(pk=_jalon(action, "Plans").pk).update(atteint_le=None)


def _annule(action):
    Jalon.objects.filter(pk=_jalon(action).pk).update(annule=True)


def _mesure(action):
    MesureFactory(indicateur=action.indicateurs.get(), date=HIER, valeur=30)


def _mesure_changee(action):
    Mesure.objects.filter(indicateur__action=action).update(valeur=300)


def _statut(action):
    Action.objects.filter(pk=action.pk).update(statut="suspendue", motif="Budget gelé.", confiance="faible")


def _realisee(action):
    Action.objects.filter(pk=action.pk).update(statut="realisee")


def _confiance(action):
    Action.objects.filter(pk=action.pk).update(confiance="faible")


ERREURS = {
    "fin": (_fin, "report"),
    "échéance d'un jalon": (_echeance, "report"),
    "jalon atteint": (_atteint, "jalon"),
    "jour d'atteinte": (_jour_d_atteinte, "jalon"),
    "jalon rouvert": (_rouvert, "jalon"),
    "jalon annulé": (_annule, "jalon"),
    "mesure": (_mesure, "mesure"),
    "mesure changée": (_mesure_changee, "mesure"),
    "statut et confiance": (_statut, "statut"),
    "statut": (_realisee, "statut"),
    "confiance": (_confiance, "confiance"),
}
ERREUR = pytest.mark.parametrize(("faire", "nature"), ERREURS.values(), ids=ERREURS)


def commettre(faire, action, par):
    with pghistory.context(user=par.pk):
        faire(action)


def annuler(action, par, nature):
    (un,) = [c for c in changements(action, par) if c.correction.nature == nature]
    assert not un.obstacle
    with pghistory.context(user=par.pk):
        return corriger(action, un.cle, par, "Mauvaise ligne.")


def etat(action) -> dict:
    """Everything that is read of the action, but its version."""
    ligne = Action.objects.filter(pk=action.pk).avec_lectures().values().get()
    ligne.pop("version")
    return {
        "action": ligne,
        "jalons": list(action.jalons.order_by("pk").values()),
        "etats": list(
            action.jalons.avec_etat().order_by("pk").values("etat", "le", "manque") if False else []
        ),
        "mesures": list(Mesure.objects.filter(indicateur__action=action).values()),
        "reports": list(Report.objects.publics().values()),
        "changements": dits(ce_qui_a_change(action)),
        "faits du plan": dits(derniers_faits(action.plan)),
    }


def dits(faits) -> list:
    return [
        (f.instant, f.genre, sans_insecables(f.fait.dit), f.fait.motif)
        for f in faits
        if f.genre != "correction"
    ]


@ERREUR
def test_what_is_annulled_counts_nowhere(action, auteur, faire, nature):
    avant = etat(action)
    commettre(faire, action, auteur)
    assert etat(action) != avant
    annuler(action, auteur, nature)
    apres = etat(action)
    if nature == "report":
        assert Report.objects.count() == 1  # nothing is erased
    assert apres == avant


def refus(un) -> str:
    return sans_insecables(un.obstacle)


def un_changement(action, personne, nature):
    return next(c for c in changements(action, personne) if c.correction.nature == nature)


def inscrire_sans_demander(un, par):
    """What a program that does not ask first would write."""
    un.correction.par, un.correction.raison = par, "Sans demander."
    un.correction.save(force_insert=True)


PAR_QUI = "Seule la personne qui l'a écrit, ou la coordination, dit qu'une chose est une erreur."
TARD = "Plus d'un jour a passé : écrivez la suite, avec son motif."


@pytest.mark.parametrize("qui", ["auteur", "collègue", "coordination", "autre unité", "partenaire", "comité"])
@ERREUR
def test_who_may_and_until_when(action, auteur, comme_le_web, qui, faire, nature, unite):
    personne = {
        "auteur": lambda: auteur,
        "collègue": lambda: UtilisateurFactory(redaction=True, organisation=unite),
        "coordination": lambda: UtilisateurFactory(coordination=True),
        "autre unité": lambda: UtilisateurFactory(redaction=True, organisation=OrganisationFactory()),
        "partenaire": lambda: UtilisateurFactory(partenaire=True, organisation=OrganisationFactory()),
        "comité": lambda: UtilisateurFactory(comite=True),
    }[qui]()
    permis = qui in ("auteur", "coordination")
    comme_le_web(lambda: faire(action), par=auteur)
    un = un_changement(action, personne, nature)
    assert refus(un) == ("" if permis else PAR_QUI)
    # Exactly a day later it still may; a second later, not.
    vieillir(86_400)
    un = un_changement(action, personne, nature)
    if not permis:
        with refusee("correction_par_quelqu_un"):
            comme_le_web(lambda: inscrire_sans_demander(un, personne), par=personne)
        assert not Correction.objects.exists()
        return
    assert refus(un) == ""
    vieillir(1)
    un = un_changement(action, personne, nature)
    assert refus(un) == TARD
    with refusee("correction_du_jour"):
        comme_le_web(lambda: inscrire_sans_demander(un, personne), par=personne)
    with pytest.raises(TransitionRefusee):
        corriger(action, un.cle, personne, "Trop tard.")
    vieillir(-2)
    un = un_changement(action, personne, nature)
    comme_le_web(lambda: corriger(action, un.cle, personne, "Mauvaise ligne."), par=personne)
    assert Correction.objects.get().par == personne


def test_nobody_corrects_in_the_name_of_another(action, auteur, comme_le_web):
    autre = UtilisateurFactory(coordination=True)
    comme_le_web(lambda: _realisee(action), par=auteur)
    un = un_changement(action, autre, "statut")
    with refusee("correction_par_quelqu_un"):
        comme_le_web(lambda: inscrire_sans_demander(un, autre), par=auteur)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("evenement", 1),
        ("fait_par_id", None),
        ("fait_le", timezone.now()),
        ("nature", "confiance"),
        ("action", None),
    ],
)
def test_a_correction_points_at_what_was_written(action, auteur, comme_le_web, champ, valeur):
    comme_le_web(lambda: _realisee(action), par=auteur)
    un = un_changement(action, auteur, "statut")
    setattr(un.correction, champ, valeur or (ActionFactory(publiee=True) if champ == "action" else valeur))
    with refusee("correction_vise"):
        inscrire_sans_demander(un, auteur)


DEPUIS = "Autre chose a été écrit depuis, qui en tient compte : écrivez la suite."
SUITES = {
    "fin": [lambda a: deplacer(Action.objects.get(pk=a.pk), "fin", AUJOURD_HUI)],
    "échéance d'un jalon": [
        lambda a: deplacer(_jalon(a), "echeance", AUJOURD_HUI),
        _atteint,
        _annule,
    ],
    "jalon atteint": [
        lambda a: Jalon.objects.filter(pk=_jalon(a).pk).update(atteint_le=AVANT),
        lambda a: deplacer(_jalon(a), "echeance", AUJOURD_HUI),
    ],
    "jalon annulé": [lambda a: Jalon.objects.filter(pk=_jalon(a).pk).update(annule=False)],
    "mesure": [
        lambda a: MesureFactory(indicateur=a.indicateurs.get(), date=AUJOURD_HUI, valeur=5),
        lambda a: Mesure.objects.filter(date=HIER).update(valeur=31),
        lambda a: Mesure.objects.filter(date=HIER).delete(),
    ],
    "mesure changée": [_mesure],
    "statut et confiance": [_realisee, lambda a: changer(a, confiance="elevee")],
    "confiance": [_realisee, lambda a: changer(a, confiance="elevee")],
}
CAS_SUIVIS = [
    pytest.param(*ERREURS[nom], suite, id=f"{nom} {rang}")
    for nom, suites in SUITES.items()
    for rang, suite in enumerate(suites)
]


@pytest.mark.parametrize(("faire", "nature", "suite"), CAS_SUIVIS)
def test_what_was_written_since_forbids_it(action, auteur, faire, nature, suite):
    commettre(faire, action, auteur)
    un = un_changement(action, auteur, nature)
    vieillir(60)
    commettre(suite, action, auteur)
    tous = [c for c in changements(action, auteur) if c.correction.evenement == un.correction.evenement]
    assert not tous or {refus(c) for c in tous if c.correction.nature == nature} == {DEPUIS}
    lus = Correction(
        **{c.attname: getattr(un.correction, c.attname) for c in Correction._meta.concrete_fields}
    )
    lus.fait_le -= timedelta(seconds=60)
    un.correction = lus
    with refusee("correction_suivie"):
        inscrire_sans_demander(un, auteur)


@ERREUR
def test_what_is_annulled_is_not_annulled_again_nor_is_its_correction(action, auteur, faire, nature):
    commettre(faire, action, auteur)
    un = un_changement(action, auteur, nature)
    annuler(action, auteur, nature)
    lus = [c for c in changements(action, auteur) if c.correction.nature == nature]
    assert {refus(c) for c in lus} <= {"C'est déjà corrigé."}
    with refusee("correction_une_fois"):
        inscrire_sans_demander(un, auteur)
    assert Correction.objects.count() == 1


def test_what_a_correction_wrote_is_not_corrected(action, auteur):
    commettre(_realisee, action, auteur)
    faite = annuler(action, auteur, "statut")
    faite.refresh_from_db()
    retour = (
        evenements_de(Action).filter(pgh_obj=action.pk, pgh_id__gt=faite.dernier).order_by("pgh_id").first()
    )
    faux = Correction(
        action=action,
        nature="statut",
        evenement=retour.pgh_id,
        fait_le=retour.pgh_created_at,
        fait_par=auteur,
        par=auteur,
        raison="Non.",
    )
    with refusee("correction_retour"):
        faux.save()


def test_what_no_public_read_is_not_annulled(plan, unite, auteur):
    action = ActionFactory(plan=plan, responsable=unite, statut="en_cours")
    vieillir(3 * 86_400)
    commettre(_realisee, action, auteur)
    vieillir(60)
    assert changements(action, auteur) == []
    with sans_gardes(Action):
        Action.objects.filter(pk=action.pk).update(publication="publiee", publiee_le=timezone.now())
    assert changements(action, auteur) == []


def test_a_correction_neither_changes_nor_goes(action, auteur):
    commettre(_realisee, action, auteur)
    correction = annuler(action, auteur, "statut")
    for champs in ({"raison": "Autre"}, {"evenement": 1}, {"le": timezone.now()}, {"nature": "confiance"}):
        refuse("correction_inalterable", lambda champs=champs: modifie(correction, **champs))
    with refusee("correction_indelebile"):
        Correction.objects.all().delete()
        connection.check_constraints()


@pytest.mark.parametrize("de_la_date", [True, False], ids=["motif d'un report", "motif d'un statut"])
def test_the_words_of_a_reason_are_read_without_their_typo(action, auteur, client, de_la_date):
    commettre(_fin if de_la_date else _statut, action, auteur)
    un = un_changement(action, auteur, "motif")
    avant = un.mots
    with pghistory.context(user=auteur.pk):
        for mots in ("", "  ", avant, "aucun motif"):
            with pytest.raises(TransitionRefusee):
                corriger(action, un.cle, auteur, "Une coquille.", mots)
        corriger(action, un.cle, auteur, "Une coquille.", " Le budget est gelé. ")
    motifs = [f.fait.motif for f in ce_qui_a_change(action) if f.fait.motif]
    assert motifs == ["Le budget est gelé."]
    page = client.get(action.get_absolute_url()).content.decode()
    assert "Le budget est gelé." in page
    assert avant not in page
    modele = Report if de_la_date else Action
    assert list(
        evenements_de(modele).filter(motif__in=[avant, "Le budget est gelé."]).values_list("motif", flat=True)
    ).count(avant)
    # Nobody else may write those words.
    if de_la_date:
        vieillir(1)
        refuse("report_inalterable", lambda: modifie(Report.objects.get(), motif="Autre chose."))


def test_what_was_public_then_stays_so_and_is_said_corrected_since(client, action, auteur):
    commettre(_atteint, action, auteur)
    vieillir(86_400 - 60)
    annuler(action, auteur, "jalon")
    adresse = action.get_absolute_url()
    hier = sans_insecables(client.get(adresse, {"au": HIER.isoformat()}).content.decode())
    dit = "Correction : l'état du jalon « Bail », inscrit par erreur le"
    assert "Jalon atteint : Bail" in hier
    assert "Corrigé depuis, le" in hier
    assert dit in hier
    ici = sans_insecables(client.get(adresse).content.decode())
    assert "Jalon atteint : Bail" not in ici
    assert "Corrigé depuis" not in ici
    assert dit in ici


@ERREUR
def test_lists_and_files_count_as_before(client, action, auteur, faire, nature):
    liste = action.plan.adresse("actions")
    adresses = [
        liste,
        f"{liste}?report=deplacee",
        f"{liste}?fraicheur=a_jour",
        f"{liste}?echeancier=en_retard",
    ]
    adresses += [f"{action.plan.adresse('donnees')}actions.{format_}" for format_ in ("json", "csv")]

    def lus():
        reponses = [client.get(adresse) for adresse in adresses]
        assert {reponse.status_code for reponse in reponses} == {200}
        return [reponse.content for reponse in reponses]

    avant = lus()
    commettre(faire, action, auteur)
    # No list tells a value measured.
    assert (lus() == avant) is (faire is _mesure_changee)
    annuler(action, auteur, nature)
    assert lus() == avant


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_annuls(action, auteur):
    commettre(_atteint, action, auteur)
    un, le_meme = (un_changement(action, auteur, "jalon") for _ in range(2))
    refusee_ = a_la_fois(
        lambda: inscrire_sans_demander(un, auteur), lambda: inscrire_sans_demander(le_meme, auteur)
    )
    assert refusee_ == "correction_une_fois"
    assert Correction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_written_first_forbids_the_one_that_waits(action, auteur):
    commettre(_atteint, action, auteur)
    un = un_changement(action, auteur, "jalon")
    assert (
        a_la_fois(
            lambda: Jalon.objects.filter(titre="Bail").update(atteint_le=AVANT),
            lambda: inscrire_sans_demander(un, auteur),
        )
        == "correction_suivie"
    )
    assert _jalon(action).atteint_le == AVANT
