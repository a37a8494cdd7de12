import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import partenariat.donnees.champs
import partenariat.donnees.depots
import partenariat.donnees.recherche
import partenariat.histoire.evenements
import partenariat.histoire.temps


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_plan"),
        ("partenariat", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.plan",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="adresse courte")),
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="plan_duree",
                    ),
                    models.Index(fields=["actif"], name="actions_pla_actif_0dc2c6_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_planevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartiePrenanteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.partieprenante",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="partieprenante_duree",
                    ),
                    models.Index(fields=["plan", "identifiant"], name="actions_par_plan_id_2c16cf_idx"),
                    models.Index(fields=["plan", "organisation"], name="actions_par_plan_id_721f2e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_partieprenanteevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectifEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.objectif",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="objectif_duree",
                    ),
                    models.Index(fields=["plan", "code"], name="actions_obj_plan_id_9a7a42_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_objectifevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AxeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.axe",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="axe_duree",
                    ),
                    models.Index(fields=["plan", "numero"], name="actions_axe_plan_id_719614_idx"),
                    models.Index(fields=["plan", "code"], name="actions_axe_plan_id_0bfddf_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_axeevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoletEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.volet",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "axe",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="volet_duree",
                    ),
                    models.Index(fields=["axe", "code"], name="actions_vol_axe_id_a61d76_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_voletevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DomaineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.domaine",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.plan",
                        verbose_name="plan",
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="adresse courte")),
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="domaine_duree",
                    ),
                    models.Index(fields=["plan", "slug"], name="actions_dom_plan_id_f3b1bc_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_domaineevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.source",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="source_duree",
                    ),
                    models.Index(fields=["plan", "code"], name="actions_sou_plan_id_79919e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_sourceevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RepereEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.repere",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="repere_duree",
                    ),
                    models.Index(fields=["plan", "rang"], name="actions_rep_plan_id_dd3f51_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_repereevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.action",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.axe",
                        verbose_name="axe",
                    ),
                ),
                (
                    "volet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrite par",
                    ),
                ),
                (
                    "soumise_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="action_duree",
                    ),
                    models.Index(
                        fields=["plan", "publication", "cle_code"], name="actions_act_plan_id_1ee3c6_idx"
                    ),
                    models.Index(
                        fields=["plan", "prochaine_echeance"], name="actions_act_plan_id_1e5ef2_idx"
                    ),
                    models.Index(fields=["plan", "maj_le"], name="actions_act_plan_id_bb0aca_idx"),
                    models.Index(fields=["plan", "change_le"], name="actions_act_plan_id_20e6b6_idx"),
                    models.Index(fields=["plan", "code"], name="actions_act_plan_id_c08f23_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_actionevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.document",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="document_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_documentevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicateurEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.indicateur",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="indicateur_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_indicateurevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MesureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.mesure",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "indicateur",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.indicateur",
                        verbose_name="indicateur",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("valeur", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="valeur")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="mesure_duree",
                    ),
                    models.Index(fields=["date"], name="actions_mes_date_760a43_idx"),
                    models.Index(fields=["indicateur", "date"], name="actions_mes_indicat_3e1d70_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_mesureevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JalonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.jalon",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="jalon_duree",
                    ),
                    models.Index(fields=["atteint_le"], name="actions_jal_atteint_ce64ae_idx"),
                    models.Index(fields=["revenu_le"], name="actions_jal_revenu__c08107_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_jalonevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.report",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "jalon",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Vide\xa0: la fin de l'action elle-même.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="report_duree",
                    ),
                    models.Index(fields=["le"], name="actions_rep_le_80694e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_reportevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NouvelleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.nouvelle",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="nouvelle_duree",
                    ),
                    models.Index(fields=["date"], name="actions_nou_date_436b83_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_nouvelleevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParticipationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.participation",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="participation_duree",
                    ),
                    models.Index(fields=["action", "organisation"], name="actions_par_action__7435c3_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_participationevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionObjectif",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("actions.action_objectifs",),
        ),
        migrations.CreateModel(
            name="ActionObjectifEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.actionobjectif",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                    ),
                ),
                (
                    "objectif",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.objectif",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="actionobjectif_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_actionobjectifevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionDomaine",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("actions.action_domaines",),
        ),
        migrations.CreateModel(
            name="ActionDomaineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.actiondomaine",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                    ),
                ),
                (
                    "domaine",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.domaine",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="actiondomaine_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_actiondomaineevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionArrondissement",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("actions.action_arrondissements",),
        ),
        migrations.CreateModel(
            name="ActionArrondissementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.actionarrondissement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="actionarrondissement_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_actionarrondissementevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionSource",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("actions.action_sources",),
        ),
        migrations.CreateModel(
            name="ActionSourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.actionsource",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="actionsource_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_actionsourceevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoireEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrite par",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.histoire",
                    ),
                ),
                (
                    "publiee_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publiée par",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="histoire_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_histoireevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccordRetireEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "histoire",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.histoire",
                        verbose_name="histoire",
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.accordretire",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="accordretire_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_accordretireevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                        editable=False, max_length=64, verbose_name="empreinte du fichier (SHA-256)"
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="image de l'action",
                    ),
                ),
                (
                    "axe",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.axe",
                        verbose_name="image de l'axe",
                    ),
                ),
                (
                    "histoire",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.histoire",
                        verbose_name="image de l'histoire",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.organisation",
                        verbose_name="logo de l'organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.image",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="image_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_imageevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("remplace_le", models.DateTimeField(editable=False, null=True, verbose_name="remplacé le")),
                (
                    "mots_retires",
                    models.JSONField(editable=False, null=True, verbose_name="ce qui en est retiré"),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "fait_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrit par erreur par",
                    ),
                ),
                (
                    "indicateur",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.indicateur",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "jalon",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.jalon",
                        verbose_name="jalon",
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="actions.correction",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="correction_duree",
                    ),
                    models.Index(fields=["le"], name="actions_cor_le_be6ac2_idx"),
                    models.Index(fields=["action", "nature"], name="actions_cor_action__a32ebf_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="actions_correctionevent_courant",
                    )
                ],
            },
        ),
    ]
