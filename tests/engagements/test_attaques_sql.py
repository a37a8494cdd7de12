"""SQL slipped into a query of the site, as the web's role, in the transaction of someone who signed in.

Each statement is tried as it stands and refused: what is signed, declared, verified, filed and remembered is
neither rewritten nor forged.
"""

import io

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from engagements.models import Acteur, Engagement
from tests.factories import EngagementFactory, LienSigneFactory, UtilisateurFactory

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]

TABLES = [
    *("engagements_signature", "engagements_preuve", "engagements_declaration", "engagements_verification"),
    *("engagements_refus", "engagements_reponse", "engagements_passage", "engagements_usagelien"),
    *("comite_effet", "comite_deplacement", "engagements_engagementevent", "engagements_signatureevent"),
    *("partenariat_utilisateurevent", "actions_actionevent", "comite_seanceevent"),
]
GESTES = ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE", "COPY {} FROM STDIN")
REECRIRE = {
    f"{geste.split()[0].lower()} {table}": geste.format(table).replace(
        "SET id = id", "SET pgh_id = pgh_id" if table.endswith("event") else "SET id = id"
    )
    for table in TABLES
    for geste in GESTES
    # Rows come in there, under the guards of the table: see FORGER.
    if not (geste.startswith("COPY") and not table.endswith(("event", "passage", "deplacement")))
}

ACTE = (
    "INSERT INTO engagements_{} (engagement_id, organisation_id, par_id, lien_id, saisi_pour, le, mains, "
    "lien_a_l_ecran, {}) SELECT e.id, e.{}, {}, {}, false, now(), ARRAY[]::bigint[], false, {} "
    "FROM engagements_engagement e"
)
SIGNER = ("signature", "fonction, empreinte", "partie_id")
DIRE = "'Direction', e.empreinte"
FORGER = {
    "signer pour un autre compte": ACTE.format(*SIGNER, "%(victime)s", "NULL", DIRE),
    "signer par le lien d'un autre": ACTE.format(*SIGNER, "NULL", "%(lien)s", DIRE),
    "signer pour personne": ACTE.format(*SIGNER, "NULL", "NULL", DIRE),
    "en disant être un autre": (
        "SELECT set_config('pghistory.context_metadata', '{\"user\": %(victime)s}', true);"
        + ACTE.format(*SIGNER, "%(victime)s", "NULL", DIRE)
    ),
    "publier au nom d'un autre": (
        "UPDATE engagements_engagement SET publication = 'publiee', publie_par_id = %(coordination)s"
    ),
    "faire un lien au nom d'un autre": (
        "INSERT INTO engagements_liensigne (organisation_id, destinataire, envoye_a, cle, cree_par_id, "
        "cree_le, expire_le) SELECT id, 'x', '', repeat('a', 64), %(coordination)s, now(), "
        "now() + interval '1 day' "
        "FROM partenariat_organisation LIMIT 1"
    ),
    "un événement": "INSERT INTO engagements_signatureevent (pgh_label) VALUES ('insert')",
    "un passage": "INSERT INTO engagements_passage (de, vers) VALUES ('signe', 'tenu')",
    "un contexte": "INSERT INTO pghistory_context (id, metadata) VALUES (gen_random_uuid(), '{}')",
    "la révision": "UPDATE partenariat_revision SET numero = 0",
    "une migration": "DELETE FROM django_migrations",
}
S_ELEVER = {
    "superutilisateur": "UPDATE partenariat_utilisateur SET is_superuser = true WHERE id = %(soi)s",
    "changer d'organisation": (
        "UPDATE partenariat_utilisateur SET organisation_id = (SELECT partie_id FROM engagements_engagement) "
        "WHERE id = %(soi)s"
    ),
    "prendre un rôle": (
        "INSERT INTO partenariat_utilisateur_groups (utilisateur_id, group_id) "
        "SELECT %(soi)s, id FROM auth_group WHERE name = 'coordination'"
    ),
    "renommer un rôle": "UPDATE auth_group SET name = 'x'",
    "le mot de passe d'un autre": (
        "UPDATE partenariat_utilisateur SET password = 'x' WHERE id = %(victime)s"
    ),
    "un compte de plus": (
        "INSERT INTO partenariat_utilisateur (password, is_superuser, username, first_name, last_name, "
        "email, is_staff, is_active, date_joined, fonction) "
        "VALUES ('x', true, 'x', '', '', '', true, true, now(), '')"
    ),
    "la clé du sceau": "SELECT * FROM prive.sceau",
}
DEMONTER = {
    "endormir un déclencheur": "ALTER TABLE engagements_signature DISABLE TRIGGER ALL",
    "endormir tous les déclencheurs": "SET session_replication_role = replica",
    "laisser tomber une table": "DROP TABLE engagements_signature CASCADE",
    "laisser tomber une fonction": "DROP FUNCTION public.session_du_proprietaire() CASCADE",
    "remplacer une fonction": (
        "CREATE OR REPLACE FUNCTION public.session_du_proprietaire() RETURNS boolean "
        "LANGUAGE sql AS 'SELECT true'"
    ),
    "masquer une fonction": (
        "CREATE FUNCTION public.sha256(text) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'"
    ),
    "un schéma": "CREATE SCHEMA a_moi",
    "une table temporaire": "CREATE TEMPORARY TABLE engagements_signature (id int)",
    "une table à soi": "CREATE TABLE public.a_moi (id int)",
    "une vue du passé": "CREATE OR REPLACE VIEW histoire.engagements_signature AS SELECT 1",
    "une règle": "CREATE RULE r AS ON INSERT TO engagements_signature DO INSTEAD NOTHING",
    "reculer une suite": "SELECT setval(pg_get_serial_sequence('engagements_signatureevent', 'pgh_id'), 1)",
    "lire un fichier": "SELECT pg_read_file('/etc/passwd')",
    "lire un fichier par COPY": "COPY django_migrations TO '/tmp/x'",
    "lancer un programme": "COPY django_migrations TO PROGRAM 'id'",
    "importer un fichier": "SELECT lo_import('/etc/passwd')",
    "exporter un fichier": "SELECT lo_export(1, '/tmp/x')",
    "un langage du système": "CREATE FUNCTION public.f() RETURNS int LANGUAGE c AS 'libc.so.6', 'system'",
}


@pytest.fixture
def qui(role_web):
    """A commitment with one of each act, and the accounts and the link of the attack's actors."""
    engagement = EngagementFactory(aux_parties=True)
    soi = UtilisateurFactory(organisation=engagement.envers)
    victime = UtilisateurFactory(organisation=engagement.partie)
    coordination = UtilisateurFactory(coordination=True)
    lien = LienSigneFactory(organisation=engagement.partie)
    return {"soi": soi, "victime": victime, "coordination": coordination, "lien": lien}


ATTAQUES = REECRIRE | FORGER | S_ELEVER | DEMONTER


@pytest.mark.parametrize("attaque", ATTAQUES.values(), ids=ATTAQUES)
def test_it_is_refused(comme_le_web, qui, attaque):
    def attaquer():
        with connection.cursor() as curseur:
            texte = attaque % {nom: un.pk for nom, un in qui.items()}
            if texte.startswith("COPY") and texte.endswith("STDIN"):
                curseur.copy_expert(texte, io.StringIO(""))
            else:
                curseur.execute(texte)

    with pytest.raises((DatabaseError, psycopg2.DatabaseError)) as refus, transaction.atomic():
        comme_le_web(attaquer, par=qui["soi"])
    cause = getattr(refus.value, "__cause__", None) or refus.value
    # Refused for what it is, not for being badly written.
    assert cause.pgcode in {"42501", "23514"}, cause


def test_who_signed_in_signs_all_the_same(comme_le_web, qui):
    engagement = Engagement.objects.get()
    comme_le_web(
        lambda: engagement.signer(
            Acteur(engagement.partie, qui["victime"]), fonction="Direction", empreinte=engagement.empreinte
        )
    )
    assert engagement.signatures.get().par == qui["victime"]
