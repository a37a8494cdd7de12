"""Nobody acts for both sides: the ways to « signé » and to « tenu », walked with every pair of hands."""

import html
from dataclasses import dataclass, field
from datetime import timedelta

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actions.models import Plan
from engagements.models import Acteur, Declaration, Engagement, LienSigne, Preuve, Signature, Verification
from engagements.models.etats import Etat, Genre, Publication, TypeDePreuve, Verdict
from engagements.models.mains import Voie
from partenariat.cycles.pas import TransitionRefusee
from partenariat.models import Organisation, Utilisateur
from tests.factories import EngagementFactory, LienSigneFactory, OrganisationFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

ROLES = ["auteur", "proposant", "publiant", "fait_le_lien", "saisit", "partie_a", "partie_b", "coordination"]
PORTES = ["compte", "lien", "saisie"]


@dataclass
class Monde:
    """Two bodies, and one account a role: an account of theirs, or one of the coordination."""

    a: Organisation = field(default_factory=lambda: OrganisationFactory(nom="Partie A"))
    b: Organisation = field(default_factory=lambda: OrganisationFactory(nom="Partie B", service=True))
    comptes: dict[str, Utilisateur] = field(default_factory=dict)

    def __post_init__(self) -> None:
        propres = {"partie_a": self.a, "partie_b": self.b}
        for role in ROLES:
            siennes = {"organisation": propres[role]} if role in propres else {}
            self.comptes[role] = UtilisateurFactory(coordination=True, **siennes)
        self.engagement = EngagementFactory(
            partie=self.a, envers=self.b, auteur=self.comptes["auteur"], code="E-1"
        )
        self.engagement.proposer(self.comptes["proposant"])

    def acteur(self, role: str, porte: str, organisation: Organisation) -> Acteur:
        """This person, through this door, for this body."""
        personne = self.comptes[role]
        if porte == "lien":
            return Acteur(organisation, lien=LienSigneFactory(organisation=organisation, cree_par=personne))
        return Acteur(organisation, personne, saisi_pour=porte == "saisie")

    def signer(self, acteur: Acteur) -> None:
        engagement = Engagement.objects.get(pk=self.engagement.pk)
        engagement.signer(acteur, fonction="Direction", empreinte=engagement.empreinte)


@pytest.fixture
def monde(db):
    return Monde()


def refuse(contrainte: str, geste) -> None:
    with pytest.raises(IntegrityError) as erreur, transaction.atomic():
        geste()
    assert erreur.value.__cause__.diag.constraint_name == contrainte


@pytest.mark.parametrize("seconde", PORTES)
@pytest.mark.parametrize("premiere", PORTES)
def test_no_pair_of_doors_lets_one_person_sign_for_both_sides(monde, premiere, seconde):
    for role in ROLES:
        with transaction.atomic():
            monde.signer(monde.acteur(role, premiere, monde.a))
            autre = monde.acteur(role, seconde, monde.b)
            with pytest.raises(TransitionRefusee, match="deux parties"):
                monde.signer(autre)
            # Past the model, by the table itself.
            engagement = Engagement.objects.get(pk=monde.engagement.pk)
            refuse(
                "geste_d_un_seul_cote",
                lambda e=engagement, qui=autre: Signature.objects.create(
                    engagement=e, fonction="Direction", empreinte=e.empreinte, **qui.trace
                ),
            )
            assert engagement.etat == Etat.PROPOSE
            transaction.set_rollback(True)


@pytest.mark.parametrize("role_b", ROLES)
@pytest.mark.parametrize("role_a", ROLES)
def test_every_pair_of_hands_reaches_signed_and_kept_and_one_alone_neither(monde, role_a, role_b):
    premiere = {"fait_le_lien": "lien", "saisit": "saisie"}
    de_a = monde.acteur(role_a, premiere.get(role_a, "compte"), monde.a)
    de_b = monde.acteur(role_b, premiere.get(role_b, "compte"), monde.b)
    monde.signer(de_a)
    if role_a == role_b:
        with pytest.raises(TransitionRefusee):
            monde.signer(de_b)
        # Signed by somebody else: they do not confirm their own word either.
        tiers = next(role for role in ROLES if role != role_a)
        monde.signer(monde.acteur(tiers, "compte", monde.b))
        declaration = Engagement.objects.get(pk=monde.engagement.pk).declarer(de_a, Genre.TENU, "Fait.")
        with pytest.raises(TransitionRefusee):
            declaration.verifier(de_b, Verdict.CONFIRMEE)
        refuse(
            "geste_d_un_seul_cote",
            lambda: Verification.objects.create(
                declaration=declaration, verdict=Verdict.CONFIRMEE, **de_b.trace
            ),
        )
        assert Engagement.objects.get(pk=monde.engagement.pk).etat == Etat.EN_COURS
        return
    monde.signer(de_b)
    engagement = Engagement.objects.get(pk=monde.engagement.pk)
    assert engagement.etat == Etat.SIGNE
    engagement.declarer(de_a, Genre.TENU, "Fait.").verifier(de_b, Verdict.CONFIRMEE)
    assert Engagement.objects.get(pk=monde.engagement.pk).etat == Etat.TENU


@pytest.mark.parametrize("porte", PORTES)
@pytest.mark.parametrize("geste", ["declarer", "deposer"])
def test_who_signed_for_the_other_side_neither_declares_nor_files(monde, geste, porte):
    monde.signer(monde.acteur("partie_a", "compte", monde.a))
    monde.signer(monde.acteur("coordination", "lien", monde.b))
    acteur = monde.acteur("coordination", porte, monde.a)
    engagement = Engagement.objects.get(pk=monde.engagement.pk)
    preuve = {"type": TypeDePreuve.AUTRE, "titre": "Bilan", "adresse": "https://exemple.test/"}
    faire = {
        "declarer": lambda: engagement.declarer(acteur, Genre.AVANCE, "Dit."),
        "deposer": lambda: engagement.deposer(
            acteur, type_=preuve["type"], titre="Bilan", source=preuve["adresse"]
        ),
    }
    assert not engagement.peut_declarer(acteur)
    with pytest.raises(TransitionRefusee):
        faire[geste]()
    refuse(
        "geste_d_un_seul_cote",
        lambda: (
            Declaration.objects.create(
                engagement=engagement, genre=Genre.AVANCE, texte="Dit.", **acteur.trace
            )
            if geste == "declarer"
            else Preuve.objects.create(engagement=engagement, **preuve, **acteur.trace)
        ),
    )


def test_who_verified_evidence_for_the_other_side_neither_declares_nor_files(monde):
    """A word on a piece of evidence is a hand too."""
    monde.signer(monde.acteur("partie_a", "compte", monde.a))
    monde.signer(monde.acteur("partie_b", "compte", monde.b))
    engagement = Engagement.objects.get(pk=monde.engagement.pk)
    piece = {"type_": TypeDePreuve.AUTRE, "titre": "Bilan", "source": "https://exemple.test/"}
    preuve = engagement.deposer(monde.acteur("partie_a", "compte", monde.a), **piece)
    preuve.verifier(monde.acteur("coordination", "saisie", monde.b), Verdict.CONFIRMEE)
    acteur = monde.acteur("coordination", "saisie", monde.a)
    assert not engagement.peut_declarer(acteur)
    for faire in (
        lambda: engagement.declarer(acteur, Genre.AVANCE, "Dit."),
        lambda: engagement.deposer(acteur, **piece | {"source": "https://exemple.test/2"}),
    ):
        with pytest.raises(TransitionRefusee, match="deux parties"):
            faire()


@pytest.mark.parametrize("role", ROLES)
def test_the_publisher_neither_wrote_nor_proposed_even_once_signed(monde, role):
    monde.signer(monde.acteur("partie_a", "compte", monde.a))
    monde.signer(monde.acteur("partie_b", "compte", monde.b))
    engagement, personne = Engagement.objects.get(pk=monde.engagement.pk), monde.comptes[role]
    if role not in ("auteur", "proposant"):
        engagement.publier(personne)
        assert Engagement.objects.get(pk=engagement.pk).publie_par == personne
        return
    with pytest.raises(TransitionRefusee, match="ni celle qui a rédigé"):
        engagement.publier(personne)
    refuse(
        "engagement_quatre_yeux",
        lambda: Engagement.objects.filter(pk=engagement.pk).update(
            publication=Publication.PUBLIEE, publie_le=timezone.now(), publie_par=personne
        ),
    )


def test_the_web_neither_publishes_by_nobody_nor_acts_by_nobody(monde, role_web):
    """The owner's commands alone load what a plan file tells."""
    engagement = Engagement.objects.get(pk=monde.engagement.pk)
    with connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
    refuse("geste_de_quelqu_un", lambda: monde.signer(Acteur(monde.a)))
    refuse("engagement_publie_par_quelqu_un", lambda: engagement.mettre_en_ligne(None))
    with connection.cursor() as curseur:
        curseur.execute("RESET ROLE")
    monde.signer(Acteur(monde.a))
    assert engagement.signatures.get().voie == Voie.CHARGEE


@pytest.mark.parametrize(
    ("change", "contrainte"),
    [
        ({"revoque_le": timezone.now() - timedelta(minutes=1)}, "geste_lien_ouvert"),
        ({"cree_le": timezone.now() - timedelta(days=9), "expire_le": timezone.now() - timedelta(days=1)},
         "geste_lien_ouvert"),
        ({"organisation": None}, "geste_lien_de_l_organisation"),
    ],
    ids=["revoque", "expire", "d_une_autre"],
)  # fmt: skip
def test_a_link_that_opens_nothing_signs_nothing(monde, change, contrainte):
    dites = {"organisation": monde.a} | change
    dites["organisation"] = dites["organisation"] or OrganisationFactory()
    acteur = Acteur(monde.a, lien=LienSigneFactory(**dites))
    if contrainte == "geste_lien_ouvert":
        assert not monde.engagement.peut_signer(acteur)
        with pytest.raises(TransitionRefusee, match="n'ouvre plus rien"):
            monde.signer(acteur)
    refuse(
        contrainte,
        lambda: Signature.objects.create(
            engagement=monde.engagement,
            fonction="Direction",
            empreinte=monde.engagement.empreinte,
            **acteur.trace,
        ),
    )


@pytest.mark.parametrize(
    ("courriel", "voie"), [("", Voie.LIEN_A_L_ECRAN), ("dg@exemple.test", Voie.LIEN)], ids=["ecran", "envoye"]
)
def test_what_is_done_with_a_link_says_how_it_was_given(monde, client, courriel, voie):
    Organisation.objects.filter(pk=monde.a.pk).update(courriel_public=courriel)
    monde.a.refresh_from_db()
    lien, _jeton = LienSigne.ouvrir(
        organisation=monde.a, destinataire="Direction", par=monde.comptes["fait_le_lien"]
    )
    monde.signer(Acteur(monde.a, lien=lien))
    assert monde.engagement.signatures.get().voie == voie
    Plan.objects.update(actif=True)
    Engagement.objects.get().publier(monde.comptes["publiant"])
    assert str(voie.label) in html.unescape(
        client.get(Engagement.objects.get().get_absolute_url()).content.decode()
    )
    (ligne,) = client.get("/donnees/engagements.json").json()
    assert [s["voie"] for s in ligne["signatures"]] == [voie]


def test_a_link_goes_nowhere_but_to_its_organisation(monde):
    refuse(
        "lien_envoye_a_l_organisation",
        lambda: LienSigneFactory(organisation=monde.a, envoye_a="moi@exemple.test"),
    )


# --- The parties of a new version ------------------------------------------------------------------------


@pytest.mark.parametrize("cote", ["partie", "envers"])
@pytest.mark.parametrize(
    ("rang", "permise"),
    [(0, True), (1, True), (2, True), (None, False)],
    ids=["la_meme", "son_successeur", "le_successeur_du_successeur", "une_autre"],
)
def test_a_new_version_keeps_both_parties_or_those_that_succeeded_them(monde, cote, rang, permise):
    ancien = EngagementFactory(signe=True, partie=monde.a, envers=monde.b)
    lignee = [getattr(ancien, cote)]
    for _suivant in range(2):
        suivant = OrganisationFactory(service=cote == "envers")
        Organisation.objects.filter(pk=lignee[-1].pk).update(successeur=suivant, jusqu_a="2026-01-01")
        lignee.append(suivant)
    nouveau = Engagement.objects.get(pk=ancien.remplacer(monde.comptes["auteur"]).pk)
    choisie = OrganisationFactory() if rang is None else lignee[rang]

    def changer() -> None:
        with transaction.atomic():
            Engagement.objects.filter(pk=nouveau.pk).update(**{cote: choisie})

    setattr(nouveau, cote, choisie)
    if permise:
        nouveau.full_clean()
        changer()
        return
    with pytest.raises(ValidationError) as refus:
        nouveau.full_clean()
    assert list(refus.value.message_dict) == [cote]
    refuse("engagement_memes_parties", changer)


def test_after_the_signatures_nobody_is_made_a_counterpart_nor_verifies_from_outside(monde, role_web):
    """Whoever is a counterpart may confirm: the web adds none but the other party's own promise."""
    for role, organisation in (("partie_a", monde.a), ("partie_b", monde.b)):
        monde.signer(monde.acteur(role, "compte", organisation))
    engagement = Engagement.objects.get(pk=monde.engagement.pk)
    tiers = EngagementFactory(plan=engagement.plan, partie=OrganisationFactory())
    reciproque = EngagementFactory(plan=engagement.plan, partie=monde.b, envers=monde.a)
    dite = Declaration.objects.create(
        engagement=engagement,
        genre=Genre.TENU,
        texte="Fait.",
        **monde.acteur("partie_a", "compte", monde.a).trace,
    )
    with pghistory.context(), connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        refuse("engagement_contrepartie_tardive", lambda: engagement.contreparties.add(tiers))
        engagement.contreparties.add(reciproque)
        acteur = monde.acteur("coordination", "saisie", tiers.partie)
        refuse(
            "verification_de_qui_recoit",
            lambda: Verification.objects.create(declaration=dite, verdict=Verdict.CONFIRMEE, **acteur.trace),
        )
        curseur.execute("RESET ROLE")


def test_the_web_unknows_no_reason_of_a_withdrawal(monde, role_web):
    """What the plan file may leave unsaid, whoever withdraws a commitment here says."""
    for role, organisation in (("partie_a", monde.a), ("partie_b", monde.b)):
        monde.signer(monde.acteur(role, "compte", organisation))
    engagement = Engagement.objects.get(pk=monde.engagement.pk)
    engagement.retirer(monde.comptes["coordination"], "Caduc.", sans_decision="L'organisme a fermé.")
    lignes = Engagement.objects.filter(pk=engagement.pk)
    with pghistory.context(), connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        refuse("engagement_inconnue_du_fichier", lambda: lignes.update(decision_inconnue=True))
        refuse("engagement_retrait_decide", lambda: lignes.update(sans_decision=""))
        curseur.execute("RESET ROLE")
