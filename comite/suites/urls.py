"""Addresses of the follow-ups in the space, under `/espace/`."""

from django.urls import path

from comite.suites import views

urlpatterns = [
    path("suites/", views.suites, name="espace-suites"),
    path("suites/<int:pk>/", views.suite, name="espace-suite"),
]
