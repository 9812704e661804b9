"""Ways to tell what a message is about, side by side: ``python -m tests.bench.pipelines [diet]``.

Trained on data/nlu, measured on the held-out messages and on the project's own split. With ``diet``
Rasa's DIET is trained too, for as many rounds as five minutes allow.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.brain.learning.danger import feature_matrix
from bot.brain.learning.messages import DATA
from bot.brain.measuring import Labelled, held_out, own
from bot.language.identify import identify
from bot.language.profiles import profile_of
from bot.language.served import LANGUAGES
from bot.safety.concepts import word_lists

ROUNDS_OF_DIET = 3
Scores = Callable[[Sequence[str]], tuple[list[str], Any]]
"""Texts → labels, and a score of each (columns) for each text (rows)."""


def learned() -> list[tuple[str, str, str]]:
    """(text, label, language) of every message of data/nlu."""
    found = []
    for language in LANGUAGES:
        for path in sorted((DATA / "nlu" / language).glob("*.yml")):
            for block in yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)["nlu"]:  # noqa: S506
                for line in block["examples"].splitlines():
                    found.append((line.removeprefix("- "), block["intent"], language))
    return found


def by_letters(texts: Sequence[str], labels: Sequence[str], model: Any) -> Scores:
    counter = CountVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), strip_accents="unicode", min_df=2
    )
    weighting = TfidfTransformer(sublinear_tf=True)
    model.fit(weighting.fit_transform(counter.fit_transform(texts)), labels)
    return lambda asked: (
        list(model.classes_),
        model.predict_proba(weighting.transform(counter.transform(asked))),
    )


def by_concepts(texts: Sequence[str], labels: Sequence[str], model: Any) -> Scores:
    weighting = TfidfTransformer()
    model.fit(weighting.fit_transform(matrix(texts)), labels)
    return lambda asked: (
        list(model.classes_),
        model.predict_proba(weighting.transform(matrix(asked))),
    )


def matrix(texts: Sequence[str]) -> csr_matrix:
    return feature_matrix(texts, word_lists())


def by_language(rows: Sequence[tuple[str, str, str]]) -> Scores:
    """A model a language, and the language told by `identify`."""
    models = {
        language: by_concepts(
            [text for text, _, each in rows if profile_of(each) == language],
            [label for _, label, each in rows if profile_of(each) == language],
            one_against_all(),
        )
        for language in {profile_of(each) for _, _, each in rows}
    }
    labels = sorted({label for _, label, _ in rows})

    def scores(asked: Sequence[str]) -> tuple[list[str], Any]:
        found = np.zeros((len(asked), len(labels)))
        told = [profile_of(identify(text).language or "en") for text in asked]
        told = [each if each in models else "en" for each in told]
        for language in set(told):
            rows_of = [row for row, each in enumerate(told) if each == language]
            known, values = models[language]([asked[row] for row in rows_of])
            columns = [labels.index(each) for each in known]
            found[np.ix_(rows_of, columns)] = values
        return labels, found

    return scores


def by_diet(texts: Sequence[str], labels: Sequence[str]) -> Scores:
    with tempfile.TemporaryDirectory() as folder:
        blocks: dict[str, list[str]] = {}
        for text, label in zip(texts, labels, strict=True):
            blocks.setdefault(label.replace("/", "_"), []).append(f"- {text}\n")
        nlu = [{"intent": each, "examples": "".join(lines)} for each, lines in blocks.items()]
        Path(folder, "nlu.yml").write_text(
            yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8"
        )
        pipeline = [
            {"name": "WhitespaceTokenizer"},
            {
                "name": "CountVectorsFeaturizer",
                "analyzer": "char_wb",
                "min_ngram": 2,
                "max_ngram": 4,
            },
            {
                "name": "DIETClassifier",
                "epochs": ROUNDS_OF_DIET,
                "entity_recognition": False,
                "constrain_similarities": True,
                "batch_size": 256,
            },
        ]
        config = {"recipe": "default.v1", "assistant_id": "diet", "language": "nb"}
        Path(folder, "config.yml").write_text(yaml.safe_dump({**config, "pipeline": pipeline}))
        model = train_nlu(f"{folder}/config.yml", f"{folder}/nlu.yml", folder)
        agent = Agent.load(model)
    names = {label.replace("/", "_"): label for label in labels}
    known = sorted(names.values())

    def scores(asked: Sequence[str]) -> tuple[list[str], Any]:
        found = np.zeros((len(asked), len(known)))
        for row, text in enumerate(asked):
            parsed = asyncio.run(agent.parse_message(text))
            for each in parsed["intent_ranking"]:
                found[row, known.index(names[each["name"]])] = each["confidence"]
        return known, found

    return scores


def one_against_all() -> SGDClassifier:
    return SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=15, tol=None, random_state=0)


def figures(scores: Scores, messages: Sequence[Labelled]) -> str:
    labels, found = scores([each.text for each in messages])
    intents = [label.partition("/")[0] for label in labels]
    names = sorted(set(intents))
    gathered = np.stack(
        [found[:, [each == name for each in intents]].sum(axis=1) for name in names], axis=1
    )
    topics = [number for number, intent in enumerate(intents) if intent == "topic"]
    right, first, among = [], [], []
    for row, message in enumerate(messages):
        right.append(names[int(gathered[row].argmax())] == message.intent)
        if message.topic is not None:
            ranked = sorted(topics, key=lambda number: -found[row, number])[:3]
            likely = [labels[number].partition("/")[2] for number in ranked]
            first.append(likely[0] == message.topic)
            among.append(message.topic in likely)
    return f"intent {np.mean(right):.3f}, topic {np.mean(first):.3f}, of three {np.mean(among):.3f}"


def main(names: Sequence[str]) -> None:
    rows = learned()
    texts, labels = [text for text, _, _ in rows], [label for _, label, _ in rows]
    ways: dict[str, Callable[[], Scores]] = {
        "letters, multinomial": lambda: by_letters(
            texts, labels, LogisticRegression(C=100, max_iter=60, tol=1e-3)
        ),
        "letters, one against all": lambda: by_letters(texts, labels, one_against_all()),
        "letters and concepts, a model a language": lambda: by_language(rows),
        "letters and concepts, one model": lambda: by_concepts(texts, labels, one_against_all()),
    }
    if "diet" in names:
        ways["DIET"] = lambda: by_diet(texts, labels)
    asked = [each for each in held_out() if each.group in ("ordinary", "emergency")]
    harder = [each for each in own() if each.intent is not None]
    for name, train in ways.items():
        begin = time.perf_counter()
        scores = train()
        took = time.perf_counter() - begin
        print(f"{name} ({took:.0f} s): held out {figures(scores, asked)}; ", end="")
        print(f"own {figures(scores, harder)}", flush=True)


main(sys.argv[1:])
