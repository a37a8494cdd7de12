"""The plan that is photographed: the same rows, on the same day, on every machine.

PostgreSQL has its own clock, which no test moves: what it stamps is brought back to the day afterwards, with
its triggers asleep, within one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from factory.base import FactoryMetaClass

from actions.models import Plan
from engagements.models import Acteur
from engagements.models.etats import Genre, Nature
from partenariat.presentation.dessins import ile
from tests import factories
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DecisionFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MembreFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    PreuveFactory,
    ReponseFactory,
    SeanceFactory,
    VerificationFactory,
)
from tests.factories.comite import approuver

MOMENT = datetime(2026, 6, 15, 10, 0, tzinfo=ZoneInfo("America/Toronto"))
JOUR = MOMENT.date()
AXES = (
    ("Soutenir l'entrepreneuriat collectif", "Entrepreneuriat"),
    ("Ouvrir les achats de la Ville", "Achats"),
    ("Partager la connaissance", "Connaissance"),
)
ACTIONS = (
    # Code, title, what its state is, milestones (title, due, reached), boroughs.
    ("1.1", "Financer le démarrage de coopératives", {},
     [("Programme adopté", -210, -205), ("Bilan", 200, None)], 0),
    ("1.2", "Adapter les programmes d'aide", {"fin": 260}, [("Diagnostic remis", -240, -228),
     ("Cadre adopté", -26, None), ("Appel lancé", 120, None), ("Bilan publié", 250, None)], 4),
    ("1.3", "Prêter des locaux vacants", {"fin": 90},
     [("Locaux choisis", -60, -64), ("Baux signés", 30, None)], 2),
    ("1.4", "Former le personnel", {"en_continu": True}, [], 0),
    ("2.1", "Réserver une part des contrats", {"fin": 400}, [("Règlement adopté", 150, None)], 0),
    ("2.2", "Tenir un forum d'achat", {"statut": "realisee", "fin": -50}, [("Forum tenu", -55, -55)], 1),
    ("2.3", "Publier un guide", {"fin": 20}, [("Guide publié", -12, None)], 0),
    ("2.4", "Créer un prix annuel", {"statut": "abandonnee", "motif": "Remplacé par le forum.",
     "sans_decision": "Avant le registre."}, [], 0),
    ("3.1", "Ouvrir un observatoire", {"statut": "suspendue", "motif": "Le bail est à négocier."},
     [("Entente signée", -150, -140), ("Ouverture", 60, None)], 1),
    ("3.2", "Cartographier le secteur", {"statut": "a_venir", "debut": 60, "fin": 500},
     [("Carte publiée", 450, None)], 3),
)  # fmt: skip
DU_JOUR = ("etat_le", "maj_le")
"""Columns that a trigger writes with the day of PostgreSQL."""
GESTES = {"signature": (-300, -292), "declaration": (-160, -40), "preuve": (-150,), "verification": (-130,),
          "reponse": (-120,), "passage": (-292, -160)}  # fmt: skip
"""Days of the acts of the commitment that is photographed, in their order."""


def dans(jours: int) -> date:
    return JOUR + timedelta(days=jours)


def poser() -> Plan:
    """The plan; the clock of the test is at `MOMENT`."""
    # What other tests made before must not be read in a number.
    for une in vars(factories).values():
        if isinstance(une, FactoryMetaClass):
            une.reset_sequence(force=True)
    plan = PlanFactory(
        actif=True,
        slug="actif",
        titre="Plan d'action en économie sociale",
        debut=date(2025, 1, 1),
        fin=date(2028, 12, 31),
    )
    lieux = []
    for code, forme in sorted(ile.arrondissements().items()):
        lieux.append(
            OrganisationFactory(arrondissement=True, nom=forme.nom, code_officiel=code, slug=code.lower())
        )
        PartiePrenanteFactory(plan=plan, organisation=lieux[-1], identifiant=code)
    service = OrganisationFactory(service=True, nom="Service du développement économique", slug="sde")
    reseau = OrganisationFactory(reseau=True, nom="Conseil d'économie sociale", slug="cesim")
    for rang, organisation in enumerate((service, reseau), 1):
        PartiePrenanteFactory(plan=plan, organisation=organisation, identifiant=f"P{rang}")
    _actions(plan, service, lieux)
    _engagements(plan, service, reseau)
    _comite(plan, service)
    _ramener_au_jour()
    return plan


def _actions(plan, service, lieux) -> None:
    axes = {
        str(n): AxeFactory(plan=plan, numero=n, code=f"axe-{n}", titre=titre, titre_court=court)
        for n, (titre, court) in enumerate(AXES, 1)
    }
    for rang, (code, titre, champs, jalons, combien) in enumerate(ACTIONS):
        dates = {nom: dans(champs[nom]) for nom in ("debut", "fin") if nom in champs}
        action = ActionFactory(
            plan=plan, axe=axes[code[0]], code=code, titre=titre, responsable=service, publiee=True,
            tout_le_territoire=not combien, **champs | dates,
        )  # fmt: skip
        action.arrondissements.set(lieux[3 * rang : 3 * rang + combien])
        for nom, echeance, atteint in jalons:
            JalonFactory(
                action=action, titre=nom, echeance=dans(echeance), atteint_le=atteint and dans(atteint)
            )
        if code == "1.2":
            _detailler(action)


def _detailler(action) -> None:
    """The action that is photographed: a date that moved, a measure, news."""
    reporte = action.jalons.get(titre="Appel lancé")
    reporte.echeance += timedelta(days=60)
    reporte.motif_report = "Avis juridique demandé."
    reporte.save()
    indicateur = IndicateurFactory(
        action=action, nom="Entreprises aidées", unite="entreprises", reference_valeur=40,
        reference_annee=2024, cible_valeur=120, cible_annee=2027,
    )  # fmt: skip
    for jours, valeur in ((-300, 52), (-100, 71)):
        MesureFactory(indicateur=indicateur, date=dans(jours), valeur=valeur)
    NouvelleFactory(action=action, publique=True, texte="Le diagnostic est remis au comité.")


def _engagements(plan, service, reseau) -> None:
    promesse = EngagementFactory(
        plan=plan, code="E-01", titre="Verser une aide au démarrage", partie=service, envers=reseau,
        texte="La Ville verse 450 000 $ au démarrage de coopératives.", nature=Nature.FINANCEMENT,
        montant=450_000, echeance=dans(180), publie=True, signe=True,
    )  # fmt: skip
    retour = EngagementFactory(
        plan=plan, code="E-02", titre="Publier un bilan des aides", partie=reseau, envers=service,
        texte="Le Conseil publie un bilan des aides chaque année.", nature=Nature.EXPERTISE,
        echeance=dans(200), publie=True,
    )  # fmt: skip
    promesse.contreparties.add(retour)
    promesse.actions.add(plan.actions.get(code="1.1"))
    ville = Acteur(service)
    declaration = promesse.declarer(ville, Genre.AVANCE, "Un premier versement est fait.")
    PreuveFactory(engagement=promesse, titre="Bilan du versement", adresse="https://exemple.test/bilan.pdf")
    verification = VerificationFactory(
        declaration=declaration, contestee=True, texte="Le montant n'est pas celui du texte."
    )
    ReponseFactory(verification=verification, texte="Le solde suit en septembre.")
    promesse.declarer(ville, Genre.AVANCE, "Le second versement est approuvé.")
    EngagementFactory(
        plan=plan, code="E-03", titre="Prêter deux locaux", partie=service, envers=reseau,
        texte="La Ville prête deux locaux.", echeance=dans(-30), publie=True, tenu=True,
    )  # fmt: skip


def _comite(plan, service) -> None:
    for fonction in ("Direction générale adjointe", "Présidence du Conseil"):
        MembreFactory(plan=plan, fonction=fonction, organisation=service)
    tenue = SeanceFactory(plan=plan, numero="CMO-2026-01", tenue=True, date=dans(-80), avec_quorum=True)
    decision = DecisionFactory(seance=tenue, numero="CMO-2026-01-R1", libelle="Le comité appuie le forum.")
    decision.actions.add(plan.actions.get(code="2.2"))
    approuver(tenue)
    SeanceFactory(plan=plan, numero="CMO-2026-03", date=dans(17), etat="convoquee", convoquee_le=dans(-3),
                  convoquee_pour=dans(17))  # fmt: skip


def _ramener_au_jour() -> None:
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns JOIN "
            "information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public' "
            "AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' AND "
            "table_name ~ '^(partenariat|actions|engagements|comite)_' AND "
            "(data_type = 'timestamp with time zone' OR column_name = ANY(%s))",
            [list(DU_JOUR)],
        )
        colonnes = curseur.fetchall()
        with _sans_declencheurs(curseur, {table for table, _colonne, _type in colonnes}):
            for table, colonne, _type in colonnes:
                curseur.execute(
                    f'UPDATE "{table}" SET "{colonne}" = %s WHERE "{colonne}" > %s', [MOMENT, MOMENT]
                )
            for nom, jours in GESTES.items():
                curseur.execute(f"SELECT id FROM engagements_{nom} ORDER BY id LIMIT {len(jours)}")
                for (pk,), jour in zip(curseur.fetchall(), jours, strict=True):
                    le = MOMENT + timedelta(days=jour)
                    curseur.execute(f"UPDATE engagements_{nom} SET le = %s WHERE id = %s", [le, pk])


@contextmanager
def _sans_declencheurs(curseur, tables: set[str]) -> Iterator[None]:
    """Puts those of these tables to sleep, then wakes each as it was."""
    curseur.execute(
        "SELECT relname, tgname, tgenabled FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
        "WHERE relname = ANY(%s) AND NOT tgisinternal",
        [list(tables)],
    )
    poses = curseur.fetchall()
    for table in sorted(tables):
        curseur.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    comment = {"A": "ENABLE ALWAYS", "O": "ENABLE", "R": "ENABLE REPLICA", "D": "DISABLE"}
    for table, nom, actif in poses:
        curseur.execute(f'ALTER TABLE "{table}" {comment[actif]} TRIGGER "{nom}"')
