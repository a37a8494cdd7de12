"""The letters that remind: what is asked again and when, and how each leaves once (`envoyer_rappels`).

One sending at a time, under a lock of the database. Each letter has a row (`Rappel`), committed before the
letter is given to the server of mail, then marked in the transaction that notes what was asked. Killed
between two letters, the rest leaves at the next run. Killed while the server has the letter, nobody here
knows whether it took it: the next run says so and, where the letter is still due, sends it again under the
same Message-ID, by which servers and mailboxes know it for the same. A letter twice is better than none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.db.models import BigIntegerField, F, Q, Value
from django.urls import reverse
from django.utils import timezone

from comite.models import Demande, Rappel, Ronde, Suite
from comite.models.rappel import GenreRappel
from partenariat.donnees.empreintes import empreinte_texte
from partenariat.models import Organisation, RepondPour, UnitesDe, Utilisateur
from partenariat.presentation.formats import date_longue

ROLES = ("partenaire", "redaction", "coordination")
INTERVALLE = timedelta(days=7)
"""How long before the same question is asked again."""
DERNIER_APPEL = timedelta(days=2)
"""How long before the round closes it is asked once more."""
VERROU = 5_248_117
"""The advisory lock of the sending: a number that nothing else takes."""


@contextmanager
def seul() -> Iterator[bool]:
    """Whether no other sending is under way; holds the place until the end."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
        libre = curseur.fetchone() == (True,)
    try:
        yield libre
    finally:
        # A connection that was lost let go of it.
        with suppress(DatabaseError), connection.cursor() as curseur:
            if libre:
                curseur.execute("SELECT pg_advisory_unlock(%s)", [VERROU])


@dataclass(frozen=True)
class Lettre:
    organisation: Organisation
    genre: GenreRappel
    cle: str
    sujet: str
    corps: str
    comptes_seulement: bool
    """Never to the public address: what it tells may not be public."""
    du_bureau: bool
    """Whether whoever keeps the desk of an absent answers some of it: nobody declares for them."""
    noter: Callable[[], object]
    """What is written once it left."""

    @property
    def partie(self) -> bool:
        return Rappel.objects.partis().filter(cle=self.cle).exists()

    def adresses(self) -> list[str]:
        """Of the accounts that answer for this body (`Acteur.bureau`): its own, those of the body that
        succeeded it, the colleague who keeps the desk of an absent. Where there is none, its public address,
        or that of its successor. One query, and one more for each succession."""
        comptes = Utilisateur.objects.alias(
            corps=Value(self.organisation.pk, output_field=BigIntegerField())
        ).filter(
            corps__in=UnitesDe(F("pk")) if self.du_bureau else RepondPour(F("organisation")),
            is_active=True,
            groups__name__in=ROLES,
        )
        trouvees = list(
            comptes.exclude(email="").order_by("email", "pk").values_list("email", flat=True).distinct()
        )
        if trouvees or self.comptes_seulement:
            return trouvees
        publique = self.organisation.actuelle.courriel_public or self.organisation.courriel_public
        return [publique] if publique else []

    def envoyer(self, adresses: list[str]) -> bool:
        """Whether it was to be sent, and was.

        Raises:
            SMTPException, OSError: the server of mail did not take it. It will be tried again.
        """
        rappel = Rappel.commencer(self.cle, self.organisation, self.genre)
        if rappel is None:
            return False
        message = EmailMessage(
            f"Partenariat : {self.sujet}",
            self.corps,
            settings.DEFAULT_FROM_EMAIL,
            bcc=adresses,
            headers={"Message-ID": f"<{self.cle}@{urlsplit(settings.SITE_URL).hostname}>"},
        )
        try:
            message.send()
        except OSError:  # SMTPException is one
            rappel.refuser()
            raise
        with transaction.atomic():
            rappel.partir()
            self.noter()
        return True


def _cle(*parties: object) -> str:
    return empreinte_texte(repr(parties))


def compte(n: int, nom: str) -> str:
    """« 1 demande », « 3 demandes »."""
    return f"{n} {nom}{'s' if n > 1 else ''}"


def a_rappeler(demande: Demande, jour: date) -> bool:
    """Once a week, and once more on the last days."""
    dernier = demande.rappelee_le
    if dernier is None or dernier <= jour - INTERVALLE:
        return True
    derniers_jours = demande.ronde.ferme_le - DERNIER_APPEL
    return dernier < derniers_jours <= jour


def lettres(jour: date, *, a_envoyer: bool = True) -> list[Lettre]:
    """Those due on that day; sent ahead of it, a letter leaves today, and is due again a week from today."""
    return [*_des_demandes(jour, min(jour, timezone.localdate()) if a_envoyer else jour), *_des_suites(jour)]


def _des_demandes(jour: date, le: date) -> Iterator[Lettre]:
    demandes = (
        Demande.objects.filter(ronde__in=Ronde.objects.ouvertes(jour))
        .avec_reponse()
        .filter(Q(repondue=False))
        .select_related("ronde", "organisation", "action", "engagement")
        .order_by("organisation", "ronde__ferme_le", "id")
    )
    par_organisation = defaultdict(list)
    for demande in demandes:
        if a_rappeler(demande, le):
            par_organisation[demande.organisation].append(demande)
    for organisation, siennes in par_organisation.items():
        pks = [d.pk for d in siennes]
        lignes = [
            f"- {d.objet.code} · {d.objet.titre} (au plus tard le {date_longue(d.ronde.ferme_le)})"
            for d in siennes
        ]
        yield Lettre(
            organisation,
            GenreRappel.DEMANDES,
            # Since when: the same questions, asked again a week later, are another letter.
            _cle("demandes", organisation.pk, sorted((d.pk, str(d.rappelee_le)) for d in siennes)),
            f"{compte(len(siennes), 'demande')} sans réponse",
            "\n".join(
                [
                    "Bonjour,",
                    "",
                    "Le comité de mise en œuvre du Partenariat prépare sa prochaine séance. "
                    f"Il attend une réponse pour {organisation} :",
                    "",
                    *lignes,
                    "",
                    f"Répondre : {settings.SITE_URL}{reverse('espace-demandes')}",
                    "",
                    "Le taux de réponse de chaque organisation est public.",
                ]
            ),
            comptes_seulement=False,
            du_bureau=any(d.action_id for d in siennes),
            noter=partial(Demande.objects.filter(pk__in=pks).update, rappelee_le=le),
        )


def _des_suites(jour: date) -> Iterator[Lettre]:
    """Of what was late on Monday: sent that day, or at the first run of the week that can."""
    lundi = jour - timedelta(days=jour.weekday())
    par_organisation = defaultdict(list)
    en_retard = Suite.objects.en_retard(lundi)
    for suite in en_retard.select_related("responsable", "seance").order_by("responsable", "echeance", "id"):
        par_organisation[suite.responsable].append(suite)
    for organisation, siennes in par_organisation.items():
        lignes = [
            f"- {s.libelle} (échéance du {date_longue(s.echeance)}, séance {s.seance.numero})"
            for s in siennes
        ]
        yield Lettre(
            organisation,
            GenreRappel.SUITES,
            _cle("suites", organisation.pk, lundi.isoformat()),
            f"{compte(len(siennes), 'suite')} en retard",
            "\n".join(
                [
                    "Bonjour,",
                    "",
                    f"Ces suites du comité, confiées à {organisation}, sont en retard :",
                    "",
                    *lignes,
                    "",
                    f"Répondre : {settings.SITE_URL}{reverse('espace-suites')}",
                ]
            ),
            comptes_seulement=True,
            du_bureau=True,
            noter=lambda: None,
        )
