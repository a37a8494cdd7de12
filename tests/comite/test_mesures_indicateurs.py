"""Indicators against their targets: the finding, the variance in words, the share of the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from comite.mesures.indicateurs import Constat, constat, parcours
from comite.mots.indicateurs import ecart_dit
from tests.factories import IndicateurFactory, MesureFactory

pytestmark = pytest.mark.django_db
AN = timezone.localdate().year
NB = "\N{NO-BREAK SPACE}"


def indicateur(valeur=None, *, unite="projets", sens="hausse", ref=None, cible=None, an=AN, rupture=None):
    lu = IndicateurFactory(
        unite=unite, sens=sens, rupture_le=rupture,
        reference_valeur=ref, reference_annee=None if ref is None else 2020,
        cible_valeur=cible, cible_annee=None if cible is None else an,
    )  # fmt: skip
    if valeur is not None:
        MesureFactory(indicateur=lu, valeur=Decimal(valeur), date=date(2025, 6, 1))
    lu.refresh_from_db()
    return lu


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        ({"cible": 10}, Constat.NON_MESURE),
        ({"valeur": 3}, Constat.SANS_CIBLE),
        ({"valeur": 10, "cible": 10, "an": AN + 2}, Constat.ATTEINTE),
        ({"valeur": 9, "cible": 10, "an": AN}, Constat.A_VENIR),
        ({"valeur": 9, "cible": 10, "an": AN - 1}, Constat.NON_ATTEINTE),
        ({"valeur": 11, "cible": 10, "sens": "baisse", "an": AN - 1}, Constat.NON_ATTEINTE),
        ({"valeur": 9, "cible": 10, "sens": "baisse", "an": AN - 1}, Constat.ATTEINTE),
        ({"valeur": 11, "cible": 10, "sens": "maintien", "an": AN - 1}, Constat.NON_ATTEINTE),
    ],
)
def test_a_target_is_missed_only_when_its_year_is_over(valeurs, attendu):
    assert constat(indicateur(**valeurs)) == attendu


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [
        ({"valeur": 4, "cible": 10, "an": AN - 1}, f"6{NB}projets sous la cible, défavorable"),
        ({"valeur": 4, "cible": 10, "an": AN}, f"6{NB}projets sous la cible, à combler"),
        ({"valeur": 11, "cible": 10}, f"1{NB}projet au-dessus de la cible, favorable"),
        (
            {"valeur": 15, "cible": 10, "sens": "baisse", "unite": "jours", "an": AN - 1},
            f"5{NB}jours au-dessus de la cible, défavorable",
        ),
        ({"valeur": 8, "cible": 10, "sens": "baisse"}, f"2{NB}projets sous la cible, favorable"),
        ({"valeur": 3, "cible": 6, "unite": "%"}, f"3{NB}points sous la cible, à combler"),
        ({"valeur": 10, "cible": 10}, "exactement sur la cible"),
        ({"valeur": 10}, ""),
        ({"cible": 10}, ""),
    ],
)
def test_the_variance_says_whether_it_is_good_or_bad(valeurs, phrase):
    assert ecart_dit(indicateur(**valeurs)) == phrase


@pytest.mark.parametrize(
    ("valeurs", "part"),
    [
        ({"valeur": 15, "ref": 10, "cible": 20}, Decimal("0.5")),
        ({"valeur": 8, "ref": 10, "cible": 20}, Decimal("-0.2")),
        ({"valeur": 15, "ref": 20, "cible": 10, "sens": "baisse"}, Decimal("0.5")),
        ({"valeur": 15, "cible": 20}, None),
        ({"valeur": 15, "ref": 10}, None),
        ({"ref": 10, "cible": 20}, None),
        ({"valeur": 10, "ref": 10, "cible": 10, "sens": "maintien"}, None),
        ({"valeur": 15, "ref": 10, "cible": 10}, None),
        ({"valeur": 15, "ref": 20, "cible": 10}, None),
        ({"valeur": 15, "ref": 10, "cible": 20, "rupture": date(2024, 1, 1)}, None),
        ({"valeur": 15, "ref": 10, "cible": 20, "rupture": date(2019, 1, 1)}, Decimal("0.5")),
    ],
)
def test_the_share_of_the_way_is_known_where_three_values_compare(valeurs, part):
    assert parcours(indicateur(**valeurs)) == part
