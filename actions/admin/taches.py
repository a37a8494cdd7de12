"""Where what the plan holds stands in the back office, and what each kind is for."""

from django.utils.translation import gettext_lazy as _

from actions.models import (
    Action,
    Axe,
    Document,
    Domaine,
    Histoire,
    Image,
    Indicateur,
    Jalon,
    Mesure,
    Nouvelle,
    Objectif,
    Participation,
    Plan,
    Repere,
    Report,
    Source,
    Volet,
)
from partenariat.administration import noms
from partenariat.administration.taches import LISTES, Fiche, Tache, placer

PLAN = Tache(10, "plan", _("Tenir le plan"))

placer(
    PLAN,
    Fiche(
        Action,
        _("Ce que la Ville fait : nouvelles, jalons, mesures et publication de chaque action."),
        feminin=True,
        compte=True,
    ),
    Fiche(Indicateur, _("Ce qui se mesure d'une action, avec sa cible et ses mesures.")),
    Fiche(Histoire, _("Ce qu'une action a changé pour quelqu'un, raconté en quelques lignes."), feminin=True),
    Fiche(
        Image, _("Les photos des histoires, avec leur texte de remplacement et leur crédit."), feminin=True
    ),
    Fiche(Report, _("Chaque date déplacée, avec son motif. On les lit; le site les inscrit lui-même.")),
    Fiche(Plan, _("Le plan lui-même : ses dates, sa présentation, et lequel est l'accueil du site.")),
)
placer(
    LISTES,
    Fiche(Axe, _("Les grandes parties du plan, et leurs volets.")),
    Fiche(Objectif, _("Ce que le plan vise : chaque action en sert au moins un.")),
    Fiche(Domaine, _("Les sujets par lesquels le public cherche une action.")),
    Fiche(Source, _("Les documents d'où viennent les actions, les objectifs et les repères."), feminin=True),
    Fiche(Repere, _("Les chiffres de contexte que la page d'accueil cite, avec leur source.")),
)
noms.accorder(feminins=(Nouvelle, Mesure, Participation), masculins=(Jalon, Document, Volet))
