"""Attacks that no other file tries; `docs/securite.md` names those that the others hold."""

import ast
from http.cookies import Morsel

import pytest
from django.conf import global_settings, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from partenariat.models import Organisation
from tests.factories import (
    ActionFactory,
    AxeFactory,
    EngagementFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte
from tests.test_tout import lus, relatif

pytestmark = pytest.mark.django_db

BON = "Une phrase de passe assez longue."


@pytest.fixture
def personne():
    personne = UtilisateurFactory(redaction=True, first_name="Alexandrine")
    personne.set_password(BON)
    personne.save()
    return personne


def entrer(client: Client, personne, **suite):
    """Signs in by the form."""
    return client.post(reverse("connexion"), {"username": personne.username, "password": BON, **suite})


def changer(client: Client, ancien: str, nouveau: str):
    """Changes one's password by the page for it."""
    saisie = {"old_password": ancien, "new_password1": nouveau, "new_password2": nouveau}
    return client.post(reverse("admin:password_change"), saisie)


# --- Passwords and sessions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mot", "permis"),
    [
        pytest.param("Onze-lettre", False, id="onze"),
        pytest.param("m" * 65 + "é" * 64, False, id="129"),
        pytest.param("motdepasse123", False, id="commun et des chiffres"),
        pytest.param("passwordpassword", False, id="commun, deux fois"),
        pytest.param("Montreal-2026!", False, id="d'ici"),
        pytest.param("ababababababab", False, id="deux lettres"),
        pytest.param("123456789012345", False, id="chiffres"),
        pytest.param("alexandrine!", False, id="son prénom"),
        pytest.param("un fil d'eau, " * 4 + "et la mer", True, id="64 et plus"),
        pytest.param("une barque 🛶 au loin", True, id="image et espaces"),
        pytest.param("toutenminuscules", True, id="minuscules"),
    ],
)
def test_a_password_is_long_and_not_known_and_holds_what_one_likes(client, personne, mot, permis):
    client.force_login(personne)
    assert (changer(client, BON, mot).status_code == 302) is permis
    personne.refresh_from_db()
    assert personne.check_password(mot) is permis


def test_a_new_password_ends_the_other_sessions(personne):
    ici, ailleurs = Client(), Client()
    for client in (ici, ailleurs):
        entrer(client, personne)
        assert client.get(reverse("espace")).status_code == 200
    assert changer(ici, BON, "Une autre phrase de passe.").status_code == 302
    assert [c.get(reverse("espace")).status_code for c in (ici, ailleurs)] == [200, 302]


def test_a_closed_account_ends_its_sessions(client, personne):
    client.force_login(personne)
    personne.is_active = False
    personne.save()
    assert client.get(reverse("espace")).status_code == 302


def test_a_password_is_kept_at_the_cost_that_is_asked_of_pbkdf2():
    """Tests hash quicker: the site hashes as Django does, whose first way is this one."""
    assert not any("PASSWORD_HASHERS" in f.read_text() for f in lus(".py") if f.name == "settings.py")
    assert global_settings.PASSWORD_HASHERS[0].endswith(f".{PBKDF2PasswordHasher.__name__}")
    assert (PBKDF2PasswordHasher.algorithm, PBKDF2PasswordHasher.iterations >= 310_000) == (
        "pbkdf2_sha256",
        True,
    )


def test_the_cookie_of_a_session_is_for_this_site_and_no_script(client, personne):
    entrer(client, personne)
    cookie: Morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (
        True,
        "Lax",
        "",
        "/",
    )
    assert int(cookie["max-age"]) <= 12 * 3600


@pytest.mark.parametrize(
    "ailleurs",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple/",
        "/\\ailleurs.exemple/",
        "///ailleurs.exemple",
        "javascript:alert(1)",
        "http:ailleurs.exemple",
        "https://testserver@ailleurs.exemple/",
        "\thttps://ailleurs.exemple/",
    ],
)
@pytest.mark.parametrize("porte", ["connexion", "admin:login"])
def test_the_login_leads_to_no_other_site(client, personne, ailleurs, porte):
    if porte == "connexion":
        reponse = entrer(client, personne, next=ailleurs)
    else:
        client.force_login(personne)
        reponse = client.get(reverse(porte), {"next": ailleurs})
    assert reponse.status_code == 302
    assert reponse["Location"] in (reverse("espace"), reverse("admin:index"))


def test_a_form_that_another_site_posts_writes_nothing(personne):
    client = Client(enforce_csrf_checks=True)
    client.force_login(personne)
    assert changer(client, BON, "Une autre phrase de passe.").status_code == 403
    personne.refresh_from_db()
    assert personne.check_password(BON)


# --- What is typed is text -------------------------------------------------------------------------------

BALISE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_a_name_that_is_markup_is_text_on_every_page(client):
    plan = PlanFactory(actif=True, titre=f"Plan {BALISE}", avis=BALISE, presentation=BALISE)
    organisation = OrganisationFactory(nom=f"Coop {BALISE}", sigle="<b>x")
    axe = AxeFactory(plan=plan, titre=f"Axe {BALISE}", presentation=BALISE)
    action = ActionFactory(
        plan=plan,
        axe=axe,
        publiee=True,
        titre=f"Action {BALISE}",
        description=BALISE,
        responsable=organisation,
    )
    NouvelleFactory(action=action, publique=True, texte=BALISE)
    engagement = EngagementFactory(plan=plan, partie=organisation, titre=f"Engagement {BALISE}", signe=True)
    pages = [
        "/",
        "/plans/actif/actions/",
        f"/plans/actif/actions/?q={BALISE}",
        f"/plans/actif/actions/?statut={BALISE}",
        action.get_absolute_url(),
        axe.get_absolute_url(),
        organisation.get_absolute_url(),
        engagement.get_absolute_url(),
        "/plans/actif/organisations/",
        "/plans/actif/engagements/",
        "/plans/actif/donnees/",
        f"/nulle-part/{BALISE}",
        f"/compte/connexion/?next=/{BALISE}",
    ]
    for page in pages:
        contenu = client.get(page).content.decode()
        assert "<script>alert" not in contenu, page
        assert "<img" not in contenu, page
        assert "<b>x" not in contenu, page
    assert "alert(1)" in client.get(action.get_absolute_url()).content.decode()


@pytest.mark.parametrize("suite", ["\nBcc: c@d.test", "\r\nBcc: c@d.test", ",c@d.test", "%0aBcc:c@d.test\n"])
def test_an_address_of_mail_is_one_address(suite):
    organisation = OrganisationFactory.build(courriel_public=f"a@b.test{suite}")
    with pytest.raises(ValidationError) as refus:
        organisation.clean_fields()
    assert "courriel_public" in refus.value.message_dict
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "chemin",
    [
        "/static/../partenariat/settings.py",
        "/static/%2e%2e/partenariat/settings.py",
        "/static/..%2fmanage.py",
        "/static/%5c..%5cmanage.py",
        "/static//etc/passwd",
        "/.git/config",
        "/.env",
        "/.donnees/cle-secrete",
        "/static/",
        "/static/css/",
        "/depots/",
        "/espace/style.css",
        "/__debug__/",
    ],
)
def test_no_file_is_read_by_its_path(client, chemin):
    reponse = client.get(chemin)
    assert reponse.status_code in (302, 400, 404)
    if reponse.status_code == 302:
        assert reponse["Location"].startswith(reverse("connexion"))


@pytest.mark.parametrize("methode", ["PUT", "DELETE", "PATCH", "POST", "TRACE", "INVENTEE"])
def test_a_page_that_one_reads_answers_no_other_method(client, methode):
    PlanFactory(actif=True)
    for page in ("/", "/plans/actif/actions/", "/plans/actif/donnees/actions.csv"):
        assert client.generic(methode, page).status_code == 405
        assert client.generic("GET", page, headers={"X-HTTP-Method-Override": methode}).status_code == 200


@pytest.mark.parametrize(
    "entete", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"]
)
def test_no_header_of_a_visitor_is_written_in_a_page_that_others_read(client, pages_gardees, entete):
    PlanFactory(actif=True)
    client.get("/", headers={entete: "ailleurs.exemple"})
    assert "ailleurs.exemple" not in client.get("/").content.decode()
    assert "ailleurs.exemple" not in texte(client.get("/nulle-part/", headers={entete: "ailleurs.exemple"}))


RESEAU = {"requests", "httpx", "urllib3", "aiohttp", "ftplib", "telnetlib"}
A_SOI = "partenariat/lancement/serveur.py"
"""Asks its own server whether it is ready."""
EVALUER = {"eval", "exec", "compile", "__import__"}


def test_the_site_asks_nothing_of_an_address_and_runs_no_text():
    """An address that people hand in is shown, never opened: there is nothing to send elsewhere."""
    fautes = []
    for chemin in lus(".py"):
        du_site = relatif(chemin).startswith(("actions/", "comite/", "engagements/", "partenariat/"))
        if not du_site or relatif(chemin) == A_SOI:
            continue
        for noeud in ast.walk(ast.parse(chemin.read_text())):
            match noeud:
                case ast.Import(names=noms):
                    pris = {nom.name for nom in noms}
                case ast.ImportFrom(module=str(module), names=noms):
                    pris = {module, *(f"{module}.{nom.name}" for nom in noms)}
                case ast.Call(func=ast.Name(id=nom)):
                    pris = {nom} & EVALUER
                case ast.keyword(arg="shell"):
                    pris = {"shell="}
                case _:
                    continue
            if (
                pris & (EVALUER | {"urllib.request", "http.client", "pickle", "marshal", "shell="})
                or {p.split(".")[0] for p in pris} & RESEAU
            ):
                fautes.append(f"{relatif(chemin)} : {pris}")
    assert not fautes
