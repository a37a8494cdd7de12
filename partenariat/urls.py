"""Addresses. Apps are included by name: the ground floor imports none of them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from partenariat.presentation.theme import choisir

urlpatterns = [
    path("admin/", admin.site.urls),
    path("apparence/", choisir, name="apparence"),
    path("", include("actions.urls_racine")),
    *i18n_patterns(
        path("compte/", include("partenariat.parties.urls")),
        path("espace/", include("partenariat.parties.urls_espace")),
        path("espace/", include("partenariat.aide.urls")),
        path("", include("comite.urls")),
        path("", include("engagements.urls")),
        path("", include("actions.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "partenariat.erreurs.requete_incorrecte"
handler403 = "partenariat.erreurs.interdit"
handler404 = "partenariat.erreurs.introuvable"
handler500 = "partenariat.erreurs.panne"
