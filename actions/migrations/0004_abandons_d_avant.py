"""Actions abandoned before the register of decisions existed say so."""

from django.db import migrations


def dire(apps, _editeur):
    action = apps.get_model("actions", "Action")
    action.objects.filter(statut="abandonnee", decision="", sans_decision="").update(
        sans_decision="Abandonnée avant l'ouverture du registre des décisions."
    )


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_decision_de_statut")]

    operations = [migrations.RunPython(dire, migrations.RunPython.noop)]
