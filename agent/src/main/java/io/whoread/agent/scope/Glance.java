package io.whoread.agent.scope;

import io.whoread.agent.boot.Shape;
import java.util.Arrays;

/**
 * A first look at what leaves with a response: whether there may be anything in it of which it is
 * not known yet that it left that way.
 *
 * <p>Most pages are written by a serialiser that tells what it writes. Then all that is left to
 * look for is what was read and not written: there is little of it, it is not found, and whose it
 * would be need not be asked. Only where something may be found are all values compared, by {@link
 * Needles}. What those would find that is news is seen here; what is seen here may turn out to be
 * none.
 */
final class Glance implements Looked {
  private static final int PLACES = 512;

  private final int channel;

  private String[] values = new String[32];

  /** Whether it is known that a value left masked. */
  private boolean[] leftMasked = new boolean[32];

  /** Numbers of values, from 1, by their last characters, chained. */
  private final int[] heads = new int[PLACES];

  private int[] next = new int[32];
  private int size;
  private boolean anyShort;

  /** Of what may be masked, the first and last characters: a bit for each, by its last digits. */
  private long firsts;

  private long lasts;

  /**
   * @param channel number of the channel through which it leaves
   */
  Glance(int channel) {
    this.channel = channel;
  }

  @Override
  public boolean needs(Sum sum, int bit) {
    return bit == Needle.OWN ? !sum.isShown(channel) : (sum.plain(channel) >>> bit & 1) == 0;
  }

  @Override
  public void add(Sum sum, int bit, String whole) {
    String value = Needle.beginning(whole);
    if (value.length() < (bit == Needle.OWN ? Needle.KEY : Needle.SHORT_KEY)) {
      return;
    }
    boolean told = bit == Needle.OWN || (sum.masked(channel) >>> bit & 1) != 0;
    if (told && bit != Needle.OWN && Shape.of(value) == Shape.MASKED) {
      return;
    }
    int place = place(value);
    // An entity, its row and what is made of it for a page have the same values.
    for (int number = heads[place]; number != 0; number = next[number - 1]) {
      if (leftMasked[number - 1] == told && values[number - 1].equals(value)) {
        return;
      }
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      leftMasked = Arrays.copyOf(leftMasked, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
    }
    values[size] = value;
    leftMasked[size] = told;
    next[size] = heads[place];
    heads[place] = ++size;
    if (!told) {
      firsts |= 1L << value.charAt(0);
      lasts |= value.length() == Needle.MAX_LENGTH ? -1 : 1L << value.charAt(value.length() - 1);
    }
  }

  private int place(String value) {
    int length = value.length();
    if (length < Needle.KEY) {
      anyShort = true;
      return placeOfShort(value.charAt(length - 2) << 16 | value.charAt(length - 1));
    }
    long last = 0;
    for (int i = length - Needle.KEY; i < length; i++) {
      last = last << 16 | value.charAt(i);
    }
    return place(last);
  }

  private static int place(long lastFour) {
    return (int) (lastFour * 0x9e3779b97f4a7c15L >>> 55);
  }

  private static int placeOfShort(int lastTwo) {
    return lastTwo * 0x9e3779b9 >>> 23;
  }

  /** Whether anything may stand in a text, plain or masked. */
  boolean mayBeIn(char[] text) {
    if (size == 0) {
      return false;
    }
    boolean masks = false;
    long last = 0;
    for (int at = 0; at < text.length; at++) {
      char c = text[at];
      masks |= c >= 128 || c == '*';
      last = last << 16 | c;
      int number = heads[place(last)];
      if (number != 0 && endsAt(text, at, number)) {
        return true;
      }
      number = anyShort ? heads[placeOfShort((int) last)] : 0;
      if (number != 0 && endsAt(text, at, number)) {
        return true;
      }
    }
    return masks && firsts != 0 && mayBeMaskedIn(text);
  }

  private boolean endsAt(char[] text, int end, int first) {
    for (int number = first; number != 0; number = next[number - 1]) {
      String value = values[number - 1];
      if (Needle.stands(value, text, end + 1 - value.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeMaskedIn(char[] text) {
    for (Masks mask = new Masks(text); mask.next(); ) {
      boolean may = mask.from == mask.mask || (firsts >>> text[mask.from] & 1) != 0;
      may &= mask.afterMask == mask.to || (lasts >>> text[mask.to - 1] & 1) != 0;
      for (int i = 0; may && i < size; i++) {
        if (!leftMasked[i] && mask.fits(values[i])) {
          return true;
        }
      }
    }
    return false;
  }
}
