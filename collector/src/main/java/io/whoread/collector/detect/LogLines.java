package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import java.util.function.Consumer;

/**
 * By code place, which is a service's operation: picks out what was written into a log in plain.
 * The place is told, not whoever happened to call it. Keeps nothing.
 */
final class LogLines implements Sieve {
  @Override
  public void accept(String actor, Touch touch, Consumer<Touch> next) {
    Read read = touch.getRead();
    if (read.getLogged()) {
      next.accept(
          Touch.newBuilder()
              .setRead(
                  read.toBuilder()
                      .setActor(
                          Actor.newBuilder()
                              .setRole(Tallies.CODE)
                              .setId(read.getService() + ' ' + read.getOperation()))
                      .setGroup(Tallies.CODE)
                      .setPlain(true)
                      .clearAddress())
              .build());
    }
  }
}
