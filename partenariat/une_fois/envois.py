"""The forms that were received: their one-use key, and what was answered."""

from datetime import timedelta
from typing import Self

from django.contrib.messages import add_message, get_messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.empreintes import LONGUEUR
from partenariat.donnees.tenues import tenir

GARDE = timedelta(days=30)
"""How long a key is kept: longer than any page stays open with its form."""

REFUS = "rien_d_ecrit"


def rien_d_ecrit(request: HttpRequest) -> None:
    """What was asked was refused in a message: the same form, sent again later, is not the same act."""
    setattr(request, REFUS, True)


class EnvoiQuerySet(models.QuerySet["Envoi"]):
    def perimes(self) -> Self:
        return self.filter(le__lt=timezone.now() - GARDE)


class Envoi(models.Model):
    """One form received, in the transaction of what it wrote: both are there, or neither."""

    cle = models.CharField(_("empreinte de la clé"), primary_key=True, max_length=LONGUEUR)
    contenu = models.CharField(_("empreinte du contenu"), max_length=LONGUEUR)
    vers = models.TextField(_("adresse de la réponse"), blank=True)
    avis = models.JSONField(
        _("messages de la réponse"), default=list, blank=True, encoder=MessageEncoder, decoder=MessageDecoder
    )
    le = models.DateTimeField(_("répondu le"), default=timezone.now, db_index=True)

    objects = EnvoiQuerySet.as_manager()

    neuve = False
    """Whether it was made by who holds it (`tenir`)."""

    class Meta:
        app_label = "partenariat"
        verbose_name = _("envoi d'un formulaire")
        verbose_name_plural = _("envois de formulaires")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.le):%Y-%m-%d %H:%M} · {self.vers}"

    @classmethod
    def tenir(cls, cle: str, contenu: str) -> Self:
        """The form received under this key, once no other request is writing it; this one's where it is
        `neuve`."""
        (envoi,) = tenir([cls(cle=cle, contenu=contenu)]).values()
        return envoi

    def conclure(self, request: HttpRequest, reponse: HttpResponseBase) -> None:
        """Keeps the answer; gives the key back where the form is to be sent again.

        What succeeds redirects, and so does what is refused in a message (`rien_d_ecrit`).
        """
        if not isinstance(reponse, HttpResponseRedirect) or getattr(request, REFUS, False):
            self.delete()
            return
        self.vers = reponse.url
        # Not read through the public iteration, which would take them away from the page to come.
        dits = getattr(get_messages(request), "_queued_messages", ())
        self.avis = [Message(dit.level, str(dit.message), dit.extra_tags) for dit in dits]
        self.le = timezone.now()
        self.save(update_fields=["vers", "avis", "le"])

    def rejouer(self, request: HttpRequest) -> HttpResponseRedirect:
        """The first's answer again, with what it said."""
        for avis in self.avis:
            add_message(request, avis.level, avis.message, avis.extra_tags)
        reponse = HttpResponseRedirect(self.vers)
        patch_cache_control(reponse, private=True, no_store=True)
        return reponse
