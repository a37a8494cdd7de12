"""Once a meeting is called, the public keeps what it was told: its agenda, its first day, why it moved."""

import json
from datetime import date, time, timedelta

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from comite.models import Deplacement, Point, Seance
from comite.models.etats import EtatSeance
from comite.sorties.dossier.seance import de_la_seance
from tests.actions.plan_d_essai import charger, ecrire, exporter, refus
from tests.actions.plan_d_essai import plan as plan_dit
from tests.actions.refus import modifie, refusee
from tests.factories import DecisionFactory, PointFactory, SeanceFactory
from tests.formulaires import envoyer, lire, ouvrir, texte

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
HIER, DEMAIN = AUJOURD_HUI - timedelta(days=1), AUJOURD_HUI + timedelta(days=1)
TARD = AUJOURD_HUI + timedelta(days=30)
MOTIF = "La présidence est absente."
SUJET = "Sujet que le public a lu"


@pytest.fixture
def convoquee(plan) -> Seance:
    """Called for today at 13:30, with one point."""
    seance = SeanceFactory(plan=plan, numero="CMO-2026-05", convoquee=True, heure=time(13, 30))
    PointFactory(seance=seance, rang=1, titre=SUJET)
    return seance


def deplacer(seance: Seance, motif: str = MOTIF, **champs) -> None:
    for nom, valeur in champs.items():
        setattr(seance, nom, valeur)
    seance.motif_deplacement = motif
    seance.save(update_fields=champs)


def page(chemin: str) -> str:
    return texte(Client().get(chemin)).replace("\u00a0", " ")


# --- Moved -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("traits", "champs", "demande"),
    [
        pytest.param({}, {"date": TARD}, False, id="planned"),
        pytest.param({"convoquee": True}, {"date": TARD}, True, id="called, another day"),
        pytest.param({"convoquee": True}, {"heure": time(9)}, True, id="called, another hour"),
        pytest.param({"convoquee": True}, {"heure": None}, True, id="called, no hour any more"),
        pytest.param({"convoquee": True, "heure": None}, {"heure": time(9)}, False, id="called without hour"),
        pytest.param({"convoquee": True}, {"lieu": "Ailleurs"}, False, id="called, another place"),
        pytest.param(
            {"convoquee": True}, {"date": HIER, "etat": "tenue"}, True, id="moved while it is closed",
        ),
        pytest.param({"tenue": True, "convoquee_le": HIER}, {"heure": time(9)}, True, id="called, then held"),
        pytest.param({"tenue": True}, {"heure": time(9)}, False, id="of the archives, never called"),
    ],
)  # fmt: skip
def test_what_was_called_is_not_moved_without_a_reason(plan, traits, champs, demande):
    seance = SeanceFactory(plan=plan, **{"heure": time(13, 30)} | traits)
    if not demande:
        modifie(seance, **champs)
        assert not Deplacement.objects.exists()
        return
    avant = seance.date
    with refusee("deplacement_motif_requis"):
        modifie(seance, **champs)
    deplacer(seance, **champs)
    (ecrit,) = Deplacement.objects.all()
    assert (ecrit.ancienne_date, ecrit.ancienne_heure, ecrit.motif, ecrit.le) == (
        avant, time(13, 30), MOTIF, AUJOURD_HUI,
    )  # fmt: skip


def test_a_reason_is_for_one_move(convoquee):
    deplacer(convoquee, date=TARD)
    with refusee("deplacement_motif_requis"):
        modifie(convoquee, date=DEMAIN)


def test_what_was_moved_stays_told(convoquee):
    deplacer(convoquee, date=TARD)
    for ecrire_ in (lambda: Deplacement.objects.update(motif="x"), Deplacement.objects.all().delete):
        with refusee("deplacement_inalterable"):
            ecrire_()
    with refusee("seance_tenue_gardee"):
        Seance.objects.filter(pk=convoquee.pk)._raw_delete("default")
    with refusee("seance_convocation_figee"):
        modifie(convoquee, convoquee_le=None, convoquee_pour=None)


def test_a_called_meeting_is_not_taken_back_to_planned(convoquee):
    with refusee("seance_passage_permis"):
        modifie(convoquee, etat=EtatSeance.PLANIFIEE)


def test_the_form_asks_why_and_says_who(convoquee, coordination, client_de):
    client, chemin = client_de(coordination), reverse("admin:comite_seance_change", args=[convoquee.pk])
    champs = ouvrir(client, chemin, "seance_form")
    reponse = envoyer(client, chemin, champs, date=TARD.isoformat())
    assert "ne se déplace pas sans motif" in texte(reponse)
    assert not Deplacement.objects.exists()
    envoyer(client, chemin, champs, date=TARD.isoformat(), motif_deplacement=MOTIF)
    (ecrit,) = Deplacement.objects.all()
    assert (ecrit.par, ecrit.motif, ecrit.ancienne_date) == (coordination, MOTIF, AUJOURD_HUI)
    # Nothing to ask of one that nobody was told of.
    libre = reverse("admin:comite_seance_change", args=[SeanceFactory(plan=convoquee.plan).pk])
    assert "motif_deplacement" not in lire(client.get(libre), "seance_form")


def test_the_model_says_it_before_the_database(convoquee):
    convoquee.date = TARD
    with pytest.raises(ValidationError, match="ne se déplace pas sans motif"):
        convoquee.full_clean()
    convoquee.motif_deplacement = MOTIF
    convoquee.full_clean()


def test_a_moved_meeting_says_from_where_and_why_wherever_it_is_told(convoquee, client_du_comite):
    deplacer(convoquee, date=DEMAIN)
    deplacer(convoquee, "Salle prise.", date=TARD, heure=time(9))
    for lue in (
        page(convoquee.get_absolute_url()),
        texte(client_du_comite.get(convoquee.adresse("preparation"))),
    ):
        lue = lue.replace("\u00a0", " ")
        assert "D'abord convoquée pour le" in lue
        assert "Convoquée ensuite pour le" in lue
        assert MOTIF in lue
        assert "Salle prise." in lue
    for chemin in ("/", "/plans/actif/comite/"):
        assert "d'abord convoquée pour le" in page(chemin)
    (evenement,) = Calendar.from_ical(Client().get("/plans/actif/comite/calendrier.ics").content).walk(
        "VEVENT"
    )
    assert MOTIF in evenement["description"]
    assert evenement["sequence"] == 3
    donnees, *_reste = de_la_seance(convoquee.pk, timezone.now())
    assert len(donnees["avis"]) == 2
    assert MOTIF in donnees["avis"][0]


def test_a_meeting_that_did_not_move_says_nothing_of_it(convoquee):
    assert "convoquée pour le" not in page("/") + page("/plans/actif/comite/") + page(
        convoquee.get_absolute_url()
    )


@pytest.mark.parametrize(
    ("jour", "permis"),
    [(HIER, False), (AUJOURD_HUI, True), (DEMAIN, True)],
    ids=["hier", "aujourd'hui", "demain"],
)
def test_a_called_meeting_is_not_moved_to_a_day_that_is_past(plan, comme_le_web, jour, permis):
    seance = SeanceFactory(plan=plan, date=TARD)
    PointFactory(seance=seance, titre=SUJET)
    seance.convoquer()
    seance.date, seance.motif_deplacement = jour, MOTIF
    if permis:
        seance.full_clean()
        comme_le_web(seance.save)
        assert Seance.objects.get().date == jour
        return
    with pytest.raises(ValidationError) as refus:
        seance.full_clean()
    assert list(refus.value.message_dict) == ["date"]
    with refusee("seance_deplacee_au_passe"):
        comme_le_web(seance.save)


def test_a_cancellation_that_is_refused_gives_back_its_reason(plan, client_du_comite):
    seance = SeanceFactory(plan=plan, convoquee=True, date=AUJOURD_HUI)
    DecisionFactory(seance=seance)
    reponse = client_du_comite.post(seance.adresse("annuler"), {"motif": MOTIF})
    assert reponse.status_code == 422
    assert MOTIF in reponse.content.decode()
    assert Seance.objects.get().etat == "convoquee"


# --- Cancelled -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("appelee", [True, False], ids=["after it was called", "before"])
def test_a_cancelled_meeting_keeps_the_agenda_that_was_public_and_says_why(plan, appelee):
    seance = SeanceFactory(plan=plan, numero="CMO-2026-05", date=TARD)
    PointFactory(seance=seance, titre=SUJET)
    if appelee:
        seance.convoquer()
    seance.annuler(MOTIF)
    assert (seance.ordre_public, seance.annulee_le) == (appelee, AUJOURD_HUI)
    lue = page(seance.get_absolute_url())
    assert (SUJET in lue) is appelee
    assert "Annulée le" in lue
    assert MOTIF in lue
    assert MOTIF in page("/plans/actif/comite/")
    assert (MOTIF in page("/")) is appelee
    (evenement,) = Calendar.from_ical(Client().get("/plans/actif/comite/calendrier.ics").content).walk(
        "VEVENT"
    )
    assert (evenement["status"], MOTIF in evenement["description"]) == ("CANCELLED", True)
    assert (SUJET in exporter("--publiques", plan.slug)) is appelee


@pytest.mark.parametrize(
    ("jour", "dite"),
    [(HIER, False), (AUJOURD_HUI, True), (DEMAIN, True)],
    ids=["hier", "aujourd'hui", "demain"],
)
def test_the_home_page_says_that_a_meeting_was_called_off_until_its_day_is_past(plan, jour, dite):
    seance = SeanceFactory(plan=plan, convoquee=True, date=jour)
    seance.annuler(MOTIF)
    # Besides, it stays among what changed.
    assert page("/").count(MOTIF) == 1 + dite
    assert page("/plans/actif/comite/").count(MOTIF) == 1 + dite


def test_nothing_changes_any_more_of_a_cancelled_meeting(convoquee):
    convoquee.annuler(MOTIF)
    point = convoquee.points.get()
    for ecrire_ in (
        lambda: Point.objects.filter(pk=point.pk).update(titre="Autre"),
        point.delete,
        lambda: PointFactory(seance=convoquee),
    ):
        with refusee("point_seance_annulee"):
            ecrire_()
    for champs in ({"motif": "Autre."}, {"date": TARD}, {"annulee_le": HIER}):
        with refusee("seance_annulee_figee"):
            modifie(convoquee, **champs)


@pytest.mark.parametrize(
    "champs",
    [{"etat": "annulee", "motif": MOTIF, "annulee_le": AUJOURD_HUI}, {"date": DEMAIN}],
    ids=["cancelled", "put off"],
)
def test_a_meeting_that_decided_takes_place_whoever_writes(convoquee, champs):
    DecisionFactory(seance=convoquee)
    for nom, valeur in champs.items():
        setattr(convoquee, nom, valeur)
    convoquee.motif_deplacement = MOTIF
    with refusee("seance_a_decide"):
        convoquee.save()


def test_the_sheet_of_a_cancelled_meeting_is_read_only(convoquee, coordination, client_de):
    convoquee.annuler(MOTIF)
    reponse = client_de(coordination).get(reverse("admin:comite_seance_change", args=[convoquee.pk]))
    assert not lire(reponse, "seance_form").get("date")


# --- In the plan file --------------------------------------------------------------------------------------


def dite(**cles) -> dict:
    """A plan with one meeting: called for March 3rd, moved, then cancelled; `cles` change it."""
    return plan_dit() | {
        "seances": [
            {
                "numero": "S-1", "date": "2026-03-17", "heure": "9 h", "etat": "annulee", "motif": MOTIF,
                "convoquee_le": "2026-02-17", "annulee_le": "2026-03-16",
                "deplacements": [
                    {"date": "2026-03-03", "heure": "13 h 30", "motif": "Tempête.", "le": "2026-03-02"},
                ],
                "ordre_du_jour": [SUJET],
            }
            | cles,
        ],
    }  # fmt: skip


def test_a_cancelled_and_moved_meeting_loads_and_comes_back(tmp_path):
    contenu = dite()
    charger(ecrire(tmp_path, contenu), "--publier")
    seance = Seance.objects.get()
    assert (seance.etat, seance.convoquee_le, seance.convoquee_pour, seance.annulee_le) == (
        "annulee", date(2026, 2, 17), date(2026, 3, 3), date(2026, 3, 16),
    )  # fmt: skip
    assert [str(avis) for avis in seance.avis] == [
        f"Annulée le 16\u00a0mars\u00a02026\u00a0: {MOTIF}",
        "D'abord convoquée pour le 3\u00a0mars\u00a02026, 13\u00a0h\u00a030, "
        "déplacée le 2\u00a0mars\u00a02026\u00a0: Tempête.",
    ]
    assert charger(ecrire(tmp_path, contenu), "--publier")[0].startswith("Rien à changer")
    for options in ((), ("--publiques",)):
        (sortie,) = yaml.safe_load(exporter(*options))["seances"]
        for cle in ("convoquee_le", "annulee_le", "deplacements", "motif", "date", "etat", "heure"):
            assert json.dumps(sortie[cle]) == json.dumps(contenu["seances"][0][cle]), cle
        assert sortie["ordre_du_jour"][0]["titre"] == SUJET


@pytest.mark.parametrize(
    ("cles", "phrase"),
    [
        pytest.param({"etat": "planifiee"}, "n'est pas encore convoquée", id="planned, and called"),
        pytest.param({"etat": "convoquee"}, "n'est pas annulée", id="cancelled, and not"),
        pytest.param(
            {"annulee_le": "2026-02-16"}, "ne précède pas la convocation", id="before it was called"
        ),
        pytest.param({"convoquee_le": None}, "« convoquee_le » manque", id="moved, and not called"),
        pytest.param({"deplacements": [{"date": "2026-03-03", "le": "2026-03-02"}]}, "motif", id="no reason"),
        *(
            pytest.param({cle: DEMAIN.isoformat()}, "n'est pas à venir", id=f"{cle} tomorrow")
            for cle in ("convoquee_le", "annulee_le")
        ),
        pytest.param(
            {"deplacements": [{"date": "2026-03-03", "motif": "m", "le": DEMAIN.isoformat()}]},
            "n'est pas à venir",
            id="moved tomorrow",
        ),
    ],
)
def test_a_calling_that_does_not_hold_together_is_refused_with_its_place(tmp_path, cles, phrase):
    message = refus(ecrire(tmp_path, dite(**cles)))
    assert phrase in message
    assert "seances[" in message


def test_a_file_moves_a_called_meeting_with_its_reason_only(tmp_path):
    sans = {"etat": "convoquee", "annulee_le": None, "motif": None, "deplacements": None}
    charger(ecrire(tmp_path, dite(**sans, date=TARD.isoformat())))
    ailleurs = DEMAIN.isoformat()
    assert "la séance est convoquée pour le" in refus(ecrire(tmp_path, dite(**sans, date=ailleurs)))
    deplacements = [{"date": TARD.isoformat(), "motif": "Salle prise.", "le": AUJOURD_HUI.isoformat()}]
    contenu = dite(**sans | {"deplacements": deplacements}, date=ailleurs)
    charger(ecrire(tmp_path, contenu))
    (ecrit,) = Deplacement.objects.all()
    assert (ecrit.ancienne_date, ecrit.motif) == (TARD, "Salle prise.")
    assert Seance.objects.get().date == DEMAIN
    assert charger(ecrire(tmp_path, contenu))[0].startswith("Rien à changer")


def test_a_planned_meeting_is_moved_and_called_at_once_by_a_file(tmp_path):
    planifiee = {
        "etat": "planifiee",
        "convoquee_le": None,
        "annulee_le": None,
        "motif": None,
        "deplacements": None,
    }
    charger(ecrire(tmp_path, dite(**planifiee, date=TARD.isoformat())))
    appelee = planifiee | {"etat": "convoquee", "convoquee_le": HIER.isoformat()}
    charger(ecrire(tmp_path, dite(**appelee, date=DEMAIN.isoformat())))
    seance = Seance.objects.get()
    assert (seance.convoquee_le, seance.convoquee_pour, seance.deplacee) == (HIER, DEMAIN, False)
    # The site went further: what is called is not planned again.
    charger(ecrire(tmp_path, dite(**planifiee, date=DEMAIN.isoformat())))
    assert Seance.objects.get().etat == "convoquee"
    # Then it is cancelled by the file, its agenda kept.
    annulee = appelee | {"etat": "annulee", "motif": MOTIF}
    charger(ecrire(tmp_path, dite(**annulee, date=DEMAIN.isoformat())))
    seance = Seance.objects.get()
    assert (seance.etat, seance.motif, seance.annulee_le) == ("annulee", MOTIF, AUJOURD_HUI)
    assert seance.points.get().titre == SUJET
