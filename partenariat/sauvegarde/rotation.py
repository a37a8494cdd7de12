"""Which archives stay: the last of each of seven days, four weeks, twelve months."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from partenariat.sauvegarde.chiffrement import CLE, DEBUT_AGE

NOM = re.compile(r"partenariat-(\d{8}T\d{6}Z)(\.tar|\.tar\.age|\.phrase\.tar)\Z")
INSTANT = "%Y%m%dT%H%M%SZ"
DEBUTS = {".tar": b"manifeste.json\0", ".tar.age": DEBUT_AGE, ".phrase.tar": CLE.encode() + b"\0"}
GARDES: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (7, lambda quand: quand.date()),
    (4, lambda quand: quand.isocalendar()[:2]),
    (12, lambda quand: (quand.year, quand.month)),
)


def nom_de(quand: datetime, suffixe: str) -> str:
    return f"partenariat-{quand.astimezone(UTC).strftime(INSTANT)}{suffixe}"


def archives(dossier: Path) -> dict[Path, datetime]:
    """Ours: by their name and their first bytes. Whatever else is there is somebody's."""
    trouvees = {}
    for chemin in dossier.iterdir():
        lu = NOM.match(chemin.name)
        if lu and chemin.is_file() and not chemin.is_symlink():
            with chemin.open("rb") as fichier:
                if fichier.read(32).startswith(DEBUTS[lu[2]]):
                    trouvees[chemin] = datetime.strptime(lu[1], INSTANT).replace(tzinfo=UTC)
    return trouvees


def gardees(instants: Iterable[datetime]) -> set[datetime]:
    """Those that stay: the newest of each day, week and month that has any, in the site's time."""
    tous = sorted(instants, reverse=True)
    restent = set(tous[:1])
    for nombre, periode in GARDES:
        derniers: dict[object, datetime] = {}
        for quand in tous:
            derniers.setdefault(periode(timezone.localtime(quand)), quand)
        restent.update(list(derniers.values())[:nombre])
    return restent


def tourner(dossier: Path) -> list[Path]:
    """Deletes what no longer has to stay; says which."""
    presentes = archives(dossier)
    restent = gardees(presentes.values())
    parties = sorted(chemin for chemin, quand in presentes.items() if quand not in restent)
    for chemin in parties:
        chemin.unlink()
    return parties
