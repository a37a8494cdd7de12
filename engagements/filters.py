"""The filters of the commitments, for the page and the files: one declaration."""

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.filters import ACTION_DITE
from actions.models import Action, Plan
from actions.vocabulaire import assembler, axes, branche, ensemble
from engagements.compte import compte_engagements
from engagements.lectures import q_attention, q_sans_decision, q_tenu
from engagements.models import Declaration, Engagement, Passage, Preuve, Reponse, Verification
from engagements.models.engagement import EngagementQuerySet
from engagements.models.etats import AppuiDuTenu, Attention, Etat, LecturePreuve, Nature
from partenariat.donnees.criteres import Dit, Lien, ParFait, ParLien, ParTexte, ParValeur, du_nom
from partenariat.donnees.filtres import FiltreAFacettes, Vocabulaire
from partenariat.donnees.preparees import preparee
from partenariat.donnees.recherche import SansAccents
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.parties.dite import organisation_dite
from partenariat.parties.natures import Cote

SANS_DECISION = "sans"
"""A commitment withdrawn, and nobody knows by which decision."""
TRIS = {
    "code": (_("Code"), F("cle_code").asc()),
    "titre": (_("Titre"), SansAccents("titre").asc()),
    "echeance": (_("Échéance, la plus proche d'abord"), F("echeance").asc(nulls_last=True)),
    "-echeance": (_("Échéance, la plus lointaine d'abord"), F("echeance").desc(nulls_last=True)),
    "-declare": (_("Déclaration, la plus récente d'abord"), F("declare_le").desc(nulls_last=True)),
    "declare": (_("Déclaration, la plus ancienne d'abord"), F("declare_le").asc(nulls_first=True)),
    "-montant": (_("Montant, du plus grand au plus petit"), F("montant").desc(nulls_last=True)),
}

NOMS = ("engagement", "commitment")
"""What a commitment is called, in each language, accents left out."""
VERIFICATION_DITE = Dit(_("Vérification"), "texte")
RECHERCHE = ParTexte(
    "q",
    _("Rechercher"),
    (
        Lien(Engagement.objects.all(), "pk", "recherche"),
        du_nom(Engagement.objects.all(), NOMS),
        Lien(
            Engagement.objects.all(),
            "pk",
            "partie__recherche",
            dit=organisation_dite(_("Qui s'engage"), "partie__"),
        ),
        Lien(
            Engagement.objects.all(),
            "pk",
            "envers__recherche",
            dit=organisation_dite(_("Envers qui"), "envers__"),
        ),
        # By its code. An unpublished action says nothing.
        Lien(Action.objects.publiques(), "engagements", "recherche_code", dit=ACTION_DITE),
        # What its page tells of it (`engagements.chronologie`): all of it, withdrawn words apart. Refusals to
        # sign are not there.
        Lien(Declaration.objects.all(), "engagement", "recherche", dit=Dit(_("Déclaration"), "texte")),
        Lien(Preuve.objects.all(), "engagement", "recherche", dit=Dit(_("Preuve"), "titre")),
        Lien(Verification.objects.all(), "declaration__engagement", "recherche", dit=VERIFICATION_DITE),
        Lien(Verification.objects.all(), "preuve__engagement", "recherche", dit=VERIFICATION_DITE),
        Lien(
            Reponse.objects.all(),
            "verification__declaration__engagement",
            "recherche",
            dit=Dit(_("Réponse"), "texte"),
        ),
        Lien(Passage.objects.all(), "engagement", "recherche", dit=Dit(_("Motif"), "motif")),
    ),
)


class FiltreEngagements(FiltreAFacettes):
    """Filters of a plan's published commitments.

    `partie` is a side of the partnership, `organisation` the body that promises, `envers` the one that it
    promises to.
    """

    CRITERES = (
        RECHERCHE,
        ParValeur("partie", _("Partie"), "partie__partie", choix=Cote.choices, ouverte=True),
        ParValeur("etat", _("État"), "etat", choix=Etat.choices, ouverte=True),
        # Beside the states, of which « tenu » alone would say nothing of evidence.
        ParFait("tenu", _("Tenus, selon la preuve"), q_tenu, choix=AppuiDuTenu.choices, ouverte=True),
        ParValeur("preuve", _("Preuve"), "preuve", choix=LecturePreuve.choices, ouverte=True),
        ParFait(
            "decision",
            _("Décision"),
            lambda _valeur: q_sans_decision(),
            choix=[(SANS_DECISION, _("Sans décision consignée"))],
        ),
        ParFait(
            "attention",
            _("À surveiller"),
            lambda valeur: q_attention(valeur, jour()),
            choix=Attention.choices,
        ),
        ParValeur("nature", _("Nature"), "nature", choix=Nature.choices),
        # An unpublished action says nothing, not even its axis.
        ParLien("axe", _("Axe"), Lien(Action.objects.publiques(), "engagements", "axe__numero", repete=True)),
        ParValeur("organisation", _("Qui s'engage"), "partie__slug"),
        ParValeur("envers", _("Envers qui"), "envers__slug"),
    )
    TRIS = TRIS
    compter = staticmethod(compte_engagements)

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        super().__init__(data, queryset=self.publics(plan), mots=vocabulaire(plan))

    @staticmethod
    def publics(plan: Plan) -> EngagementQuerySet:
        """The rows that are filtered, and searched."""
        return Engagement.objects.publics().filter(plan=plan)


def vocabulaire(plan: Plan) -> Vocabulaire:
    """The values that the filters of this plan's commitments know. One query."""
    return assembler(_valeurs(plan))


@preparee(Plan)
def _valeurs(plan: Plan):
    publics = Engagement.objects.publics().filter(plan=plan)

    def organisations(role: str, rang: int, param: str):
        parties = Organisation.objects.filter(Exists(publics.filter(**{role: OuterRef("pk")})))
        return branche(parties, rang, param, F("slug"), "nom", F("cle_tri"), Cast(Value(""), CharField()))

    return ensemble(
        axes(plan, 1), organisations("partie", 2, "organisation"), organisations("envers", 3, "envers")
    )
