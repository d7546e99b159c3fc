package com.example.orders;

import java.util.Collections;
import java.util.List;

/** Orders whose classes extend one another, as view objects do. */
public final class Shapes {
  private Shapes() {}

  /** An object of the class of that name, below. */
  public static Object of(String name, int number) {
    switch (name) {
      case "detail":
        return new OrderDetailVO(number);
      case "short":
        return new OrderShortVO(number);
      case "told":
        return new ToldOrder(number);
      case "express":
        return new ExpressParcel(number);
      case "named":
        return new NamedOrder(number);
      case "given":
        return new GivenOrder(number);
      case "label":
        return new Label(number);
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private static String orderNo(int number) {
    return String.format("SO%08d", number);
  }

  /** What a list shows. */
  public static class OrderVO {
    private final String orderNo;
    private final String receiverName = "Zhang San";
    private final String receiverPhone = "13800001111";

    OrderVO(int number) {
      orderNo = orderNo(number);
    }

    public String getOrderNo() {
      return orderNo;
    }

    public String getReceiverName() {
      return receiverName;
    }

    public String getReceiverPhone() {
      return receiverPhone;
    }
  }

  /** What a detail shows beside that: enough to be guarded without what it inherits. */
  public static class OrderDetailVO extends OrderVO {
    private final String receiverAddress = "Lane 1, Nowhere";
    private final String idCard = "110101190001010000";

    OrderDetailVO(int number) {
      super(number);
    }

    public String getReceiverAddress() {
      return receiverAddress;
    }

    public String getIdCard() {
      return idCard;
    }
  }

  /** Too little to be guarded for itself. */
  public static class OrderShortVO extends OrderVO {
    private final String receiverAddress = "Lane 1, Nowhere";
    private final String remark = "Leave it at the door";

    OrderShortVO(int number) {
      super(number);
    }

    public String getReceiverAddress() {
      return receiverAddress;
    }

    public String getRemark() {
      return remark;
    }
  }

  /** A person, of whom nothing says whose customer it is. */
  public static class Receiver {
    private final String mobile = "13900001111";

    public String getMobile() {
      return mobile;
    }
  }

  /** The subject is known to the subclass alone; the base is too little to be guarded. */
  public static class ToldOrder extends Receiver {
    private final String orderNo;

    ToldOrder(int number) {
      orderNo = orderNo(number);
    }

    public String getOrderNo() {
      return orderNo;
    }
  }

  /** A phone says that the name is a person's. */
  public static class NamedOrder {
    private final String orderNo;
    private final String name = "Zhang San";
    private final String phone = "13800001111";

    NamedOrder(int number) {
      orderNo = orderNo(number);
    }

    public String getOrderNo() {
      return orderNo;
    }

    public String getName() {
      return name;
    }

    public String getPhone() {
      return phone;
    }
  }

  /** Its members are called as people are, and are objects that hold nothing of anybody. */
  public static class GivenOrder {
    private final String orderNo;
    private final String phone = "13800001111";
    private final Door recipient = new Door();
    private final List<Door> contacts = Collections.singletonList(recipient);

    GivenOrder(int number) {
      orderNo = orderNo(number);
    }

    public String getOrderNo() {
      return orderNo;
    }

    public String getPhone() {
      return phone;
    }

    public Door getRecipient() {
      return recipient;
    }

    public List<Door> getContacts() {
      return contacts;
    }
  }

  /** Of a building. */
  public static class Door {
    private final int floor = 3;

    public int getFloor() {
      return floor;
    }
  }

  /** Has no accessors: whoever reads it reads fields. */
  public static class Label {
    public final String orderNo;
    public final String mobile = "13600001111";

    Label(int number) {
      orderNo = orderNo(number);
    }
  }

  /** For the configuration: known by its customer. */
  public static class Parcel {
    private final long number;
    private final String buyerId;
    private final String mobile = "13700001111";

    Parcel(int number) {
      this.number = number;
      this.buyerId = "B" + number;
    }

    public long getNumber() {
      return number;
    }

    public String getMobile() {
      return mobile;
    }

    public String getPlace() {
      return "Lane 2, Nowhere";
    }
  }

  /** For the configuration: known by its order and its waybill. */
  public static class ExpressParcel extends Parcel {
    private final String expressNo;
    private final String orderNo;

    ExpressParcel(int number) {
      super(number);
      expressNo = "E" + number;
      orderNo = orderNo(number);
    }

    public String getCard() {
      return "4321";
    }
  }
}
