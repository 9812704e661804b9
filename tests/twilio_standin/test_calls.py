"""Calls from the product's carrier to a phone, and the product's answers on them."""

import re
from collections.abc import Iterator

import httpx
import pytest
from twilio.rest import Client

from bot.delivery.carrier import CarrierRefused, CarrierUnreachable
from bot.edge.spoken import ask, connect, hang_up, tell
from tests.twilio_standin import TwilioStandin
from tests.twilio_standin.product import ANNA, DUTY, TWIML, Product, carrier_of, page, text

PAGE = "/voice/page/token"
CONNECT = connect(
    ["Du blir koblet."], number=ANNA, our_number="+4759440000", action="/voice/dialled"
)


class TestJourneys:
    @pytest.fixture(autouse=True)
    def script(self, product: Product) -> None:
        product.twiml = {
            PAGE: ask(
                ["Et menneske trenger hjelp.", "Trykk 4."],
                action="/voice/taken",
                otherwise="/voice/no",
            ),
            "/voice/taken": tell(["Takk. Saken er din."]),
            "/voice/no": tell(["Vi ringer neste vakt."]),
            "/voice/dialled": tell(["Samtalen er over."]),
        }

    @pytest.fixture(autouse=True)
    def nothing_forbidden(self, twilio: TwilioStandin) -> Iterator[None]:
        yield
        assert twilio.violations == []

    def test_an_officer_hears_a_page_takes_it_and_is_thanked(self, twilio, product, carrier):
        sid = carrier.call(page("7/call"))
        call = twilio.phone(DUTY).rings()
        call.answers()
        call.hears("Et menneske trenger hjelp. Trykk 4. Et menneske")
        call.presses("4")
        call.hears("Saken er din")
        assert call.is_over
        assert product.asked() == [
            "/voice/page/token",
            "/voice/taken",
            "/voice/status?key=7%2Fcall",
        ]
        asked, pressed, ended = (form for _, form in product.told)
        assert (asked["CallSid"], asked["AnsweredBy"]) == (sid, "human")
        assert (pressed["Digits"], pressed["CallStatus"]) == ("4", "in-progress")
        assert ended["CallStatus"] == "completed"
        assert int(ended["CallDuration"]) >= 1

    def test_only_what_was_said_is_heard(self, twilio, carrier):
        carrier.call(page())
        call = twilio.phone(DUTY).rings()
        with pytest.raises(AssertionError, match="did not hear 'hjelp'"):
            call.hears("hjelp")
        call.answers()
        call.hears(re.compile("h.elp"))
        with pytest.raises(AssertionError, match=r"but 'Et menneske"):
            call.hears("Saken er din")

    def test_whoever_presses_nothing_is_led_on(self, twilio, product, carrier):
        carrier.call(page())
        call = twilio.phone(DUTY).rings()
        call.presses_nothing()
        call.hears("Vi ringer neste vakt")
        assert product.asked()[1:] == ["/voice/no", "/voice/status?key=k1"]

    @pytest.mark.parametrize(("keys", "taken"), [("44", "4"), ("#", "#"), ("*", "*")])
    def test_one_key_is_taken_where_one_is_asked_for(self, twilio, product, carrier, keys, taken):
        carrier.call(page())
        twilio.phone(DUTY).rings().presses(keys)
        assert product.told[1][1]["Digits"] == taken

    def test_the_square_ends_an_entry_unless_it_is_asked_for(self, twilio, product, carrier):
        product.twiml[PAGE] = TWIML.format("/voice/taken")
        carrier.call(page())
        call = twilio.phone(DUTY).rings()
        call.presses("#")
        assert call.is_over
        assert product.asked() == ["/voice/page/token", "/voice/status?key=k1"]

    def test_a_machine_is_told_of_and_ends_the_call(self, twilio, product, carrier):
        carrier.call(page())
        twilio.phone(DUTY).rings().voicemail()
        assert product.told[0][1]["AnsweredBy"] == "machine_start"
        assert product.told[1][1]["CallStatus"] == "completed"
        product.twiml[PAGE] = hang_up()
        carrier.call(page("k2"))
        call = twilio.phone(DUTY).rings()
        call.voicemail()
        assert call.said == []
        assert product.asked()[2:] == ["/voice/page/token", "/voice/status?key=k2"]

    @pytest.mark.parametrize(
        ("becomes", "status", "sip"),
        [
            ("is_busy", "busy", "486"),
            ("is_not_answered", "no-answer", "487"),
            ("fails", "failed", "404"),
        ],
    )
    def test_a_phone_that_nobody_answers_is_told_of(
        self, twilio, product, carrier, becomes, status, sip
    ):
        sid = carrier.call(page())
        getattr(twilio.phone(DUTY).rings(), becomes)()
        ((path, form),) = product.told
        assert path == "/voice/status?key=k1"
        assert form["Timestamp"].endswith("+0000")
        assert (
            form.items()
            >= {
                "CallSid": sid,
                "CallStatus": status,
                "CallDuration": "0",
                "Duration": "0",
                "CallbackSource": "call-progress-events",
                "SequenceNumber": "0",
                "SipResponseCode": sip,
                "From": twilio.number,
                "To": DUTY,
            }.items()
        )

    def test_nothing_more_happens_on_a_call_that_is_over(self, twilio, carrier):
        carrier.call(page())
        call = twilio.phone(DUTY).rings()
        call.answers()
        call.hangs_up()
        for late in (call.hangs_up, call.is_busy, lambda: call.presses("4")):
            with pytest.raises(AssertionError, match="completed"):
                late()

    def test_an_officer_is_put_through_and_both_hang_up(self, twilio, product, carrier):
        product.twiml["/voice/taken"] = CONNECT
        carrier.call(page())
        officer = twilio.phone(DUTY).rings()
        officer.presses("4")
        officer.hears("Du blir koblet")
        person = twilio.phone(ANNA).rings()
        assert person.sender == twilio.number
        person.answers()
        person.hangs_up()
        path, form = product.told[2]
        assert path == "/voice/dialled"
        assert (form["CallSid"], form["DialCallSid"]) == (officer.sid, person.sid)
        assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "true")
        officer.hears("Samtalen er over")
        assert product.asked()[3:] == ["/voice/status?key=k1"]

    @pytest.mark.parametrize(
        ("becomes", "status"),
        [("is_busy", "busy"), ("is_not_answered", "no-answer"), ("fails", "failed")],
    )
    def test_a_person_who_cannot_be_put_through_is_told_of(
        self, twilio, product, carrier, becomes, status
    ):
        product.twiml[PAGE] = CONNECT
        carrier.call(page())
        officer = twilio.phone(DUTY).rings()
        officer.answers()
        getattr(twilio.phone(ANNA).rings(), becomes)()
        assert product.told[1][1]["DialCallStatus"] == status
        assert "DialCallDuration" not in product.told[1][1]
        officer.hears("Samtalen er over")

    def test_an_officer_who_hangs_up_first_ends_both_calls(self, twilio, product, carrier):
        product.twiml[PAGE] = CONNECT
        carrier.call(page())
        officer = twilio.phone(DUTY).rings()
        officer.answers()
        person = twilio.phone(ANNA).rings()
        officer.hangs_up()
        assert person.is_over
        assert product.told[1][1]["DialCallStatus"] == "no-answer"
        assert product.asked()[1:] == ["/voice/dialled", "/voice/status?key=k1"]
        assert officer.said == ["Du blir koblet."]

    def test_calls_can_be_refused_while_texts_pass(self, twilio, carrier):
        twilio.fail_calls(21216, to=DUTY, times=1)
        carrier.send(text(to=DUTY))
        with pytest.raises(CarrierRefused) as refused:
            carrier.call(page())
        assert refused.value.code == 21216
        carrier.call(page("k2"))
        assert [call.key for call in twilio.calls] == ["k2"]

    def test_a_call_made_twice_is_seen_and_a_text_of_the_same_key_is_none(self, twilio, product):
        impatient = carrier_of(twilio, product.url, timeout=0.5)
        impatient.send(text(to=DUTY))
        twilio.hang(times=1, seconds=20)
        with pytest.raises(CarrierUnreachable) as unreachable:
            impatient.call(page())
        assert unreachable.value.perhaps_taken
        sid = impatient.call(page())
        assert [call.sid for call in twilio.duplicates()] == [sid]
        assert len(twilio.phone(DUTY).calls) == 2

    def test_ends_come_repeated_or_not_at_all(self, twilio, product, carrier):
        twilio.receipts.repeat = 2
        carrier.call(page())
        twilio.phone(DUTY).rings().is_busy()
        twilio.receipts.wanted = False
        carrier.call(page("k2"))
        twilio.phone(DUTY).rings().is_busy()
        assert product.asked() == ["/voice/status?key=k1"] * 2

    def test_a_page_that_only_leads_to_itself_is_stopped(self, twilio, product, carrier):
        product.twiml[PAGE] = f"<Response><Redirect>{PAGE}</Redirect></Response>"
        carrier.call(page())
        with pytest.raises(AssertionError, match="round in circles"):
            twilio.phone(DUTY).rings().answers()


def test_a_call_rings_is_answered_and_takes_a_key(twilio, product):
    client = Client(twilio.account_sid, twilio.auth_token, environment={"none": None})
    client.api.base_url = twilio.url
    url = f"{product.url}/voice/page/token"
    status = f"{product.url}/voice/status"
    made = client.calls.create(to=DUTY, from_=twilio.number, url=url, status_callback=status)
    call = twilio.phone(DUTY).rings()
    assert call.sid == made.sid
    assert "<Gather" in call.answers(answered_by="human")
    call.presses("4")
    call.ends("completed")
    paths = [path for path, _ in product.told]
    assert paths == ["/voice/page/token", "/voice/pressed?page=1", "/voice/status"]
    assert product.told[0][1]["AnsweredBy"] == "human"
    assert product.told[1][1]["Digits"] == "4"
    assert product.told[2][1]["CallStatus"] == "completed"


class TestWhatTwilioDoesNotAllow:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            pytest.param({"To": "90000001"}, 21211, id="no E.164"),
            pytest.param({"From": DUTY}, 21659, id="not our number"),
            pytest.param({"Url": "/voice"}, 21205, id="no address"),
            pytest.param({"Url": ""}, 21205, id="nothing to say"),
            pytest.param({"StatusCallback": "http://a_b.no/"}, 21609, id="no host"),
            pytest.param({"StatusCallbackEvent": ["completed", "busy"]}, 20001, id="no event"),
            pytest.param({"MachineDetection": "true"}, 20001, id="no way to listen"),
            pytest.param({"Timeout": "601"}, 20001, id="too long a ringing"),
            pytest.param({"Timeout": "long"}, 20001, id="a word for a number"),
            pytest.param({"Method": "GET"}, 20001, id="asked without a form"),
            pytest.param({"IfMachine": "Hangup"}, 20001, id="unknown"),
        ],
    )
    def test_a_wrong_call_is_refused_and_noted(self, twilio, changes, code):
        call = {"To": ANNA, "From": twilio.number, "Url": "https://x.no/voice", **changes}
        answer = httpx.post(
            f"{twilio.url}/2010-04-01/Accounts/{twilio.account_sid}/Calls.json",
            data=call,
            auth=(twilio.account_sid, twilio.auth_token),
        )
        assert answer.status_code == 400
        assert answer.json()["code"] == code
        assert bool(twilio.violations) is (code == 20001)
        assert twilio.calls == []

    @pytest.mark.parametrize(
        ("twiml", "fault"),
        [
            pytest.param("Hei", "the answer is no XML", id="no XML"),
            pytest.param("<Hangup/>", "the answer is a Hangup", id="no response"),
            pytest.param("<Response><Record/></Response>", "holds a Record", id="verb"),
            pytest.param('<Response><Pause seconds="1"/></Response>', "no seconds", id="attribute"),
            pytest.param('<Response><Pause length="-1"/></Response>', "length='-1'", id="value"),
            pytest.param("<Response><Say>hei</Say></Response>", "Say without voice", id="English"),
            pytest.param("<Response><Gather/></Response>", "Gather without action", id="nowhere"),
            pytest.param(
                '<Response><Gather action="/a"><Hangup/></Gather></Response>',
                "Gather holds a Hangup",
                id="verb in the wrong place",
            ),
            pytest.param(
                f'<Response><Dial callerId="{ANNA}"><Number>{DUTY}</Number></Dial></Response>',
                "is not our number",
                id="in another's name",
            ),
            pytest.param(
                '<Response><Dial callerId="+4759440000"><Number>112</Number></Dial></Response>',
                "Number with the text '112'",
                id="no E.164",
            ),
        ],
    )
    def test_a_wrong_answer_on_a_call_is_noted(self, twilio, product, carrier, twiml, fault):
        product.twiml[PAGE] = twiml
        carrier.call(page())
        twilio.phone(DUTY).rings().answers()
        assert fault in twilio.violations[0]
