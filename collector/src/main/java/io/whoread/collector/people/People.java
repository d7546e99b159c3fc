package io.whoread.collector.people;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.log.FoldedView;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.state.v1.PeopleState;
import java.io.IOException;
import java.nio.file.Path;

/** The register of people as the log has it so far. Asked by many threads, fed by one. */
public final class People extends FoldedView {
  /** To be raised when the meaning of a snapshot changes. */
  private static final int FORMAT = 1;

  private volatile Register register = Register.EMPTY;

  private People(SnapshotFile file) {
    super(file);
  }

  /**
   * Opens the register as it was, as far as a snapshot tells.
   *
   * @param state the snapshot's file, which need not be there
   */
  public static People open(Path state, Log log) throws IOException {
    SnapshotFile file = new SnapshotFile(state, FORMAT);
    People people = new People(file);
    byte[] bytes = file.read();
    if (bytes != null) {
      people.load(bytes, log);
    }
    return people;
  }

  private void load(byte[] bytes, Log log) {
    try {
      PeopleState state = PeopleState.parseFrom(bytes);
      if (goOnFrom(state.getPosition(), log)) {
        register = Register.of(state.getRegister());
      }
    } catch (InvalidProtocolBufferException e) {
      // As if there were none.
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
  protected void fold(Entry entry) {
    if (entry.hasPeopleChange()) {
      register = register.with(entry.getPeopleChange());
    }
  }

  @Override
  protected byte[] snapshot(long at) {
    return PeopleState.newBuilder()
        .setPosition(at)
        .setRegister(register.state())
        .build()
        .toByteArray();
  }
}
