"""The module on milestones: planned against reached, over time."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from actions.models import Jalon
from comite.mesures import jalons as mesures
from comite.mesures.jalons import ANNEES, fin_du_mois, recents, reperes
from comite.sorties import dessins
from comite.sorties.tableau.pieces import Cellule, Chiffre, Lues, Module, Parts, Tableau, cellules
from partenariat.histoire.temps import jour
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.formats import date_longue, mois_long, nombre


def jalons(lues: Lues) -> Module:
    p = lues.perimetre
    mois = mesures.jalons(p)
    if not mois:
        return Module("jalons", _("Jalons prévus et atteints"), vide=_("Ces actions n'ont pas de jalon."))
    aujourd_hui = jour()
    ici, fin = mois_long(aujourd_hui), fin_du_mois(aujourd_hui)
    prevus = [j for j in p.jalons_lus if j.echeance <= fin]
    atteints = [j for j in p.jalons_lus if j.atteint_le]
    manques = [j for j in p.jalons_lus if j.manque]
    courbe = recents(mois)
    return Module(
        "jalons",
        _("Jalons prévus et atteints"),
        [
            Chiffre(
                _("Prévus à la fin de %(mois)s") % {"mois": ici}, nombre(len(prevus)), "#parts-jalons-prevus"
            ),
            Chiffre(_("Atteints"), nombre(len(atteints)), "#parts-jalons-atteints"),
            Chiffre(_("Échus et non atteints"), nombre(len(manques)), "#parts-jalons-manques"),
        ],
        Figure(
            dessins.jalons(courbe),
            _(
                "Jalons prévus et jalons atteints, en cumulé, mois par mois. À la fin de %(mois)s : "
                "%(prevus)d prévus, %(atteints)d atteints."
            )
            % {"mois": ici, "prevus": len(prevus), "atteints": len(atteints)},
        ),
        _(
            "La courbe commence en %(debut)s : les %(avant)d jalons prévus jusque-là sont déjà dans le "
            "cumul, et l'axe vertical ne part pas toujours de zéro."
        )
        % {"debut": mois_long(courbe[0].fin), "avant": courbe[0].prevus},
        [
            Tableau(
                _("Jalons en cumulé : les douze derniers mois, et la fin de chaque année"),
                [_("À la fin de"), _("Prévus"), _("Atteints")],
                [
                    cellules(mois_long(m.fin), m.prevus, "–" if m.atteints is None else m.atteints)
                    for m in reperes(mois, aujourd_hui)
                ],
                replie=True,
            )
        ],
        formule=_(
            "Prévus : jalons dont l'échéance actuelle tombe au plus tard à cette date. Atteints : jalons "
            "dont la date d'atteinte est passée. Échus et non atteints : jalons ouverts dont l'échéance est "
            "passée, sauf ceux d'une action suspendue ou abandonnée. Les jalons annulés n'y sont pas. La "
            "courbe s'arrête au plus tard %(annees)d ans après aujourd'hui."
        )
        % {"annees": ANNEES},
        parts=_parts(lues, manques, prevus, atteints),
    )


def _parts(lues: Lues, manques: list[Any], prevus: list[Any], atteints: list[Any]) -> list[Parts]:
    def une(cle: str, titre: str, lignes: list[Any], noter: Callable[[Jalon], str]) -> Parts:
        def ligne(jalon: Jalon, _ligne: Any) -> Cellule:
            action = jalon.action
            return Cellule(f"{action.code} · {jalon}", action.get_absolute_url(), noter(jalon))

        return Parts.de(lues.liste(cle, titre, lignes, lues.perimetre.fiches_des_jalons, ligne))

    def prevu(jalon: Jalon) -> str:
        return _("prévu le %(date)s") % {"date": date_longue(jalon.echeance)}

    def atteint(jalon: Jalon) -> str:
        return _("atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}

    mois = mois_long(jour())
    derniers = sorted(atteints, key=lambda j: j.atteint_le, reverse=True)
    return [
        une("parts-jalons-manques", _("Échus et non atteints"), manques, prevu),
        une(
            "parts-jalons-prevus",
            _("Prévus à la fin de %(mois)s") % {"mois": mois},
            prevus[::-1],
            prevu,
        ),
        une("parts-jalons-atteints", _("Atteints"), derniers, atteint),
    ]
