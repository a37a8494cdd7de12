"""A row of each model that the public may see something of, and writes of any of them."""

from contextlib import suppress
from datetime import timedelta

import pghistory
from django.apps import apps
from django.db import Error, connection, models, transaction
from django.utils import timezone

from actions.corrections import changements, corriger
from actions.models import Action
from actions.models.gardes import avec_motif
from engagements.models import Engagement
from partenariat.histoire.historise import MOUVANTES
from partenariat.textes.equipe import poser_l_inventee
from tests.factories import (
    AccordRetireFactory,
    ActionFactory,
    BilanAxeFactory,
    DecisionFactory,
    DeclarationFactory,
    DemandeFactory,
    DocumentFactory,
    DomaineFactory,
    DossierFactory,
    EffetFactory,
    EngagementFactory,
    HistoireFactory,
    IndicateurFactory,
    JalonFactory,
    LienSigneFactory,
    MembreFactory,
    MesureFactory,
    NouvelleFactory,
    ObjectifFactory,
    OrganisationFactory,
    ParticipationFactory,
    PointFactory,
    PresenceFactory,
    PreuveFactory,
    RefusFactory,
    RepereFactory,
    ReponseDeSuiteFactory,
    ReponseFactory,
    RondeFactory,
    SeanceFactory,
    SourceFactory,
    SuiteFactory,
    SynonymeFactory,
    TexteDuSiteFactory,
    UsageLienFactory,
    UtilisateurFactory,
    VerificationFactory,
    VoletFactory,
)
from tests.retraits import demander
from tests.test_adresses import contenu

MOUVANTS = sorted(
    (
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.db_table in MOUVANTES and not m._meta.proxy
    ),
    key=lambda modele: modele._meta.label,
)
"""The models whose writes move the revision."""
PARTIES = [modele for modele in MOUVANTS if len(MOUVANTES[modele._meta.db_table]) > 1]
"""Those whose rows the public sees only where it sees what they are a part of."""


def monde(plan) -> dict[str, object]:
    """`contenu`, and around its public action and commitment a row of every other model."""
    valeurs = contenu(plan)
    action, promesse = Action.objects.get(plan=plan), Engagement.objects.get(plan=plan)
    # Before what freezes what it counts.
    corriger_une_erreur(ActionFactory(axe=action.axe, publiee=True))
    VoletFactory(axe=action.axe)
    RepereFactory(plan=plan)
    parties_de_l_action(action)
    parties_de_l_engagement(promesse)
    HistoireFactory(action=action, une=True)
    AccordRetireFactory(histoire=HistoireFactory(action=action, publiee=True))
    seance = SeanceFactory(plan=plan, numero="2", date=timezone.localdate() - timedelta(days=1), tenue=True)
    PointFactory(seance=seance)
    ReponseDeSuiteFactory(suite=SuiteFactory(seance=seance, responsable=action.responsable))
    DossierFactory(seance=seance)
    decision = DecisionFactory(seance=seance, reunie=True)
    decision.engagements.add(promesse)
    EffetFactory(decision=decision, action=ActionFactory(axe=action.axe, publiee=True))
    deplacee = SeanceFactory(plan=plan, numero="3", convoquee=True)
    with avec_motif("Salle prise."):
        deplacee.date += timedelta(days=1)
        deplacee.save()
    PresenceFactory(seance=SeanceFactory(plan=plan, numero="4", tenue=True), membre=MembreFactory(plan=plan))
    ronde = RondeFactory(plan=plan, ouverte_le=timezone.now())
    DemandeFactory(ronde=ronde, action=action)
    BilanAxeFactory(bilan__plan=plan, bilan__annee=2024, axe=action.axe)
    UsageLienFactory(lien=LienSigneFactory(organisation=promesse.partie))
    SynonymeFactory()
    TexteDuSiteFactory()
    poser_l_inventee()
    demander(action.nouvelles.first())
    return valeurs


def corriger_une_erreur(action) -> None:
    """Its confidence, changed by mistake."""
    coordination = UtilisateurFactory(coordination=True)
    with pghistory.context(user=coordination.pk):
        Action.objects.filter(pk=action.pk).update(confiance="faible")
        (erreur,) = (c for c in changements(action, coordination) if c.correction.nature == "confiance")
        corriger(action, erreur.cle, coordination, "Mauvaise ligne.")


def parties_de_l_action(action) -> None:
    plan = action.plan
    jalon = JalonFactory(action=action, echeance=timezone.localdate() + timedelta(days=20))
    jalon.motif_report = "Retard du bailleur"
    jalon.echeance += timedelta(days=10)
    jalon.save()
    MesureFactory(indicateur=IndicateurFactory(action=action))
    NouvelleFactory(action=action, publique=True)
    DocumentFactory(action=action)
    ParticipationFactory(action=action)
    action.objectifs.add(ObjectifFactory(plan=plan))
    action.domaines.add(DomaineFactory(plan=plan))
    action.arrondissements.add(OrganisationFactory(arrondissement=True))
    action.sources.add(SourceFactory(plan=plan))
    HistoireFactory(action=action, publiee=True)


def parties_de_l_engagement(promesse) -> None:
    PreuveFactory(engagement=promesse)
    ReponseFactory(
        verification=VerificationFactory(declaration=DeclarationFactory(engagement=promesse), contestee=True)
    )
    aussi = "publie" if promesse.publication == "publiee" else "aux_parties"
    autre = EngagementFactory(
        plan=promesse.plan, partie=promesse.envers, envers=promesse.partie, **{aussi: True}
    )
    promesse.contreparties.add(autre)
    RefusFactory(engagement=autre)


def endormir_les_gardes(*, sauf: str = "") -> None:
    """Until the end of the test, what is written is written; only the triggers of that name are awake."""
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for modele in MOUVANTS:
            for table in (modele._meta.db_table, evenements(modele)):
                curseur.execute(f"ALTER TABLE public.{table} DISABLE TRIGGER USER")
        curseur.execute(
            "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE %s",
            [f"pgtrigger\\_{sauf or '?'}%"],
        )
        for table, nom in curseur.fetchall():
            curseur.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {nom}")


def evenements(modele: type[models.Model]) -> str:
    """The table of its history."""
    suivi = next(m for m in (modele, *modele.__subclasses__()) if "pgh_event_model" in vars(m))
    return suivi.pgh_event_model._meta.db_table


def alterations(modele: type[models.Model]) -> dict[str, str]:
    """By column, what the database lets stand there instead of what does (SQL), while its guards sleep."""
    passent = {}
    for champ in modele._meta.concrete_fields:
        if champ.primary_key or champ.is_relation or isinstance(champ, models.GeneratedField):
            continue
        for valeur in _autres(champ):
            try:
                with transaction.atomic(), connection.cursor() as curseur:
                    curseur.execute(_mise(modele._meta.db_table, champ.column, valeur))
            except Error:
                continue
            passent[champ.column] = valeur
            break
    return passent


def alterer(table: str, colonnes: dict[str, str], ou: str = "true") -> None:
    with connection.cursor() as curseur:
        for colonne, valeur in colonnes.items():
            # Together, two of them may be refused: it is written all the same.
            with suppress(Error), transaction.atomic():
                curseur.execute(_mise(table, colonne, valeur, ou))


def _mise(table: str, colonne: str, valeur: str, ou: str = "true") -> str:
    return f'UPDATE public.{table} SET "{colonne}" = {valeur} WHERE {ou}'


def _autres(champ) -> list[str]:
    """SQL of what may stand in that column instead of what does."""
    colonne = f'"{champ.column}"'
    if champ.choices:
        return [f"'{valeur}'" for valeur, _mot in reversed(champ.flatchoices)]
    if isinstance(champ, models.BooleanField):
        return [f"NOT {colonne}", "true", "false"]
    if isinstance(champ, models.CharField | models.TextField | models.FileField):
        # As it may stand in an address.
        return [f"left('change-' || {colonne}, {champ.max_length or 1000})"]
    if isinstance(champ, models.DateField):
        return [f"{colonne} - interval '1 day'", f"{colonne} + interval '1 day'"]
    if isinstance(champ, models.IntegerField | models.DecimalField):
        return [f"{colonne} + 7", f"{colonne} + 1"]
    return []
