"""`restaurer`: everything is checked, then everything is replaced, then what must be replayed is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from partenariat.histoire.pose import absentes, manques
from partenariat.lancement.preparatifs import nos_apps
from partenariat.sauvegarde import archive, base, depots
from partenariat.sauvegarde.archive import Manifeste
from partenariat.sauvegarde.atelier import atelier
from partenariat.sauvegarde.chiffrement import Secrets
from partenariat.sauvegarde.creation import empreinte_de_la_cle
from partenariat.sauvegarde.erreurs import SauvegardeErreur
from partenariat.sauvegarde.modele import Restauration
from partenariat.sauvegarde.outils import programmes
from partenariat.sauvegarde.service import hors_service

Suite = Callable[[str], Iterable[str]]
"""Given the alias of the restored database; gives lines for the console."""

_suites: dict[str, Suite] = {}


def apres_restauration(titre: str, suite: Suite) -> None:
    """Registers what must be done again on a restored database before it may be served: it came from a time
    that did not know it. Where one fails, the restoration stays unfinished and the site does not start."""
    _suites[titre] = suite


@dataclass
class Retour:
    manifeste: Manifeste
    ecartes: Path | None
    """Where the files that were there are now."""
    suites: list[str]

    @property
    def autre_cle(self) -> bool:
        return self.manifeste.cle != empreinte_de_la_cle()


def restaurer(
    chemin: Path, secrets: Secrets, *, remplacer: bool, courriels_permis: bool, using: str = "default"
) -> Retour:
    """Raises:
    SauvegardeErreur, OSError: nothing was touched; or, said in so many words, what remains to be done.
    """
    if base.site_ouvert(using):
        raise SauvegardeErreur("le site est ouvert sur cette base : arrêtez-le d'abord.")
    if not remplacer and base.occupee(using):
        raise SauvegardeErreur("cette base contient déjà des données : --remplacer les remplace.")
    dossier = programmes(base.majeure(using))
    with hors_service():
        return _remplacer(chemin, secrets, dossier, courriels_permis=courriels_permis, using=using)


def _remplacer(
    chemin: Path, secrets: Secrets, dossier: Path, *, courriels_permis: bool, using: str
) -> Retour:
    with atelier() as travail, depots.arrivee() as arrives:
        copie = travail / archive.BASE

        def vers(nom: str) -> Path:
            return copie if nom == archive.BASE else arrives / nom.removeprefix(f"{archive.DEPOTS}/")

        manifeste = archive.lire(chemin, secrets, accepter=_de_ce_site, vers=vers)
        echange = depots.Echange(arrives)
        reglages = connections[using].settings_dict
        connections[using].close()
        try:
            base.injecter(
                reglages,
                dossier,
                copie,
                apres=base.controle(manifeste) + _marque(chemin, manifeste, courriels_permis),
                avant_de_garder=echange.faire,
            )
        except BaseException:
            echange.defaire()
            raise
    return Retour(manifeste, echange.ecartes, _achever(using))


def reprendre(using: str = "default") -> list[str]:
    """What remains of a restoration that was cut after the database had been put back."""
    if not Restauration.objects.using(using).filter(achevee=False).exists():
        raise SauvegardeErreur("aucune restauration n'est à achever.")
    with hors_service():
        return _achever(using)


def permettre_les_courriels(using: str = "default") -> bool:
    """Whether they were held back."""
    return bool(
        Restauration.objects.using(using).filter(courriels_permis=False).update(courriels_permis=True)
    )


def _achever(using: str) -> list[str]:
    try:
        call_command("migrate", database=using, interactive=False, verbosity=0)
        if absents := manques(using):
            raise SauvegardeErreur(f"il manque à la base : {', '.join(absents[:5])}.")
        dites = [f"{titre} : {ligne}" for titre, suite in _suites.items() for ligne in suite(using)]
    except Exception as erreur:
        raise SauvegardeErreur(
            f"la base et les fichiers sont restaurés, mais la suite a échoué ({erreur}). Le site ne démarre "
            "pas d'ici là ; la cause corrigée, « manage.py restaurer --reprendre » achève."
        ) from erreur
    Restauration.objects.using(using).update(achevee=True)
    return dites


def nos_migrations() -> set[tuple[str, str]]:
    """(app, name) of those that this code holds."""
    sur_disque = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    nos = nos_apps()
    return {cle for cle in sur_disque if cle[0] in nos}


def _de_ce_site(manifeste: Manifeste) -> None:
    """Refuses what this code could not serve, by the manifest alone."""
    connues, nos = nos_migrations(), nos_apps()
    siennes = {(app, nom) for app, nom in manifeste.migrations if app in nos}
    if not siennes:
        raise SauvegardeErreur(
            "cette archive n'est pas d'un site Partenariat : elle n'en a aucune migration."
        )
    inconnues = sorted(siennes - connues)
    if inconnues:
        raise SauvegardeErreur(
            f"cette archive vient d'une autre version du site (migration inconnue ici : {inconnues[0][0]} "
            f"{inconnues[0][1]}) : mettez d'abord le site à cette version."
        )
    if siennes == connues:
        colonnes = {(nom, c) for nom, table in manifeste.tables.items() for c in table["colonnes"]}
        if manquent := absentes(colonnes):
            raise SauvegardeErreur(
                f"cette archive vient d'une autre version du site (il y manque {manquent[0]})."
            )


def _marque(chemin: Path, manifeste: Manifeste, courriels_permis: bool) -> str:
    """The row that says it, in the transaction that restores: there is no moment without it."""
    nom = chemin.name[:255].replace("'", "''")
    # All ours but the name, which is quoted: `standard_conforming_strings` is on since `pg_restore`.
    return f"""
DELETE FROM public.partenariat_restauration;
INSERT INTO public.partenariat_restauration (archive, faite_le, restauree_le, achevee, courriels_permis)
VALUES ('{nom}', '{manifeste.faite_le}', '{timezone.now().isoformat()}', false, {courriels_permis});
"""  # noqa: S608
