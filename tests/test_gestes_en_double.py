"""Eight identical posts at once, of each act that adds a row: one row, and eight times the same answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from actions.models import AccordRetire, Action, Document, Jalon, Mesure, Nouvelle
from comite.models import Decision, Demande, Dossier, Membre, Point, Presence, ReponseDeSuite, Suite
from engagements.models import (
    Declaration,
    Engagement,
    LienSigne,
    Preuve,
    Refus,
    Reponse,
    Signature,
    Verification,
)
from partenariat.models import Organisation, Utilisateur
from partenariat.une_fois import reception
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DeclarationFactory,
    EngagementFactory,
    HistoireFactory,
    IndicateurFactory,
    MembreFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    PreuveFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.formulaires import lire_celui

pytestmark = pytest.mark.django_db(transaction=True)

FOIS = 8
PDF = b"%PDF-1.7\n%%EOF\n"
AUJOURD_HUI = timezone.localdate()

ECRITS_AUTREMENT = {
    "comite.Deplacement": "written by the trigger of meetings",
    "comite.Effet": "written with its decision, in its transaction",
    "engagements.Passage": "written by the trigger of states",
    "partenariat.Appellation": "written by the trigger of what has a name",
    "partenariat.Restauration": "written by `restaurer`, in its transaction",
    "engagements.UsageLien": "the log of a link: a line of each act, in its transaction",
}


@dataclass
class Acte:
    """Who, on which page, in which form, to which address, with what typed over it."""

    qui: Utilisateur
    page: str
    formulaire: str
    vers: str = ""
    saisie: dict = field(default_factory=dict)
    fichiers: Callable[[], dict] = dict
    de_plus: int = 1


class Lieu:
    """A plan with a commitment on each side, a meeting under way, and whoever acts in them."""

    def __init__(self):
        self.plan = PlanFactory(actif=True, slug="actif")
        self.axe = AxeFactory(plan=self.plan)
        self.ville = OrganisationFactory(service=True)
        self.organisme = OrganisationFactory()
        self.partenaire = UtilisateurFactory(partenaire=True, organisation=self.organisme)
        self.redaction = UtilisateurFactory(redaction=True, organisation=self.ville)
        self.coordination = UtilisateurFactory(coordination=True)
        self.comite = UtilisateurFactory(comite=True)
        self.action = ActionFactory(plan=self.plan, axe=self.axe, publiee=True, responsable=self.ville)
        self.indicateur = IndicateurFactory(action=self.action)
        self.histoire = HistoireFactory(action=self.action, publiee=True)
        self.seance = SeanceFactory(plan=self.plan, convoquee=True, quorum_requis=1)
        self.membre = MembreFactory(plan=self.plan)
        self.point = PointFactory(seance=self.seance, rang=1)

    def engagement(self, **traits) -> Engagement:
        return EngagementFactory(plan=self.plan, partie=self.organisme, envers=self.ville, **traits)

    def espace(self, chemin: str, qui: Utilisateur, formulaire: str, **reste) -> Acte:
        return Acte(qui, f"/espace/{chemin}/", formulaire, f"/espace/{chemin}/", **reste)

    def tenue(self, page: str, formulaire: str, vers: str, **reste) -> Acte:
        return Acte(self.comite, self.seance.adresse(page), formulaire, self.seance.adresse(vers), **reste)

    def administration(self, chemin: str, formulaire: str, **saisie) -> Acte:
        adresse = f"/admin/{chemin}/"
        return Acte(self.coordination, adresse, f'id="{formulaire}_form"', adresse, saisie | {"_save": "1"})


def _signature(lieu):
    pk = lieu.engagement(aux_parties=True).pk
    saisie = {"nom": "Alex Roy", "fonction": "Direction", "accord": "on"}
    return lieu.espace(f"engagements/{pk}/signer", lieu.partenaire, 'name="accord"', saisie=saisie)


def _refus(lieu):
    pk = lieu.engagement(aux_parties=True).pk
    saisie = {"motif": "Le montant."}
    return lieu.espace(f"engagements/{pk}/refuser", lieu.partenaire, 'name="motif"', saisie=saisie)


def _declaration(lieu):
    pk = lieu.engagement(signe=True).pk
    saisie = {"genre": "avance", "texte": "Le bail est signé."}
    return lieu.espace(f"engagements/{pk}/declarer", lieu.partenaire, 'name="genre"', saisie=saisie)


def _fichier() -> dict:
    return {"fichier": SimpleUploadedFile("bail.pdf", PDF, "application/pdf")}


def _declaration_avec_preuve(lieu):
    acte = _declaration(lieu)
    acte.saisie["titre"], acte.fichiers = "Bail", _fichier
    return acte


def _preuve(lieu):
    pk = lieu.engagement(signe=True).pk
    return lieu.espace(
        f"engagements/{pk}/preuves",
        lieu.partenaire,
        'name="adresse"',
        saisie={"titre": "Bail"},
        fichiers=_fichier,
    )


def _verification(lieu):
    declaration = DeclarationFactory(engagement=lieu.engagement(signe=True))
    saisie = {"verdict": "contestee", "texte": "Rien n'est signé."}
    chemin = f"declarations/{declaration.pk}/verifier"
    return lieu.espace(chemin, lieu.redaction, 'name="verdict"', saisie=saisie)


def _verification_de_preuve(lieu):
    preuve = PreuveFactory(engagement=lieu.engagement(signe=True))
    chemin, saisie = f"preuves/{preuve.pk}/verifier", {"verdict": "confirmee"}
    return lieu.espace(chemin, lieu.redaction, 'name="verdict"', saisie=saisie)


def _reponse(lieu):
    declaration = DeclarationFactory(engagement=lieu.engagement(signe=True))
    verification = VerificationFactory(declaration=declaration, contestee=True)
    chemin, saisie = f"verifications/{verification.pk}/repondre", {"texte": "Le bail est au dossier."}
    return lieu.espace(chemin, lieu.partenaire, 'name="texte"', saisie=saisie)


def _reponse_de_ronde(lieu):
    RondeFactory(plan=lieu.plan).ouvrir()
    demande = Demande.objects.get(action=lieu.action)
    saisie = {"situation": "avance", "texte": "Deux locaux."}
    return lieu.espace(f"demandes/{demande.pk}", lieu.redaction, 'name="situation"', saisie=saisie)


def _reponse_de_ronde_sur_un_engagement(lieu):
    engagement = lieu.engagement(publie=True, signe=True)
    Engagement.objects.filter(pk=engagement.pk).update(etat="en_cours")
    RondeFactory(plan=lieu.plan).ouvrir()
    demande = Demande.objects.get(engagement=engagement)
    saisie = {"situation": "avance", "texte": "Deux locaux."}
    return lieu.espace(f"demandes/{demande.pk}", lieu.partenaire, 'name="situation"', saisie=saisie)


def _reponse_de_suite(lieu):
    suite = SuiteFactory(seance=SeanceFactory(plan=lieu.plan, tenue=True), responsable=lieu.ville)
    saisie = {"reponse": "en_cours", "texte": "Le guide est à moitié écrit."}
    return lieu.espace(f"suites/{suite.pk}", lieu.redaction, 'name="reponse"', saisie=saisie)


def _point(lieu):
    return lieu.tenue("preparation", 'name="titre"', "ajouter", saisie={"titre": "Affaires diverses"})


def _suite(lieu):
    saisie = {"libelle": "Écrire au ministère", "responsable": lieu.ville.pk}
    return lieu.tenue("tenue", 'name="libelle"', "suite", saisie=saisie)


def _decision(lieu):
    saisie = {f"p{lieu.point.pk}-libelle": "Reporter.", f"p{lieu.point.pk}-vote": "unanimite"}
    return lieu.tenue("tenue", f'name="p{lieu.point.pk}-libelle"', "decider", saisie=saisie)


def _presences(lieu):
    return lieu.tenue("tenue", 'name="present"', "presences", saisie={"present": [lieu.membre.pk]})


def _dossier(lieu):
    return lieu.tenue("preparation", f'{lieu.seance.numero}/dossier/"', "dossier")


def _action(lieu):
    saisie = {"code": "9.9", "titre": "Nouvelle", "axe": lieu.axe.pk, "responsable": lieu.ville.pk}
    return lieu.administration("actions/action/add", "action", **saisie)


def _ligne(lieu, chemin: str, formulaire: str, prefixe: str, **champs) -> Acte:
    lignes = {f"{prefixe}-0-{nom}": valeur for nom, valeur in champs.items()}
    return lieu.administration(chemin, formulaire, **lignes, **{f"{prefixe}-TOTAL_FORMS": "1"})


def _nouvelle(lieu):
    champs = {"date": AUJOURD_HUI.isoformat(), "texte": "Le local est loué.", "visibilite": "interne"}
    return _ligne(lieu, f"actions/action/{lieu.action.pk}/change", "action", "nouvelles", **champs)


def _jalon(lieu):
    champs = {"titre": "Ouverture", "poids": "1", "echeance": (AUJOURD_HUI + timedelta(days=90)).isoformat()}
    return _ligne(lieu, f"actions/action/{lieu.action.pk}/change", "action", "jalons", **champs)


def _document(lieu):
    champs = {"titre": "Bail", "visibilite": "publique", "adresse": "https://exemple.test/bail.pdf"}
    return _ligne(lieu, f"actions/action/{lieu.action.pk}/change", "action", "documents", **champs)


def _mesure(lieu):
    champs = {"date": AUJOURD_HUI.isoformat(), "valeur": "12"}
    return _ligne(lieu, f"actions/indicateur/{lieu.indicateur.pk}/change", "indicateur", "mesures", **champs)


def _organisation(lieu):
    saisie = {"nom": "Coopérative d'essai", "slug": "coop-d-essai", "nature": "organisme"}
    return lieu.administration("partenariat/organisation/add", "organisation", **saisie)


def _membre(lieu):
    saisie = {
        "plan": lieu.plan.pk, "fonction": "Direction adjointe", "qualite": "haut_fonctionnaire",
        "organisation": lieu.ville.pk, "mandat_debut": AUJOURD_HUI.isoformat(),
    }  # fmt: skip
    return lieu.administration("comite/membre/add", "membre", **saisie)


def _accord_retire(lieu):
    """A tick on the page of the story."""
    page = f"actions/histoire/{lieu.histoire.pk}/change"
    return lieu.administration(page, "histoire", accord_repris="on")


def _lien_signe(lieu):
    """Of a body that nobody can write to: its address is shown once."""
    saisie = {"organisation": lieu.organisme.pk, "destinataire": "Direction"}
    return lieu.administration("engagements/liensigne/add", "liensigne", **saisie)


ACTES: list[tuple[type[models.Model], Callable[[Lieu], Acte]]] = [
    (Signature, _signature),
    (Refus, _refus),
    (Declaration, _declaration),
    (Declaration, _declaration_avec_preuve),
    (Preuve, _declaration_avec_preuve),
    (Preuve, _preuve),
    (Verification, _verification),
    (Verification, _verification_de_preuve),
    (Reponse, _reponse),
    (Nouvelle, _reponse_de_ronde),
    (Declaration, _reponse_de_ronde_sur_un_engagement),
    (ReponseDeSuite, _reponse_de_suite),
    (Point, _point),
    (Suite, _suite),
    (Decision, _decision),
    (Presence, _presences),
    (Dossier, _dossier),
    (Action, _action),
    (Nouvelle, _nouvelle),
    (Jalon, _jalon),
    (Document, _document),
    (Mesure, _mesure),
    (Organisation, _organisation),
    (Membre, _membre),
    (LienSigne, _lien_signe),
    (AccordRetire, _accord_retire),
]


def test_every_model_that_is_only_added_to_is_tried():
    ajoutes = {m for m in apps.get_models() if getattr(m, "AJOUT_SEULEMENT", False)}
    essayes = {modele for modele, _acte in ACTES}
    assert {m._meta.label for m in ajoutes - essayes} == ECRITS_AUTREMENT.keys()


def envoyer(acte: Acte, *, cle: bool = True) -> list[tuple[int, str]]:
    """The page is opened once; its form is sent eight times at once. What each is answered."""
    client = Client()
    client.force_login(acte.qui)
    lue = lire_celui(client.get(acte.page), acte.formulaire)
    donnees = {nom: v if len(v) > 1 else v[0] for nom, v in lue.items()} | acte.saisie
    assert donnees["une_fois"]
    if not cle:
        del donnees["une_fois"]
    depart, reponses = Barrier(FOIS, timeout=30), []

    def poster():
        autre = Client()
        autre.cookies = client.cookies.copy()
        envoi = donnees | acte.fichiers()
        depart.wait()
        try:
            reponse = autre.post(acte.vers, envoi)
            reponses.append((reponse.status_code, reponse.get("Location", "")))
        finally:
            connection.close()

    fils = [Thread(target=poster, daemon=True) for _ in range(FOIS)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    return reponses


@pytest.mark.parametrize(
    ("modele", "acte"), ACTES, ids=[f"{m._meta.label}{acte.__name__}" for m, acte in ACTES]
)
def test_eight_identical_posts_at_once_leave_one_row(modele, acte):
    ce_geste = acte(Lieu())
    avant = modele.objects.count()
    reponses = envoyer(ce_geste)
    assert modele.objects.count() == avant + 1
    assert len(reponses) == FOIS
    assert len(set(reponses)) == 1, reponses
    assert reponses[0][0] == 302


def test_without_a_key_those_that_come_while_the_first_is_answered_are_its_own(monkeypatch):
    """Eight requests all begun before the first ends: held there, since nothing else holds them together."""
    arrives = Barrier(FOIS, timeout=30)
    ce_geste, lire = _declaration(Lieu()), reception._contenu

    def contenu(request):
        arrives.wait()
        return lire(request)

    monkeypatch.setattr(reception, "_contenu", contenu)
    reponses = envoyer(ce_geste, cle=False)
    assert Declaration.objects.count() == 1
    assert len(set(reponses)) == 1
    assert len(reponses) == FOIS


def test_an_address_posted_eight_times_without_a_key_is_evidence_once():
    """Whatever holds the requests together or not: the database refuses the second one."""
    ce_geste = _preuve(Lieu())
    ce_geste.saisie["adresse"], ce_geste.fichiers = "https://exemple.test/bail", dict
    reponses = envoyer(ce_geste, cle=False)
    assert Preuve.objects.count() == 1
    assert {statut for statut, _vers in reponses} <= {200, 302}
