"""The mask of a withdrawal stands in SQL twice (a column, a row) and in Python: all three say the same."""

import json

import pytest
from django.db import connection

from partenariat.models import Restauration
from partenariat.retraits.passe import RETRAITS, evenement_masque
from partenariat.retraits.registre import REGISTRE, TOUT, Retirable
from partenariat.retraits.sql import masquee

pytestmark = pytest.mark.django_db
DIT = "[retiré du site le 27 novembre 2026]"


def retraits(quoi: Retirable) -> list[dict[str, str]]:
    """Nothing; each field alone, the whole; then all of them at once, each on a day of its own."""
    seuls = [*quoi.un_a_un, *([TOUT] if quoi.entier else [])]
    return [{}, *({champ: DIT} for champ in seuls), {champ: f"{DIT} {champ}" for champ in seuls}]


def en_colonnes(quoi: Retirable, ligne: dict[str, str], dits: dict[str, str]) -> dict[str, str]:
    colonnes = ", ".join(f'{masquee(champ, quoi, "r.dits")} AS "{champ}"' for champ in ligne)
    noms = ", ".join(f'"{champ}"' for champ in ligne)
    valeurs = ", ".join(["%s::text"] * len(ligne))
    with connection.cursor() as curseur:
        curseur.execute(
            f"SELECT {colonnes} FROM (VALUES ({valeurs})) AS e ({noms}), (SELECT %s::jsonb AS dits) AS r",
            [*ligne.values(), json.dumps(dits)],
        )
        return dict(zip(ligne, curseur.fetchone(), strict=True))


def en_ligne(table: str, ligne: dict[str, str], dits: dict[str, str]) -> dict[str, str]:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT public.retrait_masque(%s, %s::jsonb, %s::jsonb)",
            [table, json.dumps(dits), json.dumps(ligne)],
        )
        return ligne | json.loads(curseur.fetchone()[0])


@pytest.mark.parametrize("modele", REGISTRE, ids=lambda modele: modele._meta.db_table)
def test_the_mask_is_one(modele):
    quoi = REGISTRE[modele]
    pleine = {champ: f"mots de {champ}" for champ in (*quoi.champs, *quoi.fixes)}
    masques = set()
    for dits in retraits(quoi):
        for ligne in (pleine, pleine | dict.fromkeys(quoi.champs, "")):
            lu = evenement_masque(modele, {**ligne, RETRAITS: dits or None})
            assert lu == en_colonnes(quoi, ligne, dits), dits
            assert lu == en_ligne(modele._meta.db_table, ligne, dits), dits
            masques |= {champ for champ, dit in lu.items() if dit != ligne[champ]}
    assert masques == set(pleine), "each field is masked by something"


def test_what_cannot_be_withdrawn_is_read_as_it_stands():
    """The history of any record passes there."""
    assert Restauration not in REGISTRE
    assert evenement_masque(Restauration, {"archive": "a.tar", RETRAITS: None}) == {"archive": "a.tar"}
