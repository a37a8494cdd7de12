"""Charts, drawn on the server as SVG: same picture in page and PDF, no script nor style attribute."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from partenariat.donnees.empreintes import empreinte_texte
from partenariat.presentation.fabrique import fabriquer

GARDE = 30 * 24 * 3600
"""Seconds for which a drawing is kept: it follows from its content alone."""
Spec = dict[str, Any]
"""A chart as data, in Vega-Lite."""
# vl-convert carries the first and measures with it, whatever the machine has; Arial and Helvetica are as
# wide; the PDF has only typst's own fonts, and takes the one named there. Pages set the site's own over it.
POLICE = "Liberation Sans, Arial, Helvetica, Libertinus Serif, sans-serif"
ENCRE, DISCRET, GRILLE = "#101820", "#4a5560", "#dde3e8"
# French numbers: « 1 234,5 ».
NOMBRES = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0$"],
    "percent": "\u00a0%",
}
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
DATES = {
    "dateTime": "%A %e %B %Y, %X",
    "date": "%Y-%m-%d",
    "time": "%H h %M",
    "periods": ["", ""],
    "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    "months": list(MOIS),
    "shortMonths": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juill.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
}
_CONFIG = {
    "font": POLICE,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": ENCRE,
        "titleColor": DISCRET,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": GRILLE,
        "domainColor": DISCRET,
        "tickColor": DISCRET,
        "labelLimit": 260,
    },
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": ENCRE, "labelLimit": 260},
    "text": {"font": POLICE, "fontSize": 13, "color": ENCRE},
}


@dataclass(frozen=True)
class Figure:
    """A chart to be drawn, and what it shows in one sentence (its table of data stands beside it)."""

    spec: Spec
    mots: str


def dessiner(specs: Sequence[Spec]) -> list[str]:
    """The SVG document of each chart, kept by content; those that are not kept are drawn together.

    Starting the engine takes half a second, each chart a few hundredths: a page asks for its own at once.

    Raises:
        Indisponible: they could not be drawn now (`fabrique`).
    """
    entieres = [spec | {"config": _CONFIG} for spec in specs]
    cles = [f"graphique:{_empreinte(spec)}" for spec in entieres]
    connus = cache.get_many(cles)
    if manquants := {cle: spec for cle, spec in zip(cles, entieres, strict=True) if cle not in connus}:
        faits = fabriquer("dessins", specs=list(manquants.values()), nombres=NOMBRES, dates=DATES)
        nouveaux = dict(zip(manquants, json.loads(faits), strict=True))
        cache.set_many(nouveaux, GARDE)
        connus |= nouveaux
    return [connus[cle] for cle in cles]


def _empreinte(spec: Spec) -> str:
    return empreinte_texte(json.dumps(spec, sort_keys=True))


def figures(demandees: Sequence[Figure]) -> list[SafeString]:
    """Each drawing as it is set in a page: one image with its words; its parts are not read one by one."""
    dessins = dessiner([figure.spec for figure in demandees])
    return [_image(dessin, figure.mots) for dessin, figure in zip(dessins, demandees, strict=True)]


def _image(dessin: str, mots: str) -> SafeString:
    corps = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", dessin)
    corps = re.sub(r"<(title|style)\b.*?</\1>|\sstyle=\"[^\"]*\"", "", corps, flags=re.S)
    debut = f'<svg role="img" aria-label="{escape(mots)}" '
    # The drawing is ours (vl-convert escapes the texts of the data); what leads it is escaped here.
    return mark_safe(corps.replace("<svg ", debut, 1))  # noqa: S308
