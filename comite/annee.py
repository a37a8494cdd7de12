"""A year of the committee in time: its meetings, the decisions that they took, the follow-ups that are due.

`annee_du_comite(plan, seances)` gives what `templates/composants/annee_du_comite.html` draws: about twelve
months around the day being read, three tracks, each bounded. What minutes not approved yet hold is not public
(`Decision.objects.publiques`), and is not here. One query.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.frises.marques import Marque
from actions.models import Plan
from comite.models import Decision, Seance, Suite
from comite.models.etats import OUVERTES, EtatProcesVerbal, EtatSeance, EtatSuite
from partenariat.donnees.en_une_fois import lecture
from partenariat.histoire.temps import jour
from partenariat.presentation.dessins.temps import ETAGE, Borne, Echelle, Etiquette
from partenariat.presentation.formats import date_longue, jour_lu, nom_du_mois, nombre

AVANT, APRES = timedelta(days=300), timedelta(days=65)
"""What is drawn around the day being read: a year, and more of what was done than of what is to come."""
PILE = 4
"""Marks of one month and state: more are one mark and a figure."""
SEANCES = 60
"""Meetings drawn, the nearest ones; all are in the table beside."""
LIGNE, PREMIER = 60, 52
"""Pixels: where the line of a track stands, and the first mark of a stack over it."""
LARGEUR = 300
"""Pixels: the least width at which the name of today must hold."""
NOMMEES = 3
"""Meetings whose minutes wait that are named; more are a figure."""
SUR_LA_LIGNE = {
    EtatSeance.TENUE.value: "atteint",
    EtatSeance.ANNULEE.value: "annule",
    EtatSeance.CONVOQUEE.value: "prevu",
    EtatSeance.PLANIFIEE.value: "prevu",
}
"""The shape of a meeting."""


@dataclass
class Piste:
    """One track: what it is of, its sentence, its marks, the earliest first."""

    nom: str
    dit: str
    marques: list[Marque] = field(default_factory=list)


@dataclass
class AnneeDuComite:
    echelle: Echelle
    pistes: list[Piste]

    @property
    def passe(self) -> str:
        return self.echelle.pct(jour())

    @property
    def aujourd_hui(self) -> Etiquette:
        return Etiquette(self.echelle.x(jour()), 0, jour_lu()).dans(LARGEUR)

    @cached_property
    def mois(self) -> list[tuple[Borne, str]]:
        """Where quarters begin, and their names; January is its year."""
        return [
            (b, str(b.le.year) if b.le.month == 1 else nom_du_mois(b.le))
            for b in self.echelle.mois(3)
            if b.x < 92  # in %: a name that would leave the drawing
        ]

    @property
    def vide(self) -> bool:
        return not any(piste.marques for piste in self.pistes)


@lecture(Plan)
def _faits(plan: Plan) -> dict[str, QuerySet[Any, Any]]:
    decisions = Decision.objects.publiques().filter(seance__plan=plan, seance__date__gte=jour() - AVANT)
    return {
        "decisions": _en_piles(decisions.annotate(n_le=F("seance__date"), n_etat=Value("atteint"))).values(
            "n_le", "n_etat", "n_compte", "n_rang", n_nom=F("numero"), n_seance=F("seance__numero")
        ),
        "suites": _en_piles(_suites(plan)).values(
            "n_le", "n_etat", "n_compte", "n_rang", n_nom=F("responsable__nom"), n_seance=F("seance__numero")
        ),
    }


def _suites(plan: Plan) -> QuerySet[Any, Any]:
    """The public follow-ups that have a day within what is drawn: that of their end, or of their due date.

    One that is late is there however long it has been: the sentence counts it.
    """
    etat = Case(
        When(etat=EtatSuite.CADUQUE, then=Value("annule")),
        When(~Q(etat__in=OUVERTES), then=Value("atteint")),
        When(echeance__lt=jour(), then=Value("en_retard")),
        default=Value("prevu"),
        output_field=CharField(),
    )
    lues = Suite.objects.publiques().filter(seance__plan=plan)
    datees = lues.annotate(n_le=Coalesce("close_le", "echeance"), n_etat=etat)
    dedans = Q(n_le__gte=jour() - AVANT, n_le__lte=jour() + APRES)
    return datees.filter(dedans | Q(n_etat="en_retard"))


def _en_piles(lus: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """A row a mark where those of a month are drawn one by one, a row a month where they are a figure."""
    pile: list[Any] = [TruncMonth("n_le"), F("n_etat")]
    comptes = lus.order_by().annotate(
        n_compte=Window(Count("pk"), partition_by=pile),
        n_rang=Window(RowNumber(), partition_by=pile, order_by=["n_le", "pk"]),
    )
    return comptes.filter(Q(n_rang=1) | Q(n_compte__lte=PILE)).order_by("n_le", "n_etat", "n_rang", "pk")


def annee_du_comite(plan: Plan, seances: Iterable[Seance]) -> AnneeDuComite:
    """The year around the day being read.

    Args:
        seances: every meeting of the plan.
    """
    echelle = Echelle(jour() - AVANT, jour() + APRES)
    lus = _faits(plan)
    seances = list(seances)
    attendent = _sans_proces_verbal(echelle, seances)

    def dire_les_decisions(comptes: Counter[str]) -> str:
        return _dit_des_decisions(comptes, attendent)

    return AnneeDuComite(
        echelle,
        [
            _seances(plan, echelle, seances),
            _piste(plan, echelle, _("Décisions"), lus["decisions"], _une_decision, dire_les_decisions),
            _piste(plan, echelle, _("Suites"), lus["suites"], _une_suite, _dit_des_suites),
        ],
    )


def _seances(plan: Plan, echelle: Echelle, seances: Iterable[Seance]) -> Piste:
    dedans = sorted((s for s in seances if echelle.contient(s.date)), key=lambda s: abs(s.date - jour()))
    comptes = Counter(s.etat for s in dedans)
    tenues, attendues = (
        comptes[EtatSeance.TENUE],
        comptes[EtatSeance.CONVOQUEE] + comptes[EtatSeance.PLANIFIEE],
    )
    annulees = comptes[EtatSeance.ANNULEE]
    parts = [ngettext("%(n)s tenue", "%(n)s tenues", tenues) % {"n": nombre(tenues)}] if tenues else []
    if attendues:
        parts.append(ngettext("%(n)s prévue", "%(n)s prévues", attendues) % {"n": nombre(attendues)})
    if annulees:
        parts.append(ngettext("%(n)s annulée", "%(n)s annulées", annulees) % {"n": nombre(annulees)})
    piste = Piste(_("Séances"), f"{', '.join(parts)}." if parts else _("aucune à ces dates."))
    for seance in sorted(dedans[:SEANCES], key=lambda s: (s.date, s.numero)):
        dits = {
            "numero": seance.numero,
            "date": date_longue(seance.date),
            "etat": seance.get_etat_display().lower(),
        }
        nom = _("Séance %(numero)s, %(date)s : %(etat)s") % dits
        adresse = plan.adresse("seance", numero=seance.numero)
        x = echelle.pct(seance.date)
        piste.marques.append(Marque(SUR_LA_LIGNE[seance.etat], x, LIGNE, nom, adresse, seance.date))
    return piste


def _piste(
    plan: Plan,
    echelle: Echelle,
    nom: str,
    lignes: Sequence[dict[str, Any]],
    nommer: Callable[[dict[str, Any], int], str],
    dire: Callable[[Counter[str]], str],
) -> Piste:
    comptes: Counter[str] = Counter()
    etages: Counter[str] = Counter()
    piste = Piste(nom, "")
    for ligne in lignes:
        if ligne["n_rang"] == 1:
            comptes[ligne["n_etat"]] += ligne["n_compte"]
        combien = ligne["n_compte"] if ligne["n_compte"] > PILE else 1
        x = echelle.pct(ligne["n_le"])
        y = PREMIER - ETAGE * min(etages[x], PILE)
        etages[x] += 1 if combien == 1 else 2
        adresse = plan.adresse("seance", numero=ligne["n_seance"])
        dit = nommer(ligne, combien)
        piste.marques.append(Marque(ligne["n_etat"], x, y, dit, adresse, ligne["n_le"], nombre=combien))
    piste.dit = dire(comptes)
    return piste


def _une_decision(ligne: dict[str, Any], combien: int) -> str:
    dits = {"nom": ligne["n_nom"], "date": date_longue(ligne["n_le"]), "n": nombre(combien)}
    return (
        _("Décision %(nom)s, %(date)s") if combien == 1 else _("%(n)s décisions, à partir du %(date)s")
    ) % dits


def _une_suite(ligne: dict[str, Any], combien: int) -> str:
    """Its words are of minutes: it is named by who answers for it."""
    etats = {
        "atteint": _("faite"),
        "annule": _("caduque"),
        "en_retard": _("en retard"),
        "prevu": _("à faire"),
    }
    dits = {"nom": ligne["n_nom"], "etat": etats[ligne["n_etat"]], "date": date_longue(ligne["n_le"])}
    if combien > 1:
        return _("%(n)s suites (%(etat)s), à partir du %(date)s") % (dits | {"n": nombre(combien)})
    return _("Suite de %(nom)s : %(etat)s, %(date)s") % dits


def _sans_proces_verbal(echelle: Echelle, seances: Iterable[Seance]) -> list[str]:
    """« du 22 avril 2026 »: the meetings drawn whose minutes wait, what they decided with them."""
    attendent = [
        s
        for s in seances
        if s.etat == EtatSeance.TENUE and s.etat_pv != EtatProcesVerbal.APPROUVE and echelle.contient(s.date)
    ]
    attendent.sort(key=lambda s: (s.date, s.numero))
    return [_("du %(date)s") % {"date": date_longue(s.date)} for s in attendent]


def _dit_des_decisions(comptes: Counter[str], attendent: Sequence[str]) -> str:
    """« 1 publique; celles du 22 avril 2026 attendent l'approbation du procès-verbal. »

    How many those are, or whether there are any, is not public.
    """
    total = comptes["atteint"]
    dit = (
        ngettext("%(n)s publique", "%(n)s publiques", total) % {"n": nombre(total)}
        if total
        else _("aucune n'est publique à ces dates")
    )
    if not attendent:
        return f"{dit}."
    if len(attendent) > NOMMEES:
        seances = _("de %(n)s séances") % {"n": nombre(len(attendent))}
    elif len(attendent) == 1:
        seances = attendent[0]
    else:
        premieres = ", ".join(attendent[:-1])
        seances = _("%(premieres)s et %(derniere)s") % {"premieres": premieres, "derniere": attendent[-1]}
    suite = ngettext(
        "celles %(seances)s attendent l'approbation du procès-verbal.",
        "celles %(seances)s attendent l'approbation de leurs procès-verbaux.",
        len(attendent),
    )
    return f"{dit}; {suite % {'seances': seances}}"


def _dit_des_suites(comptes: Counter[str]) -> str:
    """« 4 faites, 2 à faire, 1 en retard. »"""
    faites, a_faire, tard = comptes["atteint"], comptes["prevu"], comptes["en_retard"]
    parts = [ngettext("%(n)s faite", "%(n)s faites", faites) % {"n": nombre(faites)}] if faites else []
    parts += [_("%(n)s à faire") % {"n": nombre(a_faire)}] if a_faire else []
    parts += [_("%(n)s en retard") % {"n": nombre(tard)}] if tard else []
    return f"{', '.join(parts)}." if parts else _("aucune à ces dates.")
