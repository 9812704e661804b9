"""The staff API: the pages' rules for a system in place of a person."""
