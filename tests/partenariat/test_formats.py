"""Numbers, dates and blanks as people of Montréal write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, localize

from actions.compte import compte_actions
from partenariat.presentation import formats
from partenariat.presentation.texte import texte_riche
from partenariat.presentation.typographie import typographie

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("appel", "francais", "anglais"),
    [
        (lambda: formats.nombre(67680), f"67{NB}680", "67,680"),
        (lambda: formats.nombre(Decimal("13.5")), "13,5", "13.5"),
        (lambda: formats.nombre(-119), "−119", "−119"),
        (lambda: formats.nombre(None), "", ""),
        (lambda: formats.pourcent(58), f"58{NB}%", "58%"),
        (lambda: formats.pourcent(0), f"0{NB}%", "0%"),
        (lambda: formats.pourcent(-7), f"−7{NB}%", "−7%"),
        (lambda: formats.argent(2_500_000), f"2,5{NB}M$", "$2.5M"),
        (lambda: formats.argent(800_000), f"800{NB}000{NB}$", "$800,000"),
        (lambda: formats.mesure(Decimal("1.7"), "M$"), f"1,7{NB}M$", "$1.7M"),
        (lambda: formats.mesure(Decimal(97), "projets"), f"97{NB}projets", f"97{NB}projets"),
        (lambda: formats.mesure(None, "projets"), "–", "–"),
        (lambda: formats.mesure(Decimal(1), "éditions"), f"1{NB}édition", f"1{NB}édition"),
        (lambda: formats.mesure(Decimal(0), "lits"), f"0{NB}lit", f"0{NB}lits"),
        (lambda: formats.mesure(Decimal("1.5"), "lieux"), f"1,5{NB}lieu", f"1.5{NB}lieux"),
        (lambda: formats.mesure(Decimal(-1), "journaux"), f"−1{NB}journal", f"−1{NB}journal"),
        (lambda: formats.mesure(Decimal(2), "lits"), f"2{NB}lits", f"2{NB}lits"),
        (
            lambda: formats.mesure(Decimal(1), "appels d'offres"),
            f"1{NB}appel d'offres",
            f"1{NB}appel d'offres",
        ),
        (lambda: formats.mesure(Decimal(1), "logements abordables"), f"1{NB}logement abordable", None),
        (lambda: formats.mesure(Decimal(1), "jours de travail"), f"1{NB}jour de travail", None),
        (lambda: formats.mesure(Decimal(1), "mois"), f"1{NB}mois", None),
        (lambda: formats.mesure(Decimal(1), "%"), f"1{NB}%", "1%"),
        (lambda: formats.mesure(Decimal(0), "M$/an"), f"0{NB}M$/an", f"0{NB}M$/an"),
        (lambda: formats.mois_long(date(2026, 11, 30)), f"novembre{NB}2026", f"November{NB}2026"),
        (lambda: formats.date_longue(date(2026, 12, 9)), f"9{NB}décembre{NB}2026", f"December{NB}9,{NB}2026"),
        (lambda: formats.date_longue(date(2027, 3, 1)), f"1er{NB}mars{NB}2027", f"March{NB}1,{NB}2027"),
        (lambda: formats.date_longue(None), "", ""),
        (lambda: formats.heure(time(13, 30)), f"13{NB}h{NB}30", "1:30 pm"),
        (lambda: formats.heure(time(9)), f"9{NB}h", "9:00 am"),
        (lambda: compte_actions(0), "Aucune action", "No action"),
        (lambda: compte_actions(1), "1 action", "1 action"),
        (lambda: compte_actions(1200), f"1{NB}200 actions", "1,200 actions"),
        (lambda: formats.affichable(True), "oui", "yes"),
        (lambda: formats.affichable(""), "–", "–"),
        (formats.deux_points, f"{NB}:", ":"),
    ],
)
def test_a_value_is_written_in_the_language_of_the_page(appel, francais, anglais):
    with translation.override("fr-ca"):
        assert appel() == francais
    with translation.override("en"):
        assert anglais is None or appel() == anglais


@pytest.mark.parametrize(
    ("ecrit", "montre"),
    [
        ("plus de 60 000 emplois ; 2 G$", f"plus de 60{NB}000 emplois; 2{NB}G$"),
        ("marqués « inventé » : oui", f"marqués «{NB}inventé{NB}»{NB}: oui"),
        ("17 % en 2050 !", f"17{NB}% en 2050!"),
        ("https://exemple.test/?q=1 et rien", "https://exemple.test/?q=1 et rien"),
        ("de 2020 à 2026", "de 2020 à 2026"),
        ("", ""),
    ],
)
def test_a_typed_text_is_shown_with_the_blanks_of_quebec(ecrit, montre):
    assert typographie(ecrit) == montre
    assert typographie(montre) == montre, "shown twice, it is the same"


def test_rich_text_keeps_lists_and_links_and_drops_the_rest():
    html = texte_riche(
        "**Gras**\n\n- un\n- [deux](javascript:alert(1))\n\n<img src=x onerror=alert(1)><b>x</b>"
    )
    assert "<strong>Gras</strong>" in html
    assert "<li>un</li>" in html
    for interdit in ("javascript:", "<img", "onerror", "<b>"):
        assert interdit not in html


@pytest.mark.parametrize(
    ("partie", "tout", "attendu"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_a_proportion_is_half_up_and_of_nothing_unknown(partie, tout, attendu):
    assert formats.proportion(partie, tout) == attendu


@pytest.mark.parametrize(
    ("valeur", "decimales", "arrondie"),
    [
        (12.5, 0, "13"), (13.5, 0, "14"), (Decimal("12.5"), 0, "13"), (Decimal("-12.5"), 0, "-13"),
        (Fraction(25, 2), 0, "13"), (1.005, 2, "1.01"), (Decimal("0.125"), 2, "0.13"), (0, 0, "0"),
    ],
)  # fmt: skip
def test_a_half_goes_up_everywhere(valeur, decimales, arrondie):
    assert formats.arrondi(valeur, decimales) == Decimal(arrondie)


def test_a_number_a_mean_and_a_proportion_round_alike():
    assert formats.nombre(Decimal("12.125")) == "12,13"
    assert formats.argent(Decimal("1010000")) == "1,01\N{NO-BREAK SPACE}M$"
    assert formats.proportion(1, 8) == formats.moyenne(25, 2) == 13
    assert formats.proportion(0, 0) is formats.moyenne(0, 0) is None


@pytest.mark.parametrize(
    ("langue", "ecrite", "instant"),
    [
        ("fr-ca", f"13{NB}h{NB}30", f"9{NB}décembre{NB}2026, 13{NB}h{NB}30"),
        ("en", f"1:30{NB}p.m.", f"December{NB}9,{NB}2026, 1:30{NB}p.m."),
    ],
)
def test_django_writes_an_hour_as_the_site_does(langue, ecrite, instant):
    with translation.override(langue):
        assert localize(time(13, 30)) == ecrite
        assert date_format(datetime(2026, 12, 9, 13, 30, tzinfo=UTC), "DATETIME_FORMAT") == instant


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
@pytest.mark.parametrize("jour", [1, 2, 11, 21, 31])
def test_django_writes_a_day_as_the_site_does(jour, langue):
    """Lists and sheets of the back office, and their filters, are Django's."""
    date_ = date(2026, 12, jour)
    with translation.override(langue):
        ecrite = formats.date_longue(date_)
        assert localize(date_) == date_format(date_) == ecrite
        assert date_format(datetime(2026, 12, jour, 13, 30, tzinfo=UTC), "DATETIME_FORMAT").startswith(
            f"{ecrite}, "
        )
        assert date_format(date_, "MONTH_DAY_FORMAT").replace(" ", NB) in ecrite


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
@pytest.mark.parametrize("saisie", ["13 h 30", f"13{NB}h{NB}30", "13:30", "13h30", "13h 30", "13:30:00"])
def test_an_hour_is_read_however_it_is_typed(saisie, langue):
    with translation.override(langue):
        assert forms.TimeField().clean(saisie) == time(13, 30)


@pytest.mark.parametrize(("langue", "ecrite"), [("fr-ca", "13 h 30"), ("en", "13:30")])
def test_a_form_writes_an_hour_that_it_reads(langue, ecrite):
    with translation.override(langue):
        assert forms.TimeField().widget.format_value(time(13, 30)) == ecrite
        assert forms.TimeField().clean(ecrite) == time(13, 30)


@pytest.mark.parametrize("saisie", ["25 h 00", "13 h 75", "treize heures"])
def test_what_is_no_hour_is_refused(saisie):
    with pytest.raises(forms.ValidationError):
        forms.TimeField().clean(saisie)


@pytest.mark.parametrize(
    ("tapee", "lue"),
    [
        ("Le 9 juin à 13 h 30.", f"Le 9 juin à 13{NB}h{NB}30."),
        ("De 9 h à 16 h", f"De 9{NB}h à 16{NB}h"),
        (f"13{NB}h 30", f"13{NB}h{NB}30"),
        ("3 h 200 personnes", f"3{NB}h 200 personnes"),
        ("les 12 habitations", "les 12 habitations"),
    ],
)
def test_an_hour_that_was_typed_stays_on_one_line(tapee, lue):
    assert typographie(tapee) == lue


# --- Large amounts, in words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valeur", "francais", "anglais"),
    [
        (None, "", ""),
        (0, f"0{NB}$", "$0"),
        (999_999, f"999{NB}999{NB}$", "$999,999"),
        (1_000_000, f"1{NB}million de dollars", f"$1{NB}million"),
        (1_500_000, f"1,5{NB}million de dollars", f"$1.5{NB}million"),
        (2_400_000, f"2,4{NB}millions de dollars", f"$2.4{NB}million"),
        (Decimal("2400000.00"), f"2,4{NB}millions de dollars", f"$2.4{NB}million"),
        (Decimal("2400000.01"), f"2{NB}400{NB}000,01{NB}$", "$2,400,000.01"),
        (1_499_999, f"1{NB}499{NB}999{NB}$", "$1,499,999"),
        (999_999_999, f"999{NB}999{NB}999{NB}$", "$999,999,999"),
        (1_000_000_000, f"1{NB}milliard de dollars", f"$1{NB}billion"),
        (1_234_500_000, f"1{NB}234,5{NB}millions de dollars", f"$1,234.5{NB}million"),
        (11_700_000_000, f"11,7{NB}milliards de dollars", f"$11.7{NB}billion"),
        (-2_400_000, f"\N{MINUS SIGN}2,4{NB}millions de dollars", f"\N{MINUS SIGN}$2.4{NB}million"),
    ],
    ids=str,
)
def test_a_large_amount_is_said_in_words_and_never_rounded(valeur, francais, anglais):
    for langue, dit in (("fr-ca", francais), ("en", anglais)):
        with translation.override(langue):
            assert formats.argent_en_mots(valeur) == dit


@pytest.mark.parametrize("valeur", [1_005_000, 1_499_999, 999_999_999])
def test_a_table_does_not_round_an_amount_either(valeur):
    assert formats.argent(valeur) == f"{formats.nombre(valeur)}{NB}$"


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("67 680 emplois ; 11,7 G$ (2016)", f"67 680 emplois ; 11,7{NB}milliards de dollars (2016)"),
        (f"1,5{NB}M$", f"1,5{NB}million de dollars"),
        ("de 1 200 M$", f"de 1 200{NB}millions de dollars"),
        ("3 M$/an, 800 000 $, 12 M, G$, 1.5 M$", "3 M$/an, 800 000 $, 12 M, G$, 1.5 M$"),
    ],
)
def test_an_amount_that_was_written_short_is_read_in_words(ecrit, dit):
    assert formats.montants_en_mots(ecrit) == dit
