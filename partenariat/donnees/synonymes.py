"""What says the same in the field: whoever types one expression also finds what is written with another.

The coordination keeps the groups in the back office; `termes_recherche` reads them, as they stand today,
whatever the day that is read: the question is asked today.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import GreaterThanOrEqual, IsNull, Regex
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.recherche import Cles, SansAccents
from partenariat.gardes.regles import ECRIRE, interdit
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique

D_UN_SEUL_GROUPE = gettext_noop("Une de ces expressions est déjà dans un autre groupe de synonymes.")


MOTS_MAX = 12
"""Words of an expression: `synonymes_recherche` looks for no longer one."""
_CLES = Cles(F("expressions"))


@historise()
class Synonyme(models.Model):
    """A group of expressions that say the same, one a line."""

    expressions = models.CharField(
        _("expressions"),
        max_length=1_000,
        help_text=_(
            "Une par ligne. Qui cherche l'une trouve aussi ce qui est écrit avec une autre; les accents, les "
            "majuscules et le pluriel ne comptent pas."
        ),
    )
    cles = models.GeneratedField(
        verbose_name=_("clés"), expression=_CLES, output_field=ArrayField(TextField()), db_persist=True
    )

    objects = RequeteHistorique["Synonyme"].as_manager()

    class Meta:
        app_label = "partenariat"
        ordering = [SansAccents("expressions"), "id"]
        verbose_name = _("groupe de synonymes")
        verbose_name_plural = _("groupes de synonymes")
        constraints = [
            # On what is typed, and not on the keys: forms check it too.
            models.CheckConstraint(
                name="synonyme_deux_expressions",
                condition=GreaterThanOrEqual(
                    Func(_CLES, function="cardinality", output_field=models.IntegerField()), 2
                ),
                violation_error_message=_("Un groupe réunit au moins deux expressions différentes."),
            ),
            models.CheckConstraint(
                name="synonyme_des_mots",
                condition=IsNull(
                    Func(_CLES, Value(""), function="array_position", output_field=models.IntegerField()),
                    True,
                ),
                violation_error_message=_("Chaque expression s'écrit avec des lettres ou des chiffres."),
            ),
            models.CheckConstraint(
                name="synonyme_peu_de_mots",
                condition=~Q(
                    Regex(
                        Func(_CLES, Value("|"), function="array_to_string", output_field=TextField()),
                        Value(f"([^ |]+ ){{{MOTS_MAX}}}"),
                    )
                ),
                violation_error_message=_("Une expression a douze mots au plus."),
            ),
        ]
        triggers = [
            interdit(
                "synonyme_d_un_seul_groupe",
                D_UN_SEUL_GROUPE,
                """
EXISTS (
  SELECT FROM public.partenariat_synonyme autre WHERE autre.id <> NEW.id AND autre.cles && NEW.cles
)""",
                a=ECRIRE,
                # Nothing else can be held against an expression that is not yet there.
                avant="PERFORM pg_advisory_xact_lock(hashtextextended('synonyme_d_un_seul_groupe', 0));",
                # Generated columns are known then.
                when=pgtrigger.After,
                champs=["expressions"],
            )
        ]

    def __str__(self) -> str:
        return " = ".join(filter(None, map(str.strip, self.expressions.splitlines())))

    def clean(self) -> None:
        autres = type(self).objects.exclude(pk=self.pk)
        if autres.filter(cles__overlap=Cles(Value(self.expressions))).exists():
            raise ValidationError({"expressions": gettext(D_UN_SEUL_GROUPE)})


def charger(lignes: str) -> None:
    """Adds the groups of a text, one a line, whose expressions are separated by « = »."""
    for ligne in filter(None, map(str.strip, lignes.splitlines())):
        groupe = Synonyme(expressions="\n".join(dit.strip() for dit in ligne.split("=")))
        groupe.full_clean()
        groupe.save()
