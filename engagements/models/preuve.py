"""Evidence: append-only. A correction is a new row that points to the one it corrects."""

from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import DE_L_ENGAGEMENT, Engagement
from engagements.models.etats import (
    OUVERTES,
    SANS_PREUVE_ATTENDUE,
    VERIFIENT,
    VISIBLES_DU_PUBLIC,
    TypeDePreuve,
)
from engagements.models.geste import Acteur, Geste, GesteQuerySet, gardes
from engagements.models.mains import des_mains
from engagements.models.parole import DEJA_AU_DOSSIER
from engagements.models.sommes import d_un_geste
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.adresses import sans_detour
from partenariat.donnees.pieces import AvecPiece, contraintes_de_piece
from partenariat.donnees.recherche import champ_recherche
from partenariat.gardes.ecriture import parmi
from partenariat.gardes.regles import ABSENT, Regle, du_meme, interdit, interdits
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import dates_possibles, sans_avenir
from partenariat.retraits.retirable import retirable


class PreuveQuerySet(GesteQuerySet["Preuve"]):
    def publiques(self) -> Self:
        return self.filter(engagement__publication__in=VISIBLES_DU_PUBLIC)

    def courantes(self) -> Self:
        """Those that no later row corrects."""
        return self.filter(~Exists(Preuve.objects.filter(corrige=OuterRef("pk"))))

    def ouvertes_a(self, acteur: Acteur) -> Self:
        return self.filter(engagement__in=Engagement.objects.ouverts_a(acteur))


@historise(parent="engagement")
@retirable(
    "titre",
    "nom_fichier",
    adresses=("adresse",),
    fichier="fichier",
    ou="engagement",
    publics=(DE_L_ENGAGEMENT,),
    sans_retour=True,
)
class Preuve(AvecPiece, Geste):
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="preuves", verbose_name=_("engagement")
    )
    declaration = models.ForeignKey(
        "engagements.Declaration",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preuves",
        verbose_name=_("déclaration appuyée"),
    )
    type = models.CharField(_("type"), max_length=15, choices=TypeDePreuve)
    titre = models.CharField(_("titre"), max_length=200)
    date = models.DateField(_("date du document"), null=True, blank=True)
    corrige = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrigee_par",
        verbose_name=_("corrige la preuve"),
    )
    # What its page shows of it, and not the name of its file.
    recherche = champ_recherche(B="titre")

    objects = PreuveQuerySet.as_manager()  # type: ignore[misc]  # what `as_manager` gives is no class variable

    class Meta(Geste.Meta):
        verbose_name = _("preuve")
        verbose_name_plural = _("preuves")
        indexes = [*Geste.Meta.indexes, GinIndex(fields=["recherche"], name="preuve_recherche")]
        constraints = [
            *Geste.Meta.constraints,
            dates_possibles("preuve_dates_possibles", "date"),
            sans_avenir("preuve_sans_avenir", "date"),
            models.CheckConstraint(name="preuve_titre_non_vide", condition=~Q(titre="")),
            models.CheckConstraint(name="preuve_type_connu", condition=Q(type__in=TypeDePreuve.values)),
            *contraintes_de_piece(
                "preuve",
                _("Une preuve est un fichier ou une adresse : donnez l'un ou l'autre."),
                _("L'adresse d'une preuve commence par https:// ou http://."),
            ),
            models.CheckConstraint(
                name="preuve_corrige_une_autre", condition=Q(corrige__isnull=True) | ~Q(corrige=F("id"))
            ),
        ]
        triggers = [
            *gardes("preuve"),
            des_mains(),
            d_un_geste(),
            du_meme(
                "preuve_declaration_du_meme",
                "La déclaration appuyée est du même engagement.",
                declaration__engagement="engagement",
            ),
            du_meme(
                "preuve_corrige_la_sienne",
                "On corrige une preuve de la même organisation, du même engagement.",
                corrige__engagement="engagement",
                corrige__organisation="organisation",
            ),
            # The commitment is held (`mains`): of two at once, the second sees the first.
            interdit(
                "preuve_deja_au_dossier",
                DEJA_AU_DOSSIER,
                f"""
EXISTS (
  SELECT 1 FROM public.engagements_preuve autre
  WHERE autre.engagement_id = NEW.engagement_id
  AND (autre.empreinte, {sans_detour("autre.adresse")}) = (NEW.empreinte, {sans_detour("NEW.adresse")})
  -- A correction may keep the file or the address, and change what is said of it.
  AND autre.id NOT IN (
    WITH RECURSIVE corrigees AS (
      SELECT NEW.corrige_id AS id WHERE NEW.corrige_id IS NOT NULL
      UNION SELECT p.corrige_id FROM public.engagements_preuve p
      JOIN corrigees ON p.id = corrigees.id WHERE p.corrige_id IS NOT NULL
    ) SELECT id FROM corrigees
  )
)""",
                a=pgtrigger.Insert,
            ),
            interdits(
                "preuve_de_la_partie",
                # As `Parole.peut_deposer`.
                Regle(
                    "preuve_hors_cours",
                    "Seul un engagement signé, ni retiré ni archivé, reçoit des preuves : relisez son état.",
                    f"{ABSENT} OR e.publication NOT IN {parmi(OUVERTES)} "
                    f"OR e.etat IN {parmi(SANS_PREUVE_ATTENDUE)}",
                ),
                Regle(
                    "preuve_partie",
                    "Seule la partie engagée dépose une preuve : demandez-la-lui, faites-la déposer.",
                    "NEW.organisation_id <> e.partie_id",
                ),
                a=pgtrigger.Insert,
                declare={"e": "public.engagements_engagement%ROWTYPE"},
                avant="""
-- The row is held: the commitment is not withdrawn while evidence of it is being filed; and it will sum this.
SELECT * INTO e FROM public.engagements_engagement WHERE id = NEW.engagement_id FOR NO KEY UPDATE;
""",
            ),
        ]

    def __str__(self):
        return self.titre

    @property
    def courante(self) -> bool:
        """No later row corrects it (uses what was joined or prefetched)."""
        return getattr(self, "corrigee_par", None) is None

    @property
    def verifiee(self) -> bool:
        """Confirmed by another body, and contested by none: `VERIFIENT` (uses what was prefetched)."""
        verdicts = {v.verdict for v in self.verifications.all()}
        return bool(verdicts) and verdicts <= set(VERIFIENT)

    def peut_verifier(self, acteur: Acteur) -> bool:
        # Nobody can read what was withdrawn.
        return (
            not self.retiree
            and self.engagement.admet_des_preuves
            and self.engagement.verifiable_par(acteur, self)
        )

    @transaction.atomic
    def verifier(self, acteur: Acteur, verdict: str, texte: str = "", **quand):
        self.engagement.verrouiller()
        self.engagement.exiger_libre(acteur)
        if not self.peut_verifier(acteur):
            raise TransitionRefusee(
                gettext(
                    "Cette preuve ne se vérifie pas, ou plus, par votre organisation : relisez l'engagement."
                )
            )
        trace = self.engagement.verificateur(acteur).trace
        return self.verifications.create(verdict=verdict, texte=texte.strip(), **trace, **quand)
