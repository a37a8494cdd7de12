"""What stands face to face on the page of a commitment: what each side promises, and where that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from engagements.chronologie import Attendu
from engagements.enonce import signee_par
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR, Attention, Etat, LecturePreuve
from partenariat.models import Organisation


@dataclass(frozen=True)
class Face:
    """One promise, or the place of one that nobody made.

    Attributes:
        organisation: who promises; of no promise, who receives.
        promesse: None where nothing is promised in return.
        signature: of the text of the page by this side; None where another promise of the side bears it.
        parole: its state and what calls for attention, as (state, words).
        preuve: what it rests on, likewise; None where none is expected.
    """

    organisation: Organisation
    promesse: Engagement | None
    signature: Attendu | None
    parole: Sequence[tuple[str, str]] = ()
    preuve: tuple[str, str] | None = None


def faces(
    engagement: Engagement, contreparties: Sequence[Engagement], signatures: Sequence[Attendu]
) -> tuple[Face, list[Face]]:
    """The committed side, then the other: its promises, those of third bodies, and whoever only receives.

    Args:
        signatures: of both sides of `engagement`, as `chronologie.signatures` gives them.
    """
    partie, envers = signatures
    en_face = [_face(promise, None) for promise in contreparties]
    for rang, face in enumerate(en_face):
        if face.organisation == engagement.envers:
            en_face[rang] = _face(contreparties[rang], envers)
            return _face(engagement, partie), en_face
    return _face(engagement, partie), [Face(engagement.envers, None, envers), *en_face]


def _face(promesse: Engagement, signature: Attendu | None) -> Face:
    dits = promesse.etats
    preuve = next(((etat, mot) for etat, mot in dits if etat in LecturePreuve.values), None)
    return Face(promesse.partie, promesse, signature, [dit for dit in dits if dit != preuve], preuve)


def sceau(engagement: Engagement) -> tuple[str, str]:
    """The large seal of a commitment, and its word."""
    mot = engagement.etats[0][1]
    if engagement.etat == Etat.PROPOSE:
        return signee_par(engagement), mot
    if engagement.conteste:
        return Attention.CONTESTE.value, str(Attention.CONTESTE.label)
    return (Etat.SIGNE if engagement.etat in EN_VIGUEUR else engagement.etat), mot
