"""Commitments in the back office: drafting, steps, frozen texts, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import capfirst

from engagements.models import Engagement
from engagements.models.etats import Etat, Publication
from engagements.models.sommes import SOMMES
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    PlanFactory,
    PreuveFactory,
    RefusFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db
FORM = "engagement_form"
LISTE = "/admin/engagements/engagement/"


@pytest.fixture
def bureau(client_de, coordination):
    return client_de(coordination)


def page(engagement) -> str:
    return f"{LISTE}{engagement.pk}/change/"


def saisir(client, engagement, bouton="_continue", **saisies):
    champs = ouvrir(client, page(engagement), FORM)
    return envoyer(client, page(engagement), champs, bouton, **saisies)


@pytest.fixture
def brouillon(plan, ville, organisme, coordination):
    return EngagementFactory(plan=plan, code="E-07", partie=organisme, envers=ville, auteur=coordination)


def test_a_draft_is_written_with_the_next_free_code(plan, brouillon, ville, organisme, bureau, coordination):
    action = ActionFactory(plan=plan)
    champs = ouvrir(bureau, f"{LISTE}add/", FORM)
    assert champs["code"] == ["E-08"]
    saisies = {
        "partie": ville.pk,
        "envers": organisme.pk,
        "titre": "Prêter une salle",
        "texte": "Prêter une salle deux fois par année.",
        "nature": "local",
        "actions": [action.pk],
        "contreparties": [brouillon.pk],
    }
    reponse = envoyer(bureau, f"{LISTE}add/", champs, "_save", **saisies)
    assert reponse.status_code == 302
    cree = Engagement.objects.get(code="E-08")
    assert (cree.auteur, cree.publication, cree.texte_fige) == (coordination, "brouillon", "")
    assert list(cree.actions.all()) == [action]
    assert list(brouillon.contreparties.all()) == [cree]


def test_what_belongs_to_another_plan_is_refused_in_words(brouillon, bureau):
    autre = ActionFactory(plan=PlanFactory(), code="X.1")
    reponse = saisir(bureau, brouillon, actions=[autre.pk], titre="Un titre gardé")
    assert "D'un autre plan" in texte(reponse)
    assert "Un titre gardé" in reponse.content.decode()


def test_a_party_does_not_commit_to_itself(brouillon, organisme, bureau):
    reponse = saisir(bureau, brouillon, envers=organisme.pk)
    assert "ne s'engage pas envers elle-même" in texte(reponse)


def test_proposing_saves_first_then_freezes_the_text(brouillon, bureau):
    reponse = saisir(bureau, brouillon, "_proposer", texte="Former quarante personnes.")
    assert reponse["Location"] == page(brouillon)
    brouillon.refresh_from_db()
    assert brouillon.publication == Publication.AUX_PARTIES
    assert brouillon.texte_fige.endswith("Former quarante personnes.")
    vue = texte(bureau.get(page(brouillon)))
    assert "Le texte est figé" in vue
    assert vue.count("Signature attendue") == 2


FIGES = {"texte": "Autre chose.", "titre": "Autre", "code": "E-X", "montant": "5", "echeance": "2030-01-01"}


@pytest.mark.parametrize("champ", FIGES)
@pytest.mark.parametrize("etat", ["aux_parties", "signe", "tenu"])
def test_a_forged_field_of_a_frozen_text_changes_nothing(plan, bureau, champ, etat):
    engagement = EngagementFactory(plan=plan, **{etat: True})
    reponse = saisir(bureau, engagement, **{champ: FIGES[champ]})
    assert reponse.status_code in (200, 302)
    avant = {nom: getattr(engagement, nom) for nom in (*FIGES, "texte_fige", "empreinte")}
    engagement.refresh_from_db()
    assert {nom: getattr(engagement, nom) for nom in avant} == avant


def test_the_links_of_a_signed_text_are_still_kept(plan, ville, organisme, bureau):
    engagement = EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)
    retour = EngagementFactory(plan=plan, partie=ville, envers=organisme)
    saisir(bureau, engagement, contreparties=[retour.pk], titre_en="Train thirty people")
    engagement.refresh_from_db()
    assert engagement.titre_en == "Train thirty people"
    assert list(engagement.contreparties.all()) == [retour]


def test_back_to_draft_needs_a_note_and_no_signature(plan, bureau):
    engagement = EngagementFactory(plan=plan, aux_parties=True)
    assert "Écrivez le motif." in texte(saisir(bureau, engagement, "_reprendre"))
    saisir(bureau, engagement, "_reprendre", note_etape="La date était fausse.")
    engagement.refresh_from_db()
    assert (engagement.publication, engagement.note_retour) == ("brouillon", "La date était fausse.")
    signe = EngagementFactory(plan=plan, signe=True)
    assert "_reprendre" not in bureau.get(page(signe)).content.decode()


def test_an_unsigned_text_is_published_by_another_person(brouillon, bureau, client_de):
    saisir(bureau, brouillon, "_proposer")
    assert 'name="_publier"' not in bureau.get(page(brouillon)).content.decode()
    saisir(bureau, brouillon, "_publier")
    brouillon.refresh_from_db()
    assert brouillon.publication == Publication.AUX_PARTIES
    saisir(client_de(UtilisateurFactory(coordination=True)), brouillon, "_publier")
    brouillon.refresh_from_db()
    assert brouillon.publication == Publication.PUBLIEE


STATES = {
    "_constater_en_partie": ("en_cours", Etat.TENU_EN_PARTIE),
    "_constater_non_tenu": ("en_cours", Etat.NON_TENU),
    "_retirer": ("signe", Etat.RETIRE),
    "_rouvrir": ("tenu", Etat.EN_COURS),
}


@pytest.mark.parametrize("bouton", STATES)
def test_an_outcome_is_stated_with_its_reason_and_by_whom(plan, bureau, coordination, bouton):
    depart, arrivee = STATES[bouton]
    engagement = EngagementFactory(plan=plan, **{depart: True})
    assert "Écrivez le motif." in texte(saisir(bureau, engagement, bouton))
    champs = {"note_etape": "Parce que."}
    if bouton == "_retirer":
        assert "par une décision du comité" in texte(saisir(bureau, engagement, bouton, **champs))
        champs["sans_decision_etape"] = "L'organisme a fermé."
    saisir(bureau, engagement, bouton, **champs)
    engagement.refresh_from_db()
    passage = engagement.passages.latest("id")
    assert (engagement.etat, passage.motif, passage.par) == (arrivee, "Parce que.", coordination)


def test_a_signed_text_is_superseded_and_the_difference_shown(plan, bureau):
    engagement = EngagementFactory(plan=plan, code="E-1", signe=True, texte="Former trente personnes.")
    reponse = saisir(bureau, engagement, "_remplacer")
    nouveau = Engagement.objects.get(code="E-1-v2")
    assert reponse["Location"] == page(nouveau)
    saisir(bureau, nouveau, texte="Former quarante personnes.")
    vue = texte(bureau.get(page(nouveau)))
    assert "Ce qui change avec cette version" in vue
    contenu = bureau.get(page(nouveau)).content.decode()
    assert "</span>trente</del>" in contenu
    assert "</span>quarante</ins>" in contenu
    assert "_remplacer" not in bureau.get(page(engagement)).content.decode()


def test_a_request_for_change_is_followed_on_the_page(plan, bureau):
    engagement = EngagementFactory(plan=plan, aux_parties=True)
    RefusFactory(engagement=engagement, motif="La date ne convient pas.")
    assert "La date ne convient pas." in texte(bureau.get(page(engagement)))


def test_two_people_who_save_the_same_draft_lose_nothing(brouillon, bureau, client_de):
    champs = ouvrir(bureau, page(brouillon), FORM)
    autre = client_de(UtilisateurFactory(coordination=True))
    saisir(autre, brouillon, titre="Le titre de l'autre")
    reponse = envoyer(bureau, page(brouillon), champs, titre="Mon titre")
    assert reponse.status_code == 200
    contenu = reponse.content.decode().replace("&#x27;", "'")
    assert "Mon titre" in contenu
    assert "Le titre de l'autre" in contenu
    brouillon.refresh_from_db()
    assert brouillon.titre == "Le titre de l'autre"


def test_the_list_takes_a_constant_number_of_queries_and_finds_without_accents(
    plan, ville, organisme, bureau
):
    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert bureau.get(LISTE).status_code == 200
        return len(requetes)

    EngagementFactory(plan=plan, code="E-1", partie=organisme, envers=ville, titre="Évaluer", signe=True)
    peu = compter()
    for _ in range(9):
        EngagementFactory(plan=plan, partie=organisme, envers=ville, aux_parties=True)
    assert compter() == peu
    assert "E-1<" in bureau.get(f"{LISTE}?q=evaluer").content.decode()
    assert "E-1<" in bureau.get(f"{LISTE}?q=habitation").content.decode()
    for filtre in ("attention=en_retard", "preuve=sans", "attention=x", "etat__exact=signe"):
        assert bureau.get(f"{LISTE}?{filtre}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_filter_typed_by_hand_that_means_nothing_is_said(bureau):
    reponse = bureau.get(f"{LISTE}?etat__regex=(", follow=True)
    assert "Ce filtre n'est pas compris." in texte(reponse)


@pytest.mark.parametrize("role", ["redaction", "partenaire", "comite"])
def test_other_roles_see_no_trace_of_it(brouillon, client_de, role):
    client = client_de(UtilisateurFactory(**{role: True}))
    for adresse in (LISTE, f"{LISTE}add/", page(brouillon)):
        assert client.get(adresse).status_code in (302, 403, 404)
    accueil = client.get("/admin/", follow=True).content.decode()
    assert "/admin/engagements/" not in accueil


def test_only_a_draft_that_nobody_saw_is_deleted(plan, brouillon, bureau):
    propose = EngagementFactory(plan=plan, aux_parties=True)
    assert bureau.post(f"{LISTE}{propose.pk}/delete/", {"post": "yes"}).status_code == 403
    assert bureau.post(f"{LISTE}{brouillon.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Engagement.objects.all()) == [propose]


def test_the_history_tells_who_did_what(plan, bureau, brouillon, coordination):
    saisir(bureau, brouillon, "_proposer", titre="Un nouveau titre")
    engagement = EngagementFactory(plan=plan, en_cours=True)
    DeclarationFactory(engagement=engagement, texte="Un local est ouvert.")
    assert "Un nouveau titre" in texte(bureau.get(f"{LISTE}{brouillon.pk}/history/"))
    PreuveFactory(engagement=engagement, titre="Le bail signé")
    dit = bureau.get(f"{LISTE}{engagement.pk}/history/").content.decode()
    assert "Le bail signé" in dit
    # What the machine sums of acts is no one's doing.
    noms = [Engagement._meta.get_field(nom).verbose_name for nom in (*SOMMES.champs, "preuve", "a_verifier")]
    assert [nom for nom in noms if f'<th scope="row">{capfirst(nom)}</th>' in dit] == []


def test_several_are_proposed_at_once_and_refusals_are_said(plan, brouillon, bureau):
    signe = EngagementFactory(plan=plan, signe=True)
    donnees = {"action": "proposer_en_lot", "_selected_action": [brouillon.pk, signe.pk]}
    vue = texte(bureau.post(LISTE, donnees, follow=True))
    assert "1 engagement" in vue
    assert "Cet engagement est déjà proposé aux parties, sans être publié." in vue
