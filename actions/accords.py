"""The consents that were taken back, beside the deposits: an older archive that is restored honours them too.

The file holds no word of a story: keys and moments.
"""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from actions.models import AccordRetire, Histoire
from partenariat.donnees import ecriture
from partenariat.sauvegarde import restauration

NOM = ".accords.json"
"""Hidden, as the register of withdrawals: what puts other deposits in their place leaves it where it is."""


def inscrire() -> None:
    """Called once, when the application is ready."""
    restauration.apres_restauration("Accords retirés", apres_restauration)


def chemin() -> Path:
    """Where it stands: no address reaches that folder."""
    return Path(settings.MEDIA_ROOT) / NOM


def ecrire() -> None:
    """Writes them, whole or not at all. One at a time: the last to write has read the last.

    What an older copy does not hold stays written: a later one may hold it again.
    """
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [NOM])
        tous = {**lire(), **dict(AccordRetire.objects.values_list("histoire_id", "le"))}
        dits = {str(cle): le.isoformat() for cle, le in sorted(tous.items())}
        chemin().parent.mkdir(parents=True, exist_ok=True)
        ecriture.ecrire(chemin(), json.dumps(dits, indent=1))


def lire() -> dict[int, datetime]:
    """What was written there, by the key of the story; nothing where nothing ever was."""
    if not chemin().exists():
        return {}
    dits: dict[str, str] = json.loads(chemin().read_text(encoding="utf-8"))
    return {int(cle): datetime.fromisoformat(le) for cle, le in dits.items()}


@transaction.atomic
def rejouer(dits: dict[int, datetime]) -> int:
    """Takes back again what an older copy does not know to be so; gives how many were.

    A story that the copy does not hold is read nowhere; its key is never given to another one.
    """
    if not dits:
        return 0
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT setval('public.actions_histoire_id_seq',"
            " greatest(%s, (SELECT last_value FROM public.actions_histoire_id_seq)))",
            [max(dits)],
        )
    siennes = Histoire.objects.filter(pk__in=dits, accord_retire__isnull=True).order_by("pk")
    for histoire in (rejouees := list(siennes)):
        Histoire.objects.filter(pk=histoire.pk, a_la_une=True).update(a_la_une=False)
        AccordRetire.objects.create(histoire=histoire, le=dits[histoire.pk])
    return len(rejouees)


def apres_restauration(using: str) -> list[str]:
    """What `restaurer` calls once the copy stands.

    Raises:
        RuntimeError: `using` is not the database that the models read.
    """
    if using != DEFAULT_DB_ALIAS:
        raise RuntimeError(f"les accords se rejouent sur « {DEFAULT_DB_ALIAS} », non sur « {using} »")
    if not (rejoues := rejouer(lire())):
        return []
    ecrire()
    return [f"{rejoues} rejoués"]
