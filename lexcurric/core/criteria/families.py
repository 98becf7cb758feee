"""
Families of words: what statements can have in common where they share no word, such as an invoice and an expense.

The families follow the work activities of the O*NET content model (Generalized Work Activities) and the steps of common
trades, and hold plain words that belong to one of them nearly always. The lists are ours. A word of a trade that means
something else elsewhere (`bar`, `joint`) stays out: a wrong link costs more than a missing one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

# fmt: off
FAMILIES: Mapping[str, str] = {
    # Information, documents, people
    "Files and records": (
        "file filing record records archive repository folder binder library retention retrieve refile index"
    ),
    "Drafting documents": (
        "document documents draft drafts proofread pleading brief memo template typing typeset publishing publication "
        "photocopy collate wording"
    ),
    "Forms": "form forms intake questionnaire",
    "Gathering information": "gather gathering compile request subpoena consolidate research interview survey",
    "Mail and delivery": "mail fax courier correspondence letter email e-mail transmission post parcel dispatch",
    "Calls and reception": "telephone phone call caller reception receptionist voicemail switchboard visitor greet",
    "Talking with people": (
        "communication communicate listening conversation negotiate negotiation present presentation liaise liaison"
    ),
    "Customers": "customer client guest visitor complaint feedback satisfaction",
    "Time and schedules": (
        "calendar schedule scheduling docket deadline appointment timetable roster rota booking prioritize agenda"
    ),
    "Costs and prices": (
        "invoice billing bill account accounting accounts payable receivable payment price pricing cost costing budget "
        "margin expense revenue profit payroll tax cash ledger payback financial estimate quotation spreadsheet"
    ),
    "Staff and training": (
        "staff staffing mentor train trainee training coach apprentice onboarding crew personnel employee workforce "
        "newcomer recruit"
    ),
    "Policies and leadership": (
        "strategy strategic organizational firm-wide department cross-functional policy handbook procedure standard "
        "protocol oversight vision leadership management-system"
    ),
    "Software and data": (
        "database digital cloud computer spreadsheet platform technology network server backup website data"
    ),
    # Keeping things right
    "Rules and risk": (
        "compliance regulation regulatory risk audit auditor haccp license permit legislation integrity confidential "
        "confidentiality privacy"
    ),
    "Safety": "safety hazard ppe lockout emergency accident ladder fire guard evacuate spill first-aid",
    "Cleaning and hygiene": (
        "clean cleaning deep-clean clean-down wash rinse sanitize sanitizer hygiene hygienic disinfect sterilize "
        "sterile sterilization scrub contamination allergen laundry swab haccp housekeeping"
    ),
    "Quality": (
        "quality inspect inspection defect sample taste fault recall zero-defect rework root tolerance "
        "conformity"
    ),
    "Measuring": "weigh measure measurement temperature gauge caliper thermometer dose dosage",
    "Calculating": "calculate calculation percentage formula formulas ratio recipe compute",
    "Stock and supplies": (
        "stock inventory supply supplies supplier vendor delivery deliveries storage warehouse lot replenish shelf "
        "purchasing procurement specification specifications ingredient ingredients raw"
    ),
    "Machines and upkeep": (
        "machine machinery equipment mixer divider slicer sheeter oven scale maintenance calibration calibrate "
        "lubricate repair replace overhaul breakdown installation technician troubleshoot belt blade bearing motor pump"
    ),
    "Waste and yield": "waste scrap trimmings unsold yield loss losses energy recycle leftover offcut emission",
    "Products and range": "range assortment launch menu collection concept prototype trial selling reprice margin",
    "Production planning": "demand forecast capacity backlog seasonal peak schedule",
    # Making things
    "Mixing": "mix mixing mixer blend stir knead dissolve dilute hydration hydration gluten emulsify",
    "Fermenting": "ferment fermentation preferment levain poolish proofed retarding sourdough brew inoculation",
    "Shaping": "shape shaping divide round fold roll mold bend forge sculpt laminate",
    "Heating and cooking": "oven bake baking baked roast boil fry grill steam cook furnace kiln loaf crust",
    "Cutting": "cut saw drill mill lathe grind chisel plane router shear slice",
    "Joining": "weld welding solder braze rivet bolt fasten glue screw assemble assembly seam",
    "Surfaces": "paint coat coating primer varnish sand polish plaster render prime sealant",
    "Electricity": "wire wiring circuit conduit voltage breaker grounding electrical cable socket",
    "Pipes": "pipe piping valve drain plumbing fitting leak faucet water-supply sewer",
    "Vehicles": "vehicle engine brake tire steering transmission chassis exhaust suspension clutch",
    "Packing and shipping": "pack packing packaging wrap pallet palletize ship shipping crate carton",
    "Growing": "soil plant crop seed irrigate irrigation harvest fertilizer prune pest greenhouse",
    # Caring for people
    "Medication": "medication medicine drug injection prescription infusion pharmacy",
    "Vital signs": "pulse vital vitals blood breathing respiration oxygen symptom",
    "Personal care": "bathe bath bathing dressing grooming toileting continence oral-care shave",
    "Moving and lifting": "mobility transfer wheelchair walker gait ambulate ambulation lift lifting hoist posture",
    "Eating and drinking": "meal feed feeding diet fluid nutrition dining swallow swallowing snack hydrate appetite",
    "Infection control": "infection isolation glove gown protective hygiene outbreak quarantine pathogen sterile",
    "Teaching": "lesson classroom curriculum teach teaching pupil student learner homework grade",
    "Hair and beauty": "hair scalp shampoo color-treatment manicure facial makeup nail",
}
# fmt: on


@cache
def families_of(word: str) -> tuple[str, ...]:
    """
    The families that a word belongs to, in any of its forms; none for most words.

    >>> families_of("invoices"), families_of("scrape")
    (('Costs and prices',), ())
    """
    return _by_form().get(word, ())


@cache
def _by_form() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in FAMILIES.items():
        for form in {form for word in words.split() for form in _forms(word)}:
            found.setdefault(form, []).append(name)
    return {form: tuple(names) for form, names in found.items()}


def _forms(word: str) -> set[str]:
    """The word and its regular inflections; stems would take `scrape` for `scrap`."""
    root = word.removesuffix("e")
    plural = (
        word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
    )
    doubled = word + word[-1]
    return {word, plural, root + "ing", root + "ed", doubled + "ing", doubled + "ed"}
