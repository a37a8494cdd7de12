"""The cookies that this site may set, read from its settings: the page that lists them forgets none."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partenariat.presentation import theme


class Temoin(NamedTuple):
    nom: str
    role: str | Promise
    quand: str | Promise
    """What sets it."""
    duree: str | Promise


def temoins() -> list[Temoin]:
    """All of them, in the order in which one meets them."""
    return [
        Temoin(
            settings.CSRF_COOKIE_NAME,
            _("Empêche qu'un autre site envoie un formulaire à votre place."),
            _("Une page qui a un formulaire à envoyer, comme celle de connexion."),
            _duree(settings.CSRF_COOKIE_AGE),
        ),
        Temoin(
            settings.SESSION_COOKIE_NAME,
            _("Se souvient que vous êtes en session; il ne dit ni qui vous êtes, ni votre mot de passe."),
            _("La connexion, ou l'ouverture d'un lien signé."),
            _duree(settings.SESSION_COOKIE_AGE),
        ),
        Temoin(
            CookieStorage.cookie_name,
            _("Porte jusqu'à la page suivante la phrase qui dit que votre envoi est inscrit."),
            _("L'envoi d'un formulaire, une fois en session."),
            _("Effacé dès que la phrase est lue"),
        ),
        Temoin(
            theme.THEME,
            _("Retient que vous préférez le site clair ou foncé."),
            _("Votre choix au bas d'une page, et rien d'autre."),
            _duree(theme.GARDE),
        ),
    ]


def _duree(secondes: int) -> str:
    if (ecoulee := timedelta(seconds=secondes)).days:
        return ngettext("%(n)d jour", "%(n)d jours", ecoulee.days) % {"n": ecoulee.days}
    heures = secondes // 3600
    return ngettext("%(n)d heure", "%(n)d heures", heures) % {"n": heures}
