"""The draft of the minutes, written from what the meeting holds; the committee then edits and approves it."""

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from comite.models import Decision, Membre, Point, Seance
from partenariat.donnees.recherche import sans_accents
from partenariat.presentation.formats import date_longue, heure


def projet(seance: Seance) -> str:
    """Everything that minutes must hold, in order: committee, title, date, hour, place, attendance by
    alphabetical order, quorum, chair and secretary, agenda, items with decisions, follow-ups, closing.

    In French, whoever asks: it becomes the record. It names nothing that is not public (`points_caches`).
    """
    with translation.override("fr-ca"):
        parties = [_entete(seance), _presences(seance), *_points(seance), *_suites(seance)]
        if seance.tenue:
            parties.append(_("Levée de la séance\nL'ordre du jour est épuisé : la séance est levée."))
        return "\n\n".join(partie for partie in parties if partie)


def points_caches(seance: Seance):
    """The points on an action or a commitment that is not public: approved minutes would name them."""
    return seance.points.exclude(pk__in=Point.objects.publics().values("pk"))


def decisions_cachees(seance: Seance):
    """Likewise, the decisions that are about something unpublished."""
    return seance.decisions.exclude(pk__in=Decision.objects.sur_du_public().values("pk"))


def _entete(seance: Seance) -> str:
    quand = date_longue(seance.date) + (f", {heure(seance.heure)}" if seance.heure else "")
    ou = f" · {seance.lieu}" if seance.lieu else ""
    lignes = [
        _("Comité de mise en œuvre · %(plan)s") % {"plan": seance.plan},
        _("Procès-verbal de la séance %(numero)s") % {"numero": seance.numero},
        f"{quand} · {seance.get_mode_display()}{ou}",
    ]
    return "\n".join(lignes)


def _presences(seance: Seance) -> str:
    lignes = []
    inscrites = list(seance.presences.select_related("membre__organisation"))
    for titre, present in ((_("Présences"), True), (_("Absences"), False)):
        noms = sorted((str(p.membre) for p in inscrites if p.present is present), key=sans_accents)
        if noms:
            lignes += [_("%(titre)s : %(noms)s.") % {"titre": titre, "noms": "; ".join(noms)}]
    if invites := sorted(filter(None, map(str.strip, seance.invites.splitlines())), key=sans_accents):
        lignes.append(_("Personnes invitées : %(noms)s.") % {"noms": "; ".join(invites)})
    if not inscrites and seance.presents_consignes is not None:
        lignes.append(_("Membres présents : %(n)d.") % {"n": seance.presents_consignes})
    if seance.quorum is not None:
        phrase = (
            _("Le quorum est de %(requis)d; %(presents)d membres en fonction sont présents : il est atteint.")
            if seance.quorum
            else _(
                "Le quorum est de %(requis)d; %(presents)d membres en fonction sont présents : "
                "il n'est pas atteint."
            )
        )
        lignes.append(phrase % {"requis": seance.quorum_requis, "presents": seance.presents})
    preside = seance.presidee_par or _preside_d_office(seance)
    if preside:
        lignes.append(_("Présidence : %(qui)s.") % {"qui": preside})
    if seance.secretaire:
        lignes.append(_("Secrétariat : %(qui)s.") % {"qui": seance.secretaire})
    return "\n".join(lignes)


def _preside_d_office(seance: Seance) -> str:
    """The chair, where the roll call says that they are there."""
    preside = (
        Membre.objects.en_fonction(seance.date)
        .filter(presidence=True, presences__seance=seance, presences__present=True)
        .select_related("organisation")
        .first()
    )
    return str(preside) if preside else ""


def _points(seance: Seance) -> list[str]:
    caches = {point.pk for point in points_caches(seance)}
    cachees = {decision.pk for decision in decisions_cachees(seance)}
    approuves = list(seance.proces_verbaux_approuves.all())
    parties = []
    decisions = Prefetch("decisions", Decision.objects.avec_effets().select_related("seance"))
    for point in seance.points.prefetch_related(decisions):
        if point.pk in caches:
            parties.append(_("%(rang)d. Point qui n'est pas public") % {"rang": point.rang})
            continue
        lignes = [f"{point.rang}. {point.titre}"]
        if point.delibere:
            lignes.append(point.delibere.strip())
        else:
            lignes += [
                _("Le procès-verbal de la séance %(numero)s est approuvé.") % {"numero": autre.numero}
                for autre in approuves
                if point.approuve_id == autre.pk
            ]
        lignes += [_decision(decision, cachees) for decision in point.decisions.all()]
        parties.append("\n".join(lignes))
    seules = [
        _decision(decision, cachees)
        for decision in seance.decisions.filter(point=None).avec_effets().select_related("seance")
    ]
    return [*parties, "\n".join([_("Autres décisions"), *seules])] if seules else parties


def _decision(decision: Decision, cachees: set[int]) -> str:
    if decision.pk in cachees:
        return _("%(numero)s · décision qui n'est pas publique") % {"numero": decision.numero}
    modele = (
        _("%(numero)s · Recommandation, écrite sans quorum consigné : %(decision)s (%(vote)s)")
        if decision.recommandation
        else _("%(numero)s · %(decision)s (%(vote)s)")
    )
    dite = modele % {
        "numero": decision.numero,
        "decision": decision.libelle,
        "vote": decision.vote_dit.lower(),
    }
    effets = [
        _("Effet : %(effet)s. Motif : %(motif)s") % {"effet": effet, "motif": motif}
        for effet, motif in decision.effets_dits
    ]
    return "\n".join([dite, *effets])


def _suites(seance: Seance) -> list[str]:
    lignes = [
        _("%(quoi)s (%(qui)s%(quand)s)")
        % {
            "quoi": suite.libelle,
            "qui": suite.responsable,
            "quand": f", {date_longue(suite.echeance)}" if suite.echeance else "",
        }
        for suite in seance.suites.sur_du_public().select_related("responsable")
    ]
    return ["\n".join([_("Suites"), *lignes])] if lignes else []
