"""The security headers, on whatever the site answers."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings as reglages
from django.test import Client

CSP = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
}
ENTETES = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REPONSES = [
    pytest.param("/compte/connexion/", 200, id="page"),
    pytest.param("/n-existe-pas/", 404, id="not found"),
    pytest.param("/espace/", 302, id="login required"),
    pytest.param("/admin/", 302, id="back office"),
    pytest.param("/static/admin/css/base.css", 200, id="static file"),
]


def csp(reponse) -> dict[str, str]:
    if "Content-Security-Policy" not in reponse:
        return {}
    return dict(partie.strip().split(" ", 1) for partie in reponse["Content-Security-Policy"].split(";"))


def obtenir(adresse: str):
    """The answer, read to its end: a static file is closed."""
    reponse = Client().get(adresse)
    reponse.getvalue()
    reponse.close()
    return reponse


@pytest.mark.django_db
@pytest.mark.parametrize(("adresse", "statut"), REPONSES)
def test_every_answer_carries_the_whole_policy(adresse, statut):
    reponse = obtenir(adresse)
    assert reponse.status_code == statut
    assert csp(reponse) == CSP
    assert {nom: reponse.get(nom) for nom in ENTETES} == ENTETES
    assert "Access-Control-Allow-Origin" not in reponse
    assert "Content-Security-Policy-Report-Only" not in reponse


@pytest.mark.django_db
@pytest.mark.parametrize("adresse", [cas.values[0] for cas in REPONSES])
def test_every_browser_feature_is_closed(adresse):
    reponse = obtenir(adresse)
    assert "Permissions-Policy" in reponse
    fermees = dict(partie.strip().split("=") for partie in reponse["Permissions-Policy"].split(","))
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(fermees)
    assert set(fermees.values()) == {"()"}


@pytest.mark.django_db
def test_a_request_has_its_number_and_no_two_share_it():
    numeros = {Client().get("/n-existe-pas/")["X-Request-ID"] for _ in range(3)}
    assert len(numeros) == 3


def lire_reglages(noms: tuple[str, ...], **environnement: str) -> dict:
    """Settings as another machine would read them."""
    code = (
        "import json, partenariat.settings as s; "
        f"print(json.dumps({{n: getattr(s, n) for n in {noms}}}, default=str))"
    )
    sortie = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environnement},
        cwd=reglages.RACINE,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(sortie.stdout)


TLS = (
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
)


def test_served_by_tls_the_site_asks_for_tls_from_then_on():
    lus = lire_reglages(TLS, SITE_URL="https://partenariat.exemple", ALLOWED_HOSTS="partenariat.exemple")
    assert lus["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert (lus["SESSION_COOKIE_NAME"], lus["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert lus["SESSION_COOKIE_SECURE"]
    assert lus["CSRF_COOKIE_SECURE"]


def test_served_in_clear_the_site_still_lets_one_sign_in():
    lus = lire_reglages(TLS, SITE_URL="http://127.0.0.1:8000")
    assert not lus["SECURE_HSTS_SECONDS"]
    assert not lus["SESSION_COOKIE_SECURE"]
    assert not lus["CSRF_COOKIE_SECURE"]


@pytest.mark.parametrize("nom", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("valeur", ["", "   "], ids=["unset", "blank"])
def test_a_missing_setting_stops_the_start_with_one_line_that_says_which(nom, valeur):
    with pytest.raises(subprocess.CalledProcessError) as arret:
        lire_reglages(TLS, **{nom: valeur})
    lignes = arret.value.stderr.strip().splitlines()
    assert len(lignes) == 1, lignes
    assert f"la variable {nom} est requise" in lignes[0]


@pytest.mark.parametrize(
    ("reglages_donnes", "dit"),
    [
        pytest.param({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS est refusée", id="tous les noms"),
        pytest.param({"ALLOWED_HOSTS": "a.test, *"}, "ALLOWED_HOSTS est refusée", id="tous, parmi d'autres"),
        pytest.param({"ALLOWED_HOSTS": "*", "DEBUG": "1"}, "ALLOWED_HOSTS est refusée", id="en essai aussi"),
        pytest.param(
            {"ALLOWED_HOSTS": "a.test", "SITE_URL": "https://b.test"}, "« b.test » n'est pas", id="autre nom"
        ),
        pytest.param(
            {"ALLOWED_HOSTS": "a.test", "SITE_URL": "a.test"}, "SITE_URL est refusée", id="sans https"
        ),
    ],
)
def test_a_name_that_would_open_the_site_to_others_stops_the_start_with_one_line(reglages_donnes, dit):
    with pytest.raises(subprocess.CalledProcessError) as arret:
        lire_reglages(TLS, **reglages_donnes)
    lignes = arret.value.stderr.strip().splitlines()
    assert len(lignes) == 1, lignes
    assert dit in lignes[0]


@pytest.mark.parametrize(
    ("noms", "adresse"),
    [
        ("a.test", "https://a.test/"),
        ("a.test,b.test", "https://B.test:8443"),
        (".a.test", "https://www.a.test"),
        ("[::1]", "http://[::1]:8000"),
    ],
)
def test_an_address_under_one_of_the_names_is_taken(noms, adresse):
    assert lire_reglages(("SITE_URL",), ALLOWED_HOSTS=noms, SITE_URL=adresse)["SITE_URL"] == adresse.rstrip(
        "/"
    )


@pytest.mark.parametrize("adresse", ["http://127.0.0.1:8000", "https://partenariat.exemple.test"])
def test_the_deployment_check_finds_nothing_to_say(adresse):
    environnement = {
        **{nom: valeur for nom, valeur in os.environ.items() if nom != "DJANGO_ALLOW_ASYNC_UNSAFE"},
        "SITE_URL": adresse,
        "ALLOWED_HOSTS": "127.0.0.1,partenariat.exemple.test",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "PROCESSUS": "web",
        "DEBUG": "0",
    }
    commande = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    resultat = subprocess.run(
        commande, env=environnement, cwd=reglages.RACINE, capture_output=True, text=True, check=False
    )
    assert resultat.returncode == 0, resultat.stderr
