"""What must be true before the first request; each step is skipped where it already is."""

import hashlib
import io
import os
from contextlib import closing
from pathlib import Path

from partenariat.donnees.ecriture import ecrire
from partenariat.lancement import demonstration
from partenariat.lancement.console import etape
from partenariat.lancement.embarque import DONNEES, RACINE


def compiler_messages(racine: Path = RACINE) -> None:
    """Compiles the catalogues that are newer than their result; without GNU gettext."""
    for source in racine.glob("locale/*/LC_MESSAGES/*.po"):
        resultat = source.with_suffix(".mo")
        if resultat.exists() and resultat.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as entree:
            catalogue = read_po(entree, locale=source.parts[-3])
        provisoire = resultat.with_suffix(f".{os.getpid()}")
        with provisoire.open("wb") as sortie:
            write_mo(sortie, catalogue)
        provisoire.replace(resultat)


class BaseEtrangere(Exception):
    """The database is not of this version of the site, nor of one that it can bring up to date."""


def nos_apps() -> set[str]:
    """Those whose migrations are ours: a library may drop its own old ones from one version to the next."""
    from django.apps import apps
    from django.conf import settings

    return {c.label for c in apps.get_app_configs() if Path(c.path).resolve().parent == settings.RACINE}


def migrer() -> None:
    """Brings the database up to date; what the models ask of it stands, or the start stops.

    Raises:
        BaseEtrangere: one French sentence for the person at the console.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from partenariat.histoire import sceau
    from partenariat.histoire.pose import manques, tables_manquantes
    from partenariat.models import Restauration

    executeur = MigrationExecutor(connection)
    nos = nos_apps()
    inconnues = {
        m for m in executeur.loader.applied_migrations if m[0] in nos
    } - executeur.loader.disk_migrations.keys()
    plan = executeur.migration_plan(executeur.loader.graph.leaf_nodes())
    # What no migration would make: while nothing is deployed, the first ones are written again in place.
    if inconnues or (not plan and tables_manquantes()):
        raise BaseEtrangere(
            "cette base de données vient d'une autre version du site; "
            "« make demo-reset CONFIRMER=oui » l'efface, et « make run » en refait une neuve."
        )
    if plan or manques() or not sceau.tient():
        with etape("Mise à jour de la base de données"):
            call_command("migrate", interactive=False, verbosity=0)
        if absents := manques():
            raise BaseEtrangere(f"il manque à la base de données : {', '.join(absents[:5])}.")
    if Restauration.objects.filter(achevee=False).exists():
        raise BaseEtrangere("sa restauration n'est pas achevée : « manage.py restaurer --reprendre ».")


def roles_du_web(adresse: str) -> str:
    """What to say of the role by which the web enters; nothing where it can do no more than it should.

    Raises:
        BaseEtrangere: it does not enter.
    """
    import psycopg2

    from partenariat.histoire.droits import CONFONDUS
    from partenariat.presentation.sante import CONFONDUS as DIT

    try:
        connexion = psycopg2.connect(adresse)
    except psycopg2.OperationalError as erreur:
        raison = " ".join(str(erreur).split())
        raise BaseEtrangere(f"le rôle web n'entre pas (« creer_role_web » le crée) : {raison}") from erreur
    with closing(connexion), connexion.cursor() as curseur:
        curseur.execute(CONFONDUS, [None])
        return f"\nAttention : {DIT}\n" if curseur.fetchone()[0] else ""


def archive_restauree() -> str:
    """The archive that this database came from; nothing where it is of no archive."""
    from partenariat.models import Restauration

    derniere = Restauration.objects.order_by("-restauree_le", "-pk").first()
    return derniere.archive if derniere else ""


def charger_demonstration() -> None:
    """Loads what a site without a plan shows."""
    for part in demonstration.manquantes():
        with etape(part.nom):
            part.charger()


def creer_comptes(mot_de_passe: str) -> str:
    """The demonstration accounts, made or given that password; returns their table.

    The table is kept with a trace of the password, and of the archive that was restored: as long as these do
    not change, the accounts are left as they are, and hashing five passwords does not slow each start.
    """
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils.crypto import salted_hmac

    quoi = repr((mot_de_passe, archive_restauree()))
    trace = salted_hmac("comptes-demo", quoi, algorithm="sha256").hexdigest()
    memoire = DONNEES / "comptes"
    if memoire.exists() and get_user_model().objects.filter(username="admin").exists():
        connue, _, table = memoire.read_text().partition("\n")
        if connue == trace:
            return table.strip("\n")
    os.environ["DEMO_MOT_DE_PASSE"] = mot_de_passe
    ecrite = io.StringIO()
    with etape("Création des comptes de démonstration"):
        call_command("creer_comptes_demo", stdout=ecrite)
    ecrire(memoire, f"{trace}\n{ecrite.getvalue()}")
    return ecrite.getvalue().strip("\n")


def rassembler_statiques() -> None:
    """Runs `collectstatic` where a source, or the way to treat it, changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sources = [repr(settings.STORAGES["staticfiles"])]
    for trouveur in get_finders():
        for nom, reserve in trouveur.list([]):
            etat = Path(reserve.path(nom)).stat()
            sources.append(f"{nom} {etat.st_size} {etat.st_mtime_ns}")
    empreinte = hashlib.sha256("\n".join(sources).encode()).hexdigest()
    cible = Path(settings.STATIC_ROOT)
    memoire = cible.with_name(f"{cible.name}.empreinte")
    if cible.exists() and memoire.exists() and memoire.read_text().strip() == empreinte:
        return
    with etape("Préparation des fichiers statiques"):
        call_command("collectstatic", interactive=False, verbosity=0)
    ecrire(memoire, empreinte)
