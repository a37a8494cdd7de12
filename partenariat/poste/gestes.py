"""What an account wrote lately, told from history: by a form, a list or the minute screen alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, GeneratedField, Max, OuterRef, Subquery, Value
from django.utils.text import capfirst
from django.utils.translation import gettext

from partenariat.administration.historique import mots
from partenariat.donnees.champs import champ_de
from partenariat.histoire.evenements import evenements_de
from partenariat.poste.attentes import Fait
from partenariat.poste.noms import Noms
from partenariat.poste.sources import SUIVIS, Evenement, Suivi
from partenariat.retraits.passe import evenement_masque

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.models import Utilisateur

DERNIERS = 2_000
"""Events of a kind, whoever wrote them, among which one's own are looked for."""
LUS = 30
"""Of one's own, of each kind, that are read."""
Cle = tuple[datetime, type, Any]
"""Of one gesture: what one transaction wrote of one thing."""


def de_l_histoire(personne: "Utilisateur | AnonymousUser") -> Iterator[Fait]:
    """One query; one more for each kind that was written, and one for each kind of thing that is named."""
    if not personne.is_authenticated or not (ecrits := _ecrits(personne)):
        return
    par_modele: dict[type, set[int]] = defaultdict(set)
    for suivi, ecrit in ecrits:
        par_modele[suivi.modele] |= {ecrit["pgh_id"], ecrit["d_avant"]} - {None}
    evenements = {modele: _evenements(modele, cles) for modele, cles in par_modele.items()}
    gestes: dict[Cle, Counter[str]] = defaultdict(Counter)
    for suivi, ecrit in ecrits:
        lus = evenements[suivi.modele]
        avant, apres = lus.get(ecrit["d_avant"]), lus[ecrit["pgh_id"]]
        geste = gestes[apres["pgh_created_at"], suivi.sujet, ecrit["du_sujet"]]
        if suivi.du_sujet:
            geste[_modification(suivi.sujet)] = 1
        else:
            geste.update(_dits(suivi, avant, apres))
    noms = Noms(personne, ((sujet, cle) for _le, sujet, cle in gestes))
    for (le, sujet, cle), dits in gestes.items():
        if dits:
            yield Fait(le, _ensemble(dits), noms.titre(sujet, cle), noms.adresse(sujet, cle), (sujet, cle))


def a_ecrit(personne: "Utilisateur") -> bool:
    """Whether it wrote something lately. One query."""
    return bool(_ecrits(personne, 1))


def _ecrits(personne: "Utilisateur", lus: int = LUS) -> list[tuple[Suivi, Evenement]]:
    """The last events of each kind that it wrote, with the key of the one before each. One query."""
    suivis = [suivi for suivi in SUIVIS.values() if suivi.pour(personne)]
    premiers, *autres = [_siens(rang, suivi, personne.pk, lus) for rang, suivi in enumerate(suivis)]
    lignes = premiers.union(*autres, all=True)
    return [(suivis[ligne["du_suivi"]], ligne) for ligne in lignes]


def _siens(rang: int, suivi: Suivi, compte: int, lus: int) -> Any:
    evenements = evenements_de(suivi.modele)
    dernier = evenements.order_by().values(tout=Value(1)).annotate(dernier=Max("pgh_id")).values("dernier")
    avant = evenements.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    return (
        evenements.filter(pgh_id__gt=Subquery(dernier) - DERNIERS, pgh_context__user=compte)
        .order_by("-pgh_id")
        .values(
            "pgh_id",
            du_suivi=Value(rang),
            du_sujet=F(suivi.chemin),
            d_avant=Subquery(avant.values("pgh_id")[:1]),
        )[:lus]
    )


def _evenements(modele: type, cles: set[int]) -> dict[int, Evenement]:
    lus = evenements_de(modele).filter(pgh_id__in=cles).order_by("pgh_id").values()
    return {lu["pgh_id"]: evenement_masque(modele, lu) for lu in lus}


def _dits(suivi: Suivi, avant: Evenement | None, apres: Evenement) -> Iterable[str]:
    """What one event is called; nothing where it only follows from another."""
    meta = suivi.modele._meta
    if apres["pgh_label"] == "delete":
        return [f"{gettext('Suppression')} · {meta.verbose_name}"]
    if avant is None or apres["pgh_label"] == "insert":
        return [str(suivi.ajout) or f"{gettext('Ajout')} · {meta.verbose_name}"]
    dits = [_valeur(suivi, nom, apres) for nom in suivi.champs if avant[nom] != apres[nom]]
    dits += suivi.dire(avant, apres)
    if not dits and any(avant[nom] != apres[nom] for nom in _saisis(suivi.modele) if nom in apres):
        dits.append(_modification(suivi.modele))
    return dits


def _modification(modele: Any) -> str:
    return f"{gettext('Modification')} · {modele._meta.verbose_name}"


def _valeur(suivi: Suivi, nom: str, apres: Evenement) -> str:
    champ = champ_de(suivi.modele, nom)
    return gettext("%(nom)s : %(valeur)s") % {
        "nom": capfirst(str(champ.verbose_name)),
        "valeur": mots(champ, apres[nom]) or gettext("aucune"),
    }


def _saisis(modele: type) -> list[str]:
    """The columns that people write."""
    return [
        champ.attname
        for champ in modele._meta.concrete_fields  # type: ignore[attr-defined]  # a model
        if champ.editable and not champ.primary_key and not isinstance(champ, GeneratedField)
    ]


def _ensemble(dits: Counter[str]) -> str:
    """« Jalon atteint, 3 fois; Statut : Terminée »."""
    return "; ".join(
        gettext("%(quoi)s, %(n)s fois") % {"quoi": dit, "n": n} if n > 1 else dit for dit, n in dits.items()
    )
