"""The tile map: our own drawing, one square a borough, near its true neighbours."""

from dataclasses import dataclass

from actions.models import Action, Plan
from partenariat.models import Organisation

# Official code → (column, row). Montréal seen with the river at the bottom.
CASES = {
    "REM23": (3, 0),
    "REM16": (5, 0),
    "REM33": (7, 0),
    "REM32": (0, 1),
    "REM15": (2, 1),
    "REM25": (4, 1),
    "REM14": (5, 1),
    "REM09": (6, 1),
    "REM31": (0, 2),
    "REM34": (2, 2),
    "REM05": (3, 2),
    "REM21": (4, 2),
    "REM24": (5, 2),
    "REM22": (6, 2),
    "REM27": (1, 3),
    "REM20": (3, 3),
    "REM19": (4, 3),
    "REM17": (2, 4),
    "REM12": (3, 4),
}
COTE = 100
COLONNES = 8


@dataclass(frozen=True)
class Tuile:
    organisation: Organisation
    locales: int
    """Published actions that aim at this borough by name."""
    intensite: int
    """0 to 4, for the shade; the number is written on the tile too."""
    x: int
    y: int


def tuiles(plan: Plan) -> tuple[list[Tuile], int]:
    """The boroughs of a plan with their counts, and how many actions aim at all of them. Three queries.

    Boroughs without a place on the drawing (another city's) follow each other in rows.
    """
    publiques = Action.objects.publiques().filter(plan=plan)
    partout = publiques.filter(tout_le_territoire=True).count()
    locales: dict[int, int] = {}
    for pk in publiques.filter(tout_le_territoire=False).values_list("arrondissements", flat=True).order_by():
        if pk is not None:
            locales[pk] = locales.get(pk, 0) + 1
    plus = max(locales.values(), default=1)
    organisations = list(plan.territoire())
    connus = all(organisation.code_officiel in CASES for organisation in organisations)
    resultat = []
    for rang, organisation in enumerate(organisations):
        colonne, ligne = CASES[organisation.code_officiel] if connus else (rang % COLONNES, rang // COLONNES)
        n = locales.get(organisation.pk, 0)
        resultat.append(Tuile(organisation, n, -(-4 * n // plus), colonne * COTE, ligne * COTE))
    return resultat, partout
