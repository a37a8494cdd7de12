"""What one pastes is never cut by the browser: the form says that it is too long, and keeps it."""

import pytest
from django import forms
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from engagements.formulaires import Saisie
from tests.factories import UtilisateurFactory
from tests.formulaires import texte


class Courte(Saisie):
    mot = forms.CharField(max_length=3)


def test_a_form_of_the_space_says_that_a_text_is_too_long():
    assert "maxlength" not in str(Courte())
    assert "au plus 3" in str(Courte({"mot": "trop long"}).errors)


@pytest.mark.django_db
def test_no_form_of_the_back_office_cuts_what_one_pastes(client_de):
    client = client_de(UtilisateurFactory(coordination=True, superutilisateur=True))
    lues = 0
    for modele in admin.site._registry:
        try:
            adresse = reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_add")
        except NoReverseMatch:
            continue
        reponse = client.get(adresse)
        if reponse.status_code == 200:
            lues += 1
            assert "maxlength" not in reponse.content.decode().partition("<main")[2], adresse
            assert texte(reponse)
    assert lues > 10
