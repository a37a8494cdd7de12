"""The committee: `SeanceFactory(tenue=True)`, `DecisionFactory(seance=…)`."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from comite import models
from comite.models.etats import VISES, EtatReponse, EtatSeance, NatureEffet, NaturePoint, Qualite
from tests.factories.actions import ActionFactory, AxeFactory, PlanFactory
from tests.factories.partenariat import OrganisationFactory, UtilisateurFactory


class MembreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membre

    plan = factory.SubFactory(PlanFactory)
    fonction = factory.Sequence("Direction {}".format)
    qualite = Qualite.HAUT_FONCTIONNAIRE
    organisation = factory.SubFactory(OrganisationFactory, service=True)
    mandat_debut = date(2025, 1, 1)


class SeanceFactory(factory.django.DjangoModelFactory):
    """A planned meeting, in two weeks. Traits: `convoquee` (today), `tenue` (yesterday), `annulee`;
    `avec_quorum`: as many attended as it asks. `approuver` approves the minutes of a held one."""

    class Meta:
        model = models.Seance
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    numero = factory.Sequence("CMO-2026-{}".format)
    date = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    quorum_requis = 2

    class Params:
        convoquee = factory.Trait(
            etat=EtatSeance.CONVOQUEE,
            date=factory.LazyFunction(timezone.localdate),
            convoquee_le=factory.LazyFunction(timezone.localdate),
            convoquee_pour=factory.SelfAttribute("date"),
        )
        tenue = factory.Trait(
            etat=EtatSeance.TENUE,
            date=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )
        annulee = factory.Trait(
            etat=EtatSeance.ANNULEE,
            motif="Tempête de neige.",
            annulee_le=factory.LazyFunction(timezone.localdate),
        )
        avec_quorum = factory.Trait(presents_consignes=2)


def approuver(seance: models.Seance) -> models.Seance:
    """Approves the minutes of a held meeting, at a later one."""
    jour = min(seance.date + timedelta(days=7), timezone.localdate())
    suivante = SeanceFactory(plan=seance.plan, tenue=True, date=jour)
    seance.proces_verbal = seance.proces_verbal or "La séance est ouverte à 13 h 30."
    seance.save()
    seance.approuver(suivante, UtilisateurFactory(coordination=True))
    return seance


def reunir(seance: models.Seance) -> None:
    """As many attended as the quorum asks, where nobody took attendance."""
    sans = models.Seance.objects.filter(pk=seance.pk, etat_pv="projet", presents__isnull=True)
    if sans.update(presents_consignes=seance.quorum_requis):
        seance.presents_consignes = seance.quorum_requis


def prendre(seance, par, *, effet="", motif="", libelle="Le comité décide.", **champs) -> models.Decision:
    """`Decision.prendre` with at most one effect, told by its fields, at a meeting that has quorum for it."""
    vises = {nom: champs.pop(nom) for nom in VISES if nom in champs}
    if effet:
        reunir(seance)
    effets = [{"nature": effet, "motif": motif, **vises}] if effet else []
    return models.Decision.prendre(seance, par, libelle=libelle, vote="unanimite", effets=effets, **champs)


class PresenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Presence

    seance = factory.SubFactory(SeanceFactory)
    membre = factory.SubFactory(MembreFactory, plan=factory.SelfAttribute("..seance.plan"))


class PointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Point

    seance = factory.SubFactory(SeanceFactory)
    rang = factory.Sequence(lambda n: n + 1)
    titre = factory.Sequence("Sujet d'essai {}".format)
    nature = NaturePoint.AUTRE


class DecisionFactory(factory.django.DjangoModelFactory):
    """Without effect; `Decision.prendre` applies one. `reunie`: its meeting has quorum when it is written."""

    class Meta:
        model = models.Decision

    seance = factory.SubFactory(SeanceFactory, tenue=True)
    numero = factory.LazyAttributeSequence(lambda o, n: f"{o.seance.numero}-R{n}")
    libelle = factory.Sequence("Décision d'essai {}.".format)

    @classmethod
    def _adjust_kwargs(cls, reunie=False, **kwargs):
        if reunie and kwargs["seance"].pk:
            reunir(kwargs["seance"])
        return kwargs


class EffetFactory(factory.django.DjangoModelFactory):
    """Told, not applied: `Decision.prendre` applies one."""

    class Meta:
        model = models.Effet

    decision = factory.SubFactory(DecisionFactory, reunie=True)
    nature = NatureEffet.SUSPENDRE
    action = factory.SubFactory(ActionFactory, plan=factory.SelfAttribute("..decision.seance.plan"))
    motif = "Motif d'essai."


class SuiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Suite

    seance = factory.SubFactory(SeanceFactory, tenue=True)
    libelle = factory.Sequence("Suite d'essai {}".format)
    responsable = factory.SubFactory(OrganisationFactory, service=True)


class ReponseDeSuiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ReponseDeSuite

    suite = factory.SubFactory(SuiteFactory)
    organisation = factory.SelfAttribute("suite.responsable")
    etat = EtatReponse.EN_COURS
    texte = "Le guide est à moitié écrit."


class RondeFactory(factory.django.DjangoModelFactory):
    """Open for a week on each side of today; `ouvrir` asks the questions."""

    class Meta:
        model = models.Ronde

    plan = factory.SubFactory(PlanFactory)
    titre = factory.Sequence("Ronde d'essai {}".format)
    ouvre_le = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
    ferme_le = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


class DemandeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Demande

    ronde = factory.SubFactory(RondeFactory, ouverte_le=factory.LazyFunction(timezone.now))
    action = factory.SubFactory(ActionFactory, publiee=True, plan=factory.SelfAttribute("..ronde.plan"))
    organisation = factory.SelfAttribute("action.responsable")


class DossierFactory(factory.django.DjangoModelFactory):
    """A frozen row; `comite.sorties.dossier.fabrication.preparer` makes a true one."""

    class Meta:
        model = models.Dossier

    seance = factory.SubFactory(SeanceFactory)
    rang = factory.Sequence(lambda n: n + 1)
    arret = factory.LazyFunction(timezone.now)
    donnees = "{}"
    empreinte_donnees = "0" * 64
    pdf = b"%PDF-1.7"
    empreinte = "0" * 64


class BilanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Bilan

    plan = factory.SubFactory(PlanFactory)
    annee = factory.Sequence(lambda n: 2009 + n % 17)
    arret = factory.LazyAttribute(lambda bilan: date(bilan.annee, 12, 31))


class BilanAxeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BilanAxe

    bilan = factory.SubFactory(BilanFactory)
    axe = factory.SubFactory(AxeFactory, plan=factory.SelfAttribute("..bilan.plan"))
    recit = "Trois projets ont ouvert leurs portes."


class PreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Preference

    utilisateur = factory.SubFactory(UtilisateurFactory, comite=True)
    caches = ["fraicheur"]


class RappelFactory(factory.django.DjangoModelFactory):
    """A letter about to be sent. Trait: `envoye`."""

    class Meta:
        model = models.Rappel

    cle = factory.Sequence("{:064x}".format)
    organisation = factory.SubFactory(OrganisationFactory)
    genre = "demandes"

    class Params:
        envoye = factory.Trait(etat="envoye", envoye_le=factory.LazyFunction(timezone.now))
