"""Addresses of the rounds in the space, under `/espace/`."""

from django.urls import path

from comite.views import espace_rondes

urlpatterns = [
    path("demandes/", espace_rondes.demandes, name="espace-demandes"),
    path("demandes/<int:pk>/", espace_rondes.demande, name="espace-demande"),
]
