"""Which entry of the menu each page lights: every app says it of its own addresses, beside them (`urls`)."""

_rubriques: dict[str, str] = {}


def inscrire(rubrique: str, *adresses: str) -> None:
    """These addresses light that entry. All are names of addresses."""
    _rubriques.update(dict.fromkeys(adresses, rubrique))


def rubrique_de(adresse: str) -> str:
    """The entry that this address lights: its own, unless another was said."""
    return _rubriques.get(adresse, adresse)
