"""The register names nothing that the public never read: what is withdrawn of a draft tells of no draft."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from actions.models import Action, Correction, Plan
from actions.models.etats import Publication, Visibilite
from comite.models import Bilan, Decision, Point, Ronde, Seance
from comite.models.etats import EtatProcesVerbal, EtatSeance
from engagements.models import Acteur, Engagement, Preuve, Refus
from engagements.models.etats import Genre, Verdict
from partenariat.donnees.depots import examiner
from partenariat.histoire.evenements import evenements_de
from partenariat.models import Organisation, Retrait, Suppleance
from partenariat.retraits.ailleurs import se_lisent_encore
from partenariat.retraits.lieux import retirable_de
from partenariat.retraits.registre import REGISTRE
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    EngagementFactory,
    ImageFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
)
from tests.passe import reculer, sans_gardes
from tests.reponses import sans_la_demande
from tests.retirables import plan_marque
from tests.retraits import MOTIF, demander, retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(actif=True)


@pytest.fixture
def axe(plan):
    return AxeFactory(plan=plan, numero=1)


@pytest.fixture
def monde():
    """A plan with one public thing at least of each kind that can be withdrawn."""
    plan, service = plan_marque()
    action = Action.objects.get(code="2.1")
    NouvelleFactory(action=action, publique=True)
    DocumentFactory(action=action)
    signe = EngagementFactory(plan=plan, code="E1", envers=service, publie=True)
    for cote in (signe.partie, service):
        signe.signer(Acteur(cote), nom="Camille Roy", fonction="Direction", empreinte=signe.empreinte)
    declaration = signe.declarer(Acteur(signe.partie), Genre.TENU, "Voici ce qui est fait.")
    verification = declaration.verifier(Acteur(service), Verdict.CONTESTEE, "Il manque deux locaux.")
    verification.repondre(Acteur(signe.partie), "Les voici.")
    signe.deposer(Acteur(signe.partie), type_="rapport", titre="Bilan", source="https://exemple.test/bilan")
    reculer(3)
    return service


def tout_retirer(service: Organisation) -> None:
    """One of each kind: the parts before what they hang on."""
    for modele in sorted(REGISTRE, key=lambda m: not REGISTRE[m].ou):
        objet = service if modele is Organisation else modele._base_manager.order_by("pk").first()
        assert objet is not None, modele
        champ = "" if REGISTRE[modele].entier else "activite"
        assert retirable_de(objet, champ)
        if not Retrait.objects.de(objet).filter(champ=champ).exists():
            retirer(objet, champ=champ)


def jamais_lu() -> None:
    """History then says that the plan was no home, and that nothing of it was published."""
    brouillon = {"publication": "brouillon"}
    etats = {Plan: {"actif": False}, Action: brouillon, Engagement: brouillon}
    with sans_gardes(*(m.pgh_event_model for m in etats)):
        for modele, etat in etats.items():
            evenements_de(modele).update(**etat)


def test_the_register_says_each_kind_that_was_read(client, monde):
    tout_retirer(monde)
    dits = set(Retrait.objects.publics().values_list("relation", flat=True))
    # The affair of the parties; of the staff.
    jamais = {modele._meta.db_table for modele in (Refus, Correction, Suppleance)}
    assert {m._meta.db_table for m in REGISTRE} - dits == jamais
    assert client.get("/retraits/").content.decode().count('<tr id="retrait-') > 10


def test_the_register_says_no_kind_that_was_never_read(client, monde):
    jamais_lu()
    # Whoever sits is known, be it on the committee of a plan that is not.
    inconnue = OrganisationFactory(activite="Coopérative")
    tout_retirer(inconnue)
    assert {r.relation for r in Retrait.objects.confirmes()} == {m._meta.db_table for m in REGISTRE}
    assert list(Retrait.objects.publics()) == []
    assert '<tr id="retrait-' not in client.get("/retraits/").content.decode()
    assert "Retiré pour cause" not in client.get("/", follow=True).content.decode()


def _nouvelle(plan, axe):
    return NouvelleFactory(action=_publiee(plan, axe), visibilite=Visibilite.INTERNE)


def _document(plan, axe):
    return DocumentFactory(action=_publiee(plan, axe), visibilite=Visibilite.INTERNE)


def _image(plan, axe):
    return ImageFactory(action=_publiee(plan, axe), montree=False)


def _publiee(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True)


@pytest.mark.parametrize("interne", [_nouvelle, _document, _image])
def test_nor_what_was_kept_inside_on_a_public_page(client, plan, axe, interne):
    retrait = retirer(interne(plan, axe))
    for chemin in ("/retraits/", "/plans/actif/actions/1.1/", "/plans/actif/"):
        page = client.get(chemin).content.decode()
        assert MOTIF.replace("'", "&#x27;") not in page
        assert f"retrait-{retrait.pk}" not in page


def test_nor_what_left_the_page_before_it_was_public(client, plan, axe):
    """Public and unpublished, then inside and published: on no day both."""
    action = ActionFactory(plan=plan, axe=axe, code="1.1")
    nouvelle = NouvelleFactory(action=action, publique=True)
    reculer(3)
    nouvelle.visibilite = Visibilite.INTERNE
    nouvelle.save()
    Action.objects.filter(pk=action.pk).update(publication=Publication.PUBLIEE, publiee_le=timezone.now())
    assert not retirer(nouvelle).public
    autre = NouvelleFactory(action=action, publique=True)
    reculer(3)
    autre.visibilite = Visibilite.INTERNE
    autre.save()
    assert retirer(autre).public, "it was read for three days"


@pytest.mark.parametrize("champ", ["proces_verbal", "invites", "motif"])
def test_nor_minutes_that_are_not_approved(monde, champ):
    seance = Seance.objects.get(numero="S2")
    Seance.objects.filter(pk=seance.pk).update(proces_verbal="Projet.", invites="Camille Roy")
    seance.refresh_from_db()
    if champ == "motif":
        seance = Seance.objects.get(numero="S4")
    retrait = retirer(seance, champ=champ)
    assert retrait.public == (champ == "motif")


@pytest.mark.parametrize(
    ("modele", "etat"),
    [
        (Bilan, {"publication": "brouillon"}),
        (Ronde, {"ouverte_le": None}),
        (Point, {}),
        (Decision, {}),
    ],
)
def test_nor_what_the_committee_had_not_said_yet(monde, modele, etat):
    objet = modele._base_manager.order_by("pk").first()
    seance = {"etat_pv": EtatProcesVerbal.PROJET, "etat": EtatSeance.PLANIFIEE, "convoquee_le": None}
    with sans_gardes(modele.pgh_event_model, Seance.pgh_event_model):
        if etat:
            evenements_de(modele).update(**etat)
        else:
            evenements_de(Seance).update(**seance)
    assert not retirer(objet).public


def test_nor_a_decision_on_a_draft(monde):
    decision = Decision.objects.get(numero="S1-R1")
    with sans_gardes(Action.pgh_event_model):
        evenements_de(Action).filter(pgh_obj__in=decision.actions.all()).update(publication="brouillon")
    assert not retirer(decision).public


def test_a_draft_that_is_withdrawn_is_no_page_that_was(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, code="1.98")
    chemin = "/plans/actif/actions/1.98/"
    absente = client.get("/plans/actif/actions/1.99/")
    retirer(action)
    for jour in ("", f"?au={timezone.localdate()}"):
        assert client.get(f"{chemin}{jour}").status_code == 404
    assert sans_la_demande(client.get(chemin)).replace("1.98", "1.99") == sans_la_demande(absente)


def test_what_went_with_a_draft_is_said_by_itself(client, plan, axe):
    """The same picture on a draft and on a public action: one is told of, and how many went is not."""
    publique, brouillon = _publiee(plan, axe), ActionFactory(plan=plan, axe=axe, code="1.98")
    montree = ImageFactory(action=publique)
    cachee = ImageFactory(action=brouillon, empreinte=montree.empreinte)
    retirer(cachee)
    registre = client.get("/retraits/").content.decode()
    sien = Retrait.objects.de(montree).get()
    assert f'id="retrait-{sien.pk}"' in registre
    assert "1.98" not in registre
    refus = client.get(f"/plans/actif/images/{montree.empreinte}.webp")
    assert refus.status_code == 410
    assert f"/retraits/#retrait-{sien.pk}" in refus.content.decode()
    assert "1.98" not in refus.content.decode()


def test_the_web_does_not_say_itself_that_it_was_public(plan, axe):
    """PostgreSQL says so, at the confirmation alone."""
    nouvelle = NouvelleFactory(action=ActionFactory(plan=plan, axe=axe, code="1.98"), publique=True)
    retrait = retirer(nouvelle)
    with pytest.raises(Exception, match="ne se reprend pas"), connection.cursor() as curseur:
        curseur.execute("UPDATE partenariat_retrait SET public = true WHERE id = %s", [retrait.pk])


def test_evidence_of_the_same_bytes_elsewhere_is_shown_to_who_asks(plan):
    """Each has an address of its own: it is asked for apart."""
    lues = []
    for code in ("E1", "E2"):
        engagement = EngagementFactory(plan=plan, code=code, signe=True)
        lues.append(engagement.deposer(Acteur(engagement.partie), **_piece(code)))
    une, autre = lues
    assert une.empreinte == autre.empreinte
    dits = [lien for _nom, lien in se_lisent_encore(demander(une, champ="fichier"))]
    assert any(f"engagements_engagement:{autre.engagement_id}" in lien for lien in dits)
    retirer(autre)
    dits = [lien for _nom, lien in se_lisent_encore(Retrait.objects.de(une).get())]
    assert not any(f"engagements_engagement:{autre.engagement_id}" in lien for lien in dits)
    assert not Preuve.objects.get(pk=une.pk).retiree


def _piece(nom):
    source = examiner(ContentFile(b"%PDF-1.7\nle meme\n%%EOF\n", f"{nom}.pdf"))
    return {"type_": "rapport", "titre": f"Rapport {nom}", "source": source}
