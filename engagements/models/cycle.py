"""The life of a commitment: the table of its steps, those of its publication and those of its state."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actions.models.gardes import avec_motif
from engagements.models.etats import EN_VIGUEUR, ISSUES, OUVERTES, Etat, Publication
from partenariat.cycles.cycle import Cycle
from partenariat.cycles.pas import (
    MAINTENANT,
    NOTE,
    PAR,
    Exigence,
    Geste,
    Lot,
    Mots,
    Pas,
    Qui,
    par_la_coordination,
)
from partenariat.donnees.motifs import est_un_motif

BROUILLON, AUX_PARTIES = Publication.BROUILLON, Publication.AUX_PARTIES
PUBLIEE, ARCHIVEE = Publication.PUBLIEE, Publication.ARCHIVEE

EST = {
    BROUILLON: _("Cet engagement est en brouillon : proposez-le d'abord."),
    AUX_PARTIES: _("Cet engagement est déjà proposé aux parties, sans être publié."),
    PUBLIEE: _("Cet engagement est déjà publié."),
    ARCHIVEE: _("Cet engagement est archivé."),
}
COORDINATION = par_la_coordination(_("Seule la coordination le fait."))
PAR_DECISION = Qui(
    _("la coordination; par une décision, qui l'inscrit"),
    COORDINATION.refus,
    COORDINATION.roles,
    lambda geste: bool(geste.dits.get("decision")) or COORDINATION.permet(geste),
)
SANS_SIGNATURE = Exigence(
    _("Un texte déjà signé ne revient pas en brouillon : remplacez-le."),
    lambda geste: not geste.objet.signatures.exists(),
)
QUATRE_YEUX = Exigence(
    _("La personne qui publie n'est ni celle qui a rédigé ni celle qui a proposé."),
    lambda geste: geste.par.pk not in (geste.objet.auteur_id, geste.objet.propose_par_id),
)
RETRAIT_DECIDE = Exigence(
    _("Un engagement signé se retire par une décision du comité; sinon, écrivez pourquoi."),
    lambda geste: (
        geste.objet.etat not in EN_VIGUEUR
        or bool(geste.dits.get("decision") or est_un_motif(geste.dits.get("sans_decision", "")))
    ),
)
MOTIF = _("Écrivez le motif.")


class VersionUnique(Exigence):
    """One next version at a time: the refusal names the one that is there."""

    def dite(self, geste: Geste) -> str:
        return str(self.phrase) % {"code": geste.objet.remplacement_en_cours.code}


VERSION_UNIQUE = VersionUnique(
    _("La version qui le remplace existe déjà : ouvrez %(code)s."),
    lambda geste: not geste.objet.remplacement_en_cours,
)


def _constat(nom: str, vers: Etat, bouton: Mots, fait: Mots) -> Pas:
    dit = _("Seul un engagement en cours se constate tenu en partie, ou non tenu.")
    return Pas(
        nom=nom,
        de={"etat": (Etat.EN_COURS,), "publication": OUVERTES},
        vers={"etat": vers},
        sinon={"etat": dit, "publication": dit},
        qui=COORDINATION,
        note=MOTIF,
        ecrit={"motif": NOTE},
        bouton=bouton,
        fait=fait,
    )


def _suite(nom: str, dit: Mots, de: Etat, vers: Etat) -> Pas:
    """What follows from the acts of the parties."""
    return Pas(nom=nom, dit=dit, de={"etat": (de,)}, vers={"etat": vers}, ecrit={"motif": ""})


CONSTATE = _("Seul un engagement dont l'issue est constatée se rouvre.")
RETIRABLE = _("Seul un engagement proposé ou en vigueur se retire.")
REMPLACABLE = _("Seul un engagement signé et en vigueur se remplace.")

CYCLE = Cycle(
    _("un engagement"),
    Pas(
        nom="proposer",
        de={"publication": (BROUILLON,)},
        vers={"publication": AUX_PARTIES},
        qui=COORDINATION,
        ecrit={"propose_par": PAR, "propose_le": MAINTENANT, "note_retour": ""},
        bouton=_("Enregistrer et proposer aux parties"),
        fait=_("Le texte est figé et proposé aux deux parties."),
        lot=Lot(
            "proposer_en_lot",
            _("Proposer aux parties les engagements choisis"),
            lambda n: (
                ngettext(
                    "%(n)d engagement proposé aux parties.", "%(n)d engagements proposés aux parties.", n
                )
                % {"n": n}
            ),
        ),
    ),
    Pas(
        nom="publier",
        de={"publication": (AUX_PARTIES,)},
        vers={"publication": PUBLIEE},
        qui=COORDINATION,
        si=(QUATRE_YEUX,),
        ecrit={
            "publie_par": PAR,
            "publie_le": lambda geste: geste.objet.publie_le or MAINTENANT(geste),
        },
        apres=lambda geste: geste.objet.faire_place(),
        bouton=_("Enregistrer et publier"),
        fait=_("L'engagement est publié."),
        lot=Lot(
            "publier_en_lot",
            _("Publier les engagements choisis"),
            lambda n: ngettext("%(n)d engagement publié.", "%(n)d engagements publiés.", n) % {"n": n},
        ),
    ),
    Pas(
        nom="reprendre",
        de={"publication": OUVERTES, "etat": (Etat.PROPOSE,)},
        vers={"publication": BROUILLON},
        sinon={"etat": SANS_SIGNATURE.phrase},
        qui=COORDINATION,
        si=(SANS_SIGNATURE,),
        note=_("Un retour en brouillon s'explique : écrivez une note."),
        ecrit={"note_retour": NOTE, "propose_par": None, "propose_le": None},
        bouton=_("Reprendre en brouillon"),
        fait=_("Le texte est de nouveau un brouillon."),
    ),
    Pas(
        nom="remplacer",
        de={"etat": EN_VIGUEUR, "publication": OUVERTES},
        sinon={"etat": REMPLACABLE, "publication": REMPLACABLE},
        qui=COORDINATION,
        si=(VERSION_UNIQUE,),
        apres=lambda geste: geste.objet.version_suivante(geste.par),
        bouton=_("Remplacer par une nouvelle version"),
        fait=_("Voici le brouillon de la nouvelle version : changez le texte, puis proposez-le."),
    ),
    _suite("signer", _("Les deux parties ont signé"), Etat.PROPOSE, Etat.SIGNE),
    _suite("entrer_en_cours", _("La partie engagée déclare"), Etat.SIGNE, Etat.EN_COURS),
    _suite("tenir", _("Une autre partie confirme qu'il est tenu"), Etat.EN_COURS, Etat.TENU),
    _constat(
        "constater_en_partie",
        Etat.TENU_EN_PARTIE,
        _("Constater : tenu en partie"),
        _("L'engagement est constaté tenu en partie."),
    ),
    _constat(
        "constater_non_tenu",
        Etat.NON_TENU,
        _("Constater : non tenu"),
        _("L'engagement est constaté non tenu."),
    ),
    Pas(
        nom="rouvrir",
        de={"etat": ISSUES, "publication": OUVERTES},
        vers={"etat": Etat.EN_COURS},
        sinon={"etat": CONSTATE, "publication": CONSTATE},
        qui=COORDINATION,
        note=MOTIF,
        ecrit={"motif": NOTE},
        bouton=_("Rouvrir"),
        fait=_("L'engagement est rouvert."),
    ),
    Pas(
        nom="retirer",
        de={"etat": (Etat.PROPOSE, *EN_VIGUEUR), "publication": OUVERTES},
        vers={"etat": Etat.RETIRE},
        sinon={"etat": RETIRABLE, "publication": RETIRABLE},
        qui=PAR_DECISION,
        exige=(RETRAIT_DECIDE,),
        note=MOTIF,
        ecrit={
            "motif": NOTE,
            "decision": lambda geste: geste.dits.get("decision", ""),
            "sans_decision": lambda geste: geste.dits.get("sans_decision", "").strip(),
        },
        bouton=_("Retirer l'engagement"),
        fait=_("L'engagement est retiré."),
        precisions=("sans_decision",),
    ),
    Pas(
        nom="depublier",
        de={"publication": (PUBLIEE,)},
        vers={"publication": AUX_PARTIES},
        qui=COORDINATION,
        note=_("Un retrait du site public s'explique : écrivez une note."),
        ecrit={"note_retour": NOTE, "publie_par": None},
        bouton=_("Retirer du site public"),
        fait=_("L'engagement n'est plus public."),
    ),
    Pas(
        nom="archiver",
        de={"publication": (PUBLIEE,)},
        vers={"publication": ARCHIVEE},
        qui=COORDINATION,
        bouton=_("Archiver"),
        fait=_("L'engagement est archivé."),
    ),
    module=__name__,
    etats={"publication": EST},
    deja={"publication": {BROUILLON: _("Cet engagement est déjà en brouillon.")}},
    # The text, its fingerprint and the version are the database's.
    relus=("texte_fige", "empreinte", "version"),
    motif=avec_motif,
)

PASSAGES = CYCLE.passages("etat", Etat)
