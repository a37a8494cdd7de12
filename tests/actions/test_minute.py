"""News in a minute: what the screen asks, what it refuses, what it writes."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from actions.models import Mesure, Nouvelle, Report
from actions.models.etats import Confiance, Statut, Visibilite
from partenariat.presentation.formats import INSECABLE, date_longue
from tests.actions.minute_d_essai import (
    action_a_suivre,
    adresse,
    dire,
    indicateur,
    jalon,
    jour,
    lue,
    remplir,
)
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    NouvelleFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan, axe, unite):
    return action_a_suivre(axe=axe, responsable=unite)


def compte(action) -> tuple[int, int, int]:
    mesures = Mesure.objects.filter(indicateur__action=action)
    return action.nouvelles.count(), mesures.count(), action.reports.count()


def inchangee(action) -> bool:
    avant = (action.version, action.statut, action.confiance)
    action.refresh_from_db()
    return (
        compte(action) == (0, 1, 0)
        and (action.version, action.statut, action.confiance) == avant
        and jalon(action).atteint_le is None
    )


# --- What it shows ---------------------------------------------------------------------------------------


def test_it_asks_since_the_last_news_that_the_public_read(redaction, action):
    muette = ActionFactory(axe=action.axe, responsable=action.responsable, publiee=True)
    assert "Qu'avez-vous fait?" in lue(redaction.get(adresse(muette)))
    NouvelleFactory(action=action, publique=True, date=timezone.localdate() - timedelta(days=50))
    NouvelleFactory(action=action, date=timezone.localdate() - timedelta(days=3))
    dit = lue(redaction.get(adresse(action)))
    le = date_longue(timezone.localdate() - timedelta(days=50)).replace(INSECABLE, " ")
    assert f"Qu'avez-vous fait depuis le {le}?" in dit
    assert "Dernière mesure : 5, le " in dit
    assert "Cible : 6 en " in dit


def test_nothing_is_chosen_but_what_stands(redaction, action):
    champs = remplir(redaction, action)
    assert "nouvelle-visibilite" not in champs
    assert champs[f"jalon-{jalon(action).pk}-situation"] == ["prevu"]
    assert champs[f"jalon-{jalon(action).pk}-atteint_le"] == [jour()]
    assert champs[f"initial-jalon-{jalon(action).pk}-atteint_le"] == [""]
    assert (champs["etat-statut"], champs["etat-confiance"]) == (["en_cours"], [""])


@pytest.mark.parametrize("mesuree", [False, True])
def test_late_milestones_and_those_within_ninety_days_are_in_sight_as_there_is_room(
    redaction, action, mesuree
):
    if not mesuree:
        action.indicateurs.all().delete()
    for jours in (10, 20, 90, 91, 5):
        JalonFactory(
            action=action, titre=f"Dans {jours} jours", echeance=timezone.localdate() + _jours(jours)
        )
    JalonFactory(action=action, titre="Fait", atteint=True)
    JalonFactory(action=action, titre="Laissé", annule=True)
    page = redaction.get(adresse(action)).content.decode()
    devant, plies = page.split('<details class="minute__autres">')
    plies = plies.split('class="minute__part minute__mesure"')[0]
    titres = ["Le bilan", "Dans 5 jours", "Dans 10 jours", "Dans 20 jours", "Dans 90 jours", "Dans 91 jours"]
    en_vue = 3 if mesuree else 4
    for titre in titres[:en_vue]:
        assert titre in devant.split('id="minute"')[1]
    for titre in titres[en_vue:]:
        assert titre in plies
    assert f"{6 - en_vue} autres jalons" in plies
    assert "Fait" not in plies
    assert "Laissé" not in plies


def test_measures_are_in_sight_as_there_is_room_those_of_this_year_first(redaction, action):
    annee = timezone.localdate().year
    for nom, cible in (("Plus tard", annee + 3), ("Sans mesure", annee), ("Sans cible", None)):
        valeur = 6 if cible else None
        IndicateurFactory(action=action, nom=nom, cible_valeur=valeur, cible_annee=cible)
    page = redaction.get(adresse(action)).content.decode().split('id="minute"')[1]
    devant, plies = page.split('<details class="minute__autres">')
    for nom in ("Entreprises soutenues", "Plus tard", "Sans mesure"):
        assert nom in devant
    assert "1 autre mesure" in plies
    assert "Sans cible" in plies


def test_the_text_has_the_focus_unless_something_is_refused(redaction, action):
    assert re.search(r"<textarea[^>]* autofocus", redaction.get(adresse(action)).content.decode())
    refusee = dire(redaction, action, texte="Fait.").content.decode()
    assert not re.search(r"<textarea[^>]* autofocus", refusee)
    assert refusee.count("autofocus") == 1


@pytest.mark.parametrize("jours", [0, 900])
def test_no_day_is_said_where_it_says_nothing(redaction, action, jours):
    dite = ActionFactory(axe=action.axe, responsable=action.responsable, publiee=True)
    NouvelleFactory(action=dite, publique=True, date=timezone.localdate() - timedelta(days=jours))
    dite.refresh_from_db()
    assert dite.maj_le
    assert "Qu'avez-vous fait?" in lue(redaction.get(adresse(dite)))


@pytest.mark.parametrize("etat", ["en_cours", "suspendue", "realisee", "archivee"])
def test_a_milestone_is_late_where_the_plan_says_so_and_nowhere_else(redaction, action, etat):
    options = (
        {"publication": etat} if etat == "archivee" else {"statut": etat, "motif": "Le budget est gelé."}
    )
    type(action).objects.filter(pk=action.pk).update(**options)
    action.refresh_from_db()
    tard = jalon(action).etat_dans(action)[0] == "en_retard"
    assert tard == (etat == "en_cours")
    ecran = redaction.get(adresse(action))
    assert ("en retard" in lue(ecran).split("Le bilan")[1].split("Où en est")[0][:60]) == tard
    assert ("minute__attendu--retard" in ecran.content.decode()) == tard


@pytest.mark.parametrize("cible", [{}, {"cible_valeur": 9, "cible_annee": 2060}], ids=["sans", "lointaine"])
def test_every_indicator_takes_a_measure_of_this_year_whatever_its_target(redaction, action, cible):
    autre = IndicateurFactory(action=action, nom="Un autre", **cible)
    champs = remplir(redaction, action)
    assert (
        redaction.post(adresse(action), champs | {f"mesure-{autre.pk}-mesure_valeur": "3"}).status_code == 302
    )
    assert autre.mesures.get().date == timezone.localdate()


def _jours(n: int) -> timedelta:
    return timedelta(days=n)


# --- What it writes --------------------------------------------------------------------------------------


def test_one_screen_writes_a_note_a_milestone_and_a_measure(redaction, action):
    reponse = dire(
        redaction,
        action,
        texte="Le rapport est remis.",
        visibilite="publique",
        situation="atteint",
        valeur="6,5",
        source="Rapport final",
        confiance="elevee",
    )
    assert reponse["Location"] == "/espace/"
    (nouvelle,) = action.nouvelles.all()
    assert (nouvelle.texte, nouvelle.visibilite) == ("Le rapport est remis.", Visibilite.PUBLIQUE)
    assert (nouvelle.date, nouvelle.auteur.first_name) == (timezone.localdate(), "Alex")
    assert jalon(action).atteint_le == timezone.localdate()
    derniere = indicateur(action).mesures.latest("date")
    assert (derniere.valeur, derniere.date) == (Decimal("6.5"), timezone.localdate())
    assert derniere.source == "Rapport final"
    action.refresh_from_db()
    assert (action.confiance, action.statut) == (Confiance.ELEVEE, Statut.EN_COURS)
    assert action.maj_le == timezone.localdate()


def test_it_says_what_was_written_with_a_link_to_its_page(redaction, action):
    dire(redaction, action, texte="Fait.", visibilite="publique", situation="atteint", valeur="6")
    page = redaction.get("/espace/")
    dit = f"{action.code} · inscrit : votre nouvelle, 1 jalon atteint, 1 mesure."
    assert dit in lue(page)
    assert f'<a href="{action.get_absolute_url()}">Voir la page publique</a>' in page.content.decode()


def test_a_milestone_is_moved_with_its_reason_which_is_public(redaction, action):
    dire(redaction, action, situation="deplace", echeance=jour(40), motif_report="Le fournisseur tarde.")
    assert jalon(action).echeance == timezone.localdate() + timedelta(days=40)
    (report,) = Report.objects.publics().filter(action=action)
    assert (report.motif, report.nouvelle_date) == ("Le fournisseur tarde.", jalon(action).echeance)
    assert report.par.first_name == "Alex"


def test_what_another_choice_would_have_filled_is_not_read(redaction, action):
    dire(
        redaction,
        action,
        situation="prevu",
        echeance=jour(40),
        motif_report="Rien",
        texte="A",
        visibilite="interne",
    )
    assert compte(action) == (1, 1, 0)
    dire(redaction, action, situation="atteint", atteint_le=jour(-3), echeance="n'importe quoi")
    assert jalon(action).atteint_le == timezone.localdate() - timedelta(days=3)
    assert compte(action) == (1, 1, 0)


def test_an_internal_note_is_no_public_news(redaction, action):
    action.refresh_from_db()
    avant = action.maj_le
    dire(redaction, action, texte="Entre nous.", visibilite="interne")
    action.refresh_from_db()
    assert action.maj_le == avant
    assert not Nouvelle.objects.publiques().exists()


def test_a_status_that_asks_for_a_reason_takes_it_and_another_drops_it(redaction, action):
    dire(redaction, action, statut="suspendue", motif="Le budget est gelé.")
    action.refresh_from_db()
    assert (action.statut, action.motif) == (Statut.SUSPENDUE, "Le budget est gelé.")
    dire(redaction, action, statut="en_cours")
    action.refresh_from_db()
    assert (action.statut, action.motif) == (Statut.EN_COURS, "")


def test_abandoning_is_not_a_matter_of_a_minute(redaction, action):
    assert "Abandonnée" not in redaction.get(adresse(action)).content.decode()
    assert dire(redaction, action, statut="abandonnee", motif="Parce que.").status_code == 200
    action.refresh_from_db()
    assert action.statut == Statut.EN_COURS


def test_only_what_was_touched_is_written(redaction, action):
    champs = remplir(redaction, action, texte="Un pas de plus.", visibilite="publique")
    # Meanwhile somebody ticks the milestone, gives a status, and a measure: none of it is this screen's.
    JalonFactory._meta.model.objects.filter(pk=jalon(action).pk).update(atteint_le=timezone.localdate())
    type(action).objects.filter(pk=action.pk).update(statut=Statut.REALISEE, confiance=Confiance.FAIBLE)
    assert redaction.post(adresse(action), champs).status_code == 302
    action.refresh_from_db()
    assert (action.statut, action.confiance) == (Statut.REALISEE, Confiance.FAIBLE)
    assert jalon(action).atteint_le == timezone.localdate()
    assert compte(action) == (1, 1, 0)


def test_whoever_gives_news_of_what_waits_for_validation_becomes_its_submitter(redaction, plan, axe, unite):
    autre = UtilisateurFactory(redaction=True, organisation=unite)
    action = action_a_suivre(
        axe=axe, responsable=unite, publiee=False, perimee=False, a_valider=True, soumise_par=autre
    )
    dire(redaction, action, texte="Complété.", visibilite="publique")
    action.refresh_from_db()
    assert action.soumise_par.first_name == "Alex"


def test_news_of_a_draft_says_that_nobody_reads_it(redaction, plan, axe, unite):
    action = action_a_suivre(axe=axe, responsable=unite, publiee=False, perimee=False)
    page = lue(redaction.get(adresse(action)))
    assert "Personne ne le lira encore" in page
    assert "Publier" not in page
    dire(redaction, action, texte="Une étape.", visibilite="publique")
    dit = redaction.get("/espace/")
    assert "Personne ne le lit encore" in lue(dit)
    assert "Voir la page publique" not in lue(dit)
    assert redaction.get(action.get_absolute_url()).status_code == 404


# --- What it refuses -------------------------------------------------------------------------------------

REFUS = [
    ({"texte": "Fait."}, "div_id_nouvelle-visibilite", "Dites qui lira cette nouvelle."),
    ({"texte": "Fait.", "visibilite": "tous"}, "div_id_nouvelle-visibilite", "Sélectionnez un choix valide."),
    ({"texte": "x" * 20_001, "visibilite": "publique"}, "id_nouvelle-texte", "Ce texte a 20001 caractères"),
    ({"situation": "atteint", "atteint_le": jour(1)}, "id_jalon-{j}-atteint_le", "elle n'est pas à venir"),
    ({"situation": "atteint", "atteint_le": ""}, "id_jalon-{j}-atteint_le", "Écrivez le jour"),
    ({"situation": "deplace"}, "id_jalon-{j}-echeance", "Choisissez la nouvelle date"),
    (
        {"situation": "deplace", "echeance": jour(9)},
        "id_jalon-{j}-motif_report",
        "Écrivez le motif du report",
    ),
    (
        {"situation": "deplace", "echeance": jour(9), "motif_report": "n/a"},
        "id_jalon-{j}-motif_report",
        "Écrivez le motif du report",
    ),
    ({"valeur": "six"}, "id_mesure-{i}-mesure_valeur", "Écrivez un nombre"),
    ({"source": "Rapport"}, "id_mesure-{i}-mesure_valeur", "Écrivez la valeur de cette mesure."),
    ({"valeur": "6", "date": jour(1)}, "id_mesure-{i}-mesure_date", "elle n'est pas à venir"),
    ({"valeur": "6", "date": ""}, "id_mesure-{i}-mesure_date", "Écrivez la date de cette mesure."),
    ({"valeur": "6", "date": jour(-200)}, "id_mesure-{i}-mesure_date", "a déjà une mesure à cette date"),
    ({"statut": "suspendue"}, "id_etat-motif", "doit dire pourquoi"),
]


@pytest.mark.parametrize(("dit", "ancre", "phrase"), REFUS, ids=lambda cas: str(cas)[:40])
def test_what_is_refused_is_said_first_with_a_link_beside_its_field_and_nothing_is_lost(
    redaction, action, dit, ancre, phrase
):
    ancre = ancre.format(j=jalon(action).pk, i=indicateur(action).pk)
    # Another part is right: it is not written without the rest.
    dit = {"texte": "Le texte reste.", "visibilite": "publique", "confiance": "moyenne"} | dit
    if dit["texte"] == "Fait." and "tous" not in dit["visibilite"]:
        del dit["visibilite"]
    reponse = dire(redaction, action, **dit)
    page = reponse.content.decode()
    assert reponse.status_code == 200
    sommaire = page.split('role="alert"')[1].split("</section>")[0]
    assert f'href="#{ancre}"' in sommaire
    assert page.count(f'id="{ancre}"') == 1
    assert f'id="{ancre.removeprefix("div_")}_error"' in page
    assert lue(reponse).count(phrase) >= 2
    assert dit["texte"] in lue(reponse)
    assert inchangee(action)


def test_an_empty_screen_is_not_sent_in_silence(redaction, action):
    reponse = dire(redaction, action)
    assert "Rien n'est écrit : dites ce qui a été fait" in lue(reponse)
    assert inchangee(action)
    assert "Rien n'est écrit" in lue(dire(redaction, action, texte=" \r\n ", visibilite="publique"))


def test_what_only_the_database_refuses_is_said_in_a_sentence_and_undoes_the_whole(redaction, action):
    # No form knows it: a date as far as the calendar of the site goes.
    reponse = dire(redaction, action, texte="Fait.", visibilite="publique", valeur="9" * 17)
    assert reponse.status_code == 200
    assert 'role="alert"' in reponse.content.decode()
    assert inchangee(action)


def test_a_screen_that_was_sent_twice_writes_once(redaction, action):
    champs = remplir(redaction, action, texte="Une fois.", visibilite="publique", valeur="6")
    reponses = [redaction.post(adresse(action), champs) for _fois in range(2)]
    assert [r.status_code for r in reponses] == [302, 302]
    assert compte(action) == (1, 2, 0)
