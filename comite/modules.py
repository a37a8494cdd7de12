"""The modules of the dashboard: what each shows, its figures, its chart, its table, its explanation."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action
from actions.models.etats import EN_VIGUEUR, Echeancier, Statut
from comite import graphiques, mesures
from comite.mesures import Perimetre
from comite.pieces import Cellule, Chiffre, Module, Tableau, cellules
from engagements.models.etats import Etat, LecturePreuve
from partenariat.presentation.formats import compte_actions, date_longue, mesure, nombre, pourcent
from partenariat.presentation.graphiques import figure


def _axes(p: Perimetre) -> Module:
    bilans = [b for b in mesures.axes(p) if b.total]
    tout = mesures.ensemble(bilans) if bilans else None

    def ligne(bilan, nom, **axe) -> list[Cellule]:
        etats = [
            (nombre(c.nombre), p.adresse(**axe, echeancier=c.etat)) if c.nombre else "0"
            for c in bilan.echeanciers
        ]
        statuts = {c.etat: c.nombre for c in bilan.statuts}
        autres = [
            (nombre(statuts[s]), p.adresse(**axe, statut=s.value)) if statuts[s] else "0"
            for s in (Statut.REALISEE, Statut.SUSPENDUE, Statut.ABANDONNEE)
        ]
        groupe = bilan.avancement
        taux = _("%(taux)s (%(m)d mesurées sur %(s)d)") % {
            "taux": pourcent(groupe.avancement),
            "m": groupe.mesurees,
            "s": groupe.suivies,
        }
        return cellules(nom, (nombre(bilan.total), p.adresse(**axe)), *etats, *autres, taux)

    if tout is None:
        return Module("axes", _("Lectures par axe"), vide=_("Aucune action ne répond à ces critères."))
    lignes = [
        ligne(b, _("Axe %(n)d. %(nom)s") % {"n": b.axe.numero, "nom": b.axe.nom_court}, axe=b.axe.numero)
        for b in bilans
    ]
    lignes.append(ligne(tout, _("Tout")))
    entetes = [_("Axe"), _("Actions"), *(str(e.label) for e in Echeancier)]
    entetes += [str(s.label) for s in (Statut.REALISEE, Statut.SUSPENDUE, Statut.ABANDONNEE)]
    return Module(
        "axes",
        _("Lectures par axe"),
        [Chiffre(_("Actions publiques"), nombre(tout.total), p.adresse())],
        figure(graphiques.axes(bilans), _("Répartition des actions de chaque axe selon leur état.")),
        [Tableau(_("Actions par axe"), [*entetes, _("Avancement")], lignes)],
        _(
            "Avancement d'un groupe : somme des taux des actions mesurées, divisée par leur "
            "nombre. Ici %(somme)s "
            "÷ %(n)d. Le taux d'une action est le poids de ses jalons atteints divisé par le "
            "poids total; une "
            "action réalisée compte 100; une action sans jalon n'est pas mesurée; les "
            "actions abandonnées n'y "
            "entrent pas."
        )
        % {"somme": nombre(tout.avancement.somme), "n": tout.avancement.mesurees},
    )


def _codes(actions: list[Action]) -> list[Cellule]:
    return [Cellule(f"{a.code} · {a.traduit('titre')}", a.get_absolute_url()) for a in actions]


def _nouveaux(lus: mesures.Retards) -> str:
    return _("non mesuré") if lus.nouveaux is None else nombre(len(lus.nouveaux))


def _retards(p: Perimetre) -> Module:
    lus = mesures.retards(p)
    depuis = date_longue(p.depuis)
    chiffres = [
        Chiffre(_("En retard"), nombre(len(lus.en_retard)), p.adresse(echeancier=Echeancier.EN_RETARD.value)),
        Chiffre(_("Avec une échéance déplacée"), nombre(len(lus.reportees)), p.adresse(report="deplacee")),
    ]
    if depuis:
        chiffres += [
            Chiffre(
                _("En retard depuis la dernière séance"),
                _nouveaux(lus),
                "#parts-retards",
            ),
            Chiffre(
                _("Déplacées depuis la dernière séance"), nombre(len(lus.reportees_depuis)), "#parts-retards"
            ),
        ]
    return Module(
        "retards",
        _("Retards et glissements"),
        chiffres,
        formule=_(
            "En retard : action à venir ou en cours dont la fin, ou l'échéance d'un jalon "
            "ouvert, est passée. "
            "Déplacée : au moins une date de l'action ou d'un jalon a un report. Depuis la dernière séance : "
            "après le %(date)s; l'état de ce jour-là est relu dans l'historique. Ci-dessous, "
            "les nouveaux retards, "
            "puis les dates déplacées. « Non mesuré » : l'historique du site ne remonte pas à ce jour."
        )
        % {"date": depuis or "–"},
        parts=_codes(list(dict.fromkeys([*(lus.nouveaux or ()), *lus.reportees_depuis]))),
    )


def _engagements(p: Perimetre) -> Module:
    promesses = mesures.engagements(p)
    total = sum(x.total for x in promesses)
    if not total:
        return Module("engagements", _("Engagements"), vide=_("Aucun engagement ne répond à ces critères."))
    lignes = [
        cellules(
            str(etat.label),
            *(
                (nombre(x.etats[etat]), p.adresse("engagements", partie=x.partie.value, etat=etat.value))
                if x.etats[etat]
                else "0"
                for x in promesses
            ),
            (nombre(sum(x.etats[etat] for x in promesses)), p.adresse("engagements", etat=etat.value)),
        )
        for etat in Etat
    ]
    return Module(
        "engagements",
        _("Engagements par état et par partie"),
        [Chiffre(_("Engagements publics"), nombre(total), p.adresse("engagements"))],
        figure(
            graphiques.engagements(promesses),
            _("Répartition des engagements de chaque partie selon leur état."),
        ),
        [
            Tableau(
                _("Engagements par état"),
                [_("État"), *(str(x.partie.label) for x in promesses), _("En tout")],
                lignes,
            )
        ],
        _(
            "Un engagement compte du côté de l'organisation qui promet. Les engagements "
            "remplacés n'y entrent pas."
        ),
    )


def _preuves(p: Perimetre) -> Module:
    promesses = mesures.engagements(p)
    appuyes, verifies, attendus = mesures.couverture(promesses, p)
    lignes = [
        cellules(
            str(preuve.label),
            *(
                (
                    nombre(x.preuves[preuve]),
                    p.adresse("engagements", partie=x.partie.value, preuve=preuve.value),
                )
                if x.preuves[preuve]
                else "0"
                for x in promesses
            ),
        )
        for preuve in LecturePreuve
    ]
    taux = (200 * appuyes + attendus) // (2 * attendus) if attendus else None
    return Module(
        "preuves",
        _("Couverture par les preuves"),
        [Chiffre(_("Engagements appuyés d'une preuve"), pourcent(taux))],
        tableaux=[
            Tableau(
                _("Engagements par preuve"), [_("Preuve"), *(str(x.partie.label) for x in promesses)], lignes
            )
        ],
        formule=_(
            "Engagements signés, en cours ou réglés qui ont au moins une preuve : %(a)d, sur "
            "%(t)d; vérifiée par "
            "une autre organisation : %(v)d. Les engagements proposés ou retirés n'en "
            "attendent pas; le tableau "
            "les compte quand même."
        )
        % {"a": appuyes, "t": attendus, "v": verifies},
    )


def _reponses(p: Perimetre) -> Module:
    ronde, taux = mesures.reponses(p)
    if ronde is None:
        return Module("reponses", _("Réponses aux demandes"), vide=_("Aucune ronde n'a encore été ouverte."))
    demandes, reponses = sum(t["demandes"] for t in taux), sum(t["reponses"] for t in taux)
    return Module(
        "reponses",
        _("Réponses aux demandes"),
        [
            Chiffre(
                str(ronde),
                _("%(r)d sur %(d)d") % {"r": reponses, "d": demandes},
                p.plan.adresse("rondes"),
            )
        ],
        tableaux=[
            Tableau(
                _("Réponses par organisation"),
                [_("Organisation"), _("Demandes"), _("Réponses")],
                [
                    cellules(
                        (t["nom"], p.plan.adresse("organisation", slug=t["slug"])),
                        t["demandes"],
                        t["reponses"],
                    )
                    for t in taux
                ],
            )
        ],
        formule=_(
            "Une demande est répondue quand l'organisation inscrit un suivi de l'action, ou déclare son "
            "engagement, du %(ouvre)s au %(ferme)s."
        )
        % {"ouvre": date_longue(ronde.ouvre_le), "ferme": date_longue(ronde.ferme_le)},
    )


def _fraicheur(p: Perimetre) -> Module:
    tout = mesures.ensemble(mesures.axes(p))
    vivantes = [statut.value for statut in EN_VIGUEUR]
    return Module(
        "fraicheur",
        _("Fraîcheur"),
        [
            Chiffre(str(c.nom), nombre(c.nombre), p.adresse(fraicheur=c.etat, statut=vivantes))
            for c in tout.fraicheurs
        ],
        formule=_(
            "Jours depuis le dernier suivi ou le dernier changement de fond d'une action à "
            "venir ou en cours : à "
            "jour jusqu'à 90, à rafraîchir jusqu'à 180, périmée au-delà."
        ),
    )


def _suites(p: Perimetre) -> Module:
    ouvertes = mesures.suites(p)
    if not ouvertes:
        return Module("suites", _("Suites à donner"), vide=_("Aucune suite n'est ouverte."))
    lignes = [
        cellules(
            (s.libelle, s.seance.adresse("tenue")),
            str(s.responsable),
            date_longue(s.echeance) or "–",
            _("En retard") if s.en_retard else s.get_etat_display(),
        )
        for s in ouvertes
    ]
    return Module(
        "suites",
        _("Suites à donner"),
        [
            Chiffre(_("Ouvertes"), nombre(len(ouvertes))),
            Chiffre(_("En retard"), nombre(sum(s.en_retard for s in ouvertes))),
        ],
        tableaux=[
            Tableau(_("Suites ouvertes"), [_("Quoi"), _("Responsable"), _("Échéance"), _("État")], lignes)
        ],
        formule=_("Une suite reste ouverte, de séance en séance, tant qu'elle n'est ni faite ni caduque."),
    )


def _jalons(p: Perimetre) -> Module:
    mois = mesures.jalons(p)
    if not mois:
        return Module("jalons", _("Jalons prévus et atteints"), vide=_("Ces actions n'ont pas de jalon."))
    ici = max((m for m in mois if m.atteints is not None), key=lambda m: m.fin, default=mois[0])
    # One line a year says what the curve says.
    par_an = {m.fin.year: m for m in mois}
    return Module(
        "jalons",
        _("Jalons prévus et atteints"),
        [
            Chiffre(_("Prévus à la fin du mois"), nombre(ici.prevus)),
            Chiffre(_("Atteints"), nombre(ici.atteints)),
        ],
        figure(graphiques.jalons(mois), _("Jalons prévus et jalons atteints, en cumulé, mois par mois.")),
        [
            Tableau(
                _("Jalons en cumulé, à la fin de chaque année"),
                [_("Année"), _("Prévus"), _("Atteints")],
                [
                    cellules(str(annee), m.prevus, "–" if m.atteints is None else m.atteints)
                    for annee, m in par_an.items()
                ],
            )
        ],
        _(
            "Prévus : jalons dont l'échéance actuelle est passée à cette date. Atteints : "
            "jalons dont la date "
            "d'atteinte est passée. Les jalons annulés n'y sont pas."
        ),
    )


def _indicateurs(p: Perimetre) -> Module:
    lus = mesures.indicateurs(p)
    if not lus:
        return Module("indicateurs", _("Indicateurs"), vide=_("Ces actions n'ont pas d'indicateur."))
    atteints = sum(i.cible_atteinte is True for i in lus)
    compares = sum(i.cible_atteinte is not None for i in lus)

    def verdict(i) -> str:
        if i.derniere_mesure is None:
            return _("non mesuré")
        if i.cible_valeur is None:
            return _("sans cible")
        return _("cible atteinte") if i.cible_atteinte else _("écart : %(e)s") % {"e": nombre(i.ecart)}

    lignes = [
        cellules(
            (f"{i.action.code} · {i}", i.action.get_absolute_url()),
            mesure(i.derniere_mesure.valeur, i.unite) if i.derniere_mesure else _("non mesuré"),
            mesure(i.cible_valeur, i.unite),
            verdict(i),
        )
        for i in lus
    ]
    return Module(
        "indicateurs",
        _("Indicateurs et cibles"),
        [Chiffre(_("Cibles atteintes"), _("%(a)d sur %(c)d comparables") % {"a": atteints, "c": compares})],
        tableaux=[
            Tableau(
                _("Dernière mesure et cible"),
                [_("Indicateur"), _("Dernière mesure"), _("Cible"), _("Constat")],
                lignes,
            )
        ],
        formule=_(
            "La dernière mesure est comparée à la cible dans le sens souhaité. Un indicateur "
            "sans mesure ou sans "
            "cible n'est pas compté : il est dit non mesuré, jamais zéro."
        ),
    )


MODULES: dict[str, tuple[str | Promise, Callable[[Perimetre], Module]]] = {
    "axes": (gettext_lazy("Lectures par axe"), _axes),
    "retards": (gettext_lazy("Retards et glissements"), _retards),
    "engagements": (gettext_lazy("Engagements"), _engagements),
    "preuves": (gettext_lazy("Preuves"), _preuves),
    "reponses": (gettext_lazy("Réponses aux demandes"), _reponses),
    "fraicheur": (gettext_lazy("Fraîcheur"), _fraicheur),
    "suites": (gettext_lazy("Suites à donner"), _suites),
    "jalons": (gettext_lazy("Jalons"), _jalons),
    "indicateurs": (gettext_lazy("Indicateurs"), _indicateurs),
}


def modules(perimetre: Perimetre, caches: list[str]) -> list[Module]:
    """The modules that this person keeps in sight, in order."""
    return [calculer(perimetre) for cle, (_nom, calculer) in MODULES.items() if cle not in caches]


def resume(perimetre: Perimetre) -> str:
    """« 12 actions » under the filters."""
    return compte_actions(perimetre.actions.count())
