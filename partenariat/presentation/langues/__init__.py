"""Days and hours as Django writes and reads them (`FORMAT_MODULE_PATH`): a module a language."""
