package io.whoread.agent.scope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values by what a mask leaves of them: the first character and the last ones. Made when the first
 * mask is met, of numbers in arrays: most pages have a mask, and as many values as fields.
 */
final class Ends {
  /** So many characters are looked up at once, where nothing of the end is left. */
  private static final int BEGINNING = 3;

  private final List<Needle> all = new ArrayList<>();
  private final Chains byBoth = new Chains();
  private final Chains byFirst = new Chains();
  private final Chains byBeginning = new Chains();
  private final Chains byLast = new Chains();

  /** Those of which the end is not known, for they are longer than what is looked for. */
  private final List<Needle> cut = new ArrayList<>(0);

  void add(Needle needle) {
    String text = needle.text;
    int last = text.length() - 1;
    int number = all.size();
    all.add(needle);
    byFirst.add(number, text.charAt(0));
    if (text.length() > BEGINNING) {
      byBeginning.add(number, beginning(text));
    }
    if (text.length() == Needle.MAX_LENGTH) {
      cut.add(needle);
      return;
    }
    byLast.add(number, text.charAt(last));
    byBoth.add(number, both(text.charAt(0), text.charAt(last - 1), text.charAt(last)));
  }

  private static int beginning(String text) {
    return both(text.charAt(0), text.charAt(1), text.charAt(2));
  }

  private static int both(char first, char beforeLast, char last) {
    return (first * 31 + beforeLast) * 31 + last;
  }

  /** Values that may be what a mask stands for; the caller compares them. */
  List<Needle> candidates(String before, String after) {
    List<Needle> found = new ArrayList<>();
    int last = after.length() - 1;
    if (before.isEmpty()) {
      if (last >= 0) {
        byLast.addTo(found, after.charAt(last));
      }
    } else if (last < 1) {
      if (before.length() >= BEGINNING) {
        byBeginning.addTo(found, beginning(before));
      } else {
        byFirst.addTo(found, before.charAt(0));
      }
    } else {
      byBoth.addTo(found, both(before.charAt(0), after.charAt(last - 1), after.charAt(last)));
      for (Needle each : cut) {
        if (each.text.charAt(0) == before.charAt(0)) {
          found.add(each);
        }
      }
    }
    return found;
  }

  /** Numbers of values by a key, chained through an array. */
  private final class Chains {
    private int[] keys = new int[64];
    private int[] next = new int[64];

    // Numbers from 1.
    private int[] heads = new int[64];

    void add(int number, int key) {
      if (number >= keys.length) {
        // Numbers may leave out many: those that are chained elsewhere.
        int length = 2 * Integer.highestOneBit(number);
        keys = Arrays.copyOf(keys, length);
        next = Arrays.copyOf(next, length);
        heads = new int[length];
        for (int i = 0; i < number; i++) {
          file(i);
        }
      }
      keys[number] = key;
      file(number);
    }

    private void file(int number) {
      int place = place(keys[number]);
      next[number] = heads[place];
      heads[place] = number + 1;
    }

    private int place(int key) {
      return (key * 0x9e3779b1) >>> 8 & heads.length - 1;
    }

    void addTo(List<Needle> found, int key) {
      for (int number = heads[place(key)]; number != 0; number = next[number - 1]) {
        if (keys[number - 1] == key) {
          found.add(all.get(number - 1));
        }
      }
    }
  }
}
