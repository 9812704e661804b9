"""Stored messages: screened for danger first, then read by exactly one reader."""
