"""Addresses of commitments: public pages (the same under `/plans/<slug>/`), and the partner's space.

The converters `code` and `format` are registered by `actions.urls`, which this floor may import.
"""

from django.urls import include, path

import actions.urls  # noqa: F401
from engagements.views import detail, liste, par_axe
from partenariat.presentation import rubriques

pages = [
    path("engagements/", liste.engagements, name="engagements"),
    path("engagements/par-axe/", par_axe.par_axe, name="engagements-par-axe"),
    path("engagements/<code:code>/", detail.engagement, name="engagement"),
    path("engagements/<code:code>/texte.txt", detail.texte, name="engagement-texte"),
    path("engagements/<code:code>/apercu.png", detail.apercu, name="apercu-engagement"),
    path("engagements/<code:code>/preuves/<int:pk>/", detail.preuve, name="engagement-preuve"),
    path("donnees/engagements.<format:format_>", liste.fichier_engagements, name="donnees-engagements"),
    path("donnees/preuves.<format:format_>", liste.fichier_preuves, name="donnees-preuves"),
]

rubriques.inscrire("engagements", "engagement", "engagements-par-axe")

urlpatterns = [
    *pages,
    path("plans/<slug:plan>/", include(pages)),
    path("espace/", include("engagements.urls_espace")),
]
