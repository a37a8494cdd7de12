"""The life of a story: published, put on the home page, taken down; and what a person takes back."""

from django.utils.translation import gettext_lazy as _

from actions.models.etats import Publication
from partenariat.cycles.cycle import Cycle
from partenariat.cycles.pas import MAINTENANT, PAR, Exigence, Geste, Mots, Pas, par_la_coordination
from partenariat.retraits.registre import est_retire

BROUILLON, PUBLIEE, A_LA_UNE, ACCORD_RETIRE = "brouillon", "publiee", "a_la_une", "accord_retire"

PAS_LA = _(
    "Cette histoire n'en est pas là, ou ce geste n'est pas le vôtre : relisez-la, et demandez à la "
    "coordination."
)
"""One sentence for all: who took a consent back is not told to whoever asks."""
COORDINATION = par_la_coordination(PAS_LA)


def _pas(nom: str, de: tuple[str, ...], vers: str, bouton: Mots, fait: Mots, **reste) -> Pas:
    return Pas(
        nom=nom,
        de={"etape": de},
        vers={"etape": vers},
        sinon={"etape": PAS_LA},
        qui=COORDINATION,
        bouton=bouton,
        fait=fait,
        **reste,
    )


def _lisible(geste: Geste) -> bool:
    """Only what the home page would show: else the one that is there would leave for nothing."""
    histoire = geste.objet
    return histoire.action.publication == Publication.PUBLIEE and not est_retire(histoire.titre)


def _ecrite(geste: Geste) -> bool:
    return bool(geste.objet.texte.strip())


HISTOIRE = Cycle(
    _("une histoire"),
    _pas(
        "publier",
        (BROUILLON,),
        PUBLIEE,
        _("Enregistrer et publier"),
        _("L'histoire est publiée."),
        exige=(Exigence(_("Une histoire publiée a un texte."), _ecrite),),
        ecrit={"publiee_le": MAINTENANT, "publiee_par": PAR},
    ),
    _pas(
        "mettre_a_la_une",
        (PUBLIEE,),
        A_LA_UNE,
        _("Enregistrer et mettre à la une"),
        _("L'histoire est à la une de l'accueil du plan."),
        si=(Exigence(PAS_LA, _lisible),),
        avant=lambda geste: geste.objet.ceder_la_une(),
        ecrit={"a_la_une": True},
    ),
    _pas(
        "oter_de_la_une",
        (A_LA_UNE,),
        PUBLIEE,
        _("Enregistrer et ôter de la une"),
        _("L'histoire n'est plus à la une."),
        ecrit={"a_la_une": False},
    ),
    _pas(
        "depublier",
        (PUBLIEE, A_LA_UNE),
        BROUILLON,
        _("Enregistrer et retirer du site"),
        _("L'histoire est retirée du site; les jours passés la montrent encore."),
        ecrit={"publiee_le": None, "publiee_par": None, "a_la_une": False},
    ),
    Pas(
        nom="retirer_l_accord",
        dit=_("Noter que la personne retire son accord"),
        de={"etape": (BROUILLON, PUBLIEE, A_LA_UNE)},
        vers={"etape": ACCORD_RETIRE},
        sinon={"etape": PAS_LA},
        qui=COORDINATION,
        ecrit={"a_la_une": False},
        apres=lambda geste: geste.objet.reprendre_l_accord(geste.par),
        fait=_("L'accord est retiré : l'histoire n'est plus nulle part sur le site, quel que soit le jour."),
    ),
    module=__name__,
)
