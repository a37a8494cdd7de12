"""Several milestones at a time: reached, or moved for one reason; what is refused is named row by row."""

import re
from datetime import date, timedelta
from itertools import pairwise

import psycopg2
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.formulaires.en_liste import trimestres
from actions.models import Action, Jalon, Report
from actions.models.etats import EtatJalon
from partenariat.presentation.formats import date_longue
from partenariat.une_fois.envois import Envoi
from tests.factories import ActionFactory, JalonFactory, OrganisationFactory, UtilisateurFactory
from tests.formulaires import lire, texte
from tests.partenariat.deux import Seconde, a_la_fois
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
PAGE = "/admin/actions/action/jalons/"
TOUT = f"{PAGE}?quand=toutes"
AUJOURD_HUI = timezone.localdate


def dans(n: int) -> date:
    return AUJOURD_HUI() + timedelta(days=n)


def ouvrir(client, adresse: str = TOUT) -> dict:
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return lire(reponse, "liste_form")


def envoyer(client, champs: dict, adresse: str = TOUT, **dits):
    donnees = champs | {cle.replace("__", "-"): valeur for cle, valeur in dits.items()}
    return client.post(adresse, {cle: valeur for cle, valeur in donnees.items() if valeur is not None})


def coche(*jalons, **autres) -> dict:
    return {f"r{jalon.pk}-atteint": "on" for jalon in jalons} | autres


def test_three_are_ticked_and_one_is_moved_in_one_save(redaction, jalons):
    appel, bilan, cohorte = jalons
    dits = {
        f"r{appel.pk}-atteint": "on",
        f"r{bilan.pk}-atteint_le": dans(-3).isoformat(),
        f"r{cohorte.pk}-echeance": dans(90).isoformat(),
        "motif": "Le bail a tardé.",
    }
    reponse = redaction.post(TOUT, ouvrir(redaction) | dits, follow=True)
    assert "3 jalons enregistrés." in texte(reponse)
    assert [Jalon.objects.get(pk=j.pk).atteint_le for j in jalons] == [AUJOURD_HUI(), dans(-3), None]
    report = Report.objects.get()
    assert (report.jalon, report.nouvelle_date, report.motif) == (cohorte, dans(90), "Le bail a tardé.")
    assert report.par.organisation is not None


def test_one_reason_says_why_all_that_move_do(redaction, jalons):
    dits = {f"r{j.pk}-echeance": dans(100 + n).isoformat() for n, j in enumerate(jalons)}
    redaction.post(TOUT, ouvrir(redaction) | dits | {"motif": "Budget reporté."})
    assert list(Report.objects.values_list("motif", flat=True)) == ["Budget reporté."] * 3


def test_what_reads_oddly_once_moved_is_told_once(redaction, jalons):
    appel, bilan, _ = jalons
    apres = appel.action.fin + timedelta(days=5)
    dits = {f"r{j.pk}-echeance": apres.isoformat() for j in (appel, bilan)}
    reponse = redaction.post(TOUT, ouvrir(redaction) | dits | {"motif": "Le bail a tardé."}, follow=True)
    assert texte(reponse).count("avant l'échéance de") == 1


@pytest.mark.parametrize("motif", ["", "aucun", "?"])
def test_what_moves_without_a_reason_is_refused_and_the_rest_is_saved(redaction, jalons, motif):
    appel, bilan, _ = jalons
    dits = coche(appel, **{f"r{bilan.pk}-echeance": dans(90).isoformat(), "motif": motif})
    reponse = redaction.post(TOUT, ouvrir(redaction) | dits)
    lue = texte(reponse)
    assert reponse.status_code == 200
    assert "1 jalon enregistré." in lue
    assert "1 ligne n'est pas enregistrée" in lue
    assert "Écrivez le motif du report" in lue
    page = reponse.content.decode()
    refus, rangees = page.split('<table class="rangees')
    assert f"{bilan.action.code} · {bilan}" in refus
    assert "<title>Erreur" in page
    assert re.search(r'class="avis refus a-regler"[^>]* autofocus', refus), "the focus goes there"
    assert 'name="motif"' in refus, "what is asked for stands before the rows"
    assert 'name="motif"' not in rangees
    champs = lire(reponse, "liste_form")
    assert champs[f"r{bilan.pk}-echeance"] == [dans(90).isoformat()], "what was typed is kept"
    assert champs["motif"] == [motif]
    assert str(appel.pk) not in champs["rangee"]
    assert Jalon.objects.get(pk=appel.pk).atteint_le
    assert not Report.objects.exists()
    assert not Envoi.objects.exists(), "the same form is sent again"
    assert redaction.post(TOUT, champs | {"motif": "Le bail a tardé."}).status_code == 302
    assert Jalon.objects.get(pk=bilan.pk).echeance == dans(90)


@pytest.mark.parametrize(
    ("champ", "dit", "pourquoi"),
    [
        ("atteint_le", lambda: dans(1).isoformat(), "elle n'est pas à venir"),
        ("atteint_le", lambda: "hier", "Saisissez une date valide"),
        ("echeance", lambda: "", "obligatoire"),
        ("echeance", lambda: "1066-10-14", "Une date va de 1900 à 2199."),
    ],
)
def test_each_refusal_is_of_its_row_with_what_was_typed(redaction, jalons, champ, dit, pourquoi):
    appel, bilan, _ = jalons
    dits = coche(appel, **{f"r{bilan.pk}-{champ}": dit(), "motif": "Le bail a tardé."})
    reponse = redaction.post(TOUT, ouvrir(redaction) | dits)
    lue = texte(reponse)
    assert f"Bilan : {pourquoi}" in lue or pourquoi in lue.split("Bilan", 1)[1]
    assert lire(reponse, "liste_form")[f"r{bilan.pk}-{champ}"] == [dit()]
    assert Jalon.objects.get(pk=appel.pk).atteint_le == AUJOURD_HUI()
    bilan.refresh_from_db()
    assert (bilan.atteint_le, bilan.echeance) == (None, dans(2))


def test_what_somebody_changed_meanwhile_in_the_same_field_is_refused_with_both_values(redaction, jalons):
    appel, bilan, _ = jalons
    vu = ouvrir(redaction)
    Jalon.objects.filter(pk=appel.pk).update(atteint_le=dans(-9))
    dits = coche(bilan, **{f"r{appel.pk}-atteint_le": dans(-2).isoformat()})
    reponse = redaction.post(TOUT, vu | dits)
    lue = texte(reponse).replace("\N{NO-BREAK SPACE}", " ")
    for le in (dans(-9), dans(-2)):
        assert date_longue(le).replace("\N{NO-BREAK SPACE}", " ") in lue
    assert Jalon.objects.get(pk=appel.pk).atteint_le == dans(-9)
    assert Jalon.objects.get(pk=bilan.pk).atteint_le == AUJOURD_HUI()
    # Having seen it, one may save over.
    assert redaction.post(TOUT, lire(reponse, "liste_form")).status_code == 302
    assert Jalon.objects.get(pk=appel.pk).atteint_le == dans(-2)


def test_other_fields_do_not_matter_and_are_not_written(redaction, jalons):
    appel = jalons[0]
    vu = ouvrir(redaction)
    appel.titre, appel.echeance, appel.motif_report = "Appel relancé", dans(40), "Le bail a tardé."
    appel.save()
    assert redaction.post(TOUT, vu | coche(appel)).status_code == 302
    appel.refresh_from_db()
    assert (appel.titre, appel.echeance, appel.atteint_le) == ("Appel relancé", dans(40), AUJOURD_HUI())


def test_what_both_wrote_alike_is_no_conflict(redaction, jalons):
    vu = ouvrir(redaction)
    Jalon.objects.filter(pk=jalons[0].pk).update(atteint_le=AUJOURD_HUI())
    assert redaction.post(TOUT, vu | coche(jalons[0])).status_code == 302


def test_a_milestone_cancelled_meanwhile_is_not_reached(redaction, jalons):
    vu = ouvrir(redaction)
    Jalon.objects.filter(pk=jalons[0].pk).update(annule=True)
    reponse = redaction.post(TOUT, vu | coche(jalons[0]))
    assert "est maintenant annulé" in texte(reponse)
    assert Jalon.objects.get(pk=jalons[0].pk).atteint_le is None


def test_a_form_that_says_nothing_takes_nothing_back(redaction, jalons):
    vu = ouvrir(redaction)
    Jalon.objects.filter(pk=jalons[0].pk).update(atteint_le=dans(-9))
    assert redaction.post(TOUT, vu).status_code == 302
    assert Jalon.objects.get(pk=jalons[0].pk).atteint_le == dans(-9)


def test_what_does_not_say_what_it_saw_is_refused_where_it_differs(redaction, jalons):
    cle = jalons[0].pk
    reponse = redaction.post(
        TOUT, {"rangee": [cle], f"r{cle}-echeance": dans(50).isoformat(), "motif": "Oui"}
    )
    assert "a changé depuis" in texte(reponse)
    assert Jalon.objects.get(pk=cle).echeance == dans(1)


def test_a_row_given_to_another_unit_meanwhile_is_said_with_what_was_typed(redaction, jalons):
    vu = ouvrir(redaction)
    Action.objects.filter(code="2").update(responsable=OrganisationFactory(service=True))
    reponse = redaction.post(TOUT, vu | coche(*jalons))
    lue = texte(reponse)
    assert "n'est plus de celles que vous tenez" in lue
    assert "Atteint le" in lue
    assert "2 jalons enregistrés." in lue
    assert Jalon.objects.get(pk=jalons[2].pk).atteint_le is None


def test_the_action_s_version_moves_and_what_waits_changes_hands(client_de, axe, unite):
    moi = UtilisateurFactory(redaction=True, organisation=unite)
    attend = JalonFactory(action=ActionFactory(axe=axe, responsable=unite, a_valider=True))
    avant, client = Action.objects.get(), client_de(moi)
    client.post(TOUT, ouvrir(client) | coche(attend))
    apres = Action.objects.get()
    assert apres.version > avant.version
    assert apres.soumise_par == moi


# --- Which rows ------------------------------------------------------------------------------------------


def titres(client, **choix) -> set[str]:
    return {f.instance.titre for f in client.get(PAGE, choix).context["rangees"]}


def test_one_comes_for_one_s_own_of_this_quarter_and_late(client_de, axe, unite):
    (_, fin), suivant = trimestres(AUJOURD_HUI())[:2]
    action = ActionFactory(axe=axe, responsable=unite)
    for titre, le in {"Tard": dans(-200), "Ce trimestre": fin, "Suivant": suivant[0]}.items():
        JalonFactory(action=action, titre=titre, echeance=le)
    JalonFactory(action=action, titre="Fait", atteint=True)
    JalonFactory(action=action, titre="Annulé", en_retard=True, annule=True)
    for trait in ("suspendue", "realisee", "archivee"):
        JalonFactory(
            action=ActionFactory(axe=axe, responsable=unite, **{trait: True}), titre=trait, en_retard=True
        )
    autre = JalonFactory(action=ActionFactory(axe=axe), titre="Ailleurs", echeance=dans(-1))
    for role in ({"redaction": True}, {"coordination": True}):
        client = client_de(UtilisateurFactory(organisation=unite, **role))
        assert titres(client) == {"Tard", "Ce trimestre"}
        assert titres(client, quand="retard") == {"Tard"}
        assert titres(client, quand=f"{suivant[0]:%Y-%m}") == {"Suivant"}
        assert titres(client, quand="toutes") == {"Tard", "Ce trimestre", "Suivant"}
        assert titres(client, quand="n'importe", unite="x", p="zz") == {"Tard", "Ce trimestre"}
        ailleurs = titres(client, unite=str(autre.action.responsable_id))
        assert ailleurs == ({"Ailleurs"} if "coordination" in role else {"Tard", "Ce trimestre"})
    for jalon in Jalon.objects.select_related("action"):
        lu_en_retard = jalon.etat_dans(jalon.action)[0] == EtatJalon.EN_RETARD
        assert (jalon in Jalon.objects.en_retard()) is lu_en_retard, "as its page says"
    sans_unite = client_de(UtilisateurFactory(coordination=True))
    assert titres(sans_unite) == {"Tard", "Ce trimestre", "Ailleurs"}


@pytest.mark.parametrize(
    ("le", "debut", "fin"),
    [
        (date(2026, 11, 28), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 31)),
        (date(2028, 6, 30), date(2028, 4, 1), date(2028, 6, 30)),
    ],
)
def test_quarters_follow_each_other(le, debut, fin):
    suite = trimestres(le)
    assert suite[0] == (debut, fin)
    for (_, avant), (apres, _fin) in pairwise(suite):
        assert apres == avant + timedelta(days=1)


def test_what_was_withdrawn_with_its_page_is_neither_shown_nor_written(redaction, jalons):
    vu = ouvrir(redaction)
    retirer(jalons[2].action)
    assert str(jalons[2].pk) not in ouvrir(redaction)["rangee"]
    redaction.post(TOUT, vu | coche(jalons[2]))
    assert Jalon.objects.get(pk=jalons[2].pk).atteint_le is None


# --- Who -------------------------------------------------------------------------------------------------


def test_another_s_rows_are_neither_shown_nor_written(redaction, jalons):
    etranger = JalonFactory(titre="Secret", echeance=dans(2))
    assert "Secret" not in texte(redaction.get(TOUT))
    champs = ouvrir(redaction)
    champs["rangee"].append(str(etranger.pk))
    lue = texte(redaction.post(TOUT, champs | coche(etranger)))
    assert "Secret" not in lue
    assert Jalon.objects.get(pk=etranger.pk).atteint_le is None


@pytest.mark.parametrize(
    "adresse", [PAGE, "/admin/actions/action/plusieurs/", "/admin/actions/action/liste.csv"]
)
@pytest.mark.parametrize(
    ("role", "attendu"),
    [("coordination", 200), ("redaction", 200), ("partenaire", 403), ("comite", 403), ("", 302)],
)
def test_who_comes_in(client, client_de, unite, adresse, role, attendu):
    if role:
        client = client_de(UtilisateurFactory(organisation=unite, **{role: True}))
    assert client.get(adresse, follow=attendu == 403).status_code == attendu
    assert client.post(adresse, {}, follow=attendu == 403).status_code in (attendu, 302)


@pytest.mark.parametrize("rangees", [["x"], [str(n) for n in range(1, 52)]])
def test_no_page_of_ours_sends_more_rows_or_other_keys(redaction, rangees):
    assert redaction.post(TOUT, {"rangee": rangees}).status_code == 400


# --- What it costs ---------------------------------------------------------------------------------------


def cout(client, adresse: str = TOUT) -> int:
    with CaptureQueriesContext(connection) as capture:
        assert client.get(adresse).status_code == 200
    return len(capture)


def test_fifty_rows_cost_what_two_do_and_a_page_has_no_more(coordination, axe):
    unites = [OrganisationFactory(service=True) for _ in range(5)]
    for n in range(2):
        JalonFactory(action=ActionFactory(axe=axe, responsable=unites[n]))
    cout(coordination)
    avec_2 = cout(coordination)
    for n in range(55):
        JalonFactory(action=ActionFactory(axe=axe, responsable=unites[n % 5]))
    assert cout(coordination) == avec_2 <= 10
    page = coordination.get(TOUT)
    assert len(page.context["rangees"]) == 50
    assert len(coordination.get(TOUT, {"quand": "toutes", "p": "2"}).context["rangees"]) == 7


def test_what_is_not_touched_costs_nothing_to_send(redaction, unite, axe):
    for _ in range(50):
        JalonFactory(action=ActionFactory(axe=axe, responsable=unite))
    champs = ouvrir(redaction)
    with CaptureQueriesContext(connection) as capture:
        assert redaction.post(TOUT, champs).status_code == 302
    assert len(capture) <= 25


# --- Two at once -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_on_the_same_row_at_once_the_second_is_told(client_de, jalons, unite):
    un, deux = (client_de(UtilisateurFactory(redaction=True, organisation=unite)) for _ in range(2))
    vus, reponses = [ouvrir(un), ouvrir(deux)], []
    appel = jalons[0]
    refus = a_la_fois(
        lambda: un.post(TOUT, vus[0] | {f"r{appel.pk}-atteint_le": dans(-1).isoformat()}),
        lambda: reponses.append(deux.post(TOUT, vus[1] | {f"r{appel.pk}-atteint_le": dans(-5).isoformat()})),
    )
    assert refus is None
    assert "a changé depuis" in texte(reponses[0])
    assert Jalon.objects.get(pk=appel.pk).atteint_le == dans(-1)


@pytest.mark.django_db(transaction=True)
def test_two_people_on_two_rows_of_one_action_both_save(client_de, jalons, unite):
    un, deux = (client_de(UtilisateurFactory(redaction=True, organisation=unite)) for _ in range(2))
    vus, reponses = [ouvrir(un), ouvrir(deux)], []
    refus = a_la_fois(
        lambda: un.post(TOUT, vus[0] | coche(jalons[0])),
        lambda: reponses.append(deux.post(TOUT, vus[1] | coche(jalons[1]))),
    )
    assert refus is None
    assert reponses[0].status_code == 302
    assert Jalon.objects.filter(atteint_le=AUJOURD_HUI()).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_on_two_actions_do_not_wait_for_each_other(client_de, jalons, unite):
    un, deux = (client_de(UtilisateurFactory(redaction=True, organisation=unite)) for _ in range(2))
    vus, reponses = [ouvrir(un), ouvrir(deux)], []
    with transaction.atomic():
        un.post(TOUT, vus[0] | coche(jalons[0]))
        autre = Seconde(lambda: reponses.append(deux.post(TOUT, vus[1] | coche(jalons[2]))))
        autre.start()
        autre.join(20)
        assert not autre.is_alive()
    assert reponses[0].status_code == 302
    assert Jalon.objects.filter(atteint_le=AUJOURD_HUI()).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attente", ["lock_timeout", "statement_timeout"])
def test_what_is_held_for_too_long_is_refused_by_name_and_the_rest_is_saved(
    client_de, jalons, unite, attente
):
    client = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    vu = ouvrir(client)
    ailleurs = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with ailleurs.cursor() as curseur, connection.cursor() as ici:
            curseur.execute("SELECT 1 FROM actions_action WHERE id = %s FOR UPDATE", [jalons[2].action_id])
            ici.execute(f"SET {attente} = '500ms'")
            lue = texte(client.post(TOUT, vu | coche(*jalons)))
            ici.execute(f"RESET {attente}")
    finally:
        ailleurs.close()
    assert "2 jalons enregistrés." in lue
    assert "Une autre personne enregistre cette fiche en ce moment" in lue
    assert Jalon.objects.get(pk=jalons[2].pk).atteint_le is None
