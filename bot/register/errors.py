"""What is wrong with a register file, said so that whoever keeps the file can mend it."""

from pathlib import Path


class RegisterError(ValueError):
    """A register file cannot be used; the message names the file, the place in it and the fault."""

    def __init__(self, file: Path, *faults: str) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file.name}: {fault}" for fault in faults))
