"""The packet of a meeting: what the committee had before its eyes, frozen, and made again to the byte.

The plan is read as it stood at the cut-off, the meeting as it stood when the packet was prepared
(`histoire.temps.au`), so that the same packet can be made years later from history alone. Its figures come
from `mesures`, as those of the dashboard do.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.historique import exiger_histoire
from comite.models import Dossier, Seance
from comite.models.etats import EtatSeance
from comite.sorties.dossier.plan import du_plan
from comite.sorties.dossier.seance import de_la_seance
from comite.sorties.impression import imprimable
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.empreintes import empreinte_octets, empreinte_texte
from partenariat.histoire.temps import au, fin_du_jour, instant_sur
from partenariat.presentation.arbre import arbre
from partenariat.presentation.formats import date_longue, heure
from partenariat.presentation.pdf import composer

GABARIT = Path(__file__).with_name("dossier.typ")


def arret_de(seance: Seance, maintenant: datetime) -> datetime:
    """The cut-off of a packet prepared now: the end of the day that the meeting gives, or this moment."""
    voulu = fin_du_jour(seance.arret_des_donnees) if seance.arret_des_donnees else maintenant
    return min(voulu, maintenant)


def preparer(seance: Seance, par=None) -> Dossier:
    """Freezes a new packet.

    It is built before the meeting is locked: whoever works on the same meeting meanwhile does not wait.

    Raises:
        TransitionRefusee: the meeting was cancelled, its minutes are approved, history does not reach the
            cut-off, or the document cannot be printed, or not now.
    """
    _exiger_preparable(seance)
    le = instant_sur()
    arret = arret_de(seance, le)
    exiger_histoire(seance.plan, timezone.localdate(arret))
    with imprimable(
        _("Le dossier ne s'imprime pas : un texte ou une image en empêche la mise en page (%(raison)s).")
    ):
        texte, pdf = fabriquer(seance, arret, le, settings.SITE_URL)
    with transaction.atomic():
        seance.verrouiller()
        _exiger_preparable(seance)
        dernier = seance.dossiers.sans_octets().last()
        return Dossier.objects.create(
            seance=seance,
            rang=dernier.rang + 1 if dernier else 1,
            arret=arret,
            le=le,
            donnees=texte,
            empreinte_donnees=empreinte_texte(texte),
            pdf=pdf,
            empreinte=empreinte_octets(pdf),
            par=par,
        )


def _exiger_preparable(seance: Seance) -> None:
    if seance.etat == EtatSeance.ANNULEE:
        raise TransitionRefusee(
            _("Une séance annulée n'a pas de dossier : préparez celui d'une autre séance.")
        )
    if seance.approuvee:
        raise TransitionRefusee(
            _("Le procès-verbal de cette séance est approuvé : lisez le dossier gardé, qui ne change plus.")
        )


def refaire(dossier: Dossier) -> bool:
    """Whether making the packet again from history gives the very bytes that were frozen."""
    texte, pdf = faire_de_nouveau(dossier)
    return empreinte_texte(texte) == dossier.empreinte_donnees and empreinte_octets(pdf) == dossier.empreinte


def faire_de_nouveau(dossier: Dossier) -> tuple[str, bytes]:
    """The packet as history gives it again, under the name that the site had when it was frozen."""
    site = json.loads(dossier.donnees)["site"]
    return fabriquer(dossier.seance, dossier.arret, dossier.le, site)


def fabriquer(seance: Seance, arret: datetime, le: datetime, site: str) -> tuple[str, bytes]:
    """The data (JSON text, keys in order) and the PDF of a meeting; French, whoever asks.

    Args:
        arret: the moment at which the plan is read.
        le: the moment at which the meeting itself is read.
        site: the site's own address (`https://…`, no final slash).
    """
    with translation.override("fr-ca"):
        with au(le):
            reunion, lue, points, precedente = de_la_seance(seance.pk, le)
        with au(arret):
            plan, figures = du_plan(lue, points, precedente)
        donnees = {"date": timezone.localdate(arret).isoformat(), "langue": "fr", **reunion, **plan}
        arret_universel = arret.astimezone(UTC).isoformat(timespec="microseconds")
        donnees |= {"arret": arret_universel.replace("+00:00", "Z")}
        donnees |= {"arret_dit": _arret_dit(arret)}
        donnees |= {"site": site, "adresse": site + lue.get_absolute_url()}
        texte = json.dumps(donnees, ensure_ascii=False, sort_keys=True, indent=1)
        return texte, composer(GABARIT, _a_imprimer(donnees) | {"figures": figures})


def _arret_dit(arret: datetime) -> str:
    """« 9 décembre 2026, 13 h 30 »; the end of a day is said by the day."""
    if arret == fin_du_jour(timezone.localdate(arret)):
        return _("%(date)s, en fin de journée") % {"date": date_longue(arret)}
    return f"{date_longue(arret)}, {heure(arret)}"


def _a_imprimer(donnees: dict) -> dict:
    """The same data, staff's rich texts laid out."""
    actions = [
        action | {"nouvelle": action["nouvelle"] | {"riche": arbre(action["nouvelle"]["texte"])}}
        if action["nouvelle"]
        else action
        for action in donnees["actions"]
    ]
    return donnees | {"actions": actions}
