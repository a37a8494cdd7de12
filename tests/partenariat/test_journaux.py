"""Nothing that a visitor sent is printed; what an operator needs is."""

import io
import json
import logging
import re
import sys
from datetime import datetime

import pytest
from django.conf import settings as reglages
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from partenariat import urls
from partenariat.lancement.serveur import commande
from partenariat.models import Organisation
from partenariat.presentation import journaux
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

SECRET = "Zz9SecretPlante"
journal = logging.getLogger("essai.journal")


def citer(request, mot):
    """Says in its own message all that it was sent."""
    request.POST.get("x")
    journal.warning("%s %s %s", request.get_full_path(), request.POST.get("texte", ""), dict(request.headers))
    return HttpResponse()


def tomber(request, mot):
    raise ValueError(
        f"{mot} {request.get_full_path()} {request.POST.get('texte', '')} {dict(request.headers)}"
    )


def enchainer(request, mot):
    try:
        raise KeyError(SECRET)
    except KeyError as erreur:
        raise RuntimeError(f"à cause de {SECRET}") from erreur


def unicite(request, mot):
    Organisation.objects.create(nom=mot, slug=mot)
    return HttpResponse()


def mauvais_parametre(request, mot):
    with connection.cursor() as curseur:
        curseur.execute("SELECT %s::integer", [mot])


def suspecte(request, mot):
    raise SuspiciousOperation(f"{mot} est suspect")


def flux(request, mot):
    def morceaux():
        yield b"debut"
        raise ValueError(f"{mot} en chemin")

    return StreamingHttpResponse(morceaux())


VUES = (citer, tomber, enchainer, unicite, mauvais_parametre, suspecte, flux)
for _vue in VUES:
    _vue.login_required = False
urlpatterns = [path(f"essai/{vue.__name__}/<str:mot>/", vue) for vue in VUES] + urls.urlpatterns
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


@pytest.fixture
def lignes():
    """Everything that is said, from the lowest level, as it is printed."""
    sortie = io.StringIO()
    gestionnaire = logging.StreamHandler(sortie)
    gestionnaire.setFormatter(journaux.EnJson())
    bavards = [logging.getLogger(nom) for nom in ("", "django", "django.request", "django.security")]
    niveaux = [bavard.level for bavard in bavards]
    for bavard in bavards:
        bavard.setLevel(logging.INFO)
    logging.getLogger().addHandler(gestionnaire)
    yield lambda: [json.loads(ligne) for ligne in sortie.getvalue().splitlines()]
    logging.getLogger().removeHandler(gestionnaire)
    for bavard, niveau in zip(bavards, niveaux, strict=True):
        bavard.setLevel(niveau)


def client(**kwargs) -> Client:
    return Client(
        raise_request_exception=False,
        headers={
            "referer": f"http://testserver/actions/?q={SECRET}",
            "user-agent": f"navigateur {SECRET}",
            "x-jeton": SECRET,
            "authorization": f"Bearer {SECRET}",
            "cookie": f"autre={SECRET}",
        },
        **kwargs,
    )


def lire(reponse) -> None:
    if reponse.streaming:
        with pytest.raises(journaux.FluxInterrompu):
            b"".join(reponse.streaming_content)


CAS = [
    pytest.param("post", f"/essai/citer/{SECRET}/?q={SECRET}", "essai/citer/<str:mot>/", id="message"),
    pytest.param("post", f"/essai/tomber/{SECRET}/?q={SECRET}", "essai/tomber/<str:mot>/", id="exception"),
    pytest.param("get", "/essai/enchainer/a/", "essai/enchainer/<str:mot>/", id="cause"),
    pytest.param("get", f"/essai/unicite/{SECRET}/", "essai/unicite/<str:mot>/", id="contrainte"),
    pytest.param(
        "get", f"/essai/mauvais_parametre/{SECRET}/", "essai/mauvais_parametre/<str:mot>/", id="paramètre"
    ),
    pytest.param("get", f"/essai/suspecte/{SECRET}/", "essai/suspecte/<str:mot>/", id="suspecte"),
    pytest.param("get", f"/essai/flux/{SECRET}/", "essai/flux/<str:mot>/", id="réponse coupée"),
    pytest.param("post", f"/espace/lien/{SECRET}/?q={SECRET}", "espace/lien/<str:jeton>/", id="405"),
    pytest.param("get", f"/espace/lien/{SECRET}/", "espace/lien/<str:jeton>/", id="lien fermé"),
    pytest.param("get", f"/en/espace/lien/{SECRET}/", "en/espace/lien/<str:jeton>/", id="lien en anglais"),
    pytest.param("get", f"/{SECRET}/{SECRET}?q={SECRET}", "?", id="404"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("methode", "adresse", "route"), CAS)
def test_no_line_holds_what_was_sent_and_each_says_which_address_it_was(methode, adresse, route, lignes):
    OrganisationFactory(nom=SECRET, slug=SECRET)
    donnees = {"texte": f"un mot {SECRET}"} if methode == "post" else {}
    lire(getattr(client(), methode)(adresse, donnees))
    dites = lignes()
    assert dites, "rien n'a été dit, donc rien n'est éprouvé"
    assert SECRET not in json.dumps(dites)
    assert {ligne["route"] for ligne in dites} == {route}
    assert all(re.fullmatch(r"[0-9a-f]{32}", ligne["requete"]) for ligne in dites)


@pytest.mark.parametrize(
    ("entetes", "raison"),
    [
        pytest.param({}, "CSRF cookie not set.", id="sans témoin"),
        pytest.param({"origin": f"https://{SECRET}.test"}, "", id="origine"),
        pytest.param(
            {"referer": f"https://ailleurs.test/{SECRET}", "x-forwarded-proto": "https"}, "", id="referer"
        ),
    ],
)
def test_a_form_refused_says_why_without_quoting(entetes, raison, lignes, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    reponse = client(enforce_csrf_checks=True).post(
        f"/compte/connexion/?next=/{SECRET}", {"username": SECRET, "password": SECRET}, headers=entetes
    )
    assert reponse.status_code == 403
    dites = lignes()
    assert SECRET not in json.dumps(dites)
    assert [ligne["message"] for ligne in dites] == [f"Forbidden {raison}".strip()]


def test_a_refused_name_is_not_repeated(lignes):
    client().get("/", headers={"host": f"{SECRET}.test"})
    assert SECRET not in json.dumps(lignes())
    assert lignes()[0]["source"] == "django.security.DisallowedHost"


@pytest.mark.urls(__name__)
def test_a_failure_is_one_line_with_where_and_of_what_kind(lignes):
    client().get("/essai/enchainer/a/")
    [ligne] = lignes()
    assert (ligne["niveau"], ligne["statut"], ligne["methode"]) == ("ERROR", 500, "GET")
    assert re.search(r"test_journaux\.py\", line \d+, in enchainer", ligne["trace"])
    # The first cause first.
    assert ligne["trace"].index("KeyError") < ligne["trace"].index("RuntimeError")


def test_a_broken_constraint_is_named_without_its_values():
    OrganisationFactory(slug=SECRET)
    with pytest.raises(IntegrityError) as erreur, transaction.atomic():
        OrganisationFactory(slug=SECRET)
    dite = journaux.nature(erreur.value.__cause__)
    assert SECRET not in dite
    assert "sqlstate=23505" in dite
    assert "table=partenariat_organisation" in dite
    assert "constraint=partenariat_organisation_slug" in dite


@pytest.mark.parametrize(
    ("erreur", "attendu"),
    [
        pytest.param(OSError(28, "No space left", SECRET), "OSError errno=28", id="disque plein"),
        pytest.param(ImportError(SECRET, name="pikepdf"), "ImportError module=pikepdf", id="module absent"),
        pytest.param(ValueError(SECRET), "ValueError", id="valeur"),
    ],
)
def test_a_failure_says_what_no_visitor_wrote(erreur, attendu):
    assert journaux.nature(erreur) == attendu


def enregistrement(message: object, *arguments, **champs) -> logging.LogRecord:
    dit = logging.LogRecord("essai", logging.WARNING, __file__, 1, message, arguments, None)
    vars(dit).update(champs)
    return dit


def test_times_carry_their_offset():
    quand = json.loads(journaux.EnJson().format(enregistrement("bonjour")))["quand"]
    assert datetime.fromisoformat(quand).utcoffset() is not None


def test_a_record_prints_no_field_but_ours():
    dite = journaux.EnJson().format(enregistrement("bonjour", secret=SECRET, request=SECRET, status_code=404))
    assert SECRET not in dite


def test_a_record_that_cannot_be_read_is_not_printed_by_the_library(capsys):
    dite = json.loads(journaux.EnJson().format(enregistrement("%d", SECRET)))
    assert dite["message"] == "TypeError"
    assert SECRET not in capsys.readouterr().err


def test_whatever_prints_prints_so():
    assert {nom: gestionnaire["formatter"] for nom, gestionnaire in reglages.LOGGING["handlers"].items()} == {
        "sortie": "json"
    }
    for nom in ("django", "django.request", "django.server", "django.security.csrf"):
        assert not logging.getLogger(nom).handlers
        assert logging.getLogger(nom).propagate


def test_the_server_keeps_no_log_of_addresses():
    assert "--no-access-log" in commande(8000)
    assert sys.executable == commande(8000)[0]
