"""The page of each action concerned. Only what is public enters the packet."""

from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from actions.models import Action, Nouvelle, Report
from comite.models import Decision, Effet, Seance
from comite.models.effet import dits
from comite.mots.dates import ou_tiret
from comite.mots.indicateurs import indicateur
from comite.mots.jalons import etat_du_jalon
from comite.mots.reports import report
from comite.sorties.dossier.engagements import publics, resume
from partenariat.presentation.formats import date_longue, pourcent

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def pages_d_actions(seance: Seance, pks: set[int]) -> list[dict[str, Any]]:
    """To be called within `au(arret)`. A constant number of queries."""
    decisions = Decision.objects.avec_paroles().select_related("seance")
    actions = (
        Action.objects.publiques()
        .filter(plan=seance.plan, pk__in=pks)
        .avec_lectures()
        .select_related("axe", "responsable")
        .prefetch_related(
            "jalons",
            Prefetch("reports", Report.objects.publics().select_related("jalon")),
            Prefetch("nouvelles", Nouvelle.objects.publiques(), to_attr="nouvelles_publiques"),
            "participations__organisation",
            "indicateurs__mesures",
            Prefetch("engagements", publics(), to_attr="engagements_publics"),
            Prefetch("decisions", decisions),
            Prefetch("effets", Effet.objects.select_related("jalon")),
        )
        .order_by("cle_code", "pk")
    )
    return [_page(cast("WithAnnotations[Action, Lies]", a)) for a in actions]


class Lies(TypedDict):
    """What is read beside an action."""

    engagements_publics: list[Any]
    nouvelles_publiques: list[Nouvelle]


def _page(action: "WithAnnotations[Action, Lies]") -> dict[str, Any]:
    return {
        "code": action.code,
        "titre": action.titre,
        "axe": str(action.axe),
        "provenance": action.provenance,
        "responsable": action.responsable.nom_court,
        "participations": [p.organisation.nom_court for p in action.participations.all()],
        "statut": str(action.get_statut_display()),
        "motif": action.motif_dit,
        "sans_decision": action.sans_decision_dit,
        "echeancier": str(action.etat("echeancier")[1]),
        "fraicheur": str(action.etat("fraicheur")[1]),
        "confiance": str(action.get_confiance_display()) if action.confiance else "",
        "avancement": action.avancement,
        "avancement_dit": pourcent(action.avancement),
        "parts": _("%(a)s sur %(t)s") % {"a": action.poids_atteint or 0, "t": action.poids_total}
        if action.poids_total
        else "",
        "fin": date_longue(action.fin),
        "maj_le": action.derniere_nouvelle,
        "jalons": [
            {"titre": j.titre, "echeance": date_longue(j.echeance), "etat": etat_du_jalon(j, action)}
            for j in action.jalons.all()
        ],
        "reports": [report(r) for r in action.reports.all()],
        "indicateurs": [indicateur(i) for i in action.indicateurs.all()],
        "engagements": [resume(e) for e in action.engagements_publics],
        "preuves": [
            {
                "engagement": e.code,
                "titre": p.titre,
                "type": str(p.get_type_display()),
                "date": ou_tiret(p.date),
                "organisation": p.organisation.nom_court,
                "verifiee": _("vérifiée") if p.verifiee else _("non vérifiée"),
            }
            for e in action.engagements_publics
            for p in e.preuves_courantes
        ],
        "decisions": _decisions(action),
        "nouvelle": _derniere_nouvelle(action),
    }


def _derniere_nouvelle(action: "WithAnnotations[Action, Lies]") -> dict[str, str] | None:
    if not action.nouvelles_publiques:
        return None
    dernier = action.nouvelles_publiques[0]
    return {"le": date_longue(dernier.date), "texte": dernier.texte}


def _decisions(action: Action) -> list[dict[str, Any]]:
    """Words only where they may be read at that moment; else the number and what it did here."""
    ici: dict[int, list[Effet]] = {}
    for effet in action.effets.all():
        ici.setdefault(effet.decision_id, []).append(effet)
    return [
        {
            "numero": d.numero,
            "le": date_longue(d.seance.date),
            "genre": str(d.genre.label),
            "effets": [{"effet": effet, "motif": motif} for effet, motif in dits(ici.get(d.pk, ()))],
            "libelle": d.libelle if d.paroles_publiques else "",
        }
        for d in sorted(action.decisions.all(), key=lambda d: (d.seance.date, d.pk), reverse=True)
        if d.paroles_publiques or d.pk in ici
    ]
