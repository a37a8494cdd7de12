"""What the database alone refuses is said at the field that it speaks of, with its link in the summary."""

import re

import pgtrigger
import pytest
from django.contrib import admin
from django.db.models import Model

from comite.models import Membre
from partenariat.administration.phrases import champs_nommes
from partenariat.gardes.ecriture import NOMMES
from partenariat.models import Synonyme
from tests.factories import SynonymeFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir
from tests.partenariat.test_resume_des_erreurs import resume

pytestmark = pytest.mark.django_db

TENUS: set[type[Model]] = set(admin.site._registry) | {
    lignes.model for un in admin.site._registry.values() for lignes in un.inlines
}
EFFACER = "it is no form that is refused, but a deletion"
QUI = "it is the account that is refused, whatever is typed"
FIGE = "the whole row is frozen"
SANS_CHAMP = {
    "plan_connu_reste": EFFACER,
    "axe_connu_reste": EFFACER,
    "engagement_propose_reste": EFFACER,
    "bilan_repris_reste": EFFACER,
    "seance_tenue_gardee": EFFACER,
    "jalon_garde": EFFACER,
    "document_garde": EFFACER,
    "action_gardee": EFFACER,
    "suppleance_inscrite": EFFACER,
    "report_indelebile": EFFACER,
    "retrait_ineffacable": EFFACER,
    "bilan_publie_fige": FIGE,
    "bilan_axe_publie_fige": FIGE,
    "seance_pv_fige": FIGE,
    "seance_annulee_figee": FIGE,
    "suite_pv_approuve": FIGE,
    "report_inalterable": FIGE,
    "retrait_decide_fige": FIGE,
    "engagement_propose_par_quelqu_un": QUI,
    "engagement_publie_par_quelqu_un": QUI,
    "action_soumise_par_quelqu_un": QUI,
    "action_publiee_par_quelqu_un": QUI,
    "lien_de_la_coordination": QUI,
    "suppleance_par_soi": QUI,
    "suppleance_finie_par_soi": QUI,
    "suppleance_finie": FIGE,
    "compte_par_un_superutilisateur": QUI,
    "retrait_demande_par_quelqu_un": QUI,
    "retrait_decide_par_quelqu_un": QUI,
    "engagement_depart": "a step, by a button",
    "engagement_signe_sans_retour": "a step, by a button",
    "retrait_commence_demande": "a step, by a button",
    "seance_quorum_garde": "attendance is taken on another page",
    "engagement_inconnue_du_fichier": "no form has it: only the file of a plan does",
    "retrait_de_quelque_chose": "what is withdrawn comes by the address",
    "retrait_relation_connue": "what is withdrawn comes by the address",
    "retrait_tenu": "any of its words; the form disables those that were withdrawn",
}
"""By constraint of a guard of what a form of the back office writes, why it speaks of no field."""


def test_each_refusal_of_a_guard_names_its_fields():
    muets = {
        contrainte
        for modele, garde in pgtrigger.registered()
        if modele in TENUS
        for contrainte in re.findall(r"CONSTRAINT = '(\w+)'", str(garde.get_func(modele)))
        if not NOMMES.get(contrainte)
    }
    assert muets == set(SANS_CHAMP)


@pytest.mark.parametrize(
    "modele", sorted(TENUS, key=lambda un: un._meta.label), ids=lambda un: un._meta.label
)
def test_each_constraint_names_its_fields(modele):
    noms = {champ.name for champ in modele._meta.get_fields()}
    for contrainte in modele._meta.constraints:
        champs = champs_nommes(contrainte)
        assert champs, contrainte.name
        assert set(champs) <= noms, contrainte.name


def test_what_a_guard_names_exists():
    tous = {champ.name for modele in TENUS for champ in modele._meta.get_fields()}
    declares = {
        nom for un in admin.site._registry.values() for nom in getattr(un.form, "declared_fields", {})
    }
    for modele, garde in pgtrigger.registered():
        if modele in TENUS:
            for contrainte in re.findall(r"CONSTRAINT = '(\w+)'", str(garde.get_func(modele))):
                assert set(NOMMES.get(contrainte, ())) <= tous | declares, contrainte


def test_a_guard_that_only_the_database_knows_stands_at_its_field(client_de, monkeypatch):
    SynonymeFactory(expressions="logement\nhabitation")
    monkeypatch.setattr(Synonyme, "clean", lambda self: None)
    bureau = client_de(UtilisateurFactory(coordination=True))
    adresse = "/admin/partenariat/synonyme/add/"
    vu = ouvrir(bureau, adresse, "synonyme_form")
    reponse = envoyer(bureau, adresse, vu, expressions="habitation\nmaison")
    assert reponse.status_code == 200
    assert "Expressions : Une de ces expressions est déjà dans un autre groupe" in resume(reponse)
    assert reponse.context["adminform"].form.errors.keys() == {"expressions"}
    assert Synonyme.objects.count() == 1


def test_each_rule_of_one_guard_names_its_own():
    assert NOMMES["suppleance_meme_role"] == ("suppleant",)
    assert NOMMES["suppleance_sans_chaine"] == ("suppleant", "du", "au")
    assert NOMMES["membre_mandat_compte"] == ("mandat_debut", "mandat_fin")
    assert {champ.name for champ in Membre._meta.fields} >= set(NOMMES["membre_mandat_compte"])
