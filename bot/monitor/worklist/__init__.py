"""The worklist: people who wait to be phoned, and what staff do until somebody has."""
