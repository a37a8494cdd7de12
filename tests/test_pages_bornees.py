"""No page grows with the plan: beyond a page of each list, twice as many rows weigh nothing more.

Every address of the URL map is read on a plan, then on one twice as large, with pages made short so that few
rows are many. A new page is read too: it is paged, or it is written below why it has no page to weigh.
"""

import json
import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comite.admin import ronde as admin_ronde
from comite.models import Bilan
from comite.seance import depuis_par_groupes
from comite.seance.views import preparation, tenue
from comite.sorties.bilan import fabrication
from comite.sorties.bilan.fabrication import calculer
from comite.sorties.tableau import comite, indicateurs, pieces
from engagements.models import Acteur
from partenariat.donnees.depots import examiner
from partenariat.presentation import listes, pages
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanFactory,
    DecisionFactory,
    DeclarationFactory,
    DemandeFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver
from tests.reponses import corps
from tests.retraits import retirer
from tests.test_adresses import ADRESSES, est_courte, remplir

pytestmark = pytest.mark.django_db

RANGEES = 40
COURTES = 5
"""Rows of a page, in this test: 40 rows are eight pages of them, of which the pagination names five."""
MARGE = 4_000
"""Bytes: 40 rows that name something and lead to it weigh more; figures, and the folds of lists, less."""

AVEC_L_EQUIPE = {"espace-absence"}
"""Pages that name each colleague who may be chosen: as many as the team has, whatever the plan holds."""
SANS_PAGE = {
    # Files.
    "robots",
    "security-txt",
    "favicon",
    "sitemap",
    "sitemap-site",
    "sitemap-plan",
    "opensearch",
    "apercu",
    "image",
    "apercu-axe",
    "apercu-action",
    "apercu-organisation",
    "apercu-engagement",
    "donnees-actions",
    "donnees-engagements",
    "donnees-preuves",
    "donnees-decisions",
    "engagement-texte",
    "action-document",
    "engagement-preuve",
    "bilan-pdf",
    "comite-calendrier",
    "seance-dossier-pdf",
    "seance-dossier-json",
    "espace-fichier",
    "espace-document",
    # Acts, which answer by another page.
    "tableau-modules",
    "seance-ajouter",
    "seance-ordonner",
    "seance-retirer",
    "seance-convoquer",
    "seance-annuler",
    "seance-presences",
    "seance-deliberer",
    "seance-decider",
    "seance-corriger",
    "seance-suite",
    "seance-lever",
    "seance-approuver",
    "seance-dossier",
    "suite-noter",
    "espace-absence-cesser",
    "espace-pour",
    "premiere-fois",
    "espace-lien",
    "connexion",
    "deconnexion",
    # Something is sent there: nothing is read.
    "apparence",
    "changer-de-compte",
    # Forms on one record, open in some of its states only.
    "espace-signer",
    "espace-refuser",
    "espace-verifier",
    "espace-repondre",
    "espace-verifier-preuve",
}


class Terrain:
    """One plan, one axis, a body of each kind: every list of every page is long."""

    def __init__(self) -> None:
        self.plan = PlanFactory(actif=True)
        self.axe = AxeFactory(plan=self.plan, numero=1)
        self.service = OrganisationFactory(service=True, slug="service")
        self.verdun = OrganisationFactory(arrondissement=True, slug="verdun", code_officiel="REM12")
        self.organisme = OrganisationFactory(organisme=True, slug="organisme")
        for organisation in (self.service, self.verdun, self.organisme):
            PartiePrenanteFactory(plan=self.plan, organisation=organisation)
        hier = timezone.localdate() - timedelta(days=1)
        self.tenue = SeanceFactory(plan=self.plan, numero="S-1", tenue=True, date=hier - timedelta(days=30))
        DecisionFactory(seance=self.tenue)
        approuver(self.tenue)
        # Its minutes wait: follow-ups are still written to it.
        self.derniere = SeanceFactory(plan=self.plan, numero="S-0", tenue=True, date=hier)
        SeanceFactory(plan=self.plan, numero="S-9", tenue=True, date=hier - timedelta(days=2))
        self.prochaine = SeanceFactory(plan=self.plan, numero="S-2", convoquee=True)
        self.ronde = RondeFactory(plan=self.plan)
        self.ronde.ouvrir()
        self.bilan = BilanFactory(plan=self.plan, annee=timezone.localdate().year, arret=timezone.localdate())
        Bilan.objects.filter(pk=self.bilan.pk).update(
            donnees=json.dumps(calculer(self.bilan)), publication="publiee", publie_le=timezone.now()
        )
        self.premiere = self.engagement = self.demande = None
        self.garnir()
        self.preuve = self.engagement.deposer(
            Acteur(self.service),
            type_="rapport",
            titre="Bilan",
            source=examiner(ContentFile(b"%PDF-1.7\n%%EOF\n", "bilan.pdf")),
        )

    def garnir(self) -> None:
        for rang in range(RANGEES):
            traits = {("en_retard", "publiee", "suspendue", "realisee")[rang % 4]: True}
            action = ActionFactory(
                plan=self.plan, axe=self.axe, responsable=self.service, **{"publiee": True, **traits}
            )
            ParticipationFactory(action=action, organisation=self.verdun)
            action.arrondissements.add(self.verdun)
            if rang % 2:
                JalonFactory(action=action, **({"atteint": True} if rang % 4 == 1 else {"en_retard": True}))
            MesureFactory(
                indicateur=IndicateurFactory(action=action, cible_annee=2020 + rang % 20, cible_valeur=rang)
            )
            entre = {"plan": self.plan, "publie": True, "signe": True}
            siens = EngagementFactory(partie=self.service, envers=self.organisme, **entre)
            siens.actions.add(action)
            recu = EngagementFactory(partie=self.organisme, envers=self.service, **entre)
            DeclarationFactory(engagement=recu)
            SuiteFactory(seance=self.derniere, responsable=self.service)
            demande = DemandeFactory(ronde=self.ronde, action=action)
            self.premiere = self.premiere or action
            self.engagement = self.engagement or siens
            self.demande = self.demande or demande
        for _ in range(RANGEES):
            self.suite = SuiteFactory(
                seance=self.derniere,
                responsable=self.service,
                echeance=timezone.localdate() - timedelta(days=1),
            )

    def adresse(self, route: str, nom: str) -> str:
        seances = {"seance": "S-1", "seance-proces-verbal": "S-9"}
        numero = 1 if nom == "axe" else seances.get(nom, "S-2")
        de_quoi = {
            "espace-demande": self.demande,
            "espace-suite": self.suite,
            "nouvelle-en-une-minute": self.premiere,
        }
        pk = de_quoi.get(nom, self.engagement).pk
        code = self.engagement.code if nom == "engagement" else self.premiere.code
        slug = "verdun" if nom == "organisation" else "service"
        valeurs = {
            "numero": numero,
            "pk": pk,
            "code": code,
            "slug": slug,
            "annee": self.bilan.annee,
            "plan": self.plan.slug,
        }
        return remplir(route, {**valeurs, "format_": "csv", "jeton": "x"})


@pytest.fixture
def courtes(monkeypatch):
    for module, nom in (
        (pages, "PAR_TABLE"),
        (listes, "PAR_PAGE"),
        (pieces, "PAR_LISTE"),
        (comite, "PAR_LISTE"),
        (indicateurs, "PAR_LISTE"),
        (preparation, "PAR_FORMULAIRE"),
        (tenue, "CIBLES_MAX"),
        (depuis_par_groupes, "ENTIER"),
        (admin_ronde, "DEMANDES_LUES"),
    ):
        monkeypatch.setattr(module, nom, COURTES)


def poids_de(reponse) -> int:
    """Its bytes, less the links to the other pages: there are more of them until they are elided."""
    return len(re.sub(rb'<nav class="pagination".*?</nav>', b"", corps(reponse), flags=re.S))


def listes_de_l_administration() -> list[str]:
    return [
        reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry
    ]


def test_no_page_grows_with_the_plan(courtes, monkeypatch):
    for administration in admin.site._registry.values():
        monkeypatch.setattr(administration, "list_per_page", COURTES)
        monkeypatch.setattr(administration, "list_max_show_all", COURTES)
    # What a review would hold of the plan as it is.
    monkeypatch.setattr(fabrication, "donnees", calculer)
    terrain = Terrain()
    personne = UtilisateurFactory(coordination=True)
    client = Client()
    client.force_login(personne)
    client.post("/espace/pour/", {"organisation": "service"})
    chez_soi = Client()
    chez_soi.force_login(UtilisateurFactory(superutilisateur=True))

    def peser() -> dict[str, int]:
        poids, autres = {}, []
        for route, nom in ADRESSES:
            if est_courte(route) or nom in SANS_PAGE:
                continue
            reponse = client.get(terrain.adresse(route, nom))
            if reponse.status_code != 200 or not reponse["Content-Type"].startswith("text/html"):
                autres.append((nom, reponse.status_code))
            poids[nom] = poids_de(reponse)
        poids["service"] = poids_de(client.get("/plans/actif/organisations/service/"))
        adresse = terrain.prochaine.adresse("preparation")
        poids["un groupe"] = poids_de(client.get(f"{adresse}?groupe=axe-1"))
        for adresse in listes_de_l_administration():
            reponse = chez_soi.get(f"{adresse}?all=1", follow=True)
            assert reponse.status_code == 200, adresse
            poids[adresse] = poids_de(reponse)
        assert autres == [], "neither a page, nor said to have none"
        poids["ronde"] = poids_de(chez_soi.get(f"/admin/comite/ronde/{terrain.ronde.pk}/change/"))
        return poids

    def retirer_quelques_unes() -> None:
        for action in terrain.plan.actions.order_by("-pk")[: COURTES + 1]:
            retirer(action)

    retirer_quelques_unes()
    avant = peser()
    terrain.garnir()
    retirer_quelques_unes()
    apres = peser()
    grandies = {nom for nom in avant if apres[nom] - avant[nom] > MARGE}
    assert {nom: apres[nom] - avant[nom] for nom in grandies - AVEC_L_EQUIPE} == {}


def test_what_has_no_page_is_an_address():
    assert {nom for _route, nom in ADRESSES} >= SANS_PAGE
