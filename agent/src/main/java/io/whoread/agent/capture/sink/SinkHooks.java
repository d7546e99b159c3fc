package io.whoread.agent.capture.sink;

import io.whoread.agent.capture.LibraryHook;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways by which data leaves beside the response. A hook here says what text or bytes leave, and
 * through which channel; whose values stand in them is looked up afterwards, by the values.
 */
public final class SinkHooks {
  private SinkHooks() {}

  public static List<LibraryHook> all() {
    List<LibraryHook> all = new ArrayList<>();
    all.addAll(Logs.all());
    all.addAll(Exports.all());
    all.addAll(Templates.all());
    all.addAll(Rpcs.all());
    all.addAll(Messages.all());
    all.addAll(Caches.all());
    all.addAll(Serialisers.all());
    all.addAll(Files.all());
    return all;
  }
}
