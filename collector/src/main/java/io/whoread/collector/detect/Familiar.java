package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.FamiliarState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an actor reads through, as hashes; of each kind, those met often stand in front, and the
 * hindmost goes where there is no room. Some 200 bytes, 900 at most with the newest by name.
 */
final class Familiar {
  /** Newest names that are kept. */
  private static final int MOST_FIRSTS = 6;

  private static final long FIRSTS_KEPT_MS = 3 * RecentReads.DAY_MS;
  private static final int LONGEST_NAME = 80;

  static final Weighed<Familiar> CODEC =
      new Weighed<>() {
        @Override
        public ByteString encode(Familiar value) {
          return value.encode().toByteString();
        }

        @Override
        public Familiar decode(ByteString bytes) throws InvalidProtocolBufferException {
          return Familiar.decode(FamiliarState.parseFrom(bytes));
        }

        @Override
        public int heap(Familiar value) {
          return value.heap();
        }
      };

  /** What may be new. */
  enum Kind {
    SERVICE("services", 8),
    OPERATION("operations", 64),
    NETWORK("networks", 24);

    private final String fact;
    private final int most;

    Kind(String fact, int most) {
      this.fact = fact;
      this.most = most;
    }

    /** By which name a signal tells it. */
    String fact() {
      return fact;
    }
  }

  /** Something met for the first time. */
  record First(Kind kind, String name, long time) {}

  private final long since;
  private long last;

  /** Hash of what the newest read came through. */
  private int site;

  private final int[][] known = new int[Kind.values().length][0];
  private final List<First> firsts = new ArrayList<>();

  Familiar(long since) {
    this.since = since;
  }

  /** When the actor was met first. */
  long since() {
    return since;
  }

  /** When something was met last. */
  long last() {
    return last;
  }

  /** What was new of late, in the order in which it was met. */
  List<First> firsts() {
    return firsts;
  }

  /**
   * Takes in a read.
   *
   * @param hash of what it came through
   * @return whether the read before came through the same
   */
  boolean isAgain(int hash, long time) {
    last = Math.max(last, time);
    boolean again = site == hash;
    site = hash;
    return again;
  }

  /**
   * Takes in that something was met.
   *
   * @return whether it is new
   */
  boolean meet(Kind kind, int hash) {
    int[] all = known[kind.ordinal()];
    for (int i = 0; i < all.length; i++) {
      if (all[i] == hash) {
        if (i > 0) {
          all[i] = all[i - 1];
          all[i - 1] = hash;
        }
        return false;
      }
    }
    int[] more = Arrays.copyOf(all, Math.min(kind.most, all.length + 1));
    more[more.length - 1] = hash;
    known[kind.ordinal()] = more;
    return true;
  }

  /** Keeps by name what was new and is worth telling. */
  void tell(Kind kind, String name, long time) {
    firsts.removeIf(first -> first.time() < time - FIRSTS_KEPT_MS);
    if (firsts.size() == MOST_FIRSTS) {
      firsts.removeFirst();
    }
    firsts.add(new First(kind, name.substring(0, Math.min(LONGEST_NAME, name.length())), time));
  }

  private int heap() {
    int bytes = 160 + 150 * firsts.size();
    for (int[] hashes : known) {
      bytes += Integer.BYTES * hashes.length;
    }
    return bytes;
  }

  private FamiliarState encode() {
    FamiliarState.Builder state =
        FamiliarState.newBuilder().setSinceMs(since).setLastMs(last).setSite(site);
    for (int[] hashes : known) {
      FamiliarState.Hashes.Builder list = FamiliarState.Hashes.newBuilder();
      for (int hash : hashes) {
        list.addHash(hash);
      }
      state.addKnown(list);
    }
    for (First first : firsts) {
      state.addFirsts(
          FamiliarState.First.newBuilder()
              .setKind(first.kind().ordinal())
              .setName(first.name())
              .setTimeMs(first.time()));
    }
    return state.build();
  }

  private static Familiar decode(FamiliarState state) {
    Familiar familiar = new Familiar(state.getSinceMs());
    familiar.last = state.getLastMs();
    familiar.site = state.getSite();
    for (int kind = 0; kind < familiar.known.length; kind++) {
      familiar.known[kind] =
          state.getKnown(kind).getHashList().stream().mapToInt(Integer::intValue).toArray();
    }
    for (FamiliarState.First first : state.getFirstsList()) {
      familiar.firsts.add(
          new First(Kind.values()[first.getKind()], first.getName(), first.getTimeMs()));
    }
    return familiar;
  }
}
