"""Follow-ups, seen by the bodies that must do them: what waits, what they answer."""
