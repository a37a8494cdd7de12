import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.messages.storage.cookie
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import partenariat.donnees.recherche
import partenariat.presentation.traduction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partenariat", "0001_fonctions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "casier",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="casier"
                    ),
                ),
                ("numero", models.BigIntegerField(verbose_name="numéro")),
                (
                    "retrait",
                    models.BigIntegerField(
                        db_default=0,
                        default=0,
                        help_text="Ce qui était public a pu cesser de l'être\xa0: aucune page d'avant n'est plus montrée.",
                        verbose_name="retrait",
                    ),
                ),
            ],
            options={
                "verbose_name": "révision",
                "verbose_name_plural": "révisions",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nom", models.CharField(max_length=250, verbose_name="nom")),
                ("nom_en", models.CharField(blank=True, max_length=250, verbose_name="nom en anglais")),
                ("sigle", models.CharField(blank=True, max_length=30, verbose_name="sigle")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse courte")),
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
                ("activite", models.CharField(blank=True, max_length=120, verbose_name="type d'organisme")),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecesseurs",
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
                            models.F("nom"), models.F("sigle"), models.F("nom_en")
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["cle_tri", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche"], name="organisation_recherche"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("depuis__isnull", True),
                            ("jusqu_a__isnull", True),
                            ("depuis__lte", models.F("jusqu_a")),
                            _connector="OR",
                        ),
                        name="organisation_dates_en_ordre",
                        violation_error_message="La date de fin précède la date de début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successeur__isnull", True), ("jusqu_a__isnull", False), _connector="OR"
                        ),
                        name="organisation_successeur_a_la_fin",
                        violation_error_message="Une organisation qui a un successeur a une date de fin.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                [
                                    "service_central",
                                    "arrondissement",
                                    "paramunicipal",
                                    "organisme",
                                    "reseau",
                                    "fonds",
                                    "etablissement",
                                ],
                            )
                        ),
                        name="organisation_nature_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nom", ""), _negated=True), name="organisation_nom_non_vide"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code_officiel", ""), _negated=True),
                        fields=("code_officiel",),
                        name="organisation_code_officiel_unique",
                        violation_error_message="Ce code officiel est déjà celui d'une autre organisation.",
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Utilisateur",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
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
                        unique=True,
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="utilisateurs",
                        to="partenariat.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("fonction", models.CharField(blank=True, max_length=150, verbose_name="fonction")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Envoi",
            fields=[
                (
                    "cle",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="empreinte de la clé"
                    ),
                ),
                ("contenu", models.CharField(max_length=64, verbose_name="empreinte du contenu")),
                ("vers", models.TextField(blank=True, verbose_name="adresse de la réponse")),
                (
                    "avis",
                    models.JSONField(
                        blank=True,
                        decoder=django.contrib.messages.storage.cookie.MessageDecoder,
                        default=list,
                        encoder=django.contrib.messages.storage.cookie.MessageEncoder,
                        verbose_name="messages de la réponse",
                    ),
                ),
                (
                    "le",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="répondu le"
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi d'un formulaire",
                "verbose_name_plural": "envois de formulaires",
            },
        ),
    ]
