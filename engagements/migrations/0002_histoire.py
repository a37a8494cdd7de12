import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import partenariat.donnees.depots
import partenariat.donnees.empreintes
import partenariat.donnees.recherche
import partenariat.histoire.evenements


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0001_promesses"),
        ("partenariat", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="EngagementEvent",
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
                        to="engagements.engagement",
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
                    "partie",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="L'organisation qui promet.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.organisation",
                        verbose_name="partie engagée",
                    ),
                ),
                (
                    "envers",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="L'organisation à qui c'est promis; elle signe aussi.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.organisation",
                        verbose_name="envers",
                    ),
                ),
                ("titre", models.CharField(max_length=250, verbose_name="titre")),
                ("titre_en", models.CharField(blank=True, max_length=250, verbose_name="titre en anglais")),
                (
                    "texte",
                    models.TextField(
                        help_text="Le texte exact que les deux parties signent.", verbose_name="texte"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("financement", "Financement"),
                            ("expertise", "Expertise"),
                            ("local", "Local"),
                            ("achat", "Achat"),
                            ("promotion", "Promotion"),
                            ("gouvernance", "Gouvernance"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("echeance", models.DateField(blank=True, null=True, verbose_name="échéance")),
                (
                    "montant",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="montant ($)"
                    ),
                ),
                (
                    "conditionnel",
                    models.BooleanField(
                        default=False,
                        help_text="Ne vaut que si sa condition est remplie.",
                        verbose_name="conditionnel",
                    ),
                ),
                ("condition", models.TextField(blank=True, verbose_name="condition")),
                (
                    "provenance",
                    models.CharField(blank=True, max_length=30, verbose_name="provenance des données"),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("propose", "Proposé"),
                            ("signe", "Signé"),
                            ("en_cours", "En cours"),
                            ("tenu", "Tenu"),
                            ("tenu_en_partie", "Tenu en partie"),
                            ("non_tenu", "Non tenu"),
                            ("retire", "Retiré"),
                        ],
                        default="propose",
                        editable=False,
                        max_length=15,
                        verbose_name="état",
                    ),
                ),
                ("motif", models.TextField(blank=True, editable=False, verbose_name="motif de l'état")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Numéro de la décision qui a retiré l'engagement.",
                        max_length=40,
                        verbose_name="décision du comité",
                    ),
                ),
                (
                    "sans_decision",
                    models.TextField(
                        blank=True, editable=False, verbose_name="retiré sans décision du comité"
                    ),
                ),
                (
                    "decision_inconnue",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Retiré d'après un fichier de plan qui ne nomme pas de décision.",
                        verbose_name="sans décision consignée",
                    ),
                ),
                (
                    "remplace",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="remplace l'engagement",
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("brouillon", "Brouillon"),
                            ("aux_parties", "Soumis aux parties"),
                            ("publiee", "Publié"),
                            ("archivee", "Archivé"),
                        ],
                        default="brouillon",
                        editable=False,
                        max_length=12,
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
                        verbose_name="rédigé par",
                    ),
                ),
                (
                    "propose_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposé par",
                    ),
                ),
                (
                    "propose_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="proposé le"),
                ),
                (
                    "publie_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publié le"),
                ),
                (
                    "publie_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publié par",
                    ),
                ),
                ("note_retour", models.TextField(blank=True, editable=False, verbose_name="note de retour")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "nb_preuves",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="preuves"),
                ),
                (
                    "nb_preuves_verifiees",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="preuves vérifiées"),
                ),
                (
                    "declare_le",
                    models.DateTimeField(editable=False, null=True, verbose_name="dernière déclaration"),
                ),
                (
                    "dernier_mot",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("avance", "Avancé"),
                            ("rien_a_signaler", "Rien à signaler"),
                            ("impossible_a_evaluer", "Impossible à évaluer"),
                            ("tenu", "Tenu"),
                        ],
                        editable=False,
                        max_length=22,
                        verbose_name="genre de la dernière déclaration",
                    ),
                ),
                (
                    "dernier_mot_conteste",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="dernière déclaration contestée"
                    ),
                ),
                (
                    "dernier_mot_attend",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="dernière déclaration à vérifier"
                    ),
                ),
                (
                    "preuve",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(nb_preuves_verifiees__gt=0, then=models.Value("verifiee")),
                            models.When(nb_preuves__gt=0, then=models.Value("deposee")),
                            default=models.Value("sans"),
                            output_field=models.CharField(),
                        ),
                        output_field=models.CharField(),
                        verbose_name="preuve",
                    ),
                ),
                (
                    "conteste",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                etat__in=("signe", "en_cours"), then=models.F("dernier_mot_conteste")
                            ),
                            default=models.Value(False),
                            output_field=models.BooleanField(),
                        ),
                        output_field=models.BooleanField(),
                        verbose_name="contesté",
                    ),
                ),
                (
                    "a_verifier",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(etat__in=("signe", "en_cours"), then=models.F("dernier_mot_attend")),
                            default=models.Value(False),
                            output_field=models.BooleanField(),
                        ),
                        output_field=models.BooleanField(),
                        verbose_name="déclaration à vérifier",
                    ),
                ),
                (
                    "texte_fige",
                    models.TextField(blank=True, editable=False, verbose_name="texte proposé aux signatures"),
                ),
                (
                    "empreinte",
                    models.GeneratedField(
                        db_persist=True,
                        expression=partenariat.donnees.empreintes.EmpreinteTexte(models.F("texte_fige")),
                        output_field=models.CharField(max_length=64),
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
                            models.F("texte"),
                            models.F("condition"),
                            models.F("motif"),
                            models.F("sans_decision"),
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
                        name="engagement_duree",
                    ),
                    models.Index(
                        fields=["plan", "publication", "cle_code"], name="engagements_plan_id_5a6cda_idx"
                    ),
                    models.Index(fields=["plan", "code"], name="engagements_plan_id_068fd6_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_engagementevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreuveEvent",
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
                        to="engagements.preuve",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.declaration",
                        verbose_name="déclaration appuyée",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("rapport", "Rapport ou bilan"),
                            ("entente", "Entente ou contrat"),
                            ("donnees", "Données"),
                            ("photo", "Photo"),
                            ("communication", "Communiqué ou page Web"),
                            ("autre", "Autre document"),
                        ],
                        max_length=15,
                        verbose_name="type",
                    ),
                ),
                ("titre", models.CharField(max_length=200, verbose_name="titre")),
                ("date", models.DateField(blank=True, null=True, verbose_name="date du document")),
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
                (
                    "corrige",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.preuve",
                        verbose_name="corrige la preuve",
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
                        name="preuve_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_6567b0_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_preuveevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclarationEvent",
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
                        to="engagements.declaration",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("avance", "Avancé"),
                            ("rien_a_signaler", "Rien à signaler"),
                            ("impossible_a_evaluer", "Impossible à évaluer"),
                            ("tenu", "Tenu"),
                        ],
                        max_length=22,
                        verbose_name="déclaration",
                    ),
                ),
                ("texte", models.TextField(blank=True, verbose_name="texte")),
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
                        name="declaration_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_7df616_idx"),
                    models.Index(fields=["engagement", "le"], name="engagements_engagem_cd6e88_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_declarationevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerificationEvent",
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
                        to="engagements.verification",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "declaration",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.declaration",
                        verbose_name="déclaration",
                    ),
                ),
                (
                    "preuve",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.preuve",
                        verbose_name="preuve",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirmee", "Confirmée"), ("contestee", "Contestée")],
                        max_length=10,
                        verbose_name="vérification",
                    ),
                ),
                ("texte", models.TextField(blank=True, verbose_name="texte")),
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
                        name="verification_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_b78858_idx"),
                    models.Index(
                        fields=["declaration", "organisation"], name="engagements_declara_538721_idx"
                    ),
                    models.Index(fields=["preuve", "organisation"], name="engagements_preuve__ba0643_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_verificationevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReponseEvent",
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
                        to="engagements.reponse",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "verification",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.verification",
                        verbose_name="vérification",
                    ),
                ),
                ("texte", models.TextField(verbose_name="texte")),
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
                        name="reponse_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_7a9fde_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_reponseevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LienSigneEvent",
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
                        to="engagements.liensigne",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "destinataire",
                    models.CharField(
                        help_text="La fonction de la personne qui le reçoit, par exemple «\xa0Direction générale\xa0».",
                        max_length=150,
                        verbose_name="destinataire",
                    ),
                ),
                (
                    "envoye_a",
                    models.EmailField(
                        blank=True,
                        editable=False,
                        help_text="Le courriel public de l'organisation; vide quand le lien a été remis à l'écran.",
                        max_length=254,
                        verbose_name="envoyé à",
                    ),
                ),
                (
                    "courriel_par",
                    models.BigIntegerField(
                        blank=True, editable=False, null=True, verbose_name="compte qui a inscrit ce courriel"
                    ),
                ),
                (
                    "cree_par",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="créé le"
                    ),
                ),
                ("expire_le", models.DateTimeField(verbose_name="expire le")),
                (
                    "revoque_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="révoqué le"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="liensigne_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_liensigneevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsageLienEvent",
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
                        to="engagements.usagelien",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "lien",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.liensigne",
                        verbose_name="lien signé",
                    ),
                ),
                ("geste", models.CharField(max_length=120, verbose_name="geste")),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="usagelien_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_usagelienevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PassageEvent",
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
                        to="engagements.passage",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "de",
                    models.CharField(
                        choices=[
                            ("propose", "Proposé"),
                            ("signe", "Signé"),
                            ("en_cours", "En cours"),
                            ("tenu", "Tenu"),
                            ("tenu_en_partie", "Tenu en partie"),
                            ("non_tenu", "Non tenu"),
                            ("retire", "Retiré"),
                        ],
                        max_length=15,
                        verbose_name="de",
                    ),
                ),
                (
                    "vers",
                    models.CharField(
                        choices=[
                            ("propose", "Proposé"),
                            ("signe", "Signé"),
                            ("en_cours", "En cours"),
                            ("tenu", "Tenu"),
                            ("tenu_en_partie", "Tenu en partie"),
                            ("non_tenu", "Non tenu"),
                            ("retire", "Retiré"),
                        ],
                        max_length=15,
                        verbose_name="vers",
                    ),
                ),
                ("motif", models.TextField(blank=True, verbose_name="motif")),
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
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("motif"), poids="C"
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
                        name="passage_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_276977_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_passageevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
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
                        to="engagements.signature",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                ("nom", models.CharField(blank=True, max_length=150, verbose_name="nom")),
                ("fonction", models.CharField(max_length=150, verbose_name="fonction")),
                (
                    "empreinte",
                    models.CharField(max_length=64, verbose_name="empreinte du texte signé (SHA-256)"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="signature_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_9c0eb7_idx"),
                    models.Index(
                        fields=["engagement", "organisation"], name="engagements_engagem_7caf4e_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_signatureevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusEvent",
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
                        to="engagements.refus",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                    "engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                ("motif", models.TextField(verbose_name="motif")),
                (
                    "empreinte",
                    models.CharField(max_length=64, verbose_name="empreinte du texte refusé (SHA-256)"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="refus_duree",
                    ),
                    models.Index(fields=["le"], name="engagements_le_c0a9eb_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_refusevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EngagementAction",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("engagements.engagement_actions",),
        ),
        migrations.CreateModel(
            name="EngagementActionEvent",
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
                        to="engagements.engagementaction",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                        name="engagementaction_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_engagementactionevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EngagementContrepartie",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("engagements.engagement_contreparties",),
        ),
        migrations.CreateModel(
            name="EngagementContrepartieEvent",
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
                        to="engagements.engagementcontrepartie",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "from_engagement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_tablespace="",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "to_engagement",
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
                        name="engagementcontrepartie_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="engagements_engagementcontrepartieevent_courant",
                    )
                ],
            },
        ),
    ]
