"""What stops a backup or a restoration."""


class SauvegardeErreur(Exception):
    """The text is one French line for the person at the console; nothing was written."""
