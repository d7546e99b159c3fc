package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.Batches;
import io.whoread.collector.detect.v1.Actor;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.Roles;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectStageTest {
  private static final long DAY_MS = 86_400_000L;

  @Test
  void jobThatGoesThroughAllOrdersWarmsNone() {
    SubjectStage stage =
        new SubjectStage(
            RulesFile.read(null, ZoneOffset.UTC, null), new LiveState<>(), new LiveState<>());
    List<Touch> touches = new ArrayList<>();
    stage.accept(read(Roles.SYSTEM, 99), touches::add);
    stage.accept(read("staff", 100), touches::add);
    assertThat(touches.get(1).getColdDays()).isEqualTo(60);
  }

  /** Of an order that was placed on day 40, in a service that has been watched since day 1. */
  private static Read read(String role, int day) {
    return Read.newBuilder()
        .setActor(Actor.newBuilder().setRole(role).setId(role))
        .setSubject(Batches.pseudonym(1))
        .setPlacedDay(41)
        .setWatchedSinceMs(DAY_MS)
        .setTimeMs(day * DAY_MS)
        .build();
  }
}
