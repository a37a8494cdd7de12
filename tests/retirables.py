"""A plan in which every field that can be withdrawn says a word that nothing else says, and who reads it."""

import html
import json
import re
from collections import deque
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import models
from django.test import Client
from django.utils import timezone

from actions.corrections import changements, corriger
from actions.models import Correction, Plan
from actions.models.etats import NatureCorrection
from actions.models.gardes import avec_motif
from comite.models import Effet, ReponseDeSuite, Seance
from comite.sorties.bilan.fabrication import calculer
from engagements.models import Acteur
from engagements.models.etats import Etat
from partenariat.models import Organisation, Suppleance
from partenariat.retraits.registre import REGISTRE
from tests.actions.refus import modifie
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanAxeFactory,
    BilanFactory,
    DecisionFactory,
    EffetFactory,
    EngagementFactory,
    HistoireFactory,
    ImageFactory,
    JalonFactory,
    MembreFactory,
    MesureFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    PresenceFactory,
    ReponseDeSuiteFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    SuppleanceFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver
from tests.reponses import corps
from tests.retraits import lisible

Marques = dict[tuple[type[models.Model], str], models.Model]
"""The record whose field says its word, by model and field."""
LIMITE = 400
"""Pages: more would say that the walk goes round in circles."""


def mot(modele: type[models.Model], champ: str) -> str:
    return f"mot{modele._meta.model_name}{champ.replace('_', '')}zz"


def marques() -> Marques:
    """Every field of the database that says its word, found where it is."""
    trouvees: Marques = {}
    for modele, quoi in REGISTRE.items():
        for champ in (*quoi.textes, *quoi.remplacables):
            if objet := modele._base_manager.filter(**{f"{champ}__contains": mot(modele, champ)}).first():
                trouvees[modele, champ] = objet
    return trouvees


def _mots(modele: type[models.Model], *champs: str) -> dict[str, str]:
    return {champ: f"Ici {mot(modele, champ)} se lit." for champ in champs}


def plan_marque() -> tuple[Plan, Organisation]:
    """A plan of which every field that can be withdrawn says its word, and the body that answers for it."""
    plan, service = PlanFactory(actif=True), OrganisationFactory(service=True)
    axe = AxeFactory(plan=plan, numero=1)
    de_l_organisation(service)
    du_plan(plan, axe, service)
    du_comite(plan, axe, service)
    return plan, service


def de_l_organisation(service) -> None:
    courriel, site = mot(Organisation, "courriel_public"), mot(Organisation, "site")
    service.activite = f"Ici {mot(Organisation, 'activite')} se lit."
    service.site, service.courriel_public = f"https://exemple.test/{site}/", f"{courriel}@exemple.test"
    service.save()


def du_plan(plan, axe, service) -> None:
    """Actions and commitments: what `tests.test_retraits.publics` does not withdraw."""
    action = ActionFactory(plan=plan, axe=axe, code="2.1", publiee=True, responsable=service)
    jalon = JalonFactory(action=action, titre="Ouvrir")
    jalon.motif_report = f"Le {mot(jalon.reports.model, 'motif')} tarde."
    jalon.echeance += timedelta(days=30)
    jalon.save()
    mesure = MesureFactory(indicateur__action=action)
    mesure.source = mot(type(mesure), "source")
    mesure.save()
    _marquer(ImageFactory(action=action))
    # A quote that was published does not change.
    histoire = HistoireFactory(action=action)
    _marquer(histoire)
    histoire.publiee_le = timezone.now()
    histoire.save()
    _corriger(action)
    SuppleanceFactory(motif=f"Ici {mot(Suppleance, 'motif')} se lit.")
    attend = EngagementFactory(plan=plan, code="E8", publie=True)
    refus = attend.refus.model
    attend.refuser(Acteur(attend.partie), motif=f"Sans {mot(refus, 'motif')}.", empreinte=attend.empreinte)
    retire = EngagementFactory(plan=plan, code="E9", publie=True)
    motif = f"Sans {mot(retire.passages.model, 'motif')}."
    with avec_motif(motif):
        retire.etat, retire.motif = Etat.RETIRE, "Projet abandonné."
        retire.save(update_fields=["etat", "motif"])


def _corriger(action) -> None:
    """What was said by mistake of its confidence, and why that was one."""
    modifie(action, confiance="faible")
    par = UtilisateurFactory(coordination=True)
    (un,) = [c for c in changements(action, par) if c.correction.nature == NatureCorrection.CONFIANCE]
    corriger(action, un.cle, par, f"Ici {mot(Correction, 'raison')} se lit.")


def du_comite(plan, axe, service) -> None:
    """A held meeting whose minutes are approved, one moved, one cancelled; members, a round, a review."""
    hier = timezone.localdate() - timedelta(days=10)
    textes = _mots(Seance, "lieu", "invites", "presidee_par", "secretaire", "proces_verbal")
    seance = SeanceFactory(plan=plan, numero="S1", tenue=True, avec_quorum=True, date=hier, **textes)
    point = PointFactory(seance=seance, rang=1)
    decision = DecisionFactory(seance=seance, numero="S1-R1", point=point)
    action = ActionFactory(plan=plan, axe=axe, code="2.2", publiee=True, responsable=service)
    decision.actions.add(action)
    EffetFactory(
        decision=decision, nature="reformuler", action=action, **_mots(Effet, "nouveau_texte", "motif")
    )
    suite = SuiteFactory(seance=seance, responsable=service, decision=decision)
    ReponseDeSuiteFactory(suite=suite, **_mots(ReponseDeSuite, "texte"))
    for objet in (point, decision, suite):
        _marquer(objet)
    membre = MembreFactory(plan=plan, organisation=service)
    _marquer(membre)
    PresenceFactory(seance=SeanceFactory(plan=plan, numero="S2", tenue=True), membre=membre)
    approuver(seance)
    deplacee = SeanceFactory(plan=plan, numero="S3", convoquee=True)
    deplacee.motif_deplacement = f"Salle {mot(deplacee.deplacements.model, 'motif')}."
    deplacee.date += timedelta(days=9)
    deplacee.save()
    SeanceFactory(
        plan=plan, numero="S4", annulee=True, convoquee_le=hier, convoquee_pour=hier, **_mots(Seance, "motif")
    )
    ronde = RondeFactory(plan=plan, ouverte_le=timezone.now())
    _marquer(ronde)
    aujourd_hui = timezone.localdate()
    bilan = BilanFactory(plan=plan, annee=aujourd_hui.year, arret=aujourd_hui)
    _marquer(bilan)
    _marquer(BilanAxeFactory(bilan=bilan, axe=axe))
    bilan.donnees = json.dumps(calculer(bilan), ensure_ascii=False)
    bilan.publication, bilan.publie_le = "publiee", timezone.now()
    bilan.save()


def _marquer(objet: models.Model) -> None:
    for champ, dit in _mots(type(objet), *REGISTRE[type(objet)].textes).items():
        setattr(objet, champ, dit)
    objet.save()


LIEN = re.compile(r'(?:href|src)="([^"#]+)')


def explorer(client: Client, *departs: str) -> dict[str, str]:
    """Every address that leads on from there, followed to the last, and what is read at each."""
    lues: dict[str, str] = {}
    file = deque(departs)
    while file:
        adresse = file.popleft()
        if adresse in lues:
            continue
        reponse = client.get(adresse)
        lues[adresse] = lisible(corps(reponse))
        assert len(lues) < LIMITE, sorted(lues)
        if reponse["Content-Type"].startswith("text/html"):
            file += [suite for suite in map(_suite, LIEN.findall(lues[adresse])) if suite]
    return lues


def _suite(lien: str) -> str:
    """An address of the site, without what sorts and filters; nothing of what leaves it."""
    vers = urlsplit(html.unescape(lien))
    dehors = vers.netloc or vers.scheme or not vers.path.startswith("/")
    return "" if dehors or vers.path.startswith(("/static/", "/connexion", "/i18n")) else vers.path
