"""The life of a meeting and of its minutes, of an annual review, of a round: one table each."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comite.models.etats import A_VENIR, EtatProcesVerbal, EtatSeance, PublicationBilan
from partenariat.cycles.cycle import Cycle
from partenariat.cycles.pas import MAINTENANT, NOTE, PAR, Exigence, Pas, Qui, par_la_coordination
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import date_longue

COMITE = Qui(
    _("le comité ou la coordination"),
    _("Seuls le comité et la coordination tiennent les séances."),
    ("comite", "coordination"),
)
"""Who prepares, holds and follows up the meetings."""
PROJET = _("Seul le projet d'une séance tenue s'approuve.")


def _a_lieu_plus_tard(geste) -> bool:
    a = geste.dits.get("a")
    return a is not None and geste.objet.s_approuve_a(a)


SEANCE = Cycle(
    _("une séance"),
    Pas(
        nom="convoquer",
        dit=_("Convoquer la séance : son ordre du jour devient public"),
        de={"etat": (EtatSeance.PLANIFIEE,)},
        vers={"etat": EtatSeance.CONVOQUEE},
        sinon={"etat": _("Seule une séance planifiée se convoque.")},
        qui=COMITE,
        exige=(
            Exigence(
                _("Une convocation donne un ordre du jour : ajoutez des points."),
                lambda geste: geste.objet.points.exists(),
            ),
        ),
    ),
    Pas(
        nom="tenir",
        dit=_("Lever la séance : elle s'est tenue"),
        de={"etat": (EtatSeance.CONVOQUEE,)},
        vers={"etat": EtatSeance.TENUE},
        sinon={"etat": _("Seule une séance convoquée se tient.")},
        qui=COMITE,
        si=(
            Exigence(
                _("Cette séance est encore à venir."),
                lambda geste: geste.objet.date <= timezone.localdate(),
            ),
        ),
        exige=(
            Exigence(
                _("Inscrivez les présences avant de lever la séance."),
                lambda geste: geste.objet.presences.exists() or geste.objet.presents_consignes is not None,
            ),
        ),
    ),
    Pas(
        nom="consigner",
        dit=_("Inscrire une séance déjà tenue : le fichier du plan seul le dit"),
        de={"etat": (EtatSeance.PLANIFIEE,)},
        vers={"etat": EtatSeance.TENUE},
    ),
    Pas(
        nom="annuler",
        dit=_("Annuler la séance"),
        de={"etat": A_VENIR},
        vers={"etat": EtatSeance.ANNULEE},
        sinon={"etat": _("Seule une séance à venir s'annule.")},
        qui=COMITE,
        exige=(
            Exigence(
                _("Cette séance a déjà pris une décision : gardez-la telle quelle."),
                lambda geste: (
                    not geste.objet.decisions.exists() and not geste.objet.proces_verbaux_approuves.exists()
                ),
            ),
        ),
        note=_("Une séance annulée dit pourquoi."),
        ecrit={"motif": NOTE},
    ),
    Pas(
        nom="approuver",
        dit=_("Approuver le procès-verbal, à une séance tenue plus tard"),
        de={"etat": (EtatSeance.TENUE,), "etat_pv": (EtatProcesVerbal.PROJET,)},
        vers={"etat_pv": EtatProcesVerbal.APPROUVE},
        sinon={"etat": PROJET, "etat_pv": PROJET},
        qui=COMITE,
        exige=(
            Exigence(_("Le procès-verbal est vide."), lambda geste: bool(geste.objet.proces_verbal.strip())),
            Exigence(
                _("Un procès-verbal s'approuve à une séance tenue plus tard, du même plan."),
                _a_lieu_plus_tard,
            ),
        ),
        ecrit={
            "approuve_a": lambda geste: geste.dits["a"],
            "approuve_le": MAINTENANT,
            "approuve_par": PAR,
        },
    ),
    module=__name__,
    # Dated by the database.
    relus=("convoquee_le", "convoquee_pour", "annulee_le"),
    anonyme=True,
)

PASSAGES = SEANCE.passages("etat", EtatSeance)

BILAN = Cycle(
    _("un bilan annuel"),
    Pas(
        nom="publier",
        de={"publication": (PublicationBilan.BROUILLON,)},
        vers={"publication": PublicationBilan.PUBLIEE},
        qui=par_la_coordination(_("Seule la coordination publie un bilan.")),
        exige=(
            Exigence(
                _("Un bilan se publie une fois passé le jour où ses données s'arrêtent."),
                lambda geste: geste.objet.arret < timezone.localdate(),
            ),
            Exigence(
                _("Écrivez au moins l'introduction, ou le récit d'un axe."),
                lambda geste: bool(geste.objet.introduction.strip()) or geste.objet.axes.exists(),
            ),
        ),
        ecrit={"donnees": lambda geste: geste.dits["donnees"](), "publie_le": MAINTENANT},
        bouton=_("Enregistrer et publier"),
        fait=_("Le bilan %(annee)s est publié."),
    ),
    Pas(
        nom="depublier",
        de={"publication": (PublicationBilan.PUBLIEE,)},
        vers={"publication": PublicationBilan.BROUILLON},
        qui=par_la_coordination(_("Seule la coordination reprend un bilan publié.")),
        ecrit={"donnees": ""},
        bouton=_("Reprendre en brouillon"),
        fait=_("Le bilan %(annee)s est repris en brouillon."),
    ),
    module=__name__,
    etats={
        "publication": {
            PublicationBilan.BROUILLON: _("Seule la coordination reprend un bilan publié."),
            PublicationBilan.PUBLIEE: _("Ce bilan est déjà publié."),
        }
    },
)


class Periode(Exigence):
    """The refusal tells the days between which a round opens."""

    def dite(self, geste) -> str:
        ronde = geste.objet
        return str(self.phrase) % {
            "ronde": ronde,
            "debut": date_longue(ronde.ouvre_le),
            "fin": date_longue(ronde.ferme_le),
        }


RONDE = Cycle(
    _("une ronde de nouvelles"),
    Pas(
        nom="ouvrir",
        de={"lancee": (False,)},
        vers={"lancee": True},
        qui=par_la_coordination(_("Seule la coordination ouvre une ronde.")),
        si=(
            Periode(
                _("« %(ronde)s » peut s'ouvrir du %(debut)s au %(fin)s."),
                lambda geste: (
                    geste.objet.ouvre_le <= (geste.dits.get("le") or jour()) <= geste.objet.ferme_le
                ),
            ),
        ),
        ecrit={"ouverte_le": MAINTENANT},
        apres=lambda geste: geste.objet.poser_les_demandes(),
        bouton=_("Ouvrir la ronde"),
        fait=_("La ronde est ouverte."),
    ),
    module=__name__,
    etats={"lancee": {True: _("Cette ronde est déjà ouverte.")}},
    anonyme=True,
)
