"""What a consent holds, and what it takes away: the pictures elsewhere, older copies, whoever writes."""

from datetime import timedelta

import pytest
from django.contrib.admin.sites import site
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from actions import accords
from actions.admin.image import AdministrationDesImages
from actions.formulaires import image as formulaire
from actions.models import AccordRetire, Histoire, Image
from actions.models.etats import Publication
from partenariat.cycles.pas import TransitionRefusee
from tests.actions.refus import modifie, refuse
from tests.actions.test_images import adresse, balises, lire
from tests.actions.test_images_retirees import la_meme
from tests.factories import (
    AccordRetireFactory,
    ActionFactory,
    HistoireFactory,
    ImageFactory,
    UtilisateurFactory,
)
from tests.partenariat.deux import a_la_fois
from tests.passe import reculer
from tests.retraits import demander, retirer

pytestmark = pytest.mark.django_db
PAGE = "/plans/actif/actions/1.1/"
HIER = f"?au={timezone.localdate() - timedelta(days=1)}"


@pytest.fixture
def action(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)


@pytest.fixture
def histoire(action):
    return HistoireFactory(action=action, publiee=True)


@pytest.fixture
def personne():
    return UtilisateurFactory(coordination=True)


def statut(chemin: str) -> int:
    return Client().get(chemin).status_code


def test_the_pictures_of_a_consent_taken_back_are_shown_nowhere_on_no_day(action, histoire, personne):
    image = ImageFactory(action=None, histoire=histoire)
    ailleurs = la_meme(image, action=action)
    reculer(3)
    assert len(balises(lire(PAGE))) == 2
    histoire.retirer_l_accord(personne)
    for jour in ("", HIER):
        assert not balises(lire(f"{PAGE}{jour}"))
        assert statut(f"{adresse(ailleurs)}{jour}") == 404
    assert Image.revient(image.empreinte)
    assert not Image.revient(ImageFactory(action=ActionFactory()).empreinte)


def test_a_story_is_never_out_of_reach_of_who_takes_it_back(action, histoire, client_de):
    with pytest.raises(ProtectedError):
        action.delete()
    client = client_de(UtilisateurFactory(superutilisateur=True))
    client.post(f"/admin/actions/action/{action.pk}/delete/", {"post": "yes"})
    assert Histoire.objects.filter(pk=histoire.pk).exists()


@pytest.mark.parametrize("etat", ["draft", "published", "published once"])
def test_only_a_story_that_nobody_read_may_be_erased(action, client_de, etat, personne):
    histoire = HistoireFactory(action=action, publiee=etat != "draft")
    if etat == "published once":
        histoire.depublier(personne)
    client = client_de(UtilisateurFactory(superutilisateur=True))
    client.post(f"/admin/actions/histoire/{histoire.pk}/delete/", {"post": "yes"})
    assert Histoire.objects.filter(pk=histoire.pk).exists() is (etat != "draft")


def test_what_an_older_copy_does_not_hold_stays_written(histoire, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    AccordRetireFactory(histoire=histoire)
    absente = histoire.pk + 90
    accords.ecrire()
    le = accords.lire()[histoire.pk]
    accords.ecriture.ecrire(accords.chemin(), f'{{"{absente}": "{le.isoformat()}"}}')
    accords.ecrire()
    assert accords.lire() == {histoire.pk: le, absente: le}


def test_what_is_taken_back_in_an_older_copy_leaves_its_place(action, personne):
    une = HistoireFactory(action=action, une=True)
    accords.rejouer({une.pk: timezone.now()})
    HistoireFactory(action=action, publiee=True).mettre_a_la_une(personne)


def test_a_published_story_keeps_the_consent_that_it_had(histoire, action):
    muette = HistoireFactory(action=action, citation="", citation_de="", citation_qualite="", publiee=True)
    refuse("histoire_accord_garde", lambda: modifie(muette, accord_le=None, accord_donne=""))
    modifie(muette, accord_donne="courriel de mai")
    modifie(muette, publiee_le=None)
    modifie(muette, accord_le=None, accord_donne="")


@pytest.mark.parametrize("publication", [Publication.ARCHIVEE, Publication.BROUILLON])
def test_only_what_the_home_page_would_show_takes_its_place(action, plan, axe, personne, publication):
    une = HistoireFactory(action=action, une=True)
    autre = HistoireFactory(action=ActionFactory(plan=plan, axe=axe, publiee=True), publiee=True)
    type(autre.action).objects.filter(pk=autre.action_id).update(publication=publication)
    autre = Histoire.objects.get(pk=autre.pk)
    with pytest.raises(TransitionRefusee):
        autre.mettre_a_la_une(personne)
    retirer(HistoireFactory(action=action, publiee=True), champ="titre")
    with pytest.raises(TransitionRefusee):
        Histoire.objects.latest("pk").mettre_a_la_une(personne)
    une.refresh_from_db()
    assert une.a_la_une


def test_a_stale_story_knows_what_was_taken_back_since(histoire, personne):
    lue = Histoire.objects.select_related("accord_retire").get(pk=histoire.pk)
    assert not lue.retiree
    Histoire.objects.get(pk=histoire.pk).retirer_l_accord(personne)
    for geste in ("mettre_a_la_une", "depublier"):
        with pytest.raises(TransitionRefusee):
            getattr(lue, geste)(personne)


def test_nobody_is_said_to_agree_to_a_quote_that_was_withdrawn(histoire):
    assert "avec son accord" in lire(PAGE)
    retirer(histoire, champ="citation")
    page = lire(PAGE)
    assert "[retiré du site le" in page
    assert "avec son accord" not in page
    assert "«\u00a0[retiré" not in page


@pytest.mark.parametrize(
    ("champ", "publiee", "dit"),
    [("", True, True), ("", False, False), ("titre", False, False), ("accord_donne", True, False)],
)
def test_the_register_names_what_was_read_of_a_story_and_no_more(action, champ, publiee, dit):
    assert retirer(HistoireFactory(action=action, publiee=publiee), champ=champ).public is dit


@pytest.mark.parametrize("montree", [True, False])
@pytest.mark.parametrize("sujet", ["axe", "organisation", "histoire"])
def test_nor_of_a_picture_that_was_never_shown(action, histoire, sujet, montree):
    de_quoi = {"axe": action.axe, "organisation": action.responsable, "histoire": histoire}[sujet]
    image = ImageFactory(action=None, montree=montree, **{sujet: de_quoi})
    assert retirer(image).public is montree


def test_the_name_of_a_file_goes_with_it_and_not_alone(action):
    image = ImageFactory(action=action)
    with pytest.raises(Exception, match="ne se retire pas"):
        demander(image, champ="nom_fichier")
    assert retirer(image, champ="fichier")


def test_the_moment_of_a_publication_is_the_server_s(histoire, personne, comme_le_web):
    modifie(histoire, publiee_le=None)
    comme_le_web(lambda: modifie(histoire, publiee_le=timezone.now() - timedelta(days=30)), personne)
    assert timezone.now() - Histoire.objects.get(pk=histoire.pk).publiee_le < timedelta(minutes=5)


def test_the_story_from_which_one_comes_is_offered(histoire, action, client_de, monkeypatch):
    monkeypatch.setattr(formulaire, "CHOIX_MAX", 1)
    HistoireFactory(action=action)
    reprise = AccordRetireFactory(histoire=HistoireFactory(action=action)).histoire
    client = client_de(UtilisateurFactory(coordination=True))
    page = client.get(f"/admin/actions/image/add/?histoire={histoire.pk}").content.decode()
    assert f'<option value="{histoire.pk}" selected>' in page
    page = client.get(f"/admin/actions/image/add/?histoire={reprise.pk}").content.decode()
    assert f'<option value="{reprise.pk}"' not in page
    assert client.get("/admin/actions/image/add/?histoire=²").status_code == 200


def test_one_sees_on_the_site_what_is_there(histoire, action, personne):
    image, modele = ImageFactory(action=None, histoire=histoire), AdministrationDesImages(Image, site)
    assert modele.view_on_site(image) == histoire.get_absolute_url()
    assert site._registry[Histoire].view_on_site(histoire) == histoire.get_absolute_url()
    histoire.depublier(personne)
    image = Image.objects.get(pk=image.pk)
    assert modele.view_on_site(image) is None
    assert site._registry[Histoire].view_on_site(histoire) is None


# --- Two at once --------------------------------------------------------------------------------------------


def page(histoire: Histoire) -> str:
    return f"/admin/actions/histoire/{histoire.pk}/change/"


@pytest.mark.parametrize("saisie", [{}, {"titre": ""}, {"version": "0", "titre": "Autre"}])
def test_a_consent_is_taken_back_whatever_else_is_wrong(histoire, client_de, personne, saisie):
    reponse = client_de(personne).post(page(histoire), {"accord_repris": "on", **saisie})
    assert reponse.status_code == 302
    assert AccordRetire.objects.get().histoire == histoire
    assert Histoire.objects.get(pk=histoire.pk).titre == histoire.titre


def test_nobody_else_takes_it_back(histoire, client_de, unite):
    for qui in (UtilisateurFactory(redaction=True), UtilisateurFactory(partenaire=True, organisation=unite)):
        assert client_de(qui).post(page(histoire), {"accord_repris": "on"}).status_code in (302, 403)
    assert not AccordRetire.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_put_on_the_home_page_at_once_leave_the_last_there(action, personne):
    une, autre = (HistoireFactory(action=action, publiee=True) for _ in range(2))
    assert a_la_fois(*(lambda h=h: h.mettre_a_la_une(personne) for h in (une, autre))) is None
    assert list(Histoire.objects.filter(a_la_une=True)) == [autre]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("d_abord", "refus"), [("deposer", None), ("confirmer", "retrait_meme_fichier")])
def test_the_same_bytes_are_not_handed_in_while_they_are_withdrawn(
    action, plan, axe, personne, d_abord, refus
):
    image = ImageFactory(action=action)
    autre = ActionFactory(plan=plan, axe=axe, publiee=True)
    demande = demander(image)
    gestes = {
        "deposer": lambda: la_meme(image, action=autre),
        "confirmer": lambda: demande.confirmer(personne),
    }
    assert a_la_fois(gestes.pop(d_abord), *gestes.values()) == refus
    assert statut(adresse(image)) == 410
    assert not balises(lire(f"/plans/actif/actions/{autre.code}/"))
