"""Makes everything ready for the first request: a program of the launcher, whose memory goes with it.

What was prepared is told on standard output; what to say of the accounts is written to the descriptor given.
"""

import os
import sys

from partenariat.lancement import preparatifs
from partenariat.lancement.embarque import ADRESSE_WEB, DONNEES, MOT_DE_PASSE, mot_de_passe

COMPTES_DE_L_ARCHIVE = """
  Les comptes et leurs mots de passe sont ceux de l'archive {archive}.
  Ceux de la démonstration s'y ajoutent par DEMO_MOT_DE_PASSE=… make run.
"""


def preparer(*, demonstration: bool) -> str:
    """Returns what to say of the accounts, and of the role by which the web enters.

    Demonstration data enter only our own database, unless it was restored from an archive, or one whose
    operator asked for them by giving `DEMO_MOT_DE_PASSE`.
    """
    import django

    preparatifs.compiler_messages()
    django.setup()
    donne = os.environ.get("DEMO_MOT_DE_PASSE", "")
    preparatifs.migrer()
    preparatifs.rassembler_statiques()
    roles = preparatifs.roles_du_web(os.environ[ADRESSE_WEB])
    if not demonstration and not donne:
        return roles
    if not donne and (archive := preparatifs.archive_restauree()):
        return COMPTES_DE_L_ARCHIVE.format(archive=archive) + roles
    preparatifs.charger_demonstration()
    table = preparatifs.creer_comptes(donne or mot_de_passe())
    secret = "celui de DEMO_MOT_DE_PASSE" if donne else f"{mot_de_passe()} (gardé dans {MOT_DE_PASSE})"
    return f"\n{table}\n\nMot de passe, le même pour tous : {secret}\n{roles}"


def main(demonstration: bool, vers: int) -> int:
    """0, or 1 where one line on standard error says what is wrong."""
    from django.core.management import CommandError
    from django.db import OperationalError, ProgrammingError

    try:
        comptes = preparer(demonstration=demonstration)
    except PermissionError as erreur:
        message = f"accès refusé à {erreur.filename}."
    except OSError as erreur:
        message = f"{erreur.strerror or erreur} ({erreur.filename or DONNEES})."
    except (CommandError, preparatifs.BaseEtrangere) as erreur:
        message = str(erreur)
    except OperationalError as erreur:
        message = f"la base de données ne répond pas : {' '.join(str(erreur).split())}"
    except ProgrammingError as erreur:
        # The web's role alone, where something is to be put up to date.
        message = (
            "la base de données refuse sa mise à jour; donnez l'adresse de son propriétaire dans "
            f"DATABASE_ADMIN_URL : {' '.join(str(erreur).split())}"
        )
    else:
        with os.fdopen(vers, "w") as sortie:
            sortie.write(comptes)
        return 0
    sys.stderr.write(f"Partenariat : {message}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] == "demonstration", int(sys.argv[2])))
