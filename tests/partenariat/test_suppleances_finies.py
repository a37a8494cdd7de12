"""How a delegation ends: one is back, it is declined, an account goes; and what is told of it then."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from actions.models import Action
from comite.models import Suite
from engagements.models import Acteur
from partenariat.models import Suppleance
from partenariat.parties.suppleances import remplaces_par, suppleances_de
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.registre import est_retire
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    OrganisationFactory,
    SuiteFactory,
    SuppleanceFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte
from tests.postes import dans
from tests.retraits import ou_s_ecrit, retirer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("du", "reste"), [(-1, True), (0, True), (1, False)], ids=["hier", "ici", "demain"])
def test_back_sooner_it_ends_at_once_and_what_was_begun_stays_told(absente, collegue, du, reste, client_de):
    action = ActionFactory(responsable=absente.organisation)
    suppleance = SuppleanceFactory(absent=absente, suppleant=collegue, du=dans(du), au=dans(7))
    adresse = f"/espace/absence/{suppleance.pk}/fin/"
    autre = UtilisateurFactory(redaction=True)
    assert client_de(autre).post(adresse).status_code == 404
    assert client_de(absente).get(adresse).status_code == 302
    assert Suppleance.objects.ouvertes().exists()
    assert client_de(absente).post(adresse).status_code == 302
    assert action not in Action.objects.modifiables_par(collegue)
    finies = [(s.finie_par, s.finie_le.date()) for s in Suppleance.objects.all()]
    assert finies == ([(absente, timezone.now().date())] if reste else [])
    assert client_de(absente).post(adresse).status_code == 404
    # Nobody is kept from another absence on the same days.
    SuppleanceFactory(absent=absente, suppleant=autre, du=dans(0), au=dans(2))


def test_what_was_begun_is_neither_erased_nor_moved_by_the_web(absente, collegue, comme_le_web):
    du_jour = SuppleanceFactory(absent=absente, suppleant=collegue, du=dans(0), au=dans(3))
    coordination = UtilisateurFactory(coordination=True)
    with refusee("suppleance_inscrite"):
        comme_le_web(du_jour.delete, par=coordination)
    with refusee("suppleance_commencee"):
        comme_le_web(lambda: modifie(du_jour, du=dans(1)), par=coordination)
    with refusee("suppleance_au_a_venir"):
        comme_le_web(lambda: modifie(du_jour, du=dans(0), au=dans(-1)), par=coordination)
    comme_le_web(lambda: modifie(du_jour, au=dans(0)), par=coordination)
    with refusee("suppleance_de_ces_deux"):
        modifie(du_jour, suppleant=coordination)


@pytest.mark.parametrize("du", [0, 3], ids=["pendant", "avant"])
def test_whoever_is_named_declines_and_the_absent_reads_it(absente, collegue, du, client_de):
    """Anyone names anyone: nobody is held to a desk, or kept from an absence."""
    action = ActionFactory(responsable=absente.organisation)
    dite = SuppleanceFactory(absent=absente, suppleant=collegue, du=dans(du), au=dans(du + 300))
    client = client_de(collegue)
    assert "Lou Roy vous confie son poste" in texte(client.get("/espace/"))
    envoi = {"suppleant": UtilisateurFactory(redaction=True).pk, "du": str(dans(5)), "au": str(dans(9))}
    assert "Déclinez l'autre" in texte(client.post("/espace/absence/", envoi)).replace("’", "'")
    page = texte(client.get("/espace/absence/"))
    assert "Décliner" in page
    assert "Mettre fin" not in page
    assert client.post(f"/espace/absence/{dite.pk}/fin/").status_code == 302
    dite.refresh_from_db()
    assert (dite.finie_par, dite.du, dite.au) == (collegue, dans(du), dans(du + 300))
    assert action not in Action.objects.modifiables_par(collegue)
    assert "vous confie son poste" not in texte(client.get("/espace/"))
    assert client.post("/espace/absence/", envoi).status_code == 302
    for adresse in ("/espace/", "/admin/", "/espace/absence/"):
        assert "Sam Côté a décliné de vous remplacer" in texte(client_de(absente).get(adresse)), adresse
    # Once somebody else is named, that is over.
    SuppleanceFactory(absent=absente, suppleant=UtilisateurFactory(redaction=True))
    assert "a décliné" not in texte(client_de(absente).get("/espace/"))


def test_an_end_is_said_by_who_ends_it_and_is_not_taken_back(absente, collegue, suppleance, comme_le_web):
    def finir(**champs):
        comme_le_web(lambda: modifie(suppleance, **champs), par=collegue)

    maintenant = timezone.now()
    with refusee("suppleance_finie_par_soi"):
        finir(finie_le=maintenant, finie_par=absente)
    with refusee("suppleance_finie_par_soi"):
        finir(finie_le=maintenant)
    with refusee("suppleance_par_soi"):
        finir(finie_le=maintenant, finie_par=collegue, motif="Je m'en vais.")
    with refusee("suppleance_fin_datee"):
        modifie(suppleance, finie_par=collegue)
    finir(finie_le=maintenant - timedelta(days=9), finie_par=collegue)
    suppleance.refresh_from_db()
    assert suppleance.finie_le.date() == maintenant.date()
    for champs in ({"finie_le": None, "finie_par": None}, {"au": dans(1)}):
        with refusee("suppleance_finie"):
            modifie(suppleance, **champs)
    with refusee("suppleance_inscrite"):
        comme_le_web(suppleance.delete, par=absente)
    finie = Suppleance(
        absent=absente, suppleant=collegue, du=dans(0), au=dans(1), finie_le=maintenant, finie_par=absente
    )
    with refusee("suppleance_finie_par_soi"):
        comme_le_web(lambda: Suppleance.objects.bulk_create([finie]), par=absente)


def _ferme(absente, collegue):
    modifie(absente, is_active=False)


def _ferme_le_collegue(absente, collegue):
    modifie(collegue, is_active=False)


def _ailleurs(absente, collegue):
    modifie(absente, organisation=OrganisationFactory(service=True))


def _dehors(absente, collegue):
    """The absent goes to work for a body outside."""
    absente.groups.set(Group.objects.filter(name="partenaire"))


def _collegue_dehors(absente, collegue):
    collegue.groups.set(Group.objects.filter(name="partenaire"))


DEVENUS = [_ferme, _ferme_le_collegue, _ailleurs, _dehors, _collegue_dehors]


@pytest.mark.parametrize("changer", DEVENUS)
def test_it_outlives_neither_account_nor_follows_it_elsewhere(absente, collegue, suppleance, changer):
    action = ActionFactory(responsable=absente.organisation)
    suite = SuiteFactory(responsable=absente.organisation)
    acteur = Acteur(collegue.organisation, collegue)
    assert action in Action.objects.modifiables_par(collegue)
    assert list(Suite.objects.attendues_de(acteur)) == [suite]
    changer(absente, collegue)
    collegue, absente = type(collegue).objects.get(pk=collegue.pk), type(absente).objects.get(pk=absente.pk)
    siennes = {absente.organisation_id, action.responsable_id}
    assert not Action.objects.modifiables_par(collegue).filter(responsable__in=siennes).exists()
    assert not Suite.objects.attendues_de(Acteur(collegue.organisation, collegue)).exists()
    with connection.cursor() as curseur:
        curseur.execute("SELECT unites_de(%s)", [collegue.pk])
        assert {unite for (unite,) in curseur.fetchall()} == {collegue.organisation_id}
    assert suppleances_de(collegue) == []
    assert remplaces_par(collegue) == set()


def test_a_unit_that_merges_meanwhile_stays_kept(absente, collegue, suppleance):
    ancienne, nouvelle = absente.organisation, OrganisationFactory(service=True)
    action = ActionFactory(responsable=ancienne)
    modifie(ancienne, jusqu_a=dans(-1), successeur=nouvelle)
    modifie(absente, organisation=nouvelle)
    assert action in Action.objects.modifiables_par(collegue)


def test_the_absent_is_told_that_nobody_replaces_them_any_more(absente, collegue, suppleance, client_de):
    modifie(collegue, is_active=False)
    client = client_de(absente)
    assert "Sam Côté ne peut plus vous remplacer" in texte(client.get("/espace/"))
    client.post(f"/espace/absence/{suppleance.pk}/fin/")
    assert "ne peut plus vous remplacer" not in texte(client.get("/espace/"))


def _fiche(page) -> dict:
    formulaire = page.context["adminform"].form
    return {nom: formulaire[nom].value() or "" for nom in formulaire.fields}


def test_the_coordination_cuts_it_short_whatever_became_of_the_accounts(
    absente, collegue, suppleance, client_de
):
    client = client_de(UtilisateurFactory(coordination=True))
    _ferme(absente, collegue)
    _ferme_le_collegue(absente, collegue)
    adresse = f"/admin/partenariat/suppleance/{suppleance.pk}/change/"
    page = client.get(adresse)
    saisie = _fiche(page)
    assert {"absent", "suppleant", "du"}.isdisjoint(saisie)
    assert client.post(adresse, {**saisie, "au": dans(0).isoformat()}).status_code == 302
    suppleance.refresh_from_db()
    assert suppleance.au == dans(0)
    assert client.get("/admin/partenariat/suppleance/").status_code == 200
    effacer = f"/admin/partenariat/suppleance/{suppleance.pk}/delete/"
    assert client.post(effacer, {"post": "yes"}).status_code == 403
    suppleance.finir(absente)
    assert client.post(adresse, {**saisie, "au": dans(0).isoformat()}).status_code == 403


def test_of_two_who_edit_it_the_second_is_told(suppleance, client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    adresse = f"/admin/partenariat/suppleance/{suppleance.pk}/change/"
    vue = _fiche(client.get(adresse))
    temoins = {f"initial-{nom}": valeur for nom, valeur in vue.items() if nom != "version"}
    premiere = {**vue, **temoins, "au": dans(2).isoformat()}
    assert client.post(adresse, premiere).status_code == 302
    reponse = client.post(adresse, {**vue, **temoins, "au": dans(5).isoformat()})
    assert reponse.status_code == 200
    assert "conflit" in reponse.content.decode()
    suppleance.refresh_from_db()
    assert suppleance.au == dans(2)


def test_what_the_database_refuses_is_said_on_the_form_of_the_back_office(
    absente, collegue, suppleance, client_de
):
    client = client_de(UtilisateurFactory(coordination=True))
    ajout = "/admin/partenariat/suppleance/add/"
    saisie = {"absent": absente.pk, "suppleant": collegue.pk, "motif": ""}
    saisie |= {"du": str(dans(1)), "au": str(dans(2))}
    assert "une délégation ne se délègue pas" in texte(client.post(ajout, saisie))
    partie = UtilisateurFactory(coordination=True)
    plus_tard = {"absent": partie.pk, "du": str(dans(9)), "au": str(dans(9))}
    reponse = client.post(ajout, saisie | plus_tard)
    assert "est de la coordination" in str(reponse.context["adminform"].form.errors["suppleant"])
    assert Suppleance.objects.count() == 1


def test_colleagues_of_the_unit_come_first(absente, collegue, client_de):
    voisine = UtilisateurFactory(redaction=True, organisation=absente.organisation, last_name="Zola")
    champ = client_de(absente).get("/espace/absence/").context["form"].fields["suppleant"]
    assert list(champ.queryset) == [voisine, collegue]


def test_its_reason_is_withdrawn_for_cause(absente, collegue):
    dite = SuppleanceFactory(absent=absente, suppleant=collegue, motif="Congé de zirconium.")
    retirer(dite)
    dite.refresh_from_db()
    assert est_retire(dite.motif)
    caviarder()
    assert not ou_s_ecrit("zirconium")
    dite.finir(absente)
