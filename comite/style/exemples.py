"""A plan, its bodies and its actions, in every state: none is ever saved.

Dates are counted from the day that is read, so that each state is what its name says on any day.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from actions import lectures
from actions.carte import Arrondissement, Carte, Locale
from actions.frises.action import PrevuEtReel, prevu_et_reel
from actions.frises.plan import Frise, Ligne, frise_de
from actions.localisation import Localisation
from actions.models import Action, Axe, Jalon, Plan, Report
from actions.models.etats import REPORTE, Echeancier, EtatJalon, Fraicheur, PartieEngagee, Publication, Statut
from actions.portraits import Portrait, PortraitAxe, portrait_d_ensemble
from partenariat.donnees.en_une_fois import garder
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.parties.natures import Nature
from partenariat.presentation.dessins import ile
from partenariat.presentation.listes import Essai, Facette, Jeton, Valeur
from partenariat.presentation.pages import Pages, UnePage

AXES = ("Soutenir l'entrepreneuriat collectif", "Ouvrir l'approvisionnement", "Partager la connaissance")
RELIEES = ("jalons", "participations", "arrondissements", "objectifs", "domaines")
"""What hangs from an action, and would be asked of the database."""


def dans(jours: int) -> date:
    return jour() + timedelta(days=jours)


def organisation(
    pk: int, nom: str, slug: str, nature: str = Nature.ORGANISME, code: str = ""
) -> Organisation:
    une = Organisation(pk=pk, nom=nom, slug=slug, nature=nature, code_officiel=code)
    # Computed by PostgreSQL of what is saved.
    une.partie = "ville" if nature in (Nature.SERVICE_CENTRAL, Nature.ARRONDISSEMENT) else "economie_sociale"
    return une


class Exemples:
    """What the style page shows of the plan."""

    def __init__(self) -> None:
        an = jour().year
        self.plan = Plan(
            pk=0, slug="exemple", titre="Plan d'exemple", debut=date(an - 1, 1, 1), fin=date(an + 2, 12, 31)
        )
        # Since when its history is known: asked of the database otherwise.
        self.plan.premier_evenement = None  # type: ignore[attr-defined]
        self.axes = [Axe(pk=n, plan=self.plan, numero=n, titre=titre) for n, titre in enumerate(AXES, 1)]
        self.service = organisation(1, "Service du développement économique", "sde", Nature.SERVICE_CENTRAL)
        self.organisme = organisation(2, "PME MTL", "pme-mtl")

    def action(self, code: str, titre: str, **champs: Any) -> Action:
        """An action with its readings, and nothing that hangs from it but what is given."""
        axe = self.axes[int(code[0]) - 1]
        calcules: dict[str, Any] = {
            "avancement": 60, "prochaine_echeance": None, "poids_total": 5, "poids_atteint": 3,
            "echeancier": Echeancier.DANS_LES_TEMPS.value, "fraicheur": Fraicheur.A_JOUR.value,
            "jalons_en_temps": "", "maj_le": dans(-12),
        }  # fmt: skip
        for nom in calcules:
            calcules[nom] = champs.pop(nom, calcules[nom])
        reliees = {nom: champs.pop(nom, []) for nom in RELIEES}
        dits = {
            "pk": int(code.replace(".", "")), "plan": self.plan, "axe": axe, "code": code, "titre": titre,
            "responsable": self.service, "debut": dans(-300), "fin": dans(200),
            "statut": Statut.EN_COURS, "publication": Publication.PUBLIEE,
            "partie_engagee": PartieEngagee.VILLE, **champs,
        }  # fmt: skip
        une = Action(**dits)
        for nom, dit in calcules.items():
            setattr(une, nom, dit)
        for nom, lignes in reliees.items():
            garder(une, nom, lignes)
        return une

    @cached_property
    def actions(self) -> list[Action]:
        """A row a state of the list of actions."""
        prevu, fait = f"{dans(90)},,f", f"{dans(-90)},{dans(-80)},f"
        return [
            self.action("1.1", "Financer le démarrage de coopératives", jalons_en_temps=f"{fait};{prevu}"),
            self.action(
                "1.2",
                "Adapter les programmes d'aide",
                echeancier=Echeancier.EN_RETARD.value,
                jalons_en_temps=f"{fait};{dans(-20)},,f",
                avancement=50,
            ),
            self.action(
                "1.3", "Former le personnel", en_continu=True, echeancier=Echeancier.A_SURVEILLER.value
            ),
            self.action(
                "2.1", "Publier un répertoire", statut=Statut.A_VENIR, debut=dans(40), fin=dans(500),
                echeancier=Echeancier.SANS_ECHEANCE.value, avancement=None,
            ),
            self.action(
                "2.2", "Tenir un forum d'achat", statut=Statut.REALISEE, fin=dans(-60), echeancier=None,
                fraicheur=None, avancement=100, jalons_en_temps=f"{dans(-60)},{dans(-60)},f",
            ),
            self.action(
                "3.1", "Ouvrir un observatoire", statut=Statut.SUSPENDUE, echeancier=None, fraicheur=None,
                motif="En attente d'un règlement.", jalons_en_temps=f"{fait};{dans(60)},,t", avancement=25,
            ),
            self.action(
                "3.2", "Créer un prix annuel", statut=Statut.ABANDONNEE, echeancier=None, fraicheur=None,
                motif="Remplacée par une autre mesure.", avancement=0,
            ),
        ]  # fmt: skip

    @cached_property
    def jalons(self) -> list[Jalon]:
        """A milestone a state: reached late, late, put off, planned, cancelled."""

        def un(pk: int, titre: str, echeance: int, **champs: Any) -> Jalon:
            depart = champs.pop("depart", echeance)
            return Jalon(
                pk=pk, titre=titre, echeance=dans(echeance), echeance_initiale=dans(depart), **champs
            )

        return [
            un(1, "Diagnostic remis", -240, atteint_le=dans(-228)),
            un(2, "Cadre adopté", -40),
            un(3, "Appel lancé", 120, depart=-100),
            un(4, "Bilan publié", 190, poids=2),
            un(5, "Comité d'usagers", 60, annule=True),
        ]

    @cached_property
    def prevu_et_reel(self) -> tuple[Action, PrevuEtReel]:
        une = self.action(
            "1.2",
            "Adapter les programmes d'aide",
            jalons=self.jalons,
            echeancier=Echeancier.EN_RETARD.value,
            arrondissements=self.arrondissements[:3],
            budget_prevu=1_250_000,
            avancement_declare=80,
            fin_initiale=dans(150),
        )
        moves = [
            Report(
                jalon_id=3, ancienne_date=dans(-100), nouvelle_date=dans(120), motif="Avis juridique demandé."
            )
        ]
        return une, prevu_et_reel(une, moves)

    # --- Where and when -----------------------------------------------------------------------------------

    @cached_property
    def arrondissements(self) -> list[Organisation]:
        formes = sorted(ile.arrondissements().items())
        return [
            organisation(100 + rang, forme.nom, f"arrondissement-{rang}", Nature.ARRONDISSEMENT, code)
            for rang, (code, forme) in enumerate(formes)
        ]

    @cached_property
    def carte(self) -> Carte:
        """Boroughs with none, one, two and many actions; one is late, one is not of the plan."""
        locale = Locale(self.actions[1], en_retard=True)
        combien = [0, 1, 2, 5]
        connus = [
            Arrondissement(o, combien[rang % 4], int(rang == 7), (locale,) if rang == 7 else ())
            for rang, o in enumerate(self.arrondissements[:-1])
        ]
        return Carte(self.plan, connus, total=44, partout=12, situees=20)

    @cached_property
    def localisations(self) -> list[Localisation]:
        connus = frozenset(o.code_officiel for o in self.arrondissements)
        quelques = self.arrondissements[:3]
        vises = frozenset(o.code_officiel for o in quelques)
        return [
            Localisation(vises, connus, quelques, "Trois arrondissements", 1),
            Localisation(connus, connus, phrase="Tout le territoire", teinte=3),
            Localisation(frozenset(), connus, phrase="Le plan ne dit pas où cette action se passe."),
        ]

    @cached_property
    def portraits(self) -> list[PortraitAxe]:
        vide = dict.fromkeys(lectures.agregats(), 0)
        uns = vide | {
            "total": 9, "suivies": 9, "mesurees": 7, "somme": 430, "statut_en_cours": 6, "statut_a_venir": 2,
            "statut_realisee": 1, "echeancier_en_retard": 2, "echeancier_a_surveiller": 1,
            "echeancier_dans_les_temps": 4, "echeancier_sans_echeance": 1, "fraicheur_a_jour": 5,
            "fraicheur_a_rafraichir": 2, "fraicheur_perimee": 1,
        }  # fmt: skip
        autres = vide | {
            "total": 4, "suivies": 3, "mesurees": 3, "somme": 240, "statut_en_cours": 2,
            "statut_suspendue": 1, "statut_abandonnee": 1, "echeancier_dans_les_temps": 2,
            "fraicheur_a_jour": 2,
        }  # fmt: skip
        return [PortraitAxe(parts, axe) for parts, axe in zip((uns, autres, vide), self.axes, strict=True)]

    @cached_property
    def ensemble(self) -> Portrait:
        return portrait_d_ensemble(self.portraits)

    @cached_property
    def frise(self) -> Frise:
        """A mark a state, a stack, a figure for a higher one, a date that was put off."""

        def ligne(axe: int, etat: str, jours: int, combien: int = 1, depuis: int | None = None) -> Ligne:
            le = dans(jours)
            return {
                "n_axe": axe, "mois": le.replace(day=1), "n_etat": etat, "le": le,
                "n_depuis": dans(jours if depuis is None else depuis), "n_compte": combien, "n_rang": 1,
                "n_code": f"{axe}.1", "n_titre": "Jalon d'exemple", "n_francais": False,
            }  # fmt: skip

        lignes = [
            ligne(1, EtatJalon.ATTEINT, -200),
            ligne(1, EtatJalon.ATTEINT, -120, 8),
            ligne(1, EtatJalon.EN_RETARD, -40),
            ligne(1, EtatJalon.PREVU, 100),
            ligne(2, REPORTE, 210, depuis=-30),
            ligne(2, EtatJalon.PREVU, 400, 12),
            ligne(2, Statut.SUSPENDUE.value, -90),
            ligne(3, EtatJalon.ANNULE, 30),
            ligne(3, EtatJalon.NON_ATTEINT, -300),
        ]
        fins = [{"n_axe": axe, "n_fin": dans(300 + 40 * axe)} for axe in (1, 2, 3)]
        return frise_de(self.plan, self.portraits, lignes, fins)

    # --- Lists --------------------------------------------------------------------------------------------

    @property
    def facettes(self) -> list[Facette]:
        statuts = [Valeur(s.value, str(s.label), 3 + n, n == 1) for n, s in enumerate(Statut)]
        axes = [Valeur(str(axe.numero), str(axe), 9, False) for axe in self.axes]
        return [Facette("statut", "Statut", statuts, True), Facette("axe", "Axe", axes, False)]

    @property
    def criteres(self) -> list[Jeton]:
        return [Jeton("Statut", str(Statut.EN_COURS.label), ""), Jeton("Axe", AXES[0], "")]

    @property
    def page(self) -> UnePage:
        return Pages(range(300), 25, parametre="page-exemple", ancre="pages").demandee("6")

    @property
    def essais(self) -> list[Essai]:
        return [
            Essai("Sans le critère Statut", "", "12 actions"),
            Essai("Seulement « locaux »", "", "3 actions"),
        ]
