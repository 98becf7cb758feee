"""
American and British spellings of the same words, written for this project.

`practice`, `license`, `program`, `check`, `meter`, `draft`, `tire`, `story`, `disc` and `curb` are right on both sides
in one of their senses, so only the form that is wrong in every sense is named. Endings in -ize are British too.
"""

from __future__ import annotations

import re
from functools import lru_cache

# American stem, British stem; each with the endings that keep the difference.
_PAIRS = """
color colour; flavor flavour; labor labour; favor favour; honor honour; humor humour; neighbor neighbour;
harbor harbour; rumor rumour; vapor vapour; odor odour; vigor vigour; behavior behaviour; endeavor endeavour;
armor armour; candor candour; rigor rigour; savor savour; splendor splendour; tumor tumour; parlor parlour;
center centre; fiber fibre; liter litre; theater theatre; caliber calibre; somber sombre; luster lustre; saber sabre;
catalog catalogue; analog analogue; dialog dialogue; defense defence; offense offence; pretense pretence;
traveling travelling; traveled travelled; traveler traveller; modeling modelling; modeled modelled;
labeling labelling; labeled labelled; canceling cancelling; canceled cancelled; leveling levelling; leveled levelled;
signaling signalling; signaled signalled; fueling fuelling; fueled fuelled; channeling channelling;
channeled channelled; counseling counselling; counseled counselled; counselor counsellor; marshaling marshalling;
totaling totalling; totaled totalled; dialing dialling; dialed dialled; jewelry jewellery; jeweler jeweller;
enrollment enrolment; fulfillment fulfilment; fulfill fulfil; installment instalment; skillful skilful;
enroll enrol; distill distil; instill instil; willful wilful; woolen woollen;
gray grey; mold mould; molding moulding; plow plough; aluminum aluminium; airplane aeroplane; pajamas pyjamas;
maneuver manoeuvre; maneuvering manoeuvring; maneuvered manoeuvred; esthetic aesthetic;
anesthesia anaesthesia; anesthetic anaesthetic; anesthetist anaesthetist; pediatric paediatric; orthopedic orthopaedic;
hematology haematology; hemorrhage haemorrhage; gynecology gynaecology; diarrhea diarrhoea; edema oedema;
esophagus oesophagus; estrogen oestrogen; fetus foetus; leukemia leukaemia; anemia anaemia;
archeology archaeology; encyclopedia encyclopaedia; acknowledgment acknowledgement; aging ageing;
analyze analyse; analyzing analysing; analyzed analysed; analyzer analyser; catalyze catalyse; paralyze paralyse;
sulfur sulphur; sulfate sulphate; skeptical sceptical; cozy cosy; mustache moustache; artifact artefact;
pediatrician paediatrician; stenciled stencilled; tunneling tunnelling; marvelous marvellous;
unlabeled unlabelled; relabeled relabelled; relabeling relabelling; centered centred; centering centring;
"""
_UK_ONLY = {
    "practise": "practice", "practised": "practiced", "practising": "practicing", "licence": "license",
    "programme": "program", "cheque": "check", "tyre": "tire", "storey": "story", "kerb": "curb", "metre": "meter",
    "kilometre": "kilometer", "centimetre": "centimeter", "millimetre": "millimeter", "millilitre": "milliliter",
    "draught": "draft", "whilst": "while", "learnt": "learned", "spelt": "spelled",
}  # fmt: skip
"""British forms that are never American; the American ones are right in British for another sense."""
_ISE = re.compile(r"(?P<stem>[a-z]{3,})is(?P<end>e|es|ed|ing|er|ers|ation|ations)$")
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "er", "ers", "able", "ful", "al", "ly", "less")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    to_us, to_uk = dict(_UK_ONLY), {}
    for pair in _PAIRS.replace("\n", " ").split(";"):
        if not pair.strip():
            continue
        us, uk = pair.split()
        for end in _ENDINGS:
            if (us.endswith("e") or uk.endswith("e")) and end in ("ing", "ed", "er", "es", "ers", "able", "al"):
                continue
            to_us[uk + end], to_uk[us + end] = us + end, uk + end
    for uk, us in _UK_ONLY.items():
        to_us[uk + "s"] = us + "s"
    for both in set(to_us) & set(to_uk):
        to_us.pop(both), to_uk.pop(both)
    return to_us, to_uk


def other_spelling(word: str, wanted: str) -> str | None:
    """
    The word in the wanted spelling (`us` or `uk`), with its capitals; None where it is spelled so already.

    >>> other_spelling("Colour", "us"), other_spelling("organising", "us"), other_spelling("supervise", "us")
    ('Color', 'organizing', None)
    """
    plain = word.casefold()
    to_us, to_uk = _tables()
    found = to_us.get(plain) if wanted == "us" else to_uk.get(plain)
    if found is None and wanted == "us":
        ise = _ISE.fullmatch(plain)
        # Most words in -ise are spelled so on both sides (advise, exercise); those of this list are not.
        if ise and ise["stem"] in _IZE:
            found = f"{ise['stem']}iz{ise['end']}"
    if found is None:
        return None
    if word.isupper():
        return found.upper()
    return found.capitalize() if word[0].isupper() else found


_IZE_STEMS = """
    alphabet apolog author automat brutal capital categor central character civil colon computer conceptual contextual
    criminal critic custom decentral digit emphas empath energ equal external familiar fertil final formal general
    harmon hospital human hypnot ideal immobil immun individual industrial institutional internal international item
    jeopard legal liberal local maxim mechan memor mesmer minim mobil modern monet monopol national neutral normal
    optim organ oxid particular pasteur patron penal personal polar popular pressur priorit privat
    professional public random rational real recogn regular reorgan revital romantic scrutin sensit special stabil
    standard steril stigmat subsid summar symbol sympath synchron synthes system systemat tantal theor tranquil
    traumat trivial urban util vandal verbal victim visual vocal vulcan western
"""
_IZE = frozenset(_IZE_STEMS.split())
