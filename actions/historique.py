"""What changed in an action since it became public: every event that the public can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.derniers_faits import mesure_dite, report_dit
from actions.models import Action, Nouvelle, Plan
from actions.models.etats import VISIBLES_DU_PUBLIC, Publication
from actions.models.publication import TransitionRefusee
from partenariat.donnees.champs import champ_de
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import moment_courant
from partenariat.presentation.formats import date_longue

# The end is told by its moves, each with its reason (`Report`).
CHAMPS = (
    "titre",
    "description",
    "statut",
    "debut",
    "en_continu",
    "confiance",
    "avancement_declare",
    "budget_prevu",
    "budget_engage",
    "texte_officiel",
)
MAXIMUM = 400


@dataclass(frozen=True)
class Changement:
    le: date
    tete: str
    """What changed."""
    avant: object = None
    apres: object = None
    """Of a field, both sides; nothing else has two."""
    texte: str = ""
    """The words of the fact, as they were written."""
    motif: str = ""


def ce_qui_a_change(action: Action, nouvelles: Iterable[Nouvelle]) -> list[Changement]:
    """Every public event of an action, latest first. One query: what hangs from it is read already.

    Args:
        nouvelles: its public updates.
    """
    faits = [*_publications_et_champs(action), *_dates_deplacees(action)]
    faits += [
        Changement(jalon.atteint_le, _("Jalon atteint : %(titre)s") % {"titre": jalon})
        for jalon in action.jalons.all()
        if jalon.atteint_le
    ]
    for indicateur in action.indicateurs.all():
        faits += [
            Changement(lue.date, mesure_dite(str(indicateur), lue.valeur, indicateur.unite))
            for lue in indicateur.mesures.all()
        ]
    faits += [Changement(n.date, _("Nouvelle"), texte=n.texte) for n in nouvelles]
    return sorted(faits, key=lambda fait: fait.le, reverse=True)


def _dates_deplacees(action: Action) -> list[Changement]:
    return [
        Changement(
            timezone.localdate(report.le),
            f"{report_dit(report.ancienne_date, report.nouvelle_date)} · {report.quoi}",
            motif=report.motif,
        )
        for report in action.reports.all()
    ]


def _publications_et_champs(action: Action) -> list[Changement]:
    """What its own history tells, latest first: each public state against the one before. One query."""
    evenements = evenements_de(Action).filter(pgh_obj=action.pk, publication__in=VISIBLES_DU_PUBLIC)
    if moment := moment_courant():
        evenements = evenements.filter(pgh_created_at__lte=moment)
    lignes = evenements.order_by("-pgh_id").values("pgh_created_at", "publication", "motif", *CHAMPS)[
        :MAXIMUM
    ]
    resultat: list[Changement] = []
    if action.publiee_le:
        resultat.append(Changement(timezone.localdate(action.publiee_le), _("Action publiée")))
    for avant, apres in pairwise(reversed(lignes)):
        le = timezone.localdate(apres["pgh_created_at"])
        if avant["publication"] != apres["publication"]:
            archivee = apres["publication"] == Publication.ARCHIVEE
            resultat.append(
                Changement(le, _("Action archivée") if archivee else _("Action publiée de nouveau"))
            )
        resultat += [
            Changement(
                le,
                capfirst(str(champ_de(Action, champ).verbose_name)),
                _mot(champ, avant[champ]),
                _mot(champ, apres[champ]),
                motif=apres["motif"] if champ == "statut" else "",
            )
            for champ in CHAMPS
            if avant[champ] != apres[champ]
        ]
    return resultat[::-1]


def _mot(champ: str, valeur: object) -> object:
    """The value in the words of the screen."""
    return dict(champ_de(Action, champ).flatchoices).get(valeur, valeur)


def histoire_depuis(plan: Plan) -> date | None:
    """The day this plan's history begins on this site: nothing can be shown of it before.

    One query, or none where the plan was read `avec_histoire`.
    """
    premier = getattr(plan, "premier_evenement", None)
    if premier is None:
        evenements = evenements_de(Plan).filter(pgh_obj=plan.pk)
        premier = evenements.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()
    return timezone.localtime(premier).date() if premier else None


def phrase_avant(depuis: date) -> str:
    """What is said of a day before history begins: unknown is not none."""
    return _("L'historique de ce plan commence ici le %(date)s : avant, rien ne peut être montré.") % {
        "date": date_longue(depuis)
    }


def exiger_histoire(plan: Plan, le: date) -> None:
    """What is frozen as of a day is read from history: it must reach that day, and nothing is made up.

    Raises:
        TransitionRefusee: it begins later.
    """
    debut = histoire_depuis(plan)
    if debut is None or debut > le:
        raise TransitionRefusee(
            _("L'historique du site ne remonte pas au %(date)s : choisissez un arrêt plus récent.")
            % {"date": date_longue(le)}
        )
