"""The documents of actions in a plan file: a file beside it, or an address; what was withdrawn stays so."""

import pytest
import yaml

from actions.models import Document
from partenariat.retraits.registre import ADRESSE
from tests.actions.plan_d_essai import charger, ecrire, exporter, plan, refus
from tests.actions.test_exporter_plan import vider
from tests.documents import PDF
from tests.retraits import retirer

pytestmark = pytest.mark.django_db

FICHIER = {"titre": "Bilan", "fichier": "bilan.pdf", "date": "2026-06-02"}
LIEN = {"titre": "Lien", "adresse": "https://exemple.org/b"}


def avec(*documents: dict) -> dict:
    lu = plan()
    lu["actions"][0]["documents"] = [dict(document) for document in documents]
    return lu


@pytest.fixture
def chemin(tmp_path):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    chemin = ecrire(tmp_path, avec(FICHIER, LIEN))
    charger(chemin, "--publier")
    return chemin


def lus(texte: str) -> list[dict]:
    """The documents of the first action; all are public."""
    documents = yaml.safe_load(texte)["actions"][0]["documents"]
    assert {document.pop("visibilite") for document in documents} == {"publique"}
    return documents


def test_a_file_beside_the_plan_is_kept_and_known_again(chemin):
    document = Document.objects.exclude(fichier="").get()
    assert (document.nom_fichier, document.type_media, document.taille) == (
        "bilan.pdf", "application/pdf", len(PDF),
    )  # fmt: skip
    assert document.fichier.open().read() == PDF
    document.fichier.close()
    assert Document.objects.get(fichier="").adresse == "https://exemple.org/b"
    assert charger(chemin, "--publier")[0].startswith("Rien à changer")


def test_it_comes_back_from_its_export_once_its_file_is_put_back(chemin, tmp_path):
    texte = exporter()
    fichier, lien = lus(texte)
    empreinte = Document.objects.exclude(fichier="").get().empreinte
    assert fichier == FICHIER | {"fichier": f"documents/{empreinte[:12]}/bilan.pdf", "empreinte": empreinte}
    assert lien == LIEN
    # Over the same database nothing is missing.
    relu = ecrire(tmp_path, texte, "relu.yaml")
    assert charger(relu, "--publier")[0].startswith("Rien à changer")
    vider()
    assert "déposez-y le fichier dont l'empreinte est" in refus(relu)
    la = tmp_path / fichier["fichier"]
    la.parent.mkdir(parents=True)
    la.write_bytes(PDF)
    charger(relu, "--publier")
    assert exporter() == texte


@pytest.mark.parametrize(
    ("faux", "dit"),
    [
        ({"fichier": "absent.pdf"}, "ce fichier n'existe pas dans le dossier du plan"),
        ({"fichier": "../bilan.pdf"}, "attendu : un chemin relatif, dans le dossier du fichier du plan"),
        ({"fichier": "page.pdf"}, "Ce type de fichier n'est pas accepté"),
        ({"adresse": "https://exemple.org/"}, "attendu : « adresse » ou « fichier », l'un ou l'autre."),
        ({"empreinte": "0" * 64}, "comme écrit."),
    ],
    ids=["absent", "dehors", "page", "les deux", "autre empreinte"],
)
def test_what_is_no_file_is_refused_by_its_line(tmp_path, faux, dit):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    (tmp_path / "page.pdf").write_bytes(b"<html><script>alert(1)</script>")
    dite = refus(ecrire(tmp_path, avec(FICHIER | faux))).replace("\u00a0", " ")
    assert dit in dite
    assert "ligne" in dite.lower()
    assert not Document.objects.exists()


def test_neither_is_refused(tmp_path):
    dite = refus(ecrire(tmp_path, avec({"titre": "Rien"})))
    assert "attendu : « adresse » ou « fichier », l'un ou l'autre." in dite.replace("\u00a0", " ")


def test_nothing_is_kept_of_a_file_that_is_only_tried(tmp_path, settings):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    charger(ecrire(tmp_path, avec(FICHIER)), "--simuler")
    assert not Document.objects.exists()


@pytest.mark.parametrize("champ", ["fichier", ""], ids=["le fichier seul", "en entier"])
def test_what_is_withdrawn_is_an_address_that_leads_nowhere(chemin, tmp_path, champ):
    document = Document.objects.exclude(fichier="").get()
    retirer(document, champ=champ)
    texte = exporter()
    for dit in (document.empreinte[:12], "bilan.pdf"):
        assert dit not in texte
    assert [dite["adresse"] for dite in lus(texte)] == [ADRESSE, "https://exemple.org/b"]
    relu = ecrire(tmp_path, texte, "relu.yaml")
    assert charger(relu, "--publier")[0].startswith("Rien à changer")
    # A file of before is known to be that one.
    charger(chemin, "--publier")
    assert Document.objects.count() == 2


def test_what_is_withdrawn_is_not_handed_in_again_by_another_action(chemin, tmp_path):
    retirer(Document.objects.exclude(fichier="").get(), champ="fichier")
    lu = avec(FICHIER, LIEN)
    lu["actions"][1]["documents"] = [dict(FICHIER, fichier="copie.pdf")]
    (tmp_path / "copie.pdf").write_bytes(PDF)
    assert "Ce fichier a été retiré du site" in refus(ecrire(tmp_path, lu))


def test_what_is_public_names_no_file_that_is_kept_inside(tmp_path):
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    charger(ecrire(tmp_path, avec(FICHIER | {"visibilite": "interne"}, LIEN)), "--publier")
    assert lus(exporter("--publiques")) == [LIEN]
