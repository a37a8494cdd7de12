"""An action to give news of, and its screen, filled as a browser would."""

import re
from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from actions.models import Action
from tests.factories import ActionFactory, IndicateurFactory, JalonFactory, MesureFactory
from tests.formulaires import ouvrir, texte

AUJOURD_HUI = timezone.localdate


def jour(jours: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=jours)).isoformat()


def adresse(action) -> str:
    return f"/espace/actions/{action.pk}/nouvelle/"


def action_a_suivre(**voulu) -> Action:
    """Public, silent for six months, one milestone late by a day, one indicator at 5 of 6."""
    action = ActionFactory(**{"publiee": True, "perimee": True, **voulu})
    JalonFactory(action=action, titre="Le bilan", echeance=timezone.localdate() - timedelta(days=1))
    indicateur = IndicateurFactory(
        action=action, nom="Entreprises soutenues", cible_valeur=6, cible_annee=timezone.localdate().year
    )
    MesureFactory(indicateur=indicateur, date=timezone.localdate() - timedelta(days=200), valeur=5)
    return action


def jalon(action):
    return action.jalons.order_by("pk").first()


def indicateur(action):
    return action.indicateurs.get()


def remplir(client, action, **dit) -> dict:
    """The fields of the screen as one leaves them. Short names: `texte`, `visibilite`, `statut`, `motif`,
    `confiance`; of the first milestone `situation`, `atteint_le`, `echeance`, `motif_report`; of the
    indicator `valeur`, `date`, `source`."""
    champs = ouvrir(client, adresse(action), "minute")
    noms = {nom: f"nouvelle-{nom}" for nom in ("texte", "visibilite")}
    noms |= {nom: f"etat-{nom}" for nom in ("statut", "motif", "confiance")}
    premier = jalon(action)
    if premier:
        dits = ("situation", "atteint_le", "echeance", "motif_report")
        noms |= {nom: f"jalon-{premier.pk}-{nom}" for nom in dits}
    if mesure := action.indicateurs.first():
        noms |= {nom: f"mesure-{mesure.pk}-mesure_{nom}" for nom in ("valeur", "date", "source")}
    return champs | {noms.get(nom, nom): valeur for nom, valeur in dit.items()}


def dire(client, action, **dit):
    """Fills, sends, and gives the answer."""
    return client.post(adresse(action), remplir(client, action, **dit))


def lue(reponse) -> str:
    """What the screen says of this action: its help says how it goes of any."""
    page = reponse.content.decode()
    return texte(HttpResponse(re.sub(r'<aside class="aide".*?</aside>', "", page, flags=re.DOTALL)))
