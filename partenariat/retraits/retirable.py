"""The decorator of the models whose records can be withdrawn for cause."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_noop

from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import interdit
from partenariat.retraits.registre import CONFIRME, REGISTRE, Lisible, Retirable
from partenariat.retraits.sql import GARDER, TABLE

M = TypeVar("M", bound=models.Model)

ADRESSES = ("plan", "code", "numero", "annee")
"""Of what the address of a page is made."""
GARDE_SON_ADRESSE = "Ce dont quelque chose est retiré pour cause garde son adresse : le registre y mène."
VISE = f"""
EXISTS (
  SELECT 1 FROM {TABLE} r
  WHERE r.etat <> 'refuse'
  AND ((r.relation, r.cle) = (TG_TABLE_NAME, OLD.id) OR (r.page, r.page_cle) = (TG_TABLE_NAME, OLD.id))
)"""
"""Once it is asked for: the address is kept with the request."""

MEME_FICHIER = gettext_noop("Ce fichier a été retiré du site : il ne s'y dépose pas de nouveau.")
DEJA_RETIRE = f"""
EXISTS (
  SELECT 1 FROM {TABLE} r, LATERAL jsonb_each(r.empreintes) prises
  WHERE r.etat = '{CONFIRME}' AND prises.value @> to_jsonb(NEW.empreinte)
)"""
"""Of whatever it was the file: the same bytes come in by no other door."""


def verrou_du_fichier(empreinte: str) -> str:
    """SQL: until the transaction ends, the bytes of that fingerprint are handed in by one, or withdrawn."""
    return f"pg_advisory_xact_lock(hashtext('fichier ' || {empreinte}))"


def retirable(
    *textes: str,
    adresses: tuple[str, ...] = (),
    fixes: Mapping[str, str] | None = None,
    fichier: str = "",
    ou: str | tuple[str, ...] = (),
    parties: tuple[str, ...] = (),
    copies: Mapping[str, tuple[str, ...]] | None = None,
    remplacables: tuple[str, ...] = (),
    publics: tuple[Lisible, ...],
    publics_de: Mapping[str, tuple[Lisible, ...]] | None = None,
    par_empreinte: bool = False,
    sans_retour: bool = False,
) -> Callable[[type[M]], type[M]]:
    """Class decorator: says what of a record goes when it is withdrawn (`Retirable`), and guards it so."""
    sans_retour = sans_retour or par_empreinte

    def decorer(modele: type[M]) -> type[M]:
        REGISTRE[modele] = Retirable(
            textes,
            adresses,
            fixes or {},
            fichier,
            (ou,) if isinstance(ou, str) else ou,
            parties,
            copies or {},
            remplacables,
            publics,
            publics_de or {},
            par_empreinte,
            sans_retour,
        )
        pgtrigger.register(
            pgtrigger.Trigger(
                name="retrait_tenu", when=pgtrigger.Before, operation=pgtrigger.Update, func=GARDER
            )
        )(modele)
        if noms := [champ.name for champ in modele._meta.concrete_fields if champ.name in ADRESSES]:
            garde = interdit("retrait_adresse", GARDE_SON_ADRESSE, VISE, quand=Change(*noms))
            pgtrigger.register(garde)(modele)
        if sans_retour:
            avant = f"""
-- A row without a file waits for nobody.
IF NEW.empreinte = '' THEN RETURN NEW; END IF;
PERFORM {verrou_du_fichier("NEW.empreinte")};
"""
            garde = interdit(
                "retrait_meme_fichier",
                MEME_FICHIER,
                DEJA_RETIRE,
                a=pgtrigger.Insert,
                avant=avant,
                champs=[fichier],
            )
            pgtrigger.register(garde)(modele)
        return modele

    return decorer
