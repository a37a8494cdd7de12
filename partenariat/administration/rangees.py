"""Several records at a time, a row each: what is refused is said row by row, and the rest is saved.

Each row carries what the person saw of it (`FormulaireTemoin`): only what they touched is written, and what
somebody else changed meanwhile in the same field is refused with both values. Other fields do not matter.
"""

from collections.abc import Callable, Iterable
from typing import cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partenariat.administration.conflit import a_bouge, contredit, dit, divergence, reposer
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.administration.phrases import phrase_de
from partenariat.donnees.champs import cle_lue

RANGEES = 50
"""Rows of a page, and of what it sends."""
RANGEE = "rangee"
"""The hidden field that names each row that was shown."""


class EnRangee(FormulaireTemoin):
    """Mixin of the form of one row: what it writes, and what was moved under it.

    Its instance is as the database has it now; to write, under lock.
    """

    @staticmethod
    def prefixe(cle: int) -> str:
        return f"r{cle}"

    def nommer(self) -> None:
        """Names each control by its column and its row, whose headings bear these `id`."""
        for nom, champ in self.fields.items():
            champ.widget.attrs["aria-labelledby"] = f"col-{nom} n{self.instance.pk}"

    @cached_property
    def a_ecrire(self) -> list[str]:
        """The fields that were touched, less those that hold already what was typed."""
        return [
            nom for nom in self.changed_data if self.fields[nom].show_hidden_initial and contredit(self, nom)
        ]

    def _temoin(self, nom: str):
        """The present value, as the form would hide it."""
        champ = self.fields[nom]
        present = self.get_initial_for_field(champ, nom)
        return champ.hidden_widget().format_value(champ.prepare_value(present)) or ""

    def clean(self):
        super().clean()
        for nom in [nom for nom in self.a_ecrire if a_bouge(self, nom)]:
            garder = _("Enregistrez de nouveau pour garder ce que vous avez écrit.")
            self.add_error(nom, f"{divergence(self, nom).phrase} {garder}")

    def reposer(self) -> None:
        """Sets what was typed upon the database as it is now: sent again, it was written having seen it."""
        donnees = cast(QueryDict, self.data).copy()
        reposer(self, donnees)
        self.data = donnees

    @property
    def phrases_de_refus(self) -> list[str]:
        """Why it is not written, each reason once."""
        return list(dict.fromkeys(str(texte) for textes in self.errors.values() for texte in textes))

    def dit(self) -> str:
        """What was typed, in words: « Atteint le : 3 mars 2026 »."""
        return dit(self, self.changed_data)


def cles_postees(request: HttpRequest) -> list[int]:
    """The keys of the rows that were sent, in their order.

    Raises:
        BadRequest: no page of ours sends these.
    """
    cles = [cle_lue(texte) for texte in request.POST.getlist(RANGEE)]
    if None in cles or len(cles) > RANGEES:
        raise BadRequest
    return list(dict.fromkeys(cle for cle in cles if cle is not None))


def refuser(rangee: EnRangee, texte: str) -> None:
    """Adds a reason that the form does not know."""
    rangee.is_valid()
    rangee.add_error(None, texte)


def enregistrer(rangees: Iterable[EnRangee], ecrire: Callable[[EnRangee], object]) -> list[EnRangee]:
    """Writes each row that has something to write, in a savepoint of its own; gives those that are written.

    The others hold why not among their errors, and all that was typed.
    """
    ecrites = []
    for rangee in rangees:
        if rangee.is_valid() and rangee.a_ecrire:
            if texte := phrase_de(lambda rangee=rangee: ecrire(rangee)):  # type: ignore[misc]  # bound now
                refuser(rangee, texte)
            else:
                ecrites.append(rangee)
        if rangee.errors:
            rangee.reposer()
    return ecrites
