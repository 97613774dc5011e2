"""What a column's name says: an identifier, a code list, something that identifies a person."""

import re

_PERSON = {"patient", "pat", "pt", "subject", "subj", "person", "participant", "mrn", "case"}
_RECORD = {"encounter", "visit", "record", "admission", "stay", "hadm", "row", "episode", "study"}
_NUMBER = {"id", "ids", "nr", "no", "num", "number", "nbr", "key", "code", "index", "#", "identifier"}
_ROWS = {"rownames", "rowname", "index", "sno", "lfdnr", "unnamed", "hadmid", "recordid", "visitid"}
_ALONE = {"id", "mrn", "pid", "uid", "uuid", "guid", "patid", "subjid"}
_ALONE |= {"usubjid", "patientid", "subjectid", "personid", "caseid", "fallnr", "patnr"}
_CODES = {"id", "code", "cd", "type", "class", "category", "cat"}

SAFE_HARBOR: tuple[tuple[str, frozenset[str], tuple[frozenset[str], ...]], ...] = (
    (
        "A",
        frozenset(
            {"surname", "lastname", "firstname", "fullname", "forename", "vorname", "nachname", "prenom"}
        )
        | {"prénom", "apellido", "apellidos", "cognome", "nombre", "initials"},
        tuple(
            frozenset({"name", word})
            for word in ("patient", "first", "last", "full", "family", "given", "middle", "maiden", "pat")
        ),
    ),
    (
        "B",
        frozenset({"address", "street", "zip", "zipcode", "postcode", "plz", "adresse", "strasse", "straße"})
        | {"dirección", "direccion", "indirizzo", "cap", "postal"},
        (),
    ),
    (
        "C",
        frozenset({"dob", "birthdate", "birthday", "geburtsdatum", "geburtstag", "geb", "dateofbirth"}),
        (
            frozenset({"birth", "date"}),
            frozenset({"date", "naissance"}),
            frozenset({"fecha", "nacimiento"}),
            frozenset({"data", "nascita"}),
        ),
    ),
    ("D", frozenset({"phone", "telephone", "telefon", "mobile", "handy", "teléfono", "telefono", "tel"}), ()),
    ("E", frozenset({"fax"}), ()),
    ("F", frozenset({"email", "mail"}), (frozenset({"e", "mail"}),)),
    (
        "G",
        frozenset({"ssn", "nino", "nir", "sozialversicherungsnummer"}),
        (frozenset({"social", "security"}),),
    ),
    ("I", frozenset({"krankenkassennummer", "versichertennummer"}), (frozenset({"insurance", "number"}),)),
    ("N", frozenset({"url", "website"}), ()),
    ("O", frozenset({"ip"}), (frozenset({"ip", "address"}),)),
)
"""The HIPAA Safe Harbor classes (45 CFR 164.514(b)(2)) seen in a name: single words, sets of words."""


def words_of(name: str) -> list[str]:
    """Return a column name's words in lower case.

    >>> words_of("Patient_nbr"), words_of("dateOfBirth"), words_of("subject#")
    (['patient', 'nbr'], ['date', 'of', 'birth'], ['subject', '#'])
    """
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W\d_]+|#", spaced.lower())


def identifies(name: str) -> int:
    """Return how surely a name speaks of an identifier: 3 a patient's, 2 a plain one, 1 a
    record's, 0 none.

    >>> identifies("patient_nbr"), identifies("ID"), identifies("encounter_id"), identifies("age")
    (3, 2, 1, 0)
    """
    words = words_of(name)
    rest = set(words) - _NUMBER
    if not words or len(words) > 3:
        return 0
    if rest and rest <= _PERSON and (len(words) > 1 or rest <= {"mrn", "subject"}):
        return 3
    if "".join(words) in _ALONE:
        return 3 if words[0][:3] in ("pat", "sub", "usu", "per", "mrn", "pid") else 2
    record = bool(rest) and rest <= _RECORD and len(words) > 1
    return 1 if record or "".join(words) in _ROWS else 0


def is_code(name: str) -> bool:
    """Return whether a name ends in a word for a code list (``admission_type_id``)."""
    words = words_of(name)
    return len(words) > 1 and words[-1] in _CODES


def safe_harbor(name: str) -> str:
    """Return the Safe Harbor class (A name, C birth date, ...) that a name speaks of, or "".

    >>> safe_harbor("dob"), safe_harbor("E-Mail"), safe_harbor("drug_name"), safe_harbor("name")
    ('C', 'F', '', 'A')
    """
    words = set(words_of(name))
    if words == {"name"}:
        return "A"
    joined = "".join(words_of(name))
    for letter, single, groups in SAFE_HARBOR:
        if words & single or joined in single or any(group <= words for group in groups):
            return letter
    return ""
