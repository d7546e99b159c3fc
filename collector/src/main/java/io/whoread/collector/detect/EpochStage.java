package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import io.whoread.collector.detect.v1.NameState;
import io.whoread.collector.detect.v1.Named;
import io.whoread.collector.detect.v1.Read;
import java.util.function.Consumer;

/**
 * By pseudonym: a subject goes by one name although it is met under pseudonyms of several key
 * epochs, so that it counts once and nobody takes it for one that was not worked on.
 *
 * <p>While two keys overlap, records bear both pseudonyms; the older one stays the name, and what
 * the subject is called under the newer one is remembered for the time after the overlap. As that
 * is kept under the newer pseudonym it comes back to this stage as an input of its own.
 */
final class EpochStage implements Stage<ByteString, Named, Read> {
  /** By the second, as a {@link PseudonymTable} holds it. */
  static final PseudonymTable.Shape<NameState> SHAPE =
      new PseudonymTable.Shape<>() {
        @Override
        public int numbers() {
          return PseudonymTable.KEY + 1;
        }

        @Override
        public NameState of(int[] row, int at) {
          return NameState.newBuilder()
              .setName(PseudonymTable.key(row, at))
              .setLastMs(SubjectTimes.time(row[at + PseudonymTable.KEY]))
              .build();
        }

        @Override
        public void to(NameState value, int[] row, int at) {
          PseudonymTable.numbers(value.getName(), row, at);
          row[at + PseudonymTable.KEY] = SubjectTimes.seconds(value.getLastMs());
        }
      };

  private final KeyedState<ByteString, NameState> state;
  private final Consumer<Named> again;

  /**
   * @param again hands a message to this stage, under its own key
   */
  EpochStage(KeyedState<ByteString, NameState> state, Consumer<Named> again) {
    this.state = state;
    this.again = again;
  }

  @Override
  public ByteString key(Named named) {
    return named.getPseudonym();
  }

  @Override
  public void accept(Named named, Consumer<Read> next) {
    if (named.hasName()) {
      state.put(key(named), named.getName());
      return;
    }
    Read read = named.getRead();
    NameState known = state.get(key(named));
    if (known != null && known.getLastMs() < read.getTimeMs()) {
      known = known.toBuilder().setLastMs(read.getTimeMs()).build();
      state.put(key(named), known);
    }
    ByteString name = known == null ? read.getSubject() : known.getName();
    for (ByteString later : read.getLaterEpochsList()) {
      again.accept(
          Named.newBuilder()
              .setPseudonym(later)
              .setName(NameState.newBuilder().setName(name).setLastMs(read.getTimeMs()))
              .build());
    }
    next.accept(known == null ? read : read.toBuilder().setSubject(name).build());
  }
}
