"""Learns where patterned surfaces lie, from the vectors of what is on them (networks/waves.py)."""
