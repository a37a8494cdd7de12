"""Commitments: `EngagementFactory(en_cours=True, publie=True)`. States are reached as in life: proposed,
signed by both sides, declared, verified; the database refuses any other way.
"""

from datetime import timedelta

import factory
import pghistory
from django.utils import timezone

from actions.models.gardes import avec_motif
from engagements import models
from engagements.models import Acteur
from engagements.models.etats import Etat, Genre, Nature, Publication, TypeDePreuve, Verdict
from partenariat.histoire.sceau import au_nom_de
from tests.factories.actions import PlanFactory
from tests.factories.partenariat import OrganisationFactory, UtilisateurFactory


class EngagementFactory(factory.django.DjangoModelFactory):
    """A draft. Traits of publication: `aux_parties`, `publie`, `archive`; of state: `signe`, `en_cours`,
    `tenu`, `tenu_en_partie`, `non_tenu`, `retire` (these imply at least `aux_parties`)."""

    class Meta:
        model = models.Engagement
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence("E{}".format)
    partie = factory.SubFactory(OrganisationFactory)
    envers = factory.SubFactory(OrganisationFactory, service=True)
    titre = factory.Sequence("Engagement d'essai {}".format)
    texte = "Offrir deux locaux à des organismes du quartier."
    nature = Nature.LOCAL
    auteur = factory.SubFactory(UtilisateurFactory, coordination=True)

    class Params:
        aux_parties = factory.Trait(
            publication=Publication.AUX_PARTIES, propose_le=factory.LazyFunction(timezone.now)
        )
        publie = factory.Trait(
            aux_parties=True, publication=Publication.PUBLIEE, publie_le=factory.LazyFunction(timezone.now)
        )
        archive = factory.Trait(
            aux_parties=True, publication=Publication.ARCHIVEE, publie_le=factory.LazyFunction(timezone.now)
        )
        en_retard = factory.Trait(
            echeance=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
        )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        etat = next((etat for etat in Etat if kwargs.pop(etat.value, False)), Etat.PROPOSE)
        fin = kwargs.get("publication", Publication.BROUILLON)
        if etat != Etat.PROPOSE and fin in (Publication.BROUILLON, Publication.ARCHIVEE):
            kwargs |= {"publication": Publication.AUX_PARTIES, "propose_le": timezone.now()}
        engagement = super()._create(model_class, *args, **kwargs)
        engagement.refresh_from_db()
        mener(engagement, etat)
        if engagement.publication != fin and fin == Publication.ARCHIVEE:
            engagement.publication = fin
            engagement.save(update_fields=["publication"])
        engagement.refresh_from_db()
        return engagement


def mener(engagement: models.Engagement, etat: str) -> None:
    """Leads a proposed commitment to a state, by the acts that lead there."""
    partie, envers = Acteur(engagement.partie), Acteur(engagement.envers)
    if etat == Etat.RETIRE:
        with avec_motif("Projet abandonné."):
            engagement.etat, engagement.motif = Etat.RETIRE, "Projet abandonné."
            engagement.save(update_fields=["etat", "motif"])
    if etat in (Etat.PROPOSE, Etat.RETIRE):
        return
    for acteur in (partie, envers):
        engagement.signer(acteur, nom="Camille Roy", fonction="Direction", empreinte=engagement.empreinte)
    if etat == Etat.SIGNE:
        return
    engagement.declarer(partie, Genre.AVANCE, "Un premier local est ouvert.")
    if etat == Etat.TENU:
        declaration = engagement.declarer(partie, Genre.TENU, "Les deux locaux sont ouverts.")
        declaration.verifier(envers, Verdict.CONFIRMEE)
    elif etat in (Etat.TENU_EN_PARTIE, Etat.NON_TENU):
        with pghistory.context(source="essai"), avec_motif("Un seul local a ouvert."):
            engagement.etat, engagement.motif = etat, "Un seul local a ouvert."
            engagement.save(update_fields=["etat", "motif"])


class LienSigneFactory(factory.django.DjangoModelFactory):
    """The link alone; `LienSigne.ouvrir` gives its token too."""

    class Meta:
        model = models.LienSigne

    organisation = factory.SubFactory(OrganisationFactory)
    destinataire = "Direction générale"
    cle = factory.Sequence(lambda n: f"{n:064x}")
    cree_par = factory.SubFactory(UtilisateurFactory, coordination=True)
    expire_le = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))

    @classmethod
    def _create(cls, model_class, *args, cree_par, **kwargs):
        with au_nom_de(user=cree_par.pk):
            return super()._create(model_class, *args, cree_par=cree_par, **kwargs)


class UsageLienFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.UsageLien

    lien = factory.SubFactory(LienSigneFactory)
    geste = "Ouverture"


class SignatureFactory(factory.django.DjangoModelFactory):
    """The committed party's; the other side has not signed yet."""

    class Meta:
        model = models.Signature

    engagement = factory.SubFactory(EngagementFactory, aux_parties=True)
    organisation = factory.SelfAttribute("engagement.partie")
    nom = "Camille Roy"
    fonction = "Direction générale"
    empreinte = factory.SelfAttribute("engagement.empreinte")


class RefusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Refus

    engagement = factory.SubFactory(EngagementFactory, aux_parties=True)
    organisation = factory.SelfAttribute("engagement.envers")
    motif = "La date ne convient pas."
    empreinte = factory.SelfAttribute("engagement.empreinte")


class DeclarationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Declaration

    engagement = factory.SubFactory(EngagementFactory, signe=True)
    organisation = factory.SelfAttribute("engagement.partie")
    genre = Genre.AVANCE
    texte = "Un premier local est ouvert."


class PreuveFactory(factory.django.DjangoModelFactory):
    """An address. Files come by `Engagement.deposer`."""

    class Meta:
        model = models.Preuve

    engagement = factory.SubFactory(EngagementFactory, signe=True)
    organisation = factory.SelfAttribute("engagement.partie")
    type = TypeDePreuve.RAPPORT
    titre = factory.Sequence("Bilan d'essai {}".format)
    adresse = factory.Sequence("https://exemple.test/bilan-{}.pdf".format)


class VerificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Verification

    declaration = factory.SubFactory(DeclarationFactory)
    organisation = factory.LazyAttribute(lambda o: (o.declaration or o.preuve).engagement.envers)
    verdict = Verdict.CONFIRMEE

    class Params:
        contestee = factory.Trait(verdict=Verdict.CONTESTEE, texte="Le local est encore fermé.")


class ReponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Reponse

    verification = factory.SubFactory(VerificationFactory, contestee=True)
    organisation = factory.SelfAttribute("verification.declaration.engagement.partie")
    texte = "Il ouvre le mois prochain."
