"""Addresses of the committee: public pages, and those of its members.

The converters `code` and `format` are registered by `actions.urls`, which this floor may import.
"""

from django.urls import include, path

import actions.urls  # noqa: F401
from comite.decisions import views as decisions
from comite.rondes import views as rondes
from comite.seance.views import preparation, proces_verbal, public, suites, tenue
from comite.sorties.bilan import views as bilans
from comite.sorties.dossier import views as dossier
from comite.sorties.tableau import views as tableau
from comite.style.views import style
from partenariat.presentation import rubriques

_seance = "comite/seances/<slug:numero>/"

pages = [
    path("comite/", public.comite, name="comite"),
    path("comite/calendrier.ics", public.calendrier, name="comite-calendrier"),
    path("comite/decisions/", decisions.decisions, name="decisions"),
    path("comite/rondes/", rondes.rondes, name="rondes"),
    path(_seance, public.seance, name="seance"),
    path("donnees/decisions.<format:format_>", decisions.fichier_decisions, name="donnees-decisions"),
    path("bilans/", bilans.bilans, name="bilans"),
    path("bilans/<int:annee>/", bilans.bilan, name="bilan"),
    path("bilans/<int:annee>.pdf", bilans.bilan_pdf, name="bilan-pdf"),
]
du_comite = [
    path("tableau-de-bord/", tableau.tableau, name="tableau-de-bord"),
    path("tableau-de-bord/modules/", tableau.modules_, name="tableau-modules"),
    path(f"{_seance}preparation/", preparation.preparation, name="seance-preparation"),
    path(f"{_seance}preparation/points/", preparation.ajouter, name="seance-ajouter"),
    path(f"{_seance}preparation/ordre/", preparation.ordonner, name="seance-ordonner"),
    path(f"{_seance}preparation/points/<int:pk>/retirer/", preparation.retirer, name="seance-retirer"),
    path(f"{_seance}convocation/", preparation.convoquer, name="seance-convoquer"),
    path(f"{_seance}annulation/", preparation.annuler, name="seance-annuler"),
    path(f"{_seance}tenue/", tenue.tenue, name="seance-tenue"),
    path(f"{_seance}tenue/presences/", tenue.presences, name="seance-presences"),
    path(f"{_seance}tenue/points/<int:pk>/", tenue.deliberer, name="seance-deliberer"),
    path(f"{_seance}tenue/decisions/", tenue.decider, name="seance-decider"),
    path(f"{_seance}tenue/decisions/<int:pk>/", tenue.corriger, name="seance-corriger"),
    path(f"{_seance}tenue/suites/", tenue.ajouter_suite, name="seance-suite"),
    path(f"{_seance}tenue/levee/", tenue.lever, name="seance-lever"),
    path("comite/suites/<int:pk>/", suites.noter, name="suite-noter"),
    path(f"{_seance}proces-verbal/", proces_verbal.proces_verbal, name="seance-proces-verbal"),
    path(f"{_seance}proces-verbal/approbation/", proces_verbal.approuver, name="seance-approuver"),
    path(f"{_seance}dossier/", dossier.preparer, name="seance-dossier"),
    path(f"{_seance}dossier.pdf", dossier.pdf, name="seance-dossier-pdf"),
    path(f"{_seance}dossier.json", dossier.donnees, name="seance-dossier-json"),
]

rubriques.inscrire(
    "comite",
    "seance",
    "decisions",
    "rondes",
    "bilan",
    "bilans",
    "tableau-de-bord",
    "seance-preparation",
    "seance-tenue",
    "seance-proces-verbal",
    "seance-dossier",
)

urlpatterns = [
    *pages,
    *du_comite,
    path("plans/<slug:plan>/", include([*pages, *du_comite])),
    path("espace/", include("comite.rondes.urls_espace")),
    path("espace/", include("comite.suites.urls")),
    path("style/", style, name="style"),
]
