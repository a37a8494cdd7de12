"""Backups: one archive that holds the database and the deposited files, and the way back from it.

archive.py      the file: a tar whose first member says what it holds, and whose last bytes seal it
chiffrement.py  age around it, for a phrase or for a key
outils.py       PostgreSQL's own programs, of the right version
base.py         the database, out of one snapshot and in by one transaction
depots.py       the files that rows name: which they are, how they are put back
creation.py     `sauvegarder`, from the snapshot to the verified archive
rotation.py     which archives stay
restauration.py `restaurer`, from the checks to the replays that other floors register
courriels.py    a restored copy sends no letter until told so
"""
