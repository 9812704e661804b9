import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.register import Place, Register
from tests.register.conftest import WriteFolder


def shown(places: list[Place]) -> list[str]:
    return [f"{place.code} {place.bydel}" if place.bydel else place.code for place in places]


ANSWERS = {
    "postnummer": ("0653", ["0301"]),
    "postnummer and post town": ("2317 Hamar", ["3403"]),
    "postnummer and a post town that is no kommune": ("2380 Brumunddal", ["3411"]),
    "postnummer after the country": ("N-9990 Båtsfjord", ["5632"]),
    "postnummer in Arabic digits": ("٠٦٥٣", ["0301"]),
    "postnummer within an address": ("Storgata 15, 2317 Hamar", ["3403"]),
    "postnummer that contradicts the name": ("2317 Oslo", ["3403", "0301"]),
    "four digits that are money": ("jeg har 1500 kroner", []),
    "four digits of a phone number": ("ring 4797 1234", []),
    "the token of a phone number": ("⟨phone 1⟩", []),
    "name": ("Oslo", ["0301"]),
    "name in small letters": ("oslo", ["0301"]),
    "name in capitals": ("TROMSØ", ["5501"]),
    "name and question mark": ("hamar?", ["3403"]),
    "name of several words": ("nore og uvdal", ["3338"]),
    "name with a hyphen": ("Stor-Elvdal", ["3423"]),
    "hyphen left out": ("stor elvdal", ["3423"]),
    "in Oslo": ("i Oslo", ["0301"]),
    "live in Hamar kommune": ("bor i Hamar kommune", ["3403"]),
    "an ordinary word as a place": ("jeg bor i nes", ["3228", "3322"]),
    "a short word as the whole answer": ("ås", ["3218"]),
    "with a friend": ("hos en venn i Sarpsborg", ["3105"]),
    "nynorsk": ("eg bur på Voss", ["4621"]),
    "English": ("I live in Bergen", ["4601"]),
    "Polish": ("mieszkam w gminie Ringsaker", ["3411"]),
    "Arabic script": ("أسكن في أوسلو", ["0301"]),
    "Arabic without hamza": ("اوسلو", ["0301"]),
    "Arabic with the preposition written on": ("أنا بأوسلو", ["0301"]),
    "Latin name in Arabic": ("أسكن في Hamar", ["3403"]),
    "Ukrainian": ("Осло", ["0301"]),
    "North Sámi name": ("Guovdageaidnu", ["5612"]),
    "South Sámi name": ("Snåase", ["5041"]),
    "Norwegian name beside the Sámi": ("Snåsa", ["5041"]),
    "Kven name": ("Kaivuono", ["5540"]),
    "Sámi name without marks": ("Karasjohka", ["5610"]),
    "aa for å": ("Aalesund", ["1508"]),
    "oe for ø": ("Tromsoe", ["5501"]),
    "ae for æ": ("Baerum", ["3201"]),
    "Swedish ö": ("Tromsö", ["5501"]),
    "no marks": ("Alesund", ["1508"]),
    "bydel": ("Alna", ["0301 Alna"]),
    "bydel that holds the kommune's name": ("gamle oslo", ["0301 Gamle Oslo"]),
    "bydel and kommune": ("bydel Bjerke i Oslo", ["0301 Bjerke"]),
    "bydel without marks": ("grunerlokka", ["0301 Grünerløkka"]),
    "bydel with a full stop": ("St.Hanshaugen", ["0301 St. Hanshaugen"]),
    "bydel by its long name": ("sankt hanshaugen", ["0301 St. Hanshaugen"]),
    "former kommune": ("Askim", ["3118"]),
    "former kommune that was split": ("Stokke", ["3905", "3907"]),
    "former name taken up again": ("Haram", ["1580"]),
    "former code": ("0219", ["3201"]),
    "former code, of what was split": ("0720", ["3905", "3907"]),
    "former code that is a postnummer now": ("1504", ["3103"]),
    "post town": ("Jessheim", ["3209"]),
    "two kommuner of one name": ("Våler", ["3114", "3419"]),
    "one of them by its fylke": ("Våler i Innlandet", ["3419"]),
    "one of them in brackets": ("Herøy (Nordland)", ["1818"]),
    "a name that another kommune once had": ("Os", ["3430", "4624"]),
    "Svalbard is known though no kommune": ("Longyearbyen", ["2100"]),
    "from one, living in another": ("Jeg er fra Hamar men bor i Oslo", ["0301"]),
    "two places": ("Oslo eller Hamar", ["0301", "3403"]),
    "denied": ("jeg bor ikke i Oslo", []),
    "do not know": ("jeg vet ikke", []),
    "nowhere to live": ("jeg har ikke noe sted å bo", []),
    "at home": ("hjemme", []),
    "now": ("nå", []),
    "a laugh": ("ha", []),
    "a friend who has a town's name": ("hos mamma og Lena", []),
    "skiing": ("vi er på ski i fjellet", []),
    "nothing": ("", []),
    "signs": ("?!", []),
}


@pytest.mark.parametrize(("answer", "codes"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_says_where_somebody_is(
    register: Register, answer: str, codes: list[str]
) -> None:
    assert shown(register.find_places(answer)) == codes


TEXTS = {
    "after i": ("mannen min slår meg og vi er i Drammen", ["3301"]),
    "after fra": ("hei jeg ringer fra hamar og trenger mat", ["3403"]),
    "after in": ("I have no food, I am in Bergen", ["4601"]),
    "after w": ("nie mam gdzie spać, jestem w Oslo", ["0301"]),
    "after في": ("ليس عندي طعام وأنا في Hamar", ["3403"]),
    "kommune after the name": ("hilsen Anne i Lom kommune", ["3434"]),
    "NAV before the name": ("har vært hos NAV Grünerløkka tre ganger", ["0301 Grünerløkka"]),
    "a word for the postnummer": ("mitt postnummer er 2317 og jeg fryser", ["3403"]),
    "postnummer with its post town": ("jeg er i Storgata, 2380 Brumunddal", ["3411"]),
    "ordinary word after a verb of living": ("jeg bor i strand og har ingen mat", ["1130"]),
    "ordinary word with a capital": ("jeg er i Moss og har ingen mat", ["3103"]),
    "post town after a verb of living": ("vi bor i Jessheim", ["3209"]),
    "shouted": ("JEG BOR I HAMAR", ["3403"]),
    "one letter typed by an English keyboard": ("vi er i Tromso", ["5501"]),
    "for": ("kan du ringe meg for jeg har ikke penger", []),
    "os": ("kan kommunen hjelpe os med mat", []),
    "al": ("lei av al ventingen på svar", []),
    "bo": ("jeg har vel rett på bo og mat", []),
    "ås": ("huset ligger på en ås ved vannet", []),
    "time": ("jeg har ventet i time etter time", []),
    "in time": ("will I get the money in time", []),
    "at school": ("jeg er i time på skolen", []),
    "on skis": ("hun brakk beinet på ski", []),
    "shouted, on skis": ("JEG ER PÅ SKI", []),
    "on the beach": ("vi sover på stranda i natt", []),
    "in the sun": ("sitter i sola uten mat", []),
    "just now": ("i stad ringte de meg", []),
    "Polish: since the morning": ("jestem chora z rana", []),
    "a holiday": ("vi har ikke mat i Eid", []),
    "what is forbidden": ("pengene kommer fra Haram sier de", []),
    "a woman named like a town": ("jeg fikk penger fra Lena", []),
    "name without anything around it": ("Hamar er fint", []),
    "money": ("jeg har 2317 kroner igjen", []),
    "year": ("jeg kom i 2015 fra Syria", []),
    "denied": ("jeg er ikke i Oslo lenger", []),
}


@pytest.mark.parametrize(("text", "codes"), TEXTS.values(), ids=TEXTS.keys())
def test_a_place_is_heard_in_a_text_only_where_it_is_meant(
    register: Register, text: str, codes: list[str]
) -> None:
    assert shown(register.mentioned_places(text)) == codes


def test_a_sentence_that_answers_at_length_is_read_strictly(register: Register) -> None:
    answer = "ja altså det er slik at os og al og time ikke er det samme som nes og ski"
    assert register.find_places(answer) == []


def test_every_kommune_is_found_by_each_of_its_names(register: Register) -> None:
    missed = [
        (kommune.code, form)
        for kommune in register.kommuner.values()
        for form in kommune.forms
        if kommune.code not in shown(register.find_places(form))
    ]
    assert missed == []


def test_every_kommune_is_found_in_a_sentence_about_living_there(register: Register) -> None:
    missed = [
        kommune.name
        for kommune in register.kommuner.values()
        if kommune.code not in shown(register.mentioned_places(f"jeg bor i {kommune.name}"))
    ]
    assert missed == []


def test_every_postnummer_leads_to_its_kommune(register: Register) -> None:
    missed = [
        postcode
        for postcode, (code, _) in register.atlas.postcodes.items()
        if shown(register.find_places(postcode)) != [code]
    ]
    assert missed == []


def test_every_bydel_of_oslo_is_found_and_has_an_office(register: Register) -> None:
    bydeler = register.bydeler("0301")
    assert len(bydeler) == 15
    for place in bydeler:
        assert place.bydel is not None
        assert register.find_places(place.bydel) == [place]
        assert register.place(place.area) == place
        office = register.office_for(place)
        assert office is not None
        assert office.bydel == place.bydel


def test_only_oslo_is_divided(register: Register) -> None:
    assert register.bydeler("3403") == []


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_can_be_read(register: Register, text: str) -> None:
    known = {**register.kommuner, **register.atlas.territories}
    for place in register.find_places(text) + register.mentioned_places(text):
        assert place.code in known


def test_the_demo_knows_the_real_kommuner_and_connects_only_made_up_ones(demo: Register) -> None:
    assert [place.connected for place in demo.find_places("Oslo eller Hamar")] == [False, False]
    assert [place.connected for place in demo.find_places("Lykkefjord")] == [True]
    assert [place.connected for place in demo.find_places("9995 Stillevik")] == [True]
    assert [place.connected for place in demo.find_places("Solvik")] == [False]


def test_no_real_kommune_is_connected_yet(register: Register) -> None:
    assert not any(place.connected for place in map(register.place, register.kommuner) if place)


def test_a_bydel_may_be_connected_before_its_kommune(folder: WriteFolder) -> None:
    agreements = (
        "agreements:\n"
        '  - {kommune: "0301", bydel: Alna, agreed_on: 2026-11-21, approved_by: leader}\n'
    )
    made = Register.load(folder(agreements_yml=agreements))
    assert [place.connected for place in made.find_places("Alna")] == [True]
    assert [place.connected for place in made.find_places("Bjerke")] == [False]
    assert [place.connected for place in made.find_places("Oslo")] == [False]


def test_a_place_is_told_by_one_code(register: Register) -> None:
    assert [place.area for place in register.find_places("Hamar")] == ["3403"]
    assert [place.area for place in register.find_places("Alna")] == ["0326"]
    assert register.place("0301", "Alna") == register.place("0326")
    assert register.place("0000") is None
