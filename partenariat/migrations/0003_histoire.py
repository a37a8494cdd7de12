import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import partenariat.donnees.champs
import partenariat.donnees.recherche
import partenariat.donnees.synonymes
import partenariat.histoire.evenements


class Migration(migrations.Migration):
    dependencies = [
        ("partenariat", "0002_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationEvent",
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
                        to="partenariat.organisation",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("nom", models.CharField(max_length=250, verbose_name="nom")),
                ("nom_en", models.CharField(blank=True, max_length=250, verbose_name="nom en anglais")),
                ("sigle", models.CharField(blank=True, max_length=30, verbose_name="sigle")),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="adresse courte")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("service_central", "Service central"),
                            ("arrondissement", "Arrondissement"),
                            ("paramunicipal", "Organisme paramunicipal"),
                            ("organisme", "Organisme"),
                            ("reseau", "Réseau"),
                            ("fonds", "Fonds"),
                            ("etablissement", "Établissement"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "partie",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                nature__in=("service_central", "arrondissement", "paramunicipal"),
                                then=models.Value("ville"),
                            ),
                            default=models.Value("economie_sociale"),
                        ),
                        output_field=models.CharField(
                            choices=[("ville", "Ville"), ("economie_sociale", "Économie sociale")],
                            max_length=20,
                        ),
                        verbose_name="partie",
                    ),
                ),
                (
                    "activite",
                    models.CharField(blank=True, max_length=120, verbose_name="type d'organisation"),
                ),
                (
                    "code_officiel",
                    models.CharField(
                        blank=True,
                        help_text="Arrondissements\xa0: code REM du MAMH.",
                        max_length=12,
                        verbose_name="code officiel",
                    ),
                ),
                ("depuis", models.DateField(blank=True, null=True, verbose_name="depuis")),
                ("jusqu_a", models.DateField(blank=True, null=True, verbose_name="jusqu'à")),
                (
                    "successeur",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.organisation",
                        verbose_name="successeur",
                    ),
                ),
                ("site", models.URLField(blank=True, verbose_name="site Web")),
                (
                    "courriel_public",
                    models.EmailField(blank=True, max_length=254, verbose_name="courriel public"),
                ),
                (
                    "courriel_par",
                    models.BigIntegerField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="compte qui a inscrit le courriel public",
                    ),
                ),
                (
                    "cle_tri",
                    models.GeneratedField(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.SansAccents(models.F("nom")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "recherche",
                    partenariat.donnees.recherche.ChampRecherche(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.TexteCherchable(
                            models.F("nom"), models.F("sigle"), models.F("nom_en"), poids="AAA"
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
                        name="organisation_duree",
                    ),
                    models.Index(fields=["code_officiel"], name="partenariat_code_of_03d1cd_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_organisationevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UtilisateurEvent",
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
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
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
                ("fonction", models.CharField(blank=True, max_length=150, verbose_name="fonction")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="utilisateur_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_utilisateurevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetraitEvent",
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
                        to="partenariat.retrait",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("relation", models.CharField(editable=False, max_length=63, verbose_name="table")),
                ("cle", models.BigIntegerField(editable=False, verbose_name="clé")),
                ("champ", models.CharField(blank=True, editable=False, max_length=63, verbose_name="champ")),
                (
                    "formulation",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="empreinte de la formulation retirée",
                    ),
                ),
                (
                    "quoi",
                    models.CharField(
                        help_text="Public\xa0: nommez ce qui est retiré sans en répéter les mots.",
                        max_length=200,
                        verbose_name="ce qui est retiré",
                    ),
                ),
                ("page", models.CharField(editable=False, max_length=63, verbose_name="table de sa page")),
                ("page_cle", models.BigIntegerField(editable=False, verbose_name="clé de sa page")),
                (
                    "avec",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.retrait",
                        verbose_name="retiré avec",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("publie_par_erreur", "Publié par erreur"),
                            ("renseignement_personnel", "Renseignement personnel"),
                        ],
                        max_length=30,
                        verbose_name="cause",
                    ),
                ),
                (
                    "motif",
                    models.TextField(
                        help_text="Public\xa0: dites pourquoi, sans répéter ce qui est retiré.",
                        verbose_name="motif",
                    ),
                ),
                (
                    "motif_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="motif remplacé par",
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[("demande", "Demandé"), ("confirme", "Confirmé"), ("refuse", "Refusé")],
                        default="demande",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "demande_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandé par",
                    ),
                ),
                (
                    "demande_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="demandé le"
                    ),
                ),
                (
                    "decide_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmé ou refusé par",
                    ),
                ),
                (
                    "decide_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="confirmé ou refusé le"
                    ),
                ),
                (
                    "dit",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="ce qui se lit à la place"
                    ),
                ),
                (
                    "empreintes",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="empreintes (SHA-256)"
                    ),
                ),
                ("public", models.BooleanField(default=False, editable=False, verbose_name="lu du public")),
                (
                    "caviarde_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="caviardé le"),
                ),
                (
                    "compacte_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="tables réécrites le"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="retrait_duree",
                    ),
                    models.Index(
                        fields=["relation", "cle", "champ", "formulation"],
                        name="partenariat_relatio_357d70_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_retraitevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SynonymeEvent",
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
                    "expressions",
                    models.CharField(
                        help_text="Une par ligne. Qui cherche l'une trouve aussi ce qui est écrit avec une autre; les accents, les majuscules et le pluriel ne comptent pas.",
                        max_length=1000,
                        verbose_name="expressions",
                    ),
                ),
                (
                    "cles",
                    models.GeneratedField(
                        db_persist=True,
                        expression=partenariat.donnees.recherche.Cles(models.F("expressions")),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                        verbose_name="clés",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="partenariat.synonyme",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="synonyme_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_synonymeevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TexteDuSiteEvent",
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
                    "cle",
                    models.CharField(
                        choices=[
                            ("accessibilite", "Accessibilité"),
                            ("confidentialite", "Renseignements personnels"),
                            ("temoins", "Témoins de connexion"),
                            ("licence", "Licence des données"),
                            ("demande_acces", "Demande d'accès à un document"),
                            ("contact", "Nous joindre"),
                            ("en_clair_accueil", "En clair\xa0: l'accueil"),
                            ("en_clair_engagements", "En clair\xa0: les engagements"),
                            ("en_clair_methode", "En clair\xa0: comment les chiffres sont faits"),
                            ("avis_anglais", "Avis de chaque page en anglais"),
                        ],
                        max_length=40,
                        verbose_name="texte",
                    ),
                ),
                (
                    "texte",
                    partenariat.donnees.champs.TexteRiche(
                        help_text="Une ligne vide sépare deux paragraphes; «\xa0##\xa0» commence un titre, «\xa0-\xa0» un élément de liste; **gras**, *italique*, [mots](adresse).",
                        verbose_name="texte en français",
                    ),
                ),
                (
                    "texte_en",
                    partenariat.donnees.champs.TexteRiche(
                        blank=True,
                        help_text="Vide, les pages en anglais montrent le texte français.",
                        verbose_name="texte en anglais",
                    ),
                ),
                (
                    "revu_le",
                    models.DateField(
                        help_text="Jour de la dernière relecture, que le texte ait changé ou non; la page le dit.",
                        verbose_name="revu le",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="partenariat.textedusite",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="textedusite_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_textedusiteevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuppleanceEvent",
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
                ("du", models.DateField(verbose_name="du")),
                (
                    "au",
                    models.DateField(
                        help_text="Dernier jour : la délégation finit d'elle-même.", verbose_name="au"
                    ),
                ),
                (
                    "motif",
                    models.CharField(
                        blank=True,
                        help_text="Rien de personnel; lu de ces deux personnes et de la coordination.",
                        max_length=200,
                        verbose_name="motif",
                    ),
                ),
                (
                    "finie_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="finie avant son terme le"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "absent",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne absente",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="partenariat.suppleance",
                    ),
                ),
                (
                    "suppleant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="collègue",
                    ),
                ),
                (
                    "unite",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partenariat.organisation",
                        verbose_name="unité",
                    ),
                ),
                (
                    "finie_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="finie par",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="suppleance_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_suppleanceevent_courant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EquipeEvent",
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
                ("nom", models.CharField(max_length=150, verbose_name="nom de l'équipe")),
                ("nom_en", models.CharField(blank=True, max_length=150, verbose_name="nom en anglais")),
                (
                    "courriel",
                    models.EmailField(blank=True, max_length=254, verbose_name="adresse de courriel"),
                ),
                (
                    "telephone",
                    models.CharField(
                        blank=True,
                        help_text="514 555-0199, au besoin suivi de «\xa0poste 4321\xa0».",
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(?:[0-9]{3}|[0-9]{3} [0-9]{3}-[0-9]{4}(?: poste [0-9]{1,6})?)$",
                                "Écrivez le numéro ainsi\xa0: 514 555-0199, ou 514 555-0199 poste 4321, ou 311.",
                            )
                        ],
                        verbose_name="téléphone",
                    ),
                ),
                (
                    "heures",
                    models.CharField(
                        blank=True,
                        help_text="Quand quelqu'un répond\xa0: «\xa0du lundi au vendredi, de 9\xa0h à 16\xa0h\xa030\xa0».",
                        max_length=200,
                        verbose_name="heures",
                    ),
                ),
                ("heures_en", models.CharField(blank=True, max_length=200, verbose_name="heures en anglais")),
                ("seule", models.BooleanField(default=True, editable=False, verbose_name="la seule")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="evenements",
                        to="partenariat.equipe",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        partenariat.histoire.evenements.Duree("pgh_created_at", "remplace_le"),
                        name="equipe_duree",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("remplace_le__isnull", True)),
                        fields=("pgh_obj",),
                        name="partenariat_equipeevent_courant",
                    )
                ],
            },
        ),
    ]
