"""Every public page, and every kind of filter. Codes and slugs are those of `bench.generateur`.

They are named without their plan, whose slug says its size: figures of two sizes have the same name.
"""

from datetime import timedelta

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

VIDE = "/mesure-vide/"
DU_SITE = (
    "/methode/",
    "/accessibilite/",
    "/confidentialite/",
    "/temoins/",
    "/licence/",
    "/demande-acces/",
    "/contact/",
    "/plans/",
)
"""Those that are of no plan."""

PAGES = (
    "/",
    "/en/",
    "/axes/1/",
    "/actions/1.1/",
    "/actions/3.5/",
    "/engagements/E-1/",
    "/engagements/E-7/",
    "/engagements/E-1/texte.txt",
    "/engagements/E-1/preuves/1/",
    "/engagements/par-axe/",
    "/organisations/",
    "/organisations/o2/",
    "/organisations/a2/",
    "/arrondissements/",
    "/comite/",
    "/comite/seances/CMO-12/",
    "/comite/seances/CMO-25/",
    "/comite/rondes/",
    "/comite/calendrier.ics",
    "/bilans/",
    "/bilans/{bilan}/",
    "/recherche/",
    "/donnees/",
    "/plans/",
    "/methode/",
    "/accessibilite/",
    "/confidentialite/",
    "/temoins/",
    "/licence/",
    "/demande-acces/",
    "/contact/",
    "/retraits/",
    "/apercu.png",
    "/axes/1/apercu.png",
    "/actions/1.1/apercu.png",
    "/organisations/o2/apercu.png",
    "/engagements/E-1/apercu.png",
    "/recherche/opensearch.xml",
    "/robots.txt",
    "/favicon.ico",
    "/sitemap.xml",
    "/sitemap_site.xml",
)
LISTES = (
    "/actions/",
    "/actions/?page=3",
    "/actions/?q=cooperative",
    "/actions/?q=cidrerie",
    "/actions/?q=cooperative+habitation",
    "/actions/?q=rien+de+tel",
    "/actions/?axe=2",
    "/actions/?volet=V4",
    "/actions/?objectif=O3",
    "/actions/?domaine=d5",
    "/actions/?statut=en_cours",
    "/actions/?echeancier=en_retard",
    "/actions/?echeancier=a_surveiller",
    "/actions/?fraicheur=perimee",
    "/actions/?report=deplacee",
    "/actions/?organisation=o2",
    "/actions/?arrondissement=a2",
    "/actions/?territoire=precise",
    "/actions/?tri=-avancement",
    "/actions/?tri=fin",
    "/actions/?echeancier=en_retard&tri=-avancement",
    "/actions/?q=cooperative&statut=en_cours",
    "/actions/?q=cooperative&echeancier=en_retard",
    "/actions/?organisation=o2&echeancier=en_retard",
    "/actions/?arrondissement=a2&echeancier=en_retard",
    "/actions/?domaine=d5&echeancier=en_retard",
    "/actions/?echeancier=en_retard&echeancier=a_surveiller",
    "/actions/?echeancier=en_retard&fraicheur=perimee",
    "/actions/?axe=2&fraicheur=a_jour&echeancier=en_retard&organisation=o2",
    "/engagements/",
    "/engagements/?q=cooperative",
    "/engagements/?partie=ville",
    "/engagements/?etat=en_cours",
    "/engagements/?preuve=sans",
    "/engagements/?preuve=verifiee",
    "/engagements/?attention=en_retard",
    "/engagements/?attention=conteste",
    "/engagements/?attention=a_verifier",
    "/engagements/?nature=local",
    "/engagements/?axe=2",
    "/engagements/?organisation=o2",
    "/engagements/?envers=o3",
    "/engagements/?tri=-declare",
    "/engagements/?preuve=sans&etat=en_cours",
    "/engagements/?q=cooperative&attention=a_verifier",
    "/engagements/?attention=a_verifier&preuve=deposee",
    "/comite/decisions/",
    "/comite/decisions/?q=calendrier",
    "/comite/decisions/?annee={annee}",
    "/comite/decisions/?axe=2",
    "/comite/decisions/?effet=suspendre",
    "/comite/decisions/?vote=majorite",
    "/recherche/?q=cooperative",
    "/recherche/?q=cidrerie",
    "/recherche/?q=cooperative+habitation",
    "/recherche/?q=E+7",
    "/recherche/?q=cidreri",
    "/recherche/?q=rien+de+tel",
    "/recherche/?q=service&genre=organisations",
)
FICHIERS = tuple(
    f"/donnees/{jeu}.{format_}"
    for jeu in ("actions", "engagements", "preuves", "decisions")
    for format_ in ("json", "csv", "xlsx")
)
AU_PASSE = (
    "/",
    "/axes/1/",
    "/actions/",
    "/actions/?q=cooperative",
    "/actions/?statut=en_cours",
    "/actions/?echeancier=en_retard",
    "/actions/?fraicheur=perimee",
    "/actions/?organisation=o2",
    "/actions/?tri=-avancement",
    "/actions/1.1/",
    "/engagements/",
    "/engagements/?preuve=sans",
    "/engagements/?attention=a_verifier",
    "/engagements/E-1/",
    "/engagements/par-axe/",
    "/organisations/",
    "/organisations/o2/",
    "/arrondissements/",
    "/comite/",
    "/comite/decisions/",
    "/comite/rondes/",
    "/recherche/?q=cooperative",
    "/recherche/?q=cidreri",
    "/donnees/actions.json",
    "/donnees/engagements.json",
)
"""Read a year back, in the middle of the history."""
LOURDES = ("/bilans/{bilan}.pdf",)


def adresses(bilan: int) -> tuple[str, ...]:
    """Every address to measure.

    Args:
        bilan: the year of the published review.
    """
    jour = timezone.localdate() - timedelta(days=365)
    passees = tuple(f"{a}{'&' if '?' in a else '?'}au={jour}" for a in AU_PASSE)
    return tuple(
        adresse.format(bilan=bilan, annee=jour.year)
        for adresse in (*PAGES, *LISTES, *FICHIERS, *passees, *LOURDES)
    )


def de_ce_plan(adresse: str, slug: str) -> str:
    """The address that a page has for ever: that of the plan, where it is of one."""
    if adresse in (VIDE, "/", "/en/", *DU_SITE) or adresse.startswith("/?"):
        return adresse
    return f"/plans/{slug}{adresse}"


def oubliees(mesurees: tuple[str, ...]) -> set[str]:
    """Names of the public addresses that none of `mesurees` reaches.

    Those of the space ask for an account or a key by themselves, and the login is not a page to read;
    nobody is named to be told of a flaw, and the map of a plan is named by it.
    """
    noms = set()
    for adresse in mesurees:
        try:
            noms.add(resolve(adresse.partition("?")[0]).url_name)
        except Resolver404:
            continue
    publiques = _publiques(get_resolver().url_patterns) - {
        "",
        "login",
        "connexion",
        "security-txt",
        "sitemap-plan",
    }
    return {nom for nom in publiques - noms if not nom.startswith("espace")}


def _publiques(motifs) -> set[str]:
    noms: set[str] = set()
    for motif in motifs:
        if isinstance(motif, URLResolver):
            noms |= _publiques(motif.url_patterns)
        elif isinstance(motif, URLPattern) and not getattr(motif.callback, "login_required", True):
            noms.add(motif.name or "")
    return noms
