"""English of Canada."""

from partenariat.presentation.langues.heures import LUES

DATE_FORMAT = "F\xa0j,\xa0Y"
TIME_FORMAT = "g:i\xa0a"
DATETIME_FORMAT = f"{DATE_FORMAT}, {TIME_FORMAT}"
SHORT_DATETIME_FORMAT = f"Y-m-d, {TIME_FORMAT}"
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
TIME_INPUT_FORMATS = [*LUES, "%I:%M %p"]
