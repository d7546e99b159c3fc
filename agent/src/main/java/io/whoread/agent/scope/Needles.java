package io.whoread.agent.scope;

import io.whoread.agent.boot.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of a request's subjects, and the search for them in what leaves: the echo of what was
 * read.
 *
 * <p>There are many ways in which an object becomes text, and each library that does it has its
 * own. What they have in common is the value: a phone number that was loaded for an order, and then
 * stands in a line of CSV, was disclosed, whoever wrote the line. So it is not asked how text was
 * made, but what stands in it.
 *
 * <p><b>Plain.</b> Every value is filed under four of its characters in a row (two, for the
 * shortest); the text is passed over once, and wherever four characters are filed, what is filed
 * under them is compared. Letters and digits around a value must not go on: {@code 1234} is not
 * found in {@code 91234567}.
 *
 * <p><b>Masked.</b> Where mask characters stand in the text, what stands before and after them up
 * to the next separator must be beginning and end of a value.
 *
 * <p><b>Whose.</b> A value that several subjects have, as the orders of one customer have one phone
 * number, is told of those that showed something else of their own in the same channel, their
 * number before all; where none did, of all of them. An object that does not say whose it is gives
 * way to a subject that has all of its values that were found: it is a copy, made for a page.
 */
final class Needles implements Looked {
  /** What must be seen of a masked value, left and right of the mask together. */
  static final int LEAST_VISIBLE = 3;

  /** Values at most so long are names, of which one character is left visible. */
  static final int NAME = 4;

  private Needle[] table = new Needle[256];
  private final List<Needle> all = new ArrayList<>();

  /** What a mask is compared with: the first so many of all; null before the first is met. */
  private Ends ends;

  private int sorted;

  @Override
  public boolean needs(Sum sum, int bit) {
    return true;
  }

  @Override
  public void add(Sum sum, int bit, String value) {
    // An entity, its row and what is made of it for a page have the same values.
    for (Needle each = sum.needles; each != null; each = each.ofSameSum) {
      if (each.bit == bit && each.whole.equals(value)) {
        return;
      }
    }
    Needle needle = Needle.of(sum, bit, value);
    if (needle == null) {
      return;
    }
    needle.ofSameSum = sum.needles;
    sum.needles = needle;
    if (all.size() >= table.length / 2) {
      table = new Needle[table.length * 2];
      all.forEach(this::file);
    }
    file(needle);
    all.add(needle);
  }

  private void file(Needle needle) {
    int place = place(needle);
    needle.next = table[place];
    table[place] = needle;
  }

  private int place(Needle needle) {
    String text = needle.text;
    int at = needle.offset;
    return needle.width() == Needle.KEY
        ? place(text.charAt(at), text.charAt(at + 1), text.charAt(at + 2), text.charAt(at + 3))
        : place(text.charAt(at), text.charAt(at + 1));
  }

  private int place(char a, char b) {
    return (a * 31 + b) * 0x9e3779b1 >>> 8 & table.length - 1;
  }

  private int place(char a, char b, char c, char d) {
    return (((a * 31 + b) * 31 + c) * 31 + d) * 0x9e3779b1 >>> 8 & table.length - 1;
  }

  /**
   * Notes with the sums what of them stands in a text that leaves through a channel.
   *
   * @return whether anything does
   */
  boolean search(char[] text, int channel) {
    return !all.isEmpty() && new Search(text, channel).run();
  }

  /** What bytes have that are no text, read as UTF-8. */
  private static final char NO_CHARACTER = '\ufffd';

  /** Values that may be what a mask stands for. */
  private List<Needle> candidates(String before, String after) {
    ends = ends == null ? new Ends() : ends;
    for (; sorted < all.size(); sorted++) {
      Needle each = all.get(sorted);
      if (each.bit != Needle.OWN && !each.masked) {
        ends.add(each);
      }
    }
    return ends.candidates(before, after);
  }

  /** One text. */
  private final class Search {
    private final char[] text;
    private final int channel;

    /** What was found of values that several subjects have. */
    private final List<List<Needle>> shared = new ArrayList<>(0);

    /** What was found of objects that do not say whose they are. */
    private final Map<Sum, Copy> copies = new IdentityHashMap<>(0);

    private final Set<Needle> known = Collections.newSetFromMap(new IdentityHashMap<>());

    Search(char[] text, int channel) {
      this.text = text;
      this.channel = channel;
    }

    boolean run() {
      int controls = 0;
      int broken = 0;
      for (char c : text) {
        controls += Needle.isControl(c) ? 1 : 0;
        broken += c == NO_CHARACTER ? 1 : 0;
      }
      // Compressed, or a picture: what is found in it is found by chance.
      boolean packed = controls > text.length / 32 && broken > text.length / 8;
      return !packed && run(controls == 0);
    }

    /**
     * @param asText whether it is text alone: among lengths and marks, a mask is none
     */
    private boolean run(boolean asText) {
      boolean masks = false;
      boolean found = false;
      int last = text.length - 1;
      for (int at = 0; at <= last; at++) {
        masks |= Shape.isMask(text[at]);
        if (at + Needle.SHORT_KEY <= text.length) {
          Needle filed = table[place(text[at], text[at + 1])];
          found |= filed != null && found(filed, at, Needle.SHORT_KEY);
        }
        if (at + Needle.KEY <= text.length) {
          Needle filed = table[place(text[at], text[at + 1], text[at + 2], text[at + 3])];
          found |= filed != null && found(filed, at, Needle.KEY);
        }
      }
      found |= asText && masks && masked();
      settle();
      return found;
    }

    /** Looks at what is filed under the characters at a place of the text. */
    private boolean found(Needle filed, int at, int width) {
      List<List<Needle>> values = null;
      for (Needle needle = filed; needle != null; needle = needle.next) {
        if (needle.width() == width && needle.standsAt(text, at - needle.offset)) {
          values = values == null ? new ArrayList<>(1) : values;
          together(needle, values);
        }
      }
      if (values == null) {
        return false;
      }
      for (List<Needle> owners : values) {
        if (known.add(owners.get(0))) {
          note(owners);
        }
      }
      return true;
    }

    /** Of one value all that have it are filed in one place, and are found together. */
    private void together(Needle needle, List<List<Needle>> values) {
      for (List<Needle> owners : values) {
        if (owners.get(0).text.equals(needle.text)) {
          owners.add(needle);
          return;
        }
      }
      values.add(new ArrayList<>(Collections.singletonList(needle)));
    }

    private void note(List<Needle> owners) {
      if (owners.size() > 1 && isAnybodys(owners)) {
        // A row that does not say whose it is belongs to whoever's value it is.
        owners.removeIf(each -> each.sum.id == null && each.sum.isRow() && givesWay(each));
      }
      // Of one that was told the last bytes may leave now.
      owners.removeIf(each -> each.sum.forgotten);
      if (owners.isEmpty()) {
        return;
      }
      for (Sum copy : sums(owners, false)) {
        copies.computeIfAbsent(copy, key -> new Copy()).values++;
      }
      if (isOfOne(owners)) {
        tell(owners);
        owners.get(0).sum.shown(channel);
      } else {
        shared.add(owners);
      }
    }

    private boolean isOfOne(List<Needle> owners) {
      for (Needle each : owners) {
        if (each.sum != owners.get(0).sum) {
          return false;
        }
      }
      return true;
    }

    /** Those of the owners that say whose they are, or those that do not. */
    private Set<Sum> sums(List<Needle> owners, boolean named) {
      Set<Sum> sums = Collections.newSetFromMap(new IdentityHashMap<>(2));
      for (Needle each : owners) {
        if ((each.sum.id != null) == named) {
          sums.add(each.sum);
        }
      }
      return sums;
    }

    /**
     * An object that does not say whose it is was made of a subject that has all of it that is
     * shown; one value alone may be many people's, a province or a common name.
     */
    private void copiesGiveWay() {
      if (copies.isEmpty()) {
        return;
      }
      for (List<Needle> owners : shared) {
        Set<Sum> named = sums(owners, true);
        for (Sum copy : sums(owners, false)) {
          named.forEach(each -> copies.get(copy).shares.merge(each, 1, Integer::sum));
        }
      }
      for (List<Needle> owners : shared) {
        Set<Sum> named = sums(owners, true);
        owners.removeIf(
            each -> each.sum.id == null && isCopyOfAny(each.sum, named) && givesWay(each));
      }
    }

    private boolean isCopyOfAny(Sum nobodys, Set<Sum> named) {
      Copy copy = copies.get(nobodys);
      for (Sum each : named) {
        if (copy.shares.get(each) == copy.values) {
          return true;
        }
      }
      return false;
    }

    /** Of several, those that showed something of their own; of one, all. */
    private void settle() {
      copiesGiveWay();
      for (List<Needle> owners : shared) {
        if (isOfOne(owners)) {
          tell(owners);
          owners.get(0).sum.shown(channel);
        }
      }
      for (List<Needle> owners : shared) {
        if (!isOfOne(owners)) {
          tell(owners);
        }
      }
    }

    private boolean isAnybodys(List<Needle> owners) {
      for (Needle each : owners) {
        if (each.sum.id != null) {
          return true;
        }
      }
      return false;
    }

    private boolean givesWay(Needle needle) {
      needle.sum.leftAsAnothers(channel, needle.bit);
      return true;
    }

    /** Of several, those that showed something of their own; where none did, all. */
    private void tell(List<Needle> owners) {
      boolean any = false;
      for (Needle each : owners) {
        any |= each.sum.isShown(channel);
      }
      for (Needle each : owners) {
        if (each.bit != Needle.OWN && (!any || each.sum.isShown(channel))) {
          each.sum.disclosed(channel, each.bit, each.masked ? Shape.MASKED : Shape.PLAIN);
        }
      }
    }

    private boolean masked() {
      boolean found = false;
      for (Masks mask = new Masks(text); mask.next(); ) {
        found |= masked(mask);
      }
      return found;
    }

    private boolean masked(Masks mask) {
      List<Needle> owners = new ArrayList<>(1);
      for (Needle each : candidates(mask.before(), mask.after())) {
        if (mask.fits(each.text)) {
          owners.add(each);
        }
      }
      // Most masks keep the length: of several, those of that length are meant.
      int length = mask.to - mask.from;
      boolean ofThatLength = false;
      for (Needle each : owners) {
        ofThatLength |= each.text.length() == length;
      }
      if (ofThatLength) {
        owners.removeIf(each -> each.text.length() != length);
      }
      owners.replaceAll(Needle::asMasked);
      if (!owners.isEmpty()) {
        note(owners);
      }
      return !owners.isEmpty();
    }
  }

  /** What was found of an object that does not say whose it is. */
  private static final class Copy {
    /** How many of its values. */
    int values;

    /** By subject, how many of these it has as well. */
    final Map<Sum, Integer> shares = new IdentityHashMap<>(2);
  }
}
