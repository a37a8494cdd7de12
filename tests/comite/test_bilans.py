"""The annual review: figures as of the cut-off, frozen when published, the same in page and PDF."""

import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from actions.models import Action, Report
from actions.portraits import portrait_par_axe
from comite.models import Bilan
from comite.sorties.bilan import fabrication, publication
from engagements.models import Engagement
from partenariat.cycles.pas import TransitionRefusee
from partenariat.presentation.formats import date_longue
from partenariat.presentation.pdf import DocumentRefuse
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanAxeFactory,
    BilanFactory,
    DecisionFactory,
    EffetFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.factories.comite import reunir
from tests.formulaires import ouvrir
from tests.passe import reculer, sans_gardes

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)
ANCIEN = datetime(2024, 1, 1, tzinfo=UTC)


def texte(pdf: bytes) -> str:
    """What the document reads, on one line, without the marks of cut words."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext est introuvable.")
    lu = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(lu.replace("\u00ad\n", "").split())


@pytest.fixture
def garni(plan, axe):
    """A published action late and measured, one without milestone, one abandoned, a draft."""
    mesuree = ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True, titre="Ouvrir des locaux")
    JalonFactory(action=mesuree, titre="Premier local", atteint=True)
    JalonFactory(action=mesuree)
    mesuree.fin, mesuree.motif_report = AUJOURD_HUI + timedelta(days=900), "Appel d'offres."
    mesuree.save()
    IndicateurFactory(action=mesuree, nom="Locaux ouverts")
    ActionFactory(plan=plan, axe=axe, code="1.2", publiee=True, titre="Sans jalon")
    ActionFactory(plan=plan, axe=axe, code="1.3", publiee=True, abandonnee=True)
    ActionFactory(plan=plan, axe=axe, code="1.4", titre="ACTION-CACHÉE", en_retard=True)
    EngagementFactory(plan=plan, code="E-01", publie=True, signe=True)
    return plan


@pytest.fixture
def bilan(garni, axe):
    """A draft for this year, as of today."""
    bilan = BilanFactory(plan=garni, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI, introduction="Une année.")
    BilanAxeFactory(bilan=bilan, axe=axe, recit="Trois **projets** #let x <script>alert(1)</script>")
    return bilan


@pytest.fixture
def annee_ecoulee(plan, axe):
    """History reaches before the year: what stood then, and what the year did to it."""

    def action(code, **champs):
        return ActionFactory(
            plan=plan, axe=axe, code=code, publiee=True, publiee_le=ANCIEN, titre=f"Titre {code}", **champs
        )

    action("1", suspendue=True)
    action("2")
    action("3", suspendue=True)
    action("4")
    action("5")
    action("6")
    EngagementFactory(plan=plan, code="E-9", publie=True, signe=True)
    reculer(500)
    neuve = ActionFactory(plan=plan, axe=axe, code="7", publiee=True, titre="Titre 7")
    Action.objects.filter(code="2").update(statut="suspendue", motif="Budget.", decision="CMO-2026-05-R1")
    Action.objects.filter(code="3").update(statut="en_cours", decision="CMO-2026-05-R2")
    Action.objects.filter(code="4").update(titre="Titre 4 revu")
    Action.objects.filter(code="5").update(publication="archivee", remplacee_par=neuve)
    Action.objects.filter(code="6").update(
        statut="abandonnee", motif="Sans suite.", sans_decision="Plan révisé."
    )
    seance = SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI)
    reunir(seance)
    for rang in (1, 2, 4):
        DecisionFactory(seance=seance, numero=f"CMO-2026-05-R{rang}")
    EffetFactory(
        decision__seance=seance,
        decision__numero="CMO-2026-05-R3",
        nature="reformuler",
        nouveau_texte="Titre 4 revu",
        motif="Clarté.",
        action=Action.objects.get(code="4"),
    )
    engagement = Engagement.objects.get(code="E-9")
    engagement.retirer(UtilisateurFactory(coordination=True), "Caduc.", decision="CMO-2026-05-R4")
    return BilanFactory(plan=plan, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI, introduction="Une année.")


def publier(bilan: Bilan, par) -> Bilan:
    """As on the day after the cut-off: history of this test begins today."""
    lues = fabrication.calculer(bilan)
    bilan.donnees, bilan.publication = json.dumps(lues, ensure_ascii=False), "publiee"
    bilan.publie_le = timezone.now()
    bilan.save()
    return bilan


def test_the_figures_are_those_of_the_plan(bilan, garni):
    lues = fabrication.calculer(bilan)
    (groupe,) = portrait_par_axe(garni)
    assert lues["ensemble"]["total"] == groupe.total == 3
    assert lues["ensemble"]["avancement"] == groupe.avancement.avancement == 50
    assert (lues["ensemble"]["mesurees"], lues["ensemble"]["suivies"]) == (1, 2)
    assert sum(cote["total"] for cote in lues["engagements"]) == 1
    assert "ACTION-CACHÉE" not in json.dumps(lues, ensure_ascii=False)


def test_what_is_not_measured_is_told(bilan):
    lues = fabrication.calculer(bilan)
    assert [a["code"] for a in lues["non_mesures"]["actions"]] == ["1.2", "1.3"]
    assert [i["titre"] for i in lues["non_mesures"]["indicateurs"]] == ["Locaux ouverts"]
    assert [j["titre"] for j in lues["jalons"]["atteints"]] == ["Premier local"]


def test_what_was_there_when_history_begins_did_not_change_during_the_year(bilan):
    lues = fabrication.calculer(bilan)
    assert lues["histoire_depuis"] == date_longue(AUJOURD_HUI)
    changements = lues["changements"]
    # A move of a date carries its own day: it is told.
    assert [(r["code"], r["motif"]) for r in changements.pop("reports")] == [("1.1", "Appel d'offres.")]
    assert not any(changements.values()), changements


def test_the_year_tells_what_it_did_to_the_plan_each_with_its_decision(annee_ecoulee):
    lues = fabrication.calculer(annee_ecoulee)
    assert lues["histoire_depuis"] == ""
    changements = lues["changements"]
    assert [a["code"] for a in changements["ajoutees"]] == ["7"]
    assert [(a["code"], a["vers"]) for a in changements["fusionnees"]] == [("5", "7")]
    assert [(a["code"], a["motif"], a["sans_decision"]) for a in changements["abandonnees"]] == [
        ("6", "Sans suite.", "Plan révisé.")
    ]
    # 1 was suspended before the year already.
    assert [(a["code"], a["motif"], a["decision"]) for a in changements["suspendues"]] == [
        ("2", "Budget.", "CMO-2026-05-R1")
    ]
    assert [(a["code"], a["decision"]) for a in changements["reprises"]] == [("3", "CMO-2026-05-R2")]
    assert [(a["code"], a["avant"], a["titre"], a["decision"]) for a in changements["reformulees"]] == [
        ("4", "Titre 4", "Titre 4 revu", "CMO-2026-05-R3")
    ]
    assert [(e["code"], e["decision"]) for e in changements["retires"]] == [("E-9", "CMO-2026-05-R4")]
    # Elsewhere a reason would speak of something else.
    sans_motif = ("ajoutees", "fusionnees", "reprises", "reformulees", "retires")
    assert not [ligne for nom in sans_motif for ligne in changements[nom] if "motif" in ligne]


def test_the_figures_of_a_review_come_before_its_words(bilan):
    publier(bilan, None)
    page = Client().get(f"/plans/actif/bilans/{bilan.annee}/").content.decode()
    en_bref, _titre, reste = page.partition('id="titre-bref"')[2].partition("</section>")
    assert '<a href="#titre-plan">3</a>' in en_bref
    assert en_bref.count('<a href="#titre-jalons">') == 2
    assert "Une année." in reste


def test_what_is_set_aside_was_not_expected(plan, axe, bilan):
    suspendue = ActionFactory(plan=plan, axe=axe, code="8", publiee=True, suspendue=True)
    en_cours = ActionFactory(plan=plan, axe=axe, code="9", publiee=True)
    for action in (suspendue, en_cours):
        JalonFactory(action=action, echeance=AUJOURD_HUI, titre=f"Jalon {action.code}")
    assert [j["code"] for j in fabrication.calculer(bilan)["jalons"]["manques"]] == ["9"]


def test_the_columns_of_a_row_add_up_to_its_actions(annee_ecoulee):
    lues = fabrication.calculer(annee_ecoulee)
    for groupe in (*lues["axes"], lues["ensemble"]):
        assert sum(e["nombre"] for e in groupe["lectures"]) == groupe["total"] > 0
    for cote in lues["engagements"]:
        assert sum(e["nombre"] for e in cote["etats"]) == cote["total"]
        assert sum(p["nombre"] for p in cote["preuves"]) == cote["total"]


def test_an_axis_without_action_keeps_its_narrative(bilan, plan):
    BilanAxeFactory(
        bilan=bilan, axe=AxeFactory(plan=plan, numero=9, code="A9", titre="À venir"), recit="Un récit seul."
    )
    publier(bilan, None)
    (vide,) = [a for a in fabrication.donnees(bilan)["axes"] if a["numero"] == 9]
    assert (vide["total"], vide["avancement_dit"]) == (0, "non mesuré")
    page = Client().get(f"/plans/actif/bilans/{bilan.annee}/").content.decode()
    assert "Un récit seul." in page
    assert "Un récit seul." in texte(fabrication.pdf(bilan))


def test_before_its_first_day_history_makes_nothing_up(garni):
    lues = fabrication.calculer(
        BilanFactory(plan=garni, annee=HIER.year - 1, arret=date(HIER.year - 1, 12, 31))
    )
    assert (lues["axes"], lues["ensemble"]) == ([], None)


def test_only_the_coordination_publishes_past_the_cut_off_with_words(bilan, garni, coordination):
    with pytest.raises(TransitionRefusee, match="Seule la coordination"):
        publication.publier(bilan, UtilisateurFactory(comite=True))
    with pytest.raises(TransitionRefusee, match="une fois passé"):
        publication.publier(bilan, coordination)
    muet = BilanFactory(plan=garni, annee=HIER.year - 1, arret=HIER)
    with pytest.raises(TransitionRefusee, match="l'introduction"):
        publication.publier(muet, coordination)
    muet.introduction = "Une année."
    muet.save()
    with pytest.raises(TransitionRefusee, match="ne remonte pas"):
        publication.publier(muet, coordination)
    reculer(3)
    publication.publier(muet, coordination)
    muet.refresh_from_db()
    assert muet.public
    publication.depublier(muet, coordination)
    assert (muet.public, muet.donnees) == (False, "")


def test_a_draft_does_not_exist_for_the_public(bilan):
    for chemin in (f"/plans/actif/bilans/{bilan.annee}/", f"/plans/actif/bilans/{bilan.annee}.pdf"):
        assert Client().get(chemin).status_code == 404
    assert (
        str(bilan.annee)
        not in Client().get("/plans/actif/bilans/").content.decode().split("<main")[1].split("</main")[0]
    )


def test_the_published_figures_do_not_move_any_more(bilan, coordination):
    publier(bilan, coordination)
    avant = Client().get(f"/plans/actif/bilans/{bilan.annee}/").content
    Action.objects.filter(code="1.1").update(titre="Un autre titre", statut="realisee")
    assert Client().get(f"/plans/actif/bilans/{bilan.annee}/").content == avant


def test_page_and_pdf_say_the_same(bilan, coordination):
    publier(bilan, coordination)
    page = Client().get(f"/plans/actif/bilans/{bilan.annee}/").content.decode().replace("&#x27;", "'")
    assert "<strong>projets</strong>" in page
    assert "<script>alert" not in page
    assert "Appel d'offres." in page
    assert 'role="img"' in page
    assert "1 sur 2 mesurées" in page.replace("\n", " ")
    reponse = Client().get(f"/plans/actif/bilans/{bilan.annee}.pdf")
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content == fabrication.pdf(bilan)
    lu = texte(reponse.content)
    for attendu in (
        "Un soutien accru",
        "Appel d’offres.",
        "Trois projets #let x",
        "Sans jalon",
        "(1 sur 2 mesurées)",
        "Preuve vérifiée",
    ):
        assert attendu in lu, attendu
    for absent in ("**", "<script>", "1/2"):
        assert absent not in lu.replace("\x0c", ""), absent


def test_a_year_is_told_alike_by_page_and_pdf(annee_ecoulee):
    publier(annee_ecoulee, None)
    page = Client().get(f"/plans/actif/bilans/{annee_ecoulee.annee}/").content.decode()
    lu = texte(fabrication.pdf(annee_ecoulee))
    for numero in ("R1", "R2", "R3", "R4"):
        assert f"CMO-2026-05-{numero}" in page
        assert f"CMO-2026-05-{numero}" in lu
    for dit in ("Titre 4 revu", "Sans suite. Plan révisé.", "Budget."):
        # As a browser reads it: a line that ends is a blank.
        assert dit in " ".join(page.split())
        assert dit in lu


def test_a_review_that_cannot_be_printed_is_not_published(plan, coordination, monkeypatch):
    reculer(3)
    bilan = BilanFactory(plan=plan, annee=HIER.year - 1, arret=HIER, introduction="Fête 🎉 漢字 \ue000")
    assert "Fête □ □□ □" in texte(fabrication.pdf(bilan))

    def refuser(*_args):
        raise DocumentRefuse("bilan.typ : image sans mots")

    monkeypatch.setattr(fabrication, "composer", refuser)
    with pytest.raises(TransitionRefusee, match="ne s'imprime pas"):
        publication.publier(bilan, coordination)
    bilan.refresh_from_db()
    assert not bilan.public


def test_the_coordination_writes_and_publishes_in_the_back_office(garni, axe, coordination, client_de):
    reculer(3)
    client = client_de(coordination)
    bilan = BilanFactory(plan=garni, annee=HIER.year - 1, arret=HIER)
    chemin = f"/admin/comite/bilan/{bilan.pk}/change/"
    champs = ouvrir(client, chemin, "bilan_form") | {
        "introduction": "Une année.",
        "axes-0-axe": axe.pk,
        "axes-0-recit": "Trois projets.",
        "_publier": "1",
    }
    reponse = client.post(chemin, champs)
    assert reponse.status_code == 302, reponse.context["errors"]
    vue = client.get(chemin).content.decode()
    assert f"Le bilan {bilan.annee} est publié." in vue
    # The figures stand on the page of whoever publishes them.
    assert re.search(r"3\sactions; avancement", vue)
    bilan.refresh_from_db()
    assert bilan.public
    assert bilan.axes.get().recit == "Trois projets."
    figee = ouvrir(client, chemin, "bilan_form")
    assert "introduction" not in figee
    client.post(chemin, figee | {"_depublier": "1"})
    bilan.refresh_from_db()
    assert not bilan.public


def test_a_milestone_is_of_the_year_from_its_first_day_to_the_cut_off(plan, axe):
    debut = date(AUJOURD_HUI.year, 1, 1)
    action = ActionFactory(plan=plan, axe=axe, code="1", publiee=True, publiee_le=ANCIEN)
    for rang, le in enumerate((debut - timedelta(days=1), debut, HIER, AUJOURD_HUI)):
        JalonFactory(action=action, titre=f"Atteint {rang}", atteint_le=le, echeance=le)
        JalonFactory(action=action, titre=f"Manqué {rang}", echeance=le)
    reculer(500)
    jalons = fabrication.calculer(BilanFactory(plan=plan, annee=AUJOURD_HUI.year, arret=HIER))["jalons"]
    assert [j["titre"] for j in jalons["atteints"]] == ["Atteint 1", "Atteint 2"]
    assert [j["titre"] for j in jalons["manques"]] == ["Manqué 1", "Manqué 2"]


def test_a_date_is_moved_in_the_year_from_its_first_day_to_the_cut_off(plan, axe):
    debut, midi = date(AUJOURD_HUI.year, 1, 1), time(12)
    action = ActionFactory(plan=plan, axe=axe, code="1", publiee=True)
    jours = (debut - timedelta(days=1), debut, AUJOURD_HUI, AUJOURD_HUI + timedelta(days=1))
    for rang, le in enumerate(jours):
        action.fin, action.motif_report = AUJOURD_HUI + timedelta(days=900 + rang), f"Report {rang}"
        action.save()
        with sans_gardes(Report):
            Report.objects.filter(motif=f"Report {rang}").update(
                le=timezone.make_aware(datetime.combine(le, midi))
            )
    lues = fabrication.calculer(BilanFactory(plan=plan, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI))
    assert [r["motif"] for r in lues["changements"]["reports"]] == ["Report 1", "Report 2"]


def test_only_what_the_year_published_is_new_and_only_what_it_replaced_is_merged(plan, axe):
    def action(code, **champs):
        return ActionFactory(plan=plan, axe=axe, code=code, publiee_le=ANCIEN, **champs)

    cible, brouillon = action("cible", publiee=True), ActionFactory(plan=plan, axe=axe, code="brouillon")
    for code in ("fusionnée", "sans suite", "vers un brouillon"):
        action(code, publiee=True)
    action("fusionnée avant", publication="archivee", remplacee_par=cible)
    reculer(500)
    # It was published long ago, before the site knew of it.
    action("ancienne", publiee=True)
    ActionFactory(plan=plan, axe=axe, code="neuve", publiee=True)
    for code, vers in (("fusionnée", cible), ("sans suite", None), ("vers un brouillon", brouillon)):
        Action.objects.filter(code=code).update(publication="archivee", remplacee_par=vers)
    changements = fabrication.calculer(BilanFactory(plan=plan, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI))[
        "changements"
    ]
    assert [a["code"] for a in changements["ajoutees"]] == ["neuve"]
    assert [(a["code"], a["vers"]) for a in changements["fusionnees"]] == [("fusionnée", "cible")]


def test_only_the_coordination_takes_a_review_back(bilan, membre, coordination):
    publier(bilan, coordination)
    with pytest.raises(TransitionRefusee, match="Seule la coordination reprend"):
        publication.depublier(bilan, membre)
    bilan.refresh_from_db()
    assert bilan.public
    publication.depublier(bilan, coordination)
    with pytest.raises(TransitionRefusee, match="un bilan publié"):
        publication.depublier(bilan, coordination)


def test_a_review_is_written_in_french_whoever_asks(annee_ecoulee):
    attendues = fabrication.calculer(annee_ecoulee)
    with translation.override("en"):
        assert fabrication.calculer(annee_ecoulee) == attendues
    assert attendues["titre"] == f"Bilan {AUJOURD_HUI.year}"
