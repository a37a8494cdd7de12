"""Help where it is needed: the commonest tasks in short steps, and what each role does here the first time.

The ground knows neither actions nor commitments: each app registers its tasks and its lines (`marches`), with
the addresses to which they lead.
"""
