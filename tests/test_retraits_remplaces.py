"""What an organization says of itself is replaced: one wording is withdrawn, the others stay."""

import html
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from partenariat.donnees.empreintes import empreinte_texte
from partenariat.models import Organisation, Retrait
from partenariat.retraits import registre_de_fichier
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.formulations import formulation
from partenariat.retraits.lectures import lisibles
from partenariat.retraits.modele import RetraitRefuse
from partenariat.retraits.sql import verifier
from tests.actions.plan_d_essai import charger, exporter, plan
from tests.actions.plan_d_essai import ecrire as ecrire_le_plan
from tests.factories import ActionFactory, AxeFactory, OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.passe import reculer
from tests.retraits import demander, ou_s_ecrit, retirer

pytestmark = pytest.mark.django_db
ANCIEN, PERSONNEL, NOUVEAU = "info@exemple.test", "camille.roy@exemple.test", "accueil@exemple.test"
CHAMP = "courriel_public"


@pytest.fixture
def organisation():
    """Three days ago one address, two days ago that of a person, by mistake."""
    plan = PlanFactory(actif=True)
    organisation = OrganisationFactory(nom="Ville en vert", slug="ville-en-vert", courriel_public=ANCIEN)
    axe = AxeFactory(plan=plan, numero=1)
    ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True, responsable=organisation)
    reculer(1)
    ecrire(organisation, PERSONNEL)
    reculer(2)
    return organisation


def ecrire(organisation, courriel: str) -> None:
    organisation.courriel_public = courriel
    organisation.save()


def il_y_a(jours: int) -> str:
    return f"?au={timezone.localdate() - timedelta(days=jours)}"


def lue(client, quand: str = "") -> str:
    return html.unescape(client.get(f"/plans/actif/organisations/ville-en-vert/{quand}").content.decode())


def test_a_public_address_that_is_withdrawn_is_empty_and_another_is_written_in_its_place(
    client, organisation
):
    assert PERSONNEL in lue(client)
    assert PERSONNEL in lue(client, il_y_a(2))
    retrait = retirer(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    assert organisation.courriel_public == ""
    page = lue(client)
    assert PERSONNEL not in page
    assert retrait.quoi == "Courriel public · Organisation Ville en vert"
    assert retrait.quoi in page, "it says what was withdrawn of it"
    ecrire(organisation, NOUVEAU)
    reculer(1)
    assert NOUVEAU in lue(client)
    assert NOUVEAU in lue(client, il_y_a(1))
    assert PERSONNEL not in lue(client, il_y_a(3))
    assert ANCIEN in lue(client, il_y_a(4)), "what was said before it is no mistake"


def test_it_does_not_come_back(organisation):
    retirer(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    with pytest.raises(IntegrityError, match="ne revient pas"), transaction.atomic():
        ecrire(organisation, PERSONNEL)
    ecrire(organisation, ANCIEN)
    organisation.refresh_from_db()
    assert organisation.courriel_public == ANCIEN


@pytest.mark.parametrize(
    "autre",
    ["Camille.ROY@exemple.test", "camille.ROY@EXEMPLE.test"],
    ids=["majuscules", "domaine"],
)
def test_nor_in_other_capitals_or_with_other_blanks(client, organisation, autre):
    ecrire(organisation, autre)
    reculer(1)
    retirer(organisation, champ=CHAMP)
    assert PERSONNEL not in lue(client).lower()
    assert PERSONNEL not in lue(client, il_y_a(1)).lower()
    assert PERSONNEL not in lue(client, il_y_a(3)).lower()
    organisation.refresh_from_db()
    with pytest.raises(IntegrityError, match="ne revient pas"), transaction.atomic():
        ecrire(organisation, autre)
    assert [*verifier()] == []


@pytest.mark.parametrize(
    "texte", ["", "Élodie  ÇA\t\nva", "\N{NARROW NO-BREAK SPACE}Œuvre ", "l'été", "ÀÂÄÆÇÈÉÊËÎÏÔŒÖÙÛÜŸ"]
)
def test_postgresql_knows_a_wording_as_we_do(db, texte):
    with connection.cursor() as curseur:
        curseur.execute("SELECT public.retrait_formulation(%s)", [texte])
        assert curseur.fetchone() == (formulation(texte),)


def test_caviarder_blanks_that_wording_and_leaves_the_others(organisation):
    retirer(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    ecrire(organisation, NOUVEAU)
    assert ou_s_ecrit(PERSONNEL) != []
    assert caviarder().ecritures == {"partenariat_organisationevent": 1}
    assert ou_s_ecrit(PERSONNEL) == []
    for reste in (ANCIEN, NOUVEAU):
        assert "partenariat_organisationevent" in ou_s_ecrit(reste)
    assert caviarder().ecritures == {}
    assert list(verifier()) == []


def test_one_wording_after_another_is_withdrawn(client, organisation):
    premier = retirer(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    ecrire(organisation, NOUVEAU)
    reculer(1)
    organisation.courriel_public = PERSONNEL
    with pytest.raises(Exception, match="déjà"):
        demander(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    second = retirer(organisation, champ=CHAMP)
    assert (premier.formulation, second.formulation) == (formulation(PERSONNEL), formulation(NOUVEAU))
    assert second.empreintes == {CHAMP: [empreinte_texte(NOUVEAU)]}
    for jours in (1, 2, 3):
        page = lue(client, il_y_a(jours))
        assert NOUVEAU not in page
        assert PERSONNEL not in page
    assert ANCIEN in lue(client, il_y_a(4))


def test_another_field_that_is_withdrawn_later_takes_no_new_wording(client, organisation):
    retirer(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    organisation.site = "https://exemple.test/camille/"
    ecrire(organisation, NOUVEAU)
    reculer(1)
    retirer(organisation, champ="site")
    for jours in (0, 1):
        assert NOUVEAU in lue(client, il_y_a(jours))
        assert "camille" not in lue(client, il_y_a(jours))


def test_the_same_words_in_another_field_can_be_withdrawn_as_well(organisation):
    organisation.activite = organisation.site = "https://exemple.test/camille/"
    organisation.save()
    retirer(organisation, champ="site")
    organisation.refresh_from_db()
    assert organisation.activite == "https://exemple.test/camille/"
    assert organisation.activite in dict(lisibles(organisation, "activite")).values()
    assert organisation.activite not in dict(lisibles(organisation, "site")).values()


@pytest.mark.parametrize("champ", ["", "nom", "nom_en", "sigle", "slug", "code_officiel"])
def test_what_it_signed_under_stays(organisation, champ):
    with pytest.raises(RetraitRefuse):
        demander(organisation, champ=champ)


@pytest.mark.parametrize(
    ("champ", "formulation"),
    [(CHAMP, ""), ("", ""), ("nom", formulation("Ville en vert"))],
    ids=["sans formulation", "en entier", "le nom"],
)
def test_the_database_refuses_what_is_not_one_wording(organisation, champ, formulation):
    demande = demander(organisation, champ=CHAMP)
    demande.pk, demande.champ, demande.formulation = None, champ, formulation
    with pytest.raises(IntegrityError, match="ne se retire pas"), transaction.atomic():
        demande.save(force_insert=True)


def test_it_is_found_by_its_name_at_a_past_date(client, organisation):
    retirer(organisation, champ=CHAMP)
    assert "Ville en vert" in client.get(f"/plans/actif/organisations/{il_y_a(1)}&q=vert").content.decode()


def test_one_asks_for_a_wording_that_is_no_longer_said(client, client_de, organisation):
    """The mistake was mended since: the past says it still."""
    ecrire(organisation, NOUVEAU)
    reculer(1)
    coordination = client_de(UtilisateurFactory(coordination=True))
    fiche = coordination.get(reverse("admin:partenariat_organisation_change", args=[organisation.pk]))
    adresse = f"/admin/partenariat/retrait/add/?de=partenariat_organisation:{organisation.pk}"
    assert adresse in html.unescape(fiche.content.decode())
    (_vide, _rien), (_groupe, choix) = (
        coordination.get(adresse).context["adminform"].form.fields["chose"].choices
    )
    dits = {dit.rpartition(" – ")[2]: chose for chose, dit in choix}
    assert {ANCIEN, PERSONNEL, NOUVEAU} <= set(dits)
    envoi = {"chose": dits[PERSONNEL], "cause": "renseignement_personnel", "motif": "Adresse d'une personne."}
    coordination.post(adresse, envoi)
    retrait = Retrait.objects.get()
    autre = client_de(UtilisateurFactory(coordination=True))
    page = autre.get(f"/admin/partenariat/retrait/{retrait.pk}/change/").content.decode()
    assert PERSONNEL in page
    assert NOUVEAU not in page
    retrait.confirmer(UtilisateurFactory(coordination=True))
    assert PERSONNEL not in autre.get(f"/admin/partenariat/retrait/{retrait.pk}/change/").content.decode()
    assert Organisation.objects.get(pk=organisation.pk).courriel_public == NOUVEAU
    assert NOUVEAU in lue(client)
    assert PERSONNEL not in lue(client, il_y_a(2))
    assert PERSONNEL not in coordination.get(adresse).content.decode(), "it is offered no more"
    historique = reverse("admin:partenariat_organisation_history", args=[organisation.pk])
    assert PERSONNEL not in coordination.get(historique).content.decode()


def test_who_writes_it_again_is_told(client_de, organisation):
    retirer(organisation, champ=CHAMP)
    coordination = client_de(UtilisateurFactory(coordination=True))
    adresse = reverse("admin:partenariat_organisation_change", args=[organisation.pk])
    formulaire = coordination.get(adresse).context["adminform"].form
    assert not formulaire.fields[CHAMP].disabled
    envoi = {nom: "" if (v := formulaire.get_initial_for_field(c, nom)) is None else v
             for nom, c in formulaire.fields.items()}  # fmt: skip
    reponse = coordination.post(adresse, {**envoi, CHAMP: PERSONNEL})
    assert "ne revient pas" in html.unescape(reponse.content.decode())
    assert coordination.post(adresse, {**envoi, CHAMP: NOUVEAU}).status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).courriel_public == NOUVEAU


def test_it_is_replayed_on_an_older_copy(organisation):
    autre = OrganisationFactory(courriel_public=PERSONNEL)
    retirer(organisation, champ=CHAMP)
    (dit,) = registre_de_fichier.exporter()
    assert dit["formulation"] == formulation(PERSONNEL)
    assert PERSONNEL not in json.dumps(dit, default=str)
    assert registre_de_fichier.rejouer([dit]) == 0, "it is known here"
    assert registre_de_fichier.rejouer([{**dit, "cle": autre.pk}]) == 1
    autre.refresh_from_db()
    assert autre.courriel_public == ""


def test_a_plan_file_brings_back_no_kind_that_was_withdrawn(tmp_path):
    contenu = plan()
    contenu["partenaires"].append({"id": "NEUF", "nom": "Le neuf", "type": "Chez Camille Roy"})
    chemin = ecrire_le_plan(tmp_path, contenu)
    charger(chemin)
    neuf = Organisation.objects.get(nom="Le neuf")
    assert neuf.activite == "Chez Camille Roy"
    retirer(neuf, champ="activite")
    sortie, _erreurs = charger(chemin)
    neuf.refresh_from_db()
    assert neuf.activite == ""
    assert "Chez Camille Roy" not in sortie
    contenu["partenaires"][-1]["type"] = "fondation"
    charger(ecrire_le_plan(tmp_path, contenu))
    neuf.refresh_from_db()
    assert neuf.activite == "fondation"
    charger(chemin)
    assert "Chez Camille Roy" not in exporter()


def test_the_register_follows_its_page_where_it_goes(client, organisation):
    retirer(organisation, champ=CHAMP)
    organisation.refresh_from_db()
    organisation.slug = "ailleurs"
    organisation.save()
    page = html.unescape(client.get("/retraits/").content.decode())
    assert 'href="/organisations/ailleurs/"' in page
