from django.urls import path

from partenariat.parties.comptes import ChangementDeCompte, Connexion, Deconnexion

urlpatterns = [
    path("connexion/", Connexion.as_view(), name="connexion"),
    path("changement/", ChangementDeCompte.as_view(), name="changer-de-compte"),
    path("deconnexion/", Deconnexion.as_view(), name="deconnexion"),
]
