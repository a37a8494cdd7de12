import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import partenariat.donnees.champs
import partenariat.donnees.recherche
import partenariat.histoire.evenements


class Migration(migrations.Migration):
    dependencies = [
        ("comite", "0001_seances"),
        ("partenariat", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BilanEvent",
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
                        to="comite.bilan",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="bilan_duree",
                    ),
                    models.Index(fields=["plan", "annee"], name="comite_bila_plan_id_3af5f2_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_bilanevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BilanAxeEvent",
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
                        to="comite.bilanaxe",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "bilan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.bilan",
                        verbose_name="bilan",
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
                    "recit",
                    partenariat.donnees.champs.TexteRiche(
                        help_text="Markdown simple\xa0: paragraphes, listes, gras, liens.",
                        verbose_name="récit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="bilanaxe_duree",
                    ),
                    models.Index(fields=["bilan", "axe"], name="comite_bila_bilan_i_062e93_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_bilanaxeevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MembreEvent",
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
                        to="comite.membre",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="membre_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_membreevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeanceEvent",
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
                        to="comite.seance",
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
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="seance_duree",
                    ),
                    models.Index(fields=["plan", "numero"], name="comite_sean_plan_id_5b7548_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_seanceevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PresenceEvent",
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
                        to="comite.presence",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "seance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "membre",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.membre",
                        verbose_name="membre",
                    ),
                ),
                ("present", models.BooleanField(default=True, verbose_name="présence")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="presence_duree",
                    ),
                    models.Index(fields=["seance", "membre"], name="comite_pres_seance__1ad800_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_presenceevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PointEvent",
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
                        to="comite.point",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "seance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "approuve",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="La séance antérieure dont ce point approuve le procès-verbal.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="point_duree",
                    ),
                    models.Index(fields=["seance", "rang"], name="comite_poin_seance__32d87b_idx"),
                    models.Index(fields=["seance", "action"], name="comite_poin_seance__e2e7ba_idx"),
                    models.Index(fields=["seance", "engagement"], name="comite_poin_seance__2fb45f_idx"),
                    models.Index(fields=["seance", "approuve"], name="comite_poin_seance__15ea2e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_pointevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EffetEvent",
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
                        to="comite.effet",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action visée par l'effet",
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
                        verbose_name="jalon visé par l'effet",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="effet_duree",
                    ),
                    models.Index(
                        fields=["decision", "nature", "action", "jalon", "engagement"],
                        name="comite_effe_decisio_78a95a_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_effetevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionEvent",
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
                        to="comite.decision",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "seance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="decision_duree",
                    ),
                    models.Index(fields=["seance", "numero"], name="comite_deci_seance__6db842_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_decisionevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuiteEvent",
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
                        to="comite.suite",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "seance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.decision",
                        verbose_name="décision",
                    ),
                ),
                ("libelle", models.CharField(max_length=300, verbose_name="libellé")),
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="suite_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_suiteevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeplacementEvent",
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
                        to="comite.deplacement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "seance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                ("le", models.DateField(verbose_name="le")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="deplacement_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_deplacementevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierEvent",
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
                        to="comite.dossier",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "seance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.seance",
                        verbose_name="séance",
                    ),
                ),
                ("rang", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                ("arret", models.DateTimeField(verbose_name="arrêt des données")),
                ("donnees", models.TextField(help_text="JSON, tel que figé.", verbose_name="données")),
                ("empreinte_donnees", models.CharField(max_length=64, verbose_name="empreinte des données")),
                ("empreinte", models.CharField(max_length=64, verbose_name="empreinte du document")),
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
                        verbose_name="préparé par",
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="préparé le")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="dossier_duree",
                    ),
                    models.Index(fields=["seance", "rang"], name="comite_doss_seance__6fcc41_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_dossierevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreferenceEvent",
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
                        to="comite.preference",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "utilisateur",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="preference_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_preferenceevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RappelEvent",
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
                        to="comite.rappel",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("cle", models.CharField(editable=False, max_length=64, verbose_name="clé")),
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="rappel_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_rappelevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RondeEvent",
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
                        to="comite.ronde",
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
                    "seance",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="La séance que cette ronde prépare.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="ronde_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_rondeevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandeEvent",
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
                        to="comite.demande",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "ronde",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.ronde",
                        verbose_name="ronde",
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
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
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="demande_duree",
                    ),
                    models.Index(fields=["ronde", "action"], name="comite_dema_ronde_i_601970_idx"),
                    models.Index(fields=["ronde", "engagement"], name="comite_dema_ronde_i_f5b6ca_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_demandeevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionAction",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("comite.decision_actions",),
        ),
        migrations.CreateModel(
            name="DecisionActionEvent",
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
                        to="comite.decisionaction",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.decision",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="decisionaction_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_decisionactionevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionEngagement",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("comite.decision_engagements",),
        ),
        migrations.CreateModel(
            name="DecisionEngagementEvent",
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
                        to="comite.decisionengagement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.decision",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="decisionengagement_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_decisionengagementevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReponseDeSuiteEvent",
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.liensigne",
                        verbose_name="par lien signé",
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
                    "par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inscrit par",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="comite.reponsedesuite",
                    ),
                ),
                (
                    "suite",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="comite.suite",
                        verbose_name="suite",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="reponsedesuite_duree",
                    ),
                    models.Index(fields=["le"], name="comite_repo_le_c71030_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="comite_reponsedesuiteevent_courant",
                    )
                ],
            },
        ),
    ]
