"""What no single value can tell: codes written twice, references to nothing, dates out of order.

Reads the database (the plan as it stands) and writes nothing; every finding goes to the `Constat`.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.text import slugify

from actions.fichier import organisations, sections
from actions.fichier.champs import Fiche, proche
from actions.fichier.connus import Connus, connus
from actions.fichier.constat import Constat
from actions.fichier.existant import Existant
from actions.fichier.noeuds import Noeud
from actions.fichier.validation_actions import VerificationAction
from actions.models import Action
from actions.models.etats import Statut
from partenariat.histoire.appellations import noms_pris


def slug_du_plan(fiche: Fiche, constat: Constat) -> str:
    """By what the plan is known: `meta.slug`, or the slug of `meta.titre`; empty where neither will do."""
    meta = fiche.get("meta")
    if meta is None:
        return ""
    if not meta.noeud.sous("slug") and not meta.noeud.sous("titre"):
        constat.erreur(meta.noeud, "la clé « titre » manque ; il faut « titre » ou « slug ».")
    slug = meta.get("slug") or slugify(meta.get("titre", ""))[:80].strip("-")
    if not slug and meta.get("titre"):
        constat.erreur(meta.lieu("titre"), "ce titre ne donne pas d'adresse courte ; écrivez aussi « slug ».")
    return slug


def verifier(fiche: Fiche, existant: Existant, dossier: Path, constat: Constat) -> Connus:
    """Checks the whole file against itself and the database; completes missing motifs from decisions.

    Args:
        dossier: where the file is.
    """
    entrees = list(organisations.entrees(fiche))
    organisations.verifier(entrees, existant, constat)
    repertoire = connus(fiche, entrees, existant, dossier)
    _meta(fiche, existant, constat)
    for cle in ("axes", "objectifs", "domaines", "actions"):
        _codes_uniques(fiche.get(cle, ()), "code", constat)
    _axes(fiche.get("axes", ()), existant, constat)
    for repere in fiche.get("contexte", ()):
        _source_du_repere(repere, repertoire, constat)
    _statuts(fiche.get("statuts"), constat)
    ecrites = [section for section in sections.enregistrees() if section.nom in fiche]
    motifs: sections.Motifs = {}
    for section in ecrites:
        motifs |= section.motifs(fiche[section.nom])
    _codes_gardes(fiche.get("actions", ()), existant, constat)
    for action in fiche.get("actions", ()):
        garde = existant.actions.get(action.get("code"))
        VerificationAction(action, garde, repertoire, constat).verifier(motifs)
    for section in ecrites:
        fiche[section.nom] = section.valider(fiche[section.nom], repertoire, constat)
    for verification in sections.de_l_ensemble():
        verification(fiche, repertoire, constat)
    return repertoire


def _codes_uniques(fiches: Iterable[Fiche], cle: str, constat: Constat) -> None:
    vus: dict[object, Fiche] = {}
    for fiche in fiches:
        if cle in fiche and (premiere := vus.setdefault(fiche[cle], fiche)) is not fiche:
            lieu = fiche.lieu(cle)
            constat.erreur(
                lieu,
                f"{cle} {lieu.trouve} en double : déjà à la {premiere.lieu(cle).ou} ; attendu : un seul.",
            )


def _codes_gardes(fiches: Iterable[Fiche], existant: Existant, constat: Constat) -> None:
    """A new action does not take the code by which the public knew another (`garde_ses_noms`)."""
    pris = noms_pris(Action, existant.plan.pk) if existant.plan else {}
    actuels = {action.pk: code for code, action in existant.actions.items()}
    for fiche in fiches:
        code = fiche.get("code")
        if code in pris and code not in existant.actions:
            lieu, actuel = fiche.lieu("code"), actuels.get(pris[code])
            devenue = f" (aujourd'hui « {actuel} »)" if actuel else ""
            constat.erreur(
                lieu,
                f"le code {lieu.trouve} a été celui d'une autre action du plan{devenue}, et reste le sien ; "
                "attendu : un autre code.",
            )


def _meta(fiche: Fiche, existant: Existant, constat: Constat) -> None:
    meta = fiche.get("meta", {})
    debut = meta.get("debut", getattr(existant.plan, "debut", None))
    fin = meta.get("fin", getattr(existant.plan, "fin", None))
    if debut and fin and fin < debut:
        constat.erreur(
            meta.lieu("fin"), f"trouvé une fin le {fin} ; attendu : pas avant le début, le {debut}."
        )


def _axes(axes: Iterable[Fiche], existant: Existant, constat: Constat) -> None:
    _codes_uniques(axes, "numero", constat)
    tenus: dict[int | None, str] = {axe.numero: code for code, axe in existant.axes.items()}
    for axe in axes:
        _codes_uniques(axe.get("volets", ()), "code", constat)
        tenu = tenus.get(axe.get("numero"), axe.get("code"))
        if tenu != axe.get("code"):
            constat.erreur(
                axe.lieu("numero"), f"le numéro {axe['numero']} est déjà celui de l'axe « {tenu} » du plan."
            )
        _numero_garde(axe, existant, constat)


def _numero_garde(axe: Fiche, existant: Existant, constat: Constat) -> None:
    """An axis that the public knows keeps its number (`axe_numero_fige`)."""
    garde = existant.axes.get(axe.get("code", ""))
    if garde and "numero" in axe and axe["numero"] != garde.numero and garde.connu:
        lieu = axe.lieu("numero")
        constat.erreur(lieu, f"trouvé {lieu.trouve} ; attendu : {garde.numero}, que le public connaît.")


def numeros(axes: Iterable[Fiche], existant: Existant) -> dict[str, int]:
    """The number of each axe by code: said by the file, already held, at the end of its code, or its rank.

    The digits of codes serve only where every axe to number has some and no two are alike: « A1 », « B1 » and
    « C » are numbered by rank.
    """
    tenus = {code: axe.numero for code, axe in existant.axes.items()}
    tenus |= {axe["code"]: axe["numero"] for axe in axes if "numero" in axe}
    a_donner = [(rang, axe["code"]) for rang, axe in enumerate(axes, 1) if axe["code"] not in tenus]
    chiffres = {code: int(m[0]) for _rang, code in a_donner if (m := re.search(r"\d{1,4}\Z", code))}
    uniques = set(chiffres.values()) - set(tenus.values()) - {0}
    par_code = len(uniques) == len(a_donner)
    for rang, code in a_donner:
        numero = chiffres[code] if par_code else rang
        while numero in tenus.values():
            numero += 1
        tenus[code] = numero
    return tenus


def codes_de_source(texte: str) -> list[str]:
    """« S03,S15 » → S03, S15."""
    return [code for code in re.split(r"[\s,;]+", texte) if code]


def _source_du_repere(repere: Fiche, repertoire: Connus, constat: Constat) -> None:
    codes = codes_de_source(repere.get("source", ""))
    if codes and repertoire.sources.isdisjoint(codes):
        lieu = repere.lieu("source")
        constat.erreur(
            lieu,
            f"trouvé {lieu.trouve} ; attendu : le code d'une source du fichier"
            f"{proche(codes[0], repertoire.sources)}.",
        )


def _statuts(statuts: Noeud | None, constat: Constat) -> None:
    for statut in statuts.elements() if statuts else ():
        code = statut.sous("code")
        if code and code.valeur not in Statut.values:
            constat.erreur(code, f"trouvé {code.trouve} ; attendu : l'un de {', '.join(Statut.values)}.")
