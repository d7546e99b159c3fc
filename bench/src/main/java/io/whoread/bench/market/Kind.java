package io.whoread.bench.market;

/** Kinds of misuse that are planted, and the rule that is meant to name each. */
public enum Kind {
  BULK_DAY("bulk, 80 in a day", "bulk"),
  BULK_MINUTE("bulk, 40 in a minute", "bulk"),
  EXPORT("bulk, export of 3,000", "bulk"),
  FRESH("fresh orders only, 60", "bulk"),
  OFF_HOURS("off hours, 15 in a night", "off-hours"),
  SLOW("slow, 8 a day for 20 days", "slow"),
  UNEXPLAINED("unexplained, 20 finished", "unexplained"),
  ENUMERATION("enumeration, 80 in a row", "enumeration"),
  OUTSIDE_SELLER("outside, seller, 15", "outside"),
  OUTSIDE_COURIER("outside, courier, 15", "outside"),
  CANARY("canary, 1 beside 10", "canary"),
  FIRST_TIME("first time, 12", "first-time"),
  SHARED("shared account, 3 days", "shared"),
  REUSED("reused passwords, 60", "reused"),
  LOGGED("logged, one code place", "logged"),
  LEFT("left, 6 by a leaver", "left");

  private final String label;
  private final String rule;

  Kind(String label, String rule) {
    this.label = label;
    this.rule = rule;
  }

  public String label() {
    return label;
  }

  public String rule() {
    return rule;
  }
}
