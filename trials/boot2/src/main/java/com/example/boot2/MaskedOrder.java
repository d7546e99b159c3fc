package com.example.boot2;

/** An order of which hardly anything is shown. */
public class MaskedOrder {
  private final String number;
  private final String who;
  private final String tel;
  private final String place;

  private MaskedOrder(String number, String who, String tel, String place) {
    this.number = number;
    this.who = who;
    this.tel = tel;
    this.place = place;
  }

  static MaskedOrder of(Order order) {
    return new MaskedOrder(
        order.getOrderNo(),
        order.getReceiverName().charAt(0) + "**",
        MaskedPhone.mask(order.getReceiverPhone()),
        order.getAddress().getStreet().substring(0, 3) + "****");
  }

  public String getNumber() {
    return number;
  }

  public String getWho() {
    return who;
  }

  public String getTel() {
    return tel;
  }

  public String getPlace() {
    return place;
  }
}
