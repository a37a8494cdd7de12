"""A mistake is not a slip: annulled within the day, it counts nowhere, and nothing of it is erased."""

from html import unescape

import pghistory
import pytest
from django.db import connection
from django.utils import timezone

from actions.corrections import corriger
from actions.derniers_faits import ce_qui_a_change
from actions.models import Action, Correction, Jalon, Report
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.evenements import evenements_de
from tests.actions.changements_d_essai import sans_insecables
from tests.actions.corrections_d_essai import (
    AVANT,
    ERREUR,
    HIER,
    _atteint,
    _fin,
    _jalon,
    _mesure_changee,
    _realisee,
    _statut,
    annuler,
    commettre,
    etat,
    inscrire_sans_demander,
    un_changement,
    vieillir,
)
from tests.actions.refus import modifie, refuse, refusee
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(action_suivie):
    return action_suivie


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
    corrige = f"{avant[:-2]}ée."
    with pghistory.context(user=auteur.pk):
        for mots in ("", "  ", avant, "aucun motif", "À la demande des partenaires."):
            with pytest.raises(TransitionRefusee):
                corriger(action, un.cle, auteur, "Une coquille.", mots)
        corriger(action, un.cle, auteur, "Une coquille.", f" {corrige} ")
    motifs = [f.fait.motif for f in ce_qui_a_change(action) if f.fait.motif]
    assert motifs == [corrige]
    page = unescape(client.get(action.get_absolute_url()).content.decode()).replace("’", "'")
    assert corrige in page
    assert avant not in page
    modele = Report if de_la_date else Action
    assert list(
        evenements_de(modele).filter(motif__in=[avant, corrige]).values_list("motif", flat=True)
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
