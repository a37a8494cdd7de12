"""Eight people write the same actions at once, by every screen where one writes them: is anything lost?

`scene` makes what is written and who writes, `ecrans` fills the screens as a browser would, `foule` sets the
hands to work, `registre` keeps what each was answered, `preuve` holds it against the history.
`tests/test_ecritures_a_la_fois.py` does sixty-four edits of it at each run of the tests;
`python -m bench.ecritures` does a thousand.
"""
