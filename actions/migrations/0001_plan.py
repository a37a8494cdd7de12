import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import actions.models.dits
import actions.models.provenance
import actions.models.publication
import partenariat.donnees.champs
import partenariat.donnees.depots
import partenariat.donnees.recherche
import partenariat.histoire.temps
import partenariat.presentation.traduction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partenariat", "0002_parties"),
        ("partenariat", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse courte")),
                ("debut", models.DateField(blank=True, null=True, verbose_name="début")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "presentation",
                    partenariat.donnees.champs.TexteRiche(blank=True, verbose_name="présentation"),
                ),
                (
                    "presentation_en",
                    partenariat.donnees.champs.TexteRiche(blank=True, verbose_name="présentation en anglais"),
                ),
                (
                    "avis",
                    models.TextField(
                        blank=True,
                        help_text="Affiché au bas de chaque page du plan (par exemple\xa0: données fictives).",
                        verbose_name="avis",
                    ),
                ),
                ("avis_en", models.TextField(blank=True, verbose_name="avis en anglais")),
                (
                    "actif",
                    models.BooleanField(
                        default=False, help_text="Le plan actif est l'accueil du site.", verbose_name="actif"
                    ),
                ),
                (
                    "meta",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="Ce que le fichier du plan disait de lui-même, gardé pour l'exportation.",
                        verbose_name="en-tête du fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ["-actif", "-debut", partenariat.donnees.recherche.SansAccents("titre"), "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("actif", True)),
                        fields=("actif",),
                        name="plan_un_seul_actif",
                        violation_error_message="Un seul plan peut être actif à la fois.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("debut__isnull", True),
                            ("fin__isnull", True),
                            ("debut__lte", models.F("fin")),
                            _connector="OR",
                        ),
                        name="plan_dates_en_ordre",
                        violation_error_message="La fin du plan précède son début.",
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="PartiePrenante",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("identifiant", models.CharField(max_length=60, verbose_name="identifiant dans le fichier")),
                (
                    "donnees",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="Ce que le fichier disait de plus, gardé pour l'exportation.",
                        verbose_name="données du fichier",
                    ),
                ),
            ],
            options={
                "verbose_name": "partie prenante",
                "verbose_name_plural": "parties prenantes",
                "ordering": ["plan", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "identifiant"), name="partie_prenante_identifiant_unique"
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "organisation"), name="partie_prenante_une_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objectif",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectifs",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("rang", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("code"), models.F("titre"), models.F("titre_en"), poids="ABB"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "objectif",
                "verbose_name_plural": "objectifs",
                "ordering": ["plan", "rang", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "code"), name="objectif_code_unique")
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Axe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="axes",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("titre_court", models.CharField(blank=True, max_length=80, verbose_name="titre court")),
                (
                    "titre_court_en",
                    models.CharField(blank=True, max_length=80, verbose_name="titre court en anglais"),
                ),
                (
                    "presentation",
                    partenariat.donnees.champs.TexteRiche(blank=True, verbose_name="présentation"),
                ),
                (
                    "presentation_en",
                    partenariat.donnees.champs.TexteRiche(blank=True, verbose_name="présentation en anglais"),
                ),
                (
                    "donnees",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="données du fichier"
                    ),
                ),
            ],
            options={
                "verbose_name": "axe",
                "verbose_name_plural": "axes",
                "ordering": ["plan", "numero"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "numero"), name="axe_numero_unique"),
                    models.UniqueConstraint(fields=("plan", "code"), name="axe_code_unique"),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Volet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "axe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="volets",
                        to="actions.axe",
                        verbose_name="axe",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("rang", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("code"), models.F("titre"), models.F("titre_en"), poids="ABB"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "volet",
                "verbose_name_plural": "volets",
                "ordering": ["axe", "rang", "code"],
                "constraints": [models.UniqueConstraint(fields=("axe", "code"), name="volet_code_unique")],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Domaine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domaines",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="adresse courte")),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("titre"), models.F("titre_en"), poids="BB"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "domaine",
                "verbose_name_plural": "domaines",
                "ordering": ["plan", partenariat.donnees.recherche.SansAccents("titre"), "id"],
                "constraints": [models.UniqueConstraint(fields=("plan", "slug"), name="domaine_slug_unique")],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Source",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("titre", models.CharField(max_length=400, verbose_name="titre")),
                ("adresse", models.CharField(blank=True, max_length=500, verbose_name="adresse")),
                ("contenu", models.TextField(blank=True, verbose_name="contenu")),
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
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["plan", "code"],
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="source_code_unique")],
            },
        ),
        migrations.CreateModel(
            name="Repere",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reperes",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("rang", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                ("fait", models.CharField(max_length=250, verbose_name="fait")),
                ("valeur", models.TextField(verbose_name="valeur")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reperes",
                        to="actions.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "repère",
                "verbose_name_plural": "repères",
                "ordering": ["plan", "rang"],
                "constraints": [models.UniqueConstraint(fields=("plan", "rang"), name="repere_rang_unique")],
            },
        ),
        migrations.CreateModel(
            name="Action",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-zÀ-ÿ](?:[0-9A-Za-zÀ-ÿ._-]*[0-9A-Za-zÀ-ÿ])?$",
                                "Un code s'écrit avec des lettres, des chiffres, des points et des tirets (par exemple 2.3).",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "axe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="actions",
                        to="actions.axe",
                        verbose_name="axe",
                    ),
                ),
                (
                    "volet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="actions",
                        to="actions.volet",
                        verbose_name="volet",
                    ),
                ),
                ("titre", models.CharField(max_length=300, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=300, verbose_name="titre en anglais")),
                (
                    "description",
                    partenariat.donnees.champs.TexteRiche(blank=True, verbose_name="description"),
                ),
                (
                    "description_en",
                    partenariat.donnees.champs.TexteRiche(blank=True, verbose_name="description en anglais"),
                ),
                (
                    "texte_officiel",
                    models.TextField(
                        blank=True,
                        help_text="Le libellé tel qu'adopté; il ne se modifie plus après la publication.",
                        verbose_name="texte officiel",
                    ),
                ),
                (
                    "partie_engagee",
                    models.CharField(
                        choices=[
                            ("ville", "Ville"),
                            ("partenaire", "Partenaire"),
                            ("conjointe", "Ville et partenaires"),
                        ],
                        default="ville",
                        max_length=12,
                        verbose_name="partie engagée",
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions_responsables",
                        to="partenariat.organisation",
                        verbose_name="responsable",
                    ),
                ),
                (
                    "tout_le_territoire",
                    models.BooleanField(
                        default=False,
                        help_text="L'action vise tous les arrondissements.",
                        verbose_name="tout le territoire",
                    ),
                ),
                ("debut", models.DateField(blank=True, null=True, verbose_name="début")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "fin_initiale",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="fin prévue au départ"
                    ),
                ),
                (
                    "en_continu",
                    models.BooleanField(
                        default=False,
                        help_text="Sans fin à manquer; ses jalons gardent leurs échéances.",
                        verbose_name="en continu",
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("a_venir", "À venir"),
                            ("en_cours", "En cours"),
                            ("realisee", "Réalisée"),
                            ("suspendue", "Suspendue"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        default="a_venir",
                        max_length=12,
                        verbose_name="statut",
                    ),
                ),
                (
                    "motif",
                    models.TextField(
                        blank=True,
                        help_text="Requis pour une action suspendue ou abandonnée.",
                        verbose_name="motif du statut",
                    ),
                ),
                (
                    "motif_inconnu",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Suspendue ou abandonnée d'après un fichier de plan qui ne dit pas pourquoi.",
                        verbose_name="sans motif",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Numéro de la décision qui a suspendu, repris ou abandonné l'action.",
                        max_length=40,
                        verbose_name="décision du comité",
                    ),
                ),
                (
                    "sans_decision",
                    models.TextField(
                        blank=True,
                        help_text="La coordination écrit pourquoi; public, à côté du motif.",
                        verbose_name="abandonnée sans décision du comité",
                    ),
                ),
                (
                    "decision_inconnue",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Abandonnée d'après un fichier de plan qui ne nomme pas de décision.",
                        verbose_name="sans décision consignée",
                    ),
                ),
                (
                    "confiance",
                    models.CharField(
                        blank=True,
                        choices=[("elevee", "Élevée"), ("moyenne", "Moyenne"), ("faible", "Faible")],
                        help_text="Ce que l'organisation responsable pense de l'atteinte de l'échéance.",
                        max_length=8,
                        verbose_name="confiance",
                    ),
                ),
                (
                    "avancement_declare",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Montré à côté du taux calculé; n'entre dans aucune moyenne.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="taux d'avancement déclaré (%)",
                    ),
                ),
                (
                    "budget_prevu",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="budget prévu ($)",
                    ),
                ),
                (
                    "budget_engage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="budget engagé ($)",
                    ),
                ),
                (
                    "provenance",
                    models.CharField(blank=True, max_length=30, verbose_name="provenance des données"),
                ),
                ("faits_sources", models.TextField(blank=True, verbose_name="faits sourcés")),
                (
                    "remplacee_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="remplace",
                        to="actions.action",
                        verbose_name="remplacée par",
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("brouillon", "Brouillon"),
                            ("a_valider", "À valider"),
                            ("publiee", "Publiée"),
                            ("archivee", "Archivée"),
                        ],
                        default="brouillon",
                        editable=False,
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                (
                    "auteur",
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
                    "soumise_par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="soumise par",
                    ),
                ),
                (
                    "soumise_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="soumise le"),
                ),
                (
                    "validee_par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="validée par",
                    ),
                ),
                (
                    "publiee_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publiée le"),
                ),
                ("note_retour", models.TextField(blank=True, editable=False, verbose_name="note de retour")),
                (
                    "etat_le",
                    models.DateField(
                        editable=False,
                        help_text="Dernier changement de l'un ou de l'autre que le public a pu lire.",
                        null=True,
                        verbose_name="statut et confiance en date du",
                    ),
                ),
                (
                    "change_le",
                    models.DateTimeField(
                        editable=False,
                        help_text="Dernier changement que le public a pu lire de l'action elle-même.",
                        null=True,
                        verbose_name="changée le",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "poids_total",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="poids des jalons"),
                ),
                (
                    "poids_atteint",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="poids des jalons atteints"
                    ),
                ),
                (
                    "echeance_jalon",
                    models.DateField(editable=False, null=True, verbose_name="prochain jalon"),
                ),
                (
                    "maj_le",
                    models.DateField(
                        editable=False,
                        help_text="De ce que le public peut lire; vide où il n'y en a pas.",
                        null=True,
                        verbose_name="dernière nouvelle",
                    ),
                ),
                (
                    "avancement",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(statut="realisee", then=models.Value(100)),
                            models.When(
                                poids_total__gt=0,
                                then=django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(200), "*", models.F("poids_atteint")
                                        ),
                                        "+",
                                        models.F("poids_total"),
                                    ),
                                    "/",
                                    django.db.models.expressions.CombinedExpression(
                                        models.Value(2), "*", models.F("poids_total")
                                    ),
                                ),
                            ),
                            default=None,
                            output_field=models.IntegerField(),
                        ),
                        output_field=models.IntegerField(),
                        verbose_name="avancement",
                    ),
                ),
                (
                    "prochaine_echeance",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            models.Case(
                                models.When(en_continu=False, then=models.F("fin")),
                                default=None,
                                output_field=models.DateField(),
                            ),
                            models.F("echeance_jalon"),
                        ),
                        output_field=models.DateField(),
                        verbose_name="prochaine échéance",
                    ),
                ),
                (
                    "frais_depuis",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("maj_le"), partenariat.histoire.temps.JourDe("publiee_le")
                        ),
                        output_field=models.DateField(),
                        verbose_name="fraîcheur comptée depuis le",
                    ),
                ),
                (
                    "cle_code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.CleNaturelle(models.F("code")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "recherche_code",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(models.F("code"), poids="A"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("code"),
                            models.F("titre"),
                            models.F("titre_en"),
                            models.F("description"),
                            models.F("description_en"),
                            models.F("texte_officiel"),
                            models.F("faits_sources"),
                            poids="ABBCCCC",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "objectifs",
                    models.ManyToManyField(
                        blank=True, related_name="actions", to="actions.objectif", verbose_name="objectifs"
                    ),
                ),
                (
                    "domaines",
                    models.ManyToManyField(
                        blank=True,
                        related_name="actions",
                        to="actions.domaine",
                        verbose_name="domaines d'intervention",
                    ),
                ),
                (
                    "arrondissements",
                    models.ManyToManyField(
                        blank=True,
                        limit_choices_to={"nature": "arrondissement"},
                        related_name="actions_locales",
                        to="partenariat.organisation",
                        verbose_name="arrondissements",
                    ),
                ),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True, related_name="actions", to="actions.source", verbose_name="sources"
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["plan", "cle_code", "id"],
                "permissions": [("valider_action", "Peut valider la publication d'une action")],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="action_recherche"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche_code"], name="action_recherche_code"
                    ),
                    models.Index(fields=["plan", "publication", "cle_code"], name="action_liste"),
                    models.Index(fields=["plan", "prochaine_echeance"], name="action_echeance"),
                    models.Index(fields=["plan", "maj_le"], name="action_maj_le"),
                    models.Index(fields=["plan", "change_le"], name="action_change_le"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("debut__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                            models.Q(
                                ("fin__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                            models.Q(
                                ("etat_le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                        ),
                        name="action_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etat_le__lte", partenariat.histoire.temps.AujourdHui())),
                        name="action_etat_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publiee_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("soumise_le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="action_etapes_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "code"),
                        name="action_code_unique",
                        violation_error_message="Ce code est déjà celui d'une autre action du plan : choisissez-en un autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("debut__isnull", True),
                            ("fin__isnull", True),
                            ("debut__lte", models.F("fin")),
                            _connector="OR",
                        ),
                        name="action_dates_en_ordre",
                        violation_error_message="La fin de l'action précède son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statut", "realisee"), _negated=True),
                            ("debut__isnull", True),
                            ("debut__lte", partenariat.histoire.temps.AujourdHui()),
                            _connector="OR",
                        ),
                        name="action_realisee_commencee",
                        violation_error_message="Une action réalisée a commencé\xa0: corrigez son début, qui n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statut__in", ("suspendue", "abandonnee")), _negated=True),
                            models.Q(
                                django.db.models.lookups.Regex(
                                    partenariat.donnees.recherche.SansAccents(models.F("motif")),
                                    models.Value(
                                        "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                    ),
                                ),
                                _negated=True,
                            ),
                            ("motif_inconnu", True),
                            _connector="OR",
                        ),
                        name="action_motif_requis",
                        violation_error_message="Une action suspendue ou abandonnée doit dire pourquoi (motif).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statut", "abandonnee"), _negated=True),
                            ("decision__regex", "\\S"),
                            models.Q(
                                django.db.models.lookups.Regex(
                                    partenariat.donnees.recherche.SansAccents(models.F("sans_decision")),
                                    models.Value(
                                        "^[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*((sans|pas[^a-z]+de|pas[^a-z]+d|aucune?)[^a-z]+(motif|raison|decision|objet)s?([^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?)?|(((les?|la)[^a-z]+)?(motif|raison|decision)s?[^a-z]+((est|sont)[^a-z]+)?)?(inconnue?s?|(non|pas)[^a-z]+(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne|specifie)e?s?|a[^a-z]+(completer|confirmer|determiner|preciser|venir))|((les?|la)[^a-z]+)?(motif|raison|decision)s?|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+|no[^a-z]+(the[^a-z]+)?(reason|decision)s?([^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))?|((the[^a-z]+)?(reason|decision)s?[^a-z]+(is[^a-z]+)?)?(unknown|none|not[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated)|tb[acd]|to[^a-z]+be[^a-z]+(applicable|available|determined|given|known|on[^a-z]+record|provided|recorded|specified|stated))([^a-z]+(the[^a-z]+)?(reason|decision)s?)?|(the[^a-z]+)?(reason|decision)s?)?[^a-zA-Z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u0481\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06fa-\\u06ff\\u0710-\\u07ea\\u0800-\\u1056\\u10a0-\\u115e\\u1161-\\u167f\\u1681-\\u17b3\\u1820-\\u1ffc\\u2c00-\\u2dde\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u3163\\u3165-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\ua4d0-\\ud7ff\\uf900-\\ufdfb\\ufe70-\\ufefc\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uff9f\\uffa1-\\uffdc\\U00010000-\\U0001cfff\\U0001d400-\\U0001efff\\U00020000-\\U000323af]*$"
                                    ),
                                ),
                                _negated=True,
                            ),
                            ("decision_inconnue", True),
                            _connector="OR",
                        ),
                        name="action_abandon_decide",
                        violation_error_message="Une action s'abandonne par décision du comité; sinon, la coordination écrit pourquoi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("statut__in", ["a_venir", "en_cours", "realisee", "suspendue", "abandonnee"])
                        ),
                        name="action_statut_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confiance__in", ["", "elevee", "moyenne", "faible"])),
                        name="action_confiance_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publication__in", ["brouillon", "a_valider", "publiee", "archivee"])
                        ),
                        name="action_publication_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("partie_engagee__in", ["ville", "partenaire", "conjointe"])),
                        name="action_partie_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre", ""), _negated=True), name="action_titre_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("avancement_declare__isnull", True),
                            ("avancement_declare__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="action_avancement_declare_0_100",
                        violation_error_message="Un taux d'avancement va de 0 à 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("budget_prevu__isnull", True), ("budget_prevu__gte", 0), _connector="OR"
                            ),
                            models.Q(
                                ("budget_engage__isnull", True), ("budget_engage__gte", 0), _connector="OR"
                            ),
                        ),
                        name="action_budgets_positifs",
                        violation_error_message="Un budget ne peut pas être négatif : écrivez 0 ou plus.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("publication__in", ("publiee", "archivee")), _negated=True),
                            ("publiee_le__isnull", False),
                            _connector="OR",
                        ),
                        name="action_publiee_datee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("validee_par__isnull", True),
                            models.Q(
                                models.Q(
                                    ("soumise_par__isnull", True),
                                    models.Q(("validee_par", models.F("soumise_par")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("auteur__isnull", True),
                                    models.Q(("validee_par", models.F("auteur")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="action_quatre_yeux",
                        violation_error_message="La personne qui valide n'est ni celle qui écrit ni celle qui soumet : demandez à une autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("soumise_le__isnull", True), ("soumise_par__isnull", True)),
                            models.Q(("soumise_le__isnull", False), ("soumise_par__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_soumise_le_et_par",
                    ),
                ],
            },
            bases=(
                actions.models.publication.EtapesDePublication,
                actions.models.dits.CeQuiEstDit,
                actions.models.provenance.Provenance,
                partenariat.presentation.traduction.Traduit,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                (
                    "adresse",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="adresse",
                    ),
                ),
                (
                    "fichier",
                    models.FileField(
                        blank=True,
                        editable=False,
                        max_length=120,
                        upload_to=partenariat.donnees.depots.chemin_au_hasard,
                        verbose_name="fichier",
                    ),
                ),
                (
                    "nom_fichier",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="nom du fichier"
                    ),
                ),
                (
                    "type_media",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="type de contenu"
                    ),
                ),
                (
                    "taille",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="taille (octets)"
                    ),
                ),
                (
                    "empreinte",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="empreinte du fichier (SHA-256)",
                    ),
                ),
                ("date", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "visibilite",
                    models.CharField(
                        choices=[("publique", "Publique"), ("interne", "Interne")],
                        default="publique",
                        max_length=10,
                        verbose_name="visibilité",
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
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["action", "-date", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="document_recherche"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("date__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="document_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date__lte", partenariat.histoire.temps.AujourdHui())),
                        name="document_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fichier", ""), models.Q(("adresse", ""), _negated=True)),
                            models.Q(models.Q(("fichier", ""), _negated=True), ("adresse", "")),
                            _connector="OR",
                        ),
                        name="document_fichier_ou_adresse",
                        violation_error_message="Un document est un fichier ou une adresse\xa0: donnez l'un ou l'autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adresse", ""),
                            ("adresse__startswith", "https://"),
                            ("adresse__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="document_adresse_sure",
                        violation_error_message="L'adresse d'un document commence par https:// ou http://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("empreinte", ""), ("fichier", ""), ("taille__isnull", True)),
                            models.Q(
                                ("empreinte__regex", "^[0-9a-f]{64}$"),
                                ("taille__range", (1, 20971520)),
                                models.Q(("fichier", ""), _negated=True),
                                models.Q(("nom_fichier", ""), _negated=True),
                                models.Q(("type_media", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_fichier_empreint",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibilite__in", ["publique", "interne"])),
                        name="document_visibilite_connue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicateur",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicateurs",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("nom", models.CharField(max_length=250, verbose_name="nom")),
                ("nom_en", models.CharField(blank=True, max_length=250, verbose_name="nom en anglais")),
                ("unite", models.CharField(max_length=40, verbose_name="unité")),
                (
                    "sens",
                    models.CharField(
                        choices=[
                            ("hausse", "Hausse souhaitée"),
                            ("baisse", "Baisse souhaitée"),
                            ("maintien", "Maintien souhaité"),
                        ],
                        default="hausse",
                        max_length=10,
                        verbose_name="sens",
                    ),
                ),
                (
                    "reference_annee",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de référence"
                    ),
                ),
                (
                    "reference_valeur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="valeur de référence",
                    ),
                ),
                (
                    "cible_annee",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="année de la cible"),
                ),
                (
                    "cible_valeur",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="cible"
                    ),
                ),
                ("methode", models.TextField(blank=True, verbose_name="méthode")),
                ("nature", models.CharField(blank=True, max_length=250, verbose_name="nature des données")),
                (
                    "rupture_le",
                    models.DateField(
                        blank=True,
                        help_text="À partir de cette date, les mesures ne se comparent plus aux précédentes.",
                        null=True,
                        verbose_name="rupture de série",
                    ),
                ),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("nom"), models.F("nom_en"), poids="BB"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche"], name="indicateur_recherche"
                    ),
                ],
                "verbose_name": "indicateur",
                "verbose_name_plural": "indicateurs",
                "ordering": ["action", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reference_annee__isnull", True), ("reference_valeur__isnull", True)),
                            models.Q(("reference_annee__isnull", False), ("reference_valeur__isnull", False)),
                            _connector="OR",
                        ),
                        name="indicateur_reference_datee",
                        violation_error_message="La valeur de référence et son année vont ensemble.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cible_annee__isnull", True), ("cible_valeur__isnull", True)),
                            models.Q(("cible_annee__isnull", False), ("cible_valeur__isnull", False)),
                            _connector="OR",
                        ),
                        name="indicateur_cible_datee",
                        violation_error_message="La cible et son année vont ensemble.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reference_annee__isnull", True),
                            ("reference_annee__range", (1900, 2200)),
                            _connector="OR",
                        ),
                        name="indicateur_reference_annee_possible",
                        violation_error_message="Écrivez une année de quatre chiffres, de 1900 à 2200.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cible_annee__isnull", True),
                            ("cible_annee__range", (1900, 2200)),
                            _connector="OR",
                        ),
                        name="indicateur_cible_annee_possible",
                        violation_error_message="Écrivez une année de quatre chiffres, de 1900 à 2200.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sens__in", ["hausse", "baisse", "maintien"])),
                        name="indicateur_sens_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nom", ""), _negated=True), name="indicateur_nom_non_vide"
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Mesure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mesures",
                        to="actions.indicateur",
                        verbose_name="indicateur",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("valeur", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="valeur")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
            ],
            options={
                "verbose_name": "mesure",
                "verbose_name_plural": "mesures",
                "ordering": ["indicateur", "date", "id"],
                "indexes": [models.Index(fields=["date"], name="mesure_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("date__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="mesure_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date__lte", partenariat.histoire.temps.AujourdHui())),
                        name="mesure_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.UniqueConstraint(
                        fields=("indicateur", "date"),
                        name="mesure_une_par_date",
                        violation_error_message="Cet indicateur a déjà une mesure à cette date : corrigez-la, ou changez la date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Jalon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jalons",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                ("echeance", models.DateField(verbose_name="échéance")),
                (
                    "echeance_initiale",
                    models.DateField(editable=False, verbose_name="échéance prévue au départ"),
                ),
                ("atteint_le", models.DateField(blank=True, null=True, verbose_name="atteint le")),
                (
                    "annule",
                    models.BooleanField(
                        default=False,
                        help_text="N'est plus attendu; compte toujours dans le total.",
                        verbose_name="annulé",
                    ),
                ),
                (
                    "revenu_le",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="revenu le sur ce qui était dit"
                    ),
                ),
                ("poids", models.PositiveSmallIntegerField(default=1, verbose_name="poids")),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("titre"), models.F("titre_en"), poids="BB"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "jalon",
                "verbose_name_plural": "jalons",
                "ordering": ["action", "echeance", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="jalon_recherche"),
                    models.Index(fields=["atteint_le"], name="jalon_atteint_le"),
                    models.Index(fields=["revenu_le"], name="jalon_revenu_le"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("echeance__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            ),
                            models.Q(
                                (
                                    "atteint_le__range",
                                    (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                                )
                            ),
                        ),
                        name="jalon_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("atteint_le__lte", partenariat.histoire.temps.AujourdHui())),
                        name="jalon_atteint_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("poids__gte", 1)),
                        name="jalon_poids_positif",
                        violation_error_message="Le poids d'un jalon est d'au moins 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annule", False), ("atteint_le__isnull", True), _connector="OR"),
                        name="jalon_atteint_ou_annule",
                        violation_error_message="Un jalon atteint ne peut pas être annulé : effacez d'abord sa date d'atteinte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre", ""), _negated=True), name="jalon_titre_non_vide"
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "jalon",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\xa0: la fin de l'action elle-même.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="actions.jalon",
                        verbose_name="jalon",
                    ),
                ),
                ("ancienne_date", models.DateField(verbose_name="ancienne date")),
                ("nouvelle_date", models.DateField(blank=True, null=True, verbose_name="nouvelle date")),
                ("motif", models.TextField(verbose_name="motif")),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-le", "-id"],
                "indexes": [models.Index(fields=["le"], name="report_le")],
                "constraints": [
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
                        name="report_motif_non_vide",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nouvelle_date__isnull", True),
                            models.Q(("nouvelle_date", models.F("ancienne_date")), _negated=True),
                            _connector="OR",
                        ),
                        name="report_date_differente",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nouvelle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nouvelles",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                ("date", models.DateField(default=django.utils.timezone.localdate, verbose_name="date")),
                (
                    "texte",
                    partenariat.donnees.champs.TexteRiche(
                        help_text="Markdown simple\xa0: paragraphes, listes, gras, liens.",
                        verbose_name="texte",
                    ),
                ),
                (
                    "visibilite",
                    models.CharField(
                        choices=[("publique", "Publique"), ("interne", "Interne")],
                        default="interne",
                        max_length=10,
                        verbose_name="visibilité",
                    ),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrit par",
                    ),
                ),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="inscrit le"
                    ),
                ),
                (
                    "unites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="organisations pour qui elle est inscrite",
                    ),
                ),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("texte"), poids="C"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "nouvelle",
                "verbose_name_plural": "nouvelles",
                "ordering": ["-date", "-id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="nouvelle_recherche"),
                    models.Index(fields=["date"], name="nouvelle_date"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("date__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="nouvelle_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cree_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("date__lte", partenariat.histoire.temps.AujourdHui()),
                        ),
                        name="nouvelle_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("texte", ""), _negated=True), name="nouvelle_texte_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visibilite__in", ["publique", "interne"])),
                        name="nouvelle_visibilite_connue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("collaborateur", "Collaborateur"),
                            ("partenaire", "Partenaire"),
                            ("bailleur", "Bailleur de fonds"),
                        ],
                        default="partenaire",
                        max_length=15,
                        verbose_name="rôle",
                    ),
                ),
            ],
            options={
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
                "ordering": ["action", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "organisation"),
                        name="participation_unique",
                        violation_error_message="Cette organisation participe déjà à l'action : retirez une des deux lignes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["collaborateur", "partenaire", "bailleur"])),
                        name="participation_role_connu",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="action",
            name="collaborations",
            field=models.ManyToManyField(
                related_name="actions_partagees",
                through="actions.Participation",
                to="partenariat.organisation",
                verbose_name="participations",
            ),
        ),
        migrations.CreateModel(
            name="Histoire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titre", models.CharField(max_length=120, verbose_name="titre")),
                (
                    "texte",
                    models.CharField(
                        blank=True,
                        help_text="900 caractères au plus; une ligne vide sépare deux paragraphes.",
                        max_length=900,
                        verbose_name="texte",
                    ),
                ),
                (
                    "citation",
                    models.CharField(
                        blank=True,
                        help_text="Les mots de la personne, tels quels, sans guillemets; publiée, elle ne change plus.",
                        max_length=300,
                        verbose_name="citation",
                    ),
                ),
                (
                    "citation_de",
                    models.CharField(blank=True, max_length=120, verbose_name="nom de la personne citée"),
                ),
                (
                    "citation_qualite",
                    models.CharField(
                        blank=True,
                        help_text="Ce qu'elle fait, et où\xa0: une ligne.",
                        max_length=160,
                        verbose_name="fonction",
                    ),
                ),
                (
                    "accord_le",
                    models.DateField(
                        blank=True,
                        help_text="Jour où la personne citée, ou qu'on reconnaît sur l'image, a consenti à être lue et vue ici.",
                        null=True,
                        verbose_name="accord donné le",
                    ),
                ),
                (
                    "accord_donne",
                    models.CharField(
                        blank=True,
                        help_text="Jamais public\xa0: «\xa0formulaire signé\xa0», «\xa0courriel du 3 mai\xa0»… Le site dit seulement «\xa0avec son accord\xa0».",
                        max_length=300,
                        verbose_name="comment l'accord a été donné",
                    ),
                ),
                ("a_la_une", models.BooleanField(default=False, editable=False, verbose_name="à la une")),
                (
                    "publiee_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publiée le"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="histoires",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "auteur",
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
                    "publiee_par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publiée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "histoire",
                "verbose_name_plural": "histoires",
                "ordering": ["-publiee_le", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accord_le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="histoire_date_possible",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accord_le__lte", partenariat.histoire.temps.AujourdHui()),
                            ("publiee_le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="histoire_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre__regex", "\\S")),
                        name="histoire_titre_non_vide",
                        violation_error_message="Une histoire a un titre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publiee_le__isnull", True), ("texte__regex", "\\S"), _connector="OR"
                        ),
                        name="histoire_publiee_ecrite",
                        violation_error_message="Une histoire publiée a un texte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("citation__regex", "\\S"), _negated=True),
                            ("citation_de__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="histoire_citation_nommee",
                        violation_error_message="Une citation a un nom\xa0: celui de la personne citée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("citation__regex", "\\S"),
                            models.Q(("citation_de", ""), ("citation_qualite", "")),
                            _connector="OR",
                        ),
                        name="histoire_nom_d_une_citation",
                        violation_error_message="Un nom et une fonction sont ceux d'une personne citée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("citation__regex", "\\S"), _negated=True),
                            ("accord_le__isnull", False),
                            _connector="OR",
                        ),
                        name="histoire_citation_consentie",
                        violation_error_message="Une citation a l'accord de la personne citée\xa0: écrivez-en le jour.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accord_le__isnull", True), ("accord_donne__regex", "\\S"), _connector="OR"
                        ),
                        name="histoire_accord_entier",
                        violation_error_message="Un accord dit comment il a été donné.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("a_la_une", False), ("publiee_le__isnull", False), _connector="OR"
                        ),
                        name="histoire_a_la_une_publiee",
                        violation_error_message="Une histoire à la une est publiée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccordRetire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "histoire",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accord_retire",
                        to="actions.histoire",
                        verbose_name="histoire",
                    ),
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
                        verbose_name="noté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "accord retiré",
                "verbose_name_plural": "accords retirés",
                "ordering": ["-le", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="accordretire_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fichier",
                    models.FileField(
                        editable=False,
                        max_length=120,
                        upload_to=partenariat.donnees.depots.chemin_au_hasard,
                        verbose_name="fichier",
                    ),
                ),
                (
                    "nom_fichier",
                    models.CharField(editable=False, max_length=100, verbose_name="nom du fichier"),
                ),
                (
                    "empreinte",
                    models.CharField(
                        db_index=True,
                        editable=False,
                        max_length=64,
                        verbose_name="empreinte du fichier (SHA-256)",
                    ),
                ),
                (
                    "largeur",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="largeur (pixels)"),
                ),
                (
                    "hauteur",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="hauteur (pixels)"),
                ),
                (
                    "texte",
                    models.CharField(
                        help_text="Ce que l'image montre, pour qui ne la voit pas\xa0: une phrase.",
                        max_length=300,
                        verbose_name="texte de remplacement",
                    ),
                ),
                (
                    "texte_en",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="texte de remplacement en anglais"
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Qui a fait l'image, et à quel titre le site la montre; un logo peut s'en passer.",
                        max_length=200,
                        verbose_name="crédit",
                    ),
                ),
                (
                    "montree",
                    models.BooleanField(
                        default=True,
                        help_text="Une seule à la fois est montrée à un endroit; décochée, elle quitte le site.",
                        verbose_name="montrée",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="actions.action",
                        verbose_name="image de l'action",
                    ),
                ),
                (
                    "axe",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="actions.axe",
                        verbose_name="image de l'axe",
                    ),
                ),
                (
                    "histoire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="actions.histoire",
                        verbose_name="image de l'histoire",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="partenariat.organisation",
                        verbose_name="logo de l'organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action__isnull", True),
                                ("axe__isnull", True),
                                ("histoire__isnull", True),
                                ("organisation__isnull", False),
                            ),
                            models.Q(
                                ("action__isnull", True),
                                ("axe__isnull", False),
                                ("histoire__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("action__isnull", False),
                                ("axe__isnull", True),
                                ("histoire__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("action__isnull", True),
                                ("axe__isnull", True),
                                ("histoire__isnull", False),
                                ("organisation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="image_d_un_seul_sujet",
                        violation_error_message="Une image est celle d'une organisation, d'un axe, d'une action ou d'une histoire\xa0: choisissez-en un, et un seul.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("montree", True),
                            models.Q(("nom_fichier__startswith", "[retiré du site le "), _negated=True),
                        ),
                        fields=("organisation",),
                        name="image_une_par_organisation",
                        violation_error_message="Une image se montre déjà à cet endroit\xa0: décochez d'abord «\xa0montrée\xa0» sur celle-là.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("montree", True),
                            models.Q(("nom_fichier__startswith", "[retiré du site le "), _negated=True),
                        ),
                        fields=("axe",),
                        name="image_une_par_axe",
                        violation_error_message="Une image se montre déjà à cet endroit\xa0: décochez d'abord «\xa0montrée\xa0» sur celle-là.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("montree", True),
                            models.Q(("nom_fichier__startswith", "[retiré du site le "), _negated=True),
                        ),
                        fields=("action",),
                        name="image_une_par_action",
                        violation_error_message="Une image se montre déjà à cet endroit\xa0: décochez d'abord «\xa0montrée\xa0» sur celle-là.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("montree", True),
                            models.Q(("nom_fichier__startswith", "[retiré du site le "), _negated=True),
                        ),
                        fields=("histoire",),
                        name="image_une_par_histoire",
                        violation_error_message="Une image se montre déjà à cet endroit\xa0: décochez d'abord «\xa0montrée\xa0» sur celle-là.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("texte__regex", "\\S")),
                        name="image_texte_non_vide",
                        violation_error_message="Une image a un texte de remplacement.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False), ("credit__regex", "\\S"), _connector="OR"
                        ),
                        name="image_credit_ecrit",
                        violation_error_message="L'image d'un axe, d'une action ou d'une histoire a un crédit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("empreinte__regex", "^[0-9a-f]{64}$"),
                            ("hauteur__range", (24, 960)),
                            ("largeur__range", (24, 960)),
                            models.Q(("fichier", ""), _negated=True),
                            models.Q(("nom_fichier", ""), _negated=True),
                        ),
                        name="image_fichier_empreint",
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("report", "Date déplacée"),
                            ("jalon", "État d'un jalon"),
                            ("mesure", "Mesure"),
                            ("statut", "Statut"),
                            ("confiance", "Confiance"),
                            ("motif", "Mots d'un motif"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "evenement",
                    models.BigIntegerField(
                        help_text="Sa clé dans l'historique de ce qui est corrigé.",
                        verbose_name="événement annulé",
                    ),
                ),
                (
                    "dernier",
                    models.BigIntegerField(
                        editable=False, null=True, verbose_name="dernier événement annulé"
                    ),
                ),
                ("fait_le", models.DateTimeField(verbose_name="inscrit par erreur le")),
                (
                    "raison",
                    models.CharField(
                        help_text="Interne\xa0: pour l'historique.", max_length=200, verbose_name="raison"
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "fait_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrit par erreur par",
                    ),
                ),
                (
                    "indicateur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.indicateur",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "jalon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.jalon",
                        verbose_name="jalon",
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-le", "-id"],
                "indexes": [
                    models.Index(fields=["le"], name="correction_le"),
                    models.Index(fields=["action", "nature"], name="correction_action_nature"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("raison__regex", "\\S")), name="correction_raison_ecrite"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nature__in", ["report", "jalon", "mesure", "statut", "confiance", "motif"])
                        ),
                        name="correction_nature_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("indicateur", None),
                                ("jalon", None),
                                ("nature__in", ("statut", "confiance")),
                                ("report", None),
                            ),
                            models.Q(("indicateur", None), ("nature", "report"), ("report__isnull", False)),
                            models.Q(("indicateur", None), ("nature", "motif")),
                            models.Q(
                                ("indicateur", None),
                                ("jalon__isnull", False),
                                ("nature", "jalon"),
                                ("report", None),
                            ),
                            models.Q(
                                ("indicateur__isnull", False),
                                ("jalon", None),
                                ("nature", "mesure"),
                                ("report", None),
                            ),
                            _connector="OR",
                        ),
                        name="correction_objet",
                    ),
                ],
            },
        ),
    ]
