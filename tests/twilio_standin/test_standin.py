"""The stand-in and the real Twilio library, holding each other to the contract."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from bot.delivery.carrier import CarrierBusy, CarrierRefused, CarrierUnreachable
from bot.edge.signature import SignatureCheck
from tests.twilio_standin import TwilioStandin, span
from tests.twilio_standin.product import ANNA, DUTY, carrier_of, text


class TestOut:
    def test_a_text_reaches_the_phone_and_its_receipts_come_home(self, twilio, product, carrier):
        sid = carrier.send(text("Hei Ærlig Øyvind 👍", key="12:reply/1"))
        assert twilio.phone(ANNA).hears("Øyvind") == "Hei Ærlig Øyvind 👍"
        twilio.settles()
        assert product.receipts() == ["queued", "sent", "delivered"]
        path, form = product.told[-1]
        assert path == "/sms/status?key=12%3Areply%2F1"
        assert form["MessageSid"] == sid
        assert twilio.messages[0].key == "12:reply/1"
        assert twilio.violations == []

    def test_a_text_to_another_phone_is_not_heard(self, twilio, carrier):
        carrier.send(text("til vakta", to=DUTY))
        twilio.phone(ANNA).hears_nothing(within=0.05)
        with pytest.raises(AssertionError, match=r"did not hear 'vakta'.*unheard: \[\]"):
            twilio.phone(ANNA).hears("vakta", within=0.05)
        with pytest.raises(AssertionError, match=r"heard .*til vakta"):
            twilio.phone(DUTY).hears_nothing(within=0.05)

    def test_each_text_is_heard_once_in_any_order(self, twilio, carrier):
        anna = twilio.phone(ANNA)
        for body in ("en ja", "to ja"):
            carrier.send(text(body, key=body))
        assert anna.hears(re.compile(r"^to")) == "to ja"
        assert anna.hears("ja") == "en ja"
        anna.hears_nothing(within=0.05)
        assert (anna.texts, anna.last) == (["en ja", "to ja"], "to ja")

    def test_hearing_waits_for_a_text_that_is_still_on_its_way(self, twilio, carrier):
        later = threading.Timer(0.2, carrier.send, [text("sent")])
        later.start()
        assert twilio.phone(ANNA).hears("sent", within=5) == "sent"
        later.join()

    def test_many_threads_send_through_one_carrier(self, twilio, carrier):
        with ThreadPoolExecutor(8) as senders:
            sids = list(senders.map(lambda n: carrier.send(text(str(n), key=str(n))), range(100)))
        twilio.settles()
        assert len(set(sids)) == 100
        assert sorted(map(int, twilio.phone(ANNA).texts)) == list(range(100))
        assert twilio.duplicates() == []
        assert twilio.lost_receipts == []

    def test_twilios_copy_is_blanked_once_the_message_is_done(self, twilio, carrier):
        sid = carrier.send(text("en hemmelighet"))
        twilio.settles()
        carrier.redact(sid)
        assert twilio.messages[0].body == ""
        assert twilio.phone(ANNA).last == "en hemmelighet"


class TestIn:
    def test_a_text_comes_signed_and_complete(self, twilio, product):
        answer = twilio.phone(ANNA).says("hei på deg & +1")
        assert answer.status_code == 204
        path, form = product.told[0]
        assert path == "/sms"
        assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
        assert (
            form.items()
            >= {
                "AccountSid": twilio.account_sid,
                "From": ANNA,
                "To": twilio.number,
                "Body": "hei på deg & +1",
                "NumMedia": "0",
                "NumSegments": "1",
                "FromCountry": "NO",
                "FromCity": "",
                "ApiVersion": "2010-04-01",
            }.items()
        )

    def test_pictures_and_parameters_nobody_knows_come_along(self, twilio, product):
        twilio.phone(ANNA).says("", media=["image/jpeg"], extra={"Fremtid": "ja"})
        _, form = product.told[0]
        assert (form["Body"], form["NumMedia"], form["Fremtid"]) == ("", "1", "ja")
        assert form["MediaContentType0"] == "image/jpeg"
        assert form["MessageSid"].startswith("MM")

    def test_texts_may_arrive_late_and_repeated(self, twilio, product):
        anna = twilio.phone(ANNA)
        first, second = anna.writes("1"), anna.writes("2")
        for inbound in (second, first, first):
            inbound.arrives()
        assert [form["Body"] for _, form in product.told] == ["2", "1", "1"]
        assert len({form["MessageSid"] for _, form in product.told}) == 2

    def test_a_product_with_another_token_refuses(self, twilio, product):
        product.check = SignatureCheck(["another"], None, [])
        assert twilio.phone(ANNA).says("hei").status_code == 403

    def test_a_product_behind_a_proxy_is_signed_for_by_its_public_address(self, twilio, product):
        public = twilio.public_url = "https://lavterskel.example/hjelp"
        product.check = SignatureCheck([twilio.auth_token], public, [])
        assert twilio.phone(ANNA).says("hei").status_code == 204
        carrier_of(twilio, public).send(text())
        twilio.settles()
        assert product.receipts() == ["queued", "sent", "delivered"]


class TestWhatTwilioDoesNotAllow:
    @pytest.mark.parametrize(
        ("form", "code"),
        [
            pytest.param({"To": ANNA, "From": "OURS", "Text": "hei"}, 20001, id="unknown"),
            pytest.param({"From": "OURS", "Body": "hei"}, 20001, id="no receiver"),
            pytest.param(
                {"To": ANNA, "From": "OURS", "Body": "hei", "ValidityPeriod": "long"},
                20001,
                id="a word for a number",
            ),
            pytest.param(
                {"To": ANNA, "From": "OURS", "Body": "hei", "ContentRetention": "forget"},
                20001,
                id="a value that is none",
            ),
            pytest.param({"To": [ANNA, DUTY], "From": "OURS", "Body": "a"}, 20001, id="twice"),
            pytest.param({"To": "90000001", "From": "OURS", "Body": "hei"}, 21211, id="no E.164"),
            pytest.param({"To": ANNA, "From": DUTY, "Body": "hei"}, 21659, id="not our number"),
            pytest.param({"To": ANNA, "From": "OURS"}, 21602, id="no text"),
            pytest.param({"To": ANNA, "From": "OURS", "Body": "a" * 1601}, 21617, id="too long"),
            pytest.param(
                {"To": ANNA, "From": "OURS", "Body": "a", "StatusCallback": "/sms"},
                21609,
                id="no address",
            ),
        ],
    )
    def test_a_wrong_request_is_refused_and_noted(self, twilio, form, code):
        sent = {name: twilio.number if value == "OURS" else value for name, value in form.items()}
        answer = httpx.post(
            f"{twilio.url}/2010-04-01/Accounts/{twilio.account_sid}/Messages.json",
            data=sent,
            auth=(twilio.account_sid, twilio.auth_token),
        )
        assert answer.status_code == 400
        assert answer.json()["code"] == code
        assert bool(twilio.violations) is (code == 20001)
        assert twilio.messages == []

    @pytest.mark.parametrize("wrong", ["account_sid", "auth_token"])
    def test_nobody_sends_without_signing_in(self, twilio, wrong):
        given = {wrong: "AC" + "f" * 32}
        with pytest.raises(CarrierRefused) as refused:
            carrier_of(twilio, "http://127.0.0.1", **given).send(text())
        assert (refused.value.code, refused.value.permanent) == (20003, False)

    def test_a_message_on_its_way_cannot_be_blanked(self, twilio, product, carrier):
        twilio.receipts.delay = 30
        sid = carrier.send(text())
        client = Client(twilio.account_sid, twilio.auth_token, environment={"none": None})
        client.api.base_url = twilio.url
        assert client.messages(sid).fetch().status == "queued"
        with pytest.raises(TwilioRestException) as refused:
            client.messages(sid).update(body="")
        assert (refused.value.status, refused.value.code) == (409, 20009)


class TestWhatGoesWrong:
    def test_a_number_is_refused_as_often_as_was_said(self, twilio, carrier):
        twilio.refuse(21614, to=ANNA, times=1)
        carrier.send(text("til vakta", to=DUTY, key="k2"))
        with pytest.raises(CarrierRefused):
            carrier.send(text())
        carrier.send(text())
        assert twilio.phone(ANNA).texts == ["hei"]

    def test_a_phone_that_is_off_gets_nothing_and_the_receipt_says_why(
        self, twilio, product, carrier
    ):
        twilio.fail(30003, to=ANNA)
        carrier.send(text())
        twilio.settles()
        twilio.phone(ANNA).hears_nothing(within=0.05)
        assert product.receipts() == ["queued", "sent", "undelivered"]
        assert product.told[-1][1]["ErrorCode"] == "30003"

    def test_stop_blocks_a_number_until_start(self, twilio, product, carrier):
        anna = twilio.phone(ANNA)
        for word, blocked in [
            ("stop", True),
            ("hei", True),
            ("START", False),
            ("Stop it", False),
            (" Quit ", True),
            ("yes", False),
        ]:
            anna.says(word)
            assert twilio.has_opted_out(ANNA) is blocked, word
        anna.says("STOPALL")
        with pytest.raises(CarrierRefused) as refused:
            carrier.send(text())
        assert refused.value.code == 21610

    def test_receipts_come_repeated_and_backwards(self, twilio, product, carrier):
        twilio.receipts.repeat, twilio.receipts.reverse = 2, True
        carrier.send(text())
        twilio.settles()
        assert product.receipts() == ["delivered"] * 2 + ["sent"] * 2 + ["queued"] * 2

    def test_receipts_can_stay_away(self, twilio, product, carrier):
        twilio.receipts.wanted = False
        carrier.send(text())
        twilio.settles(within=0)
        assert product.receipts() == []

    def test_a_receipt_the_product_does_not_take_is_noted(self, twilio, product, carrier):
        product.status = 500
        carrier.send(text())
        twilio.settles()
        assert [lost.split()[-1] for lost in twilio.lost_receipts] == ["500"] * 3

    def test_no_answer_after_taking_makes_a_duplicate_that_is_seen(self, twilio, product):
        impatient = carrier_of(twilio, product.url, timeout=0.2)
        twilio.hang(times=1, seconds=20)
        with pytest.raises(CarrierUnreachable) as unreachable:
            impatient.send(text())
        assert unreachable.value.perhaps_taken
        sid = impatient.send(text())
        assert [message.sid for message in twilio.duplicates()] == [sid]
        assert twilio.phone(ANNA).texts == ["hei", "hei"]

    def test_it_goes_away_and_comes_back_at_the_same_address(self, twilio, carrier):
        address = twilio.url
        carrier.send(text("før", key="1"))
        twilio.goes_away()
        with pytest.raises(CarrierUnreachable):
            carrier.send(text("mens", key="2"))
        twilio.comes_back()
        carrier.send(text("etter", key="3"))
        assert twilio.url == address
        assert twilio.phone(ANNA).texts == ["før", "etter"]

    def test_too_many_a_second_are_turned_away(self, twilio, carrier):
        twilio.throttle(2)
        taken = refused = 0
        for number in range(20):
            try:
                carrier.send(text(key=str(number)))
                taken += 1
            except CarrierBusy:
                refused += 1
        assert refused > 0
        assert taken == len(twilio.messages) >= 2
        twilio.heals()
        carrier.send(text(key="after"))

    def test_it_ends_even_while_somebody_is_kept_waiting(self, product):
        with TwilioStandin() as twilio:
            twilio.hang(seconds=60)
            impatient = carrier_of(twilio, product.url, timeout=0.1)
            with pytest.raises(CarrierUnreachable):
                impatient.send(text())
        with pytest.raises(httpx.ConnectError):
            httpx.get(twilio.url)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("1h30m", timedelta(minutes=90)),
    ],
)
def test_spans_are_written_short(written, meant):
    assert span(written) == meant


@pytest.mark.parametrize("nonsense", ["", "5", "m", "5 m", "-5m", "5x"])
def test_other_spans_are_no_spans(nonsense):
    with pytest.raises(ValueError, match="no span of time"):
        span(nonsense)
