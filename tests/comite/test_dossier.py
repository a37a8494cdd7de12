"""The packet: accessible, frozen, made again to the byte; its figures are the dashboard's and the data's."""

import hashlib
import json
import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone, translation

from actions.models import Action
from comite.models import Dossier, Seance, Suite
from comite.sorties.dossier import fabrication as regles
from engagements.models import Engagement
from partenariat.cycles.pas import TransitionRefusee
from partenariat.presentation.pdf import DocumentRefuse, composer
from tests import tableurs
from tests.actions.refus import refusee
from tests.comite.dossiers import seance_garnie, texte
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    IndicateurFactory,
    MembreFactory,
    MesureFactory,
    NouvelleFactory,
    PlanFactory,
    PointFactory,
    PreuveFactory,
    ReponseFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    VerificationFactory,
)
from tests.factories.comite import approuver, prendre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(transactional_db):
    return PlanFactory(actif=True, slug="actif", titre="Plan actif")


@pytest.fixture
def prochaine(plan, axe, service):
    """A meeting to come, with an agenda; a late action, a realised one, a draft."""
    return seance_garnie(plan, axe, service)


def test_the_packet_is_frozen_with_its_fingerprints(prochaine, coordination):
    dossier = regles.preparer(prochaine, coordination)
    assert hashlib.sha256(bytes(dossier.pdf)).hexdigest() == dossier.empreinte
    assert hashlib.sha256(dossier.donnees.encode()).hexdigest() == dossier.empreinte_donnees
    assert dossier.par == coordination
    with refusee("dossier_inalterable"):
        Dossier.objects.filter(pk=dossier.pk).update(donnees="{}")
    with refusee("dossier_inalterable"):
        Dossier.objects.filter(pk=dossier.pk).delete()


def test_it_is_made_again_to_the_byte_after_the_plan_changed(prochaine):
    dossier = regles.preparer(prochaine)
    Action.objects.filter(code="1.1").update(titre="Un tout autre titre")
    ActionFactory(plan=prochaine.plan, publiee=True, en_retard=True)
    prochaine.points.update(titre="Autre point")
    assert regles.refaire(dossier)
    suivant = regles.preparer(prochaine)
    assert (suivant.rang, suivant.empreinte == dossier.empreinte) == (2, False)
    assert "Un tout autre titre" in suivant.donnees
    assert "Un tout autre titre" not in dossier.donnees


def test_it_is_tagged_french_and_reads_in_order(prochaine):
    pdf = bytes(regles.preparer(prochaine).pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Lang (fr" in pdf or b"pdfuaid" in pdf
    lu = texte(pdf)
    attendus = [
        "Dossier de la séance CMO-2026-09",
        "Table des matières",
        "Ordre du jour",
        "Suites de la dernière séance",
        "Depuis la dernière séance",
        "Lectures par axe",
        "Jalons prévus et atteints",
        "1.1 · Ouvrir des locaux",
        "poids atteint",
        "Dernière nouvelle",
        "Le bail est signé.",
        "Couverture par les preuves",
        "Ce qui appelle l’attention",
    ]
    place = 0
    for attendu in attendus:
        place = lu.find(attendu, place)
        assert place >= 0, attendu
    # What a person typed is text, never markup.
    assert "#let x = 1 *gras* <script>" in lu.replace("\n", " ")
    for absent in ("ACTION-CACHÉE", "NOTE-INTERNE"):
        assert absent not in lu


def test_an_inaccessible_document_is_refused(tmp_path):
    gabarit = tmp_path / "image.typ"
    gabarit.write_text(
        '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"/>"), '
        'format: "svg")'
    )
    with pytest.raises(DocumentRefuse, match="alt"):
        composer(gabarit, {"titre": "Essai", "date": "2026-11-24", "langue": "fr"})


def test_its_figures_are_those_of_the_dashboard_and_of_the_open_data(prochaine, membre, client_de):
    lu = json.loads(regles.preparer(prochaine).donnees)
    client = client_de(membre)
    actions = tableurs.lignes(client.get("/plans/actif/donnees/actions.csv").content, "csv")
    assert lu["ensemble"]["total"] == len(actions) == 2
    en_retard = [a["code"] for a in actions if a["echeancier"] == "en_retard"]
    assert [a["code"] for a in lu["retards"]["en_retard"]] == en_retard == ["1.1"]
    assert {e["etat"]: e["nombre"] for e in lu["ensemble"]["echeanciers"]}["en_retard"] == 1
    mesures = [int(a["avancement"]) for a in actions if a["avancement"]]
    assert (lu["ensemble"]["somme"], lu["ensemble"]["mesurees"]) == (sum(mesures), len(mesures))
    engagements = json.loads(client.get("/plans/actif/donnees/engagements.json").content)
    assert sum(p["total"] for p in lu["engagements"]) == len(engagements) == 1
    page = client.get("/plans/actif/tableau-de-bord/").content.decode()
    assert re.search(r"echeancier=en_retard\">1<", page)
    assert lu["ensemble"]["avancement_dit"] in page


def test_the_pages_of_the_meeting_prepare_it_and_hand_it_over(prochaine, membre, client_de):
    client = client_de(membre)
    assert client.get(prochaine.adresse("dossier-pdf")).status_code == 404
    client.post(prochaine.adresse("dossier"))
    dossier = Dossier.objects.get()
    reponse = client.get(prochaine.adresse("dossier-pdf"))
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content == bytes(dossier.pdf)
    assert json.loads(client.get(prochaine.adresse("dossier-json") + "?rang=1").content)["numero"] == (
        "CMO-2026-09"
    )
    assert client.get(prochaine.adresse("dossier-pdf") + "?rang=2").status_code == 404
    assert client.get(prochaine.adresse("dossier-pdf") + "?rang=abc").status_code == 404
    assert dossier.empreinte in client.get(prochaine.adresse("preparation")).content.decode()


def test_the_command_prepares_then_makes_again(prochaine, tmp_path):
    def lancer(*options) -> str:
        sortie = StringIO()
        call_command("preparer_dossier", *options, stdout=sortie)
        return sortie.getvalue()

    assert "figé" in lancer("CMO-2026-09", "--sortie", str(tmp_path))
    assert (tmp_path / "dossier-CMO-2026-09-1.pdf").read_bytes() == bytes(Dossier.objects.get().pdf)
    assert "mêmes octets" in lancer("CMO-2026-09")
    assert Dossier.objects.count() == 1
    lancer("CMO-2026-09", "--nouveau")
    assert Dossier.objects.count() == 2
    with pytest.raises(CommandError, match=r"n'existe pas\. Séances du plan : .*CMO-2026-09"):
        lancer("CMO-0")


def test_it_is_made_again_to_the_byte_whatever_happened_since(prochaine, coordination, service, membre):
    """Everything that a packet reads changes, a month goes by, and an English page asks."""
    plan, tardive = prochaine.plan, Action.objects.get(code="1.1")
    engagement = Engagement.objects.get(code="E-01")
    engagement.actions.add(tardive)
    PointFactory(seance=prochaine, rang=2, titre="Engagement E-01", engagement=engagement)
    indicateur = IndicateurFactory(action=tardive, nom="Locaux ouverts")
    MesureFactory(indicateur=indicateur, date=timezone.localdate())
    declaration = DeclarationFactory(engagement=engagement)
    VerificationFactory(declaration=declaration, contestee=True)
    PreuveFactory(engagement=engagement)
    membre_du_comite = MembreFactory(plan=plan, organisation=service)
    tenue = SeanceFactory(plan=plan, numero="CMO-2026-07", convoquee=True)
    prendre(
        tenue, coordination, libelle="Mots.", effet="suspendre", motif="Budget.",
        action=Action.objects.get(code="1.1"),
    )  # fmt: skip
    ronde = RondeFactory(plan=plan)
    ronde.ouvrir()
    # Two codes that sort alike: their order must not be that of the rows.
    for code in ("01.7", "1.7"):
        ActionFactory(plan=plan, axe=tardive.axe, code=code, publiee=True, en_retard=True)
    dossier = regles.preparer(prochaine)
    assert regles.refaire(dossier)

    type(service).objects.update(nom="Un autre nom", sigle="XX")
    type(plan).objects.update(titre="Un autre plan")
    type(tardive.axe).objects.update(titre="Un autre axe")
    Action.objects.update(titre="Un autre titre", etat_le=timezone.localdate() - timedelta(days=400))
    tardive = Action.objects.get(code="1.1")
    tardive.fin, tardive.motif_report = timezone.localdate() + timedelta(days=900), "Encore."
    tardive.save()
    Action.objects.filter(code="1.2").update(publication="archivee")
    tardive.jalons.filter(atteint_le=None).update(annule=True)
    membre_du_comite.fonction = "Une autre fonction"
    membre_du_comite.save()
    MembreFactory(plan=plan)
    Suite.objects.update(libelle="Une autre suite", etat="en_cours")
    SuiteFactory(seance=SeanceFactory(plan=plan, tenue=True), responsable=service)
    prochaine.points.filter(rang=1).delete()
    prochaine.lieu, prochaine.date = "Ailleurs", prochaine.date + timedelta(days=30)
    prochaine.save()
    NouvelleFactory(action=tardive, publique=True)
    indicateur.nom, indicateur.unite = "Autre", "%"
    indicateur.save()
    MesureFactory(indicateur=indicateur, date=timezone.localdate() - timedelta(days=1), valeur=7)
    ReponseFactory(verification=declaration.verifications.get())
    PreuveFactory(engagement=engagement, titre="Une autre preuve")
    DeclarationFactory(engagement=engagement, texte="Du nouveau.")
    type(ronde).objects.update(titre="Une autre ronde")
    caches["default"].clear()
    connection.close()
    with (
        translation.override("en"),
        time_machine.travel(timezone.now() + timedelta(days=31)),
        override_settings(SITE_URL="https://ailleurs.test"),
    ):
        assert regles.refaire(dossier)


def test_two_preparations_at_once_both_succeed(prochaine, monkeypatch):
    """Neither holds the meeting while it builds: both are built before either is written."""
    rencontre, rangs, fabriquer = threading.Barrier(2, timeout=60), [], regles.fabriquer

    def fabriquer_ensemble(*arguments):
        resultat = fabriquer(*arguments)
        rencontre.wait()
        return resultat

    monkeypatch.setattr(regles, "fabriquer", fabriquer_ensemble)

    def preparer():
        try:
            rangs.append(regles.preparer(Seance.objects.get(pk=prochaine.pk)).rang)
        finally:
            connection.close()

    fils = [threading.Thread(target=preparer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(rangs) == [1, 2]


def test_what_no_font_draws_does_not_keep_the_committee_from_its_packet(prochaine):
    Action.objects.filter(code="1.1").update(titre="Fête 🎉 漢字 \x07 \ufffe \ue000 fin")
    dossier = regles.preparer(prochaine)
    assert "Fête □ □□ □ □ fin" in " ".join(texte(bytes(dossier.pdf)).split())
    # The data stay as typed.
    assert "Fête 🎉 漢字" in dossier.donnees


def test_a_document_that_typst_refuses_is_refused_with_a_sentence(prochaine, membre, client_de, monkeypatch):
    def refuser(*_args):
        raise DocumentRefuse("dossier.typ : image sans mots")

    monkeypatch.setattr(regles, "composer", refuser)
    with pytest.raises(TransitionRefusee, match="ne s'imprime pas"):
        regles.preparer(prochaine)
    reponse = client_de(membre).post(prochaine.adresse("dossier"), follow=True)
    assert reponse.status_code == 200
    assert "image sans mots" in reponse.content.decode()
    assert not Dossier.objects.exists()


def test_approved_minutes_close_the_packet_and_a_held_meeting_says_it_came_after(prochaine):
    assert json.loads(regles.preparer(prochaine).donnees)["prepare_apres"] == ""
    tenue = SeanceFactory(plan=prochaine.plan, tenue=True, numero="CMO-2026-08")
    dossier = regles.preparer(tenue)
    assert "Ce dossier a été préparé après la séance, le" in " ".join(texte(bytes(dossier.pdf)).split())
    approuver(tenue)
    with pytest.raises(TransitionRefusee, match="est approuvé"):
        regles.preparer(tenue)
    with pytest.raises(TransitionRefusee, match="annulée"):
        regles.preparer(SeanceFactory(plan=prochaine.plan, annulee=True))


def test_the_cut_off_may_be_an_earlier_day(prochaine):
    prochaine.arret_des_donnees = timezone.localdate() - timedelta(days=1)
    prochaine.save()
    assert timezone.localdate(regles.arret_de(prochaine, timezone.now())) == prochaine.arret_des_donnees
    # The history of this test begins today.
    with pytest.raises(TransitionRefusee, match="ne remonte pas"):
        regles.preparer(prochaine)
