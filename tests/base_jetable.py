"""A throwaway PostgreSQL for the whole test run (a pytest plugin: `-p tests.base_jetable` in pyproject.toml).

A plugin and not a part of `conftest.py`: pytest-django reads the settings before any conftest, and they want
an address. The first process starts the cluster; the workers of xdist inherit its address.
"""

import os
from contextlib import ExitStack

import pytest

from partenariat.lancement.preparatifs import compiler_messages
from partenariat.postgres import grappe_jetable


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config):
    demarrer(early_config)
    return (yield)


def demarrer(config: pytest.Config) -> None:
    """Gives the run its database and the few settings that have no default; what is set already is kept."""
    os.environ.setdefault("SECRET_KEY", "cle-des-essais")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
    if os.environ.get("DATABASE_URL"):
        return
    compiler_messages()
    pile = ExitStack()
    config.add_cleanup(pile.close)
    os.environ["BASE_JETABLE"] = "1"
    os.environ["DATABASE_URL"] = pile.enter_context(grappe_jetable()).adresse()
