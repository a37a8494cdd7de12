"""French of Canada. Django's own takes the « h » of an hour for a format: 13 h 30 was « 13 01 30 »."""

from partenariat.presentation.langues.heures import LUES

DATE_FORMAT = "j\xa0F\xa0Y"
TIME_FORMAT = "G\xa0\\h\xa0i"
DATETIME_FORMAT = f"{DATE_FORMAT}, {TIME_FORMAT}"
SHORT_DATETIME_FORMAT = f"Y-m-d, {TIME_FORMAT}"
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
# The first is how a form writes an hour.
TIME_INPUT_FORMATS = ["%H h %M", *LUES]
