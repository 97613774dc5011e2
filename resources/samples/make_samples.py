"""Make the examples: a synthetic readmission cohort (seeded) and the breast-cancer table.

    python resources/samples/make_samples.py

The cohort is invented from the first patient to the last. It is shaped like a real one so that
each step of the work has something to show: skewed laboratory values, U-shaped effects, an
interaction, a rare department, laboratory tests that are ordered for the sick (so that their
absence says something), and patients who come back.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer

SEED = 20251
PATIENTS = 6_000
PREVALENCE = 0.18
HERE = Path(__file__).parent


def cohort(seed: int = SEED, patients: int = PATIENTS) -> pd.DataFrame:
    """Return one row a hospital stay of invented patients, event ``readmitted_30d`` = yes."""
    random = np.random.default_rng(seed)
    stays = 1 + (random.random(patients) < 0.10) + (random.random(patients) < 0.02)
    person = np.repeat(np.arange(patients), stays)
    n = person.size
    frailty = random.normal(size=patients)[person]
    age = np.clip(random.normal(66, 15, patients)[person] + 3 * frailty, 18, 89).round()
    sex = np.where(random.random(patients) < 0.48, "female", "male")[person]
    bmi = np.clip(random.lognormal(np.log(26.5), 0.2, patients)[person], 14, 60).round(1)
    diabetes = random.random(patients)[person] < _sigma(-1.6 + 0.02 * (age - 65) + 0.07 * (bmi - 26))
    heart_failure = random.random(patients)[person] < _sigma(-2.1 + 0.04 * (age - 65) + 0.5 * frailty)
    before = random.poisson(np.exp(-0.9 + 0.45 * frailty + 0.5 * heart_failure))
    emergency = random.random(n) < _sigma(0.1 + 0.4 * frailty)
    admission = np.where(emergency, "emergency", np.where(random.random(n) < 0.75, "elective", "transfer"))
    stay = np.clip(random.lognormal(1.3 + 0.25 * frailty + 0.3 * emergency, 0.7), 1, 90).round()
    sick = 0.7 * frailty + 0.6 * emergency + 0.4 * heart_failure + random.normal(0, 0.7, n)
    creatinine = random.lognormal(np.log(82) + 0.10 * sick + 0.006 * (age - 65), 0.32).round()
    crp = random.lognormal(1.9 + 0.55 * sick, 1.0).round(1)
    sodium = (random.normal(139.2, 3.0, n) - 0.8 * sick).round()
    albumin = np.clip(random.normal(39, 4, n) - 2.2 * sick, 15, 55).round()
    haemoglobin = np.clip(random.normal(133, 15, n) - 5 * sick - 6 * (sex == "female"), 55, 190).round()
    lactate = random.lognormal(0.35 + 0.28 * sick, 0.4).round(1)
    pressure = np.clip(random.normal(134, 19, n) - 4 * sick, 70, 230).round()
    drugs = random.poisson(np.exp(1.45 + 0.2 * frailty + 0.25 * heart_failure + 0.15 * diabetes))
    department = _drawn(random, n, DEPARTMENTS)
    diagnosis = _drawn(random, n, DIAGNOSES)
    diagnosis[heart_failure & (random.random(n) < 0.5)] = "heart failure"
    alone = random.random(patients)[person] < 0.31
    to = np.where(random.random(n) < _sigma(-2.6 + 0.05 * (age - 70) + 0.6 * frailty), "care home", "home")
    to[random.random(n) < 0.05] = "other hospital"
    logit = (
        0.55 * np.log1p(before)
        + 0.35 * np.log(crp / 7)
        + 0.9 * np.maximum(np.log(creatinine / 95), 0)
        + 0.010 * np.square((bmi - 27) / 2).clip(0, 60)
        + 0.012 * np.square(sodium - 139).clip(0, 100)
        - 0.055 * (albumin - 38)
        + 0.03 * (age - 66) * heart_failure
        + 0.35 * heart_failure
        + 0.05 * (drugs - 5)
        + 0.30 * alone * (to == "home")
        + 0.25 * np.isin(diagnosis, ["COPD", "heart failure", "sepsis"])
        + 0.20 * emergency
        + 0.25 * frailty
    )
    luck = random.random(n)
    event = luck < _sigma(logit + _intercept(logit, luck, PREVALENCE))
    frame = pd.DataFrame(
        {
            "patient_id": [f"S{i + 1:05d}" for i in person],
            "discharge_date": pd.to_datetime("2023-01-01")
            + pd.to_timedelta(random.integers(0, 730, n), unit="D"),
            "age": age.astype(int),
            "sex": sex,
            "department": department,
            "admission_type": admission,
            "diagnosis_group": diagnosis,
            "length_of_stay_days": stay.astype(int),
            "previous_admissions": before,
            "bmi_kg_m2": bmi,
            "systolic_bp_mmhg": pressure.astype(int),
            "haemoglobin_g_l": haemoglobin.astype(int),
            "creatinine_umol_l": creatinine.astype(int),
            "sodium_mmol_l": sodium.astype(int),
            "albumin_g_l": albumin.astype(int),
            "crp_mg_l": crp,
            "lactate_mmol_l": lactate,
            "diabetes": _yes(diabetes),
            "heart_failure": _yes(heart_failure),
            "drugs_at_discharge": drugs,
            "lives_alone": _yes(alone),
            "discharged_to": to,
            "readmitted_30d": _yes(event),
        }
    )
    return _with_gaps(frame, random, sick).sort_values("discharge_date", kind="stable", ignore_index=True)


DEPARTMENTS = {
    "general medicine": 0.30,
    "surgery": 0.22,
    "cardiology": 0.16,
    "orthopaedics": 0.12,
    "pneumology": 0.09,
    "neurology": 0.07,
    "oncology": 0.038,
    "burns unit": 0.002,
}
DIAGNOSES = {
    "other": 0.27,
    "fracture": 0.13,
    "infection": 0.13,
    "cancer": 0.10,
    "COPD": 0.09,
    "stroke": 0.08,
    "heart failure": 0.07,
    "coronary disease": 0.07,
    "sepsis": 0.06,
}


def _sigma(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def _yes(truth: np.ndarray) -> np.ndarray:
    return np.where(truth, "yes", "no")


def _drawn(random: np.random.Generator, n: int, shares: dict[str, float]) -> np.ndarray:
    return random.choice(np.array(list(shares), dtype=object), n, p=list(shares.values()))


def _intercept(logit: np.ndarray, luck: np.ndarray, prevalence: float) -> float:
    """The shift at which the share of events is the prevalence, by bisection."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if np.mean(luck < _sigma(logit + middle)) < prevalence else (low, middle)
    return (low + high) / 2


def _with_gaps(frame: pd.DataFrame, random: np.random.Generator, sick: np.ndarray) -> pd.DataFrame:
    """Blank out tests that were not ordered: lactate and albumin are measured in the sick."""
    measured = {
        "lactate_mmol_l": _sigma(-0.6 + 1.6 * sick),
        "albumin_g_l": _sigma(1.1 + 0.9 * sick),
        "bmi_kg_m2": np.full(sick.size, 0.88),
        "crp_mg_l": _sigma(2.2 + 0.8 * sick),
        "lives_alone": np.full(sick.size, 0.93),
    }
    for name, share in measured.items():
        known = random.random(sick.size) < share
        whole = frame[name].dtype.kind == "i"
        frame[name] = (frame[name].astype("Int64") if whole else frame[name]).where(known)
    return frame


def breast_cancer() -> pd.DataFrame:
    """Return the Wisconsin diagnostic table (569 biopsies, real), outcome ``diagnosis``."""
    bunch = load_breast_cancer(as_frame=True)
    frame = bunch.data.rename(columns=lambda name: name.replace(" ", "_"))
    frame.insert(0, "diagnosis", np.where(bunch.target == 0, "malignant", "benign"))
    return frame


if __name__ == "__main__":
    cohort().to_csv(HERE / "readmission_synthetic.csv", index=False, lineterminator="\n")
    breast_cancer().to_csv(HERE / "breast_cancer.csv", index=False, lineterminator="\n")
