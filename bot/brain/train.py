"""Train the model from config.yml, domain/ and data/."""

import warnings
from pathlib import Path

import rasa.model_training

PROJECT = Path(__file__).parents[2]
MODEL_NAME = "lavterskel"


class TrainingFailed(Exception):
    """Rasa trained no model; what it found wrong is on its log."""


def train(model: Path, project: Path = PROJECT) -> Path:
    """Train and return the model's file, the same name every time.

    ``model`` is that file (``….tar.gz``) or the folder it is put in.
    """
    is_file = model.name.endswith(".tar.gz")
    folder = model.parent if is_file else model
    name = model.name.removesuffix(".tar.gz") if is_file else MODEL_NAME
    # Topics are answered from the catalogues: Rasa's own selector of responses is not wanted.
    warnings.filterwarnings("ignore", message="Your training data contains an example")
    result = rasa.model_training.train(
        domain=str(project / "domain"),
        config=str(project / "config.yml"),
        training_files=[str(project / "data")],
        output=str(folder),
        fixed_model_name=name,
    )
    if result.model is None:
        raise TrainingFailed(f"Rasa ended with code {result.code}")
    return Path(result.model)
