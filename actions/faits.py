"""What the actions tell of « Ce qui a changé »: milestones, moved dates, updates, measures, their history.

What their pages show today is told of its day (a milestone reached, a public update, a measure). What only
history knows (a change, a date moved and why, a milestone cancelled) is told if the public could read it
then: the words of a draft are not public past once it is published.
"""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.corrections_dites import corrections, dire_la_correction
from actions.derniers_faits import (
    NOMBRE,
    Fait,
    Genre,
    Ligne,
    Lignes,
    archives,
    avant,
    dire_le_retrait,
    du_jour,
    enregistrer,
    evenements_des,
    lignes_de,
    nes_ici,
    passages_a,
    publications,
    retraits,
)
from actions.models import Action, Jalon, Mesure, Nouvelle, Plan, Report
from actions.models.correction import LUS, lus, sans_les_erreurs
from actions.models.etats import (
    AVEC_MOTIF,
    CHANGEMENTS,
    VISIBLES_DU_PUBLIC,
    Publication,
)
from actions.models.vue import hors_de_vue, retiree
from partenariat.donnees.champs import champ_de
from partenariat.donnees.expressions import oui_ou_non
from partenariat.models import Retrait
from partenariat.presentation.formats import SYMBOLES, date_longue, mesure, unite_accordee
from partenariat.presentation.traduction import reste_francais, traduit
from partenariat.retraits.passe import RETRAITS, evenement_masque
from partenariat.retraits.registre import TOUT

Actions = QuerySet[Any, Any]
HISTOIRE = (*CHANGEMENTS, "fin", "motif", "publication", RETRAITS)
"""What is read of an event and of the one before: each says what of its own words is withdrawn."""


class Autre(Func):
    """Whether one is not the other, be they empty or not."""

    arity = 2
    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = BooleanField()


def _publiques(plan: Plan) -> Actions:
    return Action.objects.publiques().filter(plan=plan).order_by()


def _avec_les_retirees(plan: Plan) -> Actions:
    """An action that was withdrawn whole is public no more: that it was withdrawn is told."""
    retirees = Retrait.objects.publics().filter(relation=Action._meta.db_table, champ=TOUT)
    lues = Q(publication__in=VISIBLES_DU_PUBLIC) | Q(pk__in=retirees.values("cle"))
    return Action.objects.filter(lues, plan=plan).order_by()


def _changees(plan: Plan) -> Actions:
    """The latest changes are among those of the actions that changed last (`change_le`)."""
    return _dernieres(_publiques(plan))


def _archivees(plan: Plan) -> Actions:
    """Of what left the lists, nothing is told but that; what came back had left."""
    return _dernieres(Action.objects.consultables().filter(plan=plan))


def _dernieres(actions: Actions) -> Actions:
    return actions.filter(change_le__isnull=False).order_by("-change_le", "-pk")[:NOMBRE]


def _nees_ici(plan: Plan) -> Actions:
    return nes_ici(_publiques(plan), plan, "publiee_le")


def _jalons(actions: Actions) -> Lignes:
    atteints = Jalon.objects.filter(action__in=actions, atteint_le__isnull=False)
    return lignes_de(
        atteints,
        "action",
        **du_jour(Jalon, "atteint_le"),
        n_quoi=traduit("titre"),
        n_francais=reste_francais("titre"),
    )


def jalons_annules(actions: Actions) -> Lignes:
    """Those that are, and those that were."""
    concernes = Jalon.objects.filter(Q(annule=True) | Q(revenu_le__isnull=False), action__in=actions)
    annules = sans_les_erreurs(passages_a(concernes, "annule", False, True))
    annules = annules.exclude(hors_de_vue("action", "pgh_created_at"))
    return lignes_de(
        annules,
        "pgh_obj__action",
        par="pgh_created_at",
        n_quoi=traduit("pgh_obj__titre"),
        n_francais=reste_francais("pgh_obj__titre"),
    )


def jalons_rouverts(actions: Actions) -> Lignes:
    """Each time that one that was reached, or cancelled, was neither any more."""
    revenus = Jalon.objects.filter(action__in=actions, revenu_le__isnull=False)
    etats = sans_les_erreurs(evenements_des(revenus))
    etats = etats.annotate(a_atteint=avant("atteint_le"), a_annule=avant("annule"))
    attendu = Q(atteint_le__isnull=True, annule=False)
    rouverts = etats.annotate(
        n_rouvert=oui_ou_non(attendu & (Q(a_atteint__isnull=False) | Q(a_annule=True)))
    ).filter(n_rouvert=True)
    return lignes_de(
        rouverts.exclude(hors_de_vue("action", "pgh_created_at")),
        "pgh_obj__action",
        par="pgh_created_at",
        n_quoi=traduit("pgh_obj__titre"),
        n_francais=reste_francais("pgh_obj__titre"),
        n_atteint=F("a_atteint"),
        n_depuis=F("pgh_obj__atteint_le"),
    )


def _reports(actions: Actions) -> Lignes:
    return lignes_de(
        Report.objects.publics().filter(action__in=actions),
        "action",
        par="le",
        n_avant=F("ancienne_date"),
        n_apres=F("nouvelle_date"),
        n_quoi=traduit("jalon__titre"),
        n_francais=reste_francais("jalon__titre"),
        n_motif=F("motif"),
    )


def _nouvelles(actions: Actions) -> Lignes:
    publiques = Nouvelle.objects.publiques().filter(action__in=actions)
    return lignes_de(publiques, "action", **du_jour(Nouvelle, "date"), n_texte=F("texte"))


def _mesures(actions: Actions) -> Lignes:
    return lignes_de(
        Mesure.objects.filter(indicateur__action__in=actions),
        "indicateur__action",
        **du_jour(Mesure, "date"),
        n_quoi=traduit("indicateur__nom"),
        n_francais=reste_francais("indicateur__nom"),
        n_valeur=F("valeur"),
        n_unite=F("indicateur__unite"),
    )


def _publications(actions: Actions) -> Lignes:
    return publications(actions, "publiee_le")


def _changements(actions: Actions) -> Lignes:
    """Each public state that is not the one before, or that no list held in between; what was written by
    mistake, and annulled, is none."""
    etats = evenements_des(actions).filter(publication__in=VISIBLES_DU_PUBLIC)
    etats = lus(etats.exclude(retiree("pgh_obj", "pgh_created_at")))
    anciens = {f"a_{nom}": avant(_lu(nom)) for nom in (*HISTOIRE, "remplace_le")}
    autres = [Q(Autre(F(_lu(nom)), F(f"a_{nom}"))) for nom in CHANGEMENTS]
    cache = Q(pgh_created_at__gt=F("a_remplace_le"))
    revenue = Q(publication=Publication.PUBLIEE, a_publication=Publication.ARCHIVEE)
    changes = etats.annotate(**anciens).filter(
        reduce(or_, autres, cache | revenue), a_publication__isnull=False
    )
    colonnes: dict[str, Any] = {f"apres_{nom}": F(_lu(nom)) for nom in HISTOIRE}
    colonnes |= {f"avant_{nom}": F(f"a_{nom}") for nom in HISTOIRE}
    return lignes_de(changes, "pgh_obj", par="pgh_created_at", n_cache_le=F("a_remplace_le"), **colonnes)


def _lu(nom: str) -> str:
    """The name under which a field of an event is read, once what is annulled is left out."""
    return f"lu_{nom}" if nom in LUS else nom


def report_dit(quoi: str, ancienne: date, nouvelle: date | None) -> str:
    """Which date was moved, from when to when: that of the milestone `quoi`, or the end of the action."""
    dates = {"jalon": quoi, "avant": date_longue(ancienne), "apres": date_longue(nouvelle)}
    if nouvelle is None:
        return _("Fin du %(avant)s retirée") % dates
    if nouvelle < ancienne:
        dit = (
            _("Jalon « %(jalon)s » devancé du %(avant)s au %(apres)s")
            if quoi
            else _("Fin devancée du %(avant)s au %(apres)s")
        )
    else:
        dit = (
            _("Jalon « %(jalon)s » reporté du %(avant)s au %(apres)s")
            if quoi
            else _("Fin reportée du %(avant)s au %(apres)s")
        )
    return dit % dates


def _dire_le_jalon_rouvert(ligne: Ligne) -> list[Fait]:
    dates = {"titre": ligne["n_quoi"], "date": date_longue(ligne["n_atteint"])}
    dit = (
        _("Jalon de nouveau attendu : %(titre)s, dit atteint le %(date)s")
        if ligne["n_atteint"]
        else _("Jalon de nouveau attendu : %(titre)s, qui avait été annulé")
    ) % dates
    tete = _("%(dit)s (atteint depuis)") % {"dit": dit} if ligne["n_depuis"] else dit
    return [Fait(tete, francais=_francais(ligne))]


def _dire_le_report(ligne: Ligne) -> list[Fait]:
    dit = report_dit(ligne["n_quoi"] or "", ligne["n_avant"], ligne["n_apres"])
    return [Fait(dit, motif=ligne["n_motif"], francais=_francais(ligne))]


def _francais(ligne: Ligne) -> tuple[str, ...]:
    return (ligne["n_quoi"],) if ligne["n_francais"] else ()


def _dire_la_mesure(ligne: Ligne) -> list[Fait]:
    valeur = mesure(ligne["n_valeur"], ligne["n_unite"])
    dit = _("%(indicateur)s : %(valeur)s") % {"indicateur": ligne["n_quoi"], "valeur": valeur}
    unite = unite_accordee(ligne["n_valeur"], ligne["n_unite"])
    return [Fait(dit, francais=(*_francais(ligne), "" if unite in SYMBOLES else unite))]


def _dire_les_changements(ligne: Ligne) -> Iterator[Fait]:
    """The fields, the status alone with its reason; then whether it came back to the lists."""
    ligne = evenement_masque(Action, ligne, "avant_", "apres_")
    for nom in CHANGEMENTS:
        ancien, nouveau = ligne[f"avant_{nom}"], ligne[f"apres_{nom}"]
        if ancien != nouveau:
            motif = ""
            if nom == "statut":
                motif = motif_du_statut(ligne["avant_motif"], ligne["apres_motif"], ancien, nouveau)
            yield Fait(
                _tete(nom), _mot(nom, ancien), _mot(nom, nouveau), motif=motif, en_bref=nom not in LONGS
            )
    relue = ligne["n_cache_le"] < ligne["n_instant"]
    if relue and ligne["avant_fin"] != ligne["apres_fin"] and ligne["avant_fin"]:
        # No public move told it: the reasons written in between are those of a draft.
        yield Fait(report_dit("", ligne["avant_fin"], ligne["apres_fin"]))
    revenue = ligne["apres_publication"] == Publication.PUBLIEE != ligne["avant_publication"]
    if revenue or relue:
        yield Fait(_("Action publiée de nouveau"))


def motif_du_statut(ancien: str, nouveau: str, de: str, vers: str) -> str:
    """The reason of a change of status: what was written for it.

    What stayed there from the status before says nothing of this one, unless it asks for a reason; and one is
    told of what is set aside, or taken up again.

    Args:
        ancien, nouveau: the reason before, and after.
        de, vers: the status before, and after.
    """
    if vers in AVEC_MOTIF:
        return nouveau
    return nouveau if de in AVEC_MOTIF and nouveau != ancien else ""


LONGS = ("titre", "description", "texte_officiel")


def _tete(nom: str) -> str:
    reformules = {
        "titre": _("Titre reformulé"),
        "description": _("Description reformulée"),
        "texte_officiel": _("Texte officiel reformulé"),
    }
    return reformules.get(nom) or capfirst(str(champ_de(Action, nom).verbose_name))


def _mot(nom: str, valeur: object) -> object:
    """The value in the words of the screen."""
    if nom == "confiance" and not valeur:
        return _("non dite")
    return dict(champ_de(Action, nom).flatchoices).get(valeur, valeur)


def inscrire() -> None:
    """Registers the kinds; called once, when the application is ready."""
    genres = {
        "retrait": (_avec_les_retirees, retraits, dire_le_retrait),
        "archive": (_archivees, archives, lambda _ligne: [Fait(_("Action archivée"))]),
        "changement": (_changees, _changements, _dire_les_changements),
        "report": (_publiques, _reports, _dire_le_report),
        "correction": (_publiques, corrections, dire_la_correction),
        "jalon": (
            _publiques,
            _jalons,
            lambda ligne: [
                Fait(_("Jalon atteint : %(titre)s") % {"titre": ligne["n_quoi"]}, francais=_francais(ligne))
            ],
        ),
        "jalon rouvert": (_publiques, jalons_rouverts, _dire_le_jalon_rouvert),
        "jalon annulé": (
            _publiques,
            jalons_annules,
            lambda ligne: [
                Fait(_("Jalon annulé : %(titre)s") % {"titre": ligne["n_quoi"]}, francais=_francais(ligne))
            ],
        ),
        "mesure": (_publiques, _mesures, _dire_la_mesure),
        "nouvelle": (
            _publiques,
            _nouvelles,
            lambda ligne: [Fait(_("Nouvelle"), texte=ligne["n_texte"])],
        ),
        "publication": (_nees_ici, _publications, lambda _ligne: [Fait(_("Action publiée"))]),
    }
    for nom, (publics, lignes, dire) in genres.items():
        enregistrer(nom, Genre("action", publics, lignes, dire))
