from django.urls import path

from partenariat.parties.comptes import Connexion, Deconnexion, changer_de_compte

urlpatterns = [
    path("connexion/", Connexion.as_view(), name="connexion"),
    path("changement/", changer_de_compte, name="changer-de-compte"),
    path("deconnexion/", Deconnexion.as_view(), name="deconnexion"),
]
