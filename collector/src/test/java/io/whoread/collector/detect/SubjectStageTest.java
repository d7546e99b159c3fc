package io.whoread.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.Batches;
import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Touch;
import io.whoread.record.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class SubjectStageTest {
  private static final long DAY_MS = 86_400_000L;

  @Test
  void jobThatGoesThroughAllOrdersWarmsNone() {
    SubjectStage stage = new SubjectStage(new InMemory());
    List<Touch> touches = new ArrayList<>();
    stage.accept(read(Roles.SYSTEM, 99), touches::add);
    stage.accept(read("staff", 100), touches::add);
    assertThat(touches.get(1).getColdDays()).isEqualTo(60);
  }

  /** Of an order that was placed on day 40, in a service that has been watched since day 1. */
  private static Read read(String role, int day) {
    return Read.newBuilder()
        .setRole(role)
        .setActor(role)
        .setSubject(Batches.pseudonym(1))
        .setPlacedDay(41)
        .setWatchedSinceMs(DAY_MS)
        .setTimeMs(day * DAY_MS)
        .build();
  }

  private static final class InMemory implements KeyedState<ByteString, SubjectTimes> {
    private final Map<ByteString, SubjectTimes> values = new HashMap<>();

    @Override
    public SubjectTimes get(ByteString key) {
      return values.get(key);
    }

    @Override
    public void put(ByteString key, SubjectTimes value) {
      values.put(key, value);
    }

    @Override
    public void removeIf(BiPredicate<ByteString, SubjectTimes> forgettable) {
      values.entrySet().removeIf(each -> forgettable.test(each.getKey(), each.getValue()));
    }

    @Override
    public void forEach(BiConsumer<ByteString, SubjectTimes> visitor) {
      values.forEach(visitor);
    }

    @Override
    public int size() {
      return values.size();
    }
  }
}
