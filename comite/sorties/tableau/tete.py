"""The head of the dashboard: what asks for a decision, and where one is in four figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models.etats import Echeancier
from comite.mesures import engagements as mesures_engagements
from comite.mesures import jalons as mesures_jalons
from comite.mesures import lectures as mesures
from comite.mesures.comite import suites
from comite.mesures.perimetre import Perimetre
from comite.models import Seance
from comite.mots.portee import enumerer
from engagements.models.etats import SANS_PREUVE_ATTENDUE, Attention, Etat, LecturePreuve
from partenariat.histoire.temps import jours_depuis
from partenariat.presentation.dessins.courbes import Etincelle
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.etats import marque
from partenariat.presentation.formats import date_longue, jours, nombre, pourcent
from partenariat.presentation.texte import francais_de, passages

AU_PLUS = 6
"""Lines of what is to be decided: what follows is behind their counts."""
MOIS = 13
"""Ends of months of a spark: today's, and those of the twelve months before."""


@dataclass(frozen=True)
class Ligne:
    """One thing to be decided: its state, what it is, where it is read, why; what of it stays in French."""

    etat: str
    titre: str
    adresse: str
    dit: str
    francais: tuple[str, ...] = ()

    @classmethod
    def nommee(cls, etat: str, objet: Any, dit: str) -> "Ligne":
        """An action or a commitment, by its code and its title, that leads to its page."""
        titre = f"{objet.code} · {objet.traduit('titre')}"
        return cls(etat, titre, objet.get_absolute_url(), dit, francais_de(objet))

    @property
    def titre_lu(self) -> SafeString:
        return passages(self.titre, self.francais)

    @property
    def marque(self) -> SafeString:
        return marque(self.etat)


@dataclass(frozen=True)
class Compte:
    """A number of them, and their list."""

    dit: str
    adresse: str


class ADecider:
    """What asks for a decision, the longest late first: minutes, follow-ups, actions, contested commitments.

    It reads what the modules read; records are asked for here and read with theirs, once the page is written.
    """

    def __init__(self, perimetre: Perimetre, a_approuver: list[Seance]) -> None:
        self.p, self.prochaine, self.a_approuver = perimetre, perimetre.prochaine, a_approuver
        self.suites = [s for s in suites(perimetre) if s.en_retard]
        retards = [a for a in perimetre.actions_lues if a.echeancier == Echeancier.EN_RETARD]
        self.retards = sorted(retards, key=lambda a: a.prochaine_echeance)
        self.contestes = [e for e in perimetre.engagements_lus if e.conteste]
        perimetre.fiches_des_actions.demander(a.pk for a in self.retards[:AU_PLUS])
        perimetre.fiches_des_engagements.demander(e.pk for e in self.contestes[:AU_PLUS])

    @property
    def combien(self) -> int:
        return len(self.suites) + len(self.retards) + len(self.contestes) + bool(self.a_approuver)

    @property
    def dit(self) -> str:
        """« Quatre choses… », in figures; empty where there is nothing."""
        n = self.combien
        phrase = ngettext("%(n)s chose demande une décision.", "%(n)s choses demandent une décision.", n)
        return phrase % {"n": nombre(n)} if n else ""

    @property
    def lignes(self) -> list[Ligne]:
        return list(self._toutes())[:AU_PLUS]

    def _toutes(self) -> Iterator[Ligne]:
        if self.a_approuver:
            yield self._proces_verbaux()
        dues = [*map(self._suite, self.suites), *map(self._action, self.retards[:AU_PLUS])]
        yield from (ligne for _retard, ligne in sorted(dues, key=lambda d: -d[0]))
        yield from map(self._conteste, self.contestes[:AU_PLUS])

    def _proces_verbaux(self) -> Ligne:
        dates = enumerer([date_longue(s.date) for s in self.a_approuver])
        titre = ngettext(
            "Approuver le procès-verbal du %(dates)s",
            "Approuver les procès-verbaux des %(dates)s",
            len(self.a_approuver),
        ) % {"dates": dates}
        dit = _("Les délibérations ne sont publiques qu'une fois le procès-verbal approuvé.")
        return Ligne("projet", titre, self._preparation() or self.a_approuver[0].get_absolute_url(), dit)

    def _preparation(self, ancre: str = "") -> str:
        return f"{self.prochaine.adresse('preparation')}{ancre}" if self.prochaine else ""

    def _suite(self, suite: Any) -> tuple[int, Ligne]:
        retard = jours_depuis(suite.echeance)
        dit = _("Suite due le %(date)s : %(retard)s de retard. %(responsable)s.") % {
            "date": date_longue(suite.echeance),
            "retard": jours(retard),
            "responsable": suite.responsable.nom_court,
        }
        adresse = self._preparation("#suites") or suite.seance.get_absolute_url()
        return retard, Ligne("en_retard", suite.libelle, adresse, dit, (suite.libelle,))

    def _action(self, lue: Any) -> tuple[int, Ligne]:
        action = self.p.fiches_des_actions[lue.pk]
        retard = jours_depuis(lue.prochaine_echeance)
        dit = _("Échéance passée le %(date)s : %(retard)s de retard.") % {
            "date": date_longue(lue.prochaine_echeance),
            "retard": jours(retard),
        }
        return retard, Ligne.nommee("en_retard", action, dit)

    def _conteste(self, lu: Any) -> Ligne:
        engagement = self.p.fiches_des_engagements[lu.pk]
        dit = _("Contesté : la dernière déclaration n'est pas confirmée. %(preuve)s.") % {
            "preuve": LecturePreuve(lu.preuve).label
        }
        return Ligne.nommee("conteste", engagement, dit)

    @property
    def comptes(self) -> list[Compte]:
        """All of them, by kind, where the lines are but some."""
        if self.combien <= AU_PLUS:
            return []
        p = self.p
        comptes = [
            (
                len(self.retards),
                ngettext("%(n)s action en retard", "%(n)s actions en retard", len(self.retards)),
                p.adresse(echeancier=Echeancier.EN_RETARD.value),
            ),
            (
                len(self.suites),
                ngettext("%(n)s suite en retard", "%(n)s suites en retard", len(self.suites)),
                self._preparation("#suites") or p.plan.adresse("decisions"),
            ),
            (
                len(self.contestes),
                ngettext("%(n)s engagement contesté", "%(n)s engagements contestés", len(self.contestes)),
                p.adresse("engagements", attention=Attention.CONTESTE.value),
            ),
        ]
        return [Compte(dit % {"n": nombre(n)}, adresse) for n, dit, adresse in comptes if n]


@dataclass(frozen=True)
class GrandChiffre:
    """A figure of the head: its list, what it is out of, what it was, its year where that is known."""

    nom: str
    valeur: str
    adresse: str
    sur: str = ""
    note: str = ""
    alerte: bool = False
    figure: SafeString | str = ""


def grands_chiffres(p: Perimetre, caches: list[str]) -> list[GrandChiffre]:
    """Four figures, of what is read anyway. Only what history can tell of a year ago is drawn: milestones
    bear their dates, the other readings do not."""
    portraits = [b for b in mesures.axes(p) if b.total]
    if not portraits:
        return []
    tout = mesures.ensemble(portraits)
    retards = sum(1 for a in p.actions_lues if a.echeancier == Echeancier.EN_RETARD)
    return [
        GrandChiffre(
            _("Actions en retard"),
            nombre(retards),
            p.adresse(echeancier=Echeancier.EN_RETARD.value),
            _("sur %(n)s en cours ou à venir") % {"n": nombre(tout.en_vigueur)},
            alerte=bool(retards),
        ),
        GrandChiffre(
            _("Avancement moyen"),
            pourcent(tout.avancement.avancement),
            p.adresse() if "axes" in caches else "#parts-axes-mesurees",
            note=_("%(m)d mesurées sur %(s)d")
            % {"m": tout.avancement.mesurees, "s": tout.avancement.suivies},
        ),
        *_jalons(p, caches),
        *_preuves(p),
    ]


def _jalons(p: Perimetre, caches: list[str]) -> list[GrandChiffre]:
    passes = [m for m in mesures_jalons.jalons(p) if m.atteints is not None]
    if not passes:
        return []
    derniers = passes[-MOIS:]
    atteints = [m.atteints or 0 for m in derniers]
    figure: SafeString | str = ""
    note = ""
    if len(derniers) == MOIS:
        mots = _("Jalons atteints en cumulé, des douze derniers mois : de %(avant)d à %(maintenant)d.") % {
            "avant": atteints[0],
            "maintenant": atteints[-1],
        }
        figure = Figure(Etincelle(atteints, [m.prevus for m in derniers]), mots).html
        note = _("%(n)s il y a un an; en tireté, le prévu") % {"n": nombre(atteints[0])}
    return [
        GrandChiffre(
            _("Jalons atteints"),
            nombre(atteints[-1]),
            p.adresse() if "jalons" in caches else "#parts-jalons-atteints",
            _("sur %(n)s prévus") % {"n": nombre(derniers[-1].prevus)},
            note,
            figure=figure,
        )
    ]


def _preuves(p: Perimetre) -> list[GrandChiffre]:
    appuyes, verifies, attendus = mesures_engagements.couverture(p)
    if not attendus:
        return []
    etats = [etat.value for etat in Etat if etat not in SANS_PREUVE_ATTENDUE]
    preuves = [LecturePreuve.VERIFIEE.value, LecturePreuve.DEPOSEE.value]
    return [
        GrandChiffre(
            _("Engagements appuyés d'une preuve"),
            nombre(appuyes),
            p.adresse("engagements", etat=etats, preuve=preuves),
            _("sur %(n)s") % {"n": nombre(attendus)},
            _("dont %(v)s par une preuve vérifiée") % {"v": nombre(verifies)},
        )
    ]
