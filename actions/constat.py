"""What the page of an action finds, in one paragraph: where it stands, what is missing, since when.

`constat(action)` says it from the readings and the milestones, and nothing that they do not know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.lectures import PREAVIS
from actions.models import Action, Jalon
from actions.models.etats import Confiance, Echeancier, Fraicheur, Publication, Statut
from partenariat.histoire.temps import jour, jours_depuis
from partenariat.presentation.formats import dans_combien, date_longue, en_lettres, nombre
from partenariat.presentation.texte import passages

EN_ANNEES = 24
"""Months of silence from which it is said in years."""


@dataclass(frozen=True)
class Constat:
    """`tete` is what one reads first; `suite`, what proves it; `etat`, the state whose tone it takes;
    `francais`, the titles that stay so on an English page."""

    tete: str
    suite: str
    etat: str
    francais: tuple[str, ...] = ()

    @property
    def suite_lue(self) -> SafeString:
        """What proves it, with what is French in it told apart."""
        return passages(self.suite, self.francais)

    @property
    def alerte(self) -> bool:
        return self.etat == Echeancier.EN_RETARD


def constat(action: Action) -> Constat:
    """The finding of an action read with what hangs from it (`autour.autour_de`). No query then."""
    jalons = list(action.jalons.all())
    francais = tuple(jalon.titre for jalon in jalons if jalon.reste_francais("titre"))
    return replace(_constat(action, jalons), francais=francais)


def _constat(action: Action, jalons: Sequence[Jalon]) -> Constat:
    if action.publication == Publication.ARCHIVEE:
        return Constat(_("Archivée."), _des_jalons(action, jalons), Publication.ARCHIVEE)
    if tete := TETES.get(action.statut):
        return Constat(str(tete), _des_jalons(action, jalons), action.statut)
    echeancier = action.lectures["echeancier"]
    dire: dict[str, Callable[[Action, Sequence[Jalon]], tuple[str, str]]] = {
        Echeancier.EN_RETARD: _en_retard,
        Echeancier.A_SURVEILLER: _a_surveiller,
        Echeancier.DANS_LES_TEMPS: _dans_les_temps,
        Echeancier.SANS_ECHEANCE: _sans_echeance,
    }
    tete, suite = dire[echeancier](action, jalons)
    a_venir = _("L'action n'a pas commencé.") if action.statut == Statut.A_VENIR else ""
    silence = _silence(action)
    # Nobody has said for months that it is on time: both are read at once.
    if echeancier == Echeancier.DANS_LES_TEMPS and action.lectures["fraicheur"] == Fraicheur.PERIMEE:
        tete, silence = _("Dans les temps, mais %(silence)s.") % {"silence": silence}, ""
    dit = f"{silence[:1].upper()}{silence[1:]}." if silence else ""
    return Constat(tete, _joindre(a_venir, suite, dit), echeancier)


TETES: dict[str, str | Promise] = {
    Statut.REALISEE: gettext_lazy("Réalisée."),
    Statut.SUSPENDUE: gettext_lazy("Suspendue."),
    Statut.ABANDONNEE: gettext_lazy("Abandonnée."),
}


def jours_de_retard(action: Action) -> int:
    """Days since the first date that it missed; 0 where it misses none."""
    echeance = action.prochaine_echeance
    en_retard = action.lectures["echeancier"] == Echeancier.EN_RETARD
    return jours_depuis(echeance) if en_retard and echeance else 0


def _en_retard(action: Action, jalons: Sequence[Jalon]) -> tuple[str, str]:
    retard = jours_de_retard(action)
    tete = ngettext("En retard de %(n)s jour.", "En retard de %(n)s jours.", retard) % {"n": nombre(retard)}
    manquent = sorted((j for j in jalons if j.en_retard), key=lambda j: (j.echeance, j.pk))
    if not manquent:
        fin = _("Sa fin était prévue le %(date)s.") % {"date": date_longue(action.fin)}
        return tete, _joindre(_des_jalons(action, jalons), fin)
    dits = {"titre": manquent[0].traduit("titre"), "date": date_longue(manquent[0].echeance)}
    if len(manquent) > 1:
        phrase = _("%(combien)s sont en retard, le premier depuis le %(date)s : « %(titre)s ».")
        combien = _jalons(len(manquent))
        return tete, _joindre(_des_jalons(action, jalons), phrase % {"combien": combien, **dits})
    if any(j.atteint_le for j in jalons):
        phrase = _("%(atteints)s; « %(titre)s », attendu le %(date)s, ne l'est pas.")
        return tete, phrase % {"atteints": _des_jalons(action, jalons).rstrip("."), **dits}
    return tete, _joindre(_des_jalons(action, jalons), _("« %(titre)s » était attendu le %(date)s.") % dits)


def _a_surveiller(action: Action, jalons: Sequence[Jalon]) -> tuple[str, str]:
    proche = action.prochaine_echeance
    pressee = proche is not None and proche <= jour() + PREAVIS
    confiance = (
        _("Son responsable doute de l'échéance : confiance faible.")
        if action.confiance == Confiance.FAIBLE
        else ""
    )
    echeance = _la_prochaine(action, jalons) if pressee else ""
    return _("À surveiller."), _joindre(echeance, confiance, _des_jalons(action, jalons))


def _dans_les_temps(action: Action, jalons: Sequence[Jalon]) -> tuple[str, str]:
    return _("Dans les temps."), _joindre(_des_jalons(action, jalons), _la_prochaine(action, jalons))


def _sans_echeance(action: Action, jalons: Sequence[Jalon]) -> tuple[str, str]:
    return _("Sans échéance."), _des_jalons(action, jalons)


def _la_prochaine(action: Action, jalons: Sequence[Jalon]) -> str:
    """What is due next, and in how many days: of the readings that have a date that can still be missed."""
    le: date | None = action.prochaine_echeance
    if le is None:
        return ""
    dits = {"date": date_longue(le), "quand": dans_combien(le)}
    if jalon := next((j for j in jalons if j.ouvert and j.echeance == le), None):
        return _("Prochain jalon : « %(titre)s », le %(date)s (%(quand)s).") % {
            "titre": jalon.traduit("titre"),
            **dits,
        }
    return _("Sa fin est prévue le %(date)s (%(quand)s).") % dits


def _des_jalons(action: Action, jalons: Sequence[Jalon]) -> str:
    """« Un jalon sur trois est atteint. »"""
    if not jalons:
        return _("Aucun jalon n'est inscrit.")
    atteints, tous = sum(1 for j in jalons if j.atteint_le), len(jalons)
    if atteints == tous:
        return (
            _("Son seul jalon est atteint.")
            if tous == 1
            else _("Ses %(n)s jalons sont atteints.") % {"n": en_lettres(tous)}
        )
    if atteints == 0:
        return (
            _("Son seul jalon n'est pas atteint.")
            if tous == 1
            else _("Aucun de ses %(n)s jalons n'est atteint.") % {"n": en_lettres(tous)}
        )
    phrase = ngettext(
        "%(combien)s sur %(tous)s est atteint.", "%(combien)s sur %(tous)s sont atteints.", atteints
    )
    return phrase % {"combien": _jalons(atteints), "tous": en_lettres(tous)}


def _jalons(n: int) -> str:
    """« Un jalon », « Deux jalons »."""
    dit = ngettext("%(n)s jalon", "%(n)s jalons", n) % {"n": en_lettres(n)}
    return dit[:1].upper() + dit[1:]


def _silence(action: Action) -> str:
    """« sans nouvelles depuis plus de sept ans »; nothing where news is fresh, or owed by nobody."""
    fraicheur, depuis = action.lectures["fraicheur"], action.frais_depuis
    if fraicheur == Fraicheur.A_RAFRAICHIR:
        mois = mois_entre(depuis, jour())
        dit = ngettext("sans nouvelles depuis %(n)s mois", "sans nouvelles depuis %(n)s mois", mois)
        return dit % {"n": en_lettres(mois)}
    if fraicheur != Fraicheur.PERIMEE:
        return ""
    # « Plus de » of what is over, the day itself left out. The state begins at 180 days, and says 6 months.
    mois = max(mois_entre(depuis, jour() - timedelta(days=1)), 6)
    if mois >= EN_ANNEES:
        return _("sans nouvelles depuis plus de %(n)s ans") % {"n": en_lettres(mois // 12)}
    return _("sans nouvelles depuis plus de %(n)s mois") % {"n": en_lettres(mois)}


def mois_entre(debut: date, fin: date) -> int:
    """Whole months from a day to another."""
    return (fin.year - debut.year) * 12 + fin.month - debut.month - (fin.day < debut.day)


def _joindre(*phrases: str) -> str:
    return " ".join(filter(None, phrases))
