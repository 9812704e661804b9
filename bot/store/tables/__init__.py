"""Every table, a module for each room that writes them; all may read."""

from bot.store.tables.attachments import Attachment, AttachmentContent
from bot.store.tables.base import Leased, RowId, Table
from bot.store.tables.callbacks import (
    CallbackEvent,
    CallbackNote,
    CallbackRequest,
    ErasedRequest,
    Handover,
    UnmetContact,
)
from bot.store.tables.delivery import (
    CarrierCopy,
    HandsetCall,
    HandsetMessage,
    Outbox,
    Receipt,
)
from bot.store.tables.escalation import (
    Escalation,
    EscalationEvent,
    LineConfirmation,
    LineFailure,
    LineTest,
    Page,
    PageCall,
    SafetyQuestion,
)
from bot.store.tables.inbox import Conversation, Dialogue, Inbound, IncomingCall
from bot.store.tables.monitor import SignInFailure, Staff, StaffSession, StoryView
from bot.store.tables.relay import Relay, RelayTurn
from bot.store.tables.store import Clock, DataKey, PastCase, RoleBeat

__all__ = [
    "Attachment",
    "AttachmentContent",
    "CallbackEvent",
    "CallbackNote",
    "CallbackRequest",
    "CarrierCopy",
    "Clock",
    "Conversation",
    "DataKey",
    "Dialogue",
    "ErasedRequest",
    "Escalation",
    "EscalationEvent",
    "Handover",
    "HandsetCall",
    "HandsetMessage",
    "Inbound",
    "IncomingCall",
    "Leased",
    "LineConfirmation",
    "LineFailure",
    "LineTest",
    "Outbox",
    "Page",
    "PageCall",
    "PastCase",
    "Receipt",
    "Relay",
    "RelayTurn",
    "RoleBeat",
    "RowId",
    "SafetyQuestion",
    "SignInFailure",
    "Staff",
    "StaffSession",
    "StoryView",
    "Table",
    "UnmetContact",
]
