package io.whoread.collector.index;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * Counts requests. One that is told in several accesses, because it is long, counts once, whichever
 * of its parts are met, in whatever order, and in whichever batches. Almost all requests are whole
 * and cost nothing; the others are counted as {@link DistinctSubjects} are, in its bounds.
 */
final class Requests {
  private long whole;
  private DistinctSubjects inParts;

  /**
   * @param run of the batch that holds the access, 16 bytes
   */
  void add(ByteString run, AccessScan access) {
    if (!access.isPart()) {
      whole += 1 + access.repeats();
      return;
    }
    whole += access.repeats();
    if (inParts == null) {
      inParts = new DistinctSubjects();
    }
    ByteBuffer bytes = run.asReadOnlyByteBuffer();
    // Random in all their bits, as the set wants them: also those of one run.
    inParts.add(access.request(), access.request() ^ bytes.getLong() ^ bytes.getLong());
  }

  /** Goes over to a sample of half as many as are held now. */
  void sample() {
    if (inParts != null) {
      inParts.sample();
    }
  }

  /** How many requests take up memory. */
  int held() {
    return inParts == null ? 0 : inParts.held();
  }

  long count() {
    return whole + (inParts == null ? 0 : inParts.count());
  }
}
