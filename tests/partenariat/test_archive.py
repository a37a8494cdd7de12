"""An archive is whole, ours and readable by whoever holds its key; or it is refused, in one sentence."""

import errno
import io
import os
import tarfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pyrage
import pytest

from partenariat.sauvegarde import archive, outils, restauration, rotation
from partenariat.sauvegarde.archive import Manifeste, membre_de
from partenariat.sauvegarde.chiffrement import Secrets
from partenariat.sauvegarde.erreurs import SauvegardeErreur

CLE = pyrage.x25519.Identity.generate()
AUTRE = pyrage.x25519.Identity.generate()
FERMETURES = {
    "en clair": (Secrets(), Secrets()),
    "par une phrase": (Secrets(phrase="sept mots"), Secrets(phrase="sept mots")),
    "par une clé": (Secrets(cle=str(CLE.to_public())), Secrets(cle=str(CLE))),
}
DEPOT = "depots/ab/abcdef.pdf"


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("sources")
    (dossier / "base").write_bytes(os.urandom(200_000))
    (dossier / "depot").write_bytes(b"%PDF-" + os.urandom(3_001))
    return lambda nom: dossier / ("base" if nom == archive.BASE else "depot")


@pytest.fixture(scope="module")
def manifeste(sources):
    return Manifeste(
        faite_le="2026-03-31T02:15:00-04:00",
        site="1",
        postgresql="18.4",
        migrations=[["actions", "0001_plan"]],
        cle="f" * 64,
        tables={"actions_action": {"lignes": 3, "colonnes": ["id"]}},
        membres=[membre_de(nom, sources(nom)) for nom in (archive.BASE, DEPOT)],
    )


@pytest.fixture(scope="module")
def octets(tmp_path_factory, manifeste, sources):
    """One archive closed in each way: a phrase takes a second, on purpose."""
    dossier = tmp_path_factory.mktemp("archives")
    return {
        nom: ecrite(dossier, manifeste, sources, ferme).read_bytes()
        for nom, (ferme, _ouvre) in FERMETURES.items()
    }


def posee(tmp_path, octets):
    (tmp_path / "archive").write_bytes(octets)
    return tmp_path / "archive"


def ecrite(tmp_path, manifeste, sources, secrets=FERMETURES["en clair"][0]):
    chemin = tmp_path / "archive"
    with chemin.open("wb") as sortie:
        archive.ecrire(sortie, manifeste, sources, secrets)
    return chemin


@pytest.mark.parametrize("comment", FERMETURES)
def test_what_goes_in_comes_out(tmp_path, manifeste, sources, octets, comment):
    assert (b"actions_action" in octets[comment]) == (comment == "en clair")
    chemin = posee(tmp_path, octets[comment])
    rendu = archive.lire(chemin, FERMETURES[comment][1], vers=lambda nom: tmp_path / "rendu" / nom)
    assert rendu == manifeste
    for nom in (archive.BASE, DEPOT):
        assert (tmp_path / "rendu" / nom).read_bytes() == sources(nom).read_bytes()


def test_a_plain_archive_is_a_tar_that_says_first_what_it_holds(tmp_path, manifeste, sources):
    with tarfile.open(ecrite(tmp_path, manifeste, sources)) as tar:
        assert tar.getnames() == ["manifeste.json", "base.dump", DEPOT]


@pytest.mark.parametrize("part", [0.0, 0.005, 0.5, 0.9999], ids=lambda p: f"à {p:.2%}")
@pytest.mark.parametrize("comment", FERMETURES)
def test_cut_anywhere_it_is_refused(tmp_path, octets, comment, part):
    tous = octets[comment]
    with pytest.raises(SauvegardeErreur):
        archive.lire(posee(tmp_path, tous[: int(len(tous) * part)]), FERMETURES[comment][1])


@pytest.mark.parametrize(
    "part", [0.005, 0.5, 0.96, 1], ids=["au début", "au milieu", "dans le remplissage", "à la fin"]
)
@pytest.mark.parametrize("comment", FERMETURES)
def test_one_byte_changed_anywhere_and_it_is_refused(tmp_path, octets, comment, part):
    tous = bytearray(octets[comment])
    tous[int((len(tous) - 1) * part)] ^= 1
    with pytest.raises(SauvegardeErreur):
        archive.lire(posee(tmp_path, tous), FERMETURES[comment][1])


@pytest.mark.parametrize(
    ("ferme", "ouvre", "dit"),
    [
        ("par une phrase", Secrets(phrase="six mots"), "la phrase n'ouvre pas"),
        ("par une phrase", Secrets(), "SAUVEGARDE_PHRASE"),
        ("par une clé", Secrets(cle=str(AUTRE)), "ne s'ouvre pas"),
        ("par une clé", Secrets(cle=str(CLE.to_public())), "clé privée"),
        ("par une clé", Secrets(), "clé privée"),
    ],
    ids=["autre phrase", "sans phrase", "autre clé", "clé publique", "sans clé"],
)
def test_a_closed_archive_opens_to_its_key_alone(tmp_path, octets, ferme, ouvre, dit):
    with pytest.raises(SauvegardeErreur, match=dit):
        archive.lire(posee(tmp_path, octets[ferme]), ouvre)


def _tar(*membres: tuple[str, bytes]) -> bytes:
    ecrit = io.BytesIO()
    with tarfile.open(fileobj=ecrit, mode="w") as tar:
        for nom, contenu in membres:
            info = tarfile.TarInfo(nom)
            info.size = len(contenu)
            tar.addfile(info, io.BytesIO(contenu))
    return ecrit.getvalue()


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        (b"", "coupée"),
        (b"PK\x03\x04" + bytes(600), "coupée"),
        (_tar(("photo.png", b"x")), "n'est pas une sauvegarde"),
        (_tar(("manifeste.json", b"[]")), "n'est pas une sauvegarde"),
        (_tar(("manifeste.json", b'{"format": "autre"}')), "n'est pas une sauvegarde"),
        (_tar(("manifeste.json", b'{"format": "partenariat-sauvegarde", "version": 2}')), "plus récent"),
        (_tar(("manifeste.json", b'{"format": "partenariat-sauvegarde", "version": 1}')), "incomplet"),
    ],
    ids=["vide", "zip", "autre tar", "autre json", "autre format", "format à venir", "sans le reste"],
)
def test_what_is_not_ours_is_refused(tmp_path, contenu, dit):
    with pytest.raises(SauvegardeErreur, match=dit):
        archive.lire(posee(tmp_path, contenu), Secrets())


class Plein(io.BytesIO):
    """A disk that is full."""

    def write(self, octets):
        if self.tell() > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(octets)


@pytest.mark.parametrize("comment", FERMETURES)
def test_a_full_disk_is_said_by_its_name(manifeste, sources, comment):
    with pytest.raises(OSError, match="No space left on device"):
        archive.ecrire(Plein(), manifeste, sources, FERMETURES[comment][0])


@pytest.mark.parametrize(
    "nom", ["depots/../../etc/passwd", "/etc/passwd", "depots/.cache", "autre/a", "depots", "depots//a"]
)
def test_a_member_never_leaves_the_folder_of_the_files(tmp_path, manifeste, sources, nom):
    ailleurs = replace(manifeste, membres=[manifeste.membres[0], replace(manifeste.membres[1], nom=nom)])
    with pytest.raises(SauvegardeErreur, match="ne se tient pas"):
        archive.lire(ecrite(tmp_path, ailleurs, sources), Secrets(), vers=lambda n: tmp_path / "x" / n)
    assert not (tmp_path / "x").exists()


def test_a_table_is_named_by_a_name(manifeste):
    autre = replace(manifeste, tables={"x'; DROP TABLE y; --": {"lignes": 1, "colonnes": []}})
    with pytest.raises(SauvegardeErreur, match="ne se tient pas"):
        Manifeste.de_json(autre.en_json())


@pytest.mark.parametrize(
    ("migrations", "dit"),
    [
        ([["auth", "0001_initial"]], "n'est pas d'un site Partenariat"),
        ([["actions", "0001_plan"], ["actions", "0999_a_venir"]], "migration inconnue ici : actions 0999"),
    ],
    ids=["d'un autre site", "d'un site plus récent"],
)
def test_what_this_code_cannot_serve_is_refused_by_the_manifest_alone(manifeste, migrations, dit):
    with pytest.raises(SauvegardeErreur, match=dit):
        restauration._de_ce_site(replace(manifeste, migrations=migrations))


def test_the_same_migrations_written_otherwise_are_another_version(manifeste):
    toutes = [list(cle) for cle in restauration.nos_migrations()]
    with pytest.raises(SauvegardeErreur, match="il y manque"):
        restauration._de_ce_site(replace(manifeste, migrations=toutes))


def test_a_server_newer_than_every_program_is_said_in_one_line():
    with pytest.raises(SauvegardeErreur, match=r"PostgreSQL 99 .*installez postgresql-client-99"):
        outils.programmes(99)


def test_the_password_reaches_the_programs_by_their_environment(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "celui d'un autre")
    donne = outils.environnement({"NAME": "site", "PASSWORD": "secret", "OPTIONS": {"sslmode": "require"}})
    assert (donne["PGDATABASE"], donne["PGPASSWORD"], donne["PGSSLMODE"]) == ("site", "secret", "require")
    assert "PGPASSWORD" not in outils.environnement({"NAME": "site"})


# --- Rotation ---------------------------------------------------------------------------------------------
FIN = datetime(2026, 3, 31, 7, tzinfo=UTC)


def chaque_jour(nombre: int) -> list[datetime]:
    return [FIN - timedelta(days=n) for n in range(nombre)]


@pytest.mark.parametrize(
    ("instants", "jours"),
    [
        ([], []),
        (chaque_jour(1), ["2026-03-31"]),
        (chaque_jour(7), [f"2026-03-{n}" for n in range(25, 32)]),
        # Tuesday the 31st: its week, and the Sundays of the three before.
        (chaque_jour(30), ["2026-03-15", "2026-03-22", *(f"2026-03-{n}" for n in range(25, 32))]),
        (
            chaque_jour(420),
            [
                *(["2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30"]),
                *(["2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"]),
                *("2026-03-15", "2026-03-22", *(f"2026-03-{n}" for n in range(25, 32))),
            ],
        ),
        # Of a day, the last; seven days that have one, not the seven last days.
        ([FIN, FIN - timedelta(hours=3)], ["2026-03-31"]),
        ([FIN - timedelta(days=40 * n) for n in range(3)], ["2026-01-10", "2026-02-19", "2026-03-31"]),
    ],
    ids=["aucune", "une", "sept jours", "un mois", "quatorze mois", "deux le même jour", "rares"],
)
def test_seven_days_four_weeks_and_twelve_months_stay(instants, jours):
    gardees = rotation.gardees(instants)
    assert sorted(q.date() for q in gardees) == [date.fromisoformat(j) for j in jours]
    assert not instants or max(instants) in gardees


def test_rotation_takes_ours_and_nothing_else(tmp_path):
    noms = [rotation.nom_de(quand, ".tar") for quand in chaque_jour(30)]
    for nom in noms:
        (tmp_path / nom).write_bytes(b"manifeste.json\0")
    autres = ["photo.tar", "partenariat-20250101T000000Z.tar.bak", "partenariat-20240101T000000Z.tar"]
    for nom in autres:
        (tmp_path / nom).write_bytes(b"a quelqu'un")
    (tmp_path / "partenariat-20230101T000000Z.tar").symlink_to(tmp_path / noms[0])
    assert len(rotation.tourner(tmp_path)) == 21
    restent = {c.name for c in tmp_path.iterdir()}
    assert restent > {*autres, noms[0], "partenariat-20230101T000000Z.tar"}
    assert len(restent) == 9 + 4
