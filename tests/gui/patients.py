"""A small file of invented patients."""

HEADER = "patient_id,age,crp,ward,died"


def rows(n: int = 400) -> list[str]:
    """Patients whose age and crp say something about death."""
    made = []
    for i in range(n):
        age, crp = 40 + (i * 7) % 50, (i * 37) % 100
        died = "yes" if (age + crp + (i * 53) % 60) > 145 else "no"
        made.append(f"P{i:04d},{age},{crp},{'ABC'[i % 3]},{died}")
    return made
