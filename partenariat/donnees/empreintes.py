"""Fingerprints: SHA-256 in hexadecimal, of a text in the database or of a file."""

import hashlib
from typing import Any

from django.core.files.base import File
from django.db.models import CharField, F, Func, GeneratedField

LONGUEUR = 64


class EmpreinteTexte(Func):
    """SHA-256 of a text's UTF-8 bytes (SQL function of the first migration of `partenariat`)."""

    function = "public.empreinte_texte"
    output_field = CharField(max_length=LONGUEUR)


def empreinte_octets(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def empreinte_texte(texte: str) -> str:
    """As `EmpreinteTexte` says it."""
    return empreinte_octets(texte.encode())


def champ_empreinte(source: str, **options: Any) -> GeneratedField:
    """A stored fingerprint of the text field `source`."""
    return GeneratedField(
        expression=EmpreinteTexte(F(source)),
        output_field=CharField(max_length=LONGUEUR),
        db_persist=True,
        editable=False,
        **options,
    )


def empreinte_fichier(fichier: "File[bytes]") -> str:
    """SHA-256 of a file, read by pieces; leaves it at its beginning."""
    somme = hashlib.sha256()
    for morceau in fichier.chunks():
        somme.update(morceau)
    fichier.seek(0)
    return somme.hexdigest()
