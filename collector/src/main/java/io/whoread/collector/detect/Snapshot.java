package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.detect.v1.Episode;
import io.whoread.collector.detect.v1.Keyed;
import io.whoread.collector.detect.v1.SnapshotHead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The whole state of a detection as bytes. */
final class Snapshot {
  private static final Codec<ByteString> BYTES =
      new Codec<>() {
        @Override
        public ByteString encode(ByteString value) {
          return value;
        }

        @Override
        public ByteString decode(ByteString bytes) {
          return bytes;
        }
      };

  private static final Codec<Episode> EPISODE =
      new Codec<>() {
        @Override
        public ByteString encode(Episode value) {
          return value.toByteString();
        }

        @Override
        public Episode decode(ByteString bytes) throws InvalidProtocolBufferException {
          return Episode.parseFrom(bytes);
        }
      };

  /** A stage's state and how its keys and values are written. */
  private record Part<K, V>(int stage, KeyedState<K, V> state, Codec<K> keys, Codec<V> values) {
    void write(OutputStream out) {
      state.forEach(
          (key, value) -> {
            try {
              Keyed.Builder keyed =
                  Keyed.newBuilder()
                      .setStage(stage)
                      .setKey(keys.encode(key))
                      .setValue(values.encode(value));
              if (state.alarm(key) != KeyedState.NEVER) {
                keyed.setWakeMs(state.alarm(key));
              }
              keyed.build().writeDelimitedTo(out);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    void put(Keyed keyed) throws InvalidProtocolBufferException {
      K key = keys.decode(keyed.getKey());
      state.put(key, values.decode(keyed.getValue()));
      if (keyed.hasWakeMs()) {
        state.wakeAt(key, keyed.getWakeMs());
      }
    }
  }

  /**
   * @param position first position of the log that the state does not hold
   * @param lastSource source position of the last alert met in the log
   * @param due alerts raised and not yet met there
   */
  record Head(long position, long lastSource, List<Alert> due) {}

  private Snapshot() {}

  private static List<Part<?, ?>> parts(Detection detection) {
    return List.of(
        new Part<>(1, detection.subjects, BYTES, SubjectTimes.CODEC),
        new Part<>(
            2, detection.actors, Codec.TEXT, ActorHabits.codec(detection.rules().measures())),
        new Part<>(3, detection.groups, Codec.TEXT, GroupHabits.CODEC),
        new Part<>(4, detection.episodes, Codec.TEXT, EPISODE));
  }

  static byte[] write(Head head, Detection detection) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    SnapshotHead.newBuilder()
        .setPosition(head.position())
        .setLastSource(head.lastSource())
        .addAllDue(head.due())
        .setRules(detection.rules().version())
        .setNewestMs(detection.newest())
        .setWatermarkMs(detection.watermark())
        .putAllWatchedSinceMs(detection.reads.watchedSince())
        .build()
        .writeDelimitedTo(out);
    try {
      parts(detection).forEach(part -> part.write(out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return out.toByteArray();
  }

  /**
   * Fills a fresh detection.
   *
   * @return null where the snapshot was made with other rules
   */
  static Head read(byte[] bytes, Detection detection) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    SnapshotHead head = SnapshotHead.parseDelimitedFrom(in);
    if (head == null || !head.getRules().equals(detection.rules().version())) {
      return null;
    }
    detection.timeIs(head.getNewestMs(), head.getWatermarkMs());
    detection.reads.watchedSince().putAll(head.getWatchedSinceMsMap());
    List<Part<?, ?>> parts = parts(detection);
    for (Keyed keyed; (keyed = Keyed.parseDelimitedFrom(in)) != null; ) {
      int stage = keyed.getStage();
      if (stage < 1 || stage > parts.size()) {
        throw new InvalidProtocolBufferException("no such stage");
      }
      parts.get(stage - 1).put(keyed);
    }
    return new Head(head.getPosition(), head.getLastSource(), head.getDueList());
  }
}
