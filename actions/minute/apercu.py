"""What everyone will read, before it is said. Nothing is written and nothing is held: who looks while they
type makes nobody wait.

The forms set what is typed on the records, unsaved; the readings are then computed by PostgreSQL from what
the action would hold (`lectures.relire`), with the same expressions as its columns.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actions import lectures
from actions.autour import autour_de
from actions.constat import Constat, constat
from actions.formulaires.minute import ATTEINT
from actions.minute.ecran import Minute
from actions.models import Action, Indicateur, Mesure
from actions.models.etats import VISIBLES_DU_PUBLIC, Visibilite
from partenariat.administration.resume import Erreur
from partenariat.donnees.en_une_fois import garder
from partenariat.presentation.etats import marque
from partenariat.presentation.formats import date_longue, deux_points, mesure, nombre
from partenariat.presentation.texte import champ_en_langue


@dataclass(frozen=True)
class LigneLue:
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
    lignes: list[LigneLue] = field(default_factory=list)
    constat: Constat | None = None
    refus: list[str] = field(default_factory=list)


def apercu(minute: Minute) -> Apercu:
    """What would be read, if it were saved now. The screen is not to be saved after."""
    refuses = minute.refuses
    dite = minute.nouvelle.cleaned_data
    vu = Apercu(
        le=minute.nouvelle.instance.date,
        texte=dite.get("texte") or "",
        interne=dite.get("visibilite") == Visibilite.INTERNE,
    )
    if refuses or minute.disparus or minute.divergences or minute.erreurs:
        vu.refus = list(dict.fromkeys(map(_nommee, minute.erreurs)))
        return vu
    apres = comme_ecrite(minute)
    vu.constat = constat(apres)
    vu.lignes = [*_de_l_action(minute.action, apres), *_des_parties(minute)]
    return vu


def _nommee(erreur: Erreur) -> str:
    """« Entreprises soutenues : Écrivez un nombre »."""
    return f"{erreur.ou}{deux_points()} {erreur.texte}" if erreur.ou else str(erreur.texte)


def comme_ecrite(minute: Minute) -> Action:
    """The action as the screen would leave it, with its milestones and its readings: what its triggers would
    keep of what is added (`models.sommes`, `models.gardes_action.ETAT_LE`)."""
    avant, apres, ecrits = minute.action, minute.etat.instance, minute.ecrits
    jalons = sorted(minute.tous_les_jalons, key=lambda jalon: (jalon.echeance, jalon.pk))
    atteints = [form.instance for form in ecrits["atteints"]]
    apres.poids_atteint = avant.poids_atteint + sum(jalon.poids for jalon in atteints)
    apres.echeance_jalon = next((jalon.echeance for jalon in jalons if jalon.ouvert), None)
    jours = [
        avant.maj_le,
        *(jalon.atteint_le for jalon in atteints),
        *(dite.date for dite in ecrits["mesures"]),
        *(f.instance.date for f in ecrits["nouvelles"] if f.instance.visibilite == Visibilite.PUBLIQUE),
    ]
    change = (apres.statut, apres.confiance) != (avant.statut, avant.confiance)
    if change and avant.publication in VISIBLES_DU_PUBLIC:
        jours.append(timezone.localdate())
    apres.maj_le = max((le for le in jours if le), default=None)
    lectures.relire(apres)
    garder(apres, "jalons", jalons)
    return apres


def lire(pk: int) -> Action:
    """An action with its readings and what hangs from it, as its public page reads it."""
    lues = Action.objects.filter(pk=pk).avec_lectures()
    action = lues.select_related("axe__plan", "plan", "responsable").order_by().get()
    autour_de(action)
    return action


def _de_l_action(avant: Action, apres: Action) -> list[LigneLue]:
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
        lignes.append(LigneLue(marque(etat), quoi, str(mot), suite))
    if apres.maj_le == timezone.localdate():
        lignes.append(LigneLue(marque("a_jour"), _("Dernière nouvelle"), _("aujourd'hui")))
    else:
        quoi, dit = _("Dernière nouvelle"), apres.derniere_nouvelle
        lignes.append(LigneLue(marque("sans_echeance"), quoi, dit, _("comme avant")))
    return lignes


def _des_parties(minute: Minute) -> list[LigneLue]:
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
        lignes.append(LigneLue(marque(etat), champ_en_langue(form.instance, "titre"), dit))
    lignes += [_de_la_mesure(dite.indicateur, dite) for dite in minute.ecrits["mesures"]]
    return lignes


def _de_la_mesure(indicateur: Indicateur, ecrite: Mesure) -> LigneLue:
    avant = indicateur.derniere_mesure
    quoi, dit = champ_en_langue(indicateur, "nom"), mesure(ecrite.valeur, indicateur.unite)
    if avant is not None and avant.date > ecrite.date:
        # It tells of a day before the latest one: the figure of the page stays.
        return LigneLue(marque("atteint"), quoi, dit, _("au %(date)s") % {"date": date_longue(ecrite.date)})
    apres = copy(indicateur)
    apres.derniere_mesure = ecrite
    if avant is not None:
        dit = _("de %(avant)s à %(apres)s") % {"avant": nombre(avant.valeur), "apres": dit}
    suite = _("cible atteinte") if apres.cible_atteinte else ""
    return LigneLue(marque("atteint" if suite else "en_cours"), quoi, dit, suite)
