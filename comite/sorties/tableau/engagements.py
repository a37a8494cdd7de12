"""Modules on the commitments: by state and side, and how far evidence covers them."""

from typing import Any

from django.utils.translation import gettext as _

from comite.mesures import engagements as mesures
from comite.mesures.perimetre import Perimetre
from comite.sorties import dessins
from comite.sorties.tableau.pieces import Cellule, Chiffre, Lues, Module, Parts, Tableau, cellules, comptees
from engagements.filters import SANS_DECISION
from engagements.lectures import etat_dit
from engagements.models import Engagement
from engagements.models.etats import SANS_PREUVE_ATTENDUE, Etat, LecturePreuve
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.formats import nombre, pourcent, proportion

ATTENDUE = [etat.value for etat in Etat if etat not in SANS_PREUVE_ATTENDUE]
APPUYES = [LecturePreuve.VERIFIEE.value, LecturePreuve.DEPOSEE.value]


def _liste(lues: Lues, cle: str, titre: str, lignes: list[Any]) -> Parts:
    """A list of commitments, each with its state."""

    def ligne(e: Engagement, _ligne: Any) -> Cellule:
        return Cellule.nommee(e, etat_dit(e))

    return Parts.de(lues.liste(cle, titre, lignes, lues.perimetre.fiches_des_engagements, ligne))


def etats(lues: Lues) -> Module:
    p = lues.perimetre
    promesses = mesures.engagements(p)
    total = sum(x.total for x in promesses)
    if not total:
        return Module("engagements", _("Engagements"), vide=_("Aucun engagement ne répond à ces critères."))
    lignes = [
        cellules(
            comptes[0].nom,
            *(
                comptees(compte.nombre, p.adresse("engagements", partie=x.partie.value, **compte.criteres))
                for x, compte in zip(promesses, comptes, strict=True)
            ),
            comptees(
                sum(compte.nombre for compte in comptes), p.adresse("engagements", **comptes[0].criteres)
            ),
        )
        # One line a state, and one for each thing that « tenu » rests on.
        for comptes in zip(*(x.etats for x in promesses), strict=True)
    ]
    return Module(
        "engagements",
        _("Engagements par état et par partie"),
        [
            Chiffre(_("Engagements publics"), nombre(total), p.adresse("engagements")),
            *(
                Chiffre(str(x.partie.label), nombre(x.total), p.adresse("engagements", partie=x.partie.value))
                for x in promesses
            ),
            *_sans_decision(p, sum(x.sans_decision for x in promesses)),
        ],
        Figure(
            dessins.engagements(promesses),
            _("Répartition des engagements de chaque partie selon leur état."),
        ),
        tableaux=[
            Tableau(
                _("Engagements par état"),
                [_("État"), *(str(x.partie.label) for x in promesses), _("En tout")],
                lignes,
                replie=True,
            )
        ],
        formule=_(
            "Un engagement compte du côté de l'organisation qui promet. Les engagements "
            "remplacés n'y entrent pas. « Tenu » dit qu'une autre partie a confirmé la déclaration; la "
            "preuve est une autre lecture, et les tenus se comptent selon elle."
        ),
        parts=[
            _liste(
                lues,
                f"parts-engagements-{x.partie.value}",
                str(x.partie.label),
                [e for e in p.engagements_lus if e.partie__partie == x.partie],
            )
            for x in promesses
            if x.total
        ],
    )


def _sans_decision(p: Perimetre, nombre_: int) -> list[Chiffre]:
    """Said where there are some."""
    if not nombre_:
        return []
    adresse = p.adresse("engagements", decision=SANS_DECISION)
    return [Chiffre(_("Retirés sans décision consignée"), nombre(nombre_), adresse)]


def preuves(lues: Lues) -> Module:
    p = lues.perimetre
    promesses = mesures.engagements(p)
    appuyes, verifies, attendus = mesures.couverture(p)
    total = sum(x.total for x in promesses)
    if not total:
        return Module(
            "preuves",
            _("Couverture par les preuves"),
            vide=_("Aucun engagement ne répond à ces critères."),
        )
    lignes = [
        cellules(
            str(preuve.label),
            *(
                comptees(
                    x.preuves[preuve], p.adresse("engagements", partie=x.partie.value, preuve=preuve.value)
                )
                for x in promesses
            ),
        )
        for preuve in LecturePreuve
    ]
    part = proportion(appuyes, attendus)

    def liste(**criteres) -> str:
        return p.adresse("engagements", etat=ATTENDUE, **criteres)

    return Module(
        "preuves",
        _("Couverture par les preuves"),
        [
            Chiffre(
                _("Couverture, %(a)d sur %(t)d") % {"a": appuyes, "t": attendus},
                pourcent(part),
                liste(preuve=APPUYES),
            ),
            Chiffre(_("Appuyés d'une preuve"), nombre(appuyes), liste(preuve=APPUYES)),
            Chiffre(
                _("Dont la preuve est vérifiée"),
                nombre(verifies),
                liste(preuve=LecturePreuve.VERIFIEE.value),
            ),
            Chiffre(_("Où une preuve est attendue"), nombre(attendus), liste()),
        ],
        tableaux=[
            Tableau(
                _("Engagements par preuve"), [_("Preuve"), *(str(x.partie.label) for x in promesses)], lignes
            )
        ],
        formule=_(
            "Couverture : engagements signés, en cours ou réglés qui ont au moins une preuve, %(a)d, "
            "divisés "
            "par ceux où une preuve est attendue, %(t)d. Vérifiée par une autre organisation : %(v)d. Il y a "
            "%(total)d engagements publics : le tableau les compte tous; ceux qui sont seulement "
            "proposés, ou retirés (%(reste)d), n'attendent pas de preuve et n'entrent pas dans la "
            "couverture."
        )
        % {"a": appuyes, "t": attendus, "v": verifies, "total": total, "reste": total - attendus},
        parts=_parts_des_preuves(lues),
    )


def _parts_des_preuves(lues: Lues) -> list[Parts]:
    tous = lues.perimetre.engagements_lus
    attendus = [e for e in tous if e.etat in ATTENDUE]
    groupes = [
        (lecture.value, str(lecture.label), [e for e in attendus if e.preuve == lecture])
        for lecture in LecturePreuve
    ]
    dehors = [e for e in tous if e.etat not in ATTENDUE]
    groupes.append(("non-attendue", _("Sans preuve attendue : proposés ou retirés"), dehors))
    return [_liste(lues, f"parts-preuves-{cle}", titre, lignes) for cle, titre, lignes in groupes if lignes]
