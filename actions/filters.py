"""The filters of the actions, for the page, the files and what comes after: one declaration."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.compte import compte_actions
from actions.models import (
    Action,
    Document,
    Domaine,
    Indicateur,
    Jalon,
    Nouvelle,
    Objectif,
    Participation,
    Plan,
    Report,
    Source,
    Volet,
)
from actions.models.action import ActionQuerySet
from actions.models.etats import Echeancier, Fraicheur, Portee, Statut
from actions.portees import portee
from actions.vocabulaire import vocabulaire
from partenariat.donnees.criteres import Dit, Lien, ParFait, ParLien, ParTexte, Partout, ParValeur, du_nom
from partenariat.donnees.filtres import FiltreAFacettes
from partenariat.donnees.recherche import SansAccents
from partenariat.models import Organisation
from partenariat.parties.dite import organisation_dite

SANS_MOTIF = "sans"
"""An action set aside, and nobody knows why."""
SANS_DECISION = "sans"
"""An action abandoned, and nobody knows by which decision."""
DEPLACEE = "deplacee"
"""An action of which a date was moved, its own end or a milestone's."""
TRIS = {
    "code": (_("Code"), F("cle_code").asc()),
    "titre": (_("Titre"), SansAccents("titre").asc()),
    "fin": (_("Fin, la plus proche d'abord"), F("fin").asc(nulls_last=True)),
    "-fin": (_("Fin, la plus lointaine d'abord"), F("fin").desc(nulls_last=True)),
    "-avancement": (_("Avancement, du plus grand au plus petit"), F("avancement").desc(nulls_last=True)),
    "avancement": (_("Avancement, du plus petit au plus grand"), F("avancement").asc(nulls_last=True)),
    "-maj": (_("Dernière nouvelle, la plus récente d'abord"), F("maj_le").desc(nulls_last=True)),
    "maj": (_("Dernière nouvelle, la plus ancienne d'abord"), F("maj_le").asc(nulls_last=True)),
}

NOMS = ("action",)
"""What an action is called, in each language, accents left out."""
# What joins an action to several values of one kind.
PARTICIPATIONS = Participation.objects.all()
OBJECTIFS = Action.objectifs.through.objects.all()
DOMAINES = Action.domaines.through.objects.all()
LIEUX = Action.arrondissements.through.objects.all()


def code_dit(quoi: Any) -> Dit:
    """What is found by the code of an action, or of what has a code and a title as it does.

    Args:
        quoi: what it is (« Action »).
    """
    code = (F("code"), Value(" · "))
    traduite = Case(When(titre_en="", then=Value("")), default=Concat(*code, "titre_en"))
    return Dit(quoi, Concat(*code, "titre"), traduite)


ACTION_DITE = code_dit(_("Action"))
RECHERCHE = ParTexte(
    "q",
    _("Rechercher"),
    (
        Lien(Action.objects.all(), "pk", "recherche"),
        du_nom(Action.objects.all(), NOMS),
        Lien(
            Action.objects.all(),
            "pk",
            "responsable__recherche",
            dit=organisation_dite(_("Responsable"), "responsable__"),
        ),
        Lien(Jalon.objects.all(), "action", "recherche", dit=Dit(_("Jalon"), "titre", "titre_en")),
        Lien(Indicateur.objects.all(), "action", "recherche", dit=Dit(_("Indicateur"), "nom", "nom_en")),
        # An internal note answers nobody, not even those who may read it: a list is the same for all.
        Lien(Nouvelle.objects.publiques(), "action", "recherche", dit=Dit(_("Nouvelle"), "texte")),
        Lien(Document.objects.publics(), "action", "recherche", dit=Dit(_("Document"), "titre")),
        Lien(Volet.objects.all(), "actions", "recherche", dit=code_dit(_("Volet"))),
        Lien(Objectif.objects.all(), "actions", "recherche", dit=code_dit(_("Objectif"))),
        Lien(Domaine.objects.all(), "actions", "recherche", dit=Dit(_("Domaine"), "titre", "titre_en")),
        Lien(Source.objects.all(), "actions", "recherche", dit=Dit(_("Source"), "titre")),
        Lien(
            PARTICIPATIONS,
            "action",
            "organisation__recherche",
            dit=organisation_dite(_("Participe"), "organisation__"),
        ),
        Lien(
            LIEUX,
            "action",
            "organisation__recherche",
            dit=organisation_dite(_("Arrondissement"), "organisation__"),
        ),
        Partout(
            Action.objects.filter(tout_le_territoire=True),
            Organisation.objects.arrondissements().order_by("cle_tri", "pk"),
            "recherche",
            dit=organisation_dite(_("Sur tout le territoire")),
        ),
    ),
)


def deplacee(_valeur: str) -> Q:
    return Q(Exists(Report.objects.publics().filter(action=OuterRef("pk"))))


def sans_motif(_valeur: str) -> Q:
    return Q(motif_inconnu=True)


def sans_decision(_valeur: str) -> Q:
    return Q(decision_inconnue=True)


class FiltreActions(FiltreAFacettes):
    """Filters of a plan's published actions.

    Args:
        data: the query string. What cannot be used is left aside and told by `laisses_de_cote`.
        plan: the plan being read.
    """

    CRITERES = (
        RECHERCHE,
        ParValeur("axe", _("Axe"), "axe__numero", ouverte=True),
        ParValeur("volet", _("Volet"), "volet__code"),
        ParLien("objectif", _("Objectif"), Lien(OBJECTIFS, "action", "objectif__code")),
        ParLien("domaine", _("Domaine"), Lien(DOMAINES, "action", "domaine__slug")),
        ParValeur("statut", _("Statut"), "statut", choix=Statut.choices, ouverte=True),
        ParValeur("echeancier", _("Échéancier"), "echeancier", choix=Echeancier.choices, ouverte=True),
        ParValeur("fraicheur", _("Fraîcheur"), "fraicheur", choix=Fraicheur.choices),
        ParFait("motif", _("Motif"), sans_motif, choix=[(SANS_MOTIF, _("Sans motif"))]),
        ParFait(
            "decision",
            _("Décision"),
            sans_decision,
            choix=[(SANS_DECISION, _("Sans décision consignée"))],
        ),
        ParFait("report", _("Reports"), deplacee, choix=[(DEPLACEE, _("Échéance déplacée"))]),
        ParLien(
            "organisation",
            _("Organisation"),
            Lien(PARTICIPATIONS, "action", "organisation__slug"),
            aussi="responsable__slug",
        ),
        ParLien(
            "arrondissement",
            _("Arrondissement"),
            Lien(LIEUX, "action", "organisation__slug"),
            partout=Q(tout_le_territoire=True),
        ),
        ParFait("territoire", _("Territoire"), lambda valeur: portee(Portee(valeur)), choix=Portee.choices),
    )
    TRIS = TRIS
    compter = staticmethod(compte_actions)

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        self.plan = plan
        super().__init__(data, queryset=self.publiques(plan), mots=vocabulaire(plan))

    @staticmethod
    def publiques(plan: Plan) -> ActionQuerySet:
        """The rows that are filtered, and searched."""
        return Action.objects.publiques().filter(plan=plan)
