"""Facts and numbers only, each with its parts: no sentence, no page, no document."""
