"""Addresses of the rounds in the space, under `/espace/`."""

from django.urls import path

from comite.rondes import views_espace

urlpatterns = [
    path("demandes/", views_espace.demandes, name="espace-demandes"),
    path("demandes/<int:pk>/", views_espace.demande, name="espace-demande"),
]
