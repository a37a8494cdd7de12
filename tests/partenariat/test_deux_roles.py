"""Two roles by the environment: who enters by which address, and what the web is never told."""

import os
import subprocess
import sys

import pytest

from partenariat.environnement import ReglageManquant, role_web
from partenariat.lancement import serveur
from partenariat.lancement.embarque import base_embarquee
from tests.lancement import RACINE, REGLAGES

ADMIN, LE_WEB = "postgres://chef:a@hote/base", "postgres://le%5Fweb:b@hote/base"
LIRE = (
    "import os; from partenariat import settings as s; "
    "print(s.DATABASES['default']['USER'], s.ROLE_WEB, 'chef' in f'{s.DATABASES}{os.environ}')"
)


@pytest.mark.parametrize(
    ("variables", "lu"),
    [
        ({"DATABASE_ADMIN_URL": ADMIN}, "chef le_web True"),
        ({"DATABASE_ADMIN_URL": ADMIN, "PROCESSUS": "web"}, "le_web le_web False"),
        ({}, "le_web partenariat_web False"),
        ({"ROLE_WEB": "site"}, "le_web site False"),
        ({"DATABASE_ADMIN_URL": " "}, "le_web partenariat_web False"),
    ],
    ids=["commande", "web", "une seule adresse", "nommé", "vide"],
)
def test_commands_enter_as_the_owner_and_the_web_never_knows_how(variables, lu):
    sien = {nom: valeur for nom, valeur in os.environ.items() if nom not in REGLAGES}
    sien |= {"DATABASE_URL": LE_WEB, "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "exemple.test"}
    essai = subprocess.run(
        [sys.executable, "-c", LIRE],
        cwd=RACINE,
        env=sien | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert essai.stdout.strip() == lu


@pytest.mark.parametrize("nom", ['un"autre', "un espace", "1er", "é"])
def test_a_role_has_a_plain_name(monkeypatch, nom):
    monkeypatch.setenv("ROLE_WEB", nom)
    with pytest.raises(ReglageManquant, match="ROLE_WEB"):
        role_web()


def test_the_owner_s_address_alone_is_half_a_setting(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_ADMIN_URL", ADMIN)
    with pytest.raises(ReglageManquant, match="DATABASE_URL"), base_embarquee():
        pass


def test_the_launcher_does_not_hand_the_owner_s_address_to_the_web(monkeypatch):
    monkeypatch.setenv("DATABASE_ADMIN_URL", ADMIN)
    donnes = []

    class Faux:
        def __init__(self, _commande, *, env, **_reste):
            donnes.append(env)

        def wait(self):
            pass

    monkeypatch.setattr(serveur.subprocess, "Popen", Faux)
    monkeypatch.setattr(serveur, "arreter_web", lambda: None)
    with serveur.serveur_web(1, LE_WEB):
        assert donnes[0]["DATABASE_URL"] == LE_WEB
        assert "DATABASE_ADMIN_URL" not in donnes[0]
