"""« Prévu et réel »: two tracks, and every step in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.autour import autour_de
from actions.courbes import resultats
from actions.frises.action import LARGEUR, LIGNE, PREVU, REEL, prevu_et_reel
from actions.models import Action, Jalon
from partenariat.histoire.temps import le_jour
from partenariat.presentation.dessins.temps import Etiquette, se_touchent
from partenariat.presentation.formats import date_longue
from tests.factories.actions import ActionFactory, IndicateurFactory, JalonFactory, MesureFactory

pytestmark = pytest.mark.django_db
ICI = timezone.localdate()


def dans(jours):
    return ICI + timedelta(days=jours)


def lire(action):
    lue = Action.objects.avec_lectures().select_related("axe").get(pk=action.pk)
    autour = autour_de(lue)
    return prevu_et_reel(lue, autour["reports"])


def reporter(jalon, le):
    jalon.motif_report, jalon.echeance = "Avis juridique attendu.", le
    jalon.save()


def test_steps_are_in_the_order_of_days():
    action = ActionFactory(publiee=True, debut=dans(-100), fin=dans(100))
    JalonFactory(action=action, titre="Fait", echeance=dans(-60), atteint_le=dans(-48))
    JalonFactory(action=action, titre="Manqué", echeance=dans(-26))
    JalonFactory(action=action, titre="À faire", echeance=dans(50))
    etapes = lire(action).etapes
    assert [e.titre or e.jalon.titre for e in etapes] == [
        "Début",
        "Fait",
        "Manqué",
        "Aujourd'hui",
        "À faire",
        "Fin de l'action",
    ]
    assert etapes[1].dit.endswith("12 jours après")
    assert etapes[2].retard == "26 jours de retard"


def test_a_past_day_is_not_called_today():
    action = ActionFactory(publiee=True, debut=dans(-100), fin=dans(100))
    JalonFactory(action=action, echeance=dans(50))
    with le_jour(dans(-3)):
        lue = lire(action)
        assert lue.dessin.aujourd_hui.texte == date_longue(dans(-3))
        (etape,) = [e for e in lue.etapes if e.etat == "jour"]
        assert (etape.titre, etape.dit) == (date_longue(dans(-3)), "")


def test_a_slip_is_a_link_and_a_delay_a_bar():
    action = ActionFactory(publiee=True, debut=dans(-100), fin=dans(100))
    JalonFactory(action=action, echeance=dans(-60), atteint_le=dans(-48))
    JalonFactory(action=action, echeance=dans(-26))
    JalonFactory(action=action, echeance=dans(50))
    dessin = lire(action).dessin
    glisse, manque = dessin.liens
    assert float(glisse.x2[:-1]) > float(glisse.x1[:-1])
    assert (manque.x1 == manque.x2, manque.genre) == (True, "retard")
    assert dessin.retard.x2 == dessin.echelle.pct(ICI) == dessin.reel.x2
    assert sorted((p.etat, p.y) for p in dessin.points) == sorted(
        [("prevu", PREVU)] * 3 + [("atteint", REEL), ("en_retard", REEL)]
    )


def test_a_date_put_off_makes_an_elbow_and_says_why():
    action = ActionFactory(publiee=True)
    jalon = JalonFactory(action=action, echeance=dans(20))
    assert not lire(action).dessin.coudes
    reporter(jalon, dans(80))
    temps = lire(action)
    (coude,) = temps.dessin.coudes
    assert float(coude.x1[:-1]) < float(coude.x2[:-1])
    (etape,) = [e for e in temps.etapes if e.jalon]
    assert [r.motif for r in etape.reports] == ["Avis juridique attendu."]
    assert etape.etat == "reporte"
    (lu,) = Jalon.objects.filter(action=action).avec_etat()
    assert lu.etat == jalon.etat_dessine(action, etape.reports)[0]


@pytest.mark.parametrize("sorte", ["realisee", "suspendue", "abandonnee"])
def test_what_is_over_has_no_today_and_no_bar_of_delay(sorte):
    action = ActionFactory(publiee=True, debut=dans(-900), fin=dans(-500), **{sorte: True})
    JalonFactory(action=action, echeance=dans(-600))
    temps = lire(action)
    assert temps.dessin.retard is None
    assert temps.dessin.aujourd_hui is None
    assert "jour" not in [e.etat for e in temps.etapes]


def test_what_has_not_begun_has_nothing_actual():
    action = ActionFactory(publiee=True, a_venir=True, debut=dans(20), fin=dans(90))
    JalonFactory(action=action, echeance=dans(50))
    assert lire(action).dessin.reel is None


def test_without_dates_there_is_nothing_to_draw():
    assert lire(ActionFactory(publiee=True, debut=None, en_continu=True)).etapes == []
    seule = ActionFactory(publiee=True, debut=dans(-5))
    assert lire(seule).dessin is None
    assert lire(seule).etapes


def test_the_words_of_the_drawing_do_not_touch():
    action = ActionFactory(publiee=True, debut=dans(-200), fin=dans(40))
    for rang in range(14):
        JalonFactory(action=action, titre=f"Un jalon au long titre {rang}", echeance=dans(14 * rang - 190))
        JalonFactory(action=action, echeance=dans(14 * rang - 190), atteint_le=dans(14 * rang - 190))
    dessin = lire(action).dessin
    poses = [
        Etiquette(m.etiquette.x, m.etiquette.y, max(m.etiquette.texte, m.sous, key=len), m.etiquette.ancre, 2)
        for m in dessin.mots
    ]
    assert len(poses) > 4
    assert not any(
        se_touchent(une, autre, LARGEUR, LIGNE) for i, une in enumerate(poses) for autre in poses[:i]
    )
    # What has no room in the drawing is in the list all the same.
    assert len([e for e in lire(action).etapes if e.jalon]) == 28


def test_the_page_keeps_the_words_of_each_milestone(client, axe):
    action = ActionFactory(publiee=True, plan=axe.plan, axe=axe, code="1.1")
    jalon = JalonFactory(action=action, echeance=dans(20), poids=3, titre="Bail <b>signé</b>")
    reporter(jalon, dans(80))
    JalonFactory(action=action, annule=True)
    page = client.get(action.get_absolute_url()).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    for mot in ("poids 3", "au départ", "Avis juridique attendu.", "Annulé", "Bail &lt;b&gt;signé"):
        assert mot in page
    assert f'id="jalon-{jalon.pk}"' in page
    assert f'href="#jalon-{jalon.pk}"' in page


def test_an_indicator_goes_from_its_baseline_to_its_target():
    action = ActionFactory(publiee=True)
    indicateur = IndicateurFactory(
        action=action,
        reference_annee=ICI.year - 2,
        reference_valeur=0,
        cible_annee=ICI.year + 1,
        cible_valeur=8,
    )
    MesureFactory(indicateur=indicateur, date=dans(-40), valeur=4)
    autour_de(action)
    (resultat,) = resultats(action)
    courbe = resultat.courbe
    assert [p.valeur for p in courbe.points] == [0, 4]
    assert len(courbe.segments) == 1
    assert courbe.vers.a == courbe.cible
    assert float(courbe.cible.y) < float(courbe.points[1].y) < float(courbe.points[0].y)
    assert any("4" in mot.texte for mot in courbe.mots)


def test_a_break_in_a_series_is_not_crossed():
    action = ActionFactory(publiee=True)
    indicateur = IndicateurFactory(
        action=action, rupture_le=dans(-30), cible_annee=ICI.year + 1, cible_valeur=8
    )
    for jours, valeur in ((-50, 40), (-45, 41), (-20, 3), (-10, 4)):
        MesureFactory(indicateur=indicateur, date=dans(jours), valeur=valeur)
    autour_de(action)
    courbe = resultats(action)[0].courbe
    mesurees = [s for s in courbe.segments if s.de.le >= dans(-50)]
    assert [(s.de.valeur, s.a.valeur) for s in mesurees] == [(40, 41), (3, 4)]
    assert courbe.vers.de == courbe.points[-1]


def test_without_a_measurement_there_is_no_curve():
    action = ActionFactory(publiee=True)
    IndicateurFactory(action=action)
    autour_de(action)
    assert resultats(action)[0].courbe is None


def test_ce_que_personne_n_a_dit_depuis_longtemps_est_creux(client):
    action = ActionFactory(publiee=True, debut=dans(-600), fin=dans(100), etat_le=dans(-400))
    JalonFactory(action=action, echeance=dans(50))
    lue = lire(action)
    dessin, ici = lue.dessin, lue.dessin.echelle.pct
    assert (dessin.reel.x1, dessin.reel.x2) == (ici(dans(-600)), ici(dans(-400)))
    assert (dessin.silence.x1, dessin.silence.x2) == (ici(dans(-400)), ici(ICI))
    # In words too, in their order, and where there is no drawing.
    assert [e.titre for e in lue.etapes if not e.jalon] == [
        "Début",
        "Dernières nouvelles",
        "Aujourd'hui",
        "Fin de l'action",
    ]
    page = client.get(action.get_absolute_url()).content.decode()
    assert "t-creux" in page
    assert "est dit par personne" in page


def test_ce_dont_on_parle_est_plein(client):
    action = ActionFactory(publiee=True, debut=dans(-600), fin=dans(100), etat_le=ICI)
    JalonFactory(action=action, echeance=dans(50))
    assert lire(action).dessin.silence is None
    assert "t-creux" not in client.get(action.get_absolute_url()).content.decode()


def test_tout_est_creux_de_ce_qui_a_commence_sans_nouvelles():
    action = ActionFactory(publiee=True, debut=dans(-300), fin=dans(100), etat_le=dans(-400))
    JalonFactory(action=action, echeance=dans(50))
    dessin = lire(action).dessin
    assert dessin.reel is None
    assert dessin.silence.x1 == dessin.echelle.pct(dans(-300))
