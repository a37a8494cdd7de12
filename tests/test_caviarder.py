"""What is withdrawn is then blanked for good: words in every event, bytes on disk; fingerprints stay."""

import hashlib
import json
import subprocess
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from actions.models import Action
from partenariat.histoire.integrite import verifier
from partenariat.models import Retrait
from partenariat.retraits.caviardage import PasLeProprietaire, caviarder
from partenariat.retraits.registre_de_fichier import (
    apres_restauration,
    chemin,
    ecrire,
    exporter,
    lire,
    rejouer,
)
from partenariat.sauvegarde.base import majeure
from partenariat.sauvegarde.outils import environnement, programmes
from tests.factories import ActionFactory, AxeFactory, NouvelleFactory, PlanFactory
from tests.passe import reculer
from tests.retraits import MOTIF, demander, ou_s_ecrit, retirer
from tests.test_retraits import MOTS, publics  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def retires(publics):  # noqa: F811
    """Everything is withdrawn; the words are still in history."""
    reculer(3)
    for objet in publics.values():
        retirer(objet)
    for nom, mot in MOTS.items():
        assert ou_s_ecrit(mot), nom
    return publics


def test_no_word_is_left_in_the_database_nor_any_byte_on_disk(retires, django_capture_on_commit_callbacks):
    fichier = retires["fichier"].fichier
    assert fichier.storage.exists(fichier.name)
    constat = caviarder()
    assert constat.retraits == Retrait.objects.count()
    assert constat.fichiers == [fichier.name]
    for nom, mot in MOTS.items():
        assert ou_s_ecrit(mot) == [], nom
    assert not fichier.storage.exists(fichier.name)
    assert Retrait.objects.filter(caviarde_le=None).count() == 0


def test_a_second_time_changes_nothing(retires):
    caviarder()
    dates = list(Retrait.objects.values_list("caviarde_le", flat=True))
    constat = caviarder()
    assert (constat.retraits, dict(constat.ecritures), constat.fichiers) == (0, {}, [])
    assert list(Retrait.objects.values_list("caviarde_le", flat=True)) == dates


def test_saying_what_would_be_blanked_writes_nothing(retires, capsys, settings, tmp_path):
    depot = retires["fichier"].fichier.storage
    call_command("caviarder", simuler=True)
    dit = capsys.readouterr().out
    assert "actions_nouvelleevent" in dit
    assert retires["fichier"].fichier.name in dit
    assert "rien n'est écrit" in dit
    for nom, mot in MOTS.items():
        assert ou_s_ecrit(mot), nom
    assert depot.exists(retires["fichier"].fichier.name)
    settings.MEDIA_ROOT = tmp_path
    call_command("caviarder", simuler=True)
    assert not chemin().exists()


def test_the_guards_are_awake_again(retires):
    caviarder()
    assert [faute for _titre, fautes in verifier() for faute in fautes] == []


def test_what_was_not_withdrawn_keeps_its_words(publics):  # noqa: F811
    retirer(publics["nouvelle"])
    demander(publics["jalon"])
    caviarder()
    assert ou_s_ecrit(MOTS["nouvelle"]) == []
    for nom in set(MOTS) - {"nouvelle"}:
        assert ou_s_ecrit(MOTS[nom]), nom


def test_what_is_gone_is_known_by_its_fingerprint(publics):  # noqa: F811
    texte = publics["declaration"].texte
    retrait = retirer(publics["declaration"])
    caviarder()
    retrait.refresh_from_db()
    assert retrait.empreintes == {"texte": [hashlib.sha256(texte.encode()).hexdigest()]}


@pytest.mark.xdist_group("role_web")
def test_the_web_blanks_nothing(comme_le_web, role_web, publics):  # noqa: F811
    retirer(publics["nouvelle"])
    with pytest.raises(PasLeProprietaire):
        comme_le_web(caviarder)
    assert ou_s_ecrit(MOTS["nouvelle"])


@pytest.mark.xdist_group("role_web")
def test_the_command_says_so(comme_le_web, role_web):
    with pytest.raises(CommandError, match="propriétaire"):
        comme_le_web(lambda: call_command("caviarder"))


# --- An older copy ---------------------------------------------------------------------------------------


def test_the_file_beside_the_deposits_holds_no_word_of_what_was_withdrawn(retires):
    caviarder()
    texte = ecrire().read_text(encoding="utf-8")
    assert MOTIF in texte
    assert [nom for nom, mot in MOTS.items() if mot in texte] == []
    assert chemin().stat().st_mode & 0o077 == 0
    assert len(lire()) == Retrait.objects.count()


def test_an_older_copy_is_withdrawn_from_again(publics):  # noqa: F811
    """As a dump of before the withdrawals: the words stand, and nothing says that they must not."""
    dicts = exporter_d_une_copie(publics)
    for nom, mot in MOTS.items():
        assert ou_s_ecrit(mot), nom
    # Somebody had asked for one of them.
    demander(publics["jalon"])
    assert rejouer(dicts) == len(dicts)
    constat = caviarder()
    assert constat.retraits == len(dicts)
    for nom, mot in MOTS.items():
        assert ou_s_ecrit(mot) == [], nom
    assert rejouer(dicts) == 0
    refaits = exporter()
    assert {d["dit"] for d in refaits} == {d["dit"] for d in dicts}
    assert any(d["avec__relation"] for d in refaits), "what went with an action goes with it again"
    assert [d["avec__cle"] for d in refaits] == [d["avec__cle"] for d in dicts]


def exporter_d_une_copie(objets: dict) -> list[dict]:
    """What the withdrawals of all that are, without one of them being here."""
    with transaction.atomic():
        for objet in objets.values():
            retirer(objet)
        dits = exporter()
        transaction.set_rollback(True)
    return dits


def test_a_file_of_an_older_version_says_less_and_is_replayed_all_the_same(publics, settings, tmp_path):  # noqa: F811
    """Of before one field, one wording, or the page could be named; what went with another still does."""
    dits = exporter_d_une_copie(publics)
    settings.MEDIA_ROOT = tmp_path
    depuis = ("champ", "formulation", "page", "page_cle")
    vieux = [
        {nom: dit for nom, dit in json.loads(texte).items() if not nom.endswith(depuis)}
        | {"adresse": "/plans/actif/actions/"}
        for texte in (json.dumps(dit, default=str) for dit in dits)
    ]
    chemin().write_text(json.dumps(vieux), encoding="utf-8")
    assert rejouer(lire()) == len(dits)
    assert [d["avec__cle"] for d in exporter()] == [d["avec__cle"] for d in dits]
    assert {d["page"] for d in exporter()} == {d["relation"] for d in dits}
    caviarder()
    for nom, mot in MOTS.items():
        assert ou_s_ecrit(mot) == [], nom


def test_a_key_that_the_copy_does_not_hold_is_nobody_s(publics):  # noqa: F811
    """What was written after the archive, and withdrawn: the next record is another one."""
    retrait = retirer(publics["nouvelle"])
    (dit,) = [d for d in exporter() if d["cle"] == retrait.cle and d["relation"] == retrait.relation]
    assert rejouer([{**dit, "cle": retrait.cle + 3}]) == 1
    assert NouvelleFactory().pk > retrait.cle + 3


@pytest.mark.django_db(transaction=True)
def test_what_restores_finds_the_file(publics, settings, tmp_path, monkeypatch):  # noqa: F811
    # Another worker's tests may have a transaction open, on the same server.
    monkeypatch.setattr("partenariat.retraits.compactage.DELAI", 500)
    settings.MEDIA_ROOT = tmp_path
    assert apres_restauration("default") == []
    retirer(publics["nouvelle"])
    ecrire()
    assert apres_restauration("default")[0] == "0 rejoués, 1 caviardés"
    assert Retrait.objects.get().compacte_le is not None, "the older rows are dead, and gone"
    assert ou_s_ecrit(MOTS["nouvelle"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_dump_holds_no_word_either(retires, tmp_path):
    caviarder()
    archive = tmp_path / "archive.sql"
    subprocess.run(
        [programmes(majeure("default")) / "pg_dump", f"--file={archive}", connection.settings_dict["NAME"]],
        env=environnement(connection.settings_dict),
        check=True,
    )
    texte = archive.read_text(encoding="utf-8")
    assert "[retiré du site le " in texte
    assert [nom for nom, mot in MOTS.items() if mot in texte] == []


def test_an_action_that_went_whole_stays_a_draft_at_every_date(client):
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, axe=AxeFactory(plan=plan), publiee=True, titre="Osmium")
    ActionFactory(plan=plan, axe=action.axe, publiee=True)
    reculer(3)
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "Osmium" in client.get(f"/plans/actif/actions/?au={hier}").content.decode()
    retirer(action)
    for _ in range(2):
        assert client.get(f"{action.get_absolute_url()}?au={hier}").status_code == 410
        for adresse in ("/plans/actif/actions/", "/plans/actif/donnees/actions.csv"):
            page = client.get(f"{adresse}?au={hier}").content.decode()
            assert "retiré du site" not in page
            assert "Osmium" not in page
        caviarder()


def test_what_is_written_after_a_withdrawal_is_well():
    action = ActionFactory(publiee=True, description="Osmium.")
    retirer(action, champ="description")
    Action.objects.filter(pk=action.pk).update(titre="Un autre titre")
    assert dict(verifier())["Passé de ce qui est retiré"] == []
    caviarder()
    assert dict(verifier())["Passé de ce qui est retiré"] == []
