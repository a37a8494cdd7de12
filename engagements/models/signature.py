"""Signatures, and refusals to sign."""

from collections.abc import Iterator

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import DE_L_ENGAGEMENT, Engagement
from engagements.models.etats import OUVERTES, Etat
from engagements.models.geste import Geste, gardes
from engagements.models.mains import des_mains
from partenariat.donnees.empreintes import LONGUEUR
from partenariat.donnees.motifs import motif_ecrit
from partenariat.gardes.ecriture import parmi
from partenariat.gardes.regles import ABSENT, Regle, interdits
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.historise import historise
from partenariat.models import Retrait
from partenariat.retraits.retirable import retirable


def _texte_propose(nom: str, verbe: str) -> pgtrigger.Trigger:
    """Only a party answers, only a text that waits for it, and only the very text it saw."""
    return interdits(
        "texte_propose",
        Regle(
            f"{nom}_hors_proposition",
            f"Seul un texte proposé se {verbe}.",
            f"{ABSENT} OR e.etat <> '{Etat.PROPOSE}' OR e.publication NOT IN {parmi(OUVERTES)}",
        ),
        Regle(
            f"{nom}_partie",
            f"Seule une partie à l'engagement le {verbe}.",
            "NEW.organisation_id NOT IN (e.partie_id, e.envers_id)",
        ),
        Regle(
            f"{nom}_texte",
            "Le texte a changé depuis que vous l'avez lu : relisez-le.",
            "NEW.empreinte <> e.empreinte",
        ),
        a=pgtrigger.Insert,
        declare={"e": "public.engagements_engagement%ROWTYPE"},
        avant="""
-- The row is held: the text cannot go back to draft while it is being signed.
SELECT * INTO e FROM public.engagements_engagement WHERE id = NEW.engagement_id FOR UPDATE;
""",
    )


@historise(parent="engagement")
@retirable("nom", "fonction", ou="engagement", publics=(DE_L_ENGAGEMENT,))
class Signature(Geste):
    """A party's signature under one exact text, known by its SHA-256."""

    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="signatures", verbose_name=_("engagement")
    )
    nom = models.CharField(_("nom"), max_length=150, blank=True)
    fonction = models.CharField(_("fonction"), max_length=150)
    empreinte = models.CharField(_("empreinte du texte signé (SHA-256)"), max_length=LONGUEUR)

    class Meta(Geste.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            *Geste.Meta.constraints,
            models.UniqueConstraint(
                name="signature_une_par_partie",
                fields=["engagement", "organisation"],
                violation_error_message=_("Cette organisation a déjà signé : relisez l'engagement."),
            ),
            models.CheckConstraint(name="signature_fonction_non_vide", condition=~Q(fonction="")),
        ]
        triggers = [*gardes("signature"), des_mains(succession=False), _texte_propose("signature", "signe")]

    def __str__(self):
        return f"{self.engagement.code} · {self.organisation}"


@historise(parent="engagement")
# The affair of the parties (`engagements.chronologie`).
@retirable("motif", ou="engagement", publics=())
class Refus(Geste):
    """A party declines to sign this text, and says what would have to change."""

    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="refus", verbose_name=_("engagement")
    )
    motif = models.TextField(_("motif"))
    empreinte = models.CharField(_("empreinte du texte refusé (SHA-256)"), max_length=LONGUEUR)

    class Meta(Geste.Meta):
        verbose_name = _("refus de signer")
        verbose_name_plural = _("refus de signer")
        constraints = [
            *Geste.Meta.constraints,
            models.CheckConstraint(name="refus_motif_non_vide", condition=motif_ecrit("motif")),
        ]
        triggers = [*gardes("refus"), des_mains(succession=False), _texte_propose("refus", "refuse")]

    def __str__(self):
        return f"{self.engagement.code} · {self.organisation}"


def hors_texte() -> Iterator[str]:
    """The signatures and refusals of a text that their commitment never bore: none, unless a guard slept."""
    portes = evenements_de(Engagement).filter(pgh_obj=OuterRef("engagement"), empreinte=OuterRef("empreinte"))
    for modele in (Signature, Refus):
        for geste in modele.objects.filter(~Exists(portes)).select_related("engagement", "organisation"):
            # What was withdrawn for cause is known by its fingerprint alone.
            retraits = Retrait.objects.confirmes().de(geste.engagement)
            if any(geste.empreinte in retrait.empreintes.get("texte_fige", ()) for retrait in retraits):
                continue
            yield f"{modele._meta.verbose_name} : {geste}"
