"""The commitments of a plan → the value that `charger` reads back, to the same state."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from actions.fichier.exportation import dire
from actions.fichier.pieces import dire_la_piece
from actions.models import Action, Plan
from engagements.fichier import schema
from engagements.fichier.actes import jour
from engagements.models import Declaration, Engagement, Preuve, Verification
from engagements.models.etats import AVEC_MOTIF, Etat, Genre, Publication, Verdict


def exporter(plan: Plan, publiques: bool) -> list[dict[str, Any]] | None:
    """Every commitment by code, drafts included; `publiques`: only what has a public page.

    An `Organisation` is left for the export of the plan to name.
    """
    visibles = plan.engagements.consultables() if publiques else plan.engagements.all()
    actions = Action.objects.publiques() if publiques else Action.objects.all()
    verifications = Verification.objects.order_by("le", "id").select_related("organisation", "reponse")
    lies: tuple[Any, ...] = (
        "partie",
        "envers",
        "passages",
        "signatures__organisation",
        Prefetch("actions", actions.par_code()),
        Prefetch("contreparties", visibles.par_code()),
        Prefetch("declarations", Declaration.objects.order_by("le", "id")),
        Prefetch("declarations__verifications", verifications),
        Prefetch("preuves", Preuve.objects.order_by("le", "id")),
        Prefetch("preuves__verifications", verifications),
    )
    engagements = visibles.par_code().prefetch_related(*lies)
    codes = {engagement.pk: engagement.code for engagement in engagements}
    return [_engagement(engagement, codes, publiques) for engagement in engagements] or None


def _engagement(engagement: Engagement, codes: dict[int, str], publiques: bool) -> dict[str, Any]:
    brouillon = engagement.publication == Publication.BROUILLON
    declarations, preuves = list(engagement.declarations.all()), list(engagement.preuves.all())
    dites = dire(engagement, schema.ENGAGEMENT) | {
        "partie": engagement.partie,
        "envers": engagement.envers,
        "actions": [action.code for action in engagement.actions.all()],
        "contreparties": [c.code for c in engagement.contreparties.all()],
        "remplace": codes.get(engagement.remplace_id or 0, ""),
        "etat": schema.BROUILLON if brouillon else engagement.etat,
        "etat_depuis": _etat_depuis(engagement),
        "motif": engagement.motif if engagement.etat in AVEC_MOTIF or _rouvert(engagement) else "",
        "decision": engagement.decision if engagement.etat == Etat.RETIRE else "",
        "sans_decision": engagement.sans_decision if engagement.etat == Etat.RETIRE else "",
        "signatures": [_signature(signature, publiques) for signature in engagement.signatures.all()],
        "declarations": [
            _acte(declaration, schema.DECLARATION)
            | _suite("verifications", map(_verification, declaration.verifications.all()))
            for declaration in declarations
        ],
        "preuves": [_preuve(preuve, declarations, preuves) for preuve in preuves],
    }
    return {cle: dites[cle] for cle in schema.ENGAGEMENT if cle in dites and dites[cle] not in ("", [])}


def _etat_depuis(engagement: Engagement) -> str:
    derniers = [p.le for p in engagement.passages.all() if p.vers == engagement.etat]
    le = max(derniers, default=engagement.propose_le)
    return (
        timezone.localdate(le).isoformat() if le and engagement.publication != Publication.BROUILLON else ""
    )


def _rouvert(engagement: Engagement) -> bool:
    """Whether a confirmed « tenu » would otherwise settle it again."""
    return engagement.etat == Etat.EN_COURS and any(
        declaration.genre == Genre.TENU
        and {v.verdict for v in declaration.verifications.all()} == {Verdict.CONFIRMEE}
        for declaration in engagement.declarations.all()
    )


def _signature(signature, publiques: bool) -> dict[str, Any]:
    dite = {"organisation": signature.organisation} | _acte(signature, schema.SIGNATURE)
    if publiques:
        # The public reads the function of who signed, never the name.
        dite.pop("nom", None)
    return dite


def _verification(verification: Verification) -> dict[str, Any]:
    dite = {"organisation": verification.organisation} | _acte(verification, schema.VERIFICATION)
    if hasattr(verification, "reponse"):
        dite["reponse"] = _acte(verification.reponse, schema.REPONSE)
    return dite


def _preuve(preuve: Preuve, declarations: list[Declaration], preuves: list[Preuve]) -> dict[str, Any]:
    dite = _acte(preuve, schema.PREUVE) | dire_la_piece(preuve, "preuves")
    for cle, objet, suite in (
        ("declaration", preuve.declaration_id, declarations),
        ("corrige", preuve.corrige_id, preuves),
    ):
        if objet:
            dite[cle] = [lu.pk for lu in suite].index(objet) + 1
    return dite | _suite("verifications", map(_verification, preuve.verifications.all()))


def _acte(acte, cles) -> dict[str, Any]:
    """What the file takes as it is, with the day of the act."""
    return dire(acte, cles) | {"le": jour(acte).isoformat()}


def _suite(cle: str, elements: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {cle: lus} if (lus := list(elements)) else {}
