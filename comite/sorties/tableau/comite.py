"""Modules on the committee's own work: answers to its rounds, follow-ups of its decisions."""

from typing import Any

from django.utils.translation import gettext as _

from comite.mesures import comite as mesures
from comite.mesures.perimetre import Fiches
from comite.models import Demande, Suite
from comite.sorties.tableau.pieces import PAR_LISTE, Cellule, Chiffre, Lues, Module, Parts, Tableau, cellules
from partenariat.presentation.formats import date_longue, nombre, pourcent, proportion


def reponses(lues: Lues) -> Module:
    p = lues.perimetre
    ronde, taux = mesures.reponses(p)
    if ronde is None:
        return Module("reponses", _("Réponses aux demandes"), vide=_("Aucune ronde n'a encore été ouverte."))
    posees = mesures.demandes_lues(p, ronde)
    cles = list(posees.values_list("pk", "repondue", named=True))  # type: ignore[misc]  # annotated
    fiches = Fiches(posees)
    repondues = [d for d in cles if d.repondue]
    attendues = [d for d in cles if not d.repondue]
    part = proportion(len(repondues), len(cles))
    return Module(
        "reponses",
        _("Réponses aux demandes"),
        [
            Chiffre(
                _("Taux de réponse, %(r)d sur %(d)d") % {"r": len(repondues), "d": len(cles)},
                pourcent(part),
                "#parts-reponses-repondues",
            ),
            Chiffre(_("Répondues"), nombre(len(repondues)), "#parts-reponses-repondues"),
            Chiffre(_("Sans réponse"), nombre(len(attendues)), "#parts-reponses-attendues"),
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
            "Une demande a sa réponse quand l'organisation à qui elle s'adresse inscrit une nouvelle "
            "publique de l'action, ou déclare où en est son engagement, entre l'envoi des demandes et le "
            "%(ferme)s. Taux : %(r)d ÷ %(d)d."
        )
        % {
            "ferme": date_longue(ronde.ferme_le),
            "r": len(repondues),
            "d": len(cles),
        },
        parts=[
            Parts.de(lues.liste("parts-reponses-attendues", _("Sans réponse"), attendues, fiches, _demande)),
            Parts.de(lues.liste("parts-reponses-repondues", _("Répondues"), repondues, fiches, _demande)),
        ],
        renvoi=Cellule(str(ronde), p.plan.adresse("rondes"), francais=(ronde.titre,)),
    )


def _demande(demande: Demande, _ligne: Any) -> Cellule:
    return Cellule.nommee(demande.objet, str(demande.organisation))


def suites(lues: Lues) -> Module:
    p = lues.perimetre
    ouvertes = mesures.suites(p)
    if not ouvertes:
        return Module("suites", _("Suites à donner"), vide=_("Aucune suite n'est ouverte."))
    en_retard = [s for s in ouvertes if s.en_retard]
    a_temps = [s for s in ouvertes if not s.en_retard]
    prochaine = p.prochaine
    page = lues.tables.page(
        "suites-ouvertes",
        (*en_retard, *a_temps),
        _("Suites ouvertes, les plus en retard d'abord"),
        par_page=PAR_LISTE,
    )
    # Where they can be noted: at the next meeting; until one is called, the meeting that opened them.
    preparation = f"{prochaine.adresse('preparation')}#suites" if prochaine else ""
    lignes = [
        cellules(
            Cellule(s.libelle, preparation or s.seance.get_absolute_url(), francais=(s.libelle,)),
            str(s.responsable),
            date_longue(s.echeance) or "–",
            _etat(s),
        )
        for s in page
    ]
    tete = sum(s.en_retard for s in page)
    retards = "#suites-en-retard" if tete else page.paginator.adresse(1)
    return Module(
        "suites",
        _("Suites à donner"),
        [
            Chiffre(_("Ouvertes"), nombre(len(ouvertes)), "#suites-ouvertes"),
            Chiffre(_("En retard"), nombre(len(en_retard)), retards if en_retard else ""),
        ],
        tableaux=[
            Tableau(
                page.titre,
                [_("Quoi"), _("Responsable"), _("Échéance"), _("État")],
                lignes,
                cle="suites-ouvertes",
                cle_tete="suites-en-retard",
                tete=tete,
                page=page,
            )
        ],
        formule=_(
            "Une suite reste ouverte, de séance en séance, tant qu'elle n'est ni faite ni caduque. En "
            "retard : "
            "ouverte après son échéance. Ouvertes : %(n)d, dont %(r)d en retard; le tableau les donne "
            "une par "
            "une, avec l'état inscrit par le comité."
        )
        % {"n": len(ouvertes), "r": len(en_retard)},
        renvoi=Cellule(
            _("Noter où elles en sont, à la préparation de %(numero)s") % {"numero": prochaine.numero},
            preparation,
        )
        if prochaine
        else None,
    )


def _etat(suite: Suite) -> str:
    """The state entered, and whether it is late: one does not hide the other."""
    inscrit = str(suite.get_etat_display())
    return _("%(etat)s, en retard") % {"etat": inscrit} if suite.en_retard else inscrit
