package io.whoread.collector.people;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.View;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.state.v1.PeopleState;
import java.io.IOException;
import java.nio.file.Path;

/** The register of people as the log has it so far. Asked by many threads, fed by one. */
public final class People implements View {
  /** To be raised when the meaning of a snapshot changes. */
  private static final int FORMAT = 1;

  private static final long SNAPSHOT_MS = 300_000;

  /** Reading the clock for every entry would be too often. */
  private static final int ENTRIES_BETWEEN_CHECKS = 1_024;

  private final SnapshotFile file;
  private volatile Register register = Register.EMPTY;
  private volatile long position;
  private long saved;
  private long lastSave = System.currentTimeMillis();

  private People(SnapshotFile file) {
    this.file = file;
  }

  /**
   * Opens the register as it was, as far as a snapshot tells.
   *
   * @param state the snapshot's file, which need not be there
   */
  public static People open(Path state, Log log) throws IOException {
    People people = new People(new SnapshotFile(state, FORMAT));
    byte[] bytes = people.file.read();
    if (bytes != null) {
      people.load(bytes, log);
    }
    return people;
  }

  private void load(byte[] bytes, Log log) {
    PeopleState state;
    try {
      state = PeopleState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    if (state.getPosition() <= log.end()) {
      register = Register.of(state.getRegister());
      position = state.getPosition();
      saved = position;
    }
  }

  /** As of {@link #position}. */
  public Register register() {
    return register;
  }

  @Override
  public String name() {
    return "people";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void apply(long at, Entry entry) throws IOException {
    if (entry.hasPeopleChange()) {
      register = register.with(entry.getPeopleChange());
    }
    position = at + 1;
    if (position % ENTRIES_BETWEEN_CHECKS == 0) {
      saveInTime();
    }
  }

  @Override
  public void idle() throws IOException {
    saveInTime();
  }

  private void saveInTime() throws IOException {
    long now = System.currentTimeMillis();
    if (now - lastSave >= SNAPSHOT_MS) {
      save();
      lastSave = now;
    }
  }

  private void save() throws IOException {
    if (saved != position) {
      file.write(
          PeopleState.newBuilder()
              .setPosition(position)
              .setRegister(register.state())
              .build()
              .toByteArray());
      saved = position;
    }
  }

  @Override
  public void close() throws IOException {
    save();
  }
}
