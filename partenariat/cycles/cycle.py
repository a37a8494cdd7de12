"""A life cycle: its steps, whether one is open, and taking it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext

from partenariat.cycles.pas import Geste, Mots, Pas, TransitionRefusee
from partenariat.donnees.motifs import est_un_motif

if TYPE_CHECKING:
    from collections.abc import Callable

    Modele = models.Model
else:
    Modele = object

CYCLES: list["Cycle"] = []
"""Every life cycle of the site, in the order of the floors: what `docs/cycles-de-vie.md` tells."""


class Cycle:
    """The table of the steps of one model.

    Args:
        nom: « l'action »: of what it is the life.
        module: where it is written.
        etats: field → state → what keeps a step from being taken there, whoever asks.
        deja: likewise, said where the step would lead where the row already stands.
        relus: fields that the database writes on a step: read again after it.
        anonyme: whether commands take its steps in nobody's name; elsewhere, a person is always named.
        motif: what gives the reason (`motif`) of a step to the guards, while it is saved.
    """

    def __init__(
        self,
        nom: Mots,
        *pas: Pas,
        module: str,
        etats: Mapping[str, Mapping[Any, Mots]] | None = None,
        deja: Mapping[str, Mapping[Any, Mots]] | None = None,
        relus: tuple[str, ...] = (),
        anonyme: bool = False,
        motif: "Callable[[str], AbstractContextManager[None]] | None" = None,
    ) -> None:
        self.nom = nom
        self.pas = pas
        self.etats, self.deja = etats or {}, deja or {}
        self.relus, self.anonyme = relus, anonyme
        self.motif = motif or nullcontext
        self._par_nom = {un.nom: un for un in pas}
        self.module = module
        CYCLES.append(self)

    def __iter__(self) -> Iterator[Pas]:
        return iter(self.pas)

    def __getitem__(self, nom: str) -> Pas:
        return self._par_nom[nom]

    def menent(self, champ: str) -> Iterator[tuple[str | bool, str | bool, Pas]]:
        """(from, to, step) of each change of that field."""
        for pas in self.pas:
            for de in pas.de.get(champ, ()) if champ in pas.vers else ():
                yield de, pas.vers[champ], pas

    def passages(self, champ: str, etats: Iterable[str]) -> dict[str, tuple[str | bool, ...]]:
        """Of each state of that field, those that may follow it, by any step."""
        permis = list(self.menent(champ))
        return {ici: tuple(dict.fromkeys(vers for de, vers, _pas in permis if de == ici)) for ici in etats}

    # --- Asking -------------------------------------------------------------------------------------------
    def peut(self, pas: Pas, objet, personne) -> bool:
        """Whether this person may take that step of it, now."""
        geste = Geste(objet, personne)
        return (
            all(getattr(objet, champ) in etats for champ, etats in pas.de.items())
            and (pas.qui is None or pas.qui.permet(geste))
            and all(besoin.vrai(geste) for besoin in pas.si)
        )

    def offerts(self, objet, personne) -> list[Pas]:
        """The steps that have a button for this person; on a new record, the first one alone."""
        boutons = [pas for pas in self.pas if pas.bouton]
        return [pas for pas in boutons if self.peut(pas, objet, personne)] if objet else boutons[:1]

    def exiger(self, pas: Pas, geste: Geste) -> None:
        """Blames where it stands before whoever asks, and whoever asks before what lacks.

        Raises:
            TransitionRefusee: the step is not open.
        """
        for champ, etats in pas.de.items():
            ici = getattr(geste.objet, champ)
            if ici not in etats:
                raise TransitionRefusee(str(self._phrase(pas, champ, ici)))
        for besoin in pas.si:
            if not besoin.vrai(geste):
                raise TransitionRefusee(besoin.dite(geste))
        nommee = geste.par is not None or not self.anonyme
        if pas.qui and nommee and not pas.qui.permet(geste):
            raise TransitionRefusee(str(pas.qui.refus))
        for besoin in pas.exige:
            if not besoin.vrai(geste):
                raise TransitionRefusee(besoin.dite(geste))
        if pas.note and not est_un_motif(geste.note):
            raise TransitionRefusee(str(pas.note))

    def _phrase(self, pas: Pas, champ: str, ici: str | bool) -> Mots:
        dite = self.deja.get(champ, {}).get(ici) if pas.vers.get(champ) == ici else None
        return dite or pas.sinon.get(champ) or self.etats[champ][ici]

    # --- Taking -------------------------------------------------------------------------------------------
    @transaction.atomic
    def faire(self, pas: Pas, objet, par=None, note: str = "", **dits: Any) -> Any:
        """Holds the row, reads it again, and takes the step; gives the record that it makes, if any.

        Raises:
            TransitionRefusee: the step is not open.
        """
        try:
            tenir(objet)
        except type(objet).DoesNotExist:
            raise TransitionRefusee(
                gettext("Quelqu'un l'a effacé entre-temps : revenez à la liste.")
            ) from None
        geste = Geste(objet, par, note.strip(), dits)
        self.exiger(pas, geste)
        if pas.avant:
            pas.avant(geste)
        self.ecrire(pas, geste)
        return pas.apres(geste) if pas.apres else None

    def ecrire(self, pas: Pas, geste: Geste, *avec: str) -> None:
        """Saves what the step writes, and the fields `avec`; asks nothing."""
        valeurs = {
            **pas.vers,
            **{champ: dit(geste) if callable(dit) else dit for champ, dit in pas.ecrit.items()},
        }
        objet = geste.objet
        # Some steps only lead to what follows; some states are read of other fields.
        champs = [nom for nom in valeurs if nom in _champs(type(objet))]
        for nom in champs:
            setattr(objet, nom, valeurs[nom])
        if champs or avec:
            with self.motif(geste.note) if "motif" in valeurs else nullcontext():
                objet.save(update_fields=[*champs, *avec])
            if self.relus:
                objet.refresh_from_db(fields=self.relus)


def _champs(modele: type[models.Model]) -> set[str]:
    return {champ.name for champ in modele._meta.concrete_fields}


def tenir(objet: models.Model) -> None:
    """Holds its row until the transaction ends, and reads it again."""
    objet.refresh_from_db(from_queryset=type(objet)._base_manager.select_for_update(of=("self",)))


class AvecCycle(Modele):
    """Mixin of what has a life cycle: the steps of its table, by name."""

    CYCLE: ClassVar[Cycle]

    def verrouiller(self) -> None:
        """Holds the row until the transaction ends, and reads it again."""
        tenir(self)

    def peut(self, nom: str, personne) -> bool:
        return self.CYCLE.peut(self.CYCLE[nom], self, personne)

    def faire(self, nom: str, par=None, note: str = "", **dits: Any) -> Any:
        """Takes that step.

        Raises:
            TransitionRefusee: it is not open.
        """
        return self.CYCLE.faire(self.CYCLE[nom], self, par, note, **dits)


def exiger(condition: bool, phrase: Mots) -> None:
    """Raises:
    TransitionRefusee: with that sentence, where `condition` does not hold.
    """
    if not condition:
        raise TransitionRefusee(str(phrase))
