"""Whole public pages, kept for anonymous visitors until anything that they read changes.

Each is kept under its *address* (the path, the parameters that its view reads, the day) with the *revision*
of the data that it was made of, and the tables that it was seen to read. One request makes it again where the
revision of one of these has moved; those who come meanwhile are given the previous one, unless something
public has ceased to be so since: they wait. Only views marked by `publique` are kept.
"""

import hashlib
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

import brotli
from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from partenariat.donnees.absence import est_absente
from partenariat.donnees.empreintes import empreinte_texte
from partenariat.donnees.reception import ne_pas_recevoir, recevoir
from partenariat.entree.lents import Prets
from partenariat.entree.sessions import emise
from partenariat.erreurs import absence, affluence, base_absente, renoncer
from partenariat.histoire.lues import relations_lues
from partenariat.histoire.revision import Etat, Lecture
from partenariat.presentation.codages import codage_accepte
from partenariat.presentation.compression import OFFERTS, Atelier, bien, comprimer, est_du_texte, vite
from partenariat.presentation.guichet import Complet, Guichet
from partenariat.presentation.langue import langue_de
from partenariat.presentation.parametres import parametres_de, ramener
from partenariat.presentation.theme import theme_de

TAILLE_MAX = 600_000
"""Bytes; a larger body (a whole export) is sent but not kept."""
REQUETE_MAX = 500
"""Characters of a query of known parameters; a longer one is answered but not kept: who asks for it twice?"""
PLACES, FILE = 4, 12
"""Requests that a process computes at once (Python runs one thread at a time: they cover the waits on the
database), and that wait for their turn: visitors and people signed in each have as many."""
LECTEURS = 24
"""Who may wait together for pages being made. With both queues and the next two, fewer than the threads of a
process (`lancement.serveur`): some are always left for the pages that are ready."""
FORMULAIRES, FICHIERS = 24, 24
"""Forms that arrive and files that are read at once: a slow person holds a thread for each, and no place."""
PAR_ADRESSE = 8
"""Of each, those of one address."""
ATTENTE = 10.0
"""Seconds for which one waits for a page that another request is making."""
SANS_BASE = 15 * 60.0
"""Seconds for which the pages kept are shown while the database is away. After midnight, none is."""

REDITS = ("ETag", "Vary", "Cache-Control", "Content-Location", "Date", "Expires")
"""Headers that a 304 says again: whoever kept the page takes them as those of the page from then on."""
PLUS_TARD = (429, 503)
"""What is answered to who asks too much, or too many at once."""


@dataclass
class Page:
    etat: Etat
    """The last one that it was seen to be true of."""
    relations: Collection[str]
    """What it was made of (`relations_lues`)."""
    corps: dict[str, bytes]
    """The body by content coding; `""` as it is."""
    entetes: dict[str, str]
    etiquette: str
    texte: bool
    taille: int = field(init=False)

    def __post_init__(self) -> None:
        self.taille = sum(map(len, self.corps.values())) + 1_000

    def __len__(self) -> int:
        return self.taille

    def vaut(self, etat: Etat) -> bool:
        """Whether it is what would be made now: nothing that it was made of has moved."""
        vaut = self.etat.vaut(etat, self.relations)
        if vaut:
            self.etat = etat
        return vaut

    def bien_comprimee(self) -> "Page":
        corps = bien(self.corps[""])
        return Page(self.etat, self.relations, corps, self.entetes, self.etiquette, texte=True)

    def reponse(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("If-None-Match") == self.etiquette:
            return HttpResponseNotModified(headers={n: v for n, v in self.entetes.items() if n in REDITS})
        codage = ""
        if self.texte:
            codage = codage_accepte(request.headers.get("Accept-Encoding", ""), OFFERTS)
        corps = self._en(codage)
        reponse = HttpResponse(corps)
        for nom, valeur in self.entetes.items():
            reponse[nom] = valeur
        if codage:
            reponse["Content-Encoding"] = codage
        reponse["Content-Length"] = str(len(corps))
        return reponse

    def _en(self, codage: str) -> bytes:
        if codage in self.corps:
            return self.corps[codage]
        # Well compressed, it is no longer kept as it is; not yet, it is compressed for this reader.
        brut = self.corps.get("")
        return bytes(brotli.decompress(self.corps["br"])) if brut is None else vite(brut, codage)


class PagesPubliques:
    """Middleware, before all that costs: answers an anonymous visitor from the kept page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.lire_etat = Lecture()
        self.dernier: tuple[Etat, float] | None = None
        """The last state that the database gave, and when."""
        self.visiteurs, self.connectes = Guichet(PLACES, FILE), Guichet(PLACES, FILE)
        self.formulaires, self.fichiers = Prets(FORMULAIRES, PAR_ADRESSE), Prets(FICHIERS, PAR_ADRESSE)
        self.ateliers: dict[str, threading.Event] = {}
        """The pages being made, by key."""
        self.verrou = threading.Lock()
        self.lecteurs = threading.BoundedSemaphore(LECTEURS)
        self.compression = Atelier()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        if not _connu(request):
            # A session that is none of ours is nobody's: neither another queue, nor pages made for it alone.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        lecture = request.method in ("GET", "HEAD")
        requete = None
        if lecture and (parametres := parametres_de(request)) is not None:
            requete = ramener(request, parametres)
        # What refuses a parameter is not the page without it.
        refuse = bool(getattr(request, "parametres_inconnus", ()))
        if requete is None or _connu(request) or len(requete) > REQUETE_MAX or refuse:
            return self.repondre(request)
        # The host is checked here because a kept page would otherwise answer any.
        request.get_host()
        return self.garder(request, _cle(request, requete))

    def repondre(self, request: HttpRequest) -> HttpResponseBase:
        """An answer that is not kept."""
        reponse = self.calculer(request)
        comprimer(request, reponse)
        return reponse

    def calculer(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the site, in one's turn; or that there are too many."""
        if request.method == "POST" and not self.recevoir(request):
            return affluence(request)
        guichet = self.connectes if _connu(request) else self.visiteurs
        try:
            guichet.prendre()
        except Complet:
            return affluence(request)
        try:
            reponse = self.get_response(request)
        finally:
            guichet.rendre()
        return self.remettre(request, reponse) if reponse.streaming else reponse

    def recevoir(self, request: HttpRequest) -> bool:
        """Whether the form has arrived. It comes before its turn: who sends it slowly takes no place."""
        if not self.formulaires.prendre(request):
            ne_pas_recevoir(request)
            return False
        try:
            # What it says of a file that is refused is said in the language of the page.
            translation.activate(langue_de(request.path_info))
            recevoir(request)
        finally:
            self.formulaires.rendre(request)
        return True

    def remettre(self, request: HttpRequest, reponse: HttpResponseBase) -> HttpResponseBase:
        """A file, which is made already and is sent for as long as its reader takes."""
        if not self.fichiers.prendre(request):
            renoncer(reponse)
            return affluence(request)
        if not connection.in_atomic_block:
            connection.close()
        reponse._resource_closers.append(partial(self.fichiers.rendre, request))  # type: ignore[attr-defined]
        return reponse

    # --- Kept pages ---------------------------------------------------------------------------------------
    def garder(self, request: HttpRequest, cle: str) -> HttpResponseBase:
        try:
            etat = self.lire_etat()
        except Error as erreur:
            if not est_absente(erreur):
                raise
            return self.sans_base(request, cle)
        if not connection.in_atomic_block:
            # Who waits holds no connection: there are fewer than threads.
            connection.close()
        self.dernier = etat, monotonic()
        page: Page | None = caches["pages"].get(cle)
        while page is None or not page.vaut(etat):
            fait = self.entreprendre(cle)
            if fait is None:
                try:
                    return self.faire(request, cle, etat)
                finally:
                    self.ateliers.pop(cle).set()
            if not _montrable(page, etat) and not self.attendre(fait):
                return affluence(request)
            page = caches["pages"].get(cle)
            if page is None:
                # It is not one that is kept: each makes its own.
                return self.repondre(request)
            if _montrable(page, etat):
                break
        return page.reponse(request)

    def entreprendre(self, cle: str) -> threading.Event | None:
        """What says that the page is made, where another request is making it; else it is ours to make."""
        with self.verrou:
            if cle in self.ateliers:
                return self.ateliers[cle]
            self.ateliers[cle] = threading.Event()
            return None

    def attendre(self, fait: threading.Event) -> bool:
        if not self.lecteurs.acquire(blocking=False):
            return False
        try:
            return fait.wait(ATTENTE)
        finally:
            self.lecteurs.release()

    def faire(self, request: HttpRequest, cle: str, etat: Etat) -> HttpResponseBase:
        with relations_lues() as relations:
            reponse = self.calculer(request)
        page = _page(reponse, cle, etat, relations)
        if page is None:
            if absence(reponse):
                return self.sans_base(request, cle, reponse)
            if reponse.status_code in PLUS_TARD:
                # It says nothing of the page: the one that is kept is still everyone's.
                gardee: Page | None = caches["pages"].get(cle)
                return gardee.reponse(request) if gardee and _montrable(gardee, etat) else reponse
            # What is no longer public is not shown to those who came meanwhile either.
            caches["pages"].delete(cle)
            comprimer(request, reponse)
            return reponse
        caches["pages"].set(cle, page, 86_400)
        if page.texte:
            self.compression.confier(lambda: _bien_garder(cle, page))
        return page.reponse(request)

    def sans_base(
        self, request: HttpRequest, cle: str, reponse: HttpResponseBase | None = None
    ) -> HttpResponseBase:
        """The page kept, of the last known state; or that the database is away."""
        page: Page | None = caches["pages"].get(cle)
        if page and self.dernier:
            etat, quand = self.dernier
            age = monotonic() - quand
            if _montrable(page, etat) and age <= SANS_BASE:
                gardee = page.reponse(request)
                gardee["Partenariat-Etat"] = "garde; base-absente"
                gardee["Age"] = str(int(age))
                return gardee
        return reponse or base_absente(request)


def _montrable(page: Page | None, etat: Etat) -> bool:
    """Whether a page of before may be shown in this state: all that it shows is public still."""
    return page is not None and (page.vaut(etat) or page.etat.retrait == etat.retrait)


def _connu(request: HttpRequest) -> bool:
    return emise(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))


def _cle(request: HttpRequest, requete: str) -> str:
    parties = (
        timezone.localdate(),
        request.path,
        requete,
        # A part asked for by htmx is never taken for the whole page.
        "HX-Request" in request.headers,
        theme_de(request),
    )
    return empreinte_texte(repr(parties))


def _page(reponse: HttpResponseBase, cle: str, etat: Etat, relations: Collection[str]) -> Page | None:
    if (
        not isinstance(reponse, HttpResponse)
        or not getattr(reponse, "page_publique", False)
        or reponse.status_code != 200
        or reponse.cookies
        or len(reponse.content) > TAILLE_MAX
    ):
        return None
    patch_vary_headers(reponse, ["Accept-Encoding", "Cookie"])
    empreinte = hashlib.sha256(cle.encode() + reponse.content).hexdigest()
    reponse["ETag"] = etiquette = f'W/"{empreinte[:32]}"'
    # Kept by browsers, asked about each time: a 304 costs one short query.
    reponse.setdefault("Cache-Control", "no-cache")
    entetes = {
        nom: valeur for nom, valeur in reponse.items() if nom not in ("Content-Length", "X-Request-ID")
    }
    corps = bytes(reponse.content)
    return Page(etat, relations, {"": corps}, entetes, etiquette, texte=est_du_texte(reponse))


def _bien_garder(cle: str, page: Page) -> None:
    """Puts the page well compressed in its own place, unless another is there by now."""
    mieux = page.bien_comprimee()
    if caches["pages"].get(cle) is page:
        caches["pages"].set(cle, mieux, 86_400)
