"""What a person who needs no full value sees instead (rule 56)."""


def mask_id_number(value: str) -> str:
    """``110101199001011234`` reads ``110***********1234``."""
    return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}" if len(value) > 7 else "*" * len(value)


def mask_phone(value: str) -> str:
    """``13800138000`` reads ``138****8000``: the same seven figures stay."""
    return mask_id_number(value)
