"""What the committee adds to the latest facts: meetings called, moved, cancelled, minutes approved."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext as _

from actions.derniers_faits import Fait, Ligne, dernieres, enregistrer
from actions.models import Plan
from comite.models import Deplacement, Seance
from partenariat.histoire.temps import JourDe
from partenariat.presentation.formats import date_longue

PAGE = "seance"


def _des_seances(
    queryset: QuerySet[Any, Any], le: Any, objet: str = "", *, par: str, jour: str, **colonnes: Any
) -> QuerySet[Any, Ligne]:
    """The latest rows on meetings; a meeting is named by its number and its day, `jour`."""
    return dernieres(queryset, le, objet, par=par, code="numero", titre=Value(""), n_jour=F(jour), **colonnes)


def _convocations(plan: Plan) -> QuerySet[Any, Ligne]:
    convoquees = Seance.objects.filter(plan=plan, convoquee_le__isnull=False)
    return _des_seances(convoquees, F("convoquee_le"), par="convoquee_le", jour="convoquee_pour")


def _deplacements(plan: Plan) -> QuerySet[Any, Ligne]:
    return _des_seances(
        Deplacement.objects.filter(seance__plan=plan),
        F("le"),
        "seance",
        par="le",
        jour="ancienne_date",
        n_motif=F("motif"),
    )


def _annulations(plan: Plan) -> QuerySet[Any, Ligne]:
    annulees = Seance.objects.filter(plan=plan, annulee_le__isnull=False, convoquee_le__isnull=False)
    return _des_seances(annulees, F("annulee_le"), par="annulee_le", jour="date", n_motif=F("motif"))


def _approbations(plan: Plan) -> QuerySet[Any, Ligne]:
    approuvees = Seance.objects.approuvees().filter(plan=plan)
    return _des_seances(approuvees, JourDe("approuve_le"), par="approuve_le", jour="date")


def _jour(ligne: Ligne) -> dict[str, str]:
    return {"date": date_longue(ligne["n_jour"])}


def _dire_la_convocation(ligne: Ligne) -> Fait:
    return Fait(_("Séance du %(date)s convoquée") % _jour(ligne), page=PAGE)


def _dire_le_deplacement(ligne: Ligne) -> Fait:
    return Fait(_("Séance du %(date)s déplacée") % _jour(ligne), ligne["n_motif"], PAGE)


def _dire_l_annulation(ligne: Ligne) -> Fait:
    return Fait(_("Séance du %(date)s annulée") % _jour(ligne), ligne["n_motif"], PAGE)


def _dire_l_approbation(ligne: Ligne) -> Fait:
    return Fait(_("Procès-verbal de la séance du %(date)s approuvé") % _jour(ligne), page=PAGE)


def inscrire() -> None:
    """Registers the kinds; called once, when the application is ready."""
    enregistrer("convocation", _convocations, _dire_la_convocation)
    enregistrer("deplacement", _deplacements, _dire_le_deplacement)
    enregistrer("annulation", _annulations, _dire_l_annulation)
    enregistrer("approbation", _approbations, _dire_l_approbation)
