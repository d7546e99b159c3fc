package com.example.shop.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Instant UNTIL = Instant.parse("2026-06-10T12:00:00Z");

  @Test
  void theSameSeedAndEndMakeTheSameWorld() {
    assertThat(new World(1, 500, UNTIL).sales()).isEqualTo(new World(1, 500, UNTIL).sales());
    assertThat(new World(1, 500, UNTIL).sales()).isNotEqualTo(new World(2, 500, UNTIL).sales());
  }

  @Test
  void numbersAreUniqueAndNothingHappensAfterTheEnd() {
    World world = new World(1, 20_000, UNTIL);
    LocalDateTime end = LocalDateTime.ofInstant(UNTIL, World.ZONE);
    assertThat(world.sales()).extracting(Sale::orderNo).doesNotHaveDuplicates();
    assertThat(world.sales()).extracting(Sale::waybillNo).doesNotHaveDuplicates();
    assertThat(world.people()).extracting(Person::username).doesNotHaveDuplicates();
    assertThat(world.sales())
        .allSatisfy(sale -> assertThat(sale.placedAt()).isBetween(end.minusDays(91), end))
        .allSatisfy(
            sale ->
                assertThat(sale.handedOutAt().isAfter(end))
                    .isEqualTo(sale.status().matches("PAID|PACKED")));
  }

  @Test
  void customersHavePhonesOfTheirOwnInABlockThatNobodyHas() {
    assertThat(
            new World(1, 20_000, UNTIL)
                .sales().stream().map(Sale::buyer).distinct().map(Sale.Buyer::phone))
        .doesNotHaveDuplicates()
        .allMatch(phone -> phone.matches("1540000\\d{4}"));
  }
}
