"""Addresses of the space, under `/espace/`: every one asks who acts (`engagements.acteur`)."""

from django.urls import path

from engagements.views import espace, espace_gestes

urlpatterns = [
    path("", espace.espace, name="espace"),
    path("pour/", espace.pour, name="espace-pour"),
    path("lien/<str:jeton>/", espace.lien, name="espace-lien"),
    path("engagements/<int:pk>/", espace.engagement, name="espace-engagement"),
    path("engagements/<int:pk>/signer/", espace_gestes.signer, name="espace-signer"),
    path("engagements/<int:pk>/refuser/", espace_gestes.refuser, name="espace-refuser"),
    path("engagements/<int:pk>/declarer/", espace_gestes.declarer, name="espace-declarer"),
    path("engagements/<int:pk>/preuves/", espace_gestes.deposer, name="espace-preuve"),
    path("declarations/<int:pk>/verifier/", espace_gestes.verifier, name="espace-verifier"),
    path("verifications/<int:pk>/repondre/", espace_gestes.repondre, name="espace-repondre"),
    path("preuves/<int:pk>/verifier/", espace_gestes.verifier_preuve, name="espace-verifier-preuve"),
    path("preuves/<int:pk>/fichier/", espace.fichier, name="espace-fichier"),
]
