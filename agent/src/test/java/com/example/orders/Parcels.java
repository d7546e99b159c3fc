package com.example.orders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Orders that hold people in objects of their own. */
final class Parcels {
  private Parcels() {}

  /** Who gets it is a part of it. */
  public static class Parcel {
    private final String orderNo;
    private final long rowId;
    private final Contact receiver;
    private final List<Contact> others;

    Parcel(int number) {
      this(number, new Contact("Zhang " + number, "1390000" + (1000 + number)));
    }

    Parcel(int number, Contact receiver) {
      this.orderNo = String.format("SO%08d", number);
      this.rowId = 70_000L + number;
      this.receiver = receiver;
      // As those keep what they hold that give it to anybody.
      this.others =
          Collections.unmodifiableList(
              new ArrayList<>(List.of(new Contact("Li " + number, "1370000" + (1000 + number)))));
    }

    public String getOrderNo() {
      return orderNo;
    }

    /** What is in it, in rows that know it by the number of its own row. */
    public List<Line> getLines() {
      return List.of(new Line(rowId, "Tea " + rowId), new Line(rowId, "Cups " + rowId));
    }

    public Contact getReceiver() {
      return receiver;
    }

    public List<Contact> getOthers() {
      return others;
    }
  }

  /** A part of one. */
  public static class Line {
    private final long parcelId;
    private final String goods;

    Line(long parcelId, String goods) {
      this.parcelId = parcelId;
      this.goods = goods;
    }

    public String getGoods() {
      return goods;
    }
  }
}
