"""Packets and reviews that quote what was withdrawn for cause: blanked there too, by the owner's command."""

from django.db.models import Model, QuerySet

from comite.models import Bilan, Dossier
from comite.sorties.dossier.fabrication import faire_de_nouveau
from partenariat.donnees.empreintes import empreinte_octets, empreinte_texte
from partenariat.histoire.evenements import evenements_de
from partenariat.retraits.caviardage import Citees, citent, endormi
from partenariat.retraits.citations import Mots, sans_citation


def caviarder_les_sorties(mots: Mots, simuler: bool) -> Citees:
    """What quotes these words, and the fingerprints of what it was.

    A packet is made again from history, which is masked by now: it has the fingerprints of what it becomes.
    """
    citees: Citees = {}
    for dossier in Dossier.objects.select_related("seance__plan").order_by("pk"):
        if sans_citation(dossier.donnees, mots) == dossier.donnees:
            continue
        citees[f"dossier {dossier}"] = [dossier.empreinte_donnees, dossier.empreinte]
        if not simuler:
            _refaire(dossier)
    for bilan in Bilan.objects.exclude(donnees="").order_by("pk"):
        masque = sans_citation(bilan.donnees, mots)
        if masque == bilan.donnees:
            continue
        citees[f"bilan {bilan.annee}"] = [empreinte_texte(bilan.donnees)]
        if not simuler:
            with endormi(Bilan._meta.db_table, "bilan_publie_fige"):
                Bilan.objects.filter(pk=bilan.pk).update(donnees=masque)
    if not simuler:
        for modele in (Dossier, Bilan):
            _blanchir_l_histoire(modele, mots)
    return citees


def _refaire(dossier: Dossier) -> None:
    texte, pdf = faire_de_nouveau(dossier)
    with endormi(Dossier._meta.db_table, "dossier_inalterable"):
        Dossier.objects.filter(pk=dossier.pk).update(
            donnees=texte,
            empreinte_donnees=empreinte_texte(texte),
            pdf=pdf,
            empreinte=empreinte_octets(pdf),
        )


def _blanchir_l_histoire(modele: type[Model], mots: Mots) -> None:
    evenements: QuerySet[Model] = evenements_de(modele).exclude(donnees="")
    for pk, donnees in evenements.values_list("pgh_id", "donnees"):
        masque = sans_citation(donnees, mots)
        if masque != donnees:
            with endormi(evenements.model._meta.db_table, "ajout_seulement"):
                evenements.filter(pgh_id=pk).update(donnees=masque)


def inscrire() -> None:
    """Called once, when the application is ready."""
    citent(caviarder_les_sorties, Dossier, Bilan)
