"""`python -m bench [SIZES]`: prepares a throwaway database, then asks each question."""

import os
import sys
import tempfile

from partenariat.postgres import grappe_jetable


def principal(tailles: list[int]) -> None:
    with grappe_jetable() as grappe, tempfile.TemporaryDirectory() as statiques:
        os.environ |= {
            "DATABASE_URL": grappe.adresse(),
            "SECRET_KEY": "mesures",
            "ALLOWED_HOSTS": "testserver",
            "PROCESSUS": "web",
            "STATIC_ROOT": statiques,
            "DJANGO_SETTINGS_MODULE": "partenariat.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from bench import dossier, pages

        pages.mesurer(tailles)
        dossier.mesurer()


principal([int(taille) for taille in sys.argv[1:]] or [44, 500, 2000])
