"""The articles of French nouns: « une action », « l'action ». The back office is in French alone.

An article is elided before a vowel and before the « h » of our nouns, all of them mute (« l'histoire »).
"""

import unicodedata


def _initiale(nom: str) -> str:
    return unicodedata.normalize("NFD", nom[:1].lower())[:1]


def indefini(nom: str, *, feminin: bool) -> str:
    """« une action », « un jalon »."""
    return f"{'une' if feminin else 'un'} {nom}"


def defini(nom: str, *, feminin: bool) -> str:
    """« l'action », « le jalon »."""
    if _initiale(nom) in "aeiouyh":
        return f"l'{nom}"
    return f"{'la' if feminin else 'le'} {nom}"
