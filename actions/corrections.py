"""What was written of an action these last days, what of it may be annulled as a mistake, and how it is.

What forbids it is asked of PostgreSQL by the very rules of its guards (`gardes_correction.regles`), for rows
that are not written: the page that lists never promises what the database would refuse.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from actions.faits import report_dit
from actions.models import Action, Correction, Indicateur, Jalon, Mesure, Report
from actions.models.etats import VISIBLES_DU_PUBLIC, NatureCorrection
from actions.models.gardes_correction import MEMES_MOTS, QUI, REGLES, RETOUR, regles
from partenariat.administration.phrases import phrase_de
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.champs import champ_de
from partenariat.donnees.motifs import est_un_motif
from partenariat.histoire.evenements import evenements_de
from partenariat.presentation.formats import date_longue, mesure
from partenariat.retraits.passe import evenement_masque

if TYPE_CHECKING:
    from partenariat.models import Utilisateur

MONTRES = timedelta(days=2)
"""How far back what was written is listed: a day to annul it, another to read why that is over."""
Ligne = dict[str, Any]


@dataclass
class Changement:
    """Something that was written of an action, and the correction that would annul it."""

    correction: Correction
    dit: str
    mots: str = ""
    """Of a reason, its words as they stand: those that a typo is corrected in."""
    par: str = ""
    """By whom, by name."""
    obstacle: str = ""
    """Why it may not be annulled; empty where it may."""

    @property
    def cle(self) -> str:
        """Its name in a form, unique among those of an action."""
        de = "r" if self.correction.report_id else "e"
        return f"{self.correction.nature}-{de}{self.correction.evenement}"

    @property
    def coquille(self) -> bool:
        """Whether words are corrected, and nothing else annulled."""
        return self.correction.nature == NatureCorrection.MOTIF


def changements(action: Action, personne: "Utilisateur") -> list[Changement]:
    """What was written of it in the last two days, latest first, each with why it may not be annulled by that
    person. Eight queries."""
    return _juges([action.pk], personne)


def annulables(actions: Collection[int], personne: "Utilisateur") -> set[tuple[int, datetime]]:
    """Of these actions (their keys): which, and when, that person wrote what they may still annul. Eight
    queries, whatever their number; none of none."""
    if not actions:
        return set()
    return {
        (un.correction.action_id, un.correction.fait_le)
        for un in _juges(actions, personne)
        if not un.obstacle and not un.coquille and un.correction.fait_par_id == personne.pk
    }


def _juges(actions: Collection[int], personne: "Utilisateur") -> list[Changement]:
    lus = [*_des_dates(actions), *_de_l_etat(actions), *_des_jalons(actions), *_des_mesures(actions)]
    lus.sort(key=lambda un: (un.correction.fait_le, un.correction.evenement, un.cle), reverse=True)
    phrases = {regle.contrainte: regle.phrase for regle in (QUI, *REGLES)}
    permises = set(
        Action.objects.modifiables_par(personne).filter(pk__in=actions).values_list("pk", flat=True)
    )
    obstacles = dict(zip((un.cle for un in lus), _obstacles(lus), strict=True))
    # What a correction wrote is none of the changes that one makes.
    lus = [un for un in lus if obstacles[un.cle] != RETOUR]
    comptes = get_user_model().objects.in_bulk({un.correction.fait_par_id for un in lus} - {None})
    for un in lus:
        auteur = comptes.get(un.correction.fait_par_id or 0)
        un.par = str(auteur) if auteur else gettext("une commande du site")
        contrainte = obstacles[un.cle]
        sien = personne.a_role("coordination") or un.correction.fait_par_id == personne.pk
        if not (sien and un.correction.action_id in permises):
            contrainte = QUI.contrainte
        un.obstacle = gettext(phrases[contrainte]) if contrainte else ""
    return lus


def corriger(action: Action, cle: str, par: "Utilisateur", raison: str, mots: str = "") -> Correction:
    """Annuls what was written by mistake: it counts nowhere from then on, and nothing is erased.

    Args:
        cle: `Changement.cle`.
        raison: why, in a few words; internal.
        mots: of a reason, its words without their typo: a few letters differ, of which PostgreSQL judges.

    Raises:
        TransitionRefusee: it may not be annulled (any more), or something is missing.
    """
    with transaction.atomic():
        # The action first, as everywhere: two who want the same never wait for each other.
        tenue = Action.objects.select_for_update().get(pk=action.pk)
        un = next((c for c in changements(tenue, par) if c.cle == cle), None)
        if un is None:
            raise TransitionRefusee(
                gettext("Ce changement n'est plus de ceux qui s'annulent : relisez la liste.")
            )
        if un.obstacle:
            raise TransitionRefusee(un.obstacle)
        if not est_un_motif(raison):
            raise TransitionRefusee(gettext("Écrivez en quelques mots ce qui était une erreur."))
        if un.coquille and not est_un_motif(mots):
            raise TransitionRefusee(gettext(MEMES_MOTS))
        un.correction.raison, un.correction.par = raison.strip(), par
        if refusee := phrase_de(lambda: _inscrire(un, mots.strip())):
            raise TransitionRefusee(refusee)
        return un.correction


def _inscrire(un: Changement, mots: str) -> None:
    correction = un.correction
    correction.save(force_insert=True)
    action = Action.objects.filter(pk=correction.action_id)
    if un.coquille and correction.report_id:
        Report.objects.filter(pk=correction.report_id).update(motif=mots)
    elif un.coquille:
        action.update(motif=mots)
    if correction.jalon_id or correction.indicateur_id or correction.report_id:
        # Whoever has the action before them is told that a part of it was written meanwhile.
        action.update(version=F("version") + 1)


_COLONNES = {
    "nature": "text",
    "action_id": "bigint",
    "jalon_id": "bigint",
    "report_id": "bigint",
    "indicateur_id": "bigint",
    "evenement": "bigint",
    "fait_le": "timestamptz",
    "fait_par_id": "bigint",
}


def _obstacles(lus: list[Changement]) -> list[str]:
    """The name of the first rule that forbids each; empty for none. One query, or none."""
    if not lus:
        return []
    cas = "\n".join(f"WHEN {r.si} THEN '{r.contrainte}'" for r in regles("c", "false")).replace("%", "%%")
    ligne = "(%s, " + ", ".join(f"%s::{type_}" for type_ in _COLONNES.values()) + ")"
    valeurs = [
        valeur
        for rang, un in enumerate(lus)
        for valeur in (rang, *(getattr(un.correction, nom) for nom in _COLONNES))
    ]
    with connection.cursor() as curseur:
        curseur.execute(
            f"SELECT CASE {cas} ELSE '' END FROM (VALUES {', '.join([ligne] * len(lus))})"  # noqa: S608  # ours
            f" AS c (rang, {', '.join(_COLONNES)}) ORDER BY c.rang",
            valeurs,
        )
        return [contrainte for (contrainte,) in curseur.fetchall()]


def _recents(modele: type[models.Model], **de_quoi: Any) -> Iterator[tuple[Ligne | None, Ligne]]:
    """The events of these last days, each with the one before it of the same row (None: it began so)."""
    depuis = timezone.now() - MONTRES
    evenements = evenements_de(modele).filter(
        Q(remplace_le__isnull=True) | Q(remplace_le__gte=depuis), **de_quoi
    )
    par_ligne: dict[int, list[Ligne | None]] = {}
    for lu in evenements.order_by("pgh_id").values():
        lu = evenement_masque(modele, lu)
        par_ligne.setdefault(lu["pgh_obj_id"], [None] if lu["pgh_label"] == "insert" else []).append(lu)
    for suite in par_ligne.values():
        for avant, apres in pairwise(suite):
            if apres and apres["pgh_created_at"] >= depuis and apres["pgh_label"] != "delete":
                yield avant, apres


def _correction(nature: NatureCorrection, action: int, evenement: Ligne, **vers: Any) -> Correction:
    return Correction(
        action_id=action,
        nature=nature,
        evenement=evenement["pgh_id"],
        fait_le=evenement["pgh_created_at"],
        fait_par_id=(evenement["pgh_context"] or {}).get("user"),
        **vers,
    )


def _des_dates(actions: Collection[int]) -> Iterator[Changement]:
    premier = evenements_de(Report).filter(pgh_obj=OuterRef("pk")).order_by("pgh_id")
    reports = Report.objects.publics().filter(action__in=actions, le__gte=timezone.now() - MONTRES)
    for report in reports.annotate(ne=Subquery(premier.values("pgh_id")[:1])).select_related("jalon"):
        vers = {
            "action_id": report.action_id,
            "jalon": report.jalon,
            "report": report,
            "evenement": report.ne,  # type: ignore[attr-defined]  # annotated
            "fait_le": report.le,
            "fait_par_id": report.par_id,
        }
        dit = report_dit(str(report.jalon or ""), report.ancienne_date, report.nouvelle_date)
        yield Changement(Correction(nature=NatureCorrection.REPORT, **vers), dit)
        yield Changement(
            Correction(nature=NatureCorrection.MOTIF, **vers),
            gettext("Motif : %(motif)s (%(dit)s)") % {"motif": report.motif, "dit": dit},
            report.motif,
        )


def _de_l_etat(actions: Collection[int]) -> Iterator[Changement]:
    for avant, apres in _recents(Action, pgh_obj__in=actions):
        if avant is None or apres["publication"] not in VISIBLES_DU_PUBLIC:
            continue
        change = [champ for champ in ("statut", "confiance") if avant[champ] != apres[champ]]
        if change:
            nature = NatureCorrection(change[0])
            dits = "; ".join(
                gettext("%(nom)s : %(avant)s → %(apres)s")
                % {
                    "nom": capfirst(str(champ_de(Action, champ).verbose_name)),
                    "avant": _mot(champ, avant[champ]),
                    "apres": _mot(champ, apres[champ]),
                }
                for champ in change
            )
            yield Changement(_correction(nature, apres["pgh_obj_id"], apres), dits)
        if apres["motif"] and (avant["statut"], avant["motif"]) != (apres["statut"], apres["motif"]):
            dit = gettext("Motif : %(motif)s") % {"motif": apres["motif"]}
            correction = _correction(NatureCorrection.MOTIF, apres["pgh_obj_id"], apres)
            yield Changement(correction, dit, apres["motif"])


def _des_jalons(actions: Collection[int]) -> Iterator[Changement]:
    jalons = {jalon.pk: jalon for jalon in Jalon.objects.filter(action__in=actions)}
    for avant, apres in _recents(Jalon, action__in=actions):
        jalon = jalons.get(apres["pgh_obj_id"])
        if avant is None or jalon is None:
            continue
        if (avant["atteint_le"], avant["annule"]) != (apres["atteint_le"], apres["annule"]):
            dit = gettext("Jalon « %(jalon)s » : %(avant)s → %(apres)s") % {
                "jalon": jalon,
                "avant": _etat(avant),
                "apres": _etat(apres),
            }
            correction = _correction(NatureCorrection.JALON, jalon.action_id, apres, jalon=jalon)
            yield Changement(correction, dit)


def _des_mesures(actions: Collection[int]) -> Iterator[Changement]:
    indicateurs = {un.pk: un for un in Indicateur.objects.filter(action__in=actions)}
    for avant, apres in _recents(Mesure, indicateur__in=list(indicateurs)):
        if avant and (avant["date"], avant["valeur"]) == (apres["date"], apres["valeur"]):
            continue
        indicateur = indicateurs[apres["indicateur_id"]]
        dit = gettext("Mesure de « %(indicateur)s » : %(valeur)s, le %(date)s") % {
            "indicateur": indicateur,
            "valeur": mesure(apres["valeur"], indicateur.unite),
            "date": date_longue(apres["date"]),
        }
        de = indicateur.action_id
        yield Changement(_correction(NatureCorrection.MESURE, de, apres, indicateur=indicateur), dit)


def _mot(champ: str, valeur: str) -> str:
    return str(dict(champ_de(Action, champ).flatchoices).get(valeur, valeur)) or gettext("non dite")


def _etat(evenement: Ligne) -> str:
    if evenement["atteint_le"]:
        return gettext("atteint le %(date)s") % {"date": date_longue(evenement["atteint_le"])}
    return gettext("annulé") if evenement["annule"] else gettext("attendu")
