"""Stories: what the database refuses, who reads them and where, and what a consent taken back takes away."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actions import accords
from actions.models import AccordRetire, Histoire
from actions.models.etats import Publication
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.integrite import verifier
from tests.actions.refus import modifie, refuse, sql
from tests.factories import (
    AccordRetireFactory,
    ActionFactory,
    AxeFactory,
    HistoireFactory,
    ImageFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.passe import reculer
from tests.reponses import sans_la_demande
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
MOT = "Zéphirine"
ACCUEIL, PAGE = "/plans/actif/", "/plans/actif/actions/1.1/"


def lire(chemin: str) -> str:
    reponse = Client().get(chemin)
    assert reponse.status_code == 200, chemin
    return reponse.content.decode()


def hier() -> str:
    return f"?au={timezone.localdate() - timedelta(days=1)}"


@pytest.fixture
def action(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)


@pytest.fixture
def histoire(action):
    """Published, on the home page, with a picture."""
    une = HistoireFactory(
        action=action,
        une=True,
        titre=f"{MOT} ouvre",
        citation=f"{MOT} a gardé l'enseigne.",
        accord_donne="formulaire secret",
    )
    ImageFactory(action=None, histoire=une, texte="Une enseigne", credit="Dessin : Ville")
    return une


def adresse_de_l_image(histoire: Histoire) -> str:
    return f"/plans/actif/images/{histoire.images.get().empreinte}.webp"


# --- What the database refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("histoire_citation_nommee", {"citation_de": " "}),
        ("histoire_citation_consentie", {"accord_le": None}),
        ("histoire_accord_entier", {"accord_donne": ""}),
        ("histoire_nom_d_une_citation", {"citation": ""}),
        ("histoire_titre_non_vide", {"titre": " "}),
        ("histoire_sans_avenir", {"accord_le": timezone.localdate() + timedelta(days=1)}),
        ("histoire_a_la_une_publiee", {"a_la_une": True}),
        ("histoire_publiee_ecrite", {"texte": " ", "publiee_le": timezone.now()}),
    ],
)
def test_a_story_is_whole(action, contrainte, champs):
    une = HistoireFactory(action=action)
    refuse(contrainte, lambda: modifie(une, **champs))


def test_a_story_without_words_of_anybody_needs_no_consent(action):
    HistoireFactory(action=action, citation="", citation_de="", citation_qualite="", accord_le=None)


def test_a_quote_that_was_published_is_what_was_consented_to(histoire):
    refuse("histoire_citation_figee", lambda: modifie(histoire, citation="Autre chose."))
    refuse("histoire_citation_figee", lambda: modifie(histoire, citation_de="Quelqu'un"))
    modifie(histoire, texte="Mieux dit.")
    modifie(histoire, publiee_le=None, a_la_une=False)
    modifie(histoire, citation="Autre chose.", accord_donne="courriel de mai")


@pytest.mark.parametrize("champ", ["citation", "citation_de", "citation_qualite"])
def test_other_words_need_another_consent(action, champ):
    une = HistoireFactory(action=action)
    refuse("histoire_mots_consentis", lambda: modifie(une, **{champ: "Autrement"}))
    modifie(une, texte="Mieux dit.")
    modifie(une, **{champ: "Autrement"}, accord_donne="courriel de mai")
    modifie(une, **{champ: "Encore autrement"}, accord_le=une.accord_le - timedelta(days=1))
    modifie(une, citation="", citation_de="", citation_qualite="")


def test_nobody_is_said_to_be_shown_where_nothing_is(action):
    histoire = HistoireFactory(action=action, publiee=True, citation="", citation_de="", citation_qualite="")
    assert "personnes montrées" not in lire(PAGE)
    image = ImageFactory(action=None, histoire=histoire)
    assert "personnes montrées" in lire(PAGE)
    retirer(image)
    assert "personnes montrées" not in lire(PAGE)


def test_a_story_stays_with_its_action(histoire):
    autre = ActionFactory(plan=histoire.action.plan, publiee=True)
    refuse("histoire_action_fixe", lambda: modifie(histoire, action=autre))


def test_a_plan_puts_one_story_on_its_home_page(histoire, action):
    refuse("histoire_une_a_la_une", lambda: HistoireFactory(action=action, une=True))
    HistoireFactory(action=ActionFactory(plan=PlanFactory(slug="autre"), publiee=True), une=True)


def test_a_consent_taken_back_is_so_for_good(histoire):
    retrait = AccordRetireFactory(histoire=histoire)
    refuse("accordretire_inalterable", lambda: modifie(retrait, le=timezone.now() - timedelta(days=3)))
    refuse(
        "accordretire_inalterable",
        lambda: sql("DELETE FROM public.actions_accordretire WHERE id = %s", retrait.pk),
    )


# --- Where it is read ---------------------------------------------------------------------------------------


def test_the_page_of_its_action_tells_it(histoire):
    page = lire(PAGE)
    assert f'id="histoire-{histoire.pk}"' in page
    for dit in ("Camille Essai", "sociétaire", "avec son accord", "Trois voisines"):
        assert dit in page
    assert "formulaire secret" not in page
    (balise,) = re.findall(r"<img\b[^>]*>", page)
    for attribut in (adresse_de_l_image(histoire), 'alt="Une enseigne"', 'width="96"', 'loading="lazy"'):
        assert attribut in balise
    assert Client().get(adresse_de_l_image(histoire)).status_code == 200


def test_home_tells_the_one_that_was_chosen_and_leads_to_it(histoire, action):
    HistoireFactory(action=action, publiee=True, titre="Une autre")
    page = lire(ACCUEIL)
    assert f'href="{PAGE}#histoire-{histoire.pk}"' in page
    assert adresse_de_l_image(histoire) in page
    assert "Une autre" not in page
    assert "Une autre" in lire(PAGE)


def test_without_a_story_nothing_is_said_of_stories(action):
    HistoireFactory(action=action, publiee=True)
    assert "histoire" not in lire(ACCUEIL)


def test_in_english_the_words_stay_in_french_and_say_so(histoire):
    for page in (lire(f"/en{PAGE}"), lire(f"/en{ACCUEIL}")):
        assert re.search(rf'<blockquote lang="fr"><p>«&nbsp;{MOT}', page)


# --- Where it is not ----------------------------------------------------------------------------------------


def nulle_part(histoire, *jours: str) -> None:
    image = adresse_de_l_image(histoire)
    absente = Client().get(f"/plans/actif/images/{'0' * 64}.webp")
    for jour in jours:
        for chemin in (ACCUEIL, PAGE):
            reponse = Client().get(f"{chemin}{jour}")
            assert MOT not in reponse.content.decode(), chemin
            assert image not in reponse.content.decode(), chemin
        reponse = Client().get(f"{image}{jour}")
        assert reponse.status_code == 404, jour
        if not jour:
            assert sans_la_demande(reponse) == sans_la_demande(absente)


def test_a_draft_is_read_nowhere(histoire):
    modifie(histoire, publiee_le=None, a_la_une=False)
    nulle_part(histoire, "")


@pytest.mark.parametrize("publication", [Publication.BROUILLON, Publication.A_VALIDER])
def test_the_story_of_what_is_not_public_is_read_nowhere(histoire, action, publication):
    modifie(action, publication=publication)
    nulle_part(histoire, "")


def test_the_story_of_an_archived_action_is_on_its_page_and_not_at_home(histoire, action):
    modifie(action, publication=Publication.ARCHIVEE)
    assert MOT in lire(PAGE)
    assert MOT not in lire(ACCUEIL)


def test_the_story_of_another_plan_is_read_in_it(histoire):
    autre = ActionFactory(plan=PlanFactory(slug="autre"), publiee=True, code="1.1")
    AxeFactory(plan=autre.plan)
    sienne = HistoireFactory(action=autre, une=True, titre="Ailleurs")
    ImageFactory(action=None, histoire=sienne)
    for chemin in (ACCUEIL, PAGE):
        assert "Ailleurs" not in lire(chemin)
    assert Client().get(adresse_de_l_image(sienne)).status_code == 404
    assert "Ailleurs" in lire("/plans/autre/")


# --- Days past ----------------------------------------------------------------------------------------------


def test_a_past_day_tells_what_was_public_then(histoire):
    reculer(3)
    modifie(histoire, publiee_le=None, a_la_une=False)
    nulle_part(histoire, "")
    for chemin in (ACCUEIL, PAGE):
        assert MOT in lire(f"{chemin}{hier()}")
    assert Client().get(f"{adresse_de_l_image(histoire)}{hier()}").status_code == 200


def test_a_story_is_not_told_before_the_day_when_it_was_published(action):
    une = HistoireFactory(action=action, titre=MOT)
    ImageFactory(action=None, histoire=une)
    reculer(3)
    une.publier(UtilisateurFactory(coordination=True))
    assert MOT in lire(PAGE)
    nulle_part(une, hier())


def test_a_consent_taken_back_takes_the_story_from_every_day(histoire):
    reculer(3)
    # Pages that are kept know of it too.
    for jour in ("", hier()):
        assert MOT in lire(f"{PAGE}{jour}")
        assert MOT in lire(f"{ACCUEIL}{jour}")
    histoire.retirer_l_accord(UtilisateurFactory(coordination=True))
    nulle_part(histoire, "", hier())
    histoire.refresh_from_db()
    assert not histoire.a_la_une


def test_what_was_taken_back_leaves_its_place_and_never_returns(histoire, action):
    personne = UtilisateurFactory(coordination=True)
    autre = HistoireFactory(action=action, publiee=True)
    histoire.retirer_l_accord(personne)
    autre.mettre_a_la_une(personne)
    histoire = Histoire.objects.get(pk=histoire.pk)
    for geste in ("publier", "depublier", "mettre_a_la_une", "oter_de_la_une", "retirer_l_accord"):
        with pytest.raises(TransitionRefusee):
            getattr(histoire, geste)(personne)
    assert AccordRetire.objects.get().par == personne
    assert not any(fautes for _quoi, fautes in verifier())


def test_the_latest_chosen_takes_the_place_of_the_other(histoire, action):
    autre = HistoireFactory(action=action, publiee=True)
    autre.mettre_a_la_une(UtilisateurFactory(coordination=True))
    assert list(Histoire.objects.filter(a_la_une=True)) == [autre]
    autre.depublier(UtilisateurFactory(coordination=True))
    assert not Histoire.objects.filter(a_la_une=True).exists()


def test_only_the_coordination_takes_a_step(histoire, unite):
    for personne in (UtilisateurFactory(), UtilisateurFactory(redaction=True, organisation=unite)):
        with pytest.raises(TransitionRefusee):
            histoire.depublier(personne)
    histoire.depublier(UtilisateurFactory(is_superuser=True))


def test_a_story_withdrawn_for_cause_is_masked_with_its_picture_and_leaves_home(histoire):
    reculer(3)
    retirer(histoire)
    for jour in ("", hier()):
        assert MOT not in lire(f"{PAGE}{jour}")
        assert MOT not in lire(f"{ACCUEIL}{jour}")
        assert Client().get(f"{adresse_de_l_image(histoire)}{jour}").status_code == 410
    assert "[retiré du site le" in lire(PAGE)
    assert "[retiré du site le" not in re.sub(r"(?s).*<main", "", lire(ACCUEIL)).split("nouveautes")[0]


def test_an_older_archive_honours_what_was_taken_back_since(histoire, action, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    autre = HistoireFactory(action=action, publiee=True)
    le = timezone.now() - timedelta(days=2)
    AccordRetireFactory(histoire=autre, le=le)
    accords.ecrire()
    lus = accords.lire()
    assert lus == {autre.pk: le}
    assert not accords.apres_restauration("default"), "it is known here"
    # As an older copy holds it: one that was not yet taken back, and one that is not there.
    assert accords.rejouer({histoire.pk: le, autre.pk + 90: le}) == 1
    assert AccordRetire.objects.get(histoire=histoire).le == le
    assert MOT not in lire(ACCUEIL)
    assert HistoireFactory(action=action).pk > autre.pk + 90


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_written_beside_the_deposits(histoire, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    histoire.retirer_l_accord(UtilisateurFactory(coordination=True))
    assert accords.lire().keys() == {histoire.pk}
