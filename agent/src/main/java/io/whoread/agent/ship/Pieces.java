package io.whoread.agent.ship;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Loaded;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A batch in pieces, for where something on the way takes no batch of that size.
 *
 * <p>The collector knows batches by run and sequence, and the sequence of the batch is but one. So
 * pieces go under a run of their own, which follows from the batch's run and sequence alone: sent
 * again after a crash, a piece has the same name and the same content. Last goes, under the batch's
 * own name, what is no access: the run then lacks no number.
 */
final class Pieces {
  private final Batch batch;

  Pieces(Batch batch) {
    this.batch = batch;
  }

  int accesses() {
    return batch.getAccessesCount();
  }

  /**
   * @param number from 1
   */
  Batch piece(int number, int from, int to) {
    Compaction compaction = new Compaction();
    for (Access access : batch.getAccessesList().subList(from, to)) {
      compaction.add(access);
    }
    return compaction.piece.setRun(run()).setSequence(number).build();
  }

  /** The batch without its accesses. */
  Batch rest() {
    return head(batch)
        .setRun(batch.getRun())
        .setSequence(batch.getSequence())
        .addAllGaps(batch.getGapsList())
        .addAllCoverage(batch.getCoverageList())
        .build();
  }

  private ByteString run() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(batch.getRun().toByteArray());
      digest.update(ByteBuffer.allocate(8).putLong(batch.getSequence()).array());
      return ByteString.copyFrom(Arrays.copyOf(digest.digest(), 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this JVM", e);
    }
  }

  private static Batch.Builder head(Batch batch) {
    return Batch.newBuilder()
        .setStart(batch.getStart())
        .setKeyEpoch(batch.getKeyEpoch())
        .setInstance(batch.getInstance())
        .setSender(batch.getSender());
  }

  /** Takes over only those rows of the tables that are referred to. */
  private final class Compaction {
    final Batch.Builder piece = head(batch);
    private final Map<Integer, Integer> operations = new HashMap<>();
    private final Map<Integer, Integer> callers = new HashMap<>();
    private final Map<Integer, Integer> exposures = new HashMap<>();
    private final Map<Integer, Integer> words = new HashMap<>();

    void add(Access access) {
      Access.Builder copy =
          access.toBuilder()
              .setOperation(
                  place(
                      operations,
                      access.getOperation(),
                      at -> piece.addOperations(batch.getOperations(at))))
              .setCaller(
                  place(callers, access.getCaller(), at -> piece.addCallers(batch.getCallers(at))))
              .setPurpose(word(access.getPurpose()));
      for (Subject.Builder subject : copy.getSubjectsBuilderList()) {
        subject
            .setExposure(exposure(subject.getExposure()))
            .setOwner(word(subject.getOwner()))
            .setStatus(word(subject.getStatus()));
        for (Link.Builder link : subject.getLinksBuilderList()) {
          link.setKind(word(link.getKind()));
        }
      }
      for (Unattributed.Builder read : copy.getUnattributedBuilderList()) {
        read.setSource(word(read.getSource())).setExposure(exposure(read.getExposure()));
      }
      for (Loaded.Builder loaded : copy.getLoadedBuilderList()) {
        loaded
            .setStatement(word(loaded.getStatement()))
            .setExposure(exposure(loaded.getExposure()));
      }
      piece.addAccesses(copy);
    }

    private int exposure(int old) {
      return place(exposures, old, at -> piece.addExposures(batch.getExposures(at)));
    }

    private int word(int old) {
      return place(words, old, at -> piece.addWords(batch.getWords(at)));
    }

    private int place(Map<Integer, Integer> places, int old, IntConsumer takeOver) {
      if (old == 0) {
        return 0;
      }
      Integer place = places.get(old);
      if (place == null) {
        takeOver.accept(old - 1);
        place = places.size() + 1;
        places.put(old, place);
      }
      return place;
    }
  }
}
