from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0004_abandons_d_avant"),
        ("partenariat", "0004_revision_des_comptes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("statut", "abandonnee"), _negated=True),
                    ("decision__regex", "\\S"),
                    ("sans_decision__regex", "\\S"),
                    _connector="OR",
                ),
                name="action_abandon_decide",
                violation_error_message="Une action s'abandonne par décision du comité; sinon, la coordination écrit pourquoi.",
            ),
        ),
    ]
