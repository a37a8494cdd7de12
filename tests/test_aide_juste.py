"""Help tells the truth: each step is walked by whoever is told it, and each label that it quotes is on the
screen that it speaks of, in French and in English; its aside stands wherever the thing is done."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from partenariat.aide import marches
from partenariat.aide.marches import Marche, Pas
from partenariat.parties.roles import ROLES
from tests.actions.minute_d_essai import indicateur
from tests.factories import (
    DeclarationFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.postes import Monde, dans

pytestmark = pytest.mark.django_db

NOMS = [role.nom for role in ROLES]
CITES = re.compile("«\\s*([^«»]+?)\\s*»|“([^“”]+)”")
TOUTES = [(role, marche) for _rang, marche in marches._marches for role in (*marche.roles, *marche.aussi)]


def net(dit: str) -> str:
    return " ".join(unescape(dit).replace("’", "'").split()).rstrip(" :")


def cites(pas: Pas) -> list[str]:
    return [net("".join(deux)) for deux in CITES.findall(str(pas.dit))]


class Mots(HTMLParser):
    """The words of a screen, one by one, and what its buttons say."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lus: set[str] = set()

    def handle_data(self, texte):
        self.lus.add(net(texte))

    def handle_starttag(self, balise, attributs):
        a = dict(attributs)
        if balise == "input" and a.get("type") == "submit":
            self.lus.add(net(a.get("value") or ""))


def mots(client: Client, adresse: str) -> set[str]:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, (adresse, reponse.status_code)
    page = reponse.content.decode()
    # What the help itself says proves nothing.
    page = re.sub(r'<aside class="aide".*?</aside>', "", page, flags=re.DOTALL)
    lecteur = Mots()
    lecteur.feed(page[page.index("<body") :])
    return lecteur.lus


class Ecrans:
    """One world where all that the help speaks of waits for somebody, and its screens by their name."""

    def __init__(self):
        monde = Monde()
        self.comptes = {nom: getattr(monde, nom) for nom in NOMS}
        pour = {"plan": monde.plan, "partie": monde.organisme, "envers": monde.service}
        action = monde.action(publiee=True)
        JalonFactory(action=action, en_retard=True)
        IndicateurFactory(action=action, cible_annee=timezone.localdate().year, cible_valeur=3)
        assert indicateur(action)
        self.action = action
        brouillon = monde.action(auteur=monde.redaction)
        soumise = monde.action(monde.autre, a_valider=True, soumise_par=monde.redaction)
        a_signer = EngagementFactory(aux_parties=True, **pour)
        suivi = EngagementFactory(signe=True, publie=True, **pour)
        inverse = {"plan": monde.plan, "partie": monde.service, "envers": monde.organisme}
        # The City's own, to declare; and what each side declares, for the other to verify.
        de_la_ville = EngagementFactory(signe=True, publie=True, **inverse)
        aux_deux = [EngagementFactory(aux_parties=True, **inverse), a_signer]
        des_deux = [
            DeclarationFactory(engagement=EngagementFactory(signe=True, publie=True, **sens))
            for sens in (pour, inverse)
        ]
        seance = SeanceFactory(plan=monde.plan, tenue=True)
        suites = [
            SuiteFactory(seance=seance, responsable=corps, echeance=dans(-2))
            for corps in (monde.organisme, monde.service)
        ]
        prochaine = SeanceFactory(plan=monde.plan)
        tenue = SeanceFactory(plan=monde.plan, convoquee=True)
        tenue.points.create(titre="Suivi du plan", rang=1)

        def fiches(nom: str, *objets):
            # In the language of the moment.
            return lambda: [reverse(nom, args=[objet.pk]) for objet in objets]

        self.par_nom = {
            "espace": lambda: [reverse("espace")],
            "nouvelle-en-une-minute": fiches("nouvelle-en-une-minute", action),
            "admin:actions_action_change": fiches("admin:actions_action_change", brouillon, soumise, action),
            "espace-engagement": fiches("espace-engagement", suivi, de_la_ville, *aux_deux),
            "espace-signer": fiches("espace-signer", *aux_deux),
            "espace-refuser": fiches("espace-refuser", *aux_deux),
            "espace-declarer": fiches("espace-declarer", suivi, de_la_ville),
            "espace-preuve": fiches("espace-preuve", suivi, de_la_ville),
            "espace-verifier": fiches("espace-verifier", *des_deux),
            "espace-suite": fiches("espace-suite", *suites),
            "espace-suites": lambda: [reverse("espace-suites")],
            "seance-preparation": lambda: [prochaine.adresse("preparation")],
            "seance-tenue": lambda: [tenue.adresse("tenue")],
        }

    def adresses(self, nom: str) -> list[str]:
        return self.par_nom[nom]() if nom in self.par_nom else [reverse(nom)]


@pytest.fixture
def ecrans() -> Ecrans:
    return Ecrans()


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
@pytest.mark.parametrize("role", NOMS)
def test_each_step_names_what_is_on_its_screen(ecrans, client_de, role, langue):
    compte = ecrans.comptes[role]
    client = client_de(compte)
    lus: dict[str, set[str]] = {}
    marchees = 0
    for marche in (marche for qui, marche in TOUTES if qui == role):
        for pas in marche.pas:
            with translation.override(langue):
                voulus, adresses = cites(pas), ecrans.adresses(pas.ecran) if pas.ecran else []
            assert bool(voulus) == bool(pas.ecran), (
                f"{pas.dit}: a screen for what is quoted, and for nothing else"
            )
            for adresse in adresses:
                if adresse not in lus and client.get(adresse).status_code == 200:
                    lus[adresse] = mots(client, adresse)
            ouvertes = [lus[adresse] for adresse in adresses if adresse in lus]
            assert ouvertes or not pas.ecran, (role, pas.ecran)
            if pas.ecran:
                assert any(set(voulus) <= dits for dits in ouvertes), (role, str(pas.dit), voulus, adresses)
                marchees += 1
    assert marchees


def lieux() -> list[tuple[str, Marche, str]]:
    return [(role, marche, nom) for role, marche in TOUTES for nom in marche.sur]


@pytest.mark.parametrize("role", NOMS)
def test_its_aside_stands_wherever_the_thing_is_done(ecrans, client_de, role):
    client = client_de(ecrans.comptes[role])
    pages: dict[str, list[str]] = {}
    for qui, marche, nom in lieux():
        # The committee has no back office: it does it from its own pages.
        if (
            (role == "comite" and nom.startswith("comite_"))
            or qui != role
            or nom.endswith(("_add", "indicateur_change", "seance_change", "verifier-preuve", "repondre"))
        ):
            continue
        connu = nom in ecrans.par_nom or not re.match(r"(actions|comite)_", nom)
        adresses = ecrans.adresses(nom if connu else f"admin:{nom}")
        lues = [r.content.decode() for a in adresses if (r := client.get(a)).status_code == 200]
        assert lues, (role, nom)
        pages[nom] = lues
        for page in lues:
            (aside,) = re.findall(r'<aside class="aide".*?</aside>', page, flags=re.DOTALL)
            assert f"<summary>{net(str(marche.titre))}</summary>" in net(aside), (nom, marche.titre)
            # Folded, so that it takes one line of a screen that is read at a glance.
            assert not re.search(r"<details[^>]*\bopen\b", aside)
    assert pages


def test_who_comes_by_a_signed_link_is_helped_as_a_partner_is(ecrans):
    anonyme = Client().get("/espace/").wsgi_request.user
    assert marches.marches_de(anonyme, "espace-declarer") == []
    aidee = marches.marches_de(anonyme, "espace-declarer", par_lien=True)
    assert [str(marche.titre) for marche in aidee] == ["Déclarer où l'on en est"]
    assert marches.marches_de(anonyme, "seance-tenue", par_lien=True) == []


def test_the_help_of_news_never_leads_to_the_long_form():
    """A milestone and a measure are ticked and entered in a minute: none of it asks for the whole record."""
    par_titre = {str(marche.titre): marche for _rang, marche in marches._marches}
    for titre in ("Donner une nouvelle", "Cocher un jalon", "Entrer une mesure"):
        ecrans_ = {pas.ecran for pas in par_titre[titre].pas}
        assert "nouvelle-en-une-minute" in ecrans_, titre
        assert "admin:actions_action_change" not in ecrans_, titre
    assert "admin:actions_jalons" in {pas.page for pas in par_titre["Cocher un jalon"].pas}


def test_someone_without_a_role_is_told_nothing(client_de):
    assert marches.marches_de(UtilisateurFactory(), "nouvelle-en-une-minute") == []
