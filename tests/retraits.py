"""Words planted in records, their withdrawal, and where anybody may look for them."""

import io
import zipfile

from django.db import connection, models
from django.test import Client

from partenariat.models import Retrait
from tests.factories import UtilisateurFactory
from tests.reponses import corps

MOTIF = "Publiée sans l'accord de la personne nommée."


def demander(objet: models.Model, par=None, **reste) -> Retrait:
    par = par or UtilisateurFactory(coordination=True)
    return Retrait.demander(objet, par, **{"cause": "renseignement_personnel", "motif": MOTIF, **reste})


def retirer(objet: models.Model, **reste) -> Retrait:
    """Asked by one, confirmed by another."""
    retrait = demander(objet, **reste)
    retrait.confirmer(UtilisateurFactory(coordination=True))
    return retrait


def lisible(octets: bytes) -> str:
    """What one reads in an answer: a workbook is opened."""
    if octets[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            octets = b"".join(archive.read(nom) for nom in archive.namelist())
    return octets.decode(errors="replace")


def lire(adresses: list[str]) -> dict[str, str]:
    """What a visitor reads at each of these addresses."""
    client = Client()
    return {adresse: lisible(corps(client.get(adresse))) for adresse in adresses}


def ou_s_ecrit(mot: str) -> list[str]:
    """The tables of the whole database that hold that word, in any case."""
    with connection.cursor() as curseur:
        curseur.execute("""
            SELECT c.relname FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1""")
        tables = [nom for (nom,) in curseur.fetchall()]
        trouvees = []
        for table in tables:
            curseur.execute(
                f"SELECT EXISTS (SELECT 1 FROM public.{table} t WHERE t::text ILIKE %s)", [f"%{mot}%"]
            )
            if curseur.fetchone()[0]:
                trouvees.append(table)
    return trouvees
