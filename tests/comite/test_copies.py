"""What the site itself copied of what is withdrawn goes with it: agendas, effects, signed texts, reasons."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from comite.models import Point
from comite.seance import preparation
from comite.seance.proces_verbal import projet
from engagements.models.signature import hors_texte
from partenariat.models import Retrait
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.citations import abreger, sans_citation, sans_les_mots
from partenariat.retraits.modele import RetraitRefuse
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    EffetFactory,
    EngagementFactory,
    NouvelleFactory,
    PointFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.passe import reculer
from tests.retraits import demander, lire, ou_s_ecrit, retirer

pytestmark = pytest.mark.django_db
MOT = "zirconium"
HIER = timezone.localdate() - timedelta(days=1)
TITRE = f"Le {MOT} de madame Tremblay"
# Cut as it enters the agenda (« Action 1.1 : … », 300 characters).
LONG = f"{TITRE} {'et ses suites ' * 30}"[:299].strip() + "."


@pytest.fixture
def convoquee(plan):
    return SeanceFactory(plan=plan, numero="CMO-2026-04", convoquee=True)


@pytest.fixture
def engagement(plan):
    return EngagementFactory(plan=plan, code="E-64", publie=True, signe=True, en_retard=True, titre=TITRE)


@pytest.fixture
def action(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="2.6", publiee=True, en_retard=True, titre=LONG)


def seance(suite: str = "") -> list[str]:
    return [f"{langue}/plans/actif/comite/seances/CMO-2026-04/{suite}" for langue in ("", "/en")]


@pytest.mark.parametrize("champ", ["", "titre"], ids=["tout", "le titre"])
def test_an_agenda_says_no_more_the_title_that_it_copied(convoquee, engagement, champ):
    point = preparation.ajouter(convoquee, f"engagement:{engagement.pk}")
    reculer(3)
    assert all(MOT in page for page in lire(seance()).values())
    retirer(engagement, champ=champ)
    point.refresh_from_db()
    pages = lire([*seance(), f"/plans/actif/comite/seances/CMO-2026-04/?au={HIER}"])
    assert [adresse for adresse, page in pages.items() if MOT in page] == []
    assert "[retiré du site le " in pages["/plans/actif/comite/seances/CMO-2026-04/"]
    assert MOT not in projet(convoquee)
    caviarder()
    assert ou_s_ecrit(MOT) == []


def test_members_read_no_more_a_title_that_was_cut_short(convoquee, action, client_de):
    point = preparation.ajouter(convoquee, f"action:{action.pk}")
    assert point.titre.endswith("…")
    retirer(action)
    client = client_de(UtilisateurFactory(coordination=True))
    for page in ("preparation", "tenue", "proces-verbal"):
        lue = client.get(f"/plans/actif/comite/seances/CMO-2026-04/{page}/").content.decode()
        assert MOT not in lue, page
    caviarder()
    assert ou_s_ecrit(MOT) == []


def test_a_point_that_was_taken_off_the_agenda_is_masked_in_the_past(convoquee, engagement):
    point = preparation.ajouter(convoquee, f"engagement:{engagement.pk}")
    reculer(3)
    preparation.retirer(convoquee, point)
    alors = f"/plans/actif/comite/seances/CMO-2026-04/?au={HIER}"
    assert MOT in lire([alors])[alors]
    retirer(engagement)
    page = lire([alors])[alors]
    assert MOT not in page
    assert "[retiré du site le " in page
    caviarder()
    assert ou_s_ecrit(MOT) == []


def test_a_point_in_words_of_its_own_keeps_them(convoquee, engagement):
    point = PointFactory(seance=convoquee, rang=1, titre="Bilan du printemps", engagement=engagement)
    retirer(engagement)
    point.refresh_from_db()
    assert point.titre == "Bilan du printemps"


def test_a_copy_for_which_a_request_waits_is_settled_first(convoquee, engagement):
    point = preparation.ajouter(convoquee, f"engagement:{engagement.pk}")
    demander(point, champ="titre")
    with pytest.raises(RetraitRefuse, match="Réglez"):
        retirer(engagement)


def test_a_title_that_was_reworded_is_not_read_in_the_effect_that_did_it(action):
    decision = DecisionFactory(seance__plan=action.plan, reunie=True)
    effet = EffetFactory(
        decision=decision, nature="reformuler", action=action, nouveau_texte=LONG, motif="Plus clair."
    )
    retirer(action)
    effet.refresh_from_db()
    assert MOT not in effet.dit
    assert effet.motif == "Plus clair."


def test_the_reason_of_a_state_goes_with_it(plan):
    engagement = EngagementFactory(plan=plan, publie=True)
    engagement.etat, engagement.motif = "retire", f"Départ de madame {MOT}."
    engagement.save(update_fields=["etat", "motif"])
    retirer(engagement, champ="motif")
    assert MOT not in engagement.passages.get(vers="retire").motif
    caviarder()
    assert ou_s_ecrit(MOT) == []


@pytest.mark.parametrize("champ", ["titre", "texte"])
def test_the_text_that_was_signed_goes_with_what_it_is_made_of(client, plan, champ):
    engagement = EngagementFactory(
        plan=plan, code="E-65", publie=True, signe=True, **{champ: f"Le {MOT} est là."}
    )
    adresse = f"{engagement.get_absolute_url()}texte.txt"
    retirer(engagement, champ=champ)
    assert client.get(adresse).status_code == 410
    caviarder()
    retirer(engagement, champ={"titre": "texte", "texte": "titre"}[champ])
    assert ou_s_ecrit(MOT) == []
    assert list(hors_texte()) == []


def test_the_log_of_the_back_office_is_blanked(action):
    """Django keeps what a record was called, cut at 200 characters, and its parts in JSON."""
    nouvelle = NouvelleFactory(action=action, texte=f"{'Élargi et ' * 5}{MOT}. Puis le reste est venu.")
    LogEntry.objects.create(
        user=UtilisateurFactory(),
        content_type=ContentType.objects.get_for_model(action),
        object_id=action.pk,
        object_repr=str(action)[:200],
        action_flag=CHANGE,
        change_message=json.dumps([{"added": {"name": "nouvelle", "object": str(nouvelle)}}]),
    )
    retirer(action)
    assert MOT in LogEntry.objects.get().object_repr
    caviarder(simuler=True)
    assert MOT in LogEntry.objects.get().object_repr
    assert "journal de l'administration" in caviarder().citations
    assert ou_s_ecrit(MOT) == []
    assert LogEntry.objects.get().object_repr.startswith("2.6 · [retiré")


ECRIT = "Le local " + "de la rue Ontario reste ouvert " * 20
COUPES = {
    "entier": (f"Dit : {ECRIT}.", "Dit : X."),
    "abrege": (f"Dit : {abreger(ECRIT, 400)} fin", "Dit : X fin"),
    "abrege autrement": (f"Dit : {abreger(ECRIT, 60)}", "Dit : X"),
    "coupe a la fin": (f"Dit : {ECRIT[:100]}", "Dit : X"),
    "deux fois": (f"{abreger(ECRIT, 50)} {ECRIT}", "X X"),
    "un autre texte": (f"Dit : {ECRIT[:100]} ferme.", f"Dit : {ECRIT[:100]} ferme."),
    "trop peu": ("Le local…", "Le local…"),
}


@pytest.mark.parametrize(("texte", "attendu"), COUPES.values(), ids=COUPES)
def test_words_are_known_however_they_were_cut(texte, attendu):
    assert sans_les_mots(texte, {ECRIT: "X"}) == attendu


def test_words_that_were_cut_are_known_in_json():
    ecrit = '« Ligne »\n"dite"\t' * 40
    fige = json.dumps({"texte": abreger(ecrit, 400)}, ensure_ascii=False)
    assert json.loads(sans_citation(fige, {ecrit: "X"})) == {"texte": "X"}


# --- Its address -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ["demande", "confirme", "d'une part"])
def test_what_is_withdrawn_keeps_its_code(client, action, suite):
    nouvelle = NouvelleFactory(action=action, publique=True)
    {"demande": demander, "confirme": retirer, "d'une part": retirer}[suite](
        nouvelle if suite == "d'une part" else action
    )
    with refusee("retrait_adresse"):
        modifie(action, code="2.6bis")
    assert client.get("/plans/actif/actions/2.6/").status_code == (410 if suite == "confirme" else 200)


def test_the_number_of_a_meeting_and_the_code_of_a_commitment_are_kept(convoquee, plan):
    brouillon = EngagementFactory(plan=plan, code="E-71")
    modifie(convoquee, lieu="Salle 12")
    convoquee.refresh_from_db()
    retirer(convoquee, champ="lieu")
    retirer(brouillon, champ="titre")
    for objet, champ in ((convoquee, "numero"), (brouillon, "code")):
        with refusee("retrait_adresse"):
            modifie(objet, **{champ: "AUTRE-1"})


def test_a_request_that_is_refused_frees_the_code(action):
    demander(action)
    Retrait.objects.get().refuser(UtilisateurFactory(coordination=True))
    modifie(action, code="2.6bis")
    assert type(action).objects.get().code == "2.6bis"


def test_who_confirms_reads_that_the_agenda_goes_too(convoquee, engagement, client_de):
    preparation.ajouter(convoquee, f"engagement:{engagement.pk}")
    demande = demander(engagement)
    adresse = f"/admin/partenariat/retrait/{demande.pk}/change/"
    page = client_de(UtilisateurFactory(coordination=True)).get(adresse).content.decode()
    assert "Titre · Point 1 · séance CMO-2026-04" in page
    assert f"?de=comite_seance:{convoquee.pk}" not in page, "nothing is to be asked for there"
    assert Point.objects.count() == 1
