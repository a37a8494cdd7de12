"""Under `/espace/`, for every account."""

from django.urls import path

from partenariat.aide.premiere_fois import premiere_fois

urlpatterns = [path("premiere-fois/", premiere_fois, name="premiere-fois")]
