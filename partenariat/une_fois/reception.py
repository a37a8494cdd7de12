"""Middleware: what a person sends by a form is done once.

Two requests with one key: the second waits for the first at the unique index, then is given its answer. The
key is that of one person (account, or session of a signed link) at one address: nobody uses another's.

Without a key (a script, a page opened before a new version) nothing is refused: a request is one act, but
for those that arrive, all the same, before the first was answered.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from partenariat.donnees.empreintes import empreinte_fichier, empreinte_texte
from partenariat.donnees.tenues import attente_vaine
from partenariat.erreurs import occupe
from partenariat.une_fois.envois import Envoi
from partenariat.une_fois.saisie import CHAMP, MOT_DE_PASSE, champs, textes

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def plusieurs_fois(vue: V) -> V:
    """Marks a view whose answer changes the session: another request cannot be given it."""
    vue.plusieurs_fois = True  # type: ignore[attr-defined]
    return vue


class UneFois:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, vue: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """After the other middleware: a forged request or a visitor never comes here."""
        if request.method != "POST" or getattr(vue, "plusieurs_fois", False):
            return None
        if not (porteur := _porteur(request)):
            return None
        arrivee, contenu, cle = timezone.now(), _contenu(request), request.POST.get(CHAMP, "")
        ou = request.get_full_path()
        empreinte = empreinte_de(request, ou, cle) if cle else _empreinte(porteur, ou, contenu)
        try:
            with transaction.atomic():
                if not cle:
                    Envoi.objects.filter(cle=empreinte, le__lt=arrivee).delete()
                envoi = Envoi.tenir(empreinte, contenu)
                if envoi.neuve:
                    reponse = vue(request, *args, **kwargs)
                    envoi.conclure(request, reponse)
                    return reponse
        except OperationalError as erreur:
            if not attente_vaine(erreur):
                raise
            return occupe(request)
        return envoi.rejouer(request) if envoi.contenu == contenu else _autre_chose(request, envoi)


def _porteur(request: HttpRequest) -> str:
    """Who holds the key; empty for a visitor, who writes nothing."""
    if request.user.is_authenticated:
        return f"compte {request.user.pk}"
    return f"session {request.session.session_key}" if request.session.keys() else ""


def empreinte_de(request: HttpRequest, adresse: str, cle: str) -> str:
    """That of a form with this key, which this person sends to this address, whatever its query says."""
    return _empreinte(_porteur(request), adresse.partition("?")[0], cle)


def _empreinte(*parties: object) -> str:
    return empreinte_texte(repr(parties))


def _contenu(request: HttpRequest) -> str:
    fichiers = [
        (nom, fichier.name, empreinte_fichier(fichier))
        for nom, recus in request.FILES.lists()
        for fichier in recus
    ]
    return _empreinte(champs(request), fichiers)


def _autre_chose(request: HttpRequest, envoi: Envoi) -> HttpResponse:
    """The key was used, by a form that said something else: asked, neither dropped nor written."""
    contexte = {
        "vers": envoi.vers,
        "champs": [(nom, valeur) for nom, valeur in champs(request) if MOT_DE_PASSE not in nom],
        # What is chosen goes with what is hidden below.
        "textes": [dit for dit in textes(request) if not dit.a_refaire],
        "fichiers": bool(request.FILES),
    }
    reponse = render(request, "envoi_deja_fait.html", contexte, status=409)
    reponse["Cache-Control"] = "private, no-store"
    return reponse
