"""The plan file: read, checked, loaded, compared, exported.

One direction: `ouverture` (path → bytes) → `lecture` or `classeur` (bytes → tree that knows its lines)
→ `schema` (tree → checked values) → `validation` (values against one another and against the database)
→ `chargement` (one transaction). `exportation` writes what `chargement` reads.

Messages are plain French, without gettext: they are those of commands, read by the people who keep the file.
"""
