"""Addresses of actions in the space, under `/espace/`."""

from django.urls import path

from actions.views import documents, minute

urlpatterns = [
    path("actions/<int:pk>/nouvelle/", minute.nouvelle, name="nouvelle-en-une-minute"),
    path("documents/<int:pk>/fichier/", documents.document_interne, name="espace-document"),
]
