"""Every form of the site, sent once the session is over, gives back each text that was typed in it; and, to
whoever signs in again, the whole form, sent by a click."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from partenariat.models import Utilisateur
from tests.factories import (
    DeclarationFactory,
    DemandeFactory,
    PreuveFactory,
    RondeFactory,
    VerificationFactory,
)
from tests.formulaires import lire_celui, sceau
from tests.test_gestes_en_double import Lieu

pytestmark = pytest.mark.django_db
PAGES_MAX = 120
"""Of one person: enough for one of each kind."""
LIBRES = {"text", "url", "email", "search"}


class _Lecteur(HTMLParser):
    """The links of a page, and what each of its POST forms lets one type."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.liens: list[str] = []
        self.formulaires: list[tuple[str, list[str]]] = []
        self.champs: list[str] | None = None
        self.dehors: dict[str, list[str]] = {}
        self.cle = ""

    def handle_starttag(self, balise, attributs):
        a = dict(attributs)
        if balise == "a" and "href" in a:
            self.liens.append(a["href"])
        elif balise == "form":
            self.champs = None
            if a.get("method", "").lower() == "post":
                self.champs = self.dehors.setdefault(a.get("id", ""), []) if a.get("id") else []
                self.formulaires.append((a.get("action") or "", self.champs))
        elif a.get("name") == "une_fois":
            self.cle = a["value"]
        elif balise == "textarea" or (balise == "input" and a.get("type", "text") in LIBRES):
            champs = self.dehors.setdefault(a["form"], []) if "form" in a else self.champs
            if champs is not None and a.get("name") and "readonly" not in a and "disabled" not in a:
                champs.append(a["name"])

    def handle_endtag(self, balise):
        if balise == "form":
            self.champs = None


def _sorte(adresse: str) -> str:
    """What kind of page: its view, and no more than that."""
    try:
        trouvee = resolve(adresse.partition("?")[0].partition("#")[0])
    except Resolver404:
        return ""
    return trouvee.view_name or trouvee.route


def formulaires(client: Client, depart: list[str]) -> dict[tuple, tuple[str, list[str], str]]:
    """The forms that this person comes to: by kind and fields, where it is sent, what one types, a key."""
    attente, vues, par_sorte, trouves = list(depart), set(depart), {}, {}
    while attente and len(par_sorte) < PAGES_MAX:
        page = attente.pop(0)
        sorte = _sorte(page)
        if par_sorte.get(sorte, 0) >= 4 or re.search(r"deconnexion|\.(csv|xlsx|json|pdf|zip)", page):
            continue
        par_sorte[sorte] = par_sorte.get(sorte, 0) + 1
        reponse = client.get(page)
        if reponse.status_code != 200 or "text/html" not in reponse["Content-Type"] or reponse.streaming:
            continue
        lecteur = _Lecteur()
        lecteur.feed(reponse.content.decode())
        for action, champs in lecteur.formulaires:
            vers = (page if not action or action.startswith("?") else action).partition("#")[0]
            noms = [nom for nom in dict.fromkeys(champs) if "__prefix__" not in nom]
            if noms:
                trouves.setdefault((_sorte(vers), tuple(noms)), (vers, noms, lecteur.cle))
        for lien in lecteur.liens:
            lien = lien.partition("#")[0]
            if lien.startswith("/") and not lien.startswith("//") and "?" not in lien and lien not in vues:
                vues.add(lien)
                attente.append(lien)
    return trouves


def tous() -> list[tuple[Utilisateur, str, str, list[str], str]]:
    """Who, of what kind, where it is sent, what one types, the key of the page."""
    lieu = Lieu()
    a_signer = lieu.engagement(aux_parties=True)
    engagement = lieu.engagement(signe=True)
    autre = lieu.engagement(signe=True)
    PreuveFactory(engagement=engagement, par=lieu.partenaire)
    DeclarationFactory(engagement=engagement)
    contestee = VerificationFactory(declaration=DeclarationFactory(engagement=autre), contestee=True)
    ronde = RondeFactory(plan=lieu.plan)
    ronde.ouvrir()
    demande = DemandeFactory(
        ronde=ronde,
        action=None,
        engagement=engagement,
        organisation=engagement.partie,
    )
    espace = [f"/espace/engagements/{engagement.pk}/{geste}/" for geste in ("declarer", "preuves")]
    espace += [f"/espace/engagements/{a_signer.pk}/{geste}/" for geste in ("signer", "refuser")]
    espace += [f"/espace/verifications/{contestee.pk}/repondre/"]
    espace += [f"/espace/demandes/{demande.pk}/"]
    ajouts = [
        f"/admin/{modele}/add/"
        for modele in ("actions/action", "engagements/engagement", "engagements/liensigne", "comite/seance",
                       "comite/ronde", "comite/bilan", "actions/plan", "actions/axe")
    ]  # fmt: skip
    tenue = [lieu.seance.adresse(page) for page in ("tenue", "preparation", "proces-verbal")]
    trouves: dict[tuple, tuple[Utilisateur, str, str, list[str], str]] = {}
    for qui, depart in (
        (lieu.partenaire, ["/espace/", *espace]),
        (lieu.comite, ["/espace/", *tenue]),
        (lieu.redaction, ["/espace/", "/admin/"]),
        (lieu.coordination, ["/espace/", "/admin/", *ajouts]),
    ):
        client = Client()
        client.force_login(qui)
        siens = formulaires(client, depart).items()
        trouves |= {quoi: (qui, quoi[0], *dit) for quoi, dit in siens}
    return list(trouves.values())


def test_no_form_loses_a_word_with_the_session():
    trouves, perdus = tous(), []
    for qui, sorte, vers, noms, cle in trouves:
        dits = {nom: f"Mot{rang}" for rang, nom in enumerate(noms)}
        reponse = Client().post(vers, dits | {"une_fois": cle})
        page = reponse.content.decode()
        manquent = [nom for nom, mot in dits.items() if f"\n{mot}<" not in page]
        if manquent or reponse.status_code != 403:
            perdus.append(f"{sorte} {vers} ({reponse.status_code}) : {', '.join(manquent)}")
        rendu = _rendu(qui, vers, reponse)
        if rendu[0] != vers or not (dits | {"une_fois": cle}).items() <= rendu[1].items():
            perdus.append(f"{sorte} {vers} : le formulaire n'est pas rendu ({rendu})")
    assert not perdus, "\n".join(perdus)
    sortes = {sorte for _qui, sorte, *_ in trouves}
    assert {"espace-declarer", "espace-preuve", "espace-refuser", "espace-repondre"} <= sortes
    assert {"seance-decider", "seance-proces-verbal", "espace-demande"} <= sortes
    assert {"admin:actions_action_change", "admin:engagements_engagement_add"} <= sortes


def _rendu(qui: Utilisateur, vers: str, finie: HttpResponse) -> tuple[str, dict[str, str]]:
    """Where the form that whoever signs in again is shown on its own page is sent, and all that it sends."""
    client = Client()
    client.force_login(qui)
    page = client.post("/compte/connexion/", {"reprise": sceau(finie)})
    balises = re.findall(r"<form[^>]*>", page.content.decode().partition(" data-rendu>")[0])
    adresse = re.search(r'action="([^"]*)"', balises[-1])
    if " data-rendu>" not in page.content.decode() or not adresse:
        return "", {}
    champs = lire_celui(page, " data-rendu>")
    return unescape(adresse[1]).partition("#")[0], {nom: "".join(dits) for nom, dits in champs.items()}
