"""What a spreadsheet opens: days, numbers, booleans and texts, each as such."""

from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from actions.models import Action
from partenariat.donnees.colonnes import SEPARATEUR, restaurer
from tests.factories import ActionFactory, EngagementFactory, OrganisationFactory, PlanFactory
from tests.tableurs import lignes, rangees
from tests.test_jeux_de_donnees import JEUX

pytestmark = pytest.mark.django_db

FIN = date(2027, 3, 31)


@pytest.fixture
def ecrites():
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, code="3.10", publiee=True, titre="=1+1", fin=FIN, debut=None)
    promesse = EngagementFactory(plan=plan, publie=True, signe=True, montant="1250.50", code="E-01")
    promesse.actions.add(action)
    return plan


def test_a_workbook_holds_dates_numbers_booleans_and_texts_as_such(ecrites):
    def feuille(jeu):
        octets = Client().get(ecrites.adresse(jeu, format_="xlsx")).content
        classeur = openpyxl.load_workbook(ContentFile(octets))
        noms, ligne, *_autres = classeur.active.iter_rows()
        return {str(nom.value): cellule for nom, cellule in zip(noms, ligne, strict=True)}

    action = feuille("donnees-actions")
    assert (action["fin"].is_date, action["fin"].number_format) == (True, "yyyy-mm-dd")
    assert action["fin"].value.date() == FIN
    assert action["debut"].value is None
    assert (action["en_continu"].data_type, action["en_continu"].value) == ("b", False)
    assert (action["code"].data_type, action["code"].value) == ("s", "3.10")
    assert (action["id"].data_type, action["titre"].value) == ("s", "'=1+1")
    assert (action["axe"].data_type, action["axe"].value) == ("n", action["axe"].value)
    promesse = feuille("donnees-engagements")
    assert (promesse["montant"].data_type, promesse["montant"].value) == ("n", 1250.5)


def test_a_csv_says_days_and_booleans_in_text(ecrites):
    octets = Client().get(ecrites.adresse("donnees-actions", format_="csv")).content
    (ligne,) = lignes(octets, "csv")
    assert (ligne["fin"], ligne["en_continu"], ligne["debut"]) == ("2027-03-31", "non", "")
    assert restaurer(ligne["titre"]) == "=1+1"


@pytest.mark.parametrize("jour", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2199, 12, 31)])
def test_a_day_that_spreadsheets_miscount_stays_a_text(jour):
    action = ActionFactory(debut=jour, fin=None, publiee=True)
    entetes, ligne = rangees(Client().get(action.plan.adresse("donnees-actions", format_="xlsx")).content)
    lu = dict(zip(entetes, ligne, strict=True))["debut"]
    assert lu == (jour if jour >= date(1900, 3, 1) else jour.isoformat())


def test_a_body_that_no_row_names_is_in_no_file(ecrites):
    OrganisationFactory(slug="secrete")
    for jeu in JEUX:
        assert b"secrete" not in Client().get(ecrites.adresse(jeu, format_="json")).content


def test_the_page_says_what_a_spreadsheet_does_to_a_code_and_what_separates_values(ecrites):
    """What it says is what the files do: the workbook keeps « 3.10 » a text, the CSV holds it bare."""
    page = unescape(Client().get(ecrites.adresse("donnees")).content.decode())
    formats = page.partition(">Formats</h2>")[2].partition("</section>")[0]
    for dit in ("prenez le XLSX", "<code>1.10</code>", f"<code>{SEPARATEUR}</code>"):
        assert dit in formats
    action = Action.objects.get(code="3.10")
    action.arrondissements.set([OrganisationFactory(nature="arrondissement") for _ in range(2)])
    for format_ in ("csv", "xlsx"):
        octets = Client().get(ecrites.adresse("donnees-actions", format_=format_)).content
        (ligne,) = lignes(octets, format_)
        assert ligne["code"] == "3.10"
        assert len(str(ligne["arrondissements"]).split(SEPARATEUR)) == 2, ligne
