"""What is withdrawn for cause is nowhere, whatever the day that is asked for; that it was is said."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from engagements.models import Acteur
from engagements.models.etats import Genre, Verdict
from partenariat.donnees.depots import examiner
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
)
from tests.passe import reculer
from tests.retraits import ou_se_lit, retirer
from tests.test_adresses import OUVERTES, remplir

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)

# What is withdrawn, and the word that only it holds.
MOTS = {
    "nouvelle": "zirconium",
    "document": "vanadium",
    "jalon": "rhodium",
    "indicateur": "iridium",
    "action": "osmium",
    "engagement": "niobium",
    "declaration": "ruthenium",
    "verification": "thulium",
    "reponse": "holmium",
    "preuve": "erbium",
    "fichier": "terbium",
    "signature": "lutetium",
}
PARTIES = [nom for nom in MOTS if nom != "action"]


@pytest.fixture
def publics():
    """Public records, each with its word; `autre` is an action of its own, that goes whole."""
    plan = PlanFactory(actif=True)
    axe = AxeFactory(plan=plan, numero=1)
    action = ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)
    autre = ActionFactory(
        plan=plan,
        axe=axe,
        code="1.2",
        publiee=True,
        **dict.fromkeys(("titre", "titre_en", "description", "texte_officiel"), f"Projet {MOTS['action']}"),
    )
    NouvelleFactory(action=autre, texte=f"Voici {MOTS['action']}.", publique=True)
    JalonFactory(action=autre, titre=f"Livrer {MOTS['action']}", atteint=True)
    ville, partie = OrganisationFactory(service=True), OrganisationFactory()
    engagement = EngagementFactory(
        plan=plan, code="E1", partie=partie, envers=ville, publie=True, titre=f"Offrir {MOTS['engagement']}",
        texte=f"Nous offrons {MOTS['engagement']}.",
    )  # fmt: skip
    for cote in (partie, ville):
        nom = f"Camille {MOTS['signature']}" if cote == partie else "Dominique Roy"
        signature = engagement.signer(
            Acteur(cote), nom=nom, fonction="Direction", empreinte=engagement.empreinte
        )
        if cote == partie:
            signee = signature
    engagement.actions.add(action)
    declaration = engagement.declarer(Acteur(partie), Genre.TENU, f"Voici {MOTS['declaration']}.")
    verification = declaration.verifier(
        Acteur(ville), Verdict.CONTESTEE, f"Il manque {MOTS['verification']}."
    )
    indicateur = IndicateurFactory(action=action, nom=f"Part de {MOTS['indicateur']}")
    MesureFactory(indicateur=indicateur)
    contenu = f"%PDF-1.7\n{MOTS['fichier']}\n%%EOF\n".encode()
    return {
        "nouvelle": NouvelleFactory(action=action, texte=f"Voici {MOTS['nouvelle']}.", publique=True),
        "document": DocumentFactory(action=action, titre=MOTS["document"]),
        "jalon": JalonFactory(action=action, titre=f"Livrer {MOTS['jalon']}", atteint=True),
        "indicateur": indicateur,
        "action": autre,
        "engagement": engagement,
        "declaration": declaration,
        "verification": verification,
        "reponse": verification.repondre(Acteur(partie), f"Le voici: {MOTS['reponse']}."),
        "preuve": engagement.deposer(
            Acteur(partie),
            type_="rapport",
            titre=f"Bilan {MOTS['preuve']}",
            source=f"https://exemple.test/{MOTS['preuve']}",
        ),
        "fichier": engagement.deposer(
            Acteur(partie),
            type_="rapport",
            titre=f"Plan {MOTS['fichier']}",
            source=examiner(ContentFile(contenu, f"{MOTS['fichier']}.pdf")),
        ),
        "signature": signee,
    }


def adresses(publics: dict, *, fichier: bool = True) -> list[str]:
    """Every public address of the site that these records give, today and on the day before."""
    valeurs = {
        "numero": "1", "annee": 2025, "slug": publics["engagement"].partie.slug, "plan": "aucun",
        "jeton": "inconnu", "pk": publics["fichier"].pk,
    }  # fmt: skip
    chemins = [
        "/actions/1.2/",
        "/actions/?q=projet",
        *(f"/actions/?q={MOTS[nom]}" for nom in ("action", "jalon")),
    ]
    for route, nom in OUVERTES:
        if "<slug:plan>" in route or nom in ("bilan", "bilan-pdf"):
            continue
        codes = ("E1",) if nom.startswith("engagement") else ("1.1",)
        formats = ("csv", "json", "xlsx", "geojson") if "format_" in route else ("",)
        chemins += [remplir(route, {**valeurs, "code": c, "format_": f}) for c in codes for f in formats]
    chemins = [chemin for chemin in chemins if fichier or "/preuves/" not in chemin]
    tous = [*chemins, *(f"/en{chemin}" for chemin in chemins)]
    return [*tous, *(f"{chemin}{'&' if '?' in chemin else '?'}au={HIER}" for chemin in tous)]


def sans_ce_qui_est_cherche(trouvees: list[str]) -> list[str]:
    """A page of results repeats what one looked for."""
    return [adresse for adresse in trouvees if "?q=" not in adresse]


def test_what_is_withdrawn_is_nowhere_today_nor_in_the_past(publics):
    reculer(3)
    toutes = adresses(publics)
    lus = {nom: sans_ce_qui_est_cherche(ou_se_lit(mot, toutes)) for nom, mot in MOTS.items()}
    for nom, trouvees in lus.items():
        assert any("au=" in adresse for adresse in trouvees), f"{nom} : rien à retirer"
        assert any("au=" not in adresse for adresse in trouvees), f"{nom} : rien à retirer"
    for objet in publics.values():
        retirer(objet)
    for nom, mot in MOTS.items():
        assert sans_ce_qui_est_cherche(ou_se_lit(mot, toutes)) == [], nom
