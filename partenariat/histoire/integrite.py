"""What must hold in the database and can be checked: each floor registers what it knows to look at."""

from collections.abc import Callable, Iterable, Iterator

from partenariat.histoire.pose import index_manquants, manques, tables_manquantes

Verification = Callable[[], Iterable[str]]

_verifications: dict[str, Verification] = {
    "Tables, vues et gardes": manques,
    "Index": index_manquants,
}


def inscrire(titre: str, verification: Verification) -> None:
    """Registers a check; it gives what does not hold, in names, and nothing where all is well."""
    _verifications[titre] = verification


def verifier() -> Iterator[tuple[str, list[str]]]:
    """Every check, with what it found; the first alone of a database that lacks tables or columns."""
    absentes = tables_manquantes()
    for titre, verification in _verifications.items():
        yield titre, list(verification())
        if absentes:
            return
