import datetime

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

import actions.models.provenance
import engagements.models.etapes
import engagements.models.parole
import partenariat.donnees.depots
import partenariat.donnees.empreintes
import partenariat.donnees.recherche
import partenariat.histoire.temps
import partenariat.presentation.traduction


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actions", "0001_plan"),
        ("partenariat", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Engagement",
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
                        related_name="engagements",
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
                        help_text="L'organisation qui promet.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements_pris",
                        to="partenariat.organisation",
                        verbose_name="partie engagée",
                    ),
                ),
                (
                    "envers",
                    models.ForeignKey(
                        help_text="L'organisation à qui c'est promis; elle signe aussi.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements_recus",
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
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remplacant",
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rédigé par",
                    ),
                ),
                (
                    "propose_par",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                (
                    "actions",
                    models.ManyToManyField(
                        blank=True,
                        related_name="engagements",
                        to="actions.action",
                        verbose_name="actions qui le réalisent",
                    ),
                ),
                (
                    "contreparties",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Les engagements que celui-ci reçoit en retour; le lien vaut dans les deux sens.",
                        to="engagements.engagement",
                        verbose_name="contreparties",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement",
                "verbose_name_plural": "engagements",
                "ordering": ["plan", "cle_code", "id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche"], name="engagement_recherche"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche_code"], name="engagement_recherche_code"
                    ),
                    models.Index(fields=["plan", "publication", "cle_code"], name="engagement_liste"),
                    models.Index(
                        models.F("plan"),
                        partenariat.donnees.recherche.CleExacte("code"),
                        name="engagement_code_exact",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("echeance__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="engagement_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("propose_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("publie_le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="engagement_etapes_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "code"),
                        name="engagement_code_unique",
                        violation_error_message="Ce code est déjà celui d'un autre engagement du plan : choisissez-en un autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("partie", models.F("envers")), _negated=True),
                        name="engagement_envers_un_autre",
                        violation_error_message="Une organisation ne s'engage pas envers elle-même : choisissez-en une autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("etat", "retire"),
                            models.Q(("decision", ""), ("decision_inconnue", False), ("sans_decision", "")),
                            _connector="OR",
                        ),
                        name="engagement_decision_du_retrait",
                        violation_error_message="Seul un engagement retiré dit la décision qui l'a retiré, ou pourquoi il n'y en a pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre", ""), _negated=True), name="engagement_titre_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("texte", ""), _negated=True), name="engagement_texte_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                ["financement", "expertise", "local", "achat", "promotion", "gouvernance"],
                            )
                        ),
                        name="engagement_nature_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "etat__in",
                                [
                                    "propose",
                                    "signe",
                                    "en_cours",
                                    "tenu",
                                    "tenu_en_partie",
                                    "non_tenu",
                                    "retire",
                                ],
                            )
                        ),
                        name="engagement_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publication__in", ["brouillon", "aux_parties", "publiee", "archivee"])
                        ),
                        name="engagement_publication_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("montant__isnull", True), ("montant__gte", 0), _connector="OR"),
                        name="engagement_montant_positif",
                        violation_error_message="Un montant ne peut pas être négatif : écrivez 0 ou plus.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition", ""), ("conditionnel", False)),
                            models.Q(("conditionnel", True), models.Q(("condition", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="engagement_condition_ecrite",
                        violation_error_message="Un engagement conditionnel écrit sa condition, et lui seul.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat__in", ("tenu_en_partie", "non_tenu", "retire")), _negated=True),
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
                        name="engagement_motif_requis",
                        violation_error_message="Cet état demande un motif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "propose"), ("publication", "brouillon"), ("texte_fige", "")),
                            models.Q(
                                models.Q(("publication", "brouillon"), _negated=True),
                                models.Q(("texte_fige", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_texte_fige_hors_brouillon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("publication__in", ("publiee", "archivee")), _negated=True),
                            ("publie_le__isnull", False),
                            _connector="OR",
                        ),
                        name="engagement_publie_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publie_par__isnull", True),
                            models.Q(
                                models.Q(
                                    ("propose_par__isnull", True),
                                    models.Q(("publie_par", models.F("propose_par")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("auteur__isnull", True),
                                    models.Q(("publie_par", models.F("auteur")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_quatre_yeux",
                        violation_error_message="La personne qui publie n'est ni celle qui a rédigé ni celle qui a proposé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("propose_par__isnull", True), ("propose_le__isnull", False), _connector="OR"
                        ),
                        name="engagement_propose_le_et_par",
                    ),
                ],
            },
            bases=(
                engagements.models.parole.Parole,
                engagements.models.etapes.CycleDeVie,
                actions.models.provenance.Provenance,
                partenariat.presentation.traduction.Traduit,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="LienSigne",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liens_signes",
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
                    "cle",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="empreinte de la clé"
                    ),
                ),
                (
                    "cree_par",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "verbose_name": "lien signé",
                "verbose_name_plural": "liens signés",
                "ordering": ["-cree_le", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_le__gt", models.F("cree_le")),
                            (
                                "expire_le__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("cree_le"), "+", models.Value(datetime.timedelta(days=90))
                                ),
                            ),
                        ),
                        name="lien_duree_bornee",
                        violation_error_message="Un lien vaut au plus 90 jours.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cree_le__lte", partenariat.histoire.temps.Maintenant()),
                            ("revoque_le__lte", partenariat.histoire.temps.Maintenant()),
                        ),
                        name="lien_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cle__regex", "^[0-9a-f]{64}$")), name="lien_cle_empreinte"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
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
                "verbose_name": "déclaration",
                "verbose_name_plural": "déclarations",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["le"], name="declaration_le"),
                    models.Index(fields=["engagement", "le"], name="declaration_suite"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche"], name="declaration_recherche"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="declaration_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="declaration_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="declaration_saisi_par_une_personne",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("genre__in", ["avance", "rien_a_signaler", "impossible_a_evaluer", "tenu"])
                        ),
                        name="declaration_genre_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("genre__in", ("avance", "impossible_a_evaluer", "tenu")), _negated=True
                            ),
                            models.Q(("texte", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declaration_texte_requis",
                        violation_error_message="Écrivez ce qui a avancé, ou ce qui empêche d'évaluer.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preuve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preuves",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preuves",
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
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrigee_par",
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
                "verbose_name": "preuve",
                "verbose_name_plural": "preuves",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["le"], name="preuve_le"),
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="preuve_recherche"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="preuve_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="preuve_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="preuve_saisi_par_une_personne",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("date__range", (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
                            )
                        ),
                        name="preuve_dates_possibles",
                        violation_error_message="Une date va de 1900 à 2199.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date__lte", partenariat.histoire.temps.AujourdHui())),
                        name="preuve_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titre", ""), _negated=True), name="preuve_titre_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("type__in", ["rapport", "entente", "donnees", "photo", "communication", "autre"])
                        ),
                        name="preuve_type_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fichier", ""), models.Q(("adresse", ""), _negated=True)),
                            models.Q(models.Q(("fichier", ""), _negated=True), ("adresse", "")),
                            _connector="OR",
                        ),
                        name="preuve_fichier_ou_adresse",
                        violation_error_message="Une preuve est un fichier ou une adresse\xa0: donnez l'un ou l'autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adresse", ""),
                            ("adresse__startswith", "https://"),
                            ("adresse__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="preuve_adresse_sure",
                        violation_error_message="L'adresse d'une preuve commence par https:// ou http://.",
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
                        name="preuve_fichier_empreint",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrige__isnull", True),
                            models.Q(("corrige", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="preuve_corrige_une_autre",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="engagements.declaration",
                        verbose_name="déclaration",
                    ),
                ),
                (
                    "preuve",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
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
                "verbose_name": "vérification",
                "verbose_name_plural": "vérifications",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["le"], name="verification_le"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche"], name="verification_recherche"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="verification_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="verification_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="verification_saisi_par_une_personne",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declaration__isnull", True), ("preuve__isnull", False)),
                            models.Q(("declaration__isnull", False), ("preuve__isnull", True)),
                            _connector="OR",
                        ),
                        name="verification_d_une_chose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["confirmee", "contestee"])),
                        name="verification_verdict_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "contestee"), _negated=True),
                            models.Q(("texte", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="verification_contestee_motivee",
                        violation_error_message="Dites ce que vous contestez.",
                    ),
                    models.UniqueConstraint(
                        fields=("declaration", "organisation"),
                        name="verification_une_par_organisation",
                        violation_error_message="Votre organisation a déjà vérifié cette déclaration : relisez l'engagement.",
                    ),
                    models.UniqueConstraint(
                        fields=("preuve", "organisation"),
                        name="verification_preuve_une_par_organisation",
                        violation_error_message="Votre organisation a déjà vérifié cette preuve : relisez l'engagement.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reponse",
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
                "verbose_name": "réponse",
                "verbose_name_plural": "réponses",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["le"], name="reponse_le"),
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="reponse_recherche"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="reponse_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="reponse_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="reponse_saisi_par_une_personne",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("texte", ""), _negated=True), name="reponse_texte_non_vide"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False)), name="reponse_jamais_saisie_pour"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsageLien",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lien",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="usages",
                        to="engagements.liensigne",
                        verbose_name="lien signé",
                    ),
                ),
                ("geste", models.CharField(max_length=120, verbose_name="geste")),
                ("le", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "verbose_name": "usage d'un lien signé",
                "verbose_name_plural": "usages des liens signés",
                "ordering": ["-le", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "verbose_name": "changement d'état",
                "verbose_name_plural": "changements d'état",
                "ordering": ["le", "id"],
                "indexes": [
                    models.Index(fields=["le"], name="passage_le"),
                    django.contrib.postgres.indexes.GinIndex(fields=["recherche"], name="passage_recherche"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
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
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["le"], name="signature_le")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="signature_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="signature_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="signature_saisi_par_une_personne",
                    ),
                    models.UniqueConstraint(
                        fields=("engagement", "organisation"),
                        name="signature_une_par_partie",
                        violation_error_message="Cette organisation a déjà signé : relisez l'engagement.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fonction", ""), _negated=True),
                        name="signature_fonction_non_vide",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refus",
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
                "verbose_name": "refus de signer",
                "verbose_name_plural": "refus de signer",
                "ordering": ["le", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["le"], name="refus_le")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("le__lte", partenariat.histoire.temps.Maintenant())),
                        name="refus_fait_sans_avenir",
                        violation_error_message="Cette date dit ce qui est fait\xa0: elle n'est pas à venir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("par__isnull", True), ("lien__isnull", True), _connector="OR"),
                        name="refus_une_seule_porte",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saisi_pour", False), ("par__isnull", False), _connector="OR"),
                        name="refus_saisi_par_une_personne",
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
                        name="refus_motif_non_vide",
                    ),
                ],
            },
        ),
    ]
