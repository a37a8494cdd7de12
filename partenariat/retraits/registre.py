"""What can be withdrawn, model by model: each says so of itself (`retirable`), and everything here follows.

A withdrawal takes the words of a record, its address and its file. The record stays, with what it counts:
that something was said, when and by whom is no secret; what it said is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models

DEBUT = "[retiré du site le "
"""How what stands in place of the words begins; the date follows."""

ADRESSE = "https://retire.invalid/"
"""What stands in place of an address that was withdrawn: it leads nowhere, by its very name."""


TOUT = ""
"""In place of a field: the whole of a record."""


Lisible = Mapping[str, "tuple[str, ...] | Callable[[str], str]"]
"""What makes a row one that the public reads: by path to a field (`action__publication`; '' is the key), the
values that it has, or what asks it of its column, in SQL."""


@dataclass(frozen=True)
class Retirable:
    """What of a model goes.

    Args:
        textes: fields of words: « [retiré du site le 27 novembre 2026] » stands in their place.
        adresses: fields of addresses: `ADRESSE` does.
        fixes: fields that take a value: what unpublishes a whole record, at every date.
        fichier: the field of its file, whose bytes go.
        ou: the paths to what has the page where it was read, the first that leads there; none where it is
            the record itself.
        parties: names of the relations whose rows go with it, being read nowhere else.
        remplacables: fields of which one wording goes (`Retrait.formulation`), and not the field: an empty
            field stands in its place, and another wording may be written there.
        copies: fields into which the site itself writes the words of another: of a field of the record
            (`titre`), or of one that it points at (`engagement__titre`). They go with what they copy.
        publics: the ways in which the public reads it; none where it never does.
        publics_de: those of a field that it does not read with the rest.
        par_empreinte: whether its file is read at the address of its bytes: the rows that hold the same go
            with it, and none holds them again.
        sans_retour: whether it never holds the bytes of a file that was withdrawn, of whatever kind
            (`par_empreinte` says so too).
    """

    textes: tuple[str, ...]
    adresses: tuple[str, ...] = ()
    fixes: Mapping[str, str] = field(default_factory=dict)
    fichier: str = ""
    ou: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remplacables: tuple[str, ...] = ()
    publics: tuple[Lisible, ...] = ()
    publics_de: Mapping[str, tuple[Lisible, ...]] = field(default_factory=dict)
    par_empreinte: bool = False
    sans_retour: bool = False

    @property
    def tenus(self) -> tuple[str, ...]:
        """The fields of words that keep their mask."""
        return (*self.textes, *self.adresses)

    @property
    def champs(self) -> tuple[str, ...]:
        """Every field of words."""
        return (*self.tenus, *self.remplacables)

    @property
    def entier(self) -> bool:
        """Whether the whole of a record can be withdrawn: not where all that goes of it is replaced."""
        return bool(self.tenus or self.fichier)

    def fixe(self, champ: str) -> str | None:
        """What stands in place of that field, whatever the day; none where it says the day."""
        if champ in self.remplacables:
            return ""
        return ADRESSE if champ in self.adresses else None

    def mot(self, champ: str, dits: Mapping[str, str]) -> str | None:
        """What stands in place of that field, by what is withdrawn (`Retrait.champ` → its mask); none if it
        stays. (`sql.masquee` is the same in SQL.)"""
        if champ in self.fixes:
            return self.fixes[champ] if TOUT in dits else None
        dit, fixe = next((dits[par] for par in self.avec(champ) if par in dits), None), self.fixe(champ)
        return dit if dit is None or fixe is None else fixe

    @property
    def un_a_un(self) -> tuple[str, ...]:
        """What can be withdrawn of a record without the rest of it; nothing where it is all that it says."""
        # The name of a file goes with it: by its mask one knows that the file is gone.
        seuls = (champ for champ in self.champs if champ != f"nom_{self.fichier}")
        tous = (*seuls, *filter(None, [self.fichier]))
        return tous if len(tous) > 1 else ()

    def avec(self, champ: str) -> tuple[str, ...]:
        """The withdrawals (`Retrait.champ`) that take this field: its own, that of the file of which it is
        the name, those of the fields of the record that it copies, that of the whole."""
        fichier = [self.fichier] if self.fichier and champ == f"nom_{self.fichier}" else []
        copies = (chemin for chemin in self.copies.get(champ, ()) if "__" not in chemin)
        return (champ, *fichier, *copies, TOUT)


CONFIRME = "confirme"
"""The state of a withdrawal that holds."""


def en_partie(ligne: str) -> str:
    """SQL, within a trigger: whether something of that row (OLD, NEW) is withdrawn."""
    return f"""EXISTS (
  SELECT FROM public.partenariat_retrait r
  WHERE r.relation = TG_TABLE_NAME AND r.cle = {ligne}.id AND r.etat = '{CONFIRME}'
)"""


PASSAGE = f"""
-- A withdrawal puts its mask on, whatever else is frozen: nothing but that, on nothing but what is withdrawn.
IF TG_OP = 'UPDATE' THEN
  IF {en_partie("OLD")} THEN
    IF public.retrait_pose(TG_TABLE_NAME, to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
  END IF;
END IF;
"""
"""What every guard of such a model says first."""

REGISTRE: dict[type[models.Model], Retirable] = {}


def est_retire(texte: str) -> bool:
    """Whether this stands in place of what was withdrawn."""
    return texte == ADRESSE or texte.startswith(DEBUT)


def de_la_table(table: str) -> type[models.Model] | None:
    """The model whose records stand in that table, if they can be withdrawn."""
    return next((modele for modele in REGISTRE if modele._meta.db_table == table), None)


def generes(modele: type[models.Model]) -> list[str]:
    """The columns that PostgreSQL generates."""
    return [str(c.column) for c in modele._meta.concrete_fields if isinstance(c, models.GeneratedField)]


def cherchables(modele: type[models.Model]) -> list[str]:
    """Those that search reads: the words again, cut up."""
    return [
        str(c.column)
        for c in modele._meta.concrete_fields
        if isinstance(c, models.GeneratedField)
        and isinstance(c.output_field, SearchVectorField)
        and not _sources(c).isdisjoint(REGISTRE[modele].champs)
    ]


def _sources(champ: models.GeneratedField) -> set[str]:
    """The fields of which PostgreSQL makes it."""
    # The stubs know neither what it is made of, nor the name of a field in an expression.
    faite_de: Any = champ
    return {e.name for e in faite_de.expression.flatten() if hasattr(e, "name")}
