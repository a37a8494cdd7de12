"""The environment, read in one place and in one voice.

Every setting that an operator may give goes through `env`; what is missing or wrong stops the start with
one French line (`ReglageManquant`), never with a traceback or a default that reaches production.
"""

from environs import Env

env = Env()


class ReglageManquant(SystemExit):
    """Stops the process with one line that says what to set.

    Being a `SystemExit` with a text, Python prints the line on standard error and exits with status 1.
    """

    def __init__(self, nom: str, attente: str):
        super().__init__(f"Partenariat : la variable {nom} est requise ({attente}).")


def requis(nom: str, attente: str) -> str:
    """The value of `nom`, never empty.

    Raises:
        ReglageManquant: where it is unset or blank; `attente` says what is expected, in French.
    """
    valeur = env.str(nom, "").strip()
    if not valeur:
        raise ReglageManquant(nom, attente)
    return valeur
