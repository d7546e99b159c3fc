package io.whoread.agent.scope;

import io.whoread.agent.boot.Shape;

/**
 * The masks of a text, one after the other: each with what stands before and after it up to the
 * next separator.
 */
final class Masks {
  private final char[] text;

  /** Where it begins with what is left of the value, or with the mask. */
  int from;

  /** The first mask character. */
  int mask;

  /** Behind the last mask character. */
  int afterMask;

  /** Where it ends; what comes next is looked for from here. */
  int to;

  Masks(char[] text) {
    this.text = text;
  }

  boolean next() {
    for (mask = to; mask < text.length; mask++) {
      if (Shape.isMask(text[mask])) {
        from = mask;
        while (from > 0 && mask - from < Needle.MAX_LENGTH && isPart(text[from - 1])) {
          from--;
        }
        afterMask = mask + 1;
        for (to = afterMask;
            to < text.length && to - mask < Needle.MAX_LENGTH && isPart(text[to]);
            to++) {
          afterMask = Shape.isMask(text[to]) ? to + 1 : afterMask;
        }
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c)
        || Shape.isMask(c)
        || "@._-#+()\uff08\uff09".indexOf(c) >= 0;
  }

  /** How many characters of a value are left. */
  int visible() {
    return mask - from + to - afterMask;
  }

  String before() {
    return new String(text, from, mask - from);
  }

  String after() {
    return new String(text, afterMask, to - afterMask);
  }

  /** Whether a value may be what it stands for. */
  boolean fits(String value) {
    int visible = visible();
    boolean enough =
        visible >= Needles.LEAST_VISIBLE || visible > 0 && value.length() <= Needles.NAME;
    // Of what is longer than what is looked for the end is not known.
    return enough
        && value.length() > visible
        && stands(value, 0, from, mask)
        && (value.length() == Needle.MAX_LENGTH
            || stands(value, value.length() - (to - afterMask), afterMask, to));
  }

  private boolean stands(String value, int at, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (value.charAt(at + i - begin) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
