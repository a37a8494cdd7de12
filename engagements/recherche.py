"""What the box finds of the commitments."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import Plan
from actions.recherche import titre_de
from engagements import lectures
from engagements.compte import compte_engagements
from engagements.filters import NOMS, RECHERCHE, FiltreEngagements
from engagements.models import Engagement
from partenariat.donnees.criteres import Lien, Partout
from partenariat.histoire.temps import jour
from partenariat.recherche import genres, pages_du_site
from partenariat.recherche.genres import Genre, Texte, Trouvaille
from partenariat.recherche.pages_du_site import PageDuSite, liste_et_filtres


class GenreEngagements(Genre):
    nom, libelle, rang, liste = "engagements", _("Engagements"), 2, "engagements"
    EXACTS = ("code",)
    NOMS = NOMS
    MOTS = ("titre", "titre_en", "texte")
    compter = staticmethod(compte_engagements)

    def lignes(self, plan: Plan) -> QuerySet[Engagement]:
        return FiltreEngagements.publics(plan)

    def nommables(self, plan: Plan) -> QuerySet[Engagement]:
        return Engagement.objects.consultables().filter(plan=plan)

    def liens(self) -> tuple[Lien | Partout, ...]:
        return RECHERCHE.liens

    def montrables(self, lignes: QuerySet[Engagement]) -> QuerySet[Engagement]:
        return lignes.annotate(**lectures.annotations(jour())).select_related("partie", "envers")

    def montrer(self, plan: Plan, objet: Engagement) -> Trouvaille:
        titre = titre_de(objet)
        # As the page shows them.
        siens = (objet.texte, objet.condition, objet.motif, objet.sans_decision)
        propres = [Texte(texte) for texte in siens if texte]
        return Trouvaille(
            code=objet.code,
            titre=titre["titre"],
            adresse=plan.adresse("engagement", code=objet.code),
            contexte=f"{objet.partie} → {objet.envers}",
            textes=(*propres, *titre["textes"]),
            langue=titre["langue"],
            marques=objet.etats_en_tete,
        )


def inscrire() -> None:
    """Registers the kind and the pages; called once, when the application is ready."""
    genres.inscrire(GenreEngagements())
    pages_du_site.inscrire(
        PageDuSite("engagements-par-axe", _("Qui s'engage dans quel axe"), du_plan=True),
        *liste_et_filtres("engagements", _("Engagements"), FiltreEngagements, en_retard=(_("En retard"),)),
    )
