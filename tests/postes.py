"""What may wait of whom: a plan, two units of the city, a partner, and some of everything."""

from datetime import timedelta
from html import unescape

from django.test import Client
from django.utils import timezone

from actions.models import Action
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DeclarationFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    PlanFactory,
    SeanceFactory,
    SignatureFactory,
    SuiteFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.retraits import demander

AUJOURD_HUI = timezone.localdate()


def dans(jours: int):
    return AUJOURD_HUI + timedelta(days=jours)


class Monde:
    """A plan, two units of the city, a partner; some of everything that may wait."""

    def __init__(self, *, valider=3, tard=2, renvoyees=2):
        self.plan = PlanFactory(actif=True, slug="actif")
        self.axe = AxeFactory(plan=self.plan)
        self.service, self.autre = OrganisationFactory(service=True), OrganisationFactory(service=True)
        self.organisme = OrganisationFactory(organisme=True, nom="Coopérative d'essai")
        self.redaction = UtilisateurFactory(redaction=True, organisation=self.service)
        self.coordination = UtilisateurFactory(coordination=True, organisation=self.service)
        self.partenaire = UtilisateurFactory(partenaire=True, organisation=self.organisme)
        self.comite = UtilisateurFactory(comite=True)
        self.admin = UtilisateurFactory(superutilisateur=True)
        self.garnir(valider, tard, renvoyees)

    def action(self, organisation=None, **traits) -> Action:
        return ActionFactory(plan=self.plan, axe=self.axe, responsable=organisation or self.service, **traits)

    def garnir(self, valider, tard, renvoyees):
        for _ in range(valider):
            action = self.action(self.autre, a_valider=True)
            JalonFactory(action=action, en_retard=True)
            self.action(a_valider=True, soumise_par=self.redaction, auteur=self.redaction)
        for _ in range(tard):
            JalonFactory(action=self.action(publiee=True), en_retard=True)
            self.action(self.autre, publiee=True, en_retard=True)
            self.action(publiee=True, perimee=True)
            self.action(publiee=True, fin=dans(45))
            indicateur = IndicateurFactory(
                action=self.action(publiee=True), cible_annee=AUJOURD_HUI.year - 1, cible_valeur=3
            )
            MesureFactory(indicateur=indicateur, date=dans(-800))
            # Nothing waits of these.
            self.action(publiee=True)
            self.action(publiee=True, suspendue=True, perimee=True)
            self.action(archivee=True, en_retard=True)
        for _ in range(renvoyees):
            self.action(note_retour="Ajoutez un jalon.", auteur=self.redaction)
            self.action(self.autre, note_retour="Ajoutez une échéance.")
            self.action(auteur=self.redaction)
            self.promesses()

    def promesses(self):
        entre = {"plan": self.plan, "partie": self.organisme, "envers": self.service}
        SignatureFactory(engagement=EngagementFactory(aux_parties=True, **entre))
        EngagementFactory(aux_parties=True, **entre)
        EngagementFactory(signe=True, publie=True, **entre)
        EngagementFactory(en_cours=True, en_retard=True, **entre)
        conteste = EngagementFactory(signe=True, **entre)
        VerificationFactory(declaration=DeclarationFactory(engagement=conteste), contestee=True)
        DeclarationFactory(engagement=EngagementFactory(signe=True, **entre))
        EngagementFactory(**entre)
        seance = SeanceFactory(plan=self.plan, tenue=True)
        SuiteFactory(seance=seance, responsable=self.organisme, echeance=dans(-3))
        SeanceFactory(plan=self.plan)
        demander(self.action(publiee=True), self.admin)


def poste(personne, porte="/espace/"):
    client = Client()
    client.force_login(personne)
    reponse = client.get(porte)
    assert reponse.status_code == 200
    return reponse.context["poste"], unescape(reponse.content.decode())


def comptes(lu) -> dict[str, int]:
    return {s.attente.cle: s.page.total for s in (*lu.sections, *lu.autres, *lu.plus_tard)}
