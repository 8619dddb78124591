"""Job ads of an open data set, one row an ad: read, put into classes, cleared of duplicates.

The data are those of github.com/alexeygrigorev/ai-engineering-field-guide at commit 1961e786814ab362b38532bfd5faeef4231c9db7 (2026-03-14),
folder `job-market`: ads that two searches for "AI Engineer" turned up on one board in February 2026. The rules that decide a number are all
in this file; no text of an ad leaves it. A skill counts where the data set's list has it and the ad's own text names it, for the lists were
made by a language model and name what ads do not.
"""
import collections
import csv
import glob
import html
import json
import os
import re
import zlib

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FIRST_SCRAPE = "2026-02-04"

# ---------------------------------------------------------------- titles
AI = r"(?:a\.?i\.?|aiml|gen\s?ai|genai|generative ai|artificial intelligence|llms?|agentic(?: ai)?|ai agents?|prompt)"
ML = r"(?:machine learning|ml|mle|aiml|deep learning|computer vision|nlp)"
MAKER = r"(?:engineer|developer|engineering|dev)"
# words that may stand between "AI" and "Engineer" without changing the trade
SOFT = (r"(?:application|applications|applied|product|products|agent|agents|systems?|solutions?|automation|integration|"
        r"innovation|native|staff|senior|sr\.?|lead|principal|junior|python|deployment|deployed|implementation|"
        r"workflow|workflows|builder|enablement|transformation|core|technology|prototype|lab)")
RANK = r"(?:senior|sr\.?|staff|lead|principal|junior|jr\.?|associate|founding|mid|ii|iii|i)"


def has(pattern, text):
    return re.search(r"(?<![a-z0-9])(?:" + pattern + r")(?![a-z0-9])", text) is not None


def title_class(title):
    """The first rule that fits decides."""
    t = re.sub(r"\s+", " ", title.lower().replace("–", "-").replace("—", "-"))
    t = re.sub(r"\((?:ml|ai|gen ai|genai|llms?)\) ", "", t)
    parts = [x.strip() for x in re.split(r"\s[-|]\s?|(?<=[a-z])-\s|(?<=engineer)-|,|\(|\)|:|;| for ", t) if x.strip()]
    head = next((x for x in parts if has(MAKER + r"|scientists?|researchers?|sre|mlops|devops", x)), t)
    rest = " ".join(parts[parts.index(head) + 1:]) if head in parts else ""
    # 1 people who lead people. A bank's "vice president" beside "engineer" is a grade, not a manager.
    if has(r"manager|director|head of|chief|managing engineer", t) and not has(r"product manager", t):
        return "manager"
    if has(r"product manager|developer technology", t):
        return "other"
    # 2 research
    if has(r"research engineers?|research scientists?|researchers?|applied scientists?|scientists?(?! ?/ ?ai engineer)"
           r"|research development engineer|research", head) and not has(r"data scientists?|investment research", t):
        return "researcher"
    # 3 data science
    if has(r"data scientists?|data science", head):
        return "data-scientist"
    # 4 names of both trades in one title: "AI/ML engineer". Kept apart, since it would blur both classes.
    software = has(r"software|full[- ]?stack|back[- ]?end|front[- ]?end|web|mobile|ios|android|ui|java|\.net|mern|"
                   r"sdet|swe|sw", head)
    other_trade = has(r"data (?:and |& |& knowledge )?engineer|data|analytics|qa|quality|test|sdet|sales|customer|"
                      r"success|support|security|cyber|network|networking|asic|hardware|developer technology|power platform|servicenow|"
                      r"salesforce|architect|consultant|analyst|designer|writer|marketing|growth|gtm|solutions?|presales|"
                      r"forward[- ]deployed|simulation|physicist|process|safety|site engineer|devrel|advocate|educator|"
                      r"trainer|tutor|curriculum|instructor|evangelist|finance|legal|quantitative", head)
    platform = has(r"ml ?ops|ai ?ops|llm ?ops|dev ?ops|sre|site[- ]reliability|reliability|infrastructure|infra", head) or \
        has(r"platforms?", head) and not software and not has(r"power platform|marketing|customer|solution", head)
    # 5 platform and operations, by the head of the title
    if platform and not has(r"(?:" + ML + r"|" + AI + r") engineer", head):
        return "mlops-platform"
    both = (has(AI, head) and has(ML, head)) or has(r"ai ?(?:/|&|and|or)? ?ml|ml ?/ ?ai", head)
    if both and not software and not other_trade and has(MAKER, head):
        return "ai-ml-engineer"
    # 6 ML engineer: the trade is in the head of the title
    if has(ML, head) and has(MAKER, head) and not software and not other_trade:
        return "ml-engineer"
    # 7 AI engineer: "AI ... engineer" side by side, or "engineer, applied AI" with no other trade
    beside = has(AI + r"(?:[ /&-]+" + SOFT + r"){0,2}[ /-]+" + MAKER, head)
    if beside and not software and (not other_trade or has(AI + r"[ /-]+" + MAKER, head)
                                    or has(AI + r" (?:solutions?|forward[- ]deployed) " + MAKER, head)):
        return "ai-engineer"
    if beside and software and has(r"full[- ]?stack " + AI + r" engineer", head):
        return "ai-engineer"
    if re.fullmatch(r"(?:" + RANK + r" |" + RANK + r"/)*(?:engineer|developer)", head) and has(AI, t):
        # a bare "engineer": what follows names the trade
        if re.fullmatch(r"(?:ai ?/ ?ml|ai (?:and|&) (?:ml|machine learning)|ai/ml engineer|ai ?/ml engineer.*)(?: india)?", rest):
            return "ai-ml-engineer"
        if re.fullmatch(r"(?:applied |voice |conversational |generative |gen |agentic |predictive |native )*(?:& agentic )?"
                        r"(?:ai|genai)(?: agents| systems| engineering| enablement| automation| and automation| "
                        r"& prompt engineering| integrations)?", rest):
            return "ai-engineer"
        return "software-engineer-ai"
    if software or re.search(r"software|softwae|full[- ]?stack|back[- ]?end|front[- ]?end|product engineer|python|golang|"
                             r"founding engineer|systems? engineer", t) and not other_trade:
        return "software-engineer-ai"
    return "other"


def title_rank(title):
    t = title.lower()
    for rank, pattern in (("intern", r"intern|internship|apprentice\w*|working student|werkstudent|trainee"),
                          ("junior", r"junior|jr\.?|entry[- ]level|graduate|new grad|(?<!senior )associate(?! principal| distinguished| staff)"),
                          ("principal", r"principal|distinguished|fellow|architect"), ("staff", r"staff"),
                          ("lead", r"lead|head|manager|director"), ("senior", r"senior|sr\.?|iii|iv")):
        if has(pattern, t):
            return rank
    return ""


# ---------------------------------------------------------------- skills
# flag: (pattern for lists and sentences, pattern that only counts as a whole list entry)
SKILLS = {
    "python": (r"python\d?|pyspark", ""), "typescript": (r"typescript", "ts"), "javascript": (r"javascript", "js"),
    "java": (r"java", ""), "go": (r"golang", r"go|go lang|go \(golang\)"), "c#": (r"c#|\.net", ""), "c++": (r"c\+\+", ""),
    "rust": (r"", "rust"), "scala": (r"scala", ""), "sql": (r"sql", ""),
    "llms": (r"llms?|large language models?|generative ai|(?<!next[- ])gen[- ]?ai|foundation models?|gpt-?\d\w*", ""),
    "rag": (r"rags?|retrieval[- ]augment\w+|graphrag", ""),
    "agents": (r"(?:ai|llm|autonomous|intelligent|multi|conversational|voice) ?-?agents?|agentic|multi-?agent|"
               r"agent (?:orchestration|frameworks?|architectures?|systems?|workflows?|development|design)", "agents?"),
    "mcp": (r"mcp|model context protocol", ""), "langchain": (r"langchain", ""), "langgraph": (r"langgraph", ""),
    "llamaindex": (r"llama ?index", ""),
    "agents-sdk": (r"agents? sdk|crew ?ai|auto ?gen|semantic kernel|google adk|agent development kit|pydantic ?ai|"
                   r"smolagents|agentcore|strands|vercel ai sdk|agent framework|copilot studio", "adk"),
    "prompt-engineering": (r"prompts|prompting|prompt[- ](?:engineer(?:ing|s)?|design|tuning|optimi[sz]ations?|"
                           r"management|development|templates?|templating|chaining|chains|libraries|orchestration|strateg\w+|"
                           r"architectures?|pipelines?|based|driven|construction|versioning|workflows?|creation|frameworks?|"
                           r"writing|iteration|engineered)", ""),
    "context-engineering": (r"context[- ]engineering", ""),
    "evals": (r"evals?|(?:llm|model|models|agent|agents|rag|ai|offline|online|automated|prompt|genai) evaluations?|"
              r"evaluation (?:frameworks?|pipelines?|harness(?:es)?|suites?|metrics?|systems?|strateg\w+|method\w*|"
              r"datasets?|infrastructure|tool\w*|loops?)|evaluat\w+ (?:\w+ )?(?:llms?|models?|agents?|prompts?)|ragas|"
              r"deepeval|promptfoo|llm[- ]as[- ]a?[- ]?judge|golden (?:data)?sets?", "evaluation"),
    "guardrails": (r"guard-?rails?|prompt injection|content (?:moderation|filtering|safety)|red[- ]team\w*|jailbreak\w*", ""),
    "fine-tuning": (r"fine[- ]?tun\w+|finetun\w+|q?lora|peft|rlhf|dpo|sft", ""),
    "model-training": (r"model training|training (?:\w+ ){0,3}models?|train (?:\w+ ){0,3}models?|pre-?training|"
                       r"distributed training", ""),
    "vector-db": (r"vector (?:db|dbs|database|databases|store|stores|search|index\w*|storage)|pinecone|weaviate|qdrant|"
                  r"chroma(?: ?db)?|milvus|faiss|pgvector|vectordb|vector data stores?", ""),
    "pinecone": (r"pinecone", ""), "weaviate": (r"weaviate", ""), "chroma": (r"chroma(?: ?db)?", ""),
    "embeddings": (r"embeddings|embedding (?:models?|pipelines?|generation|strateg\w+)", "embedding"),
    "llm-apis": (r"openai|anthropic|claude(?! code)|gemini|bedrock|vertex ai|cohere|llm apis?|gpt-?\d\w*|azure ai foundry", ""),
    "open-models": (r"llama(?! ?index)(?:[- ]?\d\S*)?|mistral|hugging ?face|qwen|deepseek|gemma|ollama|"
                    r"open[- ](?:source|weights?) (?:llms?|models?)", ""),
    "inference-serving": (r"vllm|tgi|triton|tensorrt\S*|torchserve|sglang|bentoml|kserve|ray serve|onnx\S*|llama\.cpp|"
                          r"model serving|inference (?:serving|servers?|engines?|optimi[sz]ation|infrastructure|pipelines?|"
                          r"services?|platforms?|systems?|latency)", ""),
    "coding-assistants": (r"claude code|cursor|copilot(?! studio)|codex|windsurf|ai coding (?:tools|assistants)", ""),
    "machine-learning": (r"machine learning|ml|ml models?|supervised learning", ""),
    "deep-learning": (r"deep learning|neural networks?|transformers?", ""), "nlp": (r"nlp|natural language processing", ""),
    "pytorch": (r"pytorch|torch", ""), "tensorflow": (r"tensorflow|keras", ""), "jax": (r"", "jax"),
    "scikit-learn": (r"scikit[- ]?learn|sklearn", ""), "xgboost": (r"xgboost|lightgbm|catboost|gradient boosting", ""),
    "pandas": (r"pandas|numpy", ""), "mlflow": (r"mlflow", ""), "kubeflow": (r"kubeflow", ""), "airflow": (r"airflow", ""),
    "mlops": (r"ml ?ops|llm ?ops", ""), "spark": (r"(?:apache |py)?spark", ""), "databricks": (r"databricks", ""),
    "snowflake": (r"snowflake", ""), "kafka": (r"kafka", ""),
    "data-pipelines": (r"data pipelines?|etl|elt|data engineering|dbt", ""),
    "feature-engineering": (r"feature (?:engineering|stores?|extraction|selection|pipelines?)", ""),
    "statistics": (r"statistics|statistical \w+|hypothesis testing|bayesian|causal inference|probability", "statistical"),
    "experimentation": (r"a/b test\w*|ab testing|experimentation", ""),
    "computer-vision": (r"computer vision|opencv|object detection|image (?:classification|segmentation|recognition)|yolo\w*", ""),
    "recommender": (r"recommend(?:er|ation) (?:systems?|engines?|models?|algorithms?)|recommenders|recsys|recommendations? systems?", ""),
    "time-series": (r"time[- ]series|forecasting", ""), "reinforcement-learning": (r"reinforcement learning", "rl"),
    "knowledge-graph": (r"knowledge graphs?|neo4j|ontolog\w+", ""),
    "aws": (r"aws|amazon web services|sagemaker|bedrock", ""), "azure": (r"azure", ""),
    "gcp": (r"gcp|google cloud(?: platform)?|vertex ai|bigquery", ""),
    "docker": (r"docker|containeri[sz]\w+|containers", ""), "kubernetes": (r"kubernetes|k8s|eks|aks|gke|helm", ""),
    "terraform": (r"terraform", ""),
    "ci-cd": (r"ci ?[/-]? ?cd|continuous (?:integration|delivery|deployment)|github actions|gitlab ci|jenkins", ""),
    "rest-apis": (r"rest(?:ful)?[ -]apis?|restful", r"rest|apis?|api design|api development"),
    "microservices": (r"micro-?services?", ""), "fastapi": (r"fast ?api", ""), "flask-django": (r"flask|django", ""),
    "react": (r"react\.?js|react native", "react"), "nextjs": (r"next\.?js", ""), "node": (r"node\.?js", "node"),
    "graphql": (r"graphql", ""), "postgres": (r"postgres\w*|pgvector", ""),
    "nosql": (r"nosql|mongo ?db|dynamo ?db|cassandra|redis", ""), "elasticsearch": (r"elastic ?search|opensearch", "elastic"),
    "observability": (r"observability|monitoring|telemetry|langsmith|langfuse|datadog|prometheus|grafana|arize|opentelemetry",
                      "tracing"),
    "security": (r"security|cybersecurity|prompt injection|owasp|oauth|iam", ""),
    "compliance": (r"compliance|gdpr|hipaa|soc ?2|responsible ai|ai governance|governance", ""),
}
COMPILED = {k: (re.compile(r"(?<![a-z0-9+#.])(?:" + a + r")(?![a-z0-9+#])") if a else None,
                re.compile(r"(?:" + b + r")") if b else None) for k, (a, b) in SKILLS.items()}


def flatten(text):
    """One line, plain hyphens, and words joined again that a line break had split at a hyphen."""
    text = re.sub(r"[\u2010-\u2015]", "-", re.sub(r"\s+", " ", text))
    return re.sub(r"(?<=[A-Za-z])- (?=[a-z])", "-", text)


def skills_of(entries, sentences):
    """Flags from list entries and sentences."""
    entries, sentences = [flatten(e).lower() for e in entries], [flatten(e).lower() for e in sentences]
    found = set()
    for flag, (word, whole) in COMPILED.items():
        if word and (any(word.search(e) for e in entries) or any(word.search(s) for s in sentences)):
            found.add(flag)
        elif whole and any(whole.fullmatch(e) for e in entries):
            found.add(flag)
    return found


def skills_in_text(text):
    """The same patterns on the whole ad, for the recall check. Whole-entry patterns need a capital: Go, Rust, React."""
    text = flatten(text)
    low = text.lower()
    found = {f for f, (word, _) in COMPILED.items() if word and word.search(low)}
    for flag, pattern in (("go", r"\bGo\b(?=[,/;.)]| or | and )"), ("rust", r"\bRust\b"), ("react", r"\bReact\b"),
                          ("jax", r"\bJAX\b"), ("node", r"\bNode\b"), ("rest-apis", r"\bREST\b|\bAPIs\b"),
                          ("agents", r"\b[Aa]gents\b")):
        if re.search(pattern, text):
            found.add(flag)
    return found


# ---------------------------------------------------------------- years, degree, pay
WORDS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten".split())}
YEARS = re.compile(r"(?<![\d.,$£€])(\d{1,2}|" + "|".join(WORDS) + r")\s*(?:\(\d{1,2}\)\s*)?\+?\s*(?:(?:-|–|—|to|or)\s*\d{1,2}\s*\+?\s*)?"
                   r"(?:plus\s*|or more\s*)?(?:years?|yrs?)\b(?!\s*(?:old|ago|of age|in business|in a row))", re.I)
NOT_A_DEMAND = re.compile(r"\b(?:founded|history|heritage|for (?:more than|over|nearly|almost)|over the (?:last|past|next)|"
                          r"in the (?:last|past|next)|last|past|next|within|every|after|celebrat\w+|we(?:'|’)ve|we have|"
                          r"our|recognized|named|term of|vesting|contract|company)\b\W*(?:\w+\W+){0,2}$", re.I)
DEMAND = re.compile(r"experience|expertise|background|working|building|developing|development|engineering|in software|"
                    r"in industry|professional|hands-on|designing|programming|coding|track record", re.I)


def years_min(text):
    """The first number of years that the ad asks for: 'N years' with a word of experience close by."""
    flat = re.sub(r"\s+", " ", text)
    for m in YEARS.finditer(flat):
        raw = m.group(1).lower()
        n = WORDS[raw] if raw in WORDS else int(raw)
        before, after = flat[max(0, m.start() - 60):m.start()], flat[m.end():m.end() + 90]
        if n > 20 or NOT_A_DEMAND.search(before):
            continue
        if DEMAND.search(after) or re.search(r"experience|minimum|at least|require", before, re.I):
            return n
    return None


PHD = re.compile(r"\bPh\.?\s?D\.?\b|\bPHD\b|\bdoctora(?:l|te)\b", re.I)
MASTER = re.compile(r"\bmaster(?:[’'`]s|s)\b(?!\s+(?:the|of (?:their|our)|at))|\bmaster of (?:science|engineering|arts)|\bmaster degree|"
                    r"\b(?:advanced|graduate|postgraduate|higher) degree|(?-i:\bM\.?Sc\b|\bM\.S\.?(?=\W)|\bM\.?[Tt]ech\b|\bMCA\b|\bM\.E\.|"
                    r"\bMS\b(?=\s*(?:/|or\b|and\b|in\b|degree|, ?(?:or )?(?:Ph|MS|M\.S)|\)|\+)))", re.I)
BACHELOR = re.compile(r"\bbachelor(?:[’'`]?s)?\b|\bbaccalaureate|\bundergraduate degree|\b(?:college|university|4[- ]year|four[- ]year|"
                      r"relevant|technical|stem|science|engineering|academic|cs) degree|\bdegree (?:in|or)\b|\bdegree\b(?=[^.]{0,60}"
                      r"(?:computer|engineering|science|field))|\bBA/BS|\bBS/|(?-i:\bB\.?Sc\b|\bB\.S\.?(?=\W)|\bB\.?[Tt]ech\b|\bB\.E\.?\b|"
                      r"\bBE\b(?=\s*[/,(])|\bBCA\b|\bBS\b(?=\s*(?:/|or\b|and\b|in\b|degree|, ?(?:or )?(?:Ph|MS|M\.S)|\)|\+)))", re.I)
BACHELOR_NAME = re.compile(r"\bbachelor|\bundergraduate|\bBA/BS|\bBS/|(?-i:\bB\.?Sc\b|\bB\.S\.?(?=\W)|\bB\.?[Tt]ech\b|\bB\.E\.?\b|"
                           r"\bBS\b(?=\s*(?:/|or\b|and\b|in\b|degree|, ?(?:or )?(?:Ph|MS|M\.S)|\)|\+)))", re.I)
NOT_PHD = re.compile(r"\b(?:without|holds|leading|earned|copilot with|top|no|not|alumni|programs? like)\W+(?:\w+\W+){0,2}$", re.I)
TEAM_PHD = re.compile(r"(?:team of|made up of|including|our|founded by|with|composed of)\W+(?:\w+\W+){0,4}$", re.I)


def degrees(text):
    """(lowest degree named, whether a PhD is named as something asked or welcome)."""
    flat = re.sub(r"\s+", " ", text)
    phd = any(not (NOT_PHD.search(flat[max(0, m.start() - 40):m.start()]) or re.match(r"\W*programs?\b|-level", flat[m.end():]) or
                   flat[m.end():m.end() + 1] in ("s", "’", "'") and TEAM_PHD.search(flat[max(0, m.start() - 50):m.start()]))
              for m in PHD.finditer(flat))
    # "advanced degree" alone is a plus, not a bar; a master counts as the bar only where no bachelor is named
    above = r"(?:master|ph\.?d|doctora|advanced|postgraduate|(?<!under)graduate|higher|\bM\.?S)[^.;]{0,40}?degrees?(?: in)?"
    plain = re.sub(above, " ", flat, flags=re.I)
    if BACHELOR.search(flat if BACHELOR_NAME.search(flat) else plain):
        return "bachelor", phd
    return ("master" if MASTER.search(flat) else "phd" if phd else "none"), phd


CUR = {"$": "USD", "us$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "₹": "INR", "inr": "INR"}
NUM = r"(\d{1,3}(?:[,.]\d{3})+|\d{2,3}(?:\.\d)?\s?[kK]|\d{4,7}|\d{2,3})(?:\.\d{1,2})?"
RANGE = re.compile(r"(?<![a-z])(US\$|[$£€₹]|USD|GBP|EUR|INR)\s?" + NUM + r"\s*(?:USD|GBP|EUR|INR)?(?:\s*(?:per year|annually|/yr|/year|"
                   r"a year|base))?\s*(?:-|–|—|to|and|through)+\s*(?:US\$|[$£€₹]|USD|GBP|EUR|INR)?\s?" + NUM, re.I)


def number(s):
    s = s.strip().lower()
    k = s.endswith("k")
    s = s.rstrip("k ").strip()
    s = s.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", s) and not k:
        s = s.replace(".", "")
    return float(s) * (1000 if k else 1)


def plausible(lo, hi, period, currency):
    if not lo or not hi or hi < lo:
        return False
    if period == "hour":
        return 10 <= lo and hi <= 400
    floor, top = (300_000, 30_000_000) if currency == "INR" else (25_000, 1_500_000)
    return floor <= lo and hi <= top and hi / lo <= 4


def pay_from_text(text):
    flat = re.sub(r"\s+", " ", text)
    for m in RANGE.finditer(flat):
        cur = CUR[m.group(1).lower()]
        around = flat[max(0, m.start() - 40):m.end() + 40]
        if re.search(r"CAD|C\$|CA\$|AUD|AU\$|SGD|million|billion|ARR|revenue|funding|bonus of|stipend|per session", around):
            continue
        lo, hi = number(m.group(2)), number(m.group(3))
        if lo < 1000 <= hi and hi / lo > 100:
            lo *= 1000  # "$120-150K"
        if lo < 1000 and hi < 1000 and (m.group(2)[-1:].lower() == "k" or m.group(3)[-1:].lower() == "k"):
            lo, hi = lo * 1000, hi * 1000
        period = "hour" if hi <= 400 and re.search(r"hour|/hr|hourly", flat[m.start() - 40 if m.start() > 40 else 0:m.end() + 40], re.I) else "year"
        if plausible(lo, hi, period, cur):
            return lo, hi, cur, period
    return None


def pay_from_field(s):
    m = re.fullmatch(r"\s*([\d.]+)(K|M)?-([\d.]+)(K|M)?\s+(Annually|Hourly)\s*", s or "")
    if not m:
        return None
    mult = {"K": 1e3, "M": 1e6, None: 1}
    return float(m.group(1)) * mult[m.group(2)], float(m.group(3)) * mult[m.group(4)], {"Annually": "year", "Hourly": "hour"}[m.group(5)]


# ---------------------------------------------------------------- reading
ISO = {"USA": "US", "GBR": "UK", "NLD": "NL", "DEU": "DE", "IND": "IN"}
SITE_COUNTRY = {"berlin": "DE", "london": "UK", "amsterdam": "NL", "newyork": "US", "la": "US", "india": "IN"}
LEVEL = {"Internship": "internship", "Entry level": "entry", "Junior": "junior", "Mid level": "mid", "Senior level": "senior",
         "Expert/Leader": "expert"}
PLACE = {"In-Office": "office", "Remote": "remote", "Hybrid": "hybrid", "In-Office or Remote": "office-or-remote",
         "Remote or Hybrid": "remote-or-hybrid"}


def load_yaml(path):
    text = open(path, encoding="utf-8").read()
    try:
        return yaml.load(text, LOADER)
    except yaml.YAMLError:  # one raw file is broken YAML: its fields are read by line
        d = {m.group(1): m.group(2).strip().strip('"') for m in re.finditer(r"^([a-z_]+): ?(.*)$", text, re.M)}
        m = re.search(r"^description: \|\n(.*?)(?=^industries:|^posted_date:)", text, re.M | re.S)
        d["description"] = m.group(1) if m else text
        m = re.search(r"^skills:\n((?:  - .*\n)+)", text, re.M)
        d["skills"] = [x.strip()[2:] for x in m.group(1).splitlines()] if m else []
        return d


def read_page(path):
    text = open(path, encoding="utf-8").read()
    head = text.split('id="job-post-body')[0]

    def label(icon):
        m = re.search(r"fa-" + icon + r".*?<span[^>]*>([^<]*)</span>", head, re.S)
        return html.unescape(m.group(1)).strip() if m else ""
    out = {"place": label("house-building"), "pay": label("sack-dollar"), "level": label("trophy"), "countries": [], "city": "",
           "currency": ""}
    for m in re.finditer(r"<script[^>]*ld[^>]*json[^>]*>(.*?)</script>", text, re.S):
        try:
            data = json.loads(html.unescape(m.group(1)), strict=False)
        except ValueError:
            continue
        for item in data.get("@graph", [data]):
            if item.get("@type") != "JobPosting":
                continue
            places = item.get("jobLocation") or []
            places = places if isinstance(places, list) else [places]
            addr = [p.get("address", {}) for p in places if isinstance(p, dict)]
            out["countries"] = sorted({a.get("addressCountry") for a in addr if a.get("addressCountry")})
            out["city"] = (addr[0].get("addressLocality") or "") if len(addr) == 1 else f"{len(addr)} locations" if addr else ""
            out["currency"] = (item.get("baseSalary") or {}).get("currency", "")
    return out


def read_sites(internal):
    """Which search pages showed an ad. The first listing has no site column: its file is the searches one after the other."""
    sites = collections.defaultdict(set)
    rows = list(csv.DictReader(open(os.path.join(internal, "all_jobs_20260204.csv"), encoding="utf-8")))
    order, now = [("london", "London"), ("amsterdam", "Amsterdam"), ("newyork", "New York")], "berlin"
    for r in rows:
        if order and order[0][1] in r["location"]:
            now = order.pop(0)[0]
        if "builtinla" in r["link"]:
            now = "la"
        sites[r["link"].rsplit("/", 1)[-1]].add(now)
    for f in glob.glob(os.path.join(internal, "jobs", "builtin", "*.json")):
        for j in json.load(open(f, encoding="utf-8")):
            sites[str(j["id"])].add(os.path.basename(f).split("_")[0])
    return sites


def read(checkout):
    base = os.path.join(checkout, "job-market")
    internal = os.path.join(base, "_internal")
    listed = {r["id"]: r for r in csv.DictReader(open(os.path.join(internal, "all_jobs_dedup.csv"), encoding="utf-8"))}
    pages = {re.search(r"_(\d+)\.html$", f).group(1): f for f in glob.glob(os.path.join(internal, "jobs", "raw", "*.html"))}
    sites = read_sites(internal)
    ads = []
    for f in sorted(glob.glob(os.path.join(base, "data_structured", "*.yaml"))):
        s, r = load_yaml(f), load_yaml(os.path.join(base, "data_raw", os.path.basename(f)))
        id_ = str(s["meta"]["job_id"])
        pos, row, text = s["position"], listed.get(id_, {}), r.get("description") or ""
        page = read_page(pages[id_]) if id_ in pages else None
        title = " ".join(str(r.get("title") or pos.get("title") or row.get("title")).split())
        ad = {"id": id_, "posted": str(r.get("posted_date") or "")[:10], "scraped": row.get("scraped_date", ""),
              "company": str(r.get("company") or s["company"].get("name") or ""), "title": title[:80], "text": text}
        where = sites.get(id_, set())
        ad["source_city"] = "+".join(sorted(where))
        found_in = {SITE_COUNTRY[w] for w in where}
        raw_loc = r.get("location")
        if page:
            codes, ad["location"] = page["countries"], page["city"]
        else:
            codes = [str(raw_loc).split(",")[-1].strip()] if raw_loc else []
            ad["location"] = str(raw_loc).split(",")[0].strip() if raw_loc and "," in str(raw_loc) else \
                row.get("location", "") if not raw_loc else ""
        ad["country_from"] = "location"
        if len(codes) == 1:
            ad["country"] = ISO.get(codes[0], codes[0])
        elif codes:
            ad["country"] = "multi"
        else:  # several places, none of them stored: the country of the search that found it, where there is only one
            ad["country"] = found_in.pop() if len(found_in) == 1 else "multi"
            ad["country_from"] = "search"
        ad["title_class"], ad["title_rank"] = title_class(title), title_rank(title)
        ad["ai_type"] = (pos.get("ai_type") or {}).get("type", "")
        ad["level"] = LEVEL.get(page["level"] if page else row.get("level", ""), "")
        y = years_min(text)
        ad["years_min"] = "" if y is None else y
        ad["degree"], phd = degrees(text)
        ad["phd_named"] = "yes" if phd else "no"
        ad["remote"] = PLACE.get(page["place"] if page else row.get("work_type", ""), "")
        # pay: the range in the text (it names its currency), else the job board's field where the country tells the currency
        field, said = pay_from_field(page["pay"] if page else row.get("compensation", "")), pay_from_text(text)
        pay, origin = None, ""
        if field and said and said[3] == field[2] and not (said[0] >= field[0] * .98 and said[1] <= field[1] * 1.02):
            field = None  # the ad itself says otherwise
        if field and ad["country"] == "US" and plausible(field[0], field[1], field[2], "USD"):
            pay, origin = (field[0], field[1], "USD", field[2]), "field"
        elif said:
            pay, origin = said, "text"
        elif field and page and page["currency"] == "USD" and ad["country"] == "multi" and plausible(*field, "USD"):
            pay, origin = (field[0], field[1], "USD", field[2]), "field"
        ad["pay_low"], ad["pay_high"], ad["currency"], ad["period"] = (int(pay[0]), int(pay[1]), pay[2], pay[3]) if pay else ("",) * 4
        ad["pay_from"] = origin
        entries = [str(x) for v in (pos.get("skills") or {}).values() if isinstance(v, list) for x in v]
        entries += [str(x) for x in (r.get("skills") or [])]
        sentences = [str(x) for x in (pos.get("responsibilities") or [])]
        in_lists, named = skills_of(entries, sentences), skills_in_text(text)
        # the lists were made by a language model and name things that the ad does not: only what the ad names counts
        duties = {f for f, key in (("customer-facing", "is_customer_facing"), ("management", "is_management")) if pos.get(key)}
        ad["flags"], ad["listed"], ad["named"] = (in_lists & named) | duties, in_lists | duties, named | duties
        ad["skills"] = ";".join(sorted(ad["flags"]))
        ad["listed_only"], ad["named_only"] = ";".join(sorted(in_lists - named)), ";".join(sorted(named - in_lists))
        ads.append(ad)
    return ads


# ---------------------------------------------------------------- duplicates
def norm_company(s):
    s = re.sub(r"\(.*", "", s.lower())
    return re.sub(r"[^a-z0-9]|\b(?:inc|llc|ltd|gmbh|corp|corporation|company|group)\b", "", s)


def shingles(text):
    w = re.findall(r"[a-z0-9+#]+", text.lower())
    return {zlib.crc32(" ".join(w[i:i + 5]).encode()) for i in range(0, max(1, len(w) - 4))}


def deduplicate(ads):
    """One ad: the same class and rank word in the title and (a) one company, 90 percent of all five-word runs shared,
    (b) one company, the same letters in the title, 60 percent shared: put up again, or (c) any two companies, 95 percent.
    The lowest id stays."""
    for a in ads:
        a["sh"] = shingles(a["text"])
    ads = sorted(ads, key=lambda a: int(a["id"]))
    index, kept, dropped = collections.defaultdict(list), [], []
    for a in ads:
        hits = collections.Counter()
        sample = sorted(a["sh"])[:60]  # the smallest checksums: near-equal texts share most of them
        for h in sample:
            for k in index[h]:
                hits[k] += 1
        twin = None
        for k, n in hits.most_common(15):
            b = kept[k]
            if n < 20 or (a["title_class"], a["title_rank"]) != (b["title_class"], b["title_rank"]):
                continue
            j = len(a["sh"] & b["sh"]) / max(1, len(a["sh"] | b["sh"]))
            same = norm_company(a["company"]) == norm_company(b["company"])
            name = re.sub(r"[^a-z]", "", a["title"].lower()) == re.sub(r"[^a-z]", "", b["title"].lower())
            if j >= (0.60 if same and name else 0.90 if same else 0.95):
                twin = b
                break
        if twin:
            twin["source_city"] = "+".join(sorted(set(twin["source_city"].split("+")) | set(a["source_city"].split("+"))))
            dropped.append((a["id"], twin["id"]))
            continue
        for h in sample:
            index[h].append(len(kept))
        kept.append(a)
    return kept, dropped


# ---------------------------------------------------------------- counting
def wilson(k, n, z=1.96):
    if not n:
        return 0.0, 0.0
    p, d = k / n, 1 + z * z / n
    c, h = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
    return (c - h) / d, (c + h) / d


CLASSES = ["ai-engineer", "ai-ml-engineer", "ml-engineer", "software-engineer-ai", "mlops-platform", "researcher",
           "data-scientist", "manager", "other"]
COUNTRIES = ["US", "UK", "NL", "DE", "IN"]
