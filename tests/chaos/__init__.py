"""Everything goes wrong at once, and afterwards it is counted what was lost or done twice."""
