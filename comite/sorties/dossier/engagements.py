"""Commitments in the packet: on the agenda in full, those that call for attention, those of actions."""

from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Prefetch

from comite.models import Seance
from comite.mots.dates import ou_tiret
from engagements.models import Declaration, Engagement, Preuve, Verification
from engagements.models.etats import Attention, LecturePreuve
from partenariat.presentation.formats import argent, date_longue

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def publics():
    """The public commitments with their readings and their current evidence, in full order."""
    preuves = (
        Preuve.objects.courantes()
        .select_related("organisation")
        .prefetch_related("verifications__organisation")
    )
    return (
        Engagement.objects.publics()
        .avec_lectures()
        .select_related("partie", "envers")
        .prefetch_related(Prefetch("preuves", preuves, to_attr="preuves_courantes"))
        .order_by("cle_code", "pk")
    )


def resume(engagement: Engagement) -> dict[str, Any]:
    """One line: where it stands, and how well it is proven."""
    return {
        "code": engagement.code,
        "titre": engagement.titre,
        "provenance": engagement.provenance,
        "partie": engagement.partie.nom_court,
        "envers": engagement.envers.nom_court,
        "etat": str(engagement.get_etat_display()),
        "echeance": ou_tiret(engagement.echeance),
        "preuve": str(LecturePreuve(engagement.preuve).label),
        "attention": ", ".join(_attentions(engagement)),
    }


def _attentions(engagement: Engagement) -> list[str]:
    return [str(a.label) for a in Attention if getattr(engagement, a.value)]


def attention(seance: Seance) -> list[dict[str, Any]]:
    """What is late, contested or unverified. To be called within `au(arret)`."""
    return [resume(e) for e in publics().filter(plan=seance.plan) if _attentions(e)]


class Lies(TypedDict):
    """What is read beside a commitment."""

    declarations_lues: list[Declaration]
    preuves_courantes: list[Preuve]


def pages_d_engagements(seance: Seance, pks: set[int]) -> list[dict[str, Any]]:
    """Those on the agenda: state, parties, due date, what was declared and verified, evidence."""
    verifications = Verification.objects.select_related("organisation", "reponse")
    declarations = (
        Declaration.objects.select_related("organisation")
        .prefetch_related(Prefetch("verifications", verifications))
        .order_by("-le", "-pk")
    )
    lus = publics().filter(plan=seance.plan, pk__in=pks)
    lus = lus.prefetch_related(Prefetch("declarations", declarations, to_attr="declarations_lues"))
    return [_page(e) for e in lus]


def _page(engagement: "WithAnnotations[Engagement, Lies]") -> dict[str, Any]:
    return resume(engagement) | {
        "texte": engagement.texte,
        "nature": str(engagement.get_nature_display()),
        "montant": argent(engagement.montant),
        "condition": engagement.condition,
        "motif": engagement.motif,
        "sans_decision": engagement.sans_decision_dit,
        "declarations": [
            {
                "le": date_longue(d.le),
                "organisation": d.organisation.nom_court,
                "genre": str(d.get_genre_display()),
                "texte": d.texte,
                "verifications": [_verification(v) for v in d.verifications.all()],
            }
            for d in engagement.declarations_lues
        ],
        "preuves": [
            {
                "titre": p.titre,
                "type": str(p.get_type_display()),
                "date": ou_tiret(p.date),
                "organisation": p.organisation.nom_court,
                "verifications": [_verification(v) for v in p.verifications.all()],
            }
            for p in engagement.preuves_courantes
        ],
    }


def _verification(lue: Verification) -> dict[str, str]:
    reponse = getattr(lue, "reponse", None)
    return {
        "le": date_longue(lue.le),
        "organisation": lue.organisation.nom_court,
        "verdict": str(lue.get_verdict_display()),
        "texte": lue.texte,
        "reponse": reponse.texte if reponse else "",
    }
