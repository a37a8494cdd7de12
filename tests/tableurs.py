"""The files of the datasets, as a program reads them."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl


def rangees(octets: bytes) -> list[tuple[Any, ...]]:
    """The rows of a workbook; what it holds as a day is a `date`."""
    lues = openpyxl.load_workbook(io.BytesIO(octets)).active.iter_rows(values_only=True)
    return [tuple(v.date() if isinstance(v, datetime) else v for v in rangee) for rangee in lues]


def lignes(octets: bytes, format_: str) -> list[dict[str, Any]]:
    """The rows by column: JSON values, or texts (CSV), or cells (XLSX)."""
    if format_ == "json":
        lues: list[dict[str, Any]] = json.loads(octets)
        return lues
    if format_ == "csv":
        return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline="")))
    entetes, *reste = rangees(octets)
    return [dict(zip(map(str, entetes), rangee, strict=True)) for rangee in reste]


def dit(valeur: Any) -> Any:
    """A cell, with its day written as in JSON."""
    return valeur.isoformat() if isinstance(valeur, date) else valeur
