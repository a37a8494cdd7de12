"""What is kept as it was written, and reads oddly: told to who wrote it, at once, whatever the screen."""

from collections.abc import Iterator
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.ecrivables import ecrivables_par
from actions.models import Action, Indicateur, Jalon, Mesure
from actions.models.etats import VISIBLES_DU_PUBLIC, Statut
from partenariat.models import Utilisateur
from partenariat.presentation.formats import date_longue, nombre


def a_relire(action: Action, personne: Utilisateur | AnonymousUser) -> Iterator[str]:
    """One sentence for each thing that reads oddly in this action, for this person. Four queries."""
    ouverts = list(action.jalons.ouverts().order_by("echeance", "pk"))
    if action.statut == Statut.REALISEE and ouverts:
        yield _(
            "Cette action est réalisée; se lisent « non atteint » ses jalons ni atteints ni annulés : "
            "%(titres)s."
        ) % {"titres": _noms(ouverts)}
    # Planned, its start may be passed by; under way, it may not be to come.
    if action.statut == Statut.EN_COURS and action.debut and action.debut > timezone.localdate():
        yield _("Cette action est en cours, et son début, le %(date)s, est à venir.") % {
            "date": date_longue(action.debut)
        }
    if action.fin and (apres := [jalon for jalon in ouverts if jalon.echeance > action.fin]):
        yield _("L'action finit le %(date)s, avant l'échéance de : %(titres)s.") % {
            "date": date_longue(action.fin),
            "titres": _noms(apres),
        }
    for indicateur in action.indicateurs.prefetch_related("mesures").order_by("pk"):
        if (mesure := _en_fractions(indicateur)) is not None:
            yield _("« %(nom)s » se compte en %(unite)s, et sa dernière mesure est de %(valeur)s.") % {
                "nom": indicateur.traduit("nom"),
                "unite": indicateur.unite,
                "valeur": nombre(mesure.valeur),
            }
    if autre := _du_meme_titre(action, personne):
        yield _("L'action %(code)s porte le même titre : dites ce qui les distingue.") % {"code": autre.code}


def _noms(jalons: list[Jalon]) -> str:
    return ", ".join(jalon.titre for jalon in jalons)


def _en_fractions(indicateur: Indicateur) -> Mesure | None:
    """The latest measure of what is counted by a word (« entreprises »), whole until now, if it is not."""
    derniere = indicateur.derniere_mesure
    if derniere is None or not indicateur.unite.replace(" ", "").isalpha() or _entier(derniere.valeur):
        return None
    autres = [mesure.valeur for mesure in indicateur.mesures.all() if mesure != derniere]
    autres += [dit for dit in (indicateur.cible_valeur, indicateur.reference_valeur) if dit is not None]
    return derniere if autres and all(map(_entier, autres)) else None


def _entier(valeur: Decimal) -> bool:
    return valeur == valeur.to_integral_value()


def _du_meme_titre(action: Action, personne: Utilisateur | AnonymousUser) -> Action | None:
    """Another of its plan, that this person may read."""
    lues = Q(publication__in=VISIBLES_DU_PUBLIC) | Q(pk__in=ecrivables_par(personne).values("pk"))
    autres = Action.objects.filter(lues, plan=action.plan_id, titre__iexact=action.titre.strip())
    return autres.exclude(pk=action.pk).order_by("code", "pk").first()
