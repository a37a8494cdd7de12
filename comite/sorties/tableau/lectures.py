"""Modules on the readings of the actions: by axis, late and slipping, freshness."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actions.compte import compte_actions
from actions.models import Action
from actions.models.etats import Echeancier, Fraicheur, Statut
from actions.portraits import PortraitAxe
from comite.mesures import lectures as mesures
from comite.sorties.tableau.matrice import Matrice
from comite.sorties.tableau.pieces import (
    Cellule,
    Chiffre,
    Liste,
    Lues,
    Module,
    Parts,
)
from partenariat.presentation.formats import date_longue, nombre, pourcent
from partenariat.presentation.texte import champ_en_langue


def nom_de_l_axe(axe) -> SafeString:
    """As the charts name it, then its short title."""
    return format_html("{}. {}", _("Axe %(n)s") % {"n": axe.numero}, champ_en_langue(axe, axe.champ_court))


def axes(lues: Lues) -> Module:
    p = lues.perimetre
    portraits = [b for b in mesures.axes(p) if b.total]
    if not portraits:
        return Module("axes", _("Lectures par axe"), vide=_("Aucune action ne répond à ces critères."))
    tout = mesures.ensemble(portraits)
    return Module(
        "axes",
        _("%(actions)s, par axe et par état") % {"actions": compte_actions(tout.total)},
        matrice=Matrice.de(p, portraits, tout),
        formule=_(
            "Avancement d'un groupe : somme des taux des actions mesurées, divisée par leur nombre. "
            "Ici %(somme)s ÷ %(n)d. Le taux d'une action est le poids de ses jalons atteints divisé par le "
            "poids total; une action réalisée compte 100; une action sans jalon n'est pas mesurée; les "
            "actions abandonnées n'y entrent pas."
        )
        % {"somme": nombre(tout.avancement.somme), "n": tout.avancement.mesurees},
        parts=_parts_des_axes(lues, portraits),
    )


def _parts_des_axes(lues: Lues, portraits: list[PortraitAxe]) -> list[Parts]:
    p = lues.perimetre
    suivies = [a for a in p.actions_lues if a.statut != Statut.ABANDONNEE]
    mesurees = [
        _actions(
            lues,
            f"parts-axes-mesurees-{b.axe.numero}",
            format_html(
                _("{axe} : {somme} ÷ {n} = {taux}"),
                axe=nom_de_l_axe(b.axe),
                somme=nombre(b.avancement.somme),
                n=b.avancement.mesurees,
                taux=pourcent(b.avancement.avancement),
            ),
            [a for a in suivies if a.axe_id == b.axe.pk and a.avancement is not None],
            lambda action: pourcent(action.avancement),
        )
        for b in portraits
        if b.avancement.mesurees
    ]
    sans = [a for a in suivies if a.avancement is None]
    dehors = [a for a in p.actions_lues if a.statut == Statut.ABANDONNEE]
    return [
        Parts(mesurees, "parts-axes-mesurees"),
        *_si(_actions(lues, "parts-axes-non-mesurees", _("Non mesurées, faute de jalon"), sans)),
        *_si(_actions(lues, "parts-axes-abandonnees", _("Abandonnées, hors de la moyenne"), dehors)),
    ]


def _actions(
    lues: Lues,
    cle: str,
    titre: str,
    lignes: Sequence[Any],
    noter: Callable[[Any], str] = lambda _action: "",
) -> Liste:
    """A list of actions, each with a note on itself."""
    fiches = lues.perimetre.fiches_des_actions
    return lues.liste(
        cle, titre, lignes, fiches, lambda action, _ligne: Cellule.nommee(action, noter(action))
    )


def _si(liste: Liste) -> Iterable[Parts]:
    """This list, unless nothing is in it."""
    return [Parts.de(liste)] if liste.page.total else []


def retards(lues: Lues) -> Module:
    p = lues.perimetre
    lus = mesures.retards(p)
    chiffres = [
        Chiffre(_("En retard"), nombre(len(lus.en_retard)), p.adresse(echeancier=Echeancier.EN_RETARD.value)),
        Chiffre(_("Avec une échéance déplacée"), nombre(len(lus.reportees)), p.adresse(report="deplacee")),
    ]
    parts = [
        Parts.de(_actions(lues, "parts-retards-tous", _("En retard"), lus.en_retard, _echeance_passee)),
        Parts.de(_actions(lues, "parts-retards-deplacees", _("Avec une échéance déplacée"), lus.reportees)),
    ]
    nouveaux, deplacees = _("En retard depuis la dernière séance"), _("Déplacées depuis la dernière séance")
    if p.depuis and lus.depuis_mesure:
        chiffres += [
            Chiffre(nouveaux, nombre(len(lus.nouveaux or ())), "#parts-retards-nouveaux"),
            Chiffre(deplacees, nombre(len(lus.reportees_depuis)), "#parts-retards-deplacees-depuis"),
        ]
        parts += [
            Parts.de(_actions(lues, "parts-retards-nouveaux", nouveaux, lus.nouveaux or ())),
            Parts.de(
                _actions(
                    lues,
                    "parts-retards-deplacees-depuis",
                    deplacees,
                    lus.reportees_depuis,
                    lambda action: _deplacements(lus.deplacements[action.pk]),
                )
            ),
        ]
    elif p.depuis:
        chiffres += [Chiffre(nom, _("non mesuré"), "#formule-retards") for nom in (nouveaux, deplacees)]
    return Module(
        "retards",
        _("Retards et glissements"),
        chiffres,
        formule=_(
            "En retard : action à venir ou en cours dont la fin, ou l'échéance d'un jalon ouvert, est "
            "passée. "
            "Déplacée : au moins une date de l'action ou d'un jalon a un report. Depuis la dernière "
            "séance : "
            "après le %(date)s; l'état de ce jour-là, pour les mêmes actions, est relu dans l'historique. "
            "« Non mesuré » : l'historique du site ne remonte pas à ce jour."
        )
        % {"date": date_longue(p.depuis) or "–"},
        parts=parts,
    )


def _echeance_passee(action: Action) -> str:
    return _("échéance du %(date)s") % {"date": date_longue(action.prochaine_echeance)}


def _deplacements(reports) -> str:
    return "; ".join(
        _("%(quoi)s : du %(avant)s au %(apres)s")
        % {
            "quoi": r.quoi,
            "avant": date_longue(r.ancienne_date),
            "apres": date_longue(r.nouvelle_date) or "–",
        }
        for r in reports
    )


def fraicheur(lues: Lues) -> Module:
    p = lues.perimetre
    tout = mesures.ensemble(mesures.axes(p))
    return Module(
        "fraicheur",
        _("Fraîcheur"),
        [Chiffre(str(c.nom), nombre(c.nombre), p.adresse(fraicheur=c.etat)) for c in tout.fraicheurs],
        formule=_(
            "Jours depuis la dernière nouvelle que le public peut lire d'une action à venir ou en cours, ou "
            "depuis sa publication s'il n'y en a pas : à jour jusqu'à 90, à rafraîchir jusqu'à 180, sans "
            "nouvelles depuis plus de 6 mois ensuite. Les actions réalisées, suspendues ou abandonnées ne "
            "sont pas comptées."
        ),
        parts=[
            Parts.de(
                _actions(
                    lues,
                    f"parts-fraicheur-{etat.value}",
                    str(etat.label),
                    [a for a in p.actions_lues if a.fraicheur == etat],
                    lambda action: _("dernière nouvelle : %(date)s") % {"date": action.derniere_nouvelle},
                )
            )
            for etat in reversed(Fraicheur)
        ],
    )
