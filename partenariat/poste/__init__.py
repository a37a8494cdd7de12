"""The desk: what waits for whoever opens it, the same at `/admin/` and at `/espace/`.

`attentes` says what a thing that waits is, `sources` who tells of them, `page` puts them in order. What one
did is read by `gestes` from history, by `journal` from the log of the back office, and named by `noms`.
"""
