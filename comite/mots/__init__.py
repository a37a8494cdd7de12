"""The words of a measure, said once for every output."""
