package io.whoread.bench.market;

import static io.whoread.bench.market.Days.HOUR;

import io.whoread.record.Roles;

/**
 * What people do for a living.
 *
 * <p>{@code perThousand}: people for a thousand orders a day, at least {@code atLeast}. {@code of}
 * seven days are worked in turns; with 0 it is the days on which offices are open. Starts are
 * minutes of the day; where there are two, people change every week.
 */
enum Job {
  SERVICE("cs", 14, 6, 5, 8 * HOUR, 13 * HOUR + 30, 510, "service-desk"),
  NIGHT_SERVICE("cs-night", 2, 4, 5, 22 * HOUR, 22 * HOUR, 480, "night-desk"),
  RETURNS("returns", 4, 6, 5, 9 * HOUR, 11 * HOUR, 540, "service-desk"),
  WAREHOUSE("warehouse", 10, 6, 6, 6 * HOUR, 14 * HOUR, 480, "warehouse-day"),
  NIGHT_WAREHOUSE("warehouse-night", 2, 4, 5, 22 * HOUR, 22 * HOUR, 480, "night-desk"),
  FINANCE("finance", 2, 6, 0, 9 * HOUR, 9 * HOUR, 540, null),
  OPERATIONS("operations", 2, 6, 0, 9 * HOUR + 30, 9 * HOUR + 30, 540, null),
  LEAD("leads", 2, 5, 5, 9 * HOUR, 12 * HOUR, 540, "service-desk"),
  SELLER("sellers", 0, 0, 6, 9 * HOUR, 10 * HOUR, 690, null),
  COURIER("depot", 45, 12, 6, 7 * HOUR, 7 * HOUR, 690, null);

  final String team;
  final double perThousand;
  final int atLeast;
  final int of;
  final int start;
  final int otherStart;
  final int minutes;

  /** Declared for the team; null for that of the role. */
  final String calendar;

  Job(
      String team,
      double perThousand,
      int atLeast,
      int of,
      int start,
      int otherStart,
      int minutes,
      String calendar) {
    this.team = team;
    this.perThousand = perThousand;
    this.atLeast = atLeast;
    this.of = of;
    this.start = start;
    this.otherStart = otherStart;
    this.minutes = minutes;
    this.calendar = calendar;
  }

  String role() {
    return switch (this) {
      case SELLER -> Roles.SELLER;
      case COURIER -> Roles.COURIER;
      default -> Roles.STAFF;
    };
  }

  /** What somebody in this job opens an order with, and so a thief in it too. */
  Operation opens() {
    return switch (this) {
      case SERVICE, NIGHT_SERVICE, RETURNS, OPERATIONS, LEAD -> Operation.ORDER_OPEN;
      case WAREHOUSE, NIGHT_WAREHOUSE -> Operation.PICK_OPEN;
      case FINANCE -> Operation.REFUND_OPEN;
      case SELLER -> Operation.SHOP_OPEN;
      case COURIER -> Operation.PARCEL_OPEN;
    };
  }

  Operation exports() {
    return switch (this) {
      case SELLER -> Operation.SHOP_EXPORT;
      case FINANCE -> Operation.SETTLEMENT_EXPORT;
      default -> Operation.ORDER_EXPORT;
    };
  }
}
