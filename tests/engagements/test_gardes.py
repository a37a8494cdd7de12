"""What PostgreSQL refuses by every door: the ORM, a bulk write, SQL, with plain triggers put to sleep."""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction

from actions.models.gardes import avec_motif
from engagements.models import (
    Acteur,
    Declaration,
    Engagement,
    LienSigne,
    Passage,
    Preuve,
    Refus,
    Reponse,
    Signature,
    UsageLien,
    Verification,
)
from engagements.models.cycle import PASSAGES
from engagements.models.etats import Etat, Genre, Verdict
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    LienSigneFactory,
    OrganisationFactory,
    PreuveFactory,
    RefusFactory,
    ReponseFactory,
    SignatureFactory,
    UsageLienFactory,
    UtilisateurFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db


def refuse(contrainte: str, geste) -> None:
    with pytest.raises(IntegrityError) as erreur, transaction.atomic():
        geste()
    assert erreur.value.__cause__.diag.constraint_name == contrainte


def sql(requete: str, *parametres) -> None:
    with connection.cursor() as curseur:
        curseur.execute(requete, parametres)


# --- The text --------------------------------------------------------------------------------------------

AUTRES = {
    "titre": "Un autre titre",
    "texte": "Offrir deux locaux à des organismes du quartier!",
    "code": "E-autre",
    "nature": "achat",
    "echeance": "2030-01-01",
    "montant": 1,
    "texte_fige": "Un autre texte",
}


@pytest.mark.parametrize("champ", AUTRES)
@pytest.mark.parametrize("etat", ["aux_parties", "signe", "en_cours", "tenu"])
def test_a_text_that_was_proposed_or_signed_cannot_change(etat, champ):
    engagement = EngagementFactory(**{etat: True})
    filtre = Engagement.objects.filter(pk=engagement.pk)
    # The code stays so, whatever becomes of the text.
    garde = "engagement_code_fige" if champ == "code" else "engagement_texte_fige"
    refuse(garde, lambda: filtre.update(**{champ: AUTRES[champ]}))
    refuse(
        garde,
        lambda: sql(
            f"UPDATE engagements_engagement SET {champ} = %s WHERE id = %s", AUTRES[champ], engagement.pk
        ),
    )
    setattr(engagement, champ, AUTRES[champ])
    refuse(garde, engagement.save)
    refuse(garde, lambda: Engagement.objects.bulk_update([engagement], [champ]))


def test_a_signed_text_cannot_change_with_plain_triggers_asleep(replique):
    engagement = EngagementFactory(signe=True)
    refuse(
        "engagement_texte_fige",
        lambda: sql("UPDATE engagements_engagement SET texte = texte || '.' WHERE id = %s", engagement.pk),
    )


@pytest.mark.parametrize("champ", ["partie", "envers"])
def test_the_parties_of_a_signed_text_cannot_change(champ):
    engagement = EngagementFactory(signe=True)
    refuse(
        "engagement_texte_fige",
        lambda: Engagement.objects.filter(pk=engagement.pk).update(**{champ: OrganisationFactory()}),
    )


def test_the_frozen_text_says_all_that_binds_and_bears_its_fingerprint():
    engagement = EngagementFactory(
        aux_parties=True, code="E-7", echeance="2027-03-31", montant="50000", conditionnel=True,
        condition="Le bail est signé.", texte="Offrir deux locaux.\r\nSans loyer.",
    )  # fmt: skip
    assert engagement.texte_fige == (
        f"Engagement E-7\nPlan : {engagement.plan.titre}\nPartie engagée : {engagement.partie.nom}\n"
        f"Envers : {engagement.envers.nom}\nTitre : {engagement.titre}\nNature : local\n"
        "Échéance : 2027-03-31\nMontant : 50000.00 $\nCondition : Le bail est signé.\n\n"
        "Offrir deux locaux.\nSans loyer."
    )
    assert engagement.empreinte == hashlib.sha256(engagement.texte_fige.encode()).hexdigest()


def test_a_draft_has_no_text_to_sign_and_changes_freely():
    engagement = EngagementFactory()
    Engagement.objects.filter(pk=engagement.pk).update(texte="Autre chose.")
    engagement.refresh_from_db()
    assert (engagement.texte, engagement.texte_fige) == ("Autre chose.", "")


def test_a_proposed_text_goes_back_to_draft_until_someone_signs():
    engagement = EngagementFactory(aux_parties=True)
    Engagement.objects.filter(pk=engagement.pk).update(publication="brouillon")
    Engagement.objects.filter(pk=engagement.pk).update(texte="Mieux dit.", publication="aux_parties")
    engagement.refresh_from_db()
    assert engagement.texte_fige.endswith("Mieux dit.")
    SignatureFactory(engagement=engagement)
    refuse(
        "engagement_signe_sans_retour",
        lambda: Engagement.objects.filter(pk=engagement.pk).update(publication="brouillon"),
    )


# --- States ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("de", "vers"),
    [(de, vers) for de in Etat for vers in Etat if de != vers and vers not in PASSAGES[de]],
    ids=lambda etat: etat.value,
)
def test_an_impossible_state_is_refused(de, vers):
    engagement = EngagementFactory(aux_parties=True, **{de.value: True})
    with avec_motif("Parce que."):
        refuse(
            "engagement_passage_permis",
            lambda: Engagement.objects.filter(pk=engagement.pk).update(etat=vers, motif="Parce que."),
        )


def test_a_commitment_begins_proposed():
    brouillon = EngagementFactory()
    refuse(
        "engagement_depart",
        lambda: Engagement.objects.create(
            plan=brouillon.plan, code="X", partie=brouillon.partie, envers=brouillon.envers, titre="T",
            texte="T", nature="achat", etat=Etat.TENU,
        ),
    )  # fmt: skip


def test_it_is_signed_only_when_both_sides_have_signed():
    engagement = EngagementFactory(aux_parties=True)
    SignatureFactory(engagement=engagement)
    refuse(
        "engagement_deux_signatures",
        lambda: Engagement.objects.filter(pk=engagement.pk).update(etat=Etat.SIGNE),
    )


@pytest.mark.parametrize("verdicts", [[], ["contestee"], ["confirmee", "contestee"]], ids=str)
def test_it_is_kept_only_when_another_side_confirms_and_none_contests(verdicts):
    engagement = EngagementFactory(en_cours=True)
    declaration = DeclarationFactory(engagement=engagement, genre=Genre.TENU)
    for verdict in verdicts:
        VerificationFactory(
            declaration=declaration, organisation=OrganisationFactory(), verdict=verdict, texte="Vu."
        )
    refuse(
        "engagement_tenu_verifie", lambda: Engagement.objects.filter(pk=engagement.pk).update(etat=Etat.TENU)
    )


@pytest.mark.parametrize("etat", [Etat.TENU_EN_PARTIE, Etat.NON_TENU, Etat.RETIRE])
def test_these_states_need_a_reason(etat):
    engagements = Engagement.objects.filter(pk=EngagementFactory(en_cours=True).pk)
    champs = {"etat": etat, "sans_decision": "L'organisme a fermé." if etat == Etat.RETIRE else ""}
    refuse("engagement_motif_requis", lambda: engagements.update(**champs))


def test_reopening_needs_a_reason():
    engagement = EngagementFactory(tenu=True)
    encours = Engagement.objects.filter(pk=engagement.pk)
    refuse("engagement_motif_requis", lambda: encours.update(etat=Etat.EN_COURS))
    with avec_motif("Le local a fermé."):
        encours.update(etat=Etat.EN_COURS)
    assert Passage.objects.filter(engagement=engagement, de="tenu", motif="Le local a fermé.").exists()


def test_every_change_of_state_is_written_down():
    engagement = EngagementFactory(tenu=True)
    assert list(engagement.passages.values_list("de", "vers")) == [
        ("propose", "signe"),
        ("signe", "en_cours"),
        ("en_cours", "tenu"),
    ]


# --- Acts are append-only --------------------------------------------------------------------------------

INALTERABLES = {
    Signature: (SignatureFactory, "fonction"),
    Refus: (RefusFactory, "motif"),
    Declaration: (DeclarationFactory, "texte"),
    Verification: (VerificationFactory, "texte"),
    Reponse: (ReponseFactory, "texte"),
    Preuve: (PreuveFactory, "titre"),
    UsageLien: (UsageLienFactory, "geste"),
}


@pytest.mark.parametrize("modele", INALTERABLES, ids=lambda m: m.__name__)
def test_what_a_party_did_is_neither_changed_nor_deleted(modele, replique):
    fabrique, champ = INALTERABLES[modele]
    objet = fabrique()
    table, contrainte = modele._meta.db_table, f"{modele.__name__.lower()}_inalterable"
    refuse(contrainte, lambda: modele.objects.filter(pk=objet.pk).update(**{champ: "Autre"}))
    refuse(contrainte, lambda: modele.objects.filter(pk=objet.pk)._raw_delete("default"))
    refuse(contrainte, lambda: sql(f"DELETE FROM {table} WHERE id = %s", objet.pk))


def test_a_change_of_state_is_neither_changed_nor_deleted():
    engagement = EngagementFactory(signe=True)
    refuse("passage_inalterable", lambda: engagement.passages.update(motif="Autre"))
    refuse("passage_inalterable", lambda: engagement.passages.all()._raw_delete("default"))


def test_the_web_s_role_has_no_right_to_change_them(role_web):
    with connection.cursor() as curseur:
        for modele in (*INALTERABLES, Passage):
            curseur.execute(
                "SELECT has_table_privilege(%s, %s, 'INSERT'), has_table_privilege(%s, %s, 'UPDATE'), "
                "has_table_privilege(%s, %s, 'DELETE')",
                [role_web, modele._meta.db_table] * 3,
            )
            # Changes of state are written by trigger alone.
            assert curseur.fetchone() == (modele is not Passage, False, False), modele


# --- Who may act -----------------------------------------------------------------------------------------


def test_only_a_party_signs_and_only_the_text_it_saw():
    engagement = EngagementFactory(aux_parties=True)
    refuse(
        "signature_partie",
        lambda: SignatureFactory(engagement=engagement, organisation=OrganisationFactory()),
    )
    refuse("signature_texte", lambda: SignatureFactory(engagement=engagement, empreinte="0" * 64))
    SignatureFactory(engagement=engagement)
    refuse("signature_une_par_partie", lambda: SignatureFactory(engagement=engagement))


def test_a_draft_is_not_signed():
    refuse("signature_hors_proposition", lambda: SignatureFactory(engagement=EngagementFactory()))


def test_one_person_does_not_sign_for_both_sides():
    engagement, personne = EngagementFactory(aux_parties=True), UtilisateurFactory(coordination=True)
    SignatureFactory(engagement=engagement, par=personne, saisi_pour=True)
    refuse(
        "geste_d_un_seul_cote",
        lambda: SignatureFactory(
            engagement=engagement, organisation=engagement.envers, par=personne, saisi_pour=True
        ),
    )


def test_only_the_committed_party_declares_and_only_while_in_force():
    engagement = EngagementFactory(signe=True)
    refuse(
        "declaration_partie",
        lambda: DeclarationFactory(engagement=engagement, organisation=engagement.envers),
    )
    for etat in ("aux_parties", "tenu", "retire"):
        autre = EngagementFactory(**{etat: True})
        refuse("declaration_hors_cours", lambda autre=autre: DeclarationFactory(engagement=autre))


def test_nobody_verifies_what_they_said_themselves():
    personne = UtilisateurFactory(coordination=True)
    declaration = DeclarationFactory(par=personne, saisi_pour=True)
    partie = declaration.organisation
    refuse(
        "verification_par_une_autre",
        lambda: VerificationFactory(declaration=declaration, organisation=partie),
    )
    refuse(
        "geste_d_un_seul_cote",
        lambda: VerificationFactory(declaration=declaration, par=personne, saisi_pour=True),
    )
    preuve = PreuveFactory()
    refuse(
        "verification_par_une_autre",
        lambda: VerificationFactory(declaration=None, preuve=preuve, organisation=preuve.organisation),
    )


def test_only_the_contested_party_replies():
    verification = VerificationFactory(contestee=True)
    refuse(
        "reponse_de_la_partie",
        lambda: ReponseFactory(verification=verification, organisation=verification.organisation),
    )
    refuse("reponse_de_la_partie", lambda: ReponseFactory(verification=VerificationFactory()))


def test_a_right_of_reply_is_never_entered_on_behalf():
    refuse(
        "reponse_jamais_saisie_pour",
        lambda: ReponseFactory(par=UtilisateurFactory(coordination=True), saisi_pour=True),
    )


def test_an_action_and_a_counterpart_are_of_the_same_plan():
    engagement = EngagementFactory()
    refuse("engagement_action_du_plan", lambda: engagement.actions.add(ActionFactory()))
    refuse("engagement_contrepartie_d_une_autre", lambda: engagement.contreparties.add(EngagementFactory()))
    meme_partie = EngagementFactory(plan=engagement.plan, partie=engagement.partie)
    refuse("engagement_contrepartie_d_une_autre", lambda: engagement.contreparties.add(meme_partie))


def test_counterparts_hold_both_ways():
    engagement = EngagementFactory()
    autre = EngagementFactory(plan=engagement.plan, partie=engagement.envers, envers=engagement.partie)
    engagement.contreparties.add(autre)
    assert list(autre.contreparties.all()) == [engagement]


def test_a_signed_link_changes_neither_body_nor_expiry_and_stays_revoked():
    lien = LienSigneFactory()
    liens = LienSigne.objects.filter(pk=lien.pk)
    refuse("lien_portee_fixe", lambda: liens.update(organisation=OrganisationFactory()))
    refuse("lien_portee_fixe", lambda: liens.update(expire_le=lien.cree_le))
    lien.revoquer()
    refuse("lien_revocation_definitive", lambda: liens.update(revoque_le=None))


def test_a_verification_speaks_of_one_thing():
    declaration = DeclarationFactory()
    preuve = PreuveFactory(engagement=declaration.engagement)
    refuse("verification_d_une_chose", lambda: VerificationFactory(declaration=declaration, preuve=preuve))


def test_the_steps_of_the_parties_lead_to_kept():
    engagement = EngagementFactory(aux_parties=True)
    partie, envers = Acteur(engagement.partie), Acteur(engagement.envers)
    engagement.signer(partie, fonction="Direction", empreinte=engagement.empreinte)
    assert engagement.etat == Etat.PROPOSE
    engagement.signer(envers, fonction="Direction", empreinte=engagement.empreinte)
    assert engagement.etat == Etat.SIGNE
    declaration = engagement.declarer(partie, Genre.TENU, "Fait.")
    assert engagement.etat == Etat.EN_COURS
    declaration.verifier(envers, Verdict.CONFIRMEE)
    engagement.refresh_from_db()
    assert engagement.etat == Etat.TENU
