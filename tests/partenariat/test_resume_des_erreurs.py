"""What a form of the back office refuses: said first, by the name of its field, with a link to it."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Jalon
from tests.actions.changements_d_essai import sans_insecables
from tests.factories import (
    ActionFactory,
    AxeFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, lire, ouvrir, texte

pytestmark = pytest.mark.django_db


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def resume(reponse) -> str:
    html = reponse.content.decode()
    (lu,) = re.findall(r'<section class="message message--error a-regler".*?</section>', html, flags=re.S)
    assert 'tabindex="-1" autofocus' in lu, "the focus goes there, without a script"
    for ancre in re.findall(r'href="#([^"]+)"', lu):
        assert f'id="{ancre}"' in html, f"{ancre} leads nowhere"
    assert "ci-dessous" not in lu
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", lu)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def coordination(client_de):
    return client_de(UtilisateurFactory(coordination=True))


@pytest.fixture
def superviseur(client_de):
    return client_de(UtilisateurFactory(is_superuser=True, is_staff=True))


def test_every_form_of_the_back_office_says_first_what_it_refuses(superviseur):
    AxeFactory()
    vus = 0
    for modele in admin.site._registry:
        adresse = reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_add")
        ouverte = superviseur.get(adresse)
        if ouverte.status_code != 200:
            continue
        nom = f"{modele._meta.model_name}_form"
        champs = {cle: [""] for cle in lire(ouverte, nom) if not cle.endswith("_FORMS")}
        champs |= {cle: v for cle, v in lire(ouverte, nom).items() if cle.endswith(("_FORMS", "une_fois"))}
        reponse = envoyer(superviseur, adresse, champs)
        if reponse.status_code == 200:
            assert resume(reponse)
            vus += 1
    assert vus >= 8


def test_a_row_is_named_by_its_rank_and_its_field(coordination):
    action = ActionFactory()
    JalonFactory(action=action, echeance="2027-01-01")
    JalonFactory(action=action, echeance="2027-02-01")
    vu = ouvrir(coordination, page(action))
    reponse = envoyer(coordination, page(action), vu, titre="", **{"jalons-1-echeance": ""})
    dit = resume(reponse)
    assert "2 choses sont à corriger" in dit
    assert "Titre : " in dit
    assert "Jalon 2, échéance : " in dit


def test_what_is_refused_stands_in_a_section_that_is_open(coordination):
    action = ActionFactory()
    vu = ouvrir(coordination, page(action))
    assert not re.search(
        r'<details class="section" open>\s*<summary[^>]*>\s*<h2[^>]*>\s*Quoi',
        texte_html(coordination, action),
    )
    html = envoyer(coordination, page(action), vu, titre="").content.decode()
    assert re.search(r'<details class="section" open>\s*<summary[^>]*>\s*<h2[^>]*>Quoi', html)


def texte_html(client, action) -> str:
    return client.get(page(action)).content.decode()


def test_a_constraint_on_fields_stands_at_one_of_them(coordination):
    action = ActionFactory(debut="2026-01-01", fin="2027-01-01")
    vu = ouvrir(coordination, page(action))
    reponse = envoyer(coordination, page(action), vu, debut="2028-01-01")
    assert "Début : " in resume(reponse)
    form = reponse.context["adminform"].form
    assert form.errors.keys() == {"debut"}


def test_a_trigger_that_names_a_field_stands_at_it(coordination, monkeypatch):
    """The rule of the form is taken away: the database is the last to refuse, and says where."""
    action = ActionFactory()
    jalon = JalonFactory(action=action)
    monkeypatch.setattr(Jalon, "clean", lambda self: None)
    vu = ouvrir(coordination, page(action))
    reponse = envoyer(coordination, page(action), vu, **{"jalons-0-echeance": "2028-03-03"})
    assert reponse.status_code == 200
    assert "Jalon 1, motif du report : " in resume(reponse)
    jalon.refresh_from_db()
    assert str(jalon.echeance) != "2028-03-03"


def test_a_constraint_that_only_the_database_sees_stands_at_its_row(coordination, monkeypatch):
    jalon = JalonFactory()
    monkeypatch.setattr(Jalon, "clean", lambda self: None)
    monkeypatch.setattr(Jalon, "validate_constraints", lambda self, exclude=None: None)
    adresse = page(jalon.action)
    jour = timezone.localdate().isoformat()
    vu = ouvrir(coordination, adresse)
    reponse = envoyer(coordination, adresse, vu, **{"jalons-0-annule": "on", "jalons-0-atteint_le": jour})
    assert reponse.status_code == 200
    assert "Jalon 1, annulé : " in resume(reponse)


def test_the_long_form_costs_the_same_however_much_it_holds(coordination):
    """20 milestones, 10 indicators, 44 actions."""

    def cout() -> int:
        with CaptureQueriesContext(connection) as lues:
            assert coordination.get(page(action)).status_code == 200
        return len(lues)

    action = ActionFactory()
    JalonFactory(action=action), MesureFactory(indicateur__action=action)
    cout()
    petit = cout()
    for _ in range(43):
        ActionFactory(plan=action.plan, axe=action.axe)
    for _ in range(19):
        JalonFactory(action=action)
    for _ in range(9):
        MesureFactory(indicateur__action=action)
    assert cout() == petit
    assert petit <= 31


def test_the_next_code_of_its_axis_is_taken_where_none_is_typed(coordination):
    plan = PlanFactory(actif=True)
    axe = AxeFactory(plan=plan, numero=3)
    ActionFactory(plan=plan, axe=axe, code="3.9")
    ActionFactory(plan=plan, axe=axe, code="3.11", publication="brouillon")
    adresse = reverse("admin:actions_action_add")
    champs = ouvrir(coordination, adresse)
    assert (
        '"3.12"'
        in coordination.get(adresse).context["adminform"].form["code"].field.widget.attrs["data-suivants"]
    )
    dit = {"titre": "Neuve", "axe": str(axe.pk), "responsable": str(OrganisationFactory().pk)}
    reponse = envoyer(coordination, adresse, champs, **dit)
    assert reponse.status_code == 302, texte(reponse)
    assert Action.objects.get(titre="Neuve").code == "3.12"


def test_the_second_of_two_who_take_a_code_is_told_and_offered_the_next(coordination):
    plan = PlanFactory(actif=True)
    axe = AxeFactory(plan=plan, numero=3)
    adresse = reverse("admin:actions_action_add")
    champs = ouvrir(coordination, adresse)
    ActionFactory(plan=plan, axe=axe, code="3.1")
    responsable = str(OrganisationFactory().pk)
    saisi = {"code": "3.1", "titre": "Neuve", "axe": str(axe.pk), "responsable": responsable}
    reponse = envoyer(coordination, adresse, champs, **saisi)
    dit = sans_insecables(resume(reponse))
    assert "Le code 3.1 est déjà pris : gardez 3.2, proposé à sa place, ou écrivez-en un autre." in dit
    assert envoyer(coordination, adresse, lire(reponse)).status_code == 302
    assert Action.objects.get(titre="Neuve").code == "3.2"


def test_an_action_is_duplicated_as_a_new_draft_of_ones_own(client_de):
    personne = UtilisateurFactory(coordination=True)
    client = client_de(personne)
    plan = PlanFactory(actif=True)
    action = ActionFactory(
        plan=plan, axe=AxeFactory(plan=plan, numero=2), code="2.4", titre="Soutenir", publiee=True
    )
    action.objectifs.set([])
    JalonFactory(action=action, titre="Étude", atteint_le=timezone.localdate())
    assert "?modele=" in texte_html(client, action)
    adresse = f"{reverse('admin:actions_action_add')}?modele={action.pk}"
    champs = ouvrir(client, adresse)
    assert champs["titre"] == ["Soutenir"]
    assert champs["jalons-0-titre"] == ["Étude"]
    assert champs["jalons-0-atteint_le"] == [""]
    assert champs["jalons-0-echeance"] == [""]
    reponse = envoyer(client, adresse, champs, **{"jalons-0-echeance": "2028-01-01"})
    assert reponse.status_code == 302, texte(reponse)
    double = Action.objects.exclude(pk=action.pk).get()
    assert (double.code, double.titre, double.publication) == ("2.5", "Soutenir", "brouillon")
    assert double.auteur == personne
    assert not double.nouvelles.exists()
    assert [(j.titre, j.atteint_le) for j in double.jalons.all()] == [("Étude", None)]


def test_a_double_is_saved_as_it_stands_less_the_milestones_that_were_given_no_date(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, axe=AxeFactory(plan=plan, numero=2), code="2.4", titre="Soutenir")
    for titre in ("Étude", "Essai"):
        JalonFactory(action=action, titre=titre)
    adresse = f"{reverse('admin:actions_action_add')}?modele={action.pk}"
    assert "sur le modèle de 2.4" in texte(client.get(adresse))
    reponse = envoyer(client, adresse, ouvrir(client, adresse), **{"jalons-1-echeance": "2028-01-01"})
    assert reponse.status_code == 302, texte(reponse)
    double = Action.objects.exclude(pk=action.pk).get()
    assert [jalon.titre for jalon in double.jalons.all()] == [
        action.jalons.order_by("echeance", "pk")[1].titre
    ]
    assert "L'action 2.4 porte le même titre" in texte(client.get(reverse("admin:index")))


def test_nobody_duplicates_what_they_may_not_change(client_de):
    action = ActionFactory()
    client = client_de(UtilisateurFactory(redaction=True))
    assert client.get(f"{reverse('admin:actions_action_add')}?modele={action.pk}").status_code == 404
    assert client.get(f"{reverse('admin:actions_action_add')}?modele=x").status_code == 404
