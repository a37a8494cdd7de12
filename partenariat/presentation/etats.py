"""How a state is shown: always a word and a shape, never colour alone."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# 16 × 16 drawings of our own; `currentColor` follows the word.
_FORMES = {
    "cercle": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "demi": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>',
    "coche": '<circle cx="8" cy="8" r="6.5" fill="currentColor"/>'
    '<path d="m5 8.2 2.2 2.2L11.2 6" fill="none" stroke="var(--fond)" stroke-width="1.8"/>',
    "pause": '<path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor"/>',
    "croix": '<path d="m3.5 3.5 9 9m0-9-9 9" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    "triangle": '<path d="M8 1.5 15.2 14H.8z" fill="currentColor"/>'
    '<path d="M8 6v4M8 11.2v1.3" stroke="var(--fond)" stroke-width="1.6"/>',
    "losange": '<path d="m8 1.5 6.5 6.5L8 14.5 1.5 8z" fill="none" stroke="currentColor" stroke-width="2"/>',
    "disque": '<circle cx="8" cy="8" r="5.5" fill="currentColor"/>',
    "trait": '<path d="M3 8h10" stroke="currentColor" stroke-width="2.4"/>',
}
# state → (shape, tone); tones are the dark-on-light pairs of static/css/jetons.css.
_ETATS = {
    "a_venir": ("cercle", "neutre"),
    "en_cours": ("demi", "info"),
    "realisee": ("coche", "succes"),
    "suspendue": ("pause", "alerte"),
    "abandonnee": ("croix", "neutre"),
    "en_retard": ("triangle", "danger"),
    "a_surveiller": ("losange", "alerte"),
    "dans_les_temps": ("disque", "succes"),
    "sans_echeance": ("trait", "neutre"),
    "a_jour": ("disque", "neutre"),
    "a_rafraichir": ("demi", "alerte"),
    "perimee": ("cercle", "danger"),
    "elevee": ("disque", "succes"),
    "moyenne": ("demi", "alerte"),
    "faible": ("cercle", "danger"),
    "atteint": ("coche", "succes"),
    "prevu": ("cercle", "neutre"),
    "annule": ("croix", "neutre"),
    "non_atteint": ("trait", "neutre"),
    # Commitments: state, evidence, what calls for attention, what was said.
    "propose": ("cercle", "neutre"),
    "signe": ("disque", "info"),
    "tenu": ("coche", "succes"),
    "tenu_en_partie": ("demi", "alerte"),
    "non_tenu": ("croix", "danger"),
    "retire": ("trait", "neutre"),
    "verifiee": ("coche", "succes"),
    "deposee": ("demi", "info"),
    "sans": ("cercle", "alerte"),
    "conteste": ("triangle", "danger"),
    "a_verifier": ("losange", "alerte"),
    "confirmee": ("coche", "succes"),
    "contestee": ("triangle", "danger"),
    "avance": ("demi", "info"),
    "rien_a_signaler": ("trait", "neutre"),
    "impossible_a_evaluer": ("cercle", "alerte"),
    # The committee: meetings, minutes, follow-ups.
    "planifiee": ("cercle", "neutre"),
    "convoquee": ("demi", "info"),
    "tenue": ("coche", "succes"),
    "annulee": ("croix", "neutre"),
    "projet": ("demi", "alerte"),
    "approuve": ("coche", "succes"),
    "a_faire": ("cercle", "neutre"),
    "fait": ("coche", "succes"),
    "caduque": ("trait", "neutre"),
    "quorum": ("coche", "succes"),
    "sans_quorum": ("triangle", "danger"),
}


def forme(nom: str) -> SafeString:
    """A shape, hidden from assistive technology: the word beside it says it all."""
    return mark_safe(  # noqa: S308  # constants of this file
        f'<svg class="forme" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_FORMES[nom]}</svg>'
    )


def marque(etat: str) -> SafeString:
    """The shape of a state alone, where its word stands near: over its column, or in the sentence beside."""
    return forme(_ETATS.get(etat, ("trait", "neutre"))[0])


def dessin(etat: str) -> tuple[str, str]:
    """The shape of a state as a drawing of its own, and its tone: for a picture (`presentation.apercu`)."""
    nom, ton = _ETATS.get(etat, ("trait", "neutre"))
    seule = _FORMES[nom].replace("var(--fond)", "#fff")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{seule}</svg>', ton


@lru_cache(maxsize=512)
def _pastille(valeur: str, libelle: str, langue: str) -> SafeString:
    nom, ton = _ETATS.get(valeur, ("trait", "neutre"))
    return format_html('<span class="etat etat--{}">{}{}</span>', ton, forme(nom), libelle)


def pastille(valeur: str | None, libelle: str) -> SafeString:
    """The badge of a state; blank for None."""
    return _pastille(str(valeur), str(libelle), get_language() or "") if valeur else mark_safe("")


@lru_cache(maxsize=256)
def barre(valeur: int | None) -> SafeString:
    """A progress bar, drawn without style attributes; its figure stands beside it in words."""
    if valeur is None:
        return mark_safe(
            '<svg class="barre barre--vide" viewBox="0 0 100 6" aria-hidden="true" '
            'preserveAspectRatio="none"><rect class="barre__fond" width="100" height="6"/></svg>'
        )
    return format_html(
        '<svg class="barre" viewBox="0 0 100 6" aria-hidden="true" preserveAspectRatio="none">'
        '<rect class="barre__fond" width="100" height="6"/>'
        '<rect class="barre__part" width="{}" height="6"/></svg>',
        valeur,
    )
