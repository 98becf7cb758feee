"""
The verbs: an original list, written for this project from what each verb asks of a worker, not copied from any chart.

A verb may stand in both scales. Verbs with several meanings stand in `SENSES`, which wins over the two tables.
"""

from __future__ import annotations

# fmt: off
COGNITIVE: dict[str, str] = {
    "remember": """
        cite count enumerate list memorize name quote recall recite recognize repeat retell spell state
        """,
    "understand": """
        announce answer ask brief clarify communicate converse describe discuss educate explain express greet
        illustrate inform instruct interpret listen outline paraphrase read relay rephrase share speak summarize
        talk testify translate tutor
        """,
    "apply": """
        accept access accommodate accompany acquire act add address adhere administer advertise aid alert
        allocate alphabetize apply archive assemble assign assist attach attend balance bank bill book budget
        buy calculate call cancel care carry cash catalog charge circulate clean clear code collaborate collate
        collect comfort compile comply compute confer configure confirm consolidate contact contribute convert
        copy correspond deliver deploy deposit disburse discharge dispatch display disseminate distribute
        document download eliminate email employ encourage engage enroll ensure enter escort exchange execute
        extract facilitate fax fetch finalize fix follow forward furnish gather give govern guard guide handle
        help hire host implement incorporate index input install interview inventory invite invoice issue keep
        label log mail manage mark measure meet merge mitigate move note notify obtain offer open order organize
        orient page pass patrol pay perform photocopy pick post practice prescribe present preserve print
        procure program promote protect provide publish purchase query reassure receive record recover recruit
        refer refile register reimburse release remit remove renew rent reorder replenish reply report represent
        request require requisition rescue reserve respond retrieve return reuse route run scan schedule screen
        search secure seek sell send sequence serve settle ship shop sign solicit sponsor staff start stock stop
        store submit supply support tackle tag take tally teach tend terminate total transact transcribe
        transfer transmit transport type update upload use utilize view visit work write
        """,
    "analyze": """
        abstract analyze attribute audit break categorize characterize classify compare contrast correlate debug
        deconstruct detect diagnose differentiate discover discriminate dissect distinguish examine explore
        forecast infer inspect investigate map monitor predict prioritize probe quantify question reconcile
        relate research sample segment sort survey test trace track troubleshoot
        """,
    "evaluate": """
        advise advocate appraise approve arbitrate argue assess authorize certify challenge choose conclude
        consider consult control correct counsel criticize critique decide defend endorse enforce evaluate grade
        judge justify mediate moderate negotiate optimize persuade proofread rank rate recommend refute reject
        resolve review score select supervise validate verify vet
        """,
    "create": """
        adapt architect author choreograph compose conceive conceptualize construct coordinate create customize
        design develop devise direct draft edit engineer enhance establish expand formulate found generate
        hypothesize improve improvise initiate innovate integrate invent lead model modernize orchestrate
        originate pioneer plan propose redesign redraft reengineer refine reform reorganize restructure revise
        rewrite script shape sketch specify standardize synthesize tailor theorize transform
        """,
}
PRACTICAL: dict[str, str] = {
    "imitate": """
        copy duplicate echo follow imitate mimic mirror observe reenact repeat replicate reproduce shadow trace
        """,
    "manipulate": """
        activate administer affix anchor apply assemble attach bag bake bandage bathe bend bind bleach blend
        bolt bore bottle braid brush buff carry carve cast cement change clamp clean clear climb clip close coat
        collate collect connect cook cool cover crimp cut decontaminate dig dip disassemble discard discharge
        disconnect disinfect dismantle dispense dissolve drain dress drill drive drop dry dump dust dye empty
        enter erect fasten feed fill filter fit flush fold freeze fry garnish glaze glue grease grind grip
        hammer handle hang harvest haul heat hoist hold ice immerse inject insert install iron isolate join knead
        lacquer ladle launch lay lift light line load lock lower lubricate mail make manipulate mask massage
        melt mix mop mount move mow nail oil open pack package paint paste peel perform photocopy pick place
        plant plaster plug polish portion pour preheat press prime print prune pull pump punch push put rake
        reassemble refile refill refinish refuel remove repair replace restock restrain rework rinse roast roll
        rotate route run sand sanitize saw scan scoop scrape screw scrub seal season separate service sew shake
        shampoo sharpen shear shovel sift skin slice soak solder sow space splice spray spread sprinkle stack
        stain stamp staple steam steer sterilize stir stitch store straighten stretch strip sweep tape thread
        throw tie tighten tow transfer transplant trim turn twist type unload unpack unwrap use vacuum varnish
        wash water wax weave weigh wind wipe wire wrap
        """,
    "precise": """
        adjust align butcher calibrate chill contour deburr decorate deep-clean divide embalm engrave etch
        fine-tune finish gauge graft inoculate inspect level machine measure mend mill mold monitor pipe position
        probe regulate restore round scale score shape sheet smooth stabilize suture taste temper titrate tune
        weld
        """,
    "articulate": """
        adapt alter combine compose construct coordinate customize demonstrate draft fabricate integrate modify
        pace plate rebuild reconstruct restructure sequence synchronize tailor troubleshoot
        """,
    "naturalize": """
         automate choreograph engineer improvise innovate invent master orchestrate pioneer
        """,
}
SENSES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "arrange": (
        ("apply", "", "make an appointment or a journey", "meeting travel appointment transport"),
        ("apply", "manipulate", "put in order", ""),
    ),
    "build": (
        ("", "manipulate", "put together from parts", ""),
        ("create", "", "make something new grow", "team relation rapport consensus model strateg price partnership"),
    ),
    "check": (
        ("evaluate", "", "hold against a standard", ""),
        ("apply", "manipulate", "hand over for keeping", "coat baggage luggage"),
    ),
    "coach": (("apply", "articulate", "bring somebody on in a skill", ""),),
    "complete": (
        ("apply", "", "fill in", "form application paperwork report record log checklist"),
        ("apply", "precise", "bring to an end", ""),
    ),
    "conduct": (
        ("analyze", "", "carry out an inquiry", "research study survey audit inspection interview analys test"),
        ("apply", "", "carry out", ""),
    ),
    "cultivate": (
        ("create", "", "make grow between people", "relation partner vendor client"),
        ("", "precise", "make grow in the ground", ""),
    ),
    "define": (
        ("create", "", "set for others", "scope standard polic requirement strateg role objective goal"),
        ("remember", "", "say what a word means", ""),
    ),
    "determine": (
        ("analyze", "", "find out", ""),
        ("evaluate", "", "decide", "eligib whether priorit"),
    ),
    "draw": (
        ("analyze", "", "infer", "conclusion inference lesson"),
        ("", "manipulate", "take out", "blood fluid sample water"),
        ("create", "precise", "make a picture", ""),
    ),
    "estimate": (("analyze", "", "work out roughly", ""),),
    "file": (
        ("apply", "manipulate", "put in its place among papers", ""),
        ("", "precise", "smooth with a file", "metal edge burr casting"),
    ),
    "find": (("remember", "", "get hold of", ""), ("analyze", "", "find out", "cause fault error why pattern")),
    "identify": (
        ("analyze", "", "find out by looking into it",
         "cause risk trend pattern need vulnerab opportun gap problem issue root strength weakness hazard deviation"),
        ("remember", "", "recognize and name", ""),
    ),
    "locate": (("remember", "", "know where to find", ""), ("analyze", "", "find out where", "fault leak defect")),
    "maintain": (
        ("apply", "manipulate", "keep in working order", "equipment machine tool vehicle engine oven instrument"),
        ("apply", "", "keep up to date", ""),
    ),
    "match": (("analyze", "", "find what belongs together", ""),),
    "mentor": (("evaluate", "", "guide somebody's growth", ""),),
    "motivate": (("create", "", "move somebody to act", ""),),
    "operate": (("apply", "manipulate", "run a machine or a program", ""),),
    "oversee": (("evaluate", "", "answer for the work of others", ""),),
    "participate": (("apply", "", "take part", ""),),
    "prepare": (
        ("create", "", "write", "report budget plan proposal brief presentation article speech"),
        ("apply", "manipulate", "make ready", ""),
    ),
    "process": (("apply", "", "put through the usual steps", ""),),
    "produce": (
        ("apply", "manipulate", "make as told", "draft copies copy photocop following template batch"),
        ("create", "", "bring out", ""),
    ),
    "raise": (
        ("apply", "", "bring up", "concern issue question flag awareness alarm fund"),
        ("", "manipulate", "lift, or let grow", ""),
    ),
    "reset": (("apply", "manipulate", "set again", ""),),
    "set": (
        ("create", "", "lay down for others", "standard polic goal objective strateg target direction price"),
        ("apply", "manipulate", "put in position", ""),
    ),
    "show": (("understand", "imitate", "let others see", ""),),
    "simplify": (("create", "", "make easier", ""),),
    "solve": (("analyze", "articulate", "find the answer", ""),),
    "study": (("analyze", "", "look into", ""),),
    "train": (("apply", "articulate", "bring others on in a skill", ""),),
    "treat": (("apply", "precise", "give care or a coating", ""),),
    "warn": (("apply", "", "tell of a danger", ""),),
    "withdraw": (("evaluate", "", "take out of use on judgment", ""),),
}
# fmt: on
UNOBSERVABLE: dict[str, str] = {
    "acquire knowledge": "name or apply what was acquired",
    "appreciate": "compare, explain, or choose and give reasons",
    "be aware": "identify or explain it when asked",
    "be familiar": "find, name, or use it",
    "become familiar": "find, name, or use it",
    "believe": "defend or justify the view",
    "comprehend": "explain or summarize in own words",
    "enjoy": "choose it where there is a choice",
    "gain insight": "explain what was found",
    "grasp": "explain or use it in a new case",
    "have knowledge": "state, explain, or apply it",
    "internalize": "apply it without being told",
    "know": "state, list, or apply it",
    "learn": "say what can be done once it is learned",
    "perceive": "describe or point out",
    "ponder": "write down the reasons for and against",
    "realize": "explain why it is so",
    "think": "explain the reasons or the steps",
    "understand": "explain, compare, or apply it",
    "value": "choose it where there is a choice, and say why",
}
"""What nobody can watch or look at, with what can be asked for instead (Mager 1962, on performances)."""
