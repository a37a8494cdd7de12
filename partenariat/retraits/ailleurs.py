"""Where words that are withdrawn are read still: who asks for one thing is shown the others.

A name goes with its row; minutes that name the person are another text, to be withdrawn by a request of their
own.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partenariat.retraits.citations import assez, mots_de
from partenariat.retraits.copies import memes_fichiers, suites_de
from partenariat.retraits.lieux import designation, page_de
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE, est_retire

MAXIMUM = 10
"""Shown of one field of one model: more are found once these are settled."""


def se_lisent_encore(retrait: Retrait) -> list[tuple[str, str]]:
    """What says the same words elsewhere, or holds the same file: its name, and where one asks that it be
    withdrawn too."""
    return list(_ailleurs(retrait))


def _ailleurs(retrait: Retrait) -> Iterator[tuple[str, str]]:
    objet: Any = retrait.objet
    mots = mots_de([retrait])
    # What goes with it needs no request of its own.
    siens = {(retrait.relation, retrait.cle)}
    siens |= {(o._meta.db_table, o.pk) for o, _champ in suites_de(objet, retrait.champ)} if objet else set()
    for modele, quoi in REGISTRE.items() if mots else ():
        for champ in quoi.champs:
            dits = reduce(or_, (Q(**{f"{champ}__contains" if assez(mot) else champ: mot}) for mot in mots))
            for autre in modele._base_manager.filter(dits).order_by("pk")[:MAXIMUM]:
                if (autre._meta.db_table, autre.pk) not in siens:
                    yield _ou(autre, champ)
    fichier = REGISTRE[type(objet)].fichier if objet else ""
    if objet and fichier and retrait.champ in REGISTRE[type(objet)].avec(fichier) and objet.empreinte:
        for memes in memes_fichiers(objet):
            sien = REGISTRE[memes.model].fichier
            for autre in memes[:MAXIMUM]:
                if (autre._meta.db_table, autre.pk) not in siens and not est_retire(autre.nom_fichier):
                    yield _ou(autre, sien)


def _ou(autre: models.Model, champ: str) -> tuple[str, str]:
    page = page_de(autre)
    de = f"{page._meta.db_table}:{page.pk}"
    return designation(autre, champ), f"{reverse('admin:partenariat_retrait_add')}?de={de}"
