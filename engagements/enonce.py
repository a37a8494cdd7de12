"""What the page of a commitment says first: the deal and where it stands, in one sentence of each.

Titles of the plan are infinitives that somebody else wrote: none is conjugated nor agreed with, each is
quoted as it stands after a colon. Where it stands is a table of sentences, never more than is known: what
was declared is said by the committed party, what was answered by whoever answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagements.models import Engagement, Verification
from engagements.models.etats import CONSTATS, EN_VIGUEUR, Etat, Genre, LecturePreuve, Publication, Verdict
from partenariat.histoire.temps import jours_depuis
from partenariat.presentation.formats import nombre
from partenariat.presentation.texte import champ_en_langue

OU_EN_EST: dict[str, Promise] = {
    "archive": gettext_lazy("Ce texte est archivé : il n'entre dans aucun compte."),
    "texte_retire": gettext_lazy("Son texte a été retiré pour cause : il ne peut plus être signé."),
    "propose": gettext_lazy("Proposé, il n'est encore signé par personne."),
    "propose_1": gettext_lazy("La partie engagée l'a signé; l'autre partie ne l'a pas encore signé."),
    "propose_2": gettext_lazy("L'autre partie l'a signé; la partie engagée ne l'a pas encore signé."),
    "retire": gettext_lazy("Il est retiré."),
    "retire_sans_decision": gettext_lazy("Il est retiré, sans décision du comité."),
    "retire_decision_inconnue": gettext_lazy("Il est retiré, sans décision consignée."),
    "signe": gettext_lazy("Signé par les deux parties, il n'a encore fait l'objet d'aucune déclaration."),
    "rien_a_signaler": gettext_lazy("Signé par les deux parties; la partie engagée n'a rien à signaler."),
    "avance": gettext_lazy("La partie engagée dit avoir avancé; personne ne l'a encore vérifié."),
    "avance_confirmee": gettext_lazy("La partie engagée dit avoir avancé; %(qui)s le confirme."),
    "avance_contestee": gettext_lazy("La partie engagée dit avoir avancé; %(qui)s le conteste."),
    "tenu": gettext_lazy("La partie engagée dit avoir tenu parole; personne ne l'a encore vérifié."),
    "tenu_confirmee": gettext_lazy("Rouvert, après avoir été dit tenu."),
    "tenu_contestee": gettext_lazy("La partie engagée dit avoir tenu parole; %(qui)s le conteste."),
    "impossible_a_evaluer": gettext_lazy("La partie engagée dit ne pas pouvoir l'évaluer."),
    "impossible_a_evaluer_confirmee": gettext_lazy(
        "La partie engagée dit ne pas pouvoir l'évaluer; %(qui)s le confirme."
    ),
    "impossible_a_evaluer_contestee": gettext_lazy(
        "La partie engagée dit ne pas pouvoir l'évaluer; %(qui)s le conteste."
    ),
    "rien_a_signaler_confirmee": gettext_lazy(
        "La partie engagée dit n'avoir rien à signaler; %(qui)s le confirme."
    ),
    "rien_a_signaler_contestee": gettext_lazy(
        "La partie engagée dit n'avoir rien à signaler; %(qui)s le conteste."
    ),
    "tenu_verifiee": gettext_lazy("Il est tenu, et une preuve vérifiée l'appuie."),
    "tenu_deposee": gettext_lazy(
        "Il est tenu, sur déclaration confirmée; la preuve déposée n'est pas vérifiée."
    ),
    "tenu_sans": gettext_lazy("Il est tenu, sur déclaration confirmée seulement."),
    "tenu_en_partie": gettext_lazy("La coordination constate qu'il est tenu en partie."),
    "non_tenu": gettext_lazy("La coordination constate qu'il n'est pas tenu."),
}
"""Situation (`situation`) → where it stands."""
PREUVES: dict[str, Promise] = {
    LecturePreuve.VERIFIEE: gettext_lazy("Une preuve vérifiée l'appuie."),
    LecturePreuve.DEPOSEE: gettext_lazy("La preuve déposée n'est pas vérifiée."),
    LecturePreuve.SANS: gettext_lazy("Aucune preuve n'est déposée."),
}


@dataclass(frozen=True)
class Enonce:
    promesse: SafeString
    """Who promises what to whom, and what is promised in return."""
    alertes: str
    """Where it stands, if that is contested, late or not kept."""
    etat: str
    """Where it stands, or what there is to say besides."""


def enonce(engagement: Engagement) -> Enonce:
    """Asks nothing of the database: all was read by `chronologie.entourer`."""
    dites = etat(engagement)
    return Enonce(
        promesse(engagement, engagement.contreparties_publiques),
        " ".join(dite.phrase for dite in dites if dite.alerte),
        " ".join(dite.phrase for dite in dites if not dite.alerte),
    )


def promesse(engagement: Engagement, contreparties: Sequence[Engagement]) -> SafeString:
    """The deal. Its title stands in it whole; of several counterparts, how many there are.

    Args:
        contreparties: those that the reader may know of.
    """
    dit: dict[str, Any] = {
        "partie": engagement.partie,
        "envers": engagement.envers,
        "titre": _titre(engagement),
        "n": len(contreparties),
    }
    if not contreparties:
        forme = _("%(partie)s s'engage envers %(envers)s, sans contrepartie : %(titre)s.")
    elif len(contreparties) > 1:
        forme = _("%(partie)s s'engage envers %(envers)s : %(titre)s; en retour, %(n)s engagements.")
    else:
        (retour,) = contreparties
        dit |= {"autre": retour.partie, "retour": _titre(retour)}
        if retour.partie_id == engagement.envers_id:
            forme = _("%(partie)s s'engage : %(titre)s; en retour, %(autre)s : %(retour)s.")
        else:
            forme = _("%(partie)s s'engage envers %(envers)s : %(titre)s; en retour, %(autre)s : %(retour)s.")
    # The form is ours; all that goes in it is escaped.
    return mark_safe(forme % {nom: conditional_escape(dite) for nom, dite in dit.items()})  # noqa: S308


def _titre(engagement: Engagement) -> SafeString:
    return mark_safe(champ_en_langue(engagement, "titre").rstrip(". "))  # noqa: S308  # escaped by it


@dataclass(frozen=True)
class Dite:
    phrase: str
    alerte: bool = False
    """Contested, late, or not kept."""


def etat(engagement: Engagement) -> list[Dite]:
    """Where it stands, in one to four short sentences: what was said, the answer, the delay, the evidence."""
    cle, qui = situation(engagement)
    archive = engagement.publication == Publication.ARCHIVEE
    rompu = engagement.conteste or engagement.etat == Etat.NON_TENU
    dites = [Dite(str(OU_EN_EST[cle]) % {"qui": qui}, alerte=rompu and not archive)]
    if archive:
        return dites
    if engagement.conteste and any(hasattr(v, "reponse") for v in _contestations(engagement)):
        dites.append(Dite(_("Une réponse est donnée.")))
    if engagement.en_retard and engagement.echeance:
        jours = jours_depuis(engagement.echeance)
        phrase = ngettext(
            "L'échéance est passée depuis %(n)s jour.", "L'échéance est passée depuis %(n)s jours.", jours
        )
        dites.append(Dite(phrase % {"n": nombre(jours)}, alerte=True))
    # What is proven is said of what was declared; of what was not, only that there is some.
    preuve = engagement.preuve
    declare = engagement.dernier_mot not in ("", Genre.RIEN_A_SIGNALER) or engagement.etat in CONSTATS
    if engagement.etat in (*EN_VIGUEUR, *CONSTATS) and (declare or preuve != LecturePreuve.SANS):
        dites.append(Dite(str(PREUVES[preuve])))
    return dites


def situation(engagement: Engagement) -> tuple[str, str]:
    """Its key in `OU_EN_EST`, and who confirms or contests where that one says it."""
    if engagement.publication == Publication.ARCHIVEE:
        return "archive", ""
    if engagement.etat == Etat.PROPOSE:
        return _proposition(engagement), ""
    if engagement.etat == Etat.RETIRE:
        if engagement.sans_decision:
            return "retire_sans_decision", ""
        return "retire_decision_inconnue" if engagement.decision_inconnue else "retire", ""
    if engagement.etat == Etat.TENU:
        return f"tenu_{engagement.preuve}", ""
    if engagement.etat in CONSTATS:
        return engagement.etat, ""
    return _parole(engagement)


def _proposition(engagement: Engagement) -> str:
    return "texte_retire" if engagement.texte_retire else signee_par(engagement)


def signee_par(engagement: Engagement) -> str:
    """Of a text that both have not signed: `propose`, by nobody; `propose_1`, by the committed party; or
    `propose_2`, by the other one. Its seal has that name (`presentation.etats.sceau`)."""
    signees = {s.organisation_id for s in engagement.signatures.all()}
    if engagement.partie_id in signees:
        return "propose_1"
    return "propose_2" if engagement.envers_id in signees else "propose"


def _parole(engagement: Engagement) -> tuple[str, str]:
    """Of one in force: what the committed party says now, and what was answered."""
    parole = engagement.parole
    if parole is None:
        return "signe", ""
    if engagement.conteste:
        return f"{parole.genre}_contestee", _nommer(engagement, _contestations(engagement))
    confirmations = [v for v in parole.verifications.all() if v.verdict == Verdict.CONFIRMEE]
    if confirmations:
        return f"{parole.genre}_confirmee", _nommer(engagement, confirmations)
    return parole.genre, ""


def _contestations(engagement: Engagement) -> list[Verification]:
    """What contests its word: of a « tenu », whatever each body said last of one (`sommes.tenu_conteste`)."""
    parole = engagement.parole
    siennes = [v for v in parole.verifications.all() if v.verdict == Verdict.CONTESTEE] if parole else []
    if parole is None or parole.genre != Genre.TENU:
        return siennes
    dernieres: dict[int, Verification] = {}
    for declaration in engagement.declarations.all():
        if declaration.genre == Genre.TENU:
            for v in declaration.verifications.all():
                tenue = dernieres.get(v.organisation_id)
                if tenue is None or (v.le, v.pk) > (tenue.le, tenue.pk):
                    dernieres[v.organisation_id] = v
    tenues = [v for v in dernieres.values() if v.verdict == Verdict.CONTESTEE]
    return siennes or sorted(tenues, key=lambda v: (v.le, v.pk))


def _nommer(engagement: Engagement, verifications: Sequence[Verification]) -> str:
    """« l'autre partie », a third body by its name; several together."""
    noms = [
        _("l'autre partie") if v.organisation_id == engagement.envers_id else str(v.organisation)
        for v in verifications
    ]
    uniques = list(dict.fromkeys(noms))
    return uniques[0] if len(uniques) == 1 else _("plus d'une organisation")
