"""The packet of a meeting: what the committee had before its eyes, frozen, and made again to the byte.

The plan is read as it stood at the cut-off, the meeting as it stood when the packet was prepared
(`histoire.temps.au`), so that the same packet can be made years later from history alone. Its figures come
from `mesures`, as those of the dashboard do.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.historique import histoire_depuis
from actions.models import Action, Jalon
from actions.models.publication import TransitionRefusee
from comite import graphiques, mesures
from comite.depuis import depuis
from comite.mesures import Perimetre
from comite.models import Dossier, Membre, Point, Seance, Suite
from engagements.models import Engagement
from engagements.models.etats import Attention, Etat, LecturePreuve
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.formats import date_longue, heure, mesure, nombre, pourcent
from partenariat.presentation.pdf import composer

GABARIT = Path(__file__).parent / "gabarits" / "dossier.typ"


def arret_de(seance: Seance) -> datetime:
    """The cut-off of a packet prepared now: the end of the day that the meeting gives, or this moment."""
    maintenant = timezone.now()
    voulu = fin_du_jour(seance.arret_des_donnees) if seance.arret_des_donnees else maintenant
    return min(voulu, maintenant)


@transaction.atomic
def preparer(seance: Seance, par=None) -> Dossier:
    """Freezes a new packet.

    Raises:
        TransitionRefusee: the meeting was cancelled.
    """
    seance.verrouiller()
    if seance.etat == "annulee":
        raise TransitionRefusee(_("Une séance annulée n'a pas de dossier."))
    arret, le = arret_de(seance), timezone.now()
    debut = histoire_depuis(seance.plan)
    if debut is None or debut > timezone.localdate(arret):
        raise TransitionRefusee(
            _("L'historique du site ne remonte pas au %(date)s : choisissez un arrêt plus récent.")
            % {"date": date_longue(arret)}
        )
    texte, pdf = fabriquer(seance, arret, le)
    dernier = seance.dossiers.sans_octets().last()
    return Dossier.objects.create(
        seance=seance,
        rang=dernier.rang + 1 if dernier else 1,
        arret=arret,
        le=le,
        donnees=texte,
        empreinte_donnees=_empreinte(texte.encode()),
        pdf=pdf,
        empreinte=_empreinte(pdf),
        par=par,
    )


def refaire(dossier: Dossier) -> bool:
    """Whether making the packet again from history gives the very bytes that were frozen."""
    texte, pdf = fabriquer(dossier.seance, dossier.arret, dossier.le)
    return _empreinte(texte.encode()) == dossier.empreinte_donnees and _empreinte(pdf) == dossier.empreinte


def _empreinte(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def fabriquer(seance: Seance, arret: datetime, le: datetime) -> tuple[str, bytes]:
    """The data (JSON text, keys in order) and the PDF of a meeting; French, whoever asks.

    Args:
        arret: the moment at which the plan is read.
        le: the moment at which the meeting itself is read.
    """
    with translation.override("fr-ca"):
        with au(le):
            lue = Seance.objects.select_related("plan").get(pk=seance.pk)
            points = list(Point.objects.filter(seance=lue).select_related("action", "engagement"))
            precedente, suites = lue.precedente, [_suite(s) for s in _suites(lue)]
            membres = [str(m) for m in Membre.objects.filter(plan=lue.plan).en_fonction(lue.date).par_rang()]
        with au(arret):
            donnees, figures = _assembler(lue, arret, points, precedente)
        donnees |= {"membres": membres, "suites": suites}
        texte = json.dumps(donnees, ensure_ascii=False, sort_keys=True, indent=1)
        return texte, composer(GABARIT, donnees | {"figures": figures})


def _assembler(
    seance: Seance, arret: datetime, points: list[Point], precedente: Seance | None
) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    perimetre = Perimetre.du_plan(seance.plan, precedente.date if precedente else None)
    bilans = [b for b in mesures.axes(perimetre) if b.total]
    promesses, mois = mesures.engagements(perimetre), mesures.jalons(perimetre)
    retards = mesures.retards(perimetre)
    concernees = {p.action_id for p in points if p.action_id}
    concernees |= {a.pk for a in (*retards.en_retard, *retards.reportees_depuis)}
    quand = date_longue(seance.date) + (f", {heure(seance.heure)}" if seance.heure else "")
    donnees = {
        "titre": _("Dossier de la séance %(numero)s") % {"numero": seance.numero},
        "date": timezone.localdate(arret).isoformat(),
        "langue": "fr",
        "numero": seance.numero,
        "plan": seance.plan.titre,
        "quand": quand,
        "mode": str(seance.get_mode_display()),
        "lieu": seance.lieu,
        "arret": timezone.localtime(arret).isoformat(timespec="microseconds"),
        "arret_dit": f"{date_longue(arret)}, {heure(arret)}",
        "quorum": seance.quorum_requis,
        "points": [{"rang": p.rang, "titre": p.titre, "motif": p.motif} for p in points],
        "depuis": _depuis(seance, precedente),
        "axes": [_axe(b) for b in bilans],
        "ensemble": _axe(mesures.ensemble(bilans)) if bilans else None,
        "retards": {
            "en_retard": [a.code for a in retards.en_retard],
            "nouveaux": None if retards.nouveaux is None else [a.code for a in retards.nouveaux],
            "reportees": [a.code for a in retards.reportees],
            "reportees_depuis": [a.code for a in retards.reportees_depuis],
        },
        "actions": _actions(seance, concernees),
        "engagements": [
            {
                "partie": str(p.partie.label),
                "total": p.total,
                "etats": {str(Etat(e).label): n for e, n in p.etats.items()},
                "preuves": {str(LecturePreuve(e).label): n for e, n in p.preuves.items()},
            }
            for p in promesses
        ],
        "attention": _attention(seance),
        "jalons": [{"fin": m.fin.isoformat(), "prevus": m.prevus, "atteints": m.atteints} for m in mois],
        "indicateurs": [_indicateur(i) for i in mesures.indicateurs(perimetre)],
    }
    figures = {}
    if bilans:
        figures["axes"] = {
            "svg": graphiques.axes(bilans),
            "mots": _("Répartition des actions de chaque axe selon leur état; le tableau donne les nombres."),
        }
    if mois:
        figures["jalons"] = {
            "svg": graphiques.jalons(mois),
            "mots": _("Jalons prévus et jalons atteints, en cumulé, mois par mois."),
        }
    if any(p.total for p in promesses):
        figures["engagements"] = {
            "svg": graphiques.engagements(promesses),
            "mots": _("Répartition des engagements de chaque partie selon leur état."),
        }
    return donnees, figures


def _depuis(seance: Seance, precedente: Seance | None) -> dict[str, Any] | None:
    if precedente is None:
        return None
    lu = depuis(seance.plan, precedente.date)
    return {
        "date": date_longue(lu.date),
        "axes": [
            {
                "nom": groupe.nom,
                "faits": [
                    {"le": date_longue(f.le), "code": f.objet.code, "quoi": f.quoi, "texte": f.texte[:400]}
                    for f in groupe.faits
                ],
                "immobiles": [objet.code for objet in groupe.immobiles],
            }
            for groupe in lu.axes
        ],
    }


def _axe(bilan) -> dict[str, Any]:
    groupe = bilan.avancement
    return {
        "nom": f"{bilan.axe.numero}. {bilan.axe.titre}" if bilan.axe else _("Tout le plan"),
        "total": bilan.total,
        "statuts": {c.etat: c.nombre for c in bilan.statuts},
        "echeanciers": {c.etat: c.nombre for c in bilan.echeanciers},
        "fraicheurs": {c.etat: c.nombre for c in bilan.fraicheurs},
        "avancement": groupe.avancement,
        "avancement_dit": pourcent(groupe.avancement),
        "somme": groupe.somme,
        "mesurees": groupe.mesurees,
        "suivies": groupe.suivies,
    }


def _actions(seance: Seance, pks: set[int]) -> list[dict[str, Any]]:
    """One page each. Only what is public enters the packet."""
    actions = (
        Action.objects.publiques()
        .filter(plan=seance.plan, pk__in=pks)
        .avec_lectures()
        .select_related("axe", "responsable")
        .prefetch_related("jalons", "reports__jalon", "suivis", "participations__organisation")
        .par_code()
    )
    return [_action(a) for a in actions]


def _action(action: Action) -> dict[str, Any]:
    suivis = [s for s in action.suivis.all() if s.visibilite == "publique"]
    return {
        "code": action.code,
        "titre": action.titre,
        "axe": str(action.axe),
        "responsable": action.responsable.nom,
        "participations": [p.organisation.nom for p in action.participations.all()],
        "statut": action.get_statut_display(),
        "motif": action.motif,
        "echeancier": action.etat("echeancier")[1] and str(action.etat("echeancier")[1]),
        "confiance": action.get_confiance_display() if action.confiance else "",
        "avancement": action.avancement,
        "avancement_dit": pourcent(action.avancement),
        "parts": _("%(a)s sur %(t)s") % {"a": action.poids_atteint or 0, "t": action.poids_total}
        if action.poids_total
        else "",
        "fin": date_longue(action.fin),
        "maj_le": date_longue(action.maj_le),
        "jalons": [
            {"titre": j.titre, "echeance": date_longue(j.echeance), "etat": _etat_du_jalon(j)}
            for j in action.jalons.all()
        ],
        "reports": [
            {
                "quoi": r.jalon.titre if r.jalon else _("Fin de l'action"),
                "avant": date_longue(r.ancienne),
                "apres": date_longue(r.nouvelle) or "–",
                "motif": r.motif,
            }
            for r in action.reports.all()
        ],
        "suivi": {"le": date_longue(suivis[0].date), "texte": suivis[0].texte} if suivis else None,
    }


def _etat_du_jalon(jalon: Jalon) -> str:
    if jalon.atteint_le:
        return _("atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}
    if jalon.annule:
        return _("annulé")
    return _("en retard") if jalon.en_retard else _("prévu")


def _attention(seance: Seance) -> list[dict[str, Any]]:
    engagements = (
        Engagement.objects.publics()
        .filter(plan=seance.plan)
        .avec_lectures()
        .select_related("partie", "envers")
        .par_code()
    )
    return [
        {
            "code": e.code,
            "titre": e.titre,
            "partie": e.partie.nom,
            "etat": str(e.get_etat_display()),
            "attention": ", ".join(dites),
        }
        for e in engagements
        if (dites := [str(a.label) for a in Attention if getattr(e, a.value)])
    ]


def _suites(seance: Seance):
    return Suite.objects.reportees_a(seance).select_related("responsable", "seance")


def _suite(suite: Suite) -> dict[str, Any]:
    return {
        "libelle": suite.libelle,
        "seance": suite.seance.numero,
        "responsable": suite.responsable.nom,
        "echeance": date_longue(suite.echeance),
        "etat": str(_("En retard") if suite.en_retard else suite.get_etat_display()),
        "note": suite.note,
    }


def _indicateur(indicateur) -> dict[str, Any]:
    derniere = indicateur.derniere_mesure
    return {
        "action": indicateur.action.code,
        "nom": indicateur.nom,
        "mesure": mesure(derniere.valeur, indicateur.unite) if derniere else _("non mesuré"),
        "cible": mesure(indicateur.cible_valeur, indicateur.unite),
        "ecart": nombre(indicateur.ecart),
    }
