"""Several querysets, one query: what a page needs of many small tables comes in one exchange."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any

from django.db import connection, models
from django.db.models.sql import Query

from partenariat.donnees.champs import champ_de
from partenariat.donnees.preparees import ecrite_une_fois


def lire(**querysets: models.QuerySet[Any, Any]) -> dict[str, list[Any]]:
    """Evaluates each queryset, in its own order, all in one query.

    Args:
        querysets: of a model's own rows (no `select_related`: read the other table beside it), or `values`.

    Returns:
        By name: model instances, or dictionaries.
    """
    return _executer(*_ecrire(querysets), querysets)


Nommes = Mapping[str, models.QuerySet[Any, Any]]


def lecture(
    *types: type,
) -> Callable[[Callable[..., Nommes]], Callable[..., dict[str, list[Any]]]]:
    """Decorator of a function that gives querysets by name of its arguments: it gives what `lire` gives.

    The SQL is written once a language (`partenariat.donnees.preparees.preparee` says what may stand in it).
    """

    def decorer(nommer: Callable[..., Nommes]) -> Callable[..., dict[str, list[Any]]]:
        prete = ecrite_une_fois(types, nommer, _ecrire)

        @wraps(nommer)
        def lire_de(*arguments: Any) -> dict[str, list[Any]]:
            querysets, ecrite = prete()
            return _executer(ecrite.texte, ecrite.pour(arguments), querysets)

        return lire_de

    return decorer


def _ecrire(querysets: Nommes) -> tuple[str, list[Any]]:
    """The query of all of them, and its values."""
    branches: list[str] = []
    valeurs: list[Any] = []
    for rang, queryset in enumerate(querysets.values()):
        sql, siennes = queryset.query.sql_with_params()
        branches.append(f"SELECT {rang}, row_number() OVER (), to_jsonb(t) FROM ({sql}) AS t")
        valeurs += siennes
    return " UNION ALL ".join(branches), valeurs


def _executer(texte: str, valeurs: Sequence[Any], querysets: Nommes) -> dict[str, list[Any]]:
    lignes: list[list[tuple[int, dict[str, Any]]]] = [[] for _ in querysets]
    with connection.cursor() as curseur:
        curseur.execute(texte, valeurs)
        for rang, place, ligne in curseur.fetchall():
            lignes[rang].append((place, json.loads(ligne, parse_float=Decimal)))
    return {
        nom: [_objet(queryset, ligne) for _place, ligne in sorted(lignes[rang], key=lambda une: une[0])]
        for rang, (nom, queryset) in enumerate(querysets.items())
    }


def garder(objet: models.Model, nom: str, lignes: Sequence[models.Model]) -> None:
    """`objet.<nom>.all()` gives these rows from now on, as after `prefetch_related`."""
    queryset = getattr(objet, nom).get_queryset()
    queryset._result_cache, queryset._prefetch_done = list(lignes), True
    caches = objet.__dict__.setdefault("_prefetched_objects_cache", {})
    caches[nom] = queryset


def repartir(objets: Iterable[models.Model], nom: str, lignes: Iterable[models.Model], cle: str) -> None:
    """`objet.<nom>.all()` gives each object its own rows: those whose `cle` is its primary key."""
    par_objet = defaultdict(list)
    for ligne in lignes:
        par_objet[getattr(ligne, cle)].append(ligne)
    for objet in objets:
        garder(objet, nom, par_objet[objet.pk])


def rattacher(lignes: Iterable[models.Model], nom: str, vers: Iterable[models.Model]) -> None:
    """Gives each row the object that its foreign key `nom` names, among `vers`.

    Where the key is one to one, each of `vers` knows its row too, or that it has none.
    """
    par_cle = {objet.pk: objet for objet in vers}
    lignes = list(lignes)
    for ligne in lignes:
        setattr(ligne, nom, par_cle.get(getattr(ligne, f"{nom}_id")))
    if not lignes:
        return
    champ = champ_de(type(lignes[0]), nom)
    if isinstance(champ, models.OneToOneField):
        deja = {getattr(ligne, champ.attname) for ligne in lignes}
        for cle, objet in par_cle.items():
            if cle not in deja:
                champ.remote_field.set_cached_value(objet, None)


def _objet(queryset: models.QuerySet[Any, Any], ligne: dict[str, Any]) -> Any:
    """An instance of the queryset's model, or a dictionary, its values in their Python types."""
    modele, requete = queryset.model, queryset.query
    if not requete.default_cols:
        return {nom: _valeur(_champ_de(requete, modele, nom), valeur) for nom, valeur in ligne.items()}
    champs = modele._meta.concrete_fields
    return modele.from_db(
        queryset.db,
        [champ.attname for champ in champs],
        # A search vector is selected as nothing, under no name.
        [_valeur(champ, ligne.get(champ.column)) for champ in champs],
    )


def _champ_de(requete: Query, modele: type[models.Model], nom: str) -> "models.Field[Any, Any]":
    if nom in requete.annotations:
        calcule: models.Field[Any, Any] = requete.annotations[nom].output_field
        return calcule
    return champ_de(modele, nom)


def _valeur(champ: "models.Field[Any, Any]", valeur: Any) -> Any:
    calcule = champ.output_field if isinstance(champ, models.GeneratedField) else None
    return (calcule or champ).to_python(valeur)
