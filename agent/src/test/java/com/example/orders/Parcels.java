package com.example.orders;

import java.util.List;

/** Orders that hold people in objects of their own. */
final class Parcels {
  private Parcels() {}

  /** Who gets it is a part of it. */
  public static class Parcel {
    private final String orderNo;
    private final Contact receiver;
    private final List<Contact> others;

    Parcel(int number) {
      this(number, new Contact("Zhang " + number, "1390000" + (1000 + number)));
    }

    Parcel(int number, Contact receiver) {
      this.orderNo = String.format("SO%08d", number);
      this.receiver = receiver;
      this.others = List.of(new Contact("Li " + number, "1370000" + (1000 + number)));
    }

    public String getOrderNo() {
      return orderNo;
    }

    public Contact getReceiver() {
      return receiver;
    }

    public List<Contact> getOthers() {
      return others;
    }
  }
}
