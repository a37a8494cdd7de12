"""Whether the public ever read what is withdrawn: in SQL, of its whole history.

It is asked once, as a withdrawal is confirmed: what went unread is read by nobody afterwards either.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from partenariat.gardes.ecriture import parmi
from partenariat.retraits.registre import Lisible, Retirable


def ecrit(colonne: str) -> str:
    """Where something stands there."""
    return f"{colonne} IS NOT NULL"


def vrai(colonne: str) -> str:
    return colonne


def fut_public(modele: type[models.Model], quoi: Retirable) -> str:
    """SQL: whether the public ever read what the withdrawal NEW takes."""
    cas = "".join(
        f" WHEN '{champ}' THEN ({_une_fois(modele, publics)})" for champ, publics in quoi.publics_de.items()
    )
    tout = f"({_une_fois(modele, quoi.publics)})"
    return f"CASE NEW.champ{cas} ELSE {tout} END" if cas else tout


def _une_fois(modele: type[models.Model], publics: tuple[Lisible, ...]) -> str:
    return " OR ".join(_ensemble(modele, lisible) for lisible in publics) or "false"


def _ensemble(modele: type[models.Model], lisible: Lisible) -> str:
    """SQL: whether all of that held together, be it for an instant."""
    noms = {"": "e0"}
    de, regles = [f"public.{_evenements(modele)} e0"], ["e0.pgh_obj_id = NEW.cle", *_tenu("e0", ())]
    for chemin, condition in lisible.items():
        ici, la = modele, ""
        *pas, dernier = chemin.split("__")
        for nom in pas:
            colonne = f"{noms[la]}.{ici._meta.get_field(nom).attname}"  # type: ignore[union-attr]
            ici, la = _vise(ici, nom), f"{la}__{nom}"
            if la not in noms:
                avant = tuple(noms.values())
                noms[la] = f"e{len(noms)}"
                de.append(f"public.{_evenements(ici)} {noms[la]}")
                regles += [f"{noms[la]}.pgh_obj_id = {colonne}", *_tenu(noms[la], avant)]
        lu = f"{noms[la]}.{ici._meta.get_field(dernier).attname}" if dernier else "e0.pgh_obj_id"  # type: ignore[union-attr]
        regles.append(f"({condition(lu)})" if callable(condition) else f"{lu} IN {parmi(condition)}")
    return f"EXISTS (SELECT FROM {', '.join(de)} WHERE {' AND '.join(regles)})"


def _tenu(nom: str, avant: tuple[str, ...]) -> Iterator[str]:
    """SQL: that event is of what stood, at a moment when those before it did."""
    yield f"{nom}.pgh_label <> 'delete'"
    for autre in avant:
        yield f"({_contient(nom, autre)} OR {_contient(autre, nom)})"


def _contient(un: str, autre: str) -> str:
    return (
        f"{un}.pgh_created_at <= {autre}.pgh_created_at"
        f" AND ({un}.remplace_le IS NULL OR {un}.remplace_le > {autre}.pgh_created_at)"
    )


def _evenements(modele: type[models.Model]) -> str:
    return str(modele.pgh_event_model._meta.db_table)  # type: ignore[attr-defined]  # by pghistory


def _vise(modele: type[models.Model], nom: str) -> Any:
    return modele._meta.get_field(nom).related_model
