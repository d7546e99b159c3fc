package io.whoread.collector.detect;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.alert.v1.Alert;
import io.whoread.collector.canary.Canaries;
import io.whoread.collector.detect.v1.HeldState;
import io.whoread.collector.detect.v1.Keyed;
import io.whoread.collector.detect.v1.Met;
import io.whoread.collector.detect.v1.NameState;
import io.whoread.collector.detect.v1.ServiceState;
import io.whoread.collector.detect.v1.SnapshotHead;
import io.whoread.collector.detect.work.Model;
import io.whoread.collector.detect.work.Pool;
import io.whoread.collector.life.Lives;
import io.whoread.collector.people.Register;
import io.whoread.collector.settings.SettingsException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.Checksum;

/** The whole state of a detection in a file. */
final class Snapshot {
  /** To be raised when the meaning of what is written changes. */
  private static final int FORMAT = 0x7772000e;

  /** Stands behind the last key, and before the checksum of all. */
  private static final Keyed END = Keyed.newBuilder().setStage(1_000).build();

  private interface Decoder<T> {
    T decode(ByteString bytes) throws InvalidProtocolBufferException;
  }

  private static <T> Codec<T> codec(Function<T, ByteString> encoder, Decoder<T> decoder) {
    return new Codec<>() {
      @Override
      public ByteString encode(T value) {
        return encoder.apply(value);
      }

      @Override
      public T decode(ByteString bytes) throws InvalidProtocolBufferException {
        return decoder.decode(bytes);
      }
    };
  }

  /** A state that is no row's, and how its keys and values are written. */
  private record Part<K, V>(int stage, KeyedState<K, V> state, Codec<K> keys, Codec<V> values) {
    Copying copy(Consumer<Keyed> to) {
      return state.copy(
          (key, value) ->
              to.accept(
                  Keyed.newBuilder()
                      .setStage(stage)
                      .setKey(keys.encode(key))
                      .setValue(values.encode(value))
                      .build()));
    }

    void put(Keyed keyed) throws InvalidProtocolBufferException {
      state.put(keys.decode(keyed.getKey()), values.decode(keyed.getValue()));
    }
  }

  /**
   * @param position first position of the log that the state does not hold
   * @param lastSource source position of the last alert met in the log
   * @param due alerts raised and not yet met there
   */
  record Head(long position, long lastSource, List<Alert> due) {}

  /**
   * A detection as it was.
   *
   * @param rules those that it was made with
   */
  record Restored(Head head, RuleSet rules, Detection detection) {}

  private Snapshot() {}

  private static List<Part<?, ?>> parts(Detection detection) {
    Codec<ByteString> bytes = codec(value -> value, value -> value);
    return List.of(
        new Part<>(1, detection.subjects, bytes, SubjectTimes.CODEC),
        new Part<>(5, detection.services, Codec.TEXT, Codec.of(ServiceState.parser())),
        new Part<>(6, detection.names, bytes, Codec.of(NameState.parser())),
        new Part<>(7, detection.pools, Codec.TEXT, codec(Pool::encode, Pool::decode)),
        new Part<>(8, detection.models, Codec.TEXT, codec(Model::encode, Model::decode)),
        new Part<>(9, detection.judgements().held, Codec.TEXT, Codec.of(HeldState.parser())),
        new Part<>(12, detection.firstTimes.operations, Codec.TEXT, Codec.of(Met.parser())));
  }

  private static void put(Keyed keyed, List<Part<?, ?>> parts, List<Rows<String>> rows)
      throws InvalidProtocolBufferException {
    for (Rows<String> each : rows) {
      if (each.read(keyed)) {
        return;
      }
    }
    for (Part<?, ?> part : parts) {
      if (part.stage() == keyed.getStage()) {
        part.put(keyed);
        return;
      }
    }
    throw new IndexOutOfBoundsException(keyed.getStage());
  }

  /** What stands before the first key. */
  static void begin(DataOutputStream out, Head head, RuleSet rules, Detection detection)
      throws IOException {
    out.writeInt(FORMAT);
    SnapshotHead.newBuilder()
        .setPosition(head.position())
        .setLastSource(head.lastSource())
        .addAllDue(head.due())
        .setRules(rules.version())
        .putAllRulesFiles(rules.files())
        .setNewestMs(detection.newest())
        .setWatermarkMs(detection.watermark())
        .setForgottenMs(detection.forgottenUntil())
        .setRegister(detection.roster().register().state())
        .setCanaries(detection.canaries().state())
        .setLives(detection.judgements().lives().state())
        .build()
        .writeDelimitedTo(out);
  }

  /** Begins to hand out all keys. */
  static List<Copying> copy(Detection detection, Consumer<Keyed> to) {
    List<Copying> all = new ArrayList<>();
    parts(detection).forEach(part -> all.add(part.copy(to)));
    detection.rows().forEach(rows -> all.add(rows.copy(to)));
    return all;
  }

  /** What stands behind the last key. */
  static void end(DataOutputStream out, Checksum sum) throws IOException {
    END.writeDelimitedTo(out);
    out.writeLong(sum.getValue());
  }

  /**
   * A detection as it was, with the rules that it was made with.
   *
   * @param memory takes its state; where nothing is returned, what lies there is of no use
   * @return null where there is no snapshot, or one of another format, damaged, or of rules that
   *     this program does not have any more
   */
  static Restored read(Path file, Memory memory) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CheckedInputStream summed = new CheckedInputStream(in, new CRC32C());
      DataInputStream data = new DataInputStream(summed);
      if (data.readInt() != FORMAT) {
        return null;
      }
      SnapshotHead head = SnapshotHead.parseDelimitedFrom(data);
      if (head == null) {
        return null;
      }
      RuleSet rules = RulesFile.of(head.getRulesFilesMap());
      if (!head.getRules().equals(rules.version())) {
        return null;
      }
      Detection detection = new Detection(rules.rules(), memory);
      detection.timeIs(head.getNewestMs(), head.getWatermarkMs(), head.getForgottenMs());
      detection.roster().register(Register.of(head.getRegister()));
      detection.canaries(Canaries.of(head.getCanaries()));
      List<Part<?, ?>> parts = parts(detection);
      for (Keyed keyed; (keyed = Keyed.parseDelimitedFrom(data)) != null; ) {
        if (keyed.getStage() == END.getStage()) {
          detection.judgements().lives(Lives.of(head.getLives(), Lives.MOST));
          return summed.getChecksum().getValue() == data.readLong()
              ? new Restored(
                  new Head(head.getPosition(), head.getLastSource(), head.getDueList()),
                  rules,
                  detection)
              : null;
        }
        put(keyed, parts, detection.rows());
      }
      return null;
    } catch (NoSuchFileException
        | EOFException
        | InvalidProtocolBufferException
        | IndexOutOfBoundsException
        | SettingsException e) {
      return null;
    }
  }
}
