"""What the box finds of the committee: its meetings, and its decisions once their minutes are approved."""

from django.db.models import F, Func, QuerySet, TextField
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions.models import Plan
from comite.decisions.filters import NOMS, RECHERCHE, FiltreDecisions, compte_decisions
from comite.models import Decision, Point, Seance
from comite.models.etats import EtatProcesVerbal, EtatSeance
from comite.models.seance import q_ordre_public
from partenariat.donnees.criteres import Dit, Lien, Partout, du_nom
from partenariat.donnees.recherche import TexteCherchable
from partenariat.presentation.formats import date_longue, nombre
from partenariat.presentation.langue import langue
from partenariat.presentation.typographie import typographie
from partenariat.recherche import genres, pages_du_site
from partenariat.recherche.genres import Genre, Texte, Trouvaille
from partenariat.recherche.pages_du_site import PageDuSite, liste_et_filtres
from partenariat.retraits.citations import abreger

TITRE_MAX = 140
"""Characters of a decision that stand for its title."""
_MOIS = (
    ("janvier", "january"),
    ("février", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("août", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("décembre", "december"),
)


class JourEnMots(Func):
    """« 11 février february 2026 »: a day by the words that one types."""

    template = (
        "to_char(%(expressions)s, 'FMDD ') || (ARRAY[{}])[extract(month FROM %(expressions)s)::int]".format(
            ", ".join(f"'{francais} {anglais} '" for francais, anglais in _MOIS)
        )
        + " || to_char(%(expressions)s, 'YYYY')"
    )
    output_field = TextField()
    arity = 1


def _du_jour(seance: Seance) -> str:
    return gettext("Séance du %(date)s") % {"date": date_longue(seance.date)}


def _dans_l_autre_langue(seance: Seance) -> Texte:
    """Its day as one may have typed it all the same."""
    autre = "fr" if langue() == "en" else "en"
    with translation.override(autre):
        return Texte(_du_jour(seance), langue=autre, traduit=True)


class GenreSeances(Genre):
    """A meeting is found by its number, its day, its place; by its agenda once it is called; by its minutes
    once they are approved."""

    nom, libelle, rang = "seances", _("Séances"), 6
    EXACTS = ("numero",)
    NOMS = ("seance", "meeting")
    MOTS = ("lieu",)
    DEPARTAGE = ("-date", "-numero", "id")

    @staticmethod
    def compter(n: int) -> str:
        return ngettext("%(n)s séance", "%(n)s séances", n) % {"n": nombre(n)}

    def lignes(self, plan: Plan) -> QuerySet[Seance]:
        return Seance.objects.filter(plan=plan)

    def vecteur(self) -> TexteCherchable:
        # Some dozens: their words need no index.
        return TexteCherchable(F("numero"), JourEnMots("date"), F("lieu"), poids="ABC")

    def liens(self) -> tuple[Lien | Partout, ...]:
        points = Point.objects.publics()
        approuves = points.filter(seance__etat_pv=EtatProcesVerbal.APPROUVE)
        return (
            Lien(Seance.objects.annotate(nommee=self.vecteur()), "pk", "nommee"),
            du_nom(Seance.objects.all(), self.NOMS),
            Lien(
                points.filter(q_ordre_public("seance__")),
                "seance",
                "recherche",
                dit=Dit(_("Ordre du jour"), "titre"),
            ),
            Lien(approuves, "seance", "recherche_delibere", dit=Dit(_("Délibéré"), "delibere")),
            Lien(
                Seance.objects.approuvees(),
                "pk",
                "recherche_pv",
                dit=Dit(_("Procès-verbal"), "proces_verbal"),
            ),
        )

    def montrer(self, plan: Plan, objet: Seance) -> Trouvaille:
        return Trouvaille(
            code=objet.numero,
            titre=_du_jour(objet),
            adresse=plan.adresse("seance", numero=objet.numero),
            contexte=" · ".join(filter(None, (str(EtatSeance(objet.etat).label), objet.lieu))),
            textes=[_dans_l_autre_langue(objet)],
            langue=langue(),
        )


class GenreDecisions(Genre):
    nom, libelle, rang, liste = "decisions", _("Décisions"), 7, "decisions"
    EXACTS = ("numero",)
    NOMS = NOMS
    MOTS = ("libelle",)
    DEPARTAGE = ("-seance__date", "seance", "id")
    compter = staticmethod(compte_decisions)

    def lignes(self, plan: Plan) -> QuerySet[Decision]:
        return FiltreDecisions.publiques(plan)

    def liens(self) -> tuple[Lien | Partout, ...]:
        return RECHERCHE.liens

    def montrables(self, lignes: QuerySet[Decision]) -> QuerySet[Decision]:
        return lignes.select_related("seance")

    def montrer(self, plan: Plan, objet: Decision) -> Trouvaille:
        dit = typographie(objet.libelle)
        return Trouvaille(
            code=objet.numero,
            titre=abreger(dit, TITRE_MAX),
            adresse=plan.adresse("seance", numero=objet.seance.numero),
            ancre=objet.numero,
            contexte=f"{date_longue(objet.seance.date)} · {objet.genre.label}",
            # A short one is its own title.
            textes=[Texte(dit)] if len(dit) > TITRE_MAX else (),
        )


PAGES = (
    PageDuSite("comite", _("Comité de mise en œuvre"), du_plan=True),
    PageDuSite("rondes", _("Qui répond aux demandes de nouvelles"), du_plan=True),
    PageDuSite("bilans", _("Bilans annuels"), du_plan=True),
)


def inscrire() -> None:
    """Registers the kinds and the pages; called once, when the application is ready."""
    genres.inscrire(GenreSeances(), GenreDecisions())
    decisions = liste_et_filtres("decisions", _("Décisions du comité"), FiltreDecisions, _("Décisions"))
    pages_du_site.inscrire(*PAGES, *decisions)
