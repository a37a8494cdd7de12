"""Signed links: a body without an account answers by an address that only it was given."""

import secrets
from datetime import timedelta
from typing import Self

import pgtrigger
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models.geste import gardes
from partenariat.donnees.empreintes import LONGUEUR, empreinte_texte
from partenariat.gardes.comptes import lui_meme
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.regles import fige_quand, interdit
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import sans_avenir
from partenariat.models import Organisation
from partenariat.presentation.formats import date_longue, heure

SEL = "engagements.lien_signe"
DUREE = timedelta(days=30)
DUREE_MAX = timedelta(days=90)
SUJET = "Partenariat : votre lien pour signer et répondre"
LETTRE = """Bonjour,

Voici le lien par lequel {organisation} lit, signe et suit ses engagements du Partenariat,
jusqu'au {jour} :

{adresse}

À l'attention de : {destinataire}.
Qui ouvre ce lien parle au nom de l'organisation : ne le transmettez pas plus loin.
"""


class LienSigneQuerySet(models.QuerySet["LienSigne"]):
    def valides(self) -> Self:
        return self.filter(revoque_le__isnull=True, expire_le__gt=timezone.now())

    def du_jeton(self, jeton: str) -> "LienSigne | None":
        """The valid link of this token; None where it is forged, unknown, expired or revoked."""
        try:
            pk, cle = signing.loads(jeton, salt=SEL)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return self.valides().filter(pk=pk, cle=_empreinte(cle)).select_related("organisation").first()


def _empreinte(cle: str) -> str:
    return empreinte_texte(str(cle))


def _cle(graine: str) -> str:
    """The key that grows from a seed under the site's secret: whoever reads the seed alone opens nothing."""
    return salted_hmac(SEL, graine, algorithm="sha256").hexdigest()


@historise(exclude=("cle",))
class LienSigne(models.Model):
    """A door for one body, for a time. The database keeps the fingerprint of its key, not the key."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="liens_signes", verbose_name=_("organisation")
    )
    destinataire = models.CharField(
        _("destinataire"),
        max_length=150,
        help_text=_("La fonction de la personne qui le reçoit, par exemple « Direction générale »."),
    )
    envoye_a = models.EmailField(
        _("envoyé à"),
        blank=True,
        editable=False,
        help_text=_("Le courriel public de l'organisation; vide quand le lien a été remis à l'écran."),
    )
    # Key of an account, written by the trigger `courriel_par`.
    courriel_par = models.BigIntegerField(
        _("compte qui a inscrit ce courriel"), null=True, blank=True, editable=False
    )
    cle = models.CharField(_("empreinte de la clé"), max_length=LONGUEUR, editable=False, unique=True)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("créé par")
    )
    cree_le = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    expire_le = models.DateTimeField(_("expire le"))
    revoque_le = models.DateTimeField(_("révoqué le"), null=True, blank=True, editable=False)

    objects = LienSigneQuerySet.as_manager()

    class Meta:
        ordering = ["-cree_le", "-id"]
        verbose_name = _("lien signé")
        verbose_name_plural = _("liens signés")
        constraints = [
            models.CheckConstraint(
                name="lien_duree_bornee",
                condition=Q(expire_le__gt=F("cree_le")) & Q(expire_le__lte=F("cree_le") + DUREE_MAX),
                violation_error_message=_("Un lien vaut au plus 90 jours."),
            ),
            sans_avenir("lien_sans_avenir", instants=["cree_le", "revoque_le"]),
            models.CheckConstraint(name="lien_cle_empreinte", condition=Q(cle__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="courriel_par",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
-- Who wrote the address to which it goes could open it; whoever writes another one later could not.
NEW.courriel_par := (
  SELECT o.courriel_par FROM public.partenariat_organisation o
  WHERE o.id = NEW.organisation_id AND NEW.envoye_a <> ''
);
RETURN NEW;
""",
            ),
            interdit(
                "lien_de_la_coordination",
                "Un lien signé est fait par une personne de la coordination.",
                f"""
NOT public.session_du_proprietaire() AND NOT {lui_meme("NEW.cree_par_id", "coordination")}""",
                a=pgtrigger.Insert,
            ),
            date_par_le_serveur("cree_le", "revoque_le"),
            fige_quand(
                "lien_portee_fixe",
                "Un lien ne change ni d'organisation ni d'échéance : faites-en un autre.",
                seulement=[
                    "organisation",
                    "cle",
                    "expire_le",
                    "cree_le",
                    "cree_par",
                    "envoye_a",
                    "courriel_par",
                ],
            ),
            interdit(
                "lien_envoye_a_l_organisation",
                "Un lien est envoyé au courriel public de son organisation; il n'est remis à l'écran que si "
                "elle n'en a pas.",
                "NEW.envoye_a IS DISTINCT FROM "
                "(SELECT courriel_public FROM public.partenariat_organisation o "
                "WHERE o.id = NEW.organisation_id)",
                a=pgtrigger.Insert,
                champs=["organisation"],
            ),
            fige_quand(
                "lien_revocation_definitive",
                "Un lien révoqué le reste.",
                "OLD.revoque_le IS NOT NULL",
                seulement=["revoque_le"],
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.destinataire}"

    @classmethod
    def ouvrir(
        cls, *, organisation, destinataire: str, par, duree: timedelta = DUREE, graine: str = ""
    ) -> tuple["LienSigne", str]:
        """Makes a link and its token, which is kept nowhere: it is sent (`envoyer`) where the organisation
        can be written to; else it is shown once, and what is done with it says so.

        Args:
            graine: from which `jeton` gives the token again, to the page that shows it; drawn unless given.
        """
        graine = graine or cls.tirer()
        lien = cls.objects.create(
            organisation=organisation,
            destinataire=destinataire,
            envoye_a=organisation.courriel_public,
            cle=_empreinte(_cle(graine)),
            cree_par=par,
            expire_le=timezone.now() + duree,
        )
        lien.refresh_from_db(fields=["courriel_par"])
        return lien, lien.jeton(graine)

    @staticmethod
    def tirer() -> str:
        """A seed that nobody guesses."""
        return secrets.token_urlsafe(32)

    def jeton(self, graine: str) -> str:
        """Its token, from the seed with which it was made."""
        return signing.dumps([self.pk, _cle(graine)], salt=SEL)

    @staticmethod
    def adresse(jeton: str) -> str:
        """The link itself, absolute."""
        return settings.SITE_URL + reverse("espace-lien", kwargs={"jeton": jeton})

    @property
    def mains(self) -> frozenset[int]:
        """The accounts that could open it (`engagements.models.mains`)."""
        return frozenset(pk for pk in (self.cree_par_id, self.courriel_par) if pk)

    def envoyer(self, jeton: str) -> None:
        """Writes to the organisation. A link that could not be sent is revoked: nobody else is given it.

        Raises:
            OSError: the letter did not go (`SMTPException` is one).
        """
        # In French: it is not known what the one who reads it speaks.
        with translation.override("fr-ca"):
            corps = LETTRE.format(
                organisation=self.organisation,
                jour=date_longue(self.expire_le),
                adresse=self.adresse(jeton),
                destinataire=self.destinataire,
            )
        try:
            EmailMessage(SUJET, corps, settings.DEFAULT_FROM_EMAIL, [self.envoye_a]).send()
        except OSError:
            self.revoquer()
            raise
        self.noter(gettext("Envoi au courriel de l'organisation"))

    @property
    def valide(self) -> bool:
        return self.revoque_le is None and self.expire_le > timezone.now()

    def revoquer(self) -> None:
        if self.revoque_le is None:
            self.revoque_le = timezone.now()
            self.save(update_fields=["revoque_le"])

    def noter(self, geste: str) -> None:
        """Writes one line in the log of this link: what was done with it."""
        UsageLien.objects.create(lien=self, geste=geste)


@historise()
class UsageLien(models.Model):
    """The log of a signed link. No address nor device: what was done, and when. Append-only."""

    AJOUT_SEULEMENT = True

    lien = models.ForeignKey(LienSigne, models.PROTECT, related_name="usages", verbose_name=_("lien signé"))
    geste = models.CharField(_("geste"), max_length=120)
    le = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["-le", "-id"]
        verbose_name = _("usage d'un lien signé")
        verbose_name_plural = _("usages des liens signés")
        triggers = gardes("usagelien")

    def __str__(self):
        return f"{date_longue(self.le)}, {heure(self.le)} · {self.geste}"
