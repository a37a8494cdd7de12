from django.urls import path

from partenariat.parties.comptes import Connexion, Deconnexion

urlpatterns = [
    path("connexion/", Connexion.as_view(), name="connexion"),
    path("deconnexion/", Deconnexion.as_view(), name="deconnexion"),
]
