"""Static files made of others: the stylesheet and the program, of their parts; the font, of its package's.

They are made where they are looked for (`collectstatic`, or a test that serves the sources), and made again
when what they are made of, or the way to make them, has changed.
"""

import importlib.metadata
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from partenariat.donnees.empreintes import empreinte_texte

COUCHES = (
    "jetons",
    "base",
    "cadre",
    "composants",
    "etats",
    "dessins",
    "ile",
    "temps",
    "pages",
    "textes",
    "accueil",
    "visages",
    "promesse",
    "espace",
    "poste",
    "comite",
    "impression",
)
"""The layers of `static/css/`, in the order in which they are joined."""
LATIN = "U+0020-007E,U+00A0-017F,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2039,U+203A,U+20AC"
"""What French and English are written with; a name of elsewhere is read in the fallback."""
TRAITS = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "case", "sups")
"""Of the font's features: tabular figures for tables, what accents need, the « er » of dates."""


@dataclass(frozen=True)
class Derive:
    """A file made of others.

    Attributes:
        nom: under `/static/`.
        sources: what it is made of.
        faire: its bytes.
    """

    nom: str
    sources: Callable[[], list[Path]]
    faire: Callable[[list[Path]], bytes]

    def ecrire(self, dossier: Path) -> Path:
        """The file, made unless the one that is there was made of the same."""
        sources = self.sources()
        etat = "\n".join(
            f"{s.name} {s.stat().st_size} {s.stat().st_mtime_ns}" for s in [*sources, Path(__file__)]
        )
        chemin, trace = dossier / self.nom, dossier / f"{self.nom}.empreinte"
        connue = empreinte_texte(etat)
        if not (chemin.exists() and trace.exists() and trace.read_text() == connue):
            chemin.parent.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: two processes may make it at once.
            with tempfile.NamedTemporaryFile(dir=chemin.parent, delete=False) as neuf:
                neuf.write(self.faire(sources))
            Path(neuf.name).chmod(0o644)
            Path(neuf.name).replace(chemin)
            trace.write_text(connue)
        return chemin


def _couches() -> list[Path]:
    return [settings.RACINE / "static" / "css" / f"{couche}.css" for couche in COUCHES]


CHAINE = r""" "[^"]*"|'[^']*' """.strip()


def alleger(css: str) -> str:
    """The same sheet without what only its authors read: comments, indents, ends of lines.

    Strings are left as they are; so is a space that a selector or a sum needs.
    """

    def moins(trouve: re.Match[str]) -> str:
        chaine, autre = trouve.groups()
        return chaine or autre.strip() or " "

    sans_mots = re.sub(rf"({CHAINE})|/\*.*?\*/", r"\1", css, flags=re.S)
    return re.sub(rf"({CHAINE})|(\s*[{{}};]\s*|\s+)", moins, sans_mots).strip()


def _joindre(sources: list[Path]) -> bytes:
    return "\n".join(alleger(source.read_text()) for source in sources).encode()


def _programmes() -> list[Path]:
    return [settings.RACINE / "static" / "js" / f"{nom}.js" for nom in ("pages", "envoi")]


def _sans_notes(sources: list[Path]) -> bytes:
    """One after the other, without indents nor lines that are only notes: no text of ours runs over two."""
    lignes = (ligne.strip() for source in sources for ligne in source.read_text().splitlines())
    return "\n".join(ligne for ligne in lignes if ligne and not ligne.startswith("//")).encode() + b"\n"


@cache
def _police(nom: str) -> Path:
    trouve = importlib.metadata.distribution("fontpkg-public-sans").locate_file("fontpkg_public_sans")
    return Path(str(trouve)) / nom


def _variable(style: str) -> list[Path]:
    return [_police(f"files/PublicSans{style}[wght].ttf")]


def _reduire(sources: list[Path]) -> bytes:
    """The variable font with the letters of French and English only, as WOFF2."""
    from fontTools import subset

    choix = subset.Options(flavor="woff2", layout_features=list(TRAITS), hinting=False, notdef_outline=True)
    coupe = subset.Subsetter(choix)
    coupe.populate(unicodes=subset.parse_unicodes(LATIN))
    sortie = BytesIO()
    with subset.load_font(str(sources[0]), choix) as police:
        coupe.subset(police)
        subset.save_font(police, sortie, choix)
    return sortie.getvalue()


DERIVES = (
    Derive("css/site.css", _couches, _joindre),
    Derive("js/site.js", _programmes, _sans_notes),
    Derive("polices/public-sans.woff2", lambda: _variable(""), _reduire),
    Derive("polices/public-sans-licence.txt", lambda: [_police("LICENSE")], lambda s: s[0].read_bytes()),
)


def _fixer(graisse: int) -> Callable[[list[Path]], bytes]:
    """The variable font at one weight: the compiler of documents reads no other axis than its first."""

    def faire(sources: list[Path]) -> bytes:
        from fontTools.ttLib import TTFont
        from fontTools.varLib import instancer

        # Its own date: the same font gives the same bytes, and so does a document that embeds it.
        sortie = BytesIO()
        with TTFont(sources[0], recalcTimestamp=False) as police:
            instancer.instantiateVariableFont(police, {"wght": graisse}, updateFontNames=True).save(sortie)
        return sortie.getvalue()

    return faire


PAPIER = tuple(
    Derive(f"PublicSans{style}-{graisse}.ttf", partial(_variable, style), _fixer(graisse))
    for style, graisse in product(("", "-Italic"), (400, 700))
)
"""The fonts of the documents: never served."""


def polices_du_papier() -> Path:
    """The folder where they are, made unless they are there."""
    dossier: Path = settings.DERIVES.with_name(f"{settings.DERIVES.name}-papier")
    for derive in PAPIER:
        derive.ecrire(dossier)
    return dossier


class Derives(BaseFinder):
    """Finds the files that are made of others."""

    @cached_property
    def reserve(self) -> FileSystemStorage:
        return FileSystemStorage(location=settings.DERIVES)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        trouves = [str(d.ecrire(settings.DERIVES)) for d in DERIVES if d.nom == path]
        return trouves if find_all else next(iter(trouves), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        polices_du_papier()
        for derive in DERIVES:
            derive.ecrire(settings.DERIVES)
            yield derive.nom, self.reserve
