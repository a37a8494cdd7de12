"""The environment, read in one place and in one voice.

Every setting that an operator may give goes through `env`; what is missing or wrong stops the start with
one French line (`ReglageManquant`), never with a traceback or a default that reaches production.
"""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from environs import Env

env = Env()

NOM_DE_ROLE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")
ROLE_WEB = "partenariat_web"


class ReglageManquant(SystemExit):
    """Stops the process with one line that says what to set.

    Being a `SystemExit` with a text, Python prints the line on standard error and exits with status 1.
    """

    def __init__(self, nom: str, attente: str):
        super().__init__(f"Partenariat : la variable {nom} est requise ({attente}).")


class ReglageRefuse(SystemExit):
    """Stops the process as `ReglageManquant` does, over a value that would open the site to others."""

    def __init__(self, nom: str, raison: str):
        super().__init__(f"Partenariat : la variable {nom} est refusée ({raison}).")


def requis(nom: str, attente: str) -> str:
    """The value of `nom`, never empty.

    Raises:
        ReglageManquant: where it is unset or blank; `attente` says what is expected, in French.
    """
    valeur = env.str(nom, "").strip()
    if not valeur:
        raise ReglageManquant(nom, attente)
    return valeur


def hotes(nom: str, attente: str) -> list[str]:
    """The names that the site answers to.

    Raises:
        ReglageRefuse: any name would do: whoever chooses it would write the addresses of our pages.
    """
    noms = [hote.strip() for hote in requis(nom, attente).split(",") if hote.strip()]
    if "*" in noms:
        raise ReglageRefuse(nom, "« * » accepte tous les noms; donnez ceux du site")
    return noms


def adresse_publique(nom: str, noms: Sequence[str]) -> str:
    """The address by which one comes, that of the first name unless given.

    Raises:
        ReglageRefuse: it is none of the names: the links of our letters would answer 400.
    """
    # The launcher reads this file too, and watches in fewer megabytes than these take.
    from django.http.request import split_domain_port, validate_host

    adresse = env.str(nom, "").strip().rstrip("/") or f"http://{noms[0].removeprefix('.')}"
    hote = urlsplit(adresse).netloc.rpartition("@")[2]
    domaine, _ = split_domain_port(hote)
    if not (domaine and validate_host(domaine, noms)):
        raise ReglageRefuse(nom, f"« {domaine or hote} » n'est pas dans ALLOWED_HOSTS")
    return adresse


def contacts(nom: str) -> list[str]:
    """Whom to write to: addresses as RFC 9116 has them, the preferred one first; empty where none is given.

    Raises:
        ReglageRefuse: one is no address that a program can follow.
    """
    dits = [dit.strip() for dit in env.str(nom, "").split(",") if dit.strip()]
    for dit in dits:
        if not re.fullmatch(r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+?[\d-]+)", dit):
            raise ReglageRefuse(nom, f"« {dit} » ne commence pas par mailto:, https:// ou tel:")
    return dits


def adresse_admin() -> str:
    """Where the owner of the tables enters, for commands; empty where one role does everything."""
    return env.str("DATABASE_ADMIN_URL", "").strip()


def role_web() -> str:
    """The name of the web's role: whom `DATABASE_URL` names where the owner has an address of its own, or
    else `ROLE_WEB`.

    Raises:
        ReglageManquant: it is no plain name; what is quoted in SQL is never a surprise.
    """
    dit = unquote(urlsplit(env.str("DATABASE_URL", "")).username or "") if adresse_admin() else ""
    nom = dit or env.str("ROLE_WEB", "").strip() or ROLE_WEB
    if not NOM_DE_ROLE.fullmatch(nom):
        raise ReglageManquant("ROLE_WEB", "un nom de rôle : lettres sans accent, chiffres, « _ » et « - »")
    return nom
