"""Makes a plan the active one: the home of the site."""

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actions.models import Plan


class Command(BaseCommand):
    help = "Fait d'un plan le plan actif, l'accueil du site."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="l'adresse courte du plan")

    def handle(self, *, slug: str, **_):
        with pghistory.context(source="activer_plan", plan=slug), transaction.atomic():
            plans = {plan.slug: plan for plan in Plan.objects.select_for_update().order_by("slug")}
            if slug not in plans:
                connus = f"Plans connus : {', '.join(plans)}." if plans else "Aucun plan n'est encore chargé."
                raise CommandError(f"Le plan « {slug} » n'existe pas. {connus}")
            plan = plans[slug]
            if plan.actif:
                self.stdout.write(f"Le plan « {plan.titre} » est déjà le plan actif; rien à changer.")
                return
            # One active plan at most: the former one steps down first.
            for ancien in plans.values():
                if ancien.actif:
                    ancien.actif = False
                    ancien.save(update_fields=["actif"])
            plan.actif = True
            plan.save(update_fields=["actif"])
        self.stdout.write(
            self.style.SUCCESS(f"Le plan « {plan.titre} » ({slug}) est maintenant le plan actif.")
        )
