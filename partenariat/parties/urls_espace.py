"""Addresses of absences in the space, under `/espace/`."""

from django.urls import path

from partenariat.parties import absences

urlpatterns = [
    path("absence/", absences.absence, name="espace-absence"),
    path("absence/<int:pk>/fin/", absences.cesser, name="espace-absence-cesser"),
]
