"""Charts, drawn on the server as SVG: same picture in page and PDF, no script nor style attribute."""

import hashlib
import json
import re
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    import altair

GARDE = 30 * 24 * 3600
"""Seconds for which a drawing is kept: it follows from its content alone."""
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


def svg(graphique: "altair.TopLevelMixin") -> str:
    """The SVG document of a chart, kept by content (a drawing costs 20 ms, the first of a process 500)."""
    spec = graphique.to_dict()
    spec["config"] = _CONFIG
    empreinte = hashlib.sha256(json.dumps(spec, sort_keys=True, default=str).encode()).hexdigest()
    cle = f"graphique:{empreinte}"
    if (garde := cache.get(cle)) is not None:
        return garde
    import vl_convert

    dessin = vl_convert.vegalite_to_svg(
        spec,
        # A drawing never reaches for the network.
        allowed_base_urls=[],
        format_locale=NOMBRES,
        time_format_locale=DATES,
    )
    cache.set(cle, dessin, GARDE)
    return dessin


def figure(dessin: str, mots: str) -> SafeString:
    """A drawing to be set in a page: one image with its words; its parts are not read one by one.

    Args:
        dessin: what `svg` gives.
        mots: what the chart shows, in one sentence (its table of data stands beside it).
    """
    corps = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", dessin)
    corps = re.sub(r"<(title|style)\b.*?</\1>|\sstyle=\"[^\"]*\"", "", corps, flags=re.S)
    debut = f'<svg role="img" aria-label="{escape(mots)}" '
    # The drawing is ours (vl-convert escapes the texts of the data); what leads it is escaped here.
    return mark_safe(corps.replace("<svg ", debut, 1))  # noqa: S308
