"""Documents that bear on an action: a file deposited here, or an address."""

from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.etats import DE_L_ACTION, VISIBLES_DU_PUBLIC, Visibilite
from partenariat.donnees.pieces import AvecPiece, contraintes_de_piece
from partenariat.donnees.recherche import champ_recherche
from partenariat.gardes.ecriture import refus
from partenariat.gardes.regles import fige_quand
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, sans_avenir
from partenariat.retraits.retirable import retirable


class DocumentQuerySet(RequeteHistorique["Document"]):
    def publics(self) -> Self:
        return self.filter(visibilite=Visibilite.PUBLIQUE)

    def lus(self) -> Self:
        """Those that the public reads, of whichever action."""
        return self.publics().filter(action__publication__in=VISIBLES_DU_PUBLIC)


@historise(parent="action")
@retirable(
    "titre",
    "nom_fichier",
    adresses=("adresse",),
    fichier="fichier",
    ou="action",
    publics=({**DE_L_ACTION, "visibilite": (Visibilite.PUBLIQUE,)},),
    sans_retour=True,
)
class Document(AvecPiece):
    """A document that bears on an action."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="documents", verbose_name=_("action"))
    titre = models.CharField(_("titre"), max_length=250)
    date = models.DateField(_("date"), null=True, blank=True)
    visibilite = models.CharField(
        _("visibilité"), max_length=10, choices=Visibilite, default=Visibilite.PUBLIQUE
    )
    recherche = champ_recherche(B="titre")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["action", "-date", "id"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [GinIndex(fields=["recherche"], name="document_recherche")]
        constraints = [
            dates_possibles("document_dates_possibles", "date"),
            sans_avenir("document_sans_avenir", "date"),
            *contraintes_de_piece(
                "document",
                _("Un document est un fichier ou une adresse : donnez l'un ou l'autre."),
                _("L'adresse d'un document commence par https:// ou http://."),
            ),
            models.CheckConstraint(
                name="document_visibilite_connue", condition=Q(visibilite__in=Visibilite.values)
            ),
        ]
        triggers = [
            # What was public one day is given on that day for ever: the same bytes, of the same action.
            fige_quand(
                "document_fichier_fige",
                "Le fichier d'un document ne change plus : inscrivez un autre document.",
                seulement=("action", "fichier", "type_media", "taille", "empreinte"),
            ),
            # Of an action that the public never read, it goes with it or alone.
            pgtrigger.Trigger(
                name="garde",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=f"""
IF OLD.fichier <> ''
AND EXISTS (SELECT 1 FROM public.actions_action WHERE id = OLD.action_id AND publiee_le IS NOT NULL)
THEN{
                    refus(
                        "document_garde",
                        "Le fichier joint à une action qui a été publiée ne s'efface pas : rendez ce "
                        "document interne (les jours passés le donnent encore), ou demandez son retrait "
                        "pour cause.",
                    )
                }END IF;
RETURN NULL;
""",
            ),
        ]

    def __str__(self):
        return self.titre
