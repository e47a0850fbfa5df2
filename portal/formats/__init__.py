"""How days and times are written where Django's own way would mix with ours (``FORMAT_MODULE_PATH``)."""
