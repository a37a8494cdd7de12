import datetime

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.messages.storage.cookie
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import partenariat.donnees.champs
import partenariat.donnees.recherche
import partenariat.donnees.synonymes
import partenariat.histoire.temps
import partenariat.presentation.traduction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partenariat", "0001_fonctions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Essai",
            fields=[
                (
                    "cle",
                    models.CharField(
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                        verbose_name="empreinte de qui essaie quoi",
                    ),
                ),
                (
                    "rates",
                    models.PositiveIntegerField(
                        default=0, verbose_name="essais ratés, ou en cours de lecture"
                    ),
                ),
                (
                    "en_lecture",
                    models.PositiveIntegerField(default=0, verbose_name="dont en cours de lecture"),
                ),
                ("depuis", models.DateTimeField(db_index=True, verbose_name="premier essai raté")),
                ("dernier", models.DateTimeField(verbose_name="dernier essai raté")),
            ],
            options={
                "verbose_name": "essais d'un secret",
                "verbose_name_plural": "essais de secrets",
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("relation", models.CharField(max_length=63, verbose_name="relation")),
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
                            models.F("nom"), models.F("sigle"), models.F("nom_en"), poids="AAA"
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
                    ),
                    models.Index(
                        partenariat.donnees.recherche.CleExacte("sigle"), name="organisation_sigle_exact"
                    ),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("courriel_public", ""),
                            ("courriel_public__regex", "^[^\\s@?&=#%]+@[^\\s@?&=#%]+\\.[^\\s@?&=#%]+$"),
                            _connector="OR",
                        ),
                        name="organisation_courriel_ecrit",
                        violation_error_message="Écrivez une adresse de courriel simple, comme equipe@exemple.ca : sans signe de ponctuation ni d'opération.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code_officiel", ""), _negated=True),
                        fields=("code_officiel",),
                        name="organisation_code_officiel_unique",
                        violation_error_message="Ce code officiel est déjà celui d'une autre organisation : vérifiez-le.",
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
                    "premiere_fois_le",
                    models.DateTimeField(editable=False, null=True, verbose_name="première fois passée le"),
                ),
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
            name="Retrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suites",
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "verbose_name": "retrait pour cause",
                "verbose_name_plural": "retraits pour cause",
                "ordering": ["-decide_le", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("caviarde_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("compacte_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("decide_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("demande_le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="retrait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("etat", "refuse"), _negated=True),
                        fields=("relation", "cle", "champ", "formulation"),
                        name="retrait_unique",
                        violation_error_message="Le retrait en est déjà demandé, ou confirmé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["publie_par_erreur", "renseignement_personnel"])),
                        name="retrait_cause_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["demande", "confirme", "refuse"])),
                        name="retrait_etat_connu",
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
                        name="retrait_motif_ecrit",
                        violation_error_message="Un retrait dit pourquoi (motif).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quoi", ""), _negated=True), name="retrait_quoi_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decide_le__isnull", True), ("decide_par__isnull", True), ("etat", "demande")
                            ),
                            models.Q(
                                models.Q(("etat", "demande"), _negated=True), ("decide_le__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="retrait_decide",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "confirme"), _negated=True),
                            models.Q(("decide_par__isnull", True), ("demande_par__isnull", True)),
                            models.Q(("demande_par", models.F("decide_par")), _negated=True),
                            _connector="OR",
                        ),
                        name="retrait_quatre_yeux",
                        violation_error_message="Un retrait se confirme par une autre personne que celle qui l'a demandé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restauration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("archive", models.CharField(max_length=255, verbose_name="archive")),
                ("faite_le", models.DateTimeField(verbose_name="archive faite le")),
                ("restauree_le", models.DateTimeField(verbose_name="restaurée le")),
                ("achevee", models.BooleanField(default=False, verbose_name="restauration achevée")),
                ("courriels_permis", models.BooleanField(default=False, verbose_name="courriels permis")),
            ],
            options={
                "verbose_name": "restauration",
                "verbose_name_plural": "restaurations",
            },
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
        migrations.CreateModel(
            name="Appellation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("relation", models.CharField(editable=False, max_length=63, verbose_name="table")),
                ("dans", models.BigIntegerField(default=0, editable=False, verbose_name="clé du plan")),
                ("nom", models.CharField(editable=False, max_length=80, verbose_name="nom")),
                ("objet", models.BigIntegerField(editable=False, verbose_name="clé")),
                ("rang", models.PositiveIntegerField(editable=False, verbose_name="rang")),
                ("le", models.DateTimeField(editable=False, verbose_name="public depuis le")),
            ],
            options={
                "verbose_name": "appellation",
                "verbose_name_plural": "appellations",
                "ordering": ["relation", "objet", "rang"],
                "constraints": [
                    models.UniqueConstraint(fields=("relation", "dans", "nom"), name="appellation_unique"),
                    models.UniqueConstraint(
                        fields=("relation", "objet", "rang"), name="appellation_rang_unique"
                    ),
                ],
                "indexes": [
                    models.Index(partenariat.donnees.recherche.CleExacte("nom"), name="appellation_exacte"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonyme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
            ],
            options={
                "verbose_name": "groupe de synonymes",
                "verbose_name_plural": "groupes de synonymes",
                "ordering": [partenariat.donnees.recherche.SansAccents("expressions"), "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            models.Func(
                                partenariat.donnees.recherche.Cles(models.F("expressions")),
                                function="cardinality",
                                output_field=models.IntegerField(),
                            ),
                            2,
                        ),
                        name="synonyme_deux_expressions",
                        violation_error_message="Un groupe réunit au moins deux expressions différentes.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.IsNull(
                            models.Func(
                                partenariat.donnees.recherche.Cles(models.F("expressions")),
                                models.Value(""),
                                function="array_position",
                                output_field=models.IntegerField(),
                            ),
                            True,
                        ),
                        name="synonyme_des_mots",
                        violation_error_message="Chaque expression s'écrit avec des lettres ou des chiffres.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Regex(
                                models.Func(
                                    partenariat.donnees.recherche.Cles(models.F("expressions")),
                                    models.Value("|"),
                                    function="array_to_string",
                                    output_field=models.TextField(),
                                ),
                                models.Value("([^ |]+ ){12}"),
                            ),
                            _negated=True,
                        ),
                        name="synonyme_peu_de_mots",
                        violation_error_message="Une expression a douze mots au plus.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TexteDuSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        unique=True,
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
            ],
            options={
                "verbose_name": "texte du site",
                "verbose_name_plural": "textes du site",
                "ordering": ["cle", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cle__in",
                                [
                                    "accessibilite",
                                    "confidentialite",
                                    "temoins",
                                    "licence",
                                    "demande_acces",
                                    "contact",
                                    "en_clair_accueil",
                                    "en_clair_engagements",
                                    "en_clair_methode",
                                    "avis_anglais",
                                ],
                            )
                        ),
                        name="textedusite_cle_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("texte__regex", "\\S")),
                        name="textedusite_non_vide",
                        violation_error_message="Un texte du site ne peut être vide : écrivez-le.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cle", "avis_anglais"), _negated=True),
                            ("texte_en__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="textedusite_avis_en_anglais",
                        violation_error_message="L'avis des pages en anglais s'écrit aussi en anglais.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revu_le__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="textedusite_date_possible",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revu_le__lte", partenariat.histoire.temps.AujourdHui())),
                        name="textedusite_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
        migrations.CreateModel(
            name="Suppleance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne absente",
                    ),
                ),
                (
                    "suppleant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suppleances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="collègue",
                    ),
                ),
                (
                    "unite",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partenariat.organisation",
                        verbose_name="unité",
                    ),
                ),
                (
                    "finie_par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="finie par",
                    ),
                ),
            ],
            options={
                "verbose_name": "délégation",
                "verbose_name_plural": "délégations",
                "ordering": ["-du", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("du__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))),
                            models.Q(("au__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))),
                        ),
                        name="suppleance_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("au__gte", models.F("du"))),
                        name="suppleance_dates_en_ordre",
                        violation_error_message="Une délégation finit au plus tôt le jour où elle commence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "au__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("du"), "+", models.Value(datetime.timedelta(days=366))
                                ),
                            )
                        ),
                        name="suppleance_bornee",
                        violation_error_message="Une délégation dure au plus un an.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("suppleant")), _negated=True),
                        name="suppleance_par_un_autre",
                        violation_error_message="On ne se remplace pas soi-même : choisissez un autre compte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finie_par", None), ("finie_le__isnull", False), _connector="OR"),
                        name="suppleance_fin_datee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Equipe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "seule",
                    models.BooleanField(default=True, editable=False, unique=True, verbose_name="la seule"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "équipe à joindre",
                "verbose_name_plural": "équipe à joindre",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("seule", True)), name="equipe_seule"),
                    models.CheckConstraint(
                        condition=models.Q(("nom__regex", "\\S")),
                        name="equipe_nommee",
                        violation_error_message="Nommez l'équipe que l'on joint.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("courriel", ""), _negated=True),
                            models.Q(("telephone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="equipe_joignable",
                        violation_error_message="Donnez une adresse de courriel, un téléphone, ou les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("telephone", ""),
                            (
                                "telephone__regex",
                                "^(?:[0-9]{3}|[0-9]{3} [0-9]{3}-[0-9]{4}(?: poste [0-9]{1,6})?)$",
                            ),
                            _connector="OR",
                        ),
                        name="equipe_telephone_ecrit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("courriel", ""),
                            ("courriel__regex", "^[^\\s@?&=#%]+@[^\\s@?&=#%]+\\.[^\\s@?&=#%]+$"),
                            _connector="OR",
                        ),
                        name="equipe_courriel_ecrit",
                        violation_error_message="Écrivez une adresse de courriel simple, comme equipe@exemple.ca : sans signe de ponctuation ni d'opération.",
                    ),
                ],
            },
            bases=(partenariat.presentation.traduction.Traduit, models.Model),
        ),
    ]
