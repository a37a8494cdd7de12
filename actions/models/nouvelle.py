"""Updates: what was done, told at a date."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.etats import DE_L_ACTION, Visibilite
from actions.models.sommes import DES_NOUVELLES
from partenariat.donnees.champs import TexteRiche, un_compte
from partenariat.donnees.recherche import champ_recherche
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import ECRIRE, fige_quand, interdit
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, sans_avenir
from partenariat.presentation.formats import date_longue, deux_points
from partenariat.retraits.citations import abreger
from partenariat.retraits.retirable import retirable

PLUS_TARD = gettext_noop("Une nouvelle publiée ne se date pas plus tard : inscrivez-en une autre.")

UNITES = pgtrigger.Trigger(
    name="nouvelle_unites",
    when=pgtrigger.Before,
    operation=ECRIRE,
    func="""
-- Judged once, on the day when it is written: a delegation ends, bodies merge, accounts move and close.
IF TG_OP = 'UPDATE' AND (NEW.auteur_id IS NULL OR NEW.auteur_id IS NOT DISTINCT FROM OLD.auteur_id)
AND NEW.cree_le = OLD.cree_le THEN
  NEW.unites := OLD.unites;
ELSE
  NEW.unites := ARRAY(
    SELECT u FROM public.unites_de(NEW.auteur_id, (NEW.cree_le AT TIME ZONE 'America/Toronto')::date) u
    ORDER BY u
  );
END IF;
RETURN NEW;
""",
)
"""After `date_par_le_serveur`: their names are in that order."""


class NouvelleQuerySet(RequeteHistorique["Nouvelle"]):
    def publiques(self) -> Self:
        return self.filter(visibilite=Visibilite.PUBLIQUE)


@historise(parent="action")
@retirable("texte", ou="action", publics=({**DE_L_ACTION, "visibilite": (Visibilite.PUBLIQUE,)},))
class Nouvelle(models.Model):
    """What the lead organization says was done, at a date."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="nouvelles", verbose_name=_("action"))
    date = models.DateField(_("date"), default=timezone.localdate)
    texte = TexteRiche(_("texte"), help_text=_("Markdown simple : paragraphes, listes, gras, liens."))
    visibilite = models.CharField(
        _("visibilité"), max_length=10, choices=Visibilite, default=Visibilite.INTERNE
    )
    auteur = un_compte(_("inscrit par"), efface=models.SET_NULL, editable=False)
    # `date` is what the update is about; this is when it was written.
    cree_le = models.DateTimeField(_("inscrit le"), default=timezone.now, editable=False)
    # Kept by the guard `nouvelle_unites`.
    unites = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("organisations pour qui elle est inscrite"),
    )
    """Keys of the bodies for which its author wrote when they wrote it (`UnitesDe`)."""
    recherche = champ_recherche(C="texte")

    objects = NouvelleQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = _("nouvelle")
        verbose_name_plural = _("nouvelles")
        indexes = [
            GinIndex(fields=["recherche"], name="nouvelle_recherche"),
            models.Index(fields=["date"], name="nouvelle_date"),
        ]
        constraints = [
            dates_possibles("nouvelle_dates_possibles", "date"),
            sans_avenir("nouvelle_sans_avenir", "date", instants=["cree_le"]),
            models.CheckConstraint(name="nouvelle_texte_non_vide", condition=~Q(texte="")),
            models.CheckConstraint(
                name="nouvelle_visibilite_connue", condition=Q(visibilite__in=Visibilite.values)
            ),
        ]
        triggers = [
            *DES_NOUVELLES,
            UNITES,
            # When it was written says which round of updates it answers.
            date_par_le_serveur("cree_le", recul="1 minute"),
            fige_quand(
                "nouvelle_cree_le_figee",
                "Une nouvelle garde le moment où elle est inscrite.",
                seulement=["cree_le"],
            ),
            # An action is as fresh as the latest of what the public reads of it.
            interdit(
                "nouvelle_pas_plus_tard",
                PLUS_TARD,
                f"""
OLD.visibilite = '{Visibilite.PUBLIQUE}' AND NEW.visibilite = '{Visibilite.PUBLIQUE}'
AND NEW.date > OLD.date
AND NOT public.session_du_proprietaire()""",
                quand=Change("date"),
            ),
        ]

    def __str__(self) -> str:
        return f"{date_longue(self.date)}{deux_points()} {abreger(self.texte, 60)}"

    def clean(self) -> None:
        lue = type(self).objects.publiques().filter(pk=self.pk).first()
        if lue is not None and self.date and self.date > lue.date:
            raise ValidationError({"date": gettext(PLUS_TARD)})
