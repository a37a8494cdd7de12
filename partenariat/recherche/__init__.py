"""One box for every kind of public record: what it finds, why, and what was perhaps meant.

The ground knows no kind: each app registers its own (`genres.inscrire`), and the view stands with the plan.
"""
