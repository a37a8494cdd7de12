"""Withdrawal for cause: what leaves the public, and the past with it (docs/decisions/0021)."""
