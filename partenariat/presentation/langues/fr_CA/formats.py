"""French of Canada. Django's own takes the « h » of an hour for a format: 13 h 30 was « 13 01 30 »."""

from partenariat.presentation.langues.heures import LUES

# « 1er »: see `langues.rang`.
DATE_FORMAT = "jS\xa0F\xa0Y"
MONTH_DAY_FORMAT = "jS\xa0F"
TIME_FORMAT = "G\xa0\\h\xa0i"
DATETIME_FORMAT = f"{DATE_FORMAT}, {TIME_FORMAT}"
SHORT_DATETIME_FORMAT = f"Y-m-d, {TIME_FORMAT}"
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
# The first is how a form writes an hour.
TIME_INPUT_FORMATS = ["%H h %M", *LUES]
