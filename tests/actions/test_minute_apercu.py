"""« Voir avant de publier »: what the page will say, by the models' own readings; nothing written or held."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.constat import constat
from actions.lectures import NOMS
from actions.minute.apercu import apercu as lu_d_avance
from actions.minute.apercu import comme_ecrite, lire
from actions.minute.ecran import Minute
from tests.actions.minute_d_essai import action_a_suivre, adresse, dire, jalon, jour, lue, remplir
from tests.factories import JalonFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan, axe, unite):
    return action_a_suivre(axe=axe, responsable=unite)


def rien_d_inscrit(action) -> bool:
    version = action.version
    action.refresh_from_db()
    ecrits = action.nouvelles.count() + action.reports.count() + action.indicateurs.get().mesures.count()
    return ecrits == 1 and action.version == version and jalon(action).atteint_le is None


def apercu(client, action, voulu="page", **dit) -> str:
    reponse = dire(client, action, _apercu=voulu, **dit)
    assert reponse.status_code == 200
    lu = lue(reponse)
    return lu if voulu == "partie" else lu.split("Ce que tout le monde lira")[1]


@pytest.mark.parametrize("voulu", ["page", "partie"])
def test_it_shows_what_will_be_read_and_writes_nothing(redaction, action, voulu):
    vu = apercu(
        redaction,
        action,
        voulu,
        texte="Le rapport est **remis**.",
        visibilite="publique",
        situation="atteint",
        valeur="6",
    )
    assert "Le rapport est remis ." in vu
    assert "Échéancier : Dans les temps , au lieu de « En retard »" in vu
    assert "Dernière nouvelle : aujourd'hui" in vu
    assert "Entreprises soutenues : de 5 à 6 entreprises , cible atteinte" in vu
    assert "Dans les temps. Son seul jalon est atteint." in vu
    assert rien_d_inscrit(action)


def test_what_it_said_is_what_is_then_read(redaction, action):
    vu = apercu(
        redaction, action, situation="deplace", echeance=jour(10), motif_report="Le fournisseur tarde."
    )
    assert "À surveiller , au lieu de « En retard »" in vu
    assert rien_d_inscrit(action)
    dire(redaction, action, situation="deplace", echeance=jour(10), motif_report="Le fournisseur tarde.")
    assert "À surveiller." in lue(redaction.get(action.get_absolute_url()))


def test_an_internal_note_changes_nothing_that_is_read(redaction, action):
    vu = apercu(redaction, action, texte="Entre nous.", visibilite="interne")
    assert "le public ne la lira pas" in vu
    assert "En retard , comme avant" in vu
    assert "aujourd'hui" not in vu


def test_an_older_measure_leaves_the_latest_figure(redaction, action):
    vu = apercu(redaction, action, valeur="4", date=jour(-300))
    assert "Entreprises soutenues : 4 entreprises , au " in vu
    assert "de 5 à 4" not in vu


def test_what_is_refused_is_said_in_its_place_and_the_text_shows_all_the_same(redaction, action):
    vu = apercu(redaction, action, "partie", texte="Fait.", situation="atteint", atteint_le=jour(1))
    assert "Fait." in vu
    assert "Dites qui lira cette nouvelle." in vu
    assert "elle n'est pas à venir" in vu
    assert rien_d_inscrit(action)


def test_a_refusal_names_its_field_and_the_preview_keeps_the_text(redaction, action):
    vu = apercu(redaction, action, "partie", texte="Fait.", visibilite="publique", valeur="six")
    assert "Entreprises soutenues, valeur mesurée : " in vu.replace("\N{NO-BREAK SPACE}", " ")
    refusee = lue(dire(redaction, action, texte="Le rapport est remis.", valeur="six"))
    assert "Le rapport est remis." in refusee.split("Ce que tout le monde lira")[1]


def test_it_is_no_act_the_same_screen_is_then_published(redaction, action):
    champs = remplir(redaction, action, texte="Fait.", visibilite="publique")
    redaction.post(adresse(action), champs | {"_apercu": "page"})
    assert redaction.post(adresse(action), champs).status_code == 302
    assert action.nouvelles.get().date == timezone.localdate()


@pytest.mark.parametrize("voulu", ["page", "partie"])
def test_it_waits_for_nobody_and_makes_nobody_wait(redaction, action, voulu):
    champs = remplir(redaction, action, texte="Fait.", visibilite="publique", situation="atteint", valeur="6")
    with CaptureQueriesContext(connection) as requetes:
        redaction.post(adresse(action), champs | {"_apercu": voulu})
    dites = [requete["sql"] for requete in requetes]
    assert any("actions_action" in sql for sql in dites)
    for sql in dites:
        assert "FOR UPDATE" not in sql
        assert "FOR NO KEY" not in sql
        assert not sql.startswith(("INSERT", "UPDATE", "DELETE")), sql
    # What comes next is read for a page, not for each pause of typing.
    assert any("make_date" in sql for sql in dites) == (voulu == "page")


GESTES = [
    {"texte": "Fait.", "visibilite": "publique"},
    {"texte": "Entre nous.", "visibilite": "interne"},
    {"situation": "atteint"},
    {"situation": "atteint", "atteint_le": jour(-40), "valeur": "4", "date": jour(-50)},
    {"situation": "deplace", "echeance": jour(10), "motif_report": "Le fournisseur tarde."},
    {"situation": "deplace", "echeance": jour(400), "motif_report": "Le fournisseur tarde."},
    {"valeur": "6"},
    {"valeur": "5,5", "date": jour(-300)},
    {"statut": "realisee"},
    {"statut": "suspendue", "motif": "Le budget est gelé."},
    {"statut": "a_venir", "confiance": "faible"},
    {"confiance": "elevee", "situation": "atteint"},
]
SITUATIONS = [
    {},
    {"publiee": False, "perimee": False},
    {"fin": timezone.localdate(), "en_continu": False},
    {"statut": "a_venir", "confiance": "faible"},
]


@pytest.mark.parametrize("voulu", SITUATIONS, ids=str)
@pytest.mark.parametrize("dit", GESTES, ids=lambda dit: str(dit)[:50])
def test_what_is_read_in_advance_is_what_postgresql_then_keeps(redaction, plan, axe, unite, voulu, dit):
    action = action_a_suivre(axe=axe, responsable=unite, **voulu)
    JalonFactory(action=action, poids=3, echeance=timezone.localdate() + timedelta(days=90))
    JalonFactory(action=action, poids=2, atteint=True)
    champs = QueryDict(mutable=True)
    for nom, valeur in remplir(redaction, action, **dit).items():
        champs.setlist(nom, valeur if isinstance(valeur, list) else [valeur])
    avant = lu_d_avance(Minute(lire(action.pk), UtilisateurFactory(), champs))
    assert avant.refus == []
    ecran = Minute(lire(action.pk), UtilisateurFactory(), champs)
    assert ecran.valide
    promise = comme_ecrite(ecran)
    vraie = Minute(lire(action.pk), UtilisateurFactory(), champs)
    assert vraie.valide
    vraie.ecrire()
    tenue = lire(action.pk)
    assert promise.lectures == tenue.lectures
    assert (promise.maj_le, promise.frais_depuis) == (tenue.maj_le, tenue.frais_depuis)
    assert avant.constat == constat(tenue)
    assert set(promise.lectures) == set(NOMS)
