"""What everyone will read, before it is said: the writing is done for good, read, then undone.

No second rule says what a milestone or a measure changes: the models' own readings do.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actions.autour import autour_de
from actions.constat import Constat, constat
from actions.formulaires.minute import ATTEINT
from actions.minute.ecran import Minute
from actions.models import Action, Indicateur, Mesure
from actions.models.etats import Visibilite
from partenariat.administration.phrases import phrase
from partenariat.presentation.etats import marque
from partenariat.presentation.formats import date_longue, mesure, nombre
from partenariat.presentation.texte import champ_en_langue


@dataclass(frozen=True)
class Ligne:
    """One thing that the page will say: « Dernière nouvelle : **aujourd'hui** »."""

    marque: SafeString
    quoi: str
    dit: str
    suite: str = ""


@dataclass
class Apercu:
    """What the page of an action will say; `refus` says why it cannot be told yet."""

    le: date
    texte: str = ""
    interne: bool = False
    lignes: list[Ligne] = field(default_factory=list)
    constat: Constat | None = None
    refus: list[str] = field(default_factory=list)


class _Defait(Exception):
    """Undoes what was written only to be read."""


def apercu(minute: Minute) -> Apercu:
    """What would be read, if it were saved now. Nothing is written; the screen is not to be saved after."""
    refuses = minute.refuses
    dite = minute.nouvelle.cleaned_data
    vu = Apercu(
        le=minute.nouvelle.instance.date,
        texte=dite.get("texte") or "",
        interne=dite.get("visibilite") == Visibilite.INTERNE,
    )
    if refuses or minute.divergences:
        vu.refus = list(dict.fromkeys(erreur.phrase for erreur in minute.erreurs))
        return vu
    avant = {indicateur.pk: indicateur.derniere_mesure for indicateur in minute.indicateurs}
    try:
        with transaction.atomic():
            minute.ecrire()
            connection.check_constraints()
            apres = lire(minute.action.pk)
            vu.constat = constat(apres)
            vu.lignes = [*_de_l_action(minute.action, apres), *_des_parties(minute, apres, avant)]
            raise _Defait
    except _Defait:
        pass
    except ValidationError as refus:
        vu.refus = list(refus.messages)
    except DatabaseError as erreur:
        if not (dit := phrase(erreur)):
            raise
        vu.refus = [dit]
    return vu


def lire(pk: int) -> Action:
    """An action with its readings and what hangs from it, as its public page reads it."""
    lues = Action.objects.filter(pk=pk).avec_lectures()
    action = lues.select_related("axe__plan", "plan", "responsable").order_by().get()
    autour_de(action)
    return action


def _de_l_action(avant: Action, apres: Action) -> list[Ligne]:
    lignes = []
    for nom in ("statut", "echeancier", "confiance"):
        (_etat, ancien), (etat, mot) = avant.etat(nom), apres.etat(nom)
        if not etat or (nom != "echeancier" and ancien == mot):
            continue
        quoi = {"statut": _("Statut"), "echeancier": _("Échéancier"), "confiance": _("Confiance")}[nom]
        if ancien == mot:
            suite = _("comme avant")
        else:
            suite = _("au lieu de « %(avant)s »") % {"avant": ancien} if ancien else ""
        lignes.append(Ligne(marque(etat), quoi, str(mot), suite))
    if apres.maj_le == timezone.localdate():
        lignes.append(Ligne(marque("a_jour"), _("Dernière nouvelle"), _("aujourd'hui")))
    else:
        lignes.append(
            Ligne(marque("sans_echeance"), _("Dernière nouvelle"), apres.derniere_nouvelle, _("comme avant"))
        )
    return lignes


def _des_parties(minute: Minute, apres: Action, avant: dict[int, Mesure | None]) -> list[Ligne]:
    lignes = []
    for form in minute.jalons:
        if not form.changed_data:
            continue
        if form.choisie == ATTEINT:
            dit, etat = _("atteint le %(date)s") % {"date": date_longue(form.instance.atteint_le)}, "atteint"
        else:
            dates = {
                "avant": date_longue(form.initial["echeance"]),
                "apres": date_longue(form.instance.echeance),
            }
            dit, etat = _("déplacé du %(avant)s au %(apres)s") % dates, "a_surveiller"
        lignes.append(Ligne(marque(etat), champ_en_langue(form.instance, "titre"), dit))
    lus: dict[int, Any] = {indicateur.pk: indicateur for indicateur in apres.indicateurs.all()}
    lignes += [
        _de_la_mesure(lus[form.instance.pk], avant[form.instance.pk], ecrite)
        for form in minute.mesures
        if (ecrite := form.nouvelle_mesure())
    ]
    return lignes


def _de_la_mesure(indicateur: Indicateur, avant: Mesure | None, ecrite: Mesure) -> Ligne:
    derniere = indicateur.derniere_mesure
    quoi, dit = champ_en_langue(indicateur, "nom"), mesure(ecrite.valeur, indicateur.unite)
    if derniere is None or derniere.date != ecrite.date:
        # It tells of a day before the latest one: the figure of the page stays.
        return Ligne(marque("atteint"), quoi, dit, _("au %(date)s") % {"date": date_longue(ecrite.date)})
    if avant is not None:
        dit = _("de %(avant)s à %(apres)s") % {"avant": nombre(avant.valeur), "apres": dit}
    suite = _("cible atteinte") if indicateur.cible_atteinte else ""
    return Ligne(marque("atteint" if suite else "en_cours"), quoi, dit, suite)
