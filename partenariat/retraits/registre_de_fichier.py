"""The confirmed withdrawals, beside the deposits: an older archive that is restored is withdrawn from again.

The file holds no word of what was withdrawn: tables, keys, dates, reasons and fingerprints.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from partenariat.donnees import ecriture
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.compactage import compacter
from partenariat.retraits.modele import EtatRetrait, Retrait
from partenariat.retraits.registre import de_la_table

NOM = ".retraits.json"
"""Hidden: what looks at the deposits, or puts others in their place, leaves it where it is."""
CHAMPS = (
    "relation", "cle", "champ", "formulation", "quoi", "page", "page_cle", "cause", "motif", "demande_le",
    "decide_le", "dit", "empreintes", "public",
)  # fmt: skip
"""What is replayed; the accounts of an older copy may not be those."""
CIBLE = ("relation", "cle", "champ", "formulation")
"""What names a withdrawal, in any copy."""

AJOUTES = ("champ", "formulation")
"""What a file of an older version may not say: what it withdrew, it withdrew whole."""


def chemin() -> Path:
    """Where it stands: no address reaches that folder."""
    return Path(settings.MEDIA_ROOT) / NOM


def exporter() -> list[dict[str, Any]]:
    """The confirmed withdrawals, in the order in which they were asked for."""
    return list(
        Retrait.objects.confirmes().order_by("pk").values(*CHAMPS, *(f"avec__{nom}" for nom in CIBLE))
    )


def ecrire() -> Path:
    """Writes them beside the deposits, whole or not at all; gives where.

    One at a time: the last to write has read the last.
    """
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [NOM])
        ici = chemin()
        ici.parent.mkdir(parents=True, exist_ok=True)
        ecriture.ecrire(ici, json.dumps(exporter(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        return ici


def lire() -> list[dict[str, Any]]:
    """What was written there; nothing where nothing ever was."""
    ici = chemin()
    if not ici.exists():
        return []
    lus: list[dict[str, Any]] = json.loads(ici.read_text(encoding="utf-8"))
    return [_complet(lu) for lu in lus]


def _complet(lu: dict[str, Any]) -> dict[str, Any]:
    """The same, of a file that an older version wrote."""
    page = {"page": lu["relation"], "page_cle": lu["cle"]}
    avec = dict.fromkeys((f"avec__{nom}" for nom in AJOUTES), None if lu.get("avec__cle") is None else "")
    # It named all that was withdrawn.
    return {**dict.fromkeys(AJOUTES, ""), **page, **avec, "public": True, **lu}


@transaction.atomic
def rejouer(retraits: list[dict[str, Any]]) -> int:
    """Withdraws again what an older copy does not know to be withdrawn; gives how many were.

    A pending request gives way to what was decided since. What the copy does not hold has nothing to mask:
    the withdrawal is written all the same, for the register.
    """
    rejoues = 0
    for dit in retraits:
        siens = Retrait.objects.filter(**{nom: dit[nom] for nom in CIBLE})
        connu = siens.exclude(etat=EtatRetrait.REFUSE).first()
        if connu is not None and connu.etat == EtatRetrait.CONFIRME:
            # One that was replaced since does not come back either.
            siens.filter(pk=connu.pk).exclude(motif=dit["motif"]).update(motif=dit["motif"])
            continue
        if connu is not None:
            connu.etat, connu.decide_le = EtatRetrait.REFUSE, dit["decide_le"]
            connu.save(update_fields=["etat", "decide_le"])
        _jamais_a_un_autre(dit["relation"], dit["cle"])
        # Asked for before what goes with it, it is replayed before too.
        avec = Retrait.objects.confirmes().filter(**{nom: dit.get(f"avec__{nom}") for nom in CIBLE}).first()
        Retrait.objects.create(**{nom: dit[nom] for nom in CHAMPS}, avec=avec, etat=EtatRetrait.CONFIRME)
        rejoues += 1
    return rejoues


def _jamais_a_un_autre(relation: str, cle: int) -> None:
    """A copy that does not hold the record would give its key to the next one, and its withdrawal with it."""
    if de_la_table(relation) is None:
        return
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f"public.{relation}"])
        (suite,) = curseur.fetchone()
        curseur.execute(
            f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {suite})))",  # its own name
            [suite, cle],
        )


def apres_restauration(using: str) -> list[str]:
    """What `restaurer` calls once the copy stands: what left the past does not come back with it.

    Raises:
        RuntimeError: `using` is not the database that the models read.
    """
    if using != DEFAULT_DB_ALIAS:
        raise RuntimeError(f"les retraits se rejouent sur « {DEFAULT_DB_ALIAS} », non sur « {using} »")
    rejoues, constat = rejouer(lire()), caviarder()
    if not (rejoues or constat.retraits):
        return []
    ecrire()
    return [f"{rejoues} rejoués, {constat.retraits} caviardés", *compacter()]
