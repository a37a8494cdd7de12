"""What the pages of the plan say of themselves in brief (`presentation.en_bref`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions import donnees_liees
from actions.compte import compte_actions
from actions.models import Action, Axe, Plan
from actions.models.etats import Echeancier
from actions.portraits import Portrait
from partenariat.models import Organisation
from partenariat.parties.natures import Nature
from partenariat.presentation.en_bref import EnBref, couper, criteres_en_mots, numero_de_page, phrase
from partenariat.presentation.formats import date_longue, nombre, pourcent
from partenariat.presentation.traduction import Traduit

MOTS_MAX = 80
"""Characters of what was typed that a title repeats."""
CRITERES_MAX = 120
"""Characters of the criteria of a list that its title says."""


def du_plan(
    plan: Plan,
    titre: str,
    *dites: str,
    de: Traduit | None = None,
    apercu: str = "",
    donnees: Mapping[str, Any] | None = None,
) -> EnBref:
    """Of a page of this plan.

    Args:
        dites: what its sentence is made of (`phrase`).
        de: what the title names by its own `titre`.
        apercu: the address of its card; that of the plan unless it has its own.
        donnees: what it is, in the terms of schema.org.
    """
    avis = plan.traduit("avis")
    dite, carte = phrase(*dites, plan=nom_si_autre(plan), avis=avis), apercu or plan.adresse("apercu")
    autre = str(plan) if not apercu and titre != str(plan) else ""
    nommes = [(de, "titre"), (plan, "avis")]
    francais = tuple(
        getattr(nomme, champ) for nomme, champ in nommes if nomme and nomme.reste_francais(champ)
    )
    return EnBref(titre, dite, carte, autre, donnees or {}, avis, francais)


def nom_si_autre(plan: Plan | None) -> str:
    """The name of a plan, where it is not the one that readers expect."""
    return str(plan) if plan and not plan.actif else ""


def de_l_accueil(plan: Plan, portrait: Portrait) -> EnBref:
    dites = (*_du_portrait(portrait), _("Ce que la Ville et l'économie sociale se sont promis."))
    nom = "" if nom_si_autre(plan) else f"{plan}."
    return du_plan(plan, str(plan), nom, *dites, de=plan, donnees=donnees_liees.du_plan(plan))


def de_l_axe(plan: Plan, axe: Axe, portrait: Portrait, page: int) -> EnBref:
    tete = _("Axe %(numero)s, %(titre)s.") % {"numero": axe.numero, "titre": axe}
    dites = (numero_de_page(page), *_du_portrait(portrait))
    carte = plan.adresse("apercu-axe", numero=axe.numero)
    liees = donnees_liees.de_l_axe(plan, axe)
    return du_plan(plan, str(axe), tete, *dites, de=axe, apercu=carte, donnees=liees)


def _du_portrait(portrait: Portrait) -> list[str]:
    """How many, how many late, their mean progress."""
    en_retard = portrait.parts[f"echeancier_{Echeancier.EN_RETARD.value}"]
    dites = [f"{compte_actions(portrait.total)}."]
    if en_retard:
        dites.append(_("En retard : %(n)s.") % {"n": nombre(en_retard)})
    if portrait.total:
        dites.append(_("Avancement : %(taux)s.") % {"taux": pourcent(portrait.avancement.avancement)})
    return dites


def de_l_action(plan: Plan, action: Action) -> EnBref:
    etat = ", ".join(mot.lower() for _etat, mot in action.etats_en_tete)
    tete = _("L'action %(code)s est %(etat)s.") % {"code": action.code, "etat": etat}
    dites = [_("Responsable : %(qui)s.") % {"qui": action.responsable}]
    if action.en_continu:
        dites.append(_("En continu."))
    elif action.fin:
        dites.append(_("Fin : %(date)s.") % {"date": date_longue(action.fin)})
    dites.append(_("Avancement : %(taux)s.") % {"taux": pourcent(action.avancement)})
    carte = plan.adresse("apercu-action", code=action.code)
    liees = donnees_liees.de_l_action(action)
    return du_plan(plan, str(action), tete, *dites, de=action, apercu=carte, donnees=liees)


def de_l_organisation(
    plan: Plan, organisation: Organisation, repond: int, participe: int, ici: int, roles: Sequence[str]
) -> EnBref:
    """Args:
    repond, participe: of how many actions it answers, and takes part in.
    ici: of a borough, how many actions touch it.
    """
    dites = []
    if organisation.terminee:
        dites.append(_("Jusqu'au %(date)s.") % {"date": date_longue(organisation.jusqu_a)})
    if organisation.nature == Nature.ARRONDISSEMENT:
        dites.append(
            ngettext("%(n)s action touche ce territoire.", "%(n)s actions touchent ce territoire.", ici)
            % {"n": nombre(ici)}
        )
    if repond:
        dites.append(
            ngettext("Responsable de %(n)s action.", "Responsable de %(n)s actions.", repond)
            % {"n": nombre(repond)}
        )
    if participe:
        dites.append(
            ngettext("Participe à %(n)s action.", "Participe à %(n)s actions.", participe)
            % {"n": nombre(participe)}
        )
    dites += [f"{role[:1].upper()}{role[1:]}." for role in roles]
    tete = f"{organisation}, {str(organisation.get_nature_display()).lower()}."
    carte = plan.adresse("apercu-organisation", slug=organisation.slug)
    liees = donnees_liees.de_l_organisation(plan, organisation)
    return du_plan(plan, str(organisation), tete, *dites, apercu=carte, donnees=liees)


def de_la_liste(plan: Plan, titre: str, contexte: Mapping[str, Any]) -> EnBref:
    """A list (`contexte_de_liste`): how many rows, under which criteria, which page of them.

    Its criteria are of its title: those rows are not the whole list, wherever they are cited.
    """
    page, criteres = contexte["page"].number, criteres_en_mots(contexte["criteres"])
    dites = (f"{titre}.", numero_de_page(page), f"{contexte['compte']}.", criteres, tri_en_mots(contexte))
    if criteres:
        titre = f"{titre} · {couper(criteres.removesuffix('.'), CRITERES_MAX)}"
    return du_plan(plan, titre, *dites)


def tri_en_mots(contexte: Mapping[str, Any]) -> str:
    """The order of a list, where it is not the one it has unless asked."""
    tris = contexte["tris"]
    nom = next((str(nom) for cle, nom in tris[1:] if cle == contexte["tri"]), "")
    return _("Tri : %(nom)s.") % {"nom": nom.lower()} if nom else ""


def des_organisations(plan: Plan, total: int) -> EnBref:
    dite = ngettext(
        "%(n)s organisation a un rôle dans le plan : ses actions, ses rôles.",
        "%(n)s organisations ont un rôle dans le plan : leurs actions, leurs rôles.",
        total,
    ) % {"n": nombre(total)}
    return du_plan(plan, _("Organisations"), dite)


def des_arrondissements(plan: Plan, partout: int) -> EnBref:
    dite = _("Où se passent les actions : les arrondissements de Montréal sur une carte et en liste.")
    ailleurs = ngettext(
        "%(n)s action vise tout le territoire.", "%(n)s actions visent tout le territoire.", partout
    ) % {"n": nombre(partout)}
    return du_plan(plan, _("Arrondissements"), dite, ailleurs)


def des_donnees(plan: Plan, jeux: Sequence[Mapping[str, Any]]) -> EnBref:
    dite = _(
        "Les actions, les engagements et les décisions en fichiers CSV, XLSX et JSON; licence CC BY 4.0."
    )
    return du_plan(plan, _("Données"), dite, donnees=donnees_liees.des_donnees(plan, jeux))


def de_la_recherche(plan: Plan, saisie: str = "", *dites: str) -> EnBref:
    """Args:
    saisie: what was typed; empty where nothing was asked, or where it is not repeated.
    dites: what it found.
    """
    if not saisie:
        tout = _(
            "Actions, engagements, organisations, arrondissements, séances et décisions du comité, pages du "
            "site : tout se cherche ici, avec ou sans accents."
        )
        return du_plan(plan, _("Rechercher"), tout)
    titre = _("« %(mots)s » · Rechercher") % {"mots": couper(saisie, MOTS_MAX)}
    return du_plan(plan, titre, f"{titre}.", *dites)


def des_plans(combien: int) -> EnBref:
    dite = ngettext(
        "Le plan publié sur ce site, avec ses dates.",
        "Les %(n)s plans publiés sur ce site, avec leurs dates.",
        combien,
    ) % {"n": nombre(combien)}
    return EnBref(_("Tous les plans"), phrase(dite))


def sans_plan() -> EnBref:
    return EnBref(_("Partenariat"), phrase(_("Le plan d'action paraîtra ici dès qu'il sera publié.")))


def de_la_methode() -> EnBref:
    dite = _(
        "Comment sont faits le statut, l'échéancier, la fraîcheur et l'avancement : chaque règle, une fois."
    )
    return EnBref(_("Comment les chiffres sont faits"), phrase(dite))


def des_retraits(page: int) -> EnBref:
    dite = _("Ce qui a été retiré du site pour cause : quand, quoi et pourquoi.")
    return EnBref(_("Ce qui a été retiré"), phrase(numero_de_page(page), dite))
