"""The steps of a commitment in the back office: a button each, some with a reason."""

from django.utils.translation import gettext_lazy as _

from engagements.models.etats import Etat
from partenariat.administration.etapes import Etape

# A new commitment can only be proposed.
ETAPES = (
    Etape(
        "proposer",
        _("Enregistrer et proposer aux parties"),
        _("Le texte est figé et proposé aux deux parties."),
    ),
    Etape(
        "publier",
        _("Enregistrer et publier"),
        _("L'engagement est publié."),
    ),
    Etape(
        "reprendre",
        _("Reprendre en brouillon"),
        _("Le texte est de nouveau un brouillon."),
        avec_note=True,
    ),
    Etape(
        "remplacer",
        _("Remplacer par une nouvelle version"),
        _("Voici le brouillon de la nouvelle version : changez le texte, puis proposez-le."),
    ),
    Etape(
        "constater_en_partie",
        _("Constater : tenu en partie"),
        _("L'engagement est constaté tenu en partie."),
        peut="peut_constater",
        geste=lambda e, personne, note: e.constater(personne, Etat.TENU_EN_PARTIE, note),
        avec_note=True,
    ),
    Etape(
        "constater_non_tenu",
        _("Constater : non tenu"),
        _("L'engagement est constaté non tenu."),
        peut="peut_constater",
        geste=lambda e, personne, note: e.constater(personne, Etat.NON_TENU, note),
        avec_note=True,
    ),
    Etape(
        "rouvrir",
        _("Rouvrir"),
        _("L'engagement est rouvert."),
        avec_note=True,
    ),
    Etape(
        "retirer",
        _("Retirer l'engagement"),
        _("L'engagement est retiré."),
        avec_note=True,
        precisions=("sans_decision",),
    ),
    Etape(
        "depublier",
        _("Retirer du site public"),
        _("L'engagement n'est plus public."),
        avec_note=True,
    ),
    Etape(
        "archiver",
        _("Archiver"),
        _("L'engagement est archivé."),
    ),
)
AVEC_NOTE = tuple(etape for etape in ETAPES if etape.avec_note)
