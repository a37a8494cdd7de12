"""The commitments: proposed on the day of adoption, then signed, declared, proven, verified, settled."""

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef

from actions.models.gardes import avec_motif
from bench.generateur import mots
from bench.generateur.actions import brouillon
from bench.generateur.chantier import ORGANISMES, Chantier, inserer, organisme, parmi
from engagements.models import Declaration, Engagement, Preuve, Reponse, Signature, Verification

NATURES = ("local", "financement", "expertise", "achat", "promotion", "gouvernance")


def _envers(n: int) -> int:
    """Another body than the one that promises."""
    return organisme(n + 1 + n // ORGANISMES % (ORGANISMES - 2))


# --- The day of adoption ------------------------------------------------------------------------------------
def inscrire(chantier: Chantier) -> None:
    for tranche in chantier.tranches(chantier.engagements):
        inserer(_engagement(chantier, n) for n in tranche)
        lien = Engagement.actions.through
        inserer(
            lien(engagement_id=n, action_id=action)
            for n in tranche
            for action in ((2 * n, 2 * n - 1) if n % 4 == 0 else (2 * n - 1,))
        )
    lien = Engagement.contreparties.through
    inserer(
        lien(from_engagement_id=de, to_engagement_id=vers)
        for n in range(10, chantier.engagements, 10)
        for de, vers in ((n, n + 1), (n + 1, n))
    )


def _engagement(chantier: Chantier, n: int) -> Engagement:
    public = not brouillon(n)
    return Engagement(
        plan=chantier.plan,
        code=f"E-{n}",
        partie_id=organisme(n),
        envers_id=_envers(n),
        titre=mots.titre(n + 3),
        texte=mots.texte(n, 5),
        nature=NATURES[n % len(NATURES)],
        echeance=chantier.debut + timedelta(days=200 + n * 53 % 1_200) if n % 6 else None,
        montant=Decimal(5_000 + n * 700 % 400_000) if n % 2 else None,
        publication="publiee" if public else "brouillon",
        propose_le=chantier.adoption[0] if public else None,
        publie_le=chantier.adoption[0] if public else None,
    )


# --- The quarters -------------------------------------------------------------------------------------------
def faire_vivre(chantier: Chantier, trimestre: int) -> None:
    """One quarter: a third is signed in each of the first three; what is in force is declared once a year."""
    publics = Engagement.objects.exclude(publication="brouillon")
    if trimestre < 3:
        # One in nine never finds its signatures.
        _signer(chantier, trimestre, parmi(publics, 9, *range(3 * trimestre, 3 * trimestre + 3)))
    if trimestre == 0:
        _deposer_un_fichier(Engagement.objects.get(pk=1), chantier.instant(trimestre, 1))
    en_vigueur = publics.filter(etat__in=("signe", "en_cours"))
    for tranche in chantier.tranches(chantier.engagements):
        lignes = parmi(en_vigueur.filter(pk__range=(tranche[0], tranche[-1])), 4, trimestre % 4)
        _declarer(
            chantier, trimestre, list(lignes.order_by("pk").values_list("pk", "partie_id", "envers_id"))
        )
    declares = Declaration.objects.filter(engagement=OuterRef("pk"))
    publics.filter(Exists(declares), etat="signe").update(etat="en_cours")
    _regler(trimestre)


def _signer(chantier: Chantier, trimestre: int, engagements) -> None:
    engagements = parmi(engagements.filter(etat="propose"), 90, *range(80))
    for tranche in chantier.tranches(chantier.engagements):
        inserer(
            Signature(
                engagement_id=pk,
                organisation_id=organisation,
                nom="La direction",
                fonction="Direction générale",
                empreinte=empreinte,
                le=chantier.instant(trimestre, pk),
            )
            for pk, partie, envers, empreinte in engagements.filter(pk__range=(tranche[0], tranche[-1]))
            .order_by("pk")
            .values_list("pk", "partie_id", "envers_id", "empreinte")
            for organisation in (partie, envers)
        )
    signes = Signature.objects.filter(engagement=OuterRef("pk"))
    Engagement.objects.filter(Exists(signes), etat="propose").update(etat="signe")


def _genre(n: int, trimestre: int) -> str:
    if trimestre >= 4 and n % 8 < 3:
        return "tenu"
    return {5: "rien_a_signaler", 11: "impossible_a_evaluer"}.get(n % 12, "avance")


def _declarer(chantier: Chantier, trimestre: int, lignes: list[tuple[int, int, int]]) -> None:
    """Half come with a piece of evidence; two thirds are verified, some of them contested."""
    declarations = inserer(
        Declaration(
            engagement_id=pk,
            organisation_id=partie,
            genre=_genre(pk, trimestre),
            texte=mots.texte(pk + trimestre, 2),
            le=chantier.instant(trimestre, pk),
        )
        for pk, partie, _ in lignes
    )
    preuves = inserer(
        Preuve(
            engagement_id=d.engagement_id,
            declaration=d,
            organisation_id=d.organisation_id,
            type="rapport",
            titre=f"Bilan du trimestre {trimestre + 1}",
            adresse=f"https://exemple.test/bilan-{trimestre + 1}",
            le=d.le,
        )
        for d in declarations
        if (d.engagement_id // 4 + trimestre // 4) % 2
    )
    envers = {pk: autre for pk, _, autre in lignes}
    verifications = inserer(
        Verification(
            declaration=chose if isinstance(chose, Declaration) else None,
            preuve=chose if isinstance(chose, Preuve) else None,
            organisation_id=envers[chose.engagement_id],
            verdict="contestee" if chose.engagement_id % 12 == 7 else "confirmee",
            texte="Le local n'a pas encore ouvert." if chose.engagement_id % 12 == 7 else "",
            le=chose.le + timedelta(days=1),
        )
        for chose in (*declarations, *preuves)
        if chose.engagement_id % 3
    )
    inserer(
        Reponse(
            verification=v,
            organisation_id=v.declaration.organisation_id,
            texte="Il ouvre le mois prochain.",
            le=v.le + timedelta(days=1),
        )
        for v in verifications
        if v.verdict == "contestee" and v.declaration and v.declaration.engagement_id % 2
    )


def _deposer_un_fichier(engagement: Engagement, le: datetime) -> None:
    contenu = b"%PDF-1.7\n%%EOF\n"
    preuve = Preuve(
        engagement=engagement,
        organisation_id=engagement.partie_id,
        type="entente",
        titre="Entente",
        nom_fichier="entente.pdf",
        type_media="application/pdf",
        taille=len(contenu),
        empreinte=hashlib.sha256(contenu).hexdigest(),
        le=le,
    )
    preuve.fichier.save("entente.pdf", ContentFile(contenu), save=False)
    preuve.save()


def _regler(trimestre: int) -> None:
    """Outcomes: kept where another body confirms it; some not kept, some withdrawn."""
    en_cours = Engagement.objects.filter(etat="en_cours").exclude(publication="brouillon")
    verdicts = Verification.objects.filter(declaration__engagement=OuterRef("pk"), declaration__genre="tenu")
    en_cours.filter(
        Exists(verdicts.filter(verdict="confirmee")), ~Exists(verdicts.filter(verdict="contestee"))
    ).update(etat="tenu")
    with avec_motif("Constaté par la coordination."):
        parmi(en_cours, 80, 5 * trimestre).update(etat="non_tenu", motif="Le local promis a été loué.")
        parmi(en_cours, 80, 5 * trimestre + 1).update(etat="tenu_en_partie", motif="La moitié est versée.")
        parmi(en_cours, 160, 5 * trimestre + 2).update(
            etat="retire", motif="Les parties y renoncent.", sans_decision="D'un commun accord."
        )
