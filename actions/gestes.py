"""On the desk: what one wrote lately of the plan and its actions, and what of it may still be annulled."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.corrections import MONTRES, annulables
from actions.models import (
    Action,
    Axe,
    Correction,
    Document,
    Domaine,
    Histoire,
    Image,
    Indicateur,
    Jalon,
    Mesure,
    Objectif,
    Participation,
    PartiePrenante,
    Plan,
    Repere,
    Source,
    Volet,
)
from actions.models.liens import ActionArrondissement, ActionDomaine, ActionObjectif, ActionSource
from partenariat.poste import sources
from partenariat.poste.attentes import Fait
from partenariat.poste.sources import Evenement, inscrire_lisibles, inscrire_suivi, selon_les_droits


def _de_l_action(avant: Evenement, apres: Evenement) -> Iterator[str]:
    if avant["fin"] != apres["fin"]:
        yield gettext("Date de fin déplacée")


def _du_jalon(avant: Evenement, apres: Evenement) -> Iterator[str]:
    if avant["atteint_le"] != apres["atteint_le"]:
        yield gettext("Jalon atteint") if apres["atteint_le"] else gettext("Jalon de nouveau attendu")
    if avant["annule"] != apres["annule"]:
        yield gettext("Jalon annulé") if apres["annule"] else gettext("Jalon de nouveau attendu")
    if avant["echeance"] != apres["echeance"]:
        yield gettext("Date de jalon déplacée")


def erreurs(personne: Any, faits: Collection[Fait]) -> dict[Fait, str]:
    """Where each of these that may still be annulled is. Eight queries, or none where nothing is recent."""
    depuis = timezone.now() - MONTRES
    recents = {
        fait: fait.sujet[1]
        for fait in faits
        if fait.le >= depuis and fait.sujet is not None and fait.sujet[0] is Action
    }
    permis = annulables(set(recents.values()), personne)
    return {
        fait: reverse("admin:actions_action_corrections", args=[cle])
        for fait, cle in recents.items()
        if (cle, fait.le) in permis
    }


def _lisibles(personne: Any) -> Any:
    return Action.objects.modifiables_par(personne)


def inscrire() -> None:
    """Called once, when the application is ready."""
    sources.inscrire(erreurs=erreurs)
    inscrire_suivi(Action, champs=("publication", "statut", "confiance"), dire=_de_l_action)
    inscrire_suivi(Jalon, Action, chemin="action", dire=_du_jalon)
    inscrire_suivi(Mesure, Action, chemin="indicateur__action", ajout=_("Mesure entrée"))
    inscrire_suivi(Correction, Action, chemin="action", ajout=_("Erreur annulée"))
    for partie in (Document, Image, Participation):
        inscrire_suivi(partie, Action, chemin="action")
    for lien in (ActionArrondissement, ActionDomaine, ActionObjectif, ActionSource):
        inscrire_suivi(lien, Action, chemin="action", du_sujet=True)
    inscrire_suivi(PartiePrenante, Plan, chemin="plan")
    inscrire_suivi(Histoire, champs=("publiee_le",))
    inscrire_suivi(Indicateur)
    inscrire_lisibles(Action, _lisibles)
    inscrire_lisibles(Indicateur, lambda personne: Indicateur.objects.filter(action__in=_lisibles(personne)))
    droit = selon_les_droits(Histoire)
    inscrire_lisibles(Histoire, lambda personne: droit(personne).filter(Q(action__in=_lisibles(personne))))
    for modele in (Plan, Axe, Objectif, Volet, Domaine, Source, Repere):
        inscrire_suivi(modele)
        inscrire_lisibles(modele, selon_les_droits(modele))
