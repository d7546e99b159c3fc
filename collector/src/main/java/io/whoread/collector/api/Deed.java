package io.whoread.collector.api;

import io.whoread.collector.log.v1.AlertStep.Kind;
import java.util.Arrays;
import java.util.Locale;

/** What somebody may do about an alert; its name ends the address that it is done at. */
enum Deed {
  CLAIM(Kind.CLAIMED, false),
  RELEASE(Kind.RELEASED, false),
  COMMENT(Kind.COMMENTED, true),
  ASK(Kind.ASKED, true),
  ANSWER(Kind.ANSWERED, true),
  EXPLAIN(Kind.EXPLAINED, true),
  PROPOSE(Kind.PROPOSED, true),
  CONFIRM(Kind.CONFIRMED, true),
  REJECT(Kind.REJECTED, true),
  REOPEN(Kind.REOPENED, true),
  MERGE(Kind.MERGED, false);

  private final Kind kind;
  private final boolean needsText;

  Deed(Kind kind, boolean needsText) {
    this.kind = kind;
    this.needsText = needsText;
  }

  /** "claim", "release" ... */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Kind kind() {
    return kind;
  }

  boolean needsText() {
    return needsText;
  }

  /** Answers are given at an address of their own. */
  static Deed of(String label) {
    return Arrays.stream(values())
        .filter(deed -> deed != ANSWER && deed.label().equals(label))
        .findFirst()
        .orElseThrow(NotFoundController::nothingHere);
  }
}
