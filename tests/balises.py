"""Pages read tag by tag, with what is said of each element until it ends."""

from html.parser import HTMLParser
from typing import Generic, TypeVar

T = TypeVar("T", bound=tuple)
SEULS = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "rect", "line", "circle", "use"}
"""What holds nothing."""


class AvecPile(HTMLParser, Generic[T]):
    """A page whose open elements are known: `ouvrir` says what is kept of each, its name first."""

    def __init__(self, page: str, racine: T):
        super().__init__()
        self.pile: list[T] = [racine]
        self.feed(page)
        self.close()

    def ouvrir(self, nom: str, dits: dict[str, str | None]) -> T:
        raise NotImplementedError

    def handle_starttag(self, nom, attributs):
        ouvert = self.ouvrir(nom, dict(attributs))
        if nom not in SEULS:
            self.pile.append(ouvert)

    def handle_startendtag(self, nom, attributs):
        self.handle_starttag(nom, attributs)
        if nom not in SEULS:
            self.handle_endtag(nom)

    def handle_endtag(self, nom):
        while len(self.pile) > 1 and self.pile.pop()[0] != nom:
            pass
