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
    '<path class="creux" d="m5 8.2 2.2 2.2L11.2 6" fill="none" stroke="#fff" stroke-width="1.8"/>',
    "pause": '<path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor"/>',
    "croix": '<path d="m3.5 3.5 9 9m0-9-9 9" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    "triangle": '<path d="M8 1.5 15.2 14H.8z" fill="currentColor"/>'
    '<path class="creux" d="M8 6v4M8 11.2v1.3" stroke="#fff" stroke-width="1.6"/>',
    "losange": '<path d="m8 1.5 6.5 6.5L8 14.5 1.5 8z" fill="none" stroke="currentColor" stroke-width="2"/>',
    "disque": '<circle cx="8" cy="8" r="5.5" fill="currentColor"/>',
    "trait": '<path d="M3 8h10" stroke="currentColor" stroke-width="2.4"/>',
    # The seal: two facing half-discs. One filled, both, slipped; whole and checked, it is « coche ».
    "sceau-1": '<path d="M7.2 2a6 6 0 0 0 0 12z" fill="currentColor"/>'
    '<path d="M9.4 2.8a5.3 5.3 0 0 1 0 10.4z" fill="none" stroke="currentColor" stroke-width="1.3"/>',
    "sceau-2": '<path d="M7.2 2a6 6 0 0 0 0 12zM8.8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "sceau-glisse": '<path d="M7.2.7a5.8 5.8 0 0 0 0 11.6zM8.8 3.7a5.8 5.8 0 0 1 0 11.6z" '
    'fill="currentColor"/>',
    # Whole as what is kept is, and cracked through.
    "sceau-rompu": '<path d="M7.6 1.2A6.8 6.8 0 0 0 6 14.5l1.6-3.7-3.2-2.6zM9.6 1.3A6.8 6.8 0 0 1 7.8 '
    '14.8l2-4.6-3.2-2.4z" fill="currentColor"/>',
    # One half says who speaks: the committed party, the other one.
    "voix-1": '<path d="M7.2 2a6 6 0 0 0 0 12z" fill="currentColor"/>'
    '<path d="M9 2.6a5.5 5.5 0 0 1 0 10.8z" fill="none" stroke="currentColor" stroke-width="1"/>',
    "voix-2": '<path d="M8.8 2a6 6 0 0 1 0 12z" fill="currentColor"/>'
    '<path d="M7 2.6a5.5 5.5 0 0 0 0 10.8z" fill="none" stroke="currentColor" stroke-width="1"/>',
    "feuille": '<path d="M3 3h10v10H3z" fill="none" stroke="currentColor" stroke-width="2"/>',
    "feuille-cochee": '<path d="M2 2h12v12H2z" fill="currentColor"/>'
    '<path class="creux" d="m4.8 8.2 2.2 2.2L11.2 6" fill="none" stroke="#fff" stroke-width="1.8"/>',
    "feuille-absente": '<path d="M3 3h10v10H3z" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-dasharray="2.4 2.6"/>',
    "bulle": '<path d="M2 3h12v8H8l-3.5 3V11H2z" fill="none" stroke="currentColor" stroke-width="1.8"/>',
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
    "perimee": ("cercle", "alerte"),
    "elevee": ("disque", "succes"),
    "moyenne": ("demi", "alerte"),
    "faible": ("cercle", "alerte"),
    "atteint": ("coche", "succes"),
    "prevu": ("cercle", "neutre"),
    "annule": ("croix", "neutre"),
    "non_atteint": ("trait", "neutre"),
    # Commitments: state, evidence, what calls for attention, what was said.
    "propose": ("sceau-1", "neutre"),
    "signe": ("sceau-2", "info"),
    "tenu": ("coche", "succes"),
    "tenu_en_partie": ("demi", "alerte"),
    "non_tenu": ("sceau-rompu", "danger"),
    "retire": ("croix", "neutre"),
    "verifiee": ("feuille-cochee", "succes"),
    "deposee": ("feuille", "info"),
    "sans": ("feuille-absente", "neutre"),
    "conteste": ("sceau-glisse", "danger"),
    "a_verifier": ("losange", "alerte"),
    "confirmee": ("coche", "succes"),
    "contestee": ("sceau-glisse", "danger"),
    "reponse": ("bulle", "info"),
    "voix_de_la_partie": ("voix-1", "info"),
    "voix_de_l_autre": ("voix-2", "info"),
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
    "impossible": ("croix", "alerte"),
    "quorum": ("coche", "succes"),
    "sans_quorum": ("losange", "alerte"),
}
ETATS = tuple(_ETATS)
"""Every state that has a shape of its own."""
APPELLENT = frozenset(
    {"en_retard", "a_surveiller", "perimee", "conteste", "contestee", "non_tenu", "a_verifier", "deposee"}
)
"""States that call for something: at the head of a page, they stand on a tinted ground."""

# 64 × 64: the halves of the seal, filled or hollow; a disc, whole, half filled or cracked.
_MOITIES = {
    "gauche": '<path class="sceau__moitie" d="M30 6a26 26 0 0 0 0 52z"/>',
    "droite": '<path class="sceau__moitie" d="M34 6a26 26 0 0 1 0 52z"/>',
    "gauche_creuse": '<path class="sceau__creuse" d="M27.5 9.6a23 23 0 0 0 0 44.8z"/>',
    "droite_creuse": '<path class="sceau__creuse" d="M36.5 9.6a23 23 0 0 1 0 44.8z"/>',
    "gauche_haute": '<path class="sceau__moitie" d="M30 1a25 25 0 0 0 0 50z"/>',
    "droite_basse": '<path class="sceau__moitie sceau__moitie--autre" d="M34 13a25 25 0 0 1 0 50z"/>',
    "rompu": '<path class="sceau__moitie sceau__moitie--autre" d="M29 5A27 27 0 0 0 23 57.5l6.5-14.5-13-10.5z'
    'M39 5.6A27 27 0 0 1 31 59l8-18.5-13-9.5z"/>',
    "demi_disque": '<circle class="sceau__creuse" cx="32" cy="32" r="23.5"/>'
    '<path class="sceau__moitie" d="M32 6a26 26 0 0 0 0 52z"/>',
    "disque": '<circle class="sceau__moitie" cx="32" cy="32" r="26"/>'
    '<path class="sceau__coche" d="m20.5 33 8 8L44 24.5"/>',
}
_SCEAUX = {
    "propose": ("gauche_creuse", "droite_creuse"),
    "propose_1": ("gauche", "droite_creuse"),
    "propose_2": ("gauche_creuse", "droite"),
    "signe": ("gauche", "droite"),
    "tenu": ("disque",),
    "tenu_en_partie": ("demi_disque",),
    "non_tenu": ("rompu",),
    "conteste": ("gauche_haute", "droite_basse"),
    "retire": ("gauche_creuse", "droite_creuse"),
}
SCEAUX = tuple(_SCEAUX)
"""Every seal (`sceau`)."""


def forme(nom: str) -> SafeString:
    """A shape, hidden from assistive technology: the word beside it says it all."""
    return mark_safe(  # noqa: S308  # constants of this file
        f'<svg class="forme" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_FORMES[nom]}</svg>'
    )


def marque(etat: str) -> SafeString:
    """The shape of a state alone, where its word stands near: over its column, or in the sentence beside."""
    return forme(_ETATS.get(etat, ("trait", "neutre"))[0])


def sceau(etat: str) -> SafeString:
    """The seal, large: hidden from assistive technology, its word stands beside it.

    Args:
        etat: of a commitment; `propose_1` or `propose_2` where one side signed, `conteste` of any state.
    """
    moities = "".join(_MOITIES[moitie] for moitie in _SCEAUX.get(etat, _SCEAUX["signe"]))
    return mark_safe(  # noqa: S308  # constants of this file
        f'<svg class="sceau" viewBox="0 0 64 64" aria-hidden="true" focusable="false">{moities}</svg>'
    )


def dessin(etat: str) -> tuple[str, str]:
    """The shape of a state as a drawing of its own, and its tone: for a picture (`presentation.apercu`)."""
    nom, ton = _ETATS.get(etat, ("trait", "neutre"))
    seule = _FORMES[nom].replace("var(--fond)", "#fff")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{seule}</svg>', ton


@lru_cache(maxsize=512)
def _pastille(valeur: str, libelle: str, langue: str) -> SafeString:
    nom, ton = _ETATS.get(valeur, ("trait", "neutre"))
    appel = " etat--appel" if valeur in APPELLENT else ""
    return format_html('<span class="etat etat--{}{}">{}{}</span>', ton, appel, forme(nom), libelle)


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
