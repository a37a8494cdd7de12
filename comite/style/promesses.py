"""A promise and its answer, rows of commitments, a meeting and its follow-ups: none is ever saved."""

from datetime import datetime, time
from functools import cached_property
from typing import Any

from django.utils import timezone

from comite.models import ReponseDeSuite, Seance, Suite
from comite.models.etats import EtatReponse, EtatSeance, EtatSuite
from comite.style.exemples import Exemples, dans
from engagements.chronologie import Attendu, Moment
from engagements.faces import faces, sceau
from engagements.models import Engagement, Signature
from engagements.models.etats import Etat, Genre, LecturePreuve, Nature, Verdict
from engagements.vie import Vie, ligne_de_vie
from partenariat.donnees.en_une_fois import garder


def le(jours: int) -> datetime:
    """Noon of that day."""
    return timezone.make_aware(datetime.combine(dans(jours), time(12)))


class Promesses:
    """What the style page shows of the two upper floors."""

    def __init__(self, exemples: Exemples) -> None:
        self.exemples = exemples
        self.plan = exemples.plan

    def engagement(
        self, code: str, titre: str, etat: str, *, retour: bool = False, **champs: Any
    ) -> Engagement:
        """A commitment with its readings; `retour`: promised by the body to the City."""
        parties = (self.exemples.service, self.exemples.organisme)
        partie, envers = reversed(parties) if retour else parties
        lus: dict[str, Any] = {
            "preuve": LecturePreuve.SANS.value, "nb_preuves": 0, "nb_preuves_verifiees": 0,
            "en_retard": False, "conteste": False, "a_verifier": False, "declare_le": le(-30),
        }  # fmt: skip
        lus |= {nom: champs.pop(nom) for nom in tuple(champs) if nom in lus}
        dits = {
            "pk": sum(map(ord, code)), "plan": self.plan, "code": code, "titre": titre, "etat": etat,
            "texte": f"{titre}, d'ici la fin du plan.", "nature": Nature.FINANCEMENT, "partie": partie,
            "envers": envers, "montant": 450_000, "echeance": dans(120), **champs,
        }  # fmt: skip
        un = Engagement(**dits)
        for nom, dit in lus.items():
            setattr(un, nom, dit)
        garder(un, "signatures", [])
        return un

    @cached_property
    def engagements(self) -> list[Engagement]:
        """A row a state of the list."""
        verifiee, deposee = LecturePreuve.VERIFIEE.value, LecturePreuve.DEPOSEE.value
        return [
            self.engagement("E-01", "Verser une aide au démarrage", Etat.PROPOSE),
            self.engagement("E-02", "Prêter un local", Etat.SIGNE, montant=None, nature=Nature.LOCAL),
            self.engagement(
                "E-03", "Former cent personnes", Etat.EN_COURS, en_retard=True, echeance=dans(-15)
            ),
            self.engagement("E-04", "Acheter local", Etat.EN_COURS, conteste=True, preuve=deposee),
            self.engagement("E-05", "Publier un bilan", Etat.EN_COURS, retour=True, a_verifier=True),
            self.engagement("E-06", "Ouvrir deux locaux", Etat.TENU, preuve=verifiee),
            self.engagement("E-07", "Tenir six ateliers", Etat.TENU_EN_PARTIE, preuve=deposee),
            self.engagement("E-08", "Créer un fonds", Etat.NON_TENU),
            self.engagement("E-09", "Céder un terrain", Etat.RETIRE),
        ]

    @cached_property
    def promesse(self) -> Engagement:
        return self.engagement(
            "E-04", "Verser une aide au démarrage de coopératives", Etat.EN_COURS, conteste=True,
            preuve=LecturePreuve.DEPOSEE.value, conditionnel=True, condition="que le budget soit adopté",
        )  # fmt: skip

    @cached_property
    def fil(self) -> list[Moment]:
        """What a party said, what the other one answered, what nobody of them said."""
        ville, organisme = str(self.exemples.service), str(self.exemples.organisme)
        signe = Signature(nom="Camille Roy", fonction="Direction générale")
        dits = [
            (-300, "voix_de_la_partie", "Signe", "partie", ""),
            (-290, "voix_de_l_autre", "Signe", "envers", ""),
            (-160, Genre.AVANCE, "Dit avoir avancé", "partie", "Un premier versement est fait."),
            (-150, LecturePreuve.DEPOSEE, "Dépose une preuve", "partie", "Bilan du premier versement"),
            (-140, Verdict.CONTESTEE, "Conteste", "envers", "Le montant n'est pas celui du texte."),
            (-130, "reponse", "Répond", "partie", "Le solde suit."),
        ]
        qui = {"partie": ville, "envers": organisme}
        return [
            Moment(le(jours), etat, mot, qui[cote], texte, cote=cote, signature=None if texte else signe)
            for jours, etat, mot, cote, texte in dits
        ]

    @cached_property
    def vie(self) -> Vie | None:
        return ligne_de_vie(self.promesse, self.fil)

    @cached_property
    def face_a_face(self) -> dict[str, Any]:
        """Two sides that promise; the signature of one is awaited."""
        retour = self.engagement("E-05", "Publier un bilan des aides", Etat.EN_COURS, retour=True)
        signee = Signature(nom="Camille Roy", fonction="Direction générale", le=le(-300))
        attendus = [Attendu(self.promesse.partie, signee), Attendu(self.promesse.envers, None)]
        return {
            "engagement": self.promesse,
            "faces": faces(self.promesse, [retour], attendus),
            "sceau": sceau(self.promesse),
        }

    @cached_property
    def de_l_accueil(self) -> dict[str, Any]:
        """As the home page is given them: a door, rows of what demands attention."""
        conteste = self.engagements[3]
        dits = {"dit": conteste.titre, "qui": str(conteste.partie), "code": conteste.code}
        return {
            "total": 44, "compte": "44 engagements", "tenus": 6, "nb_contestes": 3, "contestes": [dits],
            "autres_contestes": 2, "en_retard": 4,
        }  # fmt: skip

    # --- The committee ------------------------------------------------------------------------------------

    @cached_property
    def seances(self) -> dict[str, Any]:
        """As the home page is given them: the next meeting, the last approved one, one called off."""

        def une(numero: str, jours: int, etat: str, **champs: Any) -> Seance:
            return Seance(pk=jours, plan=self.plan, numero=numero, date=dans(jours), etat=etat, **champs)

        return {
            "prochaine": une(
                "CMO-4",
                21,
                EtatSeance.CONVOQUEE,
                heure=time(13, 30),
                convoquee_pour=dans(14),
                convoquee_le=dans(-2),
            ),
            "derniere": une("CMO-3", -60, EtatSeance.TENUE),
            "decommandees": [
                une("CMO-5", 40, EtatSeance.ANNULEE, motif="Tempête de neige.", annulee_le=dans(-1))
            ],
        }

    @cached_property
    def suites(self) -> list[Suite]:
        """A follow-up a state, and one that is late."""
        dites = [
            ("Rencontrer les arrondissements", EtatSuite.A_FAIRE, -10, ""),
            ("Écrire le guide d'achat", EtatSuite.EN_COURS, 30, "La moitié est écrite."),
            ("Inviter le réseau", EtatSuite.FAIT, -40, ""),
            ("Chiffrer le fonds", EtatSuite.CADUQUE, -90, "L'action est abandonnée."),
        ]
        suites = [
            Suite(
                pk=rang,
                seance=self.seances["derniere"],
                libelle=libelle,
                responsable=self.exemples.service,
                echeance=dans(jours),
                etat=etat,
                note=note,
                close_le=dans(-5) if etat in (EtatSuite.FAIT, EtatSuite.CADUQUE) else None,
            )
            for rang, (libelle, etat, jours, note) in enumerate(dites, 1)
        ]
        for suite in suites:
            suite.dernieres = self._reponses(suite)
        return suites

    def _reponses(self, suite: Suite) -> list[ReponseDeSuite]:
        """What the body said of the one that is under way."""
        if suite.etat != EtatSuite.EN_COURS:
            return []
        return [
            ReponseDeSuite(
                pk=suite.pk,
                suite=suite,
                organisation=suite.responsable,
                etat=EtatReponse.EN_COURS,
                texte="Les deux premiers chapitres sont relus.",
                le=le(-2),
            )
        ]
