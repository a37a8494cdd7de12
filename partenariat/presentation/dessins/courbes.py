"""Two steps over time, what was planned and what was done; and the same without a word, beside a figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from partenariat.presentation.dessins.echelles import Etiquette, graduations, largeur, pour_cent, separees
from partenariat.presentation.dessins.poses import Cadre, Cle, Pose, Texte
from partenariat.presentation.formats import mois_long, nombre

HAUT, BAS, HAUTEUR = 32, 232, 280
"""Pixels: where the highest and the lowest values are, and the whole."""
GOUTTIERE, DROITE = 44, 16
CORPS = 14
TITRE, ECART = 20, 6
"""Pixels: how far under its point the lower word of today stands, and how far from both their points."""


@dataclass(frozen=True)
class Point:
    """The end of a month: how many were planned by then, how many done (None: to come)."""

    fin: date
    prevus: int
    atteints: int | None


@dataclass(frozen=True)
class Courbe:
    """Steps of what is planned and done, the gap between them, and today's figures in words.

    Attributes:
        points: in order, one at least.
    """

    points: Sequence[Point]
    prevus: str
    atteints: str

    def poser(self, cadre: Cadre) -> Pose:
        debut, fin = self.points[0].fin.toordinal(), self.points[-1].fin.toordinal()
        lus = [p.prevus for p in self.points] + [p.atteints for p in self.points if p.atteints is not None]
        # A cumulated count begins where the window does, not at zero: the gap is what is to be seen.
        traits = graduations(min(lus), max(lus))

        def x(le: date) -> float:
            return (le.toordinal() - debut) / max(1, fin - debut)

        def y(valeur: int) -> int:
            return round(BAS - (valeur - traits[0]) / (traits[-1] - traits[0]) * (BAS - HAUT))

        def chemin(marches: Iterable[tuple[date, int]]) -> str:
            return _marches([(round(x(le) * unites, 1), y(valeur)) for le, valeur in marches])

        passes = [(p.fin, p.prevus, p.atteints) for p in self.points if p.atteints is not None]
        dedans = min(self._dedans(cadre).values())
        unites = cadre.unites or dedans
        annees = separees(self._annees(x), dedans, CORPS)
        contexte = {
            "unites": str(unites),
            "hauteur": str(HAUTEUR),
            "traits": [{"y": str(y(v)), "texte": nombre(v)} for v in traits],
            "annees": [Texte(pour_cent(a.part), HAUTEUR - 6, a.texte, a.ancre, "d-axe") for a in annees],
            "prevus": chemin((p.fin, p.prevus) for p in self.points),
            "atteints": chemin((le, a) for le, _p, a in passes),
            "ecart": self._ecart(unites, passes, x, y),
            "reperes": [],
            "dits": [],
        }
        if passes:
            le, dus, faits = passes[-1]
            contexte["reperes"] = [
                {"x": pour_cent(x(le)), "y": str(y(v)), "classe": f"d-{c}"}
                for c, v in (("prevus", dus), ("atteints d-plein", faits))
            ]
            contexte["dits"] = list(self._dits(x(le), cadre, (dus, y(dus)), (faits, y(faits))))
        legende = [Cle("d-prevus", self.prevus, trait=True), Cle("d-atteints", self.atteints, trait=True)]
        return Pose("dessins/courbe.svg", HAUTEUR, contexte, legende, (GOUTTIERE, DROITE))

    def _annees(self, x) -> list[Etiquette]:
        """The first day of each year; where there is none, the first and the last month."""
        premiere, derniere = self.points[0].fin, self.points[-1].fin
        jours = [date(annee, 1, 1) for annee in range(premiere.year + 1, derniere.year + 1)]
        if jours:
            return [Etiquette(x(j), str(j.year), "end" if x(j) > 0.95 else "middle") for j in jours]
        bouts = [Etiquette(0, mois_long(premiere), "start")]
        return bouts + ([Etiquette(1, mois_long(derniere), "end")] if premiere != derniere else [])

    def _ecart(self, unites: int, passes, x, y) -> str:
        """The outline of the gap: along what was planned, back along what was done."""
        if len(passes) < 2:
            return ""
        hauts = _coins([(round(x(le) * unites, 1), y(p)) for le, p, _a in passes])
        bas = _coins([(round(x(le) * unites, 1), y(a)) for le, _p, a in passes])
        return "M" + "L".join(f"{a:g} {b}" for a, b in [*hauts, *reversed(bas)]) + "Z"

    def _dits(
        self, ici: float, cadre: Cadre, prevus: tuple[int, int], atteints: tuple[int, int]
    ) -> Iterable[Texte]:
        """The upper one over its point and before it, the lower one under its own and after it: sums only
        rise, so that neither stands on the steps; where there is no room, as far that way as it goes."""
        mots = [(self.prevus, *prevus, "prevus"), (self.atteints, *atteints, "atteints")]
        mots.sort(key=lambda m: m[2])
        for (nom, valeur, y, classe), dessous in zip(mots, (False, True), strict=True):
            mot = f"{nom} {nombre(valeur)}"
            prise = largeur(mot, CORPS, gras=True) + ECART
            places = {c: _place(ici, prise, place, dessous) for c, place in self._dedans(cadre).items()}
            if len(set(places.values())) == 1:
                places = {"": next(iter(places.values()))}
            for c, (x, ancre, dx) in places.items():
                decale = TITRE if dessous else -10
                yield Texte(x, y + decale, mot, ancre, f"d-mot d-mot--{classe} {c}".strip(), dx)

    def _dedans(self, cadre: Cadre) -> dict[str, int]:
        """The widths between the margins."""
        return {classe: place - GOUTTIERE - DROITE for classe, place in cadre.largeurs.items()}


def _place(ici: float, prise: float, place: int, dessous: bool) -> tuple[str, str, str]:
    """Where a word of today begins or ends, on which side, and how far from its point."""
    if dessous:
        tient = ici * place + prise <= place
        return (pour_cent(ici), "start", f"{ECART}") if tient else ("100%", "end", "0")
    tient = ici * place >= prise
    return (pour_cent(ici), "end", f"-{ECART}") if tient else ("0", "start", "0")


def _coins(points: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The corners of steps that go up after: each value holds until the next."""
    coins: list[tuple[float, int]] = []
    for x, y in points:
        if coins:
            coins.append((x, coins[-1][1]))
        coins.append((x, y))
    return coins


def _marches(points: list[tuple[float, int]]) -> str:
    """The same corners as a path; a month in which nothing moved draws nothing."""
    if not points:
        return ""
    (x0, y0), *suite = points
    chemin, y = f"M{x0:g} {y0}", y0
    for x_, y_ in suite:
        if y_ != y:
            chemin, y = f"{chemin}H{x_:g}V{y_}", y_
    return f"{chemin}H{points[-1][0]:g}" if suite else chemin


@dataclass(frozen=True)
class Etincelle:
    """A series beside its figure, without a word: its end is marked.

    Attributes:
        valeurs: two at least.
        contre: what it is compared to, dashed; as many.
    """

    valeurs: Sequence[int]
    contre: Sequence[int] = ()

    HAUTEUR = 44

    def poser(self, cadre: Cadre) -> Pose:
        lues, unites = [*self.valeurs, *self.contre], cadre.unites or cadre.etroit
        bas, haut = min(lues), max(lues)

        def y(valeur: int) -> float:
            return round(self.HAUTEUR - 6 - (valeur - bas) / max(1, haut - bas) * (self.HAUTEUR - 12), 1)

        def chemin(valeurs: Sequence[int]) -> str:
            pas = unites / max(1, len(valeurs) - 1)
            return "M" + "L".join(f"{rang * pas:.0f} {y(v):g}" for rang, v in enumerate(valeurs))

        contexte = {
            "unites": str(unites),
            "hauteur": str(self.HAUTEUR),
            "atteints": chemin(self.valeurs),
            "prevus": chemin(self.contre) if self.contre else "",
            "bout": f"{y(self.valeurs[-1]):g}",
        }
        return Pose("dessins/etincelle.svg", self.HAUTEUR, contexte, (), (0, 6))
