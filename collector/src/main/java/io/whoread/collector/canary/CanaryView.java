package io.whoread.collector.canary;

import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.log.FoldedView;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.SnapshotFile;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.state.v1.CanaryViewState;
import java.io.IOException;
import java.nio.file.Path;

/** The canaries as the log has them so far. Asked by many threads, fed by one. */
public final class CanaryView extends FoldedView {
  /** To be raised when the meaning of a snapshot changes. */
  private static final int FORMAT = 1;

  private volatile Canaries canaries = Canaries.NONE;

  private CanaryView(SnapshotFile file) {
    super(file);
  }

  /**
   * Opens the canaries as they were, as far as a snapshot tells.
   *
   * @param state the snapshot's file, which need not be there
   */
  public static CanaryView open(Path state, Log log) throws IOException {
    SnapshotFile file = new SnapshotFile(state, FORMAT);
    CanaryView view = new CanaryView(file);
    byte[] bytes = file.read();
    if (bytes != null) {
      view.load(bytes, log);
    }
    return view;
  }

  private void load(byte[] bytes, Log log) {
    try {
      CanaryViewState state = CanaryViewState.parseFrom(bytes);
      if (goOnFrom(state.getPosition(), log)) {
        canaries = Canaries.of(state.getCanaries());
      }
    } catch (InvalidProtocolBufferException e) {
      // As if there were none.
    }
  }

  /** As of {@link #position}. */
  public Canaries canaries() {
    return canaries;
  }

  @Override
  public String name() {
    return "canaries";
  }

  @Override
  protected void fold(Entry entry) {
    if (entry.hasCanaryChange()) {
      canaries = canaries.with(entry.getCanaryChange(), entry.getReceivedMs());
    }
  }

  @Override
  protected byte[] snapshot(long at) {
    return CanaryViewState.newBuilder()
        .setPosition(at)
        .setCanaries(canaries.state())
        .build()
        .toByteArray();
  }
}
