// Made from generator/model/limits.py, which says what each number is for: python -m pytest tests/test_contract.py --bless

export const ID_LENGTH = 60;
export const URL_LENGTH = 400;
export const LEVELS = [1, 2, 3];
export const MINUTES = [6, 60000];
export const HOURS_PER_WEEK = [1, 80];
export const ESTIMATE_PERCENT = [80, 125];
export const ROUND_TO_HOURS = 5;
export const FINE_BELOW_MINUTES = 600;
export const SCRAP_MINUTES = 15;
export const BUDGET_NAMES = 3;
export const MOST_FOUND = 12;
export const FIRST_FOUND = [5, 2];
export const MOST_NEWS_SHOWN = 4;
export const MOST_SEEN = 200;
export const MOST_STORED = 2000000;
export const MOST_BROUGHT = 500000;
export const MOST_KEPT_STEPS = 400;
export const MOST_KEPT_LETTERS = 80000;
export const MOST_KEPT_TEXT = 1000;
export const MOST_IN_ADDRESS = 1000000;
export const MOST_CHANGES = 1000000;
