"""Packets and reviews that quote what was withdrawn say it no more; then the command blanks them too."""

import json

import pytest
from django.utils import timezone

from comite.models import Bilan, Dossier
from comite.seance import preparation
from comite.sorties.bilan.fabrication import calculer
from comite.sorties.dossier import fabrication as regles
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.citations import sans_citation, sans_les_mots, tel_qu_il_se_lit
from tests.comite.dossiers import seance_garnie, texte
from tests.factories import ActionFactory, BilanFactory, DeclarationFactory, NouvelleFactory, PlanFactory
from tests.retraits import ou_s_ecrit, retirer

pytestmark = pytest.mark.django_db(transaction=True)
MOT = "zirconium"


@pytest.fixture
def plan(transactional_db):
    return PlanFactory(actif=True, slug="actif", titre="Plan actif")


@pytest.fixture
def cite(plan, axe, service, coordination):
    """An update, quoted by a packet and by a review."""
    seance = seance_garnie(plan, axe, service)
    action = plan.actions.get(code="1.1")
    nouvelle = NouvelleFactory(action=action, publique=True, texte=f"Le bail de {MOT} est signé.")
    dossier = regles.preparer(seance, coordination)
    aujourd_hui = timezone.localdate()
    bilan = BilanFactory(plan=plan, annee=aujourd_hui.year, arret=aujourd_hui)
    bilan.donnees = json.dumps(calculer(bilan) | {"introduction": nouvelle.texte}, ensure_ascii=False)
    bilan.publication, bilan.publie_le = "publiee", timezone.now()
    bilan.save()
    return {"nouvelle": nouvelle, "dossier": dossier, "bilan": bilan, "seance": seance}


def adresses(cite) -> tuple[str, str, str]:
    seance = f"/plans/actif/comite/seances/{cite['seance'].numero}/dossier"
    return f"{seance}.json", f"{seance}.pdf", cite["bilan"].get_absolute_url()


def test_until_it_is_blanked_a_frozen_document_is_read_without_what_was_withdrawn(
    cite, client_de, coordination
):
    client = client_de(coordination)
    donnees, pdf, bilan = adresses(cite)
    for adresse in (donnees, bilan):
        assert MOT in client.get(adresse).content.decode(), adresse
    assert client.get(pdf).status_code == 200
    retirer(cite["nouvelle"])
    for adresse in (donnees, bilan, f"{bilan}bilan.pdf"):
        reponse = client.get(adresse)
        if reponse.status_code == 200:
            assert MOT.encode() not in reponse.content, adresse
    assert "[retiré du site le " in client.get(donnees).content.decode()
    assert client.get(pdf).status_code == 410


def test_the_command_blanks_them_and_keeps_the_fingerprints_of_what_they_were(cite, client_de, coordination):
    avant = cite["dossier"].empreinte_donnees, cite["dossier"].empreinte
    retrait = retirer(cite["nouvelle"])
    constat = caviarder()
    assert len(constat.citations) == 2
    assert ou_s_ecrit(MOT) == []
    retrait.refresh_from_db()
    dossier, bilan = Dossier.objects.get(), Bilan.objects.get()
    assert list(avant) in retrait.empreintes.values()
    assert MOT not in dossier.donnees
    assert MOT not in bilan.donnees
    assert regles.refaire(dossier), "it is made again to the byte"
    _donnees, pdf, _bilan = adresses(cite)
    assert client_de(coordination).get(pdf).status_code == 200
    assert caviarder().citations == []
    assert MOT not in texte(bytes(dossier.pdf))


def test_a_declaration_that_the_packet_cut_short_is_masked_there_then_blanked(
    plan, axe, service, coordination, client_de
):
    seance = seance_garnie(plan, axe, service)
    engagement = plan.engagements.get(code="E-01")
    declaration = DeclarationFactory(engagement=engagement, texte=f"Le bail de {MOT} {'est signé, ' * 60}")
    dossier = regles.preparer(seance, coordination)
    assert f"{MOT} est signé" in dossier.donnees
    assert declaration.texte not in dossier.donnees, "it is cut short"
    client, adresse = client_de(coordination), f"/plans/actif/comite/seances/{seance.numero}/dossier"
    retirer(declaration)
    lu = client.get(f"{adresse}.json").content.decode()
    assert MOT not in lu
    assert "est signé, est signé" not in lu
    assert client.get(f"{adresse}.pdf").status_code == 410
    caviarder()
    assert ou_s_ecrit(MOT) == []
    dossier.refresh_from_db()
    assert MOT not in texte(bytes(dossier.pdf))


# --- Short words --------------------------------------------------------------------------------------------

COURT = "ZQRG7ab"


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        (COURT, "X"),
        (f"Action 1.1 : {COURT}", "Action 1.1 : X"),
        (f"1.1 · {COURT}", "1.1 · X"),
        (
            f"Titre reformulé : «\xa0{COURT}\xa0»; action suspendue",
            "Titre reformulé : «\xa0X\xa0»; action suspendue",
        ),
        (f"Avancé. {COURT}", "Avancé. X"),
        (f"{COURT} : 12", "X : 12"),
        (
            f"Jalon de nouveau attendu : {COURT}, dit atteint hier",
            "Jalon de nouveau attendu : X, dit atteint hier",
        ),
        (f"{COURT}, mais demain.", f"{COURT}, mais demain."),
        (f"Le {COURT} est là.", f"Le {COURT} est là."),
        (f"{COURT}c", f"{COURT}c"),
    ],
    ids=[
        "seul",
        "apres un nom",
        "apres un code",
        "cite",
        "apres un etat",
        "avant une valeur",
        "au milieu de ce que le site dit",
        "debut d'une phrase",
        "dans une phrase",
        "dans un mot",
    ],
)
def test_words_that_are_short_are_known_where_they_stand_alone(texte, lu):
    assert sans_les_mots(texte, {COURT: "X"}) == lu


def test_the_keys_and_the_layout_of_a_frozen_text_stay():
    fige = json.dumps({"motif": "motif", "s": ['"motif" : «\xa0motif\xa0»', 3]}, ensure_ascii=False, indent=1)
    attendu = fige.replace(': "motif"', ': "X"').replace("«\xa0motif\xa0»", "«\xa0X\xa0»")
    assert sans_citation(fige, {"motif": "X"}) == attendu


@pytest.fixture
def bref(plan, axe, service, coordination):
    seance = seance_garnie(plan, axe, service)
    engagement = plan.engagements.get(code="E-01")
    declaration = DeclarationFactory(engagement=engagement, texte=COURT)
    dossier = regles.preparer(seance, coordination)
    assert COURT in dossier.donnees
    return {"seance": seance, "declaration": declaration, "dossier": dossier}


def test_a_declaration_of_seven_characters_leaves_the_packet_and_its_events(bref, client_de, coordination):
    client, adresse = client_de(coordination), f"/plans/actif/comite/seances/{bref['seance'].numero}/dossier"
    aujourd_hui = timezone.localdate()
    bilan = BilanFactory(plan=bref["seance"].plan, annee=aujourd_hui.year, arret=aujourd_hui)
    bilan.donnees = json.dumps(calculer(bilan) | {"introduction": COURT}, ensure_ascii=False)
    bilan.publication, bilan.publie_le = "publiee", timezone.now()
    bilan.save()
    retirer(bref["declaration"])
    assert COURT not in client.get(f"{adresse}.json").content.decode()
    assert client.get(f"{adresse}.pdf").status_code == 410
    assert COURT not in client.get(bilan.get_absolute_url()).content.decode()
    assert len(caviarder().citations) == 2
    assert ou_s_ecrit(COURT) == []
    bref["dossier"].refresh_from_db()
    assert regles.refaire(bref["dossier"])
    assert COURT not in texte(bytes(bref["dossier"].pdf))


def test_a_title_of_seven_characters_leaves_the_agenda_that_the_packet_froze(
    plan, axe, service, coordination
):
    seance = seance_garnie(plan, axe, service)
    action = ActionFactory(plan=plan, axe=axe, code="7.7", publiee=True, titre=COURT, en_retard=True)
    preparation.ajouter(seance, f"action:{action.pk}")
    regles.preparer(seance, coordination)
    assert "comite_dossierevent" in ou_s_ecrit(COURT)
    retirer(action, champ="titre")
    caviarder()
    assert ou_s_ecrit(COURT) == []


def test_a_short_word_that_another_record_says_too_is_nobody_s(bref):
    autre = DeclarationFactory(engagement=bref["declaration"].engagement, texte="Oui")
    retirer(DeclarationFactory(engagement=bref["declaration"].engagement, texte="Oui"))
    fige = json.dumps({"texte": "Oui"})
    assert tel_qu_il_se_lit(fige) == fige
    retirer(autre)
    assert "Oui" not in tel_qu_il_se_lit(fige)
