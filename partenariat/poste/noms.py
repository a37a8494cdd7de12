"""What the desk names of what one did: what one may still read, as it is called now, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse

from partenariat.poste.attentes import nom_de
from partenariat.poste.sources import ADRESSES, LISIBLES


class Noms:
    """The things that were written, fetched together: one query a kind."""

    def __init__(self, personne: Any, sujets: Iterable[tuple[Any, Any]]):
        self._equipe = personne.is_staff
        cles: dict[type, set[str]] = defaultdict(set)
        for modele, cle in sujets:
            if modele in LISIBLES and cle:
                cles[modele].add(str(cle))
        self._lus: dict[tuple[type, str], Any] = {}
        for modele, siennes in cles.items():
            for objet in LISIBLES[modele](personne).filter(pk__in=siennes):
                self._lus[modele, str(objet.pk)] = objet

    def titre(self, modele: Any, cle: Any) -> str:
        """Empty where it may not be read (any more)."""
        objet = self._lus.get((modele, str(cle)))
        return nom_de(objet) if objet is not None else ""

    def adresse(self, modele: Any, cle: Any) -> str:
        """Where it is read or kept; empty where this person finds nothing there."""
        objet = self._lus.get((modele, str(cle)))
        if objet is not None and modele in ADRESSES:
            return ADRESSES[modele](objet)
        if objet is None or not self._equipe:
            return ""
        try:
            return reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_change", args=[cle])
        except NoReverseMatch:
            return ""
