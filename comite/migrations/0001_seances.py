import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import comite.models.deroulement
import partenariat.donnees.champs
import partenariat.donnees.recherche
import partenariat.histoire.temps


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("engagements", "0001_promesses"),
        ("partenariat", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bilan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bilans",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("annee", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "arret",
                    models.DateField(
                        help_text="Dernier jour que le bilan couvre.", verbose_name="arrêt des données"
                    ),
                ),
                (
                    "introduction",
                    partenariat.donnees.champs.TexteRiche(
                        blank=True,
                        help_text="Markdown simple\xa0: paragraphes, listes, gras, liens.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[("brouillon", "Brouillon"), ("publiee", "Publié")],
                        default="brouillon",
                        editable=False,
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                (
                    "publie_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publié le"),
                ),
                ("donnees", models.TextField(blank=True, editable=False, verbose_name="données figées")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "bilan annuel",
                "verbose_name_plural": "bilans annuels",
                "ordering": ["plan", "-annee"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arret__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="bilan_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "annee"),
                        name="bilan_annee_unique",
                        violation_error_message="Le bilan de cette année existe déjà : ouvrez-le, ou changez l'année.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annee__range", (2009, 2100))),
                        name="bilan_annee_possible",
                        violation_error_message="Le partenariat date de 2009.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publication__in", ["brouillon", "publiee"])),
                        name="bilan_publication_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("donnees", ""), ("publication", "brouillon")),
                            models.Q(
                                ("publication", "publiee"),
                                ("publie_le__isnull", False),
                                models.Q(("donnees", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bilan_publie_fige",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publication", "brouillon"),
                            models.Q(
                                ("arret__lte", partenariat.histoire.temps.AujourdHui()),
                                ("publie_le__lte", partenariat.histoire.temps.Maintenant()),
                            ),
                            _connector="OR",
                        ),
                        name="bilan_publie_sans_avenir",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arret__year", models.F("annee")),
                            (
                                "arret__year",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("annee"), "+", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="bilan_arret_de_l_annee",
                        violation_error_message="Les données d'un bilan s'arrêtent dans l'année qu'il couvre, ou dans la suivante.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BilanAxe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bilan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="axes",
                        to="comite.bilan",
                        verbose_name="bilan",
                    ),
                ),
                (
                    "axe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actions.axe",
                        verbose_name="axe",
                    ),
                ),
                (
                    "recit",
                    partenariat.donnees.champs.TexteRiche(
                        help_text="Markdown simple\xa0: paragraphes, listes, gras, liens.",
                        verbose_name="récit",
                    ),
                ),
            ],
            options={
                "verbose_name": "récit d'un axe",
                "verbose_name_plural": "récits des axes",
                "ordering": ["bilan", "axe__numero", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bilan", "axe"),
                        name="bilan_axe_une_fois",
                        violation_error_message="Cet axe a déjà son récit : corrigez celui-là.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recit", ""), _negated=True), name="bilan_recit_non_vide"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membres",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "nom",
                    models.CharField(
                        blank=True, help_text="Peut rester vide.", max_length=150, verbose_name="nom"
                    ),
                ),
                ("fonction", models.CharField(max_length=200, verbose_name="fonction")),
                (
                    "qualite",
                    models.CharField(
                        choices=[
                            ("elu_responsable", "Membre du comité exécutif"),
                            ("haut_fonctionnaire", "Haute direction de la Ville"),
                            ("comite_consultatif", "Comité consultatif"),
                        ],
                        max_length=20,
                        verbose_name="qualité",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membres_du_comite",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("mandat_debut", models.DateField(verbose_name="début du mandat")),
                (
                    "mandat_fin",
                    models.DateField(
                        blank=True,
                        help_text="Dernier jour; vide tant qu'il dure.",
                        null=True,
                        verbose_name="fin du mandat",
                    ),
                ),
                ("presidence", models.BooleanField(default=False, verbose_name="présidence")),
                (
                    "utilisateur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mandats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
            ],
            options={
                "verbose_name": "membre",
                "verbose_name_plural": "membres",
                "ordering": ["plan", "mandat_debut", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "mandat_debut__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                            models.Q(
                                (
                                    "mandat_fin__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                        ),
                        name="membre_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mandat_fin__isnull", True),
                            ("mandat_fin__gte", models.F("mandat_debut")),
                            _connector="OR",
                        ),
                        name="membre_mandat_en_ordre",
                        violation_error_message="La fin du mandat précède son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("qualite__in", ["elu_responsable", "haut_fonctionnaire", "comite_consultatif"])
                        ),
                        name="membre_qualite_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fonction", ""), _negated=True), name="membre_fonction_non_vide"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seances",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "numero",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*\\Z",
                                "Un numéro s'écrit avec des lettres, des chiffres et des tirets (par exemple CMO-2026-01).",
                            )
                        ],
                        verbose_name="numéro",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("heure", models.TimeField(blank=True, null=True, verbose_name="heure")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("presence", "En présence"),
                            ("hybride", "En salle et à distance"),
                            ("distance", "À distance"),
                        ],
                        default="hybride",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                ("lieu", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("planifiee", "Planifiée"),
                            ("convoquee", "Convoquée"),
                            ("tenue", "Tenue"),
                            ("annulee", "Annulée"),
                        ],
                        default="planifiee",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "convoquee_le",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="convoquée le"),
                ),
                (
                    "convoquee_pour",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="d'abord convoquée pour le"
                    ),
                ),
                (
                    "annulee_le",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="annulée le"),
                ),
                ("motif", models.TextField(blank=True, editable=False, verbose_name="motif de l'annulation")),
                (
                    "quorum_requis",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="quorum requis"),
                ),
                (
                    "presents_consignes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Le nombre inscrit aux archives, quand la liste des présences n'y est pas.",
                        null=True,
                        verbose_name="présences consignées",
                    ),
                ),
                (
                    "presents_comptes",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="membres en fonction présents"
                    ),
                ),
                (
                    "presents",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("presents_comptes"), models.F("presents_consignes")
                        ),
                        output_field=models.IntegerField(null=True),
                        verbose_name="présences",
                    ),
                ),
                (
                    "quorum",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.comparison.Coalesce(
                                models.F("presents_comptes"), models.F("presents_consignes")
                            ),
                            models.F("quorum_requis"),
                        ),
                        output_field=models.BooleanField(null=True),
                        verbose_name="quorum",
                    ),
                ),
                (
                    "arret_des_donnees",
                    models.DateField(
                        blank=True,
                        help_text="Dernier jour que couvre le dossier; vide\xa0: le jour où il est préparé.",
                        null=True,
                        verbose_name="arrêt des données",
                    ),
                ),
                (
                    "invites",
                    models.TextField(
                        blank=True, help_text="Une par ligne.", verbose_name="personnes invitées"
                    ),
                ),
                ("presidee_par", models.CharField(blank=True, max_length=200, verbose_name="présidée par")),
                ("secretaire", models.CharField(blank=True, max_length=200, verbose_name="secrétaire")),
                ("proces_verbal", models.TextField(blank=True, verbose_name="procès-verbal")),
                (
                    "etat_pv",
                    models.CharField(
                        choices=[("projet", "Projet"), ("approuve", "Approuvé")],
                        default="projet",
                        editable=False,
                        max_length=10,
                        verbose_name="état du procès-verbal",
                    ),
                ),
                (
                    "approuve_a",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proces_verbaux_approuves",
                        to="comite.seance",
                        verbose_name="procès-verbal approuvé à la séance",
                    ),
                ),
                (
                    "approuve_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="approbation inscrite le"
                    ),
                ),
                (
                    "approuve_par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approbation inscrite par",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("numero"), poids="A"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "recherche_pv",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("proces_verbal"), poids="C"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="seance_recherche"),
                ],
                "verbose_name": "séance",
                "verbose_name_plural": "séances",
                "ordering": ["plan", "date", "numero"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("date__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                            models.Q(
                                (
                                    "arret_des_donnees__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                            models.Q(
                                (
                                    "convoquee_le__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                            models.Q(
                                (
                                    "convoquee_pour__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                            models.Q(
                                (
                                    "annulee_le__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                        ),
                        name="seance_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "numero"),
                        name="seance_numero_unique",
                        violation_error_message="Ce numéro est déjà celui d'une autre séance du plan : choisissez-en un autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["planifiee", "convoquee", "tenue", "annulee"])),
                        name="seance_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["presence", "hybride", "distance"])),
                        name="seance_mode_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quorum_requis__isnull", True), ("quorum_requis__gte", 1), _connector="OR"
                        ),
                        name="seance_quorum_positif",
                        violation_error_message="Un quorum est d'au moins une personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "annulee"), _negated=True),
                            models.Q(
                                django.db.models.lookups.Regex(
                                    partenariat.donnees.recherche.SansAccents(models.F("motif")),
                                    models.Value(
                                        "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                    ),
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="seance_annulee_avec_motif",
                        violation_error_message="Une séance annulée dit pourquoi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("convoquee_le__isnull", True),
                                ("convoquee_pour__isnull", True),
                                models.Q(("etat", "convoquee"), _negated=True),
                            ),
                            models.Q(
                                ("convoquee_le__isnull", False),
                                ("convoquee_pour__isnull", False),
                                models.Q(("etat", "planifiee"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="seance_convocation_datee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("annulee_le__isnull", False),
                                ("etat", "annulee"),
                                models.Q(
                                    ("convoquee_le__isnull", True),
                                    ("annulee_le__gte", models.F("convoquee_le")),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                models.Q(("etat", "annulee"), _negated=True), ("annulee_le__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="seance_annulation_datee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "tenue"), _negated=True),
                            ("date__lte", partenariat.histoire.temps.AujourdHui()),
                            _connector="OR",
                        ),
                        name="seance_tenue_sans_avenir",
                        violation_error_message="Une séance tenue n'est pas à venir : corrigez sa date ou son état.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulee_le__lte", partenariat.histoire.temps.AujourdHui()),
                            ("approuve_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("convoquee_le__lte", partenariat.histoire.temps.AujourdHui()),
                        ),
                        name="seance_faits_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arret_des_donnees__isnull", True),
                            ("arret_des_donnees__lte", models.F("date")),
                            _connector="OR",
                        ),
                        name="seance_arret_avant_la_seance",
                        violation_error_message="Les données s'arrêtent au plus tard le jour de la séance.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approuve_a__isnull", True),
                                ("approuve_le__isnull", True),
                                ("etat_pv", "projet"),
                            ),
                            models.Q(
                                ("approuve_a__isnull", False),
                                ("approuve_le__isnull", False),
                                ("etat", "tenue"),
                                ("etat_pv", "approuve"),
                                models.Q(("proces_verbal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="seance_pv_approuve_entier",
                    ),
                ],
            },
            bases=(comite.models.deroulement.Deroulement, models.Model),
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "membre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="comite.membre",
                        verbose_name="membre",
                    ),
                ),
                ("present", models.BooleanField(default=True, verbose_name="présence")),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "ordering": ["seance", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seance", "membre"),
                        name="presence_une_par_membre",
                        violation_error_message="La présence de cette personne est déjà inscrite : corrigez l'autre ligne.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("titre", models.CharField(max_length=300, verbose_name="titre")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("adoption", "Adoption de l'ordre du jour"),
                            ("proces_verbal", "Approbation d'un procès-verbal"),
                            ("suites", "Suites de la dernière séance"),
                            ("action", "Action"),
                            ("engagement", "Engagement"),
                            ("autre", "Autre sujet"),
                            ("varia", "Varia"),
                        ],
                        default="autre",
                        max_length=15,
                        verbose_name="nature",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "approuve",
                    models.ForeignKey(
                        blank=True,
                        help_text="La séance antérieure dont ce point approuve le procès-verbal.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_d_approbation",
                        to="comite.seance",
                        verbose_name="procès-verbal à approuver",
                    ),
                ),
                (
                    "motif",
                    models.TextField(
                        blank=True,
                        help_text="Pourquoi ce point est à l'ordre du jour (interne).",
                        verbose_name="motif",
                    ),
                ),
                (
                    "delibere",
                    models.TextField(
                        blank=True,
                        help_text="Public seulement quand le procès-verbal est approuvé.",
                        verbose_name="délibéré",
                    ),
                ),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("titre"), poids="B"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "recherche_delibere",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("delibere"), poids="C"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "point",
                "verbose_name_plural": "points",
                "ordering": ["seance", "rang"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("seance", "rang"),
                        name="point_rang_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre", ""), _negated=True), name="point_titre_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                [
                                    "adoption",
                                    "proces_verbal",
                                    "suites",
                                    "action",
                                    "engagement",
                                    "autre",
                                    "varia",
                                ],
                            )
                        ),
                        name="point_nature_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("action__isnull", True), ("engagement__isnull", True), _connector="OR"
                        ),
                        name="point_un_seul_objet",
                        violation_error_message="Un point porte sur une action ou sur un engagement, pas les deux.",
                    ),
                    models.UniqueConstraint(
                        fields=("seance", "action"),
                        name="point_action_une_fois",
                        violation_error_message="Cette action est déjà à l'ordre du jour : retirez un des deux points.",
                    ),
                    models.UniqueConstraint(
                        fields=("seance", "engagement"),
                        name="point_engagement_une_fois",
                        violation_error_message="Cet engagement est déjà à l'ordre du jour : retirez un des deux points.",
                    ),
                    models.UniqueConstraint(
                        fields=("seance", "approuve"),
                        name="point_approuve_une_fois",
                        violation_error_message="L'approbation de ce procès-verbal est déjà à l'ordre du jour : retirez un des deux points.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approuve__isnull", True), ("nature", "proces_verbal"), _connector="OR"
                        ),
                        name="point_approuve_un_proces_verbal",
                        violation_error_message="Seul un point d'approbation dit de quelle séance il approuve le procès-verbal : videz ce champ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="comite.point",
                        verbose_name="point",
                    ),
                ),
                (
                    "numero",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*\\Z",
                                "Un numéro s'écrit avec des lettres, des chiffres et des tirets (par exemple CMO-2026-01).",
                            )
                        ],
                        verbose_name="numéro",
                    ),
                ),
                (
                    "libelle",
                    models.TextField(
                        help_text="Publique seulement quand le procès-verbal est approuvé.",
                        verbose_name="décision",
                    ),
                ),
                (
                    "vote",
                    models.CharField(
                        blank=True,
                        choices=[("unanimite", "À l'unanimité"), ("majorite", "À la majorité")],
                        help_text="Vide\xa0: il n'est pas consigné.",
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                (
                    "sans_quorum",
                    models.BooleanField(default=False, editable=False, verbose_name="écrite sans quorum"),
                ),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrite par",
                    ),
                ),
                (
                    "le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="inscrite le"
                    ),
                ),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("numero"), models.F("libelle"), poids="AB"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "actions",
                    models.ManyToManyField(
                        blank=True,
                        related_name="decisions",
                        to="actions.action",
                        verbose_name="actions concernées",
                    ),
                ),
                (
                    "engagements",
                    models.ManyToManyField(
                        blank=True,
                        related_name="decisions",
                        to="engagements.engagement",
                        verbose_name="engagements concernés",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="decision_recherche"),
                    models.Index(
                        partenariat.donnees.recherche.CleExacte("numero"), name="decision_numero_exact"
                    ),
                ],
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
                "ordering": ["seance__date", "seance", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seance", "numero"),
                        name="decision_numero_unique",
                        violation_error_message="Ce numéro est déjà celui d'une autre décision : choisissez-en un autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="decision_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("libelle", ""), _negated=True), name="decision_libelle_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vote__in", ["", "unanimite", "majorite"])),
                        name="decision_vote_connu",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Effet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effets",
                        to="comite.decision",
                        verbose_name="décision",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("suspendre", "Suspendre l'action"),
                            ("reprendre", "Reprendre l'action"),
                            ("abandonner", "Abandonner l'action"),
                            ("deplacer_fin", "Déplacer la fin de l'action"),
                            ("deplacer_jalon", "Déplacer l'échéance d'un jalon"),
                            ("reformuler", "Reformuler le titre de l'action"),
                            ("retirer", "Retirer l'engagement"),
                        ],
                        max_length=15,
                        verbose_name="effet",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effets",
                        to="actions.action",
                        verbose_name="action visée par l'effet",
                    ),
                ),
                (
                    "jalon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effets",
                        to="actions.jalon",
                        verbose_name="jalon visé par l'effet",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effets",
                        to="engagements.engagement",
                        verbose_name="engagement visé par l'effet",
                    ),
                ),
                ("nouvelle_date", models.DateField(blank=True, null=True, verbose_name="nouvelle date")),
                ("nouveau_texte", models.CharField(blank=True, max_length=300, verbose_name="nouveau titre")),
                (
                    "motif",
                    models.TextField(
                        help_text="Public aussitôt\xa0: il accompagne l'effet sur le plan.",
                        verbose_name="motif",
                    ),
                ),
            ],
            options={
                "verbose_name": "effet",
                "verbose_name_plural": "effets",
                "ordering": ["decision", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "nouvelle_date__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            )
                        ),
                        name="effet_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("nature", "suspendre"),
                                models.Q(("action__isnull", True), _negated=True),
                                ("nouvelle_date__isnull", True),
                                ("jalon__isnull", True),
                                ("nouveau_texte", ""),
                                ("engagement__isnull", True),
                            ),
                            models.Q(
                                ("nature", "reprendre"),
                                models.Q(("action__isnull", True), _negated=True),
                                ("nouvelle_date__isnull", True),
                                ("jalon__isnull", True),
                                ("nouveau_texte", ""),
                                ("engagement__isnull", True),
                            ),
                            models.Q(
                                ("nature", "abandonner"),
                                models.Q(("action__isnull", True), _negated=True),
                                ("nouvelle_date__isnull", True),
                                ("jalon__isnull", True),
                                ("nouveau_texte", ""),
                                ("engagement__isnull", True),
                            ),
                            models.Q(
                                ("nature", "deplacer_fin"),
                                models.Q(("action__isnull", True), _negated=True),
                                models.Q(("nouvelle_date__isnull", True), _negated=True),
                                ("jalon__isnull", True),
                                ("nouveau_texte", ""),
                                ("engagement__isnull", True),
                            ),
                            models.Q(
                                ("nature", "deplacer_jalon"),
                                models.Q(("action__isnull", True), _negated=True),
                                models.Q(("nouvelle_date__isnull", True), _negated=True),
                                models.Q(("jalon__isnull", True), _negated=True),
                                ("nouveau_texte", ""),
                                ("engagement__isnull", True),
                            ),
                            models.Q(
                                ("nature", "reformuler"),
                                models.Q(("action__isnull", True), _negated=True),
                                ("nouvelle_date__isnull", True),
                                ("jalon__isnull", True),
                                models.Q(("nouveau_texte", ""), _negated=True),
                                ("engagement__isnull", True),
                            ),
                            models.Q(
                                ("nature", "retirer"),
                                ("action__isnull", True),
                                ("nouvelle_date__isnull", True),
                                ("jalon__isnull", True),
                                ("nouveau_texte", ""),
                                models.Q(("engagement__isnull", True), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="effet_entier",
                        violation_error_message="L'effet et ce qu'il vise ne vont pas ensemble : corrigez l'un ou l'autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Regex(
                                partenariat.donnees.recherche.SansAccents(models.F("motif")),
                                models.Value(
                                    "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                ),
                            ),
                            _negated=True,
                        ),
                        name="effet_motif_requis",
                        violation_error_message="Un effet sur le plan s'explique\xa0: écrivez le motif.",
                    ),
                    models.UniqueConstraint(
                        fields=("decision", "nature", "action", "jalon", "engagement"),
                        name="effet_une_fois",
                        nulls_distinct=False,
                        violation_error_message="Cette décision a déjà cet effet : retirez une des deux lignes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suites",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suites",
                        to="comite.decision",
                        verbose_name="décision",
                    ),
                ),
                ("libelle", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "responsable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suites",
                        to="partenariat.organisation",
                        verbose_name="responsable",
                    ),
                ),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="échéance")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("a_faire", "À faire"),
                            ("en_cours", "En cours"),
                            ("fait", "Fait"),
                            ("caduque", "Caduque"),
                        ],
                        default="a_faire",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="Où on en est; pourquoi elle est caduque.", verbose_name="note"
                    ),
                ),
                ("close_le", models.DateField(blank=True, null=True, verbose_name="close le")),
            ],
            options={
                "verbose_name": "suite",
                "verbose_name_plural": "suites",
                "ordering": ["seance__date", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("echeance__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                            models.Q(
                                ("close_le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                        ),
                        name="suite_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("close_le__lte", partenariat.histoire.temps.AujourdHui())),
                        name="suite_close_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("libelle", ""), _negated=True), name="suite_libelle_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["a_faire", "en_cours", "fait", "caduque"])),
                        name="suite_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_le__isnull", True), ("etat__in", ("a_faire", "en_cours"))),
                            models.Q(
                                models.Q(("etat__in", ("a_faire", "en_cours")), _negated=True),
                                ("close_le__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suite_close_datee",
                        violation_error_message="Une suite close a une date de fin, et elle seule.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "caduque"), _negated=True),
                            models.Q(
                                django.db.models.lookups.Regex(
                                    partenariat.donnees.recherche.SansAccents(models.F("note")),
                                    models.Value(
                                        "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                    ),
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="suite_caduque_expliquee",
                        violation_error_message="Une suite caduque dit pourquoi.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deplacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deplacements",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                ("ancienne_date", models.DateField(verbose_name="ancienne date")),
                ("ancienne_heure", models.TimeField(blank=True, null=True, verbose_name="ancienne heure")),
                ("motif", models.TextField(verbose_name="motif")),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                ("le", models.DateField(verbose_name="le")),
            ],
            options={
                "verbose_name": "déplacement d'une séance",
                "verbose_name_plural": "déplacements de séances",
                "ordering": ["seance", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "ancienne_date__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                            models.Q(("le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))),
                        ),
                        name="deplacement_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Regex(
                                partenariat.donnees.recherche.SansAccents(models.F("motif")),
                                models.Value(
                                    "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                ),
                            ),
                            _negated=True,
                        ),
                        name="deplacement_motif_non_vide",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.AujourdHui())),
                        name="deplacement_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                ("rang", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                ("arret", models.DateTimeField(verbose_name="arrêt des données")),
                ("donnees", models.TextField(help_text="JSON, tel que figé.", verbose_name="données")),
                ("empreinte_donnees", models.CharField(max_length=64, verbose_name="empreinte des données")),
                ("pdf", models.BinaryField(verbose_name="document")),
                ("empreinte", models.CharField(max_length=64, verbose_name="empreinte du document")),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparé par",
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="préparé le")),
            ],
            options={
                "verbose_name": "dossier de séance",
                "verbose_name_plural": "dossiers de séance",
                "ordering": ["seance", "rang"],
                "constraints": [
                    models.UniqueConstraint(fields=("seance", "rang"), name="dossier_rang_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arret__date__lte", partenariat.histoire.temps.AujourdHui()),
                            ("le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="dossier_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("empreinte__regex", "^[0-9a-f]{64}$"),
                            ("empreinte_donnees__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="dossier_empreintes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "utilisateur",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preference_du_tableau",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "caches",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30, verbose_name="module"),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="modules cachés",
                    ),
                ),
            ],
            options={
                "verbose_name": "préférence du tableau de bord",
                "verbose_name_plural": "préférences du tableau de bord",
            },
        ),
        migrations.CreateModel(
            name="Rappel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cle", models.CharField(editable=False, max_length=64, unique=True, verbose_name="clé")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rappels",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        choices=[("demandes", "Demandes sans réponse"), ("suites", "Suites en retard")],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("en_cours", "En cours d'envoi"),
                            ("envoye", "Envoyé"),
                            ("refuse", "Refusé par le serveur de courriel"),
                            ("interrompu", "Interrompu\xa0: peut-être parti"),
                        ],
                        default="en_cours",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "commence_le",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="commencé le"),
                ),
                ("envoye_le", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
            ],
            options={
                "verbose_name": "rappel",
                "verbose_name_plural": "rappels",
                "ordering": ["-commence_le", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["en_cours", "envoye", "refuse", "interrompu"])),
                        name="rappel_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("genre__in", ["demandes", "suites"])), name="rappel_genre_connu"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("envoye_le__isnull", False), ("etat", "envoye")),
                            models.Q(
                                models.Q(("etat", "envoye"), _negated=True), ("envoye_le__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="rappel_envoye_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ronde",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rondes",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "seance",
                    models.OneToOneField(
                        blank=True,
                        help_text="La séance que cette ronde prépare.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ronde",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                ("titre", models.CharField(max_length=150, verbose_name="titre")),
                ("ouvre_le", models.DateField(verbose_name="ouvre le")),
                (
                    "ferme_le",
                    models.DateField(help_text="Dernier jour pour répondre.", verbose_name="ferme le"),
                ),
                (
                    "ouverte_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="demandes envoyées le"
                    ),
                ),
            ],
            options={
                "verbose_name": "ronde de nouvelles",
                "verbose_name_plural": "rondes de nouvelles",
                "ordering": ["plan", "-ouvre_le", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ouvre_le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                            models.Q(
                                ("ferme_le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                        ),
                        name="ronde_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ferme_le__gte", models.F("ouvre_le"))),
                        name="ronde_dates_en_ordre",
                        violation_error_message="La ronde ferme avant d'ouvrir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ouverte_le__lte", partenariat.histoire.temps.Maintenant())),
                        name="ronde_ouverte_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre", ""), _negated=True), name="ronde_titre_non_vide"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Demande",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ronde",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demandes",
                        to="comite.ronde",
                        verbose_name="ronde",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demandes",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demandes",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demandes",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "rappelee_le",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="rappelée le"),
                ),
                (
                    "repondue_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="réponse reçue le"
                    ),
                ),
            ],
            options={
                "verbose_name": "demande",
                "verbose_name_plural": "demandes",
                "ordering": ["ronde", "organisation", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", False), ("engagement__isnull", True)),
                            models.Q(("action__isnull", True), ("engagement__isnull", False)),
                            _connector="OR",
                        ),
                        name="demande_un_seul_objet",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rappelee_le__lte", partenariat.histoire.temps.AujourdHui()),
                            ("repondue_le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="demande_faits_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.UniqueConstraint(fields=("ronde", "action"), name="demande_une_par_action"),
                    models.UniqueConstraint(
                        fields=("ronde", "engagement"), name="demande_une_par_engagement"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReponseDeSuite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "saisi_pour",
                    models.BooleanField(
                        default=False,
                        help_text="Le personnel de la Ville a inscrit ce que l'organisation lui a transmis.",
                        verbose_name="saisi pour l'organisation",
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "mains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="comptes qui ont agi",
                    ),
                ),
                (
                    "lien_a_l_ecran",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="par un lien remis à l'écran"
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[("en_cours", "En cours"), ("fait", "Fait"), ("impossible", "Ne peut pas")],
                        max_length=10,
                        verbose_name="réponse",
                    ),
                ),
                ("texte", models.TextField(verbose_name="texte")),
                (
                    "lien",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagements.liensigne",
                        verbose_name="par lien signé",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrit par",
                    ),
                ),
                (
                    "suite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reponses",
                        to="comite.suite",
                        verbose_name="suite",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse à une suite",
                "verbose_name_plural": "réponses aux suites",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["le"], name="reponsedesuite_le")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="reponsedesuite_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="reponsedesuite_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="reponsedesuite_saisi_par_une_personne",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["en_cours", "fait", "impossible"])),
                        name="reponse_de_suite_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("texte", ""), _negated=True), name="reponse_de_suite_dite"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "impossible"), _negated=True),
                            models.Q(
                                django.db.models.lookups.Regex(
                                    partenariat.donnees.recherche.SansAccents(models.F("texte")),
                                    models.Value(
                                        "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                    ),
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="reponse_de_suite_expliquee",
                        violation_error_message="Écrivez pourquoi votre organisation ne le peut pas.",
                    ),
                ],
            },
        ),
    ]
