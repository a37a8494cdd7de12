"""What the committee adds to « Ce qui a changé »: meetings called, moved, cancelled, minutes approved."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from actions.derniers_faits import (
    Fait,
    Genre,
    Ligne,
    Lignes,
    dire_le_retrait,
    du_jour,
    enregistrer,
    lignes_de,
    retraits,
)
from actions.models import Plan
from comite.models import Deplacement, Seance
from partenariat.presentation.formats import date_longue

Seances = QuerySet[Any, Any]


def _du_plan(plan: Plan) -> Seances:
    return Seance.objects.filter(plan=plan).order_by()


def _des_seances(queryset: QuerySet[Any, Any], objet: str = "", *, jour: str, **reste: Any) -> Lignes:
    """The rows on meetings; a meeting is named by its number and its day, `jour`."""
    return lignes_de(queryset, objet, code="numero", titre=Value(""), n_jour=F(jour), **reste)


def _convocations(seances: Seances) -> Lignes:
    convoquees = seances.filter(convoquee_le__isnull=False)
    return _des_seances(convoquees, jour="convoquee_pour", **du_jour(Seance, "convoquee_le"))


def _deplacements(seances: Seances) -> Lignes:
    deplaces = Deplacement.objects.filter(seance__in=seances)
    suivants = Deplacement.objects.filter(seance=OuterRef("seance"), pk__gt=OuterRef("pk")).order_by("pk")
    return _des_seances(
        deplaces,
        "seance",
        jour="ancienne_date",
        n_nouveau_jour=Coalesce(Subquery(suivants.values("ancienne_date")[:1]), F("seance__date")),
        n_motif=F("motif"),
        **du_jour(Deplacement, "le"),
    )


def _annulations(seances: Seances) -> Lignes:
    annulees = seances.filter(annulee_le__isnull=False, convoquee_le__isnull=False)
    return _des_seances(annulees, jour="date", n_motif=F("motif"), **du_jour(Seance, "annulee_le"))


def _approbations(seances: Seances) -> Lignes:
    approuvees = Seance.objects.approuvees().filter(pk__in=seances)
    return _des_seances(approuvees, jour="date", par="approuve_le")


def _retraits(seances: Seances) -> Lignes:
    return retraits(seances, code="numero", titre=Value(""))


def _jour(ligne: Ligne) -> dict[str, str]:
    return {"date": date_longue(ligne["n_jour"])}


def _dire_le_deplacement(ligne: Ligne) -> list[Fait]:
    jours = _jour(ligne) | {"nouvelle": date_longue(ligne["n_nouveau_jour"])}
    if ligne["n_nouveau_jour"] == ligne["n_jour"]:
        tete = _("Séance du %(date)s déplacée à une autre heure")
    else:
        tete = _("Séance du %(date)s déplacée au %(nouvelle)s")
    return [Fait(tete % jours, motif=ligne["n_motif"])]


def inscrire() -> None:
    """Registers the kinds; called once, when the application is ready."""
    genres = {
        "retrait d'une séance": (_retraits, dire_le_retrait),
        "approbation": (
            _approbations,
            lambda ligne: [Fait(_("Procès-verbal de la séance du %(date)s approuvé") % _jour(ligne))],
        ),
        "annulation": (
            _annulations,
            lambda ligne: [Fait(_("Séance du %(date)s annulée") % _jour(ligne), motif=ligne["n_motif"])],
        ),
        "déplacement": (_deplacements, _dire_le_deplacement),
        "convocation": (
            _convocations,
            lambda ligne: [Fait(_("Séance du %(date)s convoquée") % _jour(ligne))],
        ),
    }
    for nom, (lignes, dire) in genres.items():
        enregistrer(nom, Genre("seance", _du_plan, lignes, dire))
