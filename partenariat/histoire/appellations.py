"""The names by which the public ever knew something: the codes of an action, the short addresses of a body.

A name that was public is in addresses, files and letters that nobody takes back: it stays for ever that of
what it named, whatever that is called since, and is never given to another. The first one is its key in the
datasets.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.recherche import CleExacte
from partenariat.gardes.ecriture import Garde, change, colonne, nommer, refus
from partenariat.gardes.regles import ECRIRE, ajout_seulement
from partenariat.histoire.temps import jour

M = TypeVar("M", bound=models.Model)

CONTRAINTE = "appellation_d_un_autre"


class Appellation(models.Model):
    """One name that was public. Written by triggers alone, for ever, and read as it stands whatever the day.

    It points at its row by a bare key: the name of what was deleted stays its own too.
    """

    relation = models.CharField(_("table"), max_length=63, editable=False)
    dans = models.BigIntegerField(_("clé du plan"), default=0, editable=False)
    """The plan in which the name is unique; 0 where it is so everywhere."""
    nom = models.CharField(_("nom"), max_length=80, editable=False)
    objet = models.BigIntegerField(_("clé"), editable=False)
    rang = models.PositiveIntegerField(_("rang"), editable=False)
    """1 for the first one of its row."""
    le = models.DateTimeField(_("public depuis le"), editable=False)

    AJOUT_SEULEMENT = True
    ECRIT_PAR_DECLENCHEUR = True

    class Meta:
        app_label = "partenariat"
        ordering = ["relation", "objet", "rang"]
        verbose_name = _("appellation")
        verbose_name_plural = _("appellations")
        constraints = [
            models.UniqueConstraint(name="appellation_unique", fields=["relation", "dans", "nom"]),
            models.UniqueConstraint(name="appellation_rang_unique", fields=["relation", "objet", "rang"]),
        ]
        indexes = [models.Index(CleExacte("nom"), name="appellation_exacte")]
        triggers = [ajout_seulement("appellation_inalterable")]

    def __str__(self) -> str:
        return f"{self.relation}:{self.nom}"


@dataclass(frozen=True)
class Nomme:
    """How the rows of a model are named."""

    champ: str
    dans: str
    """The pointer to what a name is unique in; empty where it is so everywhere."""
    phrase: str
    """What refuses to one row the name of another."""


NOMMES: dict[type[models.Model], Nomme] = {}

RETENIR = """
INSERT INTO public.partenariat_appellation (relation, dans, nom, objet, rang, le)
SELECT '{table}', {dans}, {ligne}.{nom}, {ligne}.id, 1 + (
  SELECT count(*) FROM public.partenariat_appellation a
  WHERE a.relation = '{table}' AND a.objet = {ligne}.id
), now()
WHERE {public}
ON CONFLICT (relation, dans, nom) DO NOTHING;
"""

GARDER = """
IF TG_OP = 'UPDATE' THEN
  IF NOT (
  {change}
  ) THEN
    RETURN NULL;
  END IF;
  -- What became public by other rows than this one is known when it is renamed.
  {avant}
END IF;
{apres}
-- After the unique index has made this wait for whoever gives that name up.
IF EXISTS (
  SELECT 1 FROM public.partenariat_appellation a
  WHERE a.relation = '{table}' AND a.dans = {dans} AND a.nom = NEW.{nom} AND a.objet <> NEW.id
) THEN{refus}END IF;
RETURN NULL;
"""


def garde_ses_noms(
    champ: str, *, public: Callable[[str], str], phrase: str, dans: str = "", aussi: Iterable[str] = ()
) -> Callable[[type[M]], type[M]]:
    """Class decorator: each value of `champ` under which the public knew a row stays that row's.

    Args:
        public: from a row (`NEW`, `OLD`), SQL that says whether the public knows it, or ever did.
        phrase: what is said to whoever gives one row the name of another.
        dans: the pointer within which names are unique; it never moves.
        aussi: the other fields that make a row public.
    """

    def decorer(modele: type[M]) -> type[M]:
        NOMMES[modele] = Nomme(champ, dans, phrase)
        nommer(CONTRAINTE, [champ])

        def ou(lu: type[models.Model], ligne: str) -> str:
            return f"{ligne}.{colonne(lu, dans)}" if dans else "0"

        def retenir(lu: type[models.Model], ligne: str) -> str:
            return RETENIR.format(
                table=lu._meta.db_table,
                dans=ou(lu, ligne),
                ligne=ligne,
                nom=colonne(lu, champ),
                public=f"({public(ligne)})",
            )

        def ecrire(lu: type[models.Model]) -> str:
            return GARDER.format(
                change=change(lu, [champ, *aussi]),
                avant=retenir(lu, "OLD"),
                apres=retenir(lu, "NEW"),
                table=lu._meta.db_table,
                dans=ou(lu, "NEW"),
                nom=colonne(lu, champ),
                refus=refus(CONTRAINTE, phrase),
            )

        def partir(lu: type[models.Model]) -> str:
            return f"{retenir(lu, 'OLD')}RETURN OLD;\n"

        pgtrigger.register(
            Garde("appellation", ecrire, a=ECRIRE, when=pgtrigger.After),
            # What became public by other rows than this one has no name kept yet.
            Garde("appellation_au_depart", partir, a=pgtrigger.Delete),
        )(modele)
        return modele

    return decorer


@dataclass(frozen=True)
class Porteur:
    """What a public name designates."""

    objet: int
    nom: str
    """The name by which the public finds it now."""


def designes(
    modele: type[models.Model], nom: str | CleExacte, dans: int, *, deja: bool = False
) -> models.QuerySet[Any, Any]:
    """The keys of what the public ever knew by this name, none where it never did; for a subquery.

    Args:
        nom: the name; or its key, however it is typed.
        dans: the plan, where names are unique in one.
        deja: only by the names that were public on the day being read.
    """
    portee = dans if NOMMES[modele].dans else 0
    siennes = Appellation.objects.filter(relation=modele._meta.db_table, dans=portee).order_by()
    if isinstance(nom, CleExacte):
        siennes = siennes.alias(x_nom=CleExacte("nom")).filter(x_nom=nom)
    else:
        siennes = siennes.filter(nom=nom)
    if deja:
        siennes = siennes.filter(le__date__lte=jour())
    return siennes.values("objet")


def porteur(modele: type[models.Model], nom: str, dans: int = 0) -> Porteur | None:
    """What the public ever knew by this name; None where it never did. Two queries at most.

    To ask in the present: it says how the row is called now.
    """
    siennes = Appellation.objects.filter(relation=modele._meta.db_table)
    designe = designes(modele, nom, dans)
    connues = list(siennes.filter(objet__in=designe).order_by("rang", "pk").values_list("objet", "nom"))
    if not connues:
        return None
    objet, derniere = connues[-1]
    actuel = modele._base_manager.filter(pk=objet).values_list(NOMMES[modele].champ, flat=True).first()
    # What was renamed while nobody saw it has a name that the public does not know.
    publics = {un for _objet, un in connues}
    return Porteur(objet, actuel if actuel in publics else derniere)


def pris_par_un_autre(objet: models.Model) -> dict[str, str]:
    """The field of a row whose name was another's, with the sentence that says so; for `clean`. One query."""
    nomme = NOMMES[type(objet)]
    memes = Appellation.objects.filter(
        relation=objet._meta.db_table, dans=_dans(objet), nom=getattr(objet, nomme.champ)
    )
    return {nomme.champ: nomme.phrase} if memes.exclude(objet=objet.pk or 0).exists() else {}


def noms_pris(modele: type[models.Model], dans: int = 0) -> dict[str, int]:
    """Every name that was ever public, and whose it is. One query."""
    siennes = Appellation.objects.filter(relation=modele._meta.db_table, dans=dans)
    return dict(siennes.values_list("nom", "objet"))


def premiers_noms(ou: Mapping[type[models.Model], int]) -> dict[tuple[str, int], str]:
    """The first public name of each row that had several, by its table and key: of the others it is their
    name. One query.

    Args:
        ou: the models, and the plan of each (0 where its names are the same in all).
    """
    lesquelles = Q(pk__in=[])
    for modele, dans in ou.items():
        lesquelles |= Q(relation=modele._meta.db_table, dans=dans)
    renomme = Appellation.objects.filter(relation=OuterRef("relation"), objet=OuterRef("objet"), rang=2)
    premieres = Appellation.objects.filter(lesquelles, Exists(renomme), rang=1)
    return {
        (relation, objet): nom for relation, objet, nom in premieres.values_list("relation", "objet", "nom")
    }


def _dans(objet: models.Model) -> int:
    dans = NOMMES[type(objet)].dans
    return cast(Any, objet).serializable_value(dans) or 0 if dans else 0
