package io.whoread.bench.market;

import com.google.protobuf.ByteString;
import io.whoread.record.Pseudonyms;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntFunction;

/**
 * All orders so far, as columns. Their numbers count up as they are placed, the way order numbers
 * do; records never tell a number, only the pseudonym made of it.
 */
final class Orders {
  private static final int ORDER = 1;
  private static final int CUSTOMER = 2;
  private static final int WAYBILL = 3;

  /** After delivery an order can still be returned; then it is finished. */
  static final int RETURN_DAYS = 10;

  private static final int NEVER = Integer.MAX_VALUE;

  private final Days days;
  private final long seed;
  private int size;
  private int canaries;

  /** Seconds after the first day's midnight. */
  private int[] placed = new int[1 << 14];

  private int[] customer = new int[1 << 14];
  private int[] shop = new int[1 << 14];

  /** The courier's round that it is delivered on. */
  private int[] round = new int[1 << 14];

  /** Index of the person who has the parcel, -1 before. */
  private int[] courier = new int[1 << 14];

  private int[] packed = new int[1 << 14];
  private int[] delivered = new int[1 << 14];
  private int[] returned = new int[1 << 14];
  private int[] before = new int[1 << 14];
  private int[] beforeOfShop = new int[1 << 14];

  private final int[] lastOfCustomer;
  private final int[] lastOfShop;
  private IntFunction<ByteString> subjects = order -> pseudonym(seed(), ORDER, order);

  Orders(Days days, long seed, int customers, int shops) {
    this.days = days;
    this.seed = seed;
    lastOfCustomer = new int[customers];
    lastOfShop = new int[shops];
    Arrays.fill(lastOfCustomer, -1);
    Arrays.fill(lastOfShop, -1);
  }

  /** Returns the order's number. */
  int place(long time, int byCustomer, int atShop, int onRound) {
    if (size == placed.length) {
      grow();
    }
    int order = size++;
    placed[order] = (int) Math.floorDiv(time - days.start(0), 1_000L);
    customer[order] = byCustomer;
    shop[order] = atShop;
    round[order] = onRound;
    courier[order] = -1;
    packed[order] = NEVER;
    delivered[order] = NEVER;
    returned[order] = NEVER;
    before[order] = lastOfCustomer[byCustomer];
    lastOfCustomer[byCustomer] = order;
    beforeOfShop[order] = lastOfShop[atShop];
    lastOfShop[atShop] = order;
    return order;
  }

  private void grow() {
    int room = size + size / 2;
    placed = Arrays.copyOf(placed, room);
    customer = Arrays.copyOf(customer, room);
    shop = Arrays.copyOf(shop, room);
    round = Arrays.copyOf(round, room);
    courier = Arrays.copyOf(courier, room);
    packed = Arrays.copyOf(packed, room);
    delivered = Arrays.copyOf(delivered, room);
    returned = Arrays.copyOf(returned, room);
    before = Arrays.copyOf(before, room);
    beforeOfShop = Arrays.copyOf(beforeOfShop, room);
  }

  /** The days on which it is packed, delivered, and perhaps sent back; `null` for never. */
  void plan(int order, int packedOn, int deliveredOn, Integer returnedOn) {
    packed[order] = packedOn;
    delivered[order] = deliveredOn;
    returned[order] = returnedOn == null ? NEVER : returnedOn;
  }

  void give(int order, int courierPerson) {
    courier[order] = courierPerson;
  }

  /** An order like any other to whoever looks at it, that is never packed. */
  void canary() {
    canaries++;
  }

  int size() {
    return size;
  }

  int canaries() {
    return canaries;
  }

  long placed(int order) {
    return days.start(0) + placed[order] * 1_000L;
  }

  int placedOn(int order) {
    return Math.floorDiv(placed[order], 86_400);
  }

  int shop(int order) {
    return shop[order];
  }

  int round(int order) {
    return round[order];
  }

  int courier(int order) {
    return courier[order];
  }

  int customer(int order) {
    return customer[order];
  }

  /** The customer's order before this one, or -1. */
  int before(int order) {
    return before[order];
  }

  int lastOfCustomer(int one) {
    return lastOfCustomer[one];
  }

  /** The shop's order before this one, or -1. */
  int beforeOfShop(int order) {
    return beforeOfShop[order];
  }

  int lastOfShop(int one) {
    return lastOfShop[one];
  }

  boolean packed(int order, int day) {
    return packed[order] <= day;
  }

  /** Since how many days nothing was to be done about it; negative while something is. */
  int finishedFor(int order, int day) {
    return delivered[order] == NEVER ? -1 : day - delivered[order] - RETURN_DAYS;
  }

  /** As the service names it. */
  String status(int order, int day) {
    if (returned[order] <= day) {
      return "returned";
    }
    if (delivered[order] <= day) {
      return finishedFor(order, day) > 0 ? "closed" : "delivered";
    }
    return packed[order] <= day ? "shipped" : "paid";
  }

  /** How many orders had been placed by a time: numbers below it had. */
  int placedBy(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (placed(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  ByteString subject(int order) {
    return subjects.apply(order);
  }

  private long seed() {
    return seed;
  }

  /** As people know it. */
  static String number(int order) {
    return "SO-" + (1_000_000_000L + order);
  }

  /** Records tell the pseudonyms of the orders' numbers that a key makes. */
  void named(Pseudonyms by) {
    subjects = order -> ByteString.copyFrom(by.of("order", number(order)));
  }

  ByteString customerOf(int order) {
    return pseudonym(seed, CUSTOMER, customer[order]);
  }

  ByteString waybillOf(int order) {
    return pseudonym(seed, WAYBILL, order);
  }

  /** A customer as actor. */
  String customerId(int one) {
    return HexFormat.of().formatHex(pseudonym(seed, CUSTOMER, one).toByteArray());
  }

  /** Sixteen bytes that tell nothing of the number, as those of a keyed hash. */
  static ByteString pseudonym(long seed, int kind, long number) {
    long high = Dice.mix(seed * 31 + kind + number * 0x9E3779B97F4A7C15L);
    return ByteString.copyFrom(
        ByteBuffer.allocate(Pseudonyms.LENGTH)
            .putLong(high)
            .putLong(Dice.mix(high ^ 0xA0761D6478BD642FL))
            .array());
  }
}
