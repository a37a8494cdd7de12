"""Where the committee stands in the back office, and what each kind is for."""

from django.utils.translation import gettext_lazy as _

from comite.models import (
    Bilan,
    BilanAxe,
    Decision,
    Demande,
    Deplacement,
    Dossier,
    Effet,
    Membre,
    Point,
    Presence,
    Rappel,
    Ronde,
    Seance,
    Suite,
)
from partenariat.administration import noms
from partenariat.administration.taches import Fiche, Tache, placer

COMITE = Tache(30, "comite", _("Préparer le comité"))

placer(
    COMITE,
    Fiche(Seance, _("Chaque séance : ordre du jour, tenue, décisions et procès-verbal."), feminin=True),
    Fiche(Suite, _("Ce qu'une décision demande de faire, par qui et pour quand."), feminin=True),
    Fiche(
        Ronde,
        _("Les nouvelles demandées à tout le monde avant une séance, et qui a répondu."),
        feminin=True,
    ),
    Fiche(Membre, _("Qui siège, pour quelle organisation, et depuis quand.")),
    Fiche(Bilan, _("Le récit d'une année, publié avec ses chiffres.")),
)
noms.accorder(
    feminins=(Decision, Demande, Presence),
    masculins=(BilanAxe, Deplacement, Dossier, Effet, Point, Rappel),
)
