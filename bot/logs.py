"""Logs: one line an event, with references and never with content."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def configure(role: str) -> None:
    """Readable lines on a terminal, JSON lines elsewhere; libraries only from warnings up."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    renderer: Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            name_the_fault,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(role=role)


def name_the_fault(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say what failed and where, without the exception's message.

    A database error quotes its parameters, a parser its input: either may be a person's words.
    """
    if event.pop("exc_info", None):
        kind, fault, trace = sys.exc_info()
        if kind is not None and fault is not None:
            event["fault"] = f"{kind.__module__}.{kind.__qualname__}"
            event["where"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)
            ]
    return event
