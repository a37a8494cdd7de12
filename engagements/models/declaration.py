"""Declared by one, verified by another, answered by the first: all three are public and stay."""

from typing import cast

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import DE_L_ENGAGEMENT, Engagement
from engagements.models.etats import (
    AVEC_TEXTE,
    EN_VIGUEUR,
    OUVERTES,
    SANS_PREUVE_ATTENDUE,
    VISIBLES_DU_PUBLIC,
    Genre,
    Verdict,
)
from engagements.models.geste import Acteur, Geste, gardes
from engagements.models.mains import des_mains
from engagements.models.preuve import Preuve
from engagements.models.sommes import DES_VERIFICATIONS, d_un_geste, parole
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.recherche import champ_recherche
from partenariat.gardes.ecriture import parmi
from partenariat.gardes.regles import ABSENT, Regle, interdit, interdits
from partenariat.histoire.historise import historise
from partenariat.retraits.citations import abreger
from partenariat.retraits.retirable import retirable


@historise(parent="engagement")
@retirable("texte", ou="engagement", publics=(DE_L_ENGAGEMENT,))
class Declaration(Geste):
    """What the committed party says of its commitment, on one date."""

    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="declarations", verbose_name=_("engagement")
    )
    genre = models.CharField(_("déclaration"), max_length=22, choices=Genre)
    texte = models.TextField(_("texte"), blank=True)
    recherche = champ_recherche(C="texte")

    class Meta(Geste.Meta):
        verbose_name = _("déclaration")
        verbose_name_plural = _("déclarations")
        constraints = [
            *Geste.Meta.constraints,
            models.CheckConstraint(name="declaration_genre_connu", condition=Q(genre__in=Genre.values)),
            models.CheckConstraint(
                name="declaration_texte_requis",
                condition=~Q(genre__in=AVEC_TEXTE) | ~Q(texte=""),
                violation_error_message=_("Écrivez ce qui a avancé, ou ce qui empêche d'évaluer."),
            ),
        ]
        indexes = [
            *Geste.Meta.indexes,
            GinIndex(fields=["recherche"], name="declaration_recherche"),
            models.Index(fields=["engagement", "le"], name="declaration_suite"),
        ]
        triggers = [
            *gardes("declaration"),
            des_mains(),
            d_un_geste(),
            interdits(
                "partie_engagee",
                Regle(
                    "declaration_partie",
                    "Seule la partie engagée déclare : relisez l'engagement.",
                    "NEW.organisation_id <> e.partie_id",
                ),
                Regle(
                    "declaration_hors_cours",
                    "Seul un engagement signé et en cours se déclare : attendez les signatures.",
                    f"{ABSENT} OR e.etat NOT IN {parmi(EN_VIGUEUR)} "
                    f"OR e.publication NOT IN {parmi(OUVERTES)}",
                ),
                a=pgtrigger.Insert,
                declare={"e": "public.engagements_engagement%ROWTYPE"},
                avant="""
-- The row is held: the commitment is neither withdrawn nor settled while this is being said of it.
SELECT * INTO e FROM public.engagements_engagement WHERE id = NEW.engagement_id FOR UPDATE;
""",
            ),
        ]

    def __str__(self):
        return f"{self.engagement.code} · {self.get_genre_display()}"

    @property
    def compte(self) -> bool:
        """Whether it is what the party says now, and no « tenu » that was confirmed and reopened since.

        A « tenu » that was confirmed and waits for whoever contested it before is no such one.
        """
        parole = self.engagement.parole
        verdicts = {v.verdict for v in self.verifications.all()}
        confirmee = self.genre == Genre.TENU and verdicts == {Verdict.CONFIRMEE}
        rouvert = confirmee and not self.engagement.conteste
        return parole is not None and parole.pk == self.pk and not rouvert

    def peut_verifier(self, acteur: Acteur) -> bool:
        """Another body to which it matters, once, and never the person who declared."""
        return self.engagement.en_vigueur and self.compte and self.engagement.verifiable_par(acteur, self)

    @transaction.atomic
    def verifier(self, acteur: Acteur, verdict: str, texte: str = "", **quand) -> "Verification":
        """Writes the verification; a confirmed « tenu » that nobody contests settles the commitment.

        Raises:
            TransitionRefusee: wrong body, wrong person, or already done.
        """
        self.engagement.verrouiller()
        self.engagement.exiger_libre(acteur)
        if not self.peut_verifier(acteur):
            raise TransitionRefusee(
                gettext(
                    "Cette déclaration ne se vérifie pas, ou plus, par votre organisation : "
                    "relisez l'engagement."
                )
            )
        verification = Verification.objects.create(
            declaration=self,
            verdict=verdict,
            texte=texte.strip(),
            **self.engagement.verificateur(acteur).trace,
            **quand,
        )
        self.engagement.refresh_from_db(fields=["conteste"])
        if self.genre == Genre.TENU and verdict == Verdict.CONFIRMEE and not self.engagement.conteste:
            self.engagement.tenir()
        return verification


@historise(parent=("declaration__engagement", "preuve__engagement"))
@retirable(
    "texte",
    ou=("declaration__engagement", "preuve__engagement"),
    publics=(
        {"declaration__engagement__publication": VISIBLES_DU_PUBLIC},
        {"preuve__engagement__publication": VISIBLES_DU_PUBLIC},
    ),
)
class Verification(Geste):
    """Another body's word on a declaration, or on a piece of evidence."""

    declaration = models.ForeignKey(
        Declaration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("déclaration"),
    )
    preuve = models.ForeignKey(
        Preuve, models.PROTECT, null=True, blank=True, related_name="verifications", verbose_name=_("preuve")
    )
    verdict = models.CharField(_("vérification"), max_length=10, choices=Verdict)
    texte = models.TextField(_("texte"), blank=True)
    recherche = champ_recherche(C="texte")

    class Meta(Geste.Meta):
        verbose_name = _("vérification")
        verbose_name_plural = _("vérifications")
        indexes = [*Geste.Meta.indexes, GinIndex(fields=["recherche"], name="verification_recherche")]
        constraints = [
            *Geste.Meta.constraints,
            models.CheckConstraint(
                name="verification_d_une_chose",
                condition=Q(declaration__isnull=True, preuve__isnull=False)
                | Q(declaration__isnull=False, preuve__isnull=True),
            ),
            models.CheckConstraint(
                name="verification_verdict_connu", condition=Q(verdict__in=Verdict.values)
            ),
            models.CheckConstraint(
                name="verification_contestee_motivee",
                condition=~Q(verdict=Verdict.CONTESTEE) | ~Q(texte=""),
                violation_error_message=_("Dites ce que vous contestez."),
            ),
            models.UniqueConstraint(
                name="verification_une_par_organisation",
                fields=["declaration", "organisation"],
                violation_error_message=_(
                    "Votre organisation a déjà vérifié cette déclaration : relisez l'engagement."
                ),
            ),
            models.UniqueConstraint(
                name="verification_preuve_une_par_organisation",
                fields=["preuve", "organisation"],
                violation_error_message=_(
                    "Votre organisation a déjà vérifié cette preuve : relisez l'engagement."
                ),
            ),
        ]
        triggers = [
            *gardes("verification"),
            des_mains("""
SELECT coalesce(
  (SELECT engagement_id FROM public.engagements_declaration WHERE id = NEW.declaration_id),
  (SELECT engagement_id FROM public.engagements_preuve WHERE id = NEW.preuve_id)
)"""),
            DES_VERIFICATIONS,
            interdits(
                "par_une_autre",
                Regle(
                    "verification_par_une_autre",
                    "Une organisation ne vérifie pas ce qu'elle a dit elle-même : demandez à l'autre partie.",
                    f"{ABSENT} OR NEW.organisation_id IN (e.partie_id, deposant)",
                ),
                # As `Parole.verifiable_par`; a plan file tells what the archives hold.
                Regle(
                    "verification_de_qui_recoit",
                    "Vérifie l'organisation envers qui l'engagement est pris, ou celle d'une contrepartie.",
                    """
NEW.organisation_id <> e.envers_id
AND NOT EXISTS (
  SELECT 1 FROM public.engagements_engagement_contreparties l
  JOIN public.engagements_engagement c ON c.id = l.to_engagement_id
  WHERE l.from_engagement_id = e.id AND c.partie_id = NEW.organisation_id
)
AND NOT public.session_du_proprietaire()""",
                ),
                Regle(
                    "verification_hors_cours",
                    "Cet engagement ne se vérifie plus : voyez son issue sur sa page.",
                    f"""
e.publication NOT IN {parmi(OUVERTES)}
OR NEW.declaration_id IS NULL AND e.etat IN {parmi(SANS_PREUVE_ATTENDUE)}
OR NEW.declaration_id IS NOT NULL AND e.etat NOT IN {parmi(EN_VIGUEUR)}""",
                ),
                # As `Declaration.compte`.
                Regle(
                    "verification_derniere_parole",
                    "Seule la dernière déclaration se vérifie : relisez l'engagement.",
                    f"""
NEW.declaration_id IS NOT NULL
AND NOT public.session_du_proprietaire()
AND (
  NEW.declaration_id <> {parole("e.id")}
  OR EXISTS (
    SELECT 1 FROM public.engagements_verification v
    JOIN public.engagements_declaration d ON d.id = v.declaration_id
    WHERE d.id = NEW.declaration_id AND d.genre = '{Genre.TENU}' AND NOT e.conteste
    HAVING bool_and(v.verdict = '{Verdict.CONFIRMEE}')
  )
)""",
                ),
                a=pgtrigger.Insert,
                declare={"e": "public.engagements_engagement%ROWTYPE", "deposant": "bigint"},
                # What is verified never changes; the commitment is held, so that it is not settled as kept
                # while this contests it (`engagement_tenu_verifie`), and since it will sum this.
                avant="""
SELECT p.organisation_id INTO deposant FROM public.engagements_preuve p WHERE p.id = NEW.preuve_id;
SELECT * INTO e FROM public.engagements_engagement
WHERE id IN (
  SELECT engagement_id FROM public.engagements_declaration WHERE id = NEW.declaration_id
  UNION ALL SELECT engagement_id FROM public.engagements_preuve WHERE id = NEW.preuve_id
)
FOR NO KEY UPDATE;
""",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_verdict_display()}"

    def peut_repondre(self, acteur: Acteur) -> bool:
        """The right of reply is the party's own: staff cannot use it on its behalf."""
        return (
            self.verdict == Verdict.CONTESTEE
            and not acteur.saisi_pour
            and self.declaration is not None
            and acteur.repond_de(self.declaration.engagement.partie_id)
            and getattr(self, "reponse", None) is None
            and self.declaration.engagement.libre(acteur)
        )

    def repondre(self, acteur: Acteur, texte: str, **quand) -> "Reponse":
        if not self.peut_repondre(acteur):
            raise TransitionRefusee(
                gettext("Seule la partie contestée répond, une fois, par elle-même : relisez l'engagement.")
            )
        partie = cast(Declaration, self.declaration).engagement.partie_id
        trace = acteur.au_titre_de(partie).trace
        return Reponse.objects.create(verification=self, texte=texte.strip(), **trace, **quand)


@historise(parent="verification__declaration__engagement")
@retirable(
    "texte",
    ou="verification__declaration__engagement",
    publics=({"verification__declaration__engagement__publication": VISIBLES_DU_PUBLIC},),
)
class Reponse(Geste):
    """The party's right of reply to a contested verification."""

    verification = models.OneToOneField(
        Verification, models.PROTECT, related_name="reponse", verbose_name=_("vérification")
    )
    texte = models.TextField(_("texte"))
    recherche = champ_recherche(C="texte")

    class Meta(Geste.Meta):
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        indexes = [*Geste.Meta.indexes, GinIndex(fields=["recherche"], name="reponse_recherche")]
        constraints = [
            *Geste.Meta.constraints,
            models.CheckConstraint(name="reponse_texte_non_vide", condition=~Q(texte="")),
            models.CheckConstraint(name="reponse_jamais_saisie_pour", condition=Q(saisi_pour=False)),
        ]
        triggers = [
            *gardes("reponse"),
            des_mains("""
SELECT d.engagement_id FROM public.engagements_verification v
JOIN public.engagements_declaration d ON d.id = v.declaration_id
WHERE v.id = NEW.verification_id"""),
            # Neither the verification nor the parties of a signed text ever change: no lock.
            interdit(
                "reponse_de_la_partie",
                "Seule la partie contestée répond : relisez l'engagement.",
                f"""
NOT EXISTS (
  SELECT 1 FROM public.engagements_verification v
  JOIN public.engagements_declaration d ON d.id = v.declaration_id
  JOIN public.engagements_engagement e ON e.id = d.engagement_id
  WHERE v.id = NEW.verification_id
  AND v.verdict = '{Verdict.CONTESTEE}'
  AND e.partie_id = NEW.organisation_id
)""",
                a=pgtrigger.Insert,
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {abreger(self.texte, 60)}"
