"""Who acts is believed on a seal; keys change without anyone being signed out."""

import json
import re

import pghistory
import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from engagements.models import LienSigne, UsageLien
from partenariat.histoire import pose, sceau
from partenariat.histoire.evenements import evenements_de
from partenariat.models import Organisation
from tests.factories import MesureFactory, OrganisationFactory, UtilisateurFactory
from tests.factories.partenariat import en_proprietaire
from tests.partenariat.test_sante import AILLEURS, en_role_web  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]
NEUVE = "une-cle-toute-neuve"


def lire(requete: str, *valeurs):
    with connection.cursor() as curseur:
        curseur.execute(requete, valeurs)
        return curseur.fetchone()[0]


COMPTE = "SELECT public.contexte_de_la_session() ->> 'user'"


def sceller(compte: int, defi: str = "") -> None:
    """What the process would say for that account, in this transaction or in the one of `defi`."""
    texte = json.dumps({"user": compte})
    defi = defi or lire(f"SELECT {sceau.DEFI}")
    lire("SELECT set_config('pghistory.context_metadata', %s, true)", texte)
    lire("SELECT set_config('partenariat.sceau', %s, true)", sceau._sceau(defi, texte))


def test_what_is_sealed_here_is_believed(en_role_web):  # noqa: F811
    sceller(12)
    assert lire(COMPTE) == "12"


@pytest.mark.parametrize(
    "alterer",
    [
        lambda: lire("SELECT set_config('pghistory.context_metadata', '{\"user\": 13}', true)"),
        lambda: lire("SELECT set_config('partenariat.sceau', '', true)"),
        lambda: lire("SELECT set_config('partenariat.sceau', repeat('0', 64), true)"),
        lambda: sceller(12, defi="1 1764227.123456"),
    ],
    ids=["un autre compte", "sans sceau", "sceau inventé", "sceau d'une autre transaction"],
)
def test_nothing_else_is(en_role_web, alterer):  # noqa: F811
    sceller(12)
    alterer()
    assert lire(COMPTE) is None


def sans_le_site(requete: str, contexte: str, sceau_dit: str) -> None:
    """SQL that was slipped in, past the process that seals."""
    with connection.connection.cursor() as curseur:
        curseur.execute(
            "SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true), "
            "set_config('pghistory.context_metadata', %s, true), "
            "set_config('partenariat.sceau', %s, true)",
            [contexte, sceau_dit],
        )
        curseur.execute(requete)


# What no other guard holds against that.
ECRITS = {
    "valeur mesurée": (MesureFactory, "UPDATE actions_mesure SET valeur = valeur + 1"),
    "organisation": (OrganisationFactory, "UPDATE partenariat_organisation SET nom = 'Autre nom'"),
    "effacer": (MesureFactory, "DELETE FROM actions_mesure"),
    "ajouter": (
        MesureFactory,
        "INSERT INTO actions_mesure SELECT (jsonb_populate_record(m, "
        """'{"id": 999999, "date": "2020-01-01"}')).* FROM actions_mesure m""",
    ),
}


@pytest.mark.parametrize("ecrit", ECRITS.values(), ids=ECRITS.keys())
@pytest.mark.parametrize("dit", ["", "{}", '{"user": 1}'], ids=["rien", "personne", "quelqu'un"])
def test_nothing_that_history_follows_is_written_outside_of_the_site(comme_le_web, ecrit, dit):
    fabrique, requete = ecrit
    fabrique()
    with pytest.raises(psycopg2.errors.CheckViolation) as refus:
        comme_le_web(lambda: sans_le_site(requete, dit, "0" * 64))
    assert refus.value.diag.constraint_name == "ecrit_par_le_site"


SANS_GARDE = """
SELECT array_agg(c.relname::text ORDER BY c.relname) FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND has_table_privilege(%s, c.oid, 'INSERT, UPDATE, DELETE')
AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname LIKE 'pgtrigger%%')
"""


def test_what_is_written_without_a_seal_is_what_the_decision_says(role_web):
    decision = (settings.RACINE / "docs" / "decisions" / "0018-deux-roles.md").read_text()
    dites = re.findall(r"^- `(\w+)`", decision, re.MULTILINE)
    assert lire(SANS_GARDE, role_web) == sorted(dites)


def test_history_names_who_signed_in(comme_le_web):
    organisation, qui = OrganisationFactory(), UtilisateurFactory()
    comme_le_web(lambda: Organisation.objects.update(nom="Autre nom"), par=qui)
    dernier = evenements_de(Organisation).get(remplace_le__isnull=True, pgh_obj=organisation)
    assert dernier.pgh_context == {"user": qui.pk}


def test_a_link_that_is_opened_acts_by_itself(en_role_web):  # noqa: F811
    with en_proprietaire():
        par = UtilisateurFactory(coordination=True)
        lien, jeton = LienSigne.ouvrir(organisation=OrganisationFactory(), destinataire="Direction", par=par)
    assert Client().get(reverse("espace-lien", args=[jeton])).status_code == 302
    assert evenements_de(UsageLien).get(lien=lien).pgh_context == {"lien": lien.pk}


@pytest.mark.django_db(transaction=True)
def test_each_transaction_of_a_request_has_its_own_seal():
    personnes = []
    with pghistory.context(user=5):
        for _fois in range(2):
            with transaction.atomic():
                # A reading opens the transaction before anything asks for a seal.
                OrganisationFactory()
                personnes.append(lire("SELECT current_setting('partenariat.sceau')"))
        OrganisationFactory()
    assert len(set(personnes)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_a_statement_without_a_seal_opens_has_its_own_too():
    with pghistory.context(user=5):
        with transaction.atomic():
            OrganisationFactory()
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.executemany("SELECT set_config('essai.mot', %s, true)", [["un"], ["deux"]])
            OrganisationFactory()
            assert lire("SELECT public.sceau_tient(current_setting('pghistory.context_metadata'))")


def test_not_ready_while_the_database_does_not_know_the_key(settings):
    settings.SECRET_KEY = NEUVE
    reponse = Client().get("/readyz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()["raison"]) == (503, "clé du sceau")
    pose.poser()
    assert Client().get("/readyz", headers=AILLEURS).status_code == 200


@pytest.mark.parametrize("gardee", [True, False], ids=["gardée", "oubliée"])
def test_what_the_former_key_signed_holds_while_it_is_kept(settings, gardee):
    ancienne, qui = settings.SECRET_KEY, UtilisateurFactory(partenaire=True)
    visiteur = Client()
    visiteur.force_login(qui)
    par = UtilisateurFactory(coordination=True)
    lien, jeton = LienSigne.ouvrir(organisation=OrganisationFactory(), destinataire="Direction", par=par)
    settings.SECRET_KEY = NEUVE
    settings.SECRET_KEY_FALLBACKS = [ancienne] if gardee else []
    # Triggers are not posed on a table whose keys are still to be checked.
    connection.check_constraints()
    pose.poser()
    assert (visiteur.get(reverse("espace")).status_code == 200) is gardee
    assert (LienSigne.objects.du_jeton(jeton) == lien) is gardee
