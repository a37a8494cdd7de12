"""What the box finds of the plan: actions, bodies, boroughs, axes, and the site's own pages."""

from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions import lectures
from actions.compte import compte_actions
from actions.filters import NOMS, RECHERCHE, FiltreActions
from actions.marques_de_rangee import marques_de_rangee
from actions.models import Action, Axe, Plan
from actions.organisations import organisations_publiques
from partenariat.donnees.criteres import Lien, Partout, du_nom
from partenariat.donnees.recherche import TexteCherchable
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.parties.natures import Nature
from partenariat.presentation.formats import nombre
from partenariat.presentation.typographie import typographie
from partenariat.recherche import genres, pages_du_site
from partenariat.recherche.genres import Genre, Texte, Trouvaille, textes_de
from partenariat.recherche.pages_du_site import PageDuSite, liste_et_filtres
from partenariat.recherche.surlignage import sans_markdown
from partenariat.textes.cles import PAGES as PAGES_DE_TEXTE
from partenariat.textes.en_bref import PHRASES


def titre_de(objet: Any, champ: str = "titre") -> dict[str, Any]:
    """A title as it is shown, and its language; the same in the other language, that one may search by."""
    dit, *autres = textes_de(objet, champ)
    titre = typographie(dit.texte) if dit.langue == "fr" else dit.texte
    traduits = [replace(autre, traduit=True) for autre in autres]
    return {"titre": titre, "langue": dit.langue, "textes": traduits}


def riches_de(objet: Any, champ: str) -> list[Texte]:
    """A field of Markdown, as `textes_de`, without its marks."""
    return [replace(texte, texte=sans_markdown(texte.texte)) for texte in textes_de(objet, champ)]


class GenreActions(Genre):
    nom, libelle, rang, liste = "actions", _("Actions"), 1, "actions"
    EXACTS = ("code",)
    NOMS = NOMS
    MOTS = ("titre", "titre_en", "description")
    compter = staticmethod(compte_actions)

    def lignes(self, plan: Plan) -> QuerySet[Action]:
        return FiltreActions.publiques(plan)

    def nommables(self, plan: Plan) -> QuerySet[Action]:
        return Action.objects.consultables().filter(plan=plan)

    def montrables(self, lignes: QuerySet[Action]) -> QuerySet[Action]:
        return lignes.annotate(**lectures.annotations(jour())).select_related("axe", "responsable")

    def montrer(self, plan: Plan, objet: Action) -> Trouvaille:
        titre = titre_de(objet)
        axe = gettext("axe %(numero)s") % {"numero": objet.axe.numero}
        dits = [Texte(texte) for texte in (objet.texte_officiel, objet.faits_sources) if texte]
        return Trouvaille(
            code=objet.code,
            titre=titre["titre"],
            adresse=plan.adresse("action", code=objet.code),
            contexte=f"{objet.responsable} · {axe}",
            textes=(*riches_de(objet, "description"), *dits, *titre["textes"]),
            langue=titre["langue"],
            marques=marques_de_rangee(objet),
        )

    def liens(self) -> tuple[Lien | Partout, ...]:
        return RECHERCHE.liens


class GenreOrganisations(Genre):
    nom, libelle, rang = "organisations", _("Organisations"), 3
    EXACTS = ("sigle",)
    EXACTS_PAR_NOM = ("nom", "nom_en")
    NOMS: ClassVar[tuple[str, ...]] = ("organisation", "organization")
    MOTS = ("nom", "nom_en", "sigle")
    DEPARTAGE = ("cle_tri", "id")

    @staticmethod
    def compter(n: int) -> str:
        return ngettext("%(n)s organisation", "%(n)s organisations", n) % {"n": nombre(n)}

    def lignes(self, plan: Plan) -> QuerySet[Organisation]:
        # A borough of the plan is one of `GenreArrondissements`.
        return organisations_publiques(plan).exclude(pk__in=plan.territoire().order_by().values("pk"))

    def liens(self) -> tuple[Lien | Partout, ...]:
        toutes = Organisation.objects.all()
        return Lien(toutes, "pk", "recherche"), du_nom(toutes, self.NOMS)

    def montrer(self, plan: Plan, objet: Organisation) -> Trouvaille:
        return Trouvaille(
            code=objet.sigle,
            adresse=plan.adresse("organisation", slug=objet.slug),
            contexte=str(Nature(objet.nature).label),
            **titre_de(objet, "nom"),
        )


class GenreArrondissements(GenreOrganisations):
    nom, libelle, rang = "arrondissements", _("Arrondissements"), 4
    NOMS = ("arrondissement", "borough", *GenreOrganisations.NOMS)

    @staticmethod
    def compter(n: int) -> str:
        return ngettext("%(n)s arrondissement", "%(n)s arrondissements", n) % {"n": nombre(n)}

    def lignes(self, plan: Plan) -> QuerySet[Organisation]:
        return plan.territoire()


class GenreAxes(Genre):
    nom, libelle, rang = "axes", _("Axes"), 5
    EXACTS = ("numero",)
    NOMS = ("axe", "direction")
    SEULEMENT_APPELE = True
    MOTS = ("titre", "titre_en", "presentation")
    DEPARTAGE = ("numero", "id")

    @staticmethod
    def compter(n: int) -> str:
        return ngettext("%(n)s axe", "%(n)s axes", n) % {"n": nombre(n)}

    def lignes(self, plan: Plan) -> QuerySet[Axe]:
        return Axe.objects.filter(plan=plan)

    def vecteur(self) -> TexteCherchable:
        # A handful: their words need no index.
        return TexteCherchable("titre", "titre_en", "presentation", poids="AAC")

    def liens(self) -> tuple[Lien | Partout, ...]:
        tous = Axe.objects.annotate(leurs_mots=self.vecteur())
        return Lien(tous, "pk", "leurs_mots"), du_nom(Axe.objects.all(), self.NOMS)

    def montrer(self, plan: Plan, objet: Axe) -> Trouvaille:
        titre = titre_de(objet)
        return Trouvaille(
            code=gettext("Axe %(numero)s") % {"numero": objet.numero},
            titre=titre["titre"],
            adresse=plan.adresse("axe", numero=objet.numero),
            textes=(*riches_de(objet, "presentation"), *titre["textes"]),
            langue=titre["langue"],
        )


PAGES = (
    PageDuSite(
        "methode",
        _("Comment les chiffres sont faits"),
        gabarit="textes/methode.html",
        # Its plain words are written elsewhere, and may change while the site runs.
        contexte={"regles": lectures.REGLES, "textes_courts": None},
    ),
    PageDuSite(
        "donnees",
        _("Données ouvertes"),
        _(
            "Les actions, les engagements et leurs preuves se téléchargent, avec les filtres et les "
            "chiffres de leurs pages."
        ),
        du_plan=True,
    ),
    PageDuSite(
        "retraits",
        _("Ce qui a été retiré"),
        _(
            "Ce qui a été publié par erreur, ou qui contient un renseignement personnel, quitte le site et "
            "son passé : une personne de la coordination le demande, une autre le confirme. Les mots et le "
            "fichier partent; cette page dit ce qui est parti, quand et pourquoi."
        ),
    ),
    PageDuSite("organisations", _("Organisations"), du_plan=True, expressions=(_("Organisations"),)),
    PageDuSite("arrondissements", _("Arrondissements"), du_plan=True, expressions=(_("Arrondissements"),)),
    PageDuSite("plans", _("Tous les plans")),
    *(PageDuSite(page, cle.label, PHRASES[cle]) for cle, page in PAGES_DE_TEXTE.items()),
)


def inscrire() -> None:
    """Registers the kinds and the pages; called once, when the application is ready."""
    genres.inscrire_le_plan(Plan)
    genres.inscrire(GenreActions(), GenreOrganisations(), GenreArrondissements(), GenreAxes())
    pages_du_site.inscrire(*PAGES, *liste_et_filtres("actions", _("Actions"), FiltreActions))
