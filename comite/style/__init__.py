"""The living style page (`/style/`): each component in each state, by the templates and tags of the site.

Nothing here is in the database: what is shown is made of objects that are never saved (`exemples`,
`promesses`, `seances`). It stands on the top floor, which may show the pieces of every other one.
"""
