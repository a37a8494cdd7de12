"""Public addresses; the same under `/plans/<slug>/` for the plans that are not the active one."""

from django.urls import include, path, register_converter

from actions.views import (
    accueil,
    actions,
    apercus,
    documents,
    donnees,
    images,
    organisations,
    recherche,
    textes,
)
from partenariat.donnees.sorties import FORMATS
from partenariat.presentation import rubriques


class FormatDeFichier:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class CodeDAction:
    regex = r"[^/\x00]{1,60}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class Empreinte:
    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Empreinte, "empreinte")
register_converter(FormatDeFichier, "format")
register_converter(CodeDAction, "code")

pages = [
    path("", accueil.accueil, name="accueil"),
    path("axes/<int:numero>/", accueil.axe, name="axe"),
    path("actions/", actions.actions, name="actions"),
    path("actions/<code:code>/", actions.action, name="action"),
    path("actions/<code:code>/documents/<int:pk>/", documents.document, name="action-document"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("arrondissements/", organisations.arrondissements, name="arrondissements"),
    path("recherche/", recherche.recherche, name="recherche"),
    path("apercu.png", apercus.du_plan, name="apercu"),
    path("axes/<int:numero>/apercu.png", apercus.de_l_axe, name="apercu-axe"),
    path("actions/<code:code>/apercu.png", apercus.de_l_action, name="apercu-action"),
    path("organisations/<slug:slug>/apercu.png", apercus.de_l_organisation, name="apercu-organisation"),
    path("images/<empreinte:empreinte>.webp", images.image, name="image"),
    path("donnees/", donnees.donnees, name="donnees"),
    path("donnees/actions.<format:format_>", donnees.fichier_actions, name="donnees-actions"),
]

# A detail page lights the menu entry of its list.
rubriques.inscrire("accueil", "axe")
rubriques.inscrire("actions", "action")
rubriques.inscrire("organisations", "organisation")

urlpatterns = [
    *pages,
    path("plans/", accueil.plans, name="plans"),
    path("plans/<slug:plan>/", include(pages)),
    path("espace/", include("actions.urls_espace")),
    path("recherche/opensearch.xml", textes.opensearch, name="opensearch"),
    path("accessibilite/", textes.accessibilite, name="accessibilite"),
    path("confidentialite/", textes.confidentialite, name="confidentialite"),
    path("temoins/", textes.temoins, name="temoins"),
    path("licence/", textes.licence, name="licence"),
    path("demande-acces/", textes.demande_acces, name="demande-acces"),
    path("contact/", textes.contact, name="contact"),
    path("retraits/", textes.retraits, name="retraits"),
    path("methode/", textes.methode, name="methode"),
]
