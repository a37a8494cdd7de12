"""A typo of a public reason changes a few letters: PostgreSQL judges of it, whoever writes."""

from time import perf_counter

import pghistory
import pytest
from django.db import connection

from actions.corrections import corriger
from actions.formulaires.correction import LONGUEUR
from actions.models import Action, Correction, Report
from partenariat.cycles.pas import TransitionRefusee
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.registre import est_retire
from tests.actions.corrections_d_essai import (
    _fin,
    _statut,
    annuler,
    commettre,
    inscrire_sans_demander,
    un_changement,
)
from tests.actions.refus import modifie, refusee
from tests.retraits import ou_s_ecrit, retirer

pytestmark = pytest.mark.django_db
LONG = "Le bail de la salle n'est pas signé : le propriétaire attend l'avis du service des immeubles. "


@pytest.fixture
def action(action_suivie):
    return action_suivie


def proche(un: str, autre: str) -> bool:
    with connection.cursor() as curseur:
        curseur.execute("SELECT public.presque_le_meme(%s, %s)", [un, autre])
        (dit,) = curseur.fetchone()
    return dit


@pytest.mark.parametrize(
    ("avant", "apres", "proches"),
    [
        ("Budget gelé.", "Budget gelée.", True),
        ("Budjet gellé.", "Budget gelé.", True),
        ("Gel", "Gels", True),
        ("Gel", "Non", False),
        ("La salle n'est pas prete a ouvrir", "La salle n'est pas prête à ouvrir", True),
        ("Le bail nest passigné", "Le bail n'est pas signé", True),
        ("La Ville n'a pas versé les fonds en mars.", "La Ville a versé les fonds en mars.", False),
        ("Il manque 2 M$ à la Ville.", "Il manque 9 M$ à la Ville.", False),
        ("Le prêt de 2024 est signé.", "Le prêt de 2025 est signé.", False),
        ("Refus de la Ville", "Refus du groupe", False),
        ("Avec l'accord du conseil", "Sans l'accord du conseil", False),
        ("Budget gelé.", "Budget", False),
        ("compressions budgétaires", "à la demande des partenaires", False),
        ("La Ville a refusé au groupe", "Le groupe a refusé à la Ville", False),
        (f"Lle {LONG}fiin", f"Le {LONG}fin", True),
        (LONG * 3, LONG * 2, False),
        ("Œuvre à l'étude 🙂", "Oeuvre à l'étude 🙂", True),
    ],
)
def test_how_near_words_are(avant, apres, proches):
    assert proche(avant, apres) is proches
    assert proche(apres, avant) is proches


def test_the_longest_reasons_are_told_apart_at_once():
    un = (LONG * 60)[:LONGUEUR]
    autre = un[::-1]
    with connection.cursor() as curseur:
        debut = perf_counter()
        curseur.execute("SELECT public.presque_le_meme(%s, %s)", [un, autre])
        assert curseur.fetchone() == (False,)
    assert perf_counter() - debut < 5


@pytest.mark.parametrize("de_la_date", [True, False], ids=["motif d'un report", "motif d'un statut"])
@pytest.mark.parametrize(
    ("mots", "contrainte"),
    [
        ("À la demande des partenaires.", "correction_coquille"),
        ("{avant}  ", "correction_memes_mots"),
        ("{lignes}", "correction_memes_mots"),
        (None, "correction_memes_mots"),
    ],
    ids=["autre chose", "un espace", "des lignes", "rien"],
)
def test_whoever_does_not_ask_is_refused_at_the_commit(action, auteur, de_la_date, mots, contrainte):
    commettre(_fin if de_la_date else _statut, action, auteur)
    un = un_changement(action, auteur, "motif")
    with refusee(contrainte), pghistory.context(user=auteur.pk):
        inscrire_sans_demander(un, auteur)
        if mots is not None:
            mots = mots.format(avant=un.mots, lignes=un.mots.replace(" ", "\r\n"))
            modifie(Report.objects.get() if de_la_date else action, motif=mots)
        connection.check_constraints()


def test_words_sent_back_with_other_ends_of_line_correct_nothing(client_de, action, auteur):
    with pghistory.context(user=auteur.pk):
        modifie(action, statut="suspendue", motif="Budget gelé.\nÀ suivre.")
    un = un_changement(action, auteur, "motif")
    client, adresse = client_de(auteur), f"/admin/actions/action/{action.pk}/corrections/?erreur={un.cle}"
    pages = [
        client.post(adresse, {"raison": "Une lettre.", "mots": mots}).content.decode()
        for mots in ("Budget gelé.\r\nÀ suivre.", "Budget  gelé.\r\n\r\nÀ suivre. ", "é" * (LONGUEUR + 1))
    ]
    assert ["sans leur coquille" in page for page in pages] == [True, True, False]
    assert f"{LONGUEUR}" in pages[2].replace("\xa0", "").replace("\u202f", "")
    assert not Correction.objects.exists()
    assert (
        client.post(adresse, {"raison": "Deux.", "mots": "Budgets\x0bgelés.\r\nÀ suivre."}).status_code == 302
    )
    assert Action.objects.get(pk=action.pk).motif == "Budgets gelés.\nÀ suivre."


def test_the_sentence_of_the_database_is_what_one_reads(action, auteur):
    commettre(_fin, action, auteur)
    un = un_changement(action, auteur, "motif")
    with pghistory.context(user=auteur.pk), pytest.raises(TransitionRefusee, match="change quelques lettres"):
        corriger(action, un.cle, auteur, "Une coquille.", "À la demande des partenaires.")
    assert not Correction.objects.exists()


def test_why_it_was_a_mistake_is_withdrawn_for_cause(action, auteur, client_de):
    commettre(_statut, action, auteur)
    correction = annuler(action, auteur, "statut")
    page = client_de(auteur).get(f"/admin/actions/action/{action.pk}/history/").content.decode()
    assert correction.raison in page
    demande = client_de(retirer(correction).demande_par)
    assert (
        correction.raison not in demande.get(f"/admin/actions/action/{action.pk}/history/").content.decode()
    )
    correction.refresh_from_db()
    assert est_retire(correction.raison)
    caviarder()
    assert not ou_s_ecrit("Mauvaise ligne.")
    with refusee("correction_inalterable"):
        modifie(correction, raison="Mauvaise ligne.")
