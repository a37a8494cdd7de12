"""A withdrawal is understood by whoever asks for it, settles it, comes upon it, or is touched by it."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from engagements.models import Acteur
from engagements.models.etats import Verdict
from partenariat.donnees.depots import examiner
from partenariat.models import Retrait
from partenariat.presentation.formats import date_longue
from partenariat.retraits import lectures
from partenariat.retraits.caviardage import caviarder
from partenariat.retraits.dit import dit_en_langue
from partenariat.retraits.registre import ADRESSE
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.reponses import corps, dits_d_elle_meme
from tests.retraits import MOTIF, demander, lisible, retirer

pytestmark = pytest.mark.django_db
AJOUTER, LISTE = "/admin/partenariat/retrait/add/", "/admin/partenariat/retrait/"


@pytest.fixture
def plan():
    return PlanFactory(actif=True)


@pytest.fixture
def action(plan):
    """A public action with seven things that go with it, one of which says no word."""
    action = ActionFactory(
        plan=plan, axe=AxeFactory(plan=plan, numero=1), code="1.2", publiee=True, titre="Ouvrir une halte"
    )
    for titre in ("Louer", "Meubler", "Ouvrir"):
        JalonFactory(action=action, titre=titre)
    NouvelleFactory(action=action, texte="Le local de Camille est loué.", publique=True)
    DocumentFactory(action=action, titre="Bail", adresse="https://exemple.test/bail")
    MesureFactory(indicateur=IndicateurFactory(action=action, nom="Haltes"), source="")
    return action


@pytest.fixture
def engagement(plan):
    engagement = EngagementFactory(
        plan=plan, code="E-06", publie=True, en_cours=True, titre="Offrir des repas"
    )
    contenu = b"%PDF-1.7\nrepas\n%%EOF\n"
    engagement.deposer(
        Acteur(engagement.partie), type_="rapport", titre="Menus",
        source=examiner(ContentFile(contenu, "menus.pdf")),
    )  # fmt: skip
    return engagement


def page(client, adresse: str) -> str:
    return client.get(adresse).content.decode()


def ajouter(objet) -> str:
    return f"{AJOUTER}?de={objet._meta.db_table}:{objet.pk}"


def changer(retrait: Retrait) -> str:
    return f"{LISTE}{retrait.pk}/change/"


@pytest.fixture
def coordination(client_de):
    return client_de(UtilisateurFactory(coordination=True))


# --- To ask ----------------------------------------------------------------------------------------------


def choix(reponse) -> list[tuple[str, str]]:
    (_vide, rien), *groupes = reponse.context["adminform"].form.fields["chose"].choices
    assert (_vide, rien) == ("", "Choisissez ce qui est à retirer")
    return [choix for _nom, siens in groupes for choix in siens]


def test_nothing_is_chosen_at_first(coordination, action):
    reponse = coordination.post(ajouter(action), {"chose": "", "cause": "publie_par_erreur", "motif": MOTIF})
    assert "chose" in reponse.context["adminform"].form.errors
    assert not Retrait.objects.exists()


def test_the_whole_comes_last_and_says_how_much_goes_with_it(coordination, action):
    dits = dict(choix(coordination.get(ajouter(action))))
    tout = dits[f"actions_action:{action.pk}"]
    assert tout == "Action 1.2, en entier, et 7 choses qui s'y rattachent – Ouvrir une halte"
    nouvelle = f"actions_nouvelle:{action.nouvelles.get().pk}"
    assert list(dits).index(nouvelle) < list(dits).index(f"actions_action:{action.pk}")
    assert dits[nouvelle].endswith("– Le local de Camille est loué.")


def test_what_says_no_word_and_what_is_gone_already_are_not_offered(coordination, action):
    retirer(action.nouvelles.get())
    dits = dict(choix(coordination.get(ajouter(action))))
    assert not [nom for nom in dits if nom.startswith(("actions_mesure", "actions_nouvelle"))]
    assert all("–" in dit for dit in dits.values())


def test_the_empty_list_says_where_one_asks(coordination, action):
    lue = coordination.get(AJOUTER, follow=True)
    assert lue.redirect_chain == [(LISTE, 302)]
    assert "Un retrait se demande de la page" in lue.content.decode()
    for nom in ("actions_action", "engagements_engagement", "comite_seance"):
        assert reverse(f"admin:{nom}_changelist") in lue.content.decode()


# --- To settle -------------------------------------------------------------------------------------------


def test_who_confirms_reads_all_that_goes(coordination, action):
    lue = page(coordination, changer(demander(action)))
    for dit in ("Ouvrir une halte", "Louer", "Meubler", "Le local de Camille est loué.", "Bail", "Haltes"):
        assert dit in lue, dit
    assert "avec 7 choses qui s&#x27;y rattachent" in lue or "avec 7 choses qui s'y rattachent" in lue
    assert f'href="{action.get_absolute_url()}"' in lue
    assert "Cela ne se" in lue


def test_who_confirms_one_field_reads_that_one(coordination, action):
    retrait = demander(action, champ="titre")
    assert [part.mots for part in coordination.get(changer(retrait)).context["parts"]] == [
        [("Titre", "Ouvrir une halte")]
    ]


def test_who_confirms_opens_the_file_while_it_waits(coordination, client_de, engagement):
    preuve = engagement.preuves.get()
    retrait = demander(preuve, champ="fichier")
    fichier = reverse("admin:partenariat_retrait_fichier", args=[retrait.pk])
    assert fichier in page(coordination, changer(retrait))
    assert b"repas" in corps(coordination.get(fichier))
    assert client_de(UtilisateurFactory(redaction=True)).get(fichier).status_code == 404
    retrait.confirmer(UtilisateurFactory(coordination=True))
    assert coordination.get(fichier).status_code == 404


@pytest.mark.parametrize("champ", ["titre", "adresse"], ids=["un autre champ", "aucun fichier"])
def test_what_has_no_file_to_withdraw_opens_none(coordination, engagement, champ):
    preuve = engagement.preuves.get()
    if champ == "adresse":
        preuve = engagement.deposer(
            Acteur(engagement.partie), type_="rapport", titre="Lien", source="https://exemple.test/lien"
        )
    retrait = demander(preuve, champ=champ)
    assert (
        coordination.get(reverse("admin:partenariat_retrait_fichier", args=[retrait.pk])).status_code == 404
    )


def test_once_settled_the_page_holds_no_word_and_no_button_that_settles(coordination, action):
    retrait = retirer(action)
    lue = page(coordination, changer(retrait))
    assert "Ouvrir une halte" not in lue
    assert not {"_confirmer", "_refuser"} & set(re.findall(r'name="(\w+)"', lue))
    assert "caviarder" in lue
    caviarder()
    lue = page(coordination, changer(retrait))
    assert "caviarder" not in lue
    assert lue.count(date_longue(timezone.localdate())) >= 1


def test_who_confirms_is_told_what_still_holds_the_words(coordination, action):
    retrait = demander(action)
    lue = coordination.post(changer(retrait), {"_confirmer": "1"}, follow=True).content.decode()
    assert "copies de secours" in lue
    assert "caviarder" in lue


PORTES = ["/admin/", "/espace/"]


@pytest.mark.parametrize("porte", PORTES)
def test_what_waits_is_told_to_those_who_may_confirm_and_to_no_other(client_de, action, porte):
    un, autre = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    retrait = demander(action, un)
    assert changer(retrait) in page(client_de(autre), porte)
    assert "Confirmer un retrait" in page(client_de(autre), porte)
    # Who asked is told where it stands; it is another's to confirm.
    assert "Confirmer un retrait" not in page(client_de(un), porte)
    assert "Retraits que vous avez demandés" in page(client_de(un), porte)
    redaction = UtilisateurFactory(redaction=True, organisation=action.responsable)
    assert changer(retrait) not in page(client_de(redaction), porte)
    retrait.confirmer(autre)
    assert changer(retrait) not in page(client_de(un), porte)
    assert changer(retrait) not in page(client_de(UtilisateurFactory(coordination=True)), porte)


# --- Where it was read -----------------------------------------------------------------------------------


@pytest.mark.parametrize("langue", ["", "/en"], ids=["francais", "anglais"])
def test_the_address_of_what_is_gone_says_what_why_and_where_to_go(client, engagement, langue):
    preuve = engagement.preuves.get()
    retrait = retirer(preuve)
    reponse = client.get(f"{langue}/plans/actif/engagements/E-06/preuves/{preuve.pk}/")
    lue = reponse.content.decode()
    assert reponse.status_code == 410
    assert dits_d_elle_meme(lue) == []
    assert ("Erreur 410" in lue or "Error 410" in lue) is False
    assert f'<p class="chapeau" lang="fr">{retrait.quoi}</p>' in lue
    assert ("Personal information" if langue else "Renseignement personnel") in lue
    assert f'<dd lang="fr">{MOTIF.replace(chr(39), "&#x27;")}</dd>' in lue
    assert f'href="{langue}/plans/actif/engagements/E-06/"' in lue
    assert f'href="{langue}/retraits/#retrait-{retrait.pk}"' in lue


def test_an_action_that_is_gone_shows_none_of_the_fields_that_one_fills(client_de, action):
    """They say nothing of the action, and have no name where there is no form."""
    adresse = reverse("admin:actions_action_change", args=[action.pk])
    coordination = client_de(UtilisateurFactory(coordination=True))
    assert "field-codes_remplacee_par" in page(coordination, adresse)
    retirer(action)
    lue = page(coordination, adresse)
    assert "field-titre" in lue
    assert "field-codes_remplacee_par" not in lue


def test_what_is_gone_with_its_page_leads_back_to_no_such_page(client, action):
    nouvelle = retirer(action.nouvelles.get())
    retrait = retirer(action)
    assert 'href="/plans/actif/actions/1.2/"' not in page(client, "/plans/actif/actions/1.2/")
    registre = page(client, "/retraits/")
    assert f'id="retrait-{retrait.pk}"' in registre
    assert f'id="retrait-{nouvelle.pk}"' in registre
    assert 'href="/plans/actif/actions/1.2/"' not in registre


def test_the_register_leads_to_the_page_of_its_plan_whichever_is_the_active_one(client, plan, action):
    """Another plan has an action of the same code: `/actions/1.2/` is then that one."""
    preuve_de = retirer(action.nouvelles.get())
    assert 'href="/plans/actif/actions/1.2/"' in page(client, "/retraits/")
    plan.actif = False
    plan.save()
    autre = PlanFactory(actif=True, slug="suivant")
    ActionFactory(plan=autre, axe=AxeFactory(plan=autre, numero=1), code="1.2", publiee=True)
    for langue in ("", "/en"):
        registre = page(client, f"{langue}/retraits/")
        assert f'href="{langue}/plans/actif/actions/1.2/"' in registre
        assert f'href="{langue}/plans/suivant/actions/1.2/"' not in registre
    assert preuve_de.quoi in page(client, "/plans/actif/actions/1.2/")


def test_a_page_says_what_was_withdrawn_of_it_and_why(client, action):
    retrait = retirer(action.nouvelles.get())
    for langue in ("", "/en"):
        lue = page(client, f"{langue}/plans/actif/actions/1.2/")
        assert f'href="{langue}/retraits/#retrait-{retrait.pk}"' in lue
        assert MOTIF.replace("'", "&#x27;") in lue


def test_a_link_that_was_withdrawn_is_none(client, action):
    retirer(action.documents.get(), champ="adresse")
    lue = page(client, "/plans/actif/actions/1.2/")
    assert "Bail" in lue
    assert ADRESSE not in lue


JOURS = {
    "1er": ("1er\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2027", "March 1, 2027"),
    "30": ("30\N{NO-BREAK SPACE}août\N{NO-BREAK SPACE}2026", "August 30, 2026"),
}


@pytest.mark.parametrize(("francais", "anglais"), JOURS.values(), ids=JOURS)
def test_the_mask_is_read_in_the_visitors_language(francais, anglais):
    masque = f"[retiré du site le {francais}]"
    assert dit_en_langue(masque) == masque
    with translation.override("en"):
        lu = dit_en_langue(masque)
        assert lu == f"[withdrawn from the site on {anglais}]"
        assert dit_en_langue("Le retrait") == "Le retrait"
        assert dit_en_langue(f"Ouvert : {masque}, déjà").startswith("Ouvert : [withdrawn")


def test_no_english_page_says_the_mask_in_french(client, action, engagement):
    retirer(action.nouvelles.get())
    for champ in ("titre", "texte"):
        retirer(engagement, champ=champ)
    du_plan = "/en/plans/actif"
    for adresse in ("/en/", *(f"{du_plan}/{p}/" for p in ("actions/1.2", "engagements/E-06", "engagements"))):
        lue = page(client, adresse)
        assert "[retiré" not in lue, adresse
    (tete,) = re.findall(r"<h1.*?</h1>", page(client, f"{du_plan}/engagements/E-06/"), re.DOTALL)
    assert "[withdrawn" in tete


# --- Fingerprints ----------------------------------------------------------------------------------------


def test_the_fingerprint_of_what_is_withdrawn_is_kept_inside(client, client_de, engagement):
    preuve, texte = engagement.preuves.get(), engagement.empreinte
    partie = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))
    dehors = [
        engagement.get_absolute_url(),
        *(
            engagement.plan.adresse(f"donnees-{jeu}", format_=format_)
            for jeu in ("preuves", "engagements")
            for format_ in ("csv", "json", "xlsx")
        ),
    ]
    dedans = reverse("espace-engagement", args=[engagement.pk])

    def lus() -> str:
        return "".join(lisible(corps(client.get(a))) for a in dehors) + page(partie, dedans)

    avant = lus()
    assert preuve.empreinte in avant
    assert texte in avant
    retirer(preuve)
    retirer(engagement)
    engagement.refresh_from_db()
    apres = lus()
    for empreinte in (preuve.empreinte, texte, engagement.empreinte):
        assert empreinte not in apres
    for phrase in ("sha256sum", "ne peut plus changer"):
        assert phrase not in page(client, "/plans/actif/engagements/E-06/")


def test_a_signed_text_that_is_withdrawn_is_gone_from_its_address(client, engagement):
    assert client.get("/plans/actif/engagements/E-06/texte.txt").status_code == 200
    retirer(engagement)
    assert client.get("/plans/actif/engagements/E-06/texte.txt").status_code == 410


# --- Back office and space -------------------------------------------------------------------------------


def test_an_action_that_is_withdrawn_is_only_read(coordination, action):
    retirer(action)
    adresse = reverse("admin:actions_action_change", args=[action.pk])
    lue = page(coordination, adresse)
    for absent in ('name="titre"', "_save", "_soumettre", "retrait/add/"):
        assert absent not in lue, absent
    assert MOTIF.replace("'", "&#x27;") in lue
    assert coordination.post(adresse, {"titre": "Ouvrir une halte"}).status_code == 403


def test_a_field_that_is_withdrawn_is_shut_and_the_others_are_not(coordination, action):
    retirer(action, champ="titre")
    formulaire = (
        coordination.get(reverse("admin:actions_action_change", args=[action.pk])).context["adminform"].form
    )
    assert formulaire.fields["titre"].disabled
    assert not formulaire.fields["description"].disabled


def test_the_party_is_told_and_corrects_nothing_that_is_withdrawn(client_de, engagement, monkeypatch):
    partie = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))
    preuve, la_sienne = engagement.preuves.get(), reverse("espace-engagement", args=[engagement.pk])
    corriger = f"{reverse('espace-preuve', args=[engagement.pk])}?corrige={preuve.pk}"
    assert corriger in page(partie, la_sienne)
    assert "dont un texte est retiré" not in page(partie, "/espace/")
    retirer(preuve)
    assert corriger not in page(partie, la_sienne)
    assert MOTIF.replace("'", "&#x27;") in page(partie, la_sienne)
    assert partie.get(corriger).url == la_sienne
    assert "dont un texte est retiré" in page(partie, "/espace/")
    monkeypatch.setattr(lectures, "RECENTS", timedelta(0))
    assert "dont un texte est retiré" not in page(partie, "/espace/"), "no longer told"


def test_nobody_verifies_evidence_that_nobody_reads(engagement):
    preuve, envers = engagement.preuves.get(), Acteur(engagement.envers)
    assert preuve.peut_verifier(envers)
    retirer(preuve)
    preuve.refresh_from_db()
    assert not preuve.peut_verifier(envers)
    with pytest.raises(Exception, match="ne se vérifie pas"):
        preuve.verifier(envers, Verdict.CONFIRMEE)


def test_nobody_signs_what_nobody_reads(plan):
    propose = EngagementFactory(plan=plan, code="E-09", publie=True)
    partie = Acteur(propose.partie)
    assert propose.peut_signer(partie)
    retirer(propose)
    propose.refresh_from_db()
    assert not propose.peut_signer(partie)
    assert not propose.peut_refuser(partie)
