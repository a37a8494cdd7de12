"""Signing in and keeping accounts, as the web's role: its guards let through what the site itself does."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from partenariat.models import Utilisateur
from tests.actions.refus import modifie, refusee
from tests.factories import UtilisateurFactory
from tests.factories.partenariat import MOT_DE_PASSE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("role_web")]


def test_one_signs_in_even_where_the_password_was_kept_in_an_older_way(comme_le_web, settings):
    qui = UtilisateurFactory(partenaire=True)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    ancien, visiteur = qui.password, Client()
    envoi = {"username": qui.username, "password": MOT_DE_PASSE}
    comme_le_web(lambda: visiteur.post(reverse("connexion"), envoi))
    qui.refresh_from_db()
    assert visiteur.get(reverse("espace")).status_code == 200
    assert qui.last_login is not None
    assert (ancien.partition("$")[0], qui.password.partition("$")[0]) == ("md5", "pbkdf2_sha256")


def test_a_superuser_makes_an_account_and_gives_it_a_role(comme_le_web, client_de):
    client = client_de(UtilisateurFactory(superutilisateur=True))
    nouveau = {
        **{"username": "nouvelle", "password1": "Une-longue-phrase-7", "password2": "Une-longue-phrase-7"},
        "usable_password": "true",
    }
    comme_le_web(lambda: client.post(reverse("admin:partenariat_utilisateur_add"), nouveau))
    compte = Utilisateur.objects.get(username="nouvelle")
    change = {"username": "nouvelle", "is_active": "on", "groups": Group.objects.get(name="coordination").pk}
    adresse = reverse("admin:partenariat_utilisateur_change", args=[compte.pk])
    comme_le_web(lambda: client.post(adresse, change | {"version": ""}))
    compte.refresh_from_db()
    assert (compte.roles, compte.is_staff) == ({"coordination"}, True)


@pytest.mark.parametrize("role", [{}, {"coordination": True}, {"superutilisateur": True, "is_active": False}])
def test_nobody_else_keeps_accounts(comme_le_web, role):
    moi, autre = UtilisateurFactory(**role), UtilisateurFactory()
    with refusee("compte_par_un_superutilisateur"):
        comme_le_web(lambda: modifie(moi, email="autre@exemple.test"), par=moi)
    with refusee("compte_roles_par_un_superutilisateur"):
        comme_le_web(lambda: moi.groups.add(Group.objects.get(name="comite")), par=moi)
    with refusee("compte_mot_de_passe_a_soi"):
        comme_le_web(lambda: modifie(autre, password=make_password("x")), par=moi)
    comme_le_web(lambda: modifie(moi, password=make_password("x")), par=moi)
