"""Eight people write the same actions at once, by every screen: nothing is lost, all of it is told."""

import pghistory
import pytest
from django.utils import timezone

from actions.models import Jalon
from bench.ecritures.ecrans import ECRANS, FicheLongue, ListeDesJalons, Minute
from bench.ecritures.foule import ecrire_a_la_fois
from bench.ecritures.preuve import fautes
from bench.ecritures.registre import Edition, Touche
from bench.ecritures.scene import asseoir, poser
from partenariat.histoire.sceau import au_nom_de
from tests.factories import ActionFactory, IndicateurFactory, JalonFactory, OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixty_four_edits_of_eight_hands_lose_nothing():
    mains = poser(actions=3, mains=8, graine=14, jalons=3)
    depuis = timezone.now()
    editions = ecrire_a_la_fois(mains, 64, penser=0.05)
    assert len(editions) == 64
    dites = fautes(editions, depuis)
    assert not dites, "\n".join(dites)
    assert {edition.ecran for edition in editions} == {ecran.nom for ecran in ECRANS}
    assert any(edition.refusees for edition in editions), "they met"
    assert sum(not edition.refusees for edition in editions) > 32


# --- The proof itself finds what it is there to find ------------------------------------------------------


@pytest.fixture
def scene():
    """One hand before one action, and its first milestone."""
    (main,) = poser(actions=1, mains=1, graine=1, jalons=1)
    return main, Jalon.objects.get(), timezone.now()


def edition(main, *touches: Touche, ouverte, statut=302, refusees=()) -> Edition:
    ici = timezone.now()
    return Edition(main.personne, "minute", list(touches), ouverte, ouverte, ici, statut, list(refusees))


def ecrire(personne: int | None, jalon: Jalon, **champs) -> None:
    with pghistory.context(), au_nom_de(user=personne):
        Jalon.objects.filter(pk=jalon.pk).update(**champs)


def test_what_is_said_saved_and_is_not_is_lost(scene):
    main, jalon, depuis = scene
    perdue = Touche(Jalon, jalon.pk, "titre", "Jamais écrit", jalon.titre)
    (dite,) = fautes([edition(main, perdue, ouverte=depuis)], depuis)
    assert "dit enregistré, et perdu" in dite


def test_what_nobody_typed_is_told_and_so_is_what_is_refused_and_written(scene):
    main, jalon, depuis = scene
    ecrire(None, jalon, titre="Écrit par une commande")
    (dite,) = fautes([], depuis)
    assert "écrit par personne" in dite
    refusee = Touche(Jalon, jalon.pk, "titre", "Écrit", "Écrit par une commande")
    debut = timezone.now()
    ecrire(main.personne, jalon, titre="Écrit")
    dites = fautes([edition(main, refusee, ouverte=debut, statut=200, refusees=[refusee])], debut)
    assert any("dit refusé, et écrit" in dite for dite in dites)
    assert any("refusé sans que personne" in dite for dite in dites)


def test_what_was_overwritten_unseen_is_told(scene):
    main, jalon, depuis = scene
    ecrire(main.personne, jalon, titre="De l'une")
    premiere = edition(main, Touche(Jalon, jalon.pk, "titre", "De l'une", jalon.titre), ouverte=depuis)
    debut = timezone.now()
    ecrire(main.personne, jalon, titre="De l'autre")
    seconde = edition(main, Touche(Jalon, jalon.pk, "titre", "De l'autre", jalon.titre), ouverte=debut)
    (dite,) = fautes([premiere, seconde], depuis)
    assert "écrasé sans avoir été vu" in dite


# --- What is not touched stands in nobody's way -----------------------------------------------------------


def test_a_milestone_ticked_elsewhere_refuses_no_open_form_that_does_not_touch_it(client_de):
    """By the three other screens, of each of the three; the milestone stays ticked."""
    unite = OrganisationFactory(service=True)
    for ecran in (FicheLongue, Minute, ListeDesJalons):
        for ailleurs in (FicheLongue, Minute, ListeDesJalons):
            action = ActionFactory(responsable=unite, publiee=True)
            coche, autre = (JalonFactory(action=action) for _ in range(2))
            IndicateurFactory(action=action)
            mains = [asseoir(rang, 2, unite, graine=0) for rang in range(2)]
            ouverts = [dans(main, action.pk) for dans, main in zip((ecran, ailleurs), mains, strict=True)]
            vus = [
                ouvert.lire(main.client.get(ouvert.adresse))
                for ouvert, main in zip(ouverts, mains, strict=True)
            ]
            assert _cocher(mains[1], ouverts[1], vus[1], coche) == 302
            assert _cocher(mains[0], ouverts[0], vus[0], autre) == 302, (ecran.nom, ailleurs.nom)
            assert not action.jalons.filter(atteint_le=None).exists(), (ecran.nom, ailleurs.nom)


def _cocher(main, ecran, champs, jalon) -> int:
    le = main.passe()
    nom = ecran.nom_de(champs, Touche(Jalon, jalon.pk, "atteint_le", le, ""))
    situation = {f"jalon-{jalon.pk}-situation": ["atteint"]} if isinstance(ecran, Minute) else {}
    return main.client.post(ecran.adresse, {**champs, **situation, nom: [le], **ecran.bouton}).status_code
