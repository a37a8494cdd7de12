"""What changed lately, in public: the latest facts of every kind, with those that other floors register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from actions.models import Action, Jalon, Mesure, Nouvelle, Plan, Report
from actions.models.etats import VISIBLES_DU_PUBLIC, Confiance, Publication, Statut
from partenariat.donnees.en_une_fois import lecture
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import JourDe, jour
from partenariat.presentation.formats import date_longue, mesure
from partenariat.presentation.traduction import traduit

NOMBRE = 8
Ligne = dict[str, Any]
CODES = {"seance": "numero"}
"""How an address names the code of its object, where not `code`."""
COMMUNES = ("n_date", "n_code", "n_titre", "n_rang")
"""What every row holds: when, the code and the title of its object, its rank among those of a day."""


@dataclass(frozen=True)
class Fait:
    tete: str
    """What changed, in the visitor's language."""
    texte: str = ""
    """The reason, or the words of the fact: always as they were written, in French."""
    page: str = "action"
    """The name of the page of its object."""


@dataclass(frozen=True)
class FaitDate:
    """A fact of an object, on its day."""

    date: date
    code: str
    titre: str
    fait: Fait
    adresse: str
    """Of the page of its object, today's."""

    @property
    def nom(self) -> str:
        return f"{self.code} · {self.titre}" if self.titre else self.code


@dataclass(frozen=True)
class _Genre:
    lignes: Callable[[Plan], QuerySet[Any, Ligne]]
    dire: Callable[[Ligne], Fait]


_genres: dict[str, _Genre] = {}


def enregistrer(
    genre: str, lignes: Callable[[Plan], QuerySet[Any, Ligne]], dire: Callable[[Ligne], Fait]
) -> None:
    """Adds a kind of facts to those of a plan.

    Args:
        lignes: the latest rows of a plan (`dernieres`), read with all the others in one query.
        dire: a row in words.
    """
    _genres[genre] = _Genre(lignes, dire)


def derniers_faits(plan: Plan) -> list[FaitDate]:
    """The latest public facts of a plan, most recent first. One query."""
    lues = [(genre, ligne) for genre, lignes in _lus(plan).items() for ligne in lignes]
    lues.sort(key=lambda une: (-une[1]["n_date"].toordinal(), une[1]["n_code"], une[0], -une[1]["n_rang"]))
    return [_date(plan, ligne, _genres[genre].dire(ligne)) for genre, ligne in lues[:NOMBRE]]


def _date(plan: Plan, ligne: Ligne, fait: Fait) -> FaitDate:
    adresse = plan.adresse(fait.page, **{CODES.get(fait.page, "code"): ligne["n_code"]})
    return FaitDate(ligne["n_date"], ligne["n_code"], ligne["n_titre"], fait, adresse)


@lecture(Plan)
def _lus(plan: Plan) -> dict[str, QuerySet[Any, Ligne]]:
    return {nom: genre.lignes(plan) for nom, genre in _genres.items()}


def dernieres(
    queryset: QuerySet[Any, Any],
    le: Any,
    objet: str = "",
    *,
    par: str = "n_date",
    code: str = "code",
    titre: Any = None,
    **colonnes: Any,
) -> QuerySet[Any, Ligne]:
    """The latest rows of one kind.

    Args:
        le: expression of their day.
        objet: ORM path to what they are about; the row itself where empty.
        par: what they are ordered by: an index finds the latest without reading the others.
        code: the field by which the page of their object is known.
        titre: expression of its title, where that is not its field `titre`.
        colonnes: the other expressions that the words need.
    """
    vers = f"{objet}__" if objet else ""
    lues = queryset.annotate(
        n_date=le,
        n_code=F(f"{vers}{code}"),
        n_titre=titre or traduit(f"{vers}titre"),
        n_rang=F("pk"),
        **colonnes,
    )
    ordonnees = lues.filter(n_date__lte=jour()).order_by(f"-{par}", "n_code", "-n_rang")
    return ordonnees.values(*COMMUNES, *colonnes)[:NOMBRE]


def _publiques(plan: Plan) -> QuerySet[Action]:
    return Action.objects.publiques().filter(plan=plan).order_by()


def _jalons(plan: Plan) -> QuerySet[Any, Ligne]:
    atteints = Jalon.objects.filter(action__in=_publiques(plan), atteint_le__isnull=False)
    return dernieres(atteints, F("atteint_le"), "action", par="atteint_le", n_quoi=traduit("titre"))


def _reports(plan: Plan) -> QuerySet[Any, Ligne]:
    return dernieres(
        Report.objects.filter(action__in=_publiques(plan)),
        JourDe("le"),
        "action",
        par="le",
        n_avant=F("ancienne_date"),
        n_apres=F("nouvelle_date"),
        n_quoi=traduit("jalon__titre"),
        n_motif=F("motif"),
    )


def _nouvelles(plan: Plan) -> QuerySet[Any, Ligne]:
    publiques = Nouvelle.objects.publiques().filter(action__in=_publiques(plan))
    return dernieres(publiques, F("date"), "action", par="date", n_texte=F("texte"))


def _mesures(plan: Plan) -> QuerySet[Any, Ligne]:
    return dernieres(
        Mesure.objects.filter(indicateur__action__in=_publiques(plan)),
        F("date"),
        "indicateur__action",
        par="date",
        n_quoi=traduit("indicateur__nom"),
        n_valeur=F("valeur"),
        n_unite=F("indicateur__unite"),
    )


def _etats(plan: Plan) -> QuerySet[Any, Ligne]:
    """Changes of status and of confidence, between two states that were public.

    The latest are among those of the actions that changed last (`etat_le`).
    """
    changees = _publiques(plan).filter(etat_le__isnull=False).order_by("-etat_le", "pk").values("pk")
    evenements = evenements_de(Action).filter(publication__in=VISIBLES_DU_PUBLIC)
    avant = evenements.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    changes = evenements.filter(pgh_obj__in=changees[:NOMBRE]).annotate(
        a_statut=Subquery(avant.values("statut")[:1]), a_confiance=Subquery(avant.values("confiance")[:1])
    )
    return dernieres(
        changes.filter(~Q(a_statut=F("statut")) | ~Q(a_confiance=F("confiance")), a_statut__isnull=False),
        JourDe("pgh_created_at"),
        "pgh_obj",
        par="pgh_created_at",
        n_statuts_avant=F("a_statut"),
        n_confiance_avant=F("a_confiance"),
        n_statut=F("statut"),
        n_confiance=F("confiance"),
        n_motif=F("motif"),
    )


def _publications(plan: Plan) -> QuerySet[Any, Ligne]:
    """What was there on the day history begins is not new: it is only unknown before."""
    debut = evenements_de(Plan).filter(pgh_obj=plan.pk).order_by("pgh_id")
    premier = Subquery(debut.annotate(le=JourDe("pgh_created_at")).values("le")[:1])
    nees = _publiques(plan).annotate(nee=JourDe("publiee_le")).filter(nee__gt=premier)
    return dernieres(nees, F("nee"), par="publiee_le")


def _archives(plan: Plan) -> QuerySet[Any, Ligne]:
    evenements = evenements_de(Action)
    avant = evenements.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    archivees = evenements.filter(
        plan=plan, publication=Publication.ARCHIVEE, pgh_obj__publication=Publication.ARCHIVEE
    )
    closes = archivees.annotate(a_publication=Subquery(avant.values("publication")[:1]))
    return dernieres(
        closes.filter(a_publication=Publication.PUBLIEE),
        JourDe("pgh_created_at"),
        "pgh_obj",
        par="pgh_created_at",
    )


def report_dit(avant: date, apres: date | None) -> str:
    """What was moved, from when to when."""
    if apres is None:
        return _("Échéance du %(avant)s retirée") % {"avant": date_longue(avant)}
    dates = {"avant": date_longue(avant), "apres": date_longue(apres)}
    return _("Échéance déplacée du %(avant)s au %(apres)s") % dates


def etat_dit(nom: str, choix: Any, avant: str, apres: str) -> str:
    """« Statut : En cours → Réalisée »; empty where nothing changed."""
    if avant == apres:
        return ""
    mots = dict(choix.choices) | {"": _("non dite")}
    return _("%(nom)s : %(avant)s → %(apres)s") % {"nom": nom, "avant": mots[avant], "apres": mots[apres]}


def mesure_dite(indicateur: str, valeur: Any, unite: str) -> str:
    return _("%(indicateur)s : %(valeur)s") % {"indicateur": indicateur, "valeur": mesure(valeur, unite)}


def _dire_l_etat(ligne: Ligne) -> Fait:
    statut = etat_dit(_("Statut"), Statut, ligne["n_statuts_avant"], ligne["n_statut"])
    confiance = etat_dit(_("Confiance"), Confiance, ligne["n_confiance_avant"], ligne["n_confiance"])
    return Fait(" · ".join(filter(None, (statut, confiance))), ligne["n_motif"] if statut else "")


def _dire_le_report(ligne: Ligne) -> Fait:
    tete = report_dit(ligne["n_avant"], ligne["n_apres"])
    return Fait(f"{tete} · {ligne['n_quoi']}" if ligne["n_quoi"] else tete, ligne["n_motif"])


enregistrer("jalon", _jalons, lambda ligne: Fait(_("Jalon atteint : %(titre)s") % {"titre": ligne["n_quoi"]}))
enregistrer("report", _reports, _dire_le_report)
enregistrer("nouvelle", _nouvelles, lambda ligne: Fait(_("Nouvelle"), ligne["n_texte"]))
enregistrer(
    "mesure",
    _mesures,
    lambda ligne: Fait(mesure_dite(ligne["n_quoi"], ligne["n_valeur"], ligne["n_unite"])),
)
enregistrer("etat", _etats, _dire_l_etat)
enregistrer("publication", _publications, lambda _ligne: Fait(_("Nouvelle action")))
enregistrer("archive", _archives, lambda _ligne: Fait(_("Action archivée")))
