package io.whoread.collector.canary;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Canary;
import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.CanaryName;
import io.whoread.collector.log.v1.Entry;
import io.whoread.record.PersonalId;
import io.whoread.record.PlainText;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/**
 * Makes subjects canaries, and takes that back: one change at a time. A number is turned into its
 * pseudonyms here and kept nowhere.
 */
public final class CanaryKeeper {
  /** Every read is held against them all, and all of them stand in each snapshot. */
  static final int MOST = 10_000;

  private static final int LONGEST_NUMBER = 128;
  private static final int LONGEST_WORD = 64;
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Set<String> CHANNELS = Set.of("seller", "courier", "team");

  private final Log log;
  private final Current current;

  /** The canaries as the whole log has them. */
  @FunctionalInterface
  public interface Current {
    /**
     * @throws IOException where the log cannot be read
     */
    Canaries get() throws IOException;
  }

  public CanaryKeeper(Log log, Current current) {
    this.log = log;
    this.current = current;
  }

  /**
   * What is to be a canary.
   *
   * @param number the real one: of the order, the waybill ...
   * @param kind of subject
   * @param label how people call it
   * @param channelKind "seller", "courier" or "team"; empty for nobody in particular
   * @param channel to whom alone it is given; empty likewise
   */
  public record Given(
      String number, String kind, String label, String channelKind, String channel) {}

  /**
   * Who changes something.
   *
   * @param user login name; empty for the command line on the collector's own machine
   */
  public record Bringer(String user, String address) {}

  /**
   * @param renewed whether it was a canary before, and is now one under a newer key as well
   */
  public record Added(Canary canary, boolean renewed) {}

  /**
   * Makes a subject a canary.
   *
   * @param keys every key that there is
   * @return once it is on disk
   * @throws BadCanary for what cannot be one, or is one already
   * @throws IOException where the log cannot be read or written
   */
  public synchronized Added add(Given given, List<PseudonymKey> keys, Bringer bringer)
      throws IOException {
    Canary canary = canary(given, keys);
    Canaries now = current.get();
    Canary before = null;
    for (CanaryName name : canary.getNamesList()) {
      before = now.of(name.getPseudonym()).map(Canaries.Planted::canary).orElse(before);
    }
    if (before == null) {
      if (now.all().size() >= MOST) {
        throw new BadCanary(409, "too-many-canaries", "There are " + MOST + " canaries: the most.");
      }
      write(CanaryChange.newBuilder().addAdded(canary), bringer);
      return new Added(canary, false);
    }
    Canary both = before.toBuilder().clearNames().addAllNames(names(before, canary)).build();
    if (both.equals(before)) {
      throw new BadCanary(
          409,
          "canary-known",
          "This is a canary already: " + before.getId() + " \"" + before.getLabel() + "\".");
    }
    write(CanaryChange.newBuilder().addAdded(both), bringer);
    return new Added(both, true);
  }

  /** By key epoch, the newest first; of one whose key is gone the name stays. */
  private static List<CanaryName> names(Canary before, Canary given) {
    TreeMap<Integer, CanaryName> names = new TreeMap<>();
    before.getNamesList().forEach(name -> names.put(name.getKeyEpoch(), name));
    given.getNamesList().forEach(name -> names.put(name.getKeyEpoch(), name));
    return new ArrayList<>(names.descendingMap().values());
  }

  /**
   * Makes a canary an ordinary subject again.
   *
   * @return what it was, once that is on disk
   * @throws BadCanary where there is none of this id
   * @throws IOException where the log cannot be read or written
   */
  public synchronized Canary remove(String id, Bringer bringer) throws IOException {
    Canary canary =
        current
            .get()
            .get(id == null ? "" : id)
            .orElseThrow(
                () ->
                    new BadCanary(
                        404, "no-such-canary", "There is no canary of this id; the list has them."))
            .canary();
    write(CanaryChange.newBuilder().addRemoved(id), bringer);
    return canary;
  }

  /**
   * All that there are.
   *
   * @throws IOException where the log cannot be read
   */
  public Canaries canaries() throws IOException {
    return current.get();
  }

  private void write(CanaryChange.Builder change, Bringer bringer) throws IOException {
    change.setUser(bringer.user).setAddress(bringer.address);
    try {
      log.append(Entry.newBuilder().setCanaryChange(change).build()).join();
    } catch (CompletionException e) {
      throw new IOException("the log cannot be written", e.getCause());
    }
  }

  private static Canary canary(Given given, List<PseudonymKey> keys) {
    String number = given.number == null ? "" : given.number.strip();
    if (number.isEmpty() || number.length() > LONGEST_NUMBER || !PlainText.isPlain(number)) {
      throw bad("bad-number", "number", "1 to " + LONGEST_NUMBER + " characters");
    }
    String kind = given.kind == null || given.kind.isBlank() ? "order" : given.kind.strip();
    if (!KIND.matcher(kind).matches()) {
      throw bad("bad-kind", "kind", "a kind of subject such as order, waybill or customer");
    }
    String channelKind = given.channelKind == null ? "" : given.channelKind.strip();
    String channel = given.channel == null ? "" : given.channel.strip();
    if (channelKind.isEmpty() != channel.isEmpty()
        || !channelKind.isEmpty() && !CHANNELS.contains(channelKind)) {
      throw bad("bad-channel", "channelKind", "seller, courier or team, with whose it is, or none");
    }
    Canary.Builder canary =
        Canary.newBuilder()
            .setKind(kind)
            .setLabel(word(given.label, number, "label"))
            .setChannelKind(channelKind)
            .setChannel(channel.isEmpty() ? "" : word(channel, number, "channel"));
    for (PseudonymKey key : keys) {
      canary.addNames(
          CanaryName.newBuilder()
              .setKeyEpoch(key.epoch())
              .setPseudonym(ByteString.copyFrom(new Pseudonyms(key).of(kind, number))));
    }
    byte[] oldest = canary.getNames(canary.getNamesCount() - 1).getPseudonym().toByteArray();
    return canary.setId(HexFormat.of().formatHex(oldest, 0, 8)).build();
  }

  /** A word that is kept for good, and so holds neither the number nor anything personal. */
  private static String word(String text, String number, String field) {
    String word = text == null ? "" : text.strip();
    if (word.isEmpty() || word.length() > LONGEST_WORD || !PlainText.isPlain(word)) {
      throw bad("bad-" + field, field, "1 to " + LONGEST_WORD + " characters in one line");
    }
    if (PersonalId.holdsPersonal(word)
        || Pseudonyms.normalise(word).contains(Pseudonyms.normalise(number))) {
      throw new BadCanary(
          400,
          "personal-" + field,
          "`" + field + "` is kept for good: leave order numbers, phone numbers and the like out.");
    }
    return word;
  }

  private static BadCanary bad(String code, String field, String expected) {
    return new BadCanary(400, code, "`" + field + "` must be " + expected + ".");
  }
}
