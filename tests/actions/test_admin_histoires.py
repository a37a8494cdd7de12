"""Stories in the back office: the coordination alone, and every step from the form."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from actions.models import AccordRetire, Action, Histoire
from tests.factories import ActionFactory, HistoireFactory, ImageFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir, texte
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
AJOUT = "/admin/actions/histoire/add/"
PAGE = "/plans/actif/actions/1.1/"


def lisible(reponse) -> str:
    return texte(reponse).replace("’", "'").replace("\u00a0", " ")


@pytest.fixture
def action(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)


@pytest.fixture
def histoire(action):
    return HistoireFactory(action=action)


def page(histoire: Histoire) -> str:
    return f"/admin/actions/histoire/{histoire.pk}/change/"


def changer(client, histoire: Histoire, *boutons: str, **saisie):
    champs = ouvrir(client, page(histoire), "histoire_form")
    return envoyer(client, page(histoire), champs, **saisie, **dict.fromkeys(boutons, "1"))


def test_the_coordination_writes_and_publishes_a_story(coordination, action):
    champs = ouvrir(coordination, AJOUT, "histoire_form")
    dits = {
        "action": str(action.pk), "titre": "Une cordonnerie", "texte": "Deux voisines.\r\n\r\nPuis trois.",
        "citation": "On ouvre.", "citation_de": "Camille Essai", "citation_qualite": "sociétaire",
        "accord_le": str(timezone.localdate()), "accord_donne": "courriel", "_publier": "1",
    }  # fmt: skip
    assert envoyer(coordination, AJOUT, champs, **dits).status_code == 302
    histoire = Histoire.objects.get()
    assert histoire.auteur == histoire.publiee_par
    assert histoire.auteur.last_name == "Côté"
    assert histoire.jour == timezone.localdate()
    lue = Client().get(PAGE).content.decode()
    assert "<p>Deux voisines.</p>" in lue
    assert "courriel" not in lue.partition("<main")[2].partition("</main>")[0]


def test_a_draft_is_saved_without_being_published(coordination, action):
    champs = ouvrir(coordination, AJOUT, "histoire_form")
    assert envoyer(coordination, AJOUT, champs, codes_action="1.1", titre="Plus tard").status_code == 302
    assert Histoire.objects.get().publiee_le is None


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"action": ""}, "Choisissez l'action."),
        ({"titre": ""}, "Ce champ est obligatoire"),
        ({"texte": "x" * 901}, "900"),
        ({"citation": "On ouvre."}, "Une citation a un nom : celui de la personne citée."),
        ({"citation": "On ouvre.", "citation_de": "A"}, "Une citation a l'accord de la personne citée"),
        ({"accord_le": "2026-01-01"}, "Un accord dit comment il a été donné."),
        ({"citation_de": "A"}, "Un nom et une fonction sont ceux d'une personne citée."),
    ],
    ids=["no action", "no title", "too long", "no name", "no consent", "how not said", "no quote"],
)
def test_what_is_missing_is_said_and_nothing_is_kept(coordination, action, saisie, phrase):
    champs = ouvrir(coordination, AJOUT, "histoire_form")
    dits = {"action": str(action.pk), "titre": "Une cordonnerie", "texte": "Deux voisines."} | saisie
    reponse = envoyer(coordination, AJOUT, champs, **dits)
    assert reponse.status_code == 200
    assert phrase in lisible(reponse)
    assert not Histoire.objects.exists()


def test_a_story_without_text_is_saved_and_not_published(coordination, action, histoire):
    reponse = changer(coordination, histoire, "_publier", texte="")
    assert reponse.status_code == 302
    histoire.refresh_from_db()
    assert (histoire.texte, histoire.publiee_le) == ("", None)
    assert "Une histoire publiée a un texte." in lisible(coordination.get(page(histoire)))


def test_the_text_of_a_published_story_stays_and_its_quote_is_only_read(coordination, histoire):
    histoire.publier(UtilisateurFactory(coordination=True))
    reponse = changer(coordination, histoire, texte=" ")
    assert "Une histoire publiée a un texte." in lisible(reponse)
    champs = ouvrir(coordination, page(histoire), "histoire_form")
    assert not {"citation", "citation_de", "citation_qualite", "action"} & champs.keys()


def test_other_words_ask_when_the_person_consented_to_them(coordination, histoire):
    reponse = changer(coordination, histoire, citation="Autre chose.")
    assert "Ces mots ne sont plus ceux auxquels la personne a consenti" in lisible(reponse)
    assert "Autre chose." in lisible(reponse)
    assert changer(coordination, histoire, citation="Autre.", accord_donne="appel").status_code == 302
    assert changer(coordination, histoire, titre="Un autre titre").status_code == 302


@pytest.mark.parametrize(
    ("tapee", "gardee"),
    [
        ("« On ouvre. »", "On ouvre."),
        ("“On ouvre.”", "On ouvre."),
        ('"On ouvre."', "On ouvre."),
        ("« On » et « ouvre »", "« On » et « ouvre »"),
        ("On dit « ouvre ».", "On dit « ouvre »."),
    ],
)
def test_a_quote_is_kept_without_its_marks(coordination, histoire, tapee, gardee):
    assert changer(coordination, histoire, citation=tapee, accord_donne="appel").status_code == 302
    histoire.refresh_from_db()
    assert histoire.citation == gardee


def test_a_picture_withdrawn_leaves_room_for_another_and_one_asks_from_the_story(coordination, histoire):
    retirer(ImageFactory(action=None, histoire=histoire))
    lue = coordination.get(page(histoire)).content.decode()
    assert f"/admin/actions/image/add/?histoire={histoire.pk}" in lue
    assert f"/admin/partenariat/retrait/add/?de=actions_action:{histoire.action_id}" in lue
    ImageFactory(action=None, histoire=histoire)


def test_it_is_put_on_the_home_page_taken_off_and_taken_down(coordination, histoire):
    for bouton, une, publiee in (
        ("_publier", False, True),
        ("_mettre_a_la_une", True, True),
        ("_oter_de_la_une", False, True),
        ("_mettre_a_la_une", True, True),
        ("_depublier", False, False),
    ):
        assert changer(coordination, histoire, bouton)["Location"] == page(histoire)
        histoire.refresh_from_db()
        assert (histoire.a_la_une, histoire.publiee_le is not None) == (une, publiee), bouton


def test_one_tick_takes_it_from_the_site_and_then_it_is_only_read(coordination, histoire):
    histoire.publier(UtilisateurFactory(coordination=True))
    assert histoire.titre in Client().get(PAGE).content.decode()
    assert changer(coordination, histoire, accord_repris="on").status_code == 302
    assert histoire.titre not in Client().get(PAGE).content.decode()
    assert AccordRetire.objects.get().par.last_name == "Côté"
    lue = coordination.get(page(histoire))
    assert "Accord retiré le" in lisible(lue)
    assert 'name="_save"' not in lue.content.decode()
    assert coordination.post(page(histoire), {"titre": "Encore"}).status_code == 403
    assert "Accord retiré le" in lisible(coordination.get("/admin/actions/histoire/"))


def test_the_list_says_where_each_stands(coordination, histoire):
    def dit():
        return lisible(coordination.get("/admin/actions/histoire/"))

    assert "Brouillon" in dit()
    histoire.publier(UtilisateurFactory(coordination=True, first_name="Sacha", last_name="Lu"))
    assert re.search(r"Publiée le \d.{5,25} par Sacha Lu ", dit())
    Action.objects.filter(pk=histoire.action_id).update(publication="brouillon")
    assert "par Sacha Lu; l'action, elle, n'est pas publique" in dit()


def test_its_picture_is_handed_in_from_its_page(coordination, histoire):
    lue = coordination.get(page(histoire)).content.decode()
    assert f"/admin/actions/image/add/?histoire={histoire.pk}" in lue
    ajout = coordination.get(f"/admin/actions/image/add/?histoire={histoire.pk}").content.decode()
    assert f'<option value="{histoire.pk}" selected>' in ajout
    image = ImageFactory(action=None, histoire=histoire)
    lue = coordination.get(page(histoire)).content.decode()
    assert f"/admin/actions/image/{image.pk}/change/" in lue
    assert image.de_quoi == "d'une histoire de l'action 1.1"


def test_two_people_who_write_one_story_are_told(coordination, histoire):
    champs = ouvrir(coordination, page(histoire), "histoire_form")
    Histoire.objects.filter(pk=histoire.pk).update(titre="Écrit entre-temps")
    reponse = envoyer(coordination, page(histoire), champs, titre="Écrit ensuite")
    assert "Quelqu'un a enregistré cette fiche" in texte(reponse)


def test_only_the_coordination_writes_stories(client_de, redaction, histoire, unite):
    partenaire = client_de(UtilisateurFactory(partenaire=True, organisation=unite))
    for client in (redaction, partenaire, client_de(UtilisateurFactory(comite=True))):
        for chemin in (AJOUT, page(histoire), "/admin/actions/histoire/"):
            assert client.get(chemin).status_code in (302, 403, 404), chemin
            assert client.post(chemin, {}).status_code in (302, 403, 404), chemin
    patron = client_de(UtilisateurFactory(is_staff=True, is_superuser=True))
    assert patron.get(AJOUT).status_code == 200


def test_what_it_replaces_on_the_home_page_is_named_before_and_after(coordination, action):
    une = HistoireFactory(action=action, publiee=True, titre="La première", a_la_une=True)
    autre = HistoireFactory(action=action, publiee=True, titre="La seconde")
    assert "elle y remplacera « La première »" in lisible(coordination.get(page(autre)))
    assert "remplacera" not in lisible(coordination.get(page(une)))
    reponse = changer(coordination, autre, "_mettre_a_la_une")
    suite = lisible(coordination.get(reponse["Location"]))
    assert "L'histoire est à la une de l'accueil du plan, à la place de « La première »." in suite
    changer(coordination, autre, "_oter_de_la_une")
    seule = coordination.get(changer(coordination, une, "_mettre_a_la_une")["Location"])
    assert "est à la une de l'accueil du plan." in lisible(seule)
    assert "à la place de" not in lisible(seule)


def test_its_history_says_that_the_consent_was_taken_back(coordination, action):
    histoire = HistoireFactory(action=action, publiee=True)
    adresse = f"/admin/actions/histoire/{histoire.pk}/history/"
    assert "Accord retiré" not in lisible(coordination.get(adresse))
    changer(coordination, histoire, accord_repris="on")
    dite = lisible(coordination.get(adresse))
    assert "Accord retiré" in dite
    assert "Côté" in dite[dite.index("Historique") : dite.index("Accord retiré")]


def test_the_register_leads_to_no_place_that_is_gone(coordination, action):
    """A picture of a story withdrawn, then its consent taken back: its place is no more."""
    histoire = HistoireFactory(action=action, publiee=True)
    retirer(ImageFactory(histoire=histoire, action=None))
    place = f'{PAGE.replace("/plans/actif", "")}#histoire-{histoire.pk}"'
    assert place in Client().get("/retraits/").content.decode()
    assert f'id="histoire-{histoire.pk}"' in Client().get(PAGE).content.decode()
    changer(coordination, histoire, accord_repris="on")
    assert f"#histoire-{histoire.pk}" not in Client().get("/retraits/").content.decode()
