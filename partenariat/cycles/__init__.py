"""Life cycles, each one table: which step leads from where to where, who takes it, what it needs, and the
sentence that refuses it. Methods, buttons, batch actions, the trigger and `docs/cycles-de-vie.md` read it."""
